//! Journals of decisions: nothing acknowledged is lost, however the writer ends; two copies join to one.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
mod common;

use common::Folder;
use pretag::review::{
    Action, Code, Draft, Event, Journal, Log, Mode, State, Time, Verdict,
    journal::{Disk, coders, merge, path, read, write},
};
use proptest::prelude::*;
use std::{
    collections::BTreeSet,
    env, fs,
    io::{self, BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

fn decide(n: u64) -> Draft {
    let of = Code {
        framework: "tdf".into(),
        domain: "skills".into(),
        quote: format!("quote {n} \u{1f600}"),
        ..Code::default()
    };
    let action = Action::Decide { document: "P1".into(), key: format!("{n:016x}"), of, verdict: Verdict::Accepted };
    Draft::new(Time::from_millis(1_000 * n as i64), Mode::Blind, action)
}

fn open(folder: &Path) -> Journal {
    Journal::open(folder, "A", Time::from_millis(0)).unwrap()
}

/// Not a test of its own: the writer that [`killed_at_random`] starts and kills. It tells of every event once it is acknowledged.
#[test]
fn writer() {
    let Some(folder) = env::var_os("PRETAG_TEST_WRITER") else { return };
    let mut journal = open(Path::new(&folder));
    for n in journal.events().len() as u64.. {
        let event = journal.append(decide(n)).unwrap();
        // one write, so that a kill leaves a whole line or none
        io::Write::write_all(&mut io::stderr(), format!("saved {}\n", event.id).as_bytes()).unwrap();
    }
}

#[test]
fn killed_at_random() {
    let folder = Folder::new("killed");
    let mut random = 88172645463325252u64;
    let mut acknowledged: Vec<String> = Vec::new();
    let mut kills = 0;
    while acknowledged.len() < 200 || kills < 20 {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "writer", "--nocapture"])
            .env("PRETAG_TEST_WRITER", &folder.0)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let wait = Duration::from_micros(500 + random % 60_000);
        let reader = std::thread::spawn(move || {
            let saved = |line: String| line.strip_prefix("saved ").map(str::to_owned);
            lines.map_while(Result::ok).filter_map(saved).collect::<Vec<_>>()
        });
        std::thread::sleep(Duration::from_millis(15) + wait);
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged.extend(reader.join().unwrap());
        kills += 1;
    }
    let journal = open(&folder.0);
    let there: Vec<&str> = journal.events().iter().map(|e| e.id.as_str()).collect();
    let distinct: BTreeSet<&str> = there.iter().copied().collect();
    assert_eq!(distinct.len(), there.len(), "an event is there twice");
    for id in &acknowledged {
        assert!(distinct.contains(id.as_str()), "{id} was acknowledged and is gone");
    }
    println!("{} acknowledged over {kills} kills, {} in the journal", acknowledged.len(), there.len());
}

#[test]
fn cut_at_every_byte_of_the_last_two_events() {
    let folder = Folder::new("cut");
    let mut journal = open(&folder.0);
    let events: Vec<Event> = (0..5).map(|n| journal.append(decide(n)).unwrap()).collect();
    drop(journal);
    let file = path(&folder.0, "A").unwrap();
    let whole = fs::read(&file).unwrap();
    let starts: Vec<usize> =
        std::iter::once(0).chain(whole.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(n, _)| n + 1)).collect();
    for length in starts[3]..=whole.len() {
        fs::write(&file, &whole[..length]).unwrap();
        let mut journal = open(&folder.0);
        let kept = journal.events().len();
        // an event whose line lacks its end only is whole
        let expected = starts[1..].iter().filter(|end| length + 1 >= **end).count();
        assert_eq!(kept, expected, "cut at {length}");
        assert_eq!(journal.events(), &events[..kept]);
        assert_eq!(
            journal.torn().is_some(),
            !starts.iter().any(|s| length == *s || length + 1 == *s),
            "cut at {length}"
        );
        // and the coder goes on
        let next = journal.append(decide(99)).unwrap();
        assert_eq!(next.seq, kept as u64 + 1);
        drop(journal);
        assert_eq!(read(&file).unwrap().events().len(), kept + 1);
        for entry in fs::read_dir(&folder.0).unwrap() {
            fs::remove_file(entry.unwrap().path()).unwrap();
        }
    }
}

#[test]
fn a_damaged_middle_stops_with_its_line() {
    let folder = Folder::new("damaged");
    let mut journal = open(&folder.0);
    (0..4).for_each(|n| drop(journal.append(decide(n)).unwrap()));
    drop(journal);
    let file = path(&folder.0, "A").unwrap();
    let text = fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let changed = text.replace("quote 1", "quote 7");
    let without = [lines[0], lines[2], lines[3]].join("\n") + "\n";
    let conflict = [lines[0], "<<<<<<< HEAD", lines[1]].join("\n") + "\n";
    let other = text.replace("\"coder\":\"A\"", "\"coder\":\"B\"");
    for (text, line, why) in [
        (changed, 2, "altered after it was written"),
        (without, 2, "is missing: lines were taken out"),
        (conflict, 2, "merge conflict"),
        (other, 1, "altered"),
        ("{}\n".into(), 1, "expected an event"),
        (format!("{}\nx\n", lines[0]), 2, "expected an event"),
    ] {
        fs::write(&file, text).unwrap();
        let error = Journal::open(&folder.0, "A", Time::from_millis(0)).unwrap_err().to_string();
        assert!(error.contains(why) && error.contains(&format!("A.jsonl:{line}: ")), "{error}");
    }
}

#[test]
fn one_writer_at_a_time() {
    let folder = Folder::new("locked");
    let first = open(&folder.0);
    let error = Journal::open(&folder.0, "A", Time::from_millis(0)).unwrap_err().to_string();
    assert!(error.contains("another pretag has this journal open"), "{error}");
    // of another process as well
    let child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "writer", "--nocapture"])
        .env("PRETAG_TEST_WRITER", &folder.0)
        .output()
        .unwrap();
    assert!(!child.status.success() && String::from_utf8_lossy(&child.stderr).contains("another pretag"));
    drop(first);
    open(&folder.0).append(decide(1)).unwrap();
    let error = Journal::open(&folder.0, "a", Time::from_millis(0)).unwrap_err().to_string();
    assert!(error.contains("in case only"), "{error}");
}

#[test]
fn the_same_id_is_written_once() {
    let folder = Folder::new("twice");
    let mut journal = open(&folder.0);
    let draft = Draft { id: Some("0123-abcd".into()), ..decide(1) };
    let first = journal.append(draft.clone()).unwrap();
    let again = journal.append(Draft { at: Time::from_millis(5), ..draft.clone() }).unwrap();
    assert_eq!((first, journal.events().len()), (again, 1));
    let other = Draft { action: decide(2).action, ..draft.clone() };
    assert!(journal.append(other).unwrap_err().to_string().contains("says something else"));
    for id in ["", "short", "../../etc/passwd", &"x".repeat(65)] {
        assert!(journal.append(Draft { id: Some(id.into()), ..decide(3) }).is_err());
    }
    drop(journal);
    assert_eq!(open(&folder.0).events().len(), 1);
}

#[test]
fn what_was_replaced_behind_the_back_is_not_written_to() {
    let folder = Folder::new("replaced");
    let mut journal = open(&folder.0);
    journal.append(decide(1)).unwrap();
    let file = path(&folder.0, "A").unwrap();
    let text = fs::read(&file).unwrap();
    fs::write(folder.0.join("new"), text).unwrap();
    fs::rename(folder.0.join("new"), &file).unwrap();
    let error = journal.append(decide(2)).unwrap_err().to_string();
    assert!(error.contains("not saved") && error.contains("another program"), "{error}");
    assert!(journal.append(decide(2)).unwrap_err().to_string().contains("open the journal again"));
    drop(journal);
    assert_eq!(open(&folder.0).append(decide(2)).unwrap().seq, 2);
}

/// Bytes in memory that take so many and then say that the disk is full.
struct Small {
    bytes: Arc<Mutex<Vec<u8>>>,
    room: usize,
    stuck: bool,
}

impl Disk for Small {
    fn check(&mut self, _: u64) -> io::Result<()> {
        Ok(())
    }

    fn append(&mut self, _: u64, bytes: &[u8]) -> io::Result<()> {
        let mut kept = self.bytes.lock().unwrap();
        let fits = bytes.len().min(self.room - kept.len());
        kept.extend_from_slice(&bytes[..fits]);
        if fits == bytes.len() { Ok(()) } else { Err(io::ErrorKind::StorageFull.into()) }
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        if self.stuck {
            return Err(io::Error::other("stuck"));
        }
        self.bytes.lock().unwrap().truncate(length as usize);
        Ok(())
    }
}

#[test]
fn a_full_disk_acknowledges_nothing_that_is_not_there() {
    for room in [10, 700, 1500, 2111] {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let disk = Small { bytes: bytes.clone(), room, stuck: false };
        let mut journal = Journal::on(Box::new(disk), "A", "A.jsonl".into(), b"").unwrap();
        let mut acknowledged = Vec::new();
        let mut failures = 0;
        for n in 0..9 {
            match journal.append(decide(n)) {
                Ok(event) => acknowledged.push(event),
                Err(error) => {
                    assert!(error.to_string().contains("not saved: the disk is full"), "{error}");
                    failures += 1;
                }
            }
        }
        assert!(failures > 0);
        let log = Log::parse(&bytes.lock().unwrap()).unwrap();
        assert_eq!((log.events(), log.torn.is_none()), (acknowledged.as_slice(), true));
    }
}

#[test]
fn what_cannot_be_taken_back_ends_all_promises() {
    let bytes = Arc::new(Mutex::new(Vec::new()));
    let disk = Small { bytes, room: 50, stuck: true };
    let mut journal = Journal::on(Box::new(disk), "A", "A.jsonl".into(), b"").unwrap();
    assert!(journal.append(decide(1)).unwrap_err().to_string().contains("disk is full"));
    assert!(journal.append(decide(1)).unwrap_err().to_string().contains("could not be taken back"));
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("readonly");
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o555)).unwrap();
    let opened = Journal::open(&folder.0, "A", Time::from_millis(0));
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o755)).unwrap();
    match opened {
        Ok(_) => eprintln!("skipped: this user may write everywhere"),
        Err(error) => assert!(error.to_string().contains("cannot be written to"), "{error}"),
    }
    // where a file stands in the way nobody can
    fs::write(folder.0.join("decisions"), "").unwrap();
    let error = Journal::open(&folder.0.join("decisions"), "A", Time::from_millis(0)).unwrap_err().to_string();
    assert!(error.contains("not saved"), "{error}");
}

#[test]
fn only_journals_are_read_as_coders() {
    let folder = Folder::new("names");
    for name in ["A.jsonl", "b.c.jsonl", "A.jsonl.torn-1", ".gitattributes", "A.merging", "nul.jsonl"] {
        fs::write(folder.0.join(name), "").unwrap();
    }
    assert_eq!(coders(&folder.0).unwrap(), ["A", "b.c"]);
    assert!(coders(&folder.0.join("none")).unwrap().is_empty());
}

#[test]
fn a_clock_set_back_turns_nothing_round() {
    let folder = Folder::new("clock");
    let mut journal = open(&folder.0);
    for (n, at) in [5_000, 4_000, 9_000, 1].into_iter().enumerate() {
        journal.append(Draft { at: Time::from_millis(at), ..decide(n as u64) }).unwrap();
    }
    drop(journal);
    let log = read(&path(&folder.0, "A").unwrap()).unwrap();
    assert_eq!(log.events().iter().map(|e| e.seq).collect::<Vec<_>>(), [1, 2, 3, 4]);
}

/// What somebody did on one machine after the common beginning: kinds and minutes.
fn work() -> impl Strategy<Value = Vec<(u8, i64)>> {
    prop::collection::vec((0..6u8, 0..40i64), 0..6)
}

/// Appends to these bytes.
fn grown(bytes: &[u8], work: &[(u8, i64)]) -> Vec<u8> {
    let kept = Arc::new(Mutex::new(bytes.to_vec()));
    let disk = Small { bytes: kept.clone(), room: 1 << 20, stuck: false };
    let mut journal = Journal::on(Box::new(disk), "A", "A.jsonl".into(), bytes).unwrap();
    for (kind, minute) in work {
        let mut draft = decide(u64::from(*kind));
        draft.at = Time::from_millis(minute * 60_000);
        if *kind == 5 {
            let Some(last) = journal.events().last() else { continue };
            draft.action = Action::Undo { event: last.id.clone() };
        }
        journal.append(draft).unwrap();
    }
    drop(journal);
    Arc::try_unwrap(kept).unwrap().into_inner().unwrap()
}

fn state_of(bytes: &[u8]) -> Vec<String> {
    let log = Log::parse(bytes).unwrap();
    State::of(&[log]).items().map(|item| serde_json::to_string(item).unwrap()).collect()
}

proptest! {
    #[test]
    fn merging_is_commutative_associative_idempotent(base in work(), a in work(), b in work(), c in work(), cut in 0..400usize) {
        let base = grown(b"", &base);
        let [a, b, c] = [a, b, c].map(|work| grown(&base, &work));
        let ab = merge(&a, &b).unwrap();
        prop_assert_eq!(&ab, &merge(&b, &a).unwrap());
        prop_assert_eq!(merge(&ab, &c).unwrap(), merge(&a, &merge(&b, &c).unwrap()).unwrap());
        prop_assert_eq!(&ab, &merge(&ab, &ab).unwrap());
        prop_assert_eq!(&ab, &merge(&ab, &a).unwrap());
        // nothing is lost, nothing is there twice
        let ids = |bytes: &[u8]| -> BTreeSet<String> { Log::parse(bytes).unwrap().events().iter().map(|e| e.id.clone()).collect() };
        let all = ids(&a).union(&ids(&b)).cloned().collect::<BTreeSet<_>>();
        prop_assert_eq!(ids(&ab), all);
        prop_assert!(Log::parse(&ab).unwrap().repeated().is_empty());
        prop_assert_eq!(state_of(&ab), state_of(&merge(&b, &a).unwrap()));
        // git's union of lines comes to the same state
        let joined = [a.as_slice(), b.as_slice()].concat();
        prop_assert_eq!(state_of(&joined), state_of(&ab));
        // a torn copy loses its last line only
        let torn = &a[..a.len().saturating_sub(cut)];
        prop_assert!(ids(&merge(torn, &b).unwrap()).is_superset(&ids(&b)));
    }
}

#[test]
fn copies_of_two_machines_are_joined_in_the_file() {
    let folder = Folder::new("joined");
    let mut journal = open(&folder.0);
    journal.append(decide(1)).unwrap();
    let copy = fs::read(path(&folder.0, "A").unwrap()).unwrap();
    journal.append(decide(2)).unwrap();
    let theirs = grown(&copy, &[(3, 1), (4, 2)]);
    journal.merge(&theirs).unwrap();
    assert_eq!(journal.events().len(), 4);
    journal.merge(&theirs).unwrap();
    journal.append(decide(5)).unwrap();
    assert!(journal.merge(b"{\"v\":1}\n").is_err());
    drop(journal);
    let log = read(&path(&folder.0, "A").unwrap()).unwrap();
    assert_eq!((log.events().len(), log.forks().len(), log.torn.as_ref()), (5, 1, None));
}

#[test]
fn a_line_is_written_as_it_is_read() {
    let bytes = grown(b"", &[(1, 1), (2, 2)]);
    for mut event in Log::parse(&bytes).unwrap().into_events() {
        let line = write(&mut event).unwrap();
        assert!(String::from_utf8(bytes.clone()).unwrap().contains(&line));
    }
}
