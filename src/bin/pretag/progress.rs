//! What a run has done so far: a bar while it lasts, a closing line at the end.
use crate::console::Console;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    collections::BTreeMap,
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

/// Shorter runs need no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// Counts of a run, shared by its threads.
#[derive(Debug)]
pub(crate) struct Progress {
    started: Instant,
    documents: AtomicU64,
    suggestions: AtomicU64,
    errors: AtomicU64,
    unchanged: AtomicU64,
    /// How many documents are tagged again, by how their earlier reports were made.
    again: Mutex<BTreeMap<&'static str, u64>>,
    bytes: AtomicU64,
    /// Made when the run turns out to be long; none where nobody sees it.
    bar: Option<OnceLock<ProgressBar>>,
}

impl Progress {
    /// Nothing done yet; `bar` says whether somebody may see one.
    pub(crate) fn new(bar: bool) -> Self {
        let zero = || AtomicU64::new(0);
        Self {
            started: Instant::now(),
            documents: zero(),
            suggestions: zero(),
            errors: zero(),
            unchanged: zero(),
            again: Mutex::default(),
            bytes: zero(),
            bar: bar.then(OnceLock::new),
        }
    }

    /// A document of so many bytes was tagged.
    pub(crate) fn tagged(&self, bytes: usize, suggestions: usize) {
        self.documents.fetch_add(1, Relaxed);
        self.suggestions.fetch_add(suggestions as u64, Relaxed);
        self.bytes.fetch_add(bytes as u64, Relaxed);
    }

    /// A document could not be read.
    pub(crate) fn failed(&self) {
        self.errors.fetch_add(1, Relaxed);
    }

    /// A document was in the earlier report.
    pub(crate) fn unchanged(&self) {
        self.unchanged.fetch_add(1, Relaxed);
    }

    /// A document was in the earlier report, made in another way: `how` completes "its report was made".
    pub(crate) fn again(&self, how: &'static str) {
        if let Ok(mut again) = self.again.lock() {
            *again.entry(how).or_default() += 1;
        }
    }

    /// How many documents could not be read.
    pub(crate) fn errors(&self) -> u64 {
        self.errors.load(Relaxed)
    }

    /// Draws the bar, if it is time for one.
    pub(crate) fn draw(&self) {
        let Some(bar) = &self.bar else { return };
        if self.started.elapsed() >= PATIENCE {
            let bar = bar.get_or_init(|| spinner(self.started.elapsed()));
            bar.set_message(self.counts().join(", "));
            bar.tick();
        }
    }

    /// Does something with the bar out of the way.
    pub(crate) fn aside(&self, tell: impl FnOnce()) {
        match self.bar.as_ref().and_then(OnceLock::get) {
            Some(bar) => bar.suspend(tell),
            None => tell(),
        }
    }

    /// Removes the bar and says what was done, if more than one document was met or somebody watches or something was wrong.
    pub(crate) fn close(&self, skipped: usize, console: &Console) {
        if let Some(bar) = self.bar.as_ref().and_then(OnceLock::get) {
            bar.finish_and_clear();
        }
        self.tagged_again().iter().for_each(|line| console.note(line));
        let (watched, errors) = (console.watched(), self.errors());
        let met = self.documents.load(Relaxed) + errors + self.unchanged.load(Relaxed);
        if watched || met > 1 || errors > 0 || skipped > 0 {
            let mut counts = self.counts();
            counts.extend(
                (skipped > 0)
                    .then(|| count(skipped as u64, "file of no known kind", "files of no known kind") + " skipped"),
            );
            counts.extend(watched.then(|| self.speed()));
            console.note(&format!("pretag: {}", counts.join(", ")));
        }
    }

    fn tagged_again(&self) -> Vec<String> {
        let (one, many) =
            ("document is tagged again: its report was", "documents are tagged again: their reports were");
        let Ok(again) = self.again.lock() else { return Vec::new() };
        again.iter().map(|(how, number)| format!("pretag: {} made {how}", count(*number, one, many))).collect()
    }

    fn counts(&self) -> Vec<String> {
        let unchanged = self.unchanged.load(Relaxed);
        let mut counts = vec![
            count(self.documents.load(Relaxed), "document", "documents"),
            count(self.suggestions.load(Relaxed), "suggestion", "suggestions"),
            count(self.errors(), "error", "errors"),
        ];
        counts.extend((unchanged > 0).then(|| count(unchanged, "document", "documents") + " tagged before"));
        counts
    }

    fn speed(&self) -> String {
        let seconds = self.started.elapsed().as_secs_f64();
        let megabytes = self.bytes.load(Relaxed) as f64 / 1e6;
        if seconds < 0.1 {
            format!("{seconds:.2} s")
        } else {
            format!("{seconds:.1} s, {:.1} MB/s", megabytes / seconds)
        }
    }
}

fn spinner(elapsed: Duration) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_elapsed(elapsed);
    bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(8));
    if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed}  {wide_msg}") {
        bar.set_style(style);
    }
    bar
}

/// `1 document`, `12,345 documents`.
fn count(number: u64, one: &str, many: &str) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::{Progress, count};

    #[test]
    fn what_is_tagged_again_is_told_by_how_it_was_made() {
        let progress = Progress::new(false);
        for how in ["with other options", "by another version of pretag", "with other options"] {
            progress.again(how);
        }
        let told = [
            "pretag: 1 document is tagged again: its report was made by another version of pretag",
            "pretag: 2 documents are tagged again: their reports were made with other options",
        ];
        assert_eq!(progress.tagged_again(), told);
    }

    #[test]
    fn thousands_are_set_apart() {
        for (number, text) in
            [(0, "0 days"), (1, "1 day"), (999, "999 days"), (1000, "1,000 days"), (12345678, "12,345,678 days")]
        {
            assert_eq!(count(number, "day", "days"), text);
        }
    }
}
