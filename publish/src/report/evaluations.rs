//! Effects of interventions, pooled over countries: no line per country, since nobody has seen one.

use super::super::PublishError;
use super::super::evaluations::{Pooled, pooled};
use super::chart::Words;
use super::diamonds::{Diamond, diamonds};
use super::page::Page;
use super::register::Register;
use super::view::View;

/// Ids of charts continue far above those of funnels.
const FIRST_ID: usize = 200_000;

/// Beside a crude ratio.
const MIXED: &str = "<p class=\"note\">The crude ratio takes the persons of all countries for those of one. Where countries \
     differ both in how often the event occurs and in how many of their persons are under the programme, it can differ from \
     what holds in each of them, even in its direction (Simpson\u{2019}s paradox): read the pooled one.</p>\n";

/// What a reader will look for, and why it is not here.
const HIDDEN: &str = "<p class=\"note\">What is not shown, and why: a line or a weight of a country, because nobody has seen \
     one, and each office has its own on its own machine; a plot of small studies against large ones, and what would follow \
     from leaving one country out, because each is a function of single countries; covariates, because none is asked for.\
     </p>\n";

pub(super) fn section(page: &mut Page, view: &View<'_>) -> Result<(), PublishError> {
    let all = pooled(view.material);
    if all.is_empty() {
        return Ok(());
    }
    page.raw("<section id=\"evaluation\">\n<h2>Evaluation</h2>\n");
    page.raw("<p class=\"lead\">What became of persons under a programme, against those of a comparison group, country by \
              country and pooled over countries. Each country\u{2019}s own machine made terms of its four counts; sums \
              of counts and of terms over countries are all that was opened. There is no line per country: nobody has \
              seen one.</p>\n");
    let mut register = Register::new(view, "method");
    for (id, one) in (FIRST_ID..).zip(&all) {
        page.wrap("<h3>", &title(view, one), "</h3>\n");
        page.wrap("<p>Countries that report it: ", &one.members.to_string(), ".</p>\n");
        for (dimension, code) in &one.family.codes {
            register.about(page, dimension, code);
        }
        if !one.said.is_empty() {
            chart(page, view, one, id)?;
            table(page, one);
        }
        for lacking in one.lacking() {
            page.wrap("<p class=\"note\">", &lacking, "</p>\n");
        }
        if one.is_crude() {
            page.raw(MIXED);
        }
    }
    page.raw(HIDDEN);
    page.raw("<p class=\"note\">Ratios below 1 and differences below 0 mean fewer events under the programme. Intervals are of \
              95 percent. That the terms of Mantel and Haenszel\u{2019}s effects, of the test and of the effective number are \
              those of each country\u{2019}s counts is proved, as sums are; terms with logarithms (how countries differ, \
              random effects) rest on each country\u{2019}s word, as counts do. An effect says nothing of why: groups \
              that were not drawn by lot may differ in more than the programme.</p>\n</section>\n");
    Ok(())
}

/// The evaluation, what it is about, the period.
fn title(view: &View<'_>, one: &Pooled<'_>) -> String {
    let dimensions = &view.material.structure.dimensions;
    let mut words = vec![one.family.evaluation.title.as_str()];
    for (dimension, code) in &one.family.codes {
        let place = dimensions.iter().position(|own| own.id == *dimension);
        let several =
            one.family.evaluation.values.iter().any(|own| own.dimension == *dimension && own.codes.len() > 1);
        if let Some(place) = place.filter(|_| several || !code.starts_with('_')) {
            words.push(view.label(place, code));
        }
    }
    words.push(&one.family.period);
    words.join(", ")
}

fn chart(page: &mut Page, view: &View<'_>, one: &Pooled<'_>, id: usize) -> Result<(), PublishError> {
    let drawn: Vec<Diamond> = one
        .said
        .iter()
        .filter_map(|said| {
            let (low, high) = said.interval.as_ref()?;
            let text = format!("{} ({low} to {high})", said.value);
            Some(Diamond { name: said.what.clone(), text, place: said.place? })
        })
        .collect();
    if drawn.is_empty() {
        return Ok(());
    }
    let title = title(view, one);
    let values: Vec<String> = drawn.iter().map(|one| format!("{} {}", one.name, one.text)).collect();
    page.raw("<figure>\n");
    page.chart(&diamonds(&Words { id, title: &title, description: &values.join(", ") }, &drawn)?);
    page.raw("</figure>\n");
    Ok(())
}

fn table(page: &mut Page, one: &Pooled<'_>) {
    page.raw(
        "<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">Pooled</th><th scope=\"col\">Value</th>",
    );
    page.raw("<th scope=\"col\">Interval of 95 %</th><th scope=\"col\">Note</th></tr></thead>\n<tbody>\n");
    for said in one.said.iter().chain(&one.crude) {
        let ends = said.interval.as_ref().map(|(low, high)| format!("{low} to {high}")).unwrap_or_default();
        page.wrap("<tr><th scope=\"row\">", &said.what, "</th>");
        page.wrap("<td>", &said.value, "</td>");
        page.wrap("<td>", &ends, "</td>");
        page.wrap("<td>", &said.note, "</td></tr>\n");
    }
    page.raw("</tbody></table></div>\n");
}
