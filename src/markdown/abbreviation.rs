//! kramdown's abbreviations, `*[word]: meaning`. [`write`] is the entrance.

use super::attributes::Attributes;
use super::tree::{Defined, Named};
use super::write::push_start;
use crate::html::Html;

/// Writes `text` with `<abbr>` around the words that `abbreviations` explain. The longest word counts; white
/// space in a word stands for any.
pub fn write(abbreviations: &Defined<(String, Attributes)>, named: &Named, text: &str, out: &mut Html) {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let (mut written, mut at) = (0, 0);
    let mut bound = true;
    while let Some(c) = text[at..].chars().next() {
        // A word starts behind a character that does not belong to one.
        let found = if bound || !word(c) { longest(abbreviations, &text[at..]) } else { None };
        if let Some((length, meaning, list)) = found.filter(|_| bound) {
            out.push_text(&text[written..at]);
            let mut attributes = Attributes::merged(list, named);
            if !meaning.is_empty() {
                attributes.set("title", meaning);
            }
            push_start(out, "abbr", &attributes);
            out.push_text(&text[at..at + length]);
            out.close("abbr");
            at += length;
            written = at;
            bound = false;
        } else {
            bound = !word(c);
            at += c.len_utf8();
        }
    }
    out.push_text(&text[written..]);
}

fn longest<'a>(
    abbreviations: &'a Defined<(String, Attributes)>,
    text: &str,
) -> Option<(usize, &'a str, &'a Attributes)> {
    let first = text.chars().next()?;
    let mut best: Option<(usize, &str, &Attributes)> = None;
    // The words that start with this character stand together.
    for (key, place) in abbreviations.names_from(&first.to_string()) {
        if !key.starts_with(first) {
            break;
        }
        if let Some(length) = matching(key, text)
            && let Some((meaning, attributes)) = abbreviations.at(*place)
            && best.is_none_or(|(longest, ..)| length > longest)
        {
            best = Some((length, meaning, attributes));
        }
    }
    best
}

/// The length of `key` at the start of `text`, if a word ends there.
fn matching(key: &str, text: &str) -> Option<usize> {
    let mut rest = text;
    let mut parts = key.split(char::is_whitespace).filter(|part| !part.is_empty());
    rest = rest.strip_prefix(parts.next()?)?;
    for part in parts {
        let next = rest.trim_start();
        rest = next.strip_prefix(part).filter(|_| next.len() < rest.len())?;
    }
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    ends.then_some(text.len() - rest.len())
}
