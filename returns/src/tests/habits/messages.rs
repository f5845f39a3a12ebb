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
