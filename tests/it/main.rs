//! Tests of the program as people use it: folders in, folders and printed lines out.
//!
//! Goldens are rewritten with `SNAPSHOTS=overwrite cargo test`; read the difference before
//! committing it. `POLICY_DIGEST_PROGRAM` names another build of the program to test than the one
//! that Cargo has just made, such as the release with all features.
#![expect(
    clippy::disallowed_methods,
    reason = "tests put digests on the disk and look at what becomes of them"
)]
#![expect(
    clippy::unwrap_used,
    reason = "in tests, and the functions that they share, a panic is a failure with its place"
)]

/// What changed between revisions of a digest: `diff`, the page of changes, the feed.
mod changes;
/// What the program prints, how it exits, what it does to folders.
mod cli;
/// What scripts work out once more comes out as the program has it.
mod compare;
/// Whole sites, compared with those under `corpora/*/expected`.
mod corpora;
/// What `check --fix` mends, and what it leaves as it is.
mod fix;
/// Digests of any size, the same as the benches measure.
#[path = "../../benches/generated/mod.rs"]
mod generated;
/// What GitHub reads: annotations, summaries, the comment on a pull request, issue forms, workflows.
mod github;
/// The Nu HTML checker on every page of our own site.
mod html;
/// Digests of many documents.
mod many;
/// Digests and records that `new` begins.
mod new;
/// No falsified quote is found.
mod quotes;
/// Every rule reports what it should, and lets pass what it should.
mod rules;
/// JSON Schemas and program: one verdict.
mod schema;
/// The preview: what browsers get to see while files change.
#[cfg(feature = "serve")]
mod serve;
/// A site built in parts.
mod shard;
/// What is read again after a change.
mod since;
/// Our own site: no broken link, wherever it is put.
mod site;
/// Shared by the others: digests in temporary folders, the program, goldens.
mod support;
/// Properties of the repository itself.
mod tidy;
