//! Reports with their texts, or documents, which are tagged -> a project to verify.
use super::{
    args::{CreateArgs, SettingArgs, SourceArgs},
    now,
};
use crate::{
    DONE, FAILED,
    console::Console,
    heard::Heard,
    plan::{Packs, input_options},
    project::Project as Defaults,
};
use pretag::{
    Error, ErrorKind, Result,
    input::{Format, InputOptions, Inputs},
    lexicon::{Lexicon, ZoneRules},
    output::{self, Style},
    review::{Base, Codebook, Layout, Manifest, Mode, Paragraph, Project, Segment},
    tag::{Options, Scratch, Tagger, text_hash},
    text::{Document, sentences},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Cursor,
    path::Path,
};

pub(crate) fn run(args: CreateArgs, console: &Console) -> Result<u8> {
    let there = Project::is_at(&args.project);
    if there && !args.update {
        let message = "there is a project already; --update takes other reports for it and keeps its decisions";
        return Err(Error::new(ErrorKind::Usage, message).at_path(args.project.display().to_string()));
    }
    if args.source.input.paths.is_empty() {
        return Err(Error::new(ErrorKind::Usage, "name the reports (made with --with-text) or documents to verify"));
    }
    let (project, bad) = make(&args.project, args.source, &args.setting, console)?;
    let suggestions: usize = project.documents.iter().map(|d| d.suggestions.len()).sum();
    let (blind, missed) = (project.blind_sample().len(), project.missed_sample().len());
    let all = project.places().len();
    console.note(&format!(
        "{}: {} with {suggestions} suggestions; {blind} sentences to code blind first{}, {missed} without suggestions to read for what was missed",
        args.project.display(),
        if project.documents.len() == 1 { "1 document".to_owned() } else { format!("{} documents", project.documents.len()) },
        // a small study is coded blind almost as a whole, since the sample has at least 30
        if blind * 4 > all { format!(" (of {all}; --blind-share 0 leaves them out)") } else { String::new() },
    ));
    Ok(if bad == 0 { DONE } else { FAILED })
}

/// Makes a project, or gives the one that is there other reports; tells how many documents could not be read.
pub(crate) fn make(
    folder: &Path,
    source: SourceArgs,
    setting: &SettingArgs,
    console: &Console,
) -> Result<(Project, usize)> {
    let mut defaults = Defaults::nearest()?.tag;
    let packs = Packs::new(source.lexicon, &mut defaults);
    let lexicon = packs.load()?;
    let named = source.coding.framework;
    let asked = if named.is_empty() { std::mem::take(&mut defaults.framework) } else { named.clone() };
    let paths = source.input.paths.clone();
    let input = input_options(source.input, defaults, false);
    let (reports, documents): (Vec<String>, Vec<String>) = paths.into_iter().partition(|p| holds_reports(p));
    let tagger = Tagger::new(&lexicon, &Options { frameworks: asked, with_text: true, ..Options::default() })?;
    let mut sheaf = Sheaf::new(&tagger, &lexicon, &input, console);
    sheaf.documents(&documents)?;
    sheaf.reports(&reports)?;
    let Sheaf { lines, layouts, bad, .. } = sheaf;
    let codebooks = codebooks(&lexicon, &lines, &named)?;
    if !Project::is_at(folder) {
        let manifest = manifest(folder, setting);
        return Ok((Project::create(folder, manifest, &lines, layouts, codebooks)?, bad));
    }
    let mut project = Project::open(folder)?;
    project.update(&lines, layouts, codebooks)?;
    let manifest = set(project.manifest.clone(), setting);
    project.settle(manifest)?;
    Ok((project, bad))
}

fn manifest(folder: &Path, setting: &SettingArgs) -> Manifest {
    let full = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = full.file_name().map_or("review".into(), |n| n.to_string_lossy().into_owned());
    set(Manifest::new(&name, now()), setting)
}

fn set(mut manifest: Manifest, setting: &SettingArgs) -> Manifest {
    let SettingArgs { name, mode, blind_share, missed, seed } = setting.clone();
    manifest.name = name.unwrap_or(manifest.name);
    manifest.mode = mode.and_then(|m| Mode::from_name(&m)).unwrap_or(manifest.mode);
    manifest.blind_share = blind_share.unwrap_or(manifest.blind_share);
    manifest.missed = missed.unwrap_or(manifest.missed);
    manifest.seed = seed.unwrap_or(manifest.seed);
    manifest
}

/// Whether the file's first line is a line of `pretag tag`.
pub(crate) fn holds_reports(path: &str) -> bool {
    let first = || -> Option<String> {
        use std::io::{BufRead, BufReader, Read};
        let mut line = Vec::new();
        BufReader::new(fs::File::open(path).ok()?.take(4096)).read_until(b'\n', &mut line).ok()?;
        Some(String::from_utf8_lossy(&line).into_owned())
    };
    let marks = ["{\"type\":\"report\"", "{\"type\":\"error\""];
    first().is_some_and(|line| marks.iter().any(|m| line.trim_start_matches('\u{feff}').starts_with(m)))
}

/// What is gathered for a project.
struct Sheaf<'s> {
    tagger: &'s Tagger,
    zones: &'s ZoneRules,
    input: &'s InputOptions,
    console: &'s Console,
    lines: Vec<String>,
    layouts: Vec<Layout>,
    bad: usize,
}

impl<'s> Sheaf<'s> {
    fn new(tagger: &'s Tagger, lexicon: &'s Lexicon, input: &'s InputOptions, console: &'s Console) -> Self {
        let (lines, layouts) = (Vec::new(), Vec::new());
        Self { tagger, zones: lexicon.zones(), input, console, lines, layouts, bad: 0 }
    }

    /// Tags documents.
    fn documents(&mut self, paths: &[String]) -> Result<()> {
        if paths.is_empty() {
            return Ok(());
        }
        let writer = (output::format("jsonl").expect("a format").writer)(Style::default());
        let (mut document, mut scratch) = (Document::default(), Scratch::default());
        let mut inputs = Inputs::open(paths, self.input)?;
        let heard = Heard::default();
        for chunk in &mut inputs {
            chunk.documents(self.zones, self.input, &mut document, &mut |read| match read {
                Ok(document) => {
                    heard.listen(document, self.input, |line| self.console.note(line));
                    let mut line = Vec::new();
                    writer.report(&self.tagger.tag(document, &mut scratch), &mut line);
                    self.lines.push(String::from_utf8_lossy(&line).into_owned());
                    self.layouts.push(layout(self.tagger, document, &mut scratch));
                }
                Err(bad) => {
                    self.console.document_error(&bad.source, &bad.error);
                    self.bad += 1;
                }
            });
        }
        self.console.barren(&inputs);
        heard.told(self.input).iter().for_each(|line| self.console.note(line));
        Ok(())
    }

    /// Takes reports as they are; how their texts are laid out is told by the files they were made from, else by the texts alone.
    fn reports(&mut self, paths: &[String]) -> Result<()> {
        let mut bases = Vec::new();
        for path in paths {
            let text = fs::read_to_string(path).map_err(|e| Error::io(path, &e))?;
            for (n, line) in text.lines().enumerate() {
                if let Some(base) = Base::read(line).map_err(|e| e.at_path(path).at_line(n + 1))? {
                    self.lines.push(line.to_owned());
                    bases.push(base);
                }
            }
        }
        let known = self.originals(&bases);
        for base in &bases {
            let layout = known.get(&text_hash(base.text())).cloned().unwrap_or_else(|| self.laid_out(base));
            self.layouts.push(Layout { document: base.id().to_owned(), ..layout });
        }
        Ok(())
    }

    /// Layouts of the files that reports were made from, where they are still there, by the hash of their text.
    fn originals(&self, bases: &[Base]) -> BTreeMap<String, Layout> {
        let file = |source: &str| match source.rsplit_once(':') {
            Some((file, line)) if !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit()) => file.to_owned(),
            _ => source.to_owned(),
        };
        let files: BTreeSet<String> = bases.iter().map(|b| file(&b.document.source)).collect();
        let mut known = BTreeMap::new();
        for file in files.into_iter().filter(|f| Path::new(f).is_file()) {
            let Ok(inputs) = Inputs::open(&[file], self.input) else { continue };
            self.lay_out(inputs, self.input, &mut known);
        }
        known
    }

    fn lay_out(&self, inputs: Inputs, options: &InputOptions, known: &mut BTreeMap<String, Layout>) {
        let (mut document, mut scratch) = (Document::default(), Scratch::default());
        for chunk in inputs {
            chunk.documents(self.zones, options, &mut document, &mut |read| {
                if let Ok(document) = read {
                    known.insert(text_hash(&document.text), layout(self.tagger, document, &mut scratch));
                }
            });
        }
    }

    /// The layout of a text that is read anew: as Markdown if it was, else as plain text.
    fn laid_out(&self, base: &Base) -> Layout {
        let markdown = Path::new(&*base.document.source).extension().is_some_and(|e| e == "md" || e == "markdown");
        let from = Some(if markdown { Format::Markdown } else { Format::Text });
        let options = InputOptions { from, ..self.input.clone() };
        let mut known = BTreeMap::new();
        let bytes = Box::new(Cursor::new(base.text().as_bytes().to_vec()));
        self.lay_out(Inputs::stream(bytes, &base.document.source, &options), &options, &mut known);
        known.remove(&text_hash(base.text())).unwrap_or_default()
    }
}

/// A document's blocks and sentences.
pub(crate) fn layout(tagger: &Tagger, document: &Document, scratch: &mut Scratch) -> Layout {
    let mut layout = Layout { document: document.id.clone(), ..Layout::default() };
    let mut spans = Vec::new();
    let open = tagger.open_blocks(document, scratch);
    for (block, evidence) in document.blocks.iter().zip(open) {
        let paragraph = layout.paragraphs.len() as u32;
        layout.paragraphs.push(Paragraph {
            span: block.span,
            kind: block.kind,
            zone: block.zone,
            section: document.label(block.section).map(str::to_owned),
            speaker: document.label(block.speaker).map(str::to_owned),
            evidence,
        });
        spans.clear();
        sentences(&document.text, block.span, &mut spans);
        layout.segments.extend(spans.iter().map(|span| Segment { span: *span, paragraph }));
    }
    layout
}

/// The codebooks of the frameworks that the reports name, then of those that coders may use besides (`named`); of one the lexicon does not
/// have, the domains that occur.
fn codebooks(lexicon: &Lexicon, lines: &[String], named: &[String]) -> Result<Vec<Codebook>> {
    let mut codebooks: Vec<Codebook> = Vec::new();
    for line in lines {
        let Some(base) = Base::read(line)? else { continue };
        for framework in &base.lexicon.frameworks {
            if codebooks.iter().any(|c| c.id == framework.id) {
                continue;
            }
            codebooks.push(match lexicon.framework(&framework.id) {
                Ok(known) => Codebook::from(known),
                Err(_) => Codebook::bare(&framework.id, &framework.version),
            });
        }
        for s in &base.suggestions {
            if let Some(codebook) = codebooks.iter_mut().find(|c| c.id == s.framework) {
                codebook.complete(&s.domain);
            }
        }
    }
    for id in named {
        let framework = lexicon.framework(id)?;
        if codebooks.iter().all(|c| c.id != *framework.id) {
            codebooks.push(Codebook::from(framework));
        }
    }
    Ok(codebooks)
}
