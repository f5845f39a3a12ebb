//! What an office claims of its figures.

use super::*;

/// What an office claims of its figures stands on their rows, on rows about several cells, or in a foreign file; none is lost, and
/// none stands against another.
#[test]
fn claims_are_read_wherever_they_stand() {
    let read_claims = |claims: [&str; 6], more: &str, mapping: Option<&str>| {
        let rows = rows(&[0, 1, 2, 3, 4, 5, 6], "A", "2024");
        let rows = rows.iter().zip(claims).map(|(row, claims)| format!("{},{claims}\n", row.join(",")));
        let head = format!("{},CONF_STATUS,PUBLISHED\n", head(&[0, 1, 2, 3, 4, 5, 6]));
        let text = format!("{head}{}{more}", rows.collect::<String>());
        read_as("2024", "XA", text.as_bytes(), mapping)
    };
    let keys = |reading: &Reading, of: fn(&Return) -> &Vec<u32>| -> Vec<String> {
        let table = reading.table.as_ref().unwrap();
        of(table).iter().map(|cell| table.keys[*cell as usize].clone()).collect()
    };
    let (open, suspects) = ([","; 6], ["SUS._T", "SUS.Y_LT18", "SUS.Y_GE18"]);
    let own = ["C,", ",Y", "F,N", "NA,NA", "NaN,null", ","];
    let mapping = "layout = \"rows\"\n[columns]\n";
    for (mapping, said) in [(None, own), (Some(mapping), own)] {
        let reading = read_claims(said, "", mapping);
        assert!(reading.faults.is_empty() && is_whole(&reading), "{}", reading.to_member());
        assert_eq!(keys(&reading, |table| &table.confidential), ["A.OFF._T.2024"]);
        assert_eq!(keys(&reading, |table| &table.public), ["A.OFF.Y_LT18.2024"]);
    }
    let reading = read_claims(open, "A,XA,SUS,,2024,,,C,\n", None);
    let told = keys(&reading, |table| &table.confidential);
    let all = suspects.map(|key| format!("A.{key}.2024"));
    assert!(reading.faults.is_empty() && all.iter().all(|key| told.contains(key)) && told.len() == 3);
    // One that two rows say at once, one against another, one of nothing that the file has, and what is no claim.
    let mut against = open;
    against[4] = ",Y";
    let mut alike = open;
    alike[4] = "C,";
    assert!(rules(&read_claims(alike, "A,XA,SUS,,2024,,,C,\n", None)).is_empty());
    assert_eq!(rules(&read_claims(against, "A,XA,SUS,,2024,,,C,\n", None)), ["claim-both"]);
    assert_eq!(rules(&read_claims(open, "A,XA,SUS,,2024,,,C,Y\n", None)), ["claim-both"]);
    assert_eq!(rules(&read_claims(open, "A,XA,SUS,,2024,,,secret,\n", None)), ["claim-unknown"]);
    let reading = read_claims(open, "Q,XA,SUS,,2024,,,C,\n", None);
    assert!(reading.warnings.iter().any(|one| one.rule == "row-partial"), "{}", reading.to_member());
}
