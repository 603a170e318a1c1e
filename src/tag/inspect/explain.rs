//! Why a text gets its codes, and why not others: every match, cue and rule of a document's segments, in words.
use crate::tag::{
    Scratch, Tagger,
    context::CueHit,
    divide::divide,
    engine::Owner,
    matcher::Hit,
    segment::{Analysis, Input},
    suggest::{
        score::Numbers,
        wording::{self, acts_of},
    },
    valence::votes,
};
use crate::{
    lexicon::{Lexicon, term::Node, term::Pattern},
    text::{Block, Document, Span},
};

/// What happened in one segment. Lines are plain text without line ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// The segment.
    pub quote: String,
    /// Zone, section, speaker.
    pub place: String,
    /// Terms found: words, term, concept, what they feed.
    pub matches: Vec<String>,
    /// Cues found: words, term, kind, what became of them.
    pub cues: Vec<String>,
    /// How each match got its valence.
    pub steps: Vec<String>,
    /// What was suggested or stayed below the threshold: domain, valence, score and its parts.
    pub codes: Vec<String>,
    /// What was held off, and by which rule.
    pub held_off: Vec<String>,
}

impl Tagger {
    /// Explains the segments of a document that touch `within` (all of them without it).
    pub fn explain(&self, document: &Document, within: Option<Span>, scratch: &mut Scratch) -> Vec<Explanation> {
        let text = document.text.as_str();
        scratch.words.read(&self.engine.machine, text);
        self.engine.machine.odd.literals(text, &mut scratch.odd);
        scratch.lenders.begin(self, document);
        let mut out = Vec::new();
        for block in document.blocks.iter().filter(|b| within.is_none_or(|w| w.overlaps(b.span))) {
            let mut spans = Vec::new();
            let division = divide(&scratch.words, text, block, self.options.statements, &mut spans);
            let segments: Vec<&[Span]> = if division.whole { vec![&spans] } else { spans.chunks(1).collect() };
            for spans in segments.into_iter().filter(|s| within.is_none_or(|w| s.iter().any(|s| w.overlaps(*s)))) {
                out.push(self.explain_segment(document, block, spans, scratch));
            }
        }
        out
    }

    fn explain_segment(
        &self,
        document: &Document,
        block: &Block,
        spans: &[Span],
        scratch: &mut Scratch,
    ) -> Explanation {
        let text = document.text.as_str();
        let around = scratch.lenders.around(self, document, block);
        let aside = !self.options.statements && scratch.lenders.stands_aside(self, document, block);
        let mut input = Input { engine: &self.engine, text, words: &mut scratch.words, odd: &scratch.odd };
        let analysis = &mut scratch.analysis;
        let mut e = Explanation { place: place(document, block), ..Explanation::default() };
        if let (Some(head), Some(tail)) = (spans.first(), spans.last()) {
            e.quote = text[head.start as usize..tail.end as usize].to_owned();
        }
        if aside || !self.may_hold_evidence(block) {
            e.held_off.push(format!(
                "the whole segment: nothing in a {} of zone {} counts as evidence",
                block.kind.name(),
                block.zone
            ));
        }
        if !self.look(analysis, &mut input, document, block, spans) && !self.options.statements {
            return e;
        }
        analysis.cues(&mut input, spans);
        analysis.read(&mut input, spans, &around);
        let words_of =
            |hit: &Hit| text[input.words.start(hit.first) as usize..input.words.end(hit.last) as usize].to_owned();
        for hit in &analysis.held_off {
            e.held_off.push(format!("\"{}\": part of the name of a framework", words_of(hit)));
        }
        let said = |c: &CueHit| self.cue_line(c, &wording::cue_said(&self.engine, input.words, text, c.hit));
        e.cues = analysis.context.cues.iter().map(said).collect();
        for signal in &analysis.signals {
            let entry = &self.engine.entries[signal.hit.entry as usize];
            let feeds = &self.engine.concepts[signal.concept as usize];
            let targets = feeds.1.iter().map(|f| {
                let target = &self.engine.targets[f.target as usize];
                let held = f.when.as_ref().is_some_and(|w| !analysis.holds(&self.engine, w, signal));
                format!("{}.{}{}", target.framework, target.domain, if held { " (condition not met)" } else { "" })
            });
            let targets: Vec<String> = targets.collect();
            let weight = f64::from(entry.weight) / 1000.0;
            e.matches.push(format!(
                "\"{}\": term `{}` ({weight}) of {} -> {}",
                words_of(&signal.hit),
                entry.text,
                feeds.0,
                targets.join(", ")
            ));
            e.steps.push(self.step_line(analysis, signal, &words_of(&signal.hit)));
        }
        let place = self.place(document, block, &scratch.lenders, around.lent.is_some());
        let base = self.circumstances(analysis, document, spans, place);
        analysis.hear(&input);
        scratch.gathering.hear(&self.engine, analysis);
        scratch.gathering.drafts(
            &self.engine,
            analysis,
            &Numbers { least: i32::MIN, ..self.numbers.clone() },
            base,
            self.options.statements,
            &mut scratch.drafts,
        );
        if !self.options.statements {
            votes::decide(&self.engine, analysis, &mut scratch.drafts);
        }
        scratch.drafts.sort_by_key(|d| (-d.log_odds, d.target, d.clause));
        for d in &scratch.drafts {
            let target = &self.engine.targets[d.target as usize];
            let verdict = if d.score.0 < target.threshold { ", below the threshold" } else { "" };
            let odds = |n: i32| f64::from(n) / 1000.0;
            let (holder, level) = wording::tags(&self.engine, input.words, text, analysis, d);
            let holder = holder.map(|(h, from)| format!("; {} by {from}", h.name())).unwrap_or_default();
            let level = level.map(|(l, from)| format!("; {} by {from}", l.name())).unwrap_or_default();
            e.codes.push(format!(
                "{}.{} {} {:.3}{verdict}{holder}{level} (log-odds {:.2}, of it place and sentence {:.2}, prior {:.2})",
                target.framework,
                target.domain,
                d.valence.name(),
                d.score.value(),
                odds(d.log_odds),
                odds(base.place + scratch.gathering.frame(target, base)),
                odds(target.prior)
            ));
            e.codes.extend(scratch.gathering.words_said(&self.engine, analysis, target));
            let votes = votes::told(&self.engine, analysis, d);
            if !votes.is_empty() {
                let sum = votes.iter().map(|v| v.0).sum();
                let named: Vec<&str> = votes.iter().take(8).map(|(_, said)| said.as_str()).collect();
                e.codes.push(format!(
                    "  votes of {}, that it hinders: {} = {:+.2}",
                    target.domain,
                    named.join(", "),
                    odds(sum)
                ));
            }
        }
        e
    }

    fn cue_line(&self, cue: &CueHit, words: &str) -> String {
        let turned = if cue.turned { ", turned round by another cue" } else { "" };
        let used = if cue.used { ", used up on another cue" } else { "" };
        let group = &self.engine.cues[cue.group as usize].id;
        format!(
            "\"{words}\": `{}` of {group} ({}{turned}{used})",
            self.engine.entries[cue.hit.entry as usize].text,
            cue.kind.name()
        )
    }

    fn step_line(&self, analysis: &Analysis, signal: &crate::tag::segment::Signal, words: &str) -> String {
        let entry = &self.engine.entries[signal.hit.entry as usize];
        let mut line = format!("\"{words}\" {} by itself", entry.lean.name());
        for (n, act) in acts_of(analysis, signal) {
            let cue = &analysis.context.cues[*n as usize];
            let turned = if act.turned { ", denied" } else { "" };
            line.push_str(&format!(
                "; {} `{}`{turned}",
                act.kind.name(),
                self.engine.entries[cue.hit.entry as usize].text
            ));
        }
        line.push_str(&format!(" -> {}", signal.outcome.sign.name()));
        line
    }

    /// The terms that would have led to a code (`framework.domain`) and come nearest to the text: term, concept, which of its words are missing.
    pub fn nearest_misses(&self, lexicon: &Lexicon, text: &str, code: &str) -> Vec<String> {
        let leads = |concept: &str| {
            let feeds = self.engine.concepts.iter().find(|(id, _)| **id == *concept);
            feeds.is_some_and(|(_, f)| {
                f.iter().any(|f| {
                    let t = &self.engine.targets[f.target as usize];
                    format!("{}.{}", t.framework, t.domain) == code
                })
            })
        };
        let mut bounds = Vec::new();
        crate::text::words::split(text, &mut bounds);
        let words: Vec<String> =
            bounds.chunks_exact(2).map(|w| crate::text::fold::fold(&text[w[0] as usize..w[1] as usize])).collect();
        let mut rows: Vec<(usize, usize, String)> = Vec::new();
        for concept in lexicon.concepts.iter().filter(|c| leads(&c.id)) {
            for term in concept.terms.iter().filter(|t| !t.shield) {
                let Pattern::Words(nodes) = &term.pattern else { continue };
                let (mut found, mut missing) = (0, Vec::new());
                needed(nodes, lexicon, &words, &mut found, &mut missing);
                if found > 0 && !missing.is_empty() {
                    rows.push((
                        missing.len(),
                        found,
                        format!("term `{}` of {}: no {}", term.text, concept.id, missing.join(", ")),
                    ));
                }
            }
        }
        rows.sort_by(|a, b| (a.0, usize::MAX - a.1, &a.2).cmp(&(b.0, usize::MAX - b.1, &b.2)));
        rows.into_iter().take(8).map(|r| r.2).collect()
    }

    /// Whether a code `framework.domain` is one of those tagged with.
    pub fn knows(&self, code: &str) -> bool {
        self.engine.targets.iter().any(|t| format!("{}.{}", t.framework, t.domain) == code)
    }

    /// How many entries each owner has, for lists: concepts, cues, sets.
    pub fn counts(&self) -> (usize, usize, usize) {
        let of = |f: fn(&Owner) -> bool| self.engine.entries.iter().filter(|e| f(&e.owner)).count();
        (of(|o| matches!(o, Owner::Concept(_))), of(|o| matches!(o, Owner::Cue(_))), of(|o| matches!(o, Owner::Set(_))))
    }
}

fn place(document: &Document, block: &Block) -> String {
    let mut place = format!("{} in {}", block.kind.name(), block.zone);
    if let Some(section) = document.label(block.section) {
        place.push_str(&format!(", under {section}"));
    }
    if let Some(speaker) = document.label(block.speaker) {
        place.push_str(&format!(", said by {speaker}"));
    }
    place
}

/// Counts the words a pattern needs that are there, and names those that are not.
fn needed(nodes: &[Node], lexicon: &Lexicon, words: &[String], found: &mut usize, missing: &mut Vec<String>) {
    for node in nodes {
        match node {
            Node::Word { text, exact } => match lexicon.forms().of(text, *exact).iter().any(|f| words.contains(f)) {
                true => *found += 1,
                false => missing.push(text.clone()),
            },
            Node::Prefix(p) if words.iter().any(|w| w.starts_with(p.as_str())) => *found += 1,
            Node::Prefix(p) => missing.push(format!("{p}*")),
            Node::Any(branches) => {
                let tries = branches.iter().map(|b| {
                    let (mut f, mut m) = (0, Vec::new());
                    needed(b, lexicon, words, &mut f, &mut m);
                    (m.len(), f, m)
                });
                if let Some((_, f, m)) = tries.min_by_key(|t| t.0) {
                    *found += f;
                    missing.extend(m);
                }
            }
            Node::Class(id) => missing.push(format!("<{id}>")),
            Node::Optional(_) | Node::Gap(_) => {}
        }
    }
}
