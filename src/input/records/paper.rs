//! A title and an abstract as databases give them -> the text of one document, without the marks of XML that are left in them.
use super::Form;
use crate::input::decode;
use memchr::memchr2;

/// Marks that may stand within a word.
const INLINE: [&str; 12] = ["a", "b", "bold", "em", "i", "italic", "sc", "span", "strong", "sub", "sup", "u"];
/// Marks at which a line ends.
const BLOCKS: [&str; 9] = ["abstract", "br", "div", "h4", "li", "list", "p", "sec", "title"];
/// A mark is no longer than this, in bytes.
const LONGEST: usize = 200;

/// Appends the title on a line, an empty line and the abstract, as far as they are there.
pub(super) fn write(title: &str, summary: &str, text: &mut String) -> Form {
    let title = one_line(title);
    text.push_str(&title);
    let summary = plain(summary);
    let summary = summary.trim();
    if !summary.is_empty() {
        text.push_str(if title.is_empty() { "" } else { "\n\n" });
        decode::push_folded(summary, text);
    }
    Form::Paper { title: title.len() }
}

/// The words on one line, without marks.
pub(super) fn one_line(words: &str) -> String {
    plain(words).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words without marks: `<i>`, `</jats:p>`, `&amp;`.
fn plain(words: &str) -> String {
    let (mut text, mut rest) = (String::with_capacity(words.len()), words);
    while let Some(at) = memchr2(b'<', b'&', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = if rest.starts_with('<') { tag(rest, &mut text) } else { entity(rest, &mut text) };
        rest = &rest[length..];
    }
    text.push_str(rest);
    text
}

/// What the tag at the beginning stands for; any other `<` is itself. Tells its length.
fn tag(rest: &str, text: &mut String) -> usize {
    let window = &rest[..rest.floor_char_boundary(LONGEST)];
    if let Some(end) = window.find('>') {
        let inner = window[1..end].trim_start_matches('/').trim_end_matches('/').trim_ascii_end();
        let (name, attributes) = inner.split_once(' ').unwrap_or((inner, "="));
        let name = name.strip_prefix("jats:").unwrap_or(name).to_ascii_lowercase();
        if attributes.contains('=') && (INLINE.contains(&&*name) || BLOCKS.contains(&&*name)) {
            text.push_str(if BLOCKS.contains(&&*name) { "\n" } else { "" });
            return end + 1;
        }
    }
    text.push('<');
    1
}

/// The character that the reference at the beginning stands for; any other `&` is itself. Tells its length.
fn entity(rest: &str, text: &mut String) -> usize {
    let window = &rest[..rest.floor_char_boundary(12)];
    let end = window.find(';').map_or(1, |at| at + 1);
    text.push_str(&html_escape::decode_html_entities(&rest[..end]));
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(title: &str, summary: &str) -> (String, usize) {
        let mut text = String::new();
        let Form::Paper { title } = write(title, summary, &mut text) else { panic!("a paper") };
        (text, title)
    }

    #[test]
    fn title_and_abstract_stand_apart() {
        assert_eq!(paper(" Time \n on wards ", "No time.\r\nNone.\n"), ("Time on wards\n\nNo time.\nNone.".into(), 13));
        assert_eq!(paper("", "No time."), ("No time.".into(), 0));
        assert_eq!(paper("Time", " "), ("Time".into(), 4));
    }

    #[test]
    fn marks_are_left_out_and_signs_stay() {
        assert_eq!(
            plain("Care &amp; <I>time</I>: p<0.05, a<b and c>d, n&lt;3, &x; & é &#233;"),
            "Care & time: p<0.05, a<b and c>d, n<3, &x; & é é"
        );
        assert_eq!(plain("<jats:title>Aim</jats:title><jats:p id=\"p1\">Few</jats:p>"), "\nAim\n\nFew\n");
        assert_eq!(plain("<"), "<");
        assert_eq!(plain("a <p"), "a <p");
    }
}
