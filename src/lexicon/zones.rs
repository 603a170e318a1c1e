//! Which headings open which part of a paper.
use crate::text::Zone;

/// The heading rules of a lexicon, ready to be asked. (Being built: this stand-in knows the commonest headings.)
#[derive(Debug, Default)]
pub struct ZoneRules;

impl ZoneRules {
    /// The zone a heading opens by itself, or none (then the zone of the heading above goes on). Numbering and a final colon do not matter.
    pub fn zone(&self, heading: &str) -> Option<Zone> {
        let h = heading.trim().trim_start_matches(|c: char| c.is_ascii_digit() || ". )".contains(c)).trim_end_matches([':', '.']).to_lowercase();
        Some(match h.as_str() {
            "abstract" | "summary" => Zone::Abstract,
            "introduction" | "background" => Zone::Introduction,
            "method" | "methods" | "materials and methods" => Zone::Methods,
            "result" | "results" | "findings" => Zone::Results,
            "discussion" => Zone::Discussion,
            "limitations" | "strengths and limitations" => Zone::Limitations,
            "conclusion" | "conclusions" => Zone::Conclusion,
            "references" => Zone::References,
            _ => return None,
        })
    }
}
