//! Tables: what breaks a sentence besides UAX #29, and what keeps one together against it. A rule is a name, what it does, and why.
use super::{
    breaks::{after_note, bullet, line_marker, missing_space, next_item, number_start, omission_opens, small_start},
    notes::note,
    place::{Place, ends_paragraph},
    suppressions::{
        abbreviation, address, initial, inside_brackets, label, mark_inside, marker, no_words, opener, pause,
    },
};

/// A named exception to UAX #29.
#[allow(dead_code, reason = "the texts are for the reader of the tables and for the tests' messages")]
pub(super) struct Rule {
    pub(super) name: &'static str,
    pub(super) does: &'static str,
    pub(super) why: &'static str,
    pub(super) holds: fn(&Place) -> bool,
}

/// Always a boundary: the layout says so.
pub(super) const LAYOUT: &[Rule] = &[
    Rule {
        name: "blank_line",
        does: "breaks at a blank line",
        why: "a paragraph ends",
        holds: |p| ends_paragraph(&p.text[p.gap..p.at], p.next()),
    },
    Rule {
        name: "line_marker",
        does: "breaks at a line that opens with a bullet, dash or list marker",
        why: "items seldom end in a stop",
        holds: line_marker,
    },
    Rule {
        name: "bullet",
        does: "breaks before a bullet in running text",
        why: "lists lose their lines in PDF and copied text",
        holds: bullet,
    },
    Rule {
        name: "next_item",
        does: "breaks before the marker that goes on with a list",
        why: "`1) time 2) money` has no stops",
        holds: next_item,
    },
];

/// Boundaries UAX #29 does not have, unless a suppression holds.
pub(super) const BREAKS: &[Rule] = &[
    Rule {
        name: "number_start",
        does: "breaks between a stop and a number",
        why: "SB8 reads on to the small letter in `GPs. 12 agreed`",
        holds: number_start,
    },
    Rule {
        name: "small_start",
        does: "breaks between a stop and a name that begins with a small letter",
        why: "SB8 reads on to the small letter in `Use was low. eHealth was new` and `β-blockers`",
        holds: small_start,
    },
    Rule {
        name: "missing_space",
        does: "breaks in `care.The staff`",
        why: "a lost space is the commonest fault of converted text",
        holds: missing_space,
    },
    Rule {
        name: "after_note",
        does: "breaks behind a citation or participant tag that follows the stop",
        why: "`time.12 The`, `time.\" (P4) The`",
        holds: after_note,
    },
    Rule {
        name: "omission_opens",
        does: "breaks before `. . .` that follows an ended sentence",
        why: "the omission stands for the start of the next",
        holds: omission_opens,
    },
];

/// Boundaries of UAX #29 (or of `BREAKS`) that are none.
pub(super) const SUPPRESSIONS: &[Rule] = &[
    Rule {
        name: "no_words",
        does: "keeps signs without a letter or digit with what follows",
        why: "`[...] The`, `. . . The` begin a sentence",
        holds: no_words,
    },
    Rule {
        name: "abbreviation",
        does: "keeps going after an abbreviation",
        why: "the stop belongs to the word: `Dr. Smith`, `Fig. 2`, `e.g. GPs`",
        holds: abbreviation,
    },
    Rule {
        name: "initial",
        does: "keeps going after an initial in a name",
        why: "`Albert I. Jones`, `A. B. Smith`; not `you and I. Did`",
        holds: initial,
    },
    Rule {
        name: "marker",
        does: "keeps a list marker or section number with its text",
        why: "`1. The first item`, `3.2. Setting`",
        holds: marker,
    },
    Rule {
        name: "label",
        does: "keeps the number of a table, box or theme with its title",
        why: "`Table 2. Barriers named by staff`",
        holds: label,
    },
    Rule {
        name: "note",
        does: "keeps a citation or participant tag with the sentence before",
        why: "`care.[12,13]`, `\"I had no time.\" (P4)`",
        holds: note,
    },
    Rule {
        name: "opener",
        does: "keeps an opening bracket or quotation mark with what it opens",
        why: "UAX classes opening and closing alike",
        holds: opener,
    },
    Rule {
        name: "brackets",
        does: "does not break inside brackets within a sentence",
        why: "`science (He worked here. He left.) at the university`",
        holds: inside_brackets,
    },
    Rule {
        name: "mark_inside",
        does: "goes on with a small letter after `?\"`, `!)` or a name in `!`",
        why: "`(really?) and`, `Yahoo! in`",
        holds: mark_inside,
    },
    Rule {
        name: "pause",
        does: "goes on after `...` before *I*, after ` . . . ` and after `[...]`",
        why: "pauses and omissions; only a fourth dot is a stop",
        holds: pause,
    },
    Rule {
        name: "address",
        does: "does not break inside a web or mail address",
        why: "`example.org/?Q=1`",
        holds: address,
    },
];

/// Whether a sentence ends at this place; `uax` as in `Cutter::consider`.
pub(super) fn boundary(place: &Place, uax: Option<bool>) -> bool {
    let any = |rules: &[Rule]| rules.iter().any(|rule| (rule.holds)(place));
    // All rules of the layout need white space before the place.
    (!place.glued() && any(LAYOUT)) || ((uax.unwrap_or_else(|| place.uax()) || any(BREAKS)) && !any(SUPPRESSIONS))
}
