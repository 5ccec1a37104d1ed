//! How texts are ordered: a [`Collation`]. The page has the browser's, the command one that agrees with it; [`plain`] is
//! there where neither is.

use crate::letters;
use std::cmp::Ordering;

/// What compares two texts.
pub type Compare = Box<dyn Fn(&str, &str) -> Ordering>;

/// Makes what compares two texts of a language.
pub type Collation = fn(language: &str) -> Compare;

/// An order for languages in Latin letters.
pub fn plain(_: &str) -> Compare {
    Box::new(compare)
}

/// Compares by letters and digits, then by accents, then lower case before upper case; white space comes
/// first, punctuation is ignored.
pub fn compare(a: &str, b: &str) -> Ordering {
    if a == b {
        return Ordering::Equal;
    }
    let upper = char::is_uppercase;
    a.chars()
        .flat_map(weight)
        .cmp(b.chars().flat_map(weight))
        .then_with(|| letters::lower(a).cmp(&letters::lower(b)))
        .then_with(|| a.chars().map(upper).cmp(b.chars().map(upper)))
}

/// What a character counts as: its base letters in lower case, a space, or nothing.
fn weight(c: char) -> impl Iterator<Item = char> {
    let base = match c {
        'A'..='Z' => Base::One(c.to_ascii_lowercase()),
        'a'..='z' | '0'..='9' | ' ' => Base::One(c),
        'ß' => Base::Two('s', 's'),
        'æ' | 'Æ' => Base::Two('a', 'e'),
        'œ' | 'Œ' => Base::Two('o', 'e'),
        'þ' | 'Þ' => Base::Two('t', 'h'),
        _ if c.is_whitespace() => Base::One(' '),
        _ if !c.is_alphanumeric() => Base::None,
        _ => Base::One(fold(c)),
    };
    let (first, second) = match base {
        Base::None => (None, None),
        Base::One(one) => (Some(one), None),
        Base::Two(one, two) => (Some(one), Some(two)),
    };
    first.into_iter().chain(second)
}

enum Base {
    None,
    One(char),
    Two(char, char),
}

/// Letters with accents after the letter without, for Latin-1 and Latin Extended-A.
const FOLDED: &str = "aàáâãäåāăą cçćĉċč dďđð eèéêëēĕėęě gĝğġģ hĥħ iìíîïĩīĭįı jĵ kķ lĺļľŀł nñńņňŋ oòóôõöøōŏő rŕŗř sśŝşšș tţťŧț uùúûüũūŭůűų wŵ yýÿŷ zźżž";

/// The letter in lower case without its accent.
fn fold(c: char) -> char {
    let lower = letters::lower_char(c).chars().next().unwrap_or(c);
    let group = FOLDED.split(' ').find(|group| group.contains(lower));
    group.and_then(|group| group.chars().next()).unwrap_or(lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_as_a_reader_expects() {
        let mut words = [
            "Zoe",
            "zebra",
            "Élan",
            "elan",
            "Elan",
            "de la Cruz",
            "Delacruz",
            "O'Neil",
            "Oneal",
            "10",
            "Straße",
        ];
        words.sort_by(|a, b| compare(a, b));
        assert_eq!(
            words,
            [
                "10",
                "de la Cruz",
                "Delacruz",
                "elan",
                "Elan",
                "Élan",
                "Oneal",
                "O'Neil",
                "Straße",
                "zebra",
                "Zoe"
            ]
        );
    }
}
