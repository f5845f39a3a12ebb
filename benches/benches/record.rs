//! All fourteen checks of a whole record, read where it lies. Records are made once, in the target folder; making one takes what all
//! members' proofs take (a minute and a half for the first, six for each of the others on two cores), so the larger ones are
//! made with `INTERTALLY_LONG=1` alone.

use anyhow::{Context, Result};
use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use intertally_tests::sized::make;
use intertally_tests::small_round::Plain;
use intertally_verify::record::archive::Archive;
use intertally_verify::{Options, verify};
use rand_core::{OsRng, RngCore};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Members and cells.
const SIZES: [(u16, u32); 3] = [(27, 300), (200, 300), (27, 4096)];

fn archive(members: u16, cells: u32) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(format!("record-{members}-{cells}.tar"));
    if !path.exists() {
        let part = path.with_extension("part");
        make((members, members), cells, &part)?;
        std::fs::rename(part, &path)?;
    }
    Ok(path)
}

fn records(c: &mut Criterion) {
    let long = std::env::var_os("INTERTALLY_LONG").is_some();
    for (members, cells) in SIZES.into_iter().filter(|size| *size == (27, 300) || long) {
        let mut group = c.benchmark_group("record verify, all checks");
        group.sample_size(10).sampling_mode(SamplingMode::Flat).warm_up_time(Duration::from_millis(1));
        group.throughput(Throughput::Elements(u64::from(members) * u64::from(cells)));
        let run = || -> Result<bool> {
            let path = archive(members, cells)?;
            let source = Archive::index(|| File::open(&path)).context("the archive")?;
            let mut seed = [0; 32];
            OsRng.fill_bytes(&mut seed);
            let options = Options { seed, maker: Some(&Plain), ..Options::default() };
            Ok(verify(&source, &options).exit_code() == 0)
        };
        let passes = run();
        assert!(matches!(passes, Ok(true)), "{members} x {cells}: {passes:?}");
        group.bench_function(format!("{members} members, {cells} cells"), |b| b.iter(&run));
        group.finish();
    }
}

criterion_group!(benches, records);
criterion_main!(benches);
