//! A site's posts as its lists and pages need them. [`collect`] is the entrance.

use crate::files::{name_of, walk};
use postil::address::{Parts, Pattern};
use postil::date::Date;
use postil::diagnostic::Diagnostic;
use postil::encoding;
use postil::front_matter::{self, FrontMatter};
use postil::modules::{ModuleSet, Modules};
use postil::route::PostName;
use postil::site::Site;
use postil::yaml::Value;
use postil::{article, phrase};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

/// Words that al-folio's readers read in a minute.
const WORDS_A_MINUTE: usize = 180;

/// Which posts are listed that usually are not.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hidden {
    /// Those in a folder `_drafts`.
    pub drafts: bool,
    /// Those with a later date than now.
    pub future: bool,
    /// Those that say `published: false`.
    pub unpublished: bool,
}

/// The posts of the site in `folder` that are to be listed, newest first, with messages about them.
///
/// # Errors
/// If the folder of posts cannot be read.
pub fn collect(folder: &Path, site: &Site, hidden: Hidden) -> io::Result<(Vec<Post>, Vec<Diagnostic>)> {
    // A Jekyll folder whose posts were not copied yet.
    let homes = ["posts", "_posts"].map(|name| folder.join(name));
    let home = homes.iter().find(|home| home.is_dir()).unwrap_or(&homes[0]);
    let names = find_posts(home, hidden)?;
    let mut diagnostics = Vec::new();
    let pattern = pattern(site, &mut diagnostics);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now = now.map_or(i64::MAX, |now| now.as_secs() as i64);
    let mut posts = Vec::new();
    for name in names {
        let file = file_of(&name);
        match fs::read(home.join(file.strip_prefix("posts/").unwrap_or(&file))) {
            Ok(source) => {
                let source = encoding::decode(source);
                let post = Post::read(&name, &source, &pattern, hidden, &mut diagnostics);
                let modules =
                    || article::modules(&article::prepare(site, &source, &Modules::native()).0, &source);
                posts.extend(post.map(|post| Post { modules: modules(), ..post }));
            }
            Err(error) => diagnostics.push(Diagnostic::new(file, 1, error.to_string())),
        }
    }
    if !hidden.future {
        posts.retain(|post| post.date.is_none_or(|date| date.instant() <= now));
    }
    let mut posts = sorted(posts);
    let mut taken = BTreeSet::new();
    for post in &mut posts {
        let url = post.url.clone().unwrap_or_default();
        if post.url.is_some() && !taken.insert(url.clone()) {
            post.url = None;
            let message = format!("a newer post lives at `{url}`; this one opens at ?post={}", post.name);
            diagnostics.push(Diagnostic::new(file_of(&post.name), 1, message));
        }
    }
    Ok((posts, diagnostics))
}

/// Where the site's posts live.
fn pattern(site: &Site, diagnostics: &mut Vec<Diagnostic>) -> Pattern {
    let given =
        site.get(&["permalink"]).and_then(|value| value.text()).filter(|text| !text.trim().is_empty());
    let parsed = given.map(Pattern::parse).unwrap_or(Ok(Pattern::default()));
    parsed.unwrap_or_else(|message| {
        diagnostics.push(Diagnostic::new(postil::site::FILE, 1, message));
        Pattern::default()
    })
}

/// The names of the posts in `folder`.
fn find_posts(folder: &Path, hidden: Hidden) -> io::Result<Vec<String>> {
    let wanted = |path: &str| {
        let name = name_of(path);
        !name.starts_with(['_', '.']) || hidden.drafts && name == "_drafts" || path == "_pages"
    };
    let (files, read) = walk(folder, &wanted);
    read?;
    let name = |file: String| match file.strip_suffix(".md") {
        Some(name) => Some(name.into()),
        None => file.ends_with(".html").then_some(file),
    };
    Ok(files.into_iter().filter_map(name).collect())
}

/// The file of the post called `name`, also of one that no address can name.
pub fn file_of(name: &str) -> String {
    ["posts/", name, if name.ends_with(".html") { "" } else { ".md" }].concat()
}

/// A post, without its text.
pub struct Post {
    pub name: String,
    pub title: String,
    pub date: Option<Date>,
    pub front_matter: FrontMatter,
    /// The address of its page; `None` if its `permalink` leads nowhere.
    pub url: Option<String>,
    /// The modules that it needs.
    pub modules: ModuleSet,
    /// Minutes that it takes to read, as al-folio counts.
    pub minutes: usize,
}

impl Post {
    /// Jekyll's page instead of a post: it is in no list, and in the masthead where it says `nav: true`.
    pub fn is_page(&self) -> bool {
        self.date.is_none() && self.front_matter.layout.as_deref() == Some("page")
    }

    /// The post called `name`, if it is to be listed.
    fn read(
        name: &str,
        source: &str,
        pattern: &Pattern,
        hidden: Hidden,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Post> {
        let file = file_of(name);
        if PostName::parse(name).is_none_or(|parsed| parsed.name() != name) {
            let message = "no address can name this file, so it is not listed";
            diagnostics.push(Diagnostic::new(file, 1, message));
            return None;
        }
        let split = front_matter::split(source);
        let (front_matter, error) = FrontMatter::parse(split.yaml.unwrap_or_default(), &Modules::native());
        if let Some(error) = error {
            diagnostics.push(Diagnostic::new(&file, error.line, error.message));
        }
        if front_matter.unpublished && !hidden.unpublished {
            return None;
        }
        let own = name.rsplit('/').next().unwrap_or(name);
        let own = own.strip_suffix(".html").unwrap_or(own);
        let (dated, slug) = Date::from_file_name(own).map_or((None, own), |(date, slug)| (Some(date), slug));
        let title = front_matter.title.as_deref().filter(|title| !title.is_empty()).map(phrase::text);
        let date = front_matter.date.or(dated);
        let word = |key: &str| front_matter.values.get(key).and_then(|value| value.text());
        let parts = Parts { date, name, slug: word("slug"), categories: &front_matter.categories };
        let is_page = date.is_none() && front_matter.layout.as_deref() == Some("page");
        if !is_page && name.starts_with("_pages/") {
            // What al-folio's other layouts make has no counterpart here.
            return None;
        }
        let pattern = if is_page { &Pattern::of_pages() } else { pattern };
        let own = word("permalink").map(Pattern::parse).transpose().map(|own| own.unwrap_or(pattern.clone()));
        let url =
            own.and_then(|own| own.address(&parts).ok_or("its permalink is no address of the site".into()));
        // Where the site's own pages are.
        let url = url.and_then(|url| match ["index.html", "404.html"].contains(&url.as_str()) {
            true => Err("the site's own page lives at its permalink".into()),
            false => Ok(url),
        });
        let url = url.map_err(|message| diagnostics.push(Diagnostic::new(&file, 1, message)));
        Some(Post {
            name: name.to_owned(),
            title: title.unwrap_or_else(|| phrase::from_slug(slug)),
            date,
            url: url.ok(),
            modules: ModuleSet::default(),
            minutes: split.body.split_whitespace().count() / WORDS_A_MINUTE + 1,
            front_matter,
        })
    }

    /// As the index has it.
    pub fn to_json(&self, written: bool) -> String {
        let of = &self.front_matter;
        let mut json = String::from("{");
        text(&mut json, "name", Some(&self.name));
        text(&mut json, "url", self.url.as_ref().filter(|_| written));
        text(&mut json, "title", Some(&self.title));
        text(&mut json, "date", self.date.map(|date| date.iso()).as_ref());
        text(&mut json, "last_updated", of.last_updated.map(|date| date.iso()).as_ref());
        let description = of.description.as_deref().map(phrase::text);
        text(&mut json, "description", description.as_ref().filter(|text| !text.is_empty()));
        text(&mut json, "thumbnail", of.thumbnail.as_ref());
        text(&mut json, "redirect", of.redirect.as_ref());
        text(&mut json, "lang", of.lang.as_ref());
        list(&mut json, "tags", &of.tags);
        list(&mut json, "categories", &of.categories);
        let _ = write!(json, ", \"minutes\": {}", self.minutes);
        if of.featured {
            json.push_str(", \"featured\": true");
        }
        json.push('}');
        json
    }
}

/// Newest first; behind them the pages, in the order of the masthead (al-folio's `nav_order`), then of their titles.
fn sorted(mut posts: Vec<Post>) -> Vec<Post> {
    posts.sort_by_cached_key(|post| {
        let order = post.front_matter.values.get("nav_order").and_then(Value::text);
        let order = order.and_then(|order| order.parse::<u32>().ok()).unwrap_or(u32::MAX);
        let page = post.is_page().then(|| (order, post.title.clone()));
        (page, Reverse((post.date.map(|date| date.instant()), post.name.clone())))
    });
    posts
}

/// The posts that are no pages, which stand before these.
pub fn without_pages(posts: &[Post]) -> &[Post] {
    &posts[..posts.partition_point(|post| !post.is_page())]
}

/// The pages that the masthead leads to.
pub fn navigation(posts: &[Post]) -> Vec<&Post> {
    let wanted = |post: &&Post| post.front_matter.values.get("nav").is_some_and(Value::is_truthy);
    posts[without_pages(posts).len()..].iter().filter(wanted).collect()
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
pub fn quoted(text: &str) -> String {
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

#[cfg(test)]
pub mod tests {
    use super::*;

    /// The posts that are listed of these, and the messages.
    pub fn posts(sources: &[(&str, &str)]) -> (Vec<Post>, Vec<String>) {
        let mut diagnostics = Vec::new();
        let pattern = Pattern::parse("/blog/:year/:title/").expect("a pattern");
        let posts = sources.iter().filter_map(|(name, source)| {
            Post::read(name, source, &pattern, Hidden::default(), &mut diagnostics)
        });
        let posts = sorted(posts.collect());
        (posts, diagnostics.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn json_is_yaml_too() {
        let strange = "a\u{7}\u{85}\u{2028}\u{feff}\u{7f}: # - \"'\\ {[,]}&*!|>%@`\t\n\u{1F600}";
        let json = quoted(strange);
        assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), strange);
        let yaml = postil::yaml::full(&format!("[{json}]")).expect("YAML");
        assert_eq!(yaml.as_list(), [strange]);
    }

    #[test]
    fn a_post_may_say_where_it_lives() {
        let (posts, messages) = posts(&[
            ("2024-01-04-a", "---\npermalink: /here/:slug/\n---\n"),
            ("2024-01-03-b", "---\nslug: bee\n---\n"),
            ("2024-01-02-c", "---\npermalink: ../../x\n---\n"),
            ("2024-01-01-d", "---\npermalink: /:nothing/\n---\n"),
        ]);
        let urls: Vec<_> = posts.iter().map(|post| post.url.as_deref()).collect();
        assert_eq!(urls, [Some("here/a/"), Some("blog/2024/bee/"), None, None]);
        assert!(messages[0].starts_with("posts/2024-01-02-c.md:1: "), "{messages:?}");
        assert!(messages[1].contains("`:nothing`"), "{messages:?}");
    }
}
