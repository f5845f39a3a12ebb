//! The published format: bytes as agreed, the structure that comes back, labels from outside, what does not fit.

use crate::sample::{Sample, area, structure};
use crate::taken_apart::{PERIODS, elements, lines, noted, small, text};
use intertally_core::party::MemberIndex;
use intertally_publish::{PublishError, files};
use intertally_structure::{Codelist, DEFAULT, Structure};
use std::collections::BTreeSet;

/// structure.xml, read back by our own import: what SDMX can say comes back (docs/structures.md lists what it cannot).
#[test]
fn the_published_structure_reads_back_as_it_was() {
    let shipped = Structure::parse("default.toml", DEFAULT.as_bytes()).unwrap();
    for own in [structure(), shipped] {
        let sample = Sample::generated(own.clone(), &["2024"], 6, 3);
        let back =
            Structure::parse("structure.xml", &files(&sample.material()).unwrap()["structure.xml"]).unwrap();
        assert_eq!(back.dimensions, own.dimensions);
        let used =
            |list: &&Codelist| own.dimensions.iter().any(|one| one.codelist.as_ref() == Some(&list.id));
        let lists = |lists: &[Codelist]| {
            let mut lists: Vec<Codelist> = lists.iter().filter(used).cloned().collect();
            lists.sort_by(|a, b| a.id.cmp(&b.id));
            // SDMX has no word for quiet codes.
            lists.iter_mut().flat_map(|list| &mut list.codes).for_each(|code| code.quiet = false);
            lists
        };
        assert_eq!(lists(&back.codelists), lists(&own.codelists), "codes, labels, parents, order");
        let ids = |s: &Structure| {
            let names = [&s.agency, &s.id, &s.version, &s.name, &s.national_flow, &s.total_flow];
            let roles = [&s.area, &s.measure, &s.time, &s.total_area];
            (names.map(Clone::clone), roles.map(Clone::clone))
        };
        assert_eq!(ids(&back), ids(&own));
        let keys = |s: &Structure| -> BTreeSet<String> {
            let cells = s.table(&["2024".to_owned()]).unwrap().cells;
            cells.into_iter().filter(|cell| !cell.count_only).map(|cell| cell.key).collect()
        };
        assert_eq!(keys(&back), keys(&own), "the same cells");
        let measures: BTreeSet<&str> = back.measures.iter().map(|one| one.code.as_str()).collect();
        assert!(own.measures.iter().all(|one| measures.contains(one.code.as_str())));
        // What is lost is only what the defaults fill in again.
        assert!(back.sums.is_empty() && back.measures.iter().all(|one| one.of.is_none()));
    }
}

/// Bytes as agreed with those who read them: a change here is a change of the published format.
#[test]
fn golden_small_publication() {
    let sample = noted();
    let files = files(&sample.material()).unwrap();
    for name in ["totals.csv", "totals.xml", "structure.xml", "report.html"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/publish/golden").join(name);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &files[name]).unwrap();
        }
        let golden = std::fs::read(&path).unwrap();
        assert!(golden == files[name], "{name} differs from its golden file; UPDATE_GOLDEN=1 writes it anew");
    }
}

#[test]
fn flags_follow_from_members_statuses() {
    let sample = small();
    let lines = lines(&files(&sample.material()).unwrap());
    let status = |measure: &str, offence: &str, period: &str| {
        let line = lines.iter().find(|line| {
            line["MEASURE"] == measure && line["OFFENCE"] == offence && line["TIME_PERIOD"] == period
        });
        line.unwrap()["OBS_STATUS"].clone()
    };
    assert_eq!(status("OFF_REC", "_T", "2023"), "A");
    assert_eq!(status("OFF_REC", "_T", "2024"), "B");
    assert_eq!(status("OFF_REC", "CY", "2024"), "D");
    let mut provisional = small();
    provisional.structure.publication.provisional = true;
    let lines = self::lines(&files(&provisional.material()).unwrap());
    let statuses: BTreeSet<&str> = lines.iter().map(|line| line["OBS_STATUS"].as_str()).collect();
    assert!(statuses.contains("P") && !statuses.contains("A"), "{statuses:?}");
}

#[test]
fn labels_from_outside_are_escaped() {
    let hostile = "<script>alert('x')</script>\" onload=\"x & <b>";
    let mut structure = structure();
    structure.publication.title = hostile.to_owned();
    structure.publication.method.push(hostile.to_owned());
    structure.publication.next_release = Some(hostile.to_owned());
    structure.publication.contact = hostile.to_owned();
    for list in &mut structure.codelists {
        list.codes[0].name = format!("{hostile} {}", "long ".repeat(60));
    }
    for dimension in &mut structure.dimensions {
        dimension.name = hostile.to_owned();
    }
    structure.tables[0].title = hostile.to_owned();
    structure.measures[4].funnel = Some(hostile.to_owned());
    let sample = Sample::generated(structure, &PERIODS, 27, 7);
    let files = files(&sample.material()).unwrap();
    for name in ["report.html", "structure.xml", "totals.xml"] {
        let text = text(&files, name);
        assert!(!text.contains("<script") && !text.contains("onload=\"") && !text.contains("<b> "), "{name}");
    }
    elements(&text(&files, "structure.xml"));
    assert!(text(&files, "report.html").contains("&lt;script&gt;"));
}

#[test]
fn what_does_not_fit_is_named() {
    let sample = Sample::generated(structure(), &PERIODS, 6, 1);
    let mut other = structure();
    other.codelists.retain(|list| list.id != "CL_SEX");
    let mut material = sample.material();
    material.structure = &other;
    assert_eq!(files(&material), Err(PublishError::Codelist("SEX".to_owned())));
    let mut material = sample.material();
    material.shown = &sample.shown[1..];
    assert!(matches!(files(&material), Err(PublishError::Shown { .. })));
    let mut statuses = sample.statuses.clone();
    statuses.get_mut(&MemberIndex(2)).unwrap().pop();
    let mut material = sample.material();
    material.statuses = &statuses;
    assert!(matches!(files(&material), Err(PublishError::Statuses { member: 2, .. })));
    assert_eq!(area(0), "XA");
}
