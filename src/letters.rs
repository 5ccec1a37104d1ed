//! Letters in upper and lower case, as Unicode says it: [`upper`] and [`lower`]; and those that stand in a text as
//! references: [`reference`] and [`unescaped`].
//!
//! std brings tables for that, 5 KB of every program. In a browser there are the same tables already: what runs there
//! asks it, the only thing that differs from the native program.

use crate::placeholder;
use std::borrow::Cow;

/// The text in capitals.
pub fn upper(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_uppercase() } else { unicode::upper(text) }
}

/// The text in small letters.
pub fn lower(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { unicode::lower(text) }
}

/// The capital of a letter, which may be several.
pub fn upper_char(c: char) -> String {
    upper(c.encode_utf8(&mut [0; 4]))
}

/// The small letter, which may have a mark of its own.
pub fn lower_char(c: char) -> String {
    lower(c.encode_utf8(&mut [0; 4]))
}

/// The character that a reference stands for, by what is between `&` and `;`: a number, as long as CommonMark allows
/// (section 6.2), or a name that XML and LaTeX's exporters know. None stands for one of our marks.
pub fn reference(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return Some(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => '\u{A0}',
            _ => return None,
        });
    };
    let (digits, radix, longest) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16, 6),
        None => (number, 10, 7),
    };
    // `from_str_radix` would take a sign as well.
    let usual = digits.len() <= longest && digits.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let code = u32::from_str_radix(digits, radix).ok().filter(|code| usual && *code != 0)?;
    char::from_u32(code).filter(|c| !placeholder::is_mark(*c))
}

/// The text with its references replaced; unknown ones stay.
pub fn unescaped(text: &str) -> Cow<'_, str> {
    let Some((before, behind)) = text.split_once('&') else { return text.into() };
    let mut out = String::with_capacity(text.len());
    out.push_str(before);
    for piece in behind.split('&') {
        let known = piece.split_once(';').and_then(|(name, rest)| Some((reference(name)?, rest)));
        out.push(known.map_or('&', |(c, _)| c));
        out.push_str(known.map_or(piece, |(_, rest)| rest));
    }
    out.into()
}

#[cfg(not(target_arch = "wasm32"))]
mod unicode {
    pub fn upper(text: &str) -> String {
        text.to_uppercase()
    }

    pub fn lower(text: &str) -> String {
        text.to_lowercase()
    }
}

#[cfg(target_arch = "wasm32")]
mod unicode {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = ["String", "prototype", "toUpperCase"], js_name = call)]
        pub fn upper(text: &str) -> String;
        #[wasm_bindgen(js_namespace = ["String", "prototype", "toLowerCase"], js_name = call)]
        pub fn lower(text: &str) -> String;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_change_as_in_browsers() {
        // `String.prototype.toUpperCase` and `toLowerCase` give the same.
        for (text, capitals, small) in [
            ("Straße ŉ", "STRASSE ʼN", "straße ŉ"),
            ("ΌΣΟΣ ΑΣ", "ΌΣΟΣ ΑΣ", "όσος ας"),
            ("İıi", "İII", "i\u{307}ıi"),
            ("ǅ ﬁ", "Ǆ FI", "ǆ ﬁ"),
        ] {
            assert_eq!((upper(text).as_str(), lower(text).as_str()), (capitals, small));
        }
        assert_eq!((upper_char('ß').as_str(), lower_char('Σ').as_str()), ("SS", "σ"));
    }

    #[test]
    fn references_stand_for_characters() {
        for (text, expected) in [
            ("a &lt; b &amp;lt; c", "a < b &lt; c"),
            ("&#65;&#x2013;&#XE9;&nbsp;&quot;&apos;&#39;", "A–é\u{A0}\"''"),
            ("&&amp;;& &;&nix;&#;&#x;&#+5;&#x+5;", "&&;& &;&nix;&#;&#x;&#+5;&#x+5;"),
            ("&#0;&#xD800;&#x110000;&#00000065;", "&#0;&#xD800;&#x110000;&#00000065;"),
            // No reference brings a mark in.
            ("&#xFDD0;&#xfde7;&#64977;&#xFDF0;", "&#xFDD0;&#xfde7;&#64977;\u{FDF0}"),
        ] {
            assert_eq!(unescaped(text), expected);
        }
        assert!(matches!(unescaped("plain"), Cow::Borrowed("plain")));
    }
}
