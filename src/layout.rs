//! The page's screens as HTML: what stands around an article, the list of posts, what is said when
//! something is not there. Plain functions, so that the page and the native command make the same bytes.
//!
//! The names of classes are those that al-folio's layouts use. Addresses of the site begin at its folder:
//! [`crate::html::settle`] makes them lead there from everywhere.

use crate::article::{Article, Head};
use crate::date::Date;
use crate::front_matter::Toc;
use crate::html::{Href, Html};
use crate::listing::{Listing, Summary};
use crate::markdown;
use crate::route::{RelativePath, page_path};
use crate::scholar::Work;
use crate::site::Site;
use crate::slug::slugify;
use crate::words::Words;
use crate::yaml::Value;

/// The whole body: masthead with `links` (address and text), `main`, which is in the language `lang`, footer (`text`, as
/// the author wrote it, if there is one). `stamp` tells what `main` was made from, see [`crate::article::stamp`].
pub fn frame(site: &Site, lang: &str, links: &[(&str, &str)], stamp: &str, main: &Html, text: &str) -> Html {
    let words = &site.words;
    let mut html = Html::new();
    html.element("a", &[("class", "skip"), ("href", "#content")], &said(words, "Skip to the text"));
    html.open("header", &[("class", "site-header")]);
    html.element("a", &[("class", "site-title"), ("href", "./")], &Html::from_text(&site.title));
    if !links.is_empty() {
        html.open("nav", &[("aria-label", words.say("Site"))]);
        for (href, text) in links {
            html.element("a", &[("href", href)], &Html::from_text(text));
        }
        // `boot.js` listens. Only a site whose pages are written has an index to search in.
        let attributes = [("type", "button"), ("class", "search"), ("aria-keyshortcuts", "/ Control+K")];
        html.element("button", &attributes, &said(words, "Search"));
        html.close("nav");
    }
    html.close("header");
    // Seen as long as `boot.js` keeps back what stands in `main`.
    html.element("p", &[("class", "loading outside")], &Html::from_text("Loading…"));
    let table = site.table_for(lang);
    let table = table.as_ref().map_or("", RelativePath::as_str);
    let attributes = [("id", "content"), ("tabindex", "-1"), ("data-stamp", stamp), ("data-words", table)];
    html.element("main", if table.is_empty() { &attributes[..3] } else { &attributes }, main);
    let mut footer = Html::new();
    let text = if text.is_empty() { words.say("Rendered in your browser by Postil.") } else { text };
    footer.element("span", &[], &Html::from_author(text));
    // The reader's choice of colours: `boot.js` keeps it.
    footer.open("select", &[("class", "scheme"), ("aria-label", words.say("Colours"))]);
    for (value, text) in [("", "As the system"), ("light", "Light"), ("dark", "Dark")] {
        footer.element("option", &[("value", value)], &said(words, text));
    }
    footer.close("select");
    html.element("footer", &[("class", "site-footer")], &footer);
    html
}

/// Words of the page itself.
fn said(words: &Words, english: &str) -> Html {
    Html::from_text(words.say(english))
}

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

/// The document's title for a page of the site.
pub fn title(of: &str, site: &Site) -> String {
    if site.title.is_empty() { of.into() } else { [of, " | ", &site.title].concat() }
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

/// Tags or categories, each a link to its page if that is written.
fn labels<T: AsRef<str>>(kind: &'static str, names: &[T], site: &Site) -> Vec<Html> {
    let label = |name: &T| {
        let name = name.as_ref();
        let text = Html::from_text(name);
        let Some(address) = archive(kind, name, site).filter(|_| site.archives) else { return text };
        let mut html = Html::new();
        html.element("a", &[("href", &address), ("class", kind), ("rel", "tag")], &text);
        html
    };
    names.iter().map(label).collect()
}

/// The address of the page of a tag, a category or a year, if it is to have one: as jekyll-archives is told
/// (<https://github.com/jekyll/jekyll-archives/blob/master/docs/configuration.md>; al-folio's version 2 has it below
/// `posts`, by other names), by default as al-folio has it.
pub fn archive(kind: &str, name: &str, site: &Site) -> Option<String> {
    let slug = slugify(name);
    let many = match kind {
        "tag" => "tags",
        "category" => "categories",
        _ => kind,
    };
    let told = |key| site.get(&["jekyll-archives", "posts", key]).or(site.get(&["jekyll-archives", key]));
    let enabled = told("enabled").map(|enabled| enabled.items());
    if slug.is_empty() || enabled.is_some_and(|kinds| !kinds.contains(&many) && !kinds.contains(&"all")) {
        return None;
    }
    let pattern = told("permalinks").and_then(|all| all.get(many).or(all.get(kind))).and_then(Value::text);
    let fill = |pattern: &str| {
        let address = pattern.replace(":type", kind).replace(":name", &slug).replace(":year", &slug);
        page_path(address.trim_start_matches('/')).filter(|path| path.as_str().ends_with('/'))
    };
    let usual = if kind == "year" { "blog/:year/" } else { "blog/:type/:name/" };
    pattern.and_then(fill).or_else(|| fill(usual)).map(RelativePath::into_string)
}

/// A paragraph of pieces with dots between them; nothing if there are none.
fn dotted(class: &str, pieces: Vec<Html>) -> Html {
    let mut html = Html::new();
    if pieces.is_empty() {
        return html;
    }
    html.open("p", &[("class", class)]);
    for (at, piece) in pieces.iter().enumerate() {
        if at > 0 {
            // A line ends with the dot rather than begin with it.
            html.push_text("\u{A0}· ");
        }
        html.push(piece);
    }
    html.close("p");
    html
}

fn time(date: &Date, words: &Words) -> Html {
    let mut html = Html::new();
    html.element("time", &[("datetime", &date.iso())], &Html::from_text(&words.date(date)));
    html
}

fn problem(content: &Html) -> Html {
    let mut html = Html::new();
    html.open("div", &[("class", "problem"), ("role", "alert")]);
    html.element("p", &[], content);
    html.close("div");
    html
}

/// Says which file is not here and why, with a button that the page makes ask again.
pub fn failure(file: &str, reason: &str, words: &Words) -> Html {
    let mut content =
        Html::from_text(&[&words.fill("% could not be loaded:", file), " ", reason, ". "].concat());
    content.element("button", &[("type", "button"), ("data-retry", file)], &said(words, "Try again"));
    problem(&content)
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

/// The front page: the site's title, what it is about, featured posts, the list.
pub fn home(site: &Site, posts: &Result<Listing, Html>) -> Html {
    let word = |key: &str| site.get(&[key]).and_then(Value::text).filter(|word| !word.is_empty());
    let mut html = Html::new();
    html.open("header", &[("class", "blog-header")]);
    html.element("h1", &[], &Html::from_text(word("blog_name").unwrap_or(&site.title)));
    let description = word("blog_description").unwrap_or(&site.description);
    if !description.is_empty() {
        html.element("p", &[], &Html::from_text(description));
    }
    if site.archives {
        let shown = |key: &str| site.get(&[key]).map(|names| names.items()).unwrap_or_default();
        let mut pieces = labels("tag", &shown("display_tags"), site);
        pieces.append(&mut labels("category", &shown("display_categories"), site));
        html.push(&dotted("tag-category-list", pieces));
    }
    html.close("header");
    match posts {
        Err(problem) => html.push(problem),
        Ok(listing) if listing.posts.is_empty() => {
            html.element("p", &[], &said(&site.words, "Nothing has been written yet."));
        }
        Ok(listing) => {
            let featured = listing.posts.iter().filter(|post| post.featured).chain(&listing.pinned);
            let featured: Vec<&Summary> = featured.collect();
            if !featured.is_empty() && listing.newer.is_none() {
                html.open(
                    "ul",
                    &[("class", "featured-posts"), ("aria-label", site.words.say("Featured posts"))],
                );
                featured.into_iter().for_each(|post| html.push(&entry(post, site, true)));
                html.close("ul");
            }
            html.push(&list(&listing.posts, site));
            let [newer, older] = [&listing.newer, &listing.older].map(|to| to.as_ref().map(Href::as_str));
            html.push(&pages(&site.words, newer, older));
        }
    }
    html
}

/// A list of posts.
pub fn list(posts: &[Summary], site: &Site) -> Html {
    let mut html = Html::new();
    html.open("ul", &[("class", "post-list")]);
    posts.iter().for_each(|post| html.push(&entry(post, site, false)));
    html.close("ul");
    html
}

/// The way to the pages before and after one of a list.
pub fn pages(words: &Words, newer: Option<&str>, older: Option<&str>) -> Html {
    paging(words, ["← Newer posts", "Older posts →"], newer, older)
}

/// The same in other words.
pub fn paging(words: &Words, labels: [&str; 2], newer: Option<&str>, older: Option<&str>) -> Html {
    let mut html = Html::new();
    if newer.is_none() && older.is_none() {
        return html;
    }
    html.open("nav", &[("class", "pagination"), ("aria-label", words.say("Pages of the list"))]);
    for (to, rel, label) in [(newer, "prev", labels[0]), (older, "next", labels[1])] {
        if let Some(to) = to {
            html.element("a", &[("href", to), ("rel", rel)], &said(words, label));
        }
    }
    html.close("nav");
    html
}

/// A post in a list; `short` where the list itself says more.
fn entry(post: &Summary, site: &Site, short: bool) -> Html {
    let mut html = Html::new();
    html.open("li", &[]);
    html.open("h2", &[]);
    html.element("a", &[("href", &post.href())], &Html::from_text(&post.title));
    html.close("h2");
    if !post.description.is_empty() {
        html.element("p", &[], &Html::from_text(&post.description));
    }
    if !short {
        let mut meta: Vec<Html> =
            post.date.as_ref().map(|date| time(date, &site.words)).into_iter().collect();
        let minutes =
            post.minutes.as_ref().map(|minutes| Html::from_text(&site.words.fill("% min read", minutes)));
        meta.extend(minutes);
        // An address with a host is one of another site.
        let host = post.redirect.as_ref().and_then(|to| to.as_str().split_once("//")?.1.split('/').next());
        meta.extend(host.map(Html::from_text));
        meta.append(&mut labels("tag", &post.tags, site));
        meta.append(&mut labels("category", &post.categories, site));
        html.push(&dotted("post-meta", meta));
    }
    html.close("li");
    html
}

/// What is shown where there is nothing. `asked` is the file, or the name as the reader gave it.
pub fn not_found(asked: &str, words: &Words) -> Html {
    let mut html = Html::new();
    html.open("div", &[("class", "post not-found")]);
    html.open("header", &[("class", "post-header")]);
    html.element("h1", &[("class", "post-title")], &said(words, "There is no such post"));
    html.close("header");
    html.open("p", &[]);
    let (before, after) = words.around("This address asks for %, which is not on this site.");
    html.push_text(before);
    html.element("code", &[], &Html::from_text(asked));
    html.push_text(after);
    html.close("p");
    html.open("p", &[]);
    html.element("a", &[("href", "./")], &said(words, "All posts"));
    html.close("p");
    html.close("div");
    html
}

/// What is shown while something is on its way; the style sheet keeps it back for a moment.
pub fn loading() -> Html {
    let mut html = Html::new();
    html.element("p", &[("class", "loading")], &Html::from_text("Loading…"));
    html
}

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
    fn archives_live_where_their_plugin_is_told() {
        let address = |config: &str, kind: &str, name: &str| {
            archive(kind, name, &Site::parse(config, &crate::modules::Modules::native()).0)
        };
        let v2 = "jekyll-archives:\n  posts:\n    enabled: [year, tags]\n    permalinks:\n      year: \"/b/:year/\"\n      \
                  tags: \"/b/:type/:name/\"\n";
        let v1 =
            "jekyll-archives:\n  enabled: all\n  permalinks:\n    tag: /t/:name/\n    category: ../:name/\n";
        for (config, kind, name, expected) in [
            ("", "tag", "A b", Some("blog/tag/a-b/")),
            ("", "year", "2024", Some("blog/2024/")),
            ("", "tag", "!", None),
            (v2, "year", "2024", Some("b/2024/")),
            (v2, "tag", "x", Some("b/tag/x/")),
            (v2, "category", "x", None),
            (v1, "tag", "x", Some("t/x/")),
            (v1, "category", "x", Some("blog/category/x/")),
            (v1, "year", "2024", Some("blog/2024/")),
        ] {
            assert_eq!(address(config, kind, name).as_deref(), expected, "{config} {kind}");
        }
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
