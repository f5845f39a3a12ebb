//! Groups that an evaluation compares: some hundreds of persons each, of whom fewer have the event under the programme.

use super::{Figure, Imagined, with};
use intertally_structure::Evaluation;
use rand_core::RngCore;

/// Stands in a figure for a risk, in thousandths, that both groups of a combination of codes share.
const RISK: &str = "~RISK";
/// Persons of a group, and how many more at most.
const PERSONS: (u32, u32) = (80, 240);
/// The comparison group's risk in thousandths, and how much more at most: countries differ in it.
const BASE: (u32, u32) = (180, 220);
/// What of it is left under the programme, in hundredths, and how much more at most.
const LEFT: (u32, u32) = (60, 25);

/// What a measure is in an evaluation.
enum Part<'a> {
    /// All persons of a group.
    Group,
    /// Those with the event, of this measure's persons; `true` under the programme.
    Event(&'a str, bool),
}

fn part<'a>(evaluations: &'a [Evaluation], code: &str) -> Option<Part<'a>> {
    evaluations.iter().find_map(|one| {
        let [event, of, other_event, other_of] = one.measures();
        match code {
            _ if code == of || code == other_of => Some(Part::Group),
            _ if code == event => Some(Part::Event(of, true)),
            _ if code == other_event => Some(Part::Event(other_of, false)),
            _ => None,
        }
    })
}

/// Whether an evaluation takes a measure.
pub(super) fn is_evaluated(evaluations: &[Evaluation], code: &str) -> bool {
    part(evaluations, code).is_some()
}

impl Imagined<'_> {
    /// A figure of a measure that an evaluation takes; none of another one.
    pub(super) fn of_group(&mut self, figure: &Figure, code: &str) -> Option<u32> {
        let structure = self.structure;
        match part(&structure.evaluations, code)? {
            Part::Group => Some(self.between(PERSONS)),
            Part::Event(of, programme) => {
                let persons = self.value(&with(figure, self.measure, of));
                let base = self.risk(figure);
                let risk = if programme { base * self.between(LEFT) / 100 } else { base };
                // Each person by itself: chance is in it as in real figures. Somebody has the event.
                let drawn = (0..persons).filter(|_| self.rng.next_u32() % 1000 < risk).count();
                Some(u32::try_from(drawn).unwrap_or(u32::MAX).max(u32::from(persons > 0)))
            }
        }
    }

    /// The comparison group's risk, the same for both groups.
    fn risk(&mut self, figure: &Figure) -> u32 {
        let place = with(figure, self.measure, RISK);
        if let Some(known) = self.made.get(&place) {
            return *known;
        }
        let risk = self.between(BASE);
        self.made.insert(place, risk);
        risk
    }

    fn between(&mut self, (least, more): (u32, u32)) -> u32 {
        least + self.rng.next_u32() % (more + 1)
    }
}
