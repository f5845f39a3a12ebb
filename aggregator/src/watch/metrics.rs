//! Numbers that grow while the server runs, in the OpenMetrics form that Prometheus reads. Labels are methods, kinds of
//! events and rule ids: there is no type for a label that could name a party.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::gauges::Gauges;

/// Upper ends of the classes of times, in seconds.
const SECONDS: [f64; 12] = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0];

fn seconds() -> Histogram {
    Histogram::new(SECONDS)
}

/// A family of times, one series for each method.
type Times = Family<Method, Histogram, fn() -> Histogram>;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Method {
    method: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: String,
    answer: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Rule {
    rule: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    kind: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

/// All numbers of one server. Cheap to clone; all clones are the same ones.
#[derive(Clone)]
pub struct Metrics(Arc<Inner>);

struct Inner {
    registry: Registry,
    calls: Family<Answered, Counter>,
    call_seconds: Times,
    refusals: Family<Rule, Counter>,
    events: Family<Kind, Counter>,
    append_seconds: Histogram,
    proofs: Family<Outcome, Counter>,
    proof_seconds: Histogram,
    handshakes: Family<Outcome, Counter>,
    doubts: Counter,
    gauges: Gauges,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("intertally");
        let calls = Family::default();
        let call_seconds: Times = Family::new_with_constructor(seconds as fn() -> Histogram);
        let (refusals, events, proofs) = (Family::default(), Family::default(), Family::default());
        let (append_seconds, proof_seconds) = (seconds(), seconds());
        let (handshakes, doubts) = (Family::default(), Counter::default());
        registry.register("calls", "Calls, by method and gRPC code of the first answer", calls.clone());
        registry.register("call_seconds", "Time until the first answer", call_seconds.clone());
        registry.register("refusals", "Refused calls, by the rule that refused them", refusals.clone());
        registry.register("events", "Events that were appended since the start", events.clone());
        registry.register("append_seconds", "Time to append an event", append_seconds.clone());
        registry.register("proofs", "Submissions whose proofs were checked", proofs.clone());
        registry.register("proof_seconds", "Time to check a submission's proofs", proof_seconds.clone());
        registry.register("handshakes", "Sockets that came", handshakes.clone());
        registry.register("doubts", "Times that memory and disk may have differed", doubts.clone());
        let gauges = Gauges::register(&mut registry);
        Self(Arc::new(Inner {
            registry,
            calls,
            call_seconds,
            refusals,
            events,
            append_seconds,
            proofs,
            proof_seconds,
            handshakes,
            doubts,
            gauges,
        }))
    }
}

impl Metrics {
    /// A call was answered. `answer`: the name of its gRPC code; `rule`: why it was refused.
    pub fn call(&self, method: &str, answer: &str, rule: Option<&str>, took: Duration) {
        let method = method.trim_start_matches('/').to_owned();
        self.0.call_seconds.get_or_create(&Method { method: method.clone() }).observe(took.as_secs_f64());
        self.0.calls.get_or_create(&Answered { method, answer: answer.to_owned() }).inc();
        if let Some(rule) = rule {
            self.0.refusals.get_or_create(&Rule { rule: rule.to_owned() }).inc();
        }
    }

    /// An event was appended.
    pub fn event(&self, kind: impl fmt::Debug, took: Duration) {
        self.0.events.get_or_create(&Kind { kind: format!("{kind:?}") }).inc();
        self.0.append_seconds.observe(took.as_secs_f64());
    }

    /// Proofs were checked.
    pub fn proofs(&self, hold: bool, took: Duration) {
        let outcome = if hold { "good" } else { "bad" };
        self.0.proofs.get_or_create(&Outcome { outcome }).inc();
        self.0.proof_seconds.observe(took.as_secs_f64());
    }

    /// A socket showed a certificate, or did not.
    pub fn handshake(&self, came_in: bool) {
        let outcome = if came_in { "checked" } else { "failed" };
        self.0.handshakes.get_or_create(&Outcome { outcome }).inc();
    }

    /// Memory and disk may differ.
    pub fn doubt(&self) {
        self.0.doubts.inc();
    }

    /// What stands at the moment.
    #[must_use]
    pub fn gauges(&self) -> &Gauges {
        &self.0.gauges
    }

    /// All of them as OpenMetrics text.
    pub fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.0.registry).map(|()| text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_counted_under_methods_kinds_and_rules() {
        let metrics = Metrics::default();
        metrics.call("/intertally.v1.Record/Append", "ok", None, Duration::from_millis(5));
        metrics.call("/intertally.v1.Record/Append", "permission_denied", Some("ROLE"), Duration::ZERO);
        metrics.proofs(false, Duration::from_secs(2));
        metrics.handshake(true);
        let text = metrics.text().unwrap();
        for line in [
            r#"intertally_calls_total{method="intertally.v1.Record/Append",answer="ok"} 1"#,
            r#"intertally_refusals_total{rule="ROLE"} 1"#,
            r#"intertally_call_seconds_bucket{le="0.01",method="intertally.v1.Record/Append"} 2"#,
            r#"intertally_proofs_total{outcome="bad"} 1"#,
            r#"intertally_handshakes_total{outcome="checked"} 1"#,
        ] {
            assert!(text.contains(line), "{line} in\n{text}");
        }
    }
}
