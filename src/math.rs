//! TeX math to MathML, by `math-core`. [`render`] is the entrance.

use std::borrow::Cow;

use math_core::{LatexToMathML, MathDisplay};

use crate::html::Html;

/// Where a formula stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Display {
    /// In a line of text.
    Inline,
    /// On lines of its own.
    Block,
}

/// How deep groups, environments and commands may stand in each other: the converter works recursively, and
/// a page has one megabyte of stack.
const DEEPEST: usize = 60;

/// The formula as MathML; what cannot be typeset is shown as its source, marked, the reason in its title.
pub fn render(tex: &str, display: Display) -> Html {
    Typesetter::default().typeset(tex, display).unwrap_or_else(|reason| failed(tex, display, &reason))
}

/// Typesets the formulas of one article, whose numbered equations count on.
#[derive(Default)]
pub struct Typesetter {
    converter: LatexToMathML,
}

impl Typesetter {
    /// The formula as MathML, or why it cannot be typeset.
    pub fn typeset(&mut self, tex: &str, display: Display) -> Result<Html, String> {
        if nesting(tex) > DEEPEST {
            return Err("it is nested too deeply".to_string());
        }
        let mode = match display {
            Display::Inline => MathDisplay::Inline,
            Display::Block => MathDisplay::Block,
        };
        let result = self.converter.convert_with_global_state(&rewritten(tex, display), mode);
        result
            .map(|result| Html::from_author(result.mathml))
            .map_err(|error| error.error_message().trim_end_matches('.').to_string())
    }
}

/// The formula in the words of `math-core`, where it has others for the same.
fn rewritten(tex: &str, display: Display) -> Cow<'_, str> {
    const NAMES: [(&str, &str); 2] = [("{split}", "{aligned}"), ("{smallmatrix}", "{matrix}")];
    let mut tex = Cow::Borrowed(tex);
    for (name, known) in NAMES {
        if tex.contains(name) {
            tex = tex.replace(name, known).into();
        }
    }
    // `math-core` has tags in numbered environments only.
    if display == Display::Block && tex.contains("\\tag") && !tex.contains("\\begin{") {
        tex = format!("\\begin{{equation}}{tex}\\end{{equation}}").into();
    }
    tex
}

/// The source of a formula that cannot be typeset for `reason`.
pub fn failed(tex: &str, display: Display, reason: &str) -> Html {
    let mut out = Html::new();
    out.element("code", &[("class", "math-error"), ("title", reason)], &Html::from_text(tex));
    match display {
        Display::Inline => out,
        Display::Block => {
            let mut block = Html::new();
            block.element("p", &[], &out);
            block
        }
    }
}

/// An upper bound for how deep the formula nests: open groups and environments, and commands in a row, each
/// of which may be the argument of the one before.
fn nesting(tex: &str) -> usize {
    let (mut groups, mut row, mut deepest) = (0usize, 0usize, 0usize);
    let mut rest = tex;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match c {
            '{' => groups += 1,
            '}' => {
                groups = groups.saturating_sub(1);
                row = 0;
            }
            '\\' => {
                let body = &rest[1..];
                let letters = body.bytes().take_while(u8::is_ascii_alphabetic).count();
                match &body[..letters] {
                    "begin" | "left" => groups += 1,
                    "end" | "right" => groups = groups.saturating_sub(1),
                    "" => row = 0,
                    _ => row += 1,
                }
                length += if letters > 0 { letters } else { body.chars().next().map_or(0, char::len_utf8) };
            }
            '^' | '_' => row += 1,
            _ if c.is_whitespace() => {}
            _ => row = 0,
        }
        deepest = deepest.max(groups + row);
        rest = &rest[length..];
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_mathml() {
        let inline = render("M^3", Display::Inline);
        assert!(inline.as_str().starts_with("<math>") && inline.as_str().contains("<msup>"), "{inline:?}");
        assert!(render("x", Display::Block).as_str().starts_with("<math display=\"block\">"));
        for tex in
            ["\\begin{split}a&=b\\end{split}", "x=1 \\tag{3}", "\\begin{smallmatrix}a\\end{smallmatrix}"]
        {
            assert!(!render(tex, Display::Block).as_str().contains("math-error"), "{tex}");
        }
    }

    #[test]
    fn equations_are_numbered_through_the_article() {
        let mut typesetter = Typesetter::default();
        let equation = "\\begin{equation}x\\end{equation}";
        for number in ["(1)", "(2)"] {
            let html = typesetter.typeset(equation, Display::Block);
            assert!(html.is_ok_and(|html| html.as_str().contains(number)), "{number}");
        }
    }

    #[test]
    fn what_cannot_be_typeset_is_shown_as_its_source() {
        let html = render("\\nosuch{<b>}", Display::Inline);
        assert!(html.as_str().starts_with("<code class=\"math-error\" title=\""), "{html:?}");
        assert!(html.as_str().ends_with(">\\nosuch{&lt;b&gt;}</code>"), "{html:?}");
        assert!(render("}", Display::Block).as_str().starts_with("<p><code class=\"math-error\""));
        for deep in ["{".repeat(9999), "\\sqrt".repeat(9999), "\\left(".repeat(9999), "x^".repeat(9999)] {
            assert!(render(&deep, Display::Inline).as_str().contains("math-error"));
        }
    }
}
