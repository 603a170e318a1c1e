//! Defaults from the nearest `pretag.toml`.
use crate::size::Size;
use pretag::{Error, ErrorKind, Result};
use serde::{Deserialize, Deserializer, de::Error as _};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

const NAME: &str = "pretag.toml";

/// What a project file says; everything is optional, unknown keys are errors.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Project {
    #[serde(default)]
    pub(crate) tag: TagDefaults,
    #[serde(default)]
    pub(crate) compare: CompareDefaults,
}

/// The table `[compare]`: on what lexicons are compared.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct CompareDefaults {
    /// Relative to the project file.
    pub(crate) corpus: Vec<String>,
    /// Relative to the project file.
    pub(crate) gold: Vec<PathBuf>,
}

/// The table `[tag]`: options of `pretag tag` under their long names.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct TagDefaults {
    pub(crate) framework: Vec<String>,
    pub(crate) also: Vec<String>,
    /// Relative to the project file.
    pub(crate) lexicon: Vec<PathBuf>,
    pub(crate) no_default_lexicons: bool,
    #[serde(deserialize_with = "probability")]
    pub(crate) min_score: Option<f64>,
    #[serde(deserialize_with = "at_least_one")]
    pub(crate) top: Option<usize>,
    pub(crate) statements: bool,
    pub(crate) with_text: bool,
    pub(crate) id_column: Option<String>,
    pub(crate) text_column: Option<String>,
    pub(crate) interviewer: Vec<String>,
    #[serde(deserialize_with = "size")]
    pub(crate) max_document: Option<Size>,
    #[serde(deserialize_with = "at_least_one")]
    pub(crate) threads: Option<usize>,
}

impl Project {
    /// The project file of the current folder or of the nearest folder above it; without one, no defaults.
    pub(crate) fn nearest() -> Result<Self> {
        let here = env::current_dir().map_err(|e| Error::io(".", &e))?;
        match here.ancestors().map(|folder| folder.join(NAME)).find(|file| file.is_file()) {
            Some(file) => Self::read(&file, &here),
            None => Ok(Self::default()),
        }
    }

    fn read(file: &Path, here: &Path) -> Result<Self> {
        let name = file.strip_prefix(here).unwrap_or(file).display().to_string();
        let text = fs::read_to_string(file).map_err(|e| Error::io(&name, &e))?;
        let mut project = Self::parse(&text).map_err(|e| e.at_path(name))?;
        let folder = file.parent().unwrap_or(here);
        let near = |path: &Path| {
            let path = folder.join(path);
            path.strip_prefix(here).map(Path::to_owned).unwrap_or(path)
        };
        project.tag.lexicon.iter_mut().chain(&mut project.compare.gold).for_each(|path| *path = near(path));
        project.compare.corpus.iter_mut().for_each(|path| *path = near(Path::new(path)).display().to_string());
        Ok(project)
    }

    fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|e| {
            let offset = e.span().map_or(0, |span| span.start);
            Error::new(ErrorKind::Usage, e.message()).at_offset(text, offset)
        })
    }
}

fn size<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Size>, D::Error> {
    String::deserialize(deserializer)?.parse().map(Some).map_err(D::Error::custom)
}

fn probability<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    let number = f64::deserialize(deserializer)?;
    let fits = (0.0..=1.0).contains(&number);
    if fits {
        Ok(Some(number))
    } else {
        Err(D::Error::custom(format!("expected a number from 0 to 1, found {number}")))
    }
}

fn at_least_one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<usize>, D::Error> {
    let number = i64::deserialize(deserializer)?;
    let wrong = || D::Error::custom(format!("expected a whole number from 1, found {number}"));
    usize::try_from(number).ok().filter(|n| *n > 0).map(Some).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_stand_under_their_long_names() {
        let text =
            "[tag]\nframework = [\"a\", \"b\"]\nmin-score = 0.5\nmax-document = \"1kB\"\ninterviewer = [\"Dan\"]";
        let tag = Project::parse(text).unwrap().tag;
        assert_eq!((tag.framework.len(), tag.min_score, tag.max_document), (2, Some(0.5), Some(Size(1000))));
        assert_eq!(tag.interviewer, ["Dan"]);
    }

    #[test]
    fn unknown_keys_are_errors_with_their_line() {
        let error = Project::parse("[tag]\ntop = 3\nmin_score = 0.5\n").unwrap_err().at_path(NAME);
        assert!(error.summary().starts_with("pretag.toml:3:1: unknown field `min_score`"), "{error}");
        for line in ["min-score = 2.0", "top = 0", "threads = -1", "max-document = \"x\"", "interviewer = \"Dan\""] {
            let error = Project::parse(&format!("[tag]\n{line}\n")).unwrap_err();
            assert!(error.summary().starts_with("line 2:"), "{error}");
        }
    }
}
