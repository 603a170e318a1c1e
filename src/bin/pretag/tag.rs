//! `pretag tag`: documents in, suggestions out.
use crate::{
    DONE, FAILED,
    args::TagArgs,
    console::{Console, Pipe},
    earlier::{Earlier, Held, Making},
    heard::Heard,
    ids::Ids,
    plan::{Plan, Target},
    progress::Progress,
    project::Project,
    titles::Titles,
};
use pretag::{
    Error, ErrorKind, Result,
    input::{BadDocument, Chunk, InputOptions, Inputs},
    lexicon::ZoneRules,
    output::{self, Failure, Style, Writer},
    tag::{Scratch, Tagger, pipeline},
    text::Document,
};
use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Write},
    mem::ManuallyDrop,
};

pub(crate) fn run(args: TagArgs, console: &Console) -> Result<u8> {
    let plan = Plan::new(args, Project::nearest()?, console)?;
    let compiled = plan.packs.compile()?;
    let (zones, labels) = (compiled.lexicon().zones().clone(), compiled.lexicon().labels());
    // the program ends with this run: taking a lexicon apart piece by piece would be a good part of a short one
    let tagger = ManuallyDrop::new(compiled.tagger(&plan.coding)?);
    plan.packs.other_frameworks(&plan.coding.frameworks).iter().for_each(|line| console.note(line));
    let options = plan.coding.choices();
    let writer = writer(&plan, labels)?;
    let mut inputs = Inputs::open(&plan.paths, &plan.input)?;
    // last, for it empties the file
    let (earlier, out) = open(&plan, Making { lexicon: tagger.info(), options: &options })?;
    let mut out = Pipe::new(out);
    let progress = Progress::new(console.watched() && !(plan.target == Target::Stdout && console.interactive()));
    let (heard, ids, titles) = (Heard::default(), Ids::default(), Titles::default());
    let job = Job {
        heard: &heard,
        ids: &ids,
        titles: &titles,
        zones: &zones,
        tagger: &tagger,
        input: &plan.input,
        writer: &*writer,
        earlier: &earlier,
        progress: &progress,
        console,
    };
    job.run(&mut inputs, plan.threads, &mut out).map_err(|e| Error::io(plan.target.name(), &e))?;
    if !out.closed() {
        console.barren(&inputs);
        progress.close(inputs.skipped(), console);
        let notes = titles.alone().into_iter().chain(heard.told(&plan.input)).chain(ids.shared());
        notes.for_each(|line| console.note(&line));
    }
    Ok(if progress.errors() > 0 { FAILED } else { DONE })
}

/// What the threads of a run share.
struct Job<'j> {
    zones: &'j ZoneRules,
    tagger: &'j Tagger,
    input: &'j InputOptions,
    writer: &'j dyn Writer,
    earlier: &'j Earlier,
    progress: &'j Progress,
    console: &'j Console,
    heard: &'j Heard,
    ids: &'j Ids,
    titles: &'j Titles,
}

impl Job<'_> {
    fn run(&self, inputs: &mut Inputs, threads: usize, out: &mut (dyn Write + Send)) -> io::Result<()> {
        let mut header = Vec::new();
        self.writer.header(&mut header);
        let parts = std::iter::once(Part::Header(header)).chain(inputs.map(Part::Chunk));
        pipeline::run(
            parts,
            threads,
            Default::default,
            |state: &mut (Document, Scratch), part, out| match part {
                Part::Header(bytes) => out.extend_from_slice(&bytes),
                Part::Chunk(chunk) => self.chunk(state, &chunk, out),
            },
            out,
        )
    }

    fn chunk(&self, (document, scratch): &mut (Document, Scratch), chunk: &Chunk, out: &mut Vec<u8>) {
        chunk.documents(self.zones, self.input, document, &mut |read| match read {
            Ok(document) => self.meet(document, scratch, out),
            Err(bad) => self.fail(&bad, out),
        });
        self.progress.draw();
    }

    /// Tags a document, unless that was done already.
    fn meet(&self, document: &Document, scratch: &mut Scratch, out: &mut Vec<u8>) {
        self.ids.meet(&document.id, &document.source);
        self.titles.meet(document);
        match self.earlier.holds(document) {
            Held::Yes => return self.progress.unchanged(),
            Held::No => {}
            Held::WithOtherOptions => self.progress.again("with other options"),
            Held::WithAnotherVersion => self.progress.again("by another version of pretag"),
        }
        self.tag(document, scratch, out);
    }

    fn tag(&self, document: &Document, scratch: &mut Scratch, out: &mut Vec<u8>) {
        self.heard.listen(document, self.input, |line| self.progress.aside(|| self.console.note(line)));
        let report = self.tagger.tag(document, scratch);
        debug_assert!(report.suggestions.iter().all(|s| s.quote == document.slice(s.span)));
        self.writer.report(&report, out);
        self.progress.tagged(document.text.len(), report.suggestions.len());
    }

    fn fail(&self, bad: &BadDocument, out: &mut Vec<u8>) {
        self.progress.failed();
        if self.earlier.holds_failure(&bad.source, &bad.error) {
            return;
        }
        let failure = Failure { id: &bad.id, source: &bad.source, error: &bad.error };
        if !self.writer.failure(&failure, out) {
            self.progress.aside(|| self.console.document_error(&bad.source, &bad.error));
        }
    }
}

/// What passes through the pipeline: first what stands before all documents, then they.
enum Part {
    Header(Vec<u8>),
    Chunk(Chunk),
}

/// The output, and what it (or the file to resume from) holds already.
fn open(plan: &Plan, making: Making<'_>) -> Result<(Earlier, Box<dyn Write + Send>)> {
    let earlier = || plan.earlier.as_ref().map_or(Ok(Earlier::default()), |file| Earlier::read(file, making));
    match &plan.target {
        Target::Stdout => Ok((earlier()?, Box::new(io::stdout()))),
        Target::File(path) => {
            let earlier = earlier()?;
            let file = File::create(path).map_err(|e| Error::io(path, &e))?;
            Ok((earlier, Box::new(file)))
        }
        Target::Append(path) => {
            let (earlier, file) = Earlier::update(path, making)?;
            Ok((earlier, Box::new(file)))
        }
    }
}

fn writer(plan: &Plan, labels: BTreeMap<String, String>) -> Result<Box<dyn Writer>> {
    let format = output::format(plan.format).ok_or_else(|| Error::new(ErrorKind::Usage, "no such format"))?;
    Ok((format.writer)(Style { labels, ..plan.style.clone() }))
}
