//! Whose figures a total holds, and whose it does not.

use super::super::figures::Figure;
use super::text::listed;
use super::view::View;

/// Most members that are named in full; more are named by their areas' codes, which the table of members explains.
const NAMED: usize = 3;

/// `all 27`; `26 of 27, without Portugal`; `20 of 27, without AT, CY, FI, FR, IE, LV, MT`.
pub(super) fn whom(view: &View<'_>, figure: &Figure) -> String {
    let members = &view.material.manifest.members;
    let missing = (0u16..).zip(members).filter(|(at, _)| !figure.reporters.contains(at));
    let missing: Vec<&str> = missing.map(|(_, member)| member.area.as_str()).collect();
    let (all, reported) = (members.len(), members.len() - missing.len());
    match missing.len() {
        0 => format!("all {all}"),
        _ if reported == 0 => "nobody".to_owned(),
        few if few <= NAMED => {
            let names = listed(missing.iter().map(|area| view.area(area)));
            format!("{reported} of {all}, without {names}")
        }
        _ => format!("{reported} of {all}, without {}", missing.join(", ")),
    }
}
