//! The house holds together: rooms use only the rooms below them (docs/design.md), modules say what they do, files stay short.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Per room the rooms below that it may use. The binary may use all of them, the front page (`lib.rs`) shows them.
const ROOMS: [(&str, &[&str]); 9] = [
    ("error", &[]),
    ("text", &["error"]),
    ("report", &["error", "text"]),
    ("lexicon", &["error", "text", "report"]),
    ("input", &["error", "text", "lexicon"]),
    ("tag", &["error", "text", "lexicon", "report", "input"]),
    ("output", &["error", "text", "lexicon", "report"]),
    ("measure", &["error", "text", "lexicon", "report", "output"]),
    ("review", &["error", "text", "lexicon", "report", "output", "measure"]),
];

/// What stays behind a waist: (rooms, the room used, what of it they may not name). A report knows no document; what comes behind the
/// report knows neither documents nor what a matcher is made of, so that it also works on a report of another year or tool.
const WAISTS: [(&[&str], &str, &[&str]); 4] = [
    (
        &["report", "lexicon", "output", "measure", "review"],
        "text",
        &["Document", "Block", "sentences", "segment", "words"],
    ),
    (&["report", "output", "measure", "review"], "text", &["fold"]),
    (
        &["output", "measure", "review"],
        "lexicon",
        &["Concept", "Term", "CueGroup", "WordSet", "ZoneRules", "term", "forms"],
    ),
    (&["lexicon"], "report", &["Report", "Suggestion", "Keys", "Match", "Cue"]),
];

struct Source {
    /// Below `src/`.
    name: String,
    text: String,
}

impl Source {
    fn room(&self) -> &str {
        self.name.split(['/', '.']).next().unwrap()
    }

    /// The module path, outermost first.
    fn module(&self) -> Vec<&str> {
        let path: Vec<&str> = self.name.trim_end_matches(".rs").split('/').collect();
        if path.last() == Some(&"mod") { path[..path.len() - 1].to_vec() } else { path }
    }

    /// The text before its own tests.
    fn plain(&self) -> &str {
        let tests = ["\n#[cfg(test)]\nmod tests {", "\n#[cfg(test)]\npub(crate) mod "];
        let end = tests.iter().filter_map(|t| self.text.find(t)).min().unwrap_or(self.text.len());
        &self.text[..end]
    }

    /// Every path into the library that the source names, from the crate's root: `text::Span`.
    fn paths(&self) -> BTreeSet<Vec<String>> {
        let module = self.module();
        let mut paths = BTreeSet::new();
        let code: Vec<&str> = self.plain().lines().filter(|l| !l.trim_start().starts_with("//")).collect();
        let code = code.join("\n");
        for root in ["crate::", "super::", "pretag::"] {
            for (at, _) in code.match_indices(root) {
                let before = code[..at].chars().next_back().unwrap_or(' ');
                if before.is_alphanumeric() || matches!(before, '_' | ':') {
                    continue;
                }
                for path in tree(&code[at..]) {
                    paths.extend(absolute(&path, &module));
                }
            }
        }
        paths
    }
}

/// A path from the crate's root, if it leads out of its own module.
fn absolute(path: &[String], module: &[&str]) -> Option<Vec<String>> {
    let supers = path.iter().take_while(|p| *p == "super").count();
    let rest = &path[supers.max(1)..];
    match supers {
        0 => Some(rest.to_vec()),
        n if n > module.len() => None,
        n => Some(module[..module.len() - n].iter().map(|m| (*m).to_owned()).chain(rest.iter().cloned()).collect()),
    }
}

/// The paths of a use tree (or of a path in the code) that begins here: `a::{b, c::d}` gives `a::b` and `a::c::d`.
fn tree(code: &str) -> Vec<Vec<String>> {
    let word = code.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(code.len());
    let (head, rest) = (&code[..word], &code[word..]);
    let Some(rest) = rest.strip_prefix("::") else { return vec![vec![head.to_owned()]] };
    let branches = match rest.strip_prefix('{') {
        Some(inner) => branches(inner).iter().flat_map(|b| tree(b)).collect(),
        None => tree(rest),
    };
    branches.into_iter().map(|b| std::iter::once(head.to_owned()).chain(b).collect()).collect()
}

/// What stands between commas up to the closing brace.
fn branches(inner: &str) -> Vec<&str> {
    let (mut depth, mut from, mut out) = (0, 0, Vec::new());
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' | ',' if depth == 0 => {
                out.push(inner[from..at].trim());
                from = at + 1;
                if c == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    out.retain(|b| !b.is_empty());
    out
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &mut found);
    let name = |path: &PathBuf| path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
    let mut sources: Vec<Source> =
        found.iter().map(|path| Source { name: name(path), text: fs::read_to_string(path).unwrap() }).collect();
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    sources
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Modules that are only there for tests may look anywhere.
fn is_for_tests(source: &Source, all: &[Source]) -> bool {
    let module = source.module();
    module.last().is_some_and(|name| {
        all.iter().any(|s| {
            s.module() == module[..module.len() - 1]
                && ["mod", "pub(crate) mod", "pub(super) mod"]
                    .iter()
                    .any(|m| s.text.contains(&format!("#[cfg(test)]\n{m} {name};")))
        })
    })
}

#[test]
fn rooms_use_only_what_is_below_them() {
    let sources = sources();
    let mut wrong = Vec::new();
    for source in
        sources.iter().filter(|s| !s.name.starts_with("bin/") && s.name != "lib.rs" && !is_for_tests(s, &sources))
    {
        let room = source.room();
        let Some((_, below)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!(
                "src/{}: room `{room}` has no place in the order; give it one in tests/house.rs and docs/design.md",
                source.name
            ));
            continue;
        };
        for path in source.paths() {
            let used = path[0].as_str();
            if !ROOMS.iter().any(|(name, _)| *name == used) || used == room {
                continue;
            }
            let shown = path.join("::");
            if !below.contains(&used) {
                wrong.push(format!("src/{}: `{shown}` is not below `{room}`", source.name));
            }
            let kept = WAISTS.iter().filter(|(rooms, of, _)| rooms.contains(&room) && *of == used);
            if kept.flat_map(|(_, _, names)| *names).any(|name| path.get(1).is_some_and(|p| p == name)) {
                wrong.push(format!("src/{}: `{shown}` stays behind a waist for `{room}`", source.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn modules_open_with_what_they_do_and_stay_short() {
    let mut wrong = Vec::new();
    for source in sources() {
        if !source.text.starts_with("//! ") {
            wrong.push(format!(
                "src/{}: expected a first line `//! ...` that says what it turns into what",
                source.name
            ));
        }
        let lines = source.text.lines().count();
        if lines > 400 {
            wrong.push(format!("src/{}: {lines} lines, expected at most 400; divide it by what it does", source.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn use_trees_are_read() {
    let paths = |code: &str, name: &str| {
        let source = Source { name: name.into(), text: code.into() };
        source.paths().iter().map(|p| p.join("::")).collect::<Vec<_>>()
    };
    let code = "use crate::{\n    error::{Error, Result},\n    text::{fold::fold, words},\n};\nlet x = super::super::lexicon::term::parse(super::y);";
    assert_eq!(
        paths(code, "tag/trial.rs"),
        ["error::Error", "error::Result", "lexicon::term::parse", "tag::y", "text::fold::fold", "text::words"]
    );
    assert_eq!(paths("// crate::x\nuse super::super::output::a as b;", "tag/mod.rs"), [""; 0]);
}
