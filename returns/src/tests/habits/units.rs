//! What a file says of the unit of its figures, wherever it stands.

use super::*;

/// A unit under any name of the column, as a column of text and as an attribute of a group, a series or an observation.
#[test]
fn units_that_are_no_counts_are_never_passed_over() {
    let order: Vec<usize> = (0..8).collect();
    let body = |extra: &str| -> String {
        rows(&order, "A", "2024").iter().map(|row| format!("{},{extra}\n", row.join(","))).collect()
    };
    for (column, good, bad) in [
        ("UNIT", vec!["NR", "offence", ""], vec!["THS", "P_HTHAB", "PC", "Thousands"]),
        ("UNIT_MEASURE", vec!["PS", "NR: Number"], vec!["THS_PER", "RT", "%"]),
        ("Unit of measure", vec!["Number", "Persons"], vec!["Thousand persons", "Per 100 000 inhabitants"]),
        ("UNIT_MULT", vec!["0", "0.0", "Units", "", "NA"], vec!["3", "3.0", "6: Millions", "-2"]),
        ("Unit multiplier", vec!["0: Units"], vec!["Thousands", "1"]),
        ("PowerCode", vec!["0"], vec!["3"]),
    ] {
        for (value, taken) in
            good.iter().map(|value| (value, true)).chain(bad.iter().map(|value| (value, false)))
        {
            let text = format!("{},{column}\n{}", head(&order), body(value));
            let reading = read_small("2024", text.as_bytes());
            assert_eq!(reading.table.is_some(), taken, "{column} {value}: {}", reading.to_member());
        }
    }
    let message = |set: &str, group: &str, series: &str, observation: &str, inside: &str| {
        format!(
            "<m:StructureSpecificData xmlns:m='m'><m:DataSet {set}>{group}\
             <Series FREQ='A' REF_AREA='XA' MEASURE='OFF' AGE='_T' {series}>\
             <Obs TIME_PERIOD='2024' OBS_VALUE='410' OBS_STATUS='A' {observation}>{inside}</Obs></Series>\
             </m:DataSet></m:StructureSpecificData>"
        )
    };
    let key = "MEASURE='OFF'";
    for (attribute, taken) in [
        ("UNIT_MULT='3'", false),
        ("UNIT_MEASURE='THS'", false),
        ("UNIT='NR'", true),
        ("UNIT_MULT='0'", true),
    ] {
        let id = attribute.split('=').next().unwrap();
        let value = attribute.split('\'').nth(1).unwrap();
        let comp = format!("<Comp id='{id}'><Value>{value}</Value></Comp>");
        for text in [
            message(attribute, "", "", "", ""),
            message("", &format!("<Group {key} {attribute}/>"), "", "", ""),
            message("", &format!("<g:Group xmlns:g='g' {key} AGE='_T' {attribute}/>"), "", "", ""),
            message("", &format!("<Atts {key} {attribute}/>"), "", "", ""),
            message("", &format!("<Atts {key}>{comp}</Atts>"), "", "", ""),
            message("", "", attribute, "", ""),
            message("", "", "", attribute, ""),
            message("", "", "", "", &comp),
        ] {
            let reading = read_small("2024", text.as_bytes());
            assert_eq!(reading.table.is_some(), taken, "{text}: {}", reading.to_member());
        }
        let other = message("", &format!("<Group MEASURE='SUS' {attribute}/>"), "", "", "");
        assert!(read_small("2024", other.as_bytes()).table.is_some(), "a group of other series");
    }
}

/// A plain word for thousands or rates in a column of whatever name.
#[test]
fn words_for_rates_count_in_every_column() {
    let with = |column: &str, value: &str| {
        let body = rows(&ALL, "A", "2024")
            .iter()
            .map(|row| format!("{},{value}\n", row.join(",")))
            .collect::<String>();
        read_small("2024", format!("{},{column}\n{body}", head(&ALL)).as_bytes())
    };
    for column in
        ["TRANSFORMATION", "VALUE_TYPE", "Indicator kind", "x", "Unité", "OBS_SCALE", "MULT", "FACTOR", "UOM"]
    {
        for value in ["Thousands", "RATE", "%", "Percentage"] {
            let reading = with(column, value);
            assert!(reading.table.is_none(), "{column} {value}");
            assert!(matches!(rules(&reading)[0], "unit-other" | "unit-mult"), "{column} {value}");
        }
    }
    for (column, value) in
        [("LANG", "pt"), ("COUNTRY_CODE", "TH"), ("Source", "the rate register"), ("Police unit", "North")]
    {
        let reading = with(column, value);
        assert!(reading.faults.is_empty() && is_whole(&reading), "{column}: {}", reading.to_member());
    }
}

/// What stands nearest to a figure holds: its own, that of its series, of its group, of the data set.
#[test]
fn the_nearest_unit_holds() {
    let message = |set: &str, groups: &str, series: &str, own: &str| {
        let mult = |of: &str| if of.is_empty() { String::new() } else { format!("UNIT_MULT='{of}'") };
        format!(
            "<m:StructureSpecificData xmlns:m='m'><m:DataSet {} REF_AREA='XA'>{groups}<Series FREQ='A' MEASURE='OFF' AGE='_T' {}>\
             <Obs TIME_PERIOD='2024' OBS_VALUE='410' OBS_STATUS='A' {}/></Series></m:DataSet></m:StructureSpecificData>",
            mult(set),
            mult(series),
            mult(own)
        )
    };
    let group = |of: &str| format!("<Group MEASURE='OFF' REF_AREA='XA' UNIT_MULT='{of}'/>");
    for set in ["", "0", "3"] {
        for groups in ["", "0", "3", "0 3", "3 0"] {
            for series in ["", "0", "3"] {
                for own in ["", "0", "3"] {
                    let of_groups = groups.split_whitespace().map(group).collect::<String>();
                    let text = message(set, &of_groups, series, own);
                    // Two groups that differ leave it open: that is no zero.
                    let nearest = [own, series, groups, set].into_iter().find(|level| !level.is_empty());
                    let good = nearest.is_none_or(|nearest| nearest == "0");
                    let reading = read_small("2024", text.as_bytes());
                    assert_eq!(reading.table.is_some(), good, "{text}: {}", reading.to_member());
                }
            }
        }
    }
    let other = message("", "<Group MEASURE='SUS' COMMENT_TS='by hand'/>", "", "");
    let reading = read_small("2024", other.as_bytes());
    assert!(reading.table.is_some() && reading.warnings.iter().any(|one| one.rule == "row-partial"));
}

/// What stands on groups, series and data sets is looked at under every name and form of its element, and in titles.
#[test]
fn scales_of_groups_components_and_titles() {
    let series = |attributes: &str, inside: &str| {
        format!(
            "<Series FREQ='A' REF_AREA='XA' MEASURE='OFF' AGE='_T' {attributes}>{inside}<Obs TIME_PERIOD='2024' OBS_VALUE='410' \
             OBS_STATUS='A'/></Series>"
        )
    };
    let plain = series("", "");
    for (data, wanted) in [
        (plain.clone(), None),
        (format!("<Group MEASURE='OFF' UNIT_MULT='3'/>{plain}"), Some("unit-mult")),
        (format!("<n:SiblingGroup MEASURE='OFF' UNIT_MULT='3'/>{plain}"), Some("unit-mult")),
        (format!("<n:SiblingGroup MEASURE='OFF' UNIT_MULT='3'></n:SiblingGroup>{plain}"), Some("unit-mult")),
        (format!("<n:SiblingGroup MEASURE='OFF' UNIT_MULT='0'/>{plain}"), None),
        (format!("<Atts MEASURE='OFF' UNIT_MULT='3'/>{plain}"), Some("unit-mult")),
        (
            format!("<Atts MEASURE='OFF'><Comp id='UNIT_MULT'><Value>3</Value></Comp></Atts>{plain}"),
            Some("unit-mult"),
        ),
        (format!("<Atts MEASURE='OFF'><Comp id='UNIT_MULT'>3</Comp></Atts>{plain}"), Some("unit-mult")),
        (series("", "<Comp id='UNIT_MULT'>3</Comp>"), Some("unit-mult")),
        (series("", "<Comp id='UNIT_MULT'> 0 </Comp>"), None),
        (series("", "<Comp id='UNIT_MEASURE'><Value>THS</Value></Comp>"), Some("unit-other")),
        (format!("<Comp id='UNIT_MULT'>3</Comp>{plain}"), Some("unit-mult")),
        (series("TITLE='Offences'", ""), None),
        (series("TITLE='Offences, thousands'", ""), Some("unit-other")),
        (series("TITLE_COMPL='Offences per 100 000 inhabitants'", ""), Some("unit-other")),
        (
            series("", "<Comp id='TITLE'><c:StructuredText>in Tausend</c:StructuredText></Comp>"),
            Some("unit-other"),
        ),
    ] {
        let text = format!(
            "<m:StructureSpecificData xmlns:m='m' xmlns:n='n' xmlns:c='c'><m:DataSet>{data}</m:DataSet></m:StructureSpecificData>"
        );
        let reading = read_small("2024", text.as_bytes());
        let told: Vec<&str> = rules(&reading).into_iter().filter(|rule| *rule != "whole-part").collect();
        assert_eq!(told, Vec::from_iter(wanted), "{data}: {}", reading.to_member());
        assert!(!reading.warnings.iter().any(|one| one.rule.starts_with("column-unknown")), "{data}");
    }
}
