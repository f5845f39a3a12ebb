//! `report.html`: one page for readers. Self-contained, no network, for screen and paper, light and dark.

mod bars;
mod behind;
mod change;
mod chart;
mod coverage;
mod diamonds;
mod download;
mod evaluations;
mod funnel;
mod headline;
mod lines;
mod method;
mod notes;
mod page;
mod panels;
mod profile;
mod rates;
mod recorded;
mod register;
mod rows;
mod tables;
mod text;
mod view;
mod whom;

use super::figures::Figures;
use super::{Material, PublishError};
use page::Page;
use view::{Kind, View};

/// The file.
pub(crate) fn html(material: &Material<'_>, figures: &Figures) -> Result<Vec<u8>, PublishError> {
    let view = View::new(material, figures);
    let mut page = Page::new();
    head(&mut page, &view);
    headline::section(&mut page, &view);
    recorded::sections(&mut page, &view)?;
    profile::sections(&mut page, &view);
    funnel::sections(&mut page, &view)?;
    rates::section(&mut page, &view);
    evaluations::section(&mut page, &view)?;
    coverage::section(&mut page, &view);
    tables::section(&mut page, &view);
    notes::section(&mut page, &view)?;
    page.raw("</main>\n</body>\n</html>\n");
    Ok(page.finish())
}

fn head(page: &mut Page, view: &View<'_>) {
    let about = &view.material.structure.publication;
    page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    page.wrap("<title>", &about.title, "</title>\n<style>\n");
    page.raw(include_str!("style.css"));
    page.raw("</style>\n</head>\n<body>\n");
    if view.material.manifest.practice {
        // Fixed: it stands on every screen, and printers repeat it on every page.
        page.raw("<p class=\"watermark\" aria-hidden=\"true\">Practice round</p>\n");
    }
    page.raw("<header>\n");
    page.wrap("<p class=\"publisher\">", &about.publisher, "</p>\n");
    if view.material.manifest.practice {
        page.raw("<p class=\"practice\" role=\"note\">Practice round: made-up figures, not for use</p>\n");
    }
    page.wrap("<h1>", &about.title, "</h1>\n<p class=\"facts\">");
    let state = if about.provisional { "Provisional" } else { "Final" };
    page.wrap("<span class=\"badge\">", state, "</span> ");
    page.wrap("<span>Release ", &about.release.to_string(), "</span> ");
    let periods = &view.figures.periods;
    match (periods.first(), periods.last()) {
        (Some(first), Some(last)) if first != last => {
            page.wrap("<span>", &format!("{first} to {last}"), "</span> ");
        }
        (Some(only), _) => page.wrap("<span>", only, "</span> "),
        _ => {}
    }
    page.wrap("<span>", &members(view), "</span></p>\n");
    page.raw("<nav aria-label=\"Contents\">");
    for (target, name) in contents(view) {
        page.wrap("<a href=\"#", &target, "");
        page.wrap("\">", &name, "</a> ");
    }
    page.raw("</nav>\n</header>\n<main>\n");
}

/// Id and name of every section that there is.
fn contents(view: &View<'_>) -> Vec<(String, String)> {
    let structure = view.material.structure;
    let named = |id: &str, name: &str| (id.to_owned(), name.to_owned());
    let of_kind = |recorded: bool| {
        let questions = view.questions.iter().filter(move |one| (one.kind == Kind::Recorded) == recorded);
        questions.map(|one| named(&one.id, &one.title)).collect::<Vec<_>>()
    };
    let mut all = vec![named("headline", "Headline")];
    all.extend(of_kind(true));
    all.extend(profile::first(view).map(|id| (id, "Profiles".to_owned())));
    all.extend(of_kind(false));
    all.extend(rates::is_one(view).then(|| named("rates", "Rates")));
    all.extend((!structure.evaluations.is_empty()).then(|| named("evaluation", "Evaluation")));
    for (id, name) in
        [("coverage", "Coverage"), ("tables", "All figures"), ("notes", "Notes"), ("verify", "Verify")]
    {
        all.push(named(id, name));
    }
    all
}

/// How many members sent a return, of how many, and who did not.
fn members(view: &View<'_>) -> String {
    let (sent, all) = (view.material.statuses.len(), view.material.manifest.members.len());
    let absent = headline::absent(view);
    if absent.is_empty() {
        format!("{sent} reporting members")
    } else {
        format!("{sent} of {all} members reported, all but {}", text::listed(absent.into_iter()))
    }
}
