//! `cs:date`: single dates, ranges, seasons, localized formats (CSL 1.0.2, "Date").

use super::inline::{Inline, Mark, push_rich, push_text};
use super::item::{self, DateParts};
use super::locale::{DateFormat, Form};
use super::numbers;
use super::render::{Flow, Render};
use super::style::{Date, DatePart, PLAIN, PartForm, PartName, Styling};

/// A part of a localized format with what the style changes about it.
struct Part<'a> {
    part: &'a DatePart,
    form: Option<PartForm>,
    over: Option<&'a DatePart>,
}

impl<'a> Part<'a> {
    fn name(&self) -> PartName {
        self.part.name
    }

    fn range_delimiter(&self) -> &'a str {
        let own = self.over.and_then(|over| over.range_delimiter.as_deref());
        own.or(self.part.range_delimiter.as_deref()).unwrap_or("–")
    }
}

impl<'a> Render<'a> {
    pub(crate) fn date(&mut self, date: &'a Date) -> Flow {
        // When a work was looked at does not tell it from another, as in citeproc-js.
        let passed = self.comparing && date.variable == "accessed";
        if passed || self.used.contains(&date.variable.as_str()) {
            return Flow::variable(false);
        }
        let Some(value) = self.date_of(&date.variable) else { return Flow::variable(false) };
        let Some(start) = value.start else {
            let part = date.parts.iter().find(|part| part.name == PartName::Year);
            let shown = date.localized.is_some() || part.is_some();
            if value.literal.is_empty() || !shown || self.sorting.is_some() {
                return Flow::variable(false);
            }
            self.note_use(&date.variable);
            // Words stand in the place of the year.
            let styling = part.filter(|_| date.localized.is_none()).map_or(&PLAIN, |part| &part.styling);
            self.styled(styling, |own| {
                push_rich(&mut own.out, &value.literal);
                own.year_suffix();
                Flow::variable(true)
            });
            return Flow::variable(true);
        };
        if self.sorting.is_some() {
            // A date sorts by its digits, whatever it looks like (CSL 1.0.2, "Sorting").
            let has = |name| date.parts.iter().any(|part| part.name == name);
            let local = date.localized.is_some();
            let month = if local { date.month } else { has(PartName::Month) };
            let day = if local { date.day } else { has(PartName::Day) };
            push_text(&mut self.out, &key(value, month, day));
            return Flow::variable(true);
        }
        let (parts, delimiter) = self.date_parts(date);
        let from = self.out.len();
        match value.end.filter(|end| *end != start) {
            Some(end) => self.date_range(&parts, delimiter, start, end),
            None => self.date_run(&parts, delimiter, start, [false, false], true),
        }
        let rendered = self.out.len() > from;
        if rendered {
            self.note_use(&date.variable);
        }
        Flow::variable(rendered)
    }

    /// The parts to show, in their order, and what stands between them.
    fn date_parts(&self, date: &'a Date) -> (Vec<Part<'a>>, &'a str) {
        let Some(numeric) = date.localized else {
            let parts = date.parts.iter().map(|part| Part { part, form: part.form, over: None });
            return (parts.collect(), &date.delimiter);
        };
        let Some(DateFormat { delimiter, parts }) = self.shared.lookup.date(numeric) else {
            return (Vec::new(), "");
        };
        let shown = parts.iter().filter(|part| match part.name {
            PartName::Year => true,
            PartName::Month => date.month,
            PartName::Day => date.day,
        });
        let merged = shown.map(|part| {
            let over = date.parts.iter().find(|over| over.name == part.name);
            Part { part, form: over.and_then(|over| over.form).or(part.form), over }
        });
        (merged.collect(), delimiter)
    }

    /// Parts of one date. `cut` drops the prefix of the first and the suffix of the last.
    fn date_run(
        &mut self,
        parts: &[Part<'a>],
        delimiter: &str,
        value: DateParts,
        cut: [bool; 2],
        suffix: bool,
    ) {
        let there = |part: &&Part| match part.name() {
            PartName::Year => true,
            PartName::Month => value.month.is_some() || value.season.is_some(),
            PartName::Day => value.day.is_some() && value.month.is_some(),
        };
        let count = parts.iter().filter(there).count();
        let mut any = false;
        for (at, part) in parts.iter().filter(there).enumerate() {
            let start = self.out.len();
            if any {
                push_text(&mut self.out, delimiter);
            }
            let content = self.out.len();
            let styling = &part.part.styling;
            if !(cut[0] && at == 0) {
                push_rich(&mut self.out, &styling.prefix);
            }
            let inside = self.out.len();
            self.part_text(part, value, suffix);
            if self.out.len() == inside {
                self.out.truncate(start);
                continue;
            }
            if !(cut[1] && at + 1 == count) {
                push_rich(&mut self.out, &styling.suffix);
            }
            any |= self.out.len() > content;
        }
    }

    /// A part without its affixes, formatted.
    fn part_text(&mut self, part: &Part<'a>, value: DateParts, suffix: bool) {
        let year = part.name() == PartName::Year;
        let left_out = year && self.without.year && !self.year_suffix_done;
        let mut text = if left_out { String::new() } else { self.part_value(part, value) };
        // The style's own formatting is the inner one; its affixes do not replace the locale's.
        let over = part.over.map(|over| &over.styling);
        let layers: [Option<&'a Styling>; 2] = [Some(&part.part.styling), over];
        let from = self.out.len();
        for font in layers.into_iter().flatten().flat_map(|layer| &layer.fonts) {
            self.out.push(Inline::Open(Mark::Font(*font)));
        }
        let inside = self.out.len();
        if layers.into_iter().flatten().any(|layer| layer.strip_periods) {
            text.retain(|c| c != '.');
        }
        push_text(&mut self.out, &text);
        for case in layers.into_iter().flatten().filter_map(|layer| layer.case) {
            super::text_case::apply(&mut self.out[inside..], case, self.shared.lookup.language);
        }
        if self.out.len() > inside {
            for _ in 0..inside - from {
                self.out.push(Inline::Close);
            }
        } else {
            self.out.truncate(from);
        }
        if year && suffix {
            self.year_suffix();
        }
    }

    /// What a part says, in its form.
    fn part_value(&self, part: &Part, value: DateParts) -> String {
        let lookup = &self.shared.lookup;
        let mut text = String::new();
        match part.name() {
            PartName::Year => {
                let year = value.year.unsigned_abs();
                // The year 0 is none: an open end.
                if year == 0 {
                } else if part.form == Some(PartForm::Short) && year >= 1000 {
                    two_digits(&mut text, year % 100);
                } else {
                    text.push_str(&year.to_string());
                }
                if value.year < 0 {
                    text.push_str(lookup.text("bc", Form::Long, false));
                } else if value.year < 1000 && value.year > 0 {
                    text.push_str(lookup.text("ad", Form::Long, false));
                }
            }
            PartName::Month => match (value.month, value.season) {
                (Some(month), _) => match part.form {
                    Some(PartForm::Numeric) => text.push_str(&month.to_string()),
                    Some(PartForm::LeadingZeros) => two_digits(&mut text, u32::from(month)),
                    form => {
                        let form = if form == Some(PartForm::Short) { Form::Short } else { Form::Long };
                        text.push_str(lookup.text(&numbered("month-", month), form, false));
                    }
                },
                (None, Some(season)) => {
                    text.push_str(lookup.text(&numbered("season-", season), Form::Long, false));
                }
                (None, None) => {}
            },
            PartName::Day => {
                let day = value.day.unwrap_or(0);
                match part.form {
                    Some(PartForm::LeadingZeros) => two_digits(&mut text, u32::from(day)),
                    Some(PartForm::Ordinal) if day == 1 || !lookup.limit_day_ordinals => {
                        text.push_str(&day.to_string());
                        let gender = lookup.gender(&numbered("month-", value.month.unwrap_or(1)));
                        text.push_str(lookup.ordinal(u32::from(day), gender));
                    }
                    _ => text.push_str(&day.to_string()),
                }
            }
        }
        text
    }

    /// The year suffix, unless the style has a place of its own for it.
    fn year_suffix(&mut self) {
        if self.year_suffix_done || self.shared.style.own_year_suffix || self.sorting.is_some() {
            return;
        }
        if let Some(number) = self.disambiguation.year_suffix {
            self.year_suffix_done = true;
            push_text(&mut self.out, &numbers::letters(number));
        }
    }

    /// A range: what both ends share is shown once (CSL 1.0.2, "Date Ranges").
    fn date_range(&mut self, parts: &[Part<'a>], delimiter: &str, start: DateParts, end: DateParts) {
        let month =
            |value: DateParts| value.month.map(u32::from).or(value.season.map(|s| 100 + u32::from(s)));
        let differs = if start.year != end.year {
            PartName::Year
        } else if month(start) != month(end) {
            PartName::Month
        } else {
            PartName::Day
        };
        let twice = |part: &Part| match differs {
            PartName::Year => true,
            PartName::Month => part.name() != PartName::Year,
            PartName::Day => part.name() == PartName::Day,
        };
        let there = |part: &Part| match part.name() {
            PartName::Year => true,
            PartName::Month => month(start).is_some() || month(end).is_some(),
            PartName::Day => start.day.is_some() || end.day.is_some(),
        };
        let wanted = |part: &Part| twice(part) && there(part);
        let (Some(from), Some(to)) = (parts.iter().position(wanted), parts.iter().rposition(wanted)) else {
            self.date_run(parts, delimiter, start, [false, false], true);
            return;
        };
        let named = |name: PartName| parts.iter().find(|part| part.name() == name);
        let dash = named(differs).or(named(PartName::Year)).map_or("–", |part| part.range_delimiter());
        let begin = self.out.len();
        self.date_run(&parts[..from], delimiter, start, [false, false], true);
        if self.out.len() > begin {
            push_text(&mut self.out, delimiter);
        }
        self.date_run(&parts[from..=to], delimiter, start, [false, true], false);
        push_text(&mut self.out, dash);
        self.date_run(&parts[from..=to], delimiter, end, [true, false], true);
        let before = self.out.len();
        push_text(&mut self.out, delimiter);
        let after = self.out.len();
        self.date_run(&parts[to + 1..], delimiter, end, [false, false], true);
        if self.out.len() == after {
            self.out.truncate(before);
        }
    }
}

fn two_digits(out: &mut String, number: u32) {
    if number < 10 {
        out.push('0');
    }
    out.push_str(&number.to_string());
}

fn numbered(name: &str, number: u8) -> String {
    let mut out = name.to_string();
    two_digits(&mut out, u32::from(number));
    out
}

/// A date as a key that sorts: the start, then the end.
pub(crate) fn sort_key(date: &item::Date) -> String {
    key(date, true, true)
}

fn key(date: &item::Date, month: bool, day: bool) -> String {
    let mut out = String::new();
    for parts in [date.start, date.end].into_iter().flatten() {
        // Years before Christ come first: all years are made positive, of one length. Each part is a number of its own.
        out.push_str(if out.is_empty() { "" } else { " " });
        out.push_str(&(i64::from(parts.year) + 5_000_000_000).to_string());
        if month {
            out.push(' ');
            two_digits(&mut out, u32::from(parts.month.or(parts.season.map(|s| s * 3)).unwrap_or(0)));
        }
        if day {
            out.push(' ');
            two_digits(&mut out, u32::from(parts.day.unwrap_or(0)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::csl::{Date, DateParts, Item, Locale, Options, Style, process};

    #[test]
    fn dates_and_ranges() {
        let parts = |year: i32, month: u8, day: u8| DateParts {
            year,
            month: (1..13).contains(&month).then_some(month),
            day: (day > 0).then_some(day),
            season: month.checked_sub(20),
        };
        let locale = [Locale::parse(include_str!("../../csl/locales-en-US.xml")).unwrap()];
        let text = "form='text'";
        let year = "form='text' date-parts='year'";
        for (attributes, start, end, expected) in [
            (text, parts(2008, 5, 6), None, "May 6, 2008"),
            (text, parts(2008, 5, 6), Some(parts(2008, 5, 9)), "May 6–9, 2008"),
            (text, parts(2008, 5, 6), Some(parts(2008, 6, 1)), "May 6–June 1, 2008"),
            (text, parts(2008, 5, 6), Some(parts(2009, 1, 1)), "May 6, 2008–January 1, 2009"),
            (text, parts(2008, 5, 0), Some(parts(2008, 6, 0)), "May–June 2008"),
            (text, parts(2008, 21, 0), None, "Spring 2008"),
            (year, parts(2008, 5, 6), Some(parts(2009, 0, 0)), "2008–2009"),
            (year, parts(2008, 5, 6), Some(parts(2008, 6, 6)), "2008"),
            ("form='numeric'", parts(2008, 5, 6), None, "05/06/2008"),
        ] {
            let style = format!(
                "<style><citation><layout/></citation><bibliography><layout><date variable='issued' {attributes}/>\
                 </layout></bibliography></style>"
            );
            let date = Date { start: Some(start), end, ..Date::default() };
            let item = Item { dates: vec![("issued".into(), date)], ..Item::default() };
            let style = Style::parse(&style).unwrap();
            let processed = process(&style, &locale, &[item], &[], &Options::default());
            assert_eq!(processed.bibliography[0].html.as_str(), expected, "{attributes} {start:?} {end:?}");
        }
    }
}
