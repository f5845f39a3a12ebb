//! The wire: protobuf services, conversions, limits and status mapping.
//!
//! Order: [`pb`] (generated), [`convert`] (bytes to the protocol's types, with the name of the field that is wrong),
//! [`limits`] (most bytes of everything, from the round; a room of core), [`status`] (refusals to gRPC status and back).
//!
//! # Example
//!
//! ```
//! use intertally_core::fold::Refusal;
//! use intertally_core::rule::Rule;
//! use intertally_proto::status::{Problem, of_refusal};
//!
//! // A refusal of the fold keeps its rule id on its way to the client.
//! let status = of_refusal(&Refusal::UnknownScope);
//! let problem = Problem::of(&status);
//! assert_eq!((problem.rule, problem.is_transient()), (Some(Rule::Scope), false));
//! ```

pub mod convert;
pub mod status;

pub use intertally_core::limits;

/// Generated from `proto/intertally/v1/*.proto`; see the comments there.
#[expect(missing_docs, reason = "generated code; the .proto files carry the comments")]
#[expect(clippy::allow_attributes_without_reason, reason = "generated code")]
#[expect(clippy::allow_attributes, reason = "generated code")]
pub mod pb {
    tonic::include_proto!("intertally.v1");
}

/// The compiled descriptor set, for reflection.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/intertally.bin"));
