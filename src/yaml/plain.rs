//! Plain YAML, which is nearly every front matter and configuration: block and flow collections of plain, quoted
//! and block scalars, which `scalars` reads. [`read`] is the entrance.
//!
//! Strict: what it is not sure of (anchors, tags, tabs, odd numbers, errors of any kind) it leaves to the full
//! reader. What it reads, that reads as the same values (`tests/yaml_plain.rs`).

mod scalars;

use super::{Pairs, Value, too_deep};
use crate::placeholder;
use scalars::{scalar, starts_plain, value};

/// The deepest nesting that is read here.
const DEEPEST: usize = 30;
/// The longest key, in bytes; libyaml's limit is 1024 characters.
const LONGEST_KEY: usize = 1000;

/// The value of `text`, or `None` if it is not certainly plain.
pub fn read(text: &str) -> Option<Value> {
    let text = &*placeholder::clean(text);
    if !text.chars().all(is_usual) || too_deep(text).is_some() {
        return None;
    }
    let mut reader = Reader { text, at: 0 };
    let Some(mut column) = reader.indent() else { return Some(Value::Null) };
    if reader.line().trim_end_matches(' ') == "---" {
        reader.next_line();
        column = reader.indent()?;
    }
    if reader.rest().split('\n').any(is_marker) {
        return None;
    }
    reader.at += column;
    let value = reader.node(column, 0, 0)?;
    reader.indent().is_none().then_some(value)
}

/// A character that means nothing by itself but what `Reader` knows.
fn is_usual(c: char) -> bool {
    match c {
        '\n' | ' '..='~' => true,
        '\u{2028}' | '\u{2029}' | '\u{FEFF}' => false,
        _ => matches!(c, '\u{A0}'..='\u{FFFD}' | '\u{10000}'..),
    }
}

/// Whether a document begins or ends with this line.
fn is_marker(line: &str) -> bool {
    let behind = line.strip_prefix("---").or_else(|| line.strip_prefix("..."));
    behind.is_some_and(|behind| behind.is_empty() || behind.starts_with(' '))
}

/// The text, read up to a byte.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// What is left of the line.
    fn line(&self) -> &'t str {
        let rest = self.rest();
        rest.split_once('\n').map_or(rest, |(line, _)| line)
    }

    fn next_line(&mut self) {
        self.at = (self.at + self.line().len() + 1).min(self.text.len());
    }

    fn peek(&self) -> u8 {
        self.rest().bytes().next().unwrap_or(b'\n')
    }

    fn skip_spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(' ').len();
    }

    /// At the beginning of a line: goes to the next one that is neither blank nor a comment, and gives its
    /// indentation.
    fn indent(&mut self) -> Option<usize> {
        while self.at < self.text.len() {
            let line = self.line();
            let content = line.trim_start_matches(' ');
            if !content.is_empty() && !content.starts_with('#') {
                return Some(line.len() - content.len());
            }
            self.next_line();
        }
        None
    }

    /// Ends a line on which nothing may follow but a comment.
    fn end(&mut self) -> Option<()> {
        let line = self.line();
        let behind = line.trim_start_matches(' ');
        let comment = behind.starts_with('#') && behind.len() < line.len();
        self.next_line();
        (behind.is_empty() || comment).then_some(())
    }

    /// Whether an item of a block sequence begins here.
    fn is_item(&self) -> bool {
        self.rest()
            .strip_prefix('-')
            .is_some_and(|behind| behind.is_empty() || behind.starts_with([' ', '\n']))
    }

    /// A node that begins here, in the column `column`. Lines that go on with a scalar begin in the column
    /// `least` or behind it.
    fn node(&mut self, column: usize, least: usize, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        if self.is_item() {
            return self.sequence(column, depth);
        }
        let start = self.at;
        match self.key() {
            Some(key) => self.mapping(key, column, depth),
            None => {
                self.at = start;
                self.inline(least)
            }
        }
    }

    fn sequence(&mut self, column: usize, depth: usize) -> Option<Value> {
        let mut items = Vec::new();
        while self.is_item() {
            let dash = self.at;
            self.at += 1;
            self.skip_spaces();
            items.push(match self.peek() {
                b'\n' | b'#' => self.below(column, false, depth)?,
                _ => self.node(column + self.at - dash, column + 1, depth + 1)?,
            });
            match self.indent() {
                Some(next) if next == column => self.at += column,
                Some(next) if next > column => return None,
                _ => return Some(Value::Sequence(items)),
            }
        }
        // What stands in this column is the next key of the mapping around it.
        self.at -= column;
        Some(Value::Sequence(items))
    }

    /// A mapping whose first key has been read.
    fn mapping(&mut self, mut key: String, column: usize, depth: usize) -> Option<Value> {
        let mut pairs = Pairs::default();
        loop {
            self.skip_spaces();
            let value = match self.peek() {
                b'\n' | b'#' => self.below(column, true, depth)?,
                _ => self.inline(column + 1)?,
            };
            pairs.set(key, value);
            match self.indent() {
                Some(next) if next == column => self.at += column,
                Some(next) if next > column => return None,
                _ => return Some(Value::Mapping(pairs.pairs)),
            }
            key = self.key()?;
        }
    }

    /// The value of a key or an item on the lines below it. Sequences may stand in the column of their key.
    fn below(&mut self, column: usize, key: bool, depth: usize) -> Option<Value> {
        self.next_line();
        let Some(next) = self.indent() else { return Some(Value::Null) };
        let start = self.at;
        self.at += next;
        if next > column {
            return self.node(next, column + 1, depth + 1);
        }
        if key && next == column && self.is_item() {
            return self.sequence(column, depth + 1);
        }
        self.at = start;
        Some(Value::Null)
    }

    /// A key with its colon, in a block mapping.
    fn key(&mut self) -> Option<String> {
        let line = self.line();
        let text = if matches!(self.peek(), b'"' | b'\'') {
            let start = self.at;
            let text = self.quoted()?;
            if self.at - start > line.len().min(LONGEST_KEY) {
                return None;
            }
            self.skip_spaces();
            text
        } else {
            let end = line.find(": ").or_else(|| line.strip_suffix(':').map(str::len))?;
            let text = line[..end].trim_end_matches(' ');
            if !starts_plain(text, false) || text.contains(" #") || end > LONGEST_KEY {
                return None;
            }
            self.at += end;
            String::from(scalar(text)?.text()?)
        };
        let colon = self.line().strip_prefix(':')?;
        self.at += 1;
        let ends = colon.is_empty() || colon.starts_with(' ');
        (ends && text != "<<").then_some(text)
    }

    /// A scalar or a flow collection, with the end of its line.
    fn inline(&mut self, least: usize) -> Option<Value> {
        let value = match self.peek() {
            b'|' | b'>' => return self.block_scalar(least),
            b'"' | b'\'' => Value::String(self.quoted()?),
            b'[' | b'{' => self.flow(0)?,
            _ => return self.plain(least),
        };
        self.end()?;
        Some(value)
    }

    /// Passes over blank lines and counts them.
    fn blank_lines(&mut self) -> usize {
        let mut count = 0;
        while self.at < self.text.len() && self.line().trim_matches(' ').is_empty() {
            self.next_line();
            count += 1;
        }
        count
    }

    /// A flow collection.
    fn flow(&mut self, depth: usize) -> Option<Value> {
        let list = self.peek() == b'[';
        let close = if list { b']' } else { b'}' };
        let (mut items, mut pairs) = (Vec::new(), Pairs::default());
        self.at += 1;
        loop {
            self.skip_white();
            if self.peek() == close {
                self.at += 1;
                return Some(if list { Value::Sequence(items) } else { Value::Mapping(pairs.pairs) });
            }
            let key = if list { None } else { Some(self.flow_key()?) };
            self.skip_white();
            let value = match self.peek() {
                b'[' | b'{' if depth < DEEPEST => self.flow(depth + 1)?,
                b'"' | b'\'' => Value::String(self.quoted()?),
                _ => value(self.flow_plain()?)?,
            };
            match key {
                Some(key) => pairs.set(key, value),
                None => items.push(value),
            }
            self.skip_white();
            match self.peek() {
                b',' => self.at += 1,
                next if next != close => return None,
                _ => {}
            }
        }
    }

    fn skip_white(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\n']).len();
    }

    /// A key with its colon, in a flow mapping.
    fn flow_key(&mut self) -> Option<String> {
        let start = self.at;
        let quoted = matches!(self.peek(), b'"' | b'\'');
        let text = if quoted { self.quoted()? } else { scalar(self.flow_plain()?)?.text()?.into() };
        self.skip_spaces();
        let source = &self.text[start..self.at];
        if source.len() > LONGEST_KEY || source.contains('\n') || self.peek() != b':' || text == "<<" {
            return None;
        }
        self.at += 1;
        (quoted || matches!(self.peek(), b' ' | b'\n')).then_some(text)
    }
}
