//! Works: one's own page ([`work`]), and those of a citation in its popover ([`works`]).

use super::said;
use crate::html::Html;
use crate::scholar::Work;
use crate::words::Words;

/// A work's own page. `cited` is what is known of where it is cited.
pub fn work(work: &Work, cited: &Html, words: &Words) -> Html {
    let mut main = Html::new();
    main.open("div", &[("class", "post work")]);
    main.open("header", &[("class", "post-header")]);
    main.element("h1", &[("class", "post-title")], &Html::from_text(&work.title));
    main.close("header");
    main.element("div", &[("class", "reference")], &work.reference);
    if !work.links.is_empty() {
        main.open("p", &[("class", "reference-links")]);
        links(&mut main, work);
        main.close("p");
    }
    if !work.summary.is_empty() {
        main.element("h2", &[], &said(words, "Abstract"));
        main.element("p", &[("class", "abstract")], &Html::from_text(&work.summary));
    }
    if !cited.is_empty() {
        main.element("h2", &[], &said(words, "Cited in"));
        main.push(cited);
    }
    main.element("h2", &[], &Html::from_text("BibTeX"));
    let mut code = Html::new();
    code.element("code", &[("class", "language-bibtex")], &Html::from_text(&work.bibtex));
    main.element("pre", &[], &code);
    main.close("div");
    main
}

fn links(html: &mut Html, work: &Work) {
    for link in &work.links {
        let content = Html::from_text(&link.label);
        html.element("a", &[("href", link.href.as_str()), ("rel", "noopener")], &content);
    }
}

/// The content of the citation popover: each work with where to read it, and a button (`data-copy`, the
/// work's place in the list) for its BibTeX.
///
/// `elsewhere` has, for works that other posts cite as well, the key, the name of the work's page and how many
/// posts there are, all parted by spaces.
pub fn works(works: &[&Work], elsewhere: &str, words: &Words) -> Html {
    let mut html = Html::new();
    let elsewhere: Vec<&str> = elsewhere.split(' ').collect();
    for (at, work) in works.iter().enumerate() {
        html.open("div", &[("class", "reference")]);
        html.element("div", &[], &work.reference);
        html.open("p", &[("class", "reference-links")]);
        links(&mut html, work);
        let attributes = [("type", "button"), ("data-copy", &*at.to_string()), ("aria-live", "polite")];
        html.element("button", &attributes, &said(words, "Copy BibTeX"));
        if let Some([_, name, count]) = elsewhere.chunks(3).find(|known| known[0] == work.key) {
            let also = words.count("also in 1 other post", "also in % other posts", count);
            let href = ["works/", name, "/"].concat();
            html.element("a", &[("href", &href)], &Html::from_text(&also));
        }
        html.close("p");
        if !work.summary.is_empty() {
            html.open("details", &[]);
            html.element("summary", &[], &said(words, "Abstract"));
            html.element("p", &[], &Html::from_text(&work.summary));
            html.close("details");
        }
        html.close("div");
    }
    html
}
