//! Citations that are footnotes: where their marks stand in the text. [`place`] is the entrance.

use crate::html::Html;
use crate::letters;
use crate::placeholder::{self, END, INSERT};

/// The text with the marks of notes directly behind the word and the punctuation that follows, as Pandoc and
/// publishers set them: `word {% cite key %}.` is `word.¹`. `cited` says by insert which are citations of a note style, and
/// whether they stand in a footnote of the author's: there they are no marks but part of a sentence, which has one stop
/// at its end. `in_text` has the names that stand in the sentence before some of them, by insert; they become inserts of
/// their own.
pub fn place(
    text: &str,
    cited: &[Option<bool>],
    in_text: Vec<(usize, Html)>,
    inserts: &mut Vec<Html>,
) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(INSERT) {
        out.push_str(before);
        let (digits, after) = behind.split_once(END).unwrap_or((behind, ""));
        rest = after;
        let slot: usize = digits.parse().unwrap_or(usize::MAX);
        let mark = |out: &mut String, digits: &str| {
            placeholder::push(out, INSERT, digits);
        };
        let cited = cited.get(slot).copied().flatten();
        let note = cited == Some(false);
        if let Ok(found) = in_text.binary_search_by_key(&slot, |(named, _)| *named) {
            mark(&mut out, &inserts.len().to_string());
            inserts.push(in_text[found].1.clone());
            // In a footnote the rest stands in the sentence as well.
            out.push_str(if note { "" } else { " " });
        } else if note && follows_word(&out) {
            out.truncate(out.trim_end_matches(' ').len());
        }
        if note {
            let next = rest.chars().next().filter(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?'));
            if let Some(stop) = next
                && !out.ends_with(['.', ',', ';', ':', '!', '?'])
                && rest[1..]
                    .chars()
                    .next()
                    .is_none_or(|c| c.is_whitespace() || matches!(c, '*' | '_' | ')' | '"' | '”' | '’'))
            {
                out.push(stop);
                rest = &rest[1..];
            }
        }
        mark(&mut out, digits);
        if cited == Some(true) {
            let stops = inserts.get(slot).is_some_and(ends_with_stop);
            match rest.strip_prefix('.') {
                Some(behind) if stops => rest = behind,
                None if !stops && ends_sentence(rest) => out.push('.'),
                _ => {}
            }
        }
    }
    out.push_str(rest);
    out
}

/// Whether a space at the end follows a word or its punctuation: not the marker of a list or the edge of a cell.
fn follows_word(text: &str) -> bool {
    let trimmed = text.trim_end_matches(' ');
    let word = trimmed.trim_end_matches(['.', ',', ';', ':', '!', '?']);
    word.ends_with(|c: char| c.is_alphabetic() || matches!(c, ')' | '”' | '’' | '"' | '»' | ']'))
}

/// Whether the text of a citation ends with a stop.
fn ends_with_stop(html: &Html) -> bool {
    let mut text = html.as_str();
    while let Some((before, _)) = text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
        text = before;
    }
    text.ends_with(['.', '!', '?'])
}

/// Whether a sentence ends before `rest`: the note does, or a capital follows.
fn ends_sentence(rest: &str) -> bool {
    let next = rest.trim_start();
    let ends = next.is_empty() || next.starts_with("[^") || rest[..rest.len() - next.len()].contains("\n\n");
    ends || next.len() < rest.len() && next.starts_with(|c: char| letters::lower_char(c) != String::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_follow_words_and_punctuation() {
        for (text, expected) in [
            ("A word ⟨0⟩.", "A word.⟨0⟩"),
            ("A word ⟨0⟩, and", "A word,⟨0⟩ and"),
            ("A word. ⟨0⟩ And", "A word.⟨0⟩ And"),
            ("A word ⟨1⟩.", "A word ⟨1⟩."),
            ("- ⟨0⟩ x", "- ⟨0⟩ x"),
            ("1. ⟨0⟩ x", "1. ⟨0⟩ x"),
            ("| ⟨0⟩ | b |", "| ⟨0⟩ | b |"),
            ("a\n⟨0⟩", "a\n⟨0⟩"),
            ("etc. ⟨0⟩. B", "etc.⟨0⟩. B"),
            ("a ⟨0⟩.5 and *b ⟨0⟩.*", "a⟨0⟩.5 and *b.⟨0⟩*"),
            ("As ⟨2⟩ says", "As ⟨5⟩⟨2⟩ says"),
            // In a footnote: 3 has no stop, 4 has one.
            ("See ⟨3⟩, and ⟨3⟩", "See ⟨3⟩, and ⟨3⟩."),
            ("See ⟨3⟩.", "See ⟨3⟩."),
            ("See ⟨4⟩. And ⟨4⟩, or ⟨4⟩", "See ⟨4⟩ And ⟨4⟩, or ⟨4⟩"),
            ("⟨3⟩ But ⟨3⟩ says\n", "⟨3⟩. But ⟨3⟩ says\n"),
            ("⟨3⟩\nand ⟨3⟩\n[^b]: ⟨3⟩\n\nText", "⟨3⟩\nand ⟨3⟩.\n[^b]: ⟨3⟩.\n\nText"),
        ] {
            let marks = |text: &str| text.replace('⟨', &INSERT.to_string()).replace('⟩', &END.to_string());
            let mut inserts = vec![Html::new(); 4];
            inserts.push(Html::from_author("<a>Ibid.</a>"));
            let names = vec![(2, Html::from_text("Doe"))];
            let cited = [Some(false), None, Some(false), Some(true), Some(true)];
            let got = place(&marks(text), &cited, names, &mut inserts);
            assert_eq!(got, marks(expected), "{text}");
        }
    }
}
