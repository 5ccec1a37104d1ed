//! Plain YAML, which is nearly every front matter and configuration: block and flow collections of plain, quoted
//! and block scalars. [`read`] is the entrance.
//!
//! Strict: what it is not sure of (anchors, tags, tabs, odd numbers, errors of any kind) it leaves to the full
//! reader. What it reads, that reads as the same values (`tests/yaml_plain.rs`).

use super::{Pairs, Value, too_deep};
use crate::placeholder::{self, is_mark};

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

    /// A plain scalar, which may go on over lines.
    fn plain(&mut self, least: usize) -> Option<Value> {
        if !starts_plain(self.line(), false) {
            return None;
        }
        let mut text = String::new();
        loop {
            let line = self.line();
            let (said, comment) = line.split_once(" #").map_or((line, false), |(said, _)| (said, true));
            let said = said.trim_matches(' ');
            if said.contains(": ") || said.ends_with(':') {
                return None;
            }
            text.push_str(said);
            self.next_line();
            let rest = self.rest();
            let breaks = self.blank_lines();
            let next = self.line();
            let content = next.trim_start_matches(' ');
            if comment || content.is_empty() || content.starts_with('#') || next.len() - content.len() < least
            {
                self.at = self.text.len() - rest.len();
                return scalar(&text);
            }
            fold(&mut text, breaks);
        }
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

    /// `|` or `>` and what it introduces.
    fn block_scalar(&mut self, least: usize) -> Option<Value> {
        let literal = self.peek() == b'|';
        self.at += 1;
        let chomping = self.peek();
        self.at += usize::from(matches!(chomping, b'-' | b'+'));
        self.end()?;
        let start = self.at;
        let mut breaks = "\n".repeat(self.blank_lines());
        let first = self.line();
        let indent = first.len() - first.trim_start_matches(' ').len();
        let blank = self.text[start..self.at].split('\n').map(str::len).max().unwrap_or(0);
        if first.is_empty() || indent < least.max(1) || blank > indent {
            return None;
        }
        let mut text = String::new();
        let (mut last_break, mut was_indented) = ("", false);
        while self.at < self.text.len() {
            let line = self.line();
            let spaces = line.len() - line.trim_start_matches(' ').len();
            if line.len() <= indent && spaces == line.len() {
                breaks.extend((line.len() < self.rest().len()).then_some('\n'));
                self.next_line();
                continue;
            }
            if spaces < indent {
                break;
            }
            let indented = spaces > indent;
            if literal || was_indented || indented || last_break.is_empty() {
                text.push_str(last_break);
            } else if breaks.is_empty() {
                text.push(' ');
            }
            text.push_str(&std::mem::take(&mut breaks));
            text.push_str(&line[indent..]);
            was_indented = indented;
            last_break = if line.len() < self.rest().len() { "\n" } else { "" };
            self.next_line();
        }
        if chomping != b'-' {
            text.push_str(last_break);
        }
        if chomping == b'+' {
            text.push_str(&breaks);
        }
        Some(Value::String(text))
    }

    /// A quoted scalar.
    fn quoted(&mut self) -> Option<String> {
        let quote = char::from(self.peek());
        self.at += 1;
        let mut text = String::new();
        // How much of it stays when a line ends: white space before that does not count.
        let mut solid = 0;
        loop {
            let c = self.rest().chars().next()?;
            self.at += c.len_utf8();
            match c {
                '\n' => {
                    text.truncate(solid);
                    let breaks = self.blank_lines();
                    self.skip_spaces();
                    fold(&mut text, breaks);
                }
                '\'' if quote == '\'' && self.peek() == b'\'' => {
                    self.at += 1;
                    text.push('\'');
                }
                '\\' if quote == '"' => text.push(self.escaped()?),
                _ if c == quote => return Some(text),
                _ => text.push(c),
            }
            if c != ' ' {
                solid = text.len();
            }
        }
    }

    /// What stands behind a backslash.
    fn escaped(&mut self) -> Option<char> {
        let sign = self.peek();
        self.at += 1;
        let digits = match sign {
            b'"' | b'\\' | b'/' => return Some(char::from(sign)),
            b'n' => return Some('\n'),
            b't' => return Some('\t'),
            b'x' => 2,
            b'u' => 4,
            _ => return None,
        };
        let digits = self.rest().get(..digits)?;
        let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        self.at += digits.len();
        u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).filter(|c| hex && !is_mark(*c))
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
                _ => scalar(self.flow_plain()?)?,
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

    /// The text of a plain scalar on one line of a flow collection.
    fn flow_plain(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        let next = |at: usize| rest.as_bytes().get(at + 1).copied().unwrap_or(b'\n');
        let ends =
            |(at, byte)| b",[]{}\n".contains(&byte) || byte == b':' && b" ,?[]{}\n".contains(&next(at));
        let end = rest.bytes().enumerate().position(ends).unwrap_or(rest.len());
        let text = rest[..end].trim_end_matches(' ');
        self.at += end;
        (starts_plain(text, true) && !text.contains(" #")).then_some(text)
    }
}

/// A line break in a scalar, before which some blank lines stand.
fn fold(text: &mut String, blank_lines: usize) {
    match blank_lines {
        0 => text.push(' '),
        _ => text.extend(std::iter::repeat_n('\n', blank_lines)),
    }
}

/// Whether a plain scalar may begin so.
fn starts_plain(text: &str, flow: bool) -> bool {
    let mut bytes = text.bytes();
    match bytes.next() {
        None => false,
        Some(b'-') => bytes.next().is_some_and(|next| next != b' '),
        Some(b'?' | b':') => !flow && bytes.next().is_some_and(|next| next != b' '),
        Some(first) => !b",[]{}#&*!|>'\"%@` ".contains(&first),
    }
}

/// What a plain scalar means: a number, if it certainly reads as the same digits.
fn scalar(text: &str) -> Option<Value> {
    match text {
        "" | "null" | "Null" | "NULL" | "~" => return Some(Value::Null),
        "true" | "True" | "TRUE" => return Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => return Some(Value::Bool(false)),
        _ => {}
    }
    let string = || Some(Value::String(text.into()));
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let whole = digits.bytes().take_while(u8::is_ascii_digit).count();
    let (before, behind) = digits.split_at(whole);
    let zero = before.starts_with('0');
    let Some(sign) = behind.bytes().next() else {
        return match (whole, zero) {
            // `+`
            (0, _) => string(),
            // A leading zero makes a text of it.
            (2.., true) => string(),
            // `-0`, and what is longer than any number.
            (1, true) if text.len() > 1 => None,
            (39.., _) => None,
            _ => Some(Value::Number(text.trim_start_matches('+').into())),
        };
    };
    // `0x1f`, `.5`, `.inf`
    let word = |tail: &str| tail.eq_ignore_ascii_case("inf") || tail.eq_ignore_ascii_case("nan");
    let odd = |tail: &str| tail.starts_with(|c: char| c.is_ascii_digit()) || word(tail);
    if zero && b"xob".contains(&sign) || whole == 0 && behind.strip_prefix('.').is_some_and(odd) {
        return None;
    }
    if whole == 0 || !b".eE".contains(&sign) {
        return string();
    }
    let Some(fraction) = behind.strip_prefix('.') else {
        return if is_exponent(behind) { None } else { string() };
    };
    let places = fraction.bytes().take_while(u8::is_ascii_digit).count();
    if places < fraction.len() {
        return if is_exponent(&fraction[places..]) { None } else { string() };
    }
    let small = before == "0" && !fraction.bytes().all(|digit| digit == b'0') && fraction.starts_with("0000");
    if places == 0 || zero && whole > 1 || whole + places > 15 || small || text.starts_with('+') {
        return None;
    }
    let kept = fraction.trim_end_matches('0').len().max(1);
    Some(Value::Number(text[..text.len() - places + kept].into()))
}

/// Whether these are the `e` and the digits that end a number.
fn is_exponent(text: &str) -> bool {
    let digits = text.strip_prefix(['e', 'E']).unwrap_or("");
    let digits = digits.strip_prefix(['-', '+']).unwrap_or(digits);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
