//! Files that a form brings: read into memory, never onto a disk. What is kept is wiped when it is dropped; what the
//! connection had in its buffers is only let go.

use crate::refusal::Refusal;
use axum::extract::Multipart;
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// A file of a form.
pub(crate) struct Upload {
    /// Its name, without folders.
    pub(crate) name: String,
    /// What is in it.
    pub(crate) bytes: Zeroizing<Vec<u8>>,
}

/// The files of a form by the names of their fields; fields that were left empty are not there.
pub(crate) async fn files(form: Multipart) -> Result<BTreeMap<String, Upload>, Refusal> {
    Ok(fields(form).await?.0)
}

/// What was typed into a form, by the names of its fields. Wiped when it is dropped.
pub(crate) type Typed = BTreeMap<String, Zeroizing<String>>;

/// The files of a form, and what was typed into it.
pub(crate) async fn fields(mut form: Multipart) -> Result<(BTreeMap<String, Upload>, Typed), Refusal> {
    let (mut files, mut typed) = (BTreeMap::new(), Typed::new());
    while let Some(field) = form.next_field().await.map_err(|_| Refusal::Form)? {
        let field_name = field.name().unwrap_or_default().to_owned();
        let Some(name) = field.file_name() else {
            let text = field.text().await.map_err(|_| Refusal::Form)?;
            typed.insert(field_name, Zeroizing::new(text));
            continue;
        };
        // Some browsers send folders, too.
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let bytes = Zeroizing::new(field.bytes().await.map_err(|_| Refusal::Form)?.to_vec());
        if !name.is_empty() {
            files.insert(field_name, Upload { name, bytes });
        }
    }
    Ok((files, typed))
}
