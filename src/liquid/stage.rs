//! The seam between the renderer and the interpreter, which in the page is a module of its own: [`outcome`] for
//! a post, [`template`] for templates. Only this, `segments.rs` and `exchange.rs` are in the page's first wasm.

use super::exchange::{self, Outcome, Request};
use super::segments::{Kind, Segment};
use crate::modules::{Module, Modules};
use crate::placeholder::{END, INSERT};
use crate::yaml::Value;

/// An include can name another, and that another, so deep.
const ROUNDS: usize = 12;

/// Runs a post, and again with what it has wanted. Nothing if the interpreter is not here.
pub fn outcome(
    modules: &Modules,
    mut request: Request,
    answer: impl Fn(char, &str) -> Option<Value>,
) -> Option<Outcome> {
    for _ in 0..ROUNDS {
        let outcome = Outcome::read(&modules.ask(Module::Liquid, &request.write())?)?;
        if outcome.wants.is_empty() {
            return Some(outcome);
        }
        for want in outcome.wants {
            let mut letters = want.chars();
            let kind = letters.next().unwrap_or(' ');
            let found = answer(kind, letters.as_str()).unwrap_or_default();
            request.answers.push((want, found));
        }
    }
    Outcome::read(&modules.ask(Module::Liquid, &request.write())?)
}

/// Renders a template with the keys of a mapping as its variables, if the interpreter is here: gives the text
/// and what was wrong.
pub fn template(modules: &Modules, template: &str, context: &Value) -> Option<(String, Vec<String>)> {
    let answer = modules.ask(Module::Liquid, &exchange::write_template(template, context))?;
    Some(exchange::read_rendered(&answer).unwrap_or_default())
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
