//! Lexicon -> engine: every term of the concepts in use, of cues and sets, as one automaton; and what each entry stands for.
use super::{
    automaton::{Automaton, Builder, Groups},
    classes::ClassTable,
    odd::OddTerms,
    tone::Negations,
};
use crate::{
    error::Result,
    lexicon::{Concept, Condition, CueGroup, Domain, Headings, Lean, Lexicon, Term, WordSet, term::Pattern},
    report::{Holder, Level},
};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Layer of concepts' terms.
pub(super) const CONCEPTS: usize = 0;
/// Layer of cues and sets.
pub(super) const CUES: usize = 1;

/// Whose term an entry is: an index into the engine's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Owner {
    Concept(u32),
    Cue(u32),
    Set(u32),
}

/// A term as the engine reports it.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) owner: Owner,
    pub(super) text: Arc<str>,
    pub(super) lean: Lean,
    pub(super) weight: i32,
    pub(super) shield: bool,
    /// Whether words of any kind may stand inside.
    pub(super) gappy: bool,
    /// Whether it leaves a choice between saying a thing and its absence (`{good,little} support`), and does not hinder by itself.
    pub(super) choice: bool,
    /// Whether a negation is one of its words.
    pub(super) negative: bool,
}

/// A domain that is tagged with.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) framework: Arc<str>,
    pub(super) domain: Arc<str>,
    pub(super) prior: i32,
    pub(super) lean: Lean,
    /// Whether its framework says of anything that it helps or hinders; one that does not is about topics.
    pub(super) leaning: bool,
    pub(super) constructs: Vec<Arc<str>>,
}

/// A concept's way into a domain.
#[derive(Clone, Debug)]
pub(super) struct Feed {
    pub(super) target: u32,
    pub(super) construct: Option<u32>,
    pub(super) weight: i32,
    pub(super) when: Option<When>,
}

/// A condition with its sets looked up.
#[derive(Clone, Debug)]
pub(super) struct When {
    pub(super) object: Vec<Owner>,
    pub(super) without: Vec<Owner>,
    pub(super) holder: Vec<Holder>,
    pub(super) level: Vec<Level>,
}

/// By concept id the ways into the domains tagged with.
type Feeds = FxHashMap<Arc<str>, Vec<Feed>>;

/// The compiled lexicon. Read-only.
#[derive(Debug)]
pub(super) struct Engine {
    pub(super) table: ClassTable,
    pub(super) automaton: Automaton,
    pub(super) odd: OddTerms,
    pub(super) entries: Vec<Entry>,
    /// By concept index: its id and where it leads.
    pub(super) concepts: Vec<(Arc<str>, Vec<Feed>)>,
    pub(super) cues: Vec<CueGroup>,
    pub(super) sets: Vec<WordSet>,
    pub(super) targets: Vec<Target>,
    /// The most usual domain (the highest prior, above 0), of the first framework that has one.
    pub(super) usual: Option<u32>,
    pub(super) headings: Headings,
}

impl Engine {
    /// Compiles what the frameworks of these ids need of the lexicon.
    pub(super) fn new(lexicon: &Lexicon, frameworks: &[&str]) -> Result<Self> {
        Self::compile(lexicon, frameworks, false)
    }

    /// Compiles every term of the lexicon, in the order of its lists: concepts, cues, sets.
    pub(super) fn whole(lexicon: &Lexicon) -> Result<Self> {
        Self::compile(lexicon, &[], true)
    }

    fn compile(lexicon: &Lexicon, frameworks: &[&str], whole: bool) -> Result<Self> {
        let (mut targets, used) = targets(lexicon, frameworks)?;
        let concepts: Vec<&Concept> = lexicon.concepts.iter().filter(|c| whole || used.contains_key(&*c.id)).collect();
        let negations = Negations::new(lexicon);
        let mut engine =
            Compiling { lexicon, negations, entries: Vec::new(), literals: Vec::new(), expressions: Vec::new() };
        let groups = groups(lexicon);
        let mut builder = Builder::new(lexicon.forms(), &groups);
        for (n, concept) in concepts.iter().enumerate() {
            for term in &concept.terms {
                engine.add(&mut builder, Owner::Concept(n as u32), term, term.lean.unwrap_or(concept.lean));
            }
        }
        for (n, cue) in lexicon.cues.iter().enumerate() {
            cue.terms.iter().for_each(|t| engine.add(&mut builder, Owner::Cue(n as u32), t, Lean::Neither));
        }
        let needed = needed_sets(lexicon, &used);
        for (n, set) in lexicon.sets.iter().enumerate().filter(|(n, _)| whole || needed.contains(n)) {
            set.terms.iter().for_each(|t| engine.add(&mut builder, Owner::Set(n as u32), t, Lean::Neither));
        }
        let (table, automaton) = builder.build();
        let odd = OddTerms::new(&engine.literals, &engine.expressions)?;
        let feeds = concepts.iter().map(|c| (c.id.clone(), used.get(&*c.id).cloned().unwrap_or_default())).collect();
        let (cues, sets) = (lexicon.cues.iter().map(bare_cue).collect(), lexicon.sets.iter().map(bare_set).collect());
        let heading_terms = lexicon.cues.iter().enumerate().flat_map(|(n, c)| c.headings.iter().map(move |t| (n, t)));
        let headings = Headings::new(heading_terms, lexicon.forms());
        mark_leaning(&mut targets, &concepts, &used);
        let usual = usual(&targets);
        Ok(Self {
            usual,
            headings,
            table,
            automaton,
            odd,
            entries: engine.entries,
            concepts: feeds,
            cues,
            sets,
            targets,
        })
    }
}

fn mark_leaning(targets: &mut [Target], concepts: &[&Concept], used: &Feeds) {
    let leans =
        |c: &&&Concept| c.lean != Lean::Neither || c.terms.iter().any(|t| t.lean.is_some_and(|l| l != Lean::Neither));
    let feeds = concepts.iter().filter(leans).filter_map(|c| used.get(&*c.id)).flatten();
    let mut leaning: FxHashSet<Arc<str>> = feeds.map(|f| targets[f.target as usize].framework.clone()).collect();
    leaning.extend(targets.iter().filter(|t| t.lean != Lean::Neither).map(|t| t.framework.clone()));
    targets.iter_mut().for_each(|t| t.leaning = leaning.contains(&t.framework));
}

fn usual(targets: &[Target]) -> Option<u32> {
    let likely = targets.iter().enumerate().filter(|(_, t)| t.prior > 0);
    likely.min_by_key(|(n, t)| (-t.prior, *n)).map(|(n, _)| n as u32)
}

fn bare_cue(cue: &CueGroup) -> CueGroup {
    CueGroup {
        terms: Vec::new(),
        headings: cue.headings.clone(),
        id: cue.id.clone(),
        origin: cue.origin.clone(),
        ..*cue
    }
}

fn bare_set(set: &WordSet) -> WordSet {
    WordSet { terms: Vec::new(), id: set.id.clone(), origin: set.origin.clone(), ..*set }
}

/// Sets that name a holder or level, or that a condition in use asks for.
fn needed_sets(lexicon: &Lexicon, used: &Feeds) -> FxHashSet<usize> {
    let asked = used.values().flatten().filter_map(|f| f.when.as_ref()).flat_map(|w| w.object.iter().chain(&w.without));
    let mut needed: FxHashSet<usize> =
        asked.filter_map(|o| if let Owner::Set(n) = o { Some(*n as usize) } else { None }).collect();
    let tags = lexicon.sets.iter().enumerate().filter(|(_, s)| s.holder.is_some() || s.level.is_some());
    needed.extend(tags.map(|(n, _)| n));
    needed
}

fn groups(lexicon: &Lexicon) -> Groups<'_> {
    fn words<'l>(id: &'l Arc<str>, terms: &'l [Term]) -> (&'l str, Vec<&'l [crate::lexicon::term::Node]>) {
        let nodes = |t: &'l Term| if let Pattern::Words(nodes) = &t.pattern { Some(nodes.as_slice()) } else { None };
        (id, terms.iter().filter(|t| !t.shield).filter_map(nodes).collect())
    }
    let sets = lexicon.sets.iter().map(|s| words(&s.id, &s.terms));
    sets.chain(lexicon.cues.iter().map(|c| words(&c.id, &c.terms))).collect()
}

/// The domains of the chosen frameworks, and per concept id the ways into them.
fn targets(lexicon: &Lexicon, frameworks: &[&str]) -> Result<(Vec<Target>, Feeds)> {
    let (mut targets, mut used) = (Vec::new(), Feeds::default());
    for id in frameworks {
        let framework = lexicon.framework(id)?;
        for domain in &framework.domains {
            let target = targets.len() as u32;
            targets.push(Target {
                framework: framework.id.clone(),
                domain: domain.id.clone(),
                prior: domain.prior,
                lean: domain.lean,
                leaning: false,
                constructs: domain.constructs.iter().map(|c| c.id.clone()).collect(),
            });
            feeds(lexicon, domain, target, None, &mut used)?;
            for (n, construct) in domain.constructs.iter().enumerate() {
                feeds(lexicon, construct, target, Some(n as u32), &mut used)?;
            }
        }
    }
    Ok((targets, used))
}

fn feeds(lexicon: &Lexicon, domain: &Domain, target: u32, construct: Option<u32>, used: &mut Feeds) -> Result<()> {
    for m in &domain.concepts {
        let when = (m.when != Condition::default()).then(|| when(lexicon, &m.when));
        used.entry(m.concept.clone()).or_default().push(Feed { target, construct, weight: m.weight, when });
    }
    Ok(())
}

fn when(lexicon: &Lexicon, condition: &Condition) -> When {
    let owner = |id: &String| {
        let set = lexicon.sets.iter().position(|s| *s.id == **id).map(|n| Owner::Set(n as u32));
        set.or_else(|| lexicon.cues.iter().position(|c| *c.id == **id).map(|n| Owner::Cue(n as u32)))
    };
    When {
        object: condition.object.iter().filter_map(owner).collect(),
        without: condition.without.iter().filter_map(owner).collect(),
        holder: condition.holder.clone(),
        level: condition.level.clone(),
    }
}

struct Compiling<'l> {
    lexicon: &'l Lexicon,
    negations: Negations<'l>,
    entries: Vec<Entry>,
    literals: Vec<(String, u8, u32)>,
    expressions: Vec<(String, u8, u32)>,
}

impl<'l> Compiling<'l> {
    fn add(&mut self, builder: &mut Builder<'l>, owner: Owner, term: &Term, lean: Lean) {
        let id = self.entries.len() as u32;
        let layer = if matches!(owner, Owner::Concept(_)) { CONCEPTS } else { CUES };
        self.entries.push(Entry {
            owner,
            text: term.text.clone(),
            lean,
            weight: term.weight,
            shield: term.shield,
            gappy: term.text.contains(".."),
            negative: self.negations.mentioned(&term.pattern),
            choice: lean != Lean::Hinders && layer == CONCEPTS && self.negations.choice(&term.pattern),
        });
        match &term.pattern {
            Pattern::Words(nodes) => builder.add(layer, &self.lexicon.forms().with_compounds(nodes), id),
            Pattern::Literal(text) => self.literals.push((text.clone(), layer as u8, id)),
            Pattern::Regex(source) => self.expressions.push((source.clone(), layer as u8, id)),
        }
    }
}
