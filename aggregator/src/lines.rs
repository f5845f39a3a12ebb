//! The server's own log lines, whose levels can be changed while it runs, and spans for a collector.

use crate::config::Config;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::reload::{Handle, Layer as Reload};
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Registry, fmt};

/// Why lines or spans cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum LinesError {
    /// Not a list of targets with levels.
    #[error("log = {0:?} is no level and no list such as `warn,intertally_aggregator=debug`")]
    Levels(String),
    /// Built without spans.
    #[error(
        "`traces` is set, and this server was built without them: build it with `--features traces`, or remove the line"
    )]
    NoTraces,
    /// The collector.
    #[error("spans cannot be sent to {0}: {1}")]
    Traces(String, String),
    /// Written by something else already.
    #[error("lines are written already: {0}")]
    Twice(String),
}

/// What was started.
pub struct Lines {
    levels: Handle<Targets, Registry>,
    #[cfg(feature = "traces")]
    spans: Option<opentelemetry_sdk::trace::SdkTracerProvider>,
}

fn levels(text: Option<&str>) -> Result<Targets, LinesError> {
    let Some(text) = text else { return Ok(Targets::new().with_default(tracing::Level::INFO)) };
    let refused = || LinesError::Levels(text.to_owned());
    // A word alone would be taken for a target: a level that is misspelt must not switch all lines off.
    let words = text.split(',').filter(|part| !part.contains('='));
    let levels = words.map(|word| word.trim().parse::<LevelFilter>());
    if levels.into_iter().any(|level| level.is_err()) {
        return Err(refused());
    }
    text.parse().map_err(|_| refused())
}

#[cfg(feature = "traces")]
mod spans {
    use super::LinesError;
    use opentelemetry::trace::TracerProvider as _;
    use opentelemetry_otlp::{SpanExporter, WithExportConfig as _};
    use opentelemetry_sdk::Resource;
    use opentelemetry_sdk::trace::SdkTracerProvider;
    use tracing_subscriber::layer::Layer;

    /// The layer and what must be ended with the server.
    pub type Spans<S> = (Box<dyn Layer<S> + Send + Sync>, SdkTracerProvider);

    pub fn to<S>(collector: &str) -> Result<Spans<S>, LinesError>
    where
        S: tracing::Subscriber + for<'a> tracing_subscriber::registry::LookupSpan<'a> + Send + Sync,
    {
        let exporter = SpanExporter::builder().with_tonic().with_endpoint(collector).build();
        let exporter = exporter.map_err(|why| LinesError::Traces(collector.to_owned(), why.to_string()))?;
        let resource = Resource::builder().with_service_name("intertally-aggregator").build();
        let provider =
            SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build();
        let tracer = provider.tracer("intertally-aggregator");
        Ok((Box::new(tracing_opentelemetry::layer().with_tracer(tracer)), provider))
    }
}

/// Whether lines can be written as the configuration says: what stops a start, before it.
///
/// # Errors
/// Levels that are none; a collector of spans for a server that was built without them.
pub fn check(config: &Config) -> Result<(), LinesError> {
    let collector = config.watch.as_ref().and_then(|watch| watch.traces.as_ref());
    if collector.is_some() && !cfg!(feature = "traces") {
        return Err(LinesError::NoTraces);
    }
    levels(config.log.as_deref()).map(|_| ())
}

impl Lines {
    /// Write lines to standard error from now on. RUST_LOG comes before the configuration. Within a runtime, if spans are
    /// wanted.
    pub fn begin(config: Option<&Config>) -> Result<Self, LinesError> {
        let wanted = std::env::var("RUST_LOG").ok().filter(|text| !text.is_empty());
        let configured = config.and_then(|config| config.log.as_deref());
        let levels = levels(wanted.as_deref().or(configured))?;
        let collector = config.and_then(|config| config.watch.as_ref()?.traces.as_deref());
        let (filter, handle) = Reload::new(levels);
        // A file or a journal gets words alone.
        let colour = std::io::IsTerminal::is_terminal(&std::io::stderr());
        let lines = fmt::layer().with_ansi(colour).with_writer(std::io::stderr).with_filter(filter);
        let all = tracing_subscriber::registry().with(lines);
        let twice = |why: tracing_subscriber::util::TryInitError| LinesError::Twice(why.to_string());
        #[cfg(feature = "traces")]
        {
            let (layer, spans) = collector.map(spans::to).transpose()?.unzip();
            let ours = Targets::new().with_target("intertally_aggregator", tracing::Level::INFO);
            all.with(layer.with_filter(ours)).try_init().map_err(twice)?;
            Ok(Self { levels: handle, spans })
        }
        #[cfg(not(feature = "traces"))]
        {
            if collector.is_some() {
                return Err(LinesError::NoTraces);
            }
            all.try_init().map_err(twice)?;
            Ok(Self { levels: handle })
        }
    }

    /// Other levels, from now on.
    pub fn change(&self, config: &Config) -> Result<(), LinesError> {
        let wanted = levels(config.log.as_deref())?;
        self.levels.reload(wanted).map_err(|why| LinesError::Twice(why.to_string()))
    }

    /// Send the spans that are still here.
    pub fn end(self) {
        #[cfg(feature = "traces")]
        if let Some(Err(why)) = self.spans.map(|spans| spans.shutdown()) {
            tracing::warn!(%why, "the last spans could not be sent");
        }
    }
}
