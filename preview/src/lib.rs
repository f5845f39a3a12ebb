//! What a round would publish. [`forecast`]: before it opens, from the participation that is expected. [`simulate`]: on
//! plain returns, without keys, network or cryptography. Both are judged by the rules of a real round. Pure.

mod draft;
pub mod forecast;
pub mod simulate;
