//! The state of the interpreter while it runs a tree: what it has written, variables, what it wants.
//! [`Run::new`] is the entrance, [`Run::finish`] the end.

use std::rc::Rc;

use super::budget::Budget;
use super::data::Data;
use super::exchange::{Item, Outcome};
use super::parse::Block;
use crate::placeholder::{self, END, HIDDEN, INSERT, MATH, QUOTE};
use crate::yaml::Value;

/// Variables by name; later ones hide earlier ones.
pub type Scope = Vec<(Rc<str>, Data)>;

/// What stops a loop.
#[derive(Clone, Copy, PartialEq)]
pub enum Interrupt {
    Break,
    Continue,
}

/// The state of the interpreter.
pub struct Run<'r> {
    /// What has been written.
    pub out: String,
    /// Mistakes and tags show as written, not as items.
    pub plain: bool,
    /// What a mistake concerns does not show, as in Ruby, whose Liquid says there what is wrong.
    pub like_ruby: bool,
    /// The file of the tree that runs.
    pub file: Rc<str>,
    /// The line of the node that runs.
    pub line: usize,
    /// The outermost holds what `assign` sets.
    pub scopes: Vec<Scope>,
    /// `page`, `site`, and the counters of `increment`.
    pub globals: Scope,
    pub budget: Budget,
    pub interrupt: Option<Interrupt>,
    /// How many blocks and includes are open.
    pub depth: usize,
    /// The post's own text is written straight to the end: its lines are worth noting.
    pub straight: bool,
    pub cycles: Vec<(Rc<str>, usize)>,
    /// Where each loop stopped, for `offset: continue`.
    pub offsets: Vec<(String, i64)>,
    /// What `ifchanged` has shown last.
    pub changed: Option<String>,
    pub answers: &'r [(String, Value)],
    pub wants: Vec<String>,
    pub items: Vec<Item>,
    pub messages: Vec<(String, usize, String)>,
    pub lines: Vec<(usize, usize)>,
    /// The lines written up to the place in `out`.
    pub counted: (usize, usize),
    /// The file of the post.
    pub post_file: Rc<str>,
    /// Includes that were read.
    pub includes: Vec<(Rc<str>, Rc<Block>)>,
    /// Answers as values, by their wants.
    pub read: Vec<(String, Data)>,
    /// The tabs of the open `tabs`: label and content.
    pub tabs: Option<Vec<(String, String)>>,
    pub tab_groups: usize,
}

impl<'r> Run<'r> {
    /// Nothing has run yet of the post or the template `file`.
    pub fn new(file: &str) -> Self {
        Run {
            out: String::new(),
            plain: false,
            like_ruby: false,
            file: file.into(),
            line: 1,
            scopes: vec![Scope::new()],
            globals: Scope::new(),
            budget: Budget::default(),
            interrupt: None,
            depth: 0,
            straight: true,
            cycles: Vec::new(),
            offsets: Vec::new(),
            changed: None,
            answers: &[],
            wants: Vec::new(),
            items: Vec::new(),
            messages: Vec::new(),
            lines: Vec::new(),
            counted: (0, 0),
            post_file: file.into(),
            includes: Vec::new(),
            read: Vec::new(),
            tabs: None,
            tab_groups: 0,
        }
    }

    /// What has become of it.
    pub fn finish(mut self) -> Outcome {
        if self.budget.is_spent() {
            self.message("Liquid has done too much here, the rest of the post is left out".into());
        }
        Outcome {
            // No file but the post itself was cleaned of marks.
            text: whole_placeholders(self.out.replace([MATH, HIDDEN, QUOTE], "\u{FFFD}"), self.items.len()),
            items: self.items,
            messages: self.messages,
            lines: self.lines,
            wants: self.wants,
        }
    }

    /// Tells the author.
    pub fn message(&mut self, message: String) {
        let place = (self.file.to_string(), self.line, message);
        if !self.messages.contains(&place) && self.messages.len() < 1000 {
            self.messages.push(place);
        }
    }

    /// A mistake, shown where it stands.
    pub fn mistake(&mut self, source: &str, message: String) {
        self.message(message.clone());
        if self.plain {
            self.write(source);
        } else {
            let item = Item { markup: source.into(), message, line: self.line, ..Item::default() };
            self.item(item);
        }
    }

    /// Leaves something for a later stage.
    pub fn item(&mut self, item: Item) {
        if !self.budget.write(item.markup.len() + item.message.len() + 16) {
            return;
        }
        placeholder::push(&mut self.out, INSERT, &self.items.len().to_string());
        self.items.push(item);
    }

    /// Writes text.
    pub fn write(&mut self, text: &str) {
        if self.budget.write(text.len()) {
            self.out.push_str(text);
        }
    }

    /// What `run` writes, instead of writing it.
    pub fn captured(&mut self, run: impl FnOnce(&mut Self)) -> String {
        let out = std::mem::take(&mut self.out);
        let straight = std::mem::replace(&mut self.straight, false);
        run(self);
        self.straight = straight;
        std::mem::replace(&mut self.out, out)
    }

    /// What the request has for a want; the want is noted where it has nothing.
    pub fn answer(&mut self, want: String) -> Option<&'r Value> {
        let found = self.answers.iter().find(|(asked, _)| *asked == want);
        if found.is_none() && !self.wants.contains(&want) && self.wants.len() < 200 {
            self.wants.push(want);
        }
        found.map(|(_, answer)| answer)
    }

    /// Whether something was wanted that may still come.
    pub fn is_pending(&self) -> bool {
        !self.wants.is_empty()
    }

    /// The text that answers a want; empty as long as there is none.
    pub fn answer_text(&mut self, want: String) -> Option<String> {
        self.answer(want).and_then(Value::as_str).map(|text| placeholder::clean(text).into_owned())
    }

    /// Sets a variable that all others hide.
    pub fn set_global(&mut self, name: &str, value: Data) {
        match self.globals.iter_mut().find(|(known, _)| &**known == name) {
            Some((_, old)) => *old = value,
            None => self.globals.push((name.into(), value)),
        }
    }

    /// Sets a variable for the rest of the post.
    pub fn assign(&mut self, name: &Rc<str>, value: Data) {
        let Some(scope) = self.scopes.first_mut() else { return };
        match scope.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => scope.push((name.clone(), value)),
        }
    }

    /// The value of a variable.
    pub fn variable(&self, name: &str) -> Data {
        let scopes = self.scopes.iter().rev().chain([&self.globals]);
        let found = scopes.flat_map(|scope| scope.iter().rev()).find(|(known, _)| &**known == name);
        found.map_or(Data::Nil, |(_, value)| value.clone())
    }

    /// Calls `run` with these variables besides the others.
    pub fn with_scope(&mut self, scope: Scope, run: impl FnOnce(&mut Self)) {
        self.scopes.push(scope);
        run(self);
        self.scopes.pop();
    }

    /// Notes that the post's line `line` is written here, if that is not what the lines before say.
    pub fn note_line(&mut self, line: usize) {
        if !self.straight {
            return;
        }
        let (lines, place) = self.counted;
        let new = self.out.as_bytes().get(place..).unwrap_or(&[]);
        let now = lines + new.iter().filter(|byte| **byte == b'\n').count();
        self.counted = (now, self.out.len());
        let expected = self.lines.last().map(|(begins, source)| source + now - begins);
        if expected != Some(line) {
            self.lines.push((now, line));
        }
    }
}

/// The text with placeholders that are whole and have an item; a filter may have cut one in pieces.
fn whole_placeholders(text: String, items: usize) -> String {
    if !text.contains([INSERT, END]) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find([INSERT, END]) {
        let (before, mark) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let mut letters = mark.chars();
        let begins = letters.next() == Some(INSERT);
        rest = letters.as_str();
        if begins
            && let Some((index, after)) = rest.split_once(END)
            && index.parse().is_ok_and(|index: usize| index < items)
        {
            placeholder::push(&mut out, INSERT, index);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}
