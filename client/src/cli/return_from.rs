//! `intertally member return-from`: another record's exact totals as this office's return.

use super::desk::Desk;
use crate::error::{ClientError, Result};
use crate::home::Role;
use crate::records::{Given, open_record, round_meant, verify_folder};
use clap::Args;
use intertally_roles::auditor::totals_hold;
use intertally_roles::member::{FromRecord, MemberRound, return_from};
use intertally_roles::work::on_rayon;
use intertally_verify::chain::totals;
use std::path::PathBuf;

/// A return of the exact totals of a round that this office coordinates among its own sources, from its restricted record, which
/// is verified first. The file is checked, prepared and sent like any other; everybody will read of which record it is made.
#[derive(Args)]
pub struct ReturnFrom {
    /// The restricted record of the other round: its folder, or its archive.
    record: PathBuf,
    /// Where to write the return, CSV.
    #[arg(long, short)]
    out: PathBuf,
    /// Name of the round that the return is for, or the beginning of its id; the latest otherwise.
    #[arg(long)]
    round: Option<String>,
    /// The record's round, to be sure that it is the one meant: its id or the beginning of it, 8 digits or more, or its name.
    #[arg(long)]
    record_round: Option<String>,
    /// What the record's structure file calls the sum of its members, if that is not this office's own area code.
    #[arg(long)]
    area: Option<String>,
}

pub(super) async fn run(desk: &Desk, args: ReturnFrom) -> Result<()> {
    let session = desk.session(Role::Member)?;
    let round = MemberRound::of(&session, args.round.as_deref()).await?;
    let meant = args.record_round.as_deref().map(|text| round_meant(&args.record, text)).transpose()?;
    let report =
        verify_folder(&args.record, Given { round: meant, ..Given::default() }, desk.person()).await?;
    totals_hold(&report)?;
    let record = args.record;
    let work = move || -> Result<FromRecord> {
        let source = open_record(&record)?;
        let totals = totals(&*source).map_err(|why| ClientError::content(&record, why.to_string()))?;
        return_from(&round, &totals, args.area.as_deref())
    };
    let made = on_rayon(work).await??;
    desk.save(&args.out, made.csv.as_bytes())?;
    let place = args.out.display().to_string();
    desk.show(&made, || {
        format!("{}\nwrote {place}; look at it, then `member check` and `member submit`", made.to_text())
    });
    Ok(())
}
