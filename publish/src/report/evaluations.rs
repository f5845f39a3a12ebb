//! Effects of interventions, pooled over countries: no line per country, since nobody has seen one.

use super::super::PublishError;
use super::super::evaluations::{Pooled, pooled};
use super::chart::Words;
use super::diamonds::{Row, diamonds};
use super::method;
use super::page::Page;
use super::register::Register;
use super::text;
use super::view::View;
use intertally_evaluation::{Drawn, Said};

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

/// What is said of the same four counts, by several evaluations of one round.
type Group<'g, 'a> = [&'g Pooled<'a>];

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
    for (id, group) in (FIRST_ID..).zip(groups(&all)) {
        one_group(page, view, &mut register, (id, group.as_slice()))?;
    }
    page.raw(HIDDEN);
    page.raw("<p class=\"note\">Ratios below 1 and differences below 0 mean fewer events under the programme. Intervals are of \
              95 percent. That the terms of Mantel and Haenszel\u{2019}s effects, of the test and of the effective number are \
              those of each country\u{2019}s counts is proved, as sums are, and so is on which side of 1 a country is; terms \
              with logarithms (how countries differ, random effects) rest on each country\u{2019}s word, as counts do. An \
              effect says nothing of why: groups that were not drawn by lot may differ in more than the programme.</p>\n");
    method::note(page, &all);
    page.raw("</section>\n");
    Ok(())
}

/// Evaluations of the same counts stand together, in the order of their first ones.
fn groups<'g, 'a>(all: &'g [Pooled<'a>]) -> Vec<Vec<&'g Pooled<'a>>> {
    let mut groups: Vec<Vec<&Pooled<'_>>> = Vec::new();
    for one in all {
        let same = |group: &&mut Vec<&Pooled<'_>>| {
            group.first().is_some_and(|first| first.family.counts == one.family.counts)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    groups
}

fn one_group(
    page: &mut Page,
    view: &View<'_>,
    register: &mut Register<'_>,
    (id, group): (usize, &Group<'_, '_>),
) -> Result<(), PublishError> {
    let Some(first) = group.first() else { return Ok(()) };
    page.wrap("<h3>", &title(view, first), "</h3>\n");
    page.wrap("<p>Countries that report it: ", &first.members.to_string(), ".</p>\n");
    for (dimension, code) in &first.family.codes {
        register.about(page, dimension, code);
    }
    chart(page, view, group, id)?;
    read(page, group);
    persons(page, first);
    if group.iter().any(|one| !one.said.is_empty()) {
        table(page, group);
    }
    for one in group {
        for lacking in one.lacking() {
            let (name, end) =
                if group.len() > 1 { (one.family.evaluation.title.as_str(), ": ") } else { ("", "") };
            page.wrap("<p class=\"note\">", name, end);
            page.wrap("", &lacking, "</p>\n");
        }
    }
    if group.iter().any(|one| one.is_crude()) {
        page.raw(MIXED);
    }
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

fn chart(page: &mut Page, view: &View<'_>, group: &Group<'_, '_>, id: usize) -> Result<(), PublishError> {
    let row = |said: &Said| {
        let drawn = said.drawn?;
        let (low, high) = said.interval.as_ref()?;
        let text = match drawn {
            Drawn::Pooled(_) => format!("{} ({low} to {high})", said.value),
            Drawn::Expected(_) => format!("{low} to {high}"),
        };
        Some(Row { name: said.what.clone(), text, drawn })
    };
    let drawn: Vec<Row> = group.iter().flat_map(|one| &one.said).filter_map(row).collect();
    let Some(first) = group.first().filter(|_| !drawn.is_empty()) else { return Ok(()) };
    let title = title(view, first);
    let values: Vec<String> = drawn.iter().map(|one| format!("{} {}", one.name, one.text)).collect();
    page.raw("<figure>\n");
    page.chart(&diamonds(&Words { id, title: &title, description: &values.join(", ") }, &drawn)?);
    page.raw("<figcaption><small>A diamond: what is pooled, with its interval of 95 %. ");
    if drawn.iter().any(|row| matches!(row.drawn, Drawn::Expected(_))) {
        page.raw("A bar: where a further country is to be expected. ");
    }
    if drawn.len() > 1 {
        page.raw("Each line pools the same countries in another way: these are not several results.");
    }
    page.raw("</small></figcaption>\n</figure>\n");
    Ok(())
}

/// Whether one number stands for all countries: said before the numbers, since a narrow interval looks as if it did.
fn read(page: &mut Page, group: &Group<'_, '_>) {
    let read: Vec<&str> = group.iter().filter_map(|one| one.reading.as_deref()).collect();
    for reading in &read {
        page.wrap("<p class=\"verdict\">", reading, "</p>\n");
    }
    let expected = |said: &Said| matches!(said.drawn, Some(Drawn::Expected(_)));
    let mut said = group.iter().flat_map(|one| &one.said);
    if read.is_empty() && said.clone().any(|one| one.drawn.is_some()) && !said.any(expected) {
        page.raw("<p class=\"verdict\">How much countries differ is not shown here: what is pooled is an average over them, and a \
                  single country may see more, less or the opposite.</p>\n");
    }
}

/// The four counts, as totals are shown.
fn persons(page: &mut Page, one: &Pooled<'_>) {
    let [a, n1, c, n2] = one.counts.map(text::shown);
    page.raw("<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>");
    page.raw("<th scope=\"col\" class=\"key\">All countries together</th>");
    page.raw("<th scope=\"col\">Persons</th><th scope=\"col\">With the event</th></tr></thead>\n<tbody>\n");
    for (name, persons, events) in [("Under the programme", n1, a), ("Comparison group", n2, c)] {
        page.wrap("<tr><th scope=\"row\">", name, "</th>");
        page.wrap("<td>", &persons, "</td>");
        page.wrap("<td>", &events, "</td></tr>\n");
    }
    page.raw("</tbody></table></div>\n");
}

fn table(page: &mut Page, group: &Group<'_, '_>) {
    page.raw("<div class=\"scroll\" tabindex=\"0\"><table class=\"wrap pooled\">\n<thead><tr>");
    page.raw("<th scope=\"col\" class=\"key\">Pooled</th>");
    page.raw("<th scope=\"col\">Value</th><th scope=\"col\">Interval of 95 %</th>");
    page.raw("<th scope=\"col\" class=\"key\">Note</th></tr></thead>\n");
    for one in group.iter().filter(|one| !one.said.is_empty()) {
        page.raw("<tbody>\n");
        if group.len() > 1 {
            let title = &one.family.evaluation.title;
            page.wrap("<tr><th scope=\"rowgroup\" colspan=\"4\" class=\"key\">", title, "</th></tr>\n");
        }
        for said in one.said.iter().chain(&one.crude) {
            let ends =
                said.interval.as_ref().map(|(low, high)| format!("{low} to {high}")).unwrap_or_default();
            page.wrap("<tr><th scope=\"row\">", &said.what, "</th>");
            page.wrap("<td>", &said.value, "</td>");
            page.wrap("<td>", &ends, "</td>");
            page.wrap("<td class=\"key\">", &said.note, "</td></tr>\n");
        }
        page.raw("</tbody>\n");
    }
    page.raw("</table></div>\n");
}
