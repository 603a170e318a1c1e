//! `pretag verify`: whether a report or comparison is still what its manifest says, and what differs.
mod comparison;
mod reports;

use crate::{DONE, GATE, args::PackArgs, console::Console, texts};
use clap::Args;
use pretag::{Error, ErrorKind, Result};
use serde::Serialize;
use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// Report files of `pretag tag`, or comparisons of `pretag compare --to json`
    #[arg(value_name = "REPORT", required = true)]
    pub(crate) files: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) lexicon: PackArgs,

    /// Output format [default: text on a terminal, else json]
    #[arg(long, value_name = "FORMAT", value_parser = ["text", "json"], help_heading = "Output")]
    pub(crate) to: Option<String>,
}

/// What became of a file.
#[derive(Debug, Serialize)]
struct Outcome {
    file: String,
    /// `report` or `comparison`.
    kind: &'static str,
    /// Reports in it, or 1.
    n: u64,
    /// Whether nothing differs.
    same: bool,
    parts: Vec<PartOutcome>,
}

/// How one part fares over all reports of a file.
#[derive(Debug, Default, Serialize)]
struct PartOutcome {
    part: &'static str,
    same: u64,
    differs: u64,
    unknown: u64,
    /// The first things that differ: what the report says, what was found.
    differences: Vec<Differing>,
    /// Why it cannot be told, once each.
    reasons: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Differing {
    /// The document, where it is of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<String>,
    said: String,
    found: String,
}

/// Differences listed of each part.
const LISTED: usize = 5;

pub(crate) fn run(args: &VerifyArgs, console: &Console) -> Result<u8> {
    let outcomes = args.files.iter().map(|file| verify(file, args)).collect::<Result<Vec<Outcome>>>()?;
    let to = args.to.as_deref().unwrap_or(if console.interactive() { "text" } else { "json" });
    let page = match to {
        "json" => serde_json::to_string_pretty(&outcomes).expect("plain data") + "\n",
        _ => outcomes.iter().map(text).collect(),
    };
    console.print(page.as_bytes())?;
    Ok(if outcomes.iter().all(|o| o.same) { DONE } else { GATE })
}

fn verify(file: &Path, args: &VerifyArgs) -> Result<Outcome> {
    let text = texts::read(file)?;
    let name = file.display().to_string();
    // a comparison is one object over many lines, or one line
    match serde_json::from_str::<serde_json::Value>(&text) {
        Ok(value) if value["type"] == "comparison" => comparison::verify(&name, &value),
        Ok(value) if value["type"] != "report" && value["type"] != "error" => {
            let found = match (&value, value["type"].as_str()) {
                (_, Some(kind)) => format!("JSON of type {kind:?}"),
                (serde_json::Value::Object(_), None) => "a JSON object without a type".into(),
                _ => "JSON that is no object".into(),
            };
            let message = format!(
                "found {found}, expected reports of `pretag tag` or a comparison of `pretag compare --to json`"
            );
            Err(Error::new(ErrorKind::Format, message).at_path(name))
        }
        _ => reports::verify(file, args),
    }
}

impl PartOutcome {
    fn add(&mut self, document: Option<&str>, standing: &pretag::report::Standing) {
        use pretag::report::Standing;
        match standing {
            Standing::Same => self.same += 1,
            Standing::Differs(said, found) => {
                self.differs += 1;
                if self.differences.len() < LISTED {
                    let (document, said, found) = (document.map(str::to_owned), said.clone(), found.clone());
                    self.differences.push(Differing { document, said, found });
                }
            }
            Standing::Unknown(why) => {
                self.unknown += 1;
                if !self.reasons.contains(why) {
                    self.reasons.push(why.clone());
                }
            }
        }
    }
}

fn text(outcome: &Outcome) -> String {
    let mut out = format!(
        "{}: {}\n",
        outcome.file,
        match (outcome.kind, outcome.n) {
            ("comparison", _) => "a comparison".to_owned(),
            (_, 1) => "1 report".to_owned(),
            (_, n) => format!("{n} reports"),
        }
    );
    for part in &outcome.parts {
        let mut counts = Vec::new();
        let count = |n: u64, what: &str| if outcome.n == 1 { what.to_owned() } else { format!("{n} {what}") };
        counts.extend((part.same > 0).then(|| count(part.same, "same")));
        counts.extend(
            (part.differs > 0).then(|| count(part.differs, if part.differs == 1 { "differs" } else { "differ" })),
        );
        counts.extend(
            (part.unknown > 0).then(|| format!("{} ({})", count(part.unknown, "not checked"), part.reasons.join("; "))),
        );
        let _ = writeln!(out, "  {:<12} {}", part.part, counts.join(", "));
        for d in &part.differences {
            let of = d.document.as_ref().map_or(String::new(), |d| format!("{d}: "));
            let _ = writeln!(out, "    {of}the report says {}, found {}", brief(&d.said), brief(&d.found));
        }
    }
    let _ = writeln!(out, "{}", if outcome.same { "nothing differs" } else { "it is not what it was made of" });
    out
}

/// On one line, without control characters, cut.
fn brief(text: &str) -> String {
    let text = pretag::output::terminal::clean(text);
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.into_owned(),
    }
}
