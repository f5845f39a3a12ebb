//! Areas within others.

use crate::areas::by_code;
use crate::model::Structure;
use intertally_core::round::Within;
use std::collections::BTreeMap;

/// Deepest nesting of areas.
const MAX_DEPTH: usize = 16;

impl Structure {
    /// The area that an area lies within, next above it: as listed, else by its code (`GB-ENG` lies within `GB`, be that in
    /// the list of areas or not). Nothing lies within the area of the totals.
    pub(crate) fn area_above<'a>(&'a self, area: &'a str) -> Option<&'a str> {
        let listed = self.areas_within.iter().find(|one| one.inner == area).map(|one| one.outer.as_str());
        // All members are parts of the sum that is published: it makes no two of them one.
        listed.or_else(|| by_code(area)).filter(|outer| *outer != self.total_area)
    }

    /// The outermost area that holds an area; none if nothing holds it, or areas hold each other.
    pub(crate) fn outermost<'a>(&'a self, area: &'a str) -> Option<&'a str> {
        let mut above = self.area_above(area)?;
        for _ in 0..MAX_DEPTH {
            match self.area_above(above) {
                Some(next) => above = next,
                None => return Some(above),
            }
        }
        None
    }

    pub(super) fn within(&self) -> Vec<Within> {
        let codes = self.codes(&self.area).into_iter().flat_map(|list| &list.codes);
        let areas = codes.map(|code| code.id.as_str()).filter(|area| *area != self.total_area);
        let pairs = areas.filter_map(|area| Some((area.to_owned(), self.outermost(area)?.to_owned())));
        let all: BTreeMap<String, String> = pairs.collect();
        all.into_iter().map(|(inner, outer)| Within { inner, outer }).collect()
    }
}
