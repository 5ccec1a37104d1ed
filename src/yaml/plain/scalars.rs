//! The scalars of plain YAML: how they are written, and what a plain one means ([`scalar`]).

use super::{Reader, Value};
use crate::placeholder::is_mark;
use crate::yaml::boolean;

impl<'t> Reader<'t> {
    /// A plain scalar, which may go on over lines.
    pub(super) fn plain(&mut self, least: usize) -> Option<Value> {
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
                return value(&text);
            }
            fold(&mut text, breaks);
        }
    }

    /// `|` or `>` and what it introduces.
    pub(super) fn block_scalar(&mut self, least: usize) -> Option<Value> {
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
    pub(super) fn quoted(&mut self) -> Option<String> {
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

    /// The text of a plain scalar on one line of a flow collection.
    pub(super) fn flow_plain(&mut self) -> Option<&'t str> {
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
pub(super) fn starts_plain(text: &str, flow: bool) -> bool {
    let mut bytes = text.bytes();
    match bytes.next() {
        None => false,
        Some(b'-') => bytes.next().is_some_and(|next| next != b' '),
        Some(b'?' | b':') => !flow && bytes.next().is_some_and(|next| next != b' '),
        Some(first) => !b",[]{}#&*!|>'\"%@` ".contains(&first),
    }
}

/// What a plain scalar means as a value.
pub(super) fn value(text: &str) -> Option<Value> {
    boolean(text).map(Value::Bool).or_else(|| scalar(text))
}

/// What a plain scalar means as a key: a number, if it certainly reads as the same digits.
pub(super) fn scalar(text: &str) -> Option<Value> {
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
