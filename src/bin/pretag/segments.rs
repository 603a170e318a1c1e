//! `pretag segments`: how documents are read, block by block and sentence by sentence.
use crate::{
    DONE, FAILED,
    args::{InputArgs, PackArgs},
    console::Console,
    plan::{Packs, input_options, paths},
    progress::Progress,
    project::Project,
};
use clap::Args;
use pretag::{
    Error, Result,
    input::{Chunk, Inputs},
    output::terminal::{Page, Paint, clean},
    tag::pipeline,
    text::{Block, BlockKind, Document, Span, Zone, sentences},
};
use serde::Serialize;
use std::io;

#[derive(Debug, Args)]
pub(crate) struct SegmentsArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,

    #[command(flatten)]
    pub(crate) lexicon: PackArgs,

    /// Output format [default: text on a terminal, else jsonl]
    #[arg(long, value_name = "FORMAT", value_parser = ["jsonl", "text"], help_heading = "Output")]
    pub(crate) to: Option<String>,
}

pub(crate) fn run(args: SegmentsArgs, console: &Console) -> Result<u8> {
    let mut project = Project::nearest()?.tag;
    let packs = Packs::new(args.lexicon, &mut project);
    let paths = paths(args.input.paths.clone())?;
    let readable = args.to.map_or(console.interactive(), |format| format == "text");
    let options = input_options(args.input, project, false);
    let lexicon = packs.load()?;
    let page = console.page(console.interactive());
    let progress = Progress::new(false);
    let mut inputs = Inputs::open(&paths, &options)?;
    let work = |document: &mut Document, chunk: Chunk, out: &mut Vec<u8>| {
        chunk.documents(lexicon.zones(), &options, document, &mut |read| match read {
            Ok(document) if readable => show(document, page, out),
            Ok(document) => list(document, out),
            Err(bad) => {
                console.document_error(&bad.source, &bad.error);
                progress.failed();
            }
        });
    };
    pipeline::run(&mut inputs, 1, Document::default, work, &mut io::stdout())
        .map_err(|e| Error::io("standard output", &e))?;
    console.barren(&inputs);
    Ok(if progress.errors() > 0 { FAILED } else { DONE })
}

/// A block as a line of JSON.
#[derive(Serialize)]
struct Line<'a> {
    r#type: &'static str,
    document: &'a str,
    kind: BlockKind,
    zone: Zone,
    part: Option<Zone>,
    section: Option<&'a str>,
    speaker: Option<&'a str>,
    interviewer: bool,
    column: Option<&'a str>,
    row: Option<&'a str>,
    #[serde(flatten)]
    span: Span,
    sentences: Vec<Sentence<'a>>,
}

/// A sentence, counted from 1 through the document.
#[derive(Serialize)]
struct Sentence<'a> {
    number: usize,
    #[serde(flatten)]
    span: Span,
    text: &'a str,
}

/// Numbers the sentences of a document's blocks, one block after the other.
struct Numbering<'a> {
    document: &'a Document,
    spans: Vec<Span>,
    count: usize,
}

impl<'a> Numbering<'a> {
    fn new(document: &'a Document) -> Self {
        Self { document, spans: Vec::new(), count: 0 }
    }

    fn next(&mut self, block: &Block) -> Vec<Sentence<'a>> {
        self.spans.clear();
        sentences(&self.document.text, block.span, &mut self.spans);
        let first = self.count + 1;
        self.count += self.spans.len();
        let numbered = self.spans.iter().zip(first..);
        numbered.map(|(span, number)| Sentence { number, span: *span, text: self.document.slice(*span) }).collect()
    }
}

fn list(document: &Document, out: &mut Vec<u8>) {
    let mut numbering = Numbering::new(document);
    for block in &document.blocks {
        let line = Line {
            r#type: "block",
            document: &document.id,
            kind: block.kind,
            zone: block.zone,
            part: block.part,
            section: document.label(block.section),
            speaker: document.label(block.speaker),
            interviewer: block.interviewer,
            column: document.label(block.column),
            row: document.label(block.row),
            span: block.span,
            sentences: numbering.next(block),
        };
        serde_json::to_writer(&mut *out, &line).expect("writing to memory");
        out.push(b'\n');
    }
}

fn show(document: &Document, page: Page, out: &mut Vec<u8>) {
    let id = clean(&document.id);
    let title = if document.source == id { id.to_string() } else { format!("{id} · {}", document.source) };
    page.paragraph(&title, &[(0..id.len(), Paint::Strong), (id.len()..title.len(), Paint::Dim)], 0, 2, out);
    let mut place = String::new();
    let mut numbering = Numbering::new(document);
    for block in &document.blocks {
        let here = place_of(document, block);
        if here != place {
            out.push(b'\n');
            page.paragraph(&here, &[(0..here.len(), Paint::Good)], 0, 2, out);
            place = here;
        }
        let what = description(document, block);
        page.paragraph(&what, &[(0..what.len(), Paint::Dim)], 2, 4, out);
        for sentence in numbering.next(block) {
            let number = format!("{:>5}", sentence.number);
            let start = out.len();
            page.paragraph(sentence.text, &[], 7, 7, out);
            out.splice(start..start + number.len(), page.paint_as_is(Paint::Dim, &number).into_bytes());
        }
    }
    out.push(b'\n');
}

/// `results · Findings > Time`
fn place_of(document: &Document, block: &Block) -> String {
    let mut place = block.zone.name().to_owned();
    for part in [block.part.map(Zone::name), document.label(block.section)].into_iter().flatten() {
        place.push_str(" · ");
        place.push_str(part);
    }
    place
}

/// `turn · Dan (asks)`, `cell · column: Barriers · row: Nurses`
fn description(document: &Document, block: &Block) -> String {
    let mut what = block.kind.name().replace('_', " ");
    let speaker =
        document.label(block.speaker).map(|s| if block.interviewer { format!("{s} (asks)") } else { s.to_owned() });
    let column = document.label(block.column).map(|c| format!("column: {c}"));
    let row = document.label(block.row).map(|r| format!("row: {r}"));
    let lead_in = block.lead_in.map(|span| format!("after: {}", document.slice(span)));
    for part in [speaker, column, row, lead_in].into_iter().flatten() {
        what.push_str(" · ");
        what.push_str(&part);
    }
    what
}
