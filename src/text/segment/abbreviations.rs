//! Table: abbreviations that a full stop does not end a sentence after, and what must follow for that.

/// What an abbreviation needs behind it for the sentence to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// Nothing: it never ends a sentence (*Dr.*, *e.g.*).
    Nothing,
    /// A number or a short label (*Fig. 2*, *Fig. S1*, *p. 55*).
    Number,
    /// A number or a bracket (*et al. (2019)*).
    Source,
    /// A capital that is not a word sentences begin with (*Co. Kerry*, *U.S. Government*), or a number.
    Name,
    /// A sentence so far of no more than the time itself (*At 5 a.m. Mr Smith*).
    Clock,
}

/// Bytes of the longest form in the table.
pub(super) const LONGEST: usize = 6;

/// In the order of the letters. A capital in the table must be a capital in the text; a small first letter may be either; *MS* is not *Ms*.
pub(super) const ABBREVIATIONS: &[(&str, Needs)] = &[
    ("A.M", Needs::Clock),
    ("Apr", Needs::Number),
    ("Aug", Needs::Number),
    ("Ave", Needs::Name),
    ("Brig", Needs::Nothing),
    ("Capt", Needs::Nothing),
    ("Col", Needs::Nothing),
    ("Dec", Needs::Number),
    ("Dr", Needs::Nothing),
    ("Drs", Needs::Nothing),
    ("Feb", Needs::Number),
    ("Gen", Needs::Nothing),
    ("Gov", Needs::Nothing),
    ("Hon", Needs::Nothing),
    ("Jan", Needs::Number),
    ("Jr", Needs::Name),
    ("Jul", Needs::Number),
    ("Jun", Needs::Number),
    ("Lt", Needs::Nothing),
    ("Mar", Needs::Number),
    ("Messrs", Needs::Nothing),
    ("Mr", Needs::Nothing),
    ("Mrs", Needs::Nothing),
    ("Ms", Needs::Nothing),
    ("Mt", Needs::Nothing),
    ("Mx", Needs::Nothing),
    ("Nov", Needs::Number),
    ("N°", Needs::Number),
    ("Oct", Needs::Number),
    ("P.M", Needs::Clock),
    ("Prof", Needs::Nothing),
    ("Profs", Needs::Nothing),
    ("Rev", Needs::Nothing),
    ("Sen", Needs::Nothing),
    ("Sep", Needs::Number),
    ("Sept", Needs::Number),
    ("Sgt", Needs::Nothing),
    ("Sr", Needs::Name),
    ("St", Needs::Name),
    ("a.m", Needs::Clock),
    ("al", Needs::Source),
    ("app", Needs::Number),
    ("approx", Needs::Nothing),
    ("art", Needs::Number),
    ("c", Needs::Number),
    ("ca", Needs::Number),
    ("cf", Needs::Nothing),
    ("ch", Needs::Number),
    ("chap", Needs::Number),
    ("co", Needs::Name),
    ("corp", Needs::Name),
    ("dept", Needs::Name),
    ("e.g", Needs::Nothing),
    ("ed", Needs::Name),
    ("eds", Needs::Name),
    ("eg", Needs::Nothing),
    ("eq", Needs::Number),
    ("eqs", Needs::Number),
    ("esp", Needs::Nothing),
    ("fig", Needs::Number),
    ("figs", Needs::Number),
    ("i.e", Needs::Nothing),
    ("ie", Needs::Nothing),
    ("inc", Needs::Name),
    ("incl", Needs::Nothing),
    ("inst", Needs::Name),
    ("ltd", Needs::Name),
    ("max", Needs::Number),
    ("min", Needs::Number),
    ("no", Needs::Number),
    ("nos", Needs::Number),
    ("p", Needs::Number),
    ("p.m", Needs::Clock),
    ("para", Needs::Number),
    ("paras", Needs::Number),
    ("pp", Needs::Number),
    ("ref", Needs::Number),
    ("refs", Needs::Number),
    ("resp", Needs::Nothing),
    ("sec", Needs::Number),
    ("sect", Needs::Number),
    ("st", Needs::Name),
    ("suppl", Needs::Number),
    ("tab", Needs::Number),
    ("univ", Needs::Name),
    ("v", Needs::Number),
    ("ver", Needs::Number),
    ("viz", Needs::Nothing),
    ("vol", Needs::Number),
    ("vols", Needs::Number),
    ("vs", Needs::Nothing),
    ("w.r.t", Needs::Nothing),
];

/// Words that, capitalised after an abbreviation, begin a new sentence; in the order of the letters.
pub(super) const STARTERS: &[&str] = &[
    "A",
    "After",
    "All",
    "Also",
    "Although",
    "An",
    "And",
    "Another",
    "Are",
    "As",
    "At",
    "Because",
    "Being",
    "But",
    "By",
    "Can",
    "Could",
    "Did",
    "Do",
    "Does",
    "During",
    "Each",
    "Finally",
    "First",
    "For",
    "From",
    "GPs",
    "Given",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "Is",
    "It",
    "Its",
    "Many",
    "Moreover",
    "Most",
    "My",
    "No",
    "None",
    "Nurses",
    "On",
    "One",
    "Only",
    "Other",
    "Others",
    "Our",
    "Overall",
    "Participants",
    "Patients",
    "Physicians",
    "Respondents",
    "She",
    "Should",
    "Similarly",
    "Since",
    "So",
    "Some",
    "Staff",
    "Such",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "Therefore",
    "These",
    "They",
    "This",
    "Those",
    "Thus",
    "To",
    "Two",
    "Was",
    "We",
    "Were",
    "What",
    "When",
    "Where",
    "Which",
    "While",
    "Who",
    "Why",
    "With",
    "Yet",
    "You",
    "Your",
];

/// Nouns that a single letter or number labels rather than abbreviates: *Group A.*, *Table 2.*; in the order of the letters, small.
pub(super) const LABELLED: &[&str] = &[
    "appendix",
    "arm",
    "box",
    "case",
    "category",
    "chapter",
    "class",
    "clinic",
    "cluster",
    "domain",
    "exhibit",
    "fig",
    "figure",
    "gp",
    "grade",
    "group",
    "hepatitis",
    "level",
    "model",
    "nurse",
    "panel",
    "part",
    "participant",
    "patient",
    "phase",
    "plan",
    "question",
    "scenario",
    "section",
    "site",
    "stage",
    "step",
    "subtheme",
    "table",
    "theme",
    "type",
    "vitamin",
    "ward",
];

/// What the abbreviation needs, if the word is one: from the table, or letters with stops between them (*U.S*, *i.v*).
pub(super) fn needs(word: &str) -> Option<Needs> {
    if word.len() > LONGEST {
        return dotted_letters(word).then_some(Needs::Name);
    }
    let mut small = [0; LONGEST];
    find(word)
        .or_else(|| uncapitalised(word, &mut small).and_then(find))
        .or_else(|| dotted_letters(word).then_some(Needs::Name))
}

/// Whether a table of words in order holds the word.
pub(super) fn holds(table: &[&str], word: &str) -> bool {
    table.binary_search(&word).is_ok()
}

fn find(word: &str) -> Option<Needs> {
    ABBREVIATIONS.binary_search_by(|(form, _)| (*form).cmp(word)).ok().map(|i| ABBREVIATIONS[i].1)
}

/// `Fig` as `fig`; never a single capital (an initial) and never `ED`.
fn uncapitalised<'b>(word: &str, small: &'b mut [u8; LONGEST]) -> Option<&'b str> {
    let rest = word.strip_prefix(|c: char| c.is_ascii_uppercase())?;
    if rest.is_empty() || !rest.bytes().all(|b| b.is_ascii_lowercase() || b == b'.') {
        return None;
    }
    let small = &mut small[..word.len()];
    small.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    std::str::from_utf8(small).ok()
}

fn dotted_letters(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.len() == 1 && part.as_bytes()[0].is_ascii_alphabetic())
}
