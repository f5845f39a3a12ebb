//! Lies by name, each as consistent as it can be: refused; and believed by a verifier that forgets the one
//! family of constraints that is there to find it.

use super::{Committed, compared, figure, fraction, fractions};
use crate::fixture::{refused, rows_of};
use crate::terms::laid::{Place, Purpose};
use crate::terms::program::Number;
use crate::terms::witness::Filled;
use crate::terms::{Figures, Term, Terms};
use intertally_argument::{ArgumentError, COLUMNS, Constraints, Field, Row, Witness, prove};
use rand_core::OsRng;

/// Which family of constraints a verifier forgets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Forgotten {
    Bits,
    Products,
    Equations(Purpose),
}

const COUNTS: [u64; 4] = [8, 106, 5, 120];

fn without(statement: &Terms<'_>, forgotten: Forgotten, alpha: Field) -> Constraints {
    let mut all = Constraints::default();
    if forgotten != Forgotten::Bits {
        statement.bits(&mut all);
    }
    if forgotten != Forgotten::Products {
        statement.products(&mut all);
    }
    let purpose = if let Forgotten::Equations(purpose) = forgotten { Some(purpose) } else { None };
    statement.equations(&mut all, alpha, purpose);
    all
}

/// A prover of one family: the rows as the honest prover would fill them, true or not, then changed.
struct Liar {
    committed: Committed,
    statement: Terms<'static>,
    filled: Filled,
}

impl Liar {
    fn new(counts: [u64; 4], terms: &[Term], figures: Vec<u64>) -> Self {
        let committed = Committed::of(vec![Figures { counts, terms: figures }], terms);
        let statement = committed.statement();
        let (filled, _) = statement.fill_all(&committed.figures).unwrap();
        Self { committed, statement, filled }
    }

    /// The sent rows: bits, left factors, right factors, products.
    fn entries(&self) -> Vec<Vec<Field>> {
        let bits =
            self.filled.bits.iter().map(|row| row.iter().map(|x| Field::from(u64::from(*x))).collect());
        bits.chain(self.filled.gates.iter().cloned()).collect()
    }

    fn lies(&self, change: impl FnOnce(&mut Vec<Vec<Field>>), forgotten: Forgotten) {
        let mut entries = self.entries();
        change(&mut entries);
        let sent: Vec<Row> = rows_of(&entries);
        let rows = self.committed.rows.iter().cloned().chain(sent).collect();
        let witness = Witness { rows, given_blindings: self.committed.blindings.clone() };
        refused(&self.statement, &witness, |alpha| without(&self.statement, forgotten, alpha));
    }

    /// The first of the rows of left factors, of right ones and of products, among the sent ones.
    fn gates(&self) -> [usize; 3] {
        let form = &self.statement.form;
        [0, 1, 2].map(|part| form.bits + part * form.gates)
    }
}

/// Makes a number any field element: its lowest bit is all of it, and no bit.
fn set(entries: &mut [Vec<Field>], place: Place, value: Field) {
    let Place::Bits(first, count) = place else { panic!("not of bits") };
    for bit in first..first + count {
        entries[bit / COLUMNS][bit % COLUMNS] = if bit == first { value } else { Field::ZERO };
    }
}

/// Writes a number in bits.
fn write(entries: &mut [Vec<Field>], place: Place, value: Field) {
    let Place::Bits(first, count) = place else { panic!("not of bits") };
    let bytes = value.to_bytes();
    for p in 0..count {
        let bit = u64::from(bytes[p / 8] >> (p % 8) & 1);
        entries[(first + p) / COLUMNS][(first + p) % COLUMNS] = Field::from(bit);
    }
}

/// The denominator, and what is left over of the numerator if the term is the one that is said.
fn what_is_left(term: Term, said: u64) -> (Field, Field) {
    let (over, under) = fraction(term, COUNTS);
    let over = over << if term == Term::D { 0 } else { 8 };
    let under = Field::from(under);
    (under, Field::from(over) - Field::from(said) * under)
}

/// Each term one unit above the one of its counts: the rest is below zero.
#[test]
fn a_term_that_is_one_unit_more() {
    for term in fractions() {
        let wrong = figure(term, COUNTS) + 1;
        let liar = Liar::new(COUNTS, &[term], vec![wrong]);
        let [rest, lacks] = liar.statement.form.families[0].rests(0);
        let (under, left) = what_is_left(term, wrong);
        let nothing = |entries: &mut Vec<Vec<Field>>| {
            write(entries, rest, Field::ZERO);
            write(entries, lacks, under - Field::ONE);
        };
        liar.lies(nothing, Forgotten::Equations(Purpose::Floor));
        let no_bits = |entries: &mut Vec<Vec<Field>>| {
            set(entries, rest, left);
            set(entries, lacks, under - Field::ONE - left);
        };
        liar.lies(no_bits, Forgotten::Bits);
    }
}

/// Each term one unit below: the rest is not below the denominator.
#[test]
fn a_term_that_is_one_unit_less() {
    for term in fractions() {
        let wrong = figure(term, COUNTS) - 1;
        let liar = Liar::new(COUNTS, &[term], vec![wrong]);
        let [rest, lacks] = liar.statement.form.families[0].rests(0);
        let (under, left) = what_is_left(term, wrong);
        let nothing = |entries: &mut Vec<Vec<Field>>| {
            write(entries, rest, left);
            write(entries, lacks, Field::ZERO);
        };
        liar.lies(nothing, Forgotten::Equations(Purpose::Below));
        let no_bits = |entries: &mut Vec<Vec<Field>>| {
            write(entries, rest, left);
            set(entries, lacks, under - Field::ONE - left);
        };
        liar.lies(no_bits, Forgotten::Bits);
    }
}

/// The terms of one table beside the counts of another: the equations of the term that they are in are broken.
#[test]
fn terms_of_other_counts() {
    for (at, counts) in
        [[9, 106, 5, 120], [8, 107, 5, 120], [8, 106, 6, 120], [8, 106, 5, 121]].into_iter().enumerate()
    {
        for term in fractions() {
            let (said, right) = (figure(term, counts), figure(term, COUNTS));
            if said == right {
                continue;
            }
            let committed = Committed::of(vec![Figures { counts: COUNTS, terms: vec![said] }], &[term]);
            let statement = committed.statement();
            assert!(statement.fill(&committed.figures).is_err(), "{at} {term:?}");
            // All other numbers are those of the other counts: then these are not those that were committed to.
            let other = Committed::of(vec![Figures { counts, terms: vec![said] }], &[term]);
            let filled = statement.fill(&other.figures).unwrap();
            let liar = Liar { committed, statement, filled };
            let mut witness_rows = liar.committed.rows.clone();
            witness_rows.extend(rows_of(&liar.entries()));
            let witness = Witness { rows: witness_rows, given_blindings: liar.committed.blindings.clone() };
            let refused = prove(&liar.statement, &witness, &mut OsRng).err();
            assert_eq!(refused, Some(ArgumentError::Unsatisfied), "{at} {term:?}");
        }
    }
}

/// More events than persons: b is below zero, and the term of it says nothing of a table.
#[test]
fn more_events_than_persons() {
    let counts: [u64; 4] = [9, 8, 0, 10];
    // W = 256*80/18, whatever a is.
    let liar = Liar::new(counts, &[Term::W], vec![1137]);
    let b = liar.statement.form.families[0].place(Number::B);
    liar.lies(|entries| set(entries, b, Field::ZERO), Forgotten::Equations(Purpose::Counts));
    liar.lies(|entries| set(entries, b, -Field::ONE), Forgotten::Bits);
}

/// A table of 2^24 persons: n does not fit its bits.
#[test]
fn too_many_persons() {
    let counts = [0, 1 << 23, 0, 1 << 23];
    let liar = Liar::new(counts, &[Term::W], vec![1 << 30]);
    let n = liar.statement.form.families[0].place(Number::N);
    liar.lies(|entries| set(entries, n, Field::from(1_u64 << 24)), Forgotten::Bits);
}

/// A denominator that is one more than it is: the bit that is for tables without a group is set.
#[test]
fn a_denominator_that_is_one_more() {
    let wrong = |n: u64| 256 * 106 * 120 / n;
    assert!(wrong(227) < wrong(226));
    let liar = Liar::new(COUNTS, &[Term::W], vec![wrong(227)]);
    let family = &liar.statement.form.families[0];
    let (z, [rest, lacks]) = (family.place(Number::Z), family.rests(0));
    let (zero, gate) = (family.gate(1), family.term_gate(0));
    let [left, right, product] = liar.gates();
    let tells = |entries: &mut Vec<Vec<Field>>| {
        set(entries, z, Field::ONE);
        entries[left][zero] = Field::ONE;
        entries[product][zero] = entries[right][zero];
        entries[right][gate] = Field::from(227_u64);
        let said = entries[left][gate] * Field::from(227_u64);
        entries[product][gate] = said;
        let over = Field::from(256_u64 * 106 * 120);
        write(entries, rest, over - said);
        write(entries, lacks, Field::from(226_u64) - (over - said));
    };
    liar.lies(tells, Forgotten::Equations(Purpose::Zero));
}

/// A product that is another, and a factor that is another.
#[test]
fn a_product_of_other_numbers() {
    let wrong = figure(Term::W, [8, 107, 5, 120]);
    let liar = Liar::new(COUNTS, &[Term::W], vec![wrong]);
    let family = &liar.statement.form.families[0];
    let (groups, zero, [rest, lacks], gate) =
        (family.gate(0), family.gate(1), family.rests(0), family.term_gate(0));
    let [left, right, product] = liar.gates();
    // n1 n2 such that the term is as it is said.
    let said: u64 = wrong * 226;
    let over = said.next_multiple_of(256);
    assert!(over - said < 226);
    let tells = |entries: &mut Vec<Vec<Field>>, factor: bool| {
        let many = Field::from(over / 256);
        if factor {
            entries[left][groups] = many;
            entries[right][groups] = Field::ONE;
        }
        entries[product][groups] = many;
        entries[right][zero] = many;
        assert!(entries[left][gate] == Field::from(wrong));
        write(entries, rest, Field::from(over - said));
        write(entries, lacks, Field::from(225 - (over - said)));
    };
    liar.lies(|entries| tells(entries, false), Forgotten::Products);
    liar.lies(|entries| tells(entries, true), Forgotten::Equations(Purpose::Factors));
}

/// Where the ratio of [`COUNTS`] lies, 1.81, told otherwise: above 1.1 and in no other class.
#[test]
fn a_country_on_the_other_side() {
    for term in compared() {
        let wrong = 256 - figure(term, COUNTS);
        let liar = Liar::new(COUNTS, &[term], vec![wrong]);
        liar.lies(|_| (), Forgotten::Equations(Purpose::Bits));
    }
}

/// The bit of an end that says the other side: how far the number lies from there is below zero.
#[test]
fn an_end_that_is_on_the_other_side() {
    // a*n2 = 960 and c*n1 = 530: the ratio is not below 1.
    let liar = Liar::new(COUNTS, &[Term::Fewer], vec![256]);
    let family = &liar.statement.form.families[0];
    let (bit, far, gate) = (family.place(Number::Is1), family.far(0), family.end_gate(0));
    let [left, right, product] = liar.gates();
    let above = Field::from(530_u64) - Field::from(960_u64);
    let tells = |entries: &mut Vec<Vec<Field>>| {
        set(entries, bit, Field::ONE);
        entries[left][gate] = Field::ONE;
        entries[product][gate] = entries[right][gate];
    };
    let nothing = |entries: &mut Vec<Vec<Field>>| {
        tells(entries);
        write(entries, far, Field::ZERO);
    };
    liar.lies(nothing, Forgotten::Equations(Purpose::Ends));
    let no_bits = |entries: &mut Vec<Vec<Field>>| {
        tells(entries);
        set(entries, far, above - Field::ONE);
    };
    liar.lies(no_bits, Forgotten::Bits);
}

/// A bit that is half a bit, so that a country is on both sides by halves.
#[test]
fn a_country_that_is_half_on_each_side() {
    let half = Field::from(2_u64).inverse();
    let liar = Liar::new(COUNTS, &[Term::Fewer, Term::Other], vec![128, 128]);
    let family = &liar.statement.form.families[0];
    let (bit, far, gate) = (family.place(Number::Is1), family.far(0), family.end_gate(0));
    let [left, right, product] = liar.gates();
    let above = Field::from(530_u64) - Field::from(960_u64);
    let tells = |entries: &mut Vec<Vec<Field>>| {
        set(entries, bit, half);
        entries[left][gate] = half;
        entries[product][gate] = half * entries[right][gate];
        // (2 above - 1)/2 - above = -1/2.
        set(entries, far, half * (above.double() - Field::ONE) - above);
    };
    liar.lies(tells, Forgotten::Bits);
}
