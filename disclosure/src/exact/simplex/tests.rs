//! Programs whose ends are known, and drawn ones against another solver.

use super::*;

fn interval(bounds: &[(u64, u64)], rows: &[Row], of: usize) -> Result<(u64, u64), NoOptimum> {
    Program { bounds: bounds.to_vec(), rows: rows.to_vec() }.feasible()?.interval(of, |_| false)
}

#[test]
fn two_that_sum_to_one_are_nothing_and_one() {
    let rows = [vec![(0, 1), (1, -1), (2, -1)]];
    assert_eq!(interval(&[(1, 1), (0, 900), (0, 900)], &rows, 1), Ok((0, 1)));
    assert_eq!(interval(&[(3, 7), (3, 7), (0, 900)], &rows, 2), Ok((0, 4)));
    assert_eq!(interval(&[(10, 10), (20, 20), (0, 900)], &rows, 2), Err(NoOptimum::Infeasible));
    assert_eq!(interval(&[(0, 9), (0, 5), (0, 900)], &[], 1), Ok((0, 5)));
}

/// A two-way table: the bounds are those of Frechet.
#[test]
fn margins_bound_the_inside_as_frechet_says() {
    // Row totals 10 and 20, column totals 12 and 18; the inside a b / c d.
    let bounds = [(10, 10), (20, 20), (12, 12), (18, 18), (0, 99), (0, 99), (0, 99), (0, 99)];
    let rows = [
        vec![(0, 1), (4, -1), (5, -1)],
        vec![(1, 1), (6, -1), (7, -1)],
        vec![(2, 1), (4, -1), (6, -1)],
        vec![(3, 1), (5, -1), (7, -1)],
    ];
    assert_eq!(interval(&bounds, &rows, 4), Ok((0, 10)));
    assert_eq!(interval(&bounds, &rows, 6), Ok((2, 12)));
    assert_eq!(interval(&bounds, &rows, 7), Ok((8, 18)));
}

mod against_microlp {
    use super::super::*;
    use good_lp::{Expression, Solution, SolverModel, constraint, default_solver, variable, variables};
    use proptest::prelude::*;

    fn floating(program: &Program, of: usize, largest: bool) -> Option<f64> {
        let mut all = variables!();
        let bound = |(low, high): &(u64, u64)| variable().min(*low as f64).max(*high as f64);
        let named: Vec<_> = program.bounds.iter().map(|bounds| all.add(bound(bounds))).collect();
        let aim: Expression = named[of].into();
        let problem = if largest { all.maximise(aim) } else { all.minimise(aim) };
        let mut model = problem.using(default_solver);
        for row in &program.rows {
            let sum: Expression = row.iter().map(|(at, factor)| named[*at] * (*factor as f64)).sum();
            model = model.with(constraint!(sum == 0.0));
        }
        Some(model.solve().ok()?.value(named[of]))
    }

    #[expect(clippy::float_arithmetic, reason = "floats of the other solver are compared")]
    fn agree(floating: f64, exact: Number) -> bool {
        let exact = exact.ratio();
        (floating - *exact.numer() as f64 / *exact.denom() as f64).abs() < 1e-6
    }

    fn programs() -> impl Strategy<Value = Program> {
        let bounds = prop::collection::vec((0u64..40, 0u64..60), 8);
        let rows = prop::collection::vec((0usize..8, prop::collection::btree_set(0usize..8, 1..5)), 1..5);
        (bounds, rows).prop_map(|(bounds, rows)| Program {
            bounds: bounds.into_iter().map(|(low, more)| (low, low + more)).collect(),
            rows: rows
                .into_iter()
                .map(|(parent, mut children)| {
                    children.remove(&parent);
                    let parts = children.into_iter().map(|child| (child, -1));
                    std::iter::once((parent, 1)).chain(parts).collect()
                })
                .collect(),
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]

        #[test]
        fn exact_and_floating_optima_agree(program in programs(), of in 0usize..8) {
            let ends = [floating(&program, of, false), floating(&program, of, true)];
            match program.feasible() {
                Ok(mut tableau) => {
                    // What was met on the way lies within.
                    let quick = program.feasible().unwrap().interval(of, |(low, high)| high - low >= 3);
                    let whole = program.feasible().unwrap().interval(of, |_| false);
                    if let (Ok(quick), Ok(whole)) = (quick, whole) {
                        prop_assert!(whole.0 <= quick.0 && quick.1 <= whole.1);
                        prop_assert_eq!(whole.1 - whole.0 >= 3, quick.1 - quick.0 >= 3);
                    }
                    prop_assert_eq!(quick.is_ok(), whole.is_ok());
                    for (end, largest) in ends.into_iter().zip([false, true]) {
                        let exact = tableau.optimum(of, largest).unwrap();
                        prop_assert!(agree(end.unwrap(), exact), "{end:?} {exact:?}");
                    }
                }
                Err(why) => {
                    prop_assert_eq!(why, NoOptimum::Infeasible);
                    prop_assert_eq!(ends, [None, None]);
                }
            }
        }
    }
}
