//! Formulas in articles and in titles: [`Typesetter::typeset`] is the entrance.
//!
//! What needs no knowledge of TeX (`M^3`, `x_i`, `10^6`) is typeset here (`plain`); everything else by the
//! converter (`converter`), which most posts do without and which the page therefore loads on demand.

mod boxes;
mod chemistry;
mod color;
pub mod converter;
mod diagram;
mod macros;
mod plain;
mod rows;
mod settings;
mod tex;
mod text;
mod token;
mod words;

use std::fmt;

use crate::html::{Html, escape_into};
use crate::markdown::Rules;
use crate::modules::{Module, Modules};
use crate::site::Site;

/// Where a formula stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Display {
    /// In a line of text.
    Inline,
    /// On lines of its own.
    Block,
}

/// Typesets the formulas of one article.
pub struct Typesetter<'a> {
    /// The modules; that for formulas is trusted to give well-formed MathML.
    pub modules: &'a Modules<'a>,
    /// Whether `$…$` is a formula in posts.
    pub dollars: bool,
    /// Whether there are formulas in the author's HTML.
    pub in_html: bool,
    /// How the Markdown is read in which they stand.
    pub rules: Rules,
}

impl fmt::Debug for Typesetter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typesetter")
    }
}

impl<'a> Typesetter<'a> {
    /// A typesetter with the converter, if that is here.
    pub fn new(modules: &'a Modules<'a>) -> Self {
        Typesetter { modules, dollars: false, in_html: false, rules: Rules::default() }
    }

    /// The typesetter with what the site says about formulas and Markdown.
    pub fn of_site(mut self, site: &Site) -> Self {
        self.dollars = settings::dollars(site);
        self.in_html = settings::in_html(site);
        self.rules = Rules::of_site(site);
        let macros = settings::macros(site);
        if !macros.is_empty() && self.modules.has(Module::Math) {
            // Definitions are a formula that shows nothing.
            let _ = self.convert(&macros, Display::Inline);
        }
        self
    }

    /// What the converter makes of it, if that is here.
    fn convert(&self, tex: &str, display: Display) -> Option<Result<String, String>> {
        let sign = if display == Display::Block { "b" } else { "i" };
        let answer = self.modules.ask(Module::Math, &[sign, tex].concat())?;
        Some(match answer.strip_prefix('=') {
            Some(mathml) => Ok(mathml.into()),
            None => Err(answer.get(1..).unwrap_or("").into()),
        })
    }

    /// The formula as MathML.
    ///
    /// # Errors
    /// Why it cannot be typeset, and what is shown instead.
    pub fn typeset(&self, tex: &str, display: Display) -> Result<Html, Failure> {
        let plain = plain::mathml(tex, display).map(Ok);
        let result = plain.or_else(|| self.convert(tex, display));
        let result = result.unwrap_or_else(|| Err("what typesets it is not here yet".into()));
        result.map(Html::from_author).map_err(|error| {
            let (reason, mathml) = error.split_once('\n').unwrap_or((&error, ""));
            let shown = match mathml {
                "" => failed(tex, reason),
                _ => {
                    let mut marked = String::from("<merror class=\"math-error\" title=\"");
                    escape_into(&mut marked, reason, true);
                    Html::from_author(
                        mathml.replace("<merror class=\"math-error\"", &[&marked, "\""].concat()),
                    )
                }
            };
            Failure { reason: reason.to_string(), shown }
        })
    }

    /// The formula as MathML; what cannot be typeset is shown as its source, marked, the reason in its title.
    pub fn render(&self, tex: &str, display: Display) -> Html {
        self.typeset(tex, display).unwrap_or_else(|failure| failure.shown)
    }

    /// A link to the equation that `\ref` or `\eqref` names, if there is one.
    pub fn reference(&self, tex: &str) -> Option<Html> {
        self.convert(tex, Display::Inline)?.ok().map(Html::from_author)
    }
}

/// Whether a post has formulas that need the converter. Cheap, and only a guess: code may hold what looks
/// like one, and a work's title may have one that is not in the post. In Markdown `\(` is a parenthesis, in the
/// author's HTML it may open a formula.
pub fn needed(site: &Site, post: &str) -> bool {
    let between_dollars = post.split("$$").skip(1).step_by(2);
    let mut formulas = between_dollars.filter(|tex| plain::mathml(tex.trim(), Display::Inline).is_none());
    let open = if settings::in_html(site) { "\\(" } else { "\\\\(" };
    formulas.next().is_some() || [open, "\\\\[", "\\begin{"].iter().any(|open| post.contains(open))
}

/// A formula that cannot be typeset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Why.
    pub reason: String,
    /// What is shown instead: as much of it as can be typeset, or its source.
    pub shown: Html,
}

/// The source of a formula that cannot be typeset for `reason`.
fn failed(tex: &str, reason: &str) -> Html {
    let mut out = Html::new();
    out.element("code", &[("class", "math-error"), ("title", reason)], &Html::from_text(tex));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_typeset_is_shown_as_its_source() {
        let modules = Modules::native();
        let typesetter = Typesetter::new(&modules);
        let html = typesetter.render("<b>}", Display::Inline);
        assert!(html.as_str().starts_with("<code class=\"math-error\" title=\""), "{html:?}");
        assert!(html.as_str().ends_with(">&lt;b&gt;}</code>"), "{html:?}");
        let Err(failure) = typesetter.typeset("\\nosuch{<b>}", Display::Block) else { panic!("is unknown") };
        assert_eq!(failure.reason, "Unknown command \"\\nosuch\"");
        assert!(
            failure
                .shown
                .as_str()
                .starts_with("<math display=\"block\"><merror class=\"math-error\" title=\"")
        );
        assert_eq!(modules.lacking().each().count(), 0);
    }

    #[test]
    fn without_the_converter_plain_formulas_are_typeset() {
        let modules = Modules::none();
        let typesetter = Typesetter::new(&modules);
        let lacks = || modules.lacking().has(Module::Math);
        assert!(typesetter.typeset("M^3", Display::Inline).is_ok() && !lacks());
        assert!(typesetter.typeset("\\frac12", Display::Inline).is_err() && lacks());
    }

    #[test]
    fn posts_with_formulas_need_the_converter() {
        let site = |text: &str| Site::parse(text, &Modules::native()).0;
        assert!(needed(&site("enable_math: true"), "<p>\\(x\\)</p>"));
        let site = site("");
        for (post, expected) in [
            ("Plain $5 and $$M^3$$CoT, $$ x_i $$.", false),
            ("$$\\alpha$$", true),
            ("a $$x$$ b $$x+1$$", true),
            ("\\\\(x\\\\)", true),
            ("a\\(b\\)", false),
            ("\\begin{align}x\\end{align}", true),
            ("", false),
        ] {
            assert_eq!(needed(&site, post), expected, "{post}");
        }
    }
}
