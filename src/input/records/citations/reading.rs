//! The bytes of one record -> a document: the text of title and abstract, the id, and the other fields under plain names.
use super::{
    layout::Layout,
    record::Record,
    tags::{Field, How, IDS, Tags},
};
use crate::{
    error::{Error, ErrorKind, Result},
    input::{
        InputOptions, decode,
        records::{Form, object, paper},
    },
    text::Document,
};
use memchr::memchr;

/// Reads a record into `document`, which is empty.
pub(super) fn read(bytes: &[u8], layout: Layout, options: &InputOptions, document: &mut Document) -> Result<Form> {
    if bytes.len() > options.limit() {
        return Err(options.too_large("this record"));
    }
    if memchr(0, bytes).is_some() {
        return Err(Error::new(ErrorKind::Format, "found a NUL byte in the record that begins here, expected text"));
    }
    let text = decode::western(bytes);
    let (record, tags) = (Record::of(&text, layout), layout.tags());
    let (title, summary) = (title(&record, tags), summary(&record, layout, tags));
    carry(&record, tags, &title, options, document);
    if title.is_empty() && summary.is_empty() {
        let [title, summary] = [tags.title, tags.summary].map(|tags| tags[0]);
        let message =
            format!("found no title and no abstract in the record that begins here, expected {title} or {summary}");
        return Err(Error::new(ErrorKind::Format, message));
    }
    Ok(paper::write(&title, &summary, &mut document.text))
}

fn title(record: &Record<'_>, tags: &Tags) -> String {
    let mut titles = tags.title.iter().flat_map(|tag| record.values(tag)).map(|value| paper::one_line(&value.words()));
    titles.find(|title| !title.is_empty()).unwrap_or_default()
}

/// The abstract. Several values are several paragraphs, but for what the publisher says of its rights; lines of PubMed are broken anywhere.
fn summary(record: &Record<'_>, layout: Layout, tags: &Tags) -> String {
    let of = |tag: &&str| {
        let text = |value: super::record::Value<'_>| if layout == Layout::Nbib { value.words() } else { value.text() };
        let values = record.values(tag).map(text).filter(|text| !text.is_empty()).enumerate();
        let values = values.filter(|(n, text)| *n == 0 || !is_notice(text)).map(|(_, text)| text);
        values.collect::<Vec<_>>().join("\n\n")
    };
    tags.summary.iter().map(of).find(|text| !text.is_empty()).unwrap_or_default()
}

/// EBSCO writes whose an abstract is as a second one.
fn is_notice(text: &str) -> bool {
    text.starts_with("Copyright") || text.starts_with('©')
}

/// Adds the title and the other fields, and chooses the id among them.
fn carry(record: &Record<'_>, tags: &Tags, title: &str, options: &InputOptions, document: &mut Document) {
    let read = |(name, tags, how): &Field| Some((*name, field(record, tags, *how)?));
    let fields: Vec<(&str, String)> = tags.fields.iter().filter_map(read).collect();
    let title = (!title.is_empty()).then_some(("title", title));
    let all = title.into_iter().chain(fields.iter().map(|(name, value)| (*name, value.as_str())));
    for (name, value) in all {
        let mut written = String::with_capacity(value.len() + 2);
        object::push_string(value, &mut written);
        object::carry(name, &written, &mut document.fields);
    }
    if let Some(fields) = &mut document.fields {
        fields.push('}');
    }
    let named =
        |wanted: &str| fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, v)| v.clone());
    let asked = options.id_column.as_ref();
    let asked = asked.and_then(|wanted| named(wanted).or_else(|| field(record, &[&wanted.to_uppercase()], How::Words)));
    document.id = asked.or_else(|| IDS.into_iter().find_map(named)).unwrap_or_default();
}

/// What a record says of a field.
fn field(record: &Record<'_>, tags: &[&str], how: How) -> Option<String> {
    let found = |tag: &&str| {
        let values = || record.values(tag);
        let joined = |parts: Vec<String>| parts.join("; ");
        let words = || values().map(|value| value.words());
        match how {
            How::Words => words().find(|words| !words.is_empty()),
            How::Word => words().find_map(|words| words.split_whitespace().next().map(str::to_owned)),
            How::List => {
                Some(joined(values().flat_map(|v| v.lines().map(str::to_owned).collect::<Vec<_>>()).collect()))
            }
            How::Values => Some(joined(words().filter(|words| !words.is_empty()).collect())),
            How::Year => words().find_map(|words| year(&words).map(str::to_owned)),
            How::Doi => words().find_map(|words| doi(&words).map(str::to_owned)),
        }
    };
    tags.iter().filter_map(found).find(|value| !value.is_empty())
}

/// The first four digits in a row, no more.
fn year(words: &str) -> Option<&str> {
    words.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 4)
}

/// The first DOI: `10.1000/x`, also behind `doi:` or in its address.
fn doi(words: &str) -> Option<&str> {
    words.split_whitespace().find_map(|word| {
        let behind = |mark: &str| word.to_ascii_lowercase().find(mark).map(|at| at + mark.len());
        let start = behind("doi.org/").or_else(|| behind("doi:")).unwrap_or(0);
        let doi = word[start..].trim_end_matches(['.', ',', ';']);
        let (registrant, name) = doi.strip_prefix("10.")?.split_once('/')?;
        let told = registrant.len() >= 4 && registrant.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        (told && !name.is_empty()).then_some(doi)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dois_and_years_are_found_as_tools_write_them() {
        for written in [
            "10.1000/x1",
            "https://doi.org/10.1000/x1",
            "DOI: 10.1000/x1.",
            "10.1000/x1 [doi]",
            "doi:10.1000/x1  LK  - y",
        ] {
            assert_eq!(doi(written), Some("10.1000/x1"), "{written}");
        }
        assert!(
            ["Article", "10.5", "https://x.org/10.1000/x1", "S10 [pii]", ""].iter().all(|words| doi(words).is_none())
        );
        assert_eq!(
            (year("2024/04/03/"), year("2020 Feb;63"), year("20240403"), year("in press")),
            (Some("2024"), Some("2020"), None, None)
        );
    }
}
