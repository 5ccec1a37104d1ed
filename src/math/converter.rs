//! TeX math to MathML, by `math-core`: [`Converter::convert`] is the entrance. Not in the page's own program;
//! the module `math` holds it (see `modules.rs`).

use std::borrow::Cow;
use std::cell::RefCell;

use math_core::{LatexToMathML, MathDisplay};

use super::Display;

/// How deep groups, environments and commands may stand in each other: the converter works recursively, and
/// a page has one megabyte of stack.
const DEEPEST: usize = 60;

/// Converts the formulas of one article, whose numbered equations count on.
#[derive(Default)]
pub struct Converter {
    converter: RefCell<LatexToMathML>,
}

impl Converter {
    /// The formula as MathML.
    ///
    /// # Errors
    /// Why it cannot be typeset, in words.
    pub fn convert(&self, tex: &str, display: Display) -> Result<String, String> {
        if nesting(tex) > DEEPEST {
            return Err("it is nested too deeply".to_string());
        }
        let mode = match display {
            Display::Inline => MathDisplay::Inline,
            Display::Block => MathDisplay::Block,
        };
        let result = self.converter.borrow_mut().convert_with_global_state(&rewritten(tex, display), mode);
        result
            .map(|result| result.mathml)
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

    fn convert(tex: &str, display: Display) -> Result<String, String> {
        Converter::default().convert(tex, display)
    }

    #[test]
    fn formulas_become_mathml() {
        let inline = convert("M^3", Display::Inline).expect("MathML");
        assert!(inline.starts_with("<math>") && inline.contains("<msup>"), "{inline:?}");
        assert!(convert("x", Display::Block).is_ok_and(|html| html.starts_with("<math display=\"block\">")));
        for tex in
            ["\\begin{split}a&=b\\end{split}", "x=1 \\tag{3}", "\\begin{smallmatrix}a\\end{smallmatrix}"]
        {
            assert!(convert(tex, Display::Block).is_ok(), "{tex}");
        }
    }

    #[test]
    fn equations_are_numbered_through_the_article() {
        let converter = Converter::default();
        let equation = "\\begin{equation}x\\end{equation}";
        for number in ["(1)", "(2)"] {
            let html = converter.convert(equation, Display::Block);
            assert!(html.is_ok_and(|html| html.contains(number)), "{number}");
        }
    }

    #[test]
    fn what_nests_too_deeply_is_refused() {
        for deep in ["{".repeat(9999), "\\sqrt".repeat(9999), "\\left(".repeat(9999), "x^".repeat(9999)] {
            assert!(convert(&deep, Display::Inline).is_err());
        }
    }
}
