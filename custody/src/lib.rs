//! Everything with secret-key shares: ceremony, sub-keys, partial opening, consent.
