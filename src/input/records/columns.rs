//! The names in a table's header row -> which columns hold the id and the text of its records; in what databases and reference managers save,
//! the title and the abstract of a paper.
use crate::{
    error::{Error, ErrorKind, Result},
    input::InputOptions,
};

const TITLES: [&str; 6] = ["title", "article title", "document title", "primary title", "item title", "ti"];
const ABSTRACTS: [&str; 6] = ["abstract", "abstract note", "abstract_note", "abstract text", "abstracts", "ab"];
/// What tells papers apart, the best first: accession numbers and keys, then ids of other places, then the number within a project.
const IDS: [&str; 16] = [
    "accession number",
    "accession_number",
    "central id",
    "ut (unique wos id)",
    "ut (unique id)",
    "eid",
    "key",
    "an",
    "pmid",
    "pubmed id",
    "pubmed_id",
    "doi",
    "item doi",
    "do",
    "covidence #",
    "ui",
];
/// With one of these a title alone is a paper.
const CATALOGUED: [&str; 4] = ["pmid", "pubmed id", "doi", "accession number"];

/// Which columns are which.
pub(super) struct Columns {
    /// The first of these that is not empty is the id.
    pub(super) ids: Vec<usize>,
    pub(super) words: Words,
}

/// Where the text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    Text(usize),
    Paper { title: Option<usize>, summary: Option<usize> },
}

impl Columns {
    /// Those that the options name, or the usual ones.
    pub(super) fn of(names: &[String], options: &InputOptions) -> Result<Self> {
        let named = position(names, options.id_name());
        if let (None, Some(wanted)) = (named, &options.id_column) {
            return Err(no_column(&format!("{wanted:?}"), "--id-column", names));
        }
        let missing = || match &options.text_column {
            Some(wanted) => no_column(&format!("{wanted:?}"), "--text-column", names),
            None => no_column("\"text\" or \"abstract\"", "--text-column", names),
        };
        let words = words(names, options).ok_or_else(missing)?;
        let ids = match (named, words) {
            (Some(id), _) => vec![id],
            (None, Words::Text(_)) => Vec::new(),
            (None, Words::Paper { .. }) => ids(names),
        };
        Ok(Self { ids, words })
    }

    /// Whether a column is read, and not carried through.
    pub(super) fn takes(&self, column: usize) -> bool {
        match self.words {
            Words::Text(text) => column == text || self.ids.contains(&column),
            Words::Paper { summary, .. } => Some(column) == summary || self.ids == [column],
        }
    }
}

/// Where the text stands, if these names tell.
pub(super) fn words(names: &[String], options: &InputOptions) -> Option<Words> {
    let find = |usual: &[&str]| usual.iter().find_map(|name| position(names, name));
    match (position(names, options.text_name()), &options.text_column) {
        (Some(text), _) => return Some(Words::Text(text)),
        (None, Some(_)) => return None,
        (None, None) => {}
    }
    let (title, summary) = (find(&TITLES), find(&ABSTRACTS));
    let papers = summary.is_some() || title.is_some() && find(&CATALOGUED).is_some();
    papers.then_some(Words::Paper { title, summary })
}

/// Columns that tell papers apart, the best first.
pub(super) fn ids(names: &[String]) -> Vec<usize> {
    IDS.iter().filter_map(|id| position(names, id)).collect()
}

/// The column of this name, in any case if not in this.
fn position(names: &[String], wanted: &str) -> Option<usize> {
    let exact = names.iter().position(|name| name == wanted);
    exact.or_else(|| names.iter().position(|name| name.to_lowercase() == wanted.to_lowercase()))
}

fn no_column(wanted: &str, option: &str, names: &[String]) -> Error {
    let message =
        format!("found no column {wanted}; the columns are: {} ({option} says which it is)", names.join(", "));
    Error::new(ErrorKind::Format, message).at_line(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(header: &str) -> Option<Words> {
        let names: Vec<String> = header.split(',').map(str::to_owned).collect();
        words(&names, &InputOptions::default())
    }

    #[test]
    fn the_columns_of_databases_are_known() {
        let paper = |title, summary| Some(Words::Paper { title, summary });
        assert_eq!(found("Title,Authors,Abstract,Covidence #"), paper(Some(0), Some(2)));
        assert_eq!(found("Key,Title,Publication Title,Abstract Note"), paper(Some(1), Some(3)));
        assert_eq!(found("UI,TI,AB"), paper(Some(1), Some(2)));
        assert_eq!(found("PMID,Title,DOI"), paper(Some(1), None));
        assert_eq!(found("year,abstract"), paper(None, Some(1)));
        assert_eq!(found("Title,Abstract,Text"), Some(Words::Text(2)));
        assert_eq!(found("site,title,quote"), None);
    }

    #[test]
    fn columns_that_are_named_are_no_others() {
        let names = ["Title", "Abstract", "DOI"].map(str::to_owned);
        let options = InputOptions { text_column: Some("title".into()), ..InputOptions::default() };
        assert_eq!(words(&names, &options), Some(Words::Text(0)));
        let options = InputOptions { text_column: Some("quote".into()), ..InputOptions::default() };
        assert_eq!(words(&names, &options), None);
        let options = InputOptions { id_column: Some("doi".into()), ..InputOptions::default() };
        assert_eq!(Columns::of(&names, &options).unwrap().ids, [2]);
        assert!(Columns::of(&names, &InputOptions { id_column: Some("x".into()), ..options }).is_err());
    }
}
