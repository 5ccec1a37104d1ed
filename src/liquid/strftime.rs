//! Dates and times as Ruby's `Time` reads and writes them. [`apply`] is the entrance for filters, [`format`] the
//! one for patterns.

use super::data::Data;
use super::number;
use super::run::Run;
use crate::date::{DAYS, Date, MONTHS};
use crate::letters;

/// A moment with the zone it is seen in.
#[derive(Clone, Copy)]
pub struct Moment {
    /// Seconds since 1970 began there.
    local: i64,
    /// Minutes by which the zone is ahead of UTC.
    offset: i64,
}

/// The parts of a moment.
struct Parts {
    year: i64,
    month: i64,
    day: i64,
    /// Counted from 1.
    year_day: i64,
    /// Sunday is 0.
    weekday: i64,
    hour: i64,
    minute: i64,
    second: i64,
}

/// The value after a filter for dates, if it is one.
pub fn apply(run: &mut Run, name: &str, input: &Data, arguments: &[Data]) -> Option<Result<Data, String>> {
    let pattern = arguments.first().map(Data::show).unwrap_or_default();
    if !name.starts_with("date") {
        return None;
    }
    let shown = input.show();
    if shown.is_empty() || name == "date" && pattern.is_empty() {
        return Some(Ok(input.clone()));
    }
    let Some(moment) = Moment::of(run, input) else {
        let mut text = String::new();
        input.inspect_into(&mut text);
        return Some(match name {
            "date" => Ok(input.clone()),
            _ => Err(["Invalid Date: '", &text, "' is not a valid datetime."].concat()),
        });
    };
    let ordinal = &*pattern == "ordinal";
    let american = arguments.get(1).is_some_and(|style| &*style.show() == "US");
    let day = moment.parts().day.to_string();
    let suffix = match day.as_str() {
        "11" | "12" | "13" => "th",
        day if day.ends_with('1') => "st",
        day if day.ends_with('2') => "nd",
        day if day.ends_with('3') => "rd",
        _ => "th",
    };
    let month = if name == "date_to_string" { "%b" } else { "%B" };
    let text = match name {
        "date" => format(moment, &pattern),
        "date_to_xmlschema" => format(moment, "%Y-%m-%dT%H:%M:%S%:z"),
        "date_to_rfc822" => format(moment, "%a, %d %b %Y %H:%M:%S %z"),
        _ if ordinal && american => format(moment, &[month, " ", &day, suffix, ", %Y"].concat()),
        _ if ordinal => format(moment, &[&day, suffix, " ", month, " %Y"].concat()),
        _ => format(moment, &["%d ", month, " %Y"].concat()),
    };
    Some(Ok(Data::text(&text)))
}

impl Moment {
    /// The moment that a value is: `now`, seconds since 1970, or a date in text.
    fn of(run: &mut Run, value: &Data) -> Option<Moment> {
        match value {
            Data::Int(seconds) => Moment::at(*seconds),
            Data::Text(text) => match text.to_ascii_lowercase().as_str() {
                "now" | "today" => {
                    let site = run.variable("site");
                    Moment::parse(&site.get("time")?.show())
                }
                digits if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                    Moment::at(number::leading_int(digits))
                }
                _ => Moment::parse(text),
            },
            _ => None,
        }
    }

    /// The moment so many seconds after 1970 began.
    pub fn at(seconds: i64) -> Option<Moment> {
        // Some 3000 centuries; beyond them the calendar is no use.
        (seconds.unsigned_abs() < 1 << 43).then_some(Moment { local: seconds, offset: 0 })
    }

    /// A date in one of the forms that Ruby's `Time.parse` reads and people write.
    pub fn parse(text: &str) -> Option<Moment> {
        let date = Date::parse(text).or_else(|| Date::parse(&rearranged(text)?))?;
        let offset = i64::from(date.offset);
        Some(Moment { local: date.instant() + offset * 60, offset })
    }

    /// As Ruby's `Time` shows itself.
    pub fn to_text(self) -> String {
        format(self, "%Y-%m-%d %H:%M:%S %z")
    }

    fn parts(self) -> Parts {
        let days = self.local.div_euclid(86_400);
        let seconds = self.local.rem_euclid(86_400);
        let (year, month, day) = civil(days);
        Parts {
            year,
            month,
            day,
            year_day: days - days_to(year) + 1,
            weekday: (days + 4).rem_euclid(7),
            hour: seconds / 3600,
            minute: seconds / 60 % 60,
            second: seconds % 60,
        }
    }
}

/// Days from 1970 to the first of a year.
fn days_to(year: i64) -> i64 {
    let before = year - 1;
    before * 365 + before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400) - 719_162
}

/// The year, month and day of a day counted from 1970.
fn civil(days: i64) -> (i64, i64, i64) {
    let mut year = 1970 + days.div_euclid(366);
    while days_to(year + 1) <= days {
        year += 1 + (days - days_to(year + 1)) / 366;
    }
    let mut rest = days - days_to(year);
    let leap = days_to(year + 1) - days_to(year) == 366;
    for month in 1..=12 {
        let length = match month {
            2 => 28 + i64::from(leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        if rest < length {
            return (year, month, rest + 1);
        }
        rest -= length;
    }
    (year, 12, 31)
}

/// A date with its month in letters, or with strokes, as `2024-12-05 12:00 +0100`.
fn rearranged(text: &str) -> Option<String> {
    let mut month = 0;
    let mut numbers: Vec<&str> = Vec::new();
    let mut time = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()) {
        let lower = word.trim_end_matches('.').to_ascii_lowercase();
        let named = |name: &&str| lower.len() >= 3 && name.to_ascii_lowercase().starts_with(&lower);
        if let Some(found) = MONTHS.into_iter().position(|name| named(&name)) {
            month = found + 1;
        } else if DAYS.into_iter().any(|name| named(&name)) {
        } else if word.contains(':') || word.starts_with(['+', '-']) || ["UTC", "GMT", "Z"].contains(&word) {
            time.push(' ');
            time.push_str(word);
        } else {
            let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            numbers.extend(digits.split(['/', '-', '.']).filter(|part| !part.is_empty()));
        }
    }
    if !numbers.iter().all(|number| number.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let (year, month, day) = match (month, numbers.as_slice()) {
        (0, [year, month, day]) if year.len() == 4 => (*year, month.parse().ok()?, *day),
        (1.., [year, day]) if year.len() == 4 => (*year, month, *day),
        (1.., [day, year]) => (*year, month, *day),
        (1.., [year]) if year.len() == 4 => (*year, month, "1"),
        _ => return None,
    };
    let two = |number: &str| if number.len() == 1 { ["0", number].concat() } else { number.into() };
    // Of two digits it is one from 1969 to 2068.
    let century = match year.len() {
        2 if year < "69" => "20",
        2 => "19",
        _ => "",
    };
    Some([century, year, "-", &two(&month.to_string()), "-", &two(day), &time].concat())
}

/// How a directive is to be padded.
#[derive(Clone, Copy, Default)]
struct Flags {
    pad: Option<char>,
    unpadded: bool,
    upper: bool,
    swap: bool,
    colons: usize,
    width: Option<usize>,
}

/// A moment by a pattern of Ruby's `strftime`.
pub fn format(moment: Moment, pattern: &str) -> String {
    let mut out = String::new();
    let parts = moment.parts();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let (flags, letters) = read_flags(after);
        let mut letters = letters.chars();
        let letter = letters.next();
        let shown = letter.and_then(|letter| directive(moment, &parts, letter, flags));
        match shown {
            Some(shown) if out.len() < 1 << 20 => {
                out.push_str(&shown);
                rest = letters.as_str();
            }
            _ => {
                out.push('%');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn read_flags(text: &str) -> (Flags, &str) {
    let mut flags = Flags::default();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match c {
            '-' => flags.unpadded = true,
            '0' if flags.width.is_none() => flags.pad = Some('0'),
            '_' => flags.pad = Some(' '),
            '^' => flags.upper = true,
            '#' => flags.swap = true,
            ':' => flags.colons += 1,
            '0'..='9' => {
                let digit = c.to_digit(10).unwrap_or(0) as usize;
                flags.width = Some((flags.width.unwrap_or(0) * 10 + digit).min(1024));
            }
            _ => break,
        }
        rest = rest.get(1..).unwrap_or("");
    }
    (flags, rest)
}

/// What a directive shows; nothing if there is none of that letter.
fn directive(moment: Moment, parts: &Parts, letter: char, flags: Flags) -> Option<String> {
    let name = |names: &[&str], at: i64| names.get(at as usize).copied().unwrap_or("").to_string();
    let short = |name: String| name.get(..3).unwrap_or(&name).to_string();
    let hour12 = (parts.hour + 11) % 12 + 1;
    let composed = |pattern: &str| format(moment, pattern);
    let number = |value: i64, width: usize, pad: char| padded(value, width, pad, flags);
    let text = match letter {
        'Y' => return Some(number(parts.year, if parts.year < 0 { 5 } else { 4 }, '0')),
        'C' => return Some(number(parts.year.div_euclid(100), 2, '0')),
        'y' => return Some(number(parts.year.rem_euclid(100), 2, '0')),
        'm' => return Some(number(parts.month, 2, '0')),
        'd' => return Some(number(parts.day, 2, '0')),
        'e' => return Some(number(parts.day, 2, ' ')),
        'j' => return Some(number(parts.year_day, 3, '0')),
        'H' => return Some(number(parts.hour, 2, '0')),
        'k' => return Some(number(parts.hour, 2, ' ')),
        'I' => return Some(number(hour12, 2, '0')),
        'l' => return Some(number(hour12, 2, ' ')),
        'M' => return Some(number(parts.minute, 2, '0')),
        'S' => return Some(number(parts.second, 2, '0')),
        'L' => return Some("0".repeat(flags.width.unwrap_or(3))),
        'N' => return Some("0".repeat(flags.width.unwrap_or(9))),
        's' => return Some(number(moment.local - moment.offset * 60, 1, '0')),
        'u' => return Some(number((parts.weekday + 6) % 7 + 1, 1, '0')),
        'w' => return Some(number(parts.weekday, 1, '0')),
        'U' => return Some(number((parts.year_day + 6 - parts.weekday) / 7, 2, '0')),
        'W' => return Some(number((parts.year_day + 6 - (parts.weekday + 6) % 7) / 7, 2, '0')),
        'V' => return Some(number(iso_week(parts).1, 2, '0')),
        'G' => return Some(number(iso_week(parts).0, 4, '0')),
        'g' => return Some(number(iso_week(parts).0.rem_euclid(100), 2, '0')),
        'z' => return Some(zone(moment.offset, flags.colons)),
        'Z' => String::from(if moment.offset == 0 { "UTC" } else { "" }),
        'B' => name(&MONTHS, parts.month - 1),
        'b' | 'h' => short(name(&MONTHS, parts.month - 1)),
        'A' => name(&DAYS, parts.weekday),
        'a' => short(name(&DAYS, parts.weekday)),
        'p' if flags.swap => String::from(if parts.hour < 12 { "am" } else { "pm" }),
        'p' => String::from(if parts.hour < 12 { "AM" } else { "PM" }),
        'P' => String::from(if parts.hour < 12 { "am" } else { "pm" }),
        'c' => composed("%a %b %e %H:%M:%S %Y"),
        'D' | 'x' => composed("%m/%d/%y"),
        'F' => composed("%Y-%m-%d"),
        'T' | 'X' => composed("%H:%M:%S"),
        'R' => composed("%H:%M"),
        'r' => composed("%I:%M:%S %p"),
        'v' => composed("%e-%^b-%Y"),
        'n' => String::from("\n"),
        't' => String::from("\t"),
        '%' => String::from("%"),
        _ => return None,
    };
    let text = if flags.upper || flags.swap && letter != 'p' { letters::upper(&text) } else { text };
    let missing = flags.width.unwrap_or(0).saturating_sub(text.len());
    let pad = if flags.pad == Some('0') { "0" } else { " " };
    Some([&*pad.repeat(missing), &text].concat())
}

fn padded(value: i64, width: usize, pad: char, flags: Flags) -> String {
    let digits = value.unsigned_abs().to_string();
    let sign = if value < 0 { "-" } else { "" };
    if flags.unpadded {
        return [sign, &digits].concat();
    }
    let pad = flags.pad.unwrap_or(pad);
    let missing = flags.width.unwrap_or(width).saturating_sub(digits.len() + sign.len());
    let padding = pad.to_string().repeat(missing);
    if pad == '0' { [sign, &padding, &digits].concat() } else { [&*padding, sign, &digits].concat() }
}

/// The year and week of ISO 8601.
fn iso_week(parts: &Parts) -> (i64, i64) {
    let weekday = (parts.weekday + 6) % 7;
    let week = (parts.year_day - 1 - weekday + 10) / 7;
    let weeks = |year: i64| {
        let first = (days_to(year) + 3).rem_euclid(7);
        let leap = days_to(year + 1) - days_to(year) == 366;
        // A year whose first day is a Thursday, or in a leap year a Wednesday, has 53.
        if first == 3 || leap && first == 2 { 53 } else { 52 }
    };
    if week < 1 {
        (parts.year - 1, weeks(parts.year - 1))
    } else if week > weeks(parts.year) {
        (parts.year + 1, 1)
    } else {
        (parts.year, week)
    }
}

fn zone(offset: i64, colons: usize) -> String {
    let two = |value: i64| padded(value, 2, '0', Flags::default());
    let sign = if offset < 0 { "-" } else { "+" };
    let colon = if colons > 0 { ":" } else { "" };
    let seconds = if colons > 1 { ":00" } else { "" };
    let minutes = offset.abs();
    [sign, &two(minutes / 60), colon, &two(minutes % 60), seconds].concat()
}
