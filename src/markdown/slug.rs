//! Ids of headers, as kramdown's GFM parser makes them. [`slug`] is the entrance.

use crate::letters;

/// The id for a header's text: small letters; letters, digits, `_` and `-` stay, each space becomes `-`.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '\t' => out.push('-'),
            '-' | '_' => out.push(c),
            _ if c.is_alphabetic() || is_digit(c) || is_mark(c) => out.push_str(&letters::lower_char(c)),
            _ => {}
        }
    }
    out
}

/// Decimal digits; superscripts, fractions and numbers in circles are not.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || (c.is_numeric() && c >= '\u{660}' && !('\u{2070}'..='\u{33FF}').contains(&c))
}

/// Combining marks and joiners, which belong to words.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{94D}' | '\u{9CD}' | '\u{200C}' | '\u{200D}' | '\u{203F}' | '\u{2040}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE0F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_kramdown() {
        for (text, id) in [
            ("M^3CoT: A Novel Benchmark", "m3cot-a-novel-benchmark"),
            ("12. Another one-1-here", "12-another-one-1-here"),
            ("Do ^& it now", "do--it-now"),
            ("header #", "header-"),
            ("Transliterated: Đây-là", "transliterated-đây-là"),
            ("x² “y”", "x-y"),
        ] {
            assert_eq!(slug(text), id);
        }
    }
}
