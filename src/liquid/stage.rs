//! The seam between the renderer and the interpreter, which in the page is a module of its own: [`outcome`] for
//! a post, [`templates`] for templates. Only this, `segments.rs` and `exchange.rs` are in the page's first wasm.

use super::exchange::{Filled, Filling, Outcome, Request, want};
use super::segments::{Kind, Segment};
use crate::modules::{Module, Modules};
use crate::placeholder::{END, INSERT};
use crate::yaml::Value;
use std::cell::RefCell;

/// An include can name another, and that another, so deep.
const ROUNDS: usize = 12;
/// So many works go to the interpreter at once.
const CHUNK: usize = 64;

/// Runs a post, and again with what it has wanted. Nothing if the interpreter is not here.
pub fn outcome(
    modules: &Modules,
    mut request: Request,
    answer: &dyn Fn(char, &str) -> Option<Value>,
) -> Option<Outcome> {
    for _ in 0..ROUNDS {
        let outcome = Outcome::read(&modules.ask(Module::Liquid, &request.write())?)?;
        if outcome.wants.is_empty() {
            return Some(outcome);
        }
        answer_all(outcome.wants, &mut request.answers, answer);
    }
    Outcome::read(&modules.ask(Module::Liquid, &request.write())?)
}

/// Adds what is wanted to the answers.
fn answer_all(
    wants: Vec<String>,
    answers: &mut Vec<(String, Value)>,
    answer: &dyn Fn(char, &str) -> Option<Value>,
) {
    for want in wants {
        let mut letters = want.chars();
        let kind = letters.next().unwrap_or(' ');
        let found = answer(kind, letters.as_str()).unwrap_or_default();
        answers.push((want, found));
    }
}

/// Fills templates: with variables that all works see, and for each work its own. Gives the texts and what was wrong.
pub fn templates<'i>(
    modules: &'i Modules,
    answer: &'i dyn Fn(char, &str) -> Option<Value>,
) -> impl Fn(&str, &Value, &[Value]) -> (Vec<String>, Vec<String>) + 'i {
    let known = RefCell::new(Vec::new());
    move |template, shared, own| {
        let (template, shared, answers) = (template.into(), shared.clone(), known.take());
        let mut filling = Filling { template, shared, answers, ..Filling::default() };
        let (mut texts, mut messages) = (Vec::new(), Vec::new());
        for own in own.chunks(CHUNK) {
            for _ in 0..=ROUNDS {
                let text = modules.ask(Module::Liquid, &filling.write(own));
                let Some(mut filled) = text.and_then(|text| Filled::read(&text)) else { break };
                if filled.wants.is_empty() {
                    texts.append(&mut filled.texts);
                    messages.append(&mut filled.messages);
                    break;
                }
                answer_all(filled.wants, &mut filling.answers, answer);
            }
            // A text of one work is of no use to the next ones.
            filling.answers.retain(|(wanted, _)| !wanted.starts_with(want::MARKDOWN));
        }
        known.replace(filling.answers);
        texts.resize(own.len(), String::new());
        (texts, messages)
    }
}

impl Outcome {
    /// The text in pieces, as `segments` gives those of a post without logic.
    pub fn segments(&self) -> Vec<Segment<'_>> {
        let mut segments = Vec::new();
        let mut push = |kind, source, line| {
            segments.push(Segment { kind, source, line, trim_before: false, trim_after: false });
        };
        let mut rest = self.text.as_str();
        while let Some((before, after)) = rest.split_once(INSERT) {
            push(Kind::Text, before, 0);
            let (index, after) = after.split_once(END).unwrap_or((after, ""));
            rest = after;
            let item = index.parse().ok().and_then(|index: usize| self.items.get(index));
            let Some(item) = item else { continue };
            let markup = item.markup.as_str();
            let kind = match item.name.as_str() {
                "" => Kind::Unknown(&item.message),
                name => Kind::Tag { name, markup },
            };
            push(kind, markup, item.line);
        }
        push(Kind::Text, rest, 0);
        segments
    }
}
