//! A draft -> what a report shows of it: matches, cues, and how the valence came about, in words.
use crate::tag::{
    engine::Engine,
    matcher::{Hit, Words},
    segment::{Analysis, Signal, Source, Surroundings},
    suggest::Draft,
    valence::votes,
};
use crate::{
    lexicon::Lean,
    report::{Cue, Holder, Level, Match, Valence},
    text::Span,
};
use smallvec::SmallVec;
use std::borrow::Cow;

/// The matches of a draft as a report has them, in document order.
pub(in crate::tag) fn matches<'a>(
    engine: &'a Engine,
    words: &Words,
    analysis: &Analysis,
    draft: &Draft,
) -> Vec<Match<'a>> {
    let mut signals: SmallVec<[&Signal; 8]> = draft.signals.iter().map(|s| &analysis.signals[*s as usize]).collect();
    signals.sort_unstable_by_key(|s| (s.hit.first, s.hit.last, s.hit.entry));
    let one = |s: &&Signal| Match {
        term: (&*engine.entries[s.hit.entry as usize].text).into(),
        concept: (&*engine.concepts[s.concept as usize].0).into(),
        span: Span { start: words.start(s.hit.first), end: words.end(s.hit.last) },
    };
    signals.iter().map(one).collect()
}

/// The cues that act on a draft's matches, in document order.
pub(in crate::tag) fn cues<'a>(
    engine: &'a Engine,
    words: &Words,
    analysis: &Analysis,
    draft: &Draft,
    around: &Surroundings,
) -> Vec<Cue<'a>> {
    let mut found: SmallVec<[u32; 16]> = draft.bare.into_iter().collect();
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

pub(in crate::tag) fn acts_of<'s>(analysis: &'s Analysis, signal: &Signal) -> &'s [(u32, crate::tag::valence::Act)] {
    &analysis.acts[signal.acts.0 as usize..signal.acts.1 as usize]
}

/// A tag and what it was told by: words of the text, or in brackets what else.
pub(in crate::tag) type Told<'a, T> = Option<(T, Cow<'a, str>)>;

/// The holder and the level of a draft.
pub(in crate::tag) fn tags<'a>(
    engine: &Engine,
    words: &Words,
    text: &'a str,
    analysis: &Analysis,
    draft: &Draft,
) -> (Told<'a, Holder>, Told<'a, Level>) {
    let quote = |h: Hit| Cow::Borrowed(&text[Span { start: words.start(h.first), end: words.end(h.last) }.range()]);
    let Some(best) = draft.best else {
        let (holder, level) = if draft.bare.is_some() { analysis.named() } else { (None, None) };
        return (holder.map(|(hit, h)| (h, quote(hit))), level.map(|(hit, l)| (l, quote(hit))));
    };
    let signal = &analysis.signals[best as usize];
    let named = analysis.holder_named(signal).map(|(hit, holder)| (holder, quote(hit)));
    let holder = named.or_else(|| analysis.holder(signal).map(|h| (h, Cow::Borrowed("(speaker)"))));
    let level = analysis.level_named(engine, signal).map(|(hit, level)| match hit {
        Some(hit) => (level, quote(hit)),
        None => (level, Cow::Owned(format!("(usual of {})", engine.concepts[signal.concept as usize].0))),
    });
    (holder, level)
}

/// A stretch of words as it stands in the text, on one line.
fn quoted<'a>(words: &Words, text: &'a str, hit: Hit) -> Cow<'a, str> {
    let found = &text[Span { start: words.start(hit.first), end: words.end(hit.last) }.range()];
    if found.contains(['\n', '\r', '\t', '`']) {
        found.replace(['\n', '\r', '\t', '`'], " ").into()
    } else {
        found.into()
    }
}

/// A cue as it stands in the text; a sign (`?`) as the term has it, for its place is that of the word before.
pub(in crate::tag) fn cue_said<'a>(engine: &'a Engine, words: &Words, text: &'a str, hit: Hit) -> Cow<'a, str> {
    let term = &*engine.entries[hit.entry as usize].text;
    if term.contains(char::is_alphanumeric) { quoted(words, text, hit) } else { term.into() }
}

/// A lean in sentences.
pub(in crate::tag) fn lean_said(lean: Lean) -> &'static str {
    match lean {
        Lean::Neither => "neither hinders nor helps",
        lean => lean.name(),
    }
}

/// How the valence came about, in words; what is quoted stands in the text so (the terms stand with matches and cues).
pub(in crate::tag) fn reason(engine: &Engine, words: &Words, text: &str, analysis: &Analysis, draft: &Draft) -> String {
    let term = |n: u32| cue_said(engine, words, text, analysis.context.cues[n as usize].hit);
    let Some(first) = draft.signals.first() else { return bare_reason(engine, analysis, draft, term) };
    let signal = &analysis.signals[*first as usize];
    let entry = &engine.entries[signal.hit.entry as usize];
    let mut out = String::with_capacity(256);
    let mut say = |parts: &[&str]| parts.iter().for_each(|part| out.push_str(part));
    say(&["`", &*quoted(words, text, signal.hit), "` ", lean_said(entry.lean), " by itself"]);
    for (n, act) in acts_of(analysis, signal) {
        let turned = if act.turned { ", itself denied" } else { "" };
        say(&["; `", &*term(*n), "` (", act.kind.name(), turned, ")"]);
    }
    match signal.source {
        Source::Topic(n) => say(&["; listed under `", &*term(n), "`"]),
        Source::Tone(Some(n)) => {
            let cue = &analysis.context.cues[n as usize];
            let denied = if cue.turned { ", itself denied" } else { "" };
            say(&["; the clause as a whole, by `", &*term(n), "` (", cue.kind.name(), denied, ")"]);
        }
        Source::Tone(None) => say(&["; the clause as a whole"]),
        Source::Lent(lender) => say(&["; lent by the ", lender.said()]),
        _ if draft.by_prior => say(&["; nothing in the words tells, so the usual valence"]),
        _ => {}
    }
    outvoted(engine, analysis, draft, &mut out);
    out.push_str(": ");
    out.push_str(draft.valence.name());
    out
}

/// What weighed more than the rules, where all that is said comes to another valence.
fn outvoted(engine: &Engine, analysis: &Analysis, draft: &Draft, out: &mut String) {
    if draft.valence == draft.by_rules {
        return;
    }
    let told =
        format!("; {} by the rules alone, outvoted by {}", draft.by_rules.name(), most(engine, analysis, draft, "", 3));
    out.push_str(&told);
}

/// What weighed most for a draft's valence, of the groups of votes that begin so.
fn most(engine: &Engine, analysis: &Analysis, draft: &Draft, group: &str, count: usize) -> String {
    let sign = if draft.valence == Valence::Barrier { 1 } else { -1 };
    let told = votes::told(engine, analysis, draft);
    let for_it = told.iter().filter(|(n, said)| n * sign > 0 && said.starts_with(group)).take(count);
    for_it.map(|(_, said)| said.as_str()).collect::<Vec<_>>().join(", ")
}

fn bare_reason<'a>(engine: &Engine, analysis: &Analysis, draft: &Draft, term: impl Fn(u32) -> Cow<'a, str>) -> String {
    if let Some(best) = draft.neighbour {
        let domain = &engine.targets[best as usize].domain;
        let valence = draft.valence.name();
        return format!("nothing speaks for it, but people often give it where {domain} is best: {valence}");
    }
    let mut out = String::from("no concept found, so the most usual domain");
    if let Some(n) = draft.bare {
        let cue = &analysis.context.cues[n as usize];
        let denied = if cue.turned { ", itself denied" } else { "" };
        out.push_str(&format!("; `{}` ({}{denied})", term(n), cue.kind.name()));
    } else {
        out.push_str(&format!("; no cue either, but {}", most(engine, analysis, draft, "word", 1)));
    }
    outvoted(engine, analysis, draft, &mut out);
    out + ": " + draft.valence.name()
}
