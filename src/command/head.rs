//! What a page says of itself to machines: canonical address, Open Graph and Twitter cards, JSON-LD, Highwire's
//! `citation_*`. [`post`] and [`list`] are the entrances.

use crate::pages::absolute;
use crate::posts::{self, Post};
use crate::rendered::Rendered;
use postil::article::Head;
use postil::html::{Href, Html};
use postil::site::Site;

/// The tags of a post at the address `url`.
pub fn post(site: &Site, post: &Post, rendered: &Rendered, url: &str) -> Html {
    let head = &rendered.head;
    let mut html = common(site, url, &head.title, &head.description, "article");
    let author = authors(site, rendered);
    let date = post.date.map(|date| date.iso());
    let updated = post.front_matter.last_updated.map(|date| date.iso());
    for (name, value) in [("article:published_time", &date), ("article:modified_time", &updated)] {
        value.iter().for_each(|value| property(&mut html, name, value));
    }
    for author in &author {
        property(&mut html, "article:author", author);
    }
    for tag in &head.tags {
        property(&mut html, "article:tag", tag);
    }
    let image = post.front_matter.thumbnail.as_deref().and_then(Href::parse);
    let image = image.map(|image| picture(site, image.as_str()));
    if let Some(image) = &image {
        property(&mut html, "og:image", image);
        named(&mut html, "twitter:image", image);
    }
    named(&mut html, "twitter:card", if image.is_some() { "summary_large_image" } else { "summary" });

    for_scholar(&mut html, site, post, head, &author, url);
    html.push(&posting(site, post, head, &author, image.as_ref(), url));
    html
}

/// What Google Scholar reads: <https://scholar.google.com/intl/en/scholar/inclusion.html#indexing>.
fn for_scholar(html: &mut Html, site: &Site, post: &Post, head: &Head, author: &[String], url: &str) {
    named(html, "citation_title", &head.title);
    for author in author {
        named(html, "citation_author", author);
    }
    if let Some(date) = post.date {
        named(html, "citation_publication_date", &date.format("%Y/%m/%d"));
    }
    if !site.title.is_empty() {
        named(html, "citation_journal_title", &site.title);
    }
    named(html, "citation_language", &head.lang);
    if let Some(url) = absolute(site, url) {
        named(html, "citation_public_url", &url);
    }
}

/// The post as linked data: <https://schema.org/BlogPosting>.
fn posting(
    site: &Site,
    post: &Post,
    head: &Head,
    author: &[String],
    image: Option<&String>,
    url: &str,
) -> Html {
    let mut fields = vec![
        ("headline", posts::quoted(&head.title)),
        ("description", posts::quoted(&head.description)),
        ("inLanguage", posts::quoted(&head.lang)),
    ];
    let date = post.date.map(|date| date.iso());
    let updated = post.front_matter.last_updated.map(|date| date.iso());
    let url = absolute(site, url);
    for (name, value) in [
        ("datePublished", date.as_ref()),
        ("dateModified", updated.as_ref()),
        ("image", image),
        ("url", url.as_ref()),
    ] {
        fields.extend(value.map(|value| (name, posts::quoted(value))));
    }
    let people = author.iter().map(|name| object("Person", &[("name", posts::quoted(name))]));
    let people = people.collect::<Vec<_>>().join(", ");
    for (name, value) in
        [("author", ["[", &people, "]"].concat()), ("keywords", posts::quoted(&head.tags.join(", ")))]
    {
        if value.len() > 2 {
            fields.push((name, value));
        }
    }
    data(&object("BlogPosting", &fields))
}

/// The tags of a list.
pub fn list(site: &Site, url: &str, title: &str, description: &str) -> Html {
    let mut html = common(site, url, title, description, "website");
    named(&mut html, "twitter:card", "summary");
    if url.is_empty() {
        let mut fields = vec![("name", posts::quoted(title)), ("description", posts::quoted(description))];
        fields.extend(absolute(site, url).map(|url| ("url", posts::quoted(&url))));
        html.push(&data(&object("WebSite", &fields)));
    }
    html
}

fn common(site: &Site, url: &str, title: &str, description: &str, kind: &str) -> Html {
    let mut html = Html::new();
    let feed = [
        ("rel", "alternate"),
        ("type", "application/atom+xml"),
        ("title", site.title.as_str()),
        ("href", "./feed.xml"),
    ];
    html.open("link", &feed);
    if let Some(url) = absolute(site, url) {
        html.open("link", &[("rel", "canonical"), ("href", &url)]);
        property(&mut html, "og:url", &url);
    }
    for (name, value) in [
        ("og:site_name", site.title.as_str()),
        ("og:type", kind),
        ("og:title", title),
        ("og:description", description),
        ("og:locale", &site.lang.replace('-', "_")),
    ] {
        if !value.is_empty() {
            property(&mut html, name, value);
        }
    }
    named(&mut html, "twitter:title", title);
    if !description.is_empty() {
        named(&mut html, "twitter:description", description);
    }
    html
}

/// Who wrote the post: its own authors, or else the site's.
pub fn authors(site: &Site, rendered: &Rendered) -> Vec<String> {
    if !rendered.head.authors.is_empty() {
        return rendered.head.authors.clone();
    }
    let word = |path: &[&str]| site.get(path).and_then(|value| value.text()).map(str::trim);
    let whole = word(&["author", "name"]).or(word(&["author"])).filter(|name| !name.is_empty());
    let parts = ["first_name", "middle_name", "last_name"].into_iter().filter_map(|key| word(&[key]));
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    match (whole, parts.is_empty()) {
        (Some(name), _) => vec![name.into()],
        (None, false) => vec![parts.join(" ")],
        (None, true) => Vec::new(),
    }
}

/// A picture's address, as far as possible with its host.
fn picture(site: &Site, address: &str) -> String {
    let own = !address.contains("://") && !address.starts_with("//");
    let inner =
        address.strip_prefix(&*site.baseurl).filter(|inner| inner.starts_with('/')).unwrap_or(address);
    let inner = absolute(site, inner.trim_start_matches('/'));
    inner.filter(|_| own).unwrap_or_else(|| address.into())
}

fn property(html: &mut Html, name: &str, value: &str) {
    html.open("meta", &[("property", name), ("content", value)]);
}

fn named(html: &mut Html, name: &str, value: &str) {
    html.open("meta", &[("name", name), ("content", value)]);
}

fn object(kind: &str, fields: &[(&str, String)]) -> String {
    let fields = fields.iter().map(|(name, value)| format!(", \"{name}\": {value}"));
    ["{\"@type\": \"", kind, "\"", &fields.collect::<String>(), "}"].concat()
}

/// JSON-LD, in which nothing can end the element.
fn data(json: &str) -> Html {
    let json = json.replacen('{', "{\"@context\": \"https://schema.org\", ", 1).replace('<', "\\u003c");
    Html::from_author(["<script type=\"application/ld+json\">", &json, "</script>"].concat())
}
