//! Slugs, parts of addresses that are made from words, as Jekyll makes them (`Jekyll::Utils.slugify`): [`slugify`],
//! [`pretty`] and, by characters of one's own, [`hyphenated`]. kramdown's ids are in `markdown::header`.

use crate::letters;

/// The signs that the mode `pretty` keeps.
pub const PRETTY: &str = "._~!$&'()+,;=@";

/// The mode `default`: small letters and digits of every script, a hyphen for whatever stands between them.
pub fn slugify(text: &str) -> String {
    letters::lower(&hyphenated(text, &is_word))
}

/// The mode `pretty`, which keeps some signs; letters stay as they are (Jekyll's `cased`).
pub fn pretty(text: &str) -> String {
    hyphenated(text, &|c| is_word(c) || PRETTY.contains(c))
}

/// The characters that are kept, and one hyphen for others in a row, but at the ends.
pub fn hyphenated(text: &str, is_kept: &dyn Fn(char) -> bool) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        let kept = is_kept(c);
        if kept {
            slug.push(c);
        } else if !gap {
            slug.push('-');
        }
        gap = !kept;
    }
    let slug = slug.strip_prefix('-').unwrap_or(&slug);
    slug.strip_suffix('-').unwrap_or(slug).into()
}

/// Ruby's `[\p{L}\p{M}\p{Nd}]`: letters with their marks, and decimal digits.
pub fn is_word(c: char) -> bool {
    c.is_alphabetic() || is_digit(c) || is_mark(c)
}

/// Decimal digits; superscripts, fractions and numbers in circles are none.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || (c.is_numeric() && c >= '\u{660}' && !('\u{2070}'..='\u{33FF}').contains(&c))
}

/// The marks on letters of living scripts that are not alphabetic: accents, viramas, tones, selectors of variants.
fn is_mark(c: char) -> bool {
    match c {
        // Nukta and virama stand at the same place in the block of each script of India.
        '\u{900}'..='\u{DFF}' => {
            matches!(u32::from(c) & 0x7F, 0x3C | 0x4D)
                || ('\u{951}'..='\u{954}').contains(&c)
                || c == '\u{DCA}'
        }
        _ => {
            matches!(c, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5AF}' | '\u{E47}'..='\u{E4E}'
            | '\u{EC8}'..='\u{ECC}' | '\u{F39}' | '\u{F84}' | '\u{1037}'..='\u{103A}' | '\u{17C9}'..='\u{17D3}'
            | '\u{20D0}'..='\u{20FF}' | '\u{302A}'..='\u{302F}' | '\u{3099}' | '\u{309A}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{FE20}'..='\u{FE2F}')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_jekylls() {
        for (text, slug) in [
            ("The _config.yml file", "the-config-yml-file"),
            ("Ünï -- x!", "ünï-x"),
            ("C++ ½ x²", "c-x"),
            ("  ", ""),
            ("-a-", "a"),
            // An accent that stands alone, a virama, a tone, Arabic digits.
            ("Cafe\u{301} noir", "cafe\u{301}-noir"),
            ("हिन्दी तमिल", "हिन्दी-तमिल"),
            ("தமிழ்", "தமிழ்"),
            ("ที่นี่", "ที่นี่"),
            ("٣ كتب", "٣-كتب"),
        ] {
            assert_eq!(slugify(text), slug);
        }
        assert_eq!(pretty("A_b: c~d"), "A_b-c~d");
    }
}
