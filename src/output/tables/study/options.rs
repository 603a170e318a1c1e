//! The options of a tagging that change what is suggested -> words for people.
use crate::report::Choices;

/// `scores of at least 0.5, at most 2 domains a segment`. How a document was read is left out: documents of a study come in many formats.
pub(super) fn in_words(options: &Choices) -> String {
    let said = [
        options.statements.then(|| "each document taken for one statement".to_owned()),
        options.min_score.map(|s| format!("scores of at least {s}")),
        options.top.map(|n| format!("at most {n} domains a segment")),
        options.no_prior.then(|| "without the usual valence of domains".to_owned()),
        options.by_hand.then(|| "weights set by hand".to_owned()),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    if said.is_empty() { "the usual options".into() } else { said.join(", ") }
}
