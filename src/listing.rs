//! The list of posts, as `postil index` writes it to `posts/index.json`. [`parse`] reads it.
//!
//! The file holds the newest posts and the featured ones, however many there are: the first list of ten thousand
//! posts is as fast as that of ten. Older posts are in the pages that `postil index` writes, or, if it writes none, in
//! further files like this one ([`older`]).

use crate::address;
use crate::date::Date;
use crate::html::Href;
use crate::modules::Modules;
use crate::route::{PostName, RelativePath, relative_path};
use crate::yaml::{self, Value};

/// The index's path within the site.
pub const FILE: &str = "posts/index.json";

/// The path of the page `number`, from 2, of an index that is not written as pages: `?page=2` asks for it.
pub fn older(number: usize) -> Option<RelativePath> {
    relative_path(&["posts/index-", &number.to_string(), ".json"].concat())
}

/// What the front page shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// The posts, newest first.
    pub posts: Vec<Summary>,
    /// Featured posts that are older than those.
    pub pinned: Vec<Summary>,
    /// The addresses of the pages of the list before and after this one, if there are any.
    pub newer: Option<Href>,
    pub older: Option<Href>,
}

/// What a list shows of a post.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    pub name: PostName,
    pub title: String,
    pub description: String,
    pub date: Option<Date>,
    pub tags: Vec<String>,
    pub categories: Vec<String>,
    pub featured: bool,
    /// The address of its written page.
    pub url: Option<String>,
    /// Minutes that reading it takes.
    pub minutes: Option<String>,
    /// What stands in its place, on this site or another.
    pub redirect: Option<Href>,
}

impl Summary {
    /// Where the post is read.
    pub fn href(&self) -> String {
        match (&self.redirect, &self.url) {
            (Some(elsewhere), _) => elsewhere.as_str().into(),
            (None, Some(url)) => address::encoded(url),
            (None, None) => self.name.href(),
        }
    }
}

/// Reads an index, newest post first as it is written. Entries whose name is no post's are passed over.
///
/// JSON is read by the reader of plain YAML, which is in the page anyway.
///
/// # Errors
/// Says in words what is wrong with the file.
pub fn parse(json: &str) -> Result<Listing, String> {
    let value = yaml::parse(json, &Modules::none()).map_err(|error| error.message)?;
    let Value::Sequence(entries) = value else { return Err("this is no list of posts".into()) };
    let mut listing = Listing::default();
    for entry in &entries {
        let address = |key| entry.get(key).and_then(Value::text).and_then(Href::parse);
        listing.older = address("older").or(listing.older);
        listing.newer = address("newer").or(listing.newer);
        let Some(post) = summary(entry) else { continue };
        // What stands behind the address of the next page is on that page or a later one.
        let list = if listing.older.is_some() { &mut listing.pinned } else { &mut listing.posts };
        list.push(post);
    }
    Ok(listing)
}

fn summary(entry: &Value) -> Option<Summary> {
    let text = |key| entry.get(key).and_then(Value::text).unwrap_or("").to_string();
    let list = |key| entry.get(key).map(|list| list.as_list()).unwrap_or_default();
    let list = |key| list(key).into_iter().map(str::to_string).collect();
    Some(Summary {
        name: PostName::parse(&text("name"))?,
        title: text("title"),
        description: text("description"),
        date: Date::parse(&text("date")),
        tags: list("tags"),
        categories: list("categories"),
        featured: entry.get("featured").is_some_and(Value::is_truthy),
        url: entry.get("url").and_then(Value::text).map(String::from),
        minutes: entry.get("minutes").and_then(Value::text).map(String::from),
        redirect: Href::parse(&text("redirect")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_and_foreign_names_passed_over() {
        let json = r#"[
            {"name": "2024-01-02-a", "title": "A: \"b\"", "date": "2024-01-02", "tags": ["x y"], "featured": true},
            {"name": "../../etc/passwd", "title": "no"},
            {"older": "page/2/", "newer": "javascript:x"},
            {"name": "b", "title": "B", "redirect": "javascript:x", "url": "blog/b c/", "minutes": 3}
        ]"#;
        let Listing { posts, pinned, older, newer } = parse(json).expect("an index");
        assert_eq!(newer, None);
        assert_eq!(older.as_ref().map(Href::as_str), Some("page/2/"));
        assert_eq!((pinned[0].href().as_str(), pinned[0].minutes.as_deref()), ("blog/b%20c/", Some("3")));
        assert_eq!(posts[0].href(), "?post=2024-01-02-a");
        assert_eq!(posts.len(), 1);
        assert_eq!(posts[0].title, "A: \"b\"");
        assert_eq!(posts[0].tags, ["x y"]);
        assert!(posts[0].featured);
    }

    #[test]
    fn our_own_paths_are_paths() {
        for path in [FILE, crate::site::FILE] {
            assert!(crate::route::relative_path(path).is_some());
        }
    }

    #[test]
    fn what_is_no_index_is_refused() {
        assert!(parse("{}").is_err());
        assert!(parse("[1, {").is_err());
    }
}
