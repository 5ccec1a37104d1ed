//! Formulas in articles and in titles: [`Typesetter::typeset`] is the entrance.
//!
//! What needs no knowledge of TeX (`M^3`, `x_i`, `10^6`) is typeset here (`plain`); everything else by the
//! converter (`converter`), which most posts do without and which the page therefore loads on demand.

pub mod converter;
mod plain;

use std::cell::Cell;
use std::fmt;

use crate::html::Html;

/// Where a formula stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Display {
    /// In a line of text.
    Inline,
    /// On lines of its own.
    Block,
}

/// The converter from TeX to MathML, wherever it is: [`converter::Converter::convert`] natively, the module
/// `math` in the page. Trusted to give well-formed MathML.
pub type Convert<'a> = dyn Fn(&str, Display) -> Result<String, String> + 'a;

/// Typesets the formulas of one article.
pub struct Typesetter<'a> {
    convert: Option<&'a Convert<'a>>,
    lacking: Cell<bool>,
}

impl fmt::Debug for Typesetter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typesetter")
    }
}

impl<'a> Typesetter<'a> {
    /// A typesetter with the converter, if it is here.
    pub fn new(convert: Option<&'a Convert<'a>>) -> Self {
        Typesetter { convert, lacking: Cell::new(false) }
    }

    /// The formula as MathML.
    ///
    /// # Errors
    /// Why it cannot be typeset, in words.
    pub fn typeset(&self, tex: &str, display: Display) -> Result<Html, String> {
        let mathml = match (plain::mathml(tex, display), self.convert) {
            (Some(mathml), _) => mathml,
            (None, Some(convert)) => convert(tex, display)?,
            (None, None) => {
                self.lacking.set(true);
                return Err("what typesets it is not here yet".into());
            }
        };
        Ok(Html::from_author(mathml))
    }

    /// The formula as MathML; what cannot be typeset is shown as its source, marked, the reason in its title.
    pub fn render(&self, tex: &str, display: Display) -> Html {
        self.typeset(tex, display).unwrap_or_else(|reason| failed(tex, display, &reason))
    }

    /// Whether a formula has been asked for that needs the converter, which is not here.
    pub fn lacks_converter(&self) -> bool {
        self.lacking.get()
    }
}

/// Whether a post has formulas that need the converter. Cheap, and only a guess: code may hold what looks
/// like one, and a work's title may have one that is not in the post.
pub fn needed(post: &str) -> bool {
    let between_dollars = post.split("$$").skip(1).step_by(2);
    let mut formulas = between_dollars.filter(|tex| plain::mathml(tex.trim(), Display::Inline).is_none());
    formulas.next().is_some() || ["\\\\(", "\\\\[", "\\begin{"].iter().any(|open| post.contains(open))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_typeset_is_shown_as_its_source() {
        let converter = converter::Converter::default();
        let convert = |tex: &str, display| converter.convert(tex, display);
        let typesetter = Typesetter::new(Some(&convert));
        let html = typesetter.render("\\nosuch{<b>}", Display::Inline);
        assert!(html.as_str().starts_with("<code class=\"math-error\" title=\""), "{html:?}");
        assert!(html.as_str().ends_with(">\\nosuch{&lt;b&gt;}</code>"), "{html:?}");
        assert!(typesetter.render("}", Display::Block).as_str().starts_with("<p><code class=\"math-error\""));
        assert!(!typesetter.lacks_converter());
    }

    #[test]
    fn without_the_converter_plain_formulas_are_typeset() {
        let typesetter = Typesetter::new(None);
        assert!(typesetter.typeset("M^3", Display::Inline).is_ok() && !typesetter.lacks_converter());
        assert!(typesetter.typeset("\\frac12", Display::Inline).is_err() && typesetter.lacks_converter());
    }

    #[test]
    fn posts_with_formulas_need_the_converter() {
        for (post, expected) in [
            ("Plain $5 and $$M^3$$CoT, $$ x_i $$.", false),
            ("$$\\alpha$$", true),
            ("a $$x$$ b $$x+1$$", true),
            ("\\\\(x\\\\)", true),
            ("\\begin{align}x\\end{align}", true),
            ("", false),
        ] {
            assert_eq!(needed(post), expected, "{post}");
        }
    }
}
