//! A study seen through one framework: its codes, its whole codebook, and the notes that every table needs.
use super::{Code, Codebook, Codes, Decided, Entry, Study, Unit};
use crate::output::tables::{Column, Labels, Row, Settings, Table, table::many};

/// What a table is made of.
pub(in crate::output::tables) struct View<'a> {
    pub(in crate::output::tables) study: &'a Study,
    pub(in crate::output::tables) labels: &'a Labels,
    pub(in crate::output::tables) settings: &'a Settings,
    pub(in crate::output::tables) book: Codebook,
    pub(in crate::output::tables) codes: Vec<&'a Code>,
    /// Indexes of the documents that were tagged with the framework.
    pub(in crate::output::tables) documents: Vec<usize>,
    /// Whether the lexicon has the framework, so that empty domains are known.
    known: bool,
}

impl<'a> View<'a> {
    pub(in crate::output::tables) fn new(
        study: &'a Study,
        labels: &'a Labels,
        settings: &'a Settings,
        id: &str,
    ) -> Self {
        let codes: Vec<&Code> = study.codes.iter().filter(|c| c.framework == id).collect();
        let known = labels.codebooks.get(id);
        let bare = || Codebook { id: id.to_owned(), name: id.to_owned(), ..Codebook::default() };
        let mut book = known.cloned().unwrap_or_else(bare);
        codes.iter().for_each(|c| book.complete(c));
        Self { study, labels, settings, book, codes, documents: study.tagged_with(&[id]), known: known.is_some() }
    }

    /// The codes of a domain.
    pub(in crate::output::tables) fn of(&self, domain: &str) -> impl Iterator<Item = &'a Code> {
        self.codes.iter().copied().filter(move |c| c.domain == domain)
    }

    /// Units among the codes of which `keep` holds.
    pub(in crate::output::tables) fn count(&self, keep: impl Fn(&Code) -> bool) -> u64 {
        self.settings.unit.count(self.codes.iter().copied().filter(|c| keep(c)))
    }

    /// All units there are, whatever is said of them. Who speaks without a code is not known.
    pub(in crate::output::tables) fn all(&self) -> u64 {
        match self.settings.unit {
            Unit::Document => self.documents.len() as u64,
            unit => unit.count(self.codes.iter().copied()),
        }
    }

    /// The domains in the order of the table: by count, or as the codebook has them.
    pub(in crate::output::tables) fn domains(&self) -> Vec<&Entry> {
        let mut domains: Vec<&Entry> = self.book.domains.iter().collect();
        if self.settings.by_count {
            domains.sort_by_key(|d| std::cmp::Reverse(self.settings.unit.count(self.of(&d.id))));
        }
        domains
    }

    /// A table with the notes that all have: which codes, which were not found, what the lexicon does not know.
    pub(in crate::output::tables) fn table(&self, name: &'static str, what: &'static str) -> Table {
        let version = if self.book.version.is_empty() { String::new() } else { format!(" ({})", self.book.version) };
        Table {
            name,
            framework: self.book.id.clone(),
            what,
            of: format!("{}{version}", self.book.name),
            heads: vec!["Domain"],
            columns: Vec::<Column>::new(),
            rows: Vec::<Row>::new(),
            notes: self.notes(),
            figure: None,
        }
    }

    fn notes(&self) -> Vec<String> {
        let documents = many(self.documents.len() as u64, "document");
        let codes = many(self.codes.len() as u64, "code");
        let decided = self.study.decided(&[&self.book.id]);
        let mut notes = vec![format!("{} {documents}, {codes}.", decided.describe(self.study.which))];
        notes.extend(self.untouched());
        notes.extend(self.empty(&decided));
        if !self.known {
            notes.push(
                "The lexicon does not have this framework: domains without a code are not known and not printed."
                    .into(),
            );
        }
        notes
    }

    /// Where only verified codes are shown: how much of the study nobody has begun with.
    fn untouched(&self) -> Option<String> {
        let (all, open) = (self.documents.len() as u64, self.study.untouched(&[&self.book.id]));
        let has = if open == 1 { "has" } else { "have" };
        let said = || format!("{open} of {} {has} no decision yet.", many(all, "document"));
        (self.study.which == Codes::Verified && open > 0).then(said)
    }

    /// The note on domains without a code. Where only verified codes are shown, what nobody has decided on yet may still be there.
    fn empty(&self, decided: &Decided) -> Option<String> {
        let verified = self.study.which == Codes::Verified;
        let name = |d: &Entry| match decided.open_in(&d.id) {
            open if verified && open > 0 => format!("{} ({})", d.label, many(open, "undecided suggestion")),
            _ => d.label.clone(),
        };
        let empty = self.book.domains.iter().filter(|d| self.of(&d.id).next().is_none());
        let names = empty.map(name).collect::<Vec<_>>().join("; ");
        let what = if verified { "No verified code in" } else { "Nothing was found in" };
        (!names.is_empty()).then(|| format!("{what}: {names}."))
    }

    /// The note on the counting unit, with what it leaves out.
    pub(in crate::output::tables) fn unit_note(&self) -> String {
        let unit = self.settings.unit;
        let unnamed = self.codes.iter().filter(|c| c.speaker.is_none()).count();
        match unit {
            Unit::Speaker if unnamed > 0 => {
                format!("{} {unnamed} of {} codes name no speaker and are not counted.", unit.rule(), self.codes.len())
            }
            _ => unit.rule().to_owned(),
        }
    }
}

impl Codebook {
    /// Makes room for a code that the codebook does not have.
    fn complete(&mut self, code: &Code) {
        let at = self.domains.iter().position(|d| d.id == code.domain).unwrap_or_else(|| {
            self.domains.push(Entry::bare(&code.domain));
            self.domains.len() - 1
        });
        let constructs = &mut self.domains[at].constructs;
        if let Some(construct) = &code.construct
            && !constructs.iter().any(|c| c.id == *construct)
        {
            constructs.push(Entry::bare(construct));
        }
    }
}
