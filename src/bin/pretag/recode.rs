//! `pretag crosswalk FROM INTO --recode REPORT...`: coded reports in the terms of another framework.
use crate::{DONE, args::CrosswalkArgs, console::Console};
use pretag::{
    Error, ErrorKind, Result,
    lexicon::{Crosswalk, Lexicon},
    output::terminal::clean,
    review::recode::Recoding,
};
use std::{collections::BTreeMap, fs, io::Read, path::Path};

pub(crate) fn run(args: &CrosswalkArgs, walk: &Crosswalk, lexicon: &Lexicon, console: &Console) -> Result<u8> {
    let version = lexicon.framework(&walk.to).map(|f| f.version.clone()).unwrap_or_default();
    let (mut recoding, mut out) = (Recoding::default(), Vec::new());
    for path in &args.recode {
        let text = read(path)?;
        for (at, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
            let wrong = |why| Error::new(ErrorKind::Format, why).at_path(path.display().to_string()).at_line(at + 1);
            recoding.line(line, walk, &version, &mut out).map_err(wrong)?;
        }
    }
    console.deliver(args.output.as_deref(), &out)?;
    tell(&recoding, walk, console);
    Ok(DONE)
}

fn read(path: &Path) -> Result<String> {
    if path != Path::new("-") {
        return fs::read_to_string(path).map_err(|e| Error::io(path, &e));
    }
    let mut text = String::new();
    std::io::stdin().lock().read_to_string(&mut text).map_err(|e| Error::io("standard input", &e))?;
    Ok(text)
}

/// What became of the codes, and which of them need a person.
fn tell(recoding: &Recoding, walk: &Crosswalk, console: &Console) {
    let codes = |n: u64| if n == 1 { "1 code".to_owned() } else { format!("{n} codes") };
    console.note(&format!("{} of {} re-coded as {}", codes(recoding.moved), walk.from, walk.to));
    type Listed = BTreeMap<String, (u64, String)>;
    let lists: [(&str, &Listed); 3] = [
        ("a person has to choose the domain (accepted ones are flagged)", &recoding.to_choose),
        ("the domain is clear, the construct is open", &recoding.construct_open),
        ("could not be mapped and stay as they were", &recoding.kept),
    ];
    for (what, list) in lists.iter().filter(|(_, list)| !list.is_empty()) {
        console.note(&format!("{what}:"));
        for (code, (n, more)) in *list {
            console.note(&format!("  {}, {}: {}", clean(code), codes(*n), clean(more)));
        }
    }
}
