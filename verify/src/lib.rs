//! The numbered checks of the record, for an auditor who trusts nobody.
