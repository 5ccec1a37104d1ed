//! Ids of headers: [`slug`] as kramdown's GFM parser makes them, [`plain_slug`] as kramdown itself does.

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

/// Combining marks and connecting punctuation, which belong to words (most marks are alphabetic anyway, these
/// are not); joiners do not.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5AF}' | '\u{6EA}'..='\u{6EC}'
        | '\u{93C}' | '\u{94D}' | '\u{9BC}' | '\u{9CD}' | '\u{A3C}' | '\u{A4D}' | '\u{ACD}' | '\u{B4D}' | '\u{BCD}'
        | '\u{C4D}' | '\u{CBC}' | '\u{CCD}' | '\u{D4D}' | '\u{DCA}' | '\u{E47}'..='\u{E4E}' | '\u{EC8}'..='\u{ECC}'
        | '\u{1037}'..='\u{103A}' | '\u{17C9}'..='\u{17D3}' | '\u{203F}' | '\u{2040}' | '\u{20D0}'..='\u{20F0}'
        | '\u{3099}' | '\u{309A}' | '\u{FE00}'..='\u{FE0F}' | '\u{FF3F}')
}

/// kramdown's own id, which headers within HTML have: what comes before the first Latin letter and all
/// but those letters, digits, spaces and `-` is left out.
pub fn plain_slug(text: &str) -> String {
    let text = text.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let kept = text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-'));
    let id: String = kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect();
    if id.is_empty() { "section".into() } else { id }
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
            ("🧑\u{200D}💻 ที่ हिन्दी", "-ที่-हिन्दी"),
        ] {
            assert_eq!(slug(text), id);
        }
    }

    #[test]
    fn within_html_ids_are_latin() {
        for (text, id) in [("Zahl 与 9_Ü", "zahl--9"), ("4. C 语言!", "c-"), ("语言", "section")] {
            assert_eq!(plain_slug(text), id);
        }
    }
}
