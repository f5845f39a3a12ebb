//! What an operator watches: numbers that grow ([`metrics`]), what stands at the moment ([`gauges`]), whether all is well
//! ([`health`]), and the page that shows them ([`page`]). Nothing here names a member, a key or a round.

pub mod gauges;
pub mod health;
pub mod metrics;
pub mod page;

pub use health::{Health, Part, Watchman};
pub use metrics::Metrics;
