//! `pretag lexicon new`: a framework to start from.
use super::args::NewArgs;
use crate::{DONE, console::Console};
use pretag::{Error, ErrorKind, Result};
use std::{collections::BTreeMap, fmt::Write, fs, io::Write as _, path::Path};

const COLUMNS: [&str; 8] = ["domain", "label", "definition", "use", "terms", "barrier", "facilitator", "none"];

pub(super) fn run(args: &NewArgs, console: &Console) -> Result<u8> {
    let page = framework(args)?;
    let Some(path) = &args.output else { return console.print(page.as_bytes()).map(|()| DONE) };
    let mut file = fs::File::create_new(path).map_err(|e| Error::io(path, &e))?;
    file.write_all(page.as_bytes()).map_err(|e| Error::io(path, &e))?;
    Ok(DONE)
}

fn framework(args: &NewArgs) -> Result<String> {
    if !is_id(&args.id) {
        let message =
            format!("`{}` is no id; expected lower-case letters, digits and underscores, a letter first", args.id);
        return Err(Error::new(ErrorKind::Usage, message));
    }
    let mut out = head(&args.id, args.name.as_ref().unwrap_or(&args.id));
    match &args.from {
        None => out.push_str(SKELETON),
        Some(table) => read(table)?.iter().for_each(|row| out.push_str(&domain(row))),
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

type Row = BTreeMap<String, String>;

fn read(path: &Path) -> Result<Vec<Row>> {
    let bytes = fs::read(path).map_err(|e| Error::io(path, &e))?;
    let wrong = |line: u64, message: String| {
        Error::new(ErrorKind::Format, message).at_path(path.display().to_string()).at_line(line as usize)
    };
    let first = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let delimiter = if first.contains(&b'\t') {
        b'\t'
    } else if first.contains(&b';') && !first.contains(&b',') {
        b';'
    } else {
        b','
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(bytes);
    let names: Vec<String> = match reader.headers() {
        Ok(names) => names.iter().map(str::to_lowercase).collect(),
        Err(e) => return Err(wrong(1, format!("found no header: {e}"))),
    };
    if !names.iter().any(|n| n == COLUMNS[0]) {
        let message = format!(
            "found the columns {}, expected one named domain (and {})",
            names.join(", "),
            COLUMNS[1..].join(", ")
        );
        return Err(wrong(1, message));
    }
    let mut rows: Vec<Row> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| wrong(e.position().map_or(0, csv::Position::line), e.to_string()))?;
        let row: Row = names.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
        if row[COLUMNS[0]].is_empty() {
            let line = record.position().map_or(0, csv::Position::line);
            return Err(wrong(line, "found no domain in this row, expected its name".into()));
        }
        rows.push(row);
    }
    Ok(rows)
}

fn domain(row: &Row) -> String {
    let cell = |name: &str| row.get(name).map(String::as_str).unwrap_or_default();
    let name = cell("domain");
    let label = if cell("label").is_empty() { name } else { cell("label") };
    let mut out = format!("\n[[domain]]\nid = \"{}\"\nlabel = {}\n", id(name), quoted(label));
    for key in ["definition", "use"] {
        if !cell(key).is_empty() {
            let _ = writeln!(out, "{key} = {}", quoted(cell(key)));
        }
    }
    let terms: Vec<&str> = parts(cell("terms"), ';');
    if terms.is_empty() {
        out.push_str("terms = []          # how people say it\n");
    } else {
        out.push_str("terms = [\n");
        terms.iter().for_each(|term| out.push_str(&format!("  {},\n", quoted(term))));
        out.push_str("]\n");
    }
    out.push_str("[domain.examples]\n");
    for kind in ["barrier", "facilitator", "none"] {
        let list: Vec<String> = parts(cell(kind), '|').into_iter().map(quoted).collect();
        let _ = writeln!(out, "{kind} = [{}]", list.join(", "));
    }
    out
}

fn parts(cell: &str, by: char) -> Vec<&str> {
    cell.split(by).map(str::trim).filter(|p| !p.is_empty()).collect()
}

/// The id of a name: lower case, anything else than letters and digits an underscore.
pub(super) fn id(name: &str) -> String {
    let mut out = String::new();
    for c in name.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            _ if !out.is_empty() && !out.ends_with('_') => out.push('_'),
            _ => {}
        }
    }
    let out = out.trim_end_matches('_').to_owned();
    if out.starts_with(|c: char| c.is_ascii_lowercase()) { out } else { format!("d_{out}") }
}

/// As a string of TOML.
fn quoted(text: &str) -> String {
    toml::Value::String(text.split_whitespace().collect::<Vec<_>>().join(" ")).to_string()
}
