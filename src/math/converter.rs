//! TeX math to MathML, by `math-core`: [`Converter::convert`] is the entrance. Not in the page's own program;
//! the module `math` holds it (see `modules.rs`).

use std::cell::RefCell;

use math_core::{CssClassNames, LatexToMathML, MathCoreConfig, MathDisplay};

use super::Display;
use super::tex::Tex;

/// How deep groups, environments and commands may stand in each other: the converter works recursively, and
/// a page has one megabyte of stack.
const DEEPEST: usize = 60;

/// Converts the formulas of one article, which share macros, and whose equations are numbered.
#[derive(Default)]
pub struct Converter {
    /// Knows all commands or fails,
    strict: LatexToMathML,
    /// or marks those that it does not know; only once it is needed.
    lenient: RefCell<Option<LatexToMathML>>,
    tex: RefCell<Tex>,
}

impl Converter {
    /// The formula as MathML. What is only `\ref{label}` or `\eqref{label}` is a link to its equation.
    ///
    /// # Errors
    /// Why it cannot be typeset, in words. A second line, if there is one, is the formula all the same, with
    /// what is unknown marked in it.
    pub fn convert(&self, tex: &str, display: Display) -> Result<String, String> {
        let mut front = self.tex.borrow_mut();
        if let Some(reference) = front.reference(tex) {
            return reference;
        }
        let prepared = front.prepare(tex, display == Display::Block)?;
        if nesting(&prepared.tex) > DEEPEST {
            return Err("it is nested too deeply".to_string());
        }
        let mode = match display {
            Display::Inline => MathDisplay::Inline,
            Display::Block => MathDisplay::Block,
        };
        let error = match self.strict.convert_with_local_state(&prepared.tex, mode) {
            Ok(result) => return Ok(prepared.finish(result.mathml)),
            Err(error) => error.error_message().trim_end_matches('.').to_string(),
        };
        if error.starts_with("Unknown command") {
            let mut lenient = self.lenient.borrow_mut();
            let lenient = lenient.get_or_insert_with(lenient_converter);
            if let Ok(result) = lenient.convert_with_local_state(&prepared.tex, mode) {
                return Err([&error, "\n", &prepared.finish(result.mathml)].concat());
            }
        }
        Err(error)
    }

    /// [`Converter::convert`] for strings: a request is `b` (a formula on lines of its own) or `i` and the
    /// formula; the answer is `=` and MathML, or `!` and why not.
    pub fn answer(&self, request: &str) -> String {
        let display = if request.starts_with('b') { Display::Block } else { Display::Inline };
        match self.convert(request.get(1..).unwrap_or(""), display) {
            Ok(mathml) => ["=", &mathml].concat(),
            Err(reason) => ["!", &reason].concat(),
        }
    }
}

/// MathJax shows commands that it does not know in red, and typesets the rest.
fn lenient_converter() -> LatexToMathML {
    let css_classes = CssClassNames { unknown_command: "math-error".into() };
    let config = MathCoreConfig { ignore_unknown_commands: true, css_classes, ..MathCoreConfig::default() };
    LatexToMathML::new(config).unwrap_or_default()
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
