//! A line of text to HTML: the events of `spans` with the pieces of `span` in their places.
//! [`Writer::line`] is the entrance.

use super::attributes::Attributes;
use super::span::{GUARD, Masked, Piece, mask};
use super::spans::{self, EVENT};
use super::write::{Writer, push_start};
use crate::diagnostic::Diagnostic;
use crate::html::{Href, Html};
use crate::math::Display;
use crate::placeholder::{self, END, HIDDEN};

/// An element that has ended; an attribute list may follow.
struct Ended {
    name: &'static str,
    attributes: Attributes,
    content: Html,
}

/// A line of text on its way.
struct Line<'w, 'd> {
    writer: &'w mut Writer<'d>,
    pieces: Vec<(Piece, Attributes)>,
    /// The content of the elements that are open, outermost first.
    open: Vec<Html>,
    ended: Option<Ended>,
    /// Text that is not written yet.
    text: String,
    number: usize,
}

impl<'d> Writer<'d> {
    /// The HTML of a text that starts on line `number`.
    pub fn line(&mut self, text: &str, number: usize) -> Html {
        let masked = mask(text, self.document, self.raw_html);
        self.masked_line(masked, number)
    }

    /// The HTML of a text that is masked already.
    pub fn masked_line(&mut self, masked: Masked, number: usize) -> Html {
        self.raw_html = masked.raw_html;
        let modules = self.typesetter.modules;
        let mut line = Line {
            writer: self,
            pieces: masked.pieces,
            open: vec![Html::new()],
            ended: None,
            text: String::new(),
            number,
        };
        let mut targets: Vec<Option<(String, Attributes)>> = Vec::new();
        let events = spans::read(&masked.text, modules);
        let mut parts = events.split(EVENT);
        line.text.push_str(parts.next().unwrap_or(""));
        for part in parts {
            line.flush();
            let text = match part.strip_prefix(spans::LINK) {
                Some(link) => {
                    let (target, text) = link.split_once(END).unwrap_or((link, ""));
                    line.start();
                    targets.push(line.target(target));
                    text
                }
                None => {
                    line.end("a", targets.pop().flatten());
                    part
                }
            };
            line.text.push_str(text);
        }
        line.flush();
        line.release();
        line.open.pop().unwrap_or_default()
    }
}

impl Line<'_, '_> {
    fn out(&mut self) -> &mut Html {
        if self.open.is_empty() {
            self.open.push(Html::new());
        }
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    /// Where the link goes whose piece has the number `index`, if it may go there.
    fn target(&mut self, index: &str) -> Option<(String, Attributes)> {
        let (piece, attributes) = self.pieces.get(index.parse::<usize>().ok()?)?;
        let Piece::Target(address) = piece else { return None };
        let address = self.writer.source(address);
        if address.is_empty() {
            return Some((address, attributes.clone()));
        }
        match Href::parse(&address) {
            Some(href) => Some((href.as_str().to_string(), attributes.clone())),
            None => {
                self.writer.refused(self.number, &address);
                None
            }
        }
    }

    /// Starts an element.
    fn start(&mut self) {
        self.release();
        self.open.push(Html::new());
    }

    /// Ends an element; a link that may not go where it should leaves its text.
    fn end(&mut self, name: &'static str, target: Option<(String, Attributes)>) {
        self.release();
        let content = self.open.pop().unwrap_or_default();
        let mut attributes = Attributes::default();
        if name == "a" {
            let Some((address, own)) = target else { return self.out().push(&content) };
            attributes.set("href", &address);
            attributes.merge(&own, &self.writer.document.named);
        }
        self.ended = Some(Ended { name, attributes, content });
    }

    /// Writes the element that ended.
    fn release(&mut self) {
        if let Some(Ended { name, attributes, content }) = self.ended.take() {
            let out = self.out();
            push_start(out, name, &attributes);
            out.push(&content);
            out.close(name);
        }
    }

    /// Writes the text that was gathered, with its pieces.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let mut rest = text.as_str();
        while let Some(at) = placeholder::find(rest, [HIDDEN, END]) {
            let before = &rest[..at];
            let behind = &rest[at + END.len_utf8()..];
            if rest[at..].starts_with(END) {
                self.write_text(before);
                rest = behind.strip_prefix(' ').unwrap_or(behind);
                continue;
            }
            let (index, behind) = behind.split_once(END).unwrap_or((behind, ""));
            rest = behind;
            if index.is_empty() {
                self.write_text(before);
                continue;
            }
            rest = rest.strip_prefix(GUARD).unwrap_or(rest);
            self.write_text(before.strip_suffix(GUARD).unwrap_or(before));
            if let Some(piece) = index.parse::<usize>().ok().and_then(|index| self.pieces.get(index)).cloned()
            {
                self.write_piece(piece);
            }
        }
        self.write_text(rest);
    }

    fn write_text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.release();
        self.number += text.bytes().filter(|&byte| byte == b'\n').count();
        self.writer.note_plain(text);
        let mut out = std::mem::take(self.out());
        self.writer.abbreviated(text, &mut out);
        *self.out() = out;
    }

    fn write_piece(&mut self, (piece, attributes): (Piece, Attributes)) {
        if let Piece::List(list) = &piece {
            match &mut self.ended {
                Some(ended) => {
                    let mut more = Attributes::default();
                    more.parse(&list[2..list.len() - 1]);
                    ended.attributes.merge(&more, &self.writer.document.named);
                }
                None => self.write_text(list),
            }
            return;
        }
        match piece {
            Piece::Open(_) => return self.start(),
            Piece::Close(name) => return self.end(name, None),
            _ => self.release(),
        }
        let number = self.number;
        let piece = match piece {
            Piece::Tag(name, mut own, behind) => {
                own.merge(&attributes, &self.writer.document.named);
                let mut html = ["<", &name].concat();
                own.write(&mut html);
                Piece::Html(html + &behind)
            }
            other => other,
        };
        let html = match piece {
            Piece::Code(code) => {
                self.writer.note_plain(&code);
                self.writer.code_span(&code, &attributes)
            }
            Piece::Math(tex, display) => {
                self.writer.note_plain(&tex);
                self.writer.formula(&tex, display, number)
            }
            Piece::Footnote(name) => self.writer.footnote_mark(&name),
            Piece::Html(html) => {
                self.writer.note_insert(&html);
                self.writer.authors_html(&html, number)
            }
            Piece::Raw(html, source) => {
                self.writer.note_insert(&source);
                self.writer.authors_html(&html, number)
            }
            Piece::Reference(tex) => {
                self.writer.note_plain(&tex);
                self.writer.reference(tex)
            }
            Piece::Image { address, text } => self.writer.image(&address, &text, &attributes, number),
            Piece::Break => Html::from_author("<br />"),
            _ => return,
        };
        self.out().push(&html);
    }
}

impl Writer<'_> {
    /// A formula; one that cannot be typeset is reported.
    pub fn formula(&mut self, tex: &str, display: Display, number: usize) -> Html {
        let tex = self.source(tex);
        match self.typesetter.typeset(&tex, display) {
            Ok(html) => html,
            Err(failure) => {
                let message = ["The formula `", &tex, "` cannot be typeset: ", &failure.reason, "."].concat();
                self.diagnostics.push(Diagnostic::new(self.file, number, message));
                failure.shown
            }
        }
    }

    /// Tells the author of an address that no link may have.
    pub fn refused(&mut self, number: usize, address: &str) {
        let message = format!("The address `{address}` is refused; its text is shown without it.");
        self.diagnostics.push(Diagnostic::new(self.file, number, message));
    }
}
