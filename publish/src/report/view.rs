//! What the report shows together, found from the structure alone: topics, their breakdowns, families of codes.

use super::super::Material;
use super::super::figures::{Figure, Figures};
use intertally_structure::{Codelist, Measure};
use std::collections::{BTreeMap, BTreeSet};

/// Material and figures with look-ups.
pub(super) struct View<'a> {
    pub(super) material: &'a Material<'a>,
    pub(super) figures: &'a Figures,
    lists: Vec<Option<List<'a>>>,
    pub(super) topics: Vec<Topic>,
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
        let mut view = Self { material, figures, lists, topics: Vec::new() };
        view.topics = (0..material.structure.measures.len()).filter_map(|at| view.topic(at)).collect();
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

    /// The highest code above this one that is among `codes`; itself if there is none. A loop ends where it began.
    pub(super) fn root(&self, place: usize, code: &str, codes: &[&String]) -> String {
        let mut seen = BTreeSet::from([code]);
        let (mut at, mut root) = (code, code);
        while let Some(parent) = self.code(place, at).and_then(|code| code.parent.as_deref()) {
            if !seen.insert(parent) {
                break;
            }
            at = parent;
            if codes.iter().any(|known| *known == parent) {
                root = parent;
            }
        }
        root.to_owned()
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

impl Topic {
    /// Its code in a dimension where it is broadest.
    pub(super) fn broadest(&self, place: usize) -> &str {
        self.broad.get(place).map_or("", String::as_str)
    }
}
