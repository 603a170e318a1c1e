//! One JSON object with a title and an abstract, but no text -> id, text and the other fields of a paper's document.
use super::{
    Form,
    columns::{self, Words},
    object::{Key, carry},
    paper,
};
use crate::{input::InputOptions, text::Document};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// Reads it into `document`, if it is one: whatever stands there is left as it is otherwise. An id that is there already stays.
pub(super) fn read(json: &str, options: &InputOptions, document: &mut Document) -> Option<Form> {
    let (names, values): (Vec<String>, Vec<&RawValue>) =
        Fields.deserialize(&mut serde_json::Deserializer::from_str(json)).ok()?.into_iter().unzip();
    let Words::Paper { title, summary } = columns::words(&names, options)? else { return None };
    let said = |column: Option<usize>| match column.map(|n| values[n].get()) {
        None | Some("null") => Some(String::new()),
        Some(value) => serde_json::from_str::<String>(value).ok(),
    };
    let (title, words) = (said(title)?, said(summary)?);
    document.text.clear();
    let form = paper::write(&title, &words, &mut document.text);
    let own = names.iter().position(|name| name == options.id_name());
    let usual = || columns::ids(&names).into_iter().find_map(|n| id(values[n].get()));
    if document.id.is_empty()
        && options.id_column.is_none()
        && let Some(id) = usual()
    {
        document.id = id;
    }
    document.fields = None;
    for (n, (name, value)) in names.iter().zip(&values).enumerate() {
        if Some(n) != own && Some(n) != summary {
            carry(name, value.get(), &mut document.fields);
        }
    }
    document.fields.iter_mut().for_each(|fields| fields.push('}'));
    Some(form)
}

/// A string or number that says something.
fn id(written: &str) -> Option<String> {
    let number = written.starts_with(|c: char| c.is_ascii_digit()).then(|| written.to_owned());
    number.or_else(|| serde_json::from_str(written).ok()).filter(|id| !id.trim().is_empty())
}

/// Names and values of an object, in their order.
struct Fields;

impl<'de> DeserializeSeed<'de> for Fields {
    type Value = Vec<(String, &'de RawValue)>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Fields {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(key) = map.next_key_seed(Key)? {
            fields.push((key.into_owned(), map.next_value()?));
        }
        Ok(fields)
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        input::{Format, InputOptions, testing},
        text::Document,
    };

    fn read_all(json: &str, options: InputOptions) -> Vec<Result<Document, String>> {
        let options = InputOptions { from: Some(Format::Jsonl), ..options };
        testing::read_all("f.jsonl", json.as_bytes(), &options)
            .into_iter()
            .map(|r| r.map_err(|bad| bad.error.to_string()))
            .collect()
    }

    #[test]
    fn title_and_abstract_are_the_text_where_there_is_none() {
        let json = r#"{"pmid": 77, "title": "Foot <i>care</i>", "year": 1.50, "abstract": "RESULTS: No time.\n"}
            {"id": "b", "Title": "Beds", "Abstract": null, "doi": "10.1/b"}
            {"title": "Staff", "abstract": "None.", "doi": "10.1/c"}"#;
        let read: Vec<Document> = read_all(json, InputOptions::default()).into_iter().map(Result::unwrap).collect();
        let seen: Vec<_> = read.iter().map(|d| (d.id.as_str(), d.text.as_str())).collect();
        let texts = ["Foot care\n\nRESULTS: No time.", "Beds", "Staff\n\nNone."];
        assert_eq!(seen, [("77", texts[0]), ("b", texts[1]), ("10.1/c", texts[2])]);
        assert_eq!(read[0].fields.as_deref(), Some(r#"{"pmid":77,"title":"Foot <i>care</i>","year":1.50}"#));
        assert_eq!(testing::outline(&read[0])[2], "paragraph abstract/results No time.");
    }

    #[test]
    fn what_is_named_or_no_paper_is_no_such_text() {
        let named = InputOptions { text_column: Some("quote".into()), ..InputOptions::default() };
        let says = |json: &str, options| read_all(json, options).remove(0).unwrap_err();
        assert_eq!(says(r#"{"abstract":"a"}"#, named), "f.jsonl:1: found no \"quote\", expected a string");
        for json in [r#"{"title":"a"}"#, r#"{"title":"a","abstract":["b"]}"#, r#"{"Text":"a","abstract":"b"}"#] {
            assert!(says(json, InputOptions::default()).contains("found no \"text\""), "{json}");
        }
        let chosen = InputOptions { id_column: Some("key".into()), ..InputOptions::default() };
        let read = read_all(r#"{"key":"k","abstract":"a"}"#, chosen).remove(0).unwrap();
        assert_eq!((read.id.as_str(), read.fields), ("k", None));
    }
}
