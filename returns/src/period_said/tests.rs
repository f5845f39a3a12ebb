use super::*;

/// Year, first month from 1 and months of what a text names by itself.
fn alone(text: &str) -> Option<(Option<u32>, u32, u32)> {
    plainly(text).map(|said| (said.year, said.first + 1, said.months))
}

/// Every month of a year in the spellings of those who send returns.
#[test]
fn months_are_read_however_they_are_written() {
    let languages = [
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "January February March April May June July August September October November December",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
        "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec",
        "januar februar marts april maj juni juli august september oktober november december",
        "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu",
        "január február március április május június július augusztus szeptember október november december",
        "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
        "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
        "Ιανουάριος Φεβρουάριος Μάρτιος Απρίλιος Μάιος Ιούνιος Ιούλιος Αύγουστος Σεπτέμβριος Οκτώβριος Νοέμβριος \
         Δεκέμβριος",
        "януари февруари март април май юни юли август септември октомври ноември декември",
    ];
    for list in languages {
        for (month, word) in (1..).zip(list.split_whitespace()) {
            for text in [
                format!("{word} 2025"),
                format!("{word}-2025"),
                format!("2025 {word}"),
                format!("Aantal {word} 2025"),
                format!("{} 2025", word.to_uppercase()),
                format!("{word}2025"),
                format!("{word}_2025"),
            ] {
                assert_eq!(alone(&text), Some((Some(2025), month, 1)), "{text}");
            }
            assert_eq!(alone(&format!("{word}-25")), Some((Some(2025), month, 1)), "{word}-25");
        }
    }
    for month in 1..=12 {
        for text in [
            format!("2025-{month:02}"),
            format!("2025/{month:02}"),
            format!("2025-{month}"),
            format!("2025M{month:02}"),
            format!("2025-M{month:02}"),
            format!("2025m{month}"),
            format!("M{month:02} 2025"),
            format!("{month:02}/2025"),
            format!("{month:02}-2025"),
            format!("{month}.2025"),
            format!("2025{month:02}"),
            format!("n 2025-{month:02}"),
            format!("maand {month} 2025"),
            format!("Monat {month:02}/2025"),
        ] {
            assert_eq!(alone(&text), Some((Some(2025), month, 1)), "{text}");
        }
    }
}

#[test]
fn quarters_halves_and_spans_are_read() {
    let of = |year: Option<u32>, first, months| Some((year, first, months));
    for (text, wanted) in [
        ("Q1 2025", of(Some(2025), 1, 3)),
        ("2025-Q3", of(Some(2025), 7, 3)),
        ("2025Q4", of(Some(2025), 10, 3)),
        ("Q2-25", of(Some(2025), 4, 3)),
        ("Q2'25", of(Some(2025), 4, 3)),
        ("K1 2025", of(Some(2025), 1, 3)),
        ("2025 K2", of(Some(2025), 4, 3)),
        ("T1 2025", of(Some(2025), 1, 3)),
        ("1T 2025", of(Some(2025), 1, 3)),
        ("1T2025", of(Some(2025), 1, 3)),
        ("kv 3 2025", of(Some(2025), 7, 3)),
        ("1e kwartaal", of(None, 1, 3)),
        ("1e kwartaal 2025", of(Some(2025), 1, 3)),
        ("kwartaal 4", of(None, 10, 3)),
        ("eerste kwartaal 2025", of(Some(2025), 1, 3)),
        ("1er trimestre 2025", of(Some(2025), 1, 3)),
        ("Trimestre II", of(None, 4, 3)),
        ("I kwartał 2025", of(Some(2025), 1, 3)),
        ("1. Quartal", of(None, 1, 3)),
        ("3. Quartal 2025", of(Some(2025), 7, 3)),
        ("Third quarter", of(None, 7, 3)),
        ("1st quarter of 2025", of(Some(2025), 1, 3)),
        ("1.º trimestre de 2025", of(Some(2025), 1, 3)),
        ("2. čtvrtletí", of(None, 4, 3)),
        ("H1 2025", of(Some(2025), 1, 6)),
        ("2025-S2", of(Some(2025), 7, 6)),
        ("1. Halbjahr 2025", of(Some(2025), 1, 6)),
        ("2e semestre", of(None, 7, 6)),
        ("eerste halfjaar 2025", of(Some(2025), 1, 6)),
        ("9M 2025", of(Some(2025), 1, 9)),
        ("first 6 months of 2025", of(Some(2025), 1, 6)),
        ("maand 3", of(None, 3, 1)),
        ("3. Monat", of(None, 3, 1)),
        ("week 12", of(None, 1, 0)),
        ("KW 12 2025", of(Some(2025), 1, 0)),
        ("2025 YTD", of(Some(2025), 1, 0)),
        ("jan-mrt", of(None, 1, 3)),
        ("jan t/m sep 2025", of(Some(2025), 1, 9)),
        ("Januar bis Juni 2025", of(Some(2025), 1, 6)),
        ("Q1-Q3 2025", of(Some(2025), 1, 9)),
        ("2025-01 - 2025-06", of(Some(2025), 1, 6)),
        ("01.01.2025-31.03.2025", of(Some(2025), 1, 3)),
        ("1 januari - 30 juni 2025", of(Some(2025), 1, 6)),
        // These are the year.
        ("jan-dec 2025", of(Some(2025), 1, 12)),
        ("januari tot en met december 2025", of(Some(2025), 1, 12)),
        ("2025-01-01/2025-12-31", of(Some(2025), 1, 12)),
        ("Q1-Q4", of(None, 1, 12)),
        ("jul 2024 - jun 2025", of(Some(2024), 7, 12)),
    ] {
        assert_eq!(alone(text), wanted, "{text}");
    }
}

/// Headings of figures that name no part of a year, in whatever company.
#[test]
fn ordinary_headings_name_no_part_of_a_year() {
    let ordinary = [
        "2025",
        "Jahr 2025",
        "Cases 2025",
        "2024/25",
        "2023-24",
        "FY2025",
        "n",
        "N2025",
        "Aantal",
        "Anzahl",
        "Nombre",
        "Total",
        "Totaal 2025",
        "Value",
        "OBS_VALUE",
        "Offences",
        "Suspects",
        "Under 18",
        "12-17",
        "15 to 24",
        "18+",
        "12 months",
        "Reoffended within 12 months",
        "REOFF_12M",
        "FU_24M",
        "12 mois",
        "6-month follow-up",
        "Recidive na 24 maanden",
        "May be solved",
        "Mayor",
        "Decision",
        "Decimals",
        "Marital status",
        "Jan de Vries",
        "In",
        "Out of court",
        "Set 10",
        "Seventh",
        "March against crime",
        "Augmented",
        "Junior",
        "Novice",
        "DDoS",
        "T",
        "M",
        "F",
        "H",
        "H1N1",
        "S1P2",
        "V1",
        "V2",
        "M1",
        "X1",
        "W1",
        "A1",
        "B12",
        "1,000",
        "per 100 000",
        "2H",
        "3M",
        "Stand 31.12.2025",
        "31 december 2025",
        "per 31-12-2025",
        "Bestand am 01.01.2025",
        "Date 2025-06-30",
        "First offenders",
        "Second instance",
        "Quarterly",
        "Semester students",
        "Month",
        "Monat",
        "Kwartaal",
        "Week",
        "Wochen",
        "Police unit 3",
        "Article 138",
        "138ab Sr",
        "§ 202a",
        "Aangiften",
        "Verdachten",
        "Geregistreerde misdrijven",
        "Mars Inc",
        "Max",
        "Min",
        "Avg",
        "Sum",
        "Code 12",
        "Table 1",
        "Q12",
        "Q5",
        "K9",
        "T10",
        "Dec. places",
        "1234",
        "12",
        "1",
        "Nov Scotia",
        "Marta",
        "Augusta",
        "Sepsis",
        "Octet",
        "Maisons",
        "12 maart",
    ];
    for heading in ordinary {
        assert_eq!(said_among([heading].into_iter()), BTreeMap::new(), "{heading}");
    }
    for word in ["Out", "Set", "Gen", "Sub", "Pro", "Stu", "Lip", "Vel", "Tra", "Bal"] {
        assert_eq!(said_among([word].into_iter()), BTreeMap::new(), "{word}");
    }
    let all = said_among(ordinary.into_iter());
    assert_eq!(all, BTreeMap::new(), "beside each other");
}

/// A short word or a code alone is perhaps one; where others of its kind stand beside it, it is.
#[test]
fn what_stands_beside_a_heading_says_what_it_is() {
    let plainly =
        |headings: &[&str], one: &str| said_among(headings.iter().copied()).get(one).map(|said| said.plainly);
    assert_eq!(plainly(&["jan"], "jan"), Some(false));
    assert_eq!(plainly(&["jan", "feb", "mrt"], "jan"), Some(true));
    assert_eq!(plainly(&["set", "out", "nov"], "set"), Some(true));
    assert_eq!(plainly(&["Out", "In"], "Out"), None);
    assert_eq!(plainly(&["Q1"], "Q1"), Some(false));
    assert_eq!(plainly(&["Q1", "Q2", "Q3", "Q4"], "Q3"), Some(true));
    assert_eq!(plainly(&["T1", "T2"], "T2"), Some(false));
    assert_eq!(plainly(&["H1"], "H1"), None);
    assert_eq!(plainly(&["H1", "H2"], "H2"), Some(true));
    assert_eq!(
        plainly(&["Aangiften K1", "Aangiften K2", "Aangiften K3", "Aangiften K4"], "Aangiften K2"),
        Some(true)
    );
    assert_eq!(plainly(&["Aangiften K1", "Verdachten K1"], "Aangiften K1"), None);
    let months: Vec<String> = (1..=12).map(|month| format!("M{month}")).collect();
    let months: Vec<&str> = months.iter().map(String::as_str).collect();
    assert_eq!(plainly(&months, "M3"), Some(true));
    assert_eq!(plainly(&months[..11], "M3"), None);
}

#[test]
fn numbers_are_months_under_a_name_for_months() {
    let said = |name: &str, label: &str| {
        said_in(name, [label].into_iter()).get(label).map(|said| (said.first, said.months))
    };
    for (name, label, wanted) in [
        ("maand", "1", Some((0, 1))),
        ("Monat", "12", Some((11, 1))),
        ("month_nr", "03", Some((2, 1))),
        ("kwartaal", "2", Some((3, 3))),
        ("Quartal", "4", Some((9, 3))),
        ("week", "52", Some((0, 0))),
        ("maand", "13", None),
        ("kwartaal", "5", None),
        ("leeftijd", "12", None),
        ("months", "12", None),
        ("maand", "totaal", None),
    ] {
        assert_eq!(said(name, label), wanted, "{name} {label}");
    }
}

/// The tenth month in one language is the eleventh in another.
#[test]
fn a_month_of_two_languages_is_either() {
    let said = plainly("listopad 2025").unwrap();
    assert_eq!((said.first, said.or), (10, Some(9)));
}

proptest::proptest! {
    /// Whatever stands there, it is read without a fault, and what is said lies within the calendar.
    #[test]
    fn any_text_is_read(text in "\\PC{0,40}") {
        if let Some(said) = said_among([text.as_str()].into_iter()).get(text.as_str()) {
            proptest::prop_assert!(said.first < YEAR);
            proptest::prop_assert!(said.months < 400 * YEAR);
        }
    }
}
