//! Liquid, the template language that Jekyll runs over a post before kramdown sees it, as Ruby's Liquid 4 with
//! Jekyll's filters and tags understands it.
//!
//! [`run`] is the entrance for a post, [`render_template`] the one for a template. [`needed`] says whether a
//! post has more than [`segments`] finds: tags of jekyll-scholar, `raw` and `comment`. In the page everything
//! behind [`run`] is a WebAssembly module of its own ([`answer`]), loaded by the posts that need it.
//!
//! ```text
//! text ─▶ segments ─▶ parse (a tree) ─▶ render (outputs, conditions, loops) ─▶ exchange::Outcome
//!                       expression           filters, tags, include
//! ```
//!
//! Everything is bounded: what runs costs steps of a [`budget`], values have a weight, blocks a depth.

pub mod arguments;
mod budget;
mod data;
mod evaluate;
pub mod exchange;
mod expression;
mod files;
mod filters;
mod include;
mod loops;
mod notebook;
mod number;
mod parse;
mod render;
mod run;
mod segments;
mod site;
pub mod stage;
mod strftime;
mod tags;
#[cfg(test)]
mod tests;

pub use exchange::{Item, Outcome, Request};
pub use include::built_in;
#[doc(hidden)]
pub use render::shown;
pub use segments::{Kind, Segment, Segments, segments};

use crate::yaml::Value;

/// jekyll-scholar's tags, which stay in the text for `article`.
pub const SCHOLAR: [&str; 11] = [
    "cite",
    "nocite",
    "reference",
    "bibliography",
    "bibliography_count",
    "cite_details",
    "details_link",
    "quote",
    "endquote",
    "bibtex",
    "endbibtex",
];

/// Whether a post has anything of Liquid besides `raw`, `comment` and jekyll-scholar's tags with plain
/// arguments, so that it has to be [`run`].
pub fn needed(body: &str) -> bool {
    segments(body, 1).any(|segment| match segment.kind {
        Kind::Tag { name, markup } => {
            // A key with a dot may be a variable's path (`{% cite paper.key %}`).
            let mut keys = markup.split_whitespace().take_while(|word| !word.starts_with('-'));
            !SCHOLAR.contains(&name) || markup.contains("{{") || keys.any(|key| key.contains('.'))
        }
        Kind::Output { .. } => true,
        _ => false,
    })
}

/// Runs a post. Where the outcome wants something, its text is not complete: run it again with the answers.
pub fn run(request: &Request) -> Outcome {
    render::post(request, 0)
}

/// [`run`] and [`render_template`] for strings: what the module in the page offers. `now` is in seconds since
/// 1970, for `site.time`. Empty for what is no request.
pub fn answer(request: &str, now: i64) -> String {
    match exchange::Filling::read(request) {
        Some(filling) => render::templates(&filling, now).write(),
        None => Request::read(request).map(|request| render::post(&request, now).write()).unwrap_or_default(),
    }
}

/// Renders a template with variables, the keys of `context`. Gives the text and what was wrong.
pub fn render_template(template: &str, context: &Value) -> (String, Vec<String>) {
    let own = vec![Value::Mapping(Vec::new())];
    let filling =
        exchange::Filling { template: template.into(), shared: context.clone(), own, answers: Vec::new() };
    let filled = render::templates(&filling, 0);
    (filled.texts.concat(), filled.messages)
}
