//! The files of a project's folder <-> a project.
use super::{Base, Codebook, Layout, Manifest};
use crate::{
    error::{Error, ErrorKind, Result, json_said},
    report::hex,
    review::journal::{self, Log, failed, sync_folder},
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

/// The folder of journals within a project.
pub const DECISIONS: &str = "decisions";
const MANIFEST: &str = "review.toml";
const REPORTS: &str = "reports.jsonl";
const LAYOUTS: &str = "layouts.jsonl";
const CODEBOOKS: &str = "codebooks.json";

/// What is to be verified. Its decisions are read apart, since they grow: [`Project::logs`], [`crate::review::Journal`].
#[derive(Clone, Debug, Serialize)]
pub struct Project {
    #[serde(skip)]
    folder: PathBuf,
    /// Settings.
    pub manifest: Manifest,
    /// In the order of the reports; ids are unlike one another.
    pub documents: Vec<Base>,
    /// The codebooks coders read.
    pub codebooks: Vec<Codebook>,
}

impl Project {
    /// Makes a project in a folder that holds none yet. `lines` are reports with text (JSON Lines); a later report of the same document
    /// takes the place of an earlier one. Lexicon, version and frameworks of the manifest are taken from the reports.
    ///
    /// # Errors
    /// There is a project already, a line that is no such report, two documents of one id, a layout that does not fit, a folder that cannot be written to.
    pub fn create(
        folder: &Path,
        manifest: Manifest,
        lines: &[impl AsRef<str>],
        layouts: Vec<Layout>,
        codebooks: Vec<Codebook>,
    ) -> Result<Self> {
        if folder.join(MANIFEST).exists() {
            let message = "there is a project in this folder already";
            return Err(Error::new(ErrorKind::Usage, message).at_path(folder.display().to_string()));
        }
        let documents = documents(lines, layouts)?;
        let mut project = Self { folder: folder.to_owned(), manifest, documents, codebooks };
        project.name_lexicon()?;
        project.save()?;
        Ok(project)
    }

    /// Reads a project.
    ///
    /// # Errors
    /// There is none, or one of its files is damaged, with file and line.
    pub fn open(folder: &Path) -> Result<Self> {
        let manifest = folder.join(MANIFEST);
        if !manifest.exists() {
            let message =
                format!("there is no project in this folder (no {MANIFEST}); `pretag review create` makes one");
            return Err(Error::new(ErrorKind::Usage, message).at_path(folder.display().to_string()));
        }
        let read = |path: &Path| fs::read_to_string(path).map_err(|e| Error::io(path, &e));
        let place = |path: &Path| path.display().to_string();
        let manifest = Manifest::parse(&read(&manifest)?).map_err(|e| e.at_path(place(&manifest)))?;
        let path = folder.join(LAYOUTS);
        let layouts = read(&path)?;
        let mut parsed = Vec::new();
        for (n, line) in layouts.lines().enumerate() {
            let layout = serde_json::from_str(line).map_err(|e| {
                let message = format!("expected the layout of a document, found {}", json_said(&e));
                Error::new(ErrorKind::Format, message).at_path(place(&path)).at_line(n + 1)
            })?;
            parsed.push(layout);
        }
        let path = folder.join(REPORTS);
        let lines = read(&path)?;
        let lines: Vec<&str> = lines.lines().collect();
        let documents = documents(&lines, parsed).map_err(|e| e.at_path(place(&path)))?;
        let path = folder.join(CODEBOOKS);
        let codebooks = serde_json::from_str(&read(&path)?).map_err(|e| {
            Error::new(ErrorKind::Format, format!("expected codebooks, found {}", json_said(&e))).at_path(place(&path))
        })?;
        Ok(Self { folder: folder.to_owned(), manifest, documents, codebooks })
    }

    /// Whether a folder holds a project.
    pub fn is_at(folder: &Path) -> bool {
        folder.join(MANIFEST).is_file()
    }

    /// Takes other reports, as after a change of the lexicon: those of known documents replace what is there, others are added. Decisions are
    /// found again by their keys.
    ///
    /// # Errors
    /// As [`Project::create`].
    pub fn update(&mut self, lines: &[impl AsRef<str>], layouts: Vec<Layout>, codebooks: Vec<Codebook>) -> Result<()> {
        let mut new: BTreeMap<String, Base> =
            documents(lines, layouts)?.into_iter().map(|b| (b.id().to_owned(), b)).collect();
        let order: Vec<String> =
            lines.iter().filter_map(|l| Base::read(l.as_ref()).ok()?).map(|b| b.id().to_owned()).collect();
        for base in &mut self.documents {
            if let Some(later) = new.remove(base.id()) {
                *base = later;
            }
        }
        self.documents.extend(order.iter().filter_map(|id| new.remove(id)));
        self.codebooks = codebooks;
        self.name_lexicon()?;
        self.save()
    }

    fn name_lexicon(&mut self) -> Result<()> {
        let Some(first) = self.documents.first() else {
            return Err(Error::new(ErrorKind::Usage, "there is no report of a document to verify"));
        };
        self.manifest.lexicon = first.lexicon.digest.clone();
        self.manifest.pretag = first.lexicon.pretag.clone();
        self.manifest.frameworks.clear();
        for framework in self.documents.iter().flat_map(|d| &d.lexicon.frameworks) {
            if !self.manifest.frameworks.contains(framework) {
                self.manifest.frameworks.push(framework.clone());
            }
        }
        Ok(())
    }

    /// Writes everything but decisions; each file appears whole or not at all.
    fn save(&self) -> Result<()> {
        let decisions = self.decisions();
        fs::create_dir_all(&decisions).map_err(|e| failed(&decisions, &e))?;
        let mut reports = String::new();
        let mut layouts = String::new();
        for base in &self.documents {
            reports.push_str(&base.line());
            layouts.push_str(&json(&base.layout)?);
            layouts.push('\n');
        }
        let codebooks =
            serde_json::to_string_pretty(&self.codebooks).map_err(|e| Error::new(ErrorKind::Format, e.to_string()))?;
        // journals of two machines are joined line by line; what stands twice is read once
        let attributes = "*.jsonl text eol=lf merge=union\n*.torn-* -text\n";
        write_whole(&decisions.join(".gitattributes"), attributes)?;
        write_whole(&self.folder.join(REPORTS), &reports)?;
        write_whole(&self.folder.join(LAYOUTS), &layouts)?;
        write_whole(&self.folder.join(CODEBOOKS), &(codebooks + "\n"))?;
        write_whole(&self.folder.join(MANIFEST), &self.manifest.text()?)
    }

    /// Writes other settings.
    ///
    /// # Errors
    /// A folder that cannot be written to.
    pub fn settle(&mut self, manifest: Manifest) -> Result<()> {
        write_whole(&self.folder.join(MANIFEST), &manifest.text()?)?;
        self.manifest = manifest;
        Ok(())
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder of journals.
    pub fn decisions(&self) -> PathBuf {
        self.folder.join(DECISIONS)
    }

    /// The journals of all coders, read without locking.
    ///
    /// # Errors
    /// A journal that cannot be read or is damaged.
    pub fn logs(&self) -> Result<Vec<Log>> {
        journal::read_all(&self.decisions())
    }

    /// The document of that id.
    pub fn document(&self, id: &str) -> Option<&Base> {
        self.documents.iter().find(|d| d.id() == id)
    }

    /// SHA-256 over the codebooks, the first 16 hexadecimal digits: which version coders had before them.
    pub fn codebook_digest(&self) -> String {
        let text = serde_json::to_vec(&self.codebooks).unwrap_or_default();
        hex(&Sha256::digest(text)[..8])
    }
}

fn documents(lines: &[impl AsRef<str>], layouts: Vec<Layout>) -> Result<Vec<Base>> {
    let mut layouts: BTreeMap<String, Layout> = layouts.into_iter().map(|l| (l.document.clone(), l)).collect();
    let mut documents: Vec<Base> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (n, line) in lines.iter().enumerate() {
        let Some(base) = Base::read(line.as_ref()).map_err(|e| e.at_line(n + 1))? else { continue };
        match places.get(base.id()) {
            Some(at) if documents[*at].document.source == base.document.source => documents[*at] = base,
            Some(at) => {
                let (first, second) = (&documents[*at].document.source, &base.document.source);
                let message = format!(
                    "found two documents of the id {}, {first} and {second}; expected ids unlike one another",
                    base.id()
                );
                return Err(Error::new(ErrorKind::Format, message).at_line(n + 1));
            }
            None => {
                places.insert(base.id().to_owned(), documents.len());
                documents.push(base);
            }
        }
    }
    for base in &mut documents {
        if let Some(layout) = layouts.remove(base.id()) {
            base.lay_out(layout)?;
        }
    }
    Ok(documents)
}

fn json(data: &impl Serialize) -> Result<String> {
    serde_json::to_string(data).map_err(|e| Error::new(ErrorKind::Format, e.to_string()))
}

/// Writes a file so that it holds either all of this or what it held before.
pub(in crate::review) fn write_whole(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let aside = folder.join(format!(".{name}.new-{}", std::process::id()));
    let written = File::create(&aside)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&aside, path));
    if let Err(e) = written {
        let _ = fs::remove_file(&aside);
        return Err(failed(path, &e));
    }
    sync_folder(folder);
    Ok(())
}
