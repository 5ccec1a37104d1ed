//! The same for each of many things, on all cores. [`map`] is the entrance.

use std::io::{IsTerminal, Write as _};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The stack of each thread, as the main program has it.
const STACK: usize = 8 << 20;

/// What `make` gives for each number below `count`, in their order; `None` where it panicked. On a terminal, a line
/// says how many of these `things` are done.
pub fn map<T: Send + Sync>(count: usize, things: &str, make: impl Fn(usize) -> T + Sync) -> Vec<Option<T>> {
    let shows = std::io::stderr().is_terminal() && count > 50;
    let next = AtomicUsize::new(0);
    let slots: Vec<OnceLock<T>> = (0..count).map(|_| OnceLock::new()).collect();
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(slot) = slots.get(at) else { return };
            let _ = slot.set(make(at));
            if shows && at.is_multiple_of(16) {
                eprint!("\r{at} of {count} {things}");
                let _ = std::io::stderr().flush();
            }
        }
    };
    let cores = thread::available_parallelism().map_or(1, usize::from).min(count);
    thread::scope(|scope| {
        let spawn = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok();
        let threads: Vec<_> = (0..cores).filter_map(spawn).collect();
        if threads.is_empty() {
            work();
        }
        for thread in threads {
            let _ = thread.join();
        }
    });
    if shows {
        eprintln!("\r{count} of {count} {things}");
    }
    slots.into_iter().map(OnceLock::into_inner).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn everything_is_done_once_and_in_order() {
        for count in [0, 1, 1000] {
            let expected: Vec<Option<usize>> = (0..count).map(Some).collect();
            assert_eq!(super::map(count, "things", |at| at), expected);
        }
    }
}
