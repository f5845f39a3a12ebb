//! `intertally coordinator new`: what is typed to open a round.

use super::dates::instant;
use super::desk::Desk;
use crate::error::Result;
use crate::home::{Role, files};
use clap::Args;
use intertally_roles::coordinator::{Again, NewRound, again, open};
use intertally_structure::DEFAULT;
use std::path::PathBuf;

/// Open a round: from a structure file, for the members of the directory, under a policy and dates.
#[derive(Args)]
pub struct New {
    /// Name for people.
    #[arg(long)]
    name: String,
    /// Take structure, members and policy over from this earlier round: for the same figures of another year.
    #[arg(long, conflicts_with_all = ["structure", "members"])]
    again: Option<String>,
    /// Structure file, TOML or SDMX-ML; the default structure of INTERCOP otherwise.
    #[arg(long)]
    structure: Option<PathBuf>,
    /// Periods, e.g. --period 2024.
    #[arg(long = "period", required = true)]
    periods: Vec<String>,
    /// Area codes of the members; all of the directory otherwise.
    #[arg(long = "member")]
    members: Vec<String>,
    /// Fewest members for sealing [default: 5, or as in the round of --again].
    #[arg(long)]
    min_members: Option<u16>,
    /// Fewest non-zero contributors of a total, if more than the structure says; fewer are never taken.
    #[arg(long)]
    min_contributors: Option<u16>,
    /// When submissions open; now otherwise.
    #[arg(long, allow_hyphen_values = true)]
    opens: Option<String>,
    /// When they close, e.g. 2027-03-31T17:00[Europe/Amsterdam] or 14d.
    #[arg(long, allow_hyphen_values = true)]
    deadline: String,
    /// Minutes after the deadline during which the server still takes a submission.
    #[arg(long, default_value_t = 15)]
    grace: u64,
    /// A practice round: outside every ledger, marked in everything that comes of it.
    #[arg(long)]
    test: bool,
}

/// Fewest members for sealing, unless somebody says otherwise.
const MIN_MEMBERS: u16 = 5;

pub(super) async fn new(desk: &Desk, args: New) -> Result<()> {
    let date = |text: &str, what: &str| instant(text, what, &*desk.view);
    let opens = args.opens.as_deref().map(|text| date(text, "opens")).transpose()?;
    let deadline = date(&args.deadline, "deadline")?;
    let mut session = desk.session(Role::Coordinator)?;
    let mut session = session.sync().await?;
    let earlier = match &args.again {
        Some(wanted) => Some(again(&session, wanted).await?),
        None => None,
    };
    let (structure, structure_name) = match (&args.structure, &earlier) {
        (Some(path), _) => (files::need(path)?, path.display().to_string()),
        (None, Some(earlier)) => (earlier.structure.clone(), format!("the structure of '{}'", earlier.name)),
        (None, None) => (DEFAULT.as_bytes().to_vec(), "default.toml".to_owned()),
    };
    let of = |earlier: &Option<Again>| earlier.as_ref().map(|earlier| earlier.min_members);
    let round = NewRound {
        name: args.name,
        structure,
        structure_name,
        periods: args.periods,
        members: earlier.as_ref().map_or(args.members, |earlier| earlier.members.clone()),
        min_members: args.min_members.or_else(|| of(&earlier)).unwrap_or(MIN_MEMBERS),
        min_contributors: args
            .min_contributors
            .or_else(|| earlier.as_ref().and_then(|earlier| earlier.min_contributors)),
        opens: opens.unwrap_or_else(|| session.now()),
        deadline,
        grace_ms: args.grace.saturating_mul(60_000),
        practice: args.test,
    };
    let id = open(&mut session, &round).await?;
    let text = id.0.to_string();
    desk.show(&serde_json::json!({ "round": text }), || format!("opened '{}', id {text}", round.name));
    Ok(())
}
