//! A round of rounds by separate processes: five forces in each of three countries, each country with a server, trustees and a
//! log of its own; the offices' totals become their returns in a joint round, and the chain of records is followed.

use crate::town::{Said, TRUSTEES, Town};
use std::net::TcpListener;
use std::path::Path;

const COUNTRIES: [&str; 3] = ["FI", "NL", "SE"];
const FORCES: usize = 5;
const COMMITTEE: &[&str] = TRUSTEES.split_at(3).0;

/// Each of the fifteen forces has a digit of its own in the offences of unlawful access. Of denial of service three forces know
/// in FI, two in NL, none in SE.
fn figure(country: usize, force: usize, (measure, offence): (&str, &str)) -> u64 {
    match (measure, offence) {
        ("OFF_REC", "ACCESS") => 1 << (FORCES * country + force),
        ("OFF_REC", "DDOS") if force < [3, 2, 0][country] => 20 + force as u64,
        ("OFF_REC", "DDOS") => 0,
        _ => 11,
    }
}

/// The same cells, of forces whose codes begin with that of the country, which is the area of their totals.
fn national(structure: &str, country: &str, forces: &[String]) -> String {
    let all = "{ id = \"_ALL\", name = \"All reporting members\" }";
    assert!(structure.contains(all));
    let codes: Vec<String> =
        forces.iter().map(|force| format!("{{ id = \"{force}\", name = \"{force}\" }}")).collect();
    let text = structure.replace(all, &codes.join(", "));
    text.replace("total_area = \"_ALL\"", &format!("total_area = \"{country}\""))
}

/// A country's own collaboration, after its round. Its server shows what is published to coordinators and auditors alone.
fn nation(at: usize) -> Town {
    let country = COUNTRIES[at];
    let forces: Vec<String> = (1..=FORCES).map(|force| format!("{country}-{force}")).collect();
    let areas: Vec<&str> = forces.iter().map(String::as_str).collect();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut town = Town::on((&areas, COMMITTEE), port, |_, common| {
        format!("listen = \"127.0.0.1:{port}\"\npublished_to = \"coordinators\"\n{common}")
    });
    let structure = std::fs::read_to_string(town.path("structure.toml")).unwrap();
    std::fs::write(town.path("structure.toml"), national(&structure, country, &forces)).unwrap();
    town.serve(None);
    town.ceremony_of(COMMITTEE, 2, 1);
    town.open("Forces", "2024");
    for (force, area) in forces.iter().enumerate() {
        town.submit(area, |measure, offence| figure(at, force, (measure, offence))).good();
    }
    town.tally(COMMITTEE, "published");
    town.destroy("Forces");
    town.audit("record", &[]);
    let public = town.path("public").display().to_string();
    town.office("court", &["auditor", "fetch", "--out", &public]).good();
    town.kill();
    town
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// An office's return of a record's totals.
fn return_from(joint: &Town, country: &str, record: &Path) -> Said {
    let out = text(&joint.path(country).join("return.csv"));
    joint.member(country, &["return-from", &text(record), "--out", &out])
}

/// `auditor chain` of the joint record and these.
fn chain(joint: &Town, of: &[&Path], shown: &[&Path]) -> Said {
    let mut args = vec!["auditor".to_owned(), "chain".into(), text(&joint.path("record"))];
    of.iter().for_each(|path| args.extend(["--of".into(), text(path)]));
    shown.iter().for_each(|path| args.extend(["--shown".into(), text(path)]));
    joint.office("court", &args.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn three_countries_of_five_forces_report_their_totals_and_the_chain_is_followed_or_refused() {
    let nations: Vec<Town> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..COUNTRIES.len()).map(|at| scope.spawn(move || nation(at))).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let records: Vec<_> = nations.iter().map(|town| town.path("record")).collect();
    let mut joint = Town::with(&COUNTRIES, COMMITTEE);
    joint.serve(None);
    joint.ceremony_of(COMMITTEE, 2, 1);
    joint.open("Joint", "2024");
    for country in COUNTRIES {
        joint.member(country, &["rounds"]).good();
    }

    // The totals of another country, and a record that has none.
    return_from(&joint, "NL", &records[0]).bad(2, "its totals are those of FI, and this return is of NL");
    return_from(&joint, "NL", &nations[1].path("public")).bad(2, "restricted");
    assert!(!joint.path("NL").join("return.csv").exists(), "nothing is written of what is refused");
    for (country, record) in COUNTRIES.iter().zip(&records) {
        let said = return_from(&joint, country, record).good();
        let known = if *country == "NL" { 5 } else { 6 };
        assert!(said.contains(&format!("{known} cells have the exact total of the record")), "{said}");
        assert_eq!(*country == "NL", said.contains("1 were not opened there"), "{said}");
        let path = joint.path(country).join("return.csv");
        if *country == "SE" {
            // Somebody in SE knows better.
            let made = std::fs::read_to_string(&path).unwrap();
            let slip = made.replacen(",55,A,", ",56,A,", 1);
            assert_ne!(made, slip);
            std::fs::write(&path, slip).unwrap();
        }
        joint.member(country, &["check", &text(&path)]).good();
        let said = joint.member(country, &["submit", &text(&path)]).good();
        assert!(said.contains("the receipt is kept") && said.contains("everybody can read"), "{said}");
    }
    let totals = joint.tally(COMMITTEE, "published");
    let total = |measure: &str, offence: &str| totals[&(measure.to_owned(), offence.to_owned())];
    assert_eq!(total("OFF_REC", "ACCESS"), Some((1 << 15) - 1), "all fifteen forces, each once");
    assert_eq!(total("OFF_REC", "DDOS"), None, "FI alone is known to have some");
    assert_eq!(total("PER_SUSP", "FRAUD"), Some(3 * 55));
    joint.destroy("Joint");
    joint.audit("record", &[]);

    // Followed by anybody with the public editions; by the offices' own auditors to the figures, where the slip is found.
    let public: Vec<_> = nations.iter().map(|town| town.path("public")).collect();
    let [all, public]: [Vec<&Path>; 2] =
        [&records, &public].map(|paths| paths.iter().map(AsRef::as_ref).collect());
    let said = chain(&joint, &public, &[]).good();
    let good = |said: &str| said.lines().filter(|line| line.starts_with("good  ")).count();
    assert_eq!(good(&said), 3, "{said}");
    let shown: Vec<_> = COUNTRIES.iter().map(|country| joint.path(&format!("{country}.shown"))).collect();
    for (country, path) in COUNTRIES.iter().zip(&shown) {
        joint.member(country, &["prove", "--out", &text(path)]).good();
    }
    chain(&joint, &all, &[&shown[0], &shown[1]]).good();
    let said = chain(&joint, &all, &[&shown[0], &shown[1], &shown[2]]);
    assert_eq!(good(&said.text), 2, "{}", said.text);
    said.bad(1, "WRONG  SE: ");

    // A record that was not given, one that no return names, and one in which a byte was changed.
    chain(&joint, &all[..2], &[]).bad(2, "open  SE: ");
    let stray = joint.path("record");
    chain(&joint, &[&all[..], &[&stray]].concat(), &[]).bad(1, "WRONG  ");
    let spoilt = records[0].join("published").join("totals.csv");
    let mut bytes = std::fs::read(&spoilt).unwrap();
    let digit = bytes.iter().rposition(u8::is_ascii_digit).unwrap();
    bytes[digit] ^= 1;
    std::fs::write(&spoilt, bytes).unwrap();
    chain(&joint, &all, &[]).bad(1, "WRONG  FI: ");
    return_from(&joint, "FI", &records[0]).bad(2, "");
}
