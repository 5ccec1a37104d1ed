//! kramdown's meaning over pulldown-cmark's events. [`render`] is the entrance.
//!
//! Blocks are kramdown's own (`block`, with `line`, `list`, `table` and `raw_html`); the lines of text in them
//! are read by `pulldown-cmark` (`inline`) after `span` took out what it must not see; `write` makes the HTML.

mod abbreviation;
mod attributes;
mod block;
mod budget;
mod code;
mod contents;
mod definition;
mod footnotes;
mod inline;
mod languages;
mod line;
mod link;
mod list;
mod quotes;
mod raw_html;
mod slug;
mod span;
mod span_html;
mod table;
mod tag;
mod tree;
mod write;

use crate::diagnostic::Diagnostic;
use crate::html::Html;

/// A heading of the article, for outlines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The element's id.
    pub id: String,
    /// The content, as in the article.
    pub html: Html,
}

/// What a post's Markdown became.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// The article's content, footnotes at its end.
    pub html: Html,
    /// The headings in their order.
    pub headings: Vec<Heading>,
    /// Messages for the author.
    pub diagnostics: Vec<Diagnostic>,
}

/// Renders `source`, the body of the post `file` that starts on its line `first_line` (from 1).
/// `inserts` is the finished HTML that stands for the placeholders in `source` (see [`crate::placeholder`]).
pub fn render(source: &str, file: &str, first_line: usize, inserts: &[Html]) -> Rendered {
    let document = block::parse(source, first_line, inserts);
    write::Writer::new(&document, file, inserts).document()
}
