//! BibTeX, read tolerantly. [`Bibliography::index`] is the entrance: one pass finds the entries, an
//! entry is decoded when it is asked for ([`Bibliography::decode`], [`Bibliography::item`]).
//!
//! CSL-JSON becomes BibTeX before (`csl_json.rs`).
//!
//! Whatever is wrong concerns one entry and is said in a [`Diagnostic`]; all others stay readable.
//! Neither `%` nor text between entries means anything, as in BibTeX.

mod accents;
mod csl_item;
pub mod csl_json;
mod date;
mod entry;
mod fields;
mod keys;
pub mod latex;
mod links;
mod names;
mod scan;
mod symbols;
mod variables;

pub use entry::{Entry, Field};

use crate::diagnostic::Diagnostic;
use keys::Keys;
use scan::{Kind, Object, Scanner};
use std::ops::Range;

/// The entries of one or more `.bib` files, found but not yet decoded.
#[derive(Clone, Debug, Default)]
pub struct Bibliography {
    files: Vec<File>,
    records: Vec<Record>,
    keys: Keys,
    strings: Vec<Macro>,
    string_names: Keys,
    use_strings: Strings,
    diagnostics: Vec<Diagnostic>,
}

/// What becomes of abbreviations: jekyll-scholar's `replace_strings` and `join_strings`.
#[derive(Clone, Copy, Debug)]
pub struct Strings {
    /// Names of abbreviations become what they stand for.
    pub replace: bool,
    /// Pieces of a value become one text.
    pub join: bool,
}

impl Default for Strings {
    fn default() -> Self {
        Strings { replace: true, join: true }
    }
}

#[derive(Clone, Debug)]
struct File {
    name: String,
    source: String,
}

/// Where an entry stands: byte ranges in its file.
#[derive(Clone, Debug)]
struct Record {
    file: usize,
    line: usize,
    entry_type: Range<usize>,
    key: Range<usize>,
    /// The key in place of a repeated one.
    other_key: Option<String>,
    /// How many later entries have the same key.
    repeats: usize,
    /// From the `@` to behind the closing delimiter.
    span: Range<usize>,
    /// What follows the key, without the closing delimiter.
    body: Range<usize>,
}

/// A `@string` definition.
#[derive(Clone, Debug)]
struct Macro {
    file: usize,
    name: Range<usize>,
    value: Range<usize>,
}

/// An entry as its author wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawEntry<'a> {
    /// The key, in the author's case; `key,2` where an earlier entry has it.
    pub key: &'a str,
    /// The type, in the author's case.
    pub entry_type: &'a str,
    /// The name of the file it stands in.
    pub file: &'a str,
    /// The line of its `@`, from 1.
    pub line: usize,
    /// The byte of its `@` in that file.
    pub start: usize,
    source: &'a str,
}

impl<'a> RawEntry<'a> {
    /// The author's own text of the entry, from `@` to the closing brace.
    pub fn source(&self) -> &'a str {
        self.source
    }
}

impl Bibliography {
    /// Finds the entries of one file, named `file` in diagnostics, in one pass.
    pub fn index(file: &str, source: &str) -> Bibliography {
        let mut bibliography = Bibliography::default();
        bibliography.add(file, source);
        bibliography
    }

    /// Decides what becomes of abbreviations.
    pub fn use_strings(&mut self, strings: Strings) {
        self.use_strings = strings;
    }

    /// Adds a further file. Abbreviations and cross-references reach across files. Of entries with one
    /// key the first keeps it; the others are called `key,2` and so on, which no entry's own key can be.
    pub fn add(&mut self, file: &str, source: &str) {
        let number = self.files.len();
        self.files.push(File { name: file.to_owned(), source: source.to_owned() });
        let mut scanner = Scanner::new(source);
        while let Some(object) = scanner.next_object() {
            self.place(number, source, object);
        }
    }

    fn place(&mut self, file: usize, source: &str, object: Object) {
        let key = source.get(object.key.clone()).unwrap_or("");
        if let Some(problem) = object.problem {
            let message = match (object.kind, key) {
                (Kind::String, _) => ["@string `", key, "`: ", problem].concat(),
                (Kind::Other, _) => ["@preamble: ", problem].concat(),
                (Kind::Entry, "") => ["entry without a key: ", problem].concat(),
                (Kind::Entry, _) => ["entry `", key, "`: ", problem].concat(),
            };
            self.report(file, object.line, message);
        }
        if object.skipped {
            return;
        }
        match object.kind {
            Kind::Other => {}
            Kind::String => {
                let string = Macro { file, name: object.key, value: object.body };
                // The last definition counts, as in bibtex-ruby.
                match self.find_string(key) {
                    Some(at) => self.strings[at] = string,
                    None => {
                        self.strings.push(string);
                        let (files, strings) = (&self.files, &self.strings);
                        let name_at = |at: usize| {
                            strings.get(at).map_or("", |string| text_of(files, string.file, &string.name))
                        };
                        self.string_names.insert(strings.len() - 1, name_at);
                    }
                }
            }
            Kind::Entry => {
                let first = self.keys.find_exact(key, |at| self.key_at(at));
                let mut other_key = None;
                if let Some(first) = first.and_then(|at| self.records.get_mut(at)) {
                    first.repeats += 1;
                    other_key = Some([key, ",", &(first.repeats + 1).to_string()].concat());
                    let line = first.line.to_string();
                    let message =
                        ["entry `", key, "` repeats the key of line ", &line, "; citations mean that one"];
                    self.report(file, object.line, message.concat());
                }
                self.records.push(Record {
                    file,
                    line: object.line,
                    entry_type: object.entry_type,
                    key: object.key,
                    other_key,
                    repeats: 0,
                    span: object.span,
                    body: object.body,
                });
                let (files, records) = (&self.files, &self.records);
                self.keys.insert(records.len() - 1, |at| key_of(files, records, at));
            }
        }
    }

    fn report(&mut self, file: usize, line: usize, message: String) {
        let name = self.files.get(file).map_or("", |file| file.name.as_str());
        self.diagnostics.push(Diagnostic::new(name, line, message));
    }

    fn key_at(&self, at: usize) -> &str {
        key_of(&self.files, &self.records, at)
    }

    /// The number of the abbreviation with this name, in any case.
    fn find_string(&self, name: &str) -> Option<usize> {
        self.string_names
            .find(name, |at| self.strings.get(at).map_or("", |string| self.text(string.file, &string.name)))
    }

    fn text(&self, file: usize, range: &Range<usize>) -> &str {
        text_of(&self.files, file, range)
    }

    /// What was wrong with the files as a whole: broken or repeated entries.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Where everything stands that begins with `@` in the first file, entries with their keys.
    pub fn objects(&self) -> Vec<(Range<usize>, Option<&str>)> {
        let source = self.files.first().map_or("", |file| file.source.as_str());
        let mut scanner = Scanner::new(source);
        let mut objects = Vec::new();
        let mut records = self.records.iter().enumerate().peekable();
        while let Some(object) = scanner.next_object() {
            let entry = records.next_if(|(_, record)| record.span == object.span);
            if !object.skipped {
                objects.push((object.span, entry.map(|(at, _)| self.key_at(at))));
            }
        }
        objects
    }

    /// The keys in the order of the files, without BibLaTeX's `@xdata`, which are no works.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let is_work =
            |record: &Record| !self.text(record.file, &record.entry_type).eq_ignore_ascii_case("xdata");
        let works = self.records.iter().enumerate().filter(move |(_, record)| is_work(record));
        works.map(|(at, _)| self.key_at(at))
    }

    /// The entry with this key; if there is none in this case, the first in any case, as in BibTeX.
    pub fn get(&self, key: &str) -> Option<RawEntry<'_>> {
        self.find(key).map(|(at, record)| RawEntry {
            key: self.key_at(at),
            entry_type: self.text(record.file, &record.entry_type),
            file: self.files.get(record.file).map_or("", |file| &file.name),
            line: record.line,
            start: record.span.start,
            source: self.text(record.file, &record.span),
        })
    }

    fn find(&self, key: &str) -> Option<(usize, &Record)> {
        let at = self.keys.find(key, |at| self.key_at(at))?;
        Some((at, self.records.get(at)?))
    }
}

fn text_of<'a>(files: &'a [File], file: usize, range: &Range<usize>) -> &'a str {
    files.get(file).and_then(|file| file.source.get(range.clone())).unwrap_or("")
}

fn key_of<'a>(files: &'a [File], records: &'a [Record], at: usize) -> &'a str {
    let Some(record) = records.get(at) else { return "" };
    record.other_key.as_deref().unwrap_or_else(|| text_of(files, record.file, &record.key))
}

#[cfg(test)]
mod tests;
