//! A comparison in JSON -> whether comparing the same things again gives the same digests.
use super::{Outcome, PartOutcome};
use crate::{
    compare::{again, names},
    console::Console,
};
use pretag::{Error, ErrorKind, Result, measure::compare::Comparison, report::Standing};
use serde_json::Value;

pub(super) fn verify(file: &str, said: &Value) -> Result<Outcome> {
    let text = |pointer: &str| said.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    if text("/manifest/digest").is_empty() {
        let message = "found a comparison without a manifest, expected one of `pretag compare --to json`";
        return Err(Error::new(ErrorKind::Format, message).at_path(file));
    }
    let console = Console::new(crate::args::When::Never, true);
    let here: Result<Comparison> = again(names(said), &console);
    let mut parts = vec![part("version", &Standing::of(&text("/new/lexicon/pretag"), env!("CARGO_PKG_VERSION")))];
    match here {
        Err(why) => parts.push(part("everything else", &Standing::Unknown(why.summary()))),
        Ok(c) => {
            let none = String::new();
            let found = [
                ("old lexicon", "/old/lexicon/digest", &c.old.lexicon.digest),
                ("new lexicon", "/new/lexicon/digest", &c.new.lexicon.digest),
                ("text", "/manifest/text", &c.manifest.text),
                ("gold", "/manifest/gold", c.manifest.gold.as_ref().unwrap_or(&none)),
                ("manifest", "/manifest/digest", &c.manifest.digest),
                ("differences", "/manifest/differences", &c.manifest.differences),
            ];
            parts.extend(
                found.into_iter().map(|(name, pointer, found)| part(name, &Standing::of(&text(pointer), found))),
            );
        }
    }
    let same = parts.iter().all(|p| p.differs == 0);
    Ok(Outcome { file: file.to_owned(), kind: "comparison", n: 1, same, parts })
}

fn part(name: &'static str, standing: &Standing) -> PartOutcome {
    let mut outcome = PartOutcome { part: name, ..PartOutcome::default() };
    outcome.add(None, standing);
    outcome
}
