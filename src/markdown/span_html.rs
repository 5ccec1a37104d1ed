//! The author's HTML in lines of text. [`Masker::angle`] is the entrance.

use super::attributes::Attributes;
use super::emphasis::{DEEPEST, Open};
use super::link::automatic_link;
use super::span::{Last, Masker, Piece};
use super::{raw_html, tag};
use crate::placeholder::END;

impl Masker<'_> {
    /// The end of a comment at `at`, if there is one.
    pub fn comment_at(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        if !rest.starts_with("<!--") {
            return None;
        }
        self.budget.find(rest, |rest| tag::comment_end(rest, 0)).map(|length| at + length)
    }

    /// The start tag at `at`, if there is one.
    pub fn tag_at(&mut self, at: usize) -> Option<tag::Tag> {
        let tag = if !self.budget.is_spent() { tag::open_tag(self.text, at) } else { None };
        if tag.is_none() {
            let next = self.text[at + 1..].find('<').unwrap_or(self.text.len() - at);
            self.budget.spend(next);
        }
        tag
    }

    /// What stands in angle brackets: an address, a comment, a tag.
    pub fn angle(&mut self) -> bool {
        let text = self.text;
        let at = self.at;
        if let Some((address, length)) = automatic_link(self.rest()) {
            self.automatic(address);
            self.at += length;
            return true;
        }
        if let Some(end) = self.comment_at(at) {
            self.take(end - at, Piece::Html(text[at..end].to_string()));
            return true;
        }
        if let Some(body) = self.rest().strip_prefix("<![CDATA[")
            && let Some(length) = self.budget.find_str(body, "]]>")
        {
            self.literal(&body[..length]);
            self.at += 9 + length + 3;
            return true;
        }
        if let Some((name, end)) = tag::close_tag(text, at) {
            let last = self.frames.last().map(|frame| &frame.open);
            if matches!(last, Some(Open::Element(open)) if tag::is_same(open, name)) {
                self.end_element(end - at, String::new());
            } else {
                self.take_literal(end - at);
            }
            return true;
        }
        let Some(tag) = self.tag_at(at) else { return false };
        if tag::is_block(&tag.name) || self.frames.len() >= DEEPEST {
            self.take_literal(tag.end - at);
            return true;
        }
        self.element_tag(tag);
        true
    }

    /// Writes the link to an address that stands alone.
    fn automatic(&mut self, address: &str) {
        let shown = address.strip_prefix("mailto:").unwrap_or(address);
        let target = if address.contains("://") || shown.len() < address.len() {
            address.to_string()
        } else {
            format!("mailto:{address}")
        };
        // Links do not stand in each other.
        let link = (!self.in_link()).then_some(self.masked.pieces.len());
        if link.is_some() {
            self.masked.pieces.push((Piece::Target(target), Attributes::default()));
            // An exclamation mark before it must not make an image of it.
            if self.masked.text.ends_with('!') {
                self.masked.text.push(END);
            }
            self.masked.text.push('[');
        }
        if shown.contains(';') {
            let mut html = String::new();
            tag::escape_keeping_references(&mut html, shown, false);
            self.piece(Piece::Html(html));
        } else {
            self.literal(shown);
        }
        if let Some(target) = link {
            self.link_end(target);
        }
    }

    /// Writes a start tag, and opens its element.
    pub fn element_tag(&mut self, mut tag: tag::Tag) {
        let text = self.text;
        let markdown = tag.attributes.iter().position(|(name, _)| name == "markdown");
        let markdown = markdown.map(|at| tag.attributes.remove(at).1);
        for (_, value) in &mut tag.attributes {
            if value.contains('\n') {
                *value = value.replace('\n', " ");
            }
        }
        let mut behind = String::from(">");
        let (mut end, mut opened) = (tag.end, false);
        let raw = match markdown.as_deref() {
            Some("span") => false,
            Some("0") => true,
            _ => tag::content_model(&tag.name) == tag::Model::Raw || self.masked.raw_html,
        };
        if tag::is_empty(&tag.name) {
            behind = String::from(" />");
        } else if tag.closed {
            raw_html::close(&mut behind, &tag.name);
        } else if raw && (tag.name == "script" || tag.name == "style") {
            let (stop, close) = tag::find_close(text, end, &tag.name).unwrap_or((text.len(), text.len()));
            behind.push_str(&text[end..stop]);
            end = close;
            raw_html::close(&mut behind, &tag.name);
        } else {
            opened = true;
            self.open(match raw {
                true => Open::Raw(tag.name.clone(), vec![tag.name.clone()]),
                false => Open::Element(tag.name.clone()),
            });
        }
        let attributes = Attributes { pairs: tag.attributes, ..Attributes::default() };
        self.take(end - self.at, Piece::Tag(tag.name, attributes, behind));
        if opened {
            // An attribute list behind a start tag is text.
            self.last = Last::Text;
        }
    }
}
