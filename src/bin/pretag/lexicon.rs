//! `pretag lexicon`: what is in the lexicon, whether it is right, whether its examples hold.
use crate::{
    FAILED,
    args::{LexiconArgs, LexiconCommand},
    console::Console,
};
use pretag::{Error, ErrorKind, Result};

pub(crate) fn run(args: &LexiconArgs, console: &Console) -> Result<u8> {
    match &args.command {
        LexiconCommand::List(packs) | LexiconCommand::Check(packs) | LexiconCommand::Test(packs) => _ = packs,
        LexiconCommand::Show { id, lexicon } => _ = (id, lexicon),
    }
    console.error(&Error::new(ErrorKind::Usage, "not built yet"));
    Ok(FAILED)
}
