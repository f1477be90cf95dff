//! Moments as git keeps them.

/// A moment, and how far clocks were from universal time where it was written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time {
    /// Seconds since the beginning of 1970, universal time.
    pub seconds: i64,
    /// Minutes by which clocks were ahead of universal time.
    pub offset: i32,
}

/// The last second of the year 9999, behind which no calendar date has four digits.
const LAST: i64 = 253_402_300_799;

impl Time {
    /// Reads a moment as git writes it raw: `1700000000 +0100`. None when it is no moment of the years
    /// 1970 to 9999. An offset that no clock has counts as none.
    pub fn parse(raw: &str) -> Option<Self> {
        let (seconds, zone) = raw.split_once(' ')?;
        let seconds: i64 = seconds.parse().ok()?;
        let offset = offset(zone).unwrap_or(0);
        let local = seconds.checked_add(i64::from(offset) * 60)?;
        let fits = |seconds: i64| (0..=LAST).contains(&seconds);
        (fits(seconds) && fits(local)).then_some(Self { seconds, offset })
    }

    /// The seconds alone, for putting in order; 0 when there are none.
    pub(super) fn seconds_of(raw: &str) -> i64 {
        let seconds = raw.split(' ').next().unwrap_or_default();
        seconds.parse().unwrap_or(0)
    }

    /// The day where it was written down: `2025-04-19`.
    pub fn day(self) -> String {
        let (year, month, day) = civil(self.local().div_euclid(86_400));
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// The moment as RFC 3339 has it: `2025-04-19T08:30:00+02:00`.
    pub fn rfc3339(self) -> String {
        let seconds = self.local().rem_euclid(86_400);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let zone = match self.offset {
            0 => "Z".to_owned(),
            offset => {
                let sign = if offset < 0 { '-' } else { '+' };
                let minutes = offset.abs();
                format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        };
        format!("{}T{hour:02}:{minute:02}:{second:02}{zone}", self.day())
    }

    fn local(self) -> i64 {
        self.seconds + i64::from(self.offset) * 60
    }
}

/// Reads `+0130`, in minutes.
fn offset(zone: &str) -> Option<i32> {
    let digits = zone.strip_prefix(['+', '-'])?;
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (digits[..2].parse().ok()?, digits[2..].parse().ok()?);
    let all = hours * 60 + minutes;
    let all = if zone.starts_with('-') { -all } else { all };
    (hours < 24 && minutes < 60).then_some(all)
}

/// Year, month and day of a day counted from the beginning of 1970, in the Gregorian calendar:
/// <https://howardhinnant.github.io/date_algorithms.html#civil_from_days>.
fn civil(days: i64) -> (i64, i64, i64) {
    // Counted in eras of 400 years that begin with March, so that a leap day ends its year.
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_other_programs() {
        // As `date --date=@SECONDS` gives them.
        let check = |raw: &str, expected: Option<&str>| {
            let time = Time::parse(raw).map(Time::rfc3339);
            assert_eq!(time.as_deref(), expected, "{raw}");
        };
        check("0 +0000", Some("1970-01-01T00:00:00Z"));
        check("951782399 +0000", Some("2000-02-28T23:59:59Z"));
        check("951782400 +0000", Some("2000-02-29T00:00:00Z"));
        check("951868800 +0000", Some("2000-03-01T00:00:00Z"));
        check("4107542399 +0000", Some("2100-02-28T23:59:59Z"));
        check("4107542400 +0000", Some("2100-03-01T00:00:00Z"));
        check("1745051400 +0200", Some("2025-04-19T10:30:00+02:00"));
        check("1745019000 -0930", Some("2025-04-18T14:00:00-09:30"));
        check("253402300799 +0000", Some("9999-12-31T23:59:59Z"));
        // No four digits, no moment, no clock.
        check("253402300799 +0001", None);
        check("-1 +0000", None);
        check("99999999999999999999 +0000", None);
        check("", None);
        check("1745051400 +9960", Some("2025-04-19T08:30:00Z"));
    }
}
