//! Fault points for tests: the process ends at once at the point that `INTERTALLY_FAULT` names, as if the power were
//! cut. Debug builds alone; in a release build this is nothing.

/// Where a power cut matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// A chunk of an upload is written, not yet answered.
    UploadChunk,
    /// All proofs hold; no blob is written yet.
    BeforeBlobs,
    /// The blobs are written, the event is not.
    AfterBlobs,
    /// The fold has taken the event, the store has not.
    BeforeAppend,
    /// The event is durable, the receipt is not given.
    AfterAppend,
}

impl Point {
    /// All points, for a table of tests.
    pub const ALL: [Self; 5] =
        [Self::UploadChunk, Self::BeforeBlobs, Self::AfterBlobs, Self::BeforeAppend, Self::AfterAppend];

    /// The name in `INTERTALLY_FAULT`, with the kind of event after a slash where it matters.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::UploadChunk => "upload-chunk",
            Self::BeforeBlobs => "before-blobs",
            Self::AfterBlobs => "after-blobs",
            Self::BeforeAppend => "before-append",
            Self::AfterAppend => "after-append",
        }
    }
}

/// End here if told to. `what`: the kind of event, or nothing.
pub fn pass(point: Point, what: &str) {
    if cfg!(debug_assertions)
        && let Ok(wanted) = std::env::var("INTERTALLY_FAULT")
        && (wanted == point.name() || wanted == format!("{}/{what}", point.name()))
    {
        std::process::abort();
    }
}
