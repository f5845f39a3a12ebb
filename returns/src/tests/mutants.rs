//! Files that were changed by chance, for each reader: a return or faults, never a panic. A few hundred by default, the same on
//! every machine; with INTERTALLY_FUZZ_SECONDS=600 each test goes on for ten minutes, over other ones. The targets in `fuzz/` do the
//! same with coverage and sanitizers.

use super::fill::repacked;
use super::hostile::{mappings, never_panics_in};
use super::*;
use intertally_structure::ImportOptions;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// Mutants of each reader without the variable.
const FEW: u64 = 250;
/// Most bytes of a mutant.
const MOST: usize = 60_000;
/// Pieces that mean something to a reader.
const PIECES: [&str; 44] = [
    "\"",
    "\"\"",
    "\\\"",
    ",",
    ";",
    "\t",
    "|",
    "\n",
    "\r\n",
    "\r",
    "~",
    "#N/A",
    "NaN",
    "[;]",
    "[en;fr]",
    "[]",
    ": ",
    "=",
    "OBS_VALUE",
    "STRUCTURE_ID",
    "UNIT_MULT",
    "1e+05",
    "1.234",
    "-1",
    "99999999999999999999",
    "2024-M03",
    "<",
    "/>",
    "<!--",
    "]]>",
    "<![CDATA[",
    "&amp;",
    "&#x0;",
    "&x;",
    "xmlns:m='m'",
    "<Group MEASURE='OFF' ",
    "<Value>",
    "</Value>",
    "<Ref id='A'/>",
    "[[tables]]",
    "codes = [",
    "\u{200b}",
    "\u{202e}",
    "é",
];

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    /// A file with one to eight changes, each of a kind that programs, people and disks make.
    fn mutant(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(8) {
            let at = self.below(bytes.len() + 1);
            let end = (at + self.below(40)).min(bytes.len());
            match self.below(8) {
                0 => bytes.splice(at..end, std::iter::empty()).for_each(drop),
                1 => bytes.splice(at..end, [u8::try_from(self.below(256)).unwrap()]).for_each(drop),
                2 => {
                    let copied = bytes[at..end].to_vec();
                    let to = self.below(bytes.len() + 1);
                    bytes.splice(to..to, copied).for_each(drop);
                }
                3 => {
                    let other = &seeds[self.below(seeds.len())];
                    let from = self.below(other.len() + 1);
                    let piece = other[from..(from + self.below(400)).min(other.len())].to_vec();
                    bytes.splice(at..end, piece).for_each(drop);
                }
                4 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
                5 => bytes.truncate(at.max(bytes.len().saturating_sub(200))),
                _ => {
                    let piece = PIECES[self.below(PIECES.len())].as_bytes().to_vec();
                    let end = if self.below(2) == 0 { at } else { end };
                    bytes.splice(at..end, piece).for_each(drop);
                }
            }
        }
        bytes.truncate(MOST);
        bytes
    }
}

/// Runs a check over mutants of the seeds.
fn mutants(seeds: &[Vec<u8>], check: impl Fn(&mut Dice, Vec<u8>)) {
    assert!(!seeds.is_empty());
    let seconds = std::env::var("INTERTALLY_FUZZ_SECONDS").ok().map(|text| text.parse::<u64>().unwrap());
    let until = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let mut made = 0;
    while until.map_or(made < FEW, |until| Instant::now() < until) {
        // Each has a seed of its own, so that one that fails can be made again.
        let mut dice = Dice(made);
        let bytes = dice.mutant(seeds);
        let caught =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&mut dice, bytes.clone())));
        if let Err(why) = caught {
            println!("mutant {made}: {:?}", String::from_utf8_lossy(&bytes));
            std::panic::resume_unwind(why);
        }
        made += 1;
    }
    println!("{made} mutants of {} files", seeds.len());
}

/// The samples whose name ends so and is wanted.
fn seeds(end: &str, wanted: impl Fn(&[u8]) -> bool) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [root.join("samples"), root.join("samples/cases"), root.join("../structure/files")];
    let all = folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    let mut paths: Vec<_> = all.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let of = |path: &std::path::PathBuf| path.to_string_lossy().ends_with(end);
    let files = paths.iter().filter(|path| of(path)).map(|path| std::fs::read(path).unwrap());
    files.filter(|bytes| bytes.len() < MOST && wanted(bytes)).collect()
}

static STRUCTURE: LazyLock<Structure> = LazyLock::new(|| {
    Structure::parse("s.toml", include_bytes!("../../samples/cases/structure.toml")).unwrap()
});

static TABLE: LazyLock<RoundTable> = LazyLock::new(|| table(&STRUCTURE, &["2024"]));
static MAPPINGS: LazyLock<[Option<Mapping>; 5]> = LazyLock::new(mappings);

/// Every reader gives a return, or faults with a place.
fn read_any(bytes: &[u8], mapped: bool) {
    let mappings = if mapped { MAPPINGS.as_slice() } else { &MAPPINGS[..1] };
    never_panics_in((&STRUCTURE, &TABLE), "XA", mappings, bytes);
}

fn has(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn csv() {
    let seeds = seeds(".csv", |bytes| !has(bytes, "STRUCTURE_ID"));
    mutants(&seeds, |_, bytes| read_any(&bytes, false));
}

#[test]
fn sdmx_csv() {
    let seeds = seeds(".csv", |bytes| has(bytes, "STRUCTURE") || has(bytes, "DATAFLOW"));
    mutants(&seeds, |_, bytes| read_any(&bytes, false));
}

#[test]
fn sdmx_ml() {
    let seeds = seeds(".xml", |bytes| has(bytes, "StructureSpecific"));
    mutants(&seeds, |_, bytes| read_any(&bytes, false));
}

#[test]
fn foreign_files_with_a_mapping() {
    let files = seeds(".tsv", |_| true);
    let table = table(&STRUCTURE, &["2024"]);
    mutants(&files, |_, bytes| {
        read_any(&bytes, true);
        if let Ok(draft) = draft_mapping(&STRUCTURE, &table.cells, "mutant", &bytes) {
            // Open lines are comments.
            Mapping::parse("draft.toml", draft.as_bytes())
                .unwrap_or_else(|faults| panic!("{draft}\n{faults:?}"));
        }
    });
}

#[test]
fn mapping_files() {
    let seeds = seeds(".mapping.toml", |_| true);
    let file = include_bytes!("../../samples/cases/code-ok.tsv");
    let table = table(&STRUCTURE, &["2024"]);
    mutants(&seeds, |_, bytes| {
        let Ok(mapping) = Mapping::parse("mutant.toml", &bytes) else { return };
        let reading = read(&ReadInput {
            structure: &STRUCTURE,
            cells: &table.cells,
            whole: &table.rules.whole,
            count_only: &table.count_only,
            area: "XA",
            round: None,
            file_name: "code-ok.tsv",
            bytes: file,
            previous: None,
            mapping: Some(&mapping),
        });
        assert_eq!(reading.table.is_some(), reading.faults.is_empty());
    });
}

/// The file itself, and single parts of one that unpacks well.
#[test]
fn workbooks() {
    let book =
        template_xlsx(&STRUCTURE, &table(&STRUCTURE, &["2024"]).cells, "XA", "Mutant", "mutant").unwrap();
    let mut files = seeds(".xlsx", |bytes| bytes.starts_with(b"PK"));
    files.push(book);
    let seeds = files.clone();
    mutants(&files, |dice, bytes| {
        read_any(&bytes, false);
        let whole = &seeds[dice.below(seeds.len())];
        let which = std::cell::Cell::new(dice.below(12));
        let dice = std::cell::RefCell::new(dice);
        let spoiled = repacked(whole, |at, of, _, part| {
            if at == which.get() % of {
                *part = dice.borrow_mut().mutant(std::slice::from_ref(part));
            }
        });
        read_any(&spoiled, false);
    });
}

/// A structure that is taken comes back from its own TOML, and makes a table or says why not.
#[test]
fn structure_files() {
    let mut seeds = seeds(".xml", |bytes| !has(bytes, "StructureSpecific"));
    seeds.extend(super::mutants::seeds("structure.toml", |_| true));
    let one =
        ImportOptions { one_measure: Some(("N".to_owned(), "Cases".to_owned())), ..ImportOptions::default() };
    mutants(&seeds, |_, bytes| {
        for options in [&ImportOptions::default(), &one] {
            match Structure::parse_with("mutant", &bytes, options) {
                Ok(structure) => {
                    let again = Structure::parse("again.toml", structure.to_toml().as_bytes());
                    assert!(again.is_ok_and(|again| again == structure));
                    let _ = structure.table(&["2024".to_owned()]);
                }
                Err(faults) => assert!(!faults.is_empty()),
            }
        }
    });
}
