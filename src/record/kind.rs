//! The kinds of records, and where their files stand.

/// The folders of records, one record in each file.
pub(super) const FOLDERS: [&str; 4] = ["documents", "themes", "holders", "instruments"];

/// The folder of second codings, one folder in it for each coder.
pub(super) const CODINGS: &str = "codings";

/// The file of the stances' labels.
pub(super) const STANCES: &str = "stances.yaml";

/// A kind of record: each has a schema and a place below the content folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A document and its coding.
    Document,
    /// A theme and its questions.
    Theme,
    /// Somebody, or something, whose words are quoted.
    Holder,
    /// Something that documents refer to.
    Instrument,
    /// A second coding of a document.
    Coding,
    /// Other labels for the stances.
    Stances,
}

impl Kind {
    /// All of them, the most common first.
    pub const ALL: [Self; 6] = [
        Self::Document,
        Self::Theme,
        Self::Holder,
        Self::Instrument,
        Self::Coding,
        Self::Stances,
    ];

    /// What it is called, in one word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Theme => "theme",
            Self::Holder => "holder",
            Self::Instrument => "instrument",
            Self::Coding => "coding",
            Self::Stances => "stances",
        }
    }

    /// Where its files stand below the content folder, with words in capitals for what varies.
    pub fn place(self) -> &'static str {
        match self {
            Self::Document => "documents/ID.yaml",
            Self::Theme => "themes/ID.yaml",
            Self::Holder => "holders/ID.yaml",
            Self::Instrument => "instruments/ID.yaml",
            Self::Coding => "codings/CODER/ID.yaml",
            Self::Stances => STANCES,
        }
    }

    /// The kind of the record at a path below the content folder; none when no record stands there.
    pub fn of(route: &str) -> Option<Self> {
        let parts: Vec<&str> = route.split('/').collect();
        let name = parts.last()?;
        if name.starts_with('.') || !name.ends_with(".yaml") {
            return None;
        }
        match parts[..] {
            [STANCES] => Some(Self::Stances),
            [folder, _] => match FOLDERS.iter().position(|known| *known == folder)? {
                0 => Some(Self::Document),
                1 => Some(Self::Theme),
                2 => Some(Self::Holder),
                _ => Some(Self::Instrument),
            },
            [CODINGS, _, _] => Some(Self::Coding),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_of_their_kinds() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of(kind.place()), Some(kind));
        }
        for other in [
            "index.md",
            "documents/a.md",
            "documents/.a.yaml",
            "documents/a.yml",
            "documents/a/b.yaml",
            "codings/a.yaml",
            "notes/a.yaml",
            "a.yaml",
        ] {
            assert_eq!(Kind::of(other), None, "{other}");
        }
    }
}
