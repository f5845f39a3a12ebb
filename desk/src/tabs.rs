//! Whether anybody is still there: every open page holds a line to the desk. When the last one is gone for a while, the
//! desk ends by itself, and with it the open offices.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Lines that are held at most: a browser opens six connections to one host, and pages need some themselves.
const LINES: usize = 3;

/// How long the desk waits for somebody.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// After the start, for the first page.
    pub(crate) first: Duration,
    /// After the last page was closed: a page that is loaded again is gone for a moment, too.
    pub(crate) gone: Duration,
    /// Where pages hold no line: a browser without scripts, or more pages than lines.
    pub(crate) silent: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
        Self { first: minutes(15), gone: minutes(2), silent: minutes(60) }
    }
}

struct Seen {
    lines: usize,
    /// Whether a page ever held a line.
    held: bool,
    /// Whether a page was turned away since.
    turned: bool,
    /// Whether a page was asked for.
    asked: bool,
    last: Instant,
}

/// The pages that are open.
pub(crate) struct Tabs {
    seen: Mutex<Seen>,
    patience: Patience,
}

/// One of them; closed when this is dropped.
pub(crate) struct Tab(Arc<Tabs>);

impl Drop for Tab {
    fn drop(&mut self) {
        let mut seen = self.0.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.lines = seen.lines.saturating_sub(1);
        seen.last = Instant::now();
    }
}

impl Tabs {
    pub(crate) fn new(patience: Patience) -> Arc<Self> {
        let seen = Seen { lines: 0, held: false, turned: false, asked: false, last: Instant::now() };
        Arc::new(Self { seen: Mutex::new(seen), patience })
    }

    /// A page was asked for.
    pub(crate) fn asked(&self) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.asked = true;
        seen.last = Instant::now();
    }

    /// A page holds a line; none if there are enough.
    pub(crate) fn hold(self: &Arc<Self>) -> Option<Tab> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.held = true;
        seen.last = Instant::now();
        if seen.lines >= LINES {
            seen.turned = true;
            return None;
        }
        seen.lines += 1;
        Some(Tab(Arc::clone(self)))
    }

    /// Whether nobody is there any more at this time.
    pub(crate) fn is_left(&self, now: Instant) -> bool {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let Patience { first, gone, silent } = self.patience;
        let patience = match (seen.asked, seen.held && !seen.turned) {
            (false, _) => first,
            (true, true) => gone,
            (true, false) => silent,
        };
        seen.lines == 0 && now.saturating_duration_since(seen.last) > patience
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A little more than so many minutes from now.
    fn after(minutes: u64) -> Instant {
        Instant::now() + Duration::from_secs(60 * minutes + 1)
    }

    #[test]
    fn the_desk_is_left_when_the_last_page_is_closed_for_a_while() {
        let tabs = Tabs::new(Patience::default());
        assert!(!tabs.is_left(after(10)), "the first page may take a while");
        assert!(tabs.is_left(after(15)), "but not for ever");
        tabs.asked();
        let (one, two) = (tabs.hold().unwrap(), tabs.hold().unwrap());
        assert!(!tabs.is_left(after(600)), "pages are open");
        drop(one);
        assert!(!tabs.is_left(after(600)), "one is");
        drop(two);
        assert!(!tabs.is_left(after(1)), "it is perhaps only loaded again");
        assert!(tabs.is_left(after(2)));
    }

    #[test]
    fn pages_without_a_line_count_by_what_they_ask_for() {
        let tabs = Tabs::new(Patience::default());
        tabs.asked();
        assert!(!tabs.is_left(after(30)), "a browser without scripts holds no line");
        let lines: Vec<Tab> = (0..LINES).filter_map(|_| tabs.hold()).collect();
        assert!(lines.len() == LINES && tabs.hold().is_none(), "no more than a browser can spare");
        drop(lines);
        assert!(!tabs.is_left(after(30)), "the fourth page may still be open");
        assert!(tabs.is_left(after(60)));
    }
}
