//! An id that is not known -> the known one that was probably meant.
use std::fmt::Write;

/// The nearest of these ids: one that differs by a slip or two, else one whose words hold those of the wanted one.
pub fn nearest<'k>(wanted: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let wanted = wanted.trim().to_lowercase();
    let most = (wanted.chars().count() / 3).clamp(1, 3);
    let mut best: Option<((usize, usize), &str)> = None;
    for id in known {
        // letters put in, left out, changed or exchanged with the next
        let slips = strsim::osa_distance(&wanted, id);
        let rank = if slips <= most {
            (0, slips)
        } else if wanted.len() > 3 && (within(id, &wanted) || within(&wanted, id)) {
            (1, id.len().abs_diff(wanted.len()))
        } else {
            continue;
        };
        if id != wanted && best.is_none_or(|(least, _)| rank < least) {
            best = Some((rank, id));
        }
    }
    best.map(|(_, id)| id)
}

/// What is put behind a message about an id that is not known: the nearest one, if there is any.
pub fn did_you_mean<'k>(wanted: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    let mut out = String::new();
    if let Some(id) = nearest(wanted, known) {
        let _ = write!(out, "; did you mean `{id}`?");
    }
    out
}

/// Whether `part` stands in `whole` from the beginning of one of its words on.
fn within(whole: &str, part: &str) -> bool {
    part.len() > 3 && whole.match_indices(part).any(|(at, _)| at == 0 || whole[..at].ends_with(['_', '.', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_is_a_slip_away_or_holds_the_word() {
        let known = ["technology", "skills", "time", "time_pressure", "self_efficacy", "knowledge"];
        let near = |wanted| nearest(wanted, known);
        assert_eq!(near("tecnology"), Some("technology"));
        assert_eq!(near("konwledge"), Some("knowledge"));
        assert_eq!(near("efficacy"), Some("self_efficacy"));
        assert_eq!(near("Skill"), Some("skills"));
        assert_eq!(near("tme"), Some("time"));
        assert_eq!(near("weather"), None);
        assert_eq!(near(""), None);
        assert_eq!(did_you_mean("tecnology", known), "; did you mean `technology`?");
    }
}
