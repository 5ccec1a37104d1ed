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
    // Where the marks begin that stand at the end of `out` with nothing but spaces between them.
    let mut marks = None;
    while let Some((before, behind)) = rest.split_once(INSERT) {
        out.push_str(before);
        marks = marks.filter(|_| before.trim_end_matches(' ').is_empty());
        let (digits, after) = behind.split_once(END).unwrap_or((behind, ""));
        rest = after;
        let slot: usize = digits.parse().unwrap_or(usize::MAX);
        let cited = cited.get(slot).copied().flatten();
        let note = cited == Some(false);
        if let Ok(found) = in_text.binary_search_by_key(&slot, |(named, _)| *named) {
            marks = None;
            placeholder::push(&mut out, INSERT, &inserts.len().to_string());
            inserts.push(in_text[found].1.clone());
            // In a footnote the rest stands in the sentence as well.
            out.push_str(if note { "" } else { " " });
        } else if note && marks.is_none() {
            out.truncate(end_of_word(&out));
        }
        marks = note.then(|| {
            let (at, length) = (marks.unwrap_or(out.len()), out.len());
            rest = take_sign(&mut out, at, rest);
            at + out.len() - length
        });
        placeholder::push(&mut out, INSERT, digits);
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

/// Whether it is a sign that may follow a word.
fn is_sign(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?')
}

/// Moves the sign that `rest` begins with before the marks at `at`, if a word stands there, and returns what is left.
/// The sign follows the words alone, so that of two that meet one may go: a stop ends the sentence whatever the citation
/// was set off with, and ends no sentence twice (`says; {% cite key %}.` is `says.¹`, `etc. {% cite key %}.` is `etc.¹`).
fn take_sign<'t>(out: &mut String, at: usize, rest: &'t str) -> &'t str {
    let Some(sign) = rest.chars().next().filter(|c| is_sign(*c)) else { return rest };
    let behind = &rest[1..];
    let ends = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | ')' | '"' | '”' | '’');
    let last = out[..at].chars().next_back().unwrap_or(' ');
    let closes = match last {
        ')' | ']' | '}' | '*' | '_' | '`' | '$' | '%' | '"' | '\'' | '”' | '’' | '»' | '…' | END => {
            true
        }
        _ => last.is_alphanumeric() || is_sign(last),
    };
    if !closes || behind.chars().next().is_some_and(|c| !ends(c)) {
        return rest;
    }
    match (last, sign) {
        (',' | ';' | ':', _) => out.replace_range(at - 1..at, sign.encode_utf8(&mut [0; 4])),
        ('.' | '!' | '?' | '…', '.') => {}
        _ if last == sign => {}
        _ => out.insert(at, sign),
    }
    behind
}

/// Where a mark belongs that would stand at the end of `text`: behind the last word and its punctuation, also where a line
/// ends there. What is no word keeps its space: the marker of a list, the edge of a cell.
fn end_of_word(text: &str) -> usize {
    let mut trimmed = text.trim_end_matches(' ');
    if let Some(lines) = trimmed.strip_suffix('\n').filter(|lines| ends_in_paragraph(lines)) {
        trimmed = lines;
    }
    let line = trimmed.rsplit('\n').next().unwrap_or("");
    let content = line.trim_start_matches([' ', '>', '-', '*', '+']);
    let word = line.rsplit(' ').next().unwrap_or("");
    let number = word.trim_end_matches(['.', ')']);
    let is_marker = word == content && number != word && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = word.contains(|c: char| c.is_alphanumeric() || c == END) && !word.ends_with(['|', '>']);
    if is_word && !is_marker { trimmed.len() } else { text.len() }
}

/// Whether the last of these lines is a paragraph's, which the next line continues.
fn ends_in_paragraph(lines: &str) -> bool {
    let line = lines.rsplit('\n').next().unwrap_or("");
    let content = line.trim_start();
    // A heading, a table, a definition, HTML, code, a formula, attributes, a line break.
    let other = match content.bytes().next() {
        Some(b'#' | b'|' | b'[' | b':' | b'<' | b'>' | b'`' | b'~' | b'$' | b'{') => true,
        _ => content.starts_with("*["),
    };
    !(other || line.contains('|') || matches!(line.bytes().last(), Some(b' ' | b'\\')))
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
            ("a\n⟨0⟩. B", "a.⟨0⟩ B"),
            ("- *a*\n  ⟨0⟩", "- *a*⟨0⟩"),
            ("# a\n⟨0⟩. B", "# a\n⟨0⟩. B"),
            ("a | b\n⟨0⟩ | c", "a | b\n⟨0⟩ | c"),
            ("a\n\n⟨0⟩, b", "a\n\n⟨0⟩, b"),
            ("> 1. ⟨0⟩", "> 1. ⟨0⟩"),
            ("etc. ⟨0⟩. B", "etc.⟨0⟩ B"),
            ("says; ⟨0⟩. B", "says.⟨0⟩ B"),
            ("etc. ⟨0⟩, b", "etc.,⟨0⟩ b"),
            ("Why? ⟨0⟩. B, ⟨0⟩; c", "Why?⟨0⟩ B;⟨0⟩ c"),
            ("in 1999 ⟨0⟩.", "in 1999.⟨0⟩"),
            ("in *Nature* ⟨0⟩.", "in *Nature*.⟨0⟩"),
            ("of $x$ ⟨1⟩ ⟨0⟩.", "of $x$ ⟨1⟩.⟨0⟩"),
            ("1999. ⟨0⟩.", "1999. ⟨0⟩."),
            ("a (⟨0⟩, b)", "a (⟨0⟩, b)"),
            ("⟨0⟩. B", "⟨0⟩. B"),
            // Several marks follow one word.
            ("says ⟨0⟩; ⟨0⟩.", "says.⟨0⟩ ⟨0⟩"),
            ("a ⟨0⟩ ⟨0⟩. B ⟨0⟩", "a.⟨0⟩ ⟨0⟩ B⟨0⟩"),
            ("a ⟨0⟩ ⟨1⟩ ⟨0⟩.", "a⟨0⟩ ⟨1⟩.⟨0⟩"),
            ("a ⟨0⟩ ⟨2⟩.", "a⟨0⟩ ⟨5⟩.⟨2⟩"),
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
