//! Terms against each other -> those given twice, contradictory ones, ones that another covers, ones that are nearly the same.
use super::{Finding, entries::Entry, finding};
use crate::lexicon::{
    Lean, Lexicon,
    exchange::wording::{real_ways, some_ways},
    term::{Node, Pattern},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub(super) fn check(lexicon: &Lexicon, entries: &[Entry<'_>], out: &mut Vec<Finding>) {
    let mut same: BTreeMap<String, Vec<&Entry<'_>>> = BTreeMap::new();
    for entry in entries.iter().filter(|e| !e.term.shield) {
        same.entry(format!("{:?}", entry.term.pattern)).or_default().push(entry);
    }
    for group in same.values().filter(|g| g.len() > 1) {
        for (n, entry) in group.iter().enumerate() {
            group[..n].iter().for_each(|earlier| pair(entry, earlier, out));
        }
    }
    for group in entries.chunk_by(|a, b| a.is_of(b)) {
        covered(lexicon, group, out);
        near(lexicon, group, out);
    }
}

/// Two entries with one pattern.
fn pair(entry: &Entry<'_>, earlier: &Entry<'_>, out: &mut Vec<Finding>) {
    let place = format!("`{}` of {} ({})", earlier.term.text, earlier.id, earlier.place());
    if entry.is_of(earlier) {
        let what = format!("the same as {place}");
        let why = "only one of them counts, and whoever changes the other changes nothing";
        out.push(finding("duplicate", entry, what, why, "delete one of them".into()));
        return;
    }
    let shared: Vec<&str> = entry.domains.iter().filter(|d| earlier.domains.contains(d)).map(String::as_str).collect();
    if shared.is_empty() {
        return;
    }
    let domains = shared.join(", ");
    if entry.lean != Lean::Neither && entry.lean == earlier.lean.turned() {
        let (a, b) = (entry.lean.name(), earlier.lean.name());
        let what = format!("{a}, and {b} as {place}; both lead to {domains}");
        let why = "the same words hinder and help the same domain, so the suggestion is mixed whatever is meant";
        let todo = "decide which one is meant and take it from the other, or give the term `lean = \"neither\"`".into();
        out.push(finding("contradictory", entry, what, why, todo));
    } else {
        let what = format!("also {place}; both lead to {domains}");
        let why = "one wording counts as two pieces of evidence for the domain";
        out.push(finding("twice_in_domain", entry, what, why, "leave it where it says most".into()));
    }
}

/// A term with its ways of writing, those to be found and those it finds for sure.
struct Written<'e, 'l> {
    entry: &'e Entry<'l>,
    real: BTreeSet<String>,
    some: BTreeSet<String>,
}

/// Terms all of whose ways of writing another one has too, with the same lean and weight.
fn covered(lexicon: &Lexicon, group: &[Entry<'_>], out: &mut Vec<Finding>) {
    let comparable = |ways: Vec<String>| ways.into_iter().map(|w| w.to_lowercase().replace('-', " ")).collect();
    let written: Vec<Written<'_, '_>> = group
        .iter()
        .filter(|e| !e.term.shield)
        .filter_map(|entry| {
            let some = comparable(some_ways(lexicon, entry.term)?);
            let real = real_ways(lexicon, entry.term).map_or_else(BTreeSet::new, comparable);
            Some(Written { entry, real, some })
        })
        .collect();
    let mut having: HashMap<&str, Vec<usize>> = HashMap::new();
    for (n, w) in written.iter().enumerate() {
        w.some.iter().for_each(|way| having.entry(way).or_default().push(n));
    }
    for (n, one) in written.iter().enumerate() {
        let Some(first) = one.real.first() else { continue };
        let covers = |a: &Written<'_, '_>, b: &Written<'_, '_>| !b.real.is_empty() && b.real.is_subset(&a.some);
        let others = having.get(first.as_str()).into_iter().flatten().copied().filter(|o| *o != n);
        let by = others.map(|o| (o, &written[o])).find(|(o, other)| {
            let (a, b) = (one.entry, other.entry);
            let alike = a.term.weight == b.term.weight && a.lean == b.lean && a.term.pattern != b.term.pattern;
            alike && covers(other, one) && (*o < n || !covers(one, other))
        });
        if let Some((_, other)) = by {
            let (term, place) = (&other.entry.term.text, other.entry.place());
            let what = format!("every wording of it is one of `{term}` ({place})");
            let why = "it finds nothing that is not found already";
            let todo = "delete it, or give it a weight or lean of its own".into();
            out.push(finding("covered", one.entry, what, why, todo));
        }
    }
}

/// Terms of plain words that differ by so little that one may be a slip of the pen.
fn near(lexicon: &Lexicon, group: &[Entry<'_>], out: &mut Vec<Finding>) {
    // whenever, wherever: function words are no slips
    let telling = |w: &Vec<&str>| w.iter().any(|w| !lexicon.is_function_word(w));
    let plain = group.iter().filter_map(|e| words(e).map(|w| (e, w))).filter(|(_, w)| telling(w));
    let plain: Vec<(&Entry<'_>, Vec<&str>)> = plain.collect();
    for (n, (entry, a)) in plain.iter().enumerate() {
        let like = plain[..n].iter().find(|(_, b)| alike(a, b));
        if let Some((other, _)) = like {
            let what = format!("nearly the same as `{}` ({})", other.term.text, other.place());
            let why = "one of them may be a slip of the pen";
            let todo = "correct or delete one of them; leave both if they are two words".into();
            out.push(finding("near_duplicate", entry, what, why, todo));
        }
    }
}

fn words<'e>(entry: &'e Entry<'_>) -> Option<Vec<&'e str>> {
    let Pattern::Words(nodes) = &entry.term.pattern else { return None };
    nodes.iter().map(|n| if let Node::Word { text, .. } = n { Some(text.as_str()) } else { None }).collect()
}

/// The same words but for one of six letters or more, in which a letter is missing, too many, another one, or two changed places.
/// What only has another ending or beginning is another word.
fn alike(a: &[&str], b: &[&str]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut differing = a.iter().zip(b).filter(|(x, y)| x != y);
    let (Some((x, y)), None) = (differing.next(), differing.next()) else { return false };
    let (shorter, longer) = if x.len() <= y.len() { (*x, *y) } else { (*y, *x) };
    let inner = !longer.starts_with(shorter) && !longer.ends_with(shorter);
    let same_edges = x.chars().next() == y.chars().next() && x.chars().last() == y.chars().last();
    shorter.chars().count() >= 6 && inner && same_edges && strsim::osa_distance(x, y) == 1
}

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn slips_of_the_pen() {
        assert!(alike(&["recieve", "care"], &["receive", "care"]));
        assert!(alike(&["motivaton"], &["motivation"]));
        for (a, b) in
            [("able", "unable"), ("trust", "trusts"), ("willing", "unwilling"), ("affect", "effect"), ("form", "firm")]
        {
            assert!(!alike(&[a], &[b]), "{a} {b}");
        }
    }
}
