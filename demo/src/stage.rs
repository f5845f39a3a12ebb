//! What the demo prints: a line per step with its time, progress while it runs.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::Write;
use std::time::{Duration, Instant};

/// Print a line; a closed pipe is no fault.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// One step on the stage.
pub struct Step {
    title: &'static str,
    begun: Instant,
    bar: ProgressBar,
}

impl Step {
    /// Begin a step of so many pieces.
    pub fn begin(title: &'static str, of: u64) -> Self {
        let bar = ProgressBar::new(of);
        let style = ProgressStyle::with_template("  {msg:34} [{bar:36}] {pos}/{len} {elapsed}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style.progress_chars("=> "));
        bar.set_message(title);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { title, begun: Instant::now(), bar }
    }

    /// A piece is done.
    pub fn tick(&self) {
        self.bar.inc(1);
    }

    /// The step is done.
    pub fn end(self, words: &str) {
        self.bar.finish_and_clear();
        let ms = self.begun.elapsed().as_millis();
        say(&format!("{:>4}.{:01} s  {:<22} {words}", ms / 1000, ms % 1000 / 100, self.title));
    }
}
