//! Why a text gets its codes, and why not others: every match, cue and rule of a document's segments, in words.
use crate::tag::{
    Scratch, Tagger,
    context::CueHit,
    divide::divide,
    engine::{Owner, When},
    matcher::Hit,
    segment::{Analysis, Input, Signal},
    suggest::{
        score::Numbers,
        wording::{self, acts_of},
    },
    valence::votes,
};
use crate::{
    report::{Score, Valence},
    text::{Block, Document, Span},
};

/// How many letters of a term are shown.
const TERM: usize = 72;

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
    /// What was suggested or stayed below the threshold, the likeliest first.
    pub codes: Vec<Verdict>,
    /// What was held off, and by which rule.
    pub held_off: Vec<String>,
    /// Why nothing in the segment counts as evidence; none where it does.
    pub aside: Option<String>,
}

/// A code that a segment might get, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// `framework.domain`, with `.construct` if there is one.
    pub code: String,
    /// What it would be coded as.
    pub valence: Valence,
    /// Its score, and the least that is suggested.
    pub score: (Score, Score),
    /// The words that speak for it, the strongest first.
    pub words: Vec<String>,
    /// How the valence came about.
    pub reason: String,
    /// Who holds it and at which level it lies, each with what told so.
    pub tags: Vec<String>,
    /// The parts of its log-odds, words as evidence, and the votes on its valence.
    pub numbers: Vec<String>,
}

impl Verdict {
    /// Whether it is suggested.
    pub fn is_suggested(&self) -> bool {
        self.score.0 >= self.score.1
    }
}

impl Tagger {
    /// Explains the segments of a document that touch `within` (all of them without it).
    pub fn explain(&self, document: &Document, within: Option<Span>, scratch: &mut Scratch) -> Vec<Explanation> {
        let text = document.text.as_str();
        scratch.words.read(&self.engine.machine, text);
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
        let mut input = Input { engine: &self.engine, text, words: &mut scratch.words };
        let analysis = &mut scratch.analysis;
        let mut e = Explanation { place: place(document, block), ..Explanation::default() };
        if let (Some(head), Some(tail)) = (spans.first(), spans.last()) {
            e.quote = text[head.start as usize..tail.end as usize].to_owned();
        }
        if aside || !self.may_hold_evidence(block) {
            let kind = block.kind.name();
            e.aside = Some(match block.interviewer {
                true => "the interviewer speaks".to_owned(),
                false => format!("nothing in a {kind} of zone {} counts as evidence", block.zone),
            });
        }
        if !self.look(analysis, &mut input, document, block, spans) && !self.options.statements {
            return e;
        }
        analysis.cues(&mut input, spans);
        analysis.read(&mut input, spans, &around);
        let words_of =
            |hit: &Hit| text[input.words.start(hit.first) as usize..input.words.end(hit.last) as usize].to_owned();
        for hit in &analysis.held_off {
            e.held_off.push(format!("\"{}\": part of a name or a note, which is no evidence", words_of(hit)));
        }
        let said_of = |c: &CueHit| wording::cue_said(&self.engine, input.words, text, c.hit).into_owned();
        let said = |c: &CueHit| self.cue_line(c, &said_of(c));
        e.cues = analysis.context.cues.iter().map(said).collect();
        for signal in &analysis.signals {
            let entry = &self.engine.entries[signal.hit.entry as usize];
            let feeds = &self.engine.concepts[signal.concept as usize];
            let targets = feeds.1.iter().map(|f| {
                let target = &self.engine.targets[f.target as usize];
                let held = f.when.as_ref().is_some_and(|w| !analysis.holds(&self.engine, w, signal));
                let unmet = f.when.as_ref().filter(|_| held).map(|w| self.unmet(w)).unwrap_or_default();
                format!("{}.{}{unmet}", target.framework, target.domain)
            });
            let targets: Vec<String> = targets.collect();
            let weight = f64::from(entry.weight) / 1000.0;
            e.matches.push(format!(
                "\"{}\": {} -> {}; term `{}`, weight {weight}",
                words_of(&signal.hit),
                feeds.0,
                targets.join(", "),
                clipped(&entry.text),
            ));
            e.steps.push(self.step_line(analysis, signal, &words_of, &said_of));
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
            let odds = |n: i32| f64::from(n) / 1000.0;
            let (holder, level) = wording::tags(&self.engine, input.words, text, analysis, d);
            let holder = holder.map(|(h, from)| format!("held by {} {}", h.name(), by(&from)));
            let level = level.map(|(l, from)| format!("level {} {}", l.name(), by(&from)));
            let construct = d.construct.map(|c| format!(".{}", target.constructs[c as usize])).unwrap_or_default();
            let mut numbers = vec![format!(
                "log-odds {:.2}, of it place and sentence {:.2}, prior {:.2}",
                odds(d.log_odds),
                odds(base.place + scratch.gathering.frame(target, base)),
                odds(target.prior)
            )];
            numbers.extend(scratch.gathering.words_said(&self.engine, analysis, target));
            let votes = votes::told(&self.engine, analysis, d);
            if !votes.is_empty() {
                let sum = votes.iter().map(|v| v.0).sum();
                let named: Vec<&str> = votes.iter().take(8).map(|(_, said)| said.as_str()).collect();
                numbers.push(format!("votes that it hinders: {} = {:+.2}", named.join(", "), odds(sum)));
            }
            e.codes.push(Verdict {
                code: format!("{}.{}{construct}", target.framework, target.domain),
                valence: d.valence,
                score: (d.score, Score(target.threshold)),
                words: d.signals.iter().map(|n| words_of(&analysis.signals[*n as usize].hit)).collect(),
                reason: wording::reason(&self.engine, input.words, text, analysis, d),
                tags: holder.into_iter().chain(level).collect(),
                numbers,
            });
        }
        e
    }

    /// ` (condition not met: with material, holder hcp)`
    fn unmet(&self, when: &When) -> String {
        let name = |owner: &Owner| match owner {
            Owner::Set(n) => self.engine.sets[*n as usize].id.to_string(),
            Owner::Cue(n) => self.engine.cues[*n as usize].id.to_string(),
            Owner::Concept(n) => self.engine.concepts[*n as usize].0.to_string(),
        };
        let asked: [(&str, Vec<String>); 4] = [
            ("with", when.object.iter().map(name).collect()),
            ("without", when.without.iter().map(name).collect()),
            ("holder", when.holder.iter().map(|h| h.name().to_owned()).collect()),
            ("level", when.level.iter().map(|l| l.name().to_owned()).collect()),
        ];
        let asked = asked.iter().filter(|(_, names)| !names.is_empty());
        let asked: Vec<String> = asked.map(|(what, names)| format!("{what} {}", names.join(" or "))).collect();
        format!(" (condition not met: {})", asked.join(", "))
    }

    fn cue_line(&self, cue: &CueHit, words: &str) -> String {
        let turned = if cue.turned { ", turned round by another cue" } else { "" };
        let used = if cue.used { ", used up on another cue" } else { "" };
        let group = &self.engine.cues[cue.group as usize].id;
        let term = &self.engine.entries[cue.hit.entry as usize].text;
        format!("\"{words}\": {}{turned}{used}; `{}` of {group}", cue.kind.name(), clipped(term))
    }

    fn step_line(
        &self,
        analysis: &Analysis,
        signal: &Signal,
        words_of: &impl Fn(&Hit) -> String,
        said_of: &impl Fn(&CueHit) -> String,
    ) -> String {
        let lean = self.engine.entries[signal.hit.entry as usize].lean;
        let mut line = format!("\"{}\" {} by itself", words_of(&signal.hit), wording::lean_said(lean));
        for (n, act) in acts_of(analysis, signal) {
            let turned = if act.turned { ", itself denied" } else { "" };
            let said = said_of(&analysis.context.cues[*n as usize]);
            line.push_str(&format!("; \"{said}\" ({}{turned})", act.kind.name()));
        }
        line + " -> " + wording::lean_said(signal.outcome.sign)
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

/// What told a tag: words of the text, or in brackets what else.
fn by(from: &str) -> String {
    if from.starts_with('(') { from.to_owned() } else { format!("(\"{from}\")") }
}

/// The head of a long term: which words it has besides is told by `pretag lexicon show`.
fn clipped(term: &str) -> String {
    let Some((end, _)) = term.char_indices().nth(TERM) else { return term.to_owned() };
    let head = &term[..end];
    let at = head.rfind([',', ' ']).unwrap_or(end);
    format!("{} ...", head[..at].trim_end_matches(','))
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
