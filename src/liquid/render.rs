//! Runs a tree: outputs, variables, blocks. [`post`] and [`templates`] are the entrances.

use std::rc::Rc;

use super::SCHOLAR;
use super::data::Data;
use super::exchange::{Filled, Filling, Item, Outcome, Request};
use super::expression::{Chain, Condition, Expression};
use super::parse::{self, Block, Kind, Node};
use super::run::{Interrupt, Run, Scope};
use super::site;
use crate::placeholder;
use crate::yaml::Value;

/// Runs a post; `now` is the time of `site.time`.
pub fn post(request: &Request, now: i64) -> Outcome {
    let mut run = Run::new(&request.file);
    run.answers = &request.answers;
    run.set_global("page", site::page(Data::from_yaml(&request.page), &request.file));
    run.set_global("site", site::with_time(Data::from_yaml(&request.site), now));
    run.lines.push((0, request.first_line));
    let tree = parse::parse(&request.body, request.first_line);
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
    let tree: Rc<Block> = parse::parse(&filling.template, 1).into();
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

impl Run<'_> {
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
            Kind::Custom("tab", _, block) if self.tabs.is_none() => {
                self.mistake(&node.source, "`tab` stands in no `tabs`".into());
                self.block(block);
            }
            Kind::Custom(name, markup, block) => self.custom(name, markup, block),
            Kind::Tag(name, markup) => self.tag(node, name, markup),
            // What only looks like a tag is text.
            Kind::Broken(message) if node.source.len() == "{%".len() => {
                self.message(message.clone());
                self.write(&node.source);
            }
            Kind::Broken(message) => self.mistake(&node.source, message.clone()),
            Kind::Misread(message, blocks) => {
                self.mistake(&node.source, message.clone());
                for block in blocks {
                    self.block(block);
                    // A `break` ends no more than this: there may be no loop.
                    self.interrupt = None;
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

    /// Shows the block of the first condition that holds, or that nobody can tell of.
    fn branches(&mut self, node: &Node, branches: &[(Option<(bool, Condition)>, Block)]) {
        for (condition, block) in branches {
            let holds = match condition {
                None => Ok(true),
                Some((unless, condition)) => self.condition(condition).map(|holds| holds != *unless),
            };
            match holds {
                Ok(true) => return self.block(block),
                Ok(false) => {}
                Err(message) => {
                    self.mistake(&node.source, message);
                    if !self.like_ruby {
                        self.block(block);
                    }
                    return;
                }
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
}

/// Renders a template as Ruby's Liquid does, to be compared with it: a mistake is its words, in place of all that it
/// concerns.
#[doc(hidden)]
pub fn shown(template: &str, context: &Value) -> String {
    let mut run = Run { like_ruby: true, ..Run::new("") };
    run.globals = variables(context);
    let tree = parse::parse(template, 1);
    run.block(&tree);
    let outcome = run.finish();
    let items: Vec<crate::html::Html> = outcome
        .items
        .iter()
        .map(|item| crate::html::Html::from_author(["Liquid error: ", &*item.message].concat()))
        .collect();
    placeholder::fill(&outcome.text, &items).into_string()
}
