//! What stands where something comes later: marks for the table of contents, the footnotes, references to
//! equations, and the finished HTML of earlier stages. [`Writer::filled`] puts all that in its place.

use super::footnotes::NUMBER;
use super::write::Writer;
use crate::html::Html;
use crate::placeholder::{self, END, HIDDEN, INSERT};

/// What stands in for the table of contents until it is known,
pub const CONTENTS: char = 'c';
/// and for the footnotes.
pub const FOOTNOTES: char = 'f';
/// What stands in for a reference to an equation, before its number in `references`.
const REFERENCE: char = 'r';

/// Where marks are filled.
pub enum Within<'a> {
    /// In the document, of which the table of contents and the footnotes are known.
    Text(&'a Html, &'a Html),
    /// In footnotes. A citation that is a footnote is its text here.
    Notes,
    /// In headings as they are listed: without footnotes.
    Contents,
}

/// The mark for what comes later: of what kind it is, and its number if there are several.
pub fn mark(kind: char, number: Option<usize>) -> Html {
    let mut index = String::from(kind);
    index.extend(number.map(|number| number.to_string()));
    let mut out = String::new();
    placeholder::push(&mut out, HIDDEN, &index);
    Html::from_author(out)
}

impl Writer<'_> {
    /// Puts what came later into its place: finished HTML of earlier stages, numbers of footnotes, and the table of
    /// contents and the footnotes.
    pub fn filled(&self, text: &str, within: Within) -> Html {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        let mut inside = Inside::Text;
        while let Some(at) = placeholder::find(rest, [INSERT, HIDDEN]) {
            out.push_str(&rest[..at]);
            inside.read(&rest[..at]);
            let (name, digits, behind) = mark_at(&rest[at..]);
            rest = behind;
            match (name, digits, &within) {
                // Not a mark of ours.
                (_, "", _) => out.push('\u{FFFD}'),
                (HIDDEN, _, _) if digits.starts_with(NUMBER) => {
                    out.push_str(&self.footnote_number(&digits[1..]));
                }
                // All equations have their numbers by now.
                (HIDDEN, _, _) if digits.starts_with(REFERENCE) => {
                    let tex = digits[1..].parse().ok().and_then(|at: usize| self.references.get(at));
                    let tex = tex.map_or("", String::as_str);
                    let html = self.typesetter.reference(tex).unwrap_or_else(|| Html::from_text(tex));
                    out.push_str(html.as_str());
                }
                (HIDDEN, "c", Within::Text(contents, _)) => out.push_str(contents.as_str()),
                (HIDDEN, _, Within::Text(_, footnotes)) => out.push_str(footnotes.as_str()),
                // In an attribute of the author's HTML it must not end the attribute.
                _ if inside.is_tag() => {
                    out.push_str(
                        &self
                            .inserted(digits)
                            .replace('"', "&quot;")
                            .replace('<', "&lt;")
                            .replace('>', "&gt;"),
                    );
                }
                (INSERT, _, Within::Text(..) | Within::Contents)
                    if let Some(insert) = self.is_note(digits) =>
                {
                    if matches!(within, Within::Text(..)) {
                        out.push_str(self.cited_mark(insert).as_str());
                    }
                }
                _ => out.push_str(self.inserted(digits)),
            }
        }
        out.push_str(rest);
        Html::from_author(out)
    }

    /// The finished HTML of this number.
    fn inserted(&self, index: &str) -> &str {
        index.parse::<usize>().ok().and_then(|index| self.inserts.get(index)).map_or("", Html::as_str)
    }

    /// The text with the source of finished HTML in place of its marks, for where HTML is not read.
    pub fn source(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(INSERT) {
            out.push_str(&rest[..at]);
            let (_, index, behind) = mark_at(&rest[at..]);
            out.push_str(self.inserted(index));
            rest = behind;
        }
        out.push_str(rest);
        out
    }

    /// What stands for a reference to an equation until all are numbered.
    pub fn reference(&mut self, tex: String) -> Html {
        self.references.push(tex);
        mark(REFERENCE, Some(self.references.len() - 1))
    }
}

/// The mark at the start of `text`: its kind, its index (empty if it is no mark of ours), and what follows.
pub fn mark_at(text: &str) -> (char, &str, &str) {
    let kind = text.chars().next().unwrap_or(INSERT);
    let behind = &text[kind.len_utf8().min(text.len())..];
    let digits = behind.bytes().take_while(u8::is_ascii_alphanumeric).count();
    match behind[digits..].strip_prefix(END) {
        Some(rest) => (kind, &behind[..digits], rest),
        None => (kind, "", behind),
    }
}

/// Where HTML goes on that was read so far, part by part. Scripts and style sheets may hold signs that look like a
/// tag.
#[derive(Clone, Copy, PartialEq)]
pub enum Inside {
    /// Behind a tag, or what is none.
    Text,
    /// In a tag: whether it is that of a script or a style sheet.
    Tag { raw: bool },
    /// In a script or a style sheet.
    Raw,
}

impl Inside {
    /// Goes on behind `html`.
    pub fn read(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = if *self == Inside::Raw { rest.find("</") } else { rest.find(['<', '>']) } {
            let closes = rest[at..].starts_with('>');
            rest = &rest[at + 1..];
            *self = match *self {
                Inside::Tag { raw: true } if closes => Inside::Raw,
                _ if rest.starts_with(char::is_alphabetic) && !closes => {
                    Inside::Tag { raw: rest.starts_with("script") || rest.starts_with("style") }
                }
                _ => Inside::Text,
            };
        }
    }

    /// Whether it is a tag.
    pub fn is_tag(self) -> bool {
        matches!(self, Inside::Tag { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::Inside;

    #[test]
    fn tags_are_told_from_text_and_scripts() {
        for (html, is_tag) in [
            ("a <b", true),
            ("a <b title=\"x", true),
            ("a <b title='>", false),
            ("a < b", false),
            ("a <b>c", false),
            ("a </b", false),
            ("<script", true),
            ("<script>if (a <b", false),
            ("<style>a <b > c <d", false),
            ("<script>a <b</script> <i", true),
            ("<script>a <b</script", false),
        ] {
            let mut whole = Inside::Text;
            whole.read(html);
            assert_eq!(whole.is_tag(), is_tag, "{html}");
        }
        let mut parts = Inside::Text;
        ["<a href=\"", "x", "\" b"].into_iter().for_each(|part| parts.read(part));
        assert!(parts.is_tag());
    }
}
