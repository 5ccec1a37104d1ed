//! What a line starts: the shapes of kramdown's blocks, as GFM input has them. Functions take the text from
//! the start of a line on.

use super::attributes::{closing_brace, identifier};
use super::tag;

/// The first line with its line break.
pub fn first(text: &str) -> &str {
    text.find('\n').map_or(text, |at| &text[..=at])
}

/// Where the line ends that starts at `at`.
pub fn next(text: &str, at: usize) -> usize {
    at + first(&text[at..]).len()
}

/// The text with each line as `change` makes it.
pub fn map(text: &str, change: fn(&str) -> &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive('\n') {
        out.push_str(change(part));
    }
    out
}

/// Whether the first line has nothing but space.
pub fn is_blank(text: &str) -> bool {
    // Not looking for its end: of many blocks on one line, each asks.
    let sign = text.bytes().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\x0c'));
    sign.is_none_or(|byte| byte == b'\n')
}

/// How many spaces stand at the start, three at most.
pub fn indent(text: &str) -> usize {
    text.bytes().take(3).take_while(|&byte| byte == b' ').count()
}

/// The text behind the spaces that [`indent`] counts.
#[inline(never)]
pub fn inner(text: &str) -> &str {
    &text[indent(text)..]
}

/// Whether the line is indented as code is.
pub fn is_indented(text: &str) -> bool {
    text.starts_with('\t') || text.starts_with("    ")
}

/// A line without one level of indentation.
pub fn unindented(text: &str) -> &str {
    text.strip_prefix('\t').or_else(|| text.strip_prefix("    ")).unwrap_or(text)
}

/// The end of block marker, `^` alone.
pub fn is_end_of_block(text: &str) -> bool {
    text.strip_prefix('^').is_some_and(is_blank)
}

/// A horizontal rule.
pub fn is_rule(text: &str) -> bool {
    let text = inner(text);
    let Some(mark) = text.chars().next().filter(|c| matches!(c, '*' | '-' | '_')) else { return false };
    let line = first(text).trim_end_matches('\n');
    line.chars().all(|c| c == mark || c == ' ' || c == '\t')
        && line.chars().filter(|&c| c == mark).count() >= 3
}

/// The kinds of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// `*`, `+` or `-`.
    Unordered,
    /// A number with a dot.
    Ordered,
    /// A colon.
    Definition,
}

/// The length of a list item's marker with its indentation of at most `deepest` spaces.
pub fn list_marker(text: &str, kind: ListKind, deepest: usize) -> Option<usize> {
    let spaces = indent(text);
    let rest = &text[spaces..];
    let marker = match kind {
        ListKind::Unordered => usize::from(rest.starts_with(['*', '+', '-'])),
        ListKind::Ordered => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if digits > 0 && rest[digits..].starts_with('.') { digits + 1 } else { 0 }
        }
        ListKind::Definition => usize::from(rest.starts_with(':')),
    };
    let good = spaces <= deepest && marker > 0 && rest[marker..].starts_with([' ', '\t', '|']);
    good.then_some(spaces + marker)
}

/// Which list starts here.
pub fn list_start(text: &str) -> Option<ListKind> {
    [ListKind::Unordered, ListKind::Ordered].into_iter().find(|&kind| list_marker(text, kind, 3).is_some())
}

/// The level and the content of a header that starts with `#`.
pub fn atx_header(text: &str) -> Option<(u8, &str)> {
    let level = text.bytes().take_while(|&byte| byte == b'#').count();
    let content = &text[level..];
    let good = (1..=6).contains(&level) && content.starts_with([' ', '\t']);
    good.then(|| (level as u8, first(content).trim_ascii()))
}

/// The level that a line of `=` or `-` gives to the line before it.
pub fn setext_underline(text: &str) -> Option<u8> {
    let line = first(text).trim_ascii_end();
    let level = if line.starts_with('=') { 1 } else { 2 };
    (!line.is_empty() && line.bytes().all(|byte| matches!(byte, b'=' | b'-'))).then_some(level)
}

/// The fence of a code block and what follows it on the line.
pub fn fence(text: &str) -> Option<(&str, &str)> {
    let text = inner(text);
    let mark = text.bytes().next().filter(|byte| matches!(byte, b'~' | b'`'))?;
    let length = text.bytes().take_while(|&byte| byte == mark).count();
    (length >= 3).then(|| first(text).split_at(length))
}

/// A quoted line without its mark.
pub fn quoted(text: &str) -> Option<&str> {
    let rest = inner(text).strip_prefix('>')?;
    Some(rest.strip_prefix(' ').unwrap_or(rest))
}

/// A block's attribute list, `{: … }` alone: its text and its length with the line break.
pub fn attribute_list(text: &str) -> Option<(&str, usize)> {
    let start = indent(text);
    let body = text[start..].strip_prefix("{:").filter(|body| !body.starts_with([':', '/']))?;
    let end = closing_brace(body).filter(|&end| end > 0)?;
    let rest = first(&body[end + 1..]);
    rest.trim_ascii().is_empty().then(|| (&body[..end], start + 2 + end + 1 + rest.len()))
}

/// A named attribute list, `{:name: … }`: its name, its text, its length.
pub fn named_attribute_list(text: &str) -> Option<(&str, &str, usize)> {
    let start = indent(text);
    let body = text[start..].strip_prefix("{:")?;
    let name = identifier(body);
    let list = body[name..].strip_prefix(':').filter(|_| name > 0)?;
    let end = closing_brace(list).filter(|&end| end > 0)?;
    let rest = first(&list[end + 1..]);
    rest.trim_ascii()
        .is_empty()
        .then(|| (&body[..name], &list[..end], start + 2 + name + 1 + end + 1 + rest.len()))
}

/// Whether an HTML element that is not for lines of text starts or ends here.
pub fn is_html(text: &str) -> bool {
    let start = indent(text);
    let Some(rest) = text[start..].strip_prefix('<') else { return false };
    let name = rest.strip_prefix('/').unwrap_or(rest);
    let Some(end) = tag::name_end(name, 0) else { return false };
    let word = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
    let span = name[..word] == *"script"
        || (tag::is_span(&name[..word]) && name[..word].bytes().all(|b| !b.is_ascii_uppercase()));
    !span && (name.len() == rest.len() || name[end..].trim_ascii_start().starts_with('>'))
}

/// Whether a lazy continuation of a quote, a list item or code ends before this line.
pub fn ends_lazy(text: &str) -> bool {
    text.is_empty()
        || is_blank(text)
        || attribute_list(text).is_some()
        || is_end_of_block(text)
        || is_html(text)
}

/// Whether a paragraph ends before this line.
pub fn ends_paragraph(text: &str) -> bool {
    ends_lazy(text)
        || list_start(text).is_some()
        || atx_header(text).is_some()
        || list_marker(text, ListKind::Definition, 3).is_some()
        || quoted(text).is_some()
        || fence(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_start_what_kramdown_says() {
        assert!(is_rule(" * * *\n") && is_rule("___\n") && !is_rule("**\n") && !is_rule("---- x\n"));
        assert_eq!(list_marker("  12. x\n", ListKind::Ordered, 3), Some(5));
        assert_eq!(list_marker("  12. x\n", ListKind::Ordered, 1), None);
        assert_eq!(list_start("1) x\n"), None);
        assert_eq!(atx_header("##  x #\n"), Some((2, "x #")));
        assert_eq!(atx_header("##x\n"), None);
        assert_eq!(fence("  ```rust\n"), Some(("```", "rust\n")));
        assert_eq!(attribute_list("  {: .a }  \nb"), Some((" .a ", 12)));
        assert_eq!(attribute_list("{::x}\n"), None);
        assert_eq!(named_attribute_list("{:x: .a}\n"), Some(("x", " .a", 9)));
        for (text, html) in
            [("<div>", true), ("</p >", true), ("<a>", false), ("<script>", false), ("<http://", true)]
        {
            assert_eq!(is_html(text), html, "{text}");
        }
    }
}
