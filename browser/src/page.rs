//! What the worker of the page calls.

use crate::bundle::Bundle;
use intertally_verify::Progress;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// The worker's own function: how far the verification is.
    #[wasm_bindgen(js_namespace = self, js_name = told)]
    fn told(check: u8, done: u32, of: u32);
}

/// A record that was dropped.
#[wasm_bindgen]
#[derive(Default)]
pub struct Dropped(Bundle);

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[wasm_bindgen]
impl Dropped {
    /// Nothing yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// A file of a folder.
    pub fn add(&mut self, path: &str, bytes: Vec<u8>) {
        self.0.add(path, bytes);
    }

    /// A whole archive.
    ///
    /// # Errors
    /// If it is none.
    pub fn archive(&mut self, bytes: &[u8]) -> Result<(), JsError> {
        Ok(self.0.archive(bytes)?)
    }

    /// Files of the folder that a desktop left there, and that are no part of the record.
    pub fn passed_over(&self) -> Vec<String> {
        self.0.passed_over().to_vec()
    }

    /// The report as JSON, as `intertally auditor verify --json` writes it.
    ///
    /// # Errors
    /// If the seed has another length than 32.
    pub fn verify(&self, seed: &[u8]) -> Result<String, JsError> {
        let seed = seed.try_into().map_err(|_| JsError::new("the seed must have 32 bytes"))?;
        let tell = |progress: Progress| told(progress.check, narrow(progress.done), narrow(progress.of));
        Ok(self.0.verify(seed, &tell).to_json()?)
    }

    /// Whether a file is published in it, as JSON.
    ///
    /// # Errors
    /// If the answer cannot be written.
    pub fn find(&self, name: &str, bytes: &[u8]) -> Result<String, JsError> {
        Ok(serde_json::to_string(&self.0.find(name, bytes))?)
    }
}
