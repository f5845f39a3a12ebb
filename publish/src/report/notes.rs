//! What a reader must know: method, confidentiality, release, citation, and how to verify.

use super::super::PublishError;
use super::super::sdmx::prepared;
use super::page::Page;
use super::view::View;
use intertally_core::event::payload::file_digest;
use std::collections::BTreeSet;

pub(super) fn section(page: &mut Page, view: &View<'_>) -> Result<(), PublishError> {
    let about = &view.material.structure.publication;
    let date = prepared(view.material)?;
    let day = date.get(..10).unwrap_or(&date);
    page.raw("<section id=\"notes\">\n<h2>Notes</h2>\n<h3>Method</h3>\n");
    for note in &about.method {
        page.wrap("<p>", note, "</p>\n");
    }
    page.raw("<p>Every total is the sum of what the reporting members sent, encrypted by each of them and added up without \
              being read. Rates divide totals of numerators by totals of denominators. A series is broken (B) where other \
              members reported than in the period before, be that in this round or in the one that published it.</p>\n");
    confidentiality(page, view);
    page.raw("<h3>This release</h3>\n<dl>\n");
    let mut entry = |name: &'static str, value: &str| {
        page.wrap("<dt>", name, "</dt>");
        page.wrap("<dd>", value, "</dd>\n");
    };
    entry("Release", &about.release.to_string());
    entry("State", if about.provisional { "provisional, figures may still change" } else { "final" });
    entry("Returns closed", day);
    entry("Next release", about.next_release.as_deref().unwrap_or("not announced"));
    entry("Contact", &about.contact);
    entry("Licence of the data", &about.licence);
    let year = date.get(..4).unwrap_or("");
    let event = view.material.anchor.event.to_string();
    let short = event.get(..16).unwrap_or(&event);
    let cited =
        format!("{} ({year}). {}. Release {}. Record {short}.", about.publisher, about.title, about.release);
    entry("Cite as", &cited);
    entry(
        "Files",
        "totals.csv (SDMX-CSV 2.0), totals.xml and structure.xml (SDMX-ML 2.1), totals.xlsx, this page",
    );
    page.raw("</dl>\n</section>\n");
    verify(page, view);
    Ok(())
}

fn confidentiality(page: &mut Page, view: &View<'_>) {
    page.raw("<h3>Confidentiality</h3>\n<p>A total is opened only if enough members have a figure above zero in it, and only if \
              no sum of fewer members\u{2019} figures follows from it together with other opened totals, those of earlier \
              rounds included. What is opened is published. Withheld figures are marked Q (suppressed) and C \
              (confidential), whatever the reason, which is itself information.</p>\n");
    let minima: BTreeSet<u16> =
        view.material.manifest.cells.iter().map(|cell| cell.min_contributors).collect();
    let minima: Vec<String> = minima.into_iter().map(|least| least.to_string()).collect();
    page.wrap("<p>Fewest members with a figure above zero: ", &minima.join(" or "), "");
    page.raw(if minima.len() > 1 { ", by measure. " } else { ". " });
    page.raw("A total stands for itself and two either way, or for all totals between the two numbers given: in small totals \
              one person more or less is never seen. Where a total follows from others it is given as an interval, so that \
              adding undoes no rounding; parts may therefore not add up to their total. So is one that is nearly all of another, because \
              its value would tell what little is left. ");
    if view.material.manifest.cells.iter().any(|cell| cell.rounding == 1 && cell.is_typed()) {
        page.raw(
            "Some measures are exact where they are large; what that gives away the publisher has judged. ",
        );
    }
    page.raw("Nobody, the publisher included, has seen any member\u{2019}s figures.</p>\n");
}

fn verify(page: &mut Page, view: &View<'_>) {
    page.raw("<section id=\"verify\">\n<h2>How to verify</h2>\n<p>Anybody who holds the record of this round can check that \
              each total is the sum of what the members committed to, that only approved cells were opened, and that this \
              page follows from them, byte for byte:</p>\n<pre>intertally auditor verify RECORD</pre>\n<p>The record is a \
              folder or an archive: ask the contact above, or any office of a member, for that of the round named below. \
              Nobody who hands it over has to be trusted; compare the round with what another office says. In the file \
              totals.csv a small figure stands for all from LOWEST to HIGHEST: quote both.</p>\n<dl>\n");
    page.wrap("<dt>Log event</dt><dd>", &view.material.anchor.height.to_string(), "</dd>\n");
    page.wrap(
        "<dt>Digest of the event</dt><dd><code>",
        &view.material.anchor.event.to_string(),
        "</code></dd>\n",
    );
    let size = view.material.anchor.height.saturating_add(1).to_string();
    page.wrap("<dt>Root hash of the log up to it</dt><dd>", &size, " events<br><code>");
    page.wrap("", &view.material.anchor.root.to_string(), "</code></dd>\n");
    for before in view.material.before {
        page.wrap("<dt>Compared with</dt><dd>", &before.manifest.name, "<br><code>");
        page.wrap("", &before.manifest.id().0.to_string(), "</code><br>its totals.csv, by digest<br><code>");
        page.wrap("", &file_digest(before.totals).to_string(), "</code></dd>\n");
    }
    page.wrap("<dt>Round</dt><dd>", &view.material.manifest.name, "<br><code>");
    page.wrap("", &view.material.manifest.id().0.to_string(), "</code></dd>\n</dl>\n</section>\n");
}
