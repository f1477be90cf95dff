//! Values that are valid YAML and probably not what was meant.

use super::codes;
use super::events::{Source, is_nothing};
use super::node::{Node, Value};
use crate::diag::Diagnostics;

/// Looks at every value of a tree.
pub(super) fn look(source: Source<'_>, root: &Node, diags: &mut Diagnostics) {
    match &root.value {
        Value::Scalar { .. } => {}
        Value::Sequence(items) => {
            for item in items {
                look(source, item, diags);
            }
        }
        Value::Mapping(pairs) => {
            for (key, node) in pairs {
                // An alias has been reported.
                if is_nothing(node) && !source.at(node.span).starts_with('*') {
                    diags
                        .report(
                            &codes::EMPTY_VALUE,
                            key.span,
                            format!("`{}` has no value", key.text),
                        )
                        .help("write the value, or delete the line");
                }
                look(source, node, diags);
            }
        }
    }
}
