//! An entry's fields as jekyll-scholar queries, sorts and groups by them. [`of`] is the entrance.

use crate::bibtex::Entry;
use crate::csl::Name;
use crate::date::MONTHS;
use std::cmp::Ordering;

/// The fields that bibtex-ruby reads as names.
const NAMES: [&str; 6] = ["author", "editor", "translator", "director", "producer", "composer"];

/// Whether a field holds names.
pub(super) fn is_names(field: &str) -> bool {
    NAMES.contains(&field)
}

/// A field's value as text: names as `Last, First and …`, months as `jan`, `month_numeric` their number,
/// `key` the entry's own.
pub(super) fn of(entry: &Entry, field: &str) -> Option<String> {
    match field {
        "key" | "id" => Some(entry.key.clone()),
        "month_numeric" => entry.month().map(|month| month.to_string()),
        "month" => entry.month().and_then(month_word).or_else(|| entry.plain(field)),
        // A part's container has its title where it says nothing itself.
        "booktitle" => entry.plain(field).or_else(|| entry.plain("title")),
        _ if is_names(field) => entry.raw(field).map(|_| names(&entry.names(field))),
        _ => entry.plain(field),
    }
}

/// BibTeX's abbreviation of a month: `jan` for 1.
pub(super) fn month_word(month: u8) -> Option<String> {
    Some(MONTHS.get(usize::from(month).checked_sub(1)?)?.get(..3)?.to_ascii_lowercase())
}

/// Who stands behind a work: its author, or else its editor, institution, organization or publisher.
pub(super) fn name(entry: &Entry) -> String {
    let fields = ["author", "editor", "institution", "organization", "publisher"];
    fields.into_iter().find_map(|field| of(entry, field)).unwrap_or_default()
}

/// `Flanagan, David and Matsumoto, Yukihiro`
fn names(names: &[Name]) -> String {
    let mut out = String::new();
    for name in names {
        if !out.is_empty() {
            out.push_str(" and ");
        }
        out.push_str(&sort_order(name));
    }
    out
}

/// `von Last, Jr, First`
pub(super) fn sort_order(name: &Name) -> String {
    let mut out = name.literal.clone();
    for (part, separator) in [
        (&name.dropping_particle, " "),
        (&name.non_dropping_particle, " "),
        (&name.family, " "),
        (&name.suffix, ", "),
        (&name.given, ", "),
    ] {
        if !part.is_empty() {
            if !out.is_empty() {
                out.push_str(separator);
            }
            out.push_str(part);
        }
    }
    out
}

/// The order of two values: of two numbers by what they count, of two texts by their letters, a number
/// before a text.
pub(super) fn compare(one: &str, other: &str) -> Ordering {
    match (digits(one), digits(other)) {
        (Some(one), Some(other)) => one.len().cmp(&other.len()).then(one.cmp(other)),
        (Some(_), None) if !other.is_empty() => Ordering::Less,
        (None, Some(_)) if !one.is_empty() => Ordering::Greater,
        _ => one.cmp(other),
    }
}

/// A number's digits without zeros before them.
fn digits(text: &str) -> Option<&str> {
    let text = text.trim();
    let all = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| text.trim_start_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bibtex::Bibliography;

    #[test]
    fn values_are_those_of_bibtex_ruby() {
        let source = "@book{k, author={Ludwig van Beethoven and {The Group} and King, Jr., Martin}, month={August}, year=2001}";
        let entry = Bibliography::index("a.bib", source).decode("k").unwrap();
        for (field, value) in [
            ("author", Some("van Beethoven, Ludwig and The Group and King, Jr., Martin")),
            ("month", Some("aug")),
            ("month_numeric", Some("8")),
            ("key", Some("k")),
            ("editor", None),
            ("year", Some("2001")),
        ] {
            assert_eq!(of(&entry, field).as_deref(), value, "{field}");
        }
        assert_eq!(compare("9", "10"), Ordering::Less);
        assert_eq!(compare("9a", "10a"), Ordering::Greater);
        // One order for all: else sorting by it would have none to go by.
        for (one, other) in [("", "1"), ("", "a"), ("2", "10"), ("10", "1a"), ("2", "1a"), ("1a", "2a")] {
            assert_eq!(compare(one, other), Ordering::Less, "{one} {other}");
            assert_eq!(compare(other, one), Ordering::Greater, "{other} {one}");
        }
    }
}
