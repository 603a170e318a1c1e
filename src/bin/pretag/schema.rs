//! `pretag schema`: the JSON Schema of the output lines.
use crate::{DONE, console::Console};
use pretag::Result;

pub(crate) fn run(console: &Console) -> Result<u8> {
    console.print(pretag::report::schema().as_bytes())?;
    Ok(DONE)
}
