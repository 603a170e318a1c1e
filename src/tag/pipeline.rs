//! Chunks in, bytes out in the same order, many at a time: bounded memory and the same bytes for any number of threads.
use std::{
    collections::{BTreeMap, VecDeque},
    io::{self, ErrorKind, Write},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

/// How many chunks per thread may be on their way (waiting, worked on, or done before their turn).
const WINDOW: usize = 3;

/// A buffer that one huge document has made larger than this many bytes is given back instead of used again.
const LARGEST_SPARE: usize = 4 << 20;

/// Works on every chunk and writes what `work` appends to its buffer, in the order of `chunks`.
///
/// `worker` makes the state of one thread (its scratch buffers). What a chunk gave is written and flushed as soon as it is its turn, so
/// that a pipe is answered record by record. With one thread everything happens on the calling one; with more, the calling thread
/// reads, `threads` workers work, and whoever finishes the chunk whose turn it is writes. At most three chunks per thread are on their
/// way, so memory does not grow with the input.
///
/// # Errors
/// The first error of `out` ends the run and comes back. A closed pipe ends it quietly, with `Ok`.
pub fn run<C: Send, W>(
    chunks: impl Iterator<Item = C>,
    threads: usize,
    worker: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, C, &mut Vec<u8>) + Sync,
    out: &mut (dyn Write + Send),
) -> io::Result<()> {
    let ended =
        if threads <= 1 { alone(chunks, worker, work, out) } else { together(chunks, threads, worker, work, out) };
    match ended {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

fn alone<C, W>(
    chunks: impl Iterator<Item = C>,
    worker: impl Fn() -> W,
    work: impl Fn(&mut W, C, &mut Vec<u8>),
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut state = worker();
    let mut buffer = Vec::new();
    for chunk in chunks {
        work(&mut state, chunk, &mut buffer);
        deliver(out, &buffer)?;
        buffer.clear();
        buffer.shrink_to(LARGEST_SPARE);
    }
    Ok(())
}

fn together<C: Send, W>(
    chunks: impl Iterator<Item = C>,
    threads: usize,
    worker: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, C, &mut Vec<u8>) + Sync,
    out: &mut (dyn Write + Send),
) -> io::Result<()> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(io::Error::other)?;
    let line = Line::new(threads * WINDOW, out);
    pool.in_place_scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|_| line.serve(&worker, &work));
        }
        let _guard = StopOnPanic(&line);
        line.feed(chunks);
    });
    line.result()
}

fn deliver(out: &mut dyn Write, bytes: &[u8]) -> io::Result<()> {
    if bytes.is_empty() {
        return Ok(());
    }
    out.write_all(bytes)?;
    out.flush()
}

/// The assembly line between the reading thread, the workers and the output.
struct Line<'o, C> {
    window: usize,
    state: Mutex<State<C>>,
    changed: Condvar,
    out: Mutex<&'o mut (dyn Write + Send)>,
}

struct State<C> {
    /// Chunks nobody has taken yet, with their place in the order.
    waiting: VecDeque<(usize, C)>,
    /// What is done before its turn.
    done: BTreeMap<usize, Vec<u8>>,
    /// Buffers to be used again.
    spare: Vec<Vec<u8>>,
    issued: usize,
    written: usize,
    writing: bool,
    closed: bool,
    stopped: bool,
    error: Option<io::Error>,
}

impl<'o, C: Send> Line<'o, C> {
    fn new(window: usize, out: &'o mut (dyn Write + Send)) -> Self {
        let state = State {
            waiting: VecDeque::with_capacity(window),
            done: BTreeMap::new(),
            spare: Vec::new(),
            issued: 0,
            written: 0,
            writing: false,
            closed: false,
            stopped: false,
            error: None,
        };
        Self { window, state: Mutex::new(state), changed: Condvar::new(), out: Mutex::new(out) }
    }

    /// Reads chunks while there is room for them, until there are no more or the output has failed.
    fn feed(&self, chunks: impl Iterator<Item = C>) {
        for chunk in chunks {
            let mut state = self.wait_while(|s| !s.stopped && s.issued - s.written >= self.window);
            if state.stopped {
                break;
            }
            let place = state.issued;
            state.issued += 1;
            state.waiting.push_back((place, chunk));
            drop(state);
            self.changed.notify_all();
        }
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// What one worker does: take, work, hand over, until the line is closed and empty.
    fn serve<W>(&self, worker: impl Fn() -> W, work: impl Fn(&mut W, C, &mut Vec<u8>)) {
        let _guard = StopOnPanic(self);
        let mut own = worker();
        loop {
            let mut state = self.wait_while(|s| !s.stopped && !s.closed && s.waiting.is_empty());
            if state.stopped {
                return;
            }
            let Some((place, chunk)) = state.waiting.pop_front() else { return };
            let mut buffer = state.spare.pop().unwrap_or_default();
            drop(state);
            work(&mut own, chunk, &mut buffer);
            self.hand_over(place, buffer);
        }
    }

    /// Puts a finished chunk in its place, and writes whatever has its turn now unless somebody is at it already.
    fn hand_over(&self, place: usize, buffer: Vec<u8>) {
        let mut state = self.lock();
        state.done.insert(place, buffer);
        if state.writing {
            return;
        }
        state.writing = true;
        while let Some(mut buffer) = state.next_in_turn() {
            drop(state);
            let ended = deliver(*self.out.lock().unwrap_or_else(PoisonError::into_inner), &buffer);
            buffer.clear();
            buffer.shrink_to(LARGEST_SPARE);
            state = self.lock();
            state.count_written(buffer, ended);
            self.changed.notify_all();
        }
        state.writing = false;
    }

    fn result(self) -> io::Result<()> {
        self.state.into_inner().unwrap_or_else(PoisonError::into_inner).error.map_or(Ok(()), Err)
    }

    fn lock(&self) -> MutexGuard<'_, State<C>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_while(&self, condition: impl Fn(&State<C>) -> bool) -> MutexGuard<'_, State<C>> {
        self.changed.wait_while(self.lock(), |s| condition(s)).unwrap_or_else(PoisonError::into_inner)
    }
}

impl<C> State<C> {
    fn next_in_turn(&mut self) -> Option<Vec<u8>> {
        if self.stopped { None } else { self.done.remove(&self.written) }
    }

    fn count_written(&mut self, buffer: Vec<u8>, ended: io::Result<()>) {
        self.written += 1;
        self.spare.push(buffer);
        if let Err(error) = ended {
            self.stopped = true;
            self.error = Some(error);
        }
    }
}

/// Releases everyone who waits when a thread panics, so that the panic comes through instead of a standstill.
struct StopOnPanic<'l, 'o, C: Send>(&'l Line<'o, C>);

impl<C: Send> Drop for StopOnPanic<'_, '_, C> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.lock().stopped = true;
            self.0.changed.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::run;
    use proptest::prelude::*;
    use std::{
        io::{self, Write},
        sync::{
            atomic::{AtomicUsize, Ordering},
            mpsc,
        },
        time::Duration,
    };

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn any_number_of_threads_gives_the_same_bytes(
            chunks in prop::collection::vec((".{0,12}", 0u64..300), 0..40),
            threads in 1usize..=4,
        ) {
            let work = |_: &mut (), (text, delay): (String, u64), out: &mut Vec<u8>| {
                std::thread::sleep(Duration::from_micros(delay));
                out.extend_from_slice(text.as_bytes());
            };
            let expected: String = chunks.iter().map(|(text, _)| text.as_str()).collect();
            let mut out = Vec::new();
            run(chunks.into_iter(), threads, || (), work, &mut out).unwrap();
            prop_assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }

    /// Fails with `kind` after `room` bytes.
    struct Narrow(usize, io::ErrorKind);

    impl Write for Narrow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.0 < bytes.len() {
                return Err(self.1.into());
            }
            self.0 -= bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn count_read(threads: usize, kind: io::ErrorKind) -> (io::Result<()>, usize) {
        let read = AtomicUsize::new(0);
        let chunks = (0..100_000).inspect(|_| _ = read.fetch_add(1, Ordering::Relaxed));
        let ended = run(chunks, threads, || (), |_, _, out| out.push(b'x'), &mut Narrow(10, kind));
        (ended, read.into_inner())
    }

    #[test]
    fn a_closed_pipe_is_quiet_and_stops_the_reading() {
        for threads in 1..=4 {
            let (ended, read) = count_read(threads, io::ErrorKind::BrokenPipe);
            assert!(ended.is_ok());
            assert!(read < 1000, "{read} chunks read with {threads} threads");
        }
    }

    #[test]
    fn a_full_disk_comes_back_as_an_error() {
        for threads in 1..=4 {
            let (ended, read) = count_read(threads, io::ErrorKind::StorageFull);
            assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::StorageFull);
            assert!(read < 1000, "{read} chunks read with {threads} threads");
        }
    }

    /// Passes every write on to a channel.
    struct Telling(mpsc::Sender<Vec<u8>>);

    impl Write for Telling {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.send(bytes.to_vec()).map_err(io::Error::other)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_record_is_answered_before_the_next_one_is_asked_for() {
        for threads in 1..=4 {
            let (question, questions) = mpsc::channel::<u8>();
            let (answer, answers) = mpsc::channel();
            std::thread::spawn(move || {
                run(questions.into_iter(), threads, || (), |_, c, out| out.push(c), &mut Telling(answer))
            });
            for i in 0..20 {
                question.send(i).unwrap();
                assert_eq!(answers.recv_timeout(Duration::from_secs(5)).unwrap(), [i], "{threads} threads");
            }
        }
    }

    #[test]
    fn no_more_chunks_are_on_their_way_than_the_window_holds() {
        let (read, worked) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let chunks = (0..60).inspect(|_| {
            let ahead = read.fetch_add(1, Ordering::SeqCst) - worked.load(Ordering::SeqCst);
            assert!(ahead <= 2 * super::WINDOW + 1, "{ahead} chunks ahead");
        });
        let work = |_: &mut (), place: u64, _: &mut Vec<u8>| {
            std::thread::sleep(Duration::from_micros(place % 7 * 100));
            worked.fetch_add(1, Ordering::SeqCst);
        };
        run(chunks, 2, || (), work, &mut io::sink()).unwrap();
    }

    #[test]
    #[should_panic]
    fn a_panic_in_a_worker_comes_through() {
        let _ = run(0..100, 3, || (), |_, c, _| assert!(c != 7), &mut io::sink());
    }
}
