//! All shipped frameworks in one pass against the TDF alone, over the papers of `../shared/documents`.
//! `cargo bench --bench frameworks` (`-- --callgrind` counts instructions with valgrind instead, for machines whose clock is noisy).
//! Times are wall seconds with one thread, the least of five rounds in which both take their turn; the ratio is what to quote.
#![allow(clippy::unwrap_used)] // a bench that cannot go on fails
use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const ROUNDS: usize = 5;

fn main() {
    let papers = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/documents/jats");
    if !papers.is_dir() {
        println!("skipped: ../shared/documents is not here");
        return;
    }
    let all = frameworks();
    if std::env::args().any(|a| a == "--callgrind") {
        let [one, many] = ["tdf", &all].map(|f| instructions(f, &papers));
        println!(
            "instructions: TDF alone {one}, all frameworks {many}; speed {:.2} of TDF alone",
            one as f64 / many as f64
        );
        return;
    }
    let (mut one, mut many) = (Vec::new(), Vec::new());
    let mut bytes = [0, 0];
    for _ in 0..ROUNDS {
        for (n, (frameworks, times)) in [("tdf", &mut one), (&*all, &mut many)].into_iter().enumerate() {
            let (time, written) = run(frameworks, &papers);
            assert!(bytes[n] == 0 || bytes[n] == written, "{frameworks}: other bytes");
            bytes[n] = written;
            times.push(time);
        }
    }
    assert!(bytes[0] > 100_000 && bytes[1] > bytes[0], "nothing found");
    let (one, many) = (one.into_iter().min().unwrap(), many.into_iter().min().unwrap());
    println!("{} frameworks: {all}", all.split(',').count());
    println!(
        "TDF alone {} ms, {} bytes of reports; all {} ms, {} bytes",
        one.as_millis(),
        bytes[0],
        many.as_millis(),
        bytes[1]
    );
    println!("all frameworks at {:.2} of the speed of TDF alone", one.as_secs_f64() / many.as_secs_f64());
}

fn pretag() -> Command {
    Command::new(env!("CARGO_BIN_EXE_pretag"))
}

/// Ids of all frameworks of the shipped lexicon.
fn frameworks() -> String {
    let lexicon = pretag::lexicon::Lexicon::load(&[], true).unwrap();
    lexicon.frameworks.iter().map(|f| f.id.to_string()).collect::<Vec<_>>().join(",")
}

fn args(frameworks: &str, papers: &Path) -> Vec<PathBuf> {
    let words = ["-q", "tag", "-j", "1", "--to", "jsonl", "--framework", frameworks];
    words.iter().map(PathBuf::from).chain([papers.to_owned()]).collect()
}

fn run(frameworks: &str, papers: &Path) -> (Duration, usize) {
    let start = Instant::now();
    let output = pretag().args(args(frameworks, papers)).stderr(Stdio::null()).output().unwrap();
    (start.elapsed(), output.stdout.len())
}

/// What valgrind counts.
fn instructions(frameworks: &str, papers: &Path) -> u64 {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null", env!("CARGO_BIN_EXE_pretag")]);
    let output = valgrind.args(args(frameworks, papers)).stdout(Stdio::null()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = told.lines().find(|l| l.contains("refs:")).unwrap();
    line.chars().skip_while(|c| *c != ':').filter(char::is_ascii_digit).collect::<String>().parse().unwrap()
}
