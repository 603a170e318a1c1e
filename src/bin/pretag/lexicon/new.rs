//! `pretag lexicon new`: a framework to start from.
use super::args::NewArgs;
use crate::{DONE, console::Console};
use pretag::{
    Error, ErrorKind, Result,
    lexicon::exchange::{decode, id_of, term_line},
};
use std::{collections::BTreeMap, fmt::Write, fs, io::Write as _, path::Path};

const COLUMNS: [&str; 8] = ["domain", "label", "definition", "use", "terms", "barrier", "facilitator", "none"];

/// Columns with example sentences.
const KINDS: [&str; 3] = ["barrier", "facilitator", "none"];

pub(super) fn run(args: &NewArgs, console: &Console) -> Result<u8> {
    let page = framework(args, console)?;
    let Some(path) = &args.output else { return console.print(page.as_bytes()).map(|()| DONE) };
    let mut file = fs::File::create_new(path).map_err(|e| Error::io(path, &e))?;
    file.write_all(page.as_bytes()).map_err(|e| Error::io(path, &e))?;
    Ok(DONE)
}

fn framework(args: &NewArgs, console: &Console) -> Result<String> {
    if !is_id(&args.id) {
        let message =
            format!("`{}` is no id; expected lower-case letters, digits and underscores, a letter first", args.id);
        return Err(Error::new(ErrorKind::Usage, message));
    }
    let mut out = head(&args.id, args.name.as_ref().unwrap_or(&args.id));
    match &args.from {
        None => out.push_str(SKELETON),
        Some(table) => {
            let mut by_letter = Vec::new();
            read(table, console)?.iter().for_each(|d| out.push_str(&d.toml(&mut by_letter)));
            if !by_letter.is_empty() {
                let all = by_letter.join(", ");
                console.note(&format!("taken letter by letter, as they are no terms (docs/lexicon.md): {all}"));
            }
        }
    }
    Ok(out)
}

/// Whether it can name a framework.
pub(super) fn is_id(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn head(id: &str, name: &str) -> String {
    let name = quoted(name);
    format!(
        "# A framework of your own: `pretag tag papers/ --lexicon THIS_FILE --framework {id}`.\n\
         # `pretag lexicon check --lexicon THIS_FILE` names mistakes, `pretag lexicon test --lexicon THIS_FILE` runs the examples.\n\
         # docs/lexicon.md describes all that can stand here.\n\
         id = \"{id}\"\nname = {name}\nversion = \"1\"\nsource = \"\"          # where it was published: a DOI, a protocol\n"
    )
}

/// What a skeleton shows once.
const SKELETON: &str = r#"
[[domain]]
id = "first_theme"
label = "First theme"
definition = "What belongs here, in a sentence."
use = "Said by a patient or a professional, of the practice itself."
# Shared concepts (`pretag lexicon list`, `pretag lexicon map`) bring their terms with them; a weight from 0.05 to 3 says how surely:
# concepts = ["time", { id = "support", weight = 0.8 }]
# Words of its own: inflected forms match too; {a,b} either, (a) may be missing, ..3 up to three words between, a* begins so.
terms = [
  "waiting {list,time}",
  { text = "long way", lean = "hinders" },          # hinders whenever it is there
]
# not = [{ when = "the wait is for a diagnosis", instead = "other_theme" }]
[domain.examples]                                    # each is a test
barrier = ["The waiting list was far too long."]
facilitator = ["A short waiting time made it easy to come."]
none = ["They met in the garden."]
"#;

/// A domain as the rows of its name come to.
#[derive(Default)]
struct Domain {
    id: String,
    label: String,
    definition: String,
    use_when: String,
    terms: Vec<String>,
    /// Barrier, facilitator, none.
    examples: [Vec<String>; 3],
}

/// The domains of a table, in the order of their first rows.
fn read(path: &Path, console: &Console) -> Result<Vec<Domain>> {
    let name = path.display().to_string();
    let (text, encoding) = decode(&fs::read(path).map_err(|e| Error::io(path, &e))?);
    if encoding != "UTF-8" {
        console.note(&format!("{name}: read as {encoding}"));
    }
    let wrong =
        |line: u64, message: String| Error::new(ErrorKind::Format, message).at_path(&name).at_line(line as usize);
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains('\t') {
        b'\t'
    } else if first.contains(';') && !first.contains(',') {
        b';'
    } else {
        b','
    };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    let names: Vec<String> = match reader.headers() {
        Ok(names) => names.iter().map(str::to_lowercase).collect(),
        Err(e) => return Err(wrong(1, format!("found no header: {e}"))),
    };
    if !names.iter().any(|n| n == COLUMNS[0]) {
        let (found, others) = (names.join(", "), COLUMNS[1..].join(", "));
        return Err(wrong(1, format!("found the columns {found}, expected one named domain (and {others})")));
    }
    let unknown: Vec<&str> =
        names.iter().map(String::as_str).filter(|n| !n.is_empty() && !COLUMNS.contains(n)).collect();
    if !unknown.is_empty() {
        let known = COLUMNS.join(", ");
        console.note(&format!("{name}: columns that are not read: {} (those that are: {known})", unknown.join(", ")));
    }
    let mut domains: Vec<Domain> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| wrong(line_at(&text, e.position()), e.to_string()))?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        let line = line_at(&text, record.position());
        let row: BTreeMap<&str, &str> = names.iter().map(String::as_str).zip(record.iter()).collect();
        let cell = |name: &str| row.get(name).copied().unwrap_or_default();
        let called = cell(COLUMNS[0]);
        if called.is_empty() {
            return Err(wrong(line, "found no domain in this row, expected its name".into()));
        }
        let id = id_of(called);
        if id.is_empty() {
            let message = format!(
                "found the domain `{called}`, of which no id can be made; expected a name with Latin letters (the other may stand in the column label)"
            );
            return Err(wrong(line, message));
        }
        let at = domains.iter().position(|d| d.id == id).unwrap_or_else(|| {
            domains.push(Domain { id, ..Domain::default() });
            domains.len() - 1
        });
        domains[at].add(called, &cell);
    }
    Ok(domains)
}

/// The line (from 1) of the row behind a position; the reader stops within a line end of two bytes, and before empty lines.
fn line_at(text: &str, position: Option<&csv::Position>) -> u64 {
    let at = position.map_or(0, |p| p.byte() as usize).min(text.len());
    let bytes = text.as_bytes();
    let start = at + bytes[at..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
    let ends = |n: &usize| bytes[*n] == b'\n' || bytes[*n] == b'\r' && bytes.get(n + 1) != Some(&b'\n');
    1 + (0..start).filter(ends).count() as u64
}

impl Domain {
    /// Adds a row: what it says once stands, its terms and examples are put together with those of the rows before.
    fn add<'c>(&mut self, called: &str, cell: &impl Fn(&str) -> &'c str) {
        let label = if cell("label").is_empty() { called } else { cell("label") };
        let texts =
            [(&mut self.label, label), (&mut self.definition, cell("definition")), (&mut self.use_when, cell("use"))];
        texts.into_iter().filter(|(slot, _)| slot.is_empty()).for_each(|(slot, text)| text.clone_into(slot));
        // a line of a cell (Alt+Enter) parts terms too
        gather(&mut self.terms, cell("terms").split([';', '\n', '\r', '\u{b}', '\u{2028}']));
        for (list, kind) in self.examples.iter_mut().zip(KINDS) {
            gather(list, cell(kind).split('|'));
        }
    }

    /// As a table of TOML; adds terms that are taken letter by letter to a list.
    fn toml(&self, by_letter: &mut Vec<String>) -> String {
        let mut out = format!("\n[[domain]]\nid = \"{}\"\nlabel = {}\n", self.id, quoted(&self.label));
        for (key, text) in [("definition", &self.definition), ("use", &self.use_when)] {
            if !text.is_empty() {
                let _ = writeln!(out, "{key} = {}", quoted(text));
            }
        }
        if self.terms.is_empty() {
            out.push_str("terms = []          # how people say it\n");
        } else {
            out.push_str("terms = [\n");
            for term in &self.terms {
                let line = term_line(term);
                let _ = writeln!(out, "  {},", line.toml);
                by_letter.extend(line.by_letter.then(|| format!("`{term}`")));
            }
            out.push_str("]\n");
        }
        out.push_str("[domain.examples]\n");
        for (kind, list) in KINDS.iter().zip(&self.examples) {
            let list: Vec<String> = list.iter().map(|text| quoted(text)).collect();
            let _ = writeln!(out, "{kind} = [{}]", list.join(", "));
        }
        out
    }
}

/// Adds the parts of a cell that are not there yet.
fn gather<'c>(list: &mut Vec<String>, parts: impl Iterator<Item = &'c str>) {
    for part in parts.map(str::trim).filter(|p| !p.is_empty()) {
        if !list.iter().any(|known| known == part) {
            list.push(part.to_owned());
        }
    }
}

/// As a string of TOML.
fn quoted(text: &str) -> String {
    toml::Value::String(text.split_whitespace().collect::<Vec<_>>().join(" ")).to_string()
}
