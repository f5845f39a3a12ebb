//! The coordinator's constraints, by family.

use super::rows::{ABOVE, QUOTIENT, WORD};
use super::{Publication, Told};
use crate::planes::{Planes, quotient_weights, weights};
use crate::table::{BIT_SLOT_BITS, Kind};
use intertally_argument::{COLUMNS, Constraints, Field, Linear, powers};

/// Powers of two, the first so many.
fn twos(planes: usize) -> Vec<Field> {
    powers(Field::ONE.double(), planes)
}

/// One of the two steps.
struct Part<'a> {
    kind: Kind,
    slot_bits: u8,
    groups: &'a [usize],
    total: Planes,
    residual: Planes,
    quotient: Planes,
    has: fn(&Told) -> bool,
}

/// Vectors `alpha^k` in the column of cell `k`, 0 in those of cells that do not count.
struct Picked {
    /// Per group its place among the vectors.
    fields: Vec<(Field, usize)>,
}

impl Publication<'_> {
    /// All constraints, for a challenge drawn after the commitments.
    pub(super) fn constraints(&self, alpha: Field) -> Constraints {
        let mut all = Constraints::default();
        self.bits(&mut all);
        self.counts(&mut all, alpha);
        self.values(&mut all, alpha);
        self.minimum(&mut all, alpha);
        self.totals(&mut all, alpha);
        all
    }

    /// All sent rows hold bits.
    pub(super) fn bits(&self, all: &mut Constraints) {
        (self.rows.given()..self.rows.all).for_each(|row| all.bits(row, None));
    }

    /// The numbers of contributors are those of `c2 - T` in step A.
    pub(super) fn counts(&self, all: &mut Constraints, alpha: Field) {
        self.residual(all, alpha, &self.part_a());
    }

    /// `X'` of the cells shown is that of `c2 - T` in step B.
    pub(super) fn values(&self, all: &mut Constraints, alpha: Field) {
        self.residual(all, alpha, &self.part_b());
    }

    /// `n - minimum` is in `[0, 256)`, in the cells approved.
    pub(super) fn minimum(&self, all: &mut Constraints, alpha: Field) {
        let part = self.part_a();
        let picked = self.pick(all, alpha, part.groups, |told| Some(u64::from((part.has)(told))));
        let mut terms = part.number(&picked.fields);
        let minus: Vec<Field> = twos(ABOVE).into_iter().map(|weight| -weight).collect();
        terms.extend(self.rows.above.terms(&minus, &picked.fields));
        let value = self.sum(alpha, |_, told| Some(Field::from(u64::from(told.minimum))));
        all.linear.push(Linear { terms, value });
    }

    /// `X' + n - low` is in `[0, high - low]`, in the cells shown: by weights that reach so far and no
    /// further.
    pub(super) fn totals(&self, all: &mut Constraints, alpha: Field) {
        let groups = &self.rows.value_groups;
        let shown = |told: &Told| told.total.map(|_| 1);
        let picked = self.pick(all, alpha, groups, shown);
        let mut terms = self.part_b().number(&picked.fields);
        // The bits of n stand in rows of the groups that are counted.
        let count = self.part_a();
        for (group, field) in groups.iter().zip(&picked.fields) {
            let Some(counted) = self.rows.counted(*group) else { continue };
            let top = Planes { first: count.top().row(0, counted), ..count.top() };
            terms.extend(top.terms(&twos(usize::from(BIT_SLOT_BITS)), &[*field]));
        }
        for plane in 0..self.rows.within.planes {
            let weight = |told: &Told| {
                let (low, high) = told.total?;
                weights(high - low).get(plane).copied()
            };
            let picked = self.pick(all, alpha, groups, weight);
            let row = self.rows.within.row(plane, 0);
            terms.extend((row..).zip(picked.fields).map(|(row, (factor, vector))| (-factor, vector, row)));
        }
        let value = self.sum(alpha, |_, told| told.total.map(|(low, _)| Field::from(low)));
        all.linear.push(Linear { terms, value });
    }

    const fn part_a(&self) -> Part<'_> {
        let rows = &self.rows;
        Part {
            kind: Kind::NotZero,
            slot_bits: BIT_SLOT_BITS,
            groups: rows.count_groups.as_slice(),
            total: rows.counts,
            residual: rows.count,
            quotient: rows.count_quotient,
            has: |_| true,
        }
    }

    const fn part_b(&self) -> Part<'_> {
        let rows = &self.rows;
        Part {
            kind: Kind::Value,
            slot_bits: self.form.slot_bits,
            groups: rows.value_groups.as_slice(),
            total: rows.values,
            residual: rows.value,
            quotient: rows.value_quotient,
            has: |told| told.total.is_some(),
        }
    }

    /// `residual - 2^128*quotient + t = c2 + Delta/2` over the integers in the cells that count, as one
    /// sum with weights `1, alpha, alpha^2, ..`. `t` is below 2^149 in size, as each `d_A` is below
    /// 2^142, so that both sides are equal modulo `l` only if they are equal.
    fn residual(&self, all: &mut Constraints, alpha: Field, part: &Part<'_>) {
        let picked = self.pick(all, alpha, part.groups, |told| Some(u64::from((part.has)(told))));
        let mut terms = part.residual.terms(&twos(WORD), &picked.fields);
        terms.extend(part.quotient.terms(&quotient_weights(QUOTIENT), &picked.fields));
        terms.extend(part.total.terms(&[Field::ONE], &picked.fields));
        // The quotient is what its planes say less 128.
        let shift =
            Field::power_of_two(127 - usize::from(part.slot_bits)) - Field::power_of_two(128 + QUOTIENT - 1);
        let word = |k| self.table.slot(part.kind, k).and_then(|slot| self.c2.get(slot));
        let value = self
            .sum(alpha, |k, told| if (part.has)(told) { Some(Field::from(*word(k)?) + shift) } else { None });
        all.linear.push(Linear { terms, value });
    }

    /// Adds a vector per group: in the column of cell `k` a factor times `alpha^k`, 0 for cells that
    /// have none.
    fn pick(
        &self,
        all: &mut Constraints,
        alpha: Field,
        groups: &[usize],
        factor: impl Fn(&Told) -> Option<u64>,
    ) -> Picked {
        let within = powers(alpha, COLUMNS);
        let step = alpha.power(COLUMNS);
        let of = |group: &usize| {
            let cells = self.form.cells.iter().skip(group * COLUMNS).take(COLUMNS);
            let entry = |(cell, power): (&Option<Told>, &Field)| {
                let factor = cell.as_ref().and_then(&factor).unwrap_or(0);
                *power * Field::from(factor)
            };
            let mut vector: Vec<Field> = cells.zip(&within).map(entry).collect();
            vector.resize(COLUMNS, Field::ZERO);
            all.vectors.push(vector);
            (step.power(*group), all.vectors.len() - 1)
        };
        Picked { fields: groups.iter().map(of).collect() }
    }

    /// `sum of alpha^k * value_k` over the approved cells that have a value.
    fn sum(&self, alpha: Field, value: impl Fn(usize, &Told) -> Option<Field>) -> Field {
        let cells = self.form.cells.iter().enumerate();
        let values = cells.zip(powers(alpha, self.form.cells.len()));
        values.filter_map(|((k, told), power)| Some(power * value(k, told.as_ref()?)?)).sum()
    }
}

impl Part<'_> {
    /// The planes of the number that the residual is rounded to.
    const fn top(&self) -> Planes {
        let bits = self.slot_bits as usize;
        Planes { first: self.residual.row(WORD - bits, 0), planes: bits, fields: self.residual.fields }
    }

    /// Terms of that number.
    fn number(&self, fields: &[(Field, usize)]) -> Vec<(Field, usize, usize)> {
        self.top().terms(&twos(usize::from(self.slot_bits)), fields)
    }
}
