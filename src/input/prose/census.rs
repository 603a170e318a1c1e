//! The lines of a text -> its speakers: how often each speaks, who asks the questions, and whether it is a transcript at all.
use super::{
    roles::{asks, has_role, is_asked, is_clinical},
    speakers::turn,
};
use crate::input::InputOptions;
use memchr::memchr_iter;
use std::collections::BTreeMap;

/// What is counted of the lines of a text.
#[derive(Default)]
pub(super) struct Census<'t> {
    labels: BTreeMap<&'t str, Count>,
    lines: usize,
    /// Lines before the first label.
    before: usize,
    /// Barriers and facilitators are listed: no one speaks.
    listing: bool,
}

#[derive(Clone, Copy, Default)]
struct Count {
    turns: usize,
    /// Lines that begin with the name as a speaker's would, and might do so elsewhere too.
    perhaps: usize,
    questions: usize,
    /// Whether it is sure that it is a speaker.
    sure: bool,
}

impl<'t> Census<'t> {
    /// Counts the labels of at most so many lines of a text.
    pub(super) fn of(text: &'t str, most: usize) -> Self {
        Self::of_lines(lines(text), most)
    }

    /// Counts the labels of at most so many lines.
    pub(super) fn of_lines(lines: impl Iterator<Item = &'t str>, most: usize) -> Self {
        let mut census = Self::default();
        let mut speaking = "";
        for line in lines.filter(|line| !line.trim_ascii_start().is_empty()).take(most) {
            census.lines += 1;
            match turn(line) {
                Some(turn) if turn.weak => {
                    census.labels.entry(turn.name).or_default().perhaps += 1;
                    census.before += usize::from(speaking.is_empty());
                }
                Some(turn) => {
                    speaking = turn.name;
                    let count = census.labels.entry(turn.name).or_default();
                    count.turns += 1;
                    count.sure |= turn.sure;
                }
                None => census.before += usize::from(speaking.is_empty()),
            }
            if let Some(count) = census.labels.get_mut(speaking) {
                count.questions += memchr_iter(b'?', line.as_bytes()).count();
            }
            let words = line.trim_start();
            census.listing |= words.starts_with(['B', 'b'])
                && ["Barrier", "barrier", "BARRIER"].iter().any(|b| words.starts_with(b))
                && line.contains(':');
        }
        census
    }

    /// Whether so many lines were all there are.
    pub(super) fn is_whole(&self, most: usize) -> bool {
        self.lines < most
    }

    /// Whether the labelled lines make up a good part of the text.
    pub(super) fn is_transcript(&self) -> bool {
        let clear = self.speakers().filter(|(name, count)| count.turns > usize::from(!count.sure && !has_role(name)));
        let (roles, names): (Vec<_>, Vec<_>) = clear.partition(|(name, count)| count.sure || has_role(name));
        let turns = |of: &[(&str, Count)]| of.iter().map(|(_, count)| count.turns).sum::<usize>();
        let (by_role, by_name) = (turns(&roles), turns(&names));
        // A turn may be wrapped to many lines: a few labels in a hundred lines will do if there are several.
        let covers = |turns: usize, percent: usize| turns * 100 >= self.lines * percent;
        let early = self.before * 3 <= self.lines;
        let by_roles = by_role >= 2 && (covers(by_role + by_name, 20) || by_role >= 6 && covers(by_role, 2));
        let by_names = by_name >= 6 && by_name >= 3 * names.len() && names.len() > 1 && covers(by_name, 10);
        early && !self.listing && (by_roles || by_names)
    }

    /// Whether somebody speaks who was named as the interviewer, and not alone.
    pub(super) fn is_heard(&self, options: &InputOptions) -> bool {
        let named = self.labels.keys().filter(|name| options.interviewer_of(name).is_some()).count();
        (1..self.labels.len()).contains(&named)
    }

    /// Whether a label of that name opens a turn.
    pub(super) fn speaks(&self, name: &str) -> bool {
        has_role(name) || self.labels.get(name).is_some_and(|count| count.turns + count.perhaps > 1 || count.sure)
    }

    /// The names of those who ask the questions.
    pub(super) fn interviewers(&self, options: &InputOptions) -> Vec<&'t str> {
        let given = |name: &str| options.interviewer_of(name).is_some();
        let known: Vec<&str> = self.speakers().map(|(name, _)| name).filter(|name| asks(name) || given(name)).collect();
        if known.is_empty() { self.opposite().into_iter().collect() } else { known }
    }

    /// The one opposite a participant who asks most of the questions.
    fn opposite(&self) -> Option<&'t str> {
        let (asked, others): (Vec<_>, Vec<_>) = self.speakers().partition(|(name, _)| is_asked(name));
        let (name, most) = others.into_iter().max_by_key(|(_, count)| count.questions)?;
        let answers = asked.iter().map(|(_, count)| count.questions).max()?;
        (!is_clinical(name) && most.questions > answers).then_some(name)
    }

    fn speakers(&self) -> impl Iterator<Item = (&'t str, Count)> {
        self.labels.iter().filter(|(name, _)| self.speaks(name)).map(|(name, count)| (*name, *count))
    }
}

/// Whether a speaker's label is this name or begins with it (`Dan` of *Dan Brown*), in any case of letters.
pub(in crate::input) fn is_called(label: &str, name: &str) -> bool {
    let (label, name) = (label.to_lowercase(), name.trim().to_lowercase());
    !name.is_empty()
        && label.strip_prefix(&name).is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

/// The lines of a text without their ends.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let ends = memchr_iter(b'\n', text.as_bytes()).chain(std::iter::once(text.len()));
    let mut start = 0;
    ends.map(move |end| {
        let line = &text[start..end];
        start = end + 1;
        line.strip_suffix('\r').unwrap_or(line)
    })
}
