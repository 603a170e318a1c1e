//! Embeds the files under `lexicons/`, and compiles them: the rooms that read a lexicon are read here too, so that a program starts at once.
#![allow(dead_code, unused_imports, unreachable_pub, missing_docs, clippy::unwrap_used)]
use std::{
    env,
    error::Error,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

#[path = "src/error.rs"]
mod error;
#[path = "src/lexicon/mod.rs"]
mod lexicon;
#[path = "src/report/mod.rs"]
mod report;
#[path = "src/text/mod.rs"]
mod text;
#[path = "src/tag"]
mod tag {
    mod machine;

    /// What `tag::Compiled` reads: the outline of a lexicon and what its terms come to.
    pub(crate) fn compile(lexicon: crate::lexicon::Lexicon) -> postcard::Result<Vec<u8>> {
        let blueprint = machine::Blueprint::new(&lexicon);
        postcard::to_allocvec(&(lexicon.outline(), blueprint))
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rustc-cfg=embedded");
    for read in ["lexicons", "src/error.rs", "src/lexicon", "src/report", "src/text", "src/tag/machine"] {
        println!("cargo::rerun-if-changed={read}");
    }
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("lexicons");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut files = Vec::new();
    walk(&root, &mut files)?;
    files.sort();
    let mut list = String::from("&[\n");
    let mut texts = Vec::new();
    for file in files {
        let name = file.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
        println!("cargo::rerun-if-changed={}", file.display());
        writeln!(list, "    ({name:?}, include_str!({:?})),", file.display().to_string())?;
        texts.push((name, fs::read_to_string(&file)?));
    }
    list.push(']');
    fs::write(out.join("shipped.rs"), list)?;
    let lexicon = lexicon::Lexicon::from_shipped(&texts).map_err(|e| e.to_string())?;
    fs::write(out.join("shipped.bin"), tag::compile(lexicon)?)?;
    Ok(())
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "toml")
            && path.file_name().is_some_and(|n| n.to_string_lossy().matches('.').count() == 1)
        {
            files.push(path);
        }
    }
    Ok(())
}
