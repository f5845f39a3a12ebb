//! Names of columns, and what is told of codes that are none.

use super::*;

/// The small file under other names of its columns, with figure and status of the first cell.
fn renamed(names: &[(&str, &str)], figure: &str, status: &str) -> String {
    let mut rows = rows(&ALL, "A", "2024");
    rows[0][5] = figure.to_owned();
    rows[0][6] = status.to_owned();
    names.iter().fold(file(&ALL, &rows), |text, (own, name)| text.replacen(own, name, 1))
}

/// A status under another name of its column is one: a 0 that means `not collected` is never taken for a figure.
#[test]
fn a_status_is_not_passed_over_whatever_its_column_is_called() {
    for name in [
        "OBS_STATUS",
        "Obs_Status",
        "Obs status",
        "OBS STATUS",
        "ObsStatus",
        "Observation status",
        "OBSERVATION STATUS",
        "Status",
        "status",
        "Flag",
        "Observation flag",
        "OBS_STATUS: Observation status",
    ] {
        let read = |figure: &str, status: &str| {
            read_small("2024", renamed(&[("OBS_STATUS", name)], figure, status).as_bytes())
        };
        assert_eq!(rules(&read("0", "L")), ["value-with-reason"], "{name}");
        let reading = read("", "M");
        let said = reading.to_member();
        assert!(reading.faults.is_empty() && reading.warnings.is_empty(), "{name}: {said}");
        assert!(is_whole(&read("410", "A")), "{name}");
    }
    // Beside the column that it names, a name for people is passed over; another one is told.
    for (beside, told) in [("Observation status", 0), ("Status", 0), ("Flag", 1)] {
        let reading = read_small("2024", renamed(&[("COMMENT_OBS", beside)], "410", "A").as_bytes());
        assert!(is_whole(&reading) && reading.warnings.len() == told, "{beside}: {}", reading.to_member());
    }
}

/// What the office claims of a figure is never lost by the name of the column.
#[test]
fn a_confidential_figure_stays_so_whatever_its_column_is_called() {
    for name in [
        "CONF_STATUS",
        "Conf_status",
        "Conf status",
        "Confidentiality status",
        "CONFIDENTIALITY STATUS",
        "Confidentiality",
        "OBS_CONF",
        "obs_conf",
        "Observation confidentiality",
    ] {
        let text = renamed(&[("COMMENT_OBS", name)], "410", "A").replacen(",410,A,", ",410,A,C", 1);
        let reading = read_small("2024", text.as_bytes());
        let table = reading.table.as_ref().unwrap();
        assert_eq!(table.confidential.len(), 1, "{name}: {}", reading.to_member());
    }
}

/// Of figures, statuses and claims there is one column, however it is written.
#[test]
fn two_columns_of_one_meaning_are_a_fault() {
    for (own, other) in [
        ("OBS_VALUE", "Obs_Value"),
        ("OBS_VALUE", "OBS VALUE"),
        ("OBS_STATUS", "obs_status"),
        ("OBS_STATUS", "Obs Status"),
    ] {
        let text = renamed(&[("COMMENT_OBS", other)], "410", "A").replacen(",410,A,", ",410,A,7", 1);
        let reading = read_small("2024", text.as_bytes());
        assert_eq!(rules(&reading), ["column-repeated"], "{own} and {other}");
    }
    // A dimension may stand there with its name beside it.
    let text = renamed(&[("COMMENT_OBS", "Measure")], "410", "A").replacen(",410,A,", ",410,A,Offences", 1);
    assert!(is_whole(&read_small("2024", text.as_bytes())));
}

/// Ids in other letters, or with other signs between their words, are the same.
#[test]
fn ids_of_columns_are_known_in_other_spellings() {
    for names in [
        [("OBS_VALUE", "OBS VALUE"), ("REF_AREA", "Ref area"), ("TIME_PERIOD", "Time period")],
        [("OBS_VALUE", "ObsValue"), ("REF_AREA", "RefArea"), ("TIME_PERIOD", "TimePeriod")],
        [("OBS_VALUE", "Observation value"), ("REF_AREA", "reporting area"), ("TIME_PERIOD", "period")],
        [("OBS_VALUE", "obs.value"), ("REF_AREA", "ref.area"), ("TIME_PERIOD", "time.period")],
    ] {
        let reading = read_small("2024", renamed(&names, "410", "A").as_bytes());
        assert!(reading.table.is_some() && is_whole(&reading), "{names:?}: {}", reading.to_member());
    }
    let reading =
        read_small("2024", renamed(&[("OBS_VALUE", "OBS_VALUE (thousands)")], "410", "A").as_bytes());
    assert_eq!(rules(&reading), ["column-missing"]);
    assert!(reading.faults[0].hint.contains("rename the column 'OBS_VALUE (thousands)'"));
}

/// What SDMX-CSV 2.1 writes for what an update does not touch is nothing, in every column.
#[test]
fn a_tilde_says_nothing() {
    let text = renamed(&[("COMMENT_OBS", "CONF_STATUS")], "410", "~").replacen(",410,~,", ",410,~,~", 1);
    let reading = read_small("2024", text.as_bytes());
    assert!(reading.table.as_ref().is_some_and(|table| table.confidential.is_empty()) && is_whole(&reading));
    let text = renamed(&[("COMMENT_OBS", "PUBLISHED")], "410", "A").replacen(",410,A,", ",410,A,~", 1);
    let reading = read_small("2024", text.as_bytes());
    assert!(reading.table.as_ref().is_some_and(|table| table.public.is_empty()) && is_whole(&reading));
}

/// Whoever wrote a code that is none is told what to write.
#[test]
fn codes_that_are_none_are_told_apart() {
    for (own, written, hint) in [
        (",OFF,", ",Offences,", "did you mean OFF (Offences)?"),
        (",OFF,", ",OFFENCES,", "did you mean OFF (Offences)?"),
        (",OFF,", ",OFE,", "did you mean OFF (Offences)?"),
        (",OFF,", ",\u{41e}FF,", "letters of another alphabet"),
        ("A,XA", "\u{410},XA", "letters of another alphabet"),
        (",XA,", ",,", "the code of your own area"),
        (",2024,", ",,", "give the period"),
        (",_T,", ",,", "e.g. _T or _Z"),
    ] {
        let text = renamed(&[], "410", "A").replacen(own, written, 1);
        let reading = read_small("2024", text.as_bytes());
        let fault = reading.faults.first().unwrap();
        assert!(fault.hint.contains(hint), "{written}: {fault}");
    }
}
