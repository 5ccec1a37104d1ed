//! The fields of one entry: names, values, concatenation and abbreviations. [`Reader::fields`] is the
//! entrance.

use super::scan::{closes_quote, lines, matching, trim_start};
use super::{Bibliography, Entry, Field, Strings};
use crate::diagnostic::Diagnostic;
use crate::placeholder;
use std::ops::Range;

/// How many abbreviations one entry may use, nested ones included. IEEE's own list needs two a field.
const MAX_EXPANSIONS: usize = 2000;
/// How long a value may become by abbreviations, in bytes.
const MAX_VALUE: usize = 1 << 20;

/// Messages about one entry at most.
const MOST_REPORTS: usize = 20;
/// Fields of one entry at most: each is compared with those before it.
const MOST_FIELDS: usize = 1000;

/// Reads the fields of the entry number `record`.
pub(super) struct Reader<'b> {
    bibliography: &'b Bibliography,
    record: usize,
    /// The byte in the entry's file that a message is about.
    here: usize,
    /// The abbreviations that are being expanded.
    open: Vec<usize>,
    expansions: usize,
    reports: usize,
    diagnostics: Vec<Diagnostic>,
}

impl<'b> Reader<'b> {
    pub(super) fn new(bibliography: &'b Bibliography, record: usize) -> Self {
        Reader {
            bibliography,
            record,
            here: 0,
            open: Vec::new(),
            expansions: 0,
            reports: 0,
            diagnostics: Vec::new(),
        }
    }

    /// The fields in the author's order, and what was wrong with them. Of a repeated field the last
    /// value counts, as in bibtex-ruby.
    pub(super) fn fields(mut self) -> (Vec<Field>, Vec<Diagnostic>) {
        let mut fields: Vec<Field> = Vec::new();
        let Some(record) = self.bibliography.records.get(self.record) else {
            return (fields, self.diagnostics);
        };
        let source = self.bibliography.files.get(record.file).map_or("", |file| file.source.as_str());
        let bytes = source.as_bytes();
        let Range { start: mut at, end } = record.body.clone();
        loop {
            at = pass_comments(bytes, at..end);
            if at >= end {
                break;
            }
            self.here = at;
            if bytes[at] == b',' {
                at += 1;
                continue;
            }
            let name_end =
                find(bytes, at..end, |byte| byte.is_ascii_whitespace() || b",={}\"#()".contains(&byte));
            let name = source.get(at..name_end).unwrap_or("");
            let sign = trim_start(bytes, name_end..end);
            if name.is_empty() || sign >= end || bytes[sign] != b'=' {
                let next = skip_value(bytes, name_end.max(at + 1)..end);
                let junk = source.get(at..next).unwrap_or("").trim();
                self.report(["`", excerpt(junk), "` is not a field: there is no `=`"].concat());
                at = next;
                continue;
            }
            let name = name.to_ascii_lowercase();
            let mut value = String::new();
            at = self.value(source, sign + 1..end, &mut value);
            let full = fields.len() >= MOST_FIELDS;
            match fields.iter_mut().find(|field| field.name == name) {
                Some(field) => {
                    self.report(["field `", &name, "` is repeated; the last value counts"].concat());
                    field.value = value;
                }
                None if full => self.report(["field `", &name, "` is left out: there are too many"].concat()),
                None => fields.push(Field { name, value }),
            }
            at = pass_comments(bytes, at..end);
            if at < end && bytes[at] != b',' {
                self.here = at;
                let name = fields.last().map_or("", |field| field.name.as_str());
                let message = ["there is no comma behind field `", name, "`"].concat();
                self.report(message);
            }
        }
        (fields, self.diagnostics)
    }

    /// Reads a value, `piece # piece …`, and returns where it ends.
    fn value(&mut self, source: &str, range: Range<usize>, out: &mut String) -> usize {
        let bytes = source.as_bytes();
        let Range { start: mut at, end } = range;
        // Where each piece begins in `out`, and whether it is a name.
        let mut pieces: Vec<(usize, bool)> = Vec::new();
        loop {
            at = trim_start(bytes, at..end);
            let first = bytes.get(at).filter(|_| at < end).copied();
            pieces.push((out.len(), first.is_some_and(|byte| byte.is_ascii_alphabetic())));
            match first {
                None | Some(b',') => {
                    pieces.pop();
                    break;
                }
                Some(b'{') => {
                    let close = matching(bytes, at, end).unwrap_or(end);
                    self.push(out, source.get(at + 1..close).unwrap_or(""));
                    at = (close + 1).min(end);
                }
                Some(b'"') => {
                    let close = closing_quote(bytes, at + 1..end);
                    self.push(out, source.get(at + 1..close).unwrap_or(""));
                    at = (close + 1).min(end);
                }
                Some(_) => at = self.bare(source, at..end, out),
            }
            at = trim_start(bytes, at..end);
            if at >= end || bytes[at] != b'#' {
                break;
            }
            at += 1;
        }
        let Strings { replace, join } = self.bibliography.use_strings;
        if !(replace && join) && pieces.len() > 1 && self.open.is_empty() {
            keep_apart(out, &pieces, replace);
        }
        at
    }

    /// Reads a number, an abbreviation, or text that lacks its braces.
    fn bare(&mut self, source: &str, range: Range<usize>, out: &mut String) -> usize {
        let bytes = source.as_bytes();
        let (start, end) = (range.start, range.end);
        let mut at = find(bytes, range, |byte| byte.is_ascii_whitespace() || b",={}\"#".contains(&byte));
        let next = trim_start(bytes, at..end);
        let alone = next >= end || matches!(bytes[next], b',' | b'#') || is_assignment(bytes, next..end);
        // An address is no name.
        if !alone || at == start || source.get(start..at).is_some_and(|word| word.contains("://")) {
            at = skip_value(bytes, at.max(start + 1)..end);
            let text = source.get(start..at).unwrap_or("").trim();
            self.push(out, text);
            self.report(["the text `", excerpt(text), "` lacks its braces or quotes"].concat());
            return at;
        }
        let word = source.get(start..at).unwrap_or("");
        if word.starts_with(|first: char| first.is_ascii_digit()) {
            self.push(out, word);
        } else {
            self.abbreviation(word, out);
        }
        at
    }

    /// Puts what an abbreviation stands for; its name if nobody says.
    fn abbreviation(&mut self, word: &str, out: &mut String) {
        let bibliography = self.bibliography;
        let strings = &bibliography.strings;
        let Some(number) = bibliography.find_string(word) else {
            if is_month(word) {
                return out.push_str(&word.to_ascii_lowercase());
            }
            self.push(out, word);
            return self.report(["abbreviation `", word, "` is not defined; its name is shown"].concat());
        };
        if !bibliography.use_strings.replace {
            return self.push(out, word);
        }
        // Long abbreviations count for more, so that the work is bounded and not only the number.
        self.expansions += 1 + strings[number].value.len() / 1024;
        if self.open.contains(&number) || self.open.len() > 64 || self.expansions > MAX_EXPANSIONS {
            self.push(out, word);
            return self.report(["abbreviation `", word, "` refers to itself; its name is shown"].concat());
        }
        let string = &strings[number];
        let source = bibliography.files.get(string.file).map_or("", |file| file.source.as_str());
        self.open.push(number);
        self.value(source, string.value.clone(), out);
        self.open.pop();
    }

    fn push(&mut self, out: &mut String, text: &str) {
        if self.open.is_empty() || out.len() + text.len() <= MAX_VALUE {
            out.push_str(text);
        }
    }

    /// Adds a message about the entry at the line of `here`, once. After so many there is no more to learn, and each
    /// counts the lines before it.
    fn report(&mut self, message: String) {
        if self.reports >= MOST_REPORTS {
            return;
        }
        self.reports += 1;
        let Some(record) = self.bibliography.records.get(self.record) else { return };
        let Some(file) = self.bibliography.files.get(record.file) else { return };
        let key = self.bibliography.key_at(self.record);
        let before = file.source.as_bytes().get(record.span.start..self.here).unwrap_or(&[]);
        let message = ["entry `", key, "`: ", &message].concat();
        let diagnostic = Diagnostic::new(&file.name, record.line + lines(before), message);
        if !self.diagnostics.contains(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }
}

/// Writes the pieces of a value as bibtex-ruby shows them that may not join them: `"a" # name`. With `replaced`,
/// names have become texts.
fn keep_apart(out: &mut String, pieces: &[(usize, bool)], replaced: bool) {
    let texts = out.split_off(pieces.first().map_or(0, |(start, _)| *start));
    let offset = out.len();
    for (at, (start, is_name)) in pieces.iter().enumerate() {
        let end = pieces.get(at + 1).map_or(texts.len(), |(next, _)| next - offset);
        let mut bytes = [0; 4];
        let quote = if *is_name && !replaced { "" } else { placeholder::QUOTE.encode_utf8(&mut bytes) };
        let before = if at == 0 { "" } else { " # " };
        out.push_str(&[before, quote, texts.get(start - offset..end).unwrap_or(""), quote].concat());
    }
}

impl Bibliography {
    /// The author's own text of an entry, without the fields named in `hidden` (in lower case); abbreviations, which
    /// nobody else knows, are what they stand for.
    pub fn source_without(&self, entry: &Entry, hidden: &[&str]) -> Option<String> {
        let source = self.get(&entry.key)?.source();
        let inner = source.strip_suffix(['}', ')']).unwrap_or(source);
        let bytes = inner.as_bytes();
        let mut at = find(bytes, 0..bytes.len(), |byte| byte == b',');
        let mut out = String::from(&inner[..at]);
        while at < bytes.len() {
            let end = field_end(bytes, at + 1);
            let field = inner.get(at + 1..end).unwrap_or("");
            let mut words = field.trim_start();
            while words.starts_with('%') {
                words = words.split_once('\n').map_or("", |(_, behind)| behind).trim_start();
            }
            let (name, value) = words.split_once('=').unwrap_or((words, ""));
            let name = name.trim_end().to_ascii_lowercase();
            let space = &field[field.trim_end().len()..];
            if !hidden.contains(&&*name) {
                let named = value.split('#').any(|piece| self.find_string(piece.trim()).is_some());
                let known = entry.own_fields().iter().find(|field| field.name == name);
                let Strings { replace, join } = self.use_strings;
                match known.filter(|_| named && replace && join) {
                    Some(known) => {
                        let before = &field[..field.len() - value.len()];
                        out.push_str(&[",", before, " {", &known.value, "}", space].concat());
                    }
                    None => out.push_str(&[",", field].concat()),
                }
            } else if end == bytes.len() {
                out.push_str(if space.is_empty() { "\n" } else { space });
            }
            at = end;
        }
        out.push_str(&source[inner.len()..]);
        Some(out)
    }
}

/// Where the field that begins at `at` ends: at the comma outside braces, quotes and comments, or at the end.
fn field_end(bytes: &[u8], mut at: usize) -> usize {
    let (mut depth, mut quoted) = (0usize, false);
    while at < bytes.len() {
        match bytes[at] {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'"' if depth == 0 => quoted = !quoted || !closes_quote(bytes, at),
            b',' if depth == 0 && !quoted => return at,
            b'%' if depth == 0 && !quoted => at = find(bytes, at..bytes.len(), |byte| byte == b'\n'),
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// Whether this is one of BibTeX's predefined months, `jan` to `dec`.
fn is_month(word: &str) -> bool {
    word.len() == 3 && super::date::month(word).is_some()
}

/// The first byte of the range behind white space and comments, or its end.
fn pass_comments(bytes: &[u8], range: Range<usize>) -> usize {
    let mut at = trim_start(bytes, range.clone());
    while at < range.end && bytes[at] == b'%' {
        at = trim_start(bytes, find(bytes, at..range.end, |byte| byte == b'\n')..range.end);
    }
    at
}

/// The first byte in the range for which the test holds, else the range's end.
fn find(bytes: &[u8], range: Range<usize>, test: impl Fn(u8) -> bool) -> usize {
    let end = range.end;
    range.into_iter().find(|&at| test(bytes[at])).unwrap_or(end)
}

/// The quote that closes a value.
fn closing_quote(bytes: &[u8], range: Range<usize>) -> usize {
    outside_braces(bytes, range, |at| bytes[at] == b'"' && closes_quote(bytes, at))
}

/// Where a broken value ends: at the next comma or line outside braces.
fn skip_value(bytes: &[u8], range: Range<usize>) -> usize {
    outside_braces(bytes, range, |at| matches!(bytes[at], b',' | b'\n'))
}

/// The first place outside braces for which the test holds, else the range's end.
fn outside_braces(bytes: &[u8], range: Range<usize>, test: impl Fn(usize) -> bool) -> usize {
    let mut depth = 0usize;
    let end = range.end;
    for at in range {
        match bytes[at] {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ if depth == 0 && test(at) => return at,
            _ => {}
        }
    }
    end
}

/// Whether the range begins with `name =`.
fn is_assignment(bytes: &[u8], range: Range<usize>) -> bool {
    let end = range.end;
    let name = find(bytes, range.clone(), |byte| byte.is_ascii_whitespace() || b",={}\"#".contains(&byte));
    let sign = trim_start(bytes, name..end);
    name > range.start && sign < end && bytes[sign] == b'='
}

/// The first words of a text, for a message.
fn excerpt(text: &str) -> &str {
    let line = text.lines().next().unwrap_or("");
    line.char_indices().nth(40).map_or(line, |(at, _)| &line[..at])
}
