//! What a round would publish. [`forecast`]: before it opens, from the participation that is expected. [`simulate`]: on
//! plain returns, without keys, network or cryptography. Both are judged by the rules of a real round. Pure.
//!
//! # Example
//!
//! ```
//! use intertally_preview::simulate::{Files, How, simulate};
//! use intertally_structure::{DEFAULT, Structure};
//!
//! let structure = Structure::parse("default.toml", DEFAULT.as_bytes()).unwrap();
//! // Five countries recorded denials of service; two of them had malware, too.
//! let file = |area: &str, ddos: u32, malware: u32| {
//!     let head = "FREQ,REF_AREA,MEASURE,OFFENCE,INTERVENTION,AGE,SEX,TIME_PERIOD,OBS_VALUE";
//!     let row = |offence, figure| format!("A,{area},OFF_REC,{offence},_Z,_Z,_Z,2025,{figure}\n");
//!     let text = format!("{head}\n{}{}", row("X_090321_DDOS", ddos), row("X_09032_MALW", malware));
//!     (format!("{area}.csv"), text.into_bytes())
//! };
//! let figures = [("DK", 48, 3), ("FI", 29, 0), ("GB", 77, 9), ("NL", 37, 0), ("SE", 40, 0)];
//! let files = figures.map(|(area, ddos, malware)| file(area, ddos, malware)).into();
//! let made = simulate(&structure, &Files { name: "2025".to_owned(), files }, &[])?;
//!
//! let cell = |offence: &str| made.plan.iter().find(|cell| cell.key.contains(offence)).unwrap();
//! assert_eq!(cell("DDOS").shown, How::Value);
//! assert_eq!(cell("MALW").shown, How::Withheld);
//! assert!(String::from_utf8_lossy(&made.totals_csv).contains(",231,"));
//! # Ok::<(), intertally_preview::simulate::SimulateError>(())
//! ```

mod draft;
pub mod forecast;
pub mod simulate;

pub use draft::manifest as draft_manifest;
