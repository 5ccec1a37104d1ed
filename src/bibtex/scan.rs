//! Finds the objects of a `.bib` file in one pass over its bytes. [`Scanner::next_object`] is the
//! entrance; what an entry's fields say is not looked at here.
//!
//! An object that does not close is given up where a later line begins with `@word{`. A value may
//! contain one such line (an abstract that quotes BibTeX); at the second one the object is broken, so
//! no byte is read more than three times.

use std::ops::Range;

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Entry,
    String,
    /// `@preamble`, which says nothing about works.
    Other,
}

/// An `@word{…}`: byte ranges in the file.
#[derive(Clone, Debug)]
pub(super) struct Object {
    pub(super) kind: Kind,
    /// The line of its `@`, from 1.
    pub(super) line: usize,
    pub(super) entry_type: Range<usize>,
    /// The entry's key, or the name that `@string` defines.
    pub(super) key: Range<usize>,
    /// From the `@` to behind the closing delimiter.
    pub(super) span: Range<usize>,
    /// What follows the key (or the `=` of `@string`), without the closing delimiter.
    pub(super) body: Range<usize>,
    /// What is wrong, and what became of it.
    pub(super) problem: Option<&'static str>,
    /// Too broken to be used.
    pub(super) skipped: bool,
}

/// Where an object ends.
struct End {
    /// Behind the closing delimiter, or where the object is given up.
    span: usize,
    /// Before the closing delimiter.
    body: usize,
    /// From where the search goes on, and its line.
    resume: (usize, usize),
    problem: Option<&'static str>,
    skipped: bool,
}

/// The bytes that matter inside an object.
const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    table[b'{' as usize] = true;
    table[b'}' as usize] = true;
    table[b'"' as usize] = true;
    table[b')' as usize] = true;
    table[b'\n' as usize] = true;
    table
};

const UNCLOSED: &str = "its closing brace is missing";
const UNCLOSED_VALUE: &str = "a brace or quote in it is not closed; the entry is left out";

/// A walk over a file.
pub(super) struct Scanner<'a> {
    source: &'a str,
    at: usize,
    line: usize,
    /// A `@comment` did not close: from here on the contents of comments are not skipped, as in BibTeX.
    open_comment: bool,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Scanner { source, at: 0, line: 1, open_comment: false }
    }

    /// The next object; text between objects is passed over.
    pub(super) fn next_object(&mut self) -> Option<Object> {
        let bytes = self.source.as_bytes();
        loop {
            match *bytes.get(self.at)? {
                b'\n' => self.line += 1,
                b'@' if !self.at.checked_sub(1).is_some_and(|at| bytes[at].is_ascii_alphanumeric()) => {
                    if let Some((entry_type, open)) = head(bytes, self.at) {
                        match self.object(entry_type, open) {
                            Some(object) => return Some(object),
                            None => continue,
                        }
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    /// The object whose `@` is here and whose delimiter opens at `open`; `None` for a comment.
    fn object(&mut self, entry_type: Range<usize>, open: usize) -> Option<Object> {
        let bytes = self.source.as_bytes();
        let (start, line) = (self.at, self.line);
        let word = &bytes[entry_type.clone()];
        if word.eq_ignore_ascii_case(b"comment") {
            self.pass_comment(open);
            return None;
        }
        let kind = if word.eq_ignore_ascii_case(b"string") {
            Kind::String
        } else if word.eq_ignore_ascii_case(b"preamble") {
            Kind::Other
        } else {
            Kind::Entry
        };
        let end = self.end(open, line + lines(&bytes[start..open]));
        (self.at, self.line) = end.resume;

        let inside = open + 1..end.body.max(open + 1);
        let mut object = Object {
            kind,
            line,
            entry_type,
            key: open..open,
            span: start..end.span,
            body: inside.clone(),
            problem: end.problem,
            skipped: end.skipped,
        };
        if kind != Kind::Other {
            object.key = key(bytes, inside.clone(), kind == Kind::String);
            object.body = object.key.end..inside.end;
        }
        match kind {
            Kind::String => match trim_start(bytes, object.body.clone()) {
                at if at < inside.end && bytes[at] == b'=' && !object.key.is_empty() => {
                    object.body = at + 1..inside.end;
                }
                _ => object.refuse("it does not read `name = value` and is left out"),
            },
            Kind::Entry if object.key.is_empty() => object.refuse("it is left out"),
            Kind::Entry if object.problem.is_some() && swallows_field(&bytes[object.body.clone()]) => {
                object.problem = Some(UNCLOSED_VALUE);
                object.skipped = true;
            }
            _ => {}
        }
        Some(object)
    }

    /// Finds the end of the object whose delimiter opens at `open`, on line `line`.
    fn end(&self, open: usize, mut line: usize) -> End {
        let bytes = self.source.as_bytes();
        let parenthesis = bytes[open] == b'(';
        let mut depth = 1usize;
        let mut quoted = false;
        let mut suspect: Option<(usize, usize)> = None;
        let mut at = open + 1;
        let closed =
            |at, line| End { span: at + 1, body: at, resume: (at + 1, line), problem: None, skipped: false };
        let broken = |resume: (usize, usize)| End {
            span: resume.0,
            body: resume.0,
            resume,
            problem: Some(UNCLOSED_VALUE),
            skipped: true,
        };
        loop {
            while at < bytes.len() && !SPECIAL[bytes[at] as usize] {
                at += 1;
            }
            let Some(&byte) = bytes.get(at) else {
                return match suspect {
                    Some(resume) => broken(resume),
                    None if depth == 1 && !quoted => unclosed(bytes, open, (at, line)),
                    None => broken((at, line)),
                };
            };
            match byte {
                b'{' => depth += 1,
                b'}' if depth > 1 => depth -= 1,
                b'}' if !parenthesis && !quoted => return closed(at, line),
                b'}' => return broken((at + 1, line)),
                b'"' if depth == 1 && quoted => quoted = !closes_quote(bytes, at),
                b'"' if depth == 1 => quoted = follows_operator(&bytes[open..at]),
                b')' if parenthesis && depth == 1 && !quoted => return closed(at, line),
                b'\n' => {
                    line += 1;
                    if starts_object(bytes, at + 1) {
                        let here = (at + 1, line);
                        if depth == 1 && !quoted {
                            return unclosed(bytes, open, here);
                        }
                        match suspect {
                            Some(resume) => return broken(resume),
                            None => suspect = Some(here),
                        }
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// Passes over a `@comment{…}` whose brace is at `open`, whatever it contains.
    fn pass_comment(&mut self, open: usize) {
        let bytes = self.source.as_bytes();
        self.line += lines(&bytes[self.at..open]);
        self.at = open + 1;
        if self.open_comment || bytes[open] == b'(' {
            return;
        }
        match matching(bytes, open, bytes.len()) {
            Some(close) => {
                self.line += lines(&bytes[open..close]);
                self.at = close + 1;
            }
            None => self.open_comment = true,
        }
    }
}

impl Object {
    /// Leaves the object out, unless it already is for a reason that says more.
    fn refuse(&mut self, problem: &'static str) {
        self.problem = self.problem.filter(|_| self.skipped).or(Some(problem));
        self.skipped = true;
    }
}

/// An object that ends between two fields, without its closing delimiter: all of it can be used.
fn unclosed(bytes: &[u8], open: usize, resume: (usize, usize)) -> End {
    let mut end = resume.0;
    while end > open + 1 && bytes[end - 1].is_ascii_whitespace() {
        end -= 1;
    }
    End { span: end, body: end, resume, problem: Some(UNCLOSED), skipped: false }
}

/// `@ word {` or `@ word (` at `at`: the word and the delimiter.
fn head(bytes: &[u8], at: usize) -> Option<(Range<usize>, usize)> {
    let start = trim_start(bytes, at + 1..bytes.len());
    let length = bytes[start..]
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_:.+*!$&%".contains(byte))
        .count();
    let open = trim_start(bytes, start + length..bytes.len());
    (length > 0 && matches!(bytes.get(open), Some(b'{' | b'('))).then_some((start..start + length, open))
}

/// Whether a line that begins at `at` begins with an object.
fn starts_object(bytes: &[u8], at: usize) -> bool {
    let blank = bytes[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    bytes.get(at + blank) == Some(&b'@') && head(bytes, at + blank).is_some()
}

/// The key (or name) at the start of an object: up to the comma, in a `@string` up to the `=`; where
/// the comma is missing, up to the end of its line.
fn key(bytes: &[u8], inside: Range<usize>, is_string: bool) -> Range<usize> {
    let start = trim_start(bytes, inside.clone());
    let mut end = start;
    while end < inside.end && !matches!(bytes[end], b',' | b'=' | b'{' | b'}' | b'\n') {
        end += 1;
    }
    let misses_comma = bytes[..inside.end].get(end).is_some_and(|byte| matches!(byte, b'=' | b'{'));
    if misses_comma && !is_string {
        // `{title = …}` has no key; `{key title = …}` has one.
        let word = bytes[start..end].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
        let next = trim_start(bytes, start + word..inside.end);
        end = if next < end { start + word } else { start };
    }
    while end > start && bytes[end - 1].is_ascii_whitespace() {
        end -= 1;
    }
    start..end
}

/// Whether a value holds what reads like a field, behind a comma or on its own line: a brace was closed
/// too late.
fn swallows_field(body: &[u8]) -> bool {
    let mut depth = 0usize;
    let mut may_start = false;
    let mut at = 0;
    while at < body.len() {
        match body[at] {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'\n' | b',' => may_start = true,
            byte if byte.is_ascii_whitespace() => {}
            byte => {
                if may_start && depth > 0 && byte.is_ascii_alphabetic() {
                    let word = body[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
                    let next = trim_start(body, at + word..body.len());
                    if body.get(next) == Some(&b'=') {
                        return true;
                    }
                    at += word - 1;
                }
                may_start = false;
            }
        }
        at += 1;
    }
    false
}

/// Whether the quote at `at`, outside braces, closes a value. To BibTeX each does; but where the value goes on, an
/// accent is meant (`"G\"odel"`).
pub(super) fn closes_quote(bytes: &[u8], at: usize) -> bool {
    let next = bytes.get(trim_start(bytes, at + 1..bytes.len()));
    bytes[at - 1] != b'\\' || next.is_none_or(|next| b",#})".contains(next))
}

/// Whether a quote behind `before` opens a value: it follows a `=` or `#`.
fn follows_operator(before: &[u8]) -> bool {
    let last = before.iter().rev().find(|byte| !byte.is_ascii_whitespace());
    matches!(last, Some(b'=' | b'#'))
}

/// The closing brace that belongs to the opening one at `open`, before `end`.
pub(super) fn matching(bytes: &[u8], open: usize, end: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in bytes.iter().enumerate().take(end).skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The first byte of a range that is not white space, or its end.
pub(super) fn trim_start(bytes: &[u8], range: Range<usize>) -> usize {
    let end = range.end.min(bytes.len());
    (range.start..end).find(|&at| !bytes[at].is_ascii_whitespace()).unwrap_or(end.max(range.start))
}

/// How many line breaks there are.
pub(super) fn lines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte == b'\n').count()
}
