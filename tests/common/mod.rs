//! What tests share: a folder of its own for each, which goes when the test ends.
#![allow(dead_code, clippy::unwrap_used)] // a test that cannot go on fails; not every test uses everything
use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

/// A folder that goes when the test ends.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("pretag-{name}-{}-{n}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a file, and the folders above it; tells where.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }
}

/// What of the shared material a test needs: a path below `PRETAG_SHARED`, else below the folder `shared` beside the project or above that.
/// None, and told, where it is not there.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let near = ["../shared", "../../shared"].map(|near| root.join(near));
    let places = env::var_os("PRETAG_SHARED").map(PathBuf::from).into_iter().chain(near);
    let found = places.map(|place| place.join(path)).find(|path| path.exists());
    if found.is_none() {
        skipped(&format!("there is no ../shared/{path} (PRETAG_SHARED names another folder)"));
    }
    found
}

/// Says that a test, or a part of it, is skipped and why; with `PRETAG_REQUIRE=1` that is a failure.
pub(crate) fn skipped(why: &str) {
    assert!(env::var_os("PRETAG_REQUIRE").is_none_or(|wish| wish != "1"), "{why}");
    eprintln!("skipped: {why}");
}

/// Published examples of figures of agreement; none, and told, where the file is not there.
pub(crate) fn published() -> Option<serde_json::Value> {
    let file = shared("formats/agreement/golden.json")?;
    Some(serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap())
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
