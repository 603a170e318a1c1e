//! A statement -> the concepts signalled in it, the domains they lead to, and what votes on its valence: what weights are estimated from.
use crate::tag::{
    Scratch, Tagger,
    segment::{Analysis, Input, Signal},
    suggest,
    valence::votes,
};
use crate::{
    report::{Report, Valence},
    text::{Document, Span, sentences, words_of},
};

/// A concept signalled in a statement. Numbers are thousandths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fired {
    /// Its id.
    pub concept: String,
    /// Weight of its strongest term found.
    pub term: i32,
    /// What it adds to the log-odds that the words tell what the thing does.
    pub told: i32,
    /// Domains that it feeds, and whose conditions hold; each once, with the strongest.
    pub feeds: Vec<Feeding>,
}

/// A fired concept's way into a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feeding {
    /// The domain's id.
    pub domain: String,
    /// Weight of the strongest term for which the conditions hold.
    pub term: i32,
    /// Weight of the concept in the domain.
    pub feed: i32,
}

/// What votes on the valence of a suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballot {
    /// What the rules alone decide.
    pub by_rules: Valence,
    /// Group and name of each vote, and how often it is given.
    pub votes: Vec<(&'static str, String, i32)>,
}

impl Tagger {
    /// What votes on the valence of the first suggestion for a statement (of its last block, if there are several).
    pub fn ballot(&self, document: &Document, scratch: &mut Scratch) -> Option<Ballot> {
        scratch.drafts.clear();
        self.tag(document, scratch);
        let draft = scratch.drafts.first()?;
        let mut votes: Vec<_> =
            votes::votes(&scratch.analysis, draft).into_iter().map(|cast| self.named(cast)).collect();
        votes.extend(words_of(&document.text).into_iter().map(|word| ("word", word, 1)));
        Some(Ballot { by_rules: draft.by_rules, votes })
    }

    /// The suggestions for a document, and what votes on the valence of each.
    pub fn ballots<'a>(&'a self, document: &'a Document, scratch: &mut Scratch) -> (Report<'a>, Vec<Ballot>) {
        let mut ballots = Vec::new();
        let report = self.watch(document, scratch, &mut |scratch, draft| {
            let votes = votes::votes(&scratch.analysis, draft).into_iter().map(|cast| self.named(cast));
            let words = votes::voices(&self.engine, &scratch.analysis, &scratch.words, &document.text, draft);
            let votes = votes.chain(words.into_iter().map(|word| ("word", word, 1))).collect();
            ballots.push(Ballot { by_rules: draft.by_rules, votes });
        });
        (report, ballots)
    }

    fn named(&self, cast: votes::Cast) -> (&'static str, String, i32) {
        let (group, name) = cast.vote.name(&self.engine);
        (group, name, cast.times)
    }

    /// The concepts signalled in a statement, in the order of the lexicon.
    pub fn fired(&self, document: &Document, scratch: &mut Scratch) -> Vec<Fired> {
        let text = document.text.as_str();
        scratch.words.read(&self.engine.machine, text);
        scratch.lenders.begin(self, document);
        let mut out = Vec::new();
        for block in &document.blocks {
            let mut spans: Vec<Span> = Vec::new();
            sentences(text, block.span, &mut spans);
            let mut input = Input { engine: &self.engine, text, words: &mut scratch.words };
            scratch.analysis.any(&mut input, &spans);
            scratch.analysis.cues(&mut input, &spans);
            let around = scratch.lenders.around(self, document, block);
            if scratch.analysis.read(&mut input, &spans, &around) {
                scratch.analysis.signals.iter().for_each(|s| self.fire(&scratch.analysis, s, &mut out));
            }
        }
        out.sort_by_key(|(n, _)| *n);
        out.into_iter().map(|(_, fired)| fired).collect()
    }

    fn fire(&self, analysis: &Analysis, signal: &Signal, out: &mut Vec<(u32, Fired)>) {
        let term = self.engine.entries[signal.hit.entry as usize].weight;
        let told = suggest::told(signal, &self.numbers);
        let at = out.iter().position(|(n, _)| *n == signal.concept).unwrap_or_else(|| {
            let concept = self.engine.concepts[signal.concept as usize].0.to_string();
            out.push((signal.concept, Fired { concept, term, told, feeds: Vec::new() }));
            out.len() - 1
        });
        let fired = &mut out[at].1;
        fired.term = fired.term.max(term);
        fired.told = fired.told.max(told);
        for feed in &self.engine.concepts[signal.concept as usize].1 {
            if feed.when.as_ref().is_none_or(|w| analysis.holds(&self.engine, w, signal)) {
                fired.lead(Feeding {
                    domain: self.engine.targets[feed.target as usize].domain.to_string(),
                    term,
                    feed: feed.weight,
                });
            }
        }
    }
}

impl Fired {
    fn lead(&mut self, new: Feeding) {
        match self.feeds.iter_mut().find(|f| f.domain == new.domain) {
            Some(f) if suggest::weight(new.term, new.feed) > suggest::weight(f.term, f.feed) => *f = new,
            Some(_) => {}
            None => self.feeds.push(new),
        }
    }
}
