//! Footnotes, their marks and the list of them. [`Writer::footnote_mark`] and [`Writer::footnote_list`] are
//! the entrances.

use super::write::{Writer, end_tag};
use crate::html::Html;

impl Writer<'_> {
    /// The mark of a footnote in the text.
    pub fn footnote_mark(&mut self, name: &str) -> Html {
        let known = self.footnotes.iter().position(|(known, _)| known == name);
        let (index, repeat) = match known {
            Some(index) => {
                let count = self.footnotes.get_mut(index).map_or(0, |(_, count)| {
                    *count += 1;
                    *count
                });
                (index, format!(":{count}"))
            }
            None => {
                self.footnotes.push((name.to_string(), 0));
                (self.footnotes.len() - 1, String::new())
            }
        };
        let mut out = Html::new();
        out.open("sup", &[("id", &format!("fnref:{name}{repeat}"))]);
        let address = format!("#fn:{name}");
        out.open(
            "a",
            &[("href", &address), ("class", "footnote"), ("rel", "footnote"), ("role", "doc-noteref")],
        );
        out.push_text(&(index + 1).to_string());
        out.close("a");
        out.close("sup");
        out
    }

    /// The footnotes that are marked somewhere, also in footnotes.
    pub fn footnote_list(&mut self) -> Html {
        let mut items: Vec<(String, Html)> = Vec::new();
        let mut at = 0;
        while let Some((name, _)) = self.footnotes.get(at).cloned() {
            let document = self.document;
            let blocks = document.footnotes.get(&name).map(Vec::as_slice).unwrap_or_default();
            let content = self.blocks(blocks);
            items.push((name, content));
            at += 1;
        }
        if items.is_empty() {
            return Html::new();
        }
        let mut out = Html::new();
        out.open("div", &[("class", "footnotes"), ("role", "doc-endnotes")]);
        out.push_text("\n");
        out.open("ol", &[]);
        out.push_text("\n");
        for (index, (name, content)) in items.into_iter().enumerate() {
            let repeats = self.footnotes.get(index).map_or(0, |(_, count)| *count);
            out.open("li", &[("id", &format!("fn:{name}"))]);
            out.push_text("\n");
            out.push(&with_back_links(content, &name, repeats));
            end_tag(&mut out, "li");
        }
        end_tag(&mut out, "ol");
        end_tag(&mut out, "div");
        out
    }
}

/// The content of a footnote with the links back to its marks, in its last paragraph if it ends with one.
fn with_back_links(content: Html, name: &str, repeats: usize) -> Html {
    let mut links = Html::new();
    for repeat in 0..=repeats {
        if repeat > 0 {
            links.push_text("\u{a0}");
        }
        let suffix = if repeat == 0 { String::new() } else { format!(":{repeat}") };
        let address = format!("#fnref:{name}{suffix}");
        links.open("a", &[("href", &address), ("class", "reversefootnote"), ("role", "doc-backlink")]);
        links.push_text("↩");
        if repeat > 0 {
            links.element("sup", &[], &Html::from_text(&(repeat + 1).to_string()));
        }
        links.close("a");
    }
    let content = content.into_string();
    let content = content.trim_ascii_end();
    let mut out = match content.strip_suffix("</p>") {
        Some(start) => {
            let mut out = Html::from_author(start);
            out.push_text("\u{a0}");
            out
        }
        None => Html::from_author(format!("{content}\n<p>")),
    };
    out.push(&links);
    end_tag(&mut out, "p");
    out
}
