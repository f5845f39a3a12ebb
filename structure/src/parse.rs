//! Structure files.

use super::fault::StructureFault;
use super::import::{ImportOptions, import};
use super::model::Structure;
use super::remark::{ImportRemark, Imported};
use crate::text::decode;
use crate::{foreign, registry_error};

/// Largest structure file read.
const MAX_BYTES: usize = 32 << 20;

impl Structure {
    /// A structure from its file, checked. `file_name` is for messages. The text tells the format: TOML, or an
    /// SDMX-ML 2.1 structure file, whose first sign is `<`. What SDMX cannot say (largest counts, contributors, rounding, sums)
    /// then has the defaults of docs/structures.md; write the structure out with [`Structure::to_toml`] and edit it.
    ///
    /// # Errors
    /// All faults of the file.
    pub fn parse(file_name: &str, bytes: &[u8]) -> Result<Self, Vec<StructureFault>> {
        Self::parse_with(file_name, bytes, &ImportOptions::default())
    }

    /// The same, with what an SDMX-ML file does not say. A TOML file says all by itself.
    ///
    /// # Errors
    /// All faults of the file, and what has no place in a structure that it says of codes within others.
    pub fn parse_with(
        file_name: &str,
        bytes: &[u8],
        options: &ImportOptions,
    ) -> Result<Self, Vec<StructureFault>> {
        let Imported { structure, remarks } = Self::import(file_name, bytes, options)?;
        let left = remarks.into_iter().filter(|remark| remark.left_out);
        let fault = |remark: ImportRemark| StructureFault::LeftOut {
            file: file_name.to_owned(),
            what: remark.what,
            next: remark.next,
        };
        let faults: Vec<StructureFault> = left.map(fault).collect();
        if faults.is_empty() { Ok(structure) } else { Err(faults) }
    }

    /// The same for a person who edits what comes of it: what has no place in a structure is a remark, and no fault.
    ///
    /// # Errors
    /// All faults of the file.
    pub fn import(
        file_name: &str,
        bytes: &[u8],
        options: &ImportOptions,
    ) -> Result<Imported, Vec<StructureFault>> {
        let text = text_of(file_name, bytes)?;
        let imported = if is_xml(&text) {
            let beside = beside(&options.beside)?;
            import(file_name, &text, &beside, options)?
        } else if options.beside.is_empty() {
            Imported { structure: from_toml(file_name, &text)?, remarks: Vec::new() }
        } else {
            let what = "a structure as TOML says all by itself, and takes no file beside it";
            return Err(vec![StructureFault::Format { file: file_name.into(), what: what.into() }]);
        };
        let faults = imported.structure.faults();
        if faults.is_empty() { Ok(imported) } else { Err(faults) }
    }

    /// The structure as a TOML file, to be edited; reads back as the same structure.
    #[must_use]
    pub fn to_toml(&self) -> String {
        // The model holds strings, small integers, booleans and lists of such: TOML can say all of it.
        toml::to_string_pretty(self).unwrap_or_default()
    }
}

/// The text of a file that may be a structure.
fn text_of(file_name: &str, bytes: &[u8]) -> Result<String, Vec<StructureFault>> {
    let fault = |what: &str| vec![StructureFault::Format { file: file_name.into(), what: what.into() }];
    if bytes.len() > MAX_BYTES {
        return Err(fault("the file is larger than 32 MB"));
    }
    if let Some((what, next)) = foreign(bytes) {
        return Err(fault(&format!("{what}; {next}")));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(fault(
            "a workbook or a compressed archive (.zip); unpack it, or ask for the structure as SDMX-ML",
        ));
    }
    let decoded = decode(bytes).map_err(|why| fault(&why.to_string()))?;
    if decoded.guessed.is_some() {
        return Err(fault("the file is not UTF-8 text"));
    }
    if decoded.text.trim().is_empty() {
        return Err(fault("the file is empty"));
    }
    if let Some(said) = registry_error(&decoded.text) {
        return Err(fault(&format!("an error message of the registry in place of a structure: {said}")));
    }
    Ok(decoded.text)
}

fn is_xml(text: &str) -> bool {
    text.trim_start().starts_with('<')
}

/// The texts of further files, which are SDMX-ML.
fn beside(files: &[(String, Vec<u8>)]) -> Result<Vec<(&str, String)>, Vec<StructureFault>> {
    let one = |(name, bytes): &'_ (String, Vec<u8>)| {
        let text = text_of(name, bytes)?;
        if is_xml(&text) {
            return Ok(text);
        }
        Err(vec![StructureFault::Format { file: name.clone(), what: "no SDMX-ML".to_owned() }])
    };
    files.iter().map(|file| Ok((file.0.as_str(), one(file)?))).collect()
}

fn from_toml(file_name: &str, text: &str) -> Result<Structure, Vec<StructureFault>> {
    toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX).saturating_add(1);
        vec![StructureFault::Syntax { file: file_name.into(), line, what: error.message().into() }]
    })
}
