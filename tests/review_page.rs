//! The page in a real browser: scenarios in `tests/e2e/` (node, playwright-core, axe-core, Chromium). Without these they are skipped, and say so.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
    sync::Mutex,
};

/// One browser at a time: times are measured, and small machines have to run it.
static BROWSER: Mutex<()> = Mutex::new(());

const CHROMIUM: [&str; 4] =
    ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/opt/google/chrome/chrome"];

/// The browser, or what is missing for a run.
fn browser() -> Result<PathBuf, String> {
    let node = Command::new("node").arg("--version").output().map_err(|_| "there is no node".to_owned())?;
    let version = String::from_utf8_lossy(&node.stdout).trim().to_owned();
    let major: u32 = version.trim_start_matches('v').split('.').next().and_then(|v| v.parse().ok()).unwrap_or(0);
    if major < 18 {
        return Err(format!("node is {version}, expected 18 or newer"));
    }
    let modules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e/node_modules");
    if !modules.join("playwright-core").is_dir() || !modules.join("axe-core").is_dir() {
        return Err("tests/e2e/node_modules is not there (npm ci in tests/e2e)".into());
    }
    let named = env::var("PRETAG_CHROMIUM").ok().into_iter().chain(CHROMIUM.map(str::to_owned));
    named.map(PathBuf::from).find(|p| p.is_file()).ok_or_else(|| "there is no Chromium (or PRETAG_CHROMIUM)".into())
}

fn run(scenario: &str) {
    let chromium = match browser() {
        Ok(chromium) => chromium,
        Err(missing) => {
            println!("SKIPPED: {missing}");
            eprintln!("SKIPPED review_page::{scenario}: {missing}");
            return;
        }
    };
    let _turn = BROWSER.lock().unwrap_or_else(|e| e.into_inner());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e").join(format!("{scenario}.mjs"));
    let mut command = Command::new("node");
    command.arg(script).env("PRETAG", env!("CARGO_BIN_EXE_pretag")).env("PRETAG_CHROMIUM", chromium);
    let done = command.output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    print!("{out}");
    assert!(done.status.success(), "{out}{err}");
}

#[test]
fn a_new_user_verifies_a_document_by_keyboard() {
    run("verify");
}

#[test]
fn two_coders_agree_or_are_adjudicated() {
    run("coders");
}

#[test]
fn modes_hold_back_what_is_not_to_be_seen() {
    run("modes");
}

#[test]
fn a_packet_goes_out_and_comes_back() {
    run("packet");
}

#[test]
fn a_hostile_document_runs_nothing() {
    run("hostile");
}

#[test]
fn everything_is_taken_back_on_the_page() {
    run("undo");
}

#[test]
fn the_next_item_is_there_at_once() {
    run("speed");
}

#[test]
fn a_full_disk_is_told_on_the_page() {
    run("full");
}

#[test]
fn a_folder_that_cannot_be_written_to_is_told_on_the_page() {
    run("readonly");
}

#[test]
fn the_tables_page_is_for_everyone() {
    run("report");
}

#[test]
fn frameworks_are_kept_apart() {
    run("frameworks");
}
