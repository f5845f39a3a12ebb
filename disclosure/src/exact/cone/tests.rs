use super::*;
use good_lp::{Expression, SolverModel, constraint, default_solver, variable, variables};
use num_bigint::BigInt;
use proptest::prelude::*;

fn cone<T: Exact>(forms: &[Vec<i32>]) -> Result<Option<Cone<T>>, Overflow> {
    let sparse = |form: &Vec<i32>| {
        let held = (0u32..).zip(form).filter(|(_, entry)| **entry != 0);
        held.map(|(at, entry)| (at, T::of(*entry))).collect()
    };
    Cone::new(forms.iter().map(sparse).collect(), forms.first().map_or(1, Vec::len))
}

/// The least point's support, with these forms left out one after the other.
fn least<T: Exact>(forms: &[Vec<i32>], out: &[usize]) -> Result<Option<BTreeSet<usize>>, Overflow> {
    let Some(mut cone) = cone::<T>(forms)? else { return Ok(None) };
    for form in out {
        if cone.support().contains(form) {
            let Some(less) = cone.without(*form)? else { return Ok(None) };
            cone = less;
        }
    }
    Ok(Some(cone.support()))
}

fn support(forms: &[Vec<i32>], out: &[usize]) -> Option<BTreeSet<usize>> {
    let long = least::<BigInt>(forms, out).unwrap();
    if let Ok(words) = least::<i64>(forms, out) {
        assert_eq!(words, long);
    }
    long
}

#[test]
fn a_whole_less_its_parts() {
    assert_eq!(support(&[vec![1, -1], vec![1, -1], vec![1, 0]], &[]), Some(BTreeSet::from([2])));
    assert_eq!(support(&[vec![-1, 0], vec![1, 1]], &[]), None);
    assert_eq!(support(&[vec![1, 1], vec![-1, -1], vec![1, 0]], &[]), Some(BTreeSet::from([2])));
    assert_eq!(support(&[vec![1, 0], vec![1, -1]], &[0]), None);
    assert_eq!(support(&[], &[]), Some(BTreeSet::new()));
}

/// Whether a point leaves these forms at 0, by a floating-point solver.
fn floating(forms: &[Vec<i32>], out: &BTreeSet<usize>) -> bool {
    let mut all = variables!();
    let width = forms.first().map_or(1, Vec::len);
    let free: Vec<_> = (1..width).map(|_| all.add(variable())).collect();
    let mut model = all.minimise(Expression::from(0)).using(default_solver);
    for (at, form) in forms.iter().enumerate() {
        let rest: Expression = form[1..].iter().zip(&free).map(|(by, one)| *one * f64::from(*by)).sum();
        let value = rest + f64::from(form[0]);
        model = model.with(if out.contains(&at) { constraint!(value == 0) } else { constraint!(value >= 0) });
    }
    model.solve().is_ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    /// The least point is found greedily by a solver of another kind: a form is 0 if it can be, in order, as long as
    /// values are compared with 0 alone. Corners have no smaller support within their own.
    #[test]
    fn a_solver_of_another_kind_agrees(
        forms in prop::collection::vec(prop::collection::vec(-1i32..2, 4), 1..7),
        out in prop::collection::vec(0usize..7, 0..3),
    ) {
        let found = support(&forms, &[]);
        prop_assert_eq!(found.is_some(), floating(&forms, &BTreeSet::new()));
        let Some(held) = found else { return Ok(()) };
        let outside: BTreeSet<usize> = (0..forms.len()).filter(|at| !held.contains(at)).collect();
        prop_assert!(floating(&forms, &outside));
        for at in &held {
            let mut more = outside.clone();
            more.insert(*at);
            prop_assert!(!floating(&forms, &more), "a smaller support");
        }
        // Left out one by one or from the start: the same point, since there is one.
        let mut left = BTreeSet::new();
        let mut cone = cone::<BigInt>(&forms).unwrap().unwrap();
        for form in out.into_iter().filter(|form| *form < forms.len()) {
            if !cone.support().contains(&form) {
                continue;
            }
            left.insert(form);
            let less = cone.without(form).unwrap();
            prop_assert_eq!(less.is_some(), floating(&forms, &left));
            // Whatever point it went to, the others are answered as before.
            for other in cone.support() {
                let mut both = left.clone();
                both.remove(&form);
                both.insert(other);
                prop_assert_eq!(cone.clone().without(other).unwrap().is_some(), floating(&forms, &both));
            }
            let Some(less) = less else { return Ok(()) };
            cone = less;
            let mut fresh = forms.clone();
            // As equations: the form and its opposite are both 0 or more.
            for form in &left {
                fresh.push(forms[*form].iter().map(|entry| -entry).collect());
            }
            prop_assert_eq!(Some(cone.support()), support(&fresh, &[]));
        }
    }
}
