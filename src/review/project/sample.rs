//! A project's seed -> the segments that are coded blind, and those without suggestions that are read for missed evidence.
use super::{Base, Project};
use crate::report::Suggestion;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A segment of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Index of its document.
    pub document: usize,
    /// Index of the segment in the document.
    pub segment: usize,
}

impl Project {
    /// Segments that can hold evidence, in order.
    pub fn places(&self) -> Vec<Place> {
        let documents = self.documents.iter().enumerate();
        documents.flat_map(|(document, base)| open(base).map(move |segment| Place { document, segment })).collect()
    }

    /// The same, of which no suggestion says anything.
    pub fn unsuggested(&self) -> Vec<Place> {
        let documents = self.documents.iter().enumerate();
        let bare = |base: &'_ Base| -> Vec<usize> {
            let mut said = vec![false; base.layout.segments.len()];
            base.suggestions.iter().for_each(|s: &Suggestion<'_>| said[base.segments_of(s.span)].fill(true));
            open(base).filter(|n| !said[*n]).collect()
        };
        documents
            .flat_map(|(document, base)| bare(base).into_iter().map(move |segment| Place { document, segment }))
            .collect()
    }

    /// The segments that every coder codes without suggestions first, in document order: a simple random sample of those that can hold
    /// evidence, `blind_share` of them and at least `blind_least`. What is added to a project does not change the rank of what is there.
    pub fn blind_sample(&self) -> Vec<Place> {
        let all = self.places();
        let share = (all.len() as f64 * self.manifest.blind_share).ceil() as usize;
        let least = if self.manifest.blind_share == 0.0 { 0 } else { self.manifest.blind_least as usize };
        self.draw("blind", all, share.max(least))
    }

    /// The segments without suggestions that are read for missed evidence, in document order: `missed` of them, without those of the blind sample.
    pub fn missed_sample(&self) -> Vec<Place> {
        let blind = self.blind_sample();
        let rest = self.unsuggested().into_iter().filter(|p| blind.binary_search(p).is_err()).collect();
        self.draw("missed", rest, self.manifest.missed as usize)
    }

    /// The first `n` of the segments by a hash of seed, purpose and content.
    fn draw(&self, purpose: &str, places: Vec<Place>, n: usize) -> Vec<Place> {
        let mut ranked: Vec<([u8; 32], Place)> = places.into_iter().map(|p| (self.rank(purpose, p), p)).collect();
        ranked.sort_unstable();
        let mut drawn: Vec<Place> = ranked.into_iter().take(n).map(|(_, place)| place).collect();
        drawn.sort_unstable();
        drawn
    }

    fn rank(&self, purpose: &str, place: Place) -> [u8; 32] {
        let base = &self.documents[place.document];
        let span = base.layout.segments[place.segment].span;
        let mut hash = Sha256::new();
        hash.update(self.manifest.seed.to_le_bytes());
        for part in [purpose, base.id(), base.slice(span).unwrap_or("")] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        hash.update(span.start.to_le_bytes());
        hash.finalize().into()
    }
}

fn open(base: &Base) -> impl Iterator<Item = usize> + '_ {
    (0..base.layout.segments.len()).filter(|n| base.can_hold_evidence(*n))
}
