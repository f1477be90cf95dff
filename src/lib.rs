//! Reads source documents and hand-written records, and turns them into a comparative policy digest.
//!
//! ```text
//! load ──▶ Files ──▶ Records ──▶ Texts ──▶ Digest ──▶ (checked) ──▶ Comparison ──▶ Site ──▶ write
//! disk               as written  blocks    ids resolved,            stances per    list of  disk
//!                    + places    + offsets quotes anchored          document       addresses
//! ```

pub mod anchor;
pub mod compare;
pub mod config;
pub mod diag;
pub mod digest;
pub mod load;
pub mod record;
pub mod source;
pub mod text;
pub mod write;
