//! REV:PATH -> the lexicon files of that revision, asked of the `git` command.
use pretag::{Error, ErrorKind, Result, lexicon::Source};
use std::{
    io::{self, Write},
    path::Path,
    process::{Command, Output, Stdio},
};

/// The commit of a revision, and the lexicon files below a path in it, in the order of their paths. The path is that of the repository,
/// or with `./` before it of this folder, as git has it.
pub(super) fn read(rev: &str, path: &str) -> Result<(String, Vec<Source>)> {
    let name = format!("{rev}:{path}");
    let commit =
        text(run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{rev}^{{commit}}")], &[])?)
            .map_err(|why| wrong(&name, &format!("git knows no revision `{rev}` here{}", because(&why))))?;
    let commit = commit.trim().to_owned();
    let relative = path.starts_with("./") || path.starts_with("../") || path == ".";
    let mut ask = vec!["ls-tree", "-r", "-z"];
    if !relative {
        ask.push("--full-tree");
    }
    ask.extend([commit.as_str(), "--", path]);
    let listing = text(run(&ask, &[])?).map_err(|why| wrong(&name, &format!("git cannot list it{}", because(&why))))?;
    let mut files: Vec<(String, String)> = listing.split('\0').filter_map(object).collect();
    files.sort_by(|a, b| Path::new(&a.0).cmp(Path::new(&b.0)));
    if files.is_empty() {
        return Err(wrong(&name, "found no .toml file there, expected a lexicon file or folder"));
    }
    let bytes = contents(&files)?;
    let read = |((file, _), bytes): (&(String, String), Vec<u8>)| {
        let name = format!("{rev}:{file}");
        let text = String::from_utf8(bytes).map_err(|_| wrong(&name, "not UTF-8"))?;
        Ok(Source { name, text: text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned) })
    };
    Ok((commit, files.iter().zip(bytes).map(read).collect::<Result<_>>()?))
}

/// The path and object of a listed file, if it is a lexicon file that a folder would give too.
fn object(line: &str) -> Option<(String, String)> {
    let (head, path) = line.split_once('\t')?;
    let hidden = path.split('/').any(|part| part.starts_with('.') && part != "." && part != "..");
    let plain = head.starts_with("100");
    (plain && !hidden && path.ends_with(".toml"))
        .then(|| (path.to_owned(), head.rsplit(' ').next().unwrap_or_default().to_owned()))
}

/// What the objects hold, in order.
fn contents(files: &[(String, String)]) -> Result<Vec<Vec<u8>>> {
    let asked: String = files.iter().map(|(_, object)| format!("{object}\n")).collect();
    let output = run(&["cat-file", "--batch"], asked.as_bytes())?.stdout;
    let (mut rest, mut out) = (output.as_slice(), Vec::new());
    for (file, _) in files {
        let broken = || wrong(file, "git gave something else than the file");
        let end = rest.iter().position(|b| *b == b'\n').ok_or_else(broken)?;
        let head = String::from_utf8_lossy(&rest[..end]).into_owned();
        let size: usize = head.rsplit(' ').next().and_then(|n| n.parse().ok()).ok_or_else(broken)?;
        let body = rest.get(end + 1..end + 1 + size).ok_or_else(broken)?;
        out.push(body.to_vec());
        rest = rest.get(end + 2 + size..).unwrap_or_default();
    }
    Ok(out)
}

fn run(args: &[&str], input: &[u8]) -> Result<Output> {
    let failed = |e: &io::Error| match e.kind() {
        io::ErrorKind::NotFound => Error::new(
            ErrorKind::Usage,
            "REV:PATH needs the `git` command, and there is none on the PATH; install git, or give two folders",
        ),
        _ => Error::io("git", e),
    };
    let mut child = Command::new("git")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| failed(&e))?;
    let (stdin, input) = (child.stdin.take(), input.to_vec());
    // git may answer before all is asked, so asking has a thread of its own
    let asking = std::thread::spawn(move || stdin.map(|mut s| s.write_all(&input)));
    let output = child.wait_with_output().map_err(|e| failed(&e))?;
    let _ = asking.join();
    Ok(output)
}

/// What git printed; what it complained of if it failed.
fn text(output: Output) -> Result<String, String> {
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
    }
}

fn because(why: &str) -> String {
    if why.is_empty() { String::new() } else { format!(" ({why})") }
}

fn wrong(name: &str, message: &str) -> Error {
    Error::new(ErrorKind::Usage, message).at_path(name)
}
