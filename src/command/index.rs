//! `postil index DIR`: what a site's pages need to know of all posts. [`run`] writes `DIR/posts/index.json`, fits
//! `DIR/index.html` to the site's configuration (`page.rs`), and writes its pages (`pages.rs`).
//!
//! The index is a JSON array of objects, newest post first; of posts with one date, the later name first; posts
//! without a date last. `name` is what stands after `?post=`, `url` the address of the post's page, `title` and
//! `date` (ISO 8601) come from the front matter or else from the file's name, `minutes` is the time to read it.
//! `description`, `tags`, `categories`, `featured`, `thumbnail`, `redirect`, `last_updated` and `lang` are as in
//! the front matter and left out where it has none. If there are more posts than a page of the list shows, an
//! object `{"older": ADDRESS}` follows, and behind it the featured posts among the others. Where no pages are written,
//! that address is `?page=2`, and `posts/index-2.json` and so on have the other posts, each behind an object
//! `{"newer": ADDRESS}`.
//!
//! Posts are the `.md` and `.html` files at any depth below `posts/`, but those whose own name or folder begins with `_` or
//! `.`, those that say `published: false`, and those with a date to come (unless the site says `future: true`).

use crate::jekyll;
use crate::listed;
use crate::look;
use crate::page::{self, Requests};
use crate::pages;
use crate::posts::{self, Hidden, Post};
use crate::template::Template;
use postil::diagnostic::Diagnostic;
use postil::inventory;
use postil::listing;
use postil::modules::Modules;
use postil::route::{RelativePath, relative_path};
use postil::site::{self, Site};
use postil::yaml::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

/// The most posts that one page of a list shows.
const MAX_LISTED: usize = 100;

/// What the command line says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    pub hidden: Hidden,
    /// Writes the index only.
    pub no_pages: bool,
}

/// Refreshes the site in `folder`; diagnostics go to stderr. Gives the number of posts that were rendered.
///
/// # Errors
/// If the folder is no site, or cannot be read or written.
pub fn run(folder: &Path, options: &Options) -> Result<usize, String> {
    let posts = folder.join("posts");
    let mut diagnostics = Vec::new();
    jekyll::adopt(folder, &mut diagnostics)?;
    if !posts.is_dir() {
        return Err(format!("{}: a site's folder holds a folder `posts`", folder.display()));
    }
    let explain = |path: &Path, error: io::Error| format!("{}: {error}", path.display());
    let configuration = configuration(folder);
    let (mut site, problems) = Site::parse(configuration.as_deref().unwrap_or(""), &Modules::native());
    let mut hidden = options.hidden;
    hidden.future |= site.get(&["future"]).is_some_and(Value::is_truthy);
    hidden.drafts |= site.get(&["show_drafts"]).is_some_and(Value::is_truthy);
    let collected = posts::collect(folder, &site, hidden);
    let (all, mut messages) = collected.map_err(|error| explain(&posts, error))?;
    let listed = posts::without_pages(&all);
    diagnostics.append(&mut messages);
    diagnostics.extend(problems);

    let html = folder.join("index.html");
    let page = html.is_file().then(|| fs::read_to_string(&html)).transpose();
    let page = page.map_err(|error| explain(&html, error))?;
    // Trunk serves its page with a script of its own; what is saved while it serves is shown by that page.
    let served = page.as_ref().is_some_and(|page| page.contains(".well-known/trunk/ws"));
    site.archives = page.is_some() && !served && !options.no_pages;

    let index = posts.join("index.json");
    let pieces = to_json(listed, site.archives, per_page(&site));
    let json = pieces.first().map_or("", String::as_str);
    write_if_new(&index, json).map_err(|error| explain(&index, error))?;
    write_older(folder, &pieces)?;
    let addresses: BTreeMap<&str, &String> = all
        .iter()
        .filter_map(|post| Some((post.name.as_str(), post.url.as_ref().filter(|_| site.archives)?)))
        .collect();
    let scholar = all.iter().filter_map(|post| post.front_matter.values.get("scholar"));
    let scholar: Vec<&Value> = scholar.chain(site.get(&["scholar"])).collect();
    let inventory = listed::inventory(folder, &scholar, |name| addresses.get(name).map(ToString::to_string));
    let everything = (pieces.len() > 1).then(|| listed::all_posts(listed, site.archives));
    for (path, text) in [(inventory::FILE, Some(inventory.write())), (inventory::ALL_POSTS, everything)] {
        let path = folder.join(path.as_str());
        let done = match text {
            Some(text) => write_if_new(&path, &text),
            None if path.is_file() => fs::remove_file(&path),
            None => Ok(()),
        };
        done.map_err(|error| explain(&path, error))?;
    }
    let mut rendered = 0;
    if let Some(page) = page {
        let requests = requests(folder, &site, &all);
        let fitted = page::fit(&look::dress(&page, folder, &site), &requests);
        match fitted.and_then(|page| Template::new(&page).map(|template| (page, template))) {
            Ok((_, template)) if site.archives => {
                let inventory = inventory.into();
                let configuration = configuration.as_deref();
                let source = pages::Source { folder, site: &site, configuration, inventory };
                rendered = pages::write(&source, &template, &requests, &all, json, &mut diagnostics)?;
            }
            Ok((page, template)) => {
                write_if_new(&html, template.empty(&page)).map_err(|error| explain(&html, error))?;
            }
            Err(message) => diagnostics.push(Diagnostic::new("index.html", 1, message)),
        }
    }
    // A mistake in a bibliography is one of all its posts.
    let mut said = BTreeSet::new();
    for diagnostic in diagnostics.iter().map(ToString::to_string) {
        if !said.contains(&diagnostic) {
            eprintln!("{diagnostic}");
            said.insert(diagnostic);
        }
    }
    Ok(rendered)
}

/// The site's configuration as text: `site.yml`, or else Jekyll's `_config.yml`.
fn configuration(folder: &Path) -> Option<String> {
    let mut files = ["site.yml", "_config.yml"].into_iter().map(|name| fs::read(folder.join(name)).ok());
    files.find_map(|bytes| bytes.map(|bytes| text_of(&bytes)))
}

/// A file's text as a browser reads it.
pub fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).into_owned()
}

/// How many posts a page of the list shows: `pagination.per_page`, by default jekyll-paginate's 10.
pub fn per_page(site: &Site) -> usize {
    let pagination = |key: &str| site.get(&["pagination", key]);
    let enabled = pagination("enabled").is_some_and(Value::is_truthy);
    let number = pagination("per_page").and_then(Value::text).and_then(|number| number.parse().ok());
    if enabled { number.unwrap_or(10).clamp(1, MAX_LISTED) } else { MAX_LISTED }
}

/// What the pages of the site in `folder` ask for at once. What is not there is not asked for in vain.
fn requests(folder: &Path, site: &Site, posts: &[Post]) -> Requests {
    let there = |path: &RelativePath| folder.join(path.as_str()).is_file();
    let bibliography = |named: Option<&str>| {
        let places = site.scholar.bibliography_paths(named).unwrap_or_default();
        places.into_iter().find(there).map(RelativePath::into_string)
    };
    let usual = bibliography(None);
    let own = posts.iter().flat_map(|post| {
        let named = post.front_matter.bibliography.as_deref();
        let own =
            named.and_then(|named| bibliography(Some(named))).filter(|path| Some(path) != usual.as_ref());
        let modules = post.modules.each().flat_map(|module| module.files());
        let modules = modules.filter(|name| folder.join(name).is_file());
        own.into_iter().chain(modules).map(|path| (post.name.clone(), path)).collect::<Vec<_>>()
    });
    let own = own.collect();
    let fixed =
        [relative_path(site::FILE), Some(site.scholar.style.clone()), Some(site.scholar.locale.clone())];
    let fixed = fixed.into_iter().flatten().filter(there).map(RelativePath::into_string);
    // What reading the configuration needs is needed by all.
    let modules = site.needs.each().flat_map(|module| module.files());
    let modules = modules.filter(|name| folder.join(name).is_file());
    Requests { all: fixed.chain(usual).chain(modules).collect(), own }
}

/// The index of these posts, one post a line, so that differences are readable: `posts/index.json`, and the pages of
/// the list behind it where none are `written`.
fn to_json(posts: &[Post], written: bool, per_page: usize) -> Vec<String> {
    let count = if written { 1 } else { posts.len().div_ceil(per_page).max(1) };
    let page = |number: usize| {
        let address = |number: usize| match (written, number) {
            (_, 1) => "./".into(),
            (true, _) => pages::nth("", number),
            (false, _) => format!("?page={number}"),
        };
        let link =
            |key: &str, number: usize| ["{\"", key, "\": ", &posts::quoted(&address(number)), "}"].concat();
        let (_, rest) = posts.split_at(((number - 1) * per_page).min(posts.len()));
        let (shown, rest) = rest.split_at(per_page.min(rest.len()));
        let mut lines: Vec<String> = Vec::new();
        if number > 1 {
            lines.push(link("newer", number - 1));
        }
        lines.extend(shown.iter().map(|post| post.to_json(written)));
        if !rest.is_empty() {
            lines.push(link("older", number + 1));
        }
        if number == 1 {
            let featured = rest.iter().filter(|post| post.front_matter.featured);
            lines.extend(featured.map(|post| post.to_json(written)));
        }
        format!("[\n{}\n]\n", lines.join(",\n"))
    };
    (1..=count).map(page).collect()
}

/// Writes the pages of the index behind the first, and takes away those that there are not any more.
fn write_older(folder: &Path, pages: &[String]) -> Result<(), String> {
    for number in 2.. {
        let Some(path) = listing::older(number).map(|path| folder.join(path.as_str())) else { break };
        let ours = || fs::read_to_string(&path).is_ok_and(|text| text.starts_with("[\n{\"newer\""));
        let done = match pages.get(number - 1) {
            Some(json) => write_if_new(&path, json),
            None if ours() => fs::remove_file(&path),
            None => break,
        };
        done.map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

/// Writes a file unless it is already so: what watches it is not woken for nothing.
pub fn write_if_new(path: &Path, content: impl AsRef<[u8]>) -> io::Result<()> {
    let content = content.as_ref();
    // The size tells most that have changed, without reading them.
    let same = fs::metadata(path).is_ok_and(|about| about.len() == content.len() as u64)
        && fs::read(path).is_ok_and(|old| old == content);
    if same { Ok(()) } else { fs::write(path, content) }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use std::path::PathBuf;

    fn index(sources: &[(&str, &str)]) -> (serde_json::Value, Vec<String>) {
        let (posts, diagnostics) = crate::posts::tests::posts(sources);
        let json = serde_json::from_str(&to_json(&posts, true, 10)[0]).expect("valid JSON");
        (json, diagnostics)
    }

    #[test]
    fn lists_newest_first() {
        let (json, _) = index(&[
            ("undated", "no front matter"),
            ("2024-01-02-a", "---\ntitle: A\n---\n"),
            ("b", "---\ndate: 2024-01-02 10:00:00 +0100\n---\n"),
            ("2024-01-02-c", "---\ntitle: C\n---\n"),
            ("deep/2025-06-07-d", "---\ndate: 2020-01-01\n---\n"),
        ]);
        let names: Vec<_> =
            json.as_array().expect("a list").iter().map(|post| post["name"].as_str()).collect();
        let wanted = ["b", "2024-01-02-c", "2024-01-02-a", "deep/2025-06-07-d", "undated"].map(Some);
        assert_eq!(names, wanted);
    }

    #[test]
    fn the_index_does_not_grow_with_its_site() {
        let names: Vec<String> = (0..1000).map(|day| format!("{}-01-01-x", 1000 + day)).collect();
        let mut sources: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "text")).collect();
        sources[5].1 = "---\nfeatured: true\n---\n";
        let (json, _) = index(&sources);
        let json = json.as_array().expect("a list");
        assert_eq!(json.len(), 12);
        assert_eq!((&json[9]["name"], &json[10]["older"]), (&"1990-01-01-x".into(), &"page/2/".into()));
        assert_eq!(json[11]["name"], "1005-01-01-x");
    }

    #[test]
    fn without_pages_older_posts_are_in_further_files() {
        let posts: Vec<(String, String)> =
            (0..250).map(|post| (format!("posts/{}-01-01-x.md", 1000 + post), "text".into())).collect();
        let files: Vec<(&str, &str)> =
            posts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let site = Folder::with("older", &files);
        fs::write(site.0.join("posts/index-9.json"), "mine").expect("a file");
        run(&site.0, &Options::default()).expect("a site");
        let page = |number| listing::parse(&site.read(&format!("posts/index-{number}.json")));
        let (second, third) = (page(2).expect("a page"), page(3).expect("a page"));
        assert_eq!((second.posts.len(), third.posts.len()), (100, 50));
        assert_eq!((second.newer.as_deref(), second.older.as_deref()), (Some("./"), Some("?page=3")));
        assert_eq!((third.newer.as_deref(), third.older.as_deref()), (Some("?page=2"), None));
        for (path, _) in &posts[..150] {
            fs::remove_file(site.0.join(path)).expect("removed");
        }
        run(&site.0, &Options::default()).expect("a site");
        assert!(!site.0.join("posts/index-2.json").exists() && !site.0.join("posts/index-3.json").exists());
        assert_eq!(site.read("posts/index-9.json"), "mine");
    }

    #[test]
    fn writes_what_the_front_matter_says() {
        let source = "---\ntitle: \"A \\\"B\\\" \\\\ c\\td\"\ndate: 2024-12-05 15:09:00\ntags: x y\n\
                      categories: [a b]\nfeatured: true\ndescription: Ünïcode 😀\nredirect: /x\n---\nbody";
        let (json, diagnostics) =
            index(&[("2024-12-05-reading-LIST", source), ("2024-12-04-on-reading", "")]);
        assert!(diagnostics.is_empty());
        assert_eq!(
            json[0],
            serde_json::json!({
                "name": "2024-12-05-reading-LIST", "url": "blog/2024/reading-LIST/", "minutes": 1, "title": "A \"B\" \\ c\td", "date": "2024-12-05T15:09:00+00:00",
                "description": "Ünïcode 😀", "redirect": "/x", "tags": ["x", "y"], "categories": ["a b"],
                "featured": true,
            })
        );
        let plain = serde_json::json!({
            "name": "2024-12-04-on-reading", "url": "blog/2024/on-reading/", "title": "On Reading",
            "date": "2024-12-04", "minutes": 1,
        });
        assert_eq!(json[1], plain);
    }

    /// A site's folder with these files, gone when the test ends.
    pub struct Folder(pub PathBuf);

    impl Folder {
        pub fn with(name: &str, files: &[(&str, &str)]) -> Folder {
            let folder = std::env::temp_dir().join(format!("postil-{name}-{}", std::process::id()));
            for (path, text) in files {
                let path = folder.join(path);
                fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                fs::write(path, text).expect("a file");
            }
            Folder(folder)
        }

        pub fn read(&self, path: &str) -> String {
            fs::read_to_string(self.0.join(path)).expect(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    pub const PAGE: &str = "<meta http-equiv=Content-Security-Policy content=\"script-src 'self'\">\
        <meta name=postil:first-requests><meta name=postil:own-requests><meta name=description>\
        <meta name=postil:root><meta name=postil:page><title>T</title><script data-js=./p.js>1</script><body>";

    #[test]
    fn refreshes_a_site() {
        let site = Folder::with(
            "index",
            &[
                ("index.html", PAGE),
                (
                    "_config.yml",
                    "scholar:\n  style: ieee\n  source: /_bibliography/\n  bibliography: papers.bib\n",
                ),
                ("_bibliography/papers.bib", ""),
                ("csl/ieee.csl", ""),
                ("posts/2024-01-02-a.md", "---\ntitle: A\nbibliography: a.bib\n---\n"),
                ("posts/2024-01-03-b.md", "---\ntitle: B\nbibliography: none.bib\n---\n"),
                ("posts/a.bib", ""),
                ("posts/deep/c.md", "C"),
                ("posts/_drafts/d.md", "D"),
                ("posts/_e.md", "E"),
                ("posts/.f.md", "F"),
                ("posts/g.txt", "G"),
            ],
        );
        run(&site.0, &Options::default()).expect("a site");
        let json: serde_json::Value = serde_json::from_str(&site.read("posts/index.json")).expect("JSON");
        let names: Vec<_> =
            json.as_array().expect("a list").iter().map(|post| post["name"].as_str()).collect();
        assert_eq!(names, ["2024-01-03-b", "2024-01-02-a", "deep/c"].map(Some));
        let page = site.read("index.html");
        // site.yml and the locale are not there.
        assert!(
            page.contains("first-requests\" content=\"csl/ieee.csl _bibliography/papers.bib\""),
            "{page}"
        );
        assert!(page.contains("own-requests\" content=\"2024-01-02-a=posts/a.bib\""), "{page}");
        assert!(page.contains("script-src 'self' 'sha256-"), "{page}");
    }

    #[test]
    fn pages_feed_and_sitemap_are_written() {
        let site = Folder::with(
            "pages",
            &[
                ("index.html", PAGE),
                ("site.yml", "title: T & U\nurl: https://me.org\nbaseurl: /b\npermalink: /:year/:title/\n"),
                (
                    "posts/2024-01-02-a.md",
                    "---\nlayout: post\ntitle: A <B>\ntags: x\n---\nSee ![p](/b/assets/p.png) {% cite k %}. A\u{1}B",
                ),
                (
                    "posts/2024-01-03-b.md",
                    "---\nlayout: post\npermalink: /a-b/c.html\n---\nAgain {% cite k %}",
                ),
                ("posts/2999-01-01-later.md", "not yet"),
                ("posts/references.bib", "@book{k, author={Ann Lee}, title={K}, year=2001}"),
                ("csl/apa.csl", include_str!("../../csl/apa.csl")),
                ("csl/locales-en-US.xml", include_str!("../../csl/locales-en-US.xml")),
                ("posts/2020-01-01-c.md", "---\npermalink: /a-b/c.html\n---\nHidden?"),
                ("posts/2019-01-01-d.md", "---\nlayout: post\n---\n{% bibliography --file other %}"),
                ("posts/other.bib", "@book{o, author={Bo Ray}, title={O}, year=2002}"),
                ("robots.txt", "mine"),
            ],
        );
        run(&site.0, &Options::default()).expect("a site");
        let post = site.read("2024/a/index.html");
        for part in [
            "<meta name=\"postil:root\" content=\"../../\">",
            "<meta name=\"postil:page\" content=\"post 2024-01-02-a\">",
            "<link rel=\"canonical\" href=\"https://me.org/b/2024/a/\">",
            "<title>A &lt;B&gt; | T &amp; U</title>",
            "\"headline\": \"A \\u003cB>\"",
            "src=\"../../assets/p.png\"",
            "(Lee, 2001)",
            "data-works=\"k k 1\"",
            "<a href=\"../../a-b/c.html\" rel=\"next\">",
        ] {
            assert!(post.contains(part), "{part}\n{post}");
        }
        assert!(site.read("a-b/c.html").contains("<meta name=\"postil:root\" content=\"../\">"));
        let feed = site.read("feed.xml");
        for part in [
            "<id>https://me.org/b/2024/a/</id>",
            "<title>A &lt;B&gt;</title>",
            "src=\"https://me.org/b/assets/p.png\"",
            "<updated>2024-01-03T00:00:00+00:00</updated>",
            "<category term=\"x\">",
        ] {
            assert!(feed.contains(part), "{part}\n{feed}");
        }
        assert!(!feed.contains('\u{1}') && feed.matches("<entry").count() == 4);
        let sitemap = site.read("sitemap.xml");
        for url in ["", "2024/a/", "a-b/c.html", "blog/tag/x/", "works/", "works/k/"] {
            assert!(sitemap.contains(&format!("<loc>https://me.org/b/{url}</loc>")), "{url}\n{sitemap}");
        }
        let work = site.read("works/k/index.html");
        assert!(work.contains("Again <a href=\"../../a-b/c.html#cite-1\">(Lee, 2001)</a>"), "{work}");
        // What only the tags name is named by the stamp, so that the page looks whether it has changed.
        let other = site.read("2019/d/index.html");
        assert!(
            other.contains(" posts/other.bib=b361d51cdff4dcfd\"><div") && other.contains("Ray, B. (2002)"),
            "{other}"
        );
        assert_eq!(site.read("robots.txt"), "mine");
        let json: serde_json::Value = serde_json::from_str(&site.read("posts/index.json")).expect("JSON");
        assert_eq!((&json[0]["url"], &json[2]["url"]), (&"a-b/c.html".into(), &serde_json::Value::Null));
        assert!(site.read("2024/a/index.html").contains("href=\"../../?post=2020-01-01-c\" rel=\"prev\""));
        assert!(!site.read("posts/index.json").contains("later"));
        assert!(site.read("404.html").contains("content=\"missing\""));
        run(&site.0, &Options { no_pages: true, ..Options::default() }).expect("a site");
        assert!(site.read("index.html").contains("postil:page\" content=\"\""));
        assert!(!site.read("posts/index.json").contains("\"url\""));
    }

    #[test]
    fn a_site_has_posts_and_may_lack_a_page() {
        let site = Folder::with("no-page", &[("posts/a.md", "A")]);
        assert_eq!(run(&site.0, &Options::default()), Ok(0));
        assert!(site.read("posts/index.json").contains("\"name\": \"a\", \"title\": \"A\""));
        assert!(run(&site.0.join("posts"), &Options::default()).is_err());
    }

    #[test]
    fn reports_and_goes_on() {
        let (json, diagnostics) = index(&[
            ("broken", "---\ntitle: kept\ntags: [a\n---\n"),
            ("draft", "---\npublished: false\n---\n"),
            ("a\\b", ""),
        ]);
        assert_eq!(json.as_array().map(Vec::len), Some(1));
        assert_eq!(json[0]["title"], "kept");
        assert!(diagnostics[0].starts_with("posts/broken.md:"), "{diagnostics:?}");
        assert!(diagnostics[1].starts_with("posts/a\\b.md:1:"), "{diagnostics:?}");
    }
}
