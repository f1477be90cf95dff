//! Dates as records write them: EDTF level 1.

/// A date, an interval of dates, or a date on record as unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// As the record writes it.
    pub text: String,
    /// The first day that it can mean, as year, month and day; none when unknown.
    pub earliest: Option<(i16, u8, u8)>,
    /// The last day that it can mean; none when unknown or open.
    pub latest: Option<(i16, u8, u8)>,
}

impl Date {
    #[allow(missing_docs)]
    pub fn parse(t: &str) -> Result<Self, String> {
        Ok(Date {
            text: t.into(),
            earliest: None,
            latest: None,
        })
    }
}
