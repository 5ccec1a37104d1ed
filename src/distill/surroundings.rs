//! What stands around the text of an article of Distill: [`byline`], [`contents`], and the footnotes ([`Notes`]).

use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::front_matter::{Affiliation, Author};
use crate::html::{Href, Html};
use crate::letters;
use crate::markdown::{self, Heading};
use crate::math::Typesetter;
use crate::phrase;
use crate::slug::slugify;
use crate::words::Words;
use crate::yaml::Value;

/// Who wrote the article, where they work, and when it appeared: what al-folio's `d-byline` shows.
pub fn byline(authors: &[Author], date: Option<&Date>, words: &Words) -> Html {
    let mut html = Html::new();
    html.open("div", &[("class", "byline")]);
    let places = authors.iter().any(|author| !author.affiliations.is_empty());
    if !authors.is_empty() {
        html.open("div", &[("class", if places { "authors-affiliations" } else { "authors" })]);
        label(&mut html, words.say("Authors"));
        if places {
            label(&mut html, words.say("Affiliations"));
        }
        for author in authors {
            html.element("p", &[("class", "author")], &linked(&author.name, author.url.as_deref()));
            let mut all = Html::new();
            for Affiliation { name, url } in &author.affiliations {
                all.push_text(if all.is_empty() { "" } else { ", " });
                all.push(&linked(name, url.as_deref()));
            }
            if places {
                html.element("p", &[("class", "affiliation")], &all);
            }
        }
        html.close("div");
    }
    if let Some(date) = date {
        html.open("div", &[("class", "published")]);
        label(&mut html, words.say("Published"));
        html.open("p", &[]);
        html.element("time", &[("datetime", &date.iso())], &Html::from_text(&words.date(date)));
        html.close("p");
        html.close("div");
    }
    html.close("div");
    html
}

fn label(html: &mut Html, text: &str) {
    html.element("p", &[("class", "label")], &Html::from_text(text));
}

fn linked(name: &str, url: Option<&str>) -> Html {
    let mut html = Html::new();
    match url.and_then(Href::parse) {
        Some(href) => html.element("a", &[("href", href.as_str())], &Html::from_text(name)),
        None => html.push_text(name),
    }
    html
}

/// The contents that the front matter lists, `toc: [{name, subsections: [{name}]}]`, in its words: each leads to the
/// heading of that name, the next one where several have it, or to what has the id that al-folio would link, if it is
/// `there`. Names without either are given to `missing`.
pub fn contents(
    toc: &Value,
    headings: &[Heading],
    there: &dyn Fn(&str) -> bool,
    missing: &mut dyn FnMut(&str),
) -> Vec<Heading> {
    let named: Vec<String> = headings.iter().map(|heading| name_of(&heading.html)).collect();
    let mut entries = Vec::new();
    list(toc, 2, &mut entries);
    let mut next = 0;
    let contents = entries.into_iter().map(|(level, name)| {
        let html = phrase::html(name);
        let wanted = name_of(&html);
        let found = (next..named.len()).chain(0..next).find(|at| named[*at] == wanted);
        let slug = slugify(name);
        let id = match found {
            Some(at) => {
                next = at + 1;
                headings[at].id.clone()
            }
            None if there(&slug) => slug,
            None => {
                missing(name);
                String::new()
            }
        };
        Heading { level, id, html }
    });
    contents.collect()
}

/// The names in a list of sections, with their levels.
fn list<'a>(sections: &'a Value, level: u8, out: &mut Vec<(u8, &'a str)>) {
    let Value::Sequence(sections) = sections else { return };
    for section in sections {
        if let Some(name) = section.get("name").unwrap_or(section).text() {
            out.push((level, name));
        }
        if let Some(subsections) = section.get("subsections").filter(|_| level < 6) {
            list(subsections, level + 1, out);
        }
    }
}

/// What counts when names are compared: letters and digits outside tags.
fn name_of(html: &Html) -> String {
    let html = html.as_str().replace("&amp;", "");
    let text = html.split('<').enumerate().map(|(at, piece)| match at {
        0 => piece,
        _ => piece.split_once('>').map_or("", |(_, text)| text),
    });
    text.flat_map(str::chars).filter(|c| c.is_alphanumeric()).map(letters::lower_char).collect()
}

/// The footnotes of a post in Distill's layout.
pub struct Notes<'a> {
    /// Their texts and their lines.
    pub notes: Vec<(String, usize)>,
    pub file: &'a str,
    pub inserts: &'a [Html],
}

/// The mark of the footnote `number`.
pub fn mark(number: usize) -> Html {
    let number = number.to_string();
    let link = ["<a href=\"#d-fn:", &number, "\" class=\"footnote\" rel=\"footnote\" role=\"doc-noteref\">"];
    Html::from_author(["<sup id=\"d-fnref:", &number, "\">", &link.concat(), &number, "</a></sup>"].concat())
}

impl Notes<'_> {
    /// The list of the footnotes, as kramdown writes its own.
    #[inline(never)]
    pub fn list(&self, typesetter: &Typesetter, diagnostics: &mut Vec<Diagnostic>) -> Html {
        let mut out = Html::new();
        if self.notes.is_empty() {
            return out;
        }
        // Distill typesets what is between dollars wherever it stands.
        let typesetter = &Typesetter { dollars: true, in_html: true, ..*typesetter };
        out.push(&Html::from_author("<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n"));
        for (at, (text, line)) in self.notes.iter().enumerate() {
            // The element makes it HTML, as it is for Distill.
            let source = ["<d-footnote>", text, "</d-footnote>"].concat();
            let rendered = markdown::render(&source, self.file, *line, self.inserts, typesetter);
            diagnostics.extend(rendered.diagnostics);
            let html = rendered.html.as_str().trim();
            let html = html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")).unwrap_or(html);
            let open = html.strip_prefix("<d-footnote>");
            let html = open.and_then(|html| html.trim_end().strip_suffix("</d-footnote>")).unwrap_or(html);
            let number = (at + 1).to_string();
            out.push(&Html::from_author(["<li id=\"d-fn:", &number, "\">\n<p>"].concat()));
            out.push(&Html::from_author(html));
            let back = ["&nbsp;<a href=\"#d-fnref:", &number, "\" class=\"reversefootnote\" "];
            out.push(&Html::from_author(back.concat()));
            out.push(&Html::from_author("role=\"doc-backlink\">&#8617;</a></p>\n</li>\n"));
        }
        out.push(&Html::from_author("</ol>\n</div>\n"));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::modules::Modules;
    use crate::yaml;

    #[test]
    fn contents_lead_to_the_headings_that_they_name() {
        let heading =
            |level, id: &str, html: &str| Heading { level, id: id.into(), html: Html::from_author(html) };
        let headings = [
            heading(2, "a--b", "A &amp; <em>B</em>"),
            heading(3, "setup", "Setup"),
            heading(2, "c", "C<T>"),
            heading(3, "setup-1", "Setup"),
        ];
        let toc = "- name: a & b\n  subsections:\n    - name: Setup\n- C\n- name: Own\n  subsections: [{name: Setup}]\n- name: Lost";
        let toc = yaml::parse(toc, &Modules::native()).expect("YAML");
        let mut missing = Vec::new();
        let contents =
            contents(&toc, &headings, &|slug| slug == "own", &mut |name| missing.push(name.to_string()));
        let shown: Vec<_> =
            contents.iter().map(|heading| (heading.level, &*heading.id, heading.html.as_str())).collect();
        assert_eq!(
            shown,
            [
                (2, "a--b", "a & b"),
                (3, "setup", "Setup"),
                (2, "c", "C"),
                (2, "own", "Own"),
                (3, "setup-1", "Setup"),
                (2, "", "Lost")
            ]
        );
        assert_eq!(missing, ["Lost"]);
    }

    #[test]
    fn bylines() {
        let place = |name: &str, url: &str| Affiliation { name: name.into(), url: Some(url.into()) };
        let author = |name: &str, affiliations| Author { name: name.into(), url: None, affiliations };
        let authors = [
            author("Ada <L>", vec![place("X", "https://x.org"), place("Y", "javascript:y")]),
            author("Bo", Vec::new()),
        ];
        assert_eq!(
            byline(&authors, None, &Words::default()).as_str(),
            "<div class=\"byline\"><div class=\"authors-affiliations\"><p class=\"label\">Authors</p>\
             <p class=\"label\">Affiliations</p><p class=\"author\">Ada &lt;L&gt;</p><p class=\"affiliation\">\
             <a href=\"https://x.org\">X</a>, Y</p><p class=\"author\">Bo</p><p class=\"affiliation\"></p></div></div>"
        );
        let shown = byline(&authors[1..], Date::parse("2024-05-07").as_ref(), &Words::default());
        assert_eq!(
            shown.as_str(),
            "<div class=\"byline\"><div class=\"authors\"><p class=\"label\">Authors</p><p class=\"author\">Bo</p></div>\
             <div class=\"published\"><p class=\"label\">Published</p><p><time datetime=\"2024-05-07\">May 7, 2024</time></p></div></div>"
        );
    }
}
