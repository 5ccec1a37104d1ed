//! kramdown's blocks. [`parse`] is the entrance: from a post's text to a tree whose leaves are lines of text.
//!
//! kramdown's block grammar is not CommonMark's (lists, code, quotes, tables and HTML start and end
//! elsewhere), so blocks are read here; `pulldown-cmark` reads the leaves (see `inline`).

use std::collections::BTreeMap;

use super::attributes::{Attributes, Named, identifier};
use super::line::{self, ListKind};
use super::table::Table;
use super::{raw_html, span, table, tag};
use crate::html::Html;
use crate::placeholder;

/// How deep blocks may stand in blocks; deeper text stays text.
const DEEPEST: usize = 40;

/// One block.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// The attribute lists before and after it.
    pub attributes: Attributes,
    /// The line it starts on.
    pub line: usize,
}

/// The kinds of blocks.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Blank lines; whether it is one line break only.
    Blank { single: bool },
    /// An end of block marker.
    End,
    /// What shows nothing where it stands: a definition, an attribute list. Whether attributes may follow.
    Silent { definition: Option<Definition> },
    /// A paragraph; in a list item it may be without its own element, or start with a task's box.
    Paragraph { text: String, bare: bool, task: Option<bool> },
    /// A header with the id that its author gave it.
    Header { level: u8, text: String, id: Option<String> },
    /// Code and its language.
    Code { text: String, language: Option<String> },
    /// A quote.
    Quote(Vec<Block>),
    /// A list.
    List { ordered: bool, items: Vec<Item> },
    /// A definition list: terms and definitions.
    Definitions(Vec<Entry>),
    /// A horizontal rule.
    Rule,
    /// A table.
    Table(Table),
    /// A formula on lines of its own.
    Math(String),
    /// An HTML element.
    Element { tag: tag::Tag, content: Vec<Block> },
    /// Text of an HTML element whose Markdown is read as a line of text.
    Text(String),
    /// HTML to be shown as it is.
    Raw(String),
}

/// What a definition defines, to which a following attribute list belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Definition {
    /// `[id]: address`
    Link(String),
    /// `*[word]: meaning`
    Abbreviation(String),
    /// `[^name]: text`
    Footnote,
}

/// An item of a list.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Its content.
    pub blocks: Vec<Block>,
    /// Its own attributes.
    pub attributes: Attributes,
}

/// A part of a definition list.
#[derive(Clone, Debug)]
pub enum Entry {
    /// What is defined.
    Term { text: String, attributes: Attributes, line: usize },
    /// What it means.
    Meaning(Item),
}

/// What `[id]: address "title"` says.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// The address.
    pub address: String,
    /// The title.
    pub title: Option<String>,
    /// Attributes of each link to it.
    pub attributes: Attributes,
}

/// A text's blocks and what they define.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The blocks.
    pub blocks: Vec<Block>,
    /// Named attribute lists.
    pub named: Named,
    /// Link definitions by their normalised ids.
    pub links: BTreeMap<String, Link>,
    /// Footnotes by their names.
    pub footnotes: BTreeMap<String, Vec<Block>>,
    /// Abbreviations: what they mean, and their attributes.
    pub abbreviations: BTreeMap<String, (String, Attributes)>,
}

/// Reads the blocks of `source`, whose first line is `first_line`.
pub fn parse(source: &str, first_line: usize, inserts: &[Html]) -> Document {
    let mut text = source.trim_end_matches('\n').to_string();
    text.push('\n');
    let mut parser = Parser { document: Document::default(), inserts };
    let mut blocks = Vec::new();
    parser.blocks(&text, first_line, 0, &mut blocks);
    parser.document.blocks = blocks;
    parser.document
}

/// Reads blocks and collects what they define.
pub struct Parser<'a> {
    pub document: Document,
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
    /// The shortest fence that is known not to be closed in the rest of the text.
    unclosed_fence: usize,
}

impl<'s> Scope<'s, '_> {
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
        let mut scope = Scope {
            text,
            at: 0,
            line,
            depth,
            out,
            pending: Attributes::default(),
            element: None,
            closed: false,
            unclosed_fence: usize::MAX,
        };
        self.scope(&mut scope);
    }

    /// Reads the blocks of an HTML element from where `outer` is; `outer` goes on behind its end tag.
    pub fn element_blocks(&mut self, outer: &mut Scope, name: &str) -> Vec<Block> {
        let mut out = Vec::new();
        let mut scope = Scope {
            text: outer.text,
            at: outer.at,
            line: outer.line,
            depth: outer.depth + 1,
            out: &mut out,
            pending: Attributes::default(),
            element: Some(name),
            closed: false,
            unclosed_fence: usize::MAX,
        };
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
                || self.math(scope)
                || self.environment(scope)
                || table::parse(scope)
                || self.footnote(scope)
                || self.link(scope)
                || self.abbreviation(scope)
                || self.extension(scope);
            if !found {
                self.paragraph(scope);
            }
        }
    }

    fn blank(&mut self, scope: &mut Scope) -> bool {
        let rest = scope.rest();
        let mut length = 0;
        while length < rest.len() && line::is_blank(&rest[length..]) {
            length += line::first(&rest[length..]).len();
        }
        if length == 0 {
            if line::is_end_of_block(rest) {
                let at = scope.line;
                scope.advance(line::first(rest).len());
                scope.push(Kind::End, at);
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
        let info = info.trim();
        if info.contains(char::is_whitespace) || fence.len() >= scope.unclosed_fence {
            return false;
        }
        let start = line::first(rest).len();
        let mut end = start;
        while end < rest.len() {
            let here = line::first(&rest[end..]);
            let closes = line::fence(here).is_some_and(|(close, info)| {
                close.len() >= fence.len() && close.starts_with(fence) && info.trim().is_empty()
            });
            if closes {
                let at = scope.line;
                scope.advance(end + here.len());
                let language = (!info.is_empty()).then(|| {
                    let name =
                        info.char_indices().skip(1).find(|(_, c)| *c == '?').map_or(info.len(), |(at, _)| at);
                    info[..name].to_string()
                });
                scope.push(Kind::Code { text: rest[start..end].to_string(), language }, at);
                return true;
            }
            end += here.len();
        }
        // Both marks share the note; a text that leaves one fence open seldom uses the other.
        scope.unclosed_fence = scope.unclosed_fence.min(fence.len());
        false
    }

    fn quote(&mut self, scope: &mut Scope) -> bool {
        let rest = scope.rest();
        if line::quoted(rest).is_none() {
            return false;
        }
        let mut length = line::first(rest).len();
        while !line::ends_lazy(&rest[length..]) {
            length += line::first(&rest[length..]).len();
        }
        let text: String =
            rest[..length].split_inclusive('\n').map(|part| line::quoted(part).unwrap_or(part)).collect();
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
        let text = if bare.is_empty() || bare.ends_with([' ', '\t']) { bare.trim_end() } else { text };
        if text.is_empty() {
            return false;
        }
        let at = scope.line;
        scope.advance(line::first(rest).len());
        scope.push(Kind::Header { level, text: text.to_string(), id: id.map(str::to_string) }, at);
        true
    }

    fn setext_header(&mut self, scope: &mut Scope) -> bool {
        let rest = scope.rest();
        let first = line::first(rest);
        let Some(level) = line::setext_underline(&rest[first.len()..]) else { return false };
        let (text, id) = header_id(first.trim());
        if text.is_empty() || !scope.after_boundary() || first[line::indent(first)..].starts_with([' ', '\t'])
        {
            return false;
        }
        let at = scope.line;
        scope.advance(first.len() + line::first(&rest[first.len()..]).len());
        scope.push(Kind::Header { level, text: text.to_string(), id: id.map(str::to_string) }, at);
        true
    }

    fn rule(&mut self, scope: &mut Scope) -> bool {
        let rest = scope.rest();
        let found = line::is_rule(rest);
        if found {
            let at = scope.line;
            scope.advance(line::first(rest).len());
            scope.push(Kind::Rule, at);
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
        scope.out.push(Block {
            kind: Kind::Raw(rest[start..length].to_string()),
            attributes: Attributes::default(),
            line: at,
        });
        true
    }

    /// Whether finished HTML that starts with a block's element stands here, and where it ends.
    fn block_insert(&self, text: &str) -> Option<usize> {
        let start = line::indent(text);
        let body = text[start..].strip_prefix(placeholder::INSERT)?;
        let end = body.find(placeholder::END)?;
        let html = self.inserts.get(body[..end].parse::<usize>().ok()?)?;
        let html = html.as_str().trim_start();
        let name = tag::name_end(html, 1).filter(|_| html.starts_with('<')).map(|end| &html[1..end])?;
        let block = !tag::is_span(name) && name != "script" && name != "math";
        block.then_some(start + placeholder::INSERT.len_utf8() + end + placeholder::END.len_utf8())
    }

    fn math(&mut self, scope: &mut Scope) -> bool {
        let rest = scope.rest();
        let start = line::indent(rest);
        let escaped = rest[start..].starts_with('\\');
        let Some(body) = rest[start + usize::from(escaped)..].strip_prefix("$$") else { return false };
        if !scope.after_boundary() {
            return false;
        }
        let Some(length) = body.find("$$") else { return false };
        let from = rest.len() - body.len();
        let behind = line::first(&rest[from + length + 2..]);
        let whole = behind.trim().is_empty();
        if escaped {
            // The backslash keeps the formula in its paragraph and disappears.
            if whole {
                scope.advance(start + 1);
            }
            return false;
        }
        let end = from + length + 2 + if whole { behind.len() } else { 0 };
        if !scope.boundary_at(scope.at + end) {
            return false;
        }
        let at = scope.line;
        scope.advance(end);
        scope.push(Kind::Math(body[..length].trim().to_string()), at);
        true
    }

    /// An environment of TeX that stands alone, which MathJax finds in the page: a paragraph of its own,
    /// whatever its lines start with.
    fn environment(&mut self, scope: &mut Scope) -> bool {
        let rest = scope.rest();
        let start = line::indent(rest);
        let Some(length) = span::environment(&rest[start..]).filter(|_| scope.after_boundary()) else {
            return false;
        };
        let stop = start + length;
        let behind = line::first(&rest[stop..]);
        if !behind.trim().is_empty() || !scope.boundary_at(scope.at + stop + behind.len()) {
            return false;
        }
        let at = scope.line;
        scope.advance(stop + behind.len());
        let text = rest[start..stop].to_string();
        scope.push(Kind::Paragraph { text, bare: false, task: None }, at);
        true
    }

    fn footnote(&mut self, scope: &mut Scope) -> bool {
        let rest = scope.rest();
        let start = line::indent(rest);
        let Some(body) = rest[start..].strip_prefix("[^") else { return false };
        let name = identifier(body);
        let Some(content) = body[name..].strip_prefix("]:").filter(|_| name > 0) else { return false };
        let first = line::first(content).len();
        let length = first + indented_lines(&content[first..]);
        let text: String = content[..length].split_inclusive('\n').map(line::unindented).collect();
        let name = body[..name].to_string();
        let at = scope.line;
        scope.advance(rest.len() - content.len() + length);
        let pending = std::mem::take(&mut scope.pending);
        let mut blocks = Vec::new();
        self.blocks(&text, at, scope.depth + 1, &mut blocks);
        self.document.footnotes.insert(name, blocks);
        let kind = Kind::Silent { definition: Some(Definition::Footnote) };
        scope.out.push(Block { kind, attributes: pending, line: at });
        true
    }

    fn link(&mut self, scope: &mut Scope) -> bool {
        let Some((id, mut link, length)) = link_definition(scope.rest()) else { return false };
        link.attributes = std::mem::take(&mut scope.pending);
        let at = scope.line;
        scope.advance(length);
        let id = normalized_id(id);
        scope.push(Kind::Silent { definition: Some(Definition::Link(id.clone())) }, at);
        self.document.links.insert(id, link);
        true
    }

    fn abbreviation(&mut self, scope: &mut Scope) -> bool {
        let rest = line::first(scope.rest());
        let Some(body) = rest[line::indent(rest)..].strip_prefix("*[") else { return false };
        let Some(end) = body.find("]:").filter(|&end| end > 0) else { return false };
        let (word, meaning) = (body[..end].to_string(), body[end + 2..].trim().to_string());
        let at = scope.line;
        scope.advance(rest.len());
        let attributes = std::mem::take(&mut scope.pending);
        scope.push(Kind::Silent { definition: Some(Definition::Abbreviation(word.clone())) }, at);
        self.document.abbreviations.insert(word, (meaning, attributes));
        true
    }

    /// Attribute lists and `{::extensions}`.
    fn extension(&mut self, scope: &mut Scope) -> bool {
        let rest = scope.rest();
        let at = scope.line;
        if let Some((name, list, length)) = line::named_attribute_list(rest) {
            self.document.named.entry(name.to_string()).or_default().parse(list);
            scope.advance(length);
            scope.push(Kind::Silent { definition: None }, at);
            return true;
        }
        if let Some((raw, length)) = raw_html::extension(rest, true) {
            scope.advance(length);
            match raw {
                Some(html) => scope.push(Kind::Raw(html), at),
                None => scope.push(Kind::Silent { definition: None }, at),
            }
            return true;
        }
        let Some((list, length)) = line::attribute_list(rest) else { return false };
        scope.advance(length);
        let more = line::attribute_list(scope.rest()).is_some();
        match scope.out.last_mut() {
            Some(Block { kind: Kind::Silent { definition: Some(definition) }, .. }) => match definition {
                Definition::Link(id) => {
                    if let Some(link) = self.document.links.get_mut(id) {
                        link.attributes.parse(list);
                    }
                }
                Definition::Abbreviation(word) => {
                    if let Some((_, attributes)) = self.document.abbreviations.get_mut(word) {
                        attributes.parse(list);
                    }
                }
                Definition::Footnote => {}
            },
            Some(block) if !matches!(block.kind, Kind::Blank { .. } | Kind::End | Kind::Silent { .. }) => {
                block.attributes.parse(list);
                if !more {
                    scope.push(Kind::Silent { definition: None }, at);
                }
            }
            _ => scope.pending.parse(list),
        }
        true
    }

    fn paragraph(&mut self, scope: &mut Scope) {
        let rest = scope.rest();
        let at = scope.line;
        let mut length = line::first(rest).len();
        while !line::ends_paragraph(&rest[length..]) && self.block_insert(&rest[length..]).is_none() {
            length += line::first(&rest[length..]).len();
        }
        let text = rest[..length].trim_end();
        let hard = scope.text[..scope.at].ends_with("  \n");
        scope.advance(length);
        if let Some(Block { kind: Kind::Paragraph { text: before, .. }, .. }) = scope.out.last_mut() {
            before.push_str(if hard { "  \n" } else { "\n" });
            before.push_str(text);
        } else {
            scope.push(Kind::Paragraph { text: text.trim_start().to_string(), bare: false, task: None }, at);
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
fn indented_lines(text: &str) -> usize {
    let mut end = 0;
    loop {
        let mut at = end;
        while at < text.len() && line::is_blank(&text[at..]) {
            at += line::first(&text[at..]).len();
        }
        if !line::is_indented(&text[at..]) || at >= text.len() {
            return end;
        }
        while at < text.len() && line::is_indented(&text[at..]) && !line::is_blank(&text[at..]) {
            at += line::first(&text[at..]).len();
        }
        while !line::ends_lazy(&text[at..]) {
            at += line::first(&text[at..]).len();
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
            .then(|| (body[..at].trim_end(), id))
    });
    match found {
        Some((text, id)) => (text, Some(id)),
        None => (content, None),
    }
}

/// A link's id as its definition is found by: white space is one space, letters are small.
pub fn normalized_id(id: &str) -> String {
    let mut out = String::new();
    for c in id.chars() {
        if !c.is_whitespace() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// Reads `[id]: address "title"`; the title may stand on the next line.
fn link_definition(text: &str) -> Option<(&str, Link, usize)> {
    let body = text[line::indent(text)..].strip_prefix('[')?;
    let close = body.find([']', '\n']).filter(|&at| at > 0)?;
    let id = &body[..close];
    let rest = body[close..].strip_prefix("]:")?;
    let first = line::first(rest);
    let mut length = text.len() - rest.len() + first.len();
    let space = |c| c == ' ' || c == '\t';
    let content = first.trim_end_matches('\n').trim_matches(space);
    let quoted = |text: &str| {
        let text = text.trim_matches(space);
        let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let inner = text[1..].strip_suffix(quote).filter(|inner| !inner.is_empty())?;
        Some(inner.to_string())
    };
    let (mut address, mut title) = (content, None);
    if let Some(inner) = content.strip_prefix('<')
        && let Some(end) = inner.find('>')
    {
        address = &inner[..end];
        let behind = &inner[end + 1..];
        title = quoted(behind).filter(|_| behind.starts_with(space));
        if title.is_none() && !behind.is_empty() {
            return None;
        }
    } else {
        let spaces = content.char_indices().filter(|(_, c)| space(*c));
        for (at, _) in spaces.take(100) {
            title = quoted(&content[at..])
                .filter(|_| content[at..].trim_start_matches(space).starts_with(['"', '\'']));
            if title.is_some() {
                address = content[..at].trim_end_matches(space);
                break;
            }
        }
        let open = [" \"", " '", "\t\"", "\t'"].iter().any(|mark| address.contains(mark));
        if address.is_empty() || open {
            return None;
        }
    }
    if title.is_none() {
        let next = line::first(&text[length..]);
        title = quoted(next.trim_end_matches('\n'));
        if title.is_some() {
            length += next.len();
        }
    }
    Some((id, Link { address: address.to_string(), title, attributes: Attributes::default() }, length))
}
