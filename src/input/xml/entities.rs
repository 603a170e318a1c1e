//! The names HTML gives to characters, and the entities a file declares itself -> the characters they stand for.
use crate::error::{Error, ErrorKind, Result};
use html_escape::decode_html_entities;
use quick_xml::events::BytesRef;
use std::{cell::Cell, collections::HashMap};

/// Entities of a file come to no more than this, in bytes: they may name each other many times over.
const MOST: usize = 1 << 20;

/// Entities that name each other deeper than this are refused.
const DEEPEST: usize = 16;

/// What the entities of a file stand for.
#[derive(Debug, Default)]
pub(in crate::input) struct Entities {
    own: HashMap<String, String>,
    /// How many bytes they have come to.
    written: Cell<usize>,
}

impl Entities {
    /// Those that the DOCTYPE in this beginning of a file declares; what lies in other files is not read.
    pub(in crate::input) fn declared(prolog: &str) -> Self {
        let mut own = HashMap::new();
        let subset = prolog.split_once("<!DOCTYPE").and_then(|(_, rest)| rest.split_once('['));
        for declared in subset.map_or("", |(_, rest)| rest).split("<!ENTITY").skip(1) {
            let Some((name, rest)) = declared.trim_start().split_once(char::is_whitespace) else { continue };
            let rest = rest.trim_start();
            let value = ['"', '\''].into_iter().find_map(|q| rest.strip_prefix(q)?.split_once(q));
            if let (Some((value, _)), false) = (value, name == "%") {
                // the first declaration counts
                own.entry(name.to_owned()).or_insert_with(|| value.to_owned());
            }
        }
        Self { own, written: Cell::new(0) }
    }

    /// The characters of an entity; of one that nobody declared its name as it is written.
    pub(in crate::input) fn decoded(&self, name: &str) -> Result<String> {
        let mut text = String::new();
        self.resolve(name, 0, &mut text)?;
        Ok(text)
    }

    fn resolve(&self, name: &str, depth: usize, text: &mut String) -> Result<()> {
        if let Some(value) = self.own.get(name) {
            return self.expand(name, value, depth, text);
        }
        match characters(name) {
            Some(known) => text.push_str(&known),
            None => text.extend(["&", name, ";"]),
        }
        Ok(())
    }

    fn expand(&self, name: &str, value: &str, depth: usize, text: &mut String) -> Result<()> {
        let before = text.len();
        let mut rest = value;
        while let Some((plain, behind)) = rest.split_once('&') {
            text.push_str(plain);
            let Some((inner, behind)) = behind.split_once(';').filter(|(inner, _)| !inner.contains('&')) else {
                text.push('&');
                rest = behind;
                continue;
            };
            if depth >= DEEPEST {
                return Err(too_much(name));
            }
            self.resolve(inner, depth + 1, text)?;
            rest = behind;
        }
        text.push_str(rest);
        // what an inner entity gave counts again for the outer one: so does the work
        self.written.set(self.written.get() + (text.len() - before).max(1));
        if self.written.get() > MOST { Err(too_much(name)) } else { Ok(()) }
    }
}

fn too_much(name: &str) -> Error {
    let message =
        format!("the entity &{name}; of the DOCTYPE grows over all bounds ({MOST} bytes, {DEEPEST} entities deep)");
    Error::new(ErrorKind::TooLarge, message)
}

/// The characters of a number (`#233`, `#xE9`) or of a name in XML or HTML; a fixed space is one like others.
fn characters(name: &str) -> Option<String> {
    match BytesRef::new(name).resolve_char_ref() {
        _ if name == "nbsp" => Some(" ".into()),
        Ok(Some(c)) => Some(c.to_string()),
        Ok(None) => {
            let written = format!("&{name};");
            let decoded = decode_html_entities(&written);
            (decoded != written).then(|| decoded.into_owned())
        }
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_of_html_are_known() {
        let is = |name, expected: &str| assert_eq!(characters(name).as_deref(), Some(expected), "{name}");
        is("eacute", "é");
        is("Alpha", "Α");
        is("lbrace", "{");
        is("nbsp", " ");
        is("#233", "é");
        is("#xE9", "é");
        assert_eq!((characters("#0"), characters("#x110000"), characters("x")), (None, None, None));
    }

    #[test]
    fn what_a_file_declares_is_resolved() {
        let prolog = r#"<!DOCTYPE article SYSTEM "a.dtd" [ <!ENTITY % p "q"> <!ENTITY who "nurses &amp; GPs">
            <!ENTITY all 'the &who;'><!ENTITY far SYSTEM "far.xml">]>"#;
        let entities = Entities::declared(prolog);
        let says = |name| entities.decoded(name).unwrap();
        assert_eq!((says("all"), says("far"), says("eacute")), ("the nurses & GPs".into(), "&far;".into(), "é".into()));
    }

    #[test]
    fn entities_do_not_grow_over_all_bounds() {
        let mut prolog = String::from("<!DOCTYPE a [<!ENTITY a0 \"ha\">");
        for n in 1..12 {
            prolog.push_str(&format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10)));
        }
        let entities = Entities::declared(&(prolog + "<!ENTITY me \"&me;\">]>"));
        assert!(entities.decoded("a11").unwrap_err().to_string().contains("grows over all bounds"));
        let entities = Entities::declared("<!DOCTYPE a [<!ENTITY me \"&me;\">]>");
        assert!(entities.decoded("me").unwrap_err().to_string().contains("grows over all bounds"));
    }
}
