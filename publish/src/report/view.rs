//! What the report shows together, found from the structure alone: topics, their breakdowns, families of codes.

use super::super::Material;
use super::super::figures::{Figure, Figures};
use super::text::capital;
use intertally_structure::{Codelist, Measure};
use std::collections::{BTreeMap, BTreeSet};

/// Material and figures with look-ups.
pub(super) struct View<'a> {
    pub(super) material: &'a Material<'a>,
    pub(super) figures: &'a Figures,
    lists: Vec<Option<List<'a>>>,
    pub(super) topics: Vec<Topic>,
    pub(super) questions: Vec<Question>,
}

/// A codelist by code.
struct List<'a> {
    of: &'a Codelist,
    place: BTreeMap<&'a str, usize>,
}

/// A measure with its broadest figure and the ways in which that is broken down.
pub(super) struct Topic {
    /// Index of the measure in the structure.
    pub(super) measure: usize,
    /// Codes of its broadest figure; the period does not count.
    pub(super) broad: Vec<String>,
    /// Periods of that figure and its parts, ascending.
    pub(super) periods: Vec<String>,
    /// By dimension: those behind the measure in the key first, since what stands before it (frequency, area) is context.
    pub(super) breakdowns: Vec<Breakdown>,
}

/// A section of its own: measures that answer one question.
pub(super) struct Question {
    /// Its place on the page.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) kind: Kind,
    /// Places of its topics.
    pub(super) topics: Vec<usize>,
}

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Measures outside any funnel, counted in one unit.
    Recorded,
    /// Funnels of steps.
    Interventions,
    /// Funnels of which most measures are parts of one another: what became of people.
    Outcomes,
}

/// A dimension in which a topic is broken down, all others at their broadest.
#[derive(Clone)]
pub(super) struct Breakdown {
    /// Place of the dimension in the key.
    pub(super) place: usize,
    /// Its codes in the order of the codelist, the broadest included.
    pub(super) codes: Vec<String>,
}

impl<'a> View<'a> {
    pub(super) fn new(material: &'a Material<'a>, figures: &'a Figures) -> Self {
        let list = |id: &String| material.structure.codelists.iter().find(|list| list.id == *id);
        let list = |id: &String| {
            let of = list(id)?;
            let place = of.codes.iter().enumerate().map(|(at, code)| (code.id.as_str(), at)).collect();
            Some(List { of, place })
        };
        let dimensions = &material.structure.dimensions;
        let lists = dimensions.iter().map(|one| one.codelist.as_ref().and_then(list)).collect();
        let mut view = Self { material, figures, lists, topics: Vec::new(), questions: Vec::new() };
        view.topics = (0..material.structure.measures.len()).filter_map(|at| view.topic(at)).collect();
        view.questions = questions(&view);
        view
    }

    fn code(&self, place: usize, code: &str) -> Option<&'a intertally_structure::Code> {
        let list = self.lists.get(place)?.as_ref()?;
        list.of.codes.get(*list.place.get(code)?)
    }

    /// Label of a code; the code itself where it has none.
    pub(super) fn label<'b>(&self, place: usize, code: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.code(place, code).map_or(code, |code| code.name.as_str())
    }

    /// Name of a member, by its area.
    pub(super) fn area(&self, area: &'a str) -> &'a str {
        self.label(self.figures.places.area, area)
    }

    /// Label of a dimension.
    pub(super) fn dimension(&self, place: usize) -> &'a str {
        self.material.structure.dimensions.get(place).map_or("", |one| one.name.as_str())
    }

    /// The rules of a measure.
    pub(super) fn measure(&self, at: usize) -> Option<&'a Measure> {
        self.material.structure.measures.get(at)
    }

    /// The topic of a measure, by its code.
    pub(super) fn topic_of(&self, code: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| self.measure(topic.measure).is_some_and(|one| one.code == code))
    }

    /// Label of a measure.
    pub(super) fn measure_name(&self, at: usize) -> &'a str {
        self.measure(at).map_or("", |measure| self.label(self.figures.places.measure, &measure.code))
    }

    fn rank(&self, place: usize, code: &str) -> usize {
        let list = self.lists.get(place).and_then(Option::as_ref);
        list.and_then(|list| list.place.get(code)).copied().unwrap_or(usize::MAX)
    }

    /// The nearest code above this one that is among `codes`. A loop ends where it began.
    fn above<'b>(&self, place: usize, code: &str, codes: &'b [String]) -> Option<&'b String> {
        let mut seen = BTreeSet::from([code]);
        let mut at = code;
        while let Some(parent) = self.code(place, at).and_then(|code| code.parent.as_deref()) {
            if !seen.insert(parent) {
                return None;
            }
            if let Some(known) = codes.iter().find(|known| *known == parent) {
                return Some(known);
            }
            at = parent;
        }
        None
    }

    /// Those of these codes that stand above one, from the nearest on.
    fn ancestors<'b>(&self, place: usize, code: &str, codes: &'b [String]) -> Vec<&'b String> {
        let mut all: Vec<&String> = Vec::new();
        let mut at = code;
        while let Some(parent) = self.above(place, at, codes).filter(|one| *one != code && !all.contains(one))
        {
            all.push(parent);
            at = parent;
        }
        all
    }

    /// How many of these codes stand above one.
    pub(super) fn depth(&self, place: usize, code: &str, codes: &[String]) -> usize {
        self.ancestors(place, code, codes).len()
    }

    /// These codes with every part behind its whole, else as they come; of each how many stand above it.
    pub(super) fn tree(&self, place: usize, codes: &[String]) -> Vec<(String, usize)> {
        let above: Vec<Option<&String>> = codes.iter().map(|code| self.above(place, code, codes)).collect();
        let below = |of: Option<&String>| -> Vec<&String> {
            codes.iter().zip(&above).rev().filter(|(_, above)| **above == of).map(|(code, _)| code).collect()
        };
        let mut all: Vec<(String, usize)> = Vec::new();
        let mut open: Vec<(&String, usize)> = below(None).into_iter().map(|code| (code, 0)).collect();
        while let Some((code, depth)) = open.pop() {
            all.push((code.clone(), depth));
            open.extend(below(Some(code)).into_iter().map(|code| (code, depth + 1)));
        }
        // What stands above itself has no place in a tree.
        let lost = codes.iter().filter(|code| !all.iter().any(|(known, _)| known == *code));
        let lost: Vec<(String, usize)> = lost.map(|code| (code.clone(), 0)).collect();
        all.extend(lost);
        all
    }

    fn free(&self, place: usize) -> bool {
        let places = self.figures.places;
        place != places.time && place != places.area && place != places.measure
    }

    fn topic(&self, measure: usize) -> Option<Topic> {
        let own = || self.figures.all.iter().filter(move |figure| figure.measure == measure);
        let ranks = |figure: &&Figure| -> Vec<usize> {
            let codes = figure.codes.iter().enumerate().filter(|(place, _)| self.free(*place));
            codes.map(|(place, code)| self.rank(place, code)).collect()
        };
        let broad = own().min_by_key(ranks)?.codes.clone();
        let mut codes: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        let mut periods = BTreeSet::new();
        for figure in own() {
            let apart = self.apart(&broad, figure);
            if apart.len() > 1 {
                continue;
            }
            periods.insert(self.figures.period(figure).to_owned());
            if let Some(place) = apart.first() {
                codes.entry(*place).or_default().extend(figure.codes.get(*place).map(String::as_str));
            }
        }
        let breakdown = |(place, mut codes): (usize, BTreeSet<&str>)| {
            codes.extend(broad.get(place).map(String::as_str));
            let mut codes: Vec<String> = codes.into_iter().map(str::to_owned).collect();
            codes.sort_by_key(|code| self.rank(place, code));
            Breakdown { place, codes }
        };
        let mut breakdowns: Vec<Breakdown> = codes.into_iter().map(breakdown).collect();
        breakdowns.sort_by_key(|one| one.place < self.figures.places.measure);
        Some(Topic { measure, broad, periods: periods.into_iter().collect(), breakdowns })
    }

    /// Dimensions in which a figure has another code than the broadest one; area, measure and period do not count.
    pub(super) fn apart(&self, broad: &[String], figure: &Figure) -> Vec<usize> {
        let pairs = figure.codes.iter().zip(broad).enumerate();
        pairs.filter(|(place, (a, b))| self.free(*place) && a != b).map(|(place, _)| place).collect()
    }

    /// The figure of a topic with another code in one dimension.
    pub(super) fn part(&self, topic: &Topic, place: usize, code: &str, period: &str) -> Option<&'a Figure> {
        self.crossed(topic, &[(place, code)], period)
    }

    /// The figure of a topic with other codes in some dimensions.
    pub(super) fn crossed(&self, topic: &Topic, at: &[(usize, &str)], period: &str) -> Option<&'a Figure> {
        let mut codes = topic.broad.clone();
        for (place, code) in at {
            *codes.get_mut(*place)? = (*code).to_owned();
        }
        *codes.get_mut(self.figures.places.time)? = period.to_owned();
        self.figures.find(&codes)
    }

    /// A topic's broadest figure in a period.
    pub(super) fn whole(&self, topic: &Topic, period: &str) -> Option<&'a Figure> {
        self.part(topic, self.figures.places.time, period, period)
    }

    /// A figure in words: its measure, its codes where they are not the broadest, its period.
    pub(super) fn figure_name(&self, figure: &Figure) -> String {
        let topic = self.topics.iter().find(|topic| topic.measure == figure.measure);
        let mut words = vec![self.measure_name(figure.measure)];
        for (place, code) in figure.codes.iter().enumerate().filter(|(place, _)| self.free(*place)) {
            if topic.is_none_or(|topic| topic.broadest(place) != code) {
                words.push(self.label(place, code));
            }
        }
        words.push(self.figures.period(figure));
        words.join(", ")
    }
}

/// Offences, people, interventions, outcomes: by unit and by funnel, in the order of the structure.
fn questions(view: &View<'_>) -> Vec<Question> {
    let mut all: Vec<Question> = Vec::new();
    let measure = |topic: &Topic| view.measure(topic.measure);
    // Whether most measures of a funnel are parts of one another.
    let told = |name: &str| {
        let own = view.topics.iter().filter_map(measure).filter(|one| one.funnel.as_deref() == Some(name));
        2 * own.clone().filter(|one| one.of.is_some()).count() > own.count()
    };
    for (at, topic) in view.topics.iter().enumerate() {
        let Some(own) = measure(topic) else { continue };
        let (kind, title) = match own.funnel.as_deref() {
            None => (Kind::Recorded, own.unit.clone()),
            Some(name) if told(name) => (Kind::Outcomes, "Outcomes".to_owned()),
            Some(_) => (Kind::Interventions, "Interventions".to_owned()),
        };
        match all.iter_mut().find(|one| (one.kind, &one.title) == (kind, &title)) {
            Some(one) => one.topics.push(at),
            None => all.push(Question { id: String::new(), title, kind, topics: vec![at] }),
        }
    }
    all.sort_by_key(|one| one.kind as usize);
    for (at, one) in all.iter_mut().enumerate() {
        (one.id, one.title) = match (one.kind, one.topics.as_slice()) {
            (Kind::Interventions, _) => ("interventions".to_owned(), one.title.clone()),
            (Kind::Outcomes, _) => ("outcomes".to_owned(), one.title.clone()),
            (Kind::Recorded, [only]) => {
                let name = view.topics.get(*only).map_or("", |topic| view.measure_name(topic.measure));
                (format!("recorded-{at}"), name.to_owned())
            }
            (Kind::Recorded, _) if one.title == "person" => (format!("recorded-{at}"), "People".to_owned()),
            (Kind::Recorded, _) => (format!("recorded-{at}"), capital(&one.title)),
        };
    }
    all
}

impl Topic {
    /// Its code in a dimension where it is broadest.
    pub(super) fn broadest(&self, place: usize) -> &str {
        self.broad.get(place).map_or("", String::as_str)
    }
}
