//! What was estimated -> the lines of `lexicons/weights/FRAMEWORK.toml`, and what would change.
use super::{votes, words};
use crate::lexicon::{Fitted, FittedMode, Framework};
use std::fmt::Write;

/// How it was made, for the head of the file.
#[derive(Clone, Debug)]
pub struct Making {
    /// SHA-256 of the labelled files, the first 16 hexadecimal digits.
    pub gold: String,
    /// Of statements; none if what was estimated of them before is kept.
    pub statements: Option<Statements>,
    /// How many sentences.
    pub sentences: usize,
    /// Penalty of what words of sentences add; none if there are no sentences.
    pub words: Option<f64>,
    /// Penalty of the votes on the valence in running text, and of how many domains of sentences they were estimated; none if they are kept.
    pub running_votes: Option<(u32, usize)>,
}

/// How the numbers for statements were made.
#[derive(Clone, Copy, Debug)]
pub struct Statements {
    /// Of the weights; none if they are kept as they stood.
    pub penalty: Option<u32>,
    /// How many have domains.
    pub number: usize,
    /// Penalty of the votes on the valence, and how many statements they were estimated from.
    pub votes: (u32, usize),
}

/// The file.
pub fn file(framework: &Framework, fitted: &Fitted, making: &Making) -> String {
    let Making { gold, statements, sentences, words, running_votes } = making;
    let penalty = |n: Option<u32>| n.map_or("a penalty".into(), |n| format!("{n} / 2"));
    let number = match statements {
        Some(s) => {
            let kept = match (s.penalty, words) {
                (None, _) => "; all numbers but those on the valence were kept as they stood",
                (_, None) => "; the numbers for running text were kept as they stood",
                _ => "",
            };
            format!("{} statements with domains, {} with a valence, {sentences} sentences{kept}", s.number, s.votes.1)
        }
        None => format!("{sentences} sentences; the numbers for statements were kept as they stood"),
    };
    let mut out = format!(
        "# Estimated by `pretag lexicon fit`, not by hand: what published coders add to or take from the weights of frameworks/{id}.toml.
# log-odds of domain d = intercept + slope * x + behind * (x of the segment's best domain - x), + best for that domain itself, where
# x = what weights.toml says, with prior(d) and each concept's weight in d changed by the numbers here (a concept that is not in d has 0).
# Weights: least cross-entropy of the softmax of x over domains + {weights} * squared changes (priors: 1 / 2), penalty chosen by source
# cross-validation; concepts only, never terms, and only those signalled in three sources or more. Neighbours: log-odds that a domain is
# given where another is best and nothing speaks for it. Priors of running text: how much more or less often people give a domain than its
# score says, each held at 0, the strength chosen by cross-validation by paper.
# Valence: log-odds that a statement is a barrier = sum over what is said in it, each as often as it is said (twice at most); what is said in
# fewer than three sources is left out; what is said in up to six words (short), up to twelve (middle) and more (long) weighs by itself.
# Logistic regression + {votes} * squared weights; of running text{running} + {running_penalty} * squared distance to the weights of statements.
# Words that stand in {sources} sources or more vote by themselves; a statement that nobody read while the lexicon was written counts {unread} times.
# Words of running text: log-odds that a sentence is evidence = intercept + those of its best suggestion + sum of its words (in {papers} papers or more);
# they are added to all that is suggested for the sentence. Logistic regression + {words_penalty} * squared words.
# docs/accuracy.md has the figures.
# Gold {gold}: {number}. A domain's weight or prior in a later pack stands as it says there, without these changes.

",
        weights = penalty(statements.and_then(|s| s.penalty)),
        votes = penalty(statements.map(|s| s.votes.0)),
        running = running_votes.map_or(String::new(), |(_, n)| format!(" ({n} domains of sentences)")),
        running_penalty = penalty(running_votes.map(|(p, _)| p)),
        sources = votes::WORD_SOURCES,
        unread = votes::UNREAD,
        papers = words::PAPERS,
        words_penalty = words.map_or("a penalty".into(), |n| format!("{n} / 2")),
        id = framework.id
    );
    for (name, m) in [("statements", &fitted.statements), ("running_text", &fitted.running_text)] {
        // a table of it, even without a number, would replace what an earlier file says
        if *m != FittedMode::default() {
            mode(framework, name, m, &mut out);
        }
    }
    out
}

fn number(n: i32) -> String {
    let sign = if n < 0 { "-" } else { "" };
    format!("{sign}{}.{:03}", n.abs() / 1000, n.abs() % 1000)
}

/// A key, in quotes where it is not one word.
fn key(name: &str) -> String {
    let bare = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if bare { name.to_owned() } else { format!("{name:?}") }
}

fn mode(framework: &Framework, name: &str, m: &FittedMode, out: &mut String) {
    let id = &framework.id;
    let _ = writeln!(out, "[fitted.{id}.{name}]");
    let _ = writeln!(
        out,
        "intercept = {}\nslope = {}\nbehind = {}\nbest = {}",
        number(m.intercept),
        number(m.slope),
        number(m.behind),
        number(m.best)
    );
    if let Some(threshold) = m.threshold {
        let _ = writeln!(out, "threshold = {}", number(threshold));
    }
    if m.lends {
        let _ =
            writeln!(out, "lends = true            # frameworks without votes of their own on the valence take these");
    }
    if !m.priors.is_empty() {
        let _ = writeln!(out, "\n[fitted.{id}.{name}.prior]");
        m.priors.iter().for_each(|(domain, n)| writeln!(out, "{domain} = {}", number(*n)).unwrap_or_default());
    }
    for domain in &framework.domains {
        let here: Vec<_> = m.weights.iter().filter(|((d, _), _)| **d == *domain.id).collect();
        if !here.is_empty() {
            let _ = writeln!(out, "\n[fitted.{id}.{name}.weights.{}]", domain.id);
        }
        for ((_, concept), n) in here {
            let _ = writeln!(out, "{} = {}", key(concept), number(*n));
        }
    }
    if !m.neighbours.is_empty() {
        let _ = writeln!(out, "\n[fitted.{id}.{name}.neighbours]");
    }
    for (domain, near) in &m.neighbours {
        let list: Vec<String> = near.iter().map(|(d, n)| format!("{d} = {}", number(*n))).collect();
        let _ = writeln!(out, "{domain} = {{ {} }}", list.join(", "));
    }
    if !m.words.is_empty() {
        let _ = writeln!(out, "\n[fitted.{id}.{name}.words]");
        m.words.iter().for_each(|(word, n)| writeln!(out, "{} = {}", key(word), number(*n)).unwrap_or_default());
    }
    for (group, names) in &m.votes {
        let _ = writeln!(out, "\n[fitted.{id}.{name}.valence.{group}]");
        for (vote, n) in names {
            let _ = writeln!(out, "{} = {}", key(vote), number(*n));
        }
    }
    out.push('\n');
}

/// What differs from what is there, a line each.
pub fn changes(before: &Fitted, after: &Fitted) -> Vec<String> {
    let mut out = Vec::new();
    for (name, a, b) in [
        ("statements", &before.statements, &after.statements),
        ("running_text", &before.running_text, &after.running_text),
    ] {
        let (old, new) = (numbers(a), numbers(b));
        let mut keys: Vec<&String> = old.iter().chain(&new).map(|(k, _)| k).collect();
        keys.sort();
        keys.dedup();
        let of = |list: &[(String, i32)], key: &String| list.iter().find(|(k, _)| k == key).map_or(0, |(_, n)| *n);
        let differ = keys.into_iter().map(|k| (k, of(&old, k), of(&new, k))).filter(|(_, a, b)| a != b);
        out.extend(differ.map(|(k, a, b)| format!("{name} {k}: {} -> {}", number(a), number(b))));
    }
    out
}

fn numbers(m: &FittedMode) -> Vec<(String, i32)> {
    let mut out = vec![
        ("intercept".to_owned(), m.intercept),
        ("slope".to_owned(), m.slope),
        ("behind".to_owned(), m.behind),
        ("best".to_owned(), m.best),
        ("threshold".to_owned(), m.threshold.unwrap_or(0)),
    ];
    out.extend(m.priors.iter().map(|(d, n)| (format!("{d}, prior"), *n)));
    out.extend(m.weights.iter().map(|((d, c), n)| (format!("{d}, {c}"), *n)));
    let near =
        m.neighbours.iter().flat_map(|(d, list)| list.iter().map(move |(e, n)| (format!("{d}, neighbour {e}"), *n)));
    out.extend(near);
    out.extend(m.words.iter().map(|(word, n)| (format!("word {word}"), *n)));
    let votes =
        m.votes.iter().flat_map(|(g, names)| names.iter().map(move |(v, n)| (format!("valence, {g}, {v}"), *n)));
    out.extend(votes);
    out
}
