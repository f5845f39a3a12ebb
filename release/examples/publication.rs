//! Writes a generated publication into a folder: `cargo run -p intertally-release --example publication FOLDER [KIND]`,
//! KIND being `series` (7 periods), `wide` (1 period) or `small`.

#[expect(dead_code, reason = "the tests use all of it")]
#[path = "../tests/publish/sample.rs"]
mod sample;

use sample::Sample;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = std::path::PathBuf::from(arguments.next().ok_or("name a folder")?);
    let periods = ["2018", "2019", "2020", "2021", "2022", "2023", "2024"];
    let periods = match arguments.next().as_deref() {
        Some("wide") => &periods[6..],
        Some("small") => &periods[5..],
        _ => &periods[..],
    };
    let sample = Sample::generated(sample::structure(), periods, 27, 7);
    std::fs::create_dir_all(&folder)?;
    for (name, bytes) in intertally_release::publish::files(&sample.material())? {
        std::fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}
