//! Tests of the trustee.
