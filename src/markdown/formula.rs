//! Where formulas are: `$$…$$`, alone or in a line, and what MathJax finds in a page. [`Parser::math_block`]
//! and [`Masker::math`] are the entrances.

use super::block::{Parser, Scope};
use super::line;
use super::link::unescaped;
use super::span::{Masker, Piece};
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
        let whole = behind.trim().is_empty();
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
        scope.take(end, Kind::Math(body[..length].trim().to_string()));
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
        if !behind.trim().is_empty() || !scope.boundary_at(scope.at + stop + behind.len()) {
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
    /// A formula between `$$` in a line.
    pub fn math(&mut self) -> bool {
        let Some(body) = self.rest().strip_prefix("$$") else { return false };
        let found = self.budget.find_str(body, "$$");
        if let Some(length) = found {
            self.take(length + 4, Piece::Math(body[..length].trim().to_string(), Display::Inline));
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
        let (close, display) = match rest.get(..3) {
            Some("\\\\(") => ("\\\\)", Display::Inline),
            Some("\\\\[") => ("\\\\]", Display::Block),
            _ => return false,
        };
        let Some(length) = self.budget.find_str(&rest[3..], close) else { return false };
        let tex = unescaped(rest[3..3 + length].trim());
        self.take(3 + length + close.len(), Piece::Math(tex, display));
        true
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
