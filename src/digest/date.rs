//! Dates as records write them: EDTF level 1, and the word `unknown`.
//!
//! The [Extended Date/Time Format] writes what is known and no more: a year, a month or a day, an
//! interval, open on either side, with `~` for about, `?` for uncertain and `%` for both, and `X` for
//! digits that nobody knows.
//!
//! [Extended Date/Time Format]: https://www.loc.gov/standards/datetime/

mod parse;
mod words;

/// A day: year, month from 1, day from 1.
pub type Day = (i16, u8, u8);

/// A date, an interval of dates, or a date on record as unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// As the record writes it.
    pub text: String,
    /// The first day that it can mean; none when unknown or open.
    pub earliest: Option<Day>,
    /// The last day that it can mean; none when unknown or open.
    pub latest: Option<Day>,
    /// Whether it, or an end of it, is only about right: `~` or `%`.
    pub approximate: bool,
    /// Whether it, or an end of it, is doubtful: `?` or `%`.
    pub uncertain: bool,
    form: Form,
}

/// What a date consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Unknown,
    Single(Point),
    Interval(End, End),
}

/// One end of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Point(Point),
    /// `..`: it goes on.
    Open,
    /// Left out: nobody knows.
    Unknown,
}

/// A date with its qualifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Point {
    precision: Precision,
    approximate: bool,
    uncertain: bool,
}

/// How much of a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Precision {
    /// `20XX`: the first year.
    Century(i16),
    /// `201X`: the first year.
    Decade(i16),
    /// Whether `-XX` and `-XX-XX` say on purpose that no more is known.
    Year(i16, Unspecified),
    /// 21 to 24, as 0 to 3.
    Season(i16, u8),
    Month(i16, u8, Unspecified),
    Day(i16, u8, u8),
}

/// Which parts are written as `XX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unspecified {
    None,
    Day,
    Month,
    MonthAndDay,
}

/// A date, or one end of an interval, in numbers, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    /// The year, from 0.
    pub year: i16,
    /// The month, from 1.
    pub month: Option<u8>,
    /// The day of the month, from 1.
    pub day: Option<u8>,
    /// The part of the year, from 1 for spring to 4 for winter; then there is no month.
    pub season: Option<u8>,
}

impl Date {
    /// Reads a date.
    ///
    /// # Errors
    ///
    /// What is wrong with it, as one phrase with an example.
    pub fn parse(text: &str) -> Result<Self, String> {
        let form = parse::form(text)?;
        let points: Vec<Point> = match form {
            Form::Unknown => Vec::new(),
            Form::Single(point) => vec![point],
            Form::Interval(from, to) => [from, to].into_iter().filter_map(End::point).collect(),
        };
        let (earliest, latest) = match form {
            Form::Unknown => (None, None),
            Form::Single(point) => (Some(point.first()), Some(point.last())),
            Form::Interval(from, to) => {
                (from.point().map(Point::first), to.point().map(Point::last))
            }
        };
        if let (Some(earliest), Some(latest)) = (earliest, latest)
            && earliest > latest
        {
            return Err("ends before it begins; write the earlier date first".to_owned());
        }
        Ok(Self {
            text: text.to_owned(),
            earliest,
            latest,
            approximate: points.iter().any(|point| point.approximate),
            uncertain: points.iter().any(|point| point.uncertain),
            form,
        })
    }

    /// The day by which dates are put in order: the first that it can mean, or, when it has no
    /// beginning, the last; none when unknown.
    pub fn order(&self) -> Option<Day> {
        self.earliest.or(self.latest)
    }

    /// The date for people who read English: `19–20 April 2025`, `about 2019`, `unknown date`.
    pub fn english(&self) -> String {
        words::english(self.form)
    }

    /// The date in numbers: one entry, or both ends of an interval. Empty when numbers would say
    /// something else: when it is unknown, open on a side, or of a decade or century.
    ///
    /// Whether it is approximate or uncertain stands beside it.
    pub fn numbers(&self) -> Vec<Numbers> {
        let ends = match self.form {
            Form::Single(point) => vec![point.numbers()],
            Form::Interval(from, to) if from == to => vec![from.point().and_then(Point::numbers)],
            Form::Interval(from, to) => [from, to]
                .map(|end| end.point().and_then(Point::numbers))
                .to_vec(),
            Form::Unknown => Vec::new(),
        };
        let ends: Option<Vec<Numbers>> = ends.into_iter().collect();
        ends.unwrap_or_default()
    }

    /// The value for HTML's `<time datetime>`, when it is one: a day, a month or a year, and certain.
    pub fn html(&self) -> Option<&str> {
        let Form::Single(point) = self.form else {
            return None;
        };
        let is_whole = matches!(
            point.precision,
            Precision::Year(1.., Unspecified::None)
                | Precision::Month(1.., _, Unspecified::None)
                | Precision::Day(1.., _, _)
        );
        (is_whole && !self.approximate && !self.uncertain).then_some(self.text.as_str())
    }
}

impl End {
    fn point(self) -> Option<Point> {
        match self {
            Self::Point(point) => Some(point),
            Self::Open | Self::Unknown => None,
        }
    }
}

impl Point {
    fn first(self) -> Day {
        match self.precision {
            Precision::Century(year) | Precision::Decade(year) | Precision::Year(year, _) => {
                (year, 1, 1)
            }
            // Seasons are named without a hemisphere, so any part of the year can be meant.
            Precision::Season(year, _) => (year, 1, 1),
            Precision::Month(year, month, _) => (year, month, 1),
            Precision::Day(year, month, day) => (year, month, day),
        }
    }

    fn numbers(self) -> Option<Numbers> {
        let (year, month, day, season) = match self.precision {
            Precision::Century(_) | Precision::Decade(_) => return None,
            Precision::Year(year, _) => (year, None, None, None),
            Precision::Season(year, season) => (year, None, None, Some(season + 1)),
            Precision::Month(year, month, _) => (year, Some(month), None, None),
            Precision::Day(year, month, day) => (year, Some(month), Some(day), None),
        };
        Some(Numbers {
            year,
            month,
            day,
            season,
        })
    }

    fn last(self) -> Day {
        match self.precision {
            Precision::Century(year) => (year + 99, 12, 31),
            Precision::Decade(year) => (year + 9, 12, 31),
            Precision::Year(year, _) | Precision::Season(year, _) => (year, 12, 31),
            Precision::Month(year, month, _) => (year, month, days_in(year, month)),
            Precision::Day(year, month, day) => (year, month, day),
        }
    }
}

/// Days of a month in the Gregorian calendar.
fn days_in(year: i16, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dates_have_a_first_and_a_last_day() {
        let check = |text: &str, earliest: Option<Day>, latest: Option<Day>| {
            let date = Date::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!((date.earliest, date.latest), (earliest, latest), "{text}");
        };
        check("2025", Some((2025, 1, 1)), Some((2025, 12, 31)));
        check("2025-04", Some((2025, 4, 1)), Some((2025, 4, 30)));
        check("2024-02", Some((2024, 2, 1)), Some((2024, 2, 29)));
        check("1900-02", Some((1900, 2, 1)), Some((1900, 2, 28)));
        check("2025-04-19", Some((2025, 4, 19)), Some((2025, 4, 19)));
        check(
            "2025-04-19/2025-04-20",
            Some((2025, 4, 19)),
            Some((2025, 4, 20)),
        );
        // Ends of an interval may be of different precision.
        check("2004-02-01/2005", Some((2004, 2, 1)), Some((2005, 12, 31)));
        check("../2025", None, Some((2025, 12, 31)));
        check("2025/..", Some((2025, 1, 1)), None);
        check("/2025", None, Some((2025, 12, 31)));
        check("2025/", Some((2025, 1, 1)), None);
        check("2019~", Some((2019, 1, 1)), Some((2019, 12, 31)));
        check("201X", Some((2010, 1, 1)), Some((2019, 12, 31)));
        check("20XX", Some((2000, 1, 1)), Some((2099, 12, 31)));
        check("2004-XX", Some((2004, 1, 1)), Some((2004, 12, 31)));
        check("1985-04-XX", Some((1985, 4, 1)), Some((1985, 4, 30)));
        check("1985-XX-XX", Some((1985, 1, 1)), Some((1985, 12, 31)));
        check("2025-21", Some((2025, 1, 1)), Some((2025, 12, 31)));
        check("unknown", None, None);
    }

    #[test]
    fn qualifiers_are_kept() {
        let check = |text: &str, approximate: bool, uncertain: bool| {
            let date = Date::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(
                (date.approximate, date.uncertain),
                (approximate, uncertain),
                "{text}"
            );
        };
        check("2019", false, false);
        check("2019~", true, false);
        check("2019-04?", false, true);
        check("2019-04-01%", true, true);
        check("2019/2020~", true, false);
    }

    #[test]
    fn dates_are_written_for_people() {
        let check = |text: &str, expected: &str| {
            let date = Date::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(date.english(), expected, "{text}");
        };
        check("2025", "2025");
        check("2025-04", "April 2025");
        check("2025-04-09", "9 April 2025");
        check("2025-04-19/2025-04-20", "19–20 April 2025");
        check("2025-04-28/2025-05-03", "28 April – 3 May 2025");
        check("2024-12-28/2025-01-03", "28 December 2024 – 3 January 2025");
        check("2025-04/2025-05", "April – May 2025");
        check("2024-12/2025-01", "December 2024 – January 2025");
        check("2019/2021", "2019–2021");
        check("2019/2019", "2019");
        check("2004-02-01/2005", "1 February 2004 – 2005");
        check("2019~", "about 2019");
        check("2019-04?", "April 2019 (uncertain)");
        check("2019%", "about 2019 (uncertain)");
        check("2019~/2020", "about 2019 – 2020");
        check("../2025-04", "until April 2025");
        check("2025/..", "since 2025");
        check("2025/", "from 2025, end unknown");
        check("/2025", "until 2025, beginning unknown");
        check("201X", "the 2010s");
        check("20XX", "2000–2099");
        check("2004-XX", "2004, month unknown");
        check("1985-04-XX", "April 1985, day unknown");
        check("1985-XX-XX", "1985, month and day unknown");
        check("2025-21", "spring 2025");
        check("2025-24~", "about winter 2025");
        check("unknown", "unknown date");
    }

    #[test]
    fn dates_have_numbers_where_numbers_say_the_same() {
        type Expected = (i16, Option<u8>, Option<u8>, Option<u8>);
        let check = |text: &str, expected: &[Expected]| {
            let date = Date::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            let found: Vec<Expected> = date
                .numbers()
                .into_iter()
                .map(|it| (it.year, it.month, it.day, it.season))
                .collect();
            assert_eq!(found, expected, "{text}");
        };
        check("2025", &[(2025, None, None, None)]);
        check("2025-04", &[(2025, Some(4), None, None)]);
        check("2025-04-19", &[(2025, Some(4), Some(19), None)]);
        check("2019~", &[(2019, None, None, None)]);
        check("1985-04-XX", &[(1985, Some(4), None, None)]);
        check("2025-24", &[(2025, None, None, Some(4))]);
        check(
            "2025-04-19/2025-05",
            &[(2025, Some(4), Some(19), None), (2025, Some(5), None, None)],
        );
        check("2019/2019", &[(2019, None, None, None)]);
        check("201X", &[]);
        check("20XX/2030", &[]);
        check("2025/..", &[]);
        check("/2025", &[]);
        check("unknown", &[]);
    }

    #[test]
    fn html_takes_whole_certain_dates() {
        let check = |text: &str, expected: bool| {
            let date = Date::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(date.html(), expected.then_some(text), "{text}");
        };
        check("2025", true);
        check("2025-04", true);
        check("2025-04-19", true);
        // HTML has no year 0.
        check("0000", false);
        check("2025~", false);
        check("2025-XX", false);
        check("201X", false);
        check("2025-21", false);
        check("2025/2026", false);
        check("unknown", false);
    }

    #[test]
    fn anything_else_says_what_is_wrong() {
        let check = |text: &str, expected: &str| {
            assert_eq!(Date::parse(text), Err(expected.to_owned()), "{text:?}");
        };
        let form = "should be a date such as `2025`, `2025-04`, `2025-04-19` or `unknown`";
        check("", form);
        check("April 2025", "should be written `2025-04`");
        check("19 April 2025", "should be written `2025-04-19`");
        check("Apr. 19th, 2025", "should be written `2025-04-19`");
        check("the 1st of May 2025", "should be written `2025-05-01`");
        check("31 April 2025", form);
        check("Spring 2025", form);
        check(
            "../..",
            "has neither a beginning nor an end; write `unknown`",
        );
        check("/", "has neither a beginning nor an end; write `unknown`");
        check("2025-13", "has no month `13`; months go from `01` to `12`");
        check("2025-00", "has no month `00`; months go from `01` to `12`");
        check("2025-02-29", "has no day `29`; February 2025 has 28");
        check("2025-04-00", "has no day `00`; April 2025 has 30");
        check("2025-4-9", "should be written `2025-04-09`");
        check("2025-4", "should be written `2025-04`");
        check("2025.04.19", "should be written `2025-04-19`");
        check("19.04.2025", "should be written `2025-04-19`");
        check("19.4.2025", "should be written `2025-04-19`");
        // Day and month, or month and day? Nobody can tell.
        check(
            "04/05/2025",
            "should begin with the year: `2025-05-04` if the day stands first, `2025-04-05` if the month does",
        );
        check("19/04/2025", "should be written `2025-04-19`");
        check("04/19/2025", "should be written `2025-04-19`");
        check("5/5/2025", "should be written `2025-05-05`");
        check(
            "40/40/2025",
            "should begin with the year, as in `2025-04-19`",
        );
        check("04/2025", "should be written `2025-04`");
        check("2025/04/19", "should be written `2025-04-19`");
        check(
            "2025-04-19T10:00:00Z",
            "should be a day without a time: `2025-04-19`",
        );
        check(
            "2025-04-20/2025-04-19",
            "ends before it begins; write the earlier date first",
        );
        check("2025 - 2026", "should be written `2025/2026`");
        check("2025–2026", "should be written `2025/2026`");
        check("c. 2019", "should be written `2019~`");
        check("ca. 2019", "should be written `2019~`");
        check("2019?~", form);
        check("Unknown", "should be written `unknown`");
        check("n.d.", "should be written `unknown`");
        check("2025-25", "has no month `25`; months go from `01` to `12`");
        check(
            "2025-XX-19",
            "names a day of a month that it does not name; write `2025`",
        );
    }

    proptest! {
        /// No text makes it panic, and what is suggested can be read.
        #[test]
        fn suggestions_can_be_read(text in "[0-9X~?%./ T:–cn-]{0,14}|.{0,8}") {
            match Date::parse(&text) {
                Ok(date) => {
                    prop_assert_eq!(&date.text, &text);
                    prop_assert!(!date.english().is_empty());
                }
                Err(error) => {
                    if let Some(rest) = error.strip_prefix("should be written `") {
                        let suggested = rest.trim_end_matches('`');
                        prop_assert!(Date::parse(suggested).is_ok(), "{} for {}", error, text);
                    }
                }
            }
        }
    }
}
