//! Lexicon and frameworks -> engine: the machine that finds terms, and where what it finds leads.
pub(super) use super::machine::{CONCEPTS, CUES, Entry, Owner};
use super::{
    context::compete::{Lane, lanes},
    diction::Diction,
    machine::{Blueprint, Machine},
    suggest::fitted::Estimates,
};
use crate::{
    error::Result,
    lexicon::{Condition, CueGroup, Domain, Headings, Lean, Lexicon, WordSet},
    report::{Holder, Level},
};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// A domain that is tagged with.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) framework: Arc<str>,
    /// Place of the framework's id among those tagged with, in the order of the alphabet.
    pub(super) rank: u32,
    pub(super) domain: Arc<str>,
    pub(super) prior: i32,
    pub(super) lean: Lean,
    /// Whether its framework says of anything that it helps or hinders; one that does not is about topics.
    pub(super) leaning: bool,
    pub(super) constructs: Vec<Arc<str>>,
    /// Suggestions with lower scores (in thousandths) are left out.
    pub(super) threshold: u16,
    /// What was estimated from labelled texts, if it is used.
    pub(super) estimates: Option<Estimates>,
    /// Which of the engine's dictions its framework has.
    pub(super) diction: Option<u32>,
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

/// A lexicon made ready for some of its frameworks. Read-only.
#[derive(Debug)]
pub(super) struct Engine {
    pub(super) machine: Machine,
    pub(super) entries: Vec<Entry>,
    /// By entry.
    pub(super) lanes: Vec<Lane>,
    /// By concept index: its id and where it leads.
    pub(super) concepts: Vec<(Arc<str>, Vec<Feed>)>,
    /// The level at which a concept usually lies, by concept.
    pub(super) levels: Vec<Option<Level>>,
    pub(super) cues: Vec<CueGroup>,
    pub(super) sets: Vec<WordSet>,
    pub(super) targets: Vec<Target>,
    /// By entry: the most that it alone can give one of the domains it speaks for, place and what the words tell aside.
    pub(super) hopes: Vec<i32>,
    /// The most usual domain (the highest prior, above 0), of the first framework that has one.
    pub(super) usual: Option<u32>,
    pub(super) headings: Headings,
    /// Of each framework of which it was estimated what words say by themselves.
    pub(super) dictions: Vec<Diction>,
}

impl Engine {
    /// Compiles what the frameworks of these ids need of the lexicon.
    #[cfg(test)]
    pub(super) fn new(lexicon: &Lexicon, frameworks: &[&str]) -> Result<Self> {
        Self::of(lexicon, Blueprint::new(lexicon), frameworks)
    }

    /// What the frameworks of these ids need of the lexicon; the blueprint is this lexicon's.
    pub(super) fn of(lexicon: &Lexicon, blueprint: Blueprint, frameworks: &[&str]) -> Result<Self> {
        let (targets, used) = targets(lexicon, frameworks)?;
        let needed = needed_sets(lexicon, &used);
        let live = |owner| match owner {
            Owner::Concept(n) => used.contains_key(&*lexicon.concepts[n as usize].id),
            Owner::Cue(_) => true,
            Owner::Set(n) => needed.contains(&(n as usize)),
        };
        Self::assemble(lexicon, blueprint, live, targets, &used)
    }

    /// Every term of the lexicon, and no framework.
    pub(super) fn whole(lexicon: &Lexicon) -> Result<Self> {
        Self::assemble(lexicon, Blueprint::new(lexicon), |_| true, Vec::new(), &Feeds::default())
    }

    fn assemble(
        lexicon: &Lexicon,
        mut blueprint: Blueprint,
        live: impl Fn(Owner) -> bool,
        mut targets: Vec<Target>,
        used: &Feeds,
    ) -> Result<Self> {
        let headings = std::mem::take(&mut blueprint.headings);
        let (machine, entries) = Machine::new(blueprint, live)?;
        mark_leaning(&mut targets, lexicon, &entries, used);
        let feeds = |id: &Arc<str>| used.get(id).cloned().unwrap_or_default();
        Ok(Self {
            machine,
            lanes: lanes(&entries, &lexicon.cues),
            entries,
            headings,
            concepts: lexicon.concepts.iter().map(|c| (c.id.clone(), feeds(&c.id))).collect(),
            levels: levels(lexicon),
            cues: lexicon.cues.iter().map(CueGroup::bare).collect(),
            sets: lexicon.sets.iter().map(WordSet::bare).collect(),
            usual: usual(&targets),
            targets,
            hopes: Vec::new(),
            dictions: Vec::new(),
        })
    }
}

/// Marks the domains of the frameworks that lean at all: by a domain, or by a concept they use or a term of it.
fn mark_leaning(targets: &mut [Target], lexicon: &Lexicon, entries: &[Entry], used: &Feeds) {
    let mut lean: Vec<bool> = lexicon.concepts.iter().map(|c| c.lean != Lean::Neither).collect();
    for entry in entries.iter().filter(|e| e.lean != Lean::Neither) {
        if let Owner::Concept(n) = entry.owner {
            lean[n as usize] = true;
        }
    }
    let concepts = lexicon.concepts.iter().zip(lean).filter(|(_, lean)| *lean);
    let feeds = concepts.filter_map(|(c, _)| used.get(&*c.id)).flatten();
    let mut leaning: FxHashSet<Arc<str>> = feeds.map(|f| targets[f.target as usize].framework.clone()).collect();
    leaning.extend(targets.iter().filter(|t| t.lean != Lean::Neither).map(|t| t.framework.clone()));
    targets.iter_mut().for_each(|t| t.leaning = leaning.contains(&t.framework));
}

/// The level at which each concept usually lies: that of the first set with a level that names it.
fn levels(lexicon: &Lexicon) -> Vec<Option<Level>> {
    let named = lexicon.sets.iter().rev().flat_map(|s| s.concepts.iter().zip(std::iter::repeat(s.level)));
    let of: FxHashMap<&Arc<str>, Option<Level>> = named.collect();
    lexicon.concepts.iter().map(|c| of.get(&c.id).copied().flatten()).collect()
}

pub(super) fn usual(targets: &[Target]) -> Option<u32> {
    let likely = targets.iter().enumerate().filter(|(_, t)| t.prior > 0);
    likely.min_by_key(|(n, t)| (-t.prior, *n)).map(|(n, _)| n as u32)
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

/// The domains of the chosen frameworks, and per concept id the ways into them.
fn targets(lexicon: &Lexicon, frameworks: &[&str]) -> Result<(Vec<Target>, Feeds)> {
    let (mut targets, mut used) = (Vec::new(), Feeds::default());
    for id in frameworks {
        let framework = lexicon.framework(id)?;
        for domain in &framework.domains {
            let target = targets.len() as u32;
            targets.push(Target {
                framework: framework.id.clone(),
                rank: frameworks.iter().filter(|other| other.as_bytes() < framework.id.as_bytes()).count() as u32,
                domain: domain.id.clone(),
                prior: domain.prior,
                lean: domain.lean,
                leaning: false,
                constructs: domain.constructs.iter().map(|c| c.id.clone()).collect(),
                threshold: 0,
                estimates: None,
                diction: None,
            });
            feeds(lexicon, domain, target, None, &mut used);
            for (n, construct) in domain.constructs.iter().enumerate() {
                feeds(lexicon, construct, target, Some(n as u32), &mut used);
            }
        }
    }
    Ok((targets, used))
}

fn feeds(lexicon: &Lexicon, domain: &Domain, target: u32, construct: Option<u32>, used: &mut Feeds) {
    for m in &domain.concepts {
        let when = (m.when != Condition::default()).then(|| when(lexicon, &m.when));
        used.entry(m.concept.clone()).or_default().push(Feed { target, construct, weight: m.weight, when });
    }
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
