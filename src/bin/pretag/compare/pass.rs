//! Documents -> what differs between both sides on each, many at a time, in the order of the texts.
use super::side;
use crate::console::Console;
use pretag::{
    Error, ErrorKind, Result,
    input::{BadDocument, Chunk, InputOptions, Inputs},
    lexicon::ZoneRules,
    measure::compare::{Comparer, Culprits, Difference, DocumentDifferences, Nearby},
    report::{Report, Saved},
    tag::{Probe, ProbeScratch, Scratch, Tagger, text_hash},
    text::Document,
};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::{
    collections::{HashMap, HashSet},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Instant,
};

/// What says what a side suggests for a document.
pub(super) enum Teller<'t> {
    Tagger(&'t Tagger),
    /// By id and hash of the text.
    Reports(HashMap<(&'t str, &'t str), &'t Saved>),
}

/// Both sides, and how differences are explained.
pub(super) struct Pass<'p> {
    old: Teller<'p>,
    new: Teller<'p>,
    frameworks: &'p [String],
    culprits: &'p Culprits<'p>,
    /// Whether both sides read documents alike.
    same_zones: bool,
    /// Whether both sides are the same lexicon, and one answer is that of both.
    same: bool,
    /// Finds the documents that the sides can read differently at all, where that can be told.
    probe: Option<&'p Probe>,
    /// Bytes, and nanoseconds of all threads, by side.
    bytes: AtomicU64,
    nanos: [AtomicU64; 2],
    /// Documents that both sides know, by id and hash.
    met: Mutex<HashSet<(String, String)>>,
    /// Buffers nobody uses now. They hold what was found out of the lexicons, so they go from document to document.
    spare: Mutex<Vec<State>>,
}

/// Buffers of a thread; each side has its own, as they hold what its lexicon makes of words.
pub(super) type State = (Scratch, Scratch, ProbeScratch);

/// What a chunk gives, in order.
type Given = Vec<Result<DocumentDifferences, BadDocument>>;

/// Chunks on their way at a time, so that memory does not grow with the corpus.
const BATCH: usize = 256;

impl<'t> Teller<'t> {
    pub(super) fn reports(reports: &'t [Saved]) -> Self {
        Teller::Reports(reports.iter().map(|s| ((&*s.document.id, &*s.document.sha256), s)).collect())
    }

    fn tell<'d>(&'d self, document: &'d Document, scratch: &mut Scratch) -> Option<Report<'d>> {
        match self {
            Teller::Tagger(tagger) => Some(tagger.tag(document, scratch)),
            Teller::Reports(known) => {
                let hash = text_hash(&document.text);
                known.get(&(document.id.as_str(), hash.as_str())).map(|saved| saved.report())
            }
        }
    }

    /// Which headings open which zone, where a lexicon says so.
    fn zones(&self) -> Option<&ZoneRules> {
        match self {
            Teller::Tagger(tagger) => Some(tagger.zones()),
            Teller::Reports(_) => None,
        }
    }

    fn around(&self, document: &Document, span: pretag::text::Span, scratch: &mut Scratch) -> Vec<Nearby> {
        let Teller::Tagger(tagger) = self else { return Vec::new() };
        let near = tagger.terms_around(document, span, scratch).into_iter();
        near.map(|s| Nearby { outside: s.outside, place: s.place, text: s.text.to_string() }).collect()
    }
}

impl<'p> Pass<'p> {
    pub(super) fn new(
        (old, new): (Teller<'p>, Teller<'p>),
        frameworks: &'p [String],
        culprits: &'p Culprits<'p>,
        same_zones: bool,
        probe: Option<&'p Probe>,
    ) -> Self {
        let (bytes, nanos, met, spare) = Default::default();
        let same = match (&old, &new) {
            (Teller::Tagger(a), Teller::Tagger(b)) => a.info() == b.info(),
            _ => false,
        };
        Self { old, new, frameworks, culprits, same_zones, same, probe, bytes, nanos, met, spare }
    }

    /// The same with other tellers.
    pub(super) fn with<'q>(&'q self, tellers: (Teller<'q>, Teller<'q>), culprits: &'q Culprits<'q>) -> Pass<'q> {
        Pass::new(tellers, self.frameworks, culprits, self.same_zones, self.probe)
    }

    /// Bytes and nanoseconds of each side.
    pub(super) fn speeds(&self) -> ((u64, u64), (u64, u64)) {
        let of = |side: usize| (self.bytes.load(Relaxed), self.nanos[side].load(Relaxed));
        (of(0), of(1))
    }

    /// Reads all texts, and gives how many could not be read.
    pub(super) fn texts(
        &self,
        paths: &[String],
        options: &InputOptions,
        threads: usize,
        comparer: &mut Comparer,
        console: &Console,
    ) -> Result<u64> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.map_err(|e| Error::new(ErrorKind::Io, format!("no threads to work with: {e}")))?;
        let mut inputs = Inputs::open(paths, options)?;
        let mut failures = 0;
        loop {
            let batch: Vec<Chunk> = inputs.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                console.barren(&inputs);
                return Ok(failures);
            }
            let given: Vec<Given> = pool.install(|| {
                let work = |chunk| {
                    let mut state = lock(&self.spare).pop().unwrap_or_default();
                    let given = self.chunk(chunk, options, &mut state);
                    lock(&self.spare).push(state);
                    given
                };
                batch.par_iter().map(work).collect()
            });
            for one in given.into_iter().flatten() {
                match one {
                    Ok(differences) => comparer.add(differences),
                    Err(bad) => {
                        failures += 1;
                        console.document_error(&bad.source, &bad.error);
                    }
                }
            }
        }
    }

    fn chunk(&self, chunk: &Chunk, options: &InputOptions, state: &mut State) -> Given {
        let mut given = Vec::new();
        let (old, new) = (self.old.zones(), self.new.zones());
        let mut before: Vec<Document> = Vec::new();
        if let (false, Some(zones)) = (self.same_zones, old) {
            chunk.documents(zones, options, &mut Document::default(), &mut |read| before.extend(read.ok().cloned()));
        }
        let mut before = before.into_iter();
        let Some(zones) = new.or(old) else { return given };
        chunk.documents(zones, options, &mut Document::default(), &mut |read| match read {
            Err(bad) => given.push(Err(bad)),
            Ok(document) => {
                let earlier = before.next();
                given.extend(self.document(earlier.as_ref().unwrap_or(document), document, state).map(Ok));
            }
        });
        given
    }

    /// What differs on a document, as the old and the new side read it; none if a side does not know it.
    pub(super) fn document(&self, before: &Document, now: &Document, state: &mut State) -> Option<DocumentDifferences> {
        let started = Instant::now();
        let old = self.old.tell(before, &mut state.0)?;
        let between = Instant::now();
        let same = self.same || self.probe.is_some_and(|p| !p.meets(now, &mut state.2));
        let told = if same { None } else { Some(self.new.tell(now, &mut state.1)?) };
        let ended = Instant::now();
        let new = told.as_ref().unwrap_or(&old);
        self.bytes.fetch_add(now.text.len() as u64, Relaxed);
        let times = [between - started, if same { between - started } else { ended - between }];
        self.nanos.iter().zip(times).for_each(|(all, t)| _ = all.fetch_add(t.as_nanos() as u64, Relaxed));
        let mut out = DocumentDifferences::new(&old, new, self.frameworks);
        if matches!((&self.old, &self.new), (Teller::Reports(_), _) | (_, Teller::Reports(_))) {
            self.note(new);
        }
        drop((told, old));
        for d in &mut out.differences {
            self.culprits.explain(d, &mut |d: &Difference| {
                let span = d.new.as_ref().or(d.old.as_ref()).map(|s| s.span).unwrap_or_default();
                [self.old.around(before, span, &mut state.0), self.new.around(now, span, &mut state.1)]
            });
        }
        Some(out)
    }

    fn note(&self, report: &Report<'_>) {
        lock(&self.met).insert((report.document.id.to_string(), report.document.sha256.to_string()));
    }

    /// What to say of reports whose document was not met, or with another text.
    pub(super) fn unmatched(&self, side: &side::Reports) -> Option<String> {
        let met = lock(&self.met);
        let known = |s: &&Saved| met.contains(&(s.document.id.to_string(), s.document.sha256.to_string()));
        let missing = side.reports.len() - side.reports.iter().filter(known).count();
        (missing > 0).then(|| {
            format!(
                "{missing} of {} documents of {} are not among the texts, or their text is another now; they are left out.",
                side.reports.len(),
                side.name
            )
        })
    }

    /// Two report files: documents that both have with the same text, in the order of the new one.
    pub(super) fn reports(&self, old: &side::Reports, new: &side::Reports, comparer: &mut Comparer) -> Option<String> {
        let Teller::Reports(known) = &self.old else { return None };
        let mut both = 0;
        for saved in &new.reports {
            let Some(earlier) = known.get(&(&*saved.document.id, &*saved.document.sha256)) else { continue };
            both += 1;
            let mut d = DocumentDifferences::new(&earlier.report(), &saved.report(), self.frameworks);
            d.differences.iter_mut().for_each(|d| self.culprits.explain(d, &mut |_| Default::default()));
            comparer.add(d);
        }
        let left_out = (old.reports.len() - both, new.reports.len() - both);
        (left_out != (0, 0)).then(|| {
            format!(
                "Only documents that both files hold with the same text are compared; {} of {} and {} of {} are left out.",
                left_out.0, old.name, left_out.1, new.name
            )
        })
    }
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
