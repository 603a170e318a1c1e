//! Lexicon files -> Lexicon (waist 2): concepts said once, frameworks as views over them, cues as data.
pub mod changes;
mod check;
mod codes;
mod crosswalk;
#[cfg(embedded)]
pub mod exchange;
pub(crate) mod expression;
mod file;
mod fitted;
pub(crate) mod forms;
mod gone;
#[cfg(embedded)]
pub mod lint;
mod model;
mod near;
#[cfg(embedded)]
mod pack;
mod read;
pub(crate) mod term;
mod zones;

use crate::{
    error::{Error, ErrorKind, Result},
    report::hex,
};
pub use crosswalk::{Crosswalk, Row};
use file::File;
pub use fitted::{Fitted, FittedMode, fitted_weight};
use forms::Forms;
pub use model::*;
pub use near::{did_you_mean, nearest};
use read::Draft;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
#[cfg(embedded)]
use std::path::PathBuf;
pub use zones::ZoneRules;
pub(crate) use zones::{Headings, heading_words};

/// The shipped files: name below `lexicons/`, text.
#[cfg(embedded)]
pub const SHIPPED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/shipped.rs"));
/// While the program is being built nothing is embedded yet.
#[cfg(not(embedded))]
pub const SHIPPED: &[(&str, &str)] = &[];

/// Concepts, the frameworks over them, and the cues that surround them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Lexicon {
    /// What people talk about.
    pub concepts: Vec<Concept>,
    /// The codebooks.
    pub frameworks: Vec<Framework>,
    /// The cues.
    pub cues: Vec<CueGroup>,
    /// The named word lists.
    pub sets: Vec<WordSet>,
    /// The ways from one framework to another.
    pub crosswalks: Vec<Crosswalk>,
    /// The numbers of the score.
    pub numbers: ScoreNumbers,
    zones: ZoneRules,
    #[serde(skip)]
    forms: Forms,
    digest: String,
}

impl Lexicon {
    /// The shipped lexicon (unless `shipped` is false) with these packs (files or folders) laid over it in order.
    ///
    /// # Errors
    /// The first mistake, with file, line, column and the line itself, and how many more there are.
    #[cfg(embedded)]
    pub fn load(packs: &[PathBuf], shipped: bool) -> Result<Lexicon> {
        Self::check(packs, shipped).map_err(first)
    }

    /// The same, or every mistake that can be found: those of all files, then references that lead nowhere, by file and line.
    ///
    /// # Errors
    /// The mistakes, at least one.
    #[cfg(embedded)]
    pub fn check(packs: &[PathBuf], shipped: bool) -> Result<Lexicon, Vec<Error>> {
        let (mut sources, mut errors) = (Vec::new(), Vec::new());
        for pack in packs {
            match Source::read_each(pack) {
                Ok(read) => read.into_iter().for_each(|one| match one {
                    Ok(source) => sources.push(source),
                    Err(error) => errors.push(error),
                }),
                Err(error) => errors.push(error),
            }
        }
        let read = Self::from_base(&sources, if shipped { Base::Shipped } else { Base::Grammar });
        if errors.is_empty() {
            return read;
        }
        errors.extend(read.err().unwrap_or_default());
        Err(errors)
    }

    /// A lexicon of these texts alone, each with a name for messages. The grammar of forms and the score's numbers are the shipped ones.
    ///
    /// # Errors
    /// As [`Lexicon::load`].
    pub fn from_texts(texts: &[(&str, &str)]) -> Result<Lexicon> {
        let source = |(name, text): &(&str, &str)| Source { name: (*name).to_owned(), text: (*text).to_owned() };
        Self::from_sources(&texts.iter().map(source).collect::<Vec<_>>(), Base::Grammar)
    }

    /// A lexicon of texts, each with a name for messages, in this order over a base.
    ///
    /// # Errors
    /// As [`Lexicon::load`].
    pub fn from_sources(sources: &[Source], base: Base) -> Result<Lexicon> {
        Self::from_base(sources, base).map_err(first)
    }

    fn from_base(sources: &[Source], base: Base) -> Result<Lexicon, Vec<Error>> {
        // the forms of English words are grammar, not lexicon
        let grammar = |name: &str| matches!(name, "forms.toml" | "weights.toml");
        let shipped = SHIPPED.iter().filter(|(name, _)| match base {
            Base::Shipped => true,
            Base::Grammar => grammar(name),
            Base::Nothing => false,
        });
        let mut files: Vec<File> =
            shipped.map(|(name, text)| File::new(&format!("lexicons/{name}"), (*text).to_owned())).collect();
        files.extend(sources.iter().map(|s| File::new(&s.name, s.text.clone())));
        Self::from_files(&files)
    }

    /// The shipped lexicon of these files: name below `lexicons/`, text.
    #[cfg(not(embedded))]
    pub(crate) fn from_shipped(texts: &[(String, String)]) -> Result<Lexicon> {
        let files: Vec<File> =
            texts.iter().map(|(name, text)| File::new(&format!("lexicons/{name}"), text.clone())).collect();
        Self::from_files(&files).map_err(first)
    }

    fn from_files(files: &[File]) -> Result<Lexicon, Vec<Error>> {
        let mut draft = Draft::default();
        let mut readable = true;
        for file in files {
            readable &= file.heard(draft.lay(file)).is_some();
        }
        for file in files {
            file.heard(draft.lay_early(file));
        }
        draft.forget();
        let Draft { concepts, frameworks, cues, sets, crosswalks, zones, numbers, forms, .. } = draft;
        let zones = ZoneRules::new(zones, &forms);
        let digest = digest(files.iter().map(|f| f.text.as_str()));
        let lexicon = Lexicon {
            concepts,
            frameworks,
            cues,
            sets,
            crosswalks,
            zones,
            numbers: ScoreNumbers(numbers),
            forms,
            digest,
        };
        let mut errors: Vec<Error> = files.iter().flat_map(File::mistakes).collect();
        // without all files, who knows what there is
        if readable {
            errors.extend(check::references(&lexicon, files));
            errors.extend(crosswalk::references(&lexicon, files));
        }
        if errors.is_empty() {
            return Ok(lexicon);
        }
        let place = |e: &Error| (files.iter().position(|f| Some(&*f.name) == e.path()), e.line(), e.column());
        errors.sort_by_key(place);
        errors.dedup();
        Err(errors)
    }

    /// All but terms, examples and what explains codes to people: what is needed beside the machine made of the terms.
    pub(crate) fn outline(&self) -> Lexicon {
        let concept = |c: &Concept| Concept {
            id: c.id.clone(),
            label: c.label.clone(),
            definition: String::new(),
            lean: c.lean,
            provenance: String::new(),
            terms: Vec::new(),
            examples: Examples::default(),
            origin: c.origin.clone(),
        };
        let framework = |f: &Framework| {
            let f = f.clone();
            Framework { domains: f.domains.into_iter().map(Domain::outline).collect(), ..f }
        };
        Lexicon {
            concepts: self.concepts.iter().map(concept).collect(),
            frameworks: self.frameworks.iter().map(framework).collect(),
            cues: self.cues.iter().map(CueGroup::bare).collect(),
            sets: self.sets.iter().map(WordSet::bare).collect(),
            crosswalks: self.crosswalks.clone(),
            zones: self.zones.clone(),
            numbers: self.numbers.clone(),
            forms: Forms::default(),
            digest: self.digest.clone(),
        }
    }

    /// All examples, of concepts, then of domains and their constructs.
    pub fn examples(&self) -> impl Iterator<Item = &Example> {
        let domains = self.frameworks.iter().flat_map(|f| &f.domains).flat_map(|d| d.constructs.iter().chain([d]));
        let all = self.concepts.iter().map(|c| &c.examples).chain(domains.map(|d| &d.examples));
        all.flat_map(|e| e.kinds()).flat_map(|(_, list)| list)
    }

    /// Which headings open which zone.
    pub fn zones(&self) -> &ZoneRules {
        &self.zones
    }

    /// SHA-256 over the texts of all files, the first 16 hexadecimal digits.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    pub(crate) fn forms(&self) -> &Forms {
        &self.forms
    }

    /// A word (lower case) with its inflected forms and spelling variants, as terms match it.
    pub fn forms_of(&self, word: &str) -> Vec<String> {
        self.forms.of(word, false)
    }

    /// Whether a word (lower case) is a function word: it has no other forms, and says nothing alone.
    pub fn is_function_word(&self, word: &str) -> bool {
        self.forms.function_words.contains(word)
    }

    /// The names of domains and constructs as their codebooks print them, by code (`framework.domain`, `framework.domain.construct`).
    pub fn labels(&self) -> BTreeMap<String, String> {
        let mut labels = BTreeMap::new();
        for framework in &self.frameworks {
            for domain in &framework.domains {
                let id = format!("{}.{}", framework.id, domain.id);
                let constructs = domain.constructs.iter().map(|c| (format!("{id}.{}", c.id), c.label.clone()));
                labels.extend(constructs);
                labels.insert(id, domain.label.clone());
            }
        }
        labels
    }

    /// The framework of that id.
    ///
    /// # Errors
    /// A usage error that names the frameworks there are.
    pub fn framework(&self, id: &str) -> Result<&Framework> {
        self.frameworks.iter().find(|f| *f.id == *id).ok_or_else(|| {
            let known: Vec<_> = self.frameworks.iter().map(|f| f.id.as_ref()).collect();
            let near = did_you_mean(id, known.iter().copied());
            let known = if known.is_empty() { "none at all".to_owned() } else { known.join(", ") };
            Error::new(ErrorKind::Usage, format!("unknown framework `{id}`; the lexicon has {known}{near}"))
        })
    }

    /// Below which score (in thousandths) suggestions of a framework in running text are left out.
    pub fn threshold(&self, framework: &Framework) -> u16 {
        let fitted = framework.fitted.running_text.threshold;
        fitted.unwrap_or_else(|| self.numbers.get("threshold")).clamp(0, 1000) as u16
    }

    /// What is missing or odd without being an error: untested domains and concepts, concepts that feed nothing, terms given twice.
    pub fn remarks(&self) -> Vec<Remark> {
        check::remarks(self)
    }
}

/// A lexicon file as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What it is called in messages.
    pub name: String,
    /// What it holds.
    pub text: String,
}

impl Source {
    /// The id of the framework that the file defines or adds to.
    #[cfg(embedded)]
    pub fn framework(&self) -> Option<String> {
        let parsed = toml::de::DeTable::parse(&self.text).ok()?;
        parsed.get_ref().get("id")?.get_ref().as_str().map(str::to_owned)
    }

    /// The lexicon file, or those of a folder in the order of their paths.
    ///
    /// # Errors
    /// What cannot be read, and a folder without any.
    #[cfg(embedded)]
    pub fn read(pack: &std::path::Path) -> Result<Vec<Source>> {
        Self::read_each(pack)?.into_iter().collect()
    }

    /// The same, each file by itself.
    #[cfg(embedded)]
    fn read_each(pack: &std::path::Path) -> Result<Vec<Result<Source>>> {
        Ok(pack::files(pack)?.iter().map(|file| pack::read(file)).collect())
    }

    /// Where they stand.
    ///
    /// # Errors
    /// A folder that cannot be walked, or without any.
    #[cfg(embedded)]
    pub fn files(pack: &std::path::Path) -> Result<Vec<PathBuf>> {
        pack::files(pack)
    }
}

/// What a lexicon is laid over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// The shipped lexicon.
    Shipped,
    /// The forms of English words and the numbers of the score alone.
    Grammar,
    /// Nothing: it is whole.
    Nothing,
}

/// The digest of the shipped lexicon.
#[cfg(embedded)]
pub(crate) fn shipped_digest() -> String {
    digest(SHIPPED.iter().map(|(_, text)| *text))
}

/// Something missing or odd in a lexicon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The entry or term.
    pub origin: Origin,
    /// Whether it is the lack of an example.
    pub untested: bool,
    /// What.
    pub message: String,
}

impl Origin {
    /// Whether this is one of the shipped files, built in or read from a folder `lexicons`.
    pub fn is_shipped(&self) -> bool {
        let below = self.file.rsplit_once("lexicons/").map_or("", |(_, below)| below);
        SHIPPED.iter().any(|(name, _)| *name == below)
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// The first of several mistakes, which says how many more there are.
fn first(errors: Vec<Error>) -> Error {
    let more = errors.len().saturating_sub(1);
    let first = errors.into_iter().next();
    first.unwrap_or_else(|| Error::new(ErrorKind::Lexicon, "this lexicon cannot be read")).and_more(more)
}

fn digest<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        // the content alone: the same pack in another folder is the same lexicon
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    }
    hex(&hash.finalize()[..8])
}
