//! The wire: protobuf services, conversions, limits and status mapping.
