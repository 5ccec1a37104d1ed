//! HTML tags as kramdown knows them. [`open_tag`] and [`close_tag`] read one, [`write_open`] writes one.

use crate::html::escape_into;

const SPAN_ELEMENTS: &str = " a abbr acronym b big bdo br button cite code del dfn em i img input ins kbd label \
     mark option q rb rbc rp rt rtc ruby samp select small span strong sub sup time tt u var ";
const BLOCK_ELEMENTS: &str = " address article aside applet body blockquote caption col colgroup dd div dl dt \
     fieldset figcaption footer form h1 h2 h3 h4 h5 h6 header hgroup hr html head iframe legend menu li main map \
     nav ol optgroup p pre section summary table tbody td th thead tfoot tr ul ";
const EMPTY_ELEMENTS: &str =
    " area base br col command embed hr img input keygen link meta param source track wbr ";
const OTHER_ELEMENTS: &str =
    " details figure noscript object svg canvas video audio picture script style math textarea template ";
const BLOCK_CONTENT: &str = " address applet article aside blockquote body dd details div dl fieldset figure \
     figcaption footer form header hgroup iframe li main map menu nav noscript object section summary td ";
const SPAN_CONTENT: &str = " a abbr acronym b bdo big button cite caption del dfn dt em h1 h2 h3 h4 h5 h6 i ins \
     label legend optgroup p q rb rbc rp rt rtc ruby select small span strong sub sup th tt ";

/// How the content of an element is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// As blocks.
    Block,
    /// As a line of text.
    Span,
    /// Not as Markdown: that of elements that kramdown does not know, too.
    Raw,
}

/// Whether the word `name` is one of the `list`, in which spaces stand around each.
pub fn among(list: &str, name: &str) -> bool {
    // Names have no spaces, so a match between spaces is a whole word.
    !name.is_empty()
        && list.match_indices(name).any(|(at, _)| {
            let bytes = list.as_bytes();
            bytes.get(at.wrapping_sub(1)) == Some(&b' ') && bytes.get(at + name.len()) == Some(&b' ')
        })
}

/// Whether the element stands in lines of text.
pub fn is_span(name: &str) -> bool {
    among(SPAN_ELEMENTS, &name.to_ascii_lowercase())
}

/// Whether kramdown refuses the element in lines of text.
pub fn is_block(name: &str) -> bool {
    among(BLOCK_ELEMENTS, &name.to_ascii_lowercase())
}

/// Whether the element has no content.
pub fn is_empty(name: &str) -> bool {
    among(EMPTY_ELEMENTS, name)
}

/// Whether HTML, as kramdown sees it, has the element; the names of others keep their case.
pub fn is_known(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [SPAN_ELEMENTS, BLOCK_ELEMENTS, EMPTY_ELEMENTS, OTHER_ELEMENTS].iter().any(|list| among(list, &name))
}

/// Whether the end tag `name` is that of the element `open`.
pub fn is_same(open: &str, name: &str) -> bool {
    if is_known(open) { open.eq_ignore_ascii_case(name) } else { open == name }
}

/// How an element's content is read when its attribute `markdown` is `1`.
pub fn content_model(name: &str) -> Model {
    if among(BLOCK_CONTENT, name) {
        Model::Block
    } else if among(SPAN_CONTENT, name) {
        Model::Span
    } else {
        Model::Raw
    }
}

/// A start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The element, in lower case if HTML has it.
    pub name: String,
    /// Its attributes; the last of equal names counts.
    pub attributes: Vec<(String, String)>,
    /// Whether it ends in `/>`.
    pub closed: bool,
    /// Where the text goes on.
    pub end: usize,
}

/// The end of the name that starts at `at`, `prefix:name` or `name`.
pub fn name_end(text: &str, at: usize) -> Option<usize> {
    let part = |from: usize| {
        let rest = text.get(from..)?;
        rest.starts_with(|c: char| c.is_alphabetic() || c == '_').then(|| {
            let inner = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
            from + rest.find(|c| !inner(c)).unwrap_or(rest.len())
        })
    };
    let end = part(at)?;
    if text[end..].starts_with(':') { part(end + 1).or(Some(end)) } else { Some(end) }
}

fn skip_space(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start_matches([' ', '\t', '\n', '\r', '\x0b', '\x0c']).len()
}

/// Reads the start tag whose `<` is at `at`. Values without quotes are words only, as in kramdown.
pub fn open_tag(text: &str, at: usize) -> Option<Tag> {
    let mut here = name_end(text, at + 1)?;
    let mut name = text[at + 1..here].to_string();
    let known = is_known(&name);
    if known {
        name.make_ascii_lowercase();
    }
    let mut attributes: Vec<(String, String)> = Vec::new();
    loop {
        let next = skip_space(text, here);
        let rest = &text[next..];
        if rest.starts_with("/>") {
            return Some(Tag { name, attributes, closed: true, end: next + 2 });
        }
        if rest.starts_with('>') {
            return Some(Tag { name, attributes, closed: false, end: next + 1 });
        }
        if next == here {
            return None;
        }
        let end = name_end(text, next)?;
        let mut key = text[next..end].to_string();
        if known {
            key.make_ascii_lowercase();
        }
        let mut value = "";
        here = end;
        let equals = skip_space(text, end);
        if text[equals..].starts_with('=') {
            let from = skip_space(text, equals + 1);
            let rest = &text[from..];
            if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
                let length = rest[1..].find(quote)?;
                value = &rest[1..1 + length];
                here = from + length + 2;
            } else {
                let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                if length == 0 {
                    return None;
                }
                value = &rest[..length];
                here = from + length;
            }
        }
        match attributes.iter_mut().find(|(known, _)| *known == key) {
            Some((_, old)) => *old = value.to_string(),
            None => attributes.push((key, value.to_string())),
        }
    }
}

/// Reads the end tag whose `<` is at `at`: its name and where the text goes on.
pub fn close_tag(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text.get(at..)?.strip_prefix("</")?;
    let end = name_end(rest, 0)?;
    let close = skip_space(rest, end);
    rest[close..].starts_with('>').then(|| (&rest[..end], at + 2 + close + 1))
}

/// The end of the comment whose `<!--` is at `at`.
pub fn comment_end(text: &str, at: usize) -> Option<usize> {
    let body = text.get(at..)?.strip_prefix("<!--")?;
    body.find("-->").map(|length| at + 4 + length + 3)
}

/// Where the content of `name` ends that starts at `from`: before its end tag, and behind it.
pub fn find_close(text: &str, from: usize, name: &str) -> Option<(usize, usize)> {
    let mut at = from;
    while let Some(next) = text[at..].find("</") {
        at += next;
        if let Some((found, end)) = close_tag(text, at)
            && found.eq_ignore_ascii_case(name)
        {
            return Some((at, end));
        }
        at += 2;
    }
    None
}

/// Appends `<name attributes`, without the `>`.
pub fn write_open(out: &mut String, name: &str, attributes: &[(String, String)]) {
    out.push('<');
    out.push_str(name);
    for (key, value) in attributes {
        write_attribute(out, key, value);
    }
}

/// Appends ` name="value"`.
pub fn write_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape_keeping_references(out, value, true);
    out.push('"');
}

/// The end of the character reference at the start of `text`, such as `&amp;`.
pub fn reference_end(text: &str) -> Option<usize> {
    let body = text.strip_prefix('&')?;
    let end = body.bytes().take(40).position(|byte| byte == b';')?;
    let name = &body[..end];
    let good = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix('x') {
            Some(hex) => !hex.is_empty() && hex.bytes().all(|byte| byte.is_ascii_hexdigit()),
            None => !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()),
        },
        None => {
            name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        }
    };
    good.then_some(end + 2)
}

/// Appends `text`, escaped but for the character references that it holds.
pub fn escape_keeping_references(out: &mut String, text: &str, attribute: bool) {
    let mut from = 0;
    while let Some(next) = text[from..].find('&') {
        let at = from + next;
        escape_into(out, &text[from..at], attribute);
        let end = at + reference_end(&text[at..]).unwrap_or(1);
        if end > at + 1 {
            out.push_str(&text[at..end]);
        } else {
            out.push_str("&amp;");
        }
        from = end;
    }
    escape_into(out, &text[from..], attribute);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_and_written() {
        for (text, written) in [
            ("<A HREF='x\"y' class>", "<a href=\"x&quot;y\" class=\"\""),
            ("<p lang=en >", "<p lang=\"en\""),
            ("<some:url name:spac='hallo'>", "<some:url name:spac=\"hallo\""),
            ("<SoMe iT='1'/>", "<SoMe iT=\"1\""),
            ("<a title=\"&lt;&x\">", "<a title=\"&lt;&amp;x\""),
        ] {
            let tag = open_tag(text, 0).unwrap_or_else(|| panic!("{text}"));
            let mut out = String::new();
            write_open(&mut out, &tag.name, &tag.attributes);
            assert_eq!((out.as_str(), tag.end), (written, text.len()), "{text}");
        }
        for text in ["<a href=http://x>", "< a>", "<a", "<a b=\"c>", "<1>", "<a b='c'd>"] {
            assert_eq!(open_tag(text, 0), None, "{text}");
        }
        assert_eq!(close_tag("</a >b", 0), Some(("a", 5)));
        assert!(is_span("kbd") && !is_span("k") && is_block("H1") && is_empty("hr"));
    }
}
