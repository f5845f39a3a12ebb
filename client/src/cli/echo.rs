//! The terminal at which a passphrase is asked for, without echo for as long as it is asked.

use std::io;

/// Where a terminal is found, for messages.
pub(super) const TERMINAL: &str = if cfg!(windows) { "CONIN$" } else { "/dev/tty" };

/// The terminal without echo, for as long as this lives. What is typed before the prompt shows is not echoed either.
#[cfg(unix)]
pub(super) struct Quiet {
    tty: std::fs::File,
    before: rustix::termios::Termios,
}

#[cfg(unix)]
impl Quiet {
    /// None where there is no terminal.
    ///
    /// # Errors
    /// A terminal whose echo cannot be turned off.
    pub(super) fn begin() -> io::Result<Option<Self>> {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let Ok(tty) = std::fs::File::options().read(true).write(true).open(TERMINAL) else { return Ok(None) };
        let before = tcgetattr(&tty)?;
        let mut without = before.clone();
        without.local_modes.remove(LocalModes::ECHO);
        tcsetattr(&tty, OptionalActions::Now, &without)?;
        Ok(Some(Self { tty, before }))
    }
}

#[cfg(unix)]
impl Drop for Quiet {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        // A terminal that is gone shows nothing more.
        let _ = tcsetattr(&self.tty, OptionalActions::Now, &self.before);
    }
}

/// On Windows `rpassword` turns the echo off while it reads.
#[cfg(windows)]
pub(super) struct Quiet;

#[cfg(windows)]
impl Quiet {
    /// None where there is no terminal.
    ///
    /// # Errors
    /// None.
    pub(super) fn begin() -> io::Result<Option<Self>> {
        Ok(std::fs::File::options().read(true).write(true).open(TERMINAL).ok().map(|_| Self))
    }
}
