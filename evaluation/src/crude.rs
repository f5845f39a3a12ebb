//! What is made of the four counts themselves, as totals show them: the ratio that mixes all countries, and what the pooled
//! one means in persons.

use crate::estimate::{Estimate, Interval};
use crate::mantel_haenszel;
use crate::said::{Said, plain, significant};
use crate::sums::Sums;
use crate::term::Scale;

/// A total as readers see it: a value, and between which two it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The least that it may be.
    pub low: u64,
    /// What is taken for it.
    pub value: u64,
    /// The greatest that it may be.
    pub high: u64,
}

/// The four counts summed over countries, as readers see them: events and persons under the programme, then of the
/// comparison group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crude {
    /// Events under the programme.
    pub a: Seen,
    /// Persons under the programme.
    pub n1: Seen,
    /// Events in the comparison group.
    pub c: Seen,
    /// Persons of the comparison group.
    pub n2: Seen,
}

impl Crude {
    /// A ratio of all countries' persons together, between what it may be at least and at most. None where a count is 0.
    #[must_use]
    pub fn ratio(&self, scale: Scale) -> Option<(f64, Interval)> {
        let [a, n1, c, n2] = [self.a, self.n1, self.c, self.n2];
        // Each grows with a and n2, and falls with n1 and c.
        let value = of(scale, [a.value, n1.value, c.value, n2.value])?;
        let low = of(scale, [a.low, n1.high, c.high, n2.low])?;
        let high = of(scale, [a.high, n1.low, c.low, n2.high])?;
        Some((value, Interval { low, high }))
    }

    /// The share of the comparison group with the event. None without persons, or with more events than persons.
    #[must_use]
    pub fn comparison_risk(&self) -> Option<f64> {
        let risk = float(self.c.value) / float(self.n2.value);
        Some(risk).filter(|risk| (0.0..=1.0).contains(risk))
    }
}

fn of(scale: Scale, [a, n1, c, n2]: [u64; 4]) -> Option<f64> {
    let others = |all: u64, some: u64| all.checked_sub(some).map(float);
    let (over, under) = match scale {
        Scale::Risk => (float(a) * float(n2), float(c) * float(n1)),
        Scale::Odds => (float(a) * others(n2, c)?, float(c) * others(n1, a)?),
    };
    Some(over / under).filter(|ratio| ratio.is_finite() && *ratio > 0.0)
}

/// Lines beside what was pooled from these sums: the crude ratio of each scale that is pooled; and in persons of 100 what
/// the risk ratio, or where there is none the odds ratio, makes of the comparison groups' risk.
#[must_use]
pub fn beside(sums: &Sums, crude: &Crude) -> Vec<Said> {
    let risk = mantel_haenszel::risk_ratio(sums);
    let odds = mantel_haenszel::odds_ratio(sums);
    let mut lines = Vec::new();
    let pooled = [(Scale::Odds, &odds, "Odds ratio, crude"), (Scale::Risk, &risk, "Risk ratio, crude")];
    for (scale, _, what) in pooled.into_iter().filter(|(_, pooled, _)| pooled.is_some()) {
        lines.extend(crude.ratio(scale).map(|(value, ends)| mixed(what, value, ends)));
    }
    let scale = if risk.is_some() { Scale::Risk } else { Scale::Odds };
    if let (Some(ratio), Some(without)) = (risk.or(odds), crude.comparison_risk()) {
        lines.extend(absolute(&ratio, scale, without));
    }
    lines
}

fn mixed(what: &str, value: f64, ends: Interval) -> Said {
    let (low, high) = (significant(ends.low), significant(ends.high));
    let mut note = "all countries\u{2019} persons together; not adjusted for country".to_owned();
    if low != high {
        note = format!("{note}; totals as they are shown leave open {low} to {high}");
    }
    plain(what, value, &note)
}

/// With, without, and the difference: the ratio applied to the risk of the comparison groups (Cochrane Handbook 5.1, 12.5.4.2).
fn absolute(ratio: &Estimate, scale: Scale, without: f64) -> [Said; 3] {
    let with = |log: f64| {
        let ratio = log.exp();
        match scale {
            Scale::Risk => (ratio * without).min(1.0),
            Scale::Odds => ratio * without / (1.0 - without + ratio * without),
        }
    };
    let ends = ratio.interval();
    let per_100 = |risk: f64| significant(100.0 * risk);
    let line = |what: &str, of: &dyn Fn(f64) -> f64, note: &str| Said {
        what: what.to_owned(),
        value: per_100(of(with(ratio.value))),
        interval: Some((per_100(of(with(ends.low))), per_100(of(with(ends.high))))),
        note: note.to_owned(),
        drawn: None,
    };
    let how = match scale {
        Scale::Risk => "the pooled risk ratio applied to the comparison groups\u{2019} risk",
        Scale::Odds => "the pooled odds ratio applied to the comparison groups\u{2019} risk",
    };
    [
        plain("Events per 100 persons, comparison groups", 100.0 * without, "crude"),
        line("Events per 100 persons, under the programme", &|with| with, how),
        line("Difference per 100 persons", &|with| with - without, how),
    ]
}

/// Totals have 58 bits at most, of which 53 are more than is shown.
#[expect(clippy::cast_precision_loss, reason = "what is lost is far below what is shown")]
const fn float(total: u64) -> f64 {
    total as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effect::Effect;
    use crate::table::TwoByTwo;

    fn exact(value: u64) -> Seen {
        Seen { low: value, value, high: value }
    }

    /// A programme that halves the risk in two countries, of which the one with the higher risk has most of the programme.
    const CONFOUNDED: [[u32; 4]; 2] = [[180, 900, 40, 100], [5, 100, 90, 900]];

    fn sums(tables: &[[u32; 4]], effects: &[Effect]) -> Sums {
        let mut sums = Sums::new(u32::try_from(tables.len()).unwrap());
        for term in effects.iter().flat_map(|effect| effect.terms(0)) {
            let figure = |[a, n1, c, n2]: &[u32; 4]| TwoByTwo::new(*a, *n1, *c, *n2).unwrap().figure(term);
            sums.set(term, tables.iter().map(|table| u64::from(figure(table).unwrap())).sum());
        }
        sums
    }

    fn crude(tables: &[[u32; 4]]) -> Crude {
        let sum = |at: usize| exact(tables.iter().map(|table| u64::from(table[at])).sum());
        Crude { a: sum(0), n1: sum(1), c: sum(2), n2: sum(3) }
    }

    #[test]
    fn the_crude_ratio_may_lie_on_the_other_side_of_the_pooled_one() {
        let crude = crude(&CONFOUNDED);
        let (ratio, ends) = crude.ratio(Scale::Risk).unwrap();
        assert!((ratio - 185.0 / 130.0).abs() < 1e-12 && (ends.low, ends.high) == (ratio, ratio));
        let sums = sums(&CONFOUNDED, &[Effect::RiskRatio, Effect::OddsRatio]);
        let pooled = mantel_haenszel::risk_ratio(&sums).unwrap();
        assert!((pooled.value.exp() - 0.5).abs() < 0.001, "{pooled:?}");
        let said = beside(&sums, &crude);
        let value = |what: &str| said.iter().find(|one| one.what == what).unwrap().value.as_str();
        assert_eq!(value("Risk ratio, crude"), "1.42");
        // 13 of 100, and half of that.
        assert_eq!(value("Events per 100 persons, comparison groups"), "13.0");
        assert_eq!(value("Events per 100 persons, under the programme"), "6.50");
        assert_eq!(value("Difference per 100 persons"), "-6.50");
        assert!(said.iter().all(|one| !one.note.contains("leave open")), "totals are exact here");
    }

    #[test]
    fn an_odds_ratio_is_turned_into_a_risk_where_there_is_no_risk_ratio() {
        let tables = [[20, 100, 40, 100]];
        let said = beside(&sums(&tables, &[Effect::OddsRatio]), &crude(&tables));
        let with = said.iter().find(|one| one.what.ends_with("under the programme")).unwrap();
        assert_eq!((said.len(), with.value.as_str()), (4, "20.0"), "{said:?}");
    }

    #[test]
    fn what_rounding_of_totals_leaves_open_is_said() {
        let seen = |value: u64| Seen { low: value - 2, value, high: value + 2 };
        let crude = Crude { a: seen(20), n1: seen(100), c: seen(40), n2: seen(100) };
        let (value, ends) = crude.ratio(Scale::Risk).unwrap();
        assert!(value == 0.5 && ends.low < 0.43 && ends.high > 0.57, "{ends:?}");
        let odds = crude.ratio(Scale::Odds).unwrap();
        assert!(odds.1.low < odds.0 && odds.0 < odds.1.high);
        let said = beside(&sums(&[[20, 100, 40, 100]], &[Effect::RiskRatio]), &crude);
        assert!(said[0].note.contains("leave open 0.4"), "{said:?}");
        // Nothing is made of counts that are none.
        let none = Crude { c: exact(0), ..crude };
        assert!(none.ratio(Scale::Risk).is_none() && none.ratio(Scale::Odds).is_none());
        assert!(Crude { c: exact(200), ..crude }.comparison_risk().is_none());
    }

    #[test]
    fn an_office_sees_its_own_line_and_what_is_left_without_it() {
        let effects = [Effect::OddsRatio, Effect::RiskRatio, Effect::RiskDifference];
        let own = TwoByTwo::new(180, 900, 40, 100).unwrap();
        let terms = effects.iter().flat_map(|effect| effect.terms(0));
        let alone = Sums::of_one(&own, terms);
        let odds = mantel_haenszel::odds_ratio(&alone).unwrap();
        // Its own ratio, with Woolf's variance, and nothing rounded.
        assert!((odds.value - (180.0 * 60.0 / (720.0 * 40.0f64)).ln()).abs() < 1e-12 && odds.rounding == 0.0);
        let woolf = 180f64.recip() + 720f64.recip() + 40f64.recip() + 60f64.recip();
        assert!((odds.se - woolf.sqrt()).abs() < 1e-12);
        let difference = mantel_haenszel::risk_difference(&alone).unwrap();
        assert!((difference.value + 0.2).abs() < 1e-12);
        let all = sums(&CONFOUNDED, &effects);
        let others = all.without(&own).unwrap();
        assert_eq!(others, sums(&CONFOUNDED[1..], &effects));
        assert!(others.without(&own).is_none(), "a table that is not in it");
    }
}
