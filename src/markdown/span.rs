//! Takes out of a line of text what `pulldown-cmark` must not read, because kramdown reads it otherwise.
//! [`mask`] is the entrance.
//!
//! What is taken out (code, formulas, HTML, images, footnote marks, addresses of links, attribute lists)
//! becomes a [`Piece`]; in the text stays its number between marks. Emphasis, links' brackets, escapes and
//! character references stay for `pulldown-cmark`. Typography is done on the way, since kramdown decides on a
//! quote by the source around it.

use super::attributes::{Attributes, closing_brace, identifier};
use super::block::{Document, Link, normalized_id};
use super::{quotes, raw_html, tag};
use crate::math::Display;
use crate::placeholder::{END, HIDDEN, INSERT};

/// What was taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Code.
    Code(String),
    /// A formula.
    Math(String, Display),
    /// The mark of a footnote.
    Footnote(String),
    /// Finished HTML, an author's tag or what an extension stands for.
    Html(String),
    /// An image: address and text.
    Image { address: String, text: String },
    /// Where a link goes.
    Target(String),
    /// An attribute list that belongs to the element before it, if one ends there: the whole of it.
    List(String),
    /// A line break.
    Break,
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
        fresh: true,
        element: Last::Text,
        open: Vec::new(),
        link_ends: Vec::new(),
        brackets: Vec::new(),
        unclosed_ticks: usize::MAX,
        unclosed_math: false,
        unclosed_comment: false,
        budget: 20 * text.len() + 5000,
    };
    masker.brackets = masker.match_brackets();
    masker.run();
    let mut masked = masker.masked;
    masked.text = one_paragraph(&masked.text);
    masked
}

/// What an attribute list would belong to.
#[derive(Clone, Copy)]
enum Last {
    Text,
    Piece,
    Delimiter,
}

struct Masker<'t> {
    text: &'t str,
    document: &'t Document,
    masked: Masked,
    at: usize,
    /// Whether what is before this place was taken by something else than text.
    fresh: bool,
    element: Last,
    /// The author's elements that are open.
    open: Vec<String>,
    /// Where the links that are open end: their bracket, the place behind them, and their target.
    link_ends: Vec<(usize, usize, usize)>,
    brackets: Vec<(usize, usize)>,
    unclosed_ticks: usize,
    unclosed_math: bool,
    unclosed_comment: bool,
    /// How many bytes may be looked at in vain, so that no text takes more than linear time.
    budget: usize,
}

impl<'t> Masker<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn piece(&mut self, piece: Piece) -> usize {
        let index = self.masked.pieces.len();
        self.masked.pieces.push((piece, Attributes::default()));
        let out = &mut self.masked.text;
        out.push(GUARD);
        out.push(HIDDEN);
        out.push_str(&index.to_string());
        out.push(END);
        out.push(GUARD);
        index
    }

    /// Adds a piece that is `length` bytes of the source.
    fn take(&mut self, length: usize, piece: Piece) {
        self.piece(piece);
        self.at += length;
        self.fresh = true;
        self.element = Last::Piece;
    }

    /// Adds text that `pulldown-cmark` must not read.
    fn literal(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_ascii_punctuation() {
                self.masked.text.push('\\');
            }
            self.masked.text.push(c);
        }
        self.element = Last::Text;
    }

    fn run(&mut self) {
        while let Some(c) = self.rest().chars().next() {
            self.step(c);
        }
        // What the author left open ends with the text.
        while let Some(name) = self.open.pop() {
            self.piece(Piece::Html(format!("</{name}>")));
        }
    }

    fn step(&mut self, c: char) {
        if let Some(&(bracket, behind, target)) = self.link_ends.last()
            && self.at >= bracket
        {
            self.link_ends.pop();
            if self.at == bracket {
                self.masked.text.push_str("](<");
                self.masked.text.push_str(&target.to_string());
                self.masked.text.push_str(">)");
                self.at = behind;
                self.fresh = true;
                self.element = Last::Delimiter;
                return;
            }
        }
        let taken = match c {
            '*' | '_' => self.emphasis(c),
            '`' => self.code(),
            '\\' => self.delimited_math(),
            '<' => self.angle(),
            '[' | '!' => self.footnote() || self.image() || self.link(),
            INSERT => self.insert(),
            _ => false,
        };
        if taken {
            return;
        }
        if quotes::starts(self.rest()) {
            let (out, length) = quotes::quote(self.rest());
            // Before a quote there may be a character that Markdown reads.
            for c in out.chars() {
                if c.is_ascii_punctuation() {
                    self.masked.text.push('\\');
                }
                self.masked.text.push(c);
            }
            self.at += length;
            self.fresh = true;
            self.element = Last::Text;
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
        self.fresh = false;
        self.element = Last::Text;
    }

    /// A run of emphasis marks. kramdown opens emphasis before everything but space, CommonMark not always:
    /// an empty mark beside the run makes up for it.
    fn emphasis(&mut self, c: char) -> bool {
        let rest = self.rest();
        let length = rest.bytes().take_while(|&byte| byte == c as u8).count();
        let before = self.text[..self.at].chars().next_back();
        let after = rest[length..].chars().next();
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
        let mark = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace());
        let out = &mut self.masked.text;
        if c == '*' && mark(before) && word(after) && before != Some('\\') {
            out.extend([HIDDEN, END]);
        }
        out.push_str(&rest[..length]);
        if c == '*' && word(before) && mark(after) {
            out.extend([HIDDEN, END]);
        }
        self.at += length;
        self.fresh = true;
        self.element = Last::Delimiter;
        true
    }

    fn code_at(&mut self, at: usize) -> Option<(usize, usize)> {
        let rest = &self.text[at..];
        let ticks = rest.bytes().take_while(|&byte| byte == b'`').count();
        let lone = ticks == 1
            && (at == 0 || self.text[..at].ends_with(char::is_whitespace))
            && rest[ticks..].starts_with(char::is_whitespace);
        if lone || ticks >= self.unclosed_ticks {
            return None;
        }
        let end = rest[ticks..].find(&rest[..ticks]);
        if end.is_none() {
            self.unclosed_ticks = ticks;
        }
        end.map(|end| (ticks, end))
    }

    fn code(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let ticks = rest.bytes().take_while(|&byte| byte == b'`').count();
        match self.code_at(self.at) {
            Some((_, length)) => {
                let mut code = &rest[ticks..ticks + length];
                if ticks > 1 {
                    code = code.strip_prefix(' ').unwrap_or(code);
                    code = code.strip_suffix(' ').unwrap_or(code);
                }
                self.take(ticks + length + ticks, Piece::Code(code.to_string()));
            }
            None => {
                self.literal(&rest[..ticks]);
                self.at += ticks;
                self.fresh = true;
            }
        }
        true
    }

    /// The end of a comment at `at`, if there is one.
    fn comment_at(&mut self, at: usize) -> Option<usize> {
        if self.unclosed_comment || !self.text[at..].starts_with("<!--") {
            return None;
        }
        let end = tag::comment_end(self.text, at);
        self.unclosed_comment = end.is_none();
        end
    }

    fn tag_at(&mut self, at: usize) -> Option<tag::Tag> {
        let tag = if self.budget > 0 { tag::open_tag(self.text, at) } else { None };
        if tag.is_none() {
            let next = self.text[at + 1..].find('<').unwrap_or(self.text.len() - at);
            self.budget = self.budget.saturating_sub(next);
        }
        tag
    }

    fn angle(&mut self) -> bool {
        let text = self.text;
        let at = self.at;
        if let Some((address, length)) = automatic_link(self.rest()) {
            let shown = address.strip_prefix("mailto:").unwrap_or(address);
            let target = if address.contains("://") || shown.len() < address.len() {
                address.to_string()
            } else {
                format!("mailto:{address}")
            };
            let index = self.masked.pieces.len();
            self.masked.pieces.push((Piece::Target(target), Attributes::default()));
            self.masked.text.push('[');
            self.literal(shown);
            self.masked.text.push_str(&format!("](<{index}>)"));
            self.at += length;
            self.fresh = true;
            self.element = Last::Delimiter;
            return true;
        }
        if let Some(end) = self.comment_at(at) {
            self.take(end - at, Piece::Html(text[at..end].to_string()));
            return true;
        }
        if let Some(body) = self.rest().strip_prefix("<![CDATA[")
            && let Some(length) = body.find("]]>")
        {
            let shown = body[..length].to_string();
            self.literal(&shown);
            self.at += 9 + length + 3;
            self.fresh = true;
            return true;
        }
        if let Some((name, end)) = tag::close_tag(text, at) {
            let fits = self.open.last().is_some_and(|open| {
                if tag::is_known(open) { open.eq_ignore_ascii_case(name) } else { open == name }
            });
            if fits {
                let name = self.open.pop().unwrap_or_default();
                self.take(end - at, Piece::Html(format!("</{name}>")));
            } else {
                self.literal(&text[at..end]);
                self.at = end;
                self.fresh = true;
            }
            return true;
        }
        let Some(tag) = self.tag_at(at) else { return false };
        if tag::is_block(&tag.name) {
            self.literal(&text[at..tag.end]);
            self.at = tag.end;
            self.fresh = true;
            return true;
        }
        self.element_tag(tag);
        true
    }

    fn element_tag(&mut self, mut tag: tag::Tag) {
        let text = self.text;
        let markdown = tag.attributes.iter().position(|(name, _)| name == "markdown");
        let markdown = markdown.map(|at| tag.attributes.remove(at).1);
        for (_, value) in &mut tag.attributes {
            if value.contains('\n') {
                *value = value.replace('\n', " ");
            }
        }
        let mut html = String::new();
        tag::write_open(&mut html, &tag.name, &tag.attributes);
        let mut end = tag.end;
        let raw = match markdown.as_deref() {
            Some("span") => false,
            Some("0") => true,
            _ => tag::is_raw(&tag.name) || self.masked.raw_html,
        };
        if tag::is_empty(&tag.name) {
            html.push_str(" />");
        } else if tag.closed {
            html.push_str(&format!("></{}>", tag.name));
        } else if raw {
            html.push('>');
            if tag.name == "script" || tag.name == "style" {
                let (stop, behind) =
                    tag::find_close(text, end, &tag.name).unwrap_or((text.len(), text.len()));
                html.push_str(&text[end..stop]);
                end = behind;
            } else {
                end += raw_html::content(&text[end..], &mut vec![tag.name.clone()], &mut html).0;
            }
            html.push_str(&format!("</{}>", tag.name));
        } else {
            html.push('>');
            self.open.push(tag.name);
        }
        self.take(end - self.at, Piece::Html(html));
    }

    fn insert(&mut self) -> bool {
        let Some(length) = self.rest().find(END) else { return false };
        let mark = self.rest()[..length + END.len_utf8()].to_string();
        self.take(mark.len(), Piece::Html(mark));
        true
    }

    fn math(&mut self) -> bool {
        let Some(body) = self.rest().strip_prefix("$$").filter(|_| !self.unclosed_math) else { return false };
        match body.find("$$") {
            Some(length) => {
                let tex = body[..length].trim().to_string();
                self.take(length + 4, Piece::Math(tex, Display::Inline));
                true
            }
            None => {
                self.unclosed_math = true;
                false
            }
        }
    }

    /// A formula that MathJax finds in the page: an environment, or one between delimiters, which kramdown
    /// leaves when their backslashes are doubled. Between them kramdown's escapes count.
    fn delimited_math(&mut self) -> bool {
        let rest = self.rest();
        if rest.starts_with("\\begin{") && self.budget > 0 {
            let found = environment(rest);
            match found {
                Some(length) => self.take(length, Piece::Math(rest[..length].to_string(), Display::Block)),
                None => self.budget = self.budget.saturating_sub(rest.len()),
            }
            return found.is_some();
        }
        let (close, display) = match rest.get(..3) {
            Some("\\\\(") => ("\\\\)", Display::Inline),
            Some("\\\\[") => ("\\\\]", Display::Block),
            _ => return false,
        };
        let Some(length) = (if self.budget > 0 { rest[3..].find(close) } else { None }) else {
            self.budget = self.budget.saturating_sub(rest.len());
            return false;
        };
        let tex = unescaped(rest[3..3 + length].trim());
        self.take(3 + length + close.len(), Piece::Math(tex, display));
        true
    }

    fn footnote(&mut self) -> bool {
        let Some(body) = self.rest().strip_prefix("[^") else { return false };
        let name = &body[..identifier(body)];
        if name.is_empty() || !body[name.len()..].starts_with(']') {
            return false;
        }
        let length = name.len() + 3;
        if self.document.footnotes.contains_key(name) {
            let name = name.to_string();
            self.take(length, Piece::Footnote(name));
        } else {
            let mark = self.rest()[..length].to_string();
            self.literal(&mark);
            self.at += length;
            self.fresh = true;
        }
        true
    }

    fn extension(&mut self) -> bool {
        let rest = &self.text[self.at..];
        if !rest.starts_with("{:") {
            return false;
        }
        if rest.starts_with("{::") || rest.starts_with("{:/") {
            let Some((html, length)) = raw_html::extension(rest, false) else { return false };
            if rest[..length].contains("parse_span_html=\"false\"") {
                self.masked.raw_html = true;
            }
            match html {
                Some(html) => self.take(length, Piece::Html(html)),
                None => {
                    self.at += length;
                    self.fresh = true;
                }
            }
            return true;
        }
        let Some(end) = closing_brace(&rest[2..]).filter(|&end| end > 0) else { return false };
        let (list, length) = (&rest[2..2 + end], end + 3);
        match self.element {
            Last::Piece => {
                if let Some((_, attributes)) = self.masked.pieces.last_mut() {
                    attributes.parse(list);
                }
                self.at += length;
            }
            Last::Delimiter => {
                self.piece(Piece::List(rest[..length].to_string()));
                self.at += length;
            }
            Last::Text => return false,
        }
        self.fresh = true;
        true
    }

    fn reference(&mut self) -> bool {
        let Some(length) = tag::reference_end(self.rest()) else { return false };
        let reference = self.rest()[..length].to_string();
        self.masked.text.push_str(&reference);
        self.at += length;
        self.fresh = true;
        self.element = Last::Piece;
        true
    }

    fn symbol(&mut self) -> bool {
        let Some((symbol, length)) = quotes::symbol(self.rest()) else { return false };
        self.literal(symbol);
        self.at += length;
        self.fresh = true;
        true
    }

    fn line_break(&mut self) -> bool {
        let rest = self.rest();
        let length = match rest {
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
        self.masked.text.extend(['\\', c]);
        self.at += 2;
        self.fresh = true;
        self.element = Last::Text;
        true
    }

    fn strikethrough(&mut self) -> bool {
        if !self.rest().starts_with("~~") {
            return false;
        }
        self.masked.text.push_str("~~");
        self.at += 2;
        self.fresh = true;
        self.element = Last::Delimiter;
        true
    }

    /// Which brackets belong together, by where they open.
    fn match_brackets(&mut self) -> Vec<(usize, usize)> {
        let text = self.text;
        let (mut open, mut pairs, mut at) = (Vec::new(), Vec::new(), 0);
        if !text.contains("]") {
            return pairs;
        }
        while let Some(next) = text[at..].find(['[', ']', '\\', '`', '<', '$']) {
            at += next;
            let rest = &text[at..];
            at += match rest.as_bytes().first() {
                Some(b'[') => {
                    open.push(at);
                    1
                }
                Some(b']') => {
                    pairs.extend(open.pop().map(|from| (from, at)));
                    1
                }
                Some(b'\\') => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                Some(b'`') => {
                    let ticks = rest.bytes().take_while(|&byte| byte == b'`').count();
                    self.code_at(at).map_or(ticks, |(_, length)| ticks + length + ticks)
                }
                Some(b'$') => {
                    match rest.strip_prefix("$$").filter(|_| !self.unclosed_math).map(|body| body.find("$$"))
                    {
                        Some(Some(length)) => length + 4,
                        Some(None) => {
                            self.unclosed_math = true;
                            1
                        }
                        None => 1,
                    }
                }
                _ => match automatic_link(rest) {
                    Some((_, length)) => length,
                    None => match self.comment_at(at) {
                        Some(end) => end - at,
                        None => self.tag_at(at).map_or(1, |tag| tag.end - at),
                    },
                },
            };
        }
        self.unclosed_ticks = usize::MAX;
        self.unclosed_math = false;
        pairs.sort_unstable();
        pairs
    }

    fn close_of(&self, open: usize) -> Option<usize> {
        let at = self.brackets.binary_search_by_key(&open, |pair| pair.0).ok()?;
        self.brackets.get(at).map(|pair| pair.1)
    }

    fn image(&mut self) -> bool {
        let text = self.text;
        if !self.rest().starts_with("![") {
            return false;
        }
        let open = self.at + 1;
        let Some(close) = self.close_of(open) else { return self.no_link(2) };
        let Some((link, behind)) = self.target(open, close) else { return self.no_link(2) };
        let image = Piece::Image { address: link.address, text: unescaped(&text[open + 1..close]) };
        self.take(behind - self.at, image);
        if let Some((_, attributes)) = self.masked.pieces.last_mut() {
            attributes.merge(&link.attributes, &self.document.named);
            if let Some(title) = link.title {
                attributes.set("title", &title);
            }
        }
        true
    }

    fn link(&mut self) -> bool {
        if !self.rest().starts_with('[') {
            return false;
        }
        let open = self.at;
        let Some(close) = self.close_of(open).filter(|_| self.link_ends.is_empty()) else {
            return self.no_link(1);
        };
        let Some((link, behind)) = self.target(open, close) else { return self.no_link(1) };
        let index = self.masked.pieces.len();
        let mut attributes = link.attributes;
        if let Some(title) = link.title {
            attributes.set("title", &title);
        }
        self.masked.pieces.push((Piece::Target(link.address), attributes));
        self.link_ends.push((close, behind, index));
        self.masked.text.push('[');
        self.at += 1;
        self.fresh = true;
        self.element = Last::Text;
        true
    }

    /// Brackets that do not make a link are text.
    fn no_link(&mut self, length: usize) -> bool {
        let mark = self.rest()[..length].to_string();
        self.literal(&mark);
        self.at += length;
        self.fresh = true;
        true
    }

    /// What follows the brackets: the link's target and where the text goes on.
    fn target(&mut self, open: usize, close: usize) -> Option<(Link, usize)> {
        let text = self.text;
        let rest = &text[close + 1..];
        let shown = &text[open + 1..close];
        if self.budget == 0 || shown.starts_with('^') {
            return None;
        }
        let spaced = rest.trim_start();
        let reference = spaced.strip_prefix('[').and_then(|body| body.find(']').map(|end| &body[..end]));
        if reference.is_some() || !rest.starts_with('(') {
            let behind = match reference {
                Some(id) => text.len() - spaced.len() + id.len() + 2,
                None => close + 1,
            };
            self.budget = self.budget.saturating_sub(shown.len() + rest.len() - spaced.len());
            if self.document.links.is_empty() {
                return None;
            }
            let own = unescaped(shown);
            let id = reference.filter(|id| !id.is_empty()).unwrap_or(&own);
            let link = self.document.links.get(&normalized_id(id))?;
            return Some((link.clone(), behind));
        }
        let found = address(rest);
        if found.is_none() {
            self.budget = self.budget.saturating_sub(rest.len());
        }
        let (address, title, length) = found?;
        let link = Link { address, title, attributes: Attributes::default() };
        Some((link, close + 1 + length))
    }
}

/// The length of the environment of TeX, `\begin{name} … \end{name}`, at the start of `text`.
pub fn environment(text: &str) -> Option<usize> {
    let body = text.strip_prefix("\\begin{")?;
    let name = &body[..body.bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'*').count()];
    if name.is_empty() || !body[name.len()..].starts_with('}') {
        return None;
    }
    let close = format!("\\end{{{name}}}");
    text.find(&close).map(|at| at + close.len())
}

/// `<https://…>` or `<name@host>`: what stands in it and its length.
fn automatic_link(text: &str) -> Option<(&str, usize)> {
    let body = text.strip_prefix('<')?;
    let scheme =
        ["mailto:", "http:", "https:", "ftp:", "ftps:"].iter().find(|scheme| body.starts_with(**scheme));
    if let Some(scheme) = scheme {
        let end = body.find(['>', '\n']).filter(|&end| end > scheme.len() && body[end..].starts_with('>'))?;
        return Some((&body[..end], end + 2));
    }
    let name = |text: &str| {
        text.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.')).unwrap_or(text.len())
    };
    let user = name(body);
    let host = body[user..].strip_prefix('@')?;
    let end = user + 1 + name(host);
    (user > 0 && end > user + 1 && body[end..].starts_with('>')).then(|| (&body[..end], end + 2))
}

/// Reads `(address "title")`: address, title and length.
fn address(text: &str) -> Option<(String, Option<String>, usize)> {
    let (address, at) = if let Some(body) = text.strip_prefix("(<")
        && let Some(end) = body.find(['>', '\n']).filter(|&end| body[end..].starts_with('>'))
    {
        if body[end + 1..].starts_with(')') {
            return Some((body[..end].to_string(), None, end + 4));
        }
        (&body[..end], end + 3)
    } else {
        let mut depth = 0usize;
        let mut found = None;
        let mut spaced = false;
        for (at, c) in text.char_indices() {
            if spaced && matches!(c, '"' | '\'') {
                found = Some((text[1..at].trim(), at));
                break;
            }
            spaced = c.is_whitespace();
            match c {
                '(' => depth += 1,
                ')' => {
                    depth -= 1;
                    if depth == 0 {
                        return Some((text[1..at].trim().to_string(), None, at + 1));
                    }
                }
                _ => {}
            }
        }
        found?
    };
    let rest = text[at..].trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let body = &rest[1..];
    let ends = |at: usize| body[at + 1..].trim_start().starts_with(')');
    let end =
        body.match_indices(quote).map(|(at, _)| at).filter(|&at| at > 0).take(50).find(|&at| ends(at))?;
    let behind = body[end + 1..].trim_start();
    Some((address.to_string(), Some(body[..end].to_string()), text.len() - behind.len() + 1))
}

/// The text without the backslashes that escape something.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let escapes = c == '\\' && chars.peek().is_some_and(|&c| "\\.*_+`<>()[]{}#!:|\"'$=-".contains(c));
        out.push(if escapes { chars.next().unwrap_or(c) } else { c });
    }
    out
}

/// The text such that CommonMark sees one paragraph: no line starts anything.
fn one_paragraph(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let line = line.trim_start_matches([' ', '\t']);
        let line = line.trim_end_matches([' ', '\t', '\r', '\x0b', '\x0c']);
        if !line.starts_with(|c: char| c.is_alphabetic() || matches!(c, GUARD | '\\' | '(')) {
            out.extend([END, ' ']);
        }
        out.push_str(line);
    }
    out
}
