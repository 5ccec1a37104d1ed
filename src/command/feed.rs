//! What a site tells programs about itself: `feed.xml` (Atom, RFC 4287), `sitemap.xml` (sitemaps.org) and
//! `robots.txt`. [`write`] is the entrance.

use crate::head::authors;
use crate::pages::{absolute, href, site_url};
use crate::posts::Post;
use crate::rendered::Rendered;
use crate::store::Store;
use postil::date::Date;
use postil::diagnostic::Diagnostic;
use postil::html::{escape_into, rebase_all};
use postil::site::{self, Site};
use postil::yaml::Value;
use sha2::{Digest, Sha256};

/// How many of the newest posts the feed has: jekyll-feed's `feed.posts_limit`.
pub fn limit(site: &Site) -> usize {
    let limit = site.get(&["feed", "posts_limit"]).and_then(Value::text);
    limit.and_then(|limit| limit.parse().ok()).unwrap_or(10)
}

/// Writes the three files; `lists` are the addresses of the pages that are no posts.
///
/// # Errors
/// If one cannot be written.
pub fn write<'a>(
    store: &mut Store,
    site: &Site,
    posts: &[Post],
    rendered: &[Option<Rendered>],
    lists: impl Iterator<Item = &'a str>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(), String> {
    store.put("feed.xml", feed(site, posts, rendered), diagnostics)?;
    let mut robots = String::from("User-agent: *\nDisallow:\n");
    match sitemap(site, posts, lists) {
        Some(sitemap) => {
            store.put("sitemap.xml", &sitemap, diagnostics)?;
            let address = absolute(site, "sitemap.xml").unwrap_or_default();
            robots.extend(["\nSitemap: ", &address, "\n"]);
        }
        None => {
            let message = "without `url` there are no canonical links and no sitemap.xml";
            diagnostics.push(Diagnostic::new(site::FILE, 1, message));
        }
    }
    store.put("robots.txt", &robots, diagnostics)
}

fn feed(site: &Site, posts: &[Post], rendered: &[Option<Rendered>]) -> String {
    let root = site_url(site);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    open(&mut xml, "feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", &site.lang)]);
    element(&mut xml, "id", root.as_deref().unwrap_or(&urn(&["site", &site.title])));
    element(&mut xml, "title", if site.title.is_empty() { "Posts" } else { &site.title });
    if !site.description.is_empty() {
        element(&mut xml, "subtitle", &site.description);
    }
    let self_address = absolute(site, "feed.xml").unwrap_or_else(|| "feed.xml".into());
    link(&mut xml, "self", "application/atom+xml", &self_address);
    link(&mut xml, "alternate", "text/html", root.as_deref().unwrap_or("./"));
    let shown: Vec<(&Post, &Rendered)> = posts
        .iter()
        .zip(rendered)
        .filter_map(|(post, rendered)| Some((post, rendered.as_ref()?)))
        .filter(|(_, rendered)| rendered.article.is_some())
        .collect();
    let changed = |post: &Post| post.front_matter.last_updated.or(post.date);
    let newest = shown.iter().filter_map(|(post, _)| changed(post)).max_by_key(Date::instant);
    element(&mut xml, "updated", &instant(newest));
    element(&mut xml, "generator", "Postil");
    for (post, rendered) in shown {
        let address = [root.as_deref().unwrap_or(""), &href(post)].concat();
        open(&mut xml, "entry", &[("xml:lang", &rendered.head.lang)]);
        let name = || urn(&["post", &post.name]);
        element(&mut xml, "id", &root.as_ref().map_or_else(name, |_| address.clone()));
        element(&mut xml, "title", &rendered.head.title);
        link(&mut xml, "alternate", "text/html", &address);
        element(&mut xml, "published", &instant(post.date));
        element(&mut xml, "updated", &instant(changed(post)));
        let mut people = authors(site, rendered);
        if people.is_empty() {
            people.push(if site.title.is_empty() { "Unknown".into() } else { site.title.clone() });
        }
        for name in people {
            xml.push_str("<author>");
            element(&mut xml, "name", &name);
            xml.push_str("</author>\n");
        }
        for label in rendered.head.tags.iter().chain(&rendered.head.categories) {
            open(&mut xml, "category", &[("term", label)]);
            xml.push_str("</category>\n");
        }
        if !rendered.head.description.is_empty() {
            element(&mut xml, "summary", &rendered.head.description);
        }
        if let Some(article) = &rendered.article {
            let content = rebase_all(article.as_str(), root.as_deref().unwrap_or("./"), &site.baseurl);
            open(&mut xml, "content", &[("type", "html")]);
            text(&mut xml, &content, false);
            xml.push_str("</content>\n");
        }
        xml.push_str("</entry>\n");
    }
    xml.push_str("</feed>\n");
    xml
}

fn sitemap<'a>(site: &Site, posts: &[Post], lists: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    open(&mut xml, "urlset", &[("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")]);
    let mut add = |url: &str, date: Option<Date>| {
        xml.push_str("<url>");
        element(&mut xml, "loc", &absolute(site, url)?);
        if let Some(date) = date {
            element(&mut xml, "lastmod", &date.iso());
        }
        xml.push_str("</url>\n");
        Some(())
    };
    add("", posts.iter().filter_map(|post| post.date).max_by_key(Date::instant))?;
    for post in posts {
        if let Some(url) = &post.url {
            add(url, post.front_matter.last_updated.or(post.date))?;
        }
    }
    for url in lists {
        add(url, None)?;
    }
    xml.push_str("</urlset>\n");
    Some(xml)
}

/// A date as RFC 3339 wants it, with a time.
fn instant(date: Option<Date>) -> String {
    match date {
        None => "1970-01-01T00:00:00+00:00".into(),
        Some(date) if date.time.is_some() => date.iso(),
        Some(date) => date.iso() + "T00:00:00+00:00",
    }
}

/// A name for what has no address: always the same for the same thing.
fn urn(of: &[&str]) -> String {
    let digest = Sha256::digest(of.join("\n"));
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    // A UUID of version 8, whose bits mean what we say.
    format!("urn:uuid:{}-{}-8{}-a{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
}

fn open(xml: &mut String, name: &str, attributes: &[(&str, &str)]) {
    xml.extend(["<", name]);
    for (name, value) in attributes {
        xml.extend([" ", name, "=\""]);
        text(xml, value, true);
        xml.push('"');
    }
    xml.push('>');
}

fn element(xml: &mut String, name: &str, content: &str) {
    open(xml, name, &[]);
    text(xml, content, false);
    xml.extend(["</", name, ">\n"]);
}

fn link(xml: &mut String, rel: &str, kind: &str, href: &str) {
    open(xml, "link", &[("rel", rel), ("type", kind), ("href", href)]);
    xml.push_str("</link>\n");
}

/// Text without the characters that XML does not have.
fn text(xml: &mut String, content: &str, attribute: bool) {
    let has =
        |c: char| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}') || matches!(c, '\t' | '\n' | '\r');
    let content: String = content.chars().filter(|c| has(*c)).collect();
    escape_into(xml, &content, attribute);
}
