//! The `citation-label`, such as `Doe65`, where an item brings none (citeproc-js's default "trigraph").

use super::item::Item;

/// Parts of up to four family names and the last two digits of the year.
pub(crate) fn citation_label(item: &Item) -> String {
    if let Some(own) = item.variable("citation-label") {
        return own.to_string();
    }
    let names = item.names.iter().find(|(_, list)| !list.is_empty()).map_or(&[][..], |(_, list)| list);
    let length = match names.len() {
        0 | 1 => 4,
        2 | 3 => 2,
        _ => 1,
    };
    let mut out = String::new();
    for name in names.iter().take(4) {
        let family = if name.family.is_empty() { &name.literal } else { &name.family };
        out.extend(family.chars().filter(|c| c.is_alphanumeric()).take(length));
    }
    if let Some(start) = item.date("issued").and_then(|date| date.start) {
        let year = start.year.unsigned_abs() % 100;
        out.push_str(if year < 10 { "0" } else { "" });
        out.push_str(&year.to_string());
    }
    out
}
