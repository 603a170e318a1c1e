//! The differences of many documents, one after the other -> a comparison with its totals, domains, entries and digests.
use super::{
    Comparison, ComparisonManifest, CorpusInfo, Costs, Counts, Difference, DocumentDifferences, Effect, Firing, Kind,
    Kinds, PerDomain, SideInfo, Summary, checks, gold::GoldComparison,
};
use crate::{
    lexicon::{Framework, changes::Change},
    report::{Choices, DocumentInfo, hex},
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// What has been compared so far.
#[derive(Clone, Debug, Default)]
pub struct Comparer {
    /// `framework.domain` with its label, in the order of the codebooks.
    codes: Vec<(String, String)>,
    summary: Summary,
    counts: BTreeMap<String, Counts>,
    firing: BTreeMap<(String, String), Firing>,
    differences: Vec<Difference>,
    documents: Vec<DocumentInfo<'static>>,
    text: Sha256,
    without_sentences: bool,
}

/// What a comparison says besides what differs.
#[derive(Clone, Debug)]
pub struct Frame<'f> {
    /// The old side.
    pub old: SideInfo,
    /// The new side.
    pub new: SideInfo,
    /// The texts' paths, and how many could not be read.
    pub corpus: CorpusInfo,
    /// What differs between the two lexicons; empty where only reports are at hand.
    pub changes: &'f [Change],
    /// The options both sides were tagged with.
    pub options: Choices,
    /// What gold says.
    pub gold: Vec<GoldComparison>,
    /// Digest of the gold files, if there are any.
    pub gold_digest: Option<String>,
    /// What a reader must know.
    pub warnings: Vec<String>,
    /// What both sides cost.
    pub cost: Costs,
}

impl Comparer {
    /// Domains are listed as these frameworks have them; others that occur come after.
    pub fn new<'f>(frameworks: impl IntoIterator<Item = &'f Framework>) -> Self {
        let mut codes: Vec<(String, String)> = Vec::new();
        for f in frameworks {
            let of_f = f.domains.iter().map(|d| (format!("{}.{}", f.id, d.id), d.label.clone()));
            codes.extend(of_f.filter(|(code, _)| !codes.iter().any(|(c, _)| c == code)).collect::<Vec<_>>());
        }
        Self { codes, ..Self::default() }
    }

    /// Adds a document; call in the order of the documents.
    pub fn add(&mut self, document: DocumentDifferences) {
        let line = format!("{} {}\n", document.document.id, document.document.sha256);
        self.text.update(line.as_bytes());
        self.summary.documents += 1;
        match document.sentences {
            Some(n) => *self.summary.sentences.get_or_insert(0) += n,
            None => self.without_sentences = true,
        }
        let changed = document.differences.iter().any(|d| !matches!(d.kind, Kind::ScoreChanged | Kind::DetailChanged));
        self.summary.documents_changed += u64::from(changed);
        for (code, counts) in document.counts {
            self.counts.entry(code).or_default().add(&counts);
        }
        for (entry, firing) in document.firing {
            let all = self.firing.entry(entry).or_default();
            for side in 0..2 {
                all.tags[side] += firing.tags[side];
                all.documents[side] += firing.documents[side];
            }
        }
        if !document.differences.is_empty() {
            let place = self.documents.len();
            self.documents.push(document.document);
            self.differences.extend(document.differences.into_iter().map(|d| Difference { place, ..d }));
        }
    }

    /// The comparison.
    pub fn finish(self, frame: Frame<'_>) -> Comparison {
        let summary = self.summary();
        let corpus = CorpusInfo { documents: summary.documents, sentences: summary.sentences, ..frame.corpus.clone() };
        Comparison {
            manifest: self.manifest(&frame),
            per_domain: self.per_domain(&frame.gold),
            entries: effects(&self.differences, frame.changes),
            checks: checks::of(&self.counts, &self.firing, &self.labels(), &summary),
            old: frame.old,
            new: frame.new,
            gold: frame.gold,
            warnings: frame.warnings,
            cost: frame.cost,
            differences: self.differences,
            documents: self.documents,
            corpus,
            summary,
        }
    }

    fn summary(&self) -> Summary {
        let sentences = self.summary.sentences.filter(|_| !self.without_sentences);
        let mut kinds = Kinds::default();
        self.differences.iter().for_each(|d| kinds.add(d.kind, 1));
        let total = |pick: fn(&Counts) -> &[u64; 4]| self.counts.values().flat_map(|c| pick(c).iter()).sum();
        let changed = kinds.changed();
        let per = |n: u64| (n > 0).then(|| changed as f64 * 1000.0 / n as f64);
        Summary {
            sentences,
            old: total(|c| &c.old),
            new: total(|c| &c.new),
            kinds,
            changed,
            changed_per_1000_sentences: sentences.and_then(per),
            ..self.summary
        }
    }

    /// Codes in the order of the codebooks, then others that occur.
    fn labels(&self) -> Vec<(String, String)> {
        let others = self.counts.keys().filter(|code| !self.codes.iter().any(|(c, _)| c == *code));
        let others = others.map(|code| (code.clone(), code.rsplit('.').next().unwrap_or(code).to_owned()));
        self.codes.iter().cloned().chain(others).collect()
    }

    fn per_domain(&self, gold: &[GoldComparison]) -> Vec<PerDomain> {
        let one = |(code, label): (String, String)| {
            let counts = self.counts.get(&code).copied().unwrap_or_default();
            let (framework, domain) = code.split_once('.').unwrap_or(("", &code));
            let of_gold = gold.iter().find(|g| g.framework == framework);
            let kinds = counts.kinds;
            PerDomain {
                gold: of_gold.and_then(|g| g.domains.iter().find(|d| d.domain == domain).cloned()),
                framework: framework.to_owned(),
                domain: domain.to_owned(),
                label,
                old: counts.old.iter().sum(),
                new: counts.new.iter().sum(),
                gained: kinds.gained,
                lost: kinds.lost,
                moved_in: counts.moved_in,
                moved_out: kinds.moved,
                valence_changed: kinds.valence_changed,
                score_changed: kinds.score_changed,
            }
        };
        self.labels().into_iter().map(one).collect()
    }

    fn manifest(&self, frame: &Frame<'_>) -> ComparisonManifest {
        let text = short(self.text.clone());
        let (old, new) = (&frame.old.lexicon, &frame.new.lexicon);
        let mut lines = format!("pretag {}\nold {}\nnew {}\n", new.pretag, old.digest, new.digest);
        new.frameworks.iter().for_each(|f| lines.push_str(&format!("framework {} {}\n", f.id, f.version)));
        let gold = frame.gold_digest.as_deref().unwrap_or_default();
        lines.push_str(&format!("text {text}\ngold {gold}\noptions {}\n", frame.options.line()));
        let mut differences = Sha256::new();
        self.differences.iter().for_each(|d| differences.update(line(d).as_bytes()));
        ComparisonManifest {
            digest: short(Sha256::new_with_prefix(lines.as_bytes())),
            text,
            gold: frame.gold_digest.clone(),
            options: frame.options.clone(),
            differences: short(differences),
        }
    }
}

fn short(hash: Sha256) -> String {
    hex(&hash.finalize()[..8])
}

/// A difference as its digest has it.
fn line(d: &Difference) -> String {
    let sides = [d.old.as_ref(), d.new.as_ref()];
    let part = |told: &dyn Fn(&crate::report::Suggestion<'_>) -> String| {
        sides.map(|s| s.map_or_else(|| "-".to_owned(), told)).join(" ")
    };
    let (keys, valences) = (part(&|s| s.key.to_string()), part(&|s| s.valence.name().to_owned()));
    format!("{} {keys} {valences} {}\n", d.kind.name(), part(&|s| s.score.value().to_string()))
}

impl Counts {
    fn add(&mut self, other: &Counts) {
        let sum = |a: &mut [u64], b: &[u64]| a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
        sum(&mut self.old, &other.old);
        sum(&mut self.new, &other.new);
        Kind::ALL.into_iter().for_each(|kind| self.kinds.add(kind, other.kinds.of(kind)));
        self.moved_in += other.moved_in;
    }
}

/// What each entry did, the one with most effect first; changed entries without any last.
fn effects(differences: &[Difference], changes: &[Change]) -> Vec<Effect> {
    let mut by_cause: BTreeMap<&super::Cause, (Kinds, BTreeSet<&str>)> = BTreeMap::new();
    for d in differences {
        for cause in &d.causes {
            let (kinds, documents) = by_cause.entry(cause).or_default();
            kinds.add(d.kind, 1);
            documents.insert(&d.document);
        }
    }
    let mut out: Vec<Effect> = by_cause
        .into_iter()
        .map(|(c, (kinds, documents))| Effect {
            text: c.text.clone(),
            place: c.place.clone(),
            change: c.change,
            what: c.what.clone(),
            documents: documents.len() as u64,
            kinds,
        })
        .collect();
    out.sort_by_key(|e| std::cmp::Reverse((e.kinds.changed(), e.kinds.score_changed)));
    for change in changes {
        let Some(entry) = change.entry() else { continue };
        let texts = [&change.old, &change.new].map(|e| e.as_ref().map(|e| (e.place.as_str(), &*e.text)));
        let named = |e: &Effect| {
            let same = texts.contains(&Some((e.place.as_str(), e.text.as_str())));
            same || (e.place == entry.place && e.what == change.what && e.change == Some(change.kind))
        };
        if !out.iter().any(named) {
            let (text, place, what) = (entry.text.to_string(), entry.place.clone(), change.what.clone());
            out.push(Effect { text, place, what, change: Some(change.kind), kinds: Kinds::default(), documents: 0 });
        }
    }
    out
}

impl Effect {
    /// Whether anything is put down to it.
    pub fn acts(&self) -> bool {
        self.documents > 0
    }
}
