//! What work costs: processor time, time on the clock, memory.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What a piece of work took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// Processor time of all threads.
    pub cpu: Duration,
    /// Time on the clock.
    pub wall: Duration,
}

/// Do it, and say what it took.
pub fn cost<T>(work: impl FnOnce() -> T) -> (T, Cost) {
    let (cpu, wall) = (cpu_time(), Instant::now());
    let done = work();
    (done, Cost { cpu: cpu_time().saturating_sub(cpu), wall: wall.elapsed() })
}

/// Least processor time of some runs: the others were disturbed. The system counts in ticks of some milliseconds, so
/// short work is done many times in a row.
pub fn least<T>(runs: u32, mut work: impl FnMut() -> T) -> Duration {
    let mut times = |count: u32| cost(|| (0..count).for_each(|_| drop(black_box(work())))).1.cpu / count;
    let mut count = 1;
    while count < 1 << 16 && times(count) * count < Duration::from_millis(40) {
        count *= 2;
    }
    (0..runs).map(|_| times(count)).min().unwrap_or_default()
}

/// Processor time that the living threads of this process have had. On a machine with other work it says more than a
/// clock. Zero where the system does not tell (`/proc`, Linux).
#[must_use]
pub fn cpu_time() -> Duration {
    let Ok(tasks) = std::fs::read_dir("/proc/self/task") else { return Duration::ZERO };
    let one = |path: PathBuf| -> Option<u64> {
        std::fs::read_to_string(path.join("schedstat")).ok()?.split_whitespace().next()?.parse().ok()
    };
    Duration::from_nanos(tasks.flatten().filter_map(|task| one(task.path())).sum())
}

/// Most memory that this process has held at a time, in bytes. Zero where the system does not tell.
#[must_use]
pub fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()).unwrap_or(0) * 1024
}
