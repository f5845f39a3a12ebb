//! What a member types before a round opens: a check against a structure file, a first mapping.

use super::desk::Desk;
use super::structure::{several, structure_bytes};
use super::terminal::print;
use super::which::Which;
use crate::error::{ClientError, Result};
use crate::home::{Role, files};
use clap::{Args, Subcommand};
use intertally_returns::Mapping;
use intertally_roles::member::{Checked, Draft, Given, MemberRound, mapping_of_file};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A structure file in place of a round: for those who prepare before one opens. Needs no office and no server.
#[derive(Args)]
pub struct Before {
    /// Structure file, TOML or SDMX-ML 2.1, or `default`, in place of a round: without office and server.
    #[arg(long, requires = "periods", conflicts_with = "round")]
    structure: Option<PathBuf>,
    /// Periods that the round will ask for, e.g. --period 2024.
    #[arg(long = "period", requires = "structure")]
    periods: Vec<String>,
    /// A further SDMX-ML file, with codelists or concepts that the structure file names; may be given several times.
    #[arg(long = "with", value_name = "FILE", requires = "structure")]
    beside: Vec<PathBuf>,
    /// The data structure, where the structure file holds several: ID, AGENCY:ID or AGENCY:ID(VERSION).
    #[arg(long, requires = "structure")]
    data_structure: Option<String>,
}

impl Before {
    /// Whether a structure file was given.
    pub(super) const fn is_given(&self) -> bool {
        self.structure.is_some()
    }

    /// Checks a return of an area against it.
    pub(super) fn check(&self, area: &str, file: &Path, mapping: Option<&Mapping>) -> Result<Checked> {
        self.needed()?.check(area, &given(file)?, mapping)
    }

    /// The structure and its cells.
    fn needed(&self) -> Result<Draft> {
        self.draft()?.ok_or_else(|| ClientError::stop("no structure file", "give one"))
    }

    /// The structure and its cells, if they were given.
    pub(super) fn draft(&self) -> Result<Option<Draft>> {
        let read = |path: &PathBuf| {
            let how = several(&self.beside, self.data_structure.as_ref())?;
            Draft::parse((&path.display().to_string(), &structure_bytes(path)?, &how), &self.periods)
        };
        self.structure.as_ref().map(read).transpose()
    }
}

/// How a template is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TemplateForm {
    Csv,
    Workbook,
}

/// An empty return before a round opens: to a file in its form, or to the screen.
pub(super) fn template(
    before: &Before,
    area: Option<&String>,
    (out, form): (Option<PathBuf>, Option<TemplateForm>),
    desk: &Desk,
) -> Result<()> {
    let draft = before.needed()?;
    let area = self::area(area)?;
    let Some(path) = out else {
        print(draft.template_csv(area)?.trim_end());
        return Ok(());
    };
    let bytes = match form {
        Some(TemplateForm::Workbook) => draft.template_xlsx(area)?,
        _ => draft.template_csv(area)?.into_bytes(),
    };
    desk.save(&path, &bytes)?;
    let place = path.display().to_string();
    desk.show(&serde_json::json!({ "out": place }), || {
        format!(
            "wrote {place}, to be filled for {area}; `member check` with the same --structure looks at it"
        )
    });
    Ok(())
}

#[derive(Subcommand)]
pub enum MappingVerb {
    /// Write a first mapping from a foreign file and the round; what could not be matched is marked with #?.
    New {
        /// The foreign file.
        file: PathBuf,
        /// Where to write it; to the screen otherwise. A file that is there is not replaced.
        #[arg(long, short)]
        out: Option<PathBuf>,
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        before: Before,
    },
}

pub(super) async fn mapping(verb: MappingVerb, desk: &Desk) -> Result<ExitCode> {
    let MappingVerb::New { file, out, which, before } = verb;
    let text = match before.draft()? {
        Some(draft) => mapping_of_file(&draft.structure, &draft.table.cells, &given(&file)?)?,
        None => {
            let session = desk.session(Role::Member)?;
            let round = MemberRound::of(&session, which.round()).await?;
            mapping_of_file(&round.structure, &round.manifest.cells, &given(&file)?)?
        }
    };
    let open = text.lines().filter(|line| line.starts_with("#?")).count();
    match out {
        None if desk.json => {
            desk.show(&serde_json::json!({ "toml": text, "open": open }), String::new);
        }
        None => print(text.trim_end()),
        Some(path) => {
            files::create(&path, text.as_bytes())?;
            let next = if open == 0 { "check it" } else { "complete the lines with #?" };
            desk.show(&serde_json::json!({ "out": path.display().to_string(), "open": open }), || {
                format!(
                    "wrote {}, lines that could not be matched: {open}; {next}, then `member check --mapping`",
                    path.display()
                )
            });
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A file that was named on the command line.
pub(super) fn given(path: &Path) -> Result<Given> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Given { name, bytes: files::need(path)?.into() })
}

/// The area of a check without office.
pub(super) fn area(given: Option<&String>) -> Result<&str> {
    given.map(String::as_str).ok_or_else(|| {
        ClientError::stop("a structure file alone does not say your area code", "add e.g. --area NL")
    })
}
