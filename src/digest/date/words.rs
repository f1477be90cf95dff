//! Parts of a date → words of English.

use super::{End, Form, Point, Precision, Unspecified};
use crate::source::numbered;

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];

pub(super) fn english(form: Form) -> String {
    match form {
        Form::Unknown => "unknown date".to_owned(),
        Form::Single(date) => point(date),
        Form::Interval(End::Point(from), End::Point(to)) => interval(from, to),
        Form::Interval(End::Point(from), End::Open) => format!("since {}", point(from)),
        Form::Interval(End::Point(from), _) => format!("from {}, end unknown", point(from)),
        Form::Interval(End::Open, End::Point(to)) => format!("until {}", point(to)),
        Form::Interval(_, End::Point(to)) => format!("until {}, beginning unknown", point(to)),
        Form::Interval(..) => unreachable!("bug: an interval without ends was read"),
    }
}

/// Says once what both ends have in common.
fn interval(from: Point, to: Point) -> String {
    if from == to {
        return point(from);
    }
    let qualified = |end: Point| end.approximate || end.uncertain;
    if !qualified(from) && !qualified(to) {
        match (from.precision, to.precision) {
            (Precision::Year(from, Unspecified::None), Precision::Year(to, Unspecified::None)) => {
                return format!("{from}–{to}");
            }
            (
                Precision::Month(year, from, Unspecified::None),
                Precision::Month(same, to, Unspecified::None),
            ) if year == same => {
                return format!("{} – {} {year}", month(from), month(to));
            }
            (Precision::Day(year, of, from), Precision::Day(same, also, to))
                if (year, of) == (same, also) =>
            {
                return format!("{from}–{to} {} {year}", month(of));
            }
            (Precision::Day(year, of, from), Precision::Day(same, also, to)) if year == same => {
                return format!("{from} {} – {to} {} {year}", month(of), month(also));
            }
            _ => {}
        }
    }
    format!("{} – {}", point(from), point(to))
}

fn point(point: Point) -> String {
    let words = precision(point.precision);
    let about = if point.approximate { "about " } else { "" };
    let doubt = if point.uncertain { " (uncertain)" } else { "" };
    match (about, doubt) {
        ("", "") => words,
        _ => [about, &words, doubt].concat(),
    }
}

fn precision(precision: Precision) -> String {
    match precision {
        Precision::Century(year) => format!("{year}–{}", year + 99),
        Precision::Decade(year) => format!("the {year}s"),
        Precision::Year(year, unspecified) => format!("{year}{}", without(unspecified)),
        Precision::Season(year, season) => format!("{} {year}", SEASONS[usize::from(season)]),
        Precision::Month(year, number, unspecified) => {
            let year = numbered(" ", year);
            [month(number), &year, without(unspecified)].concat()
        }
        Precision::Day(year, number, day) => format!("{day} {} {year}", month(number)),
    }
}

fn without(unspecified: Unspecified) -> &'static str {
    match unspecified {
        Unspecified::None => "",
        Unspecified::Day => ", day unknown",
        Unspecified::Month => ", month unknown",
        Unspecified::MonthAndDay => ", month and day unknown",
    }
}

fn month(number: u8) -> &'static str {
    MONTHS[usize::from(number) - 1]
}
