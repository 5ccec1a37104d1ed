//! CommonMark's spans by pulldown-cmark: [`answer`] is the entrance. Not in the page's own program; the module
//! `spans` holds it.

use super::spans::{EVENT, LINK};
use crate::placeholder::END;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The events of a masked text, which is one paragraph, as `spans` writes them.
pub fn answer(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for event in Parser::new_ext(text, Options::empty()) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                out.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => out.push('\n'),
            Event::Start(Tag::Link { dest_url, .. }) => {
                out.extend([EVENT, LINK]);
                out.push_str(&dest_url);
                out.push(END);
            }
            Event::End(TagEnd::Link) => out.push(EVENT),
            _ => {}
        }
    }
    out
}
