//! `pretag compare --watch`: the comparison again whenever a file of either side is saved.
use super::{
    Bench, Plan, once,
    side::{self, Stamps},
};
use crate::console::Console;
use pretag::Result;
use std::{
    thread,
    time::{Duration, Instant},
};

/// How often files are looked at; their times are asked, which costs next to nothing and works on every file system.
const PAUSE: Duration = Duration::from_millis(100);

/// Ends only by being ended.
pub(super) fn run(plan: &Plan, console: &Console) -> Result<u8> {
    let mut bench = Bench::default();
    loop {
        let seen = stamps(plan);
        if console.interactive() {
            // clear the screen, as watchers do
            console.print(b"\x1b[2J\x1b[H")?;
        }
        let started = Instant::now();
        match once(plan, &mut bench, console) {
            Ok(_) => {
                console.note(&format!("{:.2} s; waiting for a change (Ctrl+C ends)", started.elapsed().as_secs_f64()))
            }
            // half-saved and mistyped files are part of editing
            Err(error) => console.error(&error),
        }
        while stamps(plan) == seen {
            thread::sleep(PAUSE);
        }
        // editors write in several steps
        let mut last = stamps(plan);
        loop {
            thread::sleep(PAUSE / 2);
            let now = stamps(plan);
            if now == last {
                break;
            }
            last = now;
        }
    }
}

fn stamps(plan: &Plan) -> [Stamps; 2] {
    [&plan.old, &plan.new].map(|name| side::stamps(name))
}
