//! The names HTML gives to characters, and the entities a file declares itself -> the characters they stand for.
use crate::error::{Error, ErrorKind, Result};
use std::{cell::Cell, collections::HashMap};

/// Entities of a file come to no more than this, in bytes: they may name each other many times over.
const MOST: usize = 1 << 20;

/// Entities that name each other deeper than this are refused.
const DEEPEST: usize = 16;

/// What the entities of a file stand for.
#[derive(Debug, Default)]
pub(super) struct Entities {
    own: HashMap<String, String>,
    /// How many bytes they have come to.
    written: Cell<usize>,
}

impl Entities {
    /// Those that the DOCTYPE in this beginning of a file declares; what lies in other files is not read.
    pub(super) fn declared(prolog: &str) -> Self {
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
    pub(super) fn decoded(&self, name: &str) -> Result<String> {
        let mut text = String::new();
        self.resolve(name, 0, &mut text)?;
        Ok(text)
    }

    fn resolve(&self, name: &str, depth: usize, text: &mut String) -> Result<()> {
        if let Some(value) = self.own.get(name) {
            return self.expand(name, value, depth, text);
        }
        match character(name) {
            Some(c) => text.push(c),
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

/// A character by its number (`#233`, `#xE9`) or its name in XML or HTML.
fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32).filter(|c| *c != '\0');
    }
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => NAMES.binary_search_by_key(&name, |(known, _)| known).ok().map(|at| NAMES[at].1),
    }
}

/// The names of HTML 4, in order.
#[rustfmt::skip]
const NAMES: [(&str, char); 247] = [
    ("AElig", 'Æ'), ("Aacute", 'Á'), ("Acirc", 'Â'), ("Agrave", 'À'), ("Alpha", 'Α'), ("Aring", 'Å'), ("Atilde", 'Ã'), ("Auml", 'Ä'), ("Beta", 'Β'),
    ("Ccedil", 'Ç'), ("Chi", 'Χ'), ("Dagger", '‡'), ("Delta", 'Δ'), ("ETH", 'Ð'), ("Eacute", 'É'), ("Ecirc", 'Ê'), ("Egrave", 'È'), ("Epsilon", 'Ε'),
    ("Eta", 'Η'), ("Euml", 'Ë'), ("Gamma", 'Γ'), ("Iacute", 'Í'), ("Icirc", 'Î'), ("Igrave", 'Ì'), ("Iota", 'Ι'), ("Iuml", 'Ï'), ("Kappa", 'Κ'),
    ("Lambda", 'Λ'), ("Mu", 'Μ'), ("Ntilde", 'Ñ'), ("Nu", 'Ν'), ("OElig", 'Œ'), ("Oacute", 'Ó'), ("Ocirc", 'Ô'), ("Ograve", 'Ò'), ("Omega", 'Ω'),
    ("Omicron", 'Ο'), ("Oslash", 'Ø'), ("Otilde", 'Õ'), ("Ouml", 'Ö'), ("Phi", 'Φ'), ("Pi", 'Π'), ("Prime", '″'), ("Psi", 'Ψ'), ("Rho", 'Ρ'),
    ("Scaron", 'Š'), ("Sigma", 'Σ'), ("THORN", 'Þ'), ("Tau", 'Τ'), ("Theta", 'Θ'), ("Uacute", 'Ú'), ("Ucirc", 'Û'), ("Ugrave", 'Ù'), ("Upsilon", 'Υ'),
    ("Uuml", 'Ü'), ("Xi", 'Ξ'), ("Yacute", 'Ý'), ("Yuml", 'Ÿ'), ("Zeta", 'Ζ'), ("aacute", 'á'), ("acirc", 'â'), ("acute", '´'), ("aelig", 'æ'),
    ("agrave", 'à'), ("alefsym", 'ℵ'), ("alpha", 'α'), ("and", '∧'), ("ang", '∠'), ("aring", 'å'), ("asymp", '≈'), ("atilde", 'ã'), ("auml", 'ä'),
    ("bdquo", '„'), ("beta", 'β'), ("brvbar", '¦'), ("bull", '•'), ("cap", '∩'), ("ccedil", 'ç'), ("cedil", '¸'), ("cent", '¢'), ("chi", 'χ'),
    ("circ", 'ˆ'), ("clubs", '♣'), ("cong", '≅'), ("copy", '©'), ("crarr", '↵'), ("cup", '∪'), ("curren", '¤'), ("dArr", '⇓'), ("dagger", '†'),
    ("darr", '↓'), ("deg", '°'), ("delta", 'δ'), ("diams", '♦'), ("divide", '÷'), ("eacute", 'é'), ("ecirc", 'ê'), ("egrave", 'è'), ("empty", '∅'),
    ("emsp", '\u{2003}'), ("ensp", '\u{2002}'), ("epsilon", 'ε'), ("equiv", '≡'), ("eta", 'η'), ("eth", 'ð'), ("euml", 'ë'), ("euro", '€'),
    ("exist", '∃'), ("fnof", 'ƒ'), ("forall", '∀'), ("frac12", '½'), ("frac14", '¼'), ("frac34", '¾'), ("frasl", '⁄'), ("gamma", 'γ'), ("ge", '≥'),
    ("hArr", '⇔'), ("harr", '↔'), ("hearts", '♥'), ("hellip", '…'), ("iacute", 'í'), ("icirc", 'î'), ("iexcl", '¡'), ("igrave", 'ì'), ("image", 'ℑ'),
    ("infin", '∞'), ("int", '∫'), ("iota", 'ι'), ("iquest", '¿'), ("isin", '∈'), ("iuml", 'ï'), ("kappa", 'κ'), ("lArr", '⇐'), ("lambda", 'λ'),
    ("lang", '〈'), ("laquo", '«'), ("larr", '←'), ("lceil", '⌈'), ("ldquo", '“'), ("le", '≤'), ("lfloor", '⌊'), ("lowast", '∗'), ("loz", '◊'),
    ("lrm", '\u{200E}'), ("lsaquo", '‹'), ("lsquo", '‘'), ("macr", '¯'), ("mdash", '—'), ("micro", 'µ'), ("middot", '·'), ("minus", '−'), ("mu", 'μ'),
    ("nabla", '∇'), ("ndash", '–'), ("ne", '≠'), ("ni", '∋'), ("not", '¬'), ("notin", '∉'), ("nsub", '⊄'), ("ntilde", 'ñ'), ("nu", 'ν'),
    ("oacute", 'ó'), ("ocirc", 'ô'), ("oelig", 'œ'), ("ograve", 'ò'), ("oline", '‾'), ("omega", 'ω'), ("omicron", 'ο'), ("oplus", '⊕'), ("or", '∨'),
    ("ordf", 'ª'), ("ordm", 'º'), ("oslash", 'ø'), ("otilde", 'õ'), ("otimes", '⊗'), ("ouml", 'ö'), ("para", '¶'), ("part", '∂'), ("permil", '‰'),
    ("perp", '⊥'), ("phi", 'φ'), ("pi", 'π'), ("piv", 'ϖ'), ("plusmn", '±'), ("pound", '£'), ("prime", '′'), ("prod", '∏'), ("prop", '∝'),
    ("psi", 'ψ'), ("rArr", '⇒'), ("radic", '√'), ("rang", '〉'), ("raquo", '»'), ("rarr", '→'), ("rceil", '⌉'), ("rdquo", '”'), ("real", 'ℜ'),
    ("reg", '®'), ("rfloor", '⌋'), ("rho", 'ρ'), ("rlm", '\u{200F}'), ("rsaquo", '›'), ("rsquo", '’'), ("sbquo", '‚'), ("scaron", 'š'), ("sdot", '⋅'),
    ("sect", '§'), ("shy", '\u{AD}'), ("sigma", 'σ'), ("sigmaf", 'ς'), ("sim", '∼'), ("spades", '♠'), ("sub", '⊂'), ("sube", '⊆'), ("sum", '∑'),
    ("sup", '⊃'), ("sup1", '¹'), ("sup2", '²'), ("sup3", '³'), ("supe", '⊇'), ("szlig", 'ß'), ("tau", 'τ'), ("there4", '∴'), ("theta", 'θ'),
    ("thetasym", 'ϑ'), ("thinsp", '\u{2009}'), ("thorn", 'þ'), ("tilde", '˜'), ("times", '×'), ("trade", '™'), ("uArr", '⇑'), ("uacute", 'ú'),
    ("uarr", '↑'), ("ucirc", 'û'), ("ugrave", 'ù'), ("uml", '¨'), ("upsih", 'ϒ'), ("upsilon", 'υ'), ("uuml", 'ü'), ("weierp", '℘'), ("xi", 'ξ'),
    ("yacute", 'ý'), ("yen", '¥'), ("yuml", 'ÿ'), ("zeta", 'ζ'), ("zwj", '\u{200D}'), ("zwnj", '\u{200C}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order() {
        assert!(NAMES.is_sorted_by_key(|(name, _)| *name));
        assert_eq!((character("eacute"), character("Alpha"), character("euro")), (Some('é'), Some('Α'), Some('€')));
        assert_eq!(
            (character("#233"), character("#xE9"), character("#0"), character("x")),
            (Some('é'), Some('é'), None, None)
        );
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
