//! A file with several articles (PubMed Central's `<pmc-articleset>`, or roots one after the other) -> the stretch and the id of each.
use crate::input::xml::Element;
use memchr::{memchr, memmem};
use std::ops::Range;

/// Where the articles lie. Only their tags are looked at, so that a fault in one does not reach the others; one that is not closed ends where
/// the next begins.
pub(super) fn stretches(xml: &str) -> Vec<Range<usize>> {
    let bytes = xml.as_bytes();
    let (mut found, mut open, mut at) = (Vec::new(), None, 0);
    while let Some(start) = memchr(b'<', &bytes[at..]).map(|i| at + i) {
        let rest = &bytes[start..];
        at = start + 1;
        let hidden =
            [(&b"<!--"[..], &b"-->"[..]), (b"<![CDATA[", b"]]>")].into_iter().find(|(s, _)| rest.starts_with(s));
        if let Some((_, end)) = hidden {
            match memmem::find(rest, end) {
                Some(end) => at = start + end,
                None => break,
            }
        } else if is_tag(rest, b"<article") {
            let before = open.replace(start);
            found.extend(before.map(|before| before..start));
        } else if is_tag(rest, b"</article") {
            let end = memchr(b'>', rest).map_or(bytes.len(), |i| start + i + 1);
            found.extend(open.take().map(|start| start..end));
        }
    }
    found.extend(open.map(|start| start..bytes.len()));
    found
}

fn is_tag(rest: &[u8], name: &[u8]) -> bool {
    let behind = rest.strip_prefix(name).and_then(|behind| behind.first());
    behind.is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
}

/// The id an article has in PubMed Central (`PMC123`), else its DOI.
pub(super) fn id(article: &Element<'_>) -> Option<String> {
    let meta = article.child("front")?.child("article-meta")?;
    let of = |kind: &str| {
        let has = |e: &&Element<'_>| e.name() == "article-id" && e.attribute("pub-id-type").as_deref() == Some(kind);
        meta.elements().find(has).map(Element::text).filter(|id| !id.is_empty())
    };
    let number = |id: String| if id.bytes().all(|b| b.is_ascii_digit()) { format!("PMC{id}") } else { id };
    of("pmcid").or_else(|| of("pmc")).map(number).or_else(|| of("doi"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_told_apart_by_their_tags() {
        let parts = |xml: &str| stretches(xml).into_iter().map(|r| xml[r].to_owned()).collect::<Vec<_>>();
        let set =
            "<s><article a='1'><article-meta/></article>\n<!-- <article> --><article>x<b></article ><article>y</s>";
        assert_eq!(
            parts(set),
            ["<article a='1'><article-meta/></article>", "<article>x<b></article >", "<article>y</s>"]
        );
        assert_eq!(parts("<article>1<article>2</article>"), ["<article>1", "<article>2</article>"]);
        assert_eq!(parts("<article><![CDATA[</article><article>]]></article>").len(), 1);
        assert!(parts("<html/>").is_empty());
    }
}
