//! How much of the server anybody may take.

use serde::Deserialize;

/// Limits. The sizes of submissions and payloads follow from the rounds and are not set here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Submissions whose proofs are checked at once; each takes memory of its size.
    pub checks_at_once: usize,
    /// Seconds that one call may take. An upload that takes longer goes on where it was.
    pub call_seconds: u64,
    /// Seconds to wait for the next chunk of an upload.
    pub chunk_seconds: u64,
    /// Calls that may be begun on one connection.
    pub streams_per_connection: u32,
    /// Seconds that a connection has to show its certificate.
    pub handshake_seconds: u64,
    /// Connections at once that have not shown a certificate yet.
    pub handshakes: usize,
    /// Of these from one address.
    pub handshakes_per_address: usize,
    /// Connections at once whose certificates were checked.
    pub connections: usize,
    /// Of these under one certificate's key.
    pub connections_per_certificate: usize,
    /// Calls at once under one key.
    pub calls_per_certificate: usize,
    /// Calls a second under one key; more of them wait.
    pub calls_per_second: u64,
    /// Calls under one key that may be broken off in a minute before a connection is closed.
    pub broken_calls_per_minute: usize,
    /// Seconds after which a connection is closed that takes nothing of what it asked for.
    pub stall_seconds: u64,
    /// Memory for messages that came and are not answered yet, of one key and of all, MiB.
    pub received_mib_per_certificate: usize,
    /// The same of all.
    pub received_mib: usize,
    /// Bytes a second under one key, MiB; more of them wait.
    pub received_mib_per_second: u64,
    /// Memory for what is read to be answered, of one key, MiB.
    pub answered_mib_per_certificate: usize,
    /// The same of all.
    pub answered_mib: usize,
    /// Memory for answers that the other side has not taken yet, of one key, MiB.
    pub unsent_mib_per_certificate: usize,
    /// The same of all.
    pub unsent_mib: usize,
    /// Threads that check proofs; 0: all processors but one.
    pub proof_threads: usize,
    /// Longest time that a member waits after proofs that do not hold, in seconds.
    pub proof_wait_seconds: u64,
    /// Files of one key that were put and that no event names yet, MiB; of a trustee at most 128.
    pub unnamed_mib: u64,
    /// Days that an unfinished upload is kept.
    pub upload_days: u64,
}

impl Limits {
    /// Limits that let nobody do anything at all where they are zero; the others say something by it.
    pub(super) fn counts(&self) -> [(&'static str, u64); 22] {
        let wide = |value: usize| value as u64;
        [
            ("checks_at_once", wide(self.checks_at_once)),
            ("call_seconds", self.call_seconds),
            ("chunk_seconds", self.chunk_seconds),
            ("streams_per_connection", self.streams_per_connection.into()),
            ("handshake_seconds", self.handshake_seconds),
            ("handshakes", wide(self.handshakes)),
            ("handshakes_per_address", wide(self.handshakes_per_address)),
            ("connections", wide(self.connections)),
            ("connections_per_certificate", wide(self.connections_per_certificate)),
            ("calls_per_certificate", wide(self.calls_per_certificate)),
            ("calls_per_second", self.calls_per_second),
            ("broken_calls_per_minute", wide(self.broken_calls_per_minute)),
            ("stall_seconds", self.stall_seconds),
            ("received_mib_per_certificate", wide(self.received_mib_per_certificate)),
            ("received_mib", wide(self.received_mib)),
            ("received_mib_per_second", self.received_mib_per_second),
            ("answered_mib_per_certificate", wide(self.answered_mib_per_certificate)),
            ("answered_mib", wide(self.answered_mib)),
            ("unsent_mib_per_certificate", wide(self.unsent_mib_per_certificate)),
            ("unsent_mib", wide(self.unsent_mib)),
            ("unnamed_mib", self.unnamed_mib),
            ("upload_days", self.upload_days),
        ]
    }

    /// The name of a limit by which nobody would be served, if there is one.
    pub(super) fn unusable(&self) -> Option<&'static str> {
        self.counts().into_iter().find_map(|(name, value)| (value == 0).then_some(name))
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            checks_at_once: 4,
            call_seconds: 600,
            chunk_seconds: 60,
            streams_per_connection: 100,
            handshake_seconds: 10,
            handshakes: 256,
            handshakes_per_address: 32,
            connections: 1024,
            connections_per_certificate: 8,
            calls_per_certificate: 64,
            calls_per_second: 200,
            broken_calls_per_minute: 200,
            stall_seconds: 60,
            received_mib_per_certificate: 80,
            received_mib: 512,
            received_mib_per_second: 32,
            answered_mib_per_certificate: 16,
            answered_mib: 512,
            unsent_mib_per_certificate: 4,
            unsent_mib: 256,
            proof_threads: 0,
            proof_wait_seconds: 3600,
            unnamed_mib: 512,
            upload_days: 14,
        }
    }
}
