//! The published files in a record: is a file one of them, and the totals with labels.

use crate::error::{ClientError, Result};
use intertally_structure::Structure;
use intertally_verify::record::{Place, Source};
use std::io::Read;

/// Most bytes of a published file or a structure that are read.
const LIMIT: u64 = 256 << 20;

fn read(record: &dyn Source, place: &str) -> Result<Vec<u8>> {
    let wrong = |why: String| ClientError::content(place, why);
    let file = record.open(place).map_err(|why| wrong(why.to_string()))?;
    let mut bytes = Vec::new();
    file.take(LIMIT).read_to_end(&mut bytes).map_err(|why| wrong(why.to_string()))?;
    Ok(bytes)
}

/// The name under which a record publishes these bytes; none if it does not.
pub fn published_as(record: &dyn Source, bytes: &[u8]) -> Result<Option<String>> {
    let beginning = Place::Published(String::new()).to_string();
    let paths = record.paths().map_err(|why| ClientError::content("the record", why.to_string()))?;
    for path in paths {
        if let Some(name) = path.strip_prefix(&beginning)
            && read(record, &path)? == bytes
        {
            return Ok(Some(name.to_owned()));
        }
    }
    Ok(None)
}

/// `totals.csv` of a record with a column `<DIMENSION>_LABEL` behind each column that has codes.
pub fn labelled(record: &dyn Source) -> Result<String> {
    let structure = Structure::parse("structure", &read(record, &Place::Structure.to_string())?);
    let structure = structure.map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        ClientError::content("structure", lines.join("; "))
    })?;
    let place = Place::Published("totals.csv".to_owned()).to_string();
    let wrong = |why: csv::Error| ClientError::content(&place, why.to_string());
    let totals = read(record, &place)?;
    let mut reader = csv::Reader::from_reader(totals.as_slice());
    let head = reader.headers().map_err(wrong)?.clone();
    let has_codes = |name: &str| structure.codes(name).is_some();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let titles = head.iter().flat_map(|name| {
        let label = has_codes(name).then(|| format!("{name}_LABEL"));
        [Some(name.to_owned()), label].into_iter().flatten()
    });
    writer.write_record(titles).map_err(wrong)?;
    for line in reader.records() {
        let line = line.map_err(wrong)?;
        let cells = head.iter().zip(&line).flat_map(|(name, value)| {
            let label = has_codes(name).then(|| structure.label(name, value));
            [Some(value), label].into_iter().flatten()
        });
        writer.write_record(cells).map_err(wrong)?;
    }
    let bytes = writer.into_inner().map_err(|why| ClientError::content(&place, why.to_string()))?;
    String::from_utf8(bytes).map_err(|_| ClientError::content(&place, "is not UTF-8 text"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use intertally_structure::DEFAULT;
    use intertally_verify::record::Files;

    fn record(totals: &str) -> Files {
        Files::from([
            ("structure".to_owned(), DEFAULT.as_bytes().to_vec()),
            ("published/totals.csv".to_owned(), totals.as_bytes().to_vec()),
        ])
    }

    #[test]
    fn a_file_is_one_of_the_record_or_none() {
        let record = record("a,b\n1,2\n");
        assert_eq!(published_as(&record, b"a,b\n1,2\n").unwrap().as_deref(), Some("totals.csv"));
        assert_eq!(published_as(&record, b"a,b\n1,3\n").unwrap(), None);
        assert_eq!(
            published_as(&record, DEFAULT.as_bytes()).unwrap(),
            None,
            "the structure is not published as such"
        );
    }

    #[test]
    fn codes_have_their_labels_beside_them() {
        let text =
            labelled(&record("MEASURE,OFFENCE,OBS_VALUE\nOFF_REC,ICCS0903,12\nOFF_REC,NO_CODE,3\n")).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "MEASURE,MEASURE_LABEL,OFFENCE,OFFENCE_LABEL,OBS_VALUE");
        assert!(
            lines[1].starts_with("OFF_REC,") && lines[1].contains(",ICCS0903,") && lines[1].ends_with(",12")
        );
        assert_ne!(lines[1], "OFF_REC,OFF_REC,ICCS0903,ICCS0903,12", "there are labels");
        assert_eq!(lines[2].split(',').rev().nth(1), Some("NO_CODE"), "no label, so the code");
        assert!(labelled(&Files::new()).is_err());
    }
}
