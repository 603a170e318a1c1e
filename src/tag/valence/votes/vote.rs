//! A voice in the vote on a valence: what kinds there are, their names in the files of weights, and their places in a list of numbers.
use crate::tag::engine::Engine;
use crate::{
    lexicon::{CueKind, Lean},
    report::Valence,
};
use rustc_hash::FxHashMap;

/// Something that speaks for a hindrance or a help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::tag) enum Vote {
    /// What people say most of the time.
    Always,
    /// What the rules decided, and what they went by.
    Rules { size: Size, ground: &'static str, valence: Valence },
    /// A match, of this domain or of others, by what its term and cues come to.
    Match { size: Size, own: bool, by: By, sign: Lean },
    /// A cue that acts on no match.
    Free { size: Size, kind: CueKind, turned: bool, plain: bool, sign: Lean },
    /// What is said first, if it leans.
    First(Size, Lean),
    /// The domain.
    Domain(u32),
    /// A concept, or its denial.
    Concept(u32, bool),
}

/// How much is said: in few words a cue has little to mistake, in many it may speak of something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::tag) enum Size {
    /// Up to six words.
    Short,
    /// Up to twelve.
    Middle,
    Long,
}

impl Size {
    const ALL: [Size; 3] = [Size::Short, Size::Middle, Size::Long];

    /// Of so many words.
    pub(super) fn of(words: u32) -> Self {
        match words {
            0..=6 => Size::Short,
            7..=12 => Size::Middle,
            _ => Size::Long,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Size::Short => "short",
            Size::Middle => "middle",
            Size::Long => "long",
        }
    }
}

/// What decides the sign of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::tag) enum By {
    /// Its kind, whether it is turned round, and whether its group is mild (a weight below 1).
    Cue(CueKind, bool, bool),
    Lean,
    Nothing,
}

const GROUNDS: [&str; 7] = ["cues", "lean", "clause", "topic", "lent", "usual", "bare"];
/// Where the places of matches, of free cues, of what comes first, and of what the lexicon lists begin.
const OWN: usize = 1 + 12 * (GROUNDS.len() + 1);
const FREE: usize = OWN + 18 * (2 + 4 * CueKind::NAMES.len());
const FIRST: usize = FREE + 36 * CueKind::NAMES.len();
const LISTS: usize = FIRST + 9;
const SIGNS: [Lean; 3] = [Lean::Hinders, Lean::Helps, Lean::Neither];
const VALENCES: [Valence; 4] = [Valence::Barrier, Valence::Facilitator, Valence::Mixed, Valence::Unclear];

impl Vote {
    /// Its group and name, as in the files of weights.
    pub(in crate::tag) fn name(self, engine: &Engine) -> (&'static str, String) {
        let not = |turned: bool| if turned { "not " } else { "" };
        match self {
            Vote::Always => ("always", "hinders".into()),
            Vote::Rules { size, ground, valence } => ("rules", format!("{} {ground} {}", size.name(), valence.name())),
            Vote::Match { size, own, by, sign } => {
                let by = match by {
                    By::Cue(kind, turned, mild) => {
                        format!("{}{}{}", if mild { "mild " } else { "" }, not(turned), kind.name())
                    }
                    By::Lean => "lean".into(),
                    By::Nothing => "nothing".into(),
                };
                (if own { "own" } else { "others" }, format!("{} {by} {}", size.name(), sign.name()))
            }
            Vote::Free { size, kind, turned, plain, sign } => {
                let plain = if plain { "plain " } else { "" };
                ("free", format!("{} {plain}{}{} {}", size.name(), not(turned), kind.name(), sign.name()))
            }
            Vote::First(size, sign) => ("first", format!("{} {}", size.name(), sign.name())),
            Vote::Domain(n) => ("domain", engine.targets[n as usize].domain.to_string()),
            Vote::Concept(n, denied) => ("concept", format!("{}{}", not(denied), engine.concepts[n as usize].0)),
        }
    }

    /// Its place among all that there can be: each has one of its own.
    pub(super) fn place(self) -> usize {
        let sign = |sign: Lean| sign as usize;
        let by = |by: By| match by {
            By::Lean => 0,
            By::Nothing => 1,
            By::Cue(kind, turned, mild) => 2 + 4 * kind as usize + 2 * usize::from(mild) + usize::from(turned),
        };
        match self {
            Vote::Always => 0,
            Vote::Rules { size, ground, valence } => {
                let ground = GROUNDS.iter().position(|g| *g == ground).unwrap_or(GROUNDS.len());
                1 + 12 * ground + 4 * size as usize + valence as usize
            }
            Vote::Match { size, own, by: b, sign: s } => {
                OWN + 18 * by(b) + 6 * size as usize + 2 * sign(s) + usize::from(own)
            }
            Vote::Free { size, kind, turned, plain, sign: s } => {
                FREE + 36 * kind as usize
                    + 12 * size as usize
                    + 6 * usize::from(turned)
                    + 3 * usize::from(plain)
                    + sign(s)
            }
            Vote::First(size, s) => FIRST + 3 * size as usize + sign(s),
            Vote::Domain(n) => LISTS + 3 * n as usize,
            Vote::Concept(n, denied) => LISTS + 1 + 3 * n as usize + usize::from(denied),
        }
    }

    /// The vote of this group and name; the other way of [`Self::name`].
    pub(super) fn named(group: &str, name: &str, ids: &Ids<'_>) -> Option<Vote> {
        let sign = |name: &str| SIGNS.into_iter().find(|s| s.name() == name);
        let cue = |name: &str| -> Option<(CueKind, bool)> {
            let kind = name.strip_prefix("not ");
            Some((CueKind::from_name(kind.unwrap_or(name))?, kind.is_some()))
        };
        let sized = || {
            let (size, rest) = name.split_once(' ')?;
            Some((Size::ALL.into_iter().find(|s| s.name() == size)?, rest))
        };
        match group {
            "always" => Some(Vote::Always),
            "rules" => {
                let (size, name) = sized()?;
                let (ground, valence) = name.split_once(' ')?;
                let ground = GROUNDS.iter().find(|g| **g == ground)?;
                Some(Vote::Rules { size, ground, valence: VALENCES.into_iter().find(|v| v.name() == valence)? })
            }
            "own" | "others" => {
                let (size, name) = sized()?;
                let (by, leans) = name.rsplit_once(' ')?;
                let mild = by.strip_prefix("mild ");
                let by = match by {
                    "lean" => By::Lean,
                    "nothing" => By::Nothing,
                    _ => cue(mild.unwrap_or(by)).map(|(kind, turned)| By::Cue(kind, turned, mild.is_some()))?,
                };
                Some(Vote::Match { size, own: group == "own", by, sign: sign(leans)? })
            }
            "free" => {
                let (size, name) = sized()?;
                let (name, leans) = name.rsplit_once(' ')?;
                let plain = name.strip_prefix("plain ");
                let (kind, turned) = cue(plain.unwrap_or(name))?;
                Some(Vote::Free { size, kind, turned, plain: plain.is_some(), sign: sign(leans)? })
            }
            "first" => sized().and_then(|(size, name)| Some(Vote::First(size, sign(name)?))),
            "domain" => ids.domains.get(name).map(|n| Vote::Domain(*n)),
            "concept" => {
                let (id, denied) = name.strip_prefix("not ").map_or((name, false), |id| (id, true));
                ids.concepts.get(id).map(|n| Vote::Concept(*n, denied))
            }
            _ => None,
        }
    }
}

/// Where the domains of a framework and the concepts stand in the engine's lists, by id.
pub(super) struct Ids<'e> {
    domains: FxHashMap<&'e str, u32>,
    concepts: FxHashMap<&'e str, u32>,
}

impl<'e> Ids<'e> {
    pub(super) fn new(engine: &'e Engine, framework: &str) -> Self {
        let targets = (0u32..).zip(&engine.targets).filter(|(_, t)| *t.framework == *framework);
        Self {
            domains: targets.map(|(n, t)| (&*t.domain, n)).collect(),
            concepts: (0u32..).zip(&engine.concepts).map(|(n, (id, _))| (&**id, n)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn names_lead_back_to_votes() {
        let lexicon = Lexicon::load(&[], true).unwrap();
        let engine = Engine::new(&lexicon, &["tdf"]).unwrap();
        let ids = Ids::new(&engine, "tdf");
        let mut all = vec![Vote::Always, Vote::Domain(3), Vote::Concept(5, false), Vote::Concept(5, true)];
        for size in Size::ALL {
            let rules = |ground: &&'static str| VALENCES.map(|valence| Vote::Rules { size, ground, valence });
            all.extend(GROUNDS.iter().flat_map(rules));
            for sign in SIGNS {
                all.push(Vote::First(size, sign));
                for (one, two) in [(true, true), (true, false), (false, true), (false, false)] {
                    all.extend([By::Lean, By::Nothing].map(|by| Vote::Match { size, own: one, by, sign }));
                    for (kind, _) in CueKind::NAMES {
                        all.push(Vote::Free { size, kind, turned: one, plain: two, sign });
                        let by = By::Cue(kind, one, two);
                        all.extend([true, false].map(|own| Vote::Match { size, own, by, sign }));
                    }
                }
            }
        }
        all.sort();
        all.dedup();
        let places: std::collections::BTreeSet<usize> = all.iter().map(|vote| vote.place()).collect();
        assert_eq!(places.len(), all.len(), "each has a place of its own");
        for vote in all {
            let (group, name) = vote.name(&engine);
            assert_eq!(Vote::named(group, &name, &ids), Some(vote), "{group} {name}");
        }
        assert_eq!(Vote::named("concept", "no_such_thing", &ids), None);
    }
}
