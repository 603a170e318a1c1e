//! The whole program on 100 MB of real text against a bare aho-corasick scan of the yardstick's phrases over the same text, in one run.
//! `cargo bench --bench whole` (`-- --mb 20` for less). Texts: `../shared/documents`; phrases: `../shared/performance/yardstick.txt`.
//! Times are wall seconds, the median of three rounds in which all take their turn; the ratios are what to quote.
#![allow(clippy::unwrap_used)] // a bench that cannot go on fails
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

const ROUNDS: usize = 3;
/// A record holds paragraphs until it has at least so many bytes: about an abstract.
const RECORD: usize = 1300;

fn main() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if !shared.join("documents/jats").is_dir() {
        println!("skipped: ../shared/documents is not here");
        return;
    }
    let texts = records(&shared, megabytes());
    let size = texts.iter().map(String::len).sum::<usize>() as f64 / 1e6;
    let file = std::env::temp_dir().join(format!("pretag-bench-{}.jsonl", std::process::id()));
    write(&file, &texts);
    let scan = yardstick(&shared);
    let (mut bare, mut one, mut two) = (Vec::new(), Vec::new(), Vec::new());
    let (mut matches, mut found, mut peak) = (0, 0, [0, 0]);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        matches = texts.iter().map(|t| scan.find_iter(t).count()).sum();
        bare.push(start.elapsed());
        for (n, (threads, times)) in [("1", &mut one), ("2", &mut two)].into_iter().enumerate() {
            let run = run(&file, threads);
            times.push(run.wall);
            peak[n] = peak[n].max(run.peak);
            assert!(found == 0 || found == run.bytes, "-j {threads} wrote other bytes");
            found = run.bytes;
        }
    }
    fs::remove_file(&file).unwrap();
    assert!(matches > 0 && found > texts.len() * 100, "nothing found");
    let start = start_up();
    let speed = |times: &mut Vec<Duration>| {
        times.sort();
        size / times[ROUNDS / 2].as_secs_f64()
    };
    let (bare, one, two) = (speed(&mut bare), speed(&mut one), speed(&mut two));
    println!(
        "{size:.0} MB of text in {} records; {matches} matches of the bare scan; {found} bytes of reports",
        texts.len()
    );
    println!("| what | MB/s | to the bare scan | peak MB |\n|---|---|---|---|");
    println!("| bare aho-corasick DFA scan, one thread | {bare:.1} | 1.00 | |");
    println!("| pretag -j 1 | {one:.1} | {:.2} | {} |", one / bare, peak[0] / 1000);
    println!("| pretag -j 2 | {two:.1} | {:.2} ({:.2} times -j 1) | {} |", two / bare, two / one, peak[1] / 1000);
    println!("one short document, start to end: {} ms wall (least of ten)", start.as_millis());
}

fn megabytes() -> usize {
    let args: Vec<String> = std::env::args().collect();
    args.iter().position(|a| a == "--mb").and_then(|n| args.get(n + 1)).and_then(|n| n.parse().ok()).unwrap_or(100)
}

fn pretag() -> Command {
    Command::new(env!("CARGO_BIN_EXE_pretag"))
}

/// The texts of the real documents, cut into records, as often as it takes to fill so many megabytes.
fn records(shared: &Path, megabytes: usize) -> Vec<String> {
    let args = ["tag", "--with-text", "--min-score", "1", "--to", "jsonl"].map(PathBuf::from);
    let folders = ["documents/jats", "documents/transcripts"].map(|f| shared.join(f));
    let output = pretag().args(args).args(folders).output().unwrap();
    let mut cut = Vec::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let report: serde_json::Value = serde_json::from_str(line).unwrap();
        let mut record = String::new();
        for paragraph in report["document"]["text"].as_str().unwrap_or_default().split_inclusive("\n\n") {
            record.push_str(paragraph);
            if record.len() >= RECORD {
                cut.push(std::mem::take(&mut record));
            }
        }
    }
    let (mut texts, mut bytes) = (Vec::new(), 0);
    for text in cut.iter().cycle() {
        if bytes >= megabytes * 1_000_000 {
            break;
        }
        bytes += text.len();
        texts.push(text.clone());
    }
    texts
}

fn write(file: &Path, texts: &[String]) {
    let mut out = std::io::BufWriter::new(fs::File::create(file).unwrap());
    for (n, text) in texts.iter().enumerate() {
        writeln!(out, "{}", serde_json::json!({"id": format!("d{n}"), "text": text})).unwrap();
    }
}

fn yardstick(shared: &Path) -> AhoCorasick {
    let phrases = fs::read_to_string(shared.join("performance/yardstick.txt")).unwrap();
    let phrases = phrases.lines().filter(|l| !l.is_empty());
    let builder = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(phrases);
    builder.unwrap()
}

struct Run {
    wall: Duration,
    bytes: usize,
    /// kB
    peak: usize,
}

fn run(file: &Path, threads: &str) -> Run {
    let start = Instant::now();
    let mut child = pretag()
        .args(["tag", "-j", threads, "--from", "jsonl", "--to", "jsonl"])
        .arg(file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    let (mut bytes, mut reads, mut buffer, mut peak) = (0, 0u64, vec![0; 1 << 20], 0);
    loop {
        match out.read(&mut buffer).unwrap() {
            0 => break,
            n => (bytes, reads) = (bytes + n, reads + 1),
        }
        if reads % 16 == 0 {
            peak = peak.max(high_water(&child));
        }
    }
    assert!(child.wait().unwrap().success());
    Run { wall: start.elapsed(), bytes, peak }
}

/// The most memory a running process has had resident so far, in kB; 0 where the system does not tell.
fn high_water(child: &Child) -> usize {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()).and_then(|n| n.parse().ok()).unwrap_or(0)
}

fn start_up() -> Duration {
    let text = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/texts/integrated_care_abstract.txt");
    let one = || {
        let start = Instant::now();
        assert!(pretag().arg("tag").arg(&text).output().unwrap().status.success());
        start.elapsed()
    };
    (0..10).map(|_| one()).min().unwrap()
}
