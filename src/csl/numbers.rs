//! Numbers: what is numeric, ordinals, roman numerals and page ranges (CSL 1.0.2, "Number", "Page Ranges").

use super::style::PageRanges;

/// Whether a content is numeric: numbers with optional affixes, joined by hyphens, commas or ampersands
/// (CSL 1.0.2, "is-numeric").
pub(crate) fn is_numeric(text: &str) -> bool {
    let mut any = false;
    for piece in text.split(is_joint) {
        let piece = piece.trim();
        let mut digits = false;
        let (mut before, mut after) = (0, 0);
        for c in piece.chars() {
            if c.is_ascii_digit() {
                if after > 0 {
                    return false;
                }
                digits = true;
            } else if c.is_whitespace() {
                return false;
            } else if digits {
                after += 1;
            } else {
                before += 1;
            }
        }
        if !digits {
            // A whole roman numeral counts as well.
            let roman = !piece.is_empty() && piece.chars().all(is_roman);
            if !roman {
                return false;
            }
        } else if before > 4 || after > 4 {
            return false;
        }
        any = true;
    }
    any
}

fn is_roman(c: char) -> bool {
    "ivxlcdmIVXLCDM".contains(c)
}

fn is_joint(c: char) -> bool {
    matches!(c, '-' | '–' | ',' | '&')
}

/// Whether a content names more than one thing: a range, a list.
pub(crate) fn is_plural(text: &str) -> bool {
    // An escaped hyphen is part of one number.
    let text = text.trim().replace("\\-", "");
    let range = |text: &str| text.chars().any(|c| c.is_ascii_digit()) || text.chars().all(is_roman);
    let mut pieces = text.split(['-', '–']);
    if let (Some(first), Some(last), None) = (pieces.next(), pieces.next(), pieces.next())
        && !(range(first.trim()) && range(last.trim()))
    {
        return false;
    }
    let mut seen = false;
    let mut joint = false;
    for c in text.chars() {
        if is_joint(c) {
            joint = seen;
        } else if c.is_alphanumeric() {
            if joint {
                return true;
            }
            seen = true;
        }
    }
    text.contains(" and ") || text.contains(" et ") || text.contains(" und ")
}

/// The pieces of a numeric content: numbers, and what stands between them (`true`).
pub(crate) fn pieces(text: &str) -> Vec<(bool, &str)> {
    let mut out = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find(|c: char| is_joint(c) || c.is_whitespace()).unwrap_or(rest.len());
        if end > 0 {
            out.push((false, &rest[..end]));
        }
        rest = &rest[end..];
        let end = rest.find(|c: char| !is_joint(c) && !c.is_whitespace()).unwrap_or(rest.len());
        if end > 0 {
            out.push((true, &rest[..end]));
        }
        rest = &rest[end..];
    }
    out
}

/// A roman numeral in lower case; `None` for what it cannot write.
pub(crate) fn roman(mut number: u32) -> Option<String> {
    if number == 0 || number > 4999 {
        return None;
    }
    let mut out = String::new();
    for (value, numeral) in [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ] {
        while number >= value {
            out.push_str(numeral);
            number -= value;
        }
    }
    Some(out)
}

/// A number from 0 as letters: a, …, z, aa, ab, …
pub(crate) fn letters(mut number: usize) -> String {
    let mut out = Vec::new();
    loop {
        out.push(b'a' + (number % 26) as u8);
        if number < 26 {
            break;
        }
        number = number / 26 - 1;
    }
    out.iter().rev().map(|byte| char::from(*byte)).collect()
}

/// A content with its ranges of pages in the style's format, `delimiter` between the ends of each.
pub(crate) fn page_ranges(text: &str, format: PageRanges, delimiter: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    // Ranges stand between commas and ampersands.
    for (at, c) in text.char_indices() {
        if matches!(c, ',' | '&' | ';') {
            range(&mut out, &text[from..at], format, delimiter);
            out.push(c);
            from = at + c.len_utf8();
        }
    }
    range(&mut out, &text[from..], format, delimiter);
    out
}

fn range(out: &mut String, text: &str, format: PageRanges, delimiter: &str) {
    let trimmed = text.trim();
    let mut ends = trimmed.split(['-', '–']).map(str::trim).filter(|end| !end.is_empty());
    let (Some(first), Some(last), None) = (ends.next(), ends.next(), ends.next()) else {
        out.push_str(text);
        return;
    };
    out.push_str(&text[..text.len() - text.trim_start().len()]);
    let digits = |text: &str| {
        text.rfind(|c: char| !c.is_ascii_digit())
            .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8))
    };
    let (first_prefix, first_number) = first.split_at(digits(first));
    let (last_prefix, last_number) = last.split_at(digits(last));
    let numeric = !first_number.is_empty()
        && !last_number.is_empty()
        && first_prefix == last_prefix
        && first_number.len() < 15;
    let has_number = |text: &str| text.chars().any(|c| c.is_ascii_digit());
    let page = |text: &str| has_number(text) || text.chars().all(is_roman);
    if text.contains("\\-") {
        // An escaped hyphen is one, and no range.
        out.push_str(&text.replace("\\-", "-"));
        return;
    }
    if !page(first) || !page(last) {
        out.push_str(text.trim_start());
        return;
    }
    let roman = first_number.is_empty() && last_number.is_empty();
    if !numeric && !roman && format != PageRanges::AsIs {
        out.push_str(&[first, "-", last].concat());
        return;
    }
    out.push_str(first);
    if !numeric || format == PageRanges::AsIs {
        out.push_str(delimiter);
        out.push_str(last);
    } else {
        // All of the last page's digits: 321-25 is 321-325.
        let mut whole = last_number.to_string();
        if last_number.len() < first_number.len() {
            whole.insert_str(0, &first_number[..first_number.len() - last_number.len()]);
        }
        let same = first_number.len() == whole.len();
        let common = first_number.bytes().zip(whole.bytes()).take_while(|(a, b)| a == b).count();
        let length = first_number.len();
        let keep = match format {
            _ if !same => whole.len(),
            PageRanges::Minimal => (length - common).max(1),
            PageRanges::MinimalTwo => (length - common).max(2.min(length)),
            PageRanges::Chicago15 | PageRanges::Chicago16 => {
                let value: u64 = first_number.parse().unwrap_or(0);
                if length < 3 || value.is_multiple_of(100) {
                    length
                } else if value % 100 < 10 {
                    (length - common).max(1)
                } else if length == 4 && format == PageRanges::Chicago15 && length - common >= 3 {
                    length
                } else {
                    (length - common).max(2)
                }
            }
            _ => length,
        };
        out.push_str(delimiter);
        // The shorter formats leave out letters that both ends have: S1–15.
        if format == PageRanges::Expanded {
            out.push_str(last_prefix);
        }
        out.push_str(&whole[whole.len() - keep.min(whole.len())..]);
    }
    out.push_str(&text[text.trim_end().len()..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numeric_contents() {
        for yes in ["1", "2-4", "2, 3 & 4", "D2", "15a", "3rd", "XXV"] {
            assert!(is_numeric(yes), "{yes}");
        }
        for no in ["", "second", "2nd edition", "1 2", "-", "a", "Special issue 3"] {
            assert!(!is_numeric(no), "{no}");
        }
    }

    #[test]
    fn letters_and_roman() {
        assert_eq!(letters(0) + &letters(25) + &letters(26) + &letters(702), "azaaaaa");
        assert_eq!(roman(1994).as_deref(), Some("mcmxciv"));
        assert_eq!(roman(5000), None);
    }

    #[test]
    fn ranges_of_pages() {
        use PageRanges::*;
        for (format, text, expected) in [
            (AsIs, "42-5", "42–5"),
            (Expanded, "42-5", "42–45"),
            (Expanded, "N110-N5", "N110–N115"),
            (Expanded, "123-N126", "123-N126"),
            (Minimal, "42-45", "42–5"),
            (MinimalTwo, "101-105", "101–05"),
            (Chicago15, "3-10", "3–10"),
            (Chicago15, "100-104", "100–104"),
            (Chicago15, "107-108", "107–8"),
            (Chicago15, "107-107", "107–7"),
            (Chicago15, "321-328", "321–28"),
            (Chicago15, "1496-1504", "1496–1504"),
            (Chicago16, "1496-1504", "1496–504"),
            (Expanded, "1-3, 10-2 & iv-x", "1–3, 10–12 & iv–x"),
            (Expanded, "e12-q, A-B, 1", "e12-q, A-B, 1"),
        ] {
            assert_eq!(page_ranges(text, format, "–"), expected, "{text}");
        }
    }
}
