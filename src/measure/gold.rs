//! Labelled lines (JSON Lines) -> gold: extracted statements with their authors' codes, and sentences of papers with coders' labels.
use crate::{
    error::{Error, ErrorKind, Result, json_said},
    lexicon::{Framework, did_you_mean},
    report::Valence,
    text::Span,
};
use serde::{Deserialize, Deserializer, de::Error as _};
use std::collections::{BTreeMap, BTreeSet};

/// What people said, of both kinds.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// Extracted statements.
    pub statements: Vec<Statement>,
    /// Sentences of running text, in the order of their papers.
    pub sentences: Vec<Sentence>,
    /// Codes of quotes, whose documents are still to be read: they become sentences.
    pub codes: Vec<Code>,
    /// Of verified reports: whether sentences read with suggestions in sight count too.
    pub assisted: bool,
    /// Of verified reports: sentences that were read without sight of suggestions, and those read with suggestions in sight.
    pub read: (u64, u64),
}

/// Which part of a development set a line belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// May be read and learned from.
    Learn,
    /// Is measured only; its lines are never shown.
    Mirror,
}

impl Part {
    /// The name in gold files.
    pub fn name(self) -> &'static str {
        match self {
            Part::Learn => "learn",
            Part::Mirror => "mirror",
        }
    }
}

/// A statement as its authors coded it.
#[derive(Clone, Debug, Deserialize)]
pub struct Statement {
    /// Its id.
    pub id: String,
    /// What is said.
    pub text: String,
    /// The printed valence, if any.
    #[serde(default, deserialize_with = "valence")]
    pub valence: Option<Valence>,
    /// By kind of code (`tdf`, `level` ...) the codes.
    #[serde(default, deserialize_with = "codes")]
    pub codes: BTreeMap<String, Vec<String>>,
    /// Where it was published; statements of one source go together.
    #[serde(default)]
    pub source_id: Option<String>,
    /// Its part of the set.
    #[serde(default)]
    pub part: Option<Part>,
}

/// Whether a sentence is evidence of a barrier or facilitator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// Coders differ; left out of figures.
    Disputed,
}

/// A domain somebody gave a sentence.
#[derive(Clone, Debug, Deserialize)]
pub struct Label {
    /// The domain's id.
    pub domain: String,
    /// What it does.
    #[serde(default, deserialize_with = "valence")]
    pub valence: Option<Valence>,
    /// Of a verified report: the framework's id.
    #[serde(skip)]
    pub framework: Option<String>,
}

/// A sentence of a paper with its labels.
#[derive(Clone, Debug, Deserialize)]
pub struct Sentence {
    /// The paper.
    pub document: String,
    /// The sentence's id.
    pub unit: String,
    /// Headings above it, joined with ` > `.
    #[serde(default)]
    pub section: String,
    /// Which paragraph of the section; another value is another paragraph.
    #[serde(default)]
    pub paragraph: serde_json::Value,
    /// The sentence; empty until its document has been read, where only its hash is given.
    #[serde(default)]
    pub text: String,
    /// In place of the text, which then stands in the document at that path: SHA-256 of its words with one space between them, hexadecimal digits,
    /// as many as are given.
    #[serde(default)]
    pub sha256: Option<String>,
    /// Whether it is evidence.
    pub evidence: Evidence,
    /// What all coders gave.
    #[serde(default)]
    pub labels: Vec<Label>,
    /// What only one gave: neither required nor wrong.
    #[serde(default)]
    pub labels_one_coder: Vec<Label>,
    /// Frameworks of which people said nothing here, while they gave codes of others.
    #[serde(skip)]
    pub unsaid: BTreeSet<String>,
    /// Its part of the set.
    #[serde(default)]
    pub part: Option<Part>,
    /// Its place in a document of its own; none: its neighbours here are its document.
    #[serde(skip)]
    pub place: Option<Place>,
    /// The gold file and the line it was read from.
    #[serde(skip)]
    pub at: (String, usize),
}

impl Sentence {
    /// Whether its text is still to be found in its document.
    pub fn is_to_find(&self) -> bool {
        self.place.is_none() && self.sha256.is_some()
    }
}

/// A code somebody gave a quote of a document that stands elsewhere.
#[derive(Clone, Debug, Deserialize)]
pub struct Code {
    /// The document: a path, from the folder of the gold file.
    pub document: String,
    /// Its words, which stand once in the document, whatever white space is between them.
    pub quote: String,
    /// Domain and valence.
    #[serde(flatten)]
    pub label: Label,
    /// Its part of the set.
    #[serde(default)]
    pub part: Option<Part>,
    /// The gold file and the line it was read from.
    #[serde(skip)]
    pub at: (String, usize),
}

/// Where a sentence stands that is read in its own document, not among its neighbours in the gold file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: String,
    /// The document as readers name its source: the file, of a record with its line.
    pub source: String,
    /// Its bytes in the document's text.
    pub span: Span,
}

impl Statement {
    /// What its bootstrap and cross-validation go by.
    pub fn source(&self) -> &str {
        self.source_id.as_deref().unwrap_or(&self.id)
    }

    /// The authors' domains, if they coded it with this framework.
    pub fn codes_of(&self, framework: &str) -> Option<Vec<String>> {
        self.codes.get(code_of(framework)).filter(|c| !c.is_empty()).cloned()
    }
}

/// The names a valence has in gold; `both` is mixed.
const VALENCES: [(&str, Valence); 5] = [
    ("barrier", Valence::Barrier),
    ("facilitator", Valence::Facilitator),
    ("both", Valence::Mixed),
    ("mixed", Valence::Mixed),
    ("unclear", Valence::Unclear),
];

fn valence<'de, D: Deserializer<'de>>(d: D) -> std::result::Result<Option<Valence>, D::Error> {
    let Some(name) = Option::<String>::deserialize(d)? else { return Ok(None) };
    match VALENCES.iter().find(|(known, _)| *known == name) {
        Some((_, valence)) => Ok(Some(*valence)),
        None => {
            let near = did_you_mean(&name, VALENCES.iter().map(|(known, _)| *known));
            let expected = "barrier, facilitator, both (or mixed), unclear or null";
            Err(D::Error::custom(format!("found the valence `{name}`, expected {expected}{near}")))
        }
    }
}

fn codes<'de, D: Deserializer<'de>>(d: D) -> std::result::Result<BTreeMap<String, Vec<String>>, D::Error> {
    let value = serde_json::Value::deserialize(d)?;
    serde_json::from_value(value.clone()).map_err(|_| {
        let expected = r#"lists of codes by framework, such as {"tdf": ["knowledge"]}"#;
        D::Error::custom(format!("found `codes` as {value}, expected {expected}"))
    })
}

impl Gold {
    /// Adds the lines of a file called `name`. A line with `evidence` is a sentence of running text, one with `quote` and `domain` a code of a document,
    /// one with `codes` or `valence` a statement.
    ///
    /// # Errors
    /// The first line that is neither, with what is wrong with it.
    pub fn read(&mut self, name: &str, text: &str) -> Result<()> {
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
            let (codes, sentences) = (self.codes.len(), self.sentences.len());
            self.line(line).map_err(|e| e.at_path(name).at_line(n + 1))?;
            let at = || (name.to_owned(), n + 1);
            self.codes[codes..].iter_mut().for_each(|c| c.at = at());
            self.sentences[sentences..].iter_mut().for_each(|s| s.at = at());
        }
        Ok(())
    }

    fn line(&mut self, line: &str) -> Result<()> {
        let wrong = |e: serde_json::Error| Error::new(ErrorKind::Format, format!("no line of gold: {}", json_said(&e)));
        let keys: BTreeMap<String, serde::de::IgnoredAny> = serde_json::from_str(line).map_err(wrong)?;
        if keys.contains_key("suggestions") {
            return super::verified::read(self, line);
        }
        if keys.contains_key("evidence") {
            let sentence: Sentence = serde_json::from_str(line).map_err(wrong)?;
            if sentence.text.is_empty() && sentence.sha256.is_none() {
                let message = "no line of gold: a sentence needs `text`, or `sha256` where its document is a file";
                return Err(Error::new(ErrorKind::Format, message));
            }
            self.sentences.push(sentence);
        } else if keys.contains_key("quote") && keys.contains_key("domain") {
            self.codes.push(serde_json::from_str(line).map_err(wrong)?);
        } else if keys.contains_key("codes") || keys.contains_key("valence") {
            self.statements.push(serde_json::from_str(line).map_err(wrong)?);
        } else {
            let message = "no line of gold: found neither `evidence` (a sentence of a paper) nor `codes` or `valence` (a statement) nor `quote` and `domain` (a code of a document) nor `suggestions` (a verified report)";
            return Err(Error::new(ErrorKind::Format, message));
        }
        Ok(())
    }

    /// What must be said of figures on verified reports.
    pub fn caution(&self) -> Option<String> {
        match (self.assisted, self.read) {
            (_, (_, 0)) => None,
            (false, (blind, sighted)) => Some(format!(
                "note: of the verified sentences the {blind} read without sight of suggestions count; {sighted} read with suggestions in sight are left out"
            )),
            (true, (blind, sighted)) => Some(format!(
                "CAUTION: {sighted} of {} verified sentences were read with suggestions in sight; people tend to agree with what they are shown, so these figures flatter the suggestions",
                blind + sighted
            )),
        }
    }

    /// Domains that people gave and the framework does not have, with how often; a slip of the pen there looks like a miss of the lexicon.
    pub fn unknown_domains(&self, framework: &Framework) -> BTreeMap<String, usize> {
        let ours = |l: &&Label| l.framework.as_deref().is_none_or(|f| *f == *framework.id);
        let labels = self.sentences.iter().flat_map(|s| s.labels.iter().chain(&s.labels_one_coder)).filter(ours);
        let labelled = labels.map(|l| l.domain.clone());
        let coded = self.statements.iter().flat_map(|s| s.codes_of(&framework.id).unwrap_or_default());
        let mut all = BTreeMap::new();
        for domain in coded.chain(labelled).filter(|d| !framework.has(d)) {
            *all.entry(domain).or_default() += 1;
        }
        all
    }

    /// Without labels of other frameworks (verified reports may hold several); what was coded in others only counts nowhere.
    pub fn of_framework(mut self, framework: &str) -> Self {
        let ours = |l: &Label| l.framework.as_deref().is_none_or(|f| f == framework);
        for sentence in &mut self.sentences {
            sentence.labels.retain(ours);
            sentence.labels_one_coder.retain(ours);
            if sentence.unsaid.contains(framework) {
                sentence.evidence = Evidence::Disputed;
            }
        }
        self
    }

    /// What may be learned from: all but the mirror.
    pub fn without_mirror(mut self) -> Self {
        self.statements.retain(|s| s.part != Some(Part::Mirror));
        self.sentences.retain(|s| s.part != Some(Part::Mirror));
        self
    }

    /// Only what belongs to a part.
    pub fn only(mut self, part: Part) -> Self {
        self.statements.retain(|s| s.part == Some(part));
        self.sentences.retain(|s| s.part == Some(part));
        self.codes.retain(|c| c.part == Some(part));
        self
    }
}

/// Under which name statements hold the codes of a framework.
pub fn code_of(framework: &str) -> &str {
    match framework {
        "cfir_2009" | "cfir_2022" => "cfir_domain",
        other => other,
    }
}

/// Constructs whose domain differs between the version a framework is of and the one statements are coded with.
pub(super) fn moved(framework: &str) -> &'static [&'static str] {
    if framework == "cfir_2022" { &["patient_needs_resources"] } else { &[] }
}
