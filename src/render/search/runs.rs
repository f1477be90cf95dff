//! Where files of the index begin: as far as possible where something stands that begins one, whatever
//! stands before it, so that a change in one file moves nothing from or to the others.

use sha2::{Digest as _, Sha256};

/// Puts things into files one after the other: no file takes more than `most`, unless a single thing does,
/// and one that has `least` ends before the next thing that may begin a file.
#[derive(Debug)]
pub(super) struct Runs {
    least: usize,
    most: usize,
    /// The size of the last file; none where the next thing begins one in any case.
    held: Option<usize>,
}

impl Runs {
    pub(super) fn new(least: usize, most: usize) -> Self {
        Self {
            least,
            most,
            held: None,
        }
    }

    /// Takes a thing, and tells whether it begins a file.
    pub(super) fn begins(&mut self, size: usize, may_begin: bool) -> bool {
        let room = |held: usize| held + size <= self.most && !(may_begin && held >= self.least);
        match self.held.filter(|held| room(*held)) {
            Some(held) => {
                self.held = Some(held + size);
                false
            }
            None => {
                self.held = Some(size);
                true
            }
        }
    }

    /// Has the next thing begin a file.
    pub(super) fn end(&mut self) {
        self.held = None;
    }
}

/// Whether a name is among about one of `many`, which is the same in every index. At most 256.
pub(super) fn is_one_of(many: u8, name: &str) -> bool {
    Sha256::digest(name)[0].is_multiple_of(many)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first thing of each file.
    fn firsts(runs: &mut Runs, things: &[(usize, bool)]) -> Vec<usize> {
        let things = things.iter().enumerate();
        let begin = things.filter(|(_, (size, may_begin))| runs.begins(*size, *may_begin));
        begin.map(|(index, _)| index).collect()
    }

    #[test]
    fn files_are_as_large_as_they_may_be() {
        let things = [(4, false), (4, false), (4, false), (20, false), (1, false)];
        assert_eq!(firsts(&mut Runs::new(0, 10), &things), [0, 2, 3, 4]);
        assert_eq!(firsts(&mut Runs::new(0, 100), &things), [0]);
        let things = [(2, false), (2, true), (2, false), (2, true), (2, true)];
        assert_eq!(firsts(&mut Runs::new(0, 100), &things), [0, 1, 3, 4]);
        assert_eq!(firsts(&mut Runs::new(4, 100), &things), [0, 3]);
    }

    #[test]
    fn a_file_ends_where_it_is_told_to() {
        let mut runs = Runs::new(0, 100);
        assert!(runs.begins(1, false));
        runs.end();
        assert!(runs.begins(1, false));
        assert!(!runs.begins(1, false));
    }

    #[test]
    fn what_becomes_longer_moves_few_boundaries() {
        let things = |first: usize| {
            let sizes = (0..2000).map(move |index| if index == 0 { first } else { 1 + index % 7 });
            sizes
                .enumerate()
                .map(|(index, size)| (size, is_one_of(16, &index.to_string())))
                .collect::<Vec<_>>()
        };
        let before = firsts(&mut Runs::new(200, 400), &things(1));
        for size in [2, 30, 190, 399] {
            let after = firsts(&mut Runs::new(200, 400), &things(size));
            let moved = after.iter().filter(|first| !before.contains(first)).count();
            assert!(moved < 8 && before.len() > 20, "{size}: {moved}");
        }
    }
}
