//! A text as the words by which it is found. [`words`] is the entrance.
//!
//! `extras/src/search/words.js` does the same to what a reader types; both pass `tests/search/words.json`.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The most letters of a word that count.
pub const LONGEST: usize = 32;

/// Calls `found` with each word of `text`, folded, in its order. A run of a script that puts no spaces between
/// words gives each pair of neighbours and its last letter, so that any part of it is found by its beginning.
pub fn words(text: &str, mut found: impl FnMut(&str)) {
    for raw in text.split(|c: char| !is_part(c)).filter(|raw| !raw.is_empty()) {
        let folded = fold(raw);
        for word in folded.split(|c: char| !is_part(c)) {
            pieces(word, &mut found);
        }
    }
}

/// Whether a word may have it: letters, numbers, marks on them.
fn is_part(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Compatible letters as one, small, without the accents of Latin, Greek and Cyrillic.
fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let small = word.nfkd().collect::<String>().to_lowercase();
    let mut folded = String::with_capacity(small.len());
    for letter in small.chars().filter(|c| !('\u{300}'..='\u{36F}').contains(c)).nfc() {
        match letter {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            'ħ' => folded.push('h'),
            'ς' => folded.push('σ'),
            _ => folded.push(letter),
        }
    }
    folded
}

/// Thai, Lao, Burmese, Khmer, kana, Han and Hangul: what their readers type is a part of a run.
pub fn is_packed(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

fn pieces(word: &str, found: &mut impl FnMut(&str)) {
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let packed = is_packed(first);
        let end = rest.find(|c| is_packed(c) != packed).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        if !packed {
            let end = run.char_indices().nth(LONGEST).map_or(run.len(), |(at, _)| at);
            found(&run[..end]);
            continue;
        }
        let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).collect();
        for (number, start) in starts.iter().enumerate() {
            let end = starts.get(number + 2).copied().unwrap_or(run.len());
            found(&run[*start..end]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_shared_table() {
        let table = include_str!("../../../tests/search/words.json");
        let table: Vec<(String, Vec<String>)> = serde_json::from_str(table).expect("a table");
        assert!(table.len() > 20);
        for (text, expected) in table {
            let mut all = Vec::new();
            words(&text, |word| all.push(word.to_owned()));
            assert_eq!(all, expected, "{text}");
        }
    }

    #[test]
    fn what_is_all_ascii_is_no_exception() {
        for word in ["ABC", "x86", "I", "fi"] {
            assert_eq!(fold(word), fold(&[word, "\u{301}"].concat()));
        }
    }
}
