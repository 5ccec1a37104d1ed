//! `postil index DIR`: what a site's pages need to know of all posts. [`run`] writes `DIR/posts/index.json`
//! and fits `DIR/index.html` to the site's configuration (`page.rs`).
//!
//! The index is a JSON array of objects, newest post first; of posts with one date, the later name first; posts
//! without a date last. `name` is what stands after `?post=`, `title` and `date` (ISO 8601) come from the front
//! matter or else from the file's name. `description`, `tags`, `categories`, `featured`, `thumbnail`, `redirect`,
//! `last_updated` and `lang` are as in the front matter and left out where it has none.
//!
//! Posts are the `.md` files at any depth below `posts/`, but those whose own name or folder begins with `_` or
//! `.`, and those that say `published: false`.

use crate::page::{self, Requests};
use postil::date::Date;
use postil::diagnostic::Diagnostic;
use postil::front_matter::{self, FrontMatter};
use postil::route::{PostName, RelativePath, relative_path};
use postil::site::{self, Site};
use postil::{article, math};
use std::cmp::Reverse;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The module that typesets formulas, as it is built.
const MATH: [&str; 2] = ["math.js", "math_bg.wasm"];
/// The module that runs Liquid.
const LIQUID: [&str; 2] = ["liquid.js", "liquid_bg.wasm"];

/// Folders are entered to this depth: a link may lead back to its own folder.
const MAX_DEPTH: usize = 16;

/// Refreshes the site in `folder`; diagnostics go to stderr.
///
/// # Errors
/// If the folder is no site, or cannot be read or written.
pub fn run(folder: &Path) -> Result<(), String> {
    let posts = folder.join("posts");
    if !posts.is_dir() {
        return Err(format!("{}: a site's folder holds a folder `posts`", folder.display()));
    }
    let explain = |path: &Path, error: io::Error| format!("{}: {error}", path.display());
    let mut files = Vec::new();
    find_posts(&posts, "", 0, &mut files).map_err(|error| explain(&posts, error))?;
    let mut diagnostics = Vec::new();
    let mut listed = Vec::new();
    for name in files {
        let file = format!("posts/{name}.md");
        match fs::read(folder.join(&file)) {
            Ok(source) => {
                listed.extend(Post::read(&name, &String::from_utf8_lossy(&source), &mut diagnostics))
            }
            Err(error) => diagnostics.push(Diagnostic::new(file, 1, error.to_string())),
        }
    }
    let listed = sorted(listed);
    let index = posts.join("index.json");
    write_if_new(&index, &to_json(&listed)).map_err(|error| explain(&index, error))?;

    let html = folder.join("index.html");
    if html.is_file() {
        let old = fs::read_to_string(&html).map_err(|error| explain(&html, error))?;
        match page::fit(&old, &requests(folder, &listed)) {
            Ok(new) => write_if_new(&html, &new).map_err(|error| explain(&html, error))?,
            Err(message) => diagnostics.push(Diagnostic::new("index.html", 1, message)),
        }
    }
    diagnostics.iter().for_each(|diagnostic| eprintln!("{diagnostic}"));
    Ok(())
}

/// The site's configuration as text: `site.yml`, or else Jekyll's `_config.yml`; empty if there is neither.
fn configuration(folder: &Path) -> String {
    let files = ["site.yml", "_config.yml"].map(|name| fs::read(folder.join(name)).ok());
    files
        .into_iter()
        .flatten()
        .next()
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .unwrap_or_default()
}

/// What the pages of the site in `folder` ask for at once. What is not there is not asked for in vain.
fn requests(folder: &Path, posts: &[Post]) -> Requests {
    let (site, _) = Site::parse(&configuration(folder));
    let there = |path: &RelativePath| folder.join(path.as_str()).is_file();
    let bibliography = |named: Option<&str>| {
        let places = site.scholar.bibliography_paths(named).unwrap_or_default();
        places.into_iter().find(there).map(RelativePath::into_string)
    };
    let usual = bibliography(None);
    let module = |name: &&&str| folder.join(name).is_file();
    let own = posts.iter().flat_map(|post| {
        let named = post.front_matter.bibliography.as_deref();
        let own =
            named.and_then(|named| bibliography(Some(named))).filter(|path| Some(path) != usual.as_ref());
        let math = MATH.iter().filter(|_| post.math);
        let liquid = LIQUID.iter().filter(|_| article::needs_liquid(&site, &post.source));
        let modules = math.chain(liquid).filter(&module).map(|name| (*name).to_owned());
        own.into_iter().chain(modules).map(|path| (post.name.clone(), path)).collect::<Vec<_>>()
    });
    let own = own.collect();
    let fixed =
        [relative_path(site::FILE), Some(site.scholar.style.clone()), Some(site.scholar.locale.clone())];
    let fixed = fixed.into_iter().flatten().filter(there).map(RelativePath::into_string);
    Requests { all: fixed.chain(usual).collect(), own }
}

/// Collects the names of the posts in `folder`, which lies `below` `posts/`.
fn find_posts(folder: &Path, below: &str, depth: usize, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let file = entry.file_name().to_string_lossy().into_owned();
        if file.starts_with(['_', '.']) {
            continue;
        }
        let path: PathBuf = entry.path();
        if path.is_dir() {
            if depth < MAX_DEPTH {
                find_posts(&path, &format!("{below}{file}/"), depth + 1, names)?;
            }
        } else if let Some(name) = file.strip_suffix(".md") {
            names.push(format!("{below}{name}"));
        }
    }
    Ok(())
}

struct Post {
    name: String,
    title: String,
    date: Option<Date>,
    front_matter: FrontMatter,
    /// Whether it has formulas that need the module.
    math: bool,
    source: String,
}

impl Post {
    /// The post in the file `posts/NAME.md`, if it is to be listed.
    fn read(name: &str, source: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Post> {
        let file = format!("posts/{name}.md");
        if PostName::parse(name).is_none_or(|parsed| parsed.name() != name) {
            let message = "no address can name this file, so it is not listed";
            diagnostics.push(Diagnostic::new(file, 1, message));
            return None;
        }
        let (front_matter, error) = FrontMatter::parse(front_matter::split(source).yaml.unwrap_or_default());
        if let Some(error) = error {
            diagnostics.push(Diagnostic::new(file, error.line, error.message));
        }
        if front_matter.unpublished {
            return None;
        }
        let own = name.rsplit('/').next().unwrap_or(name);
        let (dated, slug) = Date::from_file_name(own).map_or((None, own), |(date, slug)| (Some(date), slug));
        let title = front_matter.title.clone().filter(|title| !title.is_empty());
        Some(Post {
            name: name.to_owned(),
            title: title.unwrap_or_else(|| title_of(slug)),
            date: front_matter.date.or(dated),
            front_matter,
            math: math::needed(source),
            source: source.to_owned(),
        })
    }

    fn to_json(&self) -> String {
        let of = &self.front_matter;
        let mut json = String::from("{");
        text(&mut json, "name", Some(&self.name));
        text(&mut json, "title", Some(&self.title));
        text(&mut json, "date", self.date.map(|date| date.iso()).as_ref());
        text(&mut json, "last_updated", of.last_updated.map(|date| date.iso()).as_ref());
        text(&mut json, "description", of.description.as_ref().filter(|text| !text.is_empty()));
        text(&mut json, "thumbnail", of.thumbnail.as_ref());
        text(&mut json, "redirect", of.redirect.as_ref());
        text(&mut json, "lang", of.lang.as_ref());
        list(&mut json, "tags", &of.tags);
        list(&mut json, "categories", &of.categories);
        if of.featured {
            json.push_str(", \"featured\": true");
        }
        json.push('}');
        json
    }
}

/// A title for a post that has none, as Jekyll makes it: `on-reading` is `On Reading`.
fn title_of(slug: &str) -> String {
    let words = slug.split('-').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
        first + &letters.as_str().to_lowercase()
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Newest first.
fn sorted(mut posts: Vec<Post>) -> Vec<Post> {
    posts.sort_by_cached_key(|post| Reverse((post.date.map(|date| date.instant()), post.name.clone())));
    posts
}

/// The index of these posts: one post a line, so that differences are readable.
fn to_json(posts: &[Post]) -> String {
    let lines: Vec<String> = posts.iter().map(Post::to_json).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

fn text(json: &mut String, key: &str, value: Option<&String>) {
    let Some(value) = value else { return };
    let comma = if json.len() > 1 { ", " } else { "" };
    json.push_str(&format!("{comma}\"{key}\": {}", quoted(value)));
}

fn list(json: &mut String, key: &str, items: &[String]) {
    if !items.is_empty() {
        let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
        json.push_str(&format!(", \"{key}\": [{}]", items.join(", ")));
    }
}

/// `text` as a JSON string that is a YAML string as well: the page reads both with one reader.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            // YAML takes no control characters, and folds lines at these separators.
            '\u{FEFF}' | '\u{2028}' | '\u{2029}' | '\u{FFFE}' | '\u{FFFF}' => escape(&mut out, letter),
            _ if letter.is_control() => escape(&mut out, letter),
            _ => out.push(letter),
        }
    }
    out.push('"');
    out
}

fn escape(out: &mut String, letter: char) {
    // Writing to a string cannot fail.
    let _ = write!(out, "\\u{:04x}", u32::from(letter));
}

/// Writes a file unless it is already so: what watches it is not woken for nothing.
fn write_if_new(path: &Path, text: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    fs::write(path, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(posts: &[(&str, &str)]) -> (serde_json::Value, Vec<String>) {
        let mut diagnostics = Vec::new();
        let posts = posts.iter().filter_map(|(name, source)| Post::read(name, source, &mut diagnostics));
        let posts = sorted(posts.collect());
        let json = serde_json::from_str(&to_json(&posts)).expect("valid JSON");
        (json, diagnostics.iter().map(ToString::to_string).collect())
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
    fn writes_what_the_front_matter_says() {
        let source = "---\ntitle: \"A \\\"B\\\" \\\\ c\\td\"\ndate: 2024-12-05 15:09:00\ntags: x y\n\
                      categories: [a b]\nfeatured: true\ndescription: Ünïcode 😀\nredirect: /x\n---\nbody";
        let (json, diagnostics) =
            index(&[("2024-12-05-reading-LIST", source), ("2024-12-04-on-reading", "")]);
        assert!(diagnostics.is_empty());
        assert_eq!(
            json[0],
            serde_json::json!({
                "name": "2024-12-05-reading-LIST", "title": "A \"B\" \\ c\td", "date": "2024-12-05T15:09:00+00:00",
                "description": "Ünïcode 😀", "redirect": "/x", "tags": ["x", "y"], "categories": ["a b"],
                "featured": true,
            })
        );
        let plain = serde_json::json!({ "name": "2024-12-04-on-reading", "title": "On Reading", "date": "2024-12-04" });
        assert_eq!(json[1], plain);
    }

    /// A site's folder with these files, gone when the test ends.
    struct Folder(PathBuf);

    impl Folder {
        fn with(name: &str, files: &[(&str, &str)]) -> Folder {
            let folder = std::env::temp_dir().join(format!("postil-{name}-{}", std::process::id()));
            for (path, text) in files {
                let path = folder.join(path);
                fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                fs::write(path, text).expect("a file");
            }
            Folder(folder)
        }

        fn read(&self, path: &str) -> String {
            fs::read_to_string(self.0.join(path)).expect(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    const PAGE: &str = "<meta http-equiv=Content-Security-Policy content=\"script-src 'self'\">\
        <meta name=postil:first-requests><meta name=postil:own-requests><script>1</script>";

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
        run(&site.0).expect("a site");
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
    fn a_site_has_posts_and_may_lack_a_page() {
        let site = Folder::with("no-page", &[("posts/a.md", "A")]);
        assert_eq!(run(&site.0), Ok(()));
        assert!(site.read("posts/index.json").contains("\"name\": \"a\", \"title\": \"A\""));
        assert!(run(&site.0.join("posts")).is_err());
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

    #[test]
    fn json_is_yaml_too() {
        let strange = "a\u{7}\u{85}\u{2028}\u{feff}\u{7f}: # - \"'\\ {[,]}&*!|>%@`\t\n\u{1F600}";
        let json = quoted(strange);
        assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), strange);
        let yaml = postil::yaml::parse(&format!("[{json}]")).expect("YAML");
        assert_eq!(yaml.as_list(), [strange]);
    }
}
