//! A lexicon tried on its own examples: whether each holds, and whether something fires each term.
mod coverage;

use crate::tag::{Options, Scratch, Tagger, segment::Input};
use crate::{
    error::Result,
    lexicon::{Concept, Example, Examples, Lean, Lexicon, Origin},
    report::Valence,
    text::{Block, Document, Span, sentences},
};
use coverage::Coverage;
use serde::Serialize;

/// What was tried, and what does not hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Trial {
    /// Example sentences tried.
    pub examples: usize,
    /// Lines of other texts read for terms.
    pub lines: usize,
    /// Terms looked for.
    pub terms: usize,
    /// What is wrong, in the order of the lexicon: examples, then terms, then remarks.
    pub findings: Vec<Finding>,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An example that does not hold.
    Example,
    /// A term that nothing fires.
    Term,
    /// Something missing or odd, as `Lexicon::remarks` tells it.
    Remark,
}

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// What it is about.
    pub kind: Kind,
    /// Whether the trial fails for it; else it is a warning.
    pub fails: bool,
    /// The file, as named when the lexicon was loaded.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// `concept time`, `tdf.knowledge`, `cue absence`, `set clinician`.
    pub entry: String,
    /// The example or the term.
    pub text: String,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub found: String,
}

impl Trial {
    /// Tries the lexicon on its examples, read as running text, and looks for its terms in them and in `lines`.
    ///
    /// # Errors
    /// Terms that cannot be compiled.
    pub fn new(lexicon: &Lexicon, lines: &[String]) -> Result<Trial> {
        let mut trial = Trial { lines: lines.len(), ..Trial::default() };
        trial.examples(lexicon)?;
        trial.terms(lexicon, lines)?;
        for remark in lexicon.remarks() {
            let new = finding(Kind::Remark, &remark.origin, String::new(), "");
            let fails = remark.untested && remark.origin.is_shipped();
            trial.findings.push(Finding { fails, found: remark.message, ..new });
        }
        Ok(trial)
    }

    /// Whether anything fails.
    pub fn fails(&self) -> bool {
        self.findings.iter().any(|f| f.fails)
    }

    fn examples(&mut self, lexicon: &Lexicon) -> Result<()> {
        if lexicon.frameworks.is_empty() {
            return Ok(());
        }
        let mut bench = Bench::new(lexicon)?;
        for (example, wanted) in concepts(lexicon).chain(domains(lexicon)) {
            self.examples += 1;
            if let Some(found) = bench.miss(&example.text, &wanted) {
                let new = finding(Kind::Example, &example.origin, wanted.entry(), &example.text);
                self.findings.push(Finding { expected: wanted.kind.to_owned(), found, ..new });
            }
        }
        Ok(())
    }

    fn terms(&mut self, lexicon: &Lexicon, lines: &[String]) -> Result<()> {
        let mut coverage = Coverage::new(lexicon)?;
        lexicon.examples().for_each(|e| coverage.read(&e.text));
        lines.iter().for_each(|line| coverage.read(line));
        self.terms = coverage.len();
        self.findings.extend(coverage.unfired());
        Ok(())
    }
}

/// What an example is expected to show.
struct Wanted<'l> {
    subject: Subject<'l>,
    kind: &'static str,
}

enum Subject<'l> {
    Concept(&'l str),
    /// Framework, domain, construct.
    Domain(&'l str, &'l str, Option<&'l str>),
}

impl Wanted<'_> {
    fn entry(&self) -> String {
        match self.subject {
            Subject::Concept(id) => format!("concept {id}"),
            Subject::Domain(framework, domain, None) => format!("{framework}.{domain}"),
            Subject::Domain(framework, domain, Some(construct)) => format!("{framework}.{domain}.{construct}"),
        }
    }
}

fn wanted<'l>(
    examples: &'l Examples,
    subject: impl Fn() -> Subject<'l> + 'l,
) -> impl Iterator<Item = (&'l Example, Wanted<'l>)> {
    let kinds = examples.kinds().into_iter().flat_map(|(kind, list)| list.iter().map(move |e| (kind, e)));
    kinds.map(move |(kind, example)| (example, Wanted { subject: subject(), kind }))
}

/// Examples of concepts that some domain uses.
fn concepts(lexicon: &Lexicon) -> impl Iterator<Item = (&Example, Wanted<'_>)> {
    let domains = || lexicon.frameworks.iter().flat_map(|f| &f.domains).flat_map(|d| d.constructs.iter().chain([d]));
    let used = move |c: &&Concept| domains().any(|d| d.concepts.iter().any(|m| m.concept == c.id));
    lexicon.concepts.iter().filter(used).flat_map(|c| wanted(&c.examples, || Subject::Concept(&c.id)))
}

fn domains(lexicon: &Lexicon) -> impl Iterator<Item = (&Example, Wanted<'_>)> {
    lexicon.frameworks.iter().flat_map(|f| f.domains.iter().map(move |d| (f, d))).flat_map(|(f, d)| {
        let parts = d
            .constructs
            .iter()
            .flat_map(move |c| wanted(&c.examples, move || Subject::Domain(&f.id, &d.id, Some(&c.id))));
        wanted(&d.examples, move || Subject::Domain(&f.id, &d.id, None)).chain(parts)
    })
}

/// A sentence as a document of one paragraph.
fn paragraph(text: &str) -> Document {
    let blocks = vec![Block { span: Span::new(0, text.len()), ..Block::default() }];
    Document { text: text.to_owned(), blocks, ..Document::default() }
}

/// Where examples are tagged: with all frameworks, as running text, with the weights written by hand (those estimated lean on them).
struct Bench {
    tagger: Tagger,
    threshold: f64,
    scratch: Scratch,
}

impl Bench {
    fn new(lexicon: &Lexicon) -> Result<Self> {
        let frameworks = lexicon.frameworks.iter().map(|f| f.id.to_string()).collect();
        let tagger =
            Tagger::new(lexicon, &Options { frameworks, min_score: Some(0.0), by_hand: true, ..Options::default() })?;
        let threshold = f64::from(tagger.numbers.threshold) / 1000.0;
        Ok(Self { tagger, threshold, scratch: Scratch::default() })
    }

    /// What was found instead, if the example does not show what is wanted.
    fn miss(&mut self, text: &str, wanted: &Wanted<'_>) -> Option<String> {
        let document = paragraph(text.trim());
        let (holds, found) = match wanted.subject {
            Subject::Concept(id) => self.concept(&document, id, wanted.kind),
            Subject::Domain(framework, domain, construct) => {
                self.domain(&document, (framework, domain, construct), wanted.kind)
            }
        };
        (!holds).then(|| if found.is_empty() { "nothing".to_owned() } else { found.join(", ") })
    }

    fn concept(&mut self, document: &Document, id: &str, kind: &str) -> (bool, Vec<String>) {
        let signals = self.signals(document);
        let mut of_concept = signals.iter().filter(|(concept, _, _)| concept == id);
        let holds = match kind {
            "none" => of_concept.next().is_none(),
            _ => of_concept.any(|(_, valence, _)| valence.name() == kind),
        };
        let found = signals.iter().map(|(concept, valence, term)| format!("{concept} {} by `{term}`", valence.name()));
        (holds, found.collect())
    }

    fn domain(
        &mut self,
        document: &Document,
        (framework, domain, construct): (&str, &str, Option<&str>),
        kind: &str,
    ) -> (bool, Vec<String>) {
        let (threshold, report) = (self.threshold, self.tagger.tag(document, &mut self.scratch));
        let mut of_domain = report.suggestions.iter().filter(|s| {
            let part = construct.is_none() || s.construct.as_deref() == construct;
            s.framework == framework && s.domain == domain && part && s.score.value() >= threshold
        });
        let holds = match kind {
            "none" => of_domain.next().is_none(),
            _ => of_domain.any(|s| s.valence.name() == kind),
        };
        let found = report.suggestions.iter().map(|s| {
            let below = if s.score.value() < threshold { format!(", below {threshold}") } else { String::new() };
            format!("{}.{} {} ({:.3}{below})", s.framework, s.domain, s.valence.name(), s.score.value())
        });
        (holds, found.collect())
    }

    /// The concepts found in a document: id, what the sentence says of it, term.
    fn signals(&mut self, document: &Document) -> Vec<(String, Valence, String)> {
        let (tagger, scratch) = (&self.tagger, &mut self.scratch);
        let (engine, text) = (&tagger.engine, document.text.as_str());
        scratch.words.read(&engine.machine, text);
        scratch.lenders.begin(tagger, document);
        let (mut spans, mut out) = (Vec::new(), Vec::new());
        for block in &document.blocks {
            sentences(text, block.span, &mut spans);
            for n in 0..spans.len() {
                let around = scratch.lenders.around(tagger, document, block);
                let mut input = Input { engine, text, words: &mut scratch.words };
                if !scratch.analysis.any(&mut input, &spans[n..=n]) {
                    continue;
                }
                scratch.analysis.cues(&mut input, &spans[n..=n]);
                scratch.analysis.read(&mut input, &spans[n..=n], &around);
                out.extend(scratch.analysis.signals.iter().map(|s| {
                    let (concept, term) =
                        (&engine.concepts[s.concept as usize].0, &engine.entries[s.hit.entry as usize].text);
                    (concept.to_string(), valence(s.outcome.sign), term.to_string())
                }));
            }
        }
        out
    }
}

fn valence(sign: Lean) -> Valence {
    match sign {
        Lean::Hinders => Valence::Barrier,
        Lean::Helps => Valence::Facilitator,
        Lean::Neither => Valence::Unclear,
    }
}

fn finding(kind: Kind, origin: &Origin, entry: String, text: &str) -> Finding {
    Finding {
        kind,
        fails: true,
        file: origin.file.to_string(),
        line: origin.line,
        entry,
        text: text.to_owned(),
        expected: String::new(),
        found: String::new(),
    }
}
