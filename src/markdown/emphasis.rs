//! Emphasis and what is struck out, and everything else in a line that is open until its end comes.
//! [`Masker::emphasis`] is the entrance, [`Masker::fail`] takes back what never ends.
//!
//! kramdown reads each element's content to its end, and where none comes goes back to its start, which is text
//! then. So does this, as long as the budget lasts.

use super::raw_html;
use super::span::{Last, Masker, Piece};

/// Something that is open, and what there was before it.
pub struct Frame<'t> {
    pub open: Open<'t>,
    start: usize,
    text: usize,
    pieces: usize,
}

/// How much may be open at one time: elements that nest deeper are text.
pub const DEEPEST: usize = 100;

/// What can be open.
pub enum Open<'t> {
    /// An element of the author's whose content is Markdown.
    Element(String),
    /// One whose content is not, and the elements that are open in it, itself the first.
    Raw(String, Vec<String>),
    /// A link: where its text ends, where the post goes on behind it, and the piece with its address.
    Link { close: usize, behind: usize, target: usize },
    /// What is struck out, up to this place.
    Struck(usize),
    /// Emphasis: the element, the mark that ends it, and the one that stays if none does.
    Span { name: &'static str, mark: &'t str, whole: &'t str },
}

impl<'t> Masker<'t> {
    /// Notes that something opens here.
    pub fn open(&mut self, open: Open<'t>) {
        let (text, pieces) = (self.masked.text.len(), self.masked.pieces.len());
        self.frames.push(Frame { open, start: self.at, text, pieces });
    }

    fn open_span(&mut self, name: &'static str, mark: &'t str, whole: &'t str) {
        self.open(Open::Span { name, mark, whole });
        self.piece(Piece::Open(name));
        self.at += mark.len();
        self.last = Last::Text;
    }

    fn is_open(&self, wanted: &str) -> bool {
        self.frames.iter().any(|frame| matches!(frame.open, Open::Span { name, .. } if name == wanted))
    }

    /// Whether an element of HTML is open.
    pub fn in_element(&self) -> bool {
        self.frames.iter().any(|frame| matches!(frame.open, Open::Element(_) | Open::Raw(..)))
    }

    /// Whether a link is open, in which no other begins.
    pub fn in_link(&self) -> bool {
        self.frames.iter().any(|frame| matches!(frame.open, Open::Link { .. }))
    }

    /// Ends the emphasis that is open if its mark is here.
    fn closes(&mut self) -> bool {
        let rest = self.rest();
        let Some(Frame { open: Open::Span { name, mark, .. }, start, .. }) = self.frames.last() else {
            return false;
        };
        let Some(behind) = rest.strip_prefix(mark) else { return false };
        let (name, length) = (*name, mark.len());
        if self.text[..self.at].ends_with(is_space) || self.at <= start + length {
            return false;
        }
        // Two marks that are not three are strong.
        if name == "em" && behind.strip_prefix(mark).is_some_and(|behind| !behind.starts_with(&**mark)) {
            return false;
        }
        if mark.starts_with('_') && behind.starts_with(char::is_alphanumeric) {
            return false;
        }
        self.frames.pop();
        self.piece(Piece::Close(name));
        self.at += length;
        self.last = Last::Delimiter;
        true
    }

    /// Marks of emphasis. kramdown opens it before everything but space, `_` only where no word goes on, with or
    /// without underscores (as of 2.5).
    pub fn emphasis(&mut self, c: char) -> bool {
        if self.closes() {
            return true;
        }
        let rest = self.rest();
        let double = rest[1..].starts_with(c);
        let whole = &rest[..1 + usize::from(double)];
        let name = if double { "strong" } else { "em" };
        let text = &self.text[..self.at];
        let before = if self.budget.is_spent() { text } else { text.trim_end_matches('_') };
        self.budget.spend(text.len() - before.len());
        let word = before.strip_suffix('-').unwrap_or(before).ends_with(char::is_alphabetic);
        if c == '_' && word
            || rest[whole.len()..].starts_with(is_space)
            || self.is_open(name)
            || !rest[whole.len()..].contains(c)
            || self.budget.is_spent()
        {
            self.take_literal(whole.len());
        } else {
            self.open_span(name, whole, whole);
        }
        true
    }

    /// What GitHub strikes out.
    pub fn strikethrough(&mut self) -> bool {
        let Some(body) = self.rest().strip_prefix("~~") else { return false };
        let opens = !body.starts_with(|c| is_space(c) || c == '~');
        let end = if opens { self.budget.find(body, struck_end) } else { None };
        let Some(end) = end.map(|length| self.at + 2 + length) else { return false };
        // What is struck out is read without its end.
        if self.frames.iter().any(|frame| matches!(frame.open, Open::Struck(close) if close <= end)) {
            return false;
        }
        self.open(Open::Struck(end));
        self.piece(Piece::Open("del"));
        self.at += 2;
        self.last = Last::Text;
        true
    }

    /// Ends what ends at a place that is known. Says whether it has done anything.
    pub fn end_here(&mut self) -> bool {
        match self.frames.last() {
            Some(Frame { open: Open::Link { close, behind, target }, .. }) if *close == self.at => {
                let (behind, target) = (*behind, *target);
                self.frames.pop();
                self.link_end(target);
                self.at = behind;
            }
            Some(Frame { open: Open::Struck(close), .. }) if *close == self.at => {
                self.frames.pop();
                self.piece(Piece::Close("del"));
                self.at += 2;
                self.last = Last::Delimiter;
            }
            Some(Frame { open: Open::Link { close, .. } | Open::Struck(close), .. }) if *close < self.at => {
                self.fail();
            }
            // What is struck out is read by itself.
            _ if self
                .frames
                .iter()
                .any(|frame| matches!(frame.open, Open::Struck(close) if close <= self.at)) =>
            {
                self.end();
            }
            _ => return false,
        }
        true
    }

    /// Reads on in elements whose content is not Markdown.
    pub fn raw(&mut self) -> bool {
        let Some(Frame { open: Open::Raw(_, names), .. }) = self.frames.last_mut() else { return false };
        let mut html = String::new();
        let rest = &self.text[self.at..];
        let (length, stop) = raw_html::content(rest, names, &mut self.budget, &mut html);
        let Some(mut tag) = stop else {
            self.end_element(length, html);
            return true;
        };
        tag.end += self.at;
        self.take(length, Piece::Raw(html, rest[..length].to_string()));
        self.element_tag(tag);
        true
    }

    /// Takes `length` bytes, with which the author's element ends that was opened last. `html` stands before its end
    /// tag.
    pub fn end_element(&mut self, length: usize, mut html: String) {
        let Some(Frame { open, pieces, .. }) = self.frames.pop() else { return };
        let (name, open) = match open {
            Open::Element(name) => (name, Vec::new()),
            Open::Raw(name, open) => (name, open),
            _ => return,
        };
        open.iter().skip(1).rev().for_each(|name| raw_html::close(&mut html, name));
        raw_html::close(&mut html, &name);
        let source = self.rest()[..length].to_string();
        self.take(length, Piece::Raw(html, source));
        self.last = Last::Piece(pieces);
    }

    /// The text has ended: so does the author's element that was opened last, or else the last mark is taken
    /// back. Says whether anything was open.
    pub fn end(&mut self) -> bool {
        match self.frames.last() {
            None => return false,
            Some(Frame { open: Open::Element(_) | Open::Raw(..), .. }) => self.end_element(0, String::new()),
            Some(_) => self.fail(),
        }
        true
    }

    /// Goes back to the start of the last frame, which has no end.
    pub fn fail(&mut self) {
        let Some(Frame { open, start, text, pieces }) = self.frames.pop() else { return };
        self.budget.spend(self.at.saturating_sub(start));
        self.masked.text.truncate(text);
        self.masked.pieces.truncate(pieces);
        self.at = start;
        match open {
            // The first of two marks may be emphasis of its own.
            Open::Span { name: "strong", mark, whole } if !self.is_open("em") => {
                self.open_span("em", &mark[..1], whole);
            }
            Open::Span { whole, .. } => self.take_literal(whole.len()),
            _ => self.take_literal(1),
        }
    }
}

/// Ruby's `\s`.
fn is_space(c: char) -> bool {
    c.is_ascii_whitespace() || c == '\x0b'
}

/// Where the two marks are that end what is struck out: not behind space.
fn struck_end(body: &str) -> Option<usize> {
    let mut ends = body.match_indices("~~").map(|(at, _)| at);
    ends.find(|&at| at > 0 && !body[..at].ends_with(|c| is_space(c) || c == '~'))
}
