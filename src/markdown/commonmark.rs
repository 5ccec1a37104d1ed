//! CommonMark's spans by pulldown-cmark: [`answer`] is the entrance. Not in the page's own program; the module
//! `spans` holds it.

use super::spans::EVENT;
use crate::placeholder::END;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The events of a masked text, which is one paragraph, as `spans` writes them.
pub fn answer(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for event in Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                out.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => out.push('\n'),
            Event::Start(tag) => {
                out.extend(letter(tag.to_end()).into_iter().flat_map(|letter| [EVENT, letter]));
                if let Tag::Link { dest_url, .. } = &tag {
                    out.push_str(dest_url);
                    out.push(END);
                }
            }
            Event::End(tag) => {
                out.extend(letter(tag).into_iter().flat_map(|letter| [EVENT, letter.to_ascii_uppercase()]));
            }
            _ => {}
        }
    }
    out
}

/// The letter of what begins and ends.
fn letter(tag: TagEnd) -> Option<char> {
    match tag {
        TagEnd::Emphasis => Some('e'),
        TagEnd::Strong => Some('s'),
        TagEnd::Strikethrough => Some('d'),
        TagEnd::Link => Some('a'),
        _ => None,
    }
}
