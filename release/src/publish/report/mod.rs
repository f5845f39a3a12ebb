//! `report.html`: one page for readers, self-contained, for screen and paper.

mod page;

use super::figures::{Figure, Figures};
use super::{Material, PublishError};
use page::Page;

/// The file.
pub(crate) fn html(material: &Material<'_>, figures: &Figures) -> Result<Vec<u8>, PublishError> {
    let about = &material.structure.publication;
    let mut page = Page::new();
    page.raw("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>");
    page.text(&about.title);
    page.raw("</title>\n<h1>");
    page.text(&about.title);
    page.raw("</h1>\n<table>\n");
    for figure in &figures.all {
        row(&mut page, figure);
    }
    page.raw("</table>\n<h2>How to verify</h2>\n<p>Log position ");
    page.text(&material.anchor.height.to_string());
    page.raw(", event <code>");
    page.text(&material.anchor.event.to_string());
    page.raw("</code>: <code>intertally auditor verify RECORD</code></p>\n</html>\n");
    Ok(page.finish())
}

fn row(page: &mut Page, figure: &Figure) {
    page.raw("<tr><th>");
    page.text(&figure.codes.join("."));
    page.raw("<td>");
    match figure.value {
        Some(value) => page.text(&value.to_string()),
        None => page.raw("withheld"),
    }
    page.raw("<td>");
    page.text(figure.status.code());
    page.raw("\n");
}
