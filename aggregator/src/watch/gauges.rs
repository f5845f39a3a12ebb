//! What stands at the moment that somebody asks: the log, rounds by phase, connections, memory, disks, certificates.

use super::health::{Part, Watchman};
use crate::door::Door;
use crate::error::ServerError;
use crate::sequencer::Sequencer;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// One label. Its values are words of this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Which {
    which: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Build {
    version: &'static str,
    commit: &'static str,
    spec: u16,
}

/// All of them.
pub struct Gauges {
    height: Gauge,
    last_event: Gauge,
    rounds: Family<Which, Gauge>,
    connections: Family<Which, Gauge>,
    memory_used: Family<Which, Gauge>,
    memory_limit: Family<Which, Gauge>,
    disk_free: Family<Which, Gauge>,
    certificate_end: Family<Which, Gauge>,
    healthy: Family<Which, Gauge>,
    resident: Gauge,
    descriptors: Gauge,
    descriptors_limit: Gauge,
}

fn whole(value: impl TryInto<i64>) -> i64 {
    value.try_into().unwrap_or(i64::MAX)
}

impl Gauges {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let build = Family::<Build, Gauge>::default();
        let (version, commit) = (env!("CARGO_PKG_VERSION"), crate::BUILT_FROM);
        build.get_or_create(&Build { version, commit, spec: intertally_core::SPEC_VERSION }).set(1);
        registry.register("build", "What runs: version, commit, version of the specification", build);
        let mut one = |name: &str, help: &str| {
            let gauge = Gauge::default();
            registry.register(name, help, gauge.clone());
            gauge
        };
        let height = one("log_height", "Events in the log");
        let last_event = one("last_event_timestamp_seconds", "Time of the last event");
        let resident = one("resident_memory_bytes", "Memory of the process");
        let descriptors = one("open_files", "Files and sockets that are open");
        let descriptors_limit = one("open_files_limit", "Files and sockets that may be open");
        let mut many = |name: &str, help: &str| {
            let family = Family::<Which, Gauge>::default();
            registry.register(name, help, family.clone());
            family
        };
        Self {
            height,
            last_event,
            resident,
            descriptors,
            descriptors_limit,
            rounds: many("rounds", "Rounds, by phase"),
            connections: many("connections", "Connections: with a certificate, and in their handshake"),
            memory_used: many("memory_used_bytes", "Of the bounds of memory: used"),
            memory_limit: many("memory_limit_bytes", "Of the bounds of memory: at most"),
            disk_free: many("disk_free_bytes", "Bytes free where the data and where the head file lie"),
            certificate_end: many("certificate_end_timestamp_seconds", "When a certificate ends"),
            healthy: many("healthy", "1 if all is well with this part, else 0"),
        }
    }

    /// Look at everything and set them. What cannot be read, because the log is in doubt, keeps its last number.
    pub async fn look(&self, sequencer: &Sequencer, door: &Door, watchman: &Watchman) {
        if self.log(sequencer).await.is_err() {
            tracing::debug!("the log cannot be read at the moment");
        }
        let which = |which| Which { which };
        let (checked, strangers) = door.present();
        self.connections.get_or_create(&which("checked")).set(whole(checked));
        self.connections.get_or_create(&which("handshake")).set(whole(strangers));
        for (name, used, limit) in door.memory() {
            self.memory_used.get_or_create(&which(name)).set(whole(used));
            self.memory_limit.get_or_create(&which(name)).set(whole(limit));
        }
        for (name, end) in watchman.certificates() {
            self.certificate_end.get_or_create(&which(name)).set(end);
        }
        for (name, free) in watchman.disks() {
            self.disk_free.get_or_create(&which(name)).set(whole(free));
        }
        let health = watchman.health();
        for part in Part::ALL {
            self.healthy.get_or_create(&which(part.name())).set(i64::from(health.good(part)));
        }
        self.process();
    }

    async fn log(&self, sequencer: &Sequencer) -> Result<(), ServerError> {
        let state = sequencer.read().await?;
        self.height.set(whole(state.fold.height()));
        self.last_event.set(state.last().map_or(0, |at| at.0.div_euclid(1000)));
        for phase in intertally_core::fold::Phase::ALL {
            let count = state.fold.rounds().filter(|(_, round)| round.phase() == phase).count();
            self.rounds.get_or_create(&Which { which: phase.name() }).set(whole(count));
        }
        drop(state);
        Ok(())
    }

    fn process(&self) {
        let Ok(own) = procfs::process::Process::myself() else { return };
        if let Ok(memory) = own.statm() {
            self.resident.set(whole(memory.resident.saturating_mul(procfs::page_size())));
        }
        if let Ok(count) = own.fd_count() {
            self.descriptors.set(whole(count));
        }
        if let Ok(limits) = own.limits()
            && let procfs::process::LimitValue::Value(most) = limits.max_open_files.soft_limit
        {
            self.descriptors_limit.set(whole(most));
        }
    }
}
