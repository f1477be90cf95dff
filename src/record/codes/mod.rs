//! The codes that reading records may report, each with what `explain` prints.

mod files;
mod values;
mod yaml;

pub(super) use files::*;
pub(super) use values::*;
pub(super) use yaml::*;

use crate::diag::{Code, Severity};

/// All codes of this module, by what they are about.
pub const CODES: &[&Code] = &[
    &FILE_TOO_LARGE,
    &SYMBOLIC_LINK,
    &NOT_UTF_8,
    &CONTROL_CHARACTER,
    &EMPTY_FILE,
    &INVALID_ID,
    &IDS_DIFFER_IN_CASE,
    &WRONG_EXTENSION,
    &UNKNOWN_FILE,
    &YAML_SYNTAX,
    &TAB_IN_INDENTATION,
    &WRONG_INDENTATION,
    &UNQUOTED_COLON,
    &UNQUOTED_MARK,
    &UNCLOSED_QUOTATION_MARK,
    &TEXT_AFTER_QUOTATION_MARK,
    &UNCLOSED_BRACKET,
    &MISSING_SPACE,
    &NO_BREAK_SPACE,
    &TEXT_CUT_BY_COMMENT,
    &CURLY_QUOTATION_MARKS,
    &TOO_DEEP,
    &SECOND_DOCUMENT,
    &YAML_ALIAS,
    &YAML_ANCHOR,
    &YAML_MERGE_KEY,
    &YAML_TAG,
    &KEY_NOT_TEXT,
    &DUPLICATE_KEY,
    &EMPTY_VALUE,
    &UNKNOWN_KEY,
    &UNKNOWN_VALUE,
    &MISSING_KEY,
    &WRONG_TYPE,
    &TOO_MANY_MISTAKES,
];

const fn error(id: &'static str, doc: &'static str) -> Code {
    let severity = Severity::Error;
    Code { id, severity, doc }
}

const fn warning(id: &'static str, doc: &'static str) -> Code {
    let severity = Severity::Warning;
    Code { id, severity, doc }
}
