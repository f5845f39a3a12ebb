//! The catalogue of rules. docs/returns.md gives cause and remedy of each.

/// Whether a return is taken in spite of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Not taken.
    Fault,
    /// Taken, but somebody should look.
    Warning,
}

/// A rule that files are checked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id, as in docs/returns.md.
    pub id: &'static str,
    /// What breaking it means.
    pub level: Level,
}

macro_rules! rules {
    ($($name:ident $id:literal $level:ident;)*) => {
        $(pub(super) const $name: Rule = Rule { id: $id, level: Level::$level };)*
        /// All rules, in the order of the catalogue.
        pub const RULES: &[Rule] = &[$($name),*];
    };
}

rules! {
    FILE_FORMAT "file-format" Fault;
    FILE_SIZE "file-size" Fault;
    FILE_EMPTY "file-empty" Fault;
    ENCODING "encoding" Fault;
    ENCODING_GUESSED "encoding-guessed" Warning;
    CSV_QUOTES "csv-quotes" Fault;
    ROW_LENGTH "row-length" Fault;
    ROW_CUT "row-cut" Warning;
    ROW_PARTIAL "row-partial" Warning;
    HEADER_MISSING "header-missing" Fault;
    LINE_ABOVE "line-above" Warning;
    SHEET_UNREAD "sheet-unread" Warning;
    COLUMN_MISSING "column-missing" Fault;
    COLUMN_REPEATED "column-repeated" Fault;
    COLUMN_ASSUMED "column-assumed" Warning;
    COLUMN_UNKNOWN "column-unknown" Warning;
    FLOW_OTHER "flow-other" Fault;
    FLOW_VERSION "flow-version" Warning;
    ACTION "action" Fault;
    SENDER_ERROR "sender-error" Fault;
    SENDER_SAYS "sender-says" Warning;
    AREA_OTHER "area-other" Fault;
    CODE_EMPTY "code-empty" Fault;
    CODE_UNKNOWN "code-unknown" Fault;
    PERIOD_FORMAT "period-format" Fault;
    PERIOD_OUTSIDE "period-outside" Fault;
    CELL_OUTSIDE "cell-outside" Fault;
    CELL_DUPLICATE "cell-duplicate" Fault;
    VALUE_MISSING "value-missing" Fault;
    VALUE_WITH_REASON "value-with-reason" Fault;
    VALUE_TEXT "value-text" Fault;
    VALUE_FORMULA "value-formula" Fault;
    VALUE_TEXT_NUMBER "value-text-number" Fault;
    VALUE_AMBIGUOUS "value-ambiguous" Fault;
    VALUE_NEGATIVE "value-negative" Fault;
    VALUE_FRACTION "value-fraction" Fault;
    VALUE_MAX "value-max" Fault;
    UNIT_MULT "unit-mult" Fault;
    UNIT_OTHER "unit-other" Fault;
    UNIT_UNKNOWN "unit-unknown" Warning;
    STATUS_UNKNOWN "status-unknown" Fault;
    WORKBOOK_ROUND "workbook-round" Fault;
    WORKBOOK_HIDDEN "workbook-hidden" Fault;
    MAPPING_FILE "mapping-file" Fault;
    MAPPING_OPEN "mapping-open" Fault;
    MAPPING_TARGET "mapping-target" Fault;
    MAPPING_PART "mapping-part" Fault;
    MAPPING_PERHAPS "mapping-perhaps" Warning;
    MAPPING_ADDED "mapping-added" Warning;
    MAPPING_LEFT_OUT "mapping-left-out" Warning;
    ADDED_PART "added-part" Fault;
    NOTE_TEXT "note-text" Fault;
    NOTE_MANY "note-many" Fault;
    NOTE_DIGITS "note-digits" Warning;
    PAIR_HALF "pair-half" Fault;
    PAIR_PART "pair-part" Warning;
    WHOLE_PART "whole-part" Fault;
    CLAIM_UNKNOWN "claim-unknown" Fault;
    CLAIM_BOTH "claim-both" Fault;
    ELSEWHERE_ALONE "elsewhere-alone" Warning;
    CHILD_LARGER "child-larger" Warning;
    SUM_DIFFERS "sum-differs" Warning;
    RETURN_EMPTY "return-empty" Fault;
    RETURN_WITHOUT "return-without" Warning;
    FIGURES_ROUND "figures-round" Warning;
    CELLS_ABSENT "cells-absent" Warning;
    REASON_ABSENT "reason-absent" Warning;
}
