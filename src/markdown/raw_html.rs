//! The author's own HTML. [`block`] reads an element that stands as a block, [`content`] what is in an
//! element that is not Markdown, [`extension`] kramdown's `{::nomarkdown}` and its like.

use super::attributes::identifier;
use super::block::{Parser, Scope};
use super::budget::Budget;
use super::line;
use super::tag::{self, Model, Tag};
use super::tree::{Block, Kind};
use crate::html::escape_into;

/// Reads a comment or an element at the start of a line.
pub fn block(parser: &mut Parser, scope: &mut Scope) -> bool {
    let rest = scope.rest();
    let start = scope.line;
    if rest.starts_with("<!--")
        && let Some(end) = parser.budget.find(rest, |rest| tag::comment_end(rest, 0))
    {
        scope.advance(end);
        skip_line_end(scope);
        scope.out.push(raw(format!("{}\n", &rest[..end]), start));
        return true;
    }
    let at = line::indent(rest);
    if !rest[at..].starts_with('<') {
        return false;
    }
    if let Some((name, end)) = tag::close_tag(rest, at) {
        let ends = scope.element.is_some_and(|open| open.eq_ignore_ascii_case(name));
        if ends {
            scope.advance(end);
            scope.closed = true;
        }
        return ends;
    }
    match tag::open_tag(rest, at) {
        Some(tag) if !tag::is_span(&tag.name) => {
            scope.advance(tag.end);
            let attributes = std::mem::take(&mut scope.pending);
            let kind = element(parser, scope, tag, false);
            scope.out.push(Block { kind, attributes, line: start });
            true
        }
        _ => false,
    }
}

fn skip_line_end(scope: &mut Scope) {
    let rest = scope.rest();
    let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    if rest[spaces..].starts_with('\n') {
        scope.advance(spaces + 1);
    }
}

/// Reads what is in the element whose start tag was just read, and its end tag.
fn element(parser: &mut Parser, scope: &mut Scope, mut tag: Tag, within_raw: bool) -> Kind {
    let markdown = tag.attributes.iter().position(|(name, _)| name == "markdown");
    let model = match markdown.map(|at| tag.attributes.remove(at).1).as_deref() {
        Some("1") => tag::content_model(&tag.name),
        Some("block") => Model::Block,
        Some("span") => Model::Span,
        None if parser.html_is_markdown && !within_raw => tag::content_model(&tag.name),
        _ => Model::Raw,
    };
    let name = tag.name.clone();
    if name == "script" || name == "style" {
        let rest = scope.rest();
        let (end, behind) = tag::find_close(rest, 0, &name).unwrap_or((rest.len(), rest.len()));
        scope.advance(behind);
        return Kind::Element { tag, content: vec![raw(rest[..end].to_string(), scope.line)] };
    }
    let mut content = Vec::new();
    if model == Model::Block {
        skip_line_end(scope);
    }
    if !tag.closed && !tag::is_empty(&name) && scope.depth < 100 {
        match model {
            Model::Block => content = parser.element_blocks(scope, &name),
            Model::Span => {
                let rest = scope.rest();
                let (end, behind) = tag::find_close(rest, 0, &name).unwrap_or((rest.len(), rest.len()));
                content.push(Block::plain(Kind::Text(rest[..end].to_string()), scope.line));
                scope.advance(behind);
            }
            Model::Raw => content = raw_blocks(parser, scope, &name),
        }
    }
    if !within_raw {
        skip_line_end(scope);
    }
    Kind::Element { tag, content }
}

fn raw(html: String, line: usize) -> Block {
    Block::plain(Kind::Raw(html), line)
}

/// Reads raw content up to the end tag of `name`; elements with `markdown="1"` in it are read as Markdown.
fn raw_blocks(parser: &mut Parser, scope: &mut Scope, name: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open = vec![name.to_string()];
    loop {
        let line = scope.line;
        let mut out = String::new();
        let (length, stop) = content(scope.rest(), &mut open, &mut parser.budget, &mut out);
        scope.advance(length);
        blocks.push(raw(out, line));
        let Some(tag) = stop else { return blocks };
        let line = scope.line;
        scope.depth += 1;
        let kind = element(parser, scope, tag, true);
        scope.depth -= 1;
        blocks.push(Block::plain(kind, line));
    }
}

/// Writes the raw content at the start of `text` to `out` until the elements `open` are closed; what does not
/// fit is shown as text, what is left open is closed. The end tag of the outermost element is not written.
///
/// Says how much was read; stops behind a start tag with the attribute `markdown`, which is returned.
pub fn content(
    text: &str,
    open: &mut Vec<String>,
    budget: &mut Budget,
    out: &mut String,
) -> (usize, Option<Tag>) {
    let mut at = 0;
    while let Some(next) = text[at..].find('<') {
        text_into(out, &text[at..at + next]);
        at += next;
        if let Some(length) = no_element(&text[at..], budget, out) {
            at += length;
        } else if let Some((name, end)) = tag::close_tag(text, at) {
            if open.last().is_some_and(|open| tag::is_same(open, name)) {
                let name = open.pop().unwrap_or_default();
                if open.is_empty() {
                    return (end, None);
                }
                close(out, &name);
            } else {
                text_into(out, &text[at..end]);
            }
            at = end;
        } else if let Some(tag) = tag::open_tag(text, at) {
            at = tag.end;
            if tag.attributes.iter().any(|(name, _)| name == "markdown") {
                return (at, Some(tag));
            }
            tag::write_open(out, &tag.name, &tag.attributes);
            if tag.closed || tag::is_empty(&tag.name) {
                out.push_str(" />");
            } else if tag.name == "script" || tag.name == "style" {
                out.push('>');
                let (end, behind) = tag::find_close(text, at, &tag.name).unwrap_or((text.len(), text.len()));
                out.push_str(&text[at..end]);
                close(out, &tag.name);
                at = behind;
            } else {
                out.push('>');
                open.push(tag.name);
            }
        } else {
            out.push_str("&lt;");
            at += 1;
        }
    }
    text_into(out, &text[at..]);
    while open.len() > 1 {
        let name = open.pop().unwrap_or_default();
        close(out, &name);
    }
    (text.len(), None)
}

/// Writes the comment, the processing instruction or the CDATA section, which is text, at the start of `text`; says how
/// long it is.
fn no_element(text: &str, budget: &mut Budget, out: &mut String) -> Option<usize> {
    let kinds = [("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>")];
    let (opening, closing) = kinds.into_iter().find(|(opening, _)| text.starts_with(opening))?;
    let body = &text[opening.len()..];
    let inside = budget.find_str(body, closing)?;
    let length = opening.len() + inside + closing.len();
    match opening {
        "<![CDATA[" => escape_into(out, &body[..inside], false),
        _ => out.push_str(&text[..length]),
    }
    Some(length)
}

fn text_into(out: &mut String, text: &str) {
    tag::escape_keeping_references(out, text, false);
}

/// Appends an end tag.
pub fn close(out: &mut String, name: &str) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Reads `{::name options}body{:/name}` or `{::name options /}` at the start of `text`: the HTML that it
/// stands for, if any, and its length. As a block, its tags stand on lines of their own.
pub fn extension(text: &str, block: bool) -> Option<(Option<String>, usize)> {
    let start = if block { line::indent(text) } else { 0 };
    let body = text[start..].strip_prefix("{::")?;
    let name = &body[..identifier(body)];
    let end = super::attributes::closing_brace(body)?;
    let options = body[name.len()..end].trim_ascii();
    if !matches!(name, "comment" | "nomarkdown" | "options") {
        return None;
    }
    let line_end = |at: usize| {
        let rest = line::first(&text[at..]);
        if !block { Some(at) } else { rest.trim_ascii().is_empty().then_some(at + rest.len()) }
    };
    let from = line_end(start + 3 + end + 1)?;
    if options.ends_with('/') {
        return Some((None, from));
    }
    let mut at = from;
    let (length, behind) = loop {
        let next = text[at..].find("{:/")?;
        let stop = at + next;
        let rest = &text[stop + 3..];
        let rest = rest.strip_prefix(name).unwrap_or(rest);
        let own_line =
            !block || text[..stop].rsplit('\n').next().is_some_and(|before| before.trim_ascii().is_empty());
        if let Some(rest) = rest.strip_prefix('}')
            && own_line
            && let Some(behind) = line_end(text.len() - rest.len())
        {
            break (stop - from, behind);
        }
        at = stop + 3;
    };
    let body = &text[from..from + length];
    let html = match name {
        "comment" => Some(format!("<!-- {} -->", body.trim_end_matches('\n').replace("--", "- -"))),
        "nomarkdown" => {
            let other = options.contains("type") && !options.contains("html");
            (!other).then(|| body.to_string())
        }
        _ => None,
    };
    Some((html, behind))
}
