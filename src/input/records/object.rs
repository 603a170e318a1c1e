//! One JSON object -> id, text and the other fields of a document, without a tree in between.
use super::{Form, paper_object};
use crate::{
    error::{Error, ErrorKind, Result, json_said},
    input::{InputOptions, decode},
    text::Document,
};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::{borrow::Cow, fmt};

/// Where a piece of JSON begins in its file; both counted from 1.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// Reads one object into `document`, which is empty. A missing id is no error; where no text is, nor asked for by name, there may be a title and an abstract.
pub(super) fn read(json: &str, place: Place, options: &InputOptions, document: &mut Document) -> Result<Form> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let mut found = Found::default();
    let record = Record { id: options.id_name(), text: options.text_name(), document, found: &mut found };
    let read = record.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    read.map_err(|e| other_than_object(json, options, place).unwrap_or_else(|| broken(json, place, &e)))?;
    let paper = match found.text {
        None if options.text_column.is_none() => paper_object::read(json, options, document),
        _ => None,
    };
    found.check(options, paper.is_some()).map_err(|e| e.at_line(place.line))?;
    Ok(paper.unwrap_or(Form::Text))
}

/// The error of JSON without a fault that is no object.
fn other_than_object(json: &str, options: &InputOptions, place: Place) -> Option<Error> {
    if json.trim_ascii_start().starts_with('{') {
        return None;
    }
    let kind = Scalar(&mut String::new());
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let kind = kind.deserialize(&mut deserializer).and_then(|kind| deserializer.end().map(|()| kind)).ok()?;
    let message = format!("found {}, expected an object with a string {:?}", kind.name(), options.text_name());
    Some(Error::new(ErrorKind::Format, message).at_place(place.line, place.column))
}

/// The error of the JSON reader, with its place in the file and without its own mention of it.
fn broken(json: &str, place: Place, error: &serde_json::Error) -> Error {
    let said = json_said(error);
    let line = json.split('\n').nth(error.line().saturating_sub(1)).unwrap_or("");
    let before = line.floor_char_boundary(error.column().saturating_sub(1).min(line.len()));
    let column = line[..before].chars().count() + if error.line() <= 1 { place.column } else { 1 };
    Error::new(ErrorKind::Format, format!("broken JSON: {said}"))
        .at_place(place.line + error.line().saturating_sub(1), column)
}

/// What the two fields were; `None` is missing.
#[derive(Default)]
struct Found {
    id: Option<Kind>,
    text: Option<Kind>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    String,
    Number,
    Null,
    Boolean,
    Array,
    Object,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::String => "a string",
            Kind::Number => "a number",
            Kind::Null => "null",
            Kind::Boolean => "a boolean",
            Kind::Array => "an array",
            Kind::Object => "an object",
        }
    }
}

impl Found {
    fn check(&self, options: &InputOptions, has_text: bool) -> Result<()> {
        if !has_text && self.text != Some(Kind::String) {
            return Err(unexpected(options.text_name(), self.text, "a string"));
        }
        match self.id {
            None | Some(Kind::String | Kind::Number | Kind::Null) => Ok(()),
            other => Err(unexpected(options.id_name(), other, "a string or a number")),
        }
    }
}

fn unexpected(name: &str, found: Option<Kind>, expected: &str) -> Error {
    let message = match found {
        None => format!("found no {name:?}, expected {expected}"),
        Some(kind) => format!("{name:?} is {}, expected {expected}", kind.name()),
    };
    Error::new(ErrorKind::Format, message)
}

struct Record<'r> {
    id: &'r str,
    text: &'r str,
    document: &'r mut Document,
    found: &'r mut Found,
}

impl<'de> DeserializeSeed<'de> for Record<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Record<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with a string {:?}", self.text)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(Key)? {
            if *key == *self.text {
                self.document.text.clear();
                self.found.text = Some(map.next_value_seed(Scalar(&mut self.document.text))?);
            } else if *key == *self.id {
                self.document.id.clear();
                let written = map.next_value::<&RawValue>()?.get();
                self.found.id = Some(id(written, &mut self.document.id).map_err(serde::de::Error::custom)?);
            } else {
                carry(&key, map.next_value::<&RawValue>()?.get(), &mut self.document.fields);
            }
        }
        if let Some(fields) = &mut self.document.fields {
            fields.push('}');
        }
        Ok(())
    }
}

/// Appends an id: a string's words, or a number as it is written; says what it was.
fn id(written: &str, id: &mut String) -> serde_json::Result<Kind> {
    if written.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
        id.push_str(written);
        return Ok(Kind::Number);
    }
    Scalar(id).deserialize(&mut serde_json::Deserializer::from_str(written))
}

/// Adds a field, whose value is JSON already, to an object that is still open.
pub(super) fn carry(key: &str, value: &str, fields: &mut Option<String>) {
    let fields = fields.get_or_insert_default();
    fields.push(if fields.is_empty() { '{' } else { ',' });
    push_string(key, fields);
    fields.push(':');
    fields.push_str(value);
}

/// Appends a text as a JSON string.
pub(super) fn push_string(text: &str, json: &mut String) {
    if text.bytes().any(|b| b < b' ' || b == b'"' || b == b'\\') {
        json.push_str(&serde_json::Value::from(text).to_string());
    } else {
        json.push('"');
        json.push_str(text);
        json.push('"');
    }
}

/// A key, borrowed where it holds no escapes.
pub(super) struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }
    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(key))
    }
    fn visit_str<E>(self, key: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

/// Appends a string or number to a buffer; says what it was.
struct Scalar<'s>(&'s mut String);

impl<'de> DeserializeSeed<'de> for Scalar<'_> {
    type Value = Kind;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Kind, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Scalar<'_> {
    type Value = Kind;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a number")
    }
    fn visit_str<E>(self, text: &str) -> Result<Kind, E> {
        decode::push_folded(text, self.0);
        Ok(Kind::String)
    }
    fn visit_u64<E>(self, number: u64) -> Result<Kind, E> {
        self.0.push_str(&number.to_string());
        Ok(Kind::Number)
    }
    fn visit_i64<E>(self, number: i64) -> Result<Kind, E> {
        self.0.push_str(&number.to_string());
        Ok(Kind::Number)
    }
    fn visit_f64<E>(self, number: f64) -> Result<Kind, E> {
        self.0.push_str(&number.to_string());
        Ok(Kind::Number)
    }
    fn visit_unit<E>(self) -> Result<Kind, E> {
        Ok(Kind::Null)
    }
    fn visit_bool<E>(self, _: bool) -> Result<Kind, E> {
        Ok(Kind::Boolean)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Kind, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Kind::Array)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Kind, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Kind::Object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(json: &str) -> Result<Document> {
        let mut document = Document::default();
        read(json, Place { line: 7, column: 1 }, &InputOptions::default(), &mut document).map(|_| document)
    }

    #[test]
    fn other_fields_are_carried_through_unread() {
        let d = object(r#"{"year":1.50,"text":"no\u0020time\r\n","a\"b":{"x": [1]},"id":12}"#).unwrap();
        assert_eq!((d.id.as_str(), d.text.as_str()), ("12", "no time\n"));
        assert_eq!(d.fields.as_deref(), Some(r#"{"year":1.50,"a\"b":{"x": [1]}}"#));
        assert_eq!(object(r#"{"text":""}"#).unwrap().fields, None);
    }

    #[test]
    fn numbers_are_ids_as_they_are_written() {
        for number in ["100000000000000000001", "-7", "1.50", "1e3", "9223372036854775807"] {
            assert_eq!(object(&format!("{{\"id\":{number},\"text\":\"\"}}")).unwrap().id, number);
        }
        assert_eq!(object(r#"{"id": "a\u0041\"", "text": ""}"#).unwrap().id, "aA\"");
        assert_eq!(object(r#"{"id": null, "text": ""}"#).unwrap().id, "");
    }

    #[test]
    fn errors_say_what_was_found_and_expected() {
        let says = |json| object(json).unwrap_err().to_string();
        assert_eq!(says(r#"{"id":1}"#), "line 7: found no \"text\", expected a string");
        assert_eq!(says(r#"{"text":[1]}"#), "line 7: \"text\" is an array, expected a string");
        assert_eq!(says(r#"{"text":"a","id":{}}"#), "line 7: \"id\" is an object, expected a string or a number");
        assert!(
            says(r#"{"text":"é" x}"#).starts_with("line 7:13: broken JSON: expected"),
            "{}",
            says(r#"{"text":"é" x}"#)
        );
        assert_eq!(says("[1]"), "line 7:1: found an array, expected an object with a string \"text\"");
        assert_eq!(says("\"str\""), "line 7:1: found a string, expected an object with a string \"text\"");
        for lone in [r#"{"text":"a \ud800 b"}"#, r#"{"text":"\udc00"}"#, r#"{"id":"\ud83d","text":"x"}"#] {
            assert!(says(lone).contains("lone surrogate"), "{lone}: {}", says(lone));
        }
        assert!(says(r#"{"text":"a"} {}"#).contains("trailing characters"));
    }
}
