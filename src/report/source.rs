//! The source of a document -> the file it came from.

/// The file (or `-`) of a source: of a record's the part before its place, `:LINE` or `:LINE.NUMBER`.
pub fn source_file(source: &str) -> &str {
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let is_place = |place: &str| place.splitn(2, '.').all(is_number);
    source.rsplit_once(':').filter(|(_, place)| is_place(place)).map_or(source, |(file, _)| file)
}

#[cfg(test)]
mod tests {
    use super::source_file;

    #[test]
    fn places_are_left_out() {
        for (source, file) in [
            ("a.jsonl:12", "a.jsonl"),
            ("d/a.json:1.3", "d/a.json"),
            ("-:7", "-"),
            ("a.txt", "a.txt"),
            ("C:\\a.txt", "C:\\a.txt"),
            ("a:1.", "a:1."),
            ("a:b", "a:b"),
        ] {
            assert_eq!(source_file(source), file);
        }
    }
}
