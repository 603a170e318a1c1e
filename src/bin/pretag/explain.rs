//! `pretag explain`: why a text gets its codes, and why not others.
use crate::{DONE, args::ExplainArgs, console::Console, plan::Packs, project::Project};
use pretag::{
    Error, ErrorKind, Result,
    input::{Format, InputOptions, Inputs},
    lexicon::{Lexicon, did_you_mean},
    output::terminal::{Page, Paint, sign},
    tag::{Explanation, Options, Scratch, Tagger, Verdict},
    text::{Block, Document, Span},
};
use std::{collections::BTreeMap, path::Path};

pub(crate) fn run(args: ExplainArgs, console: &Console) -> Result<u8> {
    let mut defaults = Project::nearest()?.tag;
    let packs = Packs::new(args.lexicon, &mut defaults);
    let lexicon = packs.load()?;
    let place = place_in_file(&args.text)?;
    let frameworks = if args.coding.framework.is_empty() { defaults.framework } else { args.coding.framework };
    packs.other_frameworks(&frameworks).iter().for_each(|line| console.note(line));
    let tagger = Tagger::new(&lexicon, &Options { frameworks, statements: args.statements, ..Options::default() })?;
    if let Some(code) = args.expect.as_deref().filter(|code| !tagger.knows(code)) {
        return Err(unknown(&lexicon, &tagger, code)?);
    }
    let page = console.page(console.interactive());
    let mut scratch = Scratch::default();
    let labels = lexicon.labels();
    let mut out = Vec::new();
    let mut show = |document: &Document, within: Option<Span>| {
        for e in tagger.explain(document, within, &mut scratch) {
            print(&page, &e, &labels, args.numbers, &mut out);
            if let Some(code) = &args.expect {
                section(
                    &page,
                    &format!("nearest to {code}"),
                    &tagger.nearest_misses(&lexicon, &e.quote, code),
                    &mut out,
                );
            }
        }
    };
    match place {
        None => show(&plain(&args.text), None),
        Some((file, line)) => in_file(file, line, &lexicon, &mut show)?,
    }
    console.print(&out)?;
    Ok(DONE)
}

/// What to say of a code that is not among those coded with.
fn unknown(lexicon: &Lexicon, tagger: &Tagger, code: &str) -> Result<Error> {
    let coded: Vec<&str> = tagger.info().frameworks.iter().map(|f| f.id.as_str()).collect();
    let usage = |message: String| Ok(Error::new(ErrorKind::Usage, message));
    let Some((id, domain)) = code.split_once('.') else {
        return usage(format!("unknown code `{code}`; expected FRAMEWORK.DOMAIN, such as tdf.knowledge"));
    };
    let framework = lexicon.framework(id)?;
    let near = did_you_mean(domain, framework.domains.iter().map(|d| &*d.id));
    if !near.is_empty() || framework.domains.iter().all(|d| *d.id != *domain) {
        return usage(format!("unknown code `{code}`: {id} has no domain `{domain}`{near}"));
    }
    usage(format!(
        "`{code}` cannot be suggested: the framework {id} is not among those coded ({}); --framework {id} codes with it",
        coded.join(", ")
    ))
}

/// `FILE:LINE`, if there is such a file; none is a sentence.
///
/// # Errors
/// What looks like a file and is none, and a file without a line.
fn place_in_file(text: &str) -> Result<Option<(&str, usize)>> {
    // a slip in a path is not explained as a sentence
    let named = |path: &str| Format::of_file(path).is_some();
    let wrong = |path: &str, message: &str| Err(Error::new(ErrorKind::Usage, message).at_path(path));
    let line = text.rsplit_once(':').and_then(|(file, line)| Some((file, line.parse::<usize>().ok()?)));
    match line {
        Some((file, line)) if Path::new(file).is_file() => Ok(Some((file, line))),
        Some((file, _)) if named(file) => wrong(file, "no such file"),
        _ if Path::new(text).is_file() => wrong(text, "found a file, expected a line of it: FILE:LINE"),
        _ if named(text) && !text.contains(char::is_whitespace) => wrong(text, "no such file"),
        _ => Ok(None),
    }
}

fn plain(text: &str) -> Document {
    let blocks = vec![Block { span: Span::new(0, text.len()), ..Block::default() }];
    Document { id: "text".into(), source: "-".into(), text: text.to_owned(), blocks, ..Document::default() }
}

/// Shows the line of a file: for text the line of the document, for records the record that stands on it.
fn in_file(file: &str, line: usize, lexicon: &Lexicon, show: &mut impl FnMut(&Document, Option<Span>)) -> Result<()> {
    let options = InputOptions::default();
    let (mut failed, mut seen) = (None, false);
    let wanted = format!("{file}:{line}");
    for chunk in Inputs::open(&[file.to_owned()], &options)? {
        chunk.documents(lexicon.zones(), &options, &mut Document::default(), &mut |document| match document {
            Err(bad) => failed = Some(bad.error),
            Ok(d) if d.source == wanted => {
                seen = true;
                show(d, None);
            }
            Ok(d) if d.source == file => {
                if let Some(span) = line_span(&d.text, line) {
                    seen = true;
                    show(d, Some(span));
                }
            }
            Ok(_) => {}
        });
    }
    match failed {
        Some(error) => Err(error),
        None if !seen => {
            Err(Error::new(ErrorKind::Usage, format!("there is nothing to explain on line {line}")).at_path(file))
        }
        None => Ok(()),
    }
}

fn line_span(text: &str, line: usize) -> Option<Span> {
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let here = text[start..].lines().next()?;
    Some(Span::new(start, start + here.len()))
}

/// Prints what is suggested first, then what it rests on.
fn print(page: &Page, e: &Explanation, labels: &BTreeMap<String, String>, numbers: bool, out: &mut Vec<u8>) {
    line(page, &e.quote, Paint::Strong, 0, out);
    line(page, &e.place, Paint::Plain, 2, out);
    let (suggested, others): (Vec<&Verdict>, Vec<&Verdict>) = e.codes.iter().partition(|v| v.is_suggested());
    if !suggested.is_empty() {
        let said = match &e.aside {
            Some(why) => &format!("not suggested, for {why}; elsewhere it would be"),
            None => "suggested",
        };
        line(page, said, Paint::Dim, 2, out);
        suggested.iter().for_each(|v| verdict(page, v, labels, out));
    }
    if !others.is_empty() {
        line(page, &format!("not suggested, the score is below {}", thresholds(&others)), Paint::Dim, 2, out);
        others.iter().for_each(|v| code(page, v, labels, &words(v), out));
    }
    section(page, "what each term comes to", &e.steps, out);
    section(page, "terms found: concept -> what it leads to", &e.matches, out);
    section(page, "cues: what they are", &e.cues, out);
    section(page, "held off", &e.held_off, out);
    if e.matches.is_empty() {
        line(page, "no term of these frameworks stands here", Paint::Plain, 2, out);
    }
    // of what is not suggested only the likeliest, unless all are asked for, where nothing is
    let shown = if numbers { e.codes.len() } else { suggested.len().max(1) };
    for v in suggested.iter().chain(&others).take(shown) {
        section(page, &format!("numbers of {} {}", v.code, v.valence.name()), &v.numbers, out);
    }
    out.push(b'\n');
}

/// The least that is suggested: `0.24`, or of several frameworks `0.24 (tdf), 0.50 (npt)`.
fn thresholds(verdicts: &[&Verdict]) -> String {
    let framework = |v: &Verdict| v.code.split('.').next().unwrap_or_default().to_owned();
    let least: BTreeMap<String, f64> = verdicts.iter().map(|v| (framework(v), v.score.1.value())).collect();
    match least.len() {
        1 => least.values().map(|score| format!("{score:.2}")).collect(),
        _ => least.iter().map(|(id, score)| format!("{score:.2} ({id})")).collect::<Vec<_>>().join(", "),
    }
}

/// A suggested code with its reason.
fn verdict(page: &Page, v: &Verdict, labels: &BTreeMap<String, String>, out: &mut Vec<u8>) {
    code(page, v, labels, "", out);
    let why: Vec<&str> = std::iter::once(&v.reason).chain(&v.tags).map(String::as_str).collect();
    line(page, &why.join(" · "), Paint::Plain, 6, out);
}

/// `- barrier     0.81 Environmental context and resources (tdf.environment_resources)`
fn code(page: &Page, v: &Verdict, labels: &BTreeMap<String, String>, rest: &str, out: &mut Vec<u8>) {
    let (sign, paint) = sign(v.valence);
    let lead = format!("{sign} {:<11} {:.2} ", v.valence.name(), v.score.0.value());
    let label = labels.get(&v.code).map_or(v.code.clone(), |label| format!("{label} ({})", v.code));
    page.paragraph(
        &format!("{lead}{label}{rest}"),
        &[(0..sign.len_utf8() + 1 + v.valence.name().len(), paint)],
        4,
        6,
        out,
    );
}

/// The words that speak for a code, or why it is there without any.
fn words(v: &Verdict) -> String {
    match &*v.words {
        [] => format!(": {}", v.reason),
        words => format!(", by \"{}\"", words.join("\", \"")),
    }
}

fn section(page: &Page, title: &str, lines: &[String], out: &mut Vec<u8>) {
    if !lines.is_empty() {
        line(page, title, Paint::Dim, 2, out);
        lines.iter().for_each(|text| line(page, text, Paint::Plain, 4, out));
    }
}

/// A paragraph so many columns in, its further lines two more.
fn line(page: &Page, text: &str, paint: Paint, indent: usize, out: &mut Vec<u8>) {
    let marks = [(0..text.len(), paint)];
    page.paragraph(text, if paint == Paint::Plain { &[] } else { &marks }, indent, indent + 2, out);
}
