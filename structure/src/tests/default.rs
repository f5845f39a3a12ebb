//! The table of the structure that ships, in numbers.

use super::manifest::manifest;
use super::{default, periods};
use crate::RoundTable;
use intertally_core::round::CellSpec;
use std::collections::BTreeSet;

fn table() -> RoundTable {
    default().table(&periods(&["2024"])).unwrap()
}

fn cell<'t>(table: &'t RoundTable, key: &str) -> &'t CellSpec {
    table.cells.iter().find(|cell| cell.key == key).unwrap_or_else(|| panic!("no cell {key}"))
}

#[test]
fn a_year_has_308_cells_to_fill_in() {
    let table = table();
    let asked = table.cells.iter().take_while(|cell| !cell.count_only).count();
    assert_eq!(asked, 308);
    assert_eq!(
        table.cells.iter().filter(|cell| !cell.count_only).count(),
        308,
        "those counted alone come last"
    );
    let two = default().table(&periods(&["2023", "2024"])).unwrap();
    assert_eq!(two.cells.len(), 2 * table.cells.len());
    assert_eq!(two.cells.iter().filter(|cell| !cell.count_only).count(), 616);
}

#[test]
fn what_is_counted_alone() {
    let table = table();
    let count = |is: &dyn Fn(&str) -> bool| {
        table.cells.iter().filter(|cell| cell.count_only && is(&cell.key)).count()
    };
    let rest = |key: &str| key.contains("~rest~");
    let left = |key: &str| key.contains("~not");
    // For six measures what all codes below each of five parents of offences leave, and what each of eleven codes leaves,
    // which is the same for three parents of one; for 14 measures the same of interventions, one parent of six; after brands
    // alone, with the other interventions, and after each, for two.
    let offences = 5 + 11 - 3;
    let (types, brands) = (1 + 6, 2 + 2);
    // And what those who complete and those who drop out leave of those who start, in seven interventions and eight ages, and
    // of the same rests.
    let ends = 7 + 8 + types;
    // Whoever is followed up has started, so of these and of four measures within them, what ages of both tables leave.
    let ages = 5;
    assert_eq!(count(&|key| rest(key) && !left(key)), offences * 6 + types * 14 + brands * 2 + ends + ages);
    // Six parts of those followed up, two of which lie within re-offences, too, by seven interventions and three ages. First
    // offenders by eleven offences and eight ages. Who completes and who drops out, of those who start, by seven
    // interventions and eight ages; the former by two brands. Those followed up and four parts of them, of those who start, by
    // seven interventions and three ages.
    let (inside, followed) = (6 + 2, 5);
    let started = followed * (7 + 3);
    assert_eq!(count(&|key| left(key) && !rest(key)), inside * (7 + 3) + 11 + 8 + 2 * (7 + 8) + 2 + started);
    // The same of rests; of those of ages what four parts leave of those followed up, and one of another one.
    let rests = (inside + followed) * types + 4 + 1;
    assert_eq!(count(&|key| left(key) && rest(key)), rests + offences + 2 * types + brands);
    // Suspects, four other measures of persons, six of interventions, eight of outcomes; of suspects seven ages of any sex
    // and three sexes of any age, too.
    let margin = |key: &str| key.contains("~quiet.~quiet");
    assert_eq!(count(&margin), 1 + 4 + 6 + 8);
    assert_eq!(count(&|key| key.contains("~quiet") && !margin(key)), 7 + 3);
    assert_eq!(count(&|_| true), 211 + 181 + 127 + 19 + 10);
    assert!(table.cells.iter().filter(|cell| cell.count_only).all(|cell| cell.max == 1));
    assert_eq!(table.count_only.len(), 548);
}

#[test]
fn measures_have_their_rules() {
    let table = table();
    let rules = |key: &str| {
        let cell = cell(&table, key);
        (cell.max, cell.min_contributors, cell.rounding, cell.first)
    };
    assert_eq!(rules("A.OFF_REC.ICCS0903._Z._Z._Z.2024"), (u32::MAX, 5, 1, 13));
    assert_eq!(rules("A.PER_SUSP._T._Z.Y12T15.F.2024"), (65535, 5, 5, 13));
    assert_eq!(rules("A.INT_START._Z.HACK_RIGHT._T._T.2024"), (65535, 3, 5, 13));
    assert_eq!(rules("A.REOFF_12M._Z._T.Y_LT18._T.2024"), (65535, 3, 5, 13));
    assert_eq!(rules("A.REOFF_12M~not~FU_12M._Z._T.Y_LT18._T.2024"), (1, 3, 5, 13));
    // Interventions and outcomes are not crossed by age and sex.
    assert!(table.cells.iter().all(|cell| cell.min_contributors != 3
        || cell.key.contains("._T.2024")
        || cell.key.contains("~quiet")));
}

/// Who is followed up may have offended again, and with a computer, and be in education, and in work: all of it is told
/// apart, and nobody takes two of them for parts of a sum.
#[test]
fn measures_within_one_are_told_apart() {
    let table = table();
    assert_eq!(table.rules.systems.len(), 16);
    let sets = |key: &str| -> BTreeSet<&str> {
        let place = table.cells.iter().position(|cell| cell.key == key).unwrap();
        let (_, leaves) =
            table.rules.systems[0].cells.iter().find(|(cell, _)| *cell as usize == place).unwrap();
        let code = |leaf: &u32| table.leaves[*leaf as usize].figure.split('.').next().unwrap();
        leaves.iter().map(code).collect()
    };
    // Whatever became of the programme: completed, dropped out, neither.
    assert_eq!(sets("A.FU_12M._Z.HACK_RIGHT._T._T.2024").len(), 3 * (3 * 2 * 2));
    assert_eq!(sets("A.INT_START._Z.HACK_RIGHT._T._T.2024").len(), 3 * (1 + 3 * 2 * 2));
    let work = [
        "~JOB_IT_12M",
        "~EDU_IT_12M+JOB_IT_12M",
        "~REOFF_12M+JOB_IT_12M",
        "~REOFF_12M+EDU_IT_12M+JOB_IT_12M",
    ];
    let work = BTreeSet::from(work);
    let both = sets("A.JOB_IT_12M._Z.HACK_RIGHT._T._T.2024");
    assert!(work.is_subset(&both) && both.len() == 3 * 6, "{both:?}");
    assert_eq!(sets("A.REOFF_CY_12M~not~REOFF_12M._Z._T._T._T.2024").len(), 3 * 4);
    assert_eq!(sets("A.PER_SUSP._T._Z._T._T.2024"), ["~PER_FIRST", "~PER_SUSP"].into());
}

/// The brands stand in a table of their own, below the total of another.
#[test]
fn brands_and_types_are_read_together() {
    let table = table();
    let total = table.cells.iter().position(|cell| cell.key == "A.INT_START._Z._T._T._T.2024").unwrap();
    let (_, leaves) = table.rules.systems[0].cells.iter().find(|(cell, _)| *cell as usize == total).unwrap();
    let codes: BTreeSet<&str> =
        leaves.iter().map(|leaf| table.leaves[*leaf as usize].figure.split('.').nth(2).unwrap()).collect();
    assert!(codes.contains("HACK_RIGHT") && codes.contains("GAMECHANGERS") && codes.contains("_T~rest"));
    assert_eq!(codes.len(), 6 + 2 + 1);
}

#[test]
fn a_total_is_the_sum_of_its_ages_and_sexes() {
    let table = table();
    assert_eq!(cell(&table, "A.PER_SUSP._T._Z._T._T.2024").leaves.len(), 6 * 4);
    assert_eq!(cell(&table, "A.OFF_REC._T._Z._Z._Z.2024").leaves.len(), 1);
    let leaf = &table.leaves[cell(&table, "A.OFF_REC._T._Z._Z._Z.2024").leaves[0] as usize];
    assert_eq!((leaf.figure.as_str(), leaf.start, leaf.months), ("OFF_REC._T._Z._Z._Z", 12 * 2024, 12));
}

#[test]
fn ladders_and_whole_tables() {
    let table = table();
    // Suspects; four measures of persons are one slice each, as they are alike in all steps: the measure is fixed by
    // its list, so that slices are by measure.
    let slices = |steps: usize| table.rules.ladders.iter().filter(|slice| slice.steps.len() == steps).count();
    assert_eq!((slices(3), slices(2), table.rules.ladders.len()), (1 + 4 + 6, 8, 19));
    let whole = |id: &str| table.rules.whole.iter().filter(|whole| whole.table == id).count();
    for (id, groups) in [
        ("SUSPECTS_AGE_SEX", 1),
        ("SUSPECTS_AGE", 1),
        ("PERSONS_AGE", 4),
        ("PERSONS_18", 4),
        ("INTERVENTIONS_AGE", 6),
        ("OUTCOMES_18", 8),
        ("OFFENCES", 0),
        ("SUSPECTS_ALL", 0),
        ("OUTCOMES", 0),
    ] {
        assert_eq!(whole(id), groups, "{id}");
    }
}

#[test]
fn areas_count_once() {
    let within = table().rules.within;
    let outer = |inner: &str| within.iter().find(|one| one.inner == inner).map(|one| one.outer.as_str());
    assert_eq!((outer("GB-ENG"), outer("GP"), outer("NL")), (Some("GB"), Some("FR"), None));
}

#[test]
fn the_manifest_has_no_fault() {
    for list in [&["2024"][..], &["2022", "2024", "2023"]] {
        let periods = periods(list);
        let table = default().table(&periods).unwrap();
        let manifest = manifest(&table, &periods);
        assert_eq!(manifest.faults(), Vec::new());
        assert_eq!(default().check_table(&manifest), Ok(()));
    }
}
