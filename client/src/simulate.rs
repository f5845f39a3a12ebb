//! A round on plain returns: what would be opened and published of them. No keys, no network, no desk.

use crate::error::{ClientError, Result};
use crate::home::files;
use intertally_preview::simulate::{AddsUp, Files, Simulation, simulate as decide};
use intertally_roles::person::words::not_again;
use intertally_structure::Structure;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Writes a file, or asks about one that is there.
pub type Save<'a> = dyn Fn(&Path, &[u8]) -> Result<()> + 'a;

/// Decide and publish the returns of a folder, after those of earlier rounds, oldest first. Writes `totals.csv`, which
/// everybody would see, and `plan.json`, which is for the coordinator.
pub fn simulate(
    structure: &Path,
    returns: &Path,
    earlier: &[PathBuf],
    (out, save): (&Path, &Save<'_>),
) -> Result<Simulation> {
    let parsed = Structure::parse(&structure.display().to_string(), &files::need(structure)?);
    let parsed = parsed.map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        ClientError::content(structure, lines.join("\n"))
    })?;
    let before = earlier.iter().map(|folder| read(folder)).collect::<Result<Vec<Files>>>()?;
    let made = decide(&parsed, &read(returns)?, &before);
    let made =
        made.map_err(|fault| ClientError::stop(fault.to_string(), "correct it and run the command again"))?;
    let plan = made
        .plan_json()
        .map_err(|fault| ClientError::stop(format!("the plan cannot be written: {fault}"), "report this"))?;
    files::folder(out)?;
    save(&out.join("totals.csv"), &made.totals_csv)?;
    save(&out.join("plan.json"), &plan)?;
    Ok(made)
}

/// What is told of it, for programs and for people. `out`: the folder with the two files.
#[must_use]
pub fn said(made: &Simulation, out: &Path) -> (serde_json::Value, String) {
    let asked = || made.plan.iter().filter(|cell| !cell.count_only);
    let (opened, all) = (asked().filter(|cell| cell.shut.is_none()).count(), asked().count());
    let place = out.display().to_string();
    let again: String = made.not_again.iter().map(not_again).collect();
    let undeclared = undeclared(made, opened);
    let words = format!("{again}{undeclared}{opened} of {all} cells would be published; see {place}");
    let lines: Vec<String> = made.adding_up.iter().map(AddsUp::line).collect();
    let json = serde_json::json!({
        "published": opened, "cells": all, "out": place, "not_asked_again": made.not_again,
        "adding_up": lines, "published_if_declared": made.opened_if_declared,
    });
    (json, words)
}

/// Sums that hold in all returns and that no structure declares, with the lines that would; empty where there are none, or
/// where they would open nothing.
fn undeclared(made: &Simulation, opened: usize) -> String {
    let more = made.opened_if_declared.filter(|all| *all > opened);
    let Some(all) = more else { return String::new() };
    let line = |one: &AddsUp| {
        let AddsUp { sum, compared, areas } = one;
        format!(
            "  {} of {}: {compared} figures of {areas} areas are the sums of what lies below\n    {}\n",
            sum.parent,
            sum.dimension,
            one.line()
        )
    };
    let lines: String = made.adding_up.iter().map(line).collect();
    format!(
        "In these returns codes add up that no sum of the structure declares. If they do by definition, add the lines to \
         `sums`: {all} cells would be published instead of {opened}. If they do by chance, leave it.\n{lines}"
    )
}

/// The files of a folder, by name. Folders within it and names that begin with a dot are left alone.
fn read(folder: &Path) -> Result<Files> {
    let fault = |source| ClientError::File { path: folder.to_owned(), source };
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_file() && !name.starts_with('.') {
            found.insert(name, files::need(&path)?);
        }
    }
    Ok(Files { name: folder.display().to_string(), files: found })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_returns_becomes_totals_and_plan() {
        let home = tempfile::tempdir().unwrap();
        let returns = home.path().join("2025");
        std::fs::create_dir(&returns).unwrap();
        std::fs::write(
            home.path().join("s.toml"),
            include_bytes!("../../preview/src/simulate/tests/structure.toml"),
        )
        .unwrap();
        for (area, figure) in [("XA", 40), ("XB", 30), ("XC", 20), ("XD", 0)] {
            let text = format!(
                "REF_AREA,MEASURE,TIME_PERIOD,OFFENCE,AGE,OBS_VALUE,OBS_STATUS\n{area},OFF_REC,2025,_T,_Z,{figure},A\n"
            );
            std::fs::write(returns.join(format!("{area}.csv")), text).unwrap();
        }
        let out = home.path().join("out");
        let made = simulate(&home.path().join("s.toml"), &returns, &[], (&out, &files::write)).unwrap();
        assert!(made.plan.iter().any(|cell| cell.shut.is_none()));
        let totals = std::fs::read_to_string(out.join("totals.csv")).unwrap();
        assert!(totals.contains(",OFF_REC,2025,_T,_Z,90,"), "{totals}");
        let plan = std::fs::read_to_string(out.join("plan.json")).unwrap();
        assert!(plan.contains("\"contributors\": 3"), "{plan}");
        let nowhere =
            simulate(&home.path().join("s.toml"), &home.path().join("2024"), &[], (&out, &files::write));
        assert!(nowhere.unwrap_err().to_string().contains("2024"));
    }
}
