//! Dates as Jekyll's posts write them. [`Date::parse`] reads one, [`Date::format`] writes it by a pattern.

/// A day, perhaps with a time, in the zone it was written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// Year of the Gregorian calendar.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
    /// Hour, minute and second, if a time was given.
    pub time: Option<(u8, u8, u8)>,
    /// Minutes by which the zone is ahead of UTC; 0 where none was given.
    pub offset: i16,
}

/// The months in English.
pub(crate) const MONTHS: [&str; 12] = [
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
/// The days of the week in English.
pub(crate) const DAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
/// The zones that Ruby's `Time.parse` knows by name, with their hours.
const ZONES: [(&str, i16); 11] = [
    ("Z", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("EST", -5),
    ("EDT", -4),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
];

impl Date {
    /// `2024-12-05`, then perhaps a time after a space or `T`, then perhaps a zone (`+0100`, `-05:00`, `Z`,
    /// `UTC`). `None` for anything else and for days that the calendar does not have.
    pub fn parse(text: &str) -> Option<Date> {
        let mut rest = text.trim();
        let mut date = take_day(&mut rest)?;
        if !rest.is_empty() && !rest.starts_with([' ', 'T', 't']) {
            return None;
        }
        rest = rest.get(1..).unwrap_or("").trim_start();
        if rest.is_empty() {
            return Some(date);
        }
        let hour = take_number(&mut rest, 2)?;
        rest = rest.strip_prefix(':')?;
        let minute = take_number(&mut rest, 2)?;
        let mut second = 0;
        if let Some(after) = rest.strip_prefix(':') {
            rest = after;
            second = take_number(&mut rest, 2)?;
            if let Some(fraction) = rest.strip_prefix('.') {
                rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            }
        }
        // 60 is a leap second.
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        date.time = Some((hour as u8, minute as u8, second as u8));
        date.offset = zone(rest.trim_start())?;
        Some(date)
    }

    /// The date and the slug in a post's file name, `2024-12-05-slug` (without its suffix).
    pub fn from_file_name(name: &str) -> Option<(Date, &str)> {
        let mut rest = name.rsplit('/').next()?;
        let date = take_day(&mut rest)?;
        Some((date, rest.strip_prefix('-')?))
    }

    /// Seconds since 1970 began in UTC: what dates are ordered by. A date without a time is its midnight.
    pub fn instant(&self) -> i64 {
        let (hour, minute, second) = self.time.unwrap_or_default();
        let minutes = i64::from(hour) * 60 + i64::from(minute) - i64::from(self.offset);
        self.days() * 86_400 + minutes * 60 + i64::from(second)
    }

    /// The date by a pattern of `strftime`: `%Y %y %m %d %-m %-d %e %B %b %A %a %j %H %M %S`, `%%`. What is
    /// not known stays as it stands.
    pub fn format(&self, pattern: &str) -> String {
        let (hour, minute, second) = self.time.unwrap_or_default();
        let month = MONTHS.get(usize::from(self.month).wrapping_sub(1)).copied().unwrap_or("");
        let weekday = DAYS.get((self.days() + 4).rem_euclid(7) as usize).copied().unwrap_or("");
        let mut out = String::new();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('%') {
            out.push_str(before);
            let (unpadded, letters) = match after.strip_prefix('-') {
                Some(letters) => (true, letters),
                None => (false, after),
            };
            let mut letters_after = letters.chars();
            let letter = letters_after.next().unwrap_or('\0');
            rest = letters_after.as_str();
            let (value, width, pad) = match letter {
                'Y' => (self.year, 4, '0'),
                'y' => (self.year.rem_euclid(100), 2, '0'),
                'm' => (self.month.into(), 2, '0'),
                'd' => (self.day.into(), 2, '0'),
                'e' => (self.day.into(), 2, ' '),
                'j' => ((self.days() - days_before_year(self.year) + 1) as i32, 3, '0'),
                'H' => (hour.into(), 2, '0'),
                'M' => (minute.into(), 2, '0'),
                'S' => (second.into(), 2, '0'),
                _ => {
                    match letter {
                        'B' => out.push_str(month),
                        'b' => out.push_str(month.get(..3).unwrap_or(month)),
                        'A' => out.push_str(weekday),
                        'a' => out.push_str(weekday.get(..3).unwrap_or(weekday)),
                        '%' => out.push('%'),
                        _ => {
                            out.push('%');
                            rest = after;
                        }
                    }
                    continue;
                }
            };
            push_number(&mut out, value, if unpadded { 1 } else { width }, pad);
        }
        out.push_str(rest);
        out
    }

    /// ISO 8601 for `<time datetime>`: `2024-12-05`, with a time `2024-12-05T15:09:00+01:00`.
    pub fn iso(&self) -> String {
        if self.time.is_none() {
            return self.format("%Y-%m-%d");
        }
        let mut out = self.format("%Y-%m-%dT%H:%M:%S");
        out.push(if self.offset < 0 { '-' } else { '+' });
        let minutes = i32::from(self.offset.unsigned_abs());
        push_number(&mut out, minutes / 60, 2, '0');
        out.push(':');
        push_number(&mut out, minutes % 60, 2, '0');
        out
    }

    /// ISO 8601's year, week (from 1) and day of the week (Monday is 1).
    pub fn week(&self) -> (i32, i64, i64) {
        let day = (self.days() + 3).rem_euclid(7);
        // A week belongs to the year of its Thursday.
        let thursday = self.days() - day + 3;
        let years = [self.year + 1, self.year, self.year - 1];
        let year = years.into_iter().find(|year| days_before_year(*year) <= thursday).unwrap_or(self.year);
        (year, (thursday - days_before_year(year)) / 7 + 1, day + 1)
    }

    /// Days since 1970-01-01.
    fn days(&self) -> i64 {
        let before = (1..self.month).map(|month| days_in_month(self.year, month)).sum::<i64>();
        days_before_year(self.year) + before + i64::from(self.day) - 1
    }
}

/// Days from 1970-01-01 to the first day of `year`.
fn days_before_year(year: i32) -> i64 {
    let years = i64::from(year) - 1;
    years * 365 + years.div_euclid(4) - years.div_euclid(100) + years.div_euclid(400) - 719_162
}

fn days_in_month(year: i32, month: u8) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Takes `2024-12-05` (or with slashes) off the front of `rest`.
fn take_day(rest: &mut &str) -> Option<Date> {
    let mut after = *rest;
    let year = take_number(&mut after, 4)?;
    let separator = after.chars().next().filter(|c| matches!(c, '-' | '/'))?;
    after = after.strip_prefix(separator)?;
    let month = take_number(&mut after, 2)?;
    after = after.strip_prefix(separator)?;
    let day = take_number(&mut after, 2)?;
    let date = Date { year, month: month as u8, day: day as u8, time: None, offset: 0 };
    let exists = (1..=12).contains(&month) && day >= 1 && i64::from(day) <= days_in_month(year, date.month);
    // Two digits of a year would be the first century: that is no date of a post.
    if year < 1000 || !exists {
        return None;
    }
    *rest = after;
    Some(date)
}

/// Takes a number of at most `most` digits off the front of `rest`.
fn take_number(rest: &mut &str, most: usize) -> Option<i32> {
    let digits = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (number, after) = rest.split_at_checked(digits)?;
    *rest = after;
    number.parse().ok()
}

/// The minutes that a zone is ahead of UTC; 0 for none.
fn zone(text: &str) -> Option<i16> {
    if text.is_empty() {
        return Some(0);
    }
    if let Some((_, hours)) = ZONES.iter().find(|(name, _)| text.eq_ignore_ascii_case(name)) {
        return Some(hours * 60);
    }
    let sign = match text.bytes().next() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => return None,
    };
    let mut rest = text.get(1..)?;
    let hours = take_number(&mut rest, 2)?;
    rest = rest.strip_prefix(':').unwrap_or(rest);
    let minutes = if rest.is_empty() { 0 } else { take_number(&mut rest, 2)? };
    (rest.is_empty() && hours < 24 && minutes < 60).then_some((sign * (hours * 60 + minutes)) as i16)
}

/// Appends `value`, filled up on the left to `width` characters.
fn push_number(out: &mut String, value: i32, width: usize, pad: char) {
    let digits = value.to_string();
    out.extend(std::iter::repeat_n(pad, width.saturating_sub(digits.len())));
    out.push_str(&digits);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_those_of_iso_8601() {
        for (day, week) in [
            ("2024-12-05", (2024, 49, 4)),
            ("2024-12-30", (2025, 1, 1)),
            ("2021-01-03", (2020, 53, 7)),
            ("2021-01-04", (2021, 1, 1)),
        ] {
            assert_eq!(Date::parse(day).map(|date| date.week()), Some(week), "{day}");
        }
    }

    #[test]
    fn reads_all_forms_of_jekyll() {
        for (text, iso) in [
            ("2024-12-05", "2024-12-05"),
            (" 2024-1-5 ", "2024-01-05"),
            ("2024/12/05", "2024-12-05"),
            ("2024-12-05 15:09:00", "2024-12-05T15:09:00+00:00"),
            ("2024-12-05 15:09", "2024-12-05T15:09:00+00:00"),
            ("2015-03-15 16:40:16+0100", "2015-03-15T16:40:16+01:00"),
            ("2015-03-15 16:40:16 -05:00", "2015-03-15T16:40:16-05:00"),
            ("2015-03-15 16:40:16 -0530", "2015-03-15T16:40:16-05:30"),
            ("2015-03-15 16:40:16 +1", "2015-03-15T16:40:16+01:00"),
            ("2015-03-15T16:40:16.123Z", "2015-03-15T16:40:16+00:00"),
            ("2015-03-15 16:40:16 UTC", "2015-03-15T16:40:16+00:00"),
            ("2015-03-15 16:40:16 edt", "2015-03-15T16:40:16-04:00"),
            ("2024-02-29", "2024-02-29"),
        ] {
            assert_eq!(Date::parse(text).map(|date| date.iso()).as_deref(), Some(iso), "{text}");
        }
        for bad in [
            "",
            "tomorrow",
            "2024",
            "2024-12",
            "2024-13-01",
            "2024-00-01",
            "2023-02-29",
            "2024-02-30",
            "2024-12-05x",
            "2024-12/05",
            "2024-12-05 25:00",
            "2024-12-05 10:60",
            "2024-12-05 10:00 Mars",
            "2024-12-05 10:00 +01:00x",
            "24-12-05",
            "0024-12-05",
            "２０２４-12-05",
        ] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn file_names_carry_a_date_and_a_slug() {
        let (date, slug) = Date::from_file_name("posts/2024-12-05-reading-list").expect("a date");
        assert_eq!((date.iso().as_str(), slug), ("2024-12-05", "reading-list"));
        for bad in ["about", "2024-12-05", "2024-12-05.md", "2024-99-05-x", ""] {
            assert_eq!(Date::from_file_name(bad), None, "{bad}");
        }
    }

    #[test]
    fn patterns() {
        let date = Date::parse("2024-12-05 07:08:09").expect("a date");
        for (pattern, text) in [
            ("%B %d, %Y", "December 05, 2024"),
            ("%-d %b %y", "5 Dec 24"),
            ("%A, %a %e.%-m.", "Thursday, Thu  5.12."),
            ("%H:%M:%S %j", "07:08:09 340"),
            ("%-H 100%% %Q %", "7 100% %Q %"),
            ("%", "%"),
            ("%-", "%-"),
            ("%é", "%é"),
        ] {
            assert_eq!(date.format(pattern), text, "{pattern}");
        }
    }

    #[test]
    fn order_is_that_of_instants() {
        let instant = |text: &str| Date::parse(text).expect(text).instant();
        assert_eq!(instant("1970-01-01"), 0);
        assert_eq!(instant("2000-03-01"), 951_868_800);
        assert_eq!(instant("2024-12-05 15:09:00"), 1_733_411_340);
        assert_eq!(instant("2024-12-05 15:09:00 +01:00"), instant("2024-12-05 14:09:00 Z"));
        assert!(instant("2024-12-05 23:00 -05:00") > instant("2024-12-06 02:00"));
    }
}
