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

use crate::files::{explain, read_text, write_if_new};
use crate::front::{per_page, to_json, write_older};
use crate::jekyll;
use crate::listed;
use crate::look;
use crate::page;
use crate::pages;
use crate::posts::{self, Hidden, Post};
use crate::requests::Requests;
use crate::template::Template;
use postil::diagnostic::Diagnostic;
use postil::inventory::{self, Inventory};
use postil::listing;
use postil::modules::Modules;
use postil::site::Site;
use postil::words::Words;
use postil::yaml::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The front page, of which all others are made.
const HOME: &str = "index.html";
/// Tells GitHub to leave the files of a site as they are.
const NO_JEKYLL: &str = ".nojekyll";

/// What the command line says.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub hidden: Hidden,
    /// Writes the index only.
    pub no_pages: bool,
    /// The folder of what is remembered for the next run; without one, every run renders all anew.
    pub memory: Option<PathBuf>,
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
    let configuration = configuration(folder);
    let (mut site, problems) = Site::parse(configuration.as_deref().unwrap_or(""), &Modules::native());
    site.words = words(folder, &site, &mut diagnostics);
    let mut hidden = options.hidden;
    hidden.future |= site.get(&["future"]).is_some_and(Value::is_truthy);
    hidden.drafts |= site.get(&["show_drafts"]).is_some_and(Value::is_truthy);
    let (all, mut messages) =
        posts::collect(folder, &site, hidden).map_err(|error| explain(&posts, error))?;
    diagnostics.append(&mut messages);
    diagnostics.extend(problems);

    let html = folder.join(HOME);
    let page = html.is_file().then(|| fs::read_to_string(&html)).transpose();
    let page = page.map_err(|error| explain(&html, error))?;
    // Trunk serves its page with a script of its own; what is saved while it serves is shown by that page.
    let served = page.as_ref().is_some_and(|page| page.contains(".well-known/trunk/ws"));
    site.archives = page.is_some() && !served && !options.no_pages;

    let (index, inventory) = write_lists(folder, &site, &all)?;
    let mut rendered = 0;
    if let Some(page) = page {
        let requests = Requests::of(folder, &site, &all);
        let source = pages::Source {
            folder,
            site: &site,
            configuration: configuration.as_deref(),
            inventory: inventory.into(),
            includes: &requests.includes.join("\n"),
            memory: options.memory.as_deref(),
        };
        rendered = write_pages(&source, &page, &requests, &all, &index, &mut diagnostics)?;
    } else if !options.no_pages {
        let message = "there is no such page, so no others are written: copy the files of a built site here";
        diagnostics.push(Diagnostic::new(HOME, 1, message));
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

/// Writes what a server cannot list: the index, whose text it gives, and the inventory of the site's files.
fn write_lists(folder: &Path, site: &Site, all: &[Post]) -> Result<(String, Inventory), String> {
    let listed = posts::without_pages(all);
    let pieces = to_json(listed, site.archives, per_page(site));
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        write_if_new(&path, text).map_err(|error| explain(&path, error))
    };
    write(listing::FILE, pieces.first().map_or("", String::as_str))?;
    write_older(folder, &pieces)?;

    let paged = all.iter().filter(|_| site.archives);
    let addresses = paged.filter_map(|post| Some((post.name.as_str(), post.url.clone()?)));
    let addresses: BTreeMap<&str, String> = addresses.collect();
    let scholar = all.iter().filter_map(|post| post.front_matter.values.get("scholar"));
    let scholar: Vec<&Value> = scholar.chain(site.get(&["scholar"])).collect();
    let inventory = listed::inventory(folder, &scholar, |name| addresses.get(name).cloned());
    write(inventory::FILE.as_str(), &inventory.write())?;

    let everything = folder.join(inventory::ALL_POSTS.as_str());
    if pieces.len() > 1 {
        write(inventory::ALL_POSTS.as_str(), &listed::all_posts(listed, site.archives))?;
    } else if everything.is_file() {
        fs::remove_file(&everything).map_err(|error| explain(&everything, error))?;
    }
    Ok((pieces.into_iter().next().unwrap_or_default(), inventory))
}

/// Fits the site's `page` to it, and writes all others where the site is to have them. Gives the number of posts that
/// were rendered; `index` is the text of `posts/index.json`.
fn write_pages(
    source: &pages::Source,
    page: &str,
    requests: &Requests,
    all: &[Post],
    index: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<usize, String> {
    let fitted = page::fit(&look::dress(page, source.folder, source.site), requests);
    let mut rendered = 0;
    match fitted.and_then(|page| Template::new(&page).map(|template| (page, template))) {
        Ok((_, template)) if source.site.archives => {
            rendered = pages::write(source, &template, requests, all, index, diagnostics)?;
        }
        Ok((page, template)) => {
            let html = source.folder.join(HOME);
            write_if_new(&html, template.empty(&page)).map_err(|error| explain(&html, error))?;
        }
        Err(message) => diagnostics.push(Diagnostic::new(HOME, 1, message)),
    }
    // GitHub's pages of a branch go through its Jekyll otherwise, which would keep posts' files to itself.
    let plain = source.folder.join(NO_JEKYLL);
    write_if_new(&plain, "").map_err(|error| explain(&plain, error))?;
    Ok(rendered)
}

/// The site's configuration as text: `site.yml`, or else Jekyll's `_config.yml`.
fn configuration(folder: &Path) -> Option<String> {
    ["site.yml", "_config.yml"].into_iter().find_map(|name| read_text(&folder.join(name)))
}

/// The page's own words in the language of the site.
fn words(folder: &Path, site: &Site, diagnostics: &mut Vec<Diagnostic>) -> Words {
    let Some(table) = &site.table else { return Words::default() };
    let text = read_text(&folder.join(table.as_str()));
    if text.is_none() && site.get(&["words"]).is_some() {
        diagnostics.push(Diagnostic::new(
            table.as_str(),
            1,
            "this file is not there, so the page's own words are English",
        ));
    }
    Words::new(text.map(Arc::from))
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::files::tests::Folder;

    pub const PAGE: &str = "<meta http-equiv=Content-Security-Policy content=\"script-src 'self'\">\
        <meta name=postil:first-requests><meta name=postil:own-requests><meta name=postil:includes><meta name=description>\
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
        // Where each page is, and the bibliographies of posts that have their own.
        let own = "own-requests\" content=\"2024-01-03-b=2024/01/03/b.html 2024-01-02-a=2024/01/02/a.html \
            2024-01-02-a=posts/a.bib deep/c=c.html\"";
        assert!(page.contains(own), "{page}");
        assert!(page.contains("script-src 'self' 'sha256-"), "{page}");
    }

    #[test]
    fn files_are_read_as_the_page_reads_them() {
        let site = Folder::with("latin", &[("index.html", PAGE), ("site.yml", "")]);
        fs::create_dir_all(site.0.join("posts")).expect("a folder");
        fs::write(site.0.join("posts/2024-01-02-a.md"), b"---\ntitle: Caf\xE9\n---\n\x93Cr\xE8me\x94")
            .expect("a file");
        run(&site.0, &Options::default()).expect("a site");
        assert!(site.read("posts/index.json").contains("Café"));
        let feed = site.read("feed.xml");
        assert!(feed.contains("“Crème”"), "{feed}");
    }

    #[test]
    fn dependent_styles_bring_their_parent_and_language() {
        const DEPENDENT: &str = "<style default-locale='de-DE'><info>\n\
            <link rel='independent-parent' href='http://www.zotero.org/styles/apa'/></info></style>";
        let apa = ("csl/apa.csl", include_str!("../../csl/apa.csl"));
        let german = (
            "csl/locales-de-DE.xml",
            "<locale xml:lang='de-DE'><terms><term name='and'>und</term></terms></locale>",
        );
        let files = [
            ("index.html", PAGE),
            ("site.yml", "permalink: /:year/:title/\nscholar:\n  style: some-journal\n"),
            ("csl/some-journal.csl", DEPENDENT),
            ("csl/locales-en-US.xml", include_str!("../../csl/locales-en-US.xml")),
            ("posts/references.bib", "@book{k, author={Ann Lee and Bo Ray}, title={K}, year=2001}"),
            (
                "posts/2024-01-02-a.md",
                "---\nlayout: post\n---\n{% cite k --style ieee %} {% cite k --text x %}",
            ),
            ("posts/2024-01-03-b.md", "---\nlayout: post\nscholar:\n  style: other\n---\n{% cite k %}"),
            ("csl/other.csl", DEPENDENT),
        ];
        let first = "first-requests\" content=\"site.yml csl/some-journal.csl csl/locales-en-US.xml";
        let with = Folder::with("dependent", &[&files[..], &[apa, german]].concat());
        run(&with.0, &Options::default()).expect("a site");
        let page = with.read("index.html");
        let all = [first, " csl/apa.csl csl/locales-de-DE.xml posts/references.bib\""].concat();
        assert!(page.contains(&all), "{page}");
        let post = with.read("2024/b/index.html");
        let own = "own-requests\" content=\"2024-01-03-b=csl/other.csl\"";
        assert!(post.contains(own), "{post}");
        assert!(post.contains("(Lee und Ray, 2001)") || post.contains("(Lee &amp; Ray, 2001)"), "{post}");

        run(&with.0, &Options { no_pages: true, ..Options::default() }).expect("a site");
        let page = with.read("index.html");
        assert!(page.contains(own), "{page}");

        let without = Folder::with("orphan", &files);
        run(&without.0, &Options::default()).expect("a site");
        let post = without.read("2024/b/index.html");
        let said = "csl/other.csl:2: this style is another's, csl/apa.csl, which is not there";
        assert!(post.contains(said), "{post}");
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
        let stamp = postil::article::stamp(&[Some(&site.read("posts/other.bib"))]);
        let named = [" posts/other.bib=", &stamp, "\"><div"].concat();
        assert!(other.contains(&named) && other.contains("Ray, B. (2002)"), "{other}");
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
    fn a_page_speaks_the_language_of_what_it_shows() {
        let post = |lang: &str, title: &str| {
            let related = "related_publications: true\ntags: x";
            ["---\nlayout: post\n", lang, "title: ", title, "\n", related, "\n---\n{% cite k %}"].concat()
        };
        let (german, english) = (post("", "A"), post("lang: en-GB\n", "B"));
        let files = [
            ("index.html", PAGE),
            ("site.yml", "title: T\nlang: de-AT\n"),
            ("words/de.txt", include_str!("../../words/de.txt")),
            ("posts/2024-05-02-a.md", &*german),
            ("posts/2024-05-03-b.md", &*english),
            ("posts/references.bib", "@book{k, title={K}, year=2001}"),
            ("csl/apa.csl", include_str!("../../csl/apa.csl")),
            ("csl/locales-en-US.xml", include_str!("../../csl/locales-en-US.xml")),
        ];
        let site = Folder::with("words", &files);
        let check = |file: &str, parts: &[&str]| {
            let html = site.read(file);
            parts.iter().for_each(|part| assert!(html.contains(part), "{file}: {part}\n{html}"));
        };
        run(&site.0, &Options::default()).expect("a site");
        check(
            "index.html",
            &["2. Mai 2024", "1 Min. Lesezeit", "data-words=\"words/de.txt\"", " words/de.txt "],
        );
        check("2024/05/02/a.html", &[">Literatur</h2>", "Verwandte Beiträge", "data-words=\"words/de.txt\""]);
        check("works/k/index.html", &["Zitiert in"]);
        check("blog/tag/x/index.html", &["Beiträge mit diesem Schlagwort"]);
        let html = site.read("2024/05/03/b.html");
        assert!(
            html.contains(">References</h2>")
                && html.contains("Related posts")
                && !html.contains("data-words")
        );

        let own = "title: T\nlang: de\nwords: posts/words.txt\n";
        fs::write(site.0.join("site.yml"), own).expect("a file");
        fs::write(site.0.join("posts/words.txt"), "References = Quellen\n").expect("a file");
        run(&site.0, &Options::default()).expect("a site");
        check("2024/05/02/a.html", &[">Quellen</h2>", "Related posts", "data-words=\"posts/words.txt\""]);
    }

    #[test]
    fn a_site_has_posts_and_may_lack_a_page() {
        let site = Folder::with("no-page", &[("posts/a.md", "A")]);
        assert_eq!(run(&site.0, &Options::default()), Ok(0));
        assert!(site.read("posts/index.json").contains("\"name\": \"a\", \"title\": \"A\""));
        assert!(run(&site.0.join("posts"), &Options::default()).is_err());
    }
}
