//! `intertally coordinator structure`: looks at structure files, and writes them as TOML. Needs no office and no server.

use super::desk::Desk;
use super::terminal::print;
use crate::error::Result;
use crate::home::files;
use clap::{Args, Subcommand};
use intertally_structure::{DEFAULT, ImportOptions, ImportRemark, Imported, Structure, StructureFault};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Subcommand)]
pub enum StructureVerb {
    /// What a structure file says, or all its faults. Exit code 1 if there are any.
    Show {
        #[command(flatten)]
        file: StructureFile,
    },
    /// Write it as TOML, to be edited: from SDMX-ML 2.1, or the structure that ships.
    Import {
        #[command(flatten)]
        file: StructureFile,
        /// Where to write it; to the screen otherwise. A file that is there is not replaced.
        #[arg(long, short)]
        out: Option<PathBuf>,
    },
}

#[derive(Args)]
pub struct StructureFile {
    /// Structure file, TOML or SDMX-ML 2.1; `default` is the one that ships.
    #[arg(default_value = "default")]
    file: PathBuf,
    /// A further SDMX-ML file, with codelists or concepts that the first one names; may be given several times.
    #[arg(long = "with", value_name = "FILE")]
    beside: Vec<PathBuf>,
    /// The data structure, where the file holds several: ID, AGENCY:ID or AGENCY:ID(VERSION).
    #[arg(long)]
    data_structure: Option<String>,
    /// The dimension that is the reporting area, where it has another name than REF_AREA, GEO, COUNTRY, ...
    #[arg(long)]
    area: Option<String>,
    /// The dimension that is the measure, where it has another name than MEASURE, INDICATOR, ...
    #[arg(long, conflicts_with = "one_measure")]
    measure: Option<String>,
    /// The one measure of a structure without measure dimension: code, or CODE=NAME.
    #[arg(long)]
    one_measure: Option<String>,
}

impl StructureFile {
    fn options(&self) -> Result<ImportOptions> {
        let pair = |text: &String| match text.split_once('=') {
            Some((code, name)) => (code.trim().to_owned(), name.trim().to_owned()),
            None => (text.clone(), text.clone()),
        };
        Ok(ImportOptions {
            area: self.area.clone(),
            measure: self.measure.clone(),
            one_measure: self.one_measure.as_ref().map(pair),
            ..several(&self.beside, self.data_structure.as_ref())?
        })
    }
}

/// How a structure is read that lies in several files, or with others in one.
pub(super) fn several(beside: &[PathBuf], data_structure: Option<&String>) -> Result<ImportOptions> {
    let read = |path: &PathBuf| Ok((path.display().to_string(), files::need(path)?));
    Ok(ImportOptions {
        data_structure: data_structure.cloned(),
        beside: beside.iter().map(read).collect::<Result<_>>()?,
        ..ImportOptions::default()
    })
}

/// The bytes of a structure file; `default` is the one that ships.
pub(super) fn structure_bytes(path: &Path) -> Result<Vec<u8>> {
    if path == Path::new("default") && !path.exists() {
        return Ok(DEFAULT.as_bytes().to_vec());
    }
    files::need(path)
}

/// What a structure holds, in short.
fn words(structure: &Structure) -> String {
    let Structure { agency, id, version, name, national_flow, total_flow, .. } = structure;
    let mut text = format!("{agency}:{id}({version}) {name}\n");
    let _ = writeln!(text, "offices return {national_flow}, published is {total_flow}");
    let (area, measure, time) = (&structure.area, &structure.measure, &structure.time);
    let _ = writeln!(text, "area {area} (total {}), measure {measure}, period {time}", structure.total_area);
    for dimension in &structure.dimensions {
        let codes = structure.codes(&dimension.id);
        let codes =
            codes.map_or(String::new(), |list| format!(", {} codes of {}", list.codes.len(), list.id));
        let _ = writeln!(text, "dimension {} {}{codes}", dimension.id, dimension.name);
    }
    for one in &structure.measures {
        let of = one.of.as_ref().map_or(String::new(), |of| format!(", of {of}"));
        let _ = writeln!(
            text,
            "measure {} in units of '{}', at most {}, {} contributors, rounded to {}{of}",
            one.code, one.unit, one.max, one.min_contributors, one.rounding
        );
    }
    for table in &structure.tables {
        let sizes: Vec<String> = table
            .values
            .iter()
            .map(|values| format!("{} {}", values.codes.len(), values.dimension))
            .collect();
        let _ = writeln!(text, "table {} {}: {}", table.id, table.title, sizes.join(" x "));
    }
    let _ = write!(text, "{} sums, {} aliases", structure.sums.len(), structure.aliases.len());
    text
}

fn faulty(desk: &Desk, path: &Path, faults: &[StructureFault]) -> ExitCode {
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    desk.show(&serde_json::json!({ "ok": false, "faults": lines }), || {
        format!("{}\n{}: faults: {}", lines.join("\n"), path.display(), lines.len())
    });
    ExitCode::FAILURE
}

/// What an import says beside the structure, one line each, before what follows.
fn with_remarks(remarks: &[ImportRemark], then: &str) -> String {
    remarks.iter().map(|remark| format!("{remark}\n")).collect::<String>() + then
}

pub(super) fn run(verb: StructureVerb, desk: &Desk) -> Result<ExitCode> {
    let (StructureVerb::Show { file } | StructureVerb::Import { file, .. }) = &verb;
    let name = file.file.display().to_string();
    let imported = match Structure::import(&name, &structure_bytes(&file.file)?, &file.options()?) {
        Ok(imported) => imported,
        Err(faults) => return Ok(faulty(desk, &file.file, &faults)),
    };
    let text = imported.to_toml();
    let Imported { structure, remarks } = imported;
    let lines: Vec<String> = remarks.iter().map(ToString::to_string).collect();
    match verb {
        StructureVerb::Show { .. } => {
            desk.show(&serde_json::json!({ "ok": true, "structure": structure, "remarks": lines }), || {
                with_remarks(&remarks, &words(&structure))
            });
        }
        StructureVerb::Import { out, .. } => match out {
            Some(path) => {
                files::create(&path, text.as_bytes())?;
                let out = path.display().to_string();
                desk.show(&serde_json::json!({ "ok": true, "out": out, "remarks": lines }), || {
                    let next = "edit units, largest counts, contributors, sums and titles there";
                    with_remarks(&remarks, &format!("wrote {out}; {next}"))
                });
            }
            None if desk.json => {
                desk.show(&serde_json::json!({ "ok": true, "toml": text, "remarks": lines }), String::new);
            }
            None => print(text.trim_end()),
        },
    }
    Ok(ExitCode::SUCCESS)
}
