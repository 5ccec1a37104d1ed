//! The table of contents: `{:toc}` by [`Writer::table_of_contents`], the outline that stands beside a post by
//! [`outline`].

use super::Heading;
use super::write::{Writer, end_tag, start_tag};
use crate::html::Html;

impl Writer<'_> {
    /// The table of contents, as kramdown builds it from the headers.
    pub fn table_of_contents(&self) -> Html {
        let Some((name, attributes)) = &self.contents else { return Html::new() };
        if self.headings.is_empty() {
            return Html::new();
        }
        let mut attributes = attributes.clone();
        if attributes.get("id").is_none() {
            attributes.set("id", "markdown-toc");
        }
        let own = attributes.get("id").unwrap_or_default().to_string();
        let mut out = start_tag(name, &attributes);
        items(&mut out, name, &self.headings, Some(&own));
        end_tag(&mut out, name);
        out
    }
}

/// Nested lists of links to `headings`.
pub fn outline(headings: &[Heading]) -> Html {
    let mut out = Html::new();
    out.open("ul", &[]);
    items(&mut out, "ul", headings, None);
    out.close("ul");
    out
}

/// The items of such a list and the lists in them; the id of each link begins with `own`.
fn items(out: &mut Html, name: &'static str, headings: &[Heading], own: Option<&str>) {
    let mut levels: Vec<u8> = Vec::new();
    for heading in headings {
        let mut closed = 0;
        while levels.last().is_some_and(|&level| level >= heading.level) {
            levels.pop();
            closed += 1;
        }
        if closed > 0 {
            out.close("li");
            for _ in 1..closed {
                out.close(name);
                out.close("li");
            }
        } else if !levels.is_empty() {
            out.open(name, &[]);
        }
        levels.push(heading.level);
        out.open("li", &[]);
        let href = ["#", &heading.id].concat();
        let id = own.map(|own| [own, "-", &heading.id].concat());
        let link = [("href", href.as_str()), ("id", id.as_deref().unwrap_or_default())];
        // A name without a heading leads nowhere.
        let known = usize::from(!heading.id.is_empty());
        out.open("a", if own.is_some() { &link } else { &link[..known] });
        out.push(&without_links(&heading.html));
        out.close("a");
    }
    for depth in (0..levels.len()).rev() {
        out.close("li");
        if depth > 0 {
            out.close(name);
        }
    }
}

/// The content of a header without its links and footnote marks, for a list of links.
fn without_links(html: &Html) -> Html {
    let mut out = String::new();
    let mut rest = html.as_str();
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        if rest.starts_with("<sup id=\"fnref:") {
            rest = rest.find("</sup>").map_or("", |end| &rest[end + 6..]);
            continue;
        }
        if !rest.starts_with("<a ") && !rest.starts_with("</a>") {
            out.push_str(&rest[..end]);
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    Html::from_author(out)
}
