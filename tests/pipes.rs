//! Runs the marked recipes of `docs/pipes.md`, one after the other in one folder, where their tool is installed.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// The recipes have to work with any lexicon; this small one makes sure that they have something to work on.
const PROJECT: &str =
    "[tag]\nframework = [\"mini\"]\nlexicon = [\"mini.toml\"]\nno-default-lexicons = true\nmin-score = 0.0\n";

/// A fenced block with a marker before it.
struct Recipe<'d> {
    tool: &'d str,
    line: usize,
    code: String,
}

#[test]
fn recipes_work() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pipes.md")).unwrap();
    let recipes = recipes(&text);
    assert!(recipes.len() > 10, "{} recipes", recipes.len());
    let folder = env::temp_dir().join(format!("pretag-pipes-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("pretag.toml"), PROJECT).unwrap();
    fs::write(folder.join("mini.toml"), include_str!("data/mini.toml")).unwrap();
    for recipe in &recipes {
        if !installed(recipe.tool) {
            println!("skipped: docs/pipes.md:{} ({} is not installed)", recipe.line, recipe.tool);
            continue;
        }
        let output = run(&recipe.code, recipe.tool, &folder);
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "docs/pipes.md:{}: {}\n{out}{err}", recipe.line, output.status);
        assert!(recipe.tool == "sh" || !out.trim().is_empty(), "docs/pipes.md:{} prints nothing\n{err}", recipe.line);
    }
    fs::remove_dir_all(folder).unwrap();
}

fn recipes(text: &str) -> Vec<Recipe<'_>> {
    let mut recipes = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let Some(tool) = line.strip_prefix("<!-- run: ").and_then(|l| l.strip_suffix(" -->")) else { continue };
        assert!(
            lines.next().is_some_and(|(_, fence)| fence.starts_with("```")),
            "line {number}: expected a fenced block"
        );
        let code: Vec<&str> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
        recipes.push(Recipe { tool, line: number + 3, code: code.join("\n") });
    }
    recipes
}

fn installed(tool: &str) -> bool {
    let probe = match tool {
        "sh" => "true",
        "jq" => "jq --version",
        "R" => "Rscript -e 'library(jsonlite)'",
        "pandas" => "python3 -c 'import pandas'",
        other => panic!("unknown tool {other} in docs/pipes.md"),
    };
    Command::new("sh").args(["-c", probe]).output().is_ok_and(|output| output.status.success())
}

fn run(code: &str, tool: &str, folder: &Path) -> Output {
    let (program, args): (_, &[&str]) = match tool {
        "R" => ("Rscript", &["recipe.R"]),
        "pandas" => ("python3", &["-"]),
        _ => ("sh", &["-eu"]),
    };
    fs::write(folder.join("recipe.R"), code).unwrap();
    let mut child = Command::new(program)
        .args(args)
        .current_dir(folder)
        .env("PATH", path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(code.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

/// The search path with the built program first.
fn path() -> std::ffi::OsString {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_pretag"));
    let folder = program.parent().unwrap().to_owned();
    let rest = env::var_os("PATH").unwrap_or_default();
    env::join_paths(std::iter::once(folder).chain(env::split_paths(&rest))).unwrap()
}
