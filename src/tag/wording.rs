//! A draft -> what a report shows of it: matches, cues, and how the valence came about, in words.
use super::{
    engine::Engine,
    matcher::Words,
    segment::{Analysis, Signal, Source, Surroundings},
    suggest::Draft,
};
use crate::{
    report::{Cue, Match},
    text::Span,
};
use std::fmt::Write;

/// The matches of a draft as a report has them, in document order.
pub(super) fn matches<'a>(engine: &'a Engine, words: &Words, analysis: &Analysis, draft: &Draft) -> Vec<Match<'a>> {
    let mut signals: Vec<&Signal> = draft.signals.iter().map(|s| &analysis.signals[*s as usize]).collect();
    signals.sort_unstable_by_key(|s| (s.hit.first, s.hit.last, s.hit.entry));
    let one = |s: &&Signal| Match {
        term: (&*engine.entries[s.hit.entry as usize].text).into(),
        concept: (&*engine.concepts[s.concept as usize].0).into(),
        span: Span { start: words.start(s.hit.first), end: words.end(s.hit.last) },
    };
    signals.iter().map(one).collect()
}

/// The cues that act on a draft's matches, in document order.
pub(super) fn cues<'a>(
    engine: &'a Engine,
    words: &Words,
    analysis: &Analysis,
    draft: &Draft,
    around: &Surroundings,
) -> Vec<Cue<'a>> {
    let mut found: Vec<u32> = draft.bare.into_iter().collect();
    let mut lent = None;
    for s in &draft.signals {
        let signal = &analysis.signals[*s as usize];
        found.extend(acts_of(analysis, signal).iter().map(|(n, _)| *n));
        match signal.source {
            Source::Topic(n) | Source::Tone(Some(n)) => found.push(n),
            Source::Lent(_) => lent = around.lent,
            _ => {}
        }
    }
    found.sort_unstable_by_key(|n| (analysis.context.cues[*n as usize].hit.first, *n));
    found.dedup();
    let one = |n: u32| {
        let cue = &analysis.context.cues[n as usize];
        Cue {
            cue: (&*engine.entries[cue.hit.entry as usize].text).into(),
            kind: cue.kind.name().into(),
            span: Span { start: words.start(cue.hit.first), end: words.end(cue.hit.last) },
        }
    };
    let mut out: Vec<Cue<'a>> = found.into_iter().map(one).collect();
    if let Some((valence, lender, Some(span))) = lent {
        out.insert(0, Cue { cue: valence.name().into(), kind: lender.name().into(), span });
    }
    out
}

pub(super) fn acts_of<'s>(analysis: &'s Analysis, signal: &Signal) -> &'s [(u32, super::valence::Act)] {
    &analysis.acts[signal.acts.0 as usize..signal.acts.1 as usize]
}

/// How the valence came about, in words.
pub(super) fn reason(engine: &Engine, analysis: &Analysis, draft: &Draft) -> String {
    let Some(first) = draft.signals.first() else { return bare_reason(engine, analysis, draft) };
    let signal = &analysis.signals[*first as usize];
    let entry = &engine.entries[signal.hit.entry as usize];
    let mut out = String::with_capacity(96);
    let _ = write!(out, "`{}` {} by itself", entry.text, entry.lean.name());
    for (n, act) in acts_of(analysis, signal) {
        let cue = &analysis.context.cues[*n as usize];
        let turned = if act.turned { ", itself denied" } else { "" };
        let _ = write!(out, "; `{}` ({}{turned})", engine.entries[cue.hit.entry as usize].text, act.kind.name());
    }
    match signal.source {
        Source::Topic(n) => {
            let cue = &analysis.context.cues[n as usize];
            let _ = write!(out, "; listed under `{}`", engine.entries[cue.hit.entry as usize].text);
        }
        Source::Tone(Some(n)) => {
            let cue = &analysis.context.cues[n as usize];
            let (term, kind) = (&engine.entries[cue.hit.entry as usize].text, cue.kind.name());
            let denied = if cue.turned { ", itself denied" } else { "" };
            let _ = write!(out, "; the clause as a whole, by `{term}` ({kind}{denied})");
        }
        Source::Tone(None) => out.push_str("; the clause as a whole"),
        Source::Lent(lender) => {
            let _ = write!(out, "; lent by the {}", lender.name().replace('_', "-"));
        }
        _ if draft.by_prior => out.push_str("; nothing in the words tells, so the usual valence"),
        _ => {}
    }
    let _ = write!(out, ": {}", draft.valence.name());
    out
}

fn bare_reason(engine: &Engine, analysis: &Analysis, draft: &Draft) -> String {
    if let Some(best) = draft.neighbour {
        let domain = &engine.targets[best as usize].domain;
        let valence = draft.valence.name();
        return format!("nothing speaks for it, but people often give it where {domain} is best: {valence}");
    }
    let mut out = String::from("no concept found, so the most usual domain");
    if let Some(n) = draft.bare {
        let cue = &analysis.context.cues[n as usize];
        let denied = if cue.turned { ", itself denied" } else { "" };
        let _ = write!(out, "; `{}` ({}{denied})", engine.entries[cue.hit.entry as usize].text, cue.kind.name());
    }
    let _ = write!(out, ": {}", draft.valence.name());
    out
}
