//! Effects in words and figures of three digits, for readers; and where they lie on a line.

use crate::effect::Effect;
use crate::estimate::{Estimate, Interval};
use crate::heterogeneity::{heterogeneity, mean, next_tau_squared};
use crate::random::random;
use crate::scale::Group;
use crate::sums::Sums;
use crate::term::{Part, Scale, Term};
use crate::{mantel_haenszel, score};

/// Fewer countries of equal size than this are said to dominate.
const DOMINATED: f64 = 3.0;

/// One line of what is said of an evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What it is.
    pub what: String,
    /// The value, to three significant digits.
    pub value: String,
    /// The ends of the interval of 95 percent, where there is one.
    pub interval: Option<(String, String)>,
    /// What to know of it; may be empty.
    pub note: String,
    /// Where a ratio lies on a line.
    pub drawn: Option<Drawn>,
}

/// A ratio on a line: natural logarithms in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// What is pooled: the lower end of its interval, the ratio, the upper end.
    Pooled([i32; 3]),
    /// Where a further country is to be expected: the ends.
    Expected([i32; 2]),
}

/// All lines of an evaluation, Mantel and Haenszel's first. What a sum is missing for is left out.
#[must_use]
pub fn said(sums: &Sums, effects: impl IntoIterator<Item = Effect>, tau_squared: u32) -> Vec<Said> {
    effects.into_iter().flat_map(|effect| lines(sums, effect, tau_squared)).collect()
}

/// Below this a difference between countries is taken for more than chance: of few countries Q finds little, so that the usual 0.05
/// would miss most.
const DIFFERENT: f64 = 0.1;

/// What the differences between countries do to a pooled ratio, in sentences; none where they were not asked for, or sums of them
/// are missing.
#[must_use]
pub fn reading(sums: &Sums, effects: impl IntoIterator<Item = Effect>) -> Option<String> {
    let found = effects.into_iter().find_map(|effect| match effect {
        Effect::Heterogeneity(scale) => heterogeneity(sums, scale),
        _ => None,
    })?;
    let (p, share) = (p_value(found.p), significant(100.0 * found.i_squared));
    Some(if found.p < DIFFERENT {
        format!(
            "Countries differ by more than chance ({p}; I\u{b2} {share} percent): what is pooled is an average of unlike effects. The \
             width of a diamond is chance alone; it does not say what a country may expect."
        )
    } else {
        format!(
            "No difference between countries beyond chance is found ({p}; I\u{b2} {share} percent); of few countries the test \
             finds little."
        )
    })
}

fn lines(sums: &Sums, effect: Effect, tau_squared: u32) -> Vec<Said> {
    let mut lines = Vec::new();
    match effect {
        Effect::OddsRatio => {
            let pooled = mantel_haenszel::odds_ratio(sums);
            lines.extend(pooled.map(|pooled| ratio("Odds ratio (Mantel-Haenszel)", &pooled)));
        }
        Effect::RiskRatio => {
            let pooled = mantel_haenszel::risk_ratio(sums);
            lines.extend(pooled.map(|pooled| ratio("Risk ratio (Mantel-Haenszel)", &pooled)));
        }
        Effect::RiskDifference => {
            let pooled = mantel_haenszel::risk_difference(sums);
            lines.extend(pooled.map(|pooled| difference(&pooled)));
        }
        Effect::Test => {
            let [with, without] = [true, false].map(|one| score::cochran_mantel_haenszel(sums, one));
            lines.extend(with.zip(without).map(|(with, without)| {
                let note = format!(
                    "{}; without the correction {}, {}",
                    p_value(with.p),
                    significant(without.statistic),
                    p_value(without.p)
                );
                plain("Test of no effect (Cochran-Mantel-Haenszel, with correction)", with.statistic, &note)
            }));
            lines.extend(score::peto(sums).map(|pooled| ratio("Odds ratio (Peto)", &pooled)));
        }
        Effect::EffectiveNumber => {
            let number = mantel_haenszel::effective_number(sums);
            lines.extend(
                number.map(|number| {
                    plain("Countries of equal size that this amounts to", number, &share(number))
                }),
            );
        }
        Effect::Heterogeneity(scale) => of_differences(sums, scale, &mut lines),
        Effect::Random(scale) => of_random(sums, scale, tau_squared, &mut lines),
        Effect::Directions | Effect::Classes => of_countries(sums, effect, &mut lines),
    }
    lines
}

/// What the largest country has of all weights follows from their number: of weights that sum to 1 and whose squares sum to
/// 1/N the largest is at least 1/N, and its square is no more.
fn share(number: f64) -> String {
    let percent = |share: f64| format!("{:.0}", 100.0 * share.min(1.0));
    let ends = (percent(number.recip()), percent(number.recip().sqrt()));
    let said = format!("the largest country has {} to {} percent of the weights", ends.0, ends.1);
    if number < DOMINATED { format!("{said}: one or two countries are most of the effect") } else { said }
}

fn of_countries(sums: &Sums, effect: Effect, lines: &mut Vec<Said>) {
    for term in effect.terms(0) {
        let Term::Countries(group) = term else { continue };
        let counted = sums.counted(term).filter(|_| group != Group::All);
        lines.extend(counted.map(|counted| Said {
            what: group.name().to_owned(),
            value: counted.to_string(),
            interval: None,
            note: String::new(),
            drawn: None,
        }));
    }
}

const fn name(scale: Scale) -> &'static str {
    match scale {
        Scale::Odds => "Odds ratio",
        Scale::Risk => "Risk ratio",
    }
}

fn of_differences(sums: &Sums, scale: Scale, lines: &mut Vec<Said>) {
    let pooled = mean(sums, scale, 0);
    lines.extend(pooled.map(|pooled| {
        let line = ratio(&format!("{} (inverse variance)", name(scale)), &pooled);
        noted(line, &taken(sums, scale, 0))
    }));
    let Some(found) = heterogeneity(sums, scale) else { return };
    let freedom = format!("{} degrees of freedom, {}", found.tables - 1.0, p_value(found.p));
    lines.push(plain("Q of Cochran", found.q, &freedom));
    let percent = |share: f64| significant(100.0 * share);
    lines.push(Said {
        what: "I\u{b2}, percent".to_owned(),
        value: percent(found.i_squared),
        interval: found.i_squared_interval.map(|ends| (percent(ends.low), percent(ends.high))),
        note: "share of the variance that is not by chance".to_owned(),
        drawn: None,
    });
    lines.push(plain("H\u{b2}", found.h_squared, ""));
    lines.extend(tau(
        found.tau_squared,
        "of DerSimonian and Laird; a later round takes it for random effects",
    ));
}

/// How many tables are in the sums of log ratios, and what was done to those with a zero.
fn taken(sums: &Sums, scale: Scale, tau_squared: u32) -> String {
    let number = Term::Log { scale, tau_squared, part: Part::Number };
    let tables = sums.get(number).unwrap_or_default();
    format!(
        "of {tables} of {} tables: one half is added to tables with a zero, and to no others; one without an event in \
         either group, or with nothing else, is left out",
        sums.countries()
    )
}

fn p_value(p: f64) -> String {
    if p < 0.000_001 { "p below 0.000001".to_owned() } else { format!("p = {}", significant(p)) }
}

fn of_random(sums: &Sums, scale: Scale, tau_squared: u32, lines: &mut Vec<Said>) {
    let Some(found) = random(sums, scale, tau_squared) else { return };
    let mut mean = ratio(&format!("{} (random effects)", name(scale)), &found.mean);
    with_ends(&mut mean, found.mean.value, found.hksj);
    let wald = found.mean.interval();
    let (low, high) = (significant(wald.low.exp()), significant(wald.high.exp()));
    // Where countries happen to differ less than chance would have it, theirs is too narrow.
    let narrower = if found.hksj.high - found.hksj.low < wald.high - wald.low {
        ", which is wider here: take that one"
    } else {
        ""
    };
    let note = format!(
        "\u{3c4}\u{b2} of {}, given before; interval of Hartung, Knapp, Sidik and Jonkman; Wald\u{2019}s is {low} to \
         {high}{narrower}",
        format_args!("{:.4}", f64::from(tau_squared) / 10_000.0)
    );
    let mean = noted(noted(mean, &note), &taken(sums, scale, tau_squared));
    lines.push(mean);
    lines.extend(found.prediction.map(|ends| {
        let Interval { low, high } = ends;
        let note = "nineteen of twenty further countries are expected in it, if effects scatter as the normal \
                    distribution does";
        Said {
            what: "Prediction for a further country".to_owned(),
            value: String::new(),
            interval: Some((significant(low.exp()), significant(high.exp()))),
            note: note.to_owned(),
            drawn: Some(Drawn::Expected([low, high].map(thousandths))),
        }
    }));
    let next = next_tau_squared(sums, scale, tau_squared);
    lines.extend(next.into_iter().flat_map(|next| tau(next, "of the second step")));
}

/// With one more thing to know.
fn noted(mut line: Said, more: &str) -> Said {
    if !line.note.is_empty() {
        line.note.push_str("; ");
    }
    line.note.push_str(more);
    line
}

pub(crate) fn plain(what: &str, value: f64, note: &str) -> Said {
    let (what, value, note) = (what.to_owned(), significant(value), note.to_owned());
    Said { what, value, interval: None, note, drawn: None }
}

/// Of log ratios: the variance between countries, to ten-thousandths, as a structure takes it, and its root.
fn tau(squared: f64, note: &str) -> [Said; 2] {
    let variance = plain("\u{3c4}\u{b2}", squared, note);
    let deviation = "standard deviation of log ratios between countries";
    [Said { value: format!("{squared:.4}"), ..variance }, plain("\u{3c4}", squared.sqrt(), deviation)]
}

fn ratio(what: &str, log: &Estimate) -> Said {
    let note = match log.rounding {
        rounding if rounding < 0.005 => String::new(),
        rounding => format!("rounding of the terms: up to {} percent", significant(100.0 * rounding)),
    };
    let mut said = Said {
        what: what.to_owned(),
        value: significant(log.value.exp()),
        interval: None,
        note,
        drawn: None,
    };
    with_ends(&mut said, log.value, log.interval());
    said
}

fn with_ends(said: &mut Said, log: f64, ends: Interval) {
    said.interval = Some((significant(ends.low.exp()), significant(ends.high.exp())));
    said.drawn = Some(Drawn::Pooled([ends.low, log, ends.high].map(thousandths)));
}

fn difference(pooled: &Estimate) -> Said {
    let Interval { low, high } = pooled.interval();
    let per_100 = |value: f64| significant(100.0 * value);
    Said {
        what: "Events per 100 persons, more or less than without (Mantel-Haenszel)".to_owned(),
        value: per_100(pooled.value),
        interval: Some((per_100(low), per_100(high))),
        note: String::new(),
        drawn: None,
    }
}

fn thousandths(log: f64) -> i32 {
    let scaled = (1000.0 * log).round().clamp(-20_000.0, 20_000.0);
    #[expect(clippy::cast_possible_truncation, reason = "a whole number between 20,000 either way")]
    return scaled as i32;
}

/// A number to three significant digits, at most six behind the point.
#[must_use]
pub fn significant(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return value.to_string();
    }
    let digits = (0..6).find(|digits| value.abs() >= 100.0 / 10f64.powi(*digits)).unwrap_or(6);
    let digits = usize::try_from(digits).unwrap_or(6);
    let text = format!("{value:.digits$}");
    if text.chars().all(|c| matches!(c, '0' | '.' | '-')) { "below 0.000001".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_count() {
        let said = [152.233, 12.345, -1.2345, 0.30881, 0.0033, 0.00012345, 1234.5].map(significant);
        assert_eq!(said, ["152", "12.3", "-1.23", "0.309", "0.00330", "0.000123", "1234"]);
        assert_eq!(significant(1e-9), "below 0.000001");
        assert_eq!(significant(0.0), "0");
    }
}
