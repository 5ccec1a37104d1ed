//! What kramdown's definitions define, links, footnotes and abbreviations, and attribute lists.
//! [`Parser::definition`] is the entrance.

use super::attributes::{Attributes, identifier};
use super::block::{Parser, Scope, indented_lines};
use super::tree::{Block, Definition, Kind, Link};
use super::{line, raw_html};
use crate::letters;

impl Parser<'_> {
    /// Reads a definition, an attribute list or an extension.
    pub fn definition(&mut self, scope: &mut Scope) -> bool {
        self.footnote(scope) || self.link(scope) || self.abbreviation(scope) || self.extension(scope)
    }

    fn footnote(&mut self, scope: &mut Scope) -> bool {
        let rest = scope.rest();
        let start = line::indent(rest);
        let Some(body) = rest[start..].strip_prefix("[^") else { return false };
        let name = identifier(body);
        let Some(content) = body[name..].strip_prefix("]:").filter(|_| name > 0) else { return false };
        let first = line::first(content).len();
        let length = first + indented_lines(&content[first..]);
        let text = line::map(&content[..length], line::unindented);
        let name = body[..name].to_string();
        let at = scope.line;
        scope.advance(rest.len() - content.len() + length);
        let pending = std::mem::take(&mut scope.pending);
        let mut blocks = Vec::new();
        self.blocks(&text, at, scope.depth + 1, &mut blocks);
        *self.document.footnotes.entry(&name) = blocks;
        let kind = Kind::Silent { definition: Some(Definition::Footnote) };
        scope.out.push(Block { kind, attributes: pending, line: at });
        true
    }

    fn link(&mut self, scope: &mut Scope) -> bool {
        let Some((id, mut link, length)) = link_definition(scope.rest()) else { return false };
        link.attributes = std::mem::take(&mut scope.pending);
        let id = normalized_id(id);
        *self.document.links.entry(&id) = link;
        scope.take(length, Kind::Silent { definition: Some(Definition::Link(id)) });
        true
    }

    fn abbreviation(&mut self, scope: &mut Scope) -> bool {
        let rest = line::first(scope.rest());
        let Some(body) = line::inner(rest).strip_prefix("*[") else { return false };
        let Some(end) = body.find("]:").filter(|&end| end > 0) else { return false };
        let (word, meaning) = (body[..end].to_string(), body[end + 2..].trim_ascii().to_string());
        let at = scope.line;
        scope.advance(rest.len());
        let attributes = std::mem::take(&mut scope.pending);
        *self.document.abbreviations.entry(&word) = (meaning, attributes);
        scope.push(Kind::Silent { definition: Some(Definition::Abbreviation(word)) }, at);
        true
    }

    /// Attribute lists and `{::extensions}`.
    fn extension(&mut self, scope: &mut Scope) -> bool {
        let rest = scope.rest();
        let at = scope.line;
        if let Some((name, list, length)) = line::named_attribute_list(rest) {
            self.document.named.entry(name).parse(list);
            scope.take(length, Kind::Silent { definition: None });
            return true;
        }
        let extension = if line::inner(rest).starts_with("{::") {
            self.budget.find(rest, |rest| raw_html::extension(rest, true))
        } else {
            None
        };
        if let Some((raw, length)) = extension {
            let options = &rest[..length];
            if options.contains("parse_block_html=\"") && raw.is_none() {
                self.html_is_markdown = options.contains("parse_block_html=\"true\"");
            }
            scope.take(length, raw.map_or(Kind::Silent { definition: None }, Kind::Raw));
            return true;
        }
        let Some((list, length)) = line::attribute_list(rest) else { return false };
        scope.advance(length);
        let more = line::attribute_list(scope.rest()).is_some();
        match scope.out.last_mut() {
            Some(Block { kind: Kind::Silent { definition: Some(definition) }, .. }) => match definition {
                Definition::Link(id) => self.document.links.entry(id).attributes.parse(list),
                Definition::Abbreviation(word) => self.document.abbreviations.entry(word).1.parse(list),
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
}

/// A link's id as its definition is found by: white space is one space, letters are small.
pub fn normalized_id(id: &str) -> String {
    let mut out = String::new();
    for c in id.chars() {
        if !c.is_whitespace() {
            out.push_str(&letters::lower_char(c));
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// Reads `[id]: address "title"`; the title may stand on the next line.
fn link_definition(text: &str) -> Option<(&str, Link, usize)> {
    let body = line::inner(text).strip_prefix('[')?;
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
    let bracketed =
        content.strip_prefix('<').and_then(|inner| inner.split_once('>')).and_then(|(inner, behind)| {
            let title = quoted(behind).filter(|_| behind.starts_with(space));
            (title.is_some() || behind.is_empty()).then_some((inner, title))
        });
    // Others write comments as definitions, `[comment]: <> (text)`: the address is all of that.
    if let Some((inner, quoted)) = bracketed {
        (address, title) = (inner, quoted);
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
