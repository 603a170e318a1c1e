//! `pretag explain`: why a text gets its codes, and why not others.
use crate::{FAILED, args::ExplainArgs, console::Console};
use pretag::{Error, ErrorKind, Result};

pub(crate) fn run(args: &ExplainArgs, console: &Console) -> Result<u8> {
    let _ = (&args.text, &args.expect, &args.framework, &args.lexicon);
    console.error(&Error::new(ErrorKind::Usage, "not built yet"));
    Ok(FAILED)
}
