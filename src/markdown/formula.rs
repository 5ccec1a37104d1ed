//! Where formulas are: `$$…$$`, alone or in a line, and what MathJax finds in a page. [`Parser::math_block`]
//! and [`Masker::math`] are the entrances.

use super::block::{Parser, Scope};
use super::line;
use super::link::unescaped;
use super::span::{Masker, Piece};
use super::tag;
use super::tree::Kind;
use crate::math::Display;

impl Parser<'_> {
    /// A formula between `$$` that stands alone.
    pub fn math_block(&mut self, scope: &mut Scope) -> bool {
        let rest = scope.rest();
        let start = line::indent(rest);
        let escaped = rest[start..].starts_with('\\');
        let Some(body) = rest[start + usize::from(escaped)..].strip_prefix("$$") else { return false };
        if !scope.after_boundary() {
            return false;
        }
        let Some(length) = self.budget.find_str(body, "$$") else { return false };
        let from = rest.len() - body.len();
        let behind = line::first(&rest[from + length + 2..]);
        let whole = behind.trim_ascii().is_empty();
        if escaped {
            // The backslash keeps the formula in its paragraph and disappears.
            if whole {
                scope.advance(start + 1);
            }
            return false;
        }
        let end = from + length + 2 + if whole { behind.len() } else { 0 };
        if !scope.boundary_at(scope.at + end) {
            return false;
        }
        scope.take(end, Kind::Math(body[..length].trim_ascii().to_string()));
        true
    }

    /// An environment of TeX that stands alone, which MathJax finds in the page: a paragraph of its own,
    /// whatever its lines start with.
    pub fn environment_block(&mut self, scope: &mut Scope) -> bool {
        let rest = scope.rest();
        let start = line::indent(rest);
        if !rest[start..].starts_with("\\begin{") || !scope.after_boundary() {
            return false;
        }
        let Some(length) = self.budget.find(&rest[start..], environment) else { return false };
        let stop = start + length;
        let behind = line::first(&rest[stop..]);
        if !behind.trim_ascii().is_empty() || !scope.boundary_at(scope.at + stop + behind.len()) {
            return false;
        }
        let at = scope.line;
        scope.advance(stop + behind.len());
        let text = rest[start..stop].to_string();
        scope.push(Kind::Paragraph { text, bare: false, task: None }, at);
        true
    }
}

impl Masker<'_> {
    /// A formula between `$$` in a line, or between `$` where the site has it so.
    pub fn math(&mut self) -> bool {
        let Some(body) = self.rest().strip_prefix("$$") else { return self.dollars() };
        let found = self.budget.find_str(body, "$$");
        if let Some(length) = found {
            self.take(length + 4, Piece::Math(body[..length].trim_ascii().to_string(), Display::Inline));
        }
        found.is_some()
    }

    fn dollars(&mut self) -> bool {
        if !self.document.dollars {
            return false;
        }
        let found = self.budget.find(self.rest(), between_dollars);
        if let Some(length) = found {
            let tex = self.rest()[1..length - 1].to_string();
            self.take(length, Piece::Math(tex, Display::Inline));
        }
        found.is_some()
    }

    /// A formula that MathJax finds in the page: an environment, or one between delimiters, which kramdown
    /// leaves when their backslashes are doubled. Between them kramdown's escapes count.
    pub fn delimited_math(&mut self) -> bool {
        let rest = self.rest();
        if rest.starts_with("\\begin{") {
            let found = self.budget.find(rest, environment);
            if let Some(length) = found {
                self.take(length, Piece::Math(seen(&rest[..length]), Display::Block));
            }
            return found.is_some();
        }
        if let Some(length) = reference(rest) {
            self.take(length, Piece::Reference(rest[..length].to_string()));
            return true;
        }
        let (close, display) = match rest.get(..3) {
            Some("\\\\(") => ("\\\\)", Display::Inline),
            Some("\\\\[") => ("\\\\]", Display::Block),
            _ => return false,
        };
        let Some(length) = self.budget.find_str(&rest[3..], close) else { return false };
        let tex = unescaped(rest[3..3 + length].trim_ascii());
        self.take(3 + length + close.len(), Piece::Math(tex, display));
        true
    }
}

/// The length of the reference to a numbered equation at the start of `text`.
pub fn reference(text: &str) -> Option<usize> {
    let body = ["\\eqref{", "\\ref{"].into_iter().find_map(|command| text.strip_prefix(command))?;
    let label = body.find(['}', '{', '\n', '\\']).filter(|label| *label > 0)?;
    body[label..].starts_with('}').then_some(text.len() - body.len() + label + 1)
}

/// The formula at the start of a text that MathJax reads: its length, its source, where it stands.
pub fn in_page(text: &str, dollars: bool) -> Option<(usize, &str, Display)> {
    for (open, close, display) in
        [("$$", "$$", Display::Block), ("\\(", "\\)", Display::Inline), ("\\[", "\\]", Display::Block)]
    {
        if let Some(body) = text.strip_prefix(open) {
            let length = body.find(close)?;
            return Some((open.len() + length + close.len(), &body[..length], display));
        }
    }
    if dollars && let Some(length) = between_dollars(text) {
        return Some((length, &text[1..length - 1], Display::Inline));
    }
    environment(text).map(|length| (length, &text[..length], Display::Block))
}

/// The length of `$…$` at the start of `text`. As in Pandoc there is no space within beside the dollars, and
/// no digit behind, so that prices stay prices.
fn between_dollars(text: &str) -> Option<usize> {
    let body = text.strip_prefix('$').filter(|body| !body.starts_with(['$', ' ', '\n']))?;
    let mut at = 0;
    loop {
        let next = at + body[at..].find(['$', '\\', '`', '<'])?;
        let rest = &body[next..];
        // It ends in the text that it starts in.
        let other = rest.starts_with('<')
            && (tag::open_tag(body, next).is_some() || tag::close_tag(body, next).is_some());
        if other || rest.starts_with('`') {
            return None;
        }
        if let Some(behind) = rest.strip_prefix('$') {
            let good = next > 0
                && !body[..next].ends_with([' ', '\n'])
                && !behind.starts_with(|c: char| c.is_ascii_digit() || c == '$');
            return good.then_some(next + 2);
        }
        // What a backslash escapes ends nothing.
        let escaped = rest.chars().nth(1).filter(|_| rest.starts_with('\\'));
        at = next + 1 + escaped.map_or(0, char::len_utf8);
    }
}

/// An environment as MathJax sees it after kramdown, whose escapes authors double backslashes for. Where none
/// is doubled, it is taken as it stands: its line breaks are meant.
fn seen(tex: &str) -> String {
    let doubled = ["\\\\\\\\", "\\\\{", "\\\\}"].iter().any(|escape| tex.contains(escape));
    if doubled { unescaped(tex) } else { tex.to_string() }
}

/// The length of the environment of TeX, `\begin{name} … \end{name}`, at the start of `text`.
fn environment(text: &str) -> Option<usize> {
    let body = text.strip_prefix("\\begin{")?;
    let name = &body[..body.bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'*').count()];
    if name.is_empty() || !body[name.len()..].starts_with('}') {
        return None;
    }
    let close = format!("\\end{{{name}}}");
    text.find(&close).map(|at| at + close.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_are_formulas_or_prices() {
        for (text, length) in [
            ("$x$ y", Some(3)),
            ("$x_i \\$ 2$.", Some(10)),
            ("$x<y$", Some(5)),
            ("$5 and $6", None),
            ("$5, $x$", None),
            ("$ x$", None),
            ("$x $", None),
            ("$a `b$` $", None),
            ("$a <b>c$</b>", None),
            ("$$x$$", None),
            ("$", None),
            ("$\\", None),
        ] {
            assert_eq!(between_dollars(text), length, "{text}");
        }
    }
}
