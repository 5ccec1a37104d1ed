//! Links and images as kramdown reads them. [`Masker::link`] and [`Masker::image`] are the entrances.

use super::attributes::Attributes;
use super::definition::normalized_id;
use super::emphasis::Open;
use super::span::{Last, Masker, Piece};
use super::ticks::Ticks;
use super::tree::Link;

impl Masker<'_> {
    /// Where brackets open, and where they close, which is 0 if they do not.
    pub fn match_brackets(&mut self) -> Vec<(usize, usize)> {
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
                    open.push(pairs.len());
                    pairs.push((at, 0));
                    1
                }
                Some(b']') => {
                    if let Some((_, close)) = open.pop().and_then(|index: usize| pairs.get_mut(index)) {
                        *close = at;
                    }
                    1
                }
                Some(b'\\') => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                Some(b'`') => {
                    let code = self.ticks.code(text, at);
                    code.map_or_else(|| Ticks::count(rest), |(ticks, length)| ticks + length + ticks)
                }
                Some(b'$') => {
                    let body = rest.strip_prefix("$$");
                    let length = body.and_then(|body| self.budget.find_str(body, "$$"));
                    length.map_or(1, |length| length + 4)
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
        self.ticks = Ticks::default();
        pairs
    }

    fn close_of(&self, open: usize) -> Option<usize> {
        let at = self.brackets.binary_search_by_key(&open, |pair| pair.0).ok()?;
        self.brackets.get(at).map(|pair| pair.1).filter(|&close| close > 0)
    }

    /// An image, `![text](address)`.
    pub fn image(&mut self) -> bool {
        let text = self.text;
        // A footnote's mark behind an exclamation mark is no image.
        if !self.rest().starts_with("![") || self.rest().starts_with("![^") {
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

    /// The start of a link, `[text](address)`; its end is known by then.
    pub fn link(&mut self) -> bool {
        if !self.rest().starts_with('[') {
            return false;
        }
        let open = self.at;
        let Some(close) = self.close_of(open).filter(|_| !self.in_link()) else {
            return self.no_link(1);
        };
        let Some((link, behind)) = self.target(open, close) else { return self.no_link(1) };
        let index = self.masked.pieces.len();
        let mut attributes = link.attributes;
        if let Some(title) = link.title {
            attributes.set("title", &title);
        }
        self.open(Open::Link { close, behind, target: index });
        self.masked.pieces.push((Piece::Target(link.address), attributes));
        self.masked.text.push('[');
        self.at += 1;
        self.last = Last::Text;
        true
    }

    /// Brackets that do not make a link are text.
    fn no_link(&mut self, length: usize) -> bool {
        self.take_literal(length);
        true
    }

    /// What follows the brackets: the link's target and where the text goes on.
    fn target(&mut self, open: usize, close: usize) -> Option<(Link, usize)> {
        let text = self.text;
        let rest = &text[close + 1..];
        let shown = &text[open + 1..close];
        if self.budget.is_spent() || shown.starts_with('^') {
            return None;
        }
        let spaced = rest.trim_ascii_start();
        let reference = spaced.strip_prefix('[').and_then(|body| body.find(']').map(|end| &body[..end]));
        if reference.is_some() || !rest.starts_with('(') {
            let behind = match reference {
                Some(id) => text.len() - spaced.len() + id.len() + 2,
                None => close + 1,
            };
            self.budget.spend(shown.len() + rest.len() - spaced.len());
            if self.document.links.is_empty() {
                return None;
            }
            let own = unescaped(shown);
            let id = reference.filter(|id| !id.is_empty()).unwrap_or(&own);
            let link = self.document.links.get(&normalized_id(id))?;
            return Some((link.clone(), behind));
        }
        let (address, title, length) = self.budget.find(rest, address)?;
        let link = Link { address, title, attributes: Attributes::default() };
        Some((link, close + 1 + length))
    }
}

/// `<https://…>` or `<name@host>`: what stands in it and its length.
pub fn automatic_link(text: &str) -> Option<(&str, usize)> {
    let body = text.strip_prefix('<')?;
    let scheme =
        ["mailto:", "http:", "https:", "ftp:", "ftps:"].iter().find(|scheme| body.starts_with(**scheme));
    if let Some(scheme) = scheme {
        let end = body.find(['>', '<', '\n']).filter(|&end| end > scheme.len())?;
        return body[end..].starts_with('>').then(|| (&body[..end], end + 2));
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
                found = Some((text[1..at].trim_ascii(), at));
                break;
            }
            spaced = c.is_whitespace();
            match c {
                '(' => depth += 1,
                ')' => {
                    depth -= 1;
                    if depth == 0 {
                        return Some((text[1..at].trim_ascii().to_string(), None, at + 1));
                    }
                }
                _ => {}
            }
        }
        found?
    };
    let rest = text[at..].trim_ascii_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let body = &rest[1..];
    let ends = |at: usize| body[at + 1..].trim_ascii_start().starts_with(')');
    let end =
        body.match_indices(quote).map(|(at, _)| at).filter(|&at| at > 0).take(50).find(|&at| ends(at))?;
    let behind = body[end + 1..].trim_ascii_start();
    Some((address.to_string(), Some(body[..end].to_string()), text.len() - behind.len() + 1))
}

/// The text without the backslashes that escape something.
pub fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let escapes = c == '\\' && chars.peek().is_some_and(|&c| "\\.*_+`<>()[]{}#!:|\"'$=-".contains(c));
        out.push(if escapes { chars.next().unwrap_or(c) } else { c });
    }
    out
}
