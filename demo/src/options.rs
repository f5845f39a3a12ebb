//! What can be typed.

use clap::Parser;
use std::path::PathBuf;

/// A whole round on this machine: ceremony, encrypted returns over gRPC with TLS, seal, opening in two steps, publication,
/// audit. Prints the totals and the verdict; exit code 0 only if the audit passed.
#[derive(Parser, Debug)]
#[command(name = "demo", version, max_term_width = 110)]
pub struct Options {
    /// Folder of return files, one per member, in any layout that is read. Generated returns otherwise.
    #[arg(long)]
    pub returns: Option<PathBuf>,
    /// Structure file; the default structure otherwise, narrowed to the cells of the returns if there are any.
    #[arg(long)]
    pub structure: Option<PathBuf>,
    /// Members, 27 or as many as the structure has areas; with --returns as many as there are files.
    #[arg(long)]
    pub members: Option<u16>,
    /// Trustees.
    #[arg(long, default_value_t = 5)]
    pub trustees: u8,
    /// Trustees that open together.
    #[arg(long, default_value_t = 3)]
    pub threshold: u8,
    /// Fewest non-zero contributors of a total that is opened; what the structure says otherwise.
    #[arg(long)]
    pub min_contributors: Option<u16>,
    /// Seed of the generated returns. Keys and proofs always take fresh randomness.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Folder for the published files, the record and everybody's offices; must be new or empty.
    #[arg(long, default_value = "demo-out")]
    pub out: PathBuf,
}
