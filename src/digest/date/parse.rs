//! Text → parts of a date, and what to write instead of what people write.

use super::words::MONTHS;
use super::{Date, End, Form, Point, Precision, Unspecified, days_in};

/// Reads the parts of a date.
pub(super) fn form(text: &str) -> Result<Form, String> {
    if text == "unknown" {
        return Ok(Form::Unknown);
    }
    let found = match text.split_once('/') {
        None => point(text).map(Form::Single),
        Some((from, to)) => interval(from, to),
    };
    found.map_err(|wrong| match suggestion(text) {
        // What is wrong in detail helps only where the form is right.
        Some(better) => better,
        None => wrong,
    })
}

fn interval(from: &str, to: &str) -> Result<Form, String> {
    let (from, to) = (end(from)?, end(to)?);
    if from.point().or(to.point()).is_none() {
        return Err("has neither a beginning nor an end; write `unknown`".to_owned());
    }
    Ok(Form::Interval(from, to))
}

fn end(text: &str) -> Result<End, String> {
    match text {
        ".." => Ok(End::Open),
        "" => Ok(End::Unknown),
        _ => point(text).map(End::Point),
    }
}

fn point(text: &str) -> Result<Point, String> {
    let (date, approximate, uncertain) = match text.strip_suffix(['~', '?', '%']) {
        Some(date) => (date, !text.ends_with('?'), !text.ends_with('~')),
        None => (text, false, false),
    };
    Ok(Point {
        precision: precision(date)?,
        approximate,
        uncertain,
    })
}

fn wrong_form() -> String {
    "should be a date such as `2025`, `2025-04`, `2025-04-19` or `unknown`".to_owned()
}

fn precision(date: &str) -> Result<Precision, String> {
    let parts: Vec<&str> = date.split('-').collect();
    let [year, rest @ ..] = parts.as_slice() else {
        return Err(wrong_form());
    };
    if rest.is_empty()
        && let Some(span) = unspecified_year(year)
    {
        return Ok(span);
    }
    let year = digits(year, 4).ok_or_else(wrong_form)?;
    match *rest {
        [] => Ok(Precision::Year(year, Unspecified::None)),
        ["XX"] => Ok(Precision::Year(year, Unspecified::Month)),
        ["XX", "XX"] => Ok(Precision::Year(year, Unspecified::MonthAndDay)),
        ["XX", _] => Err(format!(
            "names a day of a month that it does not name; write `{year:04}`"
        )),
        [month] => match digits(month, 2).ok_or_else(wrong_form)? {
            season @ 21..=24 => Ok(Precision::Season(year, small(season - 21))),
            number => Ok(Precision::Month(
                year,
                checked_month(number)?,
                Unspecified::None,
            )),
        },
        [month, day] => {
            let month = checked_month(digits(month, 2).ok_or_else(wrong_form)?)?;
            if day == "XX" {
                return Ok(Precision::Month(year, month, Unspecified::Day));
            }
            let day = digits(day, 2).ok_or_else(wrong_form)?;
            checked_day(year, month, day)
        }
        _ => Err(wrong_form()),
    }
}

/// `201X` and `20XX`.
fn unspecified_year(text: &str) -> Option<Precision> {
    if let Some(century) = text.strip_suffix("XX") {
        return digits(century, 2).map(|century| Precision::Century(century * 100));
    }
    let decade = text.strip_suffix('X')?;
    digits(decade, 3).map(|decade| Precision::Decade(decade * 10))
}

/// A number of exactly so many digits.
fn digits(text: &str, count: usize) -> Option<i16> {
    let sound = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    sound.then(|| text.parse().ok()).flatten()
}

fn small(number: i16) -> u8 {
    u8::try_from(number).expect("bug: more than two digits were read as two")
}

fn checked_month(number: i16) -> Result<u8, String> {
    match number {
        1..=12 => Ok(small(number)),
        _ => Err(format!(
            "has no month `{number:02}`; months go from `01` to `12`"
        )),
    }
}

fn checked_day(year: i16, month: u8, day: i16) -> Result<Precision, String> {
    let last = days_in(year, month);
    if (1..=i16::from(last)).contains(&day) {
        return Ok(Precision::Day(year, month, small(day)));
    }
    Err(format!(
        "has no day `{day:02}`; {} {year} has {last}",
        MONTHS[usize::from(month) - 1]
    ))
}

/// What to do about the ways in which people write dates; nothing when none of them is recognised.
fn suggestion(text: &str) -> Option<String> {
    if let Some((day, _)) = text.split_once('T')
        && Date::parse(day).is_ok_and(|date| date.html().is_some())
    {
        return Some(format!("should be a day without a time: `{day}`"));
    }
    if let Some(better) =
        rewritten(text).filter(|better| better != text && Date::parse(better).is_ok())
    {
        return Some(format!("should be written `{better}`"));
    }
    let numbers = numbers(text)?;
    let [a, b, year] = *numbers.as_slice() else {
        return None;
    };
    if a.len() > 2 || b.len() > 2 || year.len() != 4 {
        return None;
    }
    let ways: Vec<String> = [(a, b), (b, a)]
        .iter()
        .map(|(day, month)| format!("{year}-{month:0>2}-{day:0>2}"))
        .filter(|date| Date::parse(date).is_ok())
        .collect();
    match ways.as_slice() {
        [day_first, month_first] if day_first != month_first => Some(format!(
            "should begin with the year: `{day_first}` if the day stands first, `{month_first}` if the month does"
        )),
        [only, ..] => Some(format!("should be written `{only}`")),
        [] => Some("should begin with the year, as in `2025-04-19`".to_owned()),
    }
}

fn rewritten(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    if matches!(
        lower.as_str(),
        "unknown" | "n.d." | "n.d" | "nd" | "undated" | "none" | "?"
    ) {
        return Some("unknown".to_owned());
    }
    for about in ["circa ", "about ", "ca. ", "ca ", "c. ", "c "] {
        if let Some(date) = lower.strip_prefix(about) {
            return Some(format!("{}~", date.trim()));
        }
    }
    for dash in [" - ", " – ", "–", "—", " / "] {
        if let Some((from, to)) = lower.split_once(dash) {
            return Some(format!("{}/{}", from.trim(), to.trim()));
        }
    }
    if let Some(date) = with_month_name(&lower) {
        return Some(date);
    }
    let numbers = numbers(&lower)?;
    match numbers.as_slice() {
        [year, month] if year.len() == 4 => Some(format!("{year}-{month:0>2}")),
        [month, year] if year.len() == 4 => Some(format!("{year}-{month:0>2}")),
        [year, month, day] if year.len() == 4 => Some(format!("{year}-{month:0>2}-{day:0>2}")),
        // With dots the day stands first everywhere; with slashes nobody can tell.
        [day, month, year] if year.len() == 4 && lower.contains('.') => {
            Some(format!("{year}-{month:0>2}-{day:0>2}"))
        }
        _ => None,
    }
}

/// `12 may 2024`, `may 12, 2024` and `may 2024`, in English and in lower case.
fn with_month_name(text: &str) -> Option<String> {
    let words: Vec<&str> = text
        .split([' ', ',', '.'])
        .filter(|word| !word.is_empty() && *word != "of" && *word != "the")
        .collect();
    let month = |word: &str| {
        let is = |name: &&str| word.len() > 2 && name.to_lowercase().starts_with(word);
        MONTHS.iter().position(is).map(|index| index + 1)
    };
    let day = |word: &str| {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let is_day = (1..=2).contains(&digits.len()) && word.len() - digits.len() <= 2;
        digits.parse::<u8>().ok().filter(|_| is_day)
    };
    let year = |word: &str| digits(word, 4);
    match *words.as_slice() {
        [a, b, c] => {
            let (d, m) = match (month(a), month(b)) {
                (Some(m), _) => (day(b)?, m),
                (_, Some(m)) => (day(a)?, m),
                _ => return None,
            };
            Some(format!("{:04}-{m:02}-{d:02}", year(c)?))
        }
        [a, b] => Some(format!("{:04}-{:02}", year(b)?, month(a)?)),
        _ => None,
    }
}

/// The numbers of a text that consists of numbers and of `.`, `/`, `-` or spaces between them.
fn numbers(text: &str) -> Option<Vec<&str>> {
    let numbers: Vec<&str> = text.trim().split(['.', '/', '-', ' ']).collect();
    let sound = numbers.iter().all(|number| {
        (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    sound.then_some(numbers)
}
