//! The intertally command: member, trustee, coordinator, auditor.
