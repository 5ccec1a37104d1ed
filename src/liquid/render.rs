//! Runs a tree: outputs, variables, blocks. [`post`] and [`template`] are the entrances.

use std::rc::Rc;

use super::SCHOLAR;
use super::budget::Budget;
use super::data::Data;
use super::exchange::{Filled, Filling, Item, Outcome, Request};
use super::expression::{Chain, Condition, Expression};
use super::parse::{self, Block, Kind, Node};
use super::site;
use crate::placeholder::{self, END, HIDDEN, INSERT, MATH, QUOTE};
use crate::yaml::Value;

/// Runs a post; `now` is the time of `site.time`.
pub fn post(request: &Request, now: i64) -> Outcome {
    let mut run = Run::new(&request.file);
    run.answers = &request.answers;
    run.set_global("page", site::page(Data::from_yaml(&request.page), &request.file));
    run.set_global("site", site::with_time(Data::from_yaml(&request.site), now));
    run.lines.push((0, request.first_line));
    let tree = run.parse(&request.body, request.first_line);
    run.block(&tree);
    let mut outcome = run.finish();
    // What a tag at the end has made is not beyond the post.
    let last = request.first_line + request.body.matches('\n').count();
    outcome.lines.push((outcome.text.matches('\n').count() + 1, last));
    outcome
}

/// Fills a template with each of its works; what is not understood shows as it is written.
pub fn templates(filling: &Filling, now: i64) -> Filled {
    let mut filled = Filled::default();
    let mut run = Run::new("");
    let tree: Rc<Block> = run.parse(&filling.template, 1).into();
    let mut shared = variables(&filling.shared);
    if let Some((_, site)) = shared.iter_mut().find(|(name, _)| &**name == "site") {
        *site = site::with_time(site.clone(), now);
    }
    for own in &filling.own {
        // What was read for one is there for the next: includes, data.
        let (includes, read) = (std::mem::take(&mut run.includes), std::mem::take(&mut run.read));
        let messages = std::mem::take(&mut run.messages);
        run = Run { includes, read, messages, plain: true, ..Run::new("") };
        run.answers = &filling.answers;
        run.globals.clone_from(&shared);
        run.globals.append(&mut variables(own));
        run.block(&tree);
        filled.texts.push(std::mem::take(&mut run.out));
        for want in std::mem::take(&mut run.wants) {
            if !filled.wants.contains(&want) {
                filled.wants.push(want);
            }
        }
    }
    filled.messages = run.messages.into_iter().map(|(_, _, message)| message).collect();
    filled
}

/// The keys of a mapping as variables.
fn variables(context: &Value) -> Scope {
    let Value::Mapping(pairs) = context else { return Scope::new() };
    pairs.iter().map(|(name, value)| (Rc::from(name.as_str()), Data::from_yaml(value))).collect()
}

/// Variables by name; later ones hide earlier ones.
type Scope = Vec<(Rc<str>, Data)>;

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
    pub(super) plain: bool,
    /// The file of the tree that runs.
    pub file: Rc<str>,
    /// The line of the node that runs.
    pub line: usize,
    /// The outermost holds what `assign` sets.
    pub scopes: Vec<Scope>,
    /// `page`, `site`, and the counters of `increment`.
    globals: Scope,
    pub budget: Budget,
    pub interrupt: Option<Interrupt>,
    /// How many blocks and includes are open.
    pub depth: usize,
    /// The post's own text is written straight to the end: its lines are worth noting.
    pub straight: bool,
    pub(super) cycles: Vec<(Rc<str>, usize)>,
    /// Where each loop stopped, for `offset: continue`.
    pub(super) offsets: Vec<(String, i64)>,
    /// What `ifchanged` has shown last.
    changed: Option<String>,
    answers: &'r [(String, Value)],
    wants: Vec<String>,
    pub items: Vec<Item>,
    messages: Vec<(String, usize, String)>,
    lines: Vec<(usize, usize)>,
    /// The lines written up to the place in `out`.
    counted: (usize, usize),
    /// The file of the post.
    pub post_file: Rc<str>,
    /// Includes that were read.
    pub includes: Vec<(Rc<str>, Rc<Block>)>,
    /// Answers as values, by their wants.
    pub read: Vec<(String, Data)>,
    /// The tabs of the open `tabs`: label and content.
    pub tabs: Vec<(String, String)>,
    pub tab_groups: usize,
}

impl<'r> Run<'r> {
    fn new(file: &str) -> Self {
        Run {
            out: String::new(),
            plain: false,
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
            tabs: Vec::new(),
            tab_groups: 0,
        }
    }

    fn finish(mut self) -> Outcome {
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

    /// Reads a template that stands in the current file.
    pub fn parse(&mut self, text: &str, first_line: usize) -> Block {
        let mut mistakes = Vec::new();
        let tree = parse::parse(text, first_line, &mut mistakes);
        for (line, message) in mistakes {
            self.messages.push((self.file.to_string(), line, message));
        }
        tree
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
        self.out.push(INSERT);
        self.out.push_str(&self.items.len().to_string());
        self.out.push(END);
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

    fn set_global(&mut self, name: &str, value: Data) {
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

    /// Runs all nodes of a block, up to a `break` or `continue`.
    pub fn block(&mut self, block: &Block) {
        if self.depth > parse::DEPTH {
            self.message("blocks and includes are nested too deeply".into());
            return;
        }
        self.depth += 1;
        for node in &block.nodes {
            if self.interrupt.is_some() || !self.budget.spend(1) {
                break;
            }
            self.line = node.line;
            if node.is_blank_block() {
                self.captured(|run| run.node(node));
            } else {
                self.node(node);
            }
        }
        self.depth -= 1;
    }

    fn node(&mut self, node: &Node) {
        match &node.kind {
            Kind::Text(text) | Kind::Raw(text) => {
                self.note_line(node.line);
                self.write(text);
            }
            Kind::Output(chain) => self.output(node, chain),
            Kind::Assign(name, chain) => match self.chain(chain) {
                Ok(value) => self.assign(name, value),
                Err(message) => self.mistake(&node.source, message),
            },
            Kind::Capture(name, block) => {
                let text = self.captured(|run| run.block(block));
                self.assign(name, Data::text(&text));
            }
            Kind::If(branches) => self.branches(node, branches),
            Kind::Case(value, branches) => self.case(value, branches),
            Kind::For(table, repeat) => self.repeat(*table, repeat),
            Kind::Cycle(cycle) => self.cycle(cycle),
            Kind::Count(name, step) => self.count(name, *step),
            Kind::Break => self.interrupt = Some(Interrupt::Break),
            Kind::Continue => self.interrupt = Some(Interrupt::Continue),
            Kind::IfChanged(block) => {
                let text = self.captured(|run| run.block(block));
                if self.changed.as_ref() != Some(&text) {
                    // It was paid for when it was captured.
                    self.out.push_str(&text);
                    self.changed = Some(text);
                }
            }
            Kind::Custom(name, markup, block) => self.custom(name, markup, block),
            Kind::Tag(name, markup) => self.tag(node, name, markup),
            Kind::Broken(message) => {
                // What only looks like a tag is text.
                if node.source.starts_with("{{") && node.source.len() == 2 || node.source.len() == 2 {
                    self.message(message.clone());
                    self.write(&node.source);
                } else {
                    self.mistake(&node.source, message.clone());
                }
            }
        }
    }

    fn output(&mut self, node: &Node, chain: &Chain) {
        match self.chain(chain) {
            Ok(Data::Text(text)) => self.write(&text),
            Ok(value) => {
                if self.budget.spend(value.weight()) {
                    self.write(&value.show());
                }
            }
            Err(message) => self.mistake(&node.source, message),
        }
    }

    /// A tag that Liquid itself does not know.
    fn tag(&mut self, node: &Node, name: &str, markup: &str) {
        if self.plain || !SCHOLAR.contains(&name) {
            if let Err(message) = self.other_tag(name, markup) {
                self.line = node.line;
                self.mistake(&node.source, message);
            }
            return;
        }
        let mut markup = self.interpolated_or(markup, true);
        if name != "bibliography" && name != "bibliography_count" {
            markup = self.dereferenced(&markup);
        }
        self.item(Item { name: name.into(), markup, message: String::new(), line: node.line });
    }

    /// A tag's markup with its `{{ outputs }}` in place.
    pub fn interpolated(&mut self, markup: &str) -> String {
        self.interpolated_or(markup, false)
    }

    /// The same; if `kept`, outputs of nothing stay as they are, as in jekyll-scholar's tags, where they may be a template.
    fn interpolated_or(&mut self, markup: &str, kept: bool) -> String {
        let mut out = String::new();
        let mut rest = markup;
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((inner, behind)) = after.split_once("}}") else { break };
            out.push_str(before);
            match self.chain(&Chain::parse(inner)) {
                Ok(Data::Nil) if kept => out.push_str(&["{{", inner, "}}"].concat()),
                Ok(value) => out.push_str(&value.show()),
                Err(message) => self.message(message),
            }
            rest = behind;
        }
        out.push_str(rest);
        self.budget.write(out.len());
        out
    }

    /// The keys before a tag's options, those that name variables replaced by their values.
    fn dereferenced(&mut self, markup: &str) -> String {
        let mut out = String::new();
        let mut rest = markup;
        loop {
            let word = rest.trim_start();
            let length = word.find(char::is_whitespace).unwrap_or(word.len());
            let (key, after) = word.split_at_checked(length).unwrap_or((word, ""));
            if key.is_empty() || key.starts_with('-') {
                out.push_str(word);
                return out;
            }
            match self.expression(&Expression::parse(key)) {
                Data::Text(value) if !key.starts_with(['"', '\'']) => out.push_str(&value),
                Data::List(list) => {
                    let keys: Vec<Rc<str>> = list.items.iter().map(Data::show).collect();
                    out.push_str(&keys.join(" "));
                }
                _ => out.push_str(key),
            }
            out.push(' ');
            rest = after;
        }
    }

    fn branches(&mut self, node: &Node, branches: &[(Option<(bool, Condition)>, Block)]) {
        for (condition, block) in branches {
            let holds = match condition {
                None => Ok(true),
                Some((unless, condition)) => self.condition(condition).map(|holds| holds != *unless),
            };
            match holds {
                Ok(true) => return self.block(block),
                Ok(false) => {}
                Err(message) => return self.mistake(&node.source, message),
            }
        }
    }

    fn case(&mut self, value: &Expression, branches: &[(Option<Vec<Expression>>, Block)]) {
        let value = self.expression(value);
        let mut found = false;
        for (values, block) in branches {
            match values {
                None if found => {}
                None => self.block(block),
                // Each value that agrees shows the block, as in Ruby.
                Some(values) => {
                    for expected in values {
                        if self.expression(expected).equals(&value) {
                            found = true;
                            self.block(block);
                        }
                    }
                }
            }
        }
    }

    /// `increment` shows the counter before, `decrement` after it has changed. Counters are no variables of
    /// `assign`, which hide them.
    fn count(&mut self, name: &str, step: i64) {
        let old =
            self.globals.iter().find(|(known, _)| &**known == name).map_or(0, |(_, value)| value.to_int());
        let new = old.saturating_add(step);
        self.set_global(name, Data::Int(new));
        self.write(&if step > 0 { old } else { new }.to_string());
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
            out.extend([INSERT]);
            out.push_str(index);
            out.push(END);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// Renders a template as [`template`], but a mistake shows as Ruby's Liquid shows it.
#[doc(hidden)]
pub fn shown(template: &str, context: &Value) -> String {
    let mut run = Run::new("");
    run.globals = variables(context);
    let tree = run.parse(template, 1);
    run.block(&tree);
    let outcome = run.finish();
    let items: Vec<crate::html::Html> = outcome
        .items
        .iter()
        .map(|item| crate::html::Html::from_author(["Liquid error: ", &*item.message].concat()))
        .collect();
    placeholder::fill(&outcome.text, &items).into_string()
}
