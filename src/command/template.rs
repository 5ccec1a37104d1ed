//! The site's `index.html` as the mould of all its pages. [`Template::new`] takes it, [`Template::fill`] makes a
//! page, [`Template::lost`] the one for addresses that do not exist.

use crate::page::{allow_scripts, set_content, tags, value};
use postil::article;
use postil::html::{Html, escaped, settle};

/// What `postil index` adds to the head of a page, so that it finds it again.
const ADDED: [&str; 2] = ["<!--postil-->", "<!--/postil-->"];
/// The body of a page that is not written: the program fills it.
const EMPTY: &str = "<p class=\"loading\">Loading…</p>\n<noscript>This page needs JavaScript and WebAssembly. \
    Its texts are plain Markdown files in the folder posts.</noscript>";
const LOST: &str = "<p class=\"loading\">Loading…</p>\n<noscript><h1>There is no such page</h1></noscript>";

/// A page to be written.
#[derive(Default)]
pub struct Page {
    /// What it shows: see `src/page/written.rs`.
    pub about: String,
    /// Its file, from the site's folder.
    pub file: String,
    pub lang: String,
    /// `rtl` or `ltr`.
    pub dir: &'static str,
    pub title: String,
    pub description: String,
    /// What else is in its head.
    pub head: Html,
    /// `postil:own-requests`, where not that of the site.
    pub own_requests: Option<String>,
    /// Everything between `<body>` and `</body>`, its addresses from the site's folder.
    pub body: Html,
    pub baseurl: String,
}

/// An `index.html` that `page::fit` has been through, and the hash of what it has by itself.
pub struct Template(String, u64);

impl Template {
    /// The page without what was written into it.
    pub fn new(html: &str) -> Result<Template, String> {
        let mut html = html.to_owned();
        if let (Some(start), Some(end)) = (html.find(ADDED[0]), html.find(ADDED[1])) {
            html.replace_range(start..(end + ADDED[1].len()).max(start), "");
        }
        let html = set_content(&html, "name", "postil:root", |_| "./".into())?;
        let html = set_content(&html, "name", "postil:page", |_| String::new())?;
        let html = set_content(&html, "name", "description", |_| String::new())?;
        // The page without what [`Template::fill`] writes over.
        let template = Template(html, 0);
        let empty = template.fill(&Page { own_requests: Some(String::new()), ..Page::default() })?;
        Ok(Template(template.0, article::hash(Some(&empty))))
    }

    /// What differs if [`Template::fill`] makes another page, which has `own_requests`.
    pub fn stamp(&self, page: &Page) -> String {
        let Page { about, file, lang, dir, title, description, head, own_requests, body, baseurl } = page;
        let texts: [&str; 9] =
            [about, file, lang, dir, title, description, head.as_str(), body.as_str(), baseurl];
        let texts = texts.map(Some).into_iter().chain([own_requests.as_deref()]);
        article::stamp_of(texts.map(article::hash).chain([self.1]))
    }

    /// The page for a site whose pages are not written.
    pub fn empty(&self, html: &str) -> String {
        // What its author wrote there stays.
        if html.contains(ADDED[0]) { with_body(&self.0, EMPTY) } else { html.to_owned() }
    }

    /// A page of the site.
    pub fn fill(&self, page: &Page) -> Result<String, String> {
        let depth = page.file.matches('/').count();
        let root = if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
        let html = self.head(page, &root)?;
        // Links, pictures and frames of the head as well as of the body.
        let mut moved = html.clone();
        for tag in tags(&html, "link").into_iter().chain(tags(&html, "script")).rev_by_place() {
            moved.replace_range(tag.clone(), &settle(&html[tag], if depth == 0 { "" } else { &root }, ""));
        }
        Ok(with_body(&moved, &settle(page.body.as_str(), &root, &page.baseurl)))
    }

    fn head(&self, page: &Page, root: &str) -> Result<String, String> {
        let html = set_content(&self.0, "name", "postil:root", |_| root.into())?;
        let html = set_content(&html, "name", "postil:page", |_| page.about.clone())?;
        let html = set_content(&html, "name", "description", |_| escaped(&page.description))?;
        let mut html = match &page.own_requests {
            Some(own) => set_content(&html, "name", "postil:own-requests", |_| own.clone())?,
            None => html,
        };
        if let Some(tag) = tags(&html, "html").into_iter().next() {
            let place = tag.place.clone();
            let tag = ["<html lang=\"", &escaped(&page.lang), "\" dir=\"", page.dir, "\">"].concat();
            html.replace_range(place, &tag);
        }
        let (start, end) = title(&html).ok_or("the page has no <title>")?;
        let title = Html::from_text(&page.title);
        let title = ["<title>", title.as_str(), "</title>", ADDED[0], page.head.as_str(), ADDED[1]].concat();
        html.replace_range(start..end, &title);
        Ok(html)
    }

    /// `404.html`, called `title`, which servers give for addresses of any depth: it finds the site's folder by
    /// itself.
    pub fn lost(&self, script: &str, title: &str) -> Result<String, String> {
        let mut html = set_content(&self.0, "name", "postil:root", |_| String::new())?;
        let (start, end) = self::title(&html).ok_or("the page has no <title>")?;
        html.replace_range(start..end, &["<title>", Html::from_text(title).as_str(), "</title>"].concat());
        html = set_content(&html, "name", "postil:page", |_| "missing".into())?;
        let mut css = Vec::new();
        let links = tags(&html, "link");
        let mut kept = html.clone();
        for tag in links.iter().rev() {
            let text = |name| value(tag, name).map(|place| &html[place]).unwrap_or_default();
            if matches!(text("rel"), "stylesheet" | "preload") {
                kept.replace_range(tag.place.clone(), "");
                css.extend(Some(text("href").to_owned()).filter(|_| text("rel") == "stylesheet"));
            }
        }
        css.reverse();
        let boot = tags(&kept, "script").into_iter().find(|tag| value(tag, "data-js").is_some());
        let boot = boot.ok_or("the page has no <script data-js>")?.place.start;
        kept.insert_str(boot + "<script".len(), " type=\"text/plain\"");
        let script = ["<script data-css=\"", &escaped(&css.join(" ")), "\">\n", script, "</script>"].concat();
        allow_scripts(&with_body(&kept, &[LOST, "\n", &script].concat()))
    }
}

/// Places from the last to the first, so that replacing one does not move the others.
trait RevByPlace {
    fn rev_by_place(self) -> Vec<std::ops::Range<usize>>;
}

impl<'a, I: Iterator<Item = crate::page::Tag<'a>>> RevByPlace for I {
    fn rev_by_place(self) -> Vec<std::ops::Range<usize>> {
        let mut places: Vec<_> = self.map(|tag| tag.place).collect();
        places.sort_by_key(|place| std::cmp::Reverse(place.start));
        places
    }
}

fn title(html: &str) -> Option<(usize, usize)> {
    let start = tags(html, "title").into_iter().next()?.place.start;
    let end = html[start..].find("</title>")?;
    Some((start, start + end + "</title>".len()))
}

fn with_body(html: &str, body: &str) -> String {
    let start = tags(html, "body").into_iter().next().map_or(html.len(), |tag| tag.place.end);
    let end = html.rfind("</body>").filter(|end| *end >= start).unwrap_or(html.len());
    [&html[..start], "\n", body, "\n", &html[end..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = "<!doctype html><html lang=en><head>\
        <meta http-equiv=Content-Security-Policy content=\"script-src 'self'\">\
        <meta name=postil:first-requests content=x><meta name=postil:own-requests content=\"a=b\">\
        <meta name=postil:root content=./><meta name=postil:page content=''><meta name=description content=''>\
        <title>T</title><link rel=preload href=./p.wasm><script data-js=\"./p.js\">if (a < b) '<link href=x>'</script>\
        <link rel=stylesheet href=./s.css><link rel=icon href=data:,></head><body>old</body></html>";

    fn page(file: &str) -> Page {
        Page {
            about: "post x".into(),
            file: file.into(),
            lang: "de".into(),
            dir: "ltr",
            title: "A & B".into(),
            description: "say \"hi\"".into(),
            head: Html::from_author("<link rel=canonical href=https://x/>"),
            own_requests: None,
            body: Html::from_author("<a href=\"?post=y\" style=\"a\">"),
            baseurl: String::new(),
        }
    }

    #[test]
    fn a_page_in_a_folder_leads_back_to_the_sites() {
        let template = Template::new(INDEX).expect("a template");
        let html = template.fill(&page("blog/x/index.html")).expect("a page");
        for part in [
            "<html lang=\"de\" dir=\"ltr\">",
            "postil:root\" content=\"../../\"",
            "postil:page\" content=\"post x\"",
            "content=\"say &quot;hi&quot;\"",
            "<title>A &amp; B</title><!--postil--><link rel=canonical href=https://x/><!--/postil-->",
            "href=../../s.css",
            "href=../../p.wasm",
            "href=data:,",
            "data-js=\"./p.js\">if (a < b) '<link href=x>'</script>",
            "<body>\n<a href=\"../../?post=y\" data-style=\"a\">\n</body></html>",
        ] {
            assert!(html.contains(part), "{part}\n{html}");
        }
    }

    #[test]
    fn what_was_written_into_the_front_page_is_taken_out_again() {
        let template = Template::new(INDEX).expect("a template");
        let once = template.fill(&page("index.html")).expect("a page");
        let again = Template::new(&once).and_then(|template| template.fill(&page("index.html")));
        assert_eq!(again.as_ref(), Ok(&once));
        assert!(once.contains("href=./s.css") && once.contains("<a href=\"./?post=y\""), "{once}");
        let empty = Template::new(&once).expect("a template").empty(&once);
        assert!(empty.contains("Loading…") && empty.contains("postil:page\" content=\"\""), "{empty}");
        assert_eq!(template.empty(INDEX), INDEX);
    }

    #[test]
    fn the_page_for_lost_addresses_loads_nothing_before_it_knows_where() {
        let html = Template::new(INDEX)
            .and_then(|template| template.lost("find()", "Not found | T"))
            .expect("a page");
        assert!(html.contains("<script type=\"text/plain\" data-js=\"./p.js\">"), "{html}");
        assert!(html.contains("<script data-css=\"./s.css\">\nfind()</script>"), "{html}");
        assert!(!html.contains("preload") && !html.contains("rel=stylesheet"), "{html}");
        assert_eq!(html.matches("'sha256-").count(), 2, "{html}");
    }
}
