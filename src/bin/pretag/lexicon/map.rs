//! `pretag lexicon map`: which concepts lead to which domains.
use super::args::MapArgs;
use crate::{DONE, console::Console};
use pretag::{
    Result,
    lexicon::{Condition, Domain, Framework, Lexicon},
};
use serde::Serialize;
use std::fmt::Write;

/// A concept's way into a domain.
#[derive(Debug, Serialize)]
struct Way {
    concept: String,
    label: String,
    /// None of these where a concept leads nowhere.
    framework: Option<String>,
    domain: Option<String>,
    construct: Option<String>,
    /// How much of its evidence counts.
    weight: Option<f64>,
    /// When it belongs there, in words.
    when: Option<String>,
}

pub(super) fn run(args: &MapArgs, lexicon: &Lexicon, console: &Console) -> Result<u8> {
    let frameworks: Vec<&Framework> = match args.framework.as_slice() {
        [] => lexicon.frameworks.iter().collect(),
        ids => ids.iter().map(|id| lexicon.framework(id)).collect::<Result<_>>()?,
    };
    let ways = ways(lexicon, &frameworks);
    let page = match args.to.as_str() {
        "json" => serde_json::to_string_pretty(&ways).expect("plain data") + "\n",
        "csv" => csv(&ways),
        _ => text(&ways),
    };
    console.print(page.as_bytes()).map(|()| DONE)
}

/// By concept, in the order of the lexicon; of each its domains in the order of the frameworks.
fn ways(lexicon: &Lexicon, frameworks: &[&Framework]) -> Vec<Way> {
    let mut out = Vec::new();
    for concept in &lexicon.concepts {
        let new = || Way {
            concept: concept.id.to_string(),
            label: concept.label.clone(),
            framework: None,
            domain: None,
            construct: None,
            weight: None,
            when: None,
        };
        let before = out.len();
        for framework in frameworks {
            for domain in &framework.domains {
                for (construct, part) in parts(domain) {
                    out.extend(part.concepts.iter().filter(|m| m.concept == concept.id).map(|m| Way {
                        framework: Some(framework.id.to_string()),
                        domain: Some(domain.id.to_string()),
                        construct: construct.map(|c| c.id.to_string()),
                        weight: Some(f64::from(m.weight) / 1000.0),
                        when: condition(&m.when),
                        ..new()
                    }));
                }
            }
        }
        if out.len() == before {
            out.push(new());
        }
    }
    out
}

/// A domain itself, then its constructs.
fn parts(domain: &Domain) -> impl Iterator<Item = (Option<&Domain>, &Domain)> {
    std::iter::once((None, domain)).chain(domain.constructs.iter().map(|c| (Some(c), c)))
}

pub(super) fn condition(when: &Condition) -> Option<String> {
    let mut all = Vec::new();
    let mut add = |what: &str, list: Vec<String>| {
        if !list.is_empty() {
            all.push(format!("{what} {}", list.join(" or ")));
        }
    };
    add("with", when.object.clone());
    add("without", when.without.clone());
    add("holder", when.holder.iter().map(|h| h.name().to_owned()).collect());
    add("level", when.level.iter().map(|l| l.name().to_owned()).collect());
    (!all.is_empty()).then(|| all.join(", "))
}

fn code(way: &Way) -> Option<String> {
    let parts = [&way.framework, &way.domain, &way.construct];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join("."))
}

fn text(ways: &[Way]) -> String {
    let mut out = String::new();
    for of_concept in ways.chunk_by(|a, b| a.concept == b.concept) {
        let head = format!("{}  {}", of_concept[0].concept, of_concept[0].label);
        let _ = writeln!(out, "{}", head.trim_end());
        for way in of_concept {
            match code(way) {
                None => out.push_str("  leads nowhere\n"),
                Some(code) => {
                    let when = way.when.as_ref().map_or(String::new(), |w| format!("  when {w}"));
                    let _ = writeln!(out, "  {code:<56} {:>5.2}{when}", way.weight.unwrap_or_default());
                }
            }
        }
    }
    let concepts = ways.chunk_by(|a, b| a.concept == b.concept).count();
    let _ =
        writeln!(out, "{concepts} concepts, {} ways into domains", ways.iter().filter(|w| w.domain.is_some()).count());
    out
}

fn csv(ways: &[Way]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    ways.iter().for_each(|way| writer.serialize(way).expect("memory takes it"));
    String::from_utf8(writer.into_inner().expect("memory takes it")).expect("text in, text out")
}
