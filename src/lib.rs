//! Reads source documents and hand-written records, and turns them into a comparative policy digest.
