//! Formulas in the author's HTML, where MathJax finds them in the finished page. [`Writer::authors_html`] is
//! the entrance.

use super::budget::Budget;
use super::later::Within;
use super::write::Writer;
use super::{Rendered, formula};
use crate::html::Html;

/// What defines macros.
const DEFINITIONS: [&str; 4] = ["\\newcommand", "\\def\\", "\\DeclareMathOperator", "\\definecolor"];

/// Elements in which MathJax looks for none.
const WITHOUT: [&str; 9] =
    ["script", "noscript", "style", "textarea", "pre", "code", "math", "annotation", "d-code"];

/// Whether MathJax looks for formulas in the element.
pub fn is_looked_into(name: &str) -> bool {
    !WITHOUT.iter().any(|other| name.eq_ignore_ascii_case(other))
}

impl Writer<'_> {
    /// Writes the body of a post that is HTML, which starts on line `number`.
    pub fn page(mut self, html: &str, number: usize) -> Rendered {
        let out = self.authors_html(html, number);
        let html = self.filled(out.as_str(), Within::Notes);
        Rendered { html, diagnostics: self.diagnostics, ..Rendered::default() }
    }

    /// The author's HTML with the formulas in its text typeset, where the site has it so; macros that are
    /// defined in it count everywhere. It starts on line `number`.
    pub fn authors_html(&mut self, html: &str, mut number: usize) -> Html {
        let shown = self.typesetter.in_html;
        if !shown && !DEFINITIONS.iter().any(|command| html.contains(command)) {
            return Html::from_author(html);
        }
        let dollars = shown && self.typesetter.dollars && html.contains('$');
        if !dollars && !["$$", "\\(", "\\[", "\\begin{", "ref{"].iter().any(|open| html.contains(open)) {
            return Html::from_author(html);
        }
        let mut out = Html::new();
        let mut budget = Budget::new(html.len());
        // What is behind `from` is not written yet.
        let (mut at, mut from) = (0, 0);
        while let Some(length) = html[at..].find(['<', '$', '\\']) {
            at += length;
            let rest = &html[at..];
            if rest.starts_with('<') {
                at += markup(rest, &mut budget);
                continue;
            }
            // A formula ends in the text that it starts in.
            let found = budget.find(rest, |rest| {
                let end = rest.find('<').unwrap_or(rest.len());
                let (length, tex, display) = formula::in_page(&rest[..end], dollars)?;
                Some((length, tex.to_string(), display))
            });
            if let Some((length, tex, display)) = found {
                if !shown {
                    let _ = self.typesetter.typeset(&tex, display);
                    at += length;
                    continue;
                }
                let before = &html[from..at];
                out.push(&Html::from_author(before));
                number += before.matches('\n').count();
                let tex = tex.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
                let formula = self.formula(tex.trim_ascii(), display, number);
                out.push(&formula);
                number += html[at..at + length].matches('\n').count();
                at += length;
                from = at;
            } else if let Some(length) = formula::reference(rest).filter(|_| shown) {
                out.push(&Html::from_author(&html[from..at]));
                number += html[from..at].matches('\n').count();
                let reference = self.reference(rest[..length].to_string());
                out.push(&reference);
                at += length;
                from = at;
            } else {
                at += 1;
            }
        }
        out.push(&Html::from_author(&html[from..]));
        out
    }
}

/// The length of the tag or comment at the start of `html`, with its content where there is no formula in it.
fn markup(html: &str, budget: &mut Budget) -> usize {
    if html.starts_with("<!--") {
        return html.find("-->").map_or(html.len(), |end| end + 3);
    }
    let end = html.find('>').map_or(html.len(), |end| end + 1);
    let name = html[1..].split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or("");
    if name.is_empty() || is_looked_into(name) {
        return end;
    }
    let close = ["</", name].concat();
    budget.find_str(&html[end..], &close).map_or(end, |length| end + length)
}

#[cfg(test)]
mod tests {
    use crate::math::Typesetter;
    use crate::modules::Modules;
    use proptest::prelude::*;

    fn html(source: &str, in_html: bool) -> String {
        let modules = Modules::native();
        let mut typesetter = Typesetter::new(&modules);
        typesetter.in_html = in_html;
        typesetter.dollars = in_html;
        super::super::render(source, "p.md", 1, &[], &typesetter).html.into_string()
    }

    #[test]
    fn formulas_in_html_are_found_where_the_site_says_so() {
        let x = "<math><mi>x</mi></math>";
        for (source, shown) in [
            ("<p>a $x$ b</p>", format!("<p>a {x} b</p>\n")),
            ("<p>\\(x\\)<code>$x$</code></p>", format!("<p>{x}<code>$x$</code></p>\n")),
            ("<pre>$x$</pre>", "<pre>$x$</pre>\n".to_string()),
            ("<div><!-- $x$ -->$x$</div>", format!("<div><!-- $x$ -->{x}</div>\n")),
            ("A<d-footnote>$x$ *y*</d-footnote>", format!("<p>A<d-footnote>{x} *y*</d-footnote></p>\n")),
            (
                "$x$ and `$x$`",
                format!("<p>{x} and <code class=\"language-plaintext highlighter-rouge\">$x$</code></p>\n"),
            ),
        ] {
            assert_eq!(html(source, true), shown, "{source}");
            assert!(!html(source, false).contains("<math"), "{source}");
        }
    }

    #[test]
    fn posts_in_html_are_looked_through() {
        let modules = Modules::native();
        let usual = Typesetter::new(&modules);
        let typesetter = Typesetter { in_html: true, ..Typesetter::new(&modules) };
        let in_html = |source: &str, typesetter: &Typesetter| {
            super::super::render_html(source, "p.html", 5, &[], typesetter)
        };
        assert_eq!(in_html("<p>\\(x\\)</p>", &usual).html.as_str(), "<p>\\(x\\)</p>");
        let html = |source: &str| in_html(source, &typesetter);
        let source = "<h1>*a* $$x$$</h1><code>\\(x\\)</code>\n\\eqref{e}\n<p>\\begin{equation}\\label{e}x\\end{equation}</p>";
        let rendered = html(source).html.into_string();
        let start = "<h1>*a* <math display=\"block\"><mi>x</mi></math></h1><code>\\(x\\)</code>\n\
            <a href=\"#equation-1\">(1)</a>\n<p><math";
        assert!(rendered.starts_with(start), "{rendered}");
        let lines: Vec<usize> =
            html("a\n\\(\\nosuch\\)\n\n\\(\\nor\\)").diagnostics.iter().map(|found| found.line).collect();
        assert_eq!(lines, [6, 8]);
    }

    #[test]
    fn macros_count_wherever_they_are_defined() {
        let source = "<div>$$\\newcommand{\\a}{x}$$</div>\n\n$$\\a$$\n";
        for in_html in [true, false] {
            assert!(html(source, in_html).ends_with("<math display=\"block\"><mi>x</mi></math>\n"));
        }
    }

    #[test]
    fn references_are_links_to_equations() {
        let source =
            "See \\eqref{a_b}, \\ref{a_b} and \\eqref{c}.\n\n\\begin{equation}\\label{a_b}x\\end{equation}\n";
        let start =
            "<p>See <a href=\"#equation-1\">(1)</a>, <a href=\"#equation-1\">1</a> and \\eqref{c}.</p>\n";
        let html = html(source, false);
        assert!(html.starts_with(start) && html.contains(" id=\"equation-1\""), "{html}");
    }

    proptest! {
        #[test]
        fn any_text_is_shown(source in "(\\$|\\$\\$|\\\\|<|>|/|p|code|`|\\(|\\)|x|\n| |begin\\{a\\}|é|!--){0,30}") {
            html(&source, true);
        }
    }
}
