//! From everything that is published of an evaluation, a reader looks for the tables of single countries. With
//! INTERTALLY_LONG=1 in more worlds (minutes).

use intertally_attack::evaluation::{
    Found, FoundOfEach, Reader, Room, Seen, Table, Term, find_of_each, groups_from, parse, room,
};
use intertally_attack::random::Random;

/// Members that put their figures together, of a minimum of 3: what that minimum holds off.
const COLLUDING: usize = 1;
/// What the policy wants of sums that nobody can try: so many worlds fit on average, as a binary logarithm.
const WANTED: f64 = 10.0;

fn long() -> bool {
    std::env::var_os("INTERTALLY_LONG").is_some()
}

/// Countries that the rules ask for if an evaluation wants these sums alone, of a minimum of 3. That they do is tested in
/// `structure/`, `what_an_evaluation_asks_for`.
fn asked(letters: &str) -> usize {
    match letters {
        "RSE" | "RSPQ" | "RSGH" | "RSWV" => 7,
        "RSPQGH" | "RSGHF" => 8,
        _ => 10,
    }
}

/// A country with half of the most persons, or more, in each group.
fn country(random: &mut Random, most: u64) -> Table {
    let [n1, n2] = [0, 1].map(|_| random.between(most.div_ceil(2), most));
    Table([random.between(0, n1), n1, random.between(0, n2), n2])
}

/// What a reader finds of so many honest countries, in several drawn worlds.
fn found(terms: &[Term], honest: usize, most: u64, worlds: u64) -> Vec<(Vec<Table>, Found)> {
    let reader = Reader::new(most, terms, 2_000);
    let drawn = (0..worlds).map(|seed| {
        let mut random = Random::new(seed);
        let mut tables: Vec<Table> = (0..honest).map(|_| country(&mut random, most)).collect();
        tables.sort_unstable();
        let found = reader.find(&reader.published(&tables));
        assert!(tables.iter().all(|table| found.tables.contains(table)), "the truth fits");
        (tables, found)
    });
    drawn.collect()
}

/// One ratio, by as many countries as are asked for, in groups of three persons at most: many worlds fit mostly, and never
/// one alone. In groups of four one in ten worlds of a risk ratio is alone: there is room from some twenty persons on (below).
#[test]
fn of_one_ratio_in_few_persons_many_worlds_fit_mostly() {
    let (most, worlds) = if long() { (4, 30) } else { (3, 10) };
    for (effect, letters) in [("odds-ratio", "RSPQ"), ("risk-ratio", "RSGH")] {
        let honest = asked(letters) - COLLUDING;
        let all = found(&parse(letters), honest, most, worlds);
        let alone = all.iter().filter(|(_, found)| found.worlds == 1).count();
        let many = all.iter().filter(|(_, found)| found.worlds >= 10 && found.tables.len() > honest).count();
        assert!(alone <= if long() { 3 } else { 0 }, "{effect}: {alone} worlds are alone");
        assert!(many >= if long() { 15 } else { 8 }, "{effect}: {many} worlds are among many");
    }
}

/// The same with the number of countries on one side of 1, as it is told.
#[test]
fn of_one_ratio_and_the_directions_many_worlds_fit() {
    let honest = asked("RSGHF") - COLLUDING;
    let all = found(&parse("RSGHF"), honest, 2, if long() { 12 } else { 6 });
    for (tables, found) in all {
        assert!(found.worlds >= 10 && found.tables.len() > honest, "{tables:?} {found:?}");
    }
}

/// Where sums asked for no more countries than other cells do, a reader would have the tables.
#[test]
fn without_the_floor_the_tables_are_found() {
    let most = if long() { 20 } else { 12 };
    for letters in ["RSPQ", "RSGH", "RSPQGHWVED"] {
        let all = found(&parse(letters), 3 - COLLUDING, most, 8);
        let exactly = |(tables, found): &&(Vec<Table>, Found)| {
            found.worlds == 1 && found.tables.iter().eq(tables.iter())
        };
        // Four of the sums of an odds ratio stay the same if a and d, or b and c, change places.
        let least = if letters == "RSPQ" { 1 } else { 6 };
        assert!(all.iter().filter(exactly).count() >= least, "{letters}");
    }
}

/// Known, and told in the threat model: ten sums to the unit say more than ten equations in whole numbers of few persons.
#[test]
fn everything_at_once_tells_most_of_tables_of_few_persons() {
    let honest = asked("RSPQGHWVED") - COLLUDING;
    let all = found(&parse("RSPQGHWVED"), honest, 2, if long() { 12 } else { 3 });
    assert!(all.iter().all(|(_, found)| found.worlds < 30), "more fit than the threat model says: {all:?}");
}

/// From which size of groups on there is room for what the policy wants: the table of ADR 19.
#[test]
fn from_some_size_on_there_is_room_for_many_worlds() {
    let wanted = [
        ("RSPQ", [Some(21), Some(283)]),
        ("RSGH", [Some(21), Some(283)]),
        ("RSWV", [Some(19), Some(225)]),
        ("RSE", [Some(11), Some(44)]),
        ("RSPQGH", [Some(41), Some(3_182)]),
        ("RSPQGHWVED", [Some(99), None]),
    ];
    for (letters, sizes) in wanted {
        let honest = u64::try_from(asked(letters) - COLLUDING).unwrap();
        let found =
            [Room::Most, Room::Sizes].map(|knows| groups_from(knows, honest, &parse(letters), (8, WANTED)));
        eprintln!("{letters} by {honest} honest countries: {found:?}");
        assert_eq!(found, sizes, "{letters}");
    }
}

/// The same in fewer fractional bits: the table of ADR 27.
#[test]
fn fewer_bits_leave_room_in_smaller_groups() {
    let wanted = [
        ("RSPQ", [(14, 112), (9, 44), (7, 17), (4, 7)]),
        ("RSE", [(8, 24), (6, 13), (4, 7), (3, 4)]),
        ("RSPQGH", [(25, 795), (15, 199), (9, 49), (5, 13)]),
    ];
    for (letters, sizes) in wanted {
        let honest = u64::try_from(asked(letters) - COLLUDING).unwrap();
        for (bits, (most, sizes)) in [6, 4, 2, 0].into_iter().zip(sizes) {
            let found = [Room::Most, Room::Sizes]
                .map(|knows| groups_from(knows, honest, &parse(letters), (bits, WANTED)).unwrap());
            assert_eq!(found, [most, sizes], "{letters} in {bits} bits");
        }
    }
    let terms = parse("RSPQGHWVED");
    assert!(room(Room::Most, (9, 10), &terms, 0) > WANTED && room(Room::Most, (9, 50), &terms, 8) < 0.0);
}

/// Worlds after which a reader has seen enough.
const ENOUGH: usize = 20_000;

/// What a reader who knows the sizes of all groups finds of six honest countries, in several drawn worlds.
fn found_of_each(letters: &str, bits: u32, most: u64, worlds: u64) -> Vec<FoundOfEach> {
    let terms = parse(letters);
    let drawn = (0..worlds).map(|seed| {
        let mut random = Random::new(seed);
        let tables: Vec<Table> = (0..6).map(|_| country(&mut random, most)).collect();
        let sizes: Vec<[u64; 2]> = tables.iter().map(|table| [table.0[1], table.0[3]]).collect();
        let seen = Seen::published(&tables, &terms, bits);
        let found = find_of_each(&sizes, (&terms, bits), &seen, ENOUGH);
        let all = found.worlds < ENOUGH;
        assert!(
            !all || found.tables.iter().zip(&tables).all(|(own, table)| own.contains(table)),
            "the truth fits"
        );
        found
    });
    drawn.collect()
}

/// Who knows the sizes of all groups tells countries apart. In 8 bits it finds every table of few persons; fewer bits leave some
/// to each country.
#[test]
fn who_knows_all_sizes_finds_tables_of_few_persons_in_eight_bits_and_not_in_few() {
    let most = if long() { 8 } else { 6 };
    for letters in ["RSPQ", "RSGH"] {
        let fewest = |bits: u32| -> Vec<(usize, usize)> {
            let found = found_of_each(letters, bits, most, if long() { 8 } else { 3 });
            found.iter().map(|one| (one.worlds, one.fewest())).collect()
        };
        let (fine, coarse) = (fewest(8), fewest(0));
        eprintln!("{letters}: in 8 bits {fine:?}, in none {coarse:?}");
        assert!(fine.iter().all(|(_, fewest)| *fewest == 1), "{letters}: {fine:?}");
        // Where the search stopped, those that it saw do not say how many tables each country has in all of them.
        let is_roomy =
            |(worlds, fewest): &(usize, usize)| *worlds == ENOUGH || (*worlds >= 1_000 && *fewest >= 5);
        assert!(coarse.iter().all(is_roomy), "{letters}: {coarse:?}");
    }
}
