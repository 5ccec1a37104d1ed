//! kramdown's meaning over CommonMark's spans. [`render`] is the entrance.
//!
//! Blocks are kramdown's own (`block`, with `line`, `list`, `table` and `raw_html`); the lines of text in them
//! are read as CommonMark says (`spans`, `commonmark`) after `span` took out what is otherwise in kramdown; `inline`
//! puts it back, `write` makes the HTML.

mod abbreviation;
mod attributes;
mod block;
mod budget;
mod code;
pub mod commonmark;
mod contents;
mod definition;
mod emphasis;
mod footnotes;
mod formula;
mod header;
mod image;
mod inline;
mod languages;
mod later;
mod line;
mod link;
mod list;
mod mathjax;
mod quotes;
mod raw_html;
mod rules;
mod span;
mod span_html;
mod spans;
mod table;
mod tag;
mod ticks;
mod tree;
mod write;

pub use contents::outline;
pub use rules::Rules;
pub use spans::needed;

use crate::diagnostic::Diagnostic;
use crate::html::Html;
use crate::math::Typesetter;

/// A heading of the article, for outlines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The element's id.
    pub id: String,
    /// The content, as in the article.
    pub html: Html,
}

/// The number of a footnote, 0 for none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoteNumber {
    pub number: u32,
    /// Not that footnote itself: it stands in one of the author's.
    pub inside: bool,
}

/// What a post's Markdown became.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// The article's content, footnotes at its end.
    pub html: Html,
    /// The headings in their order.
    pub headings: Vec<Heading>,
    /// By insert: the number of the footnote that it is or stands in, if it was said to be one.
    pub notes: Vec<NoteNumber>,
    /// Messages for the author.
    pub diagnostics: Vec<Diagnostic>,
}

/// Renders `source`, the body of the post `file` that starts on its line `first_line` (from 1).
/// `inserts` is the finished HTML that stands for the placeholders in `source` (see [`crate::placeholder`]).
pub fn render(
    source: &str,
    file: &str,
    first_line: usize,
    inserts: &[Html],
    typesetter: &Typesetter,
) -> Rendered {
    render_with_notes(source, file, first_line, inserts, &[], typesetter)
}

/// The same, where some inserts are footnotes: `notes` says by insert which.
pub fn render_with_notes(
    source: &str,
    file: &str,
    first_line: usize,
    inserts: &[Html],
    notes: &[bool],
    typesetter: &Typesetter,
) -> Rendered {
    let mut document = block::parse(source, first_line, inserts, typesetter.rules);
    document.dollars = typesetter.dollars;
    write::Writer::new(&document, file, inserts, notes, typesetter).document()
}

/// Renders the body of a post that is HTML: formulas are typeset where the site says that its HTML has some.
pub fn render_html(
    source: &str,
    file: &str,
    first_line: usize,
    inserts: &[Html],
    typesetter: &Typesetter,
) -> Rendered {
    write::Writer::new(&tree::Document::default(), file, inserts, &[], typesetter).page(source, first_line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::modules::Modules;
    use crate::placeholder::{END, INSERT};

    fn render(source: &str, file: &str, first_line: usize, inserts: &[Html]) -> Rendered {
        super::render(source, file, first_line, inserts, &Typesetter::new(&Modules::native()))
    }

    fn html(source: &str, inserts: &[&str]) -> String {
        let inserts: Vec<Html> = inserts.iter().map(|html| Html::from_author(*html)).collect();
        let source = source.replace('⟨', &INSERT.to_string()).replace('⟩', &END.to_string());
        render(&source, "p.md", 1, &inserts).html.into_string()
    }

    #[test]
    fn inserts_stand_where_liquid_left_them() {
        let cite = "<a href=\"#k\">(K, 1)</a>";
        let list = "<ol class=\"b\"><li>x</li></ol>";
        for (source, inserts, expected) in [
            ("See ⟨0⟩.", [cite], format!("<p>See {cite}.</p>\n")),
            ("⟨0⟩", [cite], format!("<p>{cite}</p>\n")),
            ("*a*⟨0⟩_b_", [cite], format!("<p><em>a</em>{cite}<em>b</em></p>\n")),
            ("\"⟨0⟩\"", [cite], format!("<p>“{cite}”</p>\n")),
            ("⟨0⟩", [list], list.to_string()),
            ("a\n⟨0⟩\nb", [list], format!("<p>a</p>\n{list}<p>b</p>\n")),
            ("- ⟨0⟩", [cite], format!("<ul>\n<li>{cite}</li>\n</ul>\n")),
            ("# A ⟨0⟩", [cite], format!("<h1 id=\"a-k-1\">A {cite}</h1>\n")),
            ("<p title='⟨0⟩'>⟨0⟩</p>", ["x"], "<p title=\"x\">x</p>\n".to_string()),
            (
                "| ⟨0⟩ | b |",
                [cite],
                format!("<table>\n<tbody>\n<tr>\n<td>{cite}</td>\n<td>b</td>\n</tr>\n</tbody>\n</table>\n"),
            ),
            ("[x](/a⟨0⟩)", ["/b"], "<p><a href=\"/a/b\">x</a></p>\n".to_string()),
            ("[x](⟨0⟩)", ["javascript:alert(1)"], "<p>x</p>\n".to_string()),
            ("⟨7⟩ and ⟨", [cite], "<p> and \u{FFFD}</p>\n".to_string()),
        ] {
            let got = html(source, &inserts);
            assert_eq!(got, expected, "{source}");
        }
        let source = "* x\n{:toc}\n\n* y\n{:footnotes}\n\n# ⟨0⟩[^1]\n\n[^1]: ⟨0⟩\n";
        assert_eq!(html(source, &["<i>z</i>"]).matches("<i>z</i>").count(), 3);
        assert!(html("`⟨0⟩`", &["<b>"]).contains(">&lt;b&gt;</code>"));
        assert!(html("    ⟨0⟩", &["<b>"]).contains("<code>&lt;b&gt;\n</code>"));
    }

    #[test]
    fn ids_take_formulas_by_their_source() {
        let source = "### $$M^3$$CoT: A Novel Benchmark for Multi-Domain Multi-step\n\n# A\n\n# A\n\n# !\n";
        let rendered = render(source, "p.md", 1, &[]);
        let ids: Vec<&str> = rendered.headings.iter().map(|heading| heading.id.as_str()).collect();
        assert_eq!(ids, ["m3cot-a-novel-benchmark-for-multi-domain-multi-step", "a", "a-1"]);
    }

    #[test]
    fn messages_name_the_line_of_the_post() {
        let source = "a\n\n> b\n> $$\\nosuch$$\n\n1. [x](javascript:y)\n";
        let lines: Vec<usize> =
            render(source, "p.md", 10, &[]).diagnostics.iter().map(|diagnostic| diagnostic.line).collect();
        assert_eq!(lines, [13, 15]);
    }
}
