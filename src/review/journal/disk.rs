//! Bytes -> the end of a locked file, and what stands in for one where nothing can be written.
use std::{
    fs::{self, File},
    io::{self, Seek, SeekFrom, Write},
    path::PathBuf,
};

/// Where a journal is kept: a file, or in tests something that fails when it is told to.
pub trait Disk: Send {
    /// Whether what is kept is still what was read and written here: so many bytes, in the same place.
    ///
    /// # Errors
    /// That of the system, or that somebody else wrote.
    fn check(&mut self, length: u64) -> io::Result<()>;

    /// Writes at the end, behind so many bytes.
    ///
    /// # Errors
    /// That of the system; part of the bytes may be written.
    fn append(&mut self, length: u64, bytes: &[u8]) -> io::Result<()>;

    /// Waits until everything is on the disk.
    ///
    /// # Errors
    /// That of the system.
    fn sync(&mut self) -> io::Result<()>;

    /// Cuts off what stands behind so many bytes.
    ///
    /// # Errors
    /// That of the system.
    fn cut(&mut self, length: u64) -> io::Result<()>;
}

/// A locked file under its name.
pub(super) struct Kept {
    pub(super) file: File,
    pub(super) path: PathBuf,
}

impl Disk for Kept {
    fn check(&mut self, length: u64) -> io::Result<()> {
        let (ours, theirs) = (self.file.metadata()?, fs::metadata(&self.path));
        let same =
            theirs.is_ok_and(|theirs| theirs.len() == length && ours.len() == length && same_file(&ours, &theirs));
        if same { Ok(()) } else { Err(io::Error::other("another program has written or replaced it")) }
    }

    fn append(&mut self, length: u64, bytes: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(length))?;
        self.file.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.file.sync_data()
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.file.set_len(length)
    }
}

#[cfg(unix)]
fn same_file(a: &fs::Metadata, b: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

#[cfg(not(unix))]
fn same_file(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    true // an open file cannot be replaced there
}

/// What the system lets nobody write to.
pub(super) struct Shut(pub(super) io::ErrorKind);

impl Disk for Shut {
    fn check(&mut self, _: u64) -> io::Result<()> {
        Ok(())
    }

    fn append(&mut self, _: u64, _: &[u8]) -> io::Result<()> {
        Err(self.0.into())
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn cut(&mut self, _: u64) -> io::Result<()> {
        Ok(())
    }
}
