//! A name as people write it -> an id: lower case, Latin letters without marks, anything else than letters and digits an underscore.
use unicode_normalization::UnicodeNormalization;

/// Letters that no mark is taken from, and what stands for them.
const LETTERS: [(char, &str); 11] = [
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('đ', "d"),
    ('ð', "d"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ł', "l"),
    ('þ', "th"),
    ('ŧ', "t"),
];

/// The id of a name; empty where nothing of it can stand in an id, with `d_` before it where it begins with a digit.
pub fn id_of(name: &str) -> String {
    let mut out = String::new();
    for c in name.to_lowercase().nfkd() {
        match (c, LETTERS.iter().find(|(letter, _)| *letter == c)) {
            ('a'..='z' | '0'..='9', _) => out.push(c),
            ('\u{300}'..='\u{36f}' | '\u{ad}', _) => {}
            (_, Some((_, plain))) => out.push_str(plain),
            _ if !out.is_empty() && !out.ends_with('_') => out.push('_'),
            _ => {}
        }
    }
    let out = out.trim_end_matches('_');
    if out.starts_with(|c: char| c.is_ascii_digit()) { format!("d_{out}") } else { out.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::id_of;

    #[test]
    fn names_in_other_letters_become_ids() {
        for (name, id) in [
            ("Équipe", "equipe"),
            ("E\u{301}quipe", "equipe"),
            ("Größe & Œuvre", "grosse_oeuvre"),
            ("  Patients' needs ", "patients_needs"),
            ("1. Access", "d_1_access"),
            ("Łódź", "lodz"),
            ("部門", ""),
            ("—", ""),
        ] {
            assert_eq!(id_of(name), id, "{name}");
        }
    }
}
