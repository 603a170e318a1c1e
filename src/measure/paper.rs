//! Labelled sentences -> papers in Markdown, or as they stand in files of their own, with the place of every sentence.
use super::gold::Sentence;
use crate::text::Span;

/// A paper laid out from its sentences.
#[derive(Clone, Debug)]
pub struct Paper<'g> {
    /// Its id.
    pub id: &'g str,
    /// Its text, Markdown; empty if it is read from a file of its own.
    pub text: String,
    /// Of one that is read from a file of its own: the file, and the document's source as readers name it.
    pub file: Option<(&'g str, &'g str)>,
    /// Its sentences with their bytes in the text.
    pub sentences: Vec<(&'g Sentence, Span)>,
}

/// The papers of sentences, in the order in which they first occur.
///
/// A section `A > B` is a heading of the second level and one of the third; another paragraph begins after an empty line.
pub fn papers(sentences: &[Sentence]) -> Vec<Paper<'_>> {
    let mut papers: Vec<(Paper<'_>, Option<&Sentence>)> = Vec::new();
    for sentence in sentences {
        let known = papers.iter().position(|(p, _)| p.id == sentence.document);
        let at = known.unwrap_or_else(|| {
            let id = sentence.document.as_str();
            let file = sentence.place.as_ref().map(|p| (p.file.as_str(), p.source.as_str()));
            papers.push((Paper { id, text: format!("# {id}\n"), file, sentences: Vec::new() }, None));
            papers.len() - 1
        });
        let (paper, last) = &mut papers[at];
        if let Some(place) = &sentence.place {
            paper.text.clear();
            paper.sentences.push((sentence, place.span));
            continue;
        }
        paper.lead(sentence, last.replace(sentence));
        let start = paper.text.len();
        paper.text.push_str(&sentence.text);
        paper.sentences.push((sentence, Span::new(start, paper.text.len())));
    }
    papers.into_iter().map(|(paper, _)| paper.ended()).collect()
}

impl Paper<'_> {
    /// What stands between the last sentence and this one.
    fn lead(&mut self, sentence: &Sentence, last: Option<&Sentence>) {
        let headings = |s: &'_ Sentence| {
            s.section.split_once(" > ").map_or((s.section.clone(), String::new()), |(a, b)| (a.into(), b.into()))
        };
        let (top, sub) = headings(sentence);
        let before = last.map(headings);
        if before.as_ref().is_none_or(|b| *b != (top.clone(), sub.clone())) {
            if before.is_none_or(|b| b.0 != top) {
                self.text.push_str(&format!("\n\n## {top}\n"));
            }
            if !sub.is_empty() {
                self.text.push_str(&format!("\n### {sub}\n"));
            }
            self.text.push('\n');
        } else if last.is_some_and(|l| l.paragraph != sentence.paragraph) {
            self.text.push_str("\n\n");
        } else if !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }

    fn ended(mut self) -> Self {
        if self.file.is_none() {
            self.text.push('\n');
        }
        self
    }
}
