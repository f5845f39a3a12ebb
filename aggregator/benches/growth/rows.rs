//! The rows of docs/growth.csv, and the bound that they are held against.

use std::path::Path;

/// The first line.
pub const HEAD: &str = "members,cells,build,body_kib,header_kib,idle_mib,intake_mib,seal_mib,start_mib,submission_ms,seal_s,start_s,disk_mib,bound_mib";

/// One size.
pub struct Row {
    pub members: u64,
    pub cells: u64,
    /// Profile of the build.
    pub build: String,
    /// A member's body: ciphertexts and proofs.
    pub body_kib: u64,
    /// Its header.
    pub header_kib: u64,
    /// Memory of the process with the round open and nothing sent.
    pub idle_mib: u64,
    /// Most memory while submissions came, four at once.
    pub intake_mib: u64,
    /// Most while they were added up again for the seal.
    pub seal_mib: u64,
    /// Most in the first seconds after a start on that log.
    pub start_mib: u64,
    /// Time by the clock for each submission, four at once.
    pub submission_ms: f64,
    /// For the seal.
    pub seal_s: f64,
    /// From the command to the first answer.
    pub start_s: f64,
    /// What lies in the data folder then.
    pub disk_mib: u64,
}

/// MiB whatever the round, of a debug build.
const BASE: u64 = 96;

impl Row {
    pub fn to_line(&self) -> String {
        let Row {
            members,
            cells,
            build,
            body_kib,
            header_kib,
            idle_mib,
            intake_mib,
            seal_mib,
            start_mib,
            ..
        } = self;
        let (submission, seal, start, disk) = (self.submission_ms, self.seal_s, self.start_s, self.disk_mib);
        let bound = self.bound();
        format!(
            "{members},{cells},{build},{body_kib},{header_kib},{idle_mib},{intake_mib},{seal_mib},{start_mib},{submission:.1},{seal:.2},{start:.2},{disk},{bound}"
        )
    }

    /// The bound of docs/operations.md: a base; four bodies at once, each four times; every header three times, as event, in
    /// memory and as it is read.
    pub fn bound(&self) -> u64 {
        BASE + (4 * 4 * self.body_kib + 3 * self.members * self.header_kib).div_ceil(1024)
    }

    /// By how much it was exceeded.
    pub fn over(&self) -> Option<u64> {
        let most = self.intake_mib.max(self.seal_mib).max(self.start_mib);
        most.checked_sub(self.bound()).filter(|over| *over > 0)
    }
}

/// Puts a row among those that are kept, in place of one of the same size; they stand by members, then by cells.
pub fn keep(path: &Path, row: &Row) {
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    let size = |line: &str| -> Option<(u64, u64)> {
        let mut fields = line.split(',');
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    let own = (row.members, row.cells);
    let mut lines: Vec<((u64, u64), String)> = kept
        .lines()
        .filter_map(|line| Some((size(line)?, line.to_owned())))
        .filter(|(at, _)| *at != own)
        .collect();
    lines.push((own, row.to_line()));
    lines.sort();
    let text: String = lines.iter().map(|(_, line)| format!("{line}\n")).collect();
    std::fs::write(path, format!("{HEAD}\n{text}")).unwrap();
}
