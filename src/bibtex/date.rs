//! Dates of works: BibLaTeX's `date` (ISO 8601-2, ranges included) and BibTeX's year, month and day.
//! [`parse`] and [`from_year`] are the entrances.

use crate::csl::{Date, DateParts};
use crate::date::MONTHS;

/// A `date`, `urldate` or the like, such as `2020-05`, `1999~`, `2001-01/2001-03`, `2020/..`, or in words; what is
/// of no such form is a literal.
pub(super) fn parse(written: &str) -> Option<Date> {
    let text = written.trim();
    if text.is_empty() {
        return None;
    }
    let literal = || {
        let year = text.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 4);
        let literal = || Date { literal: text.to_owned(), ..Date::default() };
        year.and_then(|year| in_words(year, text)).unwrap_or_else(literal)
    };
    // LaTeX makes a space of `~`.
    let doubts = ['~', '\u{A0}', '?', '%'];
    let approximate = written.contains(doubts);
    let plain = written.replace(doubts, "");
    let (start, end) =
        plain.split_once('/').map_or((plain.as_str(), None), |(start, end)| (start, Some(end)));
    let open = |part: &str| matches!(part.trim(), "" | ".." | "open" | "unknown");
    let date = |end| Some(Date { start: Some(parts(start)?), end, approximate, ..Date::default() });
    let date = match end.filter(|end| !open(end)) {
        // A range that is still going on: CSL has no word for it but the first day.
        None => date(None),
        Some(end) => parts(end).and_then(|end| date(Some(end))),
    };
    Some(date.unwrap_or_else(literal))
}

/// `2020`, `2020-05`, `2020-05-17`, `-0044`, a season as month 21 to 24; a time behind `T` is dropped.
fn parts(text: &str) -> Option<DateParts> {
    let text = text.trim().split('T').next().unwrap_or("");
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let mut numbers = digits.split('-').map(|number| number.trim());
    let mut parts = DateParts { year: sign * number(numbers.next()?)? as i32, ..DateParts::default() };
    if let Some(month) = numbers.next() {
        match number(month)? {
            // `2020-00-00` has no more than a year.
            0 => return Some(parts),
            month @ 1..=12 => parts.month = Some(month as u8),
            season @ 21..=24 => parts.season = Some(season as u8 - 20),
            _ => return None,
        }
        if let Some(day) = numbers.next() {
            parts.day = Some(number(day).filter(|day| (1..=31).contains(day))? as u8);
        }
    }
    numbers.next().is_none().then_some(parts)
}

fn number(text: &str) -> Option<u32> {
    (text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// BibTeX's year, month and day. A year that is no number, such as "in press", is a literal. The month
/// may contain the day, as in `10~jan` or `January 10`.
pub(super) fn from_year(year: &str, month_text: &str, day: &str) -> Option<Date> {
    let year = year.trim();
    if year.is_empty() {
        return None;
    }
    let Some(year) = number(year) else {
        return Some(Date { literal: year.to_owned(), ..Date::default() });
    };
    let mut parts = DateParts { year: year as i32, ..DateParts::default() };
    let mut day = number(day.trim());
    for word in month_text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let numeric = number(word)
            .filter(|_| parts.month.is_none() && !month_text.contains(|c: char| c.is_ascii_alphabetic()));
        match (month(word), numeric) {
            (Some(month), _) if parts.month.is_none() => parts.month = Some(month),
            (_, Some(month @ 1..=12)) => parts.month = Some(month as u8),
            _ => {
                day = day.or_else(|| number(word));
                parts.season = parts.season.or_else(|| season(word));
            }
        }
    }
    parts.season = parts.season.filter(|_| parts.month.is_none());
    parts.day = day.filter(|day| parts.month.is_some() && (1..=31).contains(day)).map(|day| day as u8);
    Some(Date { start: Some(parts), ..Date::default() })
}

/// A day of this year in words, `June 2` or `December 10, 2024`; nothing if there are other words.
pub(super) fn in_words(year: &str, text: &str) -> Option<Date> {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let dated = words.all(|word| month(word).or(season(word)).is_some() || number(word).is_some());
    let date = from_year(year, &text.replacen(year, "", 1), "").filter(|_| dated)?;
    let start = date.start?;
    start.month.or(start.season).is_some().then_some(date)
}

/// The number of a month from its English or German name or the first three letters of it.
pub(super) fn month(word: &str) -> Option<u8> {
    const GERMAN: [(&str, u8); 4] = [("mär", 3), ("mai", 5), ("okt", 10), ("dez", 12)];
    let begins = |name: &str| word.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    let english = MONTHS.iter().zip(1..).find(|(name, _)| begins(&name[..3])).map(|(_, number)| number);
    english.or_else(|| GERMAN.into_iter().find(|(name, _)| begins(name)).map(|(_, number)| number))
}

/// The number of a season from its English name; spring is 1.
fn season(word: &str) -> Option<u8> {
    const SEASONS: [(&str, u8); 5] =
        [("spring", 1), ("summer", 2), ("autumn", 3), ("fall", 3), ("winter", 4)];
    SEASONS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, number)| *number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(date: Option<Date>) -> String {
        let Some(date) = date else { return "none".into() };
        let day = |parts: DateParts| {
            let mut text = parts.year.to_string();
            for part in [parts.month, parts.season.map(|season| season + 20), parts.day].into_iter().flatten()
            {
                text += &format!("-{part}");
            }
            text
        };
        let end = date.end.map_or(String::new(), |end| format!("/{}", day(end)));
        let start = date.start.map_or(String::new(), day);
        format!("{start}{end}{}{}", if date.approximate { "~" } else { "" }, date.literal)
    }

    #[test]
    fn dates() {
        for (text, expected) in [
            ("2020", "2020"),
            ("2020-05", "2020-5"),
            ("2020-05-17", "2020-5-17"),
            ("2020-05-17T10:00:00Z", "2020-5-17"),
            ("1999~", "1999~"),
            ("1999\u{A0}", "1999~"),
            ("2001-01/2001-03", "2001-1/2001-3"),
            ("2020/..", "2020"),
            ("2020-21", "2020-21"),
            ("-0044-03-15", "-44-3-15"),
            ("2020-13", "2020-13"),
            ("2020-00-01", "2020"),
            ("Spring 2020", "2020-21"),
            ("December 10, 2024", "2024-12-10"),
            ("10 Dez. 2024", "2024-12-10"),
            ("2024/Mai", "2024-5"),
            ("3. März 2024", "2024-3-3"),
            ("week 3 of 2020", "week 3 of 2020"),
            ("in 2020", "in 2020"),
            ("", "none"),
        ] {
            assert_eq!(shown(parse(text)), expected, "{text}");
        }
        assert_eq!(parse("2020-13").map(|date| date.literal), Some("2020-13".into()));
    }

    #[test]
    fn years_with_months() {
        for (year, month, day, expected) in [
            ("2008", "", "", "2008"),
            ("2008", "mar", "", "2008-3"),
            ("2008", "March", "", "2008-3"),
            ("2008", "März", "", "2008-3"),
            ("2008", "3", "14", "2008-3-14"),
            ("2008", "10~jan", "", "2008-1-10"),
            ("2008", "January 10", "", "2008-1-10"),
            ("2008", "jun-jul", "", "2008-6"),
            ("2008", "#sep#", "", "2008-9"),
            ("2008", "Fall", "", "2008-23"),
            ("2008", "July 21--27", "", "2008-7-21"),
            ("2008", "", "14", "2008"),
            ("in press", "mar", "", "in press"),
            ("", "mar", "", "none"),
        ] {
            assert_eq!(shown(from_year(year, month, day)), expected, "{year} {month} {day}");
        }
    }
}
