//! Figures that may be slips, together: two hundred figures that are tenfold have one cause, and are one question.

use crate::person::question::{Cause, Doubts};
use intertally_returns::{Reason, ToConfirm};
use std::cmp::Reverse;

/// What a figure is compared with.
const fn beside(doubt: &ToConfirm) -> u32 {
    match &doubt.reason {
        Reason::Previous { value, .. } => *value,
        Reason::Usual { limit } => *limit,
    }
}

/// How many times the smaller of both the larger one is, rounded down; nothing counts as one.
fn times(doubt: &ToConfirm) -> u32 {
    let (one, other) = (doubt.value, beside(doubt));
    one.max(other) / one.min(other).max(1)
}

/// Powers of ten that units and columns are wrong by, with the ratios that pass for each: half to twice.
const FACTORS: [(u32, std::ops::RangeInclusive<u32>); 3] =
    [(10, 5..=20), (100, 50..=200), (1000, 500..=2000)];
/// Fewer figures than this have no cause in common.
const FEWEST: usize = 3;

/// The cause that most figures have in common, of those that are compared with the last return: four in five.
fn cause(all: &[ToConfirm]) -> Option<Cause> {
    let last: Vec<&ToConfirm> =
        all.iter().filter(|doubt| matches!(doubt.reason, Reason::Previous { .. })).collect();
    let of = |factor: u32, range: &std::ops::RangeInclusive<u32>, more: bool| {
        let like = |doubt: &&&ToConfirm| {
            (doubt.value > beside(doubt)) == more
                && beside(doubt) > 0
                && doubt.value > 0
                && range.contains(&times(doubt))
        };
        let figures = last.iter().filter(like).count();
        (figures >= FEWEST && figures * 5 >= last.len() * 4).then_some(Cause { factor, more, figures })
    };
    FACTORS.iter().find_map(|(factor, range)| of(*factor, range, true).or_else(|| of(*factor, range, false)))
}

/// All of them, worst first; none if there are none. `corrects`: the revision of the same round that they are compared with.
#[must_use]
pub(super) fn doubts(all: &[ToConfirm], corrects: Option<u32>) -> Option<Doubts> {
    let mut figures = all.to_vec();
    figures.sort_by_key(|doubt| Reverse((times(doubt), doubt.value)));
    (!figures.is_empty()).then(|| Doubts { cause: cause(all), figures, corrects })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::{Question, words};
    use jiff::tz::TimeZone;

    fn doubt(key: &str, value: u32, last: u32) -> ToConfirm {
        ToConfirm { key: key.into(), value, reason: Reason::Previous { key: key.into(), value: last } }
    }

    #[test]
    fn many_figures_are_one_list_worst_first_with_their_cause() {
        let mut all: Vec<ToConfirm> =
            (1..=260).map(|at| doubt(&format!("c{at}"), at * 1000, at * 100)).collect();
        all.push(doubt("odd", 90_000, 1));
        let made = doubts(&all, None).unwrap();
        assert_eq!(made.figures.first().map(|one| one.key.as_str()), Some("odd"));
        assert_eq!(made.cause, Some(Cause { factor: 10, more: true, figures: 260 }));
        let text = words::doubts(&made);
        assert!(text.contains("260 of 261 about 10 times what you sent last"), "{text}");
        assert!(text.contains("and 241 more") && text.lines().count() == 22, "{text}");
    }

    #[test]
    fn what_corrects_a_tenfold_slip_is_not_told_that_it_is_one() {
        let all: Vec<ToConfirm> = (1..=4).map(|at| doubt(&format!("c{at}"), at * 100, at * 1000)).collect();
        let of = |corrects| {
            let question = Question::Figures(Box::new(doubts(&all, corrects).unwrap()));
            words::question(&question, &TimeZone::UTC)
        };
        let (first, second) = (of(None), of(Some(0)));
        assert!(first.contains("far from your last, or unusual"), "{first}");
        assert!(!first.contains("correct"), "{first}");
        assert!(second.contains("far from those of revision 0, which this return corrects"), "{second}");
        assert!(second.contains("10 times less than you sent last: is that what you correct?"), "{second}");
    }

    #[test]
    fn what_has_nothing_in_common_has_no_cause() {
        assert!(doubts(&[], None).is_none());
        let of = |pairs: &[(u32, u32)]| {
            let all: Vec<ToConfirm> = pairs.iter().map(|(value, last)| doubt("c", *value, *last)).collect();
            doubts(&all, None).unwrap().cause
        };
        assert_eq!(of(&[(1000, 100), (2000, 200)]), None, "two");
        assert_eq!(of(&[(1000, 100), (100, 1000), (50, 0), (0, 70)]), None);
        let less = Cause { factor: 1000, more: false, figures: 4 };
        assert_eq!(of(&[(1, 1000), (2, 2100), (3, 2900), (7, 6000), (700, 90)]), Some(less));
    }
}
