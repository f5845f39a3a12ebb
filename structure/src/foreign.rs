//! Files that are no text of ours, told by their first bytes or first words: what they are, and what to do with them. Returns,
//! mappings and structures name them alike.

/// Of files that statistical programs and databases write.
const EXPORT: &str = "export it as CSV in UTF-8";
const SAVE: &str = "save it again in UTF-8";
const UNPACK: &str = "unpack it, and give the file that is in it";

/// What the bytes are, if no text file that is read here, and the next step. Archives of zip are told apart by their readers.
#[must_use]
pub fn foreign(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let starts: [(&[u8], &str, &str); 19] = [
        (b"\x1F\x8B", "a file compressed with gzip (.gz)", UNPACK),
        (b"BZh", "a file compressed with bzip2 (.bz2)", UNPACK),
        (b"\xFD7zXZ\0", "a file compressed with xz", UNPACK),
        (b"7z\xBC\xAF\x27\x1C", "a compressed archive (.7z)", UNPACK),
        (b"Rar!\x1A\x07", "a compressed archive (.rar)", UNPACK),
        (b"\x28\xB5\x2F\xFD", "a file compressed with zstd", UNPACK),
        (b"PK\x05\x06", "an archive with nothing in it (.zip)", "send the file that was to be in it"),
        (b"\xFF\xFE\0\0", "text in UTF-32", SAVE),
        (b"\0\0\xFE\xFF", "text in UTF-32", SAVE),
        (b"PAR1", "a Parquet file", EXPORT),
        (b"ARROW1", "an Arrow file", EXPORT),
        (b"ORC", "an ORC file", EXPORT),
        (b"\x89HDF", "an HDF5 file", EXPORT),
        (b"$FL2", "a data file of SPSS (.sav)", EXPORT),
        (b"$FL3", "a data file of SPSS (.zsav)", EXPORT),
        (b"HEADER RECORD*******LIBRARY HEADER", "a transport file of SAS (.xpt)", EXPORT),
        (b"<stata_dta>", "a data file of Stata (.dta)", EXPORT),
        (b"SQLite format 3\0", "a database of SQLite", EXPORT),
        (b"\0\x01\0\0Standard ", "a database of Access", EXPORT),
    ];
    // What begins like a word might be a text that begins so: it is none if it holds a zero, or ends as it begins.
    let doubtful = |start: &[u8]| start == b"PAR1" || start == b"ORC";
    let certain = |start: &[u8]| !doubtful(start) || bytes.contains(&0) || ends(bytes, start);
    let known = starts.iter().find(|(start, ..)| bytes.starts_with(start) && certain(start));
    if let Some((_, what, next)) = known {
        return Some((what, next));
    }
    // An archive of tar begins with the name of its first file.
    if bytes.get(257..262) == Some(b"ustar") && bytes.contains(&0) {
        return Some(("an archive (.tar)", UNPACK));
    }
    // The mark of SAS stands behind twelve zeros.
    if bytes.starts_with(&[0; 12]) && bytes.get(12..16) == Some(b"\xC2\xEA\x81\x60") {
        return Some(("a data file of SAS (.sas7bdat)", EXPORT));
    }
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let head = String::from_utf8_lossy(text.get(..text.len().min(600)).unwrap_or_default()).to_lowercase();
    let opens = |tag: &str| head.starts_with(tag) || (head.starts_with("<?xml") && head.contains(tag));
    if opens("<!doctype html") || opens("<html") || head.starts_with("<table") || head.starts_with("<meta ") {
        return Some((
            "a web page: many systems export one under the name .xls, and send one in place of a file where a log-in is asked",
            "open it and save it as CSV in UTF-8, or fetch the file again",
        ));
    }
    if opens("urn:schemas-microsoft-com:office:spreadsheet") {
        return Some(("a workbook in the XML of Excel 2003", "save it as .xlsx, or as CSV in UTF-8"));
    }
    if opens("urn:oasis:names:tc:opendocument") {
        return Some(("a flat document of OpenDocument (.fods)", "save it as .xlsx, or as CSV in UTF-8"));
    }
    let json = head.starts_with('{') || head.starts_with("[{") || head.starts_with("[\n");
    json.then_some(("JSON, as SDMX-JSON is, which is not read", "give SDMX-ML 2.1 or CSV"))
}

fn ends(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.len() > mark.len() && bytes.ends_with(mark)
}

/// What an error message of a registry says, sent in place of what was asked for (SDMX-ML 2.1, `Error`).
#[must_use]
pub fn registry_error(text: &str) -> Option<String> {
    use crate::xml::{Step, Walk};
    let mut walk = Walk::new(text);
    let (mut said, mut last, mut root) = (Vec::new(), String::new(), true);
    loop {
        match walk.step().ok()? {
            Step::Start(name, ..) => {
                if std::mem::take(&mut root) && name != "Error" {
                    return None;
                }
                last.clear();
            }
            Step::Text(text) => last.push_str(&text),
            Step::End(name) if name == "Text" => {
                said.extend(
                    Some(last.split_whitespace().collect::<Vec<_>>().join(" "))
                        .filter(|text| !text.is_empty()),
                );
            }
            Step::End(_) => {}
            Step::Eof => return (!root).then(|| said.join("; ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_other_programs_are_named() {
        for (bytes, word) in [
            (b"\x1F\x8B\x08\0".as_slice(), "gzip"),
            (b"PAR1\x15\x04\x15PAR1", "Parquet"),
            (b"PAR1\0\0", "Parquet"),
            (b"$FL2@(#) SPSS DATA FILE", "SPSS"),
            (b"<stata_dta><header>", "Stata"),
            (b"SQLite format 3\0", "SQLite"),
            (b"\0\0\0\0\0\0\0\0\0\0\0\0\xC2\xEA\x81\x60x", "SAS"),
            (b"<!DOCTYPE html><p>", "web page"),
            (b"\xEF\xBB\xBF \n<HTML lang='de'>", "web page"),
            (b"<?xml version='1.0'?>\n<html xmlns='x'>", "web page"),
            (b"<table><tr>", "web page"),
            (b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>", "2003"),
            (b"{\"meta\":{}}", "JSON"),
            (b"[{\"a\":1}]", "JSON"),
            (b"PK\x05\x06\0\0", "nothing in it"),
            (b"\xFF\xFE\0\0a\0\0\0", "UTF-32"),
            (&[b"a.csv".as_slice(), &[0; 252], b"ustar\0", &[0; 250]].concat(), "tar"),
        ] {
            let (what, next) = foreign(bytes).unwrap_or_default();
            assert!(what.contains(word) && !next.is_empty(), "{word}: {what}");
        }
        for text in [
            "FREQ,REF_AREA\n",
            "PAR1,x\n",
            "ORC,1\n",
            "agency = \"XX\"\n",
            "<m:Structure/>",
            "[[tables]]\n",
            "",
        ] {
            assert_eq!(foreign(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn registries_say_why() {
        let text = "<m:Error xmlns:m='x'><m:ErrorMessage code='100'><c:Text>No results\n found</c:Text></m:ErrorMessage></m:Error>";
        assert_eq!(registry_error(text).as_deref(), Some("No results found"));
        assert_eq!(registry_error("<Error/>").as_deref(), Some(""));
        assert_eq!(registry_error("<Structure/>"), None);
        assert_eq!(registry_error("agency = 1"), None);
    }
}
