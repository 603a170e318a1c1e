//! A sentence that did not get a code -> the terms that came nearest to giving it, and what each lacked.
use crate::tag::{
    Tagger,
    engine::{CONCEPTS, Owner},
    matcher::{Hit, Words},
    segment::{Analysis, Input},
};
use crate::{
    lexicon::{
        Lexicon, Term,
        term::{Node, Pattern},
    },
    text::{Span, fold::fold, sentences},
};

/// How many terms are named.
const NAMED: usize = 8;

/// A term that did not lead to the code: first those that lack least and have most.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Miss {
    lacks: usize,
    /// Less than 0.
    has: isize,
    said: String,
}

impl Tagger {
    /// The terms that would have led to a code (`framework.domain`) and come nearest to the text: term, concept, what held it off, or which of its
    /// words are missing.
    pub fn nearest_misses(&self, lexicon: &Lexicon, text: &str, code: &str) -> Vec<String> {
        let present = Present { lexicon, words: folded_words(text) };
        let (hits, words) = self.every_hit(text);
        let mut misses: Vec<Miss> = Vec::new();
        for (n, (id, feeds)) in self.engine.concepts.iter().enumerate() {
            let leads = |target: u32| {
                let t = &self.engine.targets[target as usize];
                format!("{}.{}", t.framework, t.domain) == code
            };
            let Some(concept) = lexicon.concepts.iter().find(|c| c.id == *id) else { continue };
            if feeds.iter().any(|f| leads(f.target)) {
                let own: Vec<&Hit> = hits.iter().filter(|h| self.owner(h) == Owner::Concept(n as u32)).collect();
                let terms = concept.terms.iter().filter(|t| !t.shield);
                misses.extend(terms.filter_map(|t| self.miss(t, id, &own, &present, (text, &words))));
            }
        }
        misses.sort();
        misses.into_iter().take(NAMED).map(|miss| miss.said).collect()
    }

    /// Why a term of a concept was not counted, if it came near; `hits` are all of the concept.
    fn miss(
        &self,
        term: &Term,
        concept: &str,
        hits: &[&Hit],
        present: &Present<'_>,
        (text, words): (&str, &Words),
    ) -> Option<Miss> {
        let of = |why: String| format!("term `{}` of {concept}: {why}", term.text);
        let entry = |h: &Hit| &self.engine.entries[h.entry as usize];
        let here: Vec<&&Hit> = hits.iter().filter(|h| entry(h).text == term.text).collect();
        if let Some(hit) = here.first() {
            let over = |h: &&&Hit| entry(h).shield && h.first <= hit.last && hit.first <= h.last;
            let shield = hits.iter().find(over)?;
            let said = &text[words.start(shield.first) as usize..words.end(shield.last) as usize];
            let why = format!("it stands here, but is held off by the shield `{}` (\"{said}\")", entry(shield).text);
            return Some(Miss { lacks: 0, has: isize::MIN, said: of(why) });
        }
        let Pattern::Words(nodes) = &term.pattern else { return None };
        let (mut found, mut missing) = (0, Vec::new());
        present.needed(nodes, &mut found, &mut missing);
        let why = match missing.as_slice() {
            [] => "all its words are here, but in another order, too far apart or in another place".to_owned(),
            missing => format!("no {}", missing.join(", ")),
        };
        (found > 0).then(|| Miss { lacks: missing.len(), has: -(found as isize), said: of(why) })
    }

    /// Every match of a term of a concept, overlapping ones and shields too.
    fn every_hit(&self, text: &str) -> (Vec<Hit>, Words) {
        let (mut words, mut analysis) = (Words::default(), Analysis::default());
        words.read(&self.engine.machine, text);
        let (mut spans, mut hits, mut all) = (Vec::new(), Vec::new(), Vec::new());
        sentences(text, Span::new(0, text.len()), &mut spans);
        for n in 0..spans.len() {
            let mut input = Input { engine: &self.engine, text, words: &mut words };
            analysis.place(&input, &spans[n..=n]);
            analysis.find(&mut input, CONCEPTS, &spans[n..=n], &mut hits);
            all.append(&mut hits);
        }
        (all, words)
    }

    fn owner(&self, hit: &Hit) -> Owner {
        self.engine.entries[hit.entry as usize].owner
    }
}

fn folded_words(text: &str) -> Vec<String> {
    let mut bounds = Vec::new();
    crate::text::words::split(text, &mut bounds);
    bounds.chunks_exact(2).map(|w| fold(&text[w[0] as usize..w[1] as usize])).collect()
}

/// The words of a text, wherever they stand.
struct Present<'l> {
    lexicon: &'l Lexicon,
    words: Vec<String>,
}

impl Present<'_> {
    /// Counts the words a pattern needs that are there, and names those that are not.
    fn needed(&self, nodes: &[Node], found: &mut usize, missing: &mut Vec<String>) {
        for node in nodes {
            match node {
                Node::Word { text, exact } => match self.has(text, *exact) {
                    true => *found += 1,
                    false => missing.push(text.clone()),
                },
                Node::Prefix(p) if self.words.iter().any(|w| w.starts_with(p.as_str())) => *found += 1,
                Node::Prefix(p) => missing.push(format!("{p}*")),
                Node::Any(branches) => {
                    if let Some((f, m)) = self.nearest(branches.iter().map(Vec::as_slice)) {
                        *found += f;
                        missing.extend(m);
                    }
                }
                Node::Class(id) => match self.nearest(self.of_class(id)) {
                    Some((f, m)) if m.is_empty() => *found += f,
                    _ => missing.push(format!("<{id}>")),
                },
                Node::Optional(_) | Node::Gap(_) => {}
            }
        }
    }

    fn has(&self, word: &str, exact: bool) -> bool {
        self.lexicon.forms().of(word, exact).iter().any(|form| self.words.contains(form))
    }

    /// Of several patterns the one that lacks least: how many of its words are there, and which are not.
    fn nearest<'n>(&self, patterns: impl Iterator<Item = &'n [Node]>) -> Option<(usize, Vec<String>)> {
        let tries = patterns.map(|nodes| {
            let (mut found, mut missing) = (0, Vec::new());
            self.needed(nodes, &mut found, &mut missing);
            (found, missing)
        });
        tries.min_by_key(|(_, missing)| missing.len())
    }

    /// The word patterns of a set or cue.
    fn of_class(&self, id: &str) -> impl Iterator<Item = &[Node]> {
        let set = self.lexicon.sets.iter().filter(move |s| *s.id == *id).flat_map(|s| &s.terms);
        let cue = self.lexicon.cues.iter().filter(move |c| *c.id == *id).flat_map(|c| &c.terms);
        set.chain(cue)
            .filter_map(|t| if let Pattern::Words(nodes) = &t.pattern { Some(nodes.as_slice()) } else { None })
    }
}
