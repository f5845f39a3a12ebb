//! Checks, mappings and structures before a round opens, without office and server.

use crate::office::Desk;

const STRUCTURE: &str = include_str!("../../../returns/samples/cases/structure.toml");
const GOOD: &str = "FREQ,REF_AREA,MEASURE,AGE,TIME_PERIOD,OBS_VALUE,OBS_STATUS,COMMENT_OBS\n\
                    A,XA,OFF,_T,2024,410,A,\"counted by hand, in full\"\nA,XA,OFF,Y_LT18,2024,150,A,\n\
                    A,XA,OFF,Y_GE18,2024,260,A,\nA,XA,SUS,_T,2024,95,A,\nA,XA,SUS,Y_LT18,2024,33,A,\nA,XA,SUS,Y_GE18,2024,62,A,\n";

#[test]
fn a_return_is_checked_against_a_structure_file() {
    let desk = Desk::new();
    let structure = desk.write("s.toml", STRUCTURE);
    let good = desk.write("good.csv", GOOD);
    let bad = desk.write("bad.csv", GOOD.replace("150", "1e").replace("2024,33", "2024,-33"));
    let check = |file: &str, more: &[&str]| {
        let base = ["member", "check", "--structure", &structure, "--period", "2024", "--area", "XA", file];
        desk.run(&[], &[&base[..], more].concat())
    };
    check(&good, &[]).ends(
        0,
        &[
            "6 of 6 cells filled",
            "public note",
            "counted by hand, in full",
            "compared with nothing",
            "0 faults",
        ],
    );
    let said = check(&good, &["--json"]).ends(0, &[]);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["ok"], true);
    assert_eq!(json["summary"]["compared"], "nothing");
    assert_eq!(json["summary"]["notes"][0]["text"], "counted by hand, in full");
    check(&bad, &[]).ends(1, &["value-text", "value-negative", "2 faults"]);
    let said = check(&bad, &["--json"]).ends(1, &[]);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&json["ok"], json["faults"].as_array().unwrap().len()), (&false.into(), 2));
    check(&desk.text("none.csv"), &[]).ends(2, &["none.csv"]);
    let run = |arguments: &[&str]| desk.run(&[], &[&["member", "check"], arguments].concat());
    run(&["--structure", &structure, "--period", "2024", "--area", "ZZ", &good])
        .ends(2, &["'ZZ' is no area"]);
    run(&["--structure", &structure, "--period", "2024", &good]).ends(2, &["--area"]);
    run(&["--structure", &structure, "--area", "XA", &good]).ends(2, &["--period"]);
    run(&["--structure", &good, "--period", "2024", "--area", "XA", &good]).ends(2, &["good.csv"]);
    run(&["--structure", &structure, "--period", "2024Q9", "--area", "XA", &good]).ends(2, &["2024Q9"]);
    run(&["--structure", "default", "--period", "2024", "--area", "NLD", &good]).ends(1, &["FAULT"]);
}

#[test]
fn a_foreign_file_gets_a_first_mapping_and_is_checked_with_it() {
    let desk = Desk::new();
    let structure = desk.write("s.toml", STRUCTURE);
    let rows: String = GOOD
        .lines()
        .skip(1)
        .map(|row| {
            let fields: Vec<&str> = row.split(',').collect();
            format!("XA\t2024\t{}\t{}\t{}\n", fields[2], fields[3].replace("_T", "All"), fields[5])
        })
        .collect();
    let foreign = desk.write("foreign.tsv", format!("geo\tyear\tmeas\tage\tn\n{rows}"));
    let out = desk.text("m.toml");
    let before = ["--structure", &structure, "--period", "2024"];
    let new = ["member", "mapping", "new", &foreign, "--out", &out];
    desk.run(&[], &[&new[..], &before].concat()).ends(0, &["lines that could not be matched: 0"]);
    desk.run(&[], &[&new[..], &before].concat()).ends(2, &["never replaced"]);
    // On the screen, as text and for scripts; without a structure file an office is needed, and that is said.
    let screen = ["member", "mapping", "new", &foreign];
    desk.run(&[], &[&screen[..], &before].concat()).ends(0, &["layout = \"rows\""]);
    let said = desk.run(&[], &[&screen[..], &before, &["--json"]].concat()).ends(0, &[]);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert!(json["open"] == 0 && json["toml"].as_str().unwrap().contains("[columns]"));
    desk.run(&[], &screen).ends(2, &["no office here", "--structure"]);
    // A mapping that is none is said once, with its place.
    let bad =
        desk.write("bad.toml", "layout = \"rows\"\n[columns]\nn = \"OBS_VALUE\"\n[status]\nwith = \"Q\"\n");
    let check = ["member", "check", "--area", "XA", "--mapping", &bad, &foreign];
    let said = desk.run(&[], &[&check[..], &before].concat()).ends(2, &["'Q' is no status"]);
    assert_eq!(said.all.matches("bad.toml").count(), 1, "{}", said.all);
    let check = ["member", "check", "--area", "XA", "--mapping", &out, &foreign];
    desk.run(&[], &[&check[..], &before].concat()).ends(0, &["6 of 6 cells filled"]);
    let book = concat!(env!("CARGO_MANIFEST_DIR"), "/../returns/samples/cases/mapping-workbook.xlsx");
    let check = ["member", "check", "--area", "XA", "--mapping", &out, book];
    desk.run(&[], &[&check[..], &before].concat()).ends(1, &["a workbook", "save its sheet as CSV"]);
}

/// The form before a round opens: for an area of the structure, as CSV or as workbook, and taken by the check.
#[test]
fn a_template_is_written_without_office_and_round() {
    let desk = Desk::new();
    let structure = desk.write("s.toml", STRUCTURE);
    let template = |more: &[&str]| {
        let base = ["member", "template", "--structure", &structure, "--period", "2024"];
        desk.run(&[], &[&base[..], more].concat())
    };
    let said = template(&["--area", "XA"]).ends(0, &["TIME_PERIOD,OBS_VALUE"]);
    assert_eq!(said.out.matches("dataflow,XX:DF_R(1.0),I,A,XA,").count(), 6, "{}", said.out);
    for name in ["return.csv", "return.xlsx"] {
        let out = desk.text(name);
        template(&["--area", "XA", "-o", &out]).ends(0, &["wrote", "to be filled for XA"]);
        let check = ["member", "check", "--structure", &structure, "--period", "2024", "--area", "XA", &out];
        desk.run(&[], &check).ends(1, &["return-empty", "0 of 6 cells filled"]);
    }
    let said = template(&["--area", "XA", "-o", &desk.text("other.xlsx"), "--json"]).ends(0, &[]);
    assert!(serde_json::from_str::<serde_json::Value>(&said.out).unwrap()["out"].is_string());
    template(&["--area", "ZZ"]).ends(2, &["'ZZ' is no area"]);
    template(&[]).ends(2, &["--area"]);
    template(&["--area", "XA", "-o", &desk.text("return.ods")]).ends(2, &[".csv or .xlsx"]);
    desk.run(&[], &["member", "template", "--area", "XA"]).ends(2, &["--structure"]);
}

/// What is wrong with a mapping is said of its own file and line; months are added up where it says so.
#[test]
fn a_mapping_is_blamed_by_its_own_file_and_adds_up_what_it_names() {
    let desk = Desk::new();
    let structure = desk.write("s.toml", STRUCTURE);
    let cells = [
        ("OFF", "_T"),
        ("OFF", "Y_LT18"),
        ("OFF", "Y_GE18"),
        ("SUS", "_T"),
        ("SUS", "Y_LT18"),
        ("SUS", "Y_GE18"),
    ];
    let rows: String = cells.iter().map(|(meas, age)| format!("{meas},{age},7,8,9,10\n")).collect();
    let file = desk.write("wide.csv", format!("meas,age,Q1 2024,Q2 2024,Q3 2024,Q4 2024\n{rows}"));
    let out = desk.text("m.toml");
    let before = ["--structure", &structure, "--period", "2024"];
    desk.run(&[], &[&["member", "mapping", "new", &file, "-o", &out][..], &before].concat())
        .ends(0, &["complete the lines"]);
    let check = |mapping: &str| {
        let all = ["member", "check", "--area", "XA", "--mapping", mapping, &file];
        desk.run(&[], &[&all[..], &before].concat())
    };
    check(&out).ends(1, &["FAULT   m.toml, row", "mapping-open", "REF_AREA"]);
    let text = std::fs::read_to_string(&out).unwrap().replace("#? REF_AREA = \"\"", "REF_AREA = \"XA\"");
    let whole = desk.write("whole.toml", &text);
    check(&whole)
        .ends(0, &["6 of 6 cells filled", "largest: 34", "mapping-added", "24 figures were added up to 6"]);
    let one = text
        .lines()
        .filter(|line| !line.starts_with("add = ") && !line.starts_with("\"Q2"))
        .collect::<Vec<_>>();
    let one: Vec<&str> =
        one.into_iter().filter(|line| !line.starts_with("\"Q3") && !line.starts_with("\"Q4")).collect();
    let month = desk.write("one.toml", one.join("\n"));
    check(&month)
        .ends(1, &["FAULT   one.toml, row", "mapping-part", "'Q1 2024' names another period than 2024"]);
}

#[test]
fn a_structure_in_several_files_or_beside_others_is_checked_against() {
    let desk = Desk::new();
    let whole = include_str!("../../../returns/samples/cases/core-representation.xml");
    // Codelists in a file of their own, and a second data structure in the first one.
    let (head, rest) = whole.split_once("<s:Codelists>").unwrap();
    let (lists, tail) = rest.split_once("</s:Codelists>").unwrap();
    let (before, end) = tail.split_once("</s:DataStructures>").unwrap();
    let own = &before[before.find("<s:DataStructure id").unwrap()..];
    let other = own.replace("\"DSD_X\"", "\"DSD_Y\"").replace("\"MEASURE\"", "\"AGE\"");
    let file = desk.write("s.xml", format!("{head}{before}{other}</s:DataStructures>{end}"));
    let (head, _) = head.split_once("<s:Dataflows>").unwrap();
    let lists = desk
        .write("lists.xml", format!("{head}<s:Codelists>{lists}</s:Codelists></m:Structures></m:Structure>"));
    let rows = GOOD.replace("FREQ,", "").replace("\nA,", "\n");
    let good = desk.write("good.csv", &rows);
    let foreign = desk.write("foreign.csv", rows.replace("MEASURE", "kind"));
    let before = ["--structure", &file, "--period", "2024"];
    let check = ["member", "check", "--area", "XA", &good];
    let (named, with) = (["--data-structure", "XX:DSD_X(1.0)"], ["--with", &lists]);
    let run =
        |command: &[&str], more: &[&[&str]]| desk.run(&[], &[command, &before, &more.concat()].concat());
    run(&check, &[&named, &with]).ends(0, &["6 of 6 cells filled", "0 faults"]);
    run(&check, &[&with]).ends(2, &["DSD_Y", "--data-structure"]);
    run(&check, &[&named]).ends(2, &["CL_AREA", "--with"]);
    run(&check, &[&["--data-structure", "DSD_Z"], &with]).ends(2, &["no DataStructure DSD_Z"]);
    run(&check, &[&named, &["--with", &desk.text("none.xml")]]).ends(2, &["none.xml"]);
    let new = ["member", "mapping", "new", &foreign];
    run(&new, &[&named, &with]).ends(0, &["[columns]"]);
    run(&new, &[&named]).ends(2, &["CL_AREA"]);
    // They belong to a structure file, and one of them would change nothing without it.
    for more in [&named[..], &with] {
        desk.run(&[], &[&check[..], more].concat()).ends(2, &["--structure"]);
    }
}

#[test]
fn structures_are_shown_and_written_as_toml() {
    let desk = Desk::new();
    let structure = desk.write("s.toml", STRUCTURE);
    let run = |arguments: &[&str]| desk.run(&[], &[&["coordinator", "structure"], arguments].concat());
    run(&["show", &structure])
        .ends(0, &["XX:DSD_R(1.0)", "offices return DF_R", "measure OFF in units of 'offence'"]);
    let said = run(&["show", &structure, "--json"]).ends(0, &[]);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["structure"]["area"], "REF_AREA");
    run(&["show"]).ends(0, &["INTERCOP:DSD_COIO(1.0)"]);
    let sdmx = concat!(env!("CARGO_MANIFEST_DIR"), "/../returns/samples/cases/core-representation.xml");
    let out = desk.text("imported.toml");
    run(&["import", sdmx, "-o", &out]).ends(0, &["wrote"]);
    run(&["show", &out]).ends(0, &["XX:DSD_X(1.0)"]);
    run(&["import", sdmx, "-o", &out]).ends(2, &["never replaced"]);
    let own = desk.text("own.toml");
    run(&["import", "-o", &own]).ends(0, &[]);
    let written = std::fs::read_to_string(&own).unwrap();
    let shipped = intertally_structure::Structure::parse("d", intertally_structure::DEFAULT.as_bytes());
    assert!(intertally_structure::Structure::parse("own.toml", written.as_bytes()) == shipped);
    let other = concat!(env!("CARGO_MANIFEST_DIR"), "/../returns/samples/cases/sdmx-3-0.xml");
    run(&["show", other]).ends(1, &["SDMX-ML 3.0", "2.1"]);
    let said = run(&["show", other, "--json"]).ends(1, &[]);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&said.out).unwrap()["ok"], false);
    run(&["show", &desk.text("none.xml")]).ends(2, &["none.xml"]);
    // Without a measure dimension the one measure is asked for.
    let text = std::fs::read_to_string(sdmx).unwrap();
    let without = desk.write("without.xml", text.replace("\"MEASURE\"", "\"KIND\""));
    run(&["show", &without]).ends(1, &["measure"]);
    run(&["show", &without, "--one-measure", "CASES=Cases"]).ends(0, &["measure CASES", "dimension MEASURE"]);
    run(&["show", &without, "--measure", "KIND"]).ends(0, &["measure KIND"]);
}

/// What an office publishes itself is said on the figures: columns by name, areas by alias, and a line that meets nothing is named.
#[test]
fn claims_of_public_figures_meet_a_figure_or_are_faults() {
    let desk = Desk::new();
    let alias = "\n[[aliases]]\nfrom = \"XAA\"\nto = \"XA\"\n";
    let structure = desk.write("s.toml", format!("{STRUCTURE}{alias}"));
    let check = |text: &str, more: &[&str]| {
        let file = desk.write("claims.csv", text);
        let base = ["member", "check", "--structure", &structure, "--period", "2024", "--area", "XA", &file];
        desk.run(&[], &[&base[..], more].concat())
    };
    let rows: String =
        GOOD.lines().skip(1).map(|row| format!("{},Y\n", &row[..row.rfind(",A,").unwrap() + 2])).collect();
    let head = "FREQ,REF_AREA,MEASURE,AGE,TIME_PERIOD,OBS_VALUE,OBS_STATUS,PUBLISHED\n";
    let good = format!("{head}{rows}");
    let said = "6 figures that you say your office publishes itself";
    check(&good, &[]).ends(0, &[said]);
    check(&good.replace(",XA,", ",XAA,"), &[]).ends(0, &[said]);
    let swapped: String = good
        .lines()
        .map(|line| {
            let mut fields: Vec<&str> = line.split(',').collect();
            fields.reverse();
            format!("{}\n", fields.join(","))
        })
        .collect();
    check(&swapped, &[]).ends(0, &[said]);
    let json: serde_json::Value = serde_json::from_str(&check(&good, &["--json"]).ends(0, &[]).out).unwrap();
    assert_eq!(json["summary"]["public"].as_array().unwrap().len(), 6);
    // A wrong code, a wrong area, no header, a claim that is none, and one on a figure that is not there.
    check(&good.replacen(",OFF,", ",OFFF,", 1), &[]).ends(1, &["code-unknown", "did you mean OFF", "row 2"]);
    check(&good.replacen(",XA,", ",XC,", 1), &[]).ends(1, &["area-other", "row 2"]);
    check(&rows, &[]).ends(1, &["column-missing"]);
    check(&good.replacen(",Y\n", ",yes please\n", 1), &[]).ends(1, &["claim-unknown", "row 2"]);
    check(&good.replacen("410,A", ",L", 1), &[]).ends(0, &["5 figures that you say"]);
}
