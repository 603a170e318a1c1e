//! Words that say who speaks, roles and participants' numbers, and words that no speaker is called by.

/// Those who ask.
const ASKING: [&str; 11] = [
    "interviewer",
    "int",
    "i",
    "moderator",
    "mod",
    "facilitator",
    "researcher",
    "investigator",
    "q",
    "question",
    "fac",
];

/// Those who are asked.
const ASKED: [&str; 16] = [
    "participant",
    "patient",
    "respondent",
    "interviewee",
    "subject",
    "informant",
    "p",
    "pt",
    "client",
    "resp",
    "res",
    "par",
    "ppt",
    "a",
    "answer",
    "r",
];

/// Professionals whose questions are part of their work.
const CLINICAL: [&str; 14] = [
    "doctor",
    "dr",
    "gp",
    "nurse",
    "clinician",
    "physician",
    "therapist",
    "physiotherapist",
    "pharmacist",
    "midwife",
    "consultant",
    "surgeon",
    "psychologist",
    "dietitian",
];

/// Others who speak in interviews and groups.
const OTHERS: [&str; 43] = [
    "speaker",
    "carer",
    "caregiver",
    "mother",
    "father",
    "parent",
    "mum",
    "dad",
    "son",
    "daughter",
    "wife",
    "husband",
    "spouse",
    "partner",
    "male",
    "female",
    "man",
    "woman",
    "boy",
    "girl",
    "manager",
    "student",
    "teacher",
    "practitioner",
    "professional",
    "worker",
    "hcp",
    "hcw",
    "hca",
    "chw",
    "fg",
    "fgd",
    "kii",
    "idi",
    "observer",
    "interpreter",
    "translator",
    "volunteer",
    "survivor",
    "coordinator",
    "trainee",
    "resident",
    "officer",
];

/// Words that no speaker's label holds.
const NO_LABEL: [&str; 18] = [
    "a", "an", "and", "as", "at", "by", "each", "every", "for", "from", "in", "of", "on", "our", "some", "the", "to",
    "with",
];

/// Words with a colon behind them that name no speaker.
const NOT_SPEAKERS: [&str; 76] = [
    "abstract",
    "address",
    "aim",
    "aims",
    "analysis",
    "appendix",
    "author",
    "authors",
    "background",
    "barrier",
    "barriers",
    "box",
    "caution",
    "code",
    "codes",
    "comment",
    "comments",
    "conclusion",
    "conclusions",
    "contact",
    "context",
    "data",
    "date",
    "definition",
    "design",
    "discussion",
    "doi",
    "domain",
    "domains",
    "duration",
    "email",
    "enabler",
    "enablers",
    "end",
    "example",
    "examples",
    "facilitators",
    "figure",
    "findings",
    "funding",
    "interpretation",
    "interventions",
    "introduction",
    "keywords",
    "length",
    "limitations",
    "location",
    "measures",
    "methods",
    "note",
    "notes",
    "objective",
    "objectives",
    "outcome",
    "outcomes",
    "participants",
    "patients",
    "place",
    "probe",
    "prompt",
    "purpose",
    "quote",
    "quotes",
    "result",
    "results",
    "setting",
    "source",
    "start",
    "subtheme",
    "summary",
    "table",
    "theme",
    "themes",
    "time",
    "title",
    "topic",
];

/// Words of a sentence that goes on behind its colon; none of them is in a name.
const IN_SENTENCES: [&str; 42] = [
    "a",
    "about",
    "also",
    "an",
    "and",
    "another",
    "are",
    "be",
    "because",
    "but",
    "finally",
    "first",
    "following",
    "here",
    "how",
    "i",
    "if",
    "include",
    "is",
    "it",
    "last",
    "my",
    "next",
    "now",
    "one",
    "or",
    "second",
    "so",
    "that",
    "the",
    "then",
    "there",
    "these",
    "third",
    "this",
    "was",
    "we",
    "well",
    "what",
    "which",
    "who",
    "you",
];

/// The word in lower case, without the number behind it or between `#` and `.`.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase()
}

/// Whether the word is a role, whatever its number. A single letter is one only as a capital.
pub(super) fn is_role(word: &str) -> bool {
    let bare = bare(word);
    let letter = bare.chars().count() == 1;
    let known = [&ASKED[..], &CLINICAL, &OTHERS, &ASKING].iter().any(|roles| roles.contains(&bare.as_str()));
    known && (!letter || word.starts_with(|c: char| c.is_uppercase()))
}

/// Whether the label begins with a role or a participant's number, or ends with a role: `Nurse 2`, `Practice nurse`, `Patient's daughter`.
pub(super) fn has_role(label: &str) -> bool {
    let label = label.split(['(', '[']).next().unwrap_or(label);
    let words: Vec<&str> = parts(label).collect();
    let numbered = |word: &str| word.bytes().all(|b| b.is_ascii_digit() || b == b'#');
    let (Some(first), Some(last)) = (words.first(), words.iter().rfind(|w| !numbered(w))) else { return false };
    let plain = || !words.iter().any(|w| NO_LABEL.contains(&w.to_lowercase().as_str()));
    let opens = (is_role(first) || is_number(first) || is_small_number(first)) && words.len() <= 3;
    opens || (words.len() <= 4 && last.len() > 1 && is_role(last) && plain())
}

/// Whether this speaker asks the questions.
pub(in crate::input) fn asks(name: &str) -> bool {
    first(name).is_some_and(|word| ASKING.contains(&word.as_str()))
}

/// Whether this speaker is the one who is asked.
pub(super) fn is_asked(name: &str) -> bool {
    first(name).is_some_and(|word| ASKED.contains(&word.as_str()))
}

/// Whether this speaker is a professional at work.
pub(super) fn is_clinical(name: &str) -> bool {
    name.split_whitespace().any(|word| CLINICAL.contains(&bare(word).as_str()))
}

fn first(name: &str) -> Option<String> {
    parts(name).next().map(bare)
}

/// The words of a label, and what it says on both sides of a slash: `Interviewer/Moderator`.
fn parts(label: &str) -> impl Iterator<Item = &str> {
    label.split(|c: char| c.is_whitespace() || c == '/').filter(|part| !part.is_empty())
}

/// Whether the word is a participant's number in small letters, of one who asks or is asked: `p4`. Elsewhere it may be anything (`r2`).
fn is_small_number(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let letters = &word[..word.len() - digits.len()];
    (1..=3).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && (ASKED.contains(&letters) || ASKING.contains(&letters))
}

/// Whether the word is a participant's number: `P4`, `GP-12`, `FG1a`.
pub(super) fn is_number(word: &str) -> bool {
    let word = word.trim_start_matches('#');
    let letters = word.len() - word.trim_start_matches(|c: char| c.is_ascii_uppercase()).len();
    let digits = word[letters..].trim_start_matches(['-', '_']);
    let counted = digits.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    (1..=5).contains(&letters)
        && (1..=4).contains(&counted.len())
        && digits.len() - counted.len() <= 1
        && counted.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a word with a colon behind it is the name of a part or a note.
pub(super) fn is_stopped(word: &str) -> bool {
    NOT_SPEAKERS.binary_search(&word.trim_end_matches(|c: char| !c.is_alphabetic()).to_lowercase().as_str()).is_ok()
}

/// Whether the word is one of a sentence, not of a name.
pub(super) fn is_in_sentences(word: &str) -> bool {
    IN_SENTENCES.contains(&word.to_lowercase().as_str())
}

/// A quote that begins `Interviewer: ...`: who speaks, and whether they ask the questions.
pub(super) fn spoken_by(quote: &str) -> Option<(&str, bool)> {
    let (name, _) = quote.split_at_checked(quote.find(':').filter(|at| *at <= 30)?)?;
    let name = name.trim();
    let mut words = name.split_whitespace();
    let speaker = words.next().is_some_and(|w| is_role(w) || is_number(w)) && words.count() <= 2;
    speaker.then(|| (name, asks(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_are_no_speakers_are_sorted() {
        assert!(NOT_SPEAKERS.is_sorted());
    }

    #[test]
    fn roles_and_numbers() {
        assert!(is_role("Interviewer") && is_role("P4") && is_role("Dr.") && is_role("GP"));
        assert!(!is_role("Note") && !is_role("a") && !is_role("Participants"));
        assert!(is_number("P4") && is_number("GP-12") && is_number("FG1a") && is_number("T22"));
        assert!(!is_number("COVID-19a2") && !is_number("2019") && !is_number("Table"));
        assert_eq!(spoken_by("Interviewer 2: Why?"), Some(("Interviewer 2", true)));
        assert_eq!(spoken_by("P: I see."), Some(("P", false)));
        assert_eq!(spoken_by("There are two: time and staff."), None);
    }
}
