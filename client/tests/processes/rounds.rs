//! Whole rounds: with a trustee that never comes back, with two lost after stating, with two lost before.

use crate::town::{AREAS, TRUSTEES, Town};
use intertally_roles::{Directory, Role};
use std::collections::BTreeMap;

/// A figure of each member per cell: zeros, and fraud suspects that two members alone report.
pub fn figure(area: &str, measure: &str, offence: &str) -> u64 {
    let place = AREAS.iter().position(|known| *known == area).unwrap() as u64;
    match (measure, offence) {
        ("PER_SUSP", "FRAUD") if place >= 2 => 0,
        ("OFF_REC", "DDOS") if place == 1 => 0,
        ("OFF_REC", _) => 1_000 + 137 * place + offence.len() as u64,
        _ => 10 + 3 * place,
    }
}

/// Plain sums of all members' figures where at least three are not zero; the others are withheld.
pub fn sums() -> BTreeMap<(String, String), Option<u64>> {
    let mut sums = BTreeMap::new();
    for measure in ["OFF_REC", "PER_SUSP"] {
        for offence in ["ACCESS", "DDOS", "FRAUD"] {
            let figures = AREAS.map(|area| figure(area, measure, offence));
            let enough = figures.iter().filter(|figure| **figure > 0).count() >= 3;
            sums.insert((measure.to_owned(), offence.to_owned()), enough.then(|| figures.iter().sum()));
        }
    }
    sums
}

pub fn submit_all(town: &Town, areas: &[&str]) {
    for area in areas {
        let said = town.submit(area, |measure, offence| figure(area, measure, offence)).good();
        assert!(said.contains("the receipt is kept"), "{said}");
    }
}

#[test]
fn a_round_by_separate_processes_with_a_trustee_that_never_comes_back() {
    let town = Town::with_a_key();
    let status = town.coordinator(&["status"]).good();
    assert!(
        status.contains("3 of 5  valid; 1 of 1 keys unused") && status.contains("no round yet"),
        "{status}"
    );
    let rest = &TRUSTEES[..4];
    town.open("Spring", "2024");
    let said = town.member("NL", &["rounds"]).good();
    assert!(said.contains("nothing sent") && said.contains("NOTE: only 0 trustees"), "{said}");
    assert!(town.coordinator(&["status"]).good().contains("rehearsed    0  of 4 needed"));
    town.sit(rest);
    let said = town.member("NL", &["rounds"]).good();
    assert!(!said.contains("NOTE"), "four trustees have shown their keys: {said}");

    // A return with faults: all are listed, nothing leaves.
    let path = town.fill("NL", |_, _| 7);
    let good = std::fs::read_to_string(&path).unwrap();
    // What was filled is not replaced by an empty form, whatever a script agrees to.
    town.member("NL", &["template", "--out", &path]).bad(2, "is there already");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), good);
    town.member("NL", &["template", "--out", &path, "--replace"]).good();
    assert_ne!(std::fs::read_to_string(&path).unwrap(), good);
    let twice = good.lines().nth(1).unwrap().replace(",7,", ",8,");
    let spoilt = good.replacen(",7,A,", ",minus one,A,", 1).replacen(",7,A,", ",-3,A,", 1);
    let spoilt =
        spoilt.replacen(",7,A,", ",99999999,A,", 1).replace("PER_SUSP,FRAUD", "PER_SUSP,FRUAD") + &twice;
    std::fs::write(&path, spoilt).unwrap();
    let said = town.member("NL", &["check", &path]);
    assert_eq!(said.code, 1, "{}", said.text);
    assert_eq!(said.text.lines().filter(|line| line.starts_with("FAULT")).count(), 5, "{}", said.text);
    town.member("NL", &["submit", &path]).bad(2, "the return has 5 faults");

    // One member corrects its return, one takes its back and sends another.
    town.submit("DK", |_, _| 4_242).good();
    // The same file again: said, and sent only where that is meant.
    town.submit("DK", |_, _| 4_242).bad(2, "exactly this return to 'Spring' already");
    let status = town.member("DK", &["status"]).good();
    assert!(status.contains("revision 0 counts"), "{status}");
    town.submit("FI", |_, _| 4_343).good();
    town.member("FI", &["withdraw"]).good();
    town.member("FI", &["withdraw"]).bad(2, "nothing of yours counts");
    assert!(town.member("FI", &["status"]).good().contains("withdrawn, nothing counts"));
    let structure = town.path("structure.toml").display().to_string();
    let beside =
        ["new", "--name", "Beside", "--structure", &structure, "--period", "2024", "--min-members", "3"];
    town.coordinator(&[&beside[..], &["--deadline", "24h"]].concat())
        .bad(2, "round 'Spring' asks for some of the same figures and is open");
    submit_all(&town, &["GB", "NL", "SE", "DK"]);
    let status = town.coordinator(&["status"]).good();
    assert!(
        status.contains("DK (revision 1)") && status.contains("missing      1  FI (withdrew)"),
        "{status}"
    );
    town.coordinator(&["seal"]).bad(2, "nothing need be extended or cancelled yet");
    let mail = town.coordinator(&["mail", "reminder"]).good();
    assert!(mail.starts_with("To: FI\nSubject: Nothing is in yet for 'Spring'"), "{mail}");
    let mail = town.coordinator(&["mail", "receipt"]).good();
    assert!(mail.contains("DK: revision 1, event ") && !mail.contains("FI: "), "{mail}");
    town.coordinator(&["mail", "results"]).bad(2, "the round is open");
    town.office("NL", &["coordinator", "seal"]).bad(2, "is the folder of a member");

    // Prepared here, sent later; the same file again gives the same receipt.
    let path = town.fill("FI", |measure, offence| figure("FI", measure, offence));
    let file = town.path("fi.submission").display().to_string();
    // A note goes with it, for everybody to read; the office is told so, and asked about its digits.
    let noted =
        std::fs::read_to_string(&path).unwrap().replacen(",A,,,\n", ",A,,,counted by case since 2019\n", 1);
    std::fs::write(&path, noted).unwrap();
    let said = town.member("FI", &["prepare", &path, "--out", &file]).good();
    assert!(said.contains("everybody can read them") && said.contains("holds digits"), "{said}");
    let first = town.member("FI", &["send", &file]).good();
    assert_eq!(town.member("FI", &["send", &file]).good(), first);

    town.coordinator(&["count"]).bad(2, "the round is open");
    town.coordinator(&["seal"]).good();
    town.submit("NL", |_, _| 1).bad(2, "is sealed");
    town.member("NL", &["withdraw"]).bad(2, "");
    town.sit(rest);
    town.sit(rest);
    let counted = town.coordinator(&["count"]).good();
    assert!(counted.contains("5 approved") && counted.contains("1 shut: "), "{counted}");
    town.coordinator(&["publish"]).bad(2, "");
    town.sit(rest);
    // The files are looked at first; then the last line counts what is in them.
    let seen = town.path("seen").display().to_string();
    let said = town.coordinator(&["publish", "--preview", "--out", &seen]).good();
    assert!(
        said.contains("would publish 5 totals with a value, 0 as an interval, 1 withheld in 5 files"),
        "{said}"
    );
    assert!(town.coordinator(&["status"]).good().contains("phase      counted"), "nothing was published");
    town.member("NL", &["results"]).bad(2, "is not published yet");
    // A folder with a file of last year stops it before anything is posted.
    std::fs::create_dir(town.path("last-year")).unwrap();
    std::fs::write(town.path("last-year").join("report.html"), "of last year").unwrap();
    let last_year = town.path("last-year").display().to_string();
    town.coordinator(&["publish", "--out", &last_year]).bad(2, "report.html is there already");
    assert!(town.coordinator(&["status"]).good().contains("phase      counted"), "nothing was published");
    assert_eq!(std::fs::read_dir(&last_year).unwrap().count(), 1);
    assert_eq!(town.publish("published"), sums());
    let said = town.coordinator(&["publish", "--out", &seen]).good();
    assert!(
        said.contains("published 5 totals with a value, 0 as an interval, 1 withheld in 5 files"),
        "{said}"
    );
    let report = std::fs::read_to_string(town.path("published").join("report.html")).unwrap();
    assert!(report.contains("counted by case since 2019"));
    own_results(&town);
    town.destroy("Spring");
    for area in AREAS {
        let said = town.member(area, &["receipts", "verify"]).good();
        assert!(said.contains(", 0 not good"), "{said}");
        assert!(town.member(area, &["status"]).good().contains("published"));
        assert!(town.receipts_are_complete(area) > 0);
    }
    // Whoever looked at the end of the log has cosigned it, by the way: the report counts and names them.
    town.sit(rest);
    assert!(["hq", "t1", "t4"].map(|office| town.receipts_are_complete(office)).iter().all(|many| *many > 3));
    let report = town.audit("record", &[]);
    assert!(report.contains("4 of 5 trustees and 5 of 5 members"), "{report}");
    let seen = ["trustee t1,", "trustee t4,", "member DK (Denmark),", "member SE (Sweden),"];
    assert!(
        seen.iter().all(|who| report.contains(who))
            && !report.contains("trustee t5,")
            && !report.contains("trustee 0"),
        "{report}"
    );
    // Keys are shown as the directory shows them: who has compared that once need not compare hexadecimal digits.
    let directory = Directory::parse("d", &std::fs::read(town.path("directory.toml")).unwrap()).unwrap();
    for role in [Role::Member, Role::Trustee, Role::Coordinator, Role::Aggregator] {
        for card in directory.of(role) {
            assert!(report.contains(&card.fingerprint().unwrap()), "{role:?} {}: {report}", card.name);
        }
    }
    audit_from_afar(&town);
}

/// A member sees each total beside its own figure, and what all others have; the files are those that were published.
fn own_results(town: &Town) {
    let (all, own) =
        (sums()[&("OFF_REC".to_owned(), "DDOS".to_owned())].unwrap(), figure("NL", "OFF_REC", "DDOS"));
    let out = town.path("of-nl").display().to_string();
    let said = town.member("NL", &["results", "--out", &out]).good();
    assert!(said.starts_with("Spring: 5 of 6 totals are published, 1 withheld"), "{said}");
    let line = said.lines().find(|line| line.contains("Offences recorded · Denial of service · 2024"));
    let words: Vec<&str> = line.unwrap().split_whitespace().take(4).collect();
    assert_eq!(words.join(" "), format!("{all} {own} {} 5", all - own), "{said}");
    let shut = said.lines().find(|line| line.contains("Suspects · Online fraud")).unwrap();
    assert!(shut.contains("withheld"), "{said}");
    for name in ["totals.csv", "report.html"] {
        let read = |folder: &str| std::fs::read(town.path(folder).join(name)).unwrap();
        assert!(read("of-nl") == read("published"), "{name}");
    }
    let json = town.member("NL", &["results", "--json"]).good();
    let told: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(told["cells"].as_array().unwrap().len(), 6, "{json}");
    assert_eq!((&told["has_own"], &told["files"][2]), (&true.into(), &"totals.csv".into()), "{json}");
}

/// What an auditor fetches, keeps and compares.
fn audit_from_afar(town: &Town) {
    let path = |name: &str| town.path(name).display().to_string();
    let (fetched, page, keep) = (path("fetched"), path("report.html"), path("copies"));
    let court = |args: &[&str]| town.office("court", &[&["auditor"], args].concat());
    court(&["fetch", "--out", &fetched]).good();
    let report = court(&["verify", &fetched, "--html", &page]).good();
    assert!(report.starts_with("PASS") && report.contains("5 of 5 members"), "{report}");
    assert!(std::fs::read_to_string(page).unwrap().contains("4 of 5 trustees"));
    let json = court(&["verify", &fetched, "--json"]).good();
    assert!(json.starts_with('{') && json.contains("\"of_members\": 5"), "{json}");
    court(&["diff", &path("record"), &fetched]).good();
    let archive = path("record.tar");
    court(&["pack", &fetched, "--out", &archive]).good();
    assert_eq!(court(&["verify", &archive]).good(), report);
    court(&["pack", &fetched, "--out", &archive]).bad(2, "record.tar");
    // A file that somebody was given: is it of this record?
    let totals = town.path("published").join("totals.csv");
    let said = court(&["verify", &archive, "--file", &totals.display().to_string()]).good();
    assert!(said.contains("totals.csv is totals.csv of this record, byte for byte"), "{said}");
    let other = town.path("other.csv");
    std::fs::write(&other, std::fs::read_to_string(&totals).unwrap().replacen(",A,", ",B,", 1)).unwrap();
    court(&["verify", &archive, "--file", &other.display().to_string()]).bad(1, "is NONE of the files");
    let labels = court(&["labels", &archive]).good();
    assert!(labels.starts_with("STRUCTURE,") && labels.contains("OFFENCE,OFFENCE_LABEL"), "{labels}");

    let first = court(&["watch", "--keep", &keep]).good();
    assert!(first.starts_with("Spring: good, "), "{first}");
    let again = court(&["watch", "--keep", &keep]).good();
    assert_eq!(again, format!("nothing new; {first}"));
    // What was not decided is decided again when more is given; without more it is said again.
    let verdict = std::fs::read_dir(&keep).unwrap().map(|entry| entry.unwrap().path());
    let verdict =
        verdict.filter(|path| path.extension().is_some_and(|ending| ending == "verdict")).max().unwrap();
    std::fs::write(&verdict, "2 Spring: not decided\n").unwrap();
    court(&["watch", "--keep", &keep]).bad(2, "nothing new; Spring: not decided");
    let said = court(&["watch", "--keep", &keep, "--previous", &path("record")]).good();
    assert_eq!(said, first, "decided again");

    // Two offices' receipts of one history do not contradict each other; one that was changed is none.
    let (one, other) = (town.receipt("DK", "Submitted"), town.receipt("SE", "Submitted"));
    let said = court(&["fork", &one, &other]).good();
    assert!(said.starts_with("no contradiction: both are of one history"), "{said}");
    let mut bytes = std::fs::read(&other).unwrap();
    bytes[40] ^= 1;
    std::fs::write(&other, bytes).unwrap();
    court(&["fork", &one, &other]).bad(2, "is no receipt of this log");
}

#[test]
fn trustees_lost_after_stating_are_not_missed_those_lost_before_cost_a_key_not_the_figures() {
    let mut town = Town::build();
    town.serve(None);
    town.ceremony(3);
    town.open("First", "2023");
    submit_all(&town, &AREAS);
    town.coordinator(&["seal"]).good();
    // All five state; then two are gone, and the threshold opens.
    town.sit(&TRUSTEES[3..]);
    town.sit(&TRUSTEES[..3]);
    town.sit(&TRUSTEES[..2]);
    town.coordinator(&["count"]).good();
    town.sit(&TRUSTEES[..3]);
    assert_eq!(town.publish("first"), sums());
    town.destroy("First");
    town.audit("first-record", &[]);

    // Two are gone before they state: nothing can be opened, and the round says so.
    town.open("Second", "2024");
    submit_all(&town, &AREAS);
    town.coordinator(&["seal"]).good();
    town.sit(&TRUSTEES[..3]);
    let waits = town.sit(&TRUSTEES[..3]);
    assert!(waits.iter().all(|said| said.contains("so far 3")), "{waits:?}");
    let status = town.coordinator(&["status"]).good();
    assert!(status.contains("statements   3  of 4 needed"), "{status}");
    town.coordinator(&["count"]).bad(2, "");
    town.coordinator(&["cancel", "--reason", "two trustees are lost"]).good();

    // The next key of the same ceremony; one of the two is back. One command per member. Structure, members and policy are those
    // of the round before.
    let again = ["new", "--name", "Third", "--again", "Second", "--period", "2024", "--deadline", "24h"];
    let said = town.coordinator(&again).good();
    assert!(said.contains("5 members: ") && said.contains("sealed with 3 at least"), "{said}");
    for area in AREAS {
        town.member(area, &["resend"]).good();
    }
    town.coordinator(&["seal"]).good();
    town.sit(&TRUSTEES[..4]);
    town.sit(&TRUSTEES[..4]);
    town.coordinator(&["count"]).good();
    town.sit(&TRUSTEES[..4]);
    assert_eq!(town.publish("third"), sums());
    town.destroy("Third");
    town.audit("third-record", &["first-record"]);
}
