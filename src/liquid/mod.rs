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
pub mod exchange;
mod expression;
mod filters;
mod include;
mod notebook;
mod number;
mod parse;
mod render;
mod segments;
mod strftime;
mod tags;
#[cfg(test)]
mod tests;

pub use exchange::{Item, Outcome, Request};
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
        // A key with a dot may be a variable's path (`{% cite paper.key %}`).
        Kind::Tag { name, markup } => {
            !SCHOLAR.contains(&name) || markup.contains("{{") || markup.contains('.')
        }
        Kind::Output { .. } => true,
        _ => false,
    })
}

/// Runs a post. Where the outcome wants something, its text is not complete: run it again with the answers.
pub fn run(request: &Request) -> Outcome {
    render::post(request)
}

/// [`run`] for strings: what the module in the page offers.
pub fn answer(request: &str) -> String {
    Request::read(request).map(|request| run(&request)).unwrap_or_default().write()
}

/// Renders a template with variables, the keys of `context`. Gives the text and what was wrong.
#[doc(hidden)]
pub use render::shown;

pub fn render_template(template: &str, context: &Value) -> (String, Vec<String>) {
    render::template(template, context)
}
