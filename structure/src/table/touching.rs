//! Things that touch each other, directly or through others.

/// Groups of places, each ascending, by their first.
pub(super) fn touching<T>(things: &[T], touch: impl Fn(&T, &T) -> bool) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, thing) in things.iter().enumerate() {
        let near = |other: &usize| things.get(*other).is_some_and(|other| touch(thing, other));
        let (mut joined, apart): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| group.iter().any(near));
        joined.push(vec![at]);
        let mut joined = joined.concat();
        joined.sort_unstable();
        groups = apart;
        groups.push(joined);
    }
    groups.sort_unstable();
    groups
}
