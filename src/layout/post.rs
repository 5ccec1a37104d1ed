//! A post with all that stands around its article: [`post`].

use super::{dotted, failure, labels, problem, said, time};
use crate::article::{Article, Head};
use crate::front_matter::Toc;
use crate::html::Html;
use crate::markdown;
use crate::site::Site;
use crate::yaml::Value;

/// A post: header, what is wrong, article, notes for the author. `failed` are files that did not arrive,
/// each with the reason; `open_notes` shows the notes unfolded.
pub fn post(article: &Article, failed: &[(&str, String)], site: &Site, open_notes: bool) -> Html {
    let mut html = Html::new();
    html.open("div", &[("class", "post")]);
    html.push(&header(&article.head, site));
    if let Some(error) = &article.head.error {
        html.push(&problem(&Html::from_text(&error.to_string())));
    }
    for (file, reason) in failed {
        html.push(&failure(file, reason, &site.words));
    }
    html.push(&outline(article));
    if article.head.layout.is_empty() {
        // al-folio's layout makes the `article` element; a post without a layout is one all the same.
        html.element("article", &[("class", "post-content")], &article.html());
    } else {
        html.push(&article.html());
    }
    if let Some(authors) = &article.head.cited_as {
        // The page completes it when the post is there.
        html.element("section", &[("class", "cite-this-post"), ("data-authors", authors)], &Html::new());
    }
    if !article.head.styles.is_empty() {
        // The policy allows no `<style>`: `extras/src/post-styles.js` applies them.
        html.element("data", &[("class", "post-styles"), ("value", &article.head.styles)], &Html::new());
    }
    if article.head.comments {
        html.push(&comments(site));
    }
    html.push(&notes(article, open_notes));
    html.close("div");
    html
}

/// The place for comments, if the site has one (`giscus`, as al-folio configures it). What its keys mean is known to
/// `extras/src/comments.js`, which shows the comments there; without scripts there is the link.
fn comments(site: &Site) -> Html {
    let mut html = Html::new();
    let repository = site.get(&["giscus", "repo"]).and_then(Value::text).unwrap_or("");
    let Some(Value::Mapping(giscus)) = site.get(&["giscus"]).filter(|_| !repository.is_empty()) else {
        return html;
    };
    let keys = giscus.iter().map(|(key, value)| [key, "=", value.text().unwrap_or(""), "\n"].concat());
    html.open("section", &[("class", "comments"), ("data-giscus", &keys.collect::<String>())]);
    html.element("h2", &[], &said(&site.words, "Comments"));
    html.open("p", &[]);
    let href = ["https://github.com/", repository, "/discussions"].concat();
    html.element("a", &[("href", &href)], &said(&site.words, "Discussions on GitHub"));
    html.close("p");
    html.close("section");
    html
}

/// The outline where the front matter asks for one: above the text, or beside it.
fn outline(article: &Article) -> Html {
    let mut html = Html::new();
    let class = match article.head.toc {
        _ if article.outline.is_empty() => return html,
        Toc::None => return html,
        Toc::Beginning => "toc",
        Toc::Listed => "toc toc-listed",
        Toc::SidebarLeft => "toc toc-left",
        Toc::SidebarRight => "toc toc-right",
    };
    let attributes = [("class", class), ("aria-label", article.words.say("Contents"))];
    html.element("nav", &attributes, &markdown::outline(&article.outline));
    html
}

fn header(head: &Head, site: &Site) -> Html {
    let mut html = Html::new();
    html.open("header", &[("class", "post-header")]);
    html.element("h1", &[("class", "post-title")], &head.heading);
    if !head.lead.is_empty() {
        html.element("p", &[("class", "post-description")], &head.lead);
    }
    html.push(&head.byline);
    let mut meta: Vec<Html> = head.date.as_ref().map(|date| time(date, &site.words)).into_iter().collect();
    if !head.byline.is_empty() {
        // It has the date and the authors.
        meta.clear();
    } else if !head.authors.is_empty() {
        meta.push(Html::from_text(&head.authors.join(", ")));
    }
    if let Some(date) = &head.last_updated {
        let (before, after) = site.words.around("updated %");
        let mut updated = Html::from_text(before);
        updated.push(&time(date, &site.words));
        updated.push_text(after);
        meta.push(updated);
    }
    html.push(&dotted("post-meta", meta));
    let mut labels = labels("tag", &head.tags, site);
    labels.append(&mut self::labels("category", &head.categories, site));
    html.push(&dotted("post-tags", labels));
    html.close("header");
    html
}

fn notes(article: &Article, open: bool) -> Html {
    let mut html = Html::new();
    let count = article.diagnostics.len();
    if count == 0 {
        return html;
    }
    let words = &article.words;
    let summary = words.count("1 note for the author", "% notes for the author", &count.to_string());
    html.open(
        "details",
        if open { &[("class", "diagnostics"), ("open", "")] } else { &[("class", "diagnostics")] },
    );
    html.element("summary", &[], &Html::from_text(&summary));
    html.open("ul", &[]);
    for diagnostic in &article.diagnostics {
        html.element("li", &[], &Html::from_text(&diagnostic.to_string()));
    }
    html.close("ul");
    html.close("details");
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::Heading;

    #[test]
    fn an_outline_is_nested_and_stands_where_the_post_wants_it() {
        let heading =
            |level, id: &str, html: &str| Heading { level, id: id.into(), html: Html::from_author(html) };
        let outline = vec![
            heading(2, "a", "A <em>b</em>"),
            heading(3, "c", "<a href=\"x\">C</a>"),
            heading(2, "d", "D"),
        ];
        let list = "<ul><li><a href=\"#a\">A <em>b</em></a><ul><li><a href=\"#c\">C</a></li></ul></li>\
            <li><a href=\"#d\">D</a></li></ul>";
        for (toc, class) in [
            (Toc::None, None),
            (Toc::Beginning, Some("toc")),
            (Toc::Listed, Some("toc toc-listed")),
            (Toc::SidebarLeft, Some("toc toc-left")),
            (Toc::SidebarRight, Some("toc toc-right")),
        ] {
            let head = Head { toc, ..Head::default() };
            let article = Article { head, outline: outline.clone(), ..Article::default() };
            let nav = |class| format!("<nav class=\"{class}\" aria-label=\"Contents\">{list}</nav>");
            assert_eq!(super::outline(&article).as_str(), class.map(nav).unwrap_or_default());
        }
        let bare = Head { toc: Toc::Beginning, ..Head::default() };
        assert!(super::outline(&Article { head: bare, ..Article::default() }).is_empty());
    }

    #[test]
    fn a_post_that_wants_to_be_cited_says_by_whom() {
        let cited = Head { cited_as: Some("A & B".into()), ..Head::default() };
        let html =
            post(&Article { head: cited, ..Article::default() }, &[], &Site::default(), false).into_string();
        assert!(
            html.contains("<section class=\"cite-this-post\" data-authors=\"A &amp; B\"></section>"),
            "{html}"
        );
        assert!(!post(&Article::default(), &[], &Site::default(), false).as_str().contains("cite-this-post"));
    }
}
