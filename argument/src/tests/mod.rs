//! Tests of the whole argument. Those of single parts stand beside them.

mod batch;
mod honest;
mod lies;
mod tampering;
mod transcript;
mod zero_knowledge;

use crate::testing::{Circuit, Forgotten, Lie, toy};
use crate::{Field, Witness};

/// The small statement with a return of 40 figures.
fn small(lie: Lie, forgotten: Forgotten) -> (Circuit, Witness) {
    let figures: Vec<u64> = (0..40).map(|c| (c * 7 + 3) % 16).collect();
    let shift: Vec<Field> = (0..512_u64).map(|c| Field::from(c + 1000)).collect();
    toy(&figures, &shift, lie, forgotten).unwrap()
}
