//! The page's screens as HTML. Plain functions, so that the page and the native command make the same bytes: [`frame`]
//! is the whole body, [`post`], [`home`] and [`work`](work()) what stands in it, [`not_found`] and [`failure`] what is said when
//! something is not there.
//!
//! The names of classes are those that al-folio's layouts use. Addresses of the site begin at its folder:
//! [`crate::html::settle`] makes them lead there from everywhere.

mod lists;
mod post;
mod work;

pub use lists::{home, list, pages, paging};
pub use post::post;
pub use work::{work, works};

use crate::date::Date;
use crate::html::Html;
use crate::route::{RelativePath, page_path};
use crate::site::Site;
use crate::slug::slugify;
use crate::words::Words;
use crate::yaml::Value;

/// The whole body: masthead with `links` (address and text), `main`, which is in the language `lang`, footer (the
/// site's, if it has one). `stamp` tells what `main` was made from, see [`crate::article::stamp`].
pub fn frame(site: &Site, lang: &str, links: &[(&str, &str)], stamp: &str, main: &Html) -> Html {
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
    let text = site.footer_text().unwrap_or(words.say("Rendered in your browser by Postil."));
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

/// The document's title for a page of the site.
pub fn title(of: &str, site: &Site) -> String {
    if site.title.is_empty() { of.into() } else { [of, " | ", &site.title].concat() }
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
