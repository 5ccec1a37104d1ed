//! kramdown's blocks. [`parse`] is the entrance: from a post's text to a tree whose leaves are lines of text.
//!
//! kramdown's block grammar is not CommonMark's (lists, code, quotes, tables and HTML start and end
//! elsewhere), so blocks are read here; `pulldown-cmark` reads the leaves (see `inline`).

use super::attributes::Attributes;
use super::budget::Budget;
use super::line::{self, ListKind};
use super::rules::Rules;
use super::tree::{Block, Document, Kind};
use super::{raw_html, table, tag};
use crate::html::Html;
use crate::placeholder;

/// How deep blocks may stand in blocks; deeper text stays text.
const DEEPEST: usize = 40;

/// Reads the blocks of `source`, whose first line is `first_line`.
pub fn parse(source: &str, first_line: usize, inserts: &[Html], rules: Rules) -> Document {
    let mut text = source.trim_end_matches('\n').to_string();
    text.push('\n');
    let mut parser = Parser {
        document: Document { rules, ..Document::default() },
        budget: Budget::new(text.len()),
        html_is_markdown: rules.block_html,
        inserts,
    };
    let mut blocks = Vec::new();
    parser.blocks(&text, first_line, 0, &mut blocks);
    parser.document.blocks = blocks;
    parser.document
}

/// Reads blocks and collects what they define.
pub struct Parser<'a> {
    pub document: Document,
    pub budget: Budget,
    /// Whether the site or `{::options}` said that HTML elements hold Markdown from here on.
    pub html_is_markdown: bool,
    inserts: &'a [Html],
}

/// A text that is being read, and the blocks that were found in it.
pub struct Scope<'s, 'o> {
    pub text: &'s str,
    pub at: usize,
    pub line: usize,
    pub depth: usize,
    pub out: &'o mut Vec<Block>,
    /// The attribute list that belongs to the next block.
    pub pending: Attributes,
    /// The HTML element whose end tag ends this scope.
    pub element: Option<&'s str>,
    pub closed: bool,
}

impl<'s, 'o> Scope<'s, 'o> {
    /// All of `text`, whose first line is `line`.
    fn new(text: &'s str, line: usize, depth: usize, out: &'o mut Vec<Block>) -> Self {
        let pending = Attributes::default();
        Scope { text, at: 0, line, depth, out, pending, element: None, closed: false }
    }

    /// The text from here on.
    pub fn rest(&self) -> &'s str {
        &self.text[self.at..]
    }

    /// Goes on behind `length` bytes.
    pub fn advance(&mut self, length: usize) {
        let passed = &self.text[self.at..self.at + length];
        self.line += passed.bytes().filter(|&byte| byte == b'\n').count();
        self.at += length;
    }

    /// Adds a block, with the attributes that wait for it.
    pub fn push(&mut self, kind: Kind, line: usize) {
        let attributes = std::mem::take(&mut self.pending);
        self.out.push(Block { kind, attributes, line });
    }

    /// Adds the block that the next `length` bytes are, with the attributes that wait for it.
    #[inline(never)]
    pub fn take(&mut self, length: usize, kind: Kind) {
        let line = self.line;
        self.advance(length);
        self.push(kind, line);
    }

    /// Whether a block boundary is just before this place.
    pub fn after_boundary(&self) -> bool {
        !self.pending.is_empty()
            || self.out.last().is_none_or(|block| matches!(block.kind, Kind::Blank { .. } | Kind::End))
    }

    /// Whether a block boundary is at `at`, the start of a line.
    pub fn boundary_at(&self, at: usize) -> bool {
        let rest = &self.text[at..];
        let starts = at == 0 || self.text.as_bytes()[at - 1] == b'\n';
        rest.is_empty()
            || (starts
                && (line::is_blank(rest)
                    || line::is_end_of_block(rest)
                    || line::attribute_list(rest).is_some()))
    }
}

impl Parser<'_> {
    /// Reads all blocks of `text` into `out`.
    pub fn blocks(&mut self, text: &str, line: usize, depth: usize, out: &mut Vec<Block>) {
        self.scope(&mut Scope::new(text, line, depth, out));
    }

    /// Reads the blocks of an HTML element from where `outer` is; `outer` goes on behind its end tag.
    pub fn element_blocks(&mut self, outer: &mut Scope, name: &str) -> Vec<Block> {
        let mut out = Vec::new();
        let mut scope = Scope::new(outer.text, outer.line, outer.depth + 1, &mut out);
        (scope.at, scope.element) = (outer.at, Some(name));
        self.scope(&mut scope);
        (outer.at, outer.line) = (scope.at, scope.line);
        out
    }

    fn scope(&mut self, scope: &mut Scope) {
        if scope.depth > DEEPEST {
            let text = scope.rest().to_string();
            let line = scope.line;
            scope.advance(text.len());
            return scope.push(Kind::Paragraph { text, bare: false, task: None }, line);
        }
        while scope.at < scope.text.len() && !scope.closed {
            let found = self.blank(scope)
                || self.indented_code(scope)
                || self.fenced_code(scope)
                || self.quote(scope)
                || self.atx_header(scope)
                || self.rule(scope)
                || self.list(scope)
                || self.definition_list(scope)
                || self.insert(scope)
                || raw_html::block(self, scope)
                || self.setext_header(scope)
                || self.math_block(scope)
                || self.environment_block(scope)
                || table::parse(scope)
                || self.definition(scope);
            if !found {
                self.paragraph(scope);
            }
        }
    }

    fn blank(&mut self, scope: &mut Scope) -> bool {
        let rest = scope.rest();
        let mut length = 0;
        while length < rest.len() && line::is_blank(&rest[length..]) {
            length = line::next(rest, length);
        }
        if length == 0 {
            if line::is_end_of_block(rest) {
                scope.take(line::first(rest).len(), Kind::End);
                return true;
            }
            return false;
        }
        let at = scope.line;
        scope.advance(length);
        match scope.out.last_mut().map(|block| &mut block.kind) {
            Some(Kind::Blank { single }) => *single = false,
            _ => scope.push(Kind::Blank { single: &rest[..length] == "\n" }, at),
        }
        true
    }

    fn indented_code(&mut self, scope: &mut Scope) -> bool {
        let rest = scope.rest();
        let length = indented_lines(rest);
        if !line::is_indented(rest) || length == 0 {
            return false;
        }
        let at = scope.line;
        scope.advance(length);
        let mut text = String::new();
        for part in rest[..length].split_inclusive('\n') {
            // A line that is not indented goes on where the one before it ended.
            let lazy = !line::is_indented(part) && !line::is_blank(part);
            if lazy && text.ends_with('\n') {
                text.pop();
                text.push(' ');
            }
            text.push_str(line::unindented(part));
        }
        scope.push(Kind::Code { text, language: None }, at);
        true
    }

    fn fenced_code(&mut self, scope: &mut Scope) -> bool {
        let rest = scope.rest();
        let Some((fence, info)) = line::fence(rest) else { return false };
        let info = info.trim_ascii();
        if info.contains(char::is_whitespace) {
            return false;
        }
        let start = line::first(rest).len();
        let closing = self.budget.find(&rest[start..], |text| {
            let mut at = 0;
            while at < text.len() {
                let here = line::first(&text[at..]);
                let closes = line::fence(here)
                    .is_some_and(|(close, info)| close.starts_with(fence) && info.trim_ascii().is_empty());
                if closes {
                    return Some((start + at, start + at + here.len()));
                }
                at += here.len();
            }
            None
        });
        let Some((end, behind)) = closing else { return false };
        let at = scope.line;
        scope.advance(behind);
        // What follows a question mark are options for the highlighter.
        let name = info.char_indices().skip(1).find(|(_, c)| *c == '?').map_or(info.len(), |(at, _)| at);
        let language = (!info.is_empty()).then(|| info[..name].to_string());
        scope.push(Kind::Code { text: rest[start..end].to_string(), language }, at);
        true
    }

    fn quote(&mut self, scope: &mut Scope) -> bool {
        let rest = scope.rest();
        if line::quoted(rest).is_none() {
            return false;
        }
        let mut length = line::first(rest).len();
        while !line::ends_lazy(&rest[length..]) {
            length = line::next(rest, length);
        }
        let text = line::map(&rest[..length], |part| line::quoted(part).unwrap_or(part));
        let at = scope.line;
        scope.advance(length);
        let pending = std::mem::take(&mut scope.pending);
        let mut blocks = Vec::new();
        self.blocks(&text, at, scope.depth + 1, &mut blocks);
        scope.out.push(Block { kind: Kind::Quote(blocks), attributes: pending, line: at });
        true
    }

    fn atx_header(&mut self, scope: &mut Scope) -> bool {
        let rest = scope.rest();
        let Some((level, content)) = line::atx_header(rest) else { return false };
        let (text, id) = header_id(content);
        let bare = text.trim_end_matches('#');
        let text = if bare.is_empty() || bare.ends_with([' ', '\t']) { bare.trim_ascii_end() } else { text };
        if text.is_empty() {
            return false;
        }
        scope.take(
            line::first(rest).len(),
            Kind::Header { level, text: text.to_string(), id: id.map(str::to_string) },
        );
        true
    }

    fn setext_header(&mut self, scope: &mut Scope) -> bool {
        let rest = scope.rest();
        let first = line::first(rest);
        let Some(level) = line::setext_underline(&rest[first.len()..]) else { return false };
        let (text, id) = header_id(first.trim_ascii());
        if text.is_empty() || !scope.after_boundary() || line::inner(first).starts_with([' ', '\t']) {
            return false;
        }
        scope.take(
            first.len() + line::first(&rest[first.len()..]).len(),
            Kind::Header { level, text: text.to_string(), id: id.map(str::to_string) },
        );
        true
    }

    fn rule(&mut self, scope: &mut Scope) -> bool {
        let rest = scope.rest();
        let found = line::is_rule(rest);
        if found {
            scope.take(line::first(rest).len(), Kind::Rule);
        }
        found
    }

    /// Finished HTML of an earlier stage that is a block by itself.
    fn insert(&mut self, scope: &mut Scope) -> bool {
        let rest = scope.rest();
        let Some(length) = self.block_insert(rest) else { return false };
        let start = line::indent(rest);
        let at = scope.line;
        let space = rest[length..].len() - rest[length..].trim_start_matches([' ', '\t']).len();
        let end = length + space;
        scope.advance(if rest[end..].starts_with('\n') { end + 1 } else { length });
        scope.out.push(Block::plain(Kind::Raw(rest[start..length].to_string()), at));
        true
    }

    /// Whether finished HTML that starts with a block's element stands here, and where it ends.
    fn block_insert(&self, text: &str) -> Option<usize> {
        let start = line::indent(text);
        let body = text[start..].strip_prefix(placeholder::INSERT)?;
        let end = body.find(placeholder::END)?;
        let html = self.inserts.get(body[..end].parse::<usize>().ok()?)?;
        let html = html.as_str().trim_ascii_start();
        let name = tag::name_end(html, 1).filter(|_| html.starts_with('<')).map(|end| &html[1..end])?;
        let block = !tag::is_span(name) && name != "script" && name != "math";
        block.then_some(start + placeholder::INSERT.len_utf8() + end + placeholder::END.len_utf8())
    }

    fn paragraph(&mut self, scope: &mut Scope) {
        let rest = scope.rest();
        let at = scope.line;
        let mut length = line::first(rest).len();
        while !line::ends_paragraph(&rest[length..]) && self.block_insert(&rest[length..]).is_none() {
            length = line::next(rest, length);
        }
        let text = rest[..length].trim_ascii_end();
        let hard = scope.text[..scope.at].ends_with("  \n");
        scope.advance(length);
        if let Some(Block { kind: Kind::Paragraph { text: before, .. }, .. }) = scope.out.last_mut() {
            before.push_str(if hard { "  \n" } else { "\n" });
            before.push_str(text);
        } else {
            scope.push(
                Kind::Paragraph { text: text.trim_ascii_start().to_string(), bare: false, task: None },
                at,
            );
        }
    }

    /// A list or a definition list, see `list`.
    fn list(&mut self, scope: &mut Scope) -> bool {
        match line::list_start(scope.rest()) {
            Some(kind) => super::list::list(self, scope, kind == ListKind::Ordered),
            None => false,
        }
    }

    fn definition_list(&mut self, scope: &mut Scope) -> bool {
        line::list_marker(scope.rest(), ListKind::Definition, 3).is_some()
            && super::list::definitions(self, scope)
    }
}

/// The length of the indented lines here, with blank lines between them and lines that go on lazily.
pub fn indented_lines(text: &str) -> usize {
    let mut end = 0;
    loop {
        let mut at = end;
        while at < text.len() && line::is_blank(&text[at..]) {
            at = line::next(text, at);
        }
        if !line::is_indented(&text[at..]) || at >= text.len() {
            return end;
        }
        while at < text.len() && line::is_indented(&text[at..]) && !line::is_blank(&text[at..]) {
            at = line::next(text, at);
        }
        while !line::ends_lazy(&text[at..]) {
            at = line::next(text, at);
        }
        end = at;
    }
}

/// A header's text and the id that is written at its end, `{#id}`.
fn header_id(content: &str) -> (&str, Option<&str>) {
    let found = content.strip_suffix('}').and_then(|body| {
        let at = body.rfind("{#")?;
        let id = &body[at + 2..];
        let starts = id.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':'));
        let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.');
        (starts && id.chars().all(word) && body[..at].ends_with([' ', '\t']))
            .then(|| (body[..at].trim_ascii_end(), id))
    });
    match found {
        Some((text, id)) => (text, Some(id)),
        None => (content, None),
    }
}
