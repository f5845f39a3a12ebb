//! Which conditional formats hide a number, or show another one.

use super::*;

const STYLES: &str = "<styleSheet><dxfs>\
    <dxf><numFmt numFmtId='164' formatCode=';;;'/></dxf>\
    <dxf><font><color rgb='FFFFFFFF'/></font></dxf>\
    <dxf><font><color rgb='FF1F4E78'/></font><fill><patternFill><bgColor rgb='FF1F4E78'/></patternFill></fill></dxf>\
    <dxf><fill><patternFill><bgColor theme='1'/></patternFill></fill></dxf>\
    <dxf><font><b/><color rgb='FF9C0006'/></font><fill><patternFill><bgColor rgb='FFFFC7CE'/></patternFill></fill></dxf>\
    <dxf><numFmt numFmtId='165' formatCode='0,'/></dxf>\
    <dxf><numFmt numFmtId='166' formatCode='0%'/></dxf>\
    <dxf><border/></dxf></dxfs></styleSheet>";

fn of(areas: &str, rule: &str) -> Conditional {
    let text = format!(
        "<worksheet><sheetData/><conditionalFormatting sqref='{areas}'>{rule}</conditionalFormatting></worksheet>"
    );
    conditional(&text, &looks(STYLES).unwrap()).unwrap()
}

fn nothing(rule: &str, number: i128) -> bool {
    of("F2:F9", rule).shows((3, 5), number, &Format::of("General")).nothing
}

fn always(look: usize) -> Conditional {
    of("F2", &format!("<cfRule type='expression' dxfId='{look}'><formula>TRUE</formula></cfRule>"))
}

#[test]
fn looks_hide_or_change_a_figure() {
    for (look, wanted) in [
        (0, (true, false, false)),
        (1, (true, false, false)),
        (2, (true, false, false)),
        (3, (true, false, false)),
        (4, (false, false, false)),
        (5, (false, false, true)),
        (6, (false, true, false)),
        (7, (false, false, false)),
        (99, (false, false, false)),
    ] {
        let shows = always(look).shows((2, 5), 410, &Format::of("General"));
        assert_eq!((shows.nothing, shows.percent, shows.other), wanted, "{look}");
    }
    // White letters are seen on a dark cell.
    let mut dark = Format::of("General");
    dark.ink.ground = Some("1F4E78".to_owned());
    assert!(!always(1).shows((2, 5), 410, &dark).nothing);
    // The cell's own format stays where the condition does not speak of it.
    assert!(always(7).rules.len() == 1 || !always(7).covers((2, 5)));
}

#[test]
fn conditions_are_looked_at_as_far_as_they_are_one_number() {
    let is = |operator: &str, values: &[&str]| {
        let values: String = values.iter().map(|value| format!("<formula>{value}</formula>")).collect();
        format!("<cfRule type='cellIs' dxfId='0' priority='1' operator='{operator}'>{values}</cfRule>")
    };
    for (operator, values, hides) in [
        ("equal", &["0"][..], [true, false, false]),
        ("notEqual", &["0"], [false, true, true]),
        ("lessThan", &["5"], [true, false, false]),
        ("lessThanOrEqual", &["5"], [true, true, false]),
        ("greaterThan", &["5"], [false, false, true]),
        ("greaterThanOrEqual", &["5"], [false, true, true]),
        ("between", &["1", "5"], [false, true, false]),
        ("between", &["5", "1"], [false, true, false]),
        ("notBetween", &["1", "5"], [true, false, true]),
        ("equal", &["\"M\""], [false, false, false]),
        ("equal", &["$H$1"], [true, true, true]),
        ("lessThan", &["$H$1"], [true, true, true]),
    ] {
        let found = [0, 5, 410].map(|number| nothing(&is(operator, values), number));
        assert_eq!(found, hides, "{operator} {values:?}");
    }
    for (kind, formula, hides) in [
        ("expression", "FALSE", false),
        ("expression", "0", false),
        ("expression", "TRUE", true),
        ("expression", "$G2=\"M\"", true),
        ("containsBlanks", "LEN(TRIM(F2))=0", false),
        ("containsErrors", "ISERROR(F2)", false),
        ("notContainsBlanks", "LEN(TRIM(F2))&gt;0", true),
        ("duplicateValues", "", true),
        ("top10", "", true),
        ("aboveAverage", "", true),
    ] {
        let rule = format!("<cfRule type='{kind}' dxfId='1'><formula>{formula}</formula></cfRule>");
        assert_eq!(nothing(&rule, 410), hides, "{kind} {formula}");
    }
    for (rule, hides) in [
        (
            "<cfRule type='iconSet'><iconSet showValue='0'><cfvo type='percent' val='0'/></iconSet></cfRule>",
            true,
        ),
        ("<cfRule type='dataBar'><dataBar showValue='0'><cfvo type='min'/></dataBar></cfRule>", true),
        ("<cfRule type='dataBar'><dataBar><cfvo type='min'/></dataBar></cfRule>", false),
        (
            "<cfRule type='colorScale'><colorScale><cfvo type='min'/><color rgb='FFFFFFFF'/></colorScale></cfRule>",
            false,
        ),
    ] {
        assert_eq!(nothing(rule, 410), hides, "{rule}");
    }
}

#[test]
fn areas_are_those_that_are_named() {
    let rule = "<cfRule type='expression' dxfId='0'><formula>1</formula></cfRule>";
    for (areas, inside, outside) in [
        ("F2:F9", (9, 5), (10, 5)),
        ("A1 F4", (4, 5), (3, 5)),
        ("$F$2:$G$3", (3, 6), (3, 7)),
        ("F:F", (100_000, 5), (4, 6)),
        ("2:3", (3, 200), (4, 5)),
        ("AA1:AB2", (2, 27), (2, 25)),
    ] {
        let found = of(areas, rule);
        let hides = |cell| found.shows(cell, 410, &Format::of("General")).nothing;
        assert!(hides(inside) && found.covers(inside) && !hides(outside), "{areas}");
    }
    let many = vec!["F2"; MAX_AREAS + 1].join(" ");
    assert!(of(&many, rule).shows((77, 77), 1, &Format::of("General")).nothing, "too many to look at each");
    let marks = rule.replace("dxfId='0'", "dxfId='4'");
    assert!(
        !of(&many, &marks).shows((2, 5), 1, &Format::of("General")).nothing,
        "marks of a colour hide nothing"
    );
    assert!(of("", "").is_empty() && !of("F2", rule).is_empty() && !of(&many, rule).is_empty());
}

/// What Excel puts behind the format of 2007: the look stands in the rule, the cells behind it.
#[test]
fn rules_of_later_versions() {
    let text = "<worksheet><sheetData/><extLst><ext><x14:conditionalFormattings><x14:conditionalFormatting>\
                <x14:cfRule type='expression' priority='1'><xm:f>Other!A1</xm:f>\
                <x14:dxf><font><color rgb='FFFFFFFF'/></font></x14:dxf></x14:cfRule><xm:sqref>F2:F3</xm:sqref>\
                </x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>";
    let found = conditional(text, &[]).unwrap();
    assert!(found.shows((2, 5), 410, &Format::of("General")).nothing);
    assert!(!found.shows((4, 5), 410, &Format::of("General")).nothing);
}

#[test]
fn what_is_not_well_formed_is_none() {
    assert_eq!(looks("<styleSheet><dxfs>"), None);
    assert_eq!(conditional("<worksheet><conditionalFormatting sqref='F2'>", &[]), None);
}
