//! What stands around the matches of a segment -> what it adds to the log-odds of everything suggested for it: its place, ways of reporting, words.
use crate::{
    lexicon::CueKind,
    tag::{
        engine::{Engine, Target},
        segment::Analysis,
        suggest::{Gathering, score::Numbers},
    },
};

/// What adds to the log-odds of everything in a segment.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::tag) struct Circumstances {
    /// Zone and kind of block.
    pub(in crate::tag) place: i32,
    /// Ways of reporting, questions: of frameworks that speak of barriers and facilitators only.
    pub(in crate::tag) frame: i32,
}

/// The circumstances of a segment in a block of this `place`.
pub(in crate::tag) fn circumstances(
    analysis: &Analysis,
    engine: &Engine,
    numbers: &Numbers,
    place: i32,
    question: bool,
) -> Circumstances {
    let strongest = |kind| analysis.strongest(engine, kind);
    let share = |number: i32, weight: i32| (i64::from(number) * i64::from(weight) / 1000) as i32;
    let frame = share(numbers.evidence, strongest(CueKind::Evidence))
        + share(numbers.not_evidence, strongest(CueKind::NotEvidence))
        + if question { numbers.question } else { 0 };
    Circumstances { place, frame }
}

impl Gathering {
    /// Sums what the words of a segment say by themselves.
    pub(in crate::tag) fn hear(&mut self, engine: &Engine, analysis: &Analysis) {
        self.words.clear();
        let all = |n: u32| analysis.hearing.all(&engine.dictions, n);
        self.words.extend((0..engine.dictions.len() as u32).map(|n| all(n).map(|word| word.evidence).sum::<i32>()));
    }

    /// The words that say most of whether the segment is evidence, for a target they count for.
    pub(in crate::tag) fn words_said(&self, engine: &Engine, analysis: &Analysis, target: &Target) -> Option<String> {
        let diction = target.diction.filter(|_| target.leaning)?;
        let all = analysis.hearing.all(&engine.dictions, diction);
        let mut words: Vec<_> = all.filter(|w| w.evidence != 0).collect();
        words.sort_by_key(|w| (-w.evidence.abs(), w.text.clone()));
        let odds = |n: i32| f64::from(n) / 1000.0;
        let named: Vec<String> = words.iter().take(8).map(|w| format!("{} {:+.2}", w.text, odds(w.evidence))).collect();
        let sum = self.words.get(diction as usize).copied().unwrap_or(0);
        (!named.is_empty()).then(|| format!("words, that it is evidence: {} = {:+.2}", named.join(", "), odds(sum)))
    }

    /// What ways of reporting and words add for a target: of frameworks that speak of barriers and facilitators only.
    pub(in crate::tag) fn frame(&self, target: &Target, base: Circumstances) -> i32 {
        frame(&self.words, target, base)
    }
}

/// The same, of the words' sums.
pub(super) fn frame(words: &[i32], target: &Target, base: Circumstances) -> i32 {
    let words = target.diction.and_then(|n| words.get(n as usize)).copied().unwrap_or(0);
    if target.leaning { base.frame + words } else { 0 }
}
