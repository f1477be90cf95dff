//! For programs.

use serde::Serialize;

use super::{Report, Revision};
use crate::changes::{Changes, tally};

#[derive(Serialize)]
struct Whole<'a> {
    old: Side<'a>,
    new: Side<'a>,
    summary: Vec<String>,
    #[serde(flatten)]
    changes: &'a Changes,
}

#[derive(Serialize)]
struct Side<'a> {
    revision: Option<&'a str>,
    commit: Option<&'a str>,
    has_digest: bool,
    errors: usize,
}

impl<'a> From<&'a Revision> for Side<'a> {
    fn from(revision: &'a Revision) -> Self {
        Self {
            revision: revision.name.as_deref(),
            commit: revision.commit.as_deref(),
            has_digest: revision.has_digest,
            errors: revision.errors,
        }
    }
}

/// Makes one JSON object. Keys may be added to this shape; none will change or go.
///
/// ```json
/// {
///   "old": { "revision": "v1.0", "commit": "9fceb02…", "has_digest": true, "errors": 0 },
///   "new": { "revision": null, "commit": null, "has_digest": true, "errors": 0 },
///   "summary": ["1 document described otherwise", "1 stance changed"],
///   "gaps": [{ "side": "old", "path": "content/documents/beta.yaml" }],
///   "records": [
///     { "kind": "document", "change": "changed", "id": "alpha", "old_id": null, "name": "Alpha",
///       "fields": [{ "field": "title", "old": "Old title", "new": "New title" }] }
///   ],
///   "cells": [
///     { "document": { "id": "alpha", "name": "Alpha" }, "language": "en",
///       "question": { "id": "binding-rules", "name": "Binding rules" },
///       "old": "raises", "new": "supports",
///       "positions": [
///         { "holder": { "id": "alpha-council", "name": "Alpha Council" }, "on_behalf_of": null,
///           "old": "raises", "new": "supports",
///           "summary": { "old": "It names rules.", "new": "It asks for rules." },
///           "quotes": [
///             { "old": null,
///               "new": { "words": "States should adopt rules", "places": ["p1"], "translations": [["de", "…"]] } }
///           ] }
///       ],
///       "silence": { "change": "removed", "note": { "old": "…", "new": null }, "seen": null } }
///   ],
///   "relations": [
///     { "a": { "id": "alpha", "name": "Alpha" }, "b": { "id": "beta", "name": "Beta" },
///       "questions": [
///         { "question": { "id": "binding-rules", "name": "Binding rules" },
///           "old": "one-takes-a-side", "new": "differ" }
///       ],
///       "counts": [{ "relation": "differ", "old": 0, "new": 1 }],
///       "score": { "old": 0.75, "new": 0.5 } }
///   ],
///   "relations_left_out": 0,
///   "reliability": {
///     "old": null,
///     "new": { "alpha": 0.71, "cells": 12, "agreeing": 9 }
///   }
/// }
/// ```
///
/// A side whose `revision` is `null` is the files as they lie in the digest's folder. `kind` is
/// `digest`, `document`, `theme`, `question`, `holder`, `instrument`, `coding` or `page`; `change` is
/// `added`, `removed`, `renamed` or `changed`. In `cells` and below, `old` or `new` is `null` where that
/// side does not have it: the document or the question, the position, the words. `summary`, `note`,
/// `seen` and `silence` are `null` where nothing changed; words that did not change are left out.
/// Stances and relations are given by their ids. Words are as records have them, white space put
/// together; nothing is escaped but for JSON.
pub fn json(report: &Report<'_>) -> String {
    let whole = Whole {
        old: report.old.into(),
        new: report.new.into(),
        summary: tally(report.changes),
        changes: report.changes,
    };
    let json = serde_json::to_string_pretty(&whole);
    json.expect("bug: numbers and strings that JSON does not know") + "\n"
}
