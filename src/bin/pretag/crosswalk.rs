//! `pretag crosswalk`: the ways from the codes of one framework to those of another.
use crate::{DONE, args::CrosswalkArgs, console::Console, plan::Packs, project::Project, recode};
use pretag::{
    Error, ErrorKind, Result,
    lexicon::{Crosswalk, Lexicon},
    output::terminal::clean,
};
use std::fmt::Write;

pub(crate) fn run(args: CrosswalkArgs, console: &Console) -> Result<u8> {
    let lexicon = Packs::new(args.lexicon.clone(), &mut Project::nearest()?.tag).load()?;
    let one = args.from.clone().zip(args.into.clone());
    let wanted = |c: &&Crosswalk| one.as_ref().is_none_or(|(from, into)| *c.from == **from && *c.to == **into);
    let found: Vec<&Crosswalk> = lexicon.crosswalks.iter().filter(wanted).collect();
    if let (Some((from, into)), true) = (&one, found.is_empty()) {
        return Err(none(&lexicon, from, into));
    }
    if let (false, [walk]) = (args.recode.is_empty(), &found[..]) {
        return recode::run(&args, walk, &lexicon, console);
    }
    let page = match args.to.as_str() {
        "json" => serde_json::to_string_pretty(&found).expect("plain data") + "\n",
        "csv" => csv(&found),
        _ if one.is_some() => found.iter().map(|c| table(c)).collect(),
        _ => found.iter().map(|c| title(c)).collect(),
    };
    console.print(page.as_bytes()).map(|()| DONE)
}

fn none(lexicon: &Lexicon, from: &str, into: &str) -> Error {
    let known: Vec<String> = lexicon.crosswalks.iter().map(|c| format!("{} {}", c.from, c.to)).collect();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Error::new(ErrorKind::Usage, format!("no crosswalk from `{from}` to `{into}`; the lexicon has {known}"))
}

fn title(c: &Crosswalk) -> String {
    let way = format!("{} -> {}", c.from, c.to);
    format!("{way:<42} {:>3} rows  {} ({})\n", c.rows.len(), clean(&c.label), clean(&c.source))
}

fn table(c: &Crosswalk) -> String {
    let mut out = title(c);
    if !c.note.is_empty() {
        let _ = writeln!(out, "{}", clean(&c.note));
    }
    let width = c.rows.iter().map(|r| r.from.chars().count()).max().unwrap_or(0);
    for row in &c.rows {
        let to = if row.to.is_empty() { "-".to_owned() } else { row.to.join(", ") };
        let note = if row.note.is_empty() { String::new() } else { format!("  ({})", clean(&row.note)) };
        let _ = writeln!(out, "  {:<width$}  {:<1}  {}{note}", clean(&row.from), clean(&row.provenance), clean(&to));
    }
    out
}

/// One line a pair of codes; a code that leads nowhere has an empty cell.
fn csv(found: &[&Crosswalk]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut line = |cells: [&str; 6]| writer.write_record(cells).expect("memory takes it");
    line(["from_framework", "from", "to_framework", "to", "provenance", "note"]);
    for c in found {
        for row in &c.rows {
            let nowhere = row.to.is_empty().then_some("");
            for to in row.to.iter().map(AsRef::as_ref).chain(nowhere) {
                line([&c.from, &row.from, &c.to, to, &row.provenance, &row.note]);
            }
        }
    }
    String::from_utf8(writer.into_inner().expect("memory takes it")).expect("text in, text out")
}
