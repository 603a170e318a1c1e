//! Golden tables: what `pretag report` prints of texts of the corpus in the shapes of the founding papers; the diff is the review.
//! `UPDATE=1 cargo test --test paper_tables` rewrites `corpus/tables`.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

const TEXTS: [&str; 7] = [
    "emental_levels.md",
    "hand_hygiene_interview.txt",
    "integrated_care_abstract.txt",
    "mus_interview.txt",
    "mus_levels.md",
    "pain_results.md",
    "somatic_interview.txt",
];
const FRAMEWORKS: &str = "tdf,cfir_2022,selfie,grol_wensing,evidence_practice_gap,wortman_2022";

/// Name of the golden file, and what makes it.
const TABLES: [(&str, &str); 8] = [
    ("klausen_2025.md", "--table domains --framework tdf --holders hcp,patient --to markdown"),
    ("berardi_2024.txt", "--table levels --framework evidence_practice_gap --to text"),
    ("fischer_2025.md", "--table levels --framework selfie --levels micro,meso,macro --to markdown"),
    ("hanssen_2021.txt", "--table beliefs --framework grol_wensing --codebook-order --to text"),
    ("wortman_2022.txt", "--table beliefs --framework wortman_2022 --codebook-order --quotes 2 --to text"),
    ("tdf_importance.csv", "--table importance --framework tdf --to csv"),
    ("cfir_ratings.csv", "--table ratings --framework cfir_2022 --to csv"),
    ("tdf_heatmap.txt", "--table heatmap --framework tdf --unit segment --to text"),
];

#[test]
fn tables_are_as_agreed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("corpus/tables");
    fs::create_dir_all(&folder).unwrap();
    let reports = Reports::of_the_corpus(root);
    let mut wrong = Vec::new();
    for (name, args) in TABLES {
        let new = without_digest(&reports.report(args));
        let path = folder.join(name);
        let old = fs::read_to_string(&path).unwrap_or_default();
        match old == new {
            true => {}
            false if env::var_os("UPDATE").is_some() => fs::write(&path, &new).unwrap(),
            false => wrong.push(difference(name, &old, &new)),
        }
    }
    let hint = "read the differences; if they are wanted: UPDATE=1 cargo test --test paper_tables";
    assert!(wrong.is_empty(), "{}\n{hint}", wrong.join("\n"));
}

#[test]
fn figures_and_page_come_with_the_same_bytes_twice() {
    let reports = Reports::of_the_corpus(Path::new(env!("CARGO_MANIFEST_DIR")));
    let figures = reports.file.with_extension("figures");
    let args = format!("--framework tdf --to html --plot {}", figures.display());
    let page = reports.report(&args);
    let drawn = |name: &str| fs::read_to_string(figures.join(name)).unwrap();
    let first = drawn("tdf.bars.svg");
    assert_eq!(page, reports.report(&args));
    assert_eq!(first, drawn("tdf.bars.svg"));
    assert!(page.contains("<svg role=\"img\"") && first.starts_with("<svg role=\"img\""));
    assert!(drawn("tdf.heatmap.csv").starts_with("id,domain,"));
    assert!(drawn("tdf.bars.csv").starts_with("id,domain,Barriers,Facilitators,Mixed,Unclear\n"));
    fs::remove_dir_all(figures).unwrap();
}

/// A report file, removed at the end.
struct Reports {
    file: PathBuf,
}

impl Reports {
    fn of_the_corpus(root: &Path) -> Self {
        static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let file = env::temp_dir().join(format!("pretag-tables-{}-{number}.jsonl", std::process::id()));
        let mut command = pretag();
        command.current_dir(root.join("corpus/texts")).arg("tag").args(TEXTS).args(["--framework", FRAMEWORKS, "-o"]);
        let output = command.arg(&file).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Self { file }
    }

    fn report(&self, args: &str) -> String {
        let output = pretag().arg("report").arg(&self.file).args(args.split(' ')).output().unwrap();
        assert!(output.status.success(), "{args}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

impl Drop for Reports {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.file);
    }
}

fn pretag() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pretag"));
    command.env_clear().env("COLUMNS", "100");
    command
}

/// The digest changes with every word of the lexicon, the tables seldom do.
fn without_digest(text: &str) -> String {
    let Some(at) = text.find("lexicon digest ").map(|at| at + "lexicon digest ".len()) else { return text.to_owned() };
    let digits = text[at..].chars().take_while(char::is_ascii_hexdigit).count();
    format!("{}[DIGEST]{}", &text[..at], &text[at + digits..])
}

/// The first twenty lines that differ.
fn difference(name: &str, old: &str, new: &str) -> String {
    let gone = old.lines().filter(|l| !new.lines().any(|n| n == *l)).map(|l| format!("\n- {l}"));
    let come = new.lines().filter(|l| !old.lines().any(|o| o == *l)).map(|l| format!("\n+ {l}"));
    format!("corpus/tables/{name}:{}", gone.chain(come).take(20).collect::<String>())
}
