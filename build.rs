//! Lists the files under `lexicons/` so that the library can embed them (`lexicon::shipped`).
use std::{env, fmt::Write, fs, io, path::Path};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=lexicons");
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("set by cargo")).join("lexicons");
    let mut files = Vec::new();
    walk(&root, &mut files)?;
    files.sort();
    let mut list = String::from("&[\n");
    for file in files {
        let name = file.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
        println!("cargo:rerun-if-changed={}", file.display());
        writeln!(list, "    ({name:?}, include_str!({:?})),", file.display().to_string()).expect("writing to a string");
    }
    list.push(']');
    fs::write(Path::new(&env::var("OUT_DIR").expect("set by cargo")).join("shipped.rs"), list)
}

fn walk(folder: &Path, files: &mut Vec<std::path::PathBuf>) -> io::Result<()> {
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
