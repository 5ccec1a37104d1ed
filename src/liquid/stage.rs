//! The seam between the renderer and the interpreter, which in the page is a module of its own: [`outcome`] for
//! a post, [`fill`] for templates. Only this, `segments.rs` and `exchange.rs` are in the page's first wasm.

use super::exchange::{self, Filled, Outcome, Request, want};
use super::segments::{Kind, Segment};
use crate::modules::{Module, Modules};
use crate::placeholder::{END, INSERT};
use crate::yaml::Value;

/// An include can name another, and that another, so deep.
const ROUNDS: usize = 12;
/// So many works go to the interpreter at once.
const CHUNK: usize = 64;

/// What answers a want: its kind, and what follows.
pub type Answer<'a> = dyn Fn(char, &str) -> Option<Value> + 'a;

/// Runs a post, and again with what it has wanted. Nothing if the interpreter is not here.
pub fn outcome(modules: &Modules, mut request: Request, answer: &Answer) -> Option<Outcome> {
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
fn answer_all(wants: Vec<String>, answers: &mut Vec<(String, Value)>, answer: &Answer) {
    for want in wants {
        let mut letters = want.chars();
        let kind = letters.next().unwrap_or(' ');
        let found = answer(kind, letters.as_str()).unwrap_or_default();
        answers.push((want, found));
    }
}

/// Fills a template, if the interpreter is here: with variables that all works see, and for each work its own. What it
/// wants is added to `answers`. Gives the texts, one for each work, and what was wrong.
pub fn fill(
    modules: &Modules,
    (template, shared): (&str, &Value),
    own: &[Value],
    answers: &mut Vec<(String, Value)>,
    answer: &Answer,
) -> (Vec<String>, Vec<String>) {
    let (mut texts, mut messages) = (Vec::new(), Vec::new());
    let mut filled_so_far = 0;
    for own in own.chunks(CHUNK) {
        for _ in 0..=ROUNDS {
            let request = exchange::write_filling(template, shared, own, answers);
            let filled = modules.ask(Module::Liquid, &request);
            let Some(mut filled) = filled.and_then(|text| Filled::read(&text)) else { break };
            if filled.wants.is_empty() {
                texts.append(&mut filled.texts);
                messages.append(&mut filled.messages);
                break;
            }
            answer_all(filled.wants, answers, answer);
        }
        // If this one could not be filled: each text stays with its own work.
        filled_so_far += own.len();
        texts.resize(filled_so_far, String::new());
        // A text of one work is of no use to the next ones.
        answers.retain(|(wanted, _)| !wanted.starts_with(want::MARKDOWN));
    }
    (texts, messages)
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
