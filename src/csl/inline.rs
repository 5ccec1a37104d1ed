//! What rendering produces: a flat list of inline nodes, texts between marks that open and close.
//! [`push_rich`] reads CSL's rich text into it; `text_case.rs` and `finish.rs` work on it.

use super::style::{Display, Font};
use crate::placeholder;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Inline {
    Text(String),
    /// TeX.
    Math(String),
    Open(Mark),
    Close,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Mark {
    /// Formatting by the style.
    Font(Font),
    /// Formatting in an item's text: it flips where the text around it is already formatted so.
    Rich(Font),
    /// Text without the formatting around it.
    Plain,
    /// Quotes, as the style or straight ones in a text ask for them, or written as `“` or `‘`.
    Quotes(char),
    /// Protected from changes of case.
    NoCase,
    Display(Display),
    /// An address.
    Link(String),
    /// A cite of a citation, by its place there.
    Cite(usize),
    /// Words of the post's author around a cite: their punctuation stays outside quotes.
    Words,
    /// The names that begin a reference.
    Names,
}

/// Whether there is anything to see in it.
pub(crate) fn is_empty(list: &[Inline]) -> bool {
    list.iter().all(|node| match node {
        Inline::Text(text) => text.is_empty(),
        Inline::Math(_) => false,
        _ => true,
    })
}

/// Where the names begin and end that come first: the places of the mark and of its end.
pub(crate) fn names_range(list: &[Inline]) -> Option<(usize, usize)> {
    let from = list.iter().position(|node| *node == Inline::Open(Mark::Names))?;
    let mut depth = 0;
    for (at, node) in list.iter().enumerate().skip(from) {
        match node {
            Inline::Open(_) => depth += 1,
            Inline::Close => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((from, at));
        }
    }
    None
}

/// The texts alone.
pub(crate) fn plain(list: &[Inline]) -> String {
    let mut out = String::new();
    for node in list {
        if let Inline::Text(text) | Inline::Math(text) = node {
            out.push_str(text);
        }
    }
    out
}

/// Appends plain text.
pub(crate) fn push_text(out: &mut Vec<Inline>, text: &str) {
    if !text.is_empty() {
        out.push(Inline::Text(text.to_string()));
    }
}

/// Appends an affix of the style: text that may have tags, its quotes as they are.
pub(crate) fn push_affix(out: &mut Vec<Inline>, text: &str) {
    if text.contains('<') { push_rich(out, text) } else { push_text(out, text) }
}

/// Marks nested more deeply in one text stay as written, so that looking for a partner is quick.
const DEEPEST: usize = 50;

/// What is open while rich text is read.
#[derive(Clone, Copy, PartialEq)]
enum Opened {
    Tag(&'static str),
    Quote(char),
}

/// Appends an item's text: CSL's tags become marks, quotes are paired, apostrophes curled.
/// Whatever has no partner stays as written.
pub(crate) fn push_rich(out: &mut Vec<Inline>, text: &str) {
    if !text.contains(['<', '"', '\'', '“', '‘', '’', '«', placeholder::MATH]) {
        push_text(out, text);
        return;
    }
    let mut stack: Vec<(usize, Opened)> = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    let mut before = None;
    while let Some(c) = rest.chars().next() {
        if c == '<'
            && let Some((name, mark, length)) = tag(rest)
        {
            if let Some(mark) = mark
                && stack.len() < DEEPEST
            {
                flush(out, &mut plain);
                stack.push((out.len(), Opened::Tag(name)));
                out.push(Inline::Open(mark));
            } else if let Some(at) = stack.iter().rposition(|(_, opened)| *opened == Opened::Tag(name)) {
                flush(out, &mut plain);
                abandon(out, stack.drain(at + 1..));
                stack.pop();
                out.push(Inline::Close);
            } else {
                plain.push_str(&rest[..length]);
            }
            rest = &rest[length..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        let next = rest.chars().next();
        match c {
            placeholder::MATH => {
                let end = rest.find(placeholder::END).unwrap_or(rest.len());
                flush(out, &mut plain);
                out.push(Inline::Math(rest[..end].to_string()));
                rest = rest[end..].strip_prefix(placeholder::END).unwrap_or("");
            }
            '"' | '\'' | '“' | '”' | '‘' | '’' => match quote(c, before, next, rest, &stack) {
                Quote::Opens if stack.len() < DEEPEST => {
                    flush(out, &mut plain);
                    stack.push((out.len(), Opened::Quote(c)));
                    out.push(Inline::Open(Mark::Quotes(c)));
                }
                Quote::Closes(at) => {
                    flush(out, &mut plain);
                    abandon(out, stack.drain(at + 1..));
                    stack.pop();
                    out.push(Inline::Close);
                }
                _ => plain.push(if c == '\'' { '’' } else { c }),
            },
            '«' if next == Some(' ') => {
                plain.push_str("«\u{202f}");
                rest = &rest[1..];
            }
            ' ' if next == Some('»') => plain.push('\u{202f}'),
            _ => plain.push(c),
        }
        before = Some(c);
    }
    flush(out, &mut plain);
    abandon(out, stack.drain(..));
}

fn flush(out: &mut Vec<Inline>, plain: &mut String) {
    if !plain.is_empty() {
        out.push(Inline::Text(std::mem::take(plain)));
    }
}

/// Marks that found no partner become what was written.
fn abandon(out: &mut [Inline], opened: impl Iterator<Item = (usize, Opened)>) {
    for (at, opened) in opened {
        let text = match opened {
            Opened::Tag("span") => match &out[at] {
                Inline::Open(Mark::NoCase) => "<span class=\"nocase\">".to_string(),
                Inline::Open(Mark::Plain) => "<span class=\"nodecor\">".to_string(),
                _ => "<span style=\"font-variant:small-caps;\">".to_string(),
            },
            Opened::Tag(name) => ["<", name, ">"].concat(),
            Opened::Quote('\'') => "’".to_string(),
            Opened::Quote(c) => c.to_string(),
        };
        out[at] = Inline::Text(text);
    }
}

/// A tag at the start of `text`: its name, its mark if it opens, its length.
fn tag(text: &str) -> Option<(&'static str, Option<Mark>, usize)> {
    const TAGS: [(&str, Font); 5] = [
        ("i", Font::Italic),
        ("b", Font::Bold),
        ("sup", Font::Superscript),
        ("sub", Font::Subscript),
        ("sc", Font::SmallCaps),
    ];
    let length = text.bytes().take(80).position(|byte| byte == b'>')? + 1;
    let inside = &text[1..length - 1];
    if let Some(name) = inside.strip_prefix('/') {
        let known = TAGS.iter().map(|(name, _)| *name).find(|known| *known == name);
        return Some((known.or((name == "span").then_some("span"))?, None, length));
    }
    if let Some((name, font)) = TAGS.iter().find(|(name, _)| *name == inside) {
        return Some((name, Some(Mark::Rich(*font)), length));
    }
    let attribute = inside.strip_prefix("span ")?.trim().replace([' ', '\''], "").replace('"', "");
    let mark = match attribute.trim_end_matches(';') {
        "class=nocase" => Mark::NoCase,
        "class=nodecor" => Mark::Plain,
        "style=font-variant:small-caps" => Mark::Rich(Font::SmallCaps),
        _ => return None,
    };
    Some(("span", Some(mark), length))
}

enum Quote {
    Opens,
    /// Closes what the stack has there.
    Closes(usize),
    Stays,
}

fn quote(c: char, before: Option<char>, next: Option<char>, rest: &str, stack: &[(usize, Opened)]) -> Quote {
    let partner = match c {
        '”' => '“',
        '’' => '‘',
        other => other,
    };
    let opened = |stack: &[(usize, Opened)]| stack.iter().rposition(|(_, o)| *o == Opened::Quote(partner));
    let word_before = before.is_some_and(char::is_alphanumeric);
    let word_next = next.is_some_and(char::is_alphanumeric);
    let space_before = before.is_none_or(|c| c.is_whitespace() || "([{<–—/-“‘«\"'".contains(c));
    let closes = before.is_some_and(|c| !c.is_whitespace()) && !(word_before && word_next);
    if c != '“'
        && c != '‘'
        && closes
        && !(space_before && word_next)
        && let Some(at) = opened(stack)
    {
        return Quote::Closes(at);
    }
    let apostrophe = c == '\'' && before == Some(c);
    let opens = match c {
        _ if apostrophe => false,
        '“' | '‘' => next.is_some(),
        '"' | '\'' => space_before && next.is_some_and(|c| !c.is_whitespace()) && rest.contains(c),
        _ => false,
    };
    if opens { Quote::Opens } else { Quote::Stays }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let mut out = Vec::new();
        push_rich(&mut out, text);
        let show = |node: &Inline| match node {
            Inline::Text(text) => text.clone(),
            Inline::Math(tex) => ["$", tex, "$"].concat(),
            Inline::Open(Mark::Quotes(_)) => "{q:".to_string(),
            Inline::Open(Mark::NoCase) => "{n:".to_string(),
            Inline::Open(_) => "{".to_string(),
            Inline::Close => "}".to_string(),
        };
        out.iter().map(show).collect()
    }

    #[test]
    fn rich_text_is_paired_or_kept() {
        for (text, expected) in [
            ("a <i>b</i> c", "a {b} c"),
            ("a <i>b c", "a <i>b c"),
            ("a b</i> c", "a b</i> c"),
            ("<i>a <b>b</i>", "{a <b>b}"),
            ("<span class=\"nocase\">a</span> x < y > z", "{n:a} x < y > z"),
            ("the \"new\" l'été 'x y' don't", "the {q:new} l’été {q:x y} don’t"),
            ("‘a’ b’s “c”", "{q:a} b’s {q:c}"),
            ("positive \"x \" of", "positive \"x \" of"),
            ("M\u{fdd1}^3\u{fdd2}CoT <script>", "M$^3$CoT <script>"),
            ("M\u{fdd1}^3", "M$^3$"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
