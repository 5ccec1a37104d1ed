//! Places in text that a later stage fills: how finished HTML and math pass through stages that must
//! neither read nor change them.
//!
//! The marks are Unicode noncharacters, which never occur in text meant for people
//! (Unicode Standard, section 23.7). [`clean`] takes them out of every file before anything else reads it, and readers
//! of escapes (YAML's and JSON's `\u`, XML's and HTML's references) let none in.

use crate::html::Html;

/// Starts a placeholder for finished HTML: `INSERT`, a decimal index, `END`. Liquid tags leave it, the
/// Markdown writer puts the HTML of that index in its place.
pub const INSERT: char = '\u{FDD0}';
/// Starts TeX math inside a bibliographic text: `MATH`, the TeX source without its dollars, `END`.
pub const MATH: char = '\u{FDD1}';
/// Ends a placeholder.
pub const END: char = '\u{FDD2}';
/// Starts a span that one stage of the Markdown renderer hides from the next: `HIDDEN`, index, `END`.
pub const HIDDEN: char = '\u{FDD3}';

/// The byte that each of the marks begins with in UTF-8, as few other characters do.
const LEAD: u8 = 0xEF;

/// A straight quote that must not be curled; `scholar/filters.rs` puts it back.
pub const QUOTE: char = '\u{FDE7}';
/// The signs that LaTeX or CSL would change. Each has a mark, from U+FDE1 on, that stands for it until
/// `scholar/filters.rs` puts it back.
const SIGNS: &str = "\\{}$~`\"";

/// The mark that stands for a sign; any other character itself.
pub fn sign(c: char) -> char {
    let mark = SIGNS.find(c).and_then(|at| char::from_u32(0xFDE1 + at as u32));
    mark.unwrap_or(c)
}

/// Whether a character is one of the noncharacters that are marks here or in `scholar/filters.rs`.
pub fn is_mark(c: char) -> bool {
    ('\u{FDD0}'..='\u{FDEF}').contains(&c)
}

/// The text without the marks (each becomes U+FFFD), a byte order mark, or carriage returns.
pub fn clean(text: &str) -> std::borrow::Cow<'_, str> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    // A bibliography may be large, and looking through bytes is ten times as fast as through characters.
    let suspicious = text.bytes().any(|byte| byte == b'\r' || byte == LEAD);
    if !suspicious || !text.contains(|c| c == '\r' || is_mark(c)) {
        return text.into();
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.replace(is_mark, "\u{FFFD}").into()
}

/// Where the first of these marks stands.
pub fn find(text: &str, marks: [char; 2]) -> Option<usize> {
    let mut leads = text.bytes().enumerate().filter(|(_, byte)| *byte == LEAD).map(|(at, _)| at);
    leads.find(|at| text[*at..].starts_with(marks))
}

/// Appends the placeholder of this kind (`INSERT`, `HIDDEN`) and index.
pub fn push(out: &mut String, kind: char, index: &str) {
    out.push(kind);
    out.push_str(index);
    out.push(END);
}

/// The markup `text` with its placeholders filled; one whose index is unknown vanishes.
pub fn fill(text: &str, inserts: &[Html]) -> Html {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(INSERT) {
        out.push_str(before);
        let (index, after) = after.split_once(END).unwrap_or((after, ""));
        if let Some(insert) = index.parse().ok().and_then(|index: usize| inserts.get(index)) {
            out.push_str(insert.as_str());
        }
        rest = after;
    }
    out.push_str(rest);
    Html::from_author(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled() {
        let text = format!("<p>{INSERT}0{END} and {INSERT}7{END}</p>");
        assert_eq!(fill(&text, &[Html::from_text("<")]).as_str(), "<p>&lt; and </p>");
    }

    #[test]
    fn marks_are_found() {
        let text = format!("é\u{FEFF}－{END}a{HIDDEN}1{END}");
        assert_eq!(find(&text, [INSERT, HIDDEN]), text.find(HIDDEN));
        assert_eq!(find(&text, [HIDDEN, END]), text.find(END));
        assert_eq!(find("－", [INSERT, HIDDEN]), None);
    }

    #[test]
    fn files_cannot_carry_marks() {
        assert_eq!(clean("\u{FEFF}a\r\nb\rc\u{FDD0}7\u{FDD2}"), "a\nb\nc\u{FFFD}7\u{FFFD}");
        for plain in ["plain", "全角－"] {
            assert!(matches!(clean(plain), std::borrow::Cow::Borrowed(text) if text == plain));
        }
    }
}
