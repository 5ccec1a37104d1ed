//! Letters in upper and lower case, as Unicode says it: [`upper`] and [`lower`].
//!
//! std brings tables for that, 5 KB of every program. In a browser there are the same tables already: what runs there
//! asks it, the only thing that differs from the native program.

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
}
