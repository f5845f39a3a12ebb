//! What SDMX-ML says around its data.

use super::*;

/// What a message says around its data is looked at.
#[test]
fn messages_say_what_they_are() {
    let data = "<m:DataSet><Obs FREQ='A' REF_AREA='XA' MEASURE='OFF' AGE='_T' TIME_PERIOD='2024' OBS_VALUE='410' \
                OBS_STATUS='A'/></m:DataSet>";
    let message = |header: &str, footer: &str| {
        format!(
            "<m:StructureSpecificData xmlns:m='m' xmlns:c='c'><m:Header>{header}</m:Header>{data}{footer}</m:StructureSpecificData>"
        )
    };
    let flow = |flow: &str| format!("urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={flow}");
    let footer = |severity: &str| {
        format!(
            "<m:Footer><f:Message code='413' severity='{severity}'><c:Text>cut: 12 of 90</c:Text></f:Message></m:Footer>"
        )
    };
    for (text, fault, warning) in [
        (message("", ""), None, None),
        (message("<m:Test>false</m:Test>", ""), None, None),
        (message("<m:Test>true</m:Test>", ""), None, Some("sender-says")),
        (message("<m:DataSetAction>Delete</m:DataSetAction>", ""), Some("action"), None),
        (message("<m:DataSetAction>Replace</m:DataSetAction>", ""), None, None),
        (message("<m:DataSetAction>Merge</m:DataSetAction>", ""), None, None),
        (message("", &footer("Error")), Some("sender-error"), None),
        (message("", &footer("Warning")), None, Some("sender-says")),
        (message("", &footer("Information")), None, Some("sender-says")),
        (message("", &footer("")), Some("sender-error"), None),
        (
            message(
                &format!(
                    "<m:Structure><c:StructureUsage><URN>{}</URN></c:StructureUsage></m:Structure>",
                    flow("XX:DF_R(1.0)")
                ),
                "",
            ),
            None,
            None,
        ),
        (
            message(
                &format!(
                    "<m:Structure><c:StructureUsage><URN>{}</URN></c:StructureUsage></m:Structure>",
                    flow("XX:DF_O(1.0)")
                ),
                "",
            ),
            Some("flow-other"),
            None,
        ),
        (
            message(
                &format!(
                    "<m:Structure><c:StructureUsage>{}</c:StructureUsage></m:Structure>",
                    flow("YY:DF_R(1.0)")
                ),
                "",
            ),
            Some("flow-other"),
            None,
        ),
        (
            message(
                &format!(
                    "<m:Structure><c:Structure><URN>{}</URN></c:Structure></m:Structure>",
                    flow("XX:DF_R(2.0)")
                ),
                "",
            ),
            None,
            Some("flow-version"),
        ),
        (
            message(
                "<m:Structure><c:StructureUsage><Ref agencyID='XX' id='DF_O' version='1.0'/></c:StructureUsage></m:Structure>",
                "",
            ),
            Some("flow-other"),
            None,
        ),
    ] {
        let reading = read_small("2024", text.as_bytes());
        assert_eq!(rules(&reading).first().copied(), fault, "{text}: {}", reading.to_member());
        let quiet = ["cells-absent", "pair-half"];
        let said = reading.warnings.iter().map(|one| one.rule).find(|rule| !quiet.contains(rule));
        assert_eq!(said, warning, "{text}: {}", reading.to_member());
    }
}

/// The dataflow is looked at wherever a message names it: by a reference, by a URN in letters of any case, or by the namespace of
/// its elements alone.
#[test]
fn dataflows_are_named_in_many_ways() {
    let urn = |scheme: &str, class: &str, artefact: &str| {
        format!("{scheme}:sdmx:org.sdmx.infomodel.{class}={artefact}")
    };
    let flow = |scheme: &str, artefact: &str| urn(scheme, "datastructure.Dataflow", artefact);
    let space = |artefact: &str| format!("namespace='{}:ObsLevelDim:TIME_PERIOD'", flow("urn", artefact));
    let usage = |inside: &str| format!("<c:StructureUsage>{inside}</c:StructureUsage>");
    let reference = |id: &str| usage(&format!("<Ref agencyID='XX' id='{id}' version='1.0'/>"));
    let in_urn = |text: &str| usage(&format!("<URN>{text}</URN>"));
    for (attributes, inside, wanted) in [
        (space("XX:DF_R(1.0)"), reference("DF_R"), vec![]),
        (space("XX:DF_R(1.0)"), String::new(), vec![]),
        (
            format!("namespace='{}'", urn("urn", "datastructure.DataStructure", "XX:DSD_R(1.0)")),
            String::new(),
            vec![],
        ),
        ("namespace='urn:x'".to_owned(), reference("DF_R"), vec![]),
        (space("XX:DF_O(1.0)"), String::new(), vec!["flow-other"]),
        (space("YY:DF_R(1.0)"), String::new(), vec!["flow-other"]),
        (space("XX:DF_O(1.0)"), reference("DF_R"), vec!["flow-other"]),
        // Both wrong are one fault.
        (space("XX:DF_O(1.0)"), reference("DF_O"), vec!["flow-other"]),
        (String::new(), reference("DF_O"), vec!["flow-other"]),
        (String::new(), in_urn(&flow("URN", "XX:DF_O(1.0)")), vec!["flow-other"]),
        (String::new(), in_urn(&flow("Urn", "XX:DF_R(1.0)")), vec![]),
        (String::new(), in_urn(&format!("\n   {}\n  ", flow("urn", "XX:DF_O(1.0)"))), vec!["flow-other"]),
    ] {
        let head =
            format!("<m:Header><m:Structure structureID='S' {attributes}>{inside}</m:Structure></m:Header>");
        let data = "<Obs FREQ='A' REF_AREA='XA' MEASURE='OFF' AGE='_T' TIME_PERIOD='2024' OBS_VALUE='410'/>";
        let text = format!(
            "<m:StructureSpecificData xmlns:m='m' xmlns:c='c'>{head}<m:DataSet>{data}</m:DataSet></m:StructureSpecificData>"
        );
        let reading = read_small("2024", text.as_bytes());
        let told: Vec<&str> = rules(&reading).into_iter().filter(|rule| *rule != "whole-part").collect();
        assert_eq!(told, wanted, "{head}: {}", reading.to_member());
    }
}

/// A row of SDMX-CSV may name an agreement about data in place of the dataflow: told, and no fault.
#[test]
fn agreements_about_data_are_no_other_dataflow() {
    for (class, artefact, fault, warning) in [
        ("dataflow", "XX:DF_R(1.0)", None, None),
        ("datastructure", "XX:DSD_R(1.0)", None, None),
        ("dataflow", "XX:DF_O(1.0)", Some("flow-other"), None),
        ("dataprovision", "XX:DF_R_XA(1.0)", None, Some("flow-version")),
        ("DataProvision", "XX:ANY(1.0)", None, Some("flow-version")),
    ] {
        let rows = rows(&ALL, "A", "2024")
            .into_iter()
            .map(|row| format!("{class},{artefact},I,{}\n", row.join(",")));
        let text = format!("STRUCTURE,STRUCTURE_ID,ACTION,{}\n{}", head(&ALL), rows.collect::<String>());
        let reading = read_small("2024", text.as_bytes());
        assert_eq!(rules(&reading), Vec::from_iter(fault), "{class} {artefact}");
        let told: Vec<&str> = reading.warnings.iter().map(|one| one.rule).collect();
        assert_eq!(told, Vec::from_iter(warning), "{class} {artefact}");
    }
}

/// Years of a sender that begin on another day than 1 January are other periods.
#[test]
fn reporting_years_that_begin_in_summer_are_refused() {
    for (day, rule) in [
        ("--07-01", Some("period-outside")),
        ("--04-06", Some("period-outside")),
        ("07-01", Some("period-outside")),
        ("--01-01", None),
        ("--01-01Z", None),
        ("", None),
        ("NA", None),
    ] {
        for heading in ["REPORTING_YEAR_START_DAY", "Reporting_Year_Start_Day", "reportingYearStartDay"] {
            let plain = file(&ALL, &rows(&ALL, "A", "2024-A1"));
            let with =
                |(at, line): (usize, &str)| format!("{line},{}\n", if at == 0 { heading } else { day });
            let text: String = plain.lines().enumerate().map(with).collect();
            let reading = read_small("2024", text.as_bytes());
            assert_eq!(rules(&reading).first().copied(), rule, "{heading} {day}: {}", reading.to_member());
        }
    }
}
