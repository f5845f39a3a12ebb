//! One country's table.

/// Persons of both groups together that a table may have at most; below it every product of a term fits 128 bits.
pub const MAX_PERSONS: u32 = (1 << 24) - 1;

/// Events among persons under the programme, and among those of the comparison group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwoByTwo {
    pub(crate) a: u128,
    pub(crate) b: u128,
    pub(crate) c: u128,
    pub(crate) d: u128,
}

/// Why four counts are no table. Says no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableFault {
    /// More events than persons.
    #[error("more events than persons {0}; correct one of the two")]
    Events(&'static str),
    /// More than [`MAX_PERSONS`].
    #[error(
        "both groups together have more than {MAX_PERSONS} persons; such a table is not pooled with others"
    )]
    Size,
}

impl TwoByTwo {
    /// `a` of `n1` persons under the programme with the event, `c` of `n2` persons of the comparison group.
    ///
    /// # Errors
    /// More events than persons, or too many persons.
    pub fn new(a: u32, n1: u32, c: u32, n2: u32) -> Result<Self, TableFault> {
        let b = n1.checked_sub(a).ok_or(TableFault::Events("under the programme"))?;
        let d = n2.checked_sub(c).ok_or(TableFault::Events("of the comparison group"))?;
        if u64::from(n1) + u64::from(n2) > u64::from(MAX_PERSONS) {
            return Err(TableFault::Size);
        }
        Ok(Self { a: a.into(), b: b.into(), c: c.into(), d: d.into() })
    }

    pub(crate) const fn n1(&self) -> u128 {
        self.a + self.b
    }

    pub(crate) const fn n2(&self) -> u128 {
        self.c + self.d
    }

    pub(crate) const fn n(&self) -> u128 {
        self.n1() + self.n2()
    }

    pub(crate) const fn events(&self) -> u128 {
        self.a + self.c
    }

    /// Without an event, or without anybody who has none, or without a group: it says nothing of a ratio.
    pub(crate) const fn is_silent(&self) -> bool {
        self.events() == 0 || self.b + self.d == 0 || self.n1() == 0 || self.n2() == 0
    }
}
