//! Pages that `postil index` has written, as the program takes them over. [`Written::read`] is the entrance.

use postil::route::PostName;
use web_sys::{Document, DomParser, Element, SupportedType};

use crate::screen::DocumentHead;

/// What a written page says.
pub struct Written {
    /// `post NAME`, `home`, `list`, or `missing` for the page of all addresses that do not exist.
    pub about: String,
    /// What it was made from: `article::stamp`.
    pub stamp: String,
    pub head: DocumentHead,
    /// The content of its `main`.
    pub main: String,
    /// What stands there behind a post and is not made from it alone.
    pub more: String,
}

impl Written {
    /// The post that it shows.
    pub fn post(&self) -> Option<PostName> {
        PostName::parse(self.about.strip_prefix("post ")?)
    }

    /// Reads a page that has arrived as text; `None` if it is none of ours.
    pub fn parse(html: &str) -> Option<Written> {
        Written::read(&DomParser::new().ok()?.parse_from_string(html, SupportedType::TextHtml).ok()?, true)
    }

    /// Reads a document; its `main` only if `whole`.
    pub fn read(document: &Document, whole: bool) -> Option<Written> {
        let find = |selector: &str| document.query_selector(selector).ok().flatten();
        let attribute = |element: Option<Element>, name| element.and_then(|e| e.get_attribute(name));
        let content = |selector| attribute(find(selector), "content").unwrap_or_default();
        let about = content("meta[name='postil:page']");
        let main = find("main").filter(|_| !about.is_empty())?;
        Some(Written {
            about,
            more: find("main > .post-more").map(|more| more.outer_html()).unwrap_or_default(),
            main: if whole { main.inner_html() } else { String::new() },
            stamp: attribute(Some(main.clone()), "data-stamp").unwrap_or_default(),
            head: DocumentHead {
                table: attribute(Some(main), "data-words").unwrap_or_default(),
                title: document.title(),
                description: content("meta[name=description]"),
                lang: attribute(document.document_element(), "lang").unwrap_or_default(),
                dir: attribute(document.document_element(), "dir").unwrap_or_default(),
            },
        })
    }
}
