//! A round that is being prepared: kept in memory until it is opened or put away.

use super::draft_pages::what_again;
use crate::app::Asker;
use crate::refusal::{Answer, Refusal};
use crate::upload::fields;
use axum::extract::Multipart;
use axum::response::{IntoResponse, Redirect};
use intertally_core::party::Instant;
use intertally_roles::Role;
use intertally_roles::coordinator::{Again, again};
use intertally_structure::{DEFAULT, Structure};

/// What was decided so far.
#[derive(Clone)]
pub(crate) struct Draft {
    /// Name for people.
    pub(crate) name: String,
    /// The structure file.
    pub(crate) structure: Vec<u8>,
    /// Its name, for people and for errors.
    pub(crate) structure_name: String,
    /// What it is about, as the structure says.
    pub(crate) about: String,
    /// Periods.
    pub(crate) periods: Vec<String>,
    /// A practice round.
    pub(crate) practice: bool,
    /// Cells that members fill in, and those that are only counted.
    pub(crate) cells: (usize, usize),
    /// Fewest contributors of a total, by the structure: the least and the most of all cells.
    pub(crate) contributors: (u16, u16),
    /// Who takes part and until when; none before that page.
    pub(crate) who: Option<Who>,
    /// What an earlier round had decided.
    pub(crate) earlier: Option<Again>,
    /// What could be published, and for how many figures of a hundred that are not zero.
    pub(crate) forecast: Option<(u8, String)>,
}

/// Who takes part, and until when.
#[derive(Clone)]
pub(crate) struct Who {
    /// Areas.
    pub(crate) members: Vec<String>,
    /// Fewest members for sealing.
    pub(crate) min_members: u16,
    /// Fewest contributors of a total, where that is more than the structure wants.
    pub(crate) min_contributors: Option<u16>,
    /// When submissions open; when the round is opened otherwise.
    pub(crate) opens: Option<Instant>,
    /// When they close.
    pub(crate) deadline: Instant,
    /// Minutes after that.
    pub(crate) grace: u64,
}

/// Periods as they were typed: with commas or blanks between them.
fn periods(text: &str) -> Vec<String> {
    let parts = text.split([',', ';', ' ', '\n']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// The structure of this name with its table; all faults at once, one a line.
fn read(mut draft: Draft) -> Result<Draft, String> {
    let told = |faults: &[intertally_structure::StructureFault]| {
        faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let structure =
        Structure::parse(&draft.structure_name, &draft.structure).map_err(|faults| told(&faults))?;
    let table = structure.table(&draft.periods).map_err(|faults| told(&faults))?;
    let counted = table.cells.iter().filter(|cell| !cell.is_typed()).count();
    draft.cells = (table.cells.len().saturating_sub(counted), counted);
    let minimum = table.cells.iter().map(|cell| cell.min_contributors);
    draft.contributors = (minimum.clone().min().unwrap_or(0), minimum.max().unwrap_or(0));
    draft.about.clone_from(&structure.name);
    Ok(draft)
}

/// Take what the first page asks: the structure, the periods, the name.
pub(crate) async fn take(asker: Asker, form: Multipart) -> Answer {
    let room = asker.app.room(Role::Coordinator.word())?;
    let (mut files, typed) = fields(form).await?;
    if !room.is_open() {
        return Err(Refusal::Shut(room.role));
    }
    let said = |name: &str| typed.get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
    let (name, source, wanted) = (said("name"), said("source"), said("again"));
    let mut draft = Draft {
        name,
        structure: DEFAULT.as_bytes().to_vec(),
        structure_name: "default.toml".into(),
        about: String::new(),
        periods: periods(&said("periods")),
        practice: typed.contains_key("practice"),
        cells: (0, 0),
        contributors: (0, 0),
        who: None,
        earlier: None,
        forecast: None,
    };
    let file = files.remove("structure");
    // Whoever gives a file means it, whatever else is chosen: another structure in silence would be the worst of it.
    match (source.as_str(), file) {
        (_, Some(file)) => {
            (draft.structure, draft.structure_name) = (file.bytes.to_vec(), file.name);
        }
        ("file", None) => return what_again(&asker, &draft, &asker.words.say("new-no-file")),
        ("again", None) => {
            let taken = room.look(async move |session| {
                let session = session.sync().await?;
                again(&session, &wanted).await
            });
            match taken.await {
                Ok(earlier) => {
                    draft.structure.clone_from(&earlier.structure);
                    draft.structure_name =
                        asker.words.with("new-structure-of", &[("round", earlier.name.as_str().into())]);
                    draft.earlier = Some(earlier);
                }
                Err(Refusal::Role(why)) => return what_again(&asker, &draft, &why.to_string()),
                Err(other) => return Err(other),
            }
        }
        _ => {}
    }
    if draft.name.is_empty() || draft.periods.is_empty() {
        return what_again(&asker, &draft, &asker.words.say("new-lacks"));
    }
    let kept = draft.clone();
    let made = tokio::task::spawn_blocking(move || read(draft)).await.map_err(|_| Refusal::Form)?;
    match made {
        Ok(draft) => {
            room.coordinator.set_draft(Some(draft));
            Ok(Redirect::to("/coordinator/new/who").into_response())
        }
        Err(faults) => what_again(&asker, &kept, &faults),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(structure: &str, typed: &str) -> Draft {
        Draft {
            name: "x".into(),
            structure: structure.as_bytes().to_vec(),
            structure_name: "own.toml".into(),
            about: String::new(),
            periods: periods(typed),
            practice: false,
            cells: (0, 0),
            contributors: (0, 0),
            who: None,
            earlier: None,
            forecast: None,
        }
    }

    #[test]
    fn a_structure_is_read_with_its_periods_and_all_its_faults_are_said() {
        let good = read(draft(DEFAULT, "2024, 2025")).unwrap_or_else(|why| panic!("{why}"));
        assert!(good.cells.0 > 100 && good.contributors.0 >= 3 && !good.about.is_empty());
        assert_eq!(good.periods, ["2024", "2025"]);
        assert!(read(draft(DEFAULT, "someday")).is_err_and(|why| why.contains("someday")));
        assert!(read(draft("nonsense", "2024")).is_err_and(|why| why.contains("own.toml")));
    }
}
