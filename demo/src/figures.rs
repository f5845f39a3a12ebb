//! Whose returns: files of a folder, or generated ones.

use crate::options::Options;
use anyhow::{Context, Result, bail};
use intertally_returns::keys_in;
use intertally_structure::{DEFAULT, Structure};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A member and its return.
pub struct Sender {
    /// Area code.
    pub area: String,
    /// The return file; none for a generated one.
    pub file: Option<PathBuf>,
}

/// What the round is about, and who sends.
pub struct Cast {
    /// Structure file.
    pub structure: Vec<u8>,
    /// Its name.
    pub structure_name: String,
    /// Periods.
    pub periods: Vec<String>,
    /// Members.
    pub senders: Vec<Sender>,
}

fn parse(name: &str, bytes: &[u8]) -> Result<Structure> {
    Structure::parse(name, bytes).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("{name}:\n{}", lines.join("\n"))
    })
}

/// Members, if nobody says how many.
const USUAL: u16 = 27;
/// Countries that a collaboration like this one has, the two that lead it first.
const COUNTRIES: [&str; 30] = [
    "NL", "GB", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IS", "IT", "LT", "LU", "LV", "MT", "NO", "PL", "PT", "RO", "SE", "SI",
];

/// Areas of generated members: such countries first, then others of the structure's list that are no total.
fn areas(structure: &Structure, count: usize) -> Vec<String> {
    let list = structure.codes(&structure.area).map(|list| list.codes.as_slice()).unwrap_or_default();
    let known: Vec<&str> = list.iter().map(|code| code.id.as_str()).filter(|code| code.len() == 2).collect();
    let usual = COUNTRIES.into_iter().filter(|code| known.contains(code));
    let others = known.iter().copied().filter(|code| !COUNTRIES.contains(code));
    usual.chain(others).take(count).map(str::to_owned).collect()
}

impl Cast {
    /// From what was typed.
    pub fn of(options: &Options) -> Result<Self> {
        let (mut bytes, mut name) = (DEFAULT.as_bytes().to_vec(), "default.toml".to_owned());
        if let Some(path) = &options.structure {
            bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
            name = path.display().to_string();
        }
        let structure = parse(&name, &bytes)?;
        let Some(folder) = &options.returns else {
            let areas = areas(&structure, usize::from(options.members.unwrap_or(USUAL)));
            if let Some(asked) = options.members.filter(|asked| areas.len() < usize::from(*asked)) {
                bail!("the structure has {} areas, {asked} members were asked for", areas.len());
            }
            let senders = areas.into_iter().map(|area| Sender { area, file: None }).collect();
            return Ok(Self {
                structure: bytes,
                structure_name: name,
                periods: vec!["2024".into()],
                senders,
            });
        };
        let (mut keys, mut periods, mut senders) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
        for path in files(folder)? {
            let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
            let (found, when) = keys_in(&structure, &file_name, &bytes).map_err(|faults| {
                let lines: Vec<String> = faults.iter().map(|fault| fault.to_member()).collect();
                anyhow::anyhow!("{}:\n{}", path.display(), lines.join("\n"))
            })?;
            keys.extend(found);
            periods.extend(when);
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            senders.push(Sender { area: structure.area_code(&stem).to_owned(), file: Some(path) });
        }
        if senders.is_empty() {
            bail!("{} holds no return files", folder.display());
        }
        if options.structure.is_none() {
            bytes = structure.restricted_to(&keys).to_toml().into_bytes();
        }
        Ok(Self { structure: bytes, structure_name: name, periods: periods.into_iter().collect(), senders })
    }
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if ["csv", "tsv", "xml", "xlsx"].contains(&ending.as_str()) {
            all.push(path);
        }
    }
    all.sort_unstable();
    Ok(all)
}
