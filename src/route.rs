//! The reader's address: which post it names, and which paths a page may ask for at all.
//!
//! [`Route::parse`] reads the address. [`relative_path`] is the one gate for paths: nothing is fetched
//! whose path did not pass it, wherever the path was written.

use std::borrow::Cow;

use crate::percent;
use crate::scholar::work_path;

/// The longest path or name, in characters.
const LONGEST: usize = 200;

/// A path of the site's own folder or below it, with `/` between its parts and nothing that a browser
/// could read as another place. It needs no escaping in an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RelativePath(Cow<'static, str>);

impl RelativePath {
    /// A path that this program itself has written down.
    pub const fn literal(path: &'static str) -> RelativePath {
        RelativePath(Cow::Borrowed(path))
    }

    /// The path, such as `posts/hello.md`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path, owned.
    pub fn into_string(self) -> String {
        self.0.into_owned()
    }
}

/// `path` if it stays inside the site's folder on every server and in every browser.
///
/// Refused are: a scheme or a drive (`:`), `..`, `.` and empty parts (so `//host` and `/root` as well),
/// `\`, which browsers read as `/`, `%`, which could encode any of these, `?` and `#`, control characters,
/// which browsers drop, and white space around a part.
pub fn relative_path(path: &str) -> Option<RelativePath> {
    let allowed = path.chars().count() <= LONGEST
        && !path.contains(|c: char| c.is_control() || matches!(c, '\\' | ':' | '%' | '?' | '#'))
        && path.split('/').all(|part| !matches!(part, "" | "." | "..") && part == part.trim());
    allowed.then(|| RelativePath(Cow::Owned(path.into())))
}

/// The name of a post: its path below `posts/`, without `.md`. One in HTML keeps its `.html`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PostName(String);

impl PostName {
    /// The post called `name`; a reader's `.md` at its end is dropped. `None` if no post can have that name.
    pub fn parse(name: &str) -> Option<PostName> {
        let name = name.trim_end_matches(".md");
        relative_path(name)?;
        let plain = name.chars().all(is_name_character);
        let visible = name.split('/').all(|part| !part.starts_with('.'));
        (plain && visible).then(|| PostName(name.into()))
    }

    /// The name, such as `2024-12-05-reading-list`.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// The post's file, `posts/NAME.md`, or `posts/NAME` of one in HTML.
    pub fn file(&self) -> RelativePath {
        let extension = if self.0.ends_with(".html") { "" } else { ".md" };
        RelativePath(Cow::Owned(["posts/", &self.0, extension].concat()))
    }

    /// The post's address, relative to the page: `?post=NAME`.
    pub fn href(&self) -> String {
        ["?post=", &percent::encode(&self.0, "-_.~/")].concat()
    }
}

/// Letters of every script, and the signs that file names have; nothing that hides or turns text.
fn is_name_character(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric() || "-_.~/ +,()'!&@=".contains(c),
        '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => false,
        '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}' | '\u{FFFC}'..='\u{FFFF}' => false,
        _ => true,
    }
}

/// A path of the site that may end in `/`, as an address of a written page does; `None` if it could be read as
/// another place, or if what lies there is no page (a picture, a feed).
pub fn page_path(path: &str) -> Option<RelativePath> {
    let inner = path.strip_suffix('/').unwrap_or(path);
    relative_path(inner)?;
    (inner.len() < path.len() || inner.ends_with(".html")).then(|| RelativePath(Cow::Owned(path.into())))
}

/// What an address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The list of posts.
    Home,
    /// A further page of the list, from 2, where pages are not written.
    Older(usize),
    /// A post, which may or may not exist.
    Post(PostName),
    /// A page that `postil index` has written, or that does not exist.
    Page(RelativePath),
    /// The name that was asked for and that no post can have, as the not-found page shows it.
    Invalid(String),
}

impl Route {
    /// Reads an address: its path below the site's folder, and its query (`?post=NAME&…` or `?work=KEY`, the `?`
    /// may be missing), which counts first. Both are decoded once; a plus sign is a plus sign.
    pub fn parse(path: &str, search: &str) -> Route {
        let query = search.strip_prefix('?').unwrap_or(search);
        let value = |key| query.split('&').find_map(|pair| pair.strip_prefix(key));
        if let Some(key) = value("work=")
            && let Some(path) = percent::decode(key).and_then(|key| page_path(&work_path(&key)))
        {
            return Route::Page(path);
        }
        match value("post=") {
            None | Some("") if matches!(path, "" | "index.html") => {
                let page = value("page=").and_then(|page| page.parse().ok());
                page.filter(|page| *page > 1).map_or(Route::Home, Route::Older)
            }
            None | Some("") => match percent::decode(path).as_deref().and_then(page_path) {
                Some(path) => Route::Page(path),
                None => Route::Invalid(shown(path)),
            },
            Some(asked) => {
                let decoded = percent::decode(asked);
                match decoded.as_deref().and_then(PostName::parse) {
                    Some(name) => Route::Post(name),
                    None => Route::Invalid(shown(decoded.as_deref().unwrap_or(asked))),
                }
            }
        }
    }
}

/// As much of what was asked for as can be shown.
fn shown(asked: &str) -> String {
    asked.chars().filter(|c| !c.is_control()).take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_names_lead_to_their_file_and_back() {
        for (search, name, href) in [
            ("?post=hello", "hello", "?post=hello"),
            ("post=hello", "hello", "?post=hello"),
            ("?x=1&post=hello&y=2", "hello", "?post=hello"),
            ("?post=2024-12-05-a_b.c", "2024-12-05-a_b.c", "?post=2024-12-05-a_b.c"),
            ("?post=hello.md", "hello", "?post=hello"),
            ("?post=notes/deep/x", "notes/deep/x", "?post=notes/deep/x"),
            ("?post=notes%2Fx", "notes/x", "?post=notes/x"),
            ("?post=_drafts/x", "_drafts/x", "?post=_drafts/x"),
            ("?post=a%20b", "a b", "?post=a%20b"),
            ("?post=c++", "c++", "?post=c%2B%2B"),
            ("?post=%C3%A9t%C3%A9", "été", "?post=%C3%A9t%C3%A9"),
            ("?post=été", "été", "?post=%C3%A9t%C3%A9"),
            ("?post=你好", "你好", "?post=%E4%BD%A0%E5%A5%BD"),
            ("?post=a..b", "a..b", "?post=a..b"),
        ] {
            let Route::Post(post) = Route::parse("", search) else { panic!("{search}") };
            assert_eq!((post.name(), post.href().as_str()), (name, href), "{search}");
            assert_eq!(post.file().as_str(), format!("posts/{name}.md"));
            assert_eq!(Route::parse("", href), Route::Post(post));
        }
    }

    #[test]
    fn no_name_is_home() {
        for search in ["", "?", "?post", "?post=", "?posts=x", "?x=post=y"] {
            assert_eq!(Route::parse("", search), Route::Home, "{search}");
        }
    }

    #[test]
    fn paths_are_pages() {
        for (path, page) in [
            ("blog/2024/x/", Some("blog/2024/x/")),
            ("f%C3%BCr/x.html", Some("für/x.html")),
            ("x.pdf", None),
            ("x", None),
            ("a/%2e%2e/", None),
            ("%2f%2fhost/", None),
            ("a//b/", None),
            ("a\\b/", None),
            ("javascript:x/", None),
        ] {
            let wanted = page.map(|page| page.to_string());
            let Route::Page(found) = Route::parse(path, "") else {
                assert_eq!(wanted, None, "{path}");
                continue;
            };
            assert_eq!(Some(found.into_string()), wanted);
        }
        let work = Route::parse("", "?work=a%3Ab");
        assert!(matches!(&work, Route::Page(path) if path.as_str() == "works/a-b/"), "{work:?}");
        assert!(matches!(Route::parse("blog/x/", "?post=y"), Route::Post(_)));
        assert_eq!(Route::parse("index.html", "?x"), Route::Home);
        for (search, page) in [("?page=2", 2), ("?x&page=30", 30)] {
            assert_eq!(Route::parse("", search), Route::Older(page));
        }
        for search in ["?page=1", "?page=0", "?page=-2", "?page=x", "?page=99999999999999999999999"] {
            assert_eq!(Route::parse("", search), Route::Home, "{search}");
        }
    }

    #[test]
    fn hostile_names_are_shown_and_not_fetched() {
        let hostile = [
            "../",
            "..",
            ".",
            "../secret",
            "a/../b",
            "a/..",
            "posts/../../x",
            "./a",
            "a/./b",
            "/etc/passwd",
            "//host",
            "//host/x",
            "a//b",
            "a/",
            "%2e%2e%2fx",
            "%2E%2E/x",
            "..%2fx",
            "%2fx",
            "%2f%2fhost",
            "%252e%252e%252fx",
            "%252e",
            "a%",
            "a%zz",
            "a%2",
            "..\\x",
            "%5c%5chost",
            "a\\b",
            "javascript:alert(1)",
            "JaVaScRiPt%3aalert(1)",
            "data:text/html,x",
            "https://host/x",
            "https:host",
            "c:x",
            "a%00b",
            "%00",
            "a%0ab",
            "%09../x",
            ".%09./x",
            "%20../x",
            "..%20",
            "a/%20../b",
            " a",
            "a?b",
            "a%3Fb",
            "a#b",
            "a%23b",
            ".htaccess",
            "a/.git/config",
            "<script>",
            "a\"b",
            "a|b",
            "%ff",
            "%c0%ae%c0%ae/x",
            "a%E2%80%AEb",
            "%EF%B7%90",
            ".md",
            "%E2%80%A8",
        ];
        for name in hostile {
            let route = Route::parse("", &format!("?post={name}"));
            assert!(matches!(route, Route::Invalid(_)), "{name}: {route:?}");
        }
        let long = Route::parse("", &format!("?post={}", "a".repeat(201)));
        assert_eq!(long, Route::Invalid("a".repeat(200)));
        assert!(matches!(Route::parse("", &format!("?post={}", "é".repeat(200))), Route::Post(_)));
        assert_eq!(Route::parse("", "?post=%2e%2e%2fx"), Route::Invalid("../x".into()));
        assert_eq!(Route::parse("", "?post=%ff"), Route::Invalid("%ff".into()));
    }

    #[test]
    fn paths_stay_inside_the_site() {
        for path in ["csl/apa.csl", "_bibliography/papers.bib", "a b/c", "a..b", ".well-known/x"] {
            assert_eq!(relative_path(path).map(RelativePath::into_string).as_deref(), Some(path));
        }
        for path in
            ["", "/a", "a/", "../a", "a//b", "x:y", "http://h/a", "a%2e", "a\\b", "a\n", " a", "a?b", "a#b"]
        {
            assert_eq!(relative_path(path), None, "{path}");
        }
    }
}
