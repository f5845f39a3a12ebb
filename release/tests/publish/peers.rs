//! Publications on disk, for the libraries of others: release/checks/run.sh.

use crate::sample::{Sample, structure};
use std::path::Path;

/// Writes the publications of three generated rounds below the folder in INTERTALLY_PUBLICATIONS.
#[test]
#[ignore = "release/checks/run.sh runs it, with a folder to write to"]
fn write_for_the_peers() {
    let folder = std::env::var_os("INTERTALLY_PUBLICATIONS").expect("a folder in INTERTALLY_PUBLICATIONS");
    let periods = ["2018", "2019", "2020", "2021", "2022", "2023", "2024"];
    for (kind, periods) in [("small", &periods[5..]), ("wide", &periods[6..]), ("series", &periods)] {
        let folder = Path::new(&folder).join(kind);
        std::fs::create_dir_all(&folder).unwrap();
        let sample = Sample::generated(structure(), periods, 27, 7);
        for (name, bytes) in intertally_release::publish::files(&sample.material()).unwrap() {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
    }
}
