//! What goes to the interpreter and comes back: [`Request`] and [`Outcome`] for a post, [`Filling`] and [`Filled`] for
//! a template, each also as one string, because in the page the interpreter is a WebAssembly module of its own and strings are all that passes between.
//!
//! A string is a list of texts and values as `wire` writes them. The writers cannot fail, the readers take what
//! they can read.

use crate::wire::{Reader, encode, put, put_list, put_number};
use crate::yaml::Value;

/// A post to be run.
#[derive(Clone, Default)]
pub struct Request {
    /// The post without its front matter.
    pub body: String,
    /// The line of the file on which the body begins.
    pub first_line: usize,
    /// The post's file, for messages.
    pub file: String,
    /// `page`
    pub page: Value,
    /// `site`
    pub site: Value,
    /// What an earlier outcome wanted ([`Outcome::wants`]), with what it is; null where there is no such file.
    pub answers: Vec<(String, Value)>,
}

/// What became of a post.
#[derive(Clone, Default, PartialEq)]
pub struct Outcome {
    /// The text. An item's place in it is a placeholder with its number (`placeholder::INSERT`).
    pub text: String,
    /// What is left for later stages.
    pub items: Vec<Item>,
    /// Messages for the author: file, line, what happened.
    pub messages: Vec<(String, usize, String)>,
    /// Where the lines of `text` come from: from this line of it on (counted from 0), the lines from that one
    /// of the file on.
    pub lines: Vec<(usize, usize)>,
    /// What has to be in [`Request::answers`] before the text is complete; see [`want`].
    pub wants: Vec<String>,
}

/// A piece that a later stage fills.
#[derive(Clone, Default, PartialEq)]
pub struct Item {
    /// The tag of jekyll-scholar; empty for what is not understood.
    pub name: String,
    /// The tag's markup, its variables in place; the source of what is not understood.
    pub markup: String,
    /// Why it is not understood.
    pub message: String,
    /// The line of the post on which it stands.
    pub line: usize,
}

/// A template to be filled with each of some works.
#[derive(Clone, Default)]
pub struct Filling {
    pub template: String,
    /// The variables that all see, a mapping,
    pub shared: Value,
    /// and for each work its own.
    pub own: Vec<Value>,
    /// As in [`Request::answers`].
    pub answers: Vec<(String, Value)>,
}

/// What became of a template.
#[derive(Clone, Default, PartialEq)]
pub struct Filled {
    /// One for each work.
    pub texts: Vec<String>,
    /// Messages for the author.
    pub messages: Vec<String>,
    /// As in [`Outcome::wants`].
    pub wants: Vec<String>,
}

/// The kinds of wants: each is a letter, what follows it is a text or paths.
pub mod want {
    /// The HTML of the Markdown that follows.
    pub const MARKDOWN: char = 'm';
    /// The text of the first file that there is, of the paths that follow, a line each.
    pub const TEXT: char = 't';
    /// The same, read as YAML.
    pub const YAML: char = 'y';
    /// The paths of the site's files that begin with the text that follows, a line each.
    pub const FILES: char = 'f';
    /// The address of the page of the post whose name follows.
    pub const ADDRESS: char = 'a';
    /// Not wanted but told from the start: the site's own includes that stand in place of ours, their paths, a line each.
    pub const OWN: char = 'o';
}

fn put_answers(out: &mut String, answers: &[(String, Value)]) {
    put_list(out, answers, |out, (want, answer)| {
        put(out, want);
        encode(out, answer);
    });
}

/// The wants and their answers.
fn answers(reader: &mut Reader) -> Option<Vec<(String, Value)>> {
    reader.list(|reader| Some((reader.string()?, reader.value(0)?)))
}

/// What begins the request to render a template; that to run a post begins with a digit.
const TEMPLATE: char = 't';

/// The request to fill a template: [`Filling`] as one string.
pub fn write_filling(template: &str, shared: &Value, own: &[Value], answers: &[(String, Value)]) -> String {
    let mut out = String::from(TEMPLATE);
    put(&mut out, template);
    encode(&mut out, shared);
    put_list(&mut out, own, encode);
    put_answers(&mut out, answers);
    out
}

impl Filling {
    /// Reads what [`write_filling`] gives.
    pub fn read(text: &str) -> Option<Filling> {
        let mut reader = Reader(text.strip_prefix(TEMPLATE)?);
        Some(Filling {
            template: reader.string()?,
            shared: reader.value(0)?,
            own: reader.list(|reader| reader.value(0))?,
            answers: answers(&mut reader)?,
        })
    }
}

impl Filled {
    /// What became of a template, as one string.
    pub fn write(&self) -> String {
        let mut out = String::new();
        for texts in [&self.texts, &self.messages, &self.wants] {
            put_list(&mut out, texts, |out, text| put(out, text));
        }
        out
    }

    /// Reads what [`Filled::write`] gives.
    pub fn read(text: &str) -> Option<Filled> {
        let mut reader = Reader(text);
        let mut texts = || reader.list(Reader::string);
        Some(Filled { texts: texts()?, messages: texts()?, wants: texts()? })
    }
}

impl Request {
    /// The request as one string.
    pub fn write(&self) -> String {
        let mut out = String::with_capacity(self.body.len() + 256);
        put(&mut out, &self.body);
        put_number(&mut out, self.first_line);
        put(&mut out, &self.file);
        encode(&mut out, &self.page);
        encode(&mut out, &self.site);
        put_answers(&mut out, &self.answers);
        out
    }

    /// Reads what [`Request::write`] gives.
    pub fn read(text: &str) -> Option<Request> {
        let mut reader = Reader(text);
        Some(Request {
            body: reader.string()?,
            first_line: reader.number()?,
            file: reader.string()?,
            page: reader.value(0)?,
            site: reader.value(0)?,
            answers: answers(&mut reader)?,
        })
    }
}

impl Outcome {
    /// The outcome as one string.
    pub fn write(&self) -> String {
        let mut out = String::with_capacity(self.text.len() + 256);
        put(&mut out, &self.text);
        put_list(&mut out, &self.items, |out, item| {
            put(out, &item.name);
            put(out, &item.markup);
            put(out, &item.message);
            put_number(out, item.line);
        });
        put_list(&mut out, &self.messages, |out, (file, line, message)| {
            put(out, file);
            put_number(out, *line);
            put(out, message);
        });
        put_list(&mut out, &self.lines, |out, (line, source)| {
            put_number(out, *line);
            put_number(out, *source);
        });
        put_list(&mut out, &self.wants, |out, want| put(out, want));
        out
    }

    /// Reads what [`Outcome::write`] gives.
    pub fn read(text: &str) -> Option<Outcome> {
        let mut reader = Reader(text);
        Some(Outcome {
            text: reader.string()?,
            items: reader.list(|reader| {
                Some(Item {
                    name: reader.string()?,
                    markup: reader.string()?,
                    message: reader.string()?,
                    line: reader.number()?,
                })
            })?,
            messages: reader.list(|reader| Some((reader.string()?, reader.number()?, reader.string()?)))?,
            lines: reader.list(|reader| Some((reader.number()?, reader.number()?)))?,
            wants: reader.list(Reader::string)?,
        })
    }

    /// The line of the file that the line `line` of the text (counted from 0) comes from.
    pub fn line(&self, line: usize) -> usize {
        let after = self.lines.partition_point(|(begins, _)| *begins <= line);
        let next = self.lines.get(after).map_or(usize::MAX, |(_, source)| *source);
        let (begins, source) =
            after.checked_sub(1).and_then(|at| self.lines.get(at)).copied().unwrap_or((0, 1));
        // What a tag has made may have more lines than the tag.
        (source + line - begins).min(next)
    }
}
