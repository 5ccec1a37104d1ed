//! Takes out of a line of text what `pulldown-cmark` must not read, because kramdown reads it otherwise.
//! [`mask`] is the entrance.
//!
//! What is taken out (code, formulas, HTML, images, footnote marks, addresses of links, attribute lists)
//! becomes a [`Piece`]; in the text stays its number between marks. So do the starts and ends of emphasis. Links'
//! brackets, escapes and character references stay for `pulldown-cmark`. Typography is done on the way, since kramdown decides on a
//! quote by the source around it.

use super::attributes::{Attributes, closing_brace, identifier};
use super::budget::Budget;
use super::emphasis::Frame;
use super::ticks::Ticks;
use super::tree::Document;
use super::{quotes, raw_html, tag};
use crate::math::Display;
use crate::placeholder::{self, END, HIDDEN, INSERT};

/// What was taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Code.
    Code(String),
    /// A formula.
    Math(String, Display),
    /// A reference to an equation, as TeX.
    Reference(String),
    /// The mark of a footnote.
    Footnote(String),
    /// Finished HTML, or what an extension stands for.
    Html(String),
    /// An author's start tag: the element, what the tag says, and what stands behind that: `>`, or the whole rest
    /// of an element without Markdown.
    Tag(String, Attributes, String),
    /// HTML that is not Markdown, and its source: headers' ids are made of that.
    Raw(String, String),
    /// An image: address and text.
    Image { address: String, text: String },
    /// Where a link goes.
    Target(String),
    /// An attribute list that belongs to the element before it, if one ends there: the whole of it.
    List(String),
    /// A line break.
    Break,
    /// The start of the element of this name,
    Open(&'static str),
    /// and its end.
    Close(&'static str),
}

/// A text without its pieces.
#[derive(Debug, Default)]
pub struct Masked {
    /// What `pulldown-cmark` reads, one paragraph.
    pub text: String,
    /// The pieces and their attributes.
    pub pieces: Vec<(Piece, Attributes)>,
    /// Whether a `{::options}` in the text says that Markdown in HTML is not read from here on.
    pub raw_html: bool,
}

/// Guards a piece on both sides, so that delimiters beside it count as beside punctuation.
pub const GUARD: char = '.';

/// Takes the pieces out of `text`.
pub fn mask(text: &str, document: &Document, raw_html: bool) -> Masked {
    let mut masker = Masker {
        text,
        document,
        masked: Masked { raw_html, ..Masked::default() },
        at: 0,
        last: Last::Text,
        frames: Vec::new(),
        brackets: Vec::new(),
        ticks: Ticks::default(),
        budget: Budget::new(text.len()),
    };
    masker.brackets = masker.match_brackets();
    masker.run();
    let mut masked = masker.masked;
    masked.text = one_paragraph(&masked.text);
    masked
}

/// What was read last, to which an attribute list would belong.
#[derive(Clone, Copy)]
pub enum Last {
    /// Text, to which none can.
    Text,
    /// A quote, a dash, a character reference: an element for kramdown, which shows nothing of a list behind it.
    Sign,
    /// The piece of this number, or the element whose start tag that is.
    Piece(usize),
    /// An element that ends here.
    Delimiter,
}

/// A text on its way, read up to `at`.
pub struct Masker<'t> {
    pub text: &'t str,
    pub document: &'t Document,
    pub masked: Masked,
    pub at: usize,
    pub last: Last,
    /// What is open, the innermost last.
    pub frames: Vec<Frame<'t>>,
    /// Where brackets open and close, see [`Masker::match_brackets`].
    pub brackets: Vec<(usize, usize)>,
    pub ticks: Ticks,
    pub budget: Budget,
}

impl<'t> Masker<'t> {
    /// The text from here on.
    pub fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Adds a piece.
    pub fn piece(&mut self, piece: Piece) {
        let index = self.masked.pieces.len().to_string();
        self.masked.pieces.push((piece, Attributes::default()));
        let out = &mut self.masked.text;
        out.push(GUARD);
        placeholder::push(out, HIDDEN, &index);
        out.push(GUARD);
    }

    /// Adds a piece that is `length` bytes of the source.
    pub fn take(&mut self, length: usize, piece: Piece) {
        self.last = Last::Piece(self.masked.pieces.len());
        self.piece(piece);
        self.at += length;
    }

    /// Adds text that `pulldown-cmark` must not read.
    pub fn literal(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_ascii_punctuation() {
                self.masked.text.push('\\');
            }
            self.masked.text.push(c);
        }
        self.last = Last::Text;
    }

    /// Adds `length` bytes of the source as such text.
    #[inline(never)]
    pub fn take_literal(&mut self, length: usize) {
        let text = self.rest();
        self.literal(&text[..length]);
        self.at += length;
    }

    /// Ends a link to the piece `target`.
    #[inline(never)]
    pub fn link_end(&mut self, target: usize) {
        self.masked.text.push_str("](<");
        self.masked.text.push_str(&target.to_string());
        self.masked.text.push_str(">)");
        self.last = Last::Delimiter;
    }

    fn run(&mut self) {
        loop {
            match self.rest().chars().next() {
                Some(c) => self.step(c),
                None if self.end() => {}
                None => return,
            }
        }
    }

    /// The length of the text here that means nothing but itself.
    fn plain(&self) -> usize {
        let bytes = self.rest().as_bytes();
        let letter =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b',' | b';' | b'?' | b'/' | b'%');
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let next = bytes.get(at + 1);
            let plain = letter(byte) || (*byte == b' ' && next.is_some_and(letter));
            // What stands before a quote is decided with the quote.
            if !plain || matches!(next, Some(b'"' | b'\'')) {
                break;
            }
            at += 1;
        }
        at
    }

    fn step(&mut self, c: char) {
        if !self.frames.is_empty() && (self.end_here() || self.raw()) {
            return;
        }
        let plain = self.plain();
        if plain > 0 {
            let text = self.rest();
            self.masked.text.push_str(&text[..plain]);
            self.at += plain;
            self.last = Last::Text;
            return;
        }
        let taken = match c {
            '*' | '_' => self.emphasis(c),
            '`' => self.code(),
            '\\' => self.delimited_math(),
            '<' => self.angle(),
            '[' | '!' => self.footnote() || self.image() || self.link(),
            INSERT => self.insert(),
            '\n' => self.hard_break(),
            _ => false,
        };
        if taken {
            return;
        }
        if quotes::starts(self.rest()) {
            let (out, length) = quotes::quote(self.rest(), self.document.rules.quotes);
            // Before a quote there may be a character that Markdown reads.
            self.literal(&out);
            self.at += length;
            self.last = Last::Sign;
            return;
        }
        let taken = match c {
            '$' => self.math(),
            '{' => self.extension(),
            '&' => self.reference(),
            '-' | '.' | ' ' | '\\' | '<' | '>' => self.symbol() || self.line_break() || self.escape(),
            '~' => self.strikethrough(),
            _ => false,
        };
        if taken {
            return;
        }
        if matches!(c, '[' | ']' | '<' | '`' | '~' | '\\' | '&') {
            self.masked.text.push('\\');
        }
        self.masked.text.push(c);
        self.at += c.len_utf8();
        self.last = Last::Text;
    }

    fn code(&mut self) -> bool {
        let rest = &self.text[self.at..];
        match self.ticks.code(self.text, self.at) {
            Some((ticks, length)) => {
                let mut code = &rest[ticks..ticks + length];
                if ticks > 1 {
                    code = code.strip_prefix(' ').unwrap_or(code);
                    code = code.strip_suffix(' ').unwrap_or(code);
                }
                self.take(ticks + length + ticks, Piece::Code(code.to_string()));
            }
            None => self.take_literal(Ticks::count(rest)),
        }
        true
    }

    fn insert(&mut self) -> bool {
        let body = &self.rest()[INSERT.len_utf8()..];
        let digits = body.bytes().take_while(u8::is_ascii_digit).count();
        let whole = body[digits..].starts_with(END);
        if whole {
            let length = INSERT.len_utf8() + digits + END.len_utf8();
            self.take(length, Piece::Html(self.rest()[..length].to_string()));
        }
        whole
    }

    fn footnote(&mut self) -> bool {
        let Some(body) = self.rest().strip_prefix("[^") else { return false };
        let name = &body[..identifier(body)];
        if name.is_empty() || !body[name.len()..].starts_with(']') {
            return false;
        }
        let length = name.len() + 3;
        if self.document.footnotes.get(name).is_some() {
            let name = name.to_string();
            self.take(length, Piece::Footnote(name));
        } else {
            self.take_literal(length);
        }
        true
    }

    fn extension(&mut self) -> bool {
        let rest = &self.text[self.at..];
        if !rest.starts_with("{:") {
            return false;
        }
        if rest.starts_with("{::") || rest.starts_with("{:/") {
            let found = self.budget.find(rest, |rest| raw_html::extension(rest, false));
            let Some((html, length)) = found else { return false };
            if rest[..length].contains("parse_span_html=\"false\"") {
                self.masked.raw_html = true;
            }
            match html {
                Some(html) => self.take(length, Piece::Html(html)),
                None => self.at += length,
            }
            return true;
        }
        let Some(end) = closing_brace(&rest[2..]).filter(|&end| end > 0) else { return false };
        let (list, length) = (&rest[2..2 + end], end + 3);
        match self.last {
            Last::Piece(index) => {
                if let Some((_, attributes)) = self.masked.pieces.get_mut(index) {
                    attributes.parse(list);
                }
                self.at += length;
            }
            Last::Delimiter => {
                self.piece(Piece::List(rest[..length].to_string()));
                self.at += length;
            }
            Last::Sign => self.at += length,
            Last::Text => return false,
        }
        true
    }

    fn reference(&mut self) -> bool {
        let Some(length) = tag::reference_end(self.rest()) else { return false };
        let text = self.rest();
        self.masked.text.push_str(&text[..length]);
        self.at += length;
        self.last = Last::Sign;
        true
    }

    fn symbol(&mut self) -> bool {
        let Some((symbol, length)) = quotes::symbol(self.rest()) else { return false };
        self.literal(symbol);
        self.at += length;
        self.last = Last::Sign;
        true
    }

    /// The end of a line where each breaks the line.
    fn hard_break(&mut self) -> bool {
        let breaks = self.document.rules.hard_wrap && self.rest().len() > 1 && !self.in_element();
        if breaks {
            self.take(0, Piece::Break);
            self.masked.text.push('\n');
            self.at += 1;
        }
        breaks
    }

    fn line_break(&mut self) -> bool {
        let rest = self.rest();
        let length = match rest {
            _ if self.document.rules.hard_wrap && rest.starts_with("  \n") => {
                self.at += 2;
                return true;
            }
            _ if rest.starts_with("  \n") || rest.starts_with("\\\\\n") => 2,
            _ if rest.starts_with("\\\n") => 1,
            _ => return false,
        };
        self.take(length, Piece::Break);
        true
    }

    fn escape(&mut self) -> bool {
        let Some(body) = self.rest().strip_prefix('\\') else { return false };
        let Some(c) = body.chars().next().filter(|&c| "\\.*_+`<>()[]{}#!:|\"'$=-~".contains(c)) else {
            return false;
        };
        self.masked.text.push('\\');
        self.masked.text.push(c);
        self.at += 2;
        self.last = Last::Text;
        true
    }
}

/// The text such that CommonMark sees one paragraph: no line starts anything.
pub fn one_paragraph(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let line = line.trim_start_matches([' ', '\t']);
        let line = line.trim_end_matches([' ', '\t', '\r', '\x0b', '\x0c']);
        if !line.starts_with(|c: char| c.is_alphabetic() || matches!(c, GUARD | '\\' | '(')) {
            out.push(END);
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}
