//! Where a post lives on the site: Jekyll's `permalink` patterns. [`Pattern::parse`] and [`Pattern::address`]
//! are the entrance.
//!
//! An address is a path within the site, not encoded: `blog/2024/hello/` is the file `index.html` of that
//! folder, everything else a file.

use crate::date::Date;
use crate::letters;
use crate::percent;
use crate::route::relative_path;
use crate::slug::{self, slugify};

/// What a pattern is filled with.
#[derive(Clone, Debug, Default)]
pub struct Parts<'a> {
    pub date: Option<Date>,
    /// The post's name below `posts/`, with its date.
    pub name: &'a str,
    /// `slug` of the front matter, if it has one.
    pub slug: Option<&'a str>,
    pub categories: &'a [String],
}

/// A `permalink` of a site or a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(String);

/// <https://jekyllrb.com/docs/permalinks/#built-in-formats>
const BUILT_IN: [(&str, &str); 5] = [
    ("date", "/:categories/:year/:month/:day/:title:output_ext"),
    ("pretty", "/:categories/:year/:month/:day/:title/"),
    ("ordinal", "/:categories/:year/:y_day/:title:output_ext"),
    ("weekdate", "/:categories/:year/W:week/:short_day/:title:output_ext"),
    ("none", "/:categories/:title:output_ext"),
];

/// The placeholders, none the beginning of a later one.
const NAMES: [&str; 26] = [
    "slugified_categories",
    "categories",
    "collection",
    "output_ext",
    "short_month",
    "short_year",
    "long_month",
    "short_day",
    "long_day",
    "basename",
    "i_month",
    "minute",
    "second",
    "w_year",
    "i_day",
    "month",
    "title",
    "w_day",
    "y_day",
    "hour",
    "name",
    "path",
    "slug",
    "week",
    "year",
    "day",
];

impl Default for Pattern {
    /// Jekyll's own.
    fn default() -> Self {
        Pattern(BUILT_IN[0].1.into())
    }
}

impl Pattern {
    /// That of pages: their names, as Jekyll's style `pretty` has it.
    pub fn of_pages() -> Pattern {
        Pattern("/:basename/".into())
    }

    /// A built-in style by its name, or a pattern.
    ///
    /// # Errors
    /// Says which placeholder is none.
    pub fn parse(text: &str) -> Result<Pattern, String> {
        let text = text.trim();
        let known = BUILT_IN.iter().find(|(name, _)| *name == text).map(|(_, pattern)| *pattern);
        let pattern = known.unwrap_or(text);
        for rest in pattern.split(':').skip(1) {
            // A colon before anything but a letter is a colon, which no address has: see `address`.
            if rest.starts_with(|c: char| c.is_ascii_alphabetic()) && name_of(rest).is_none() {
                let word: String =
                    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                return Err(["Jekyll's permalinks have no placeholder `:", &word, "`"].concat());
            }
        }
        Ok(Pattern(pattern.into()))
    }

    /// The address that the pattern makes of these parts; `None` if it would not be one of the site. What
    /// is not known, such as the year of a post without a date, leaves its part out.
    pub fn address(&self, parts: &Parts) -> Option<String> {
        let mut pieces = self.0.split(':');
        let mut filled = String::from(pieces.next().unwrap_or(""));
        for piece in pieces {
            match name_of(piece) {
                Some(name) => {
                    filled.push_str(&value(name, parts));
                    filled.push_str(&piece[name.len()..]);
                }
                None => filled.extend([":", piece]),
            }
        }
        let folder = filled.ends_with('/');
        let inner: Vec<&str> = filled.split('/').filter(|part| !part.is_empty()).collect();
        let mut address = inner.join("/");
        relative_path(&address)?;
        // A file without an ending is one that plain servers do not find: its folder is.
        let last = inner.last().copied().unwrap_or("");
        if folder || !last.ends_with(".html") && !last.ends_with(".htm") {
            address.push('/');
        }
        Some(address)
    }
}

fn name_of(rest: &str) -> Option<&'static str> {
    NAMES.into_iter().find(|name| rest.starts_with(name))
}

fn value(name: &str, parts: &Parts) -> String {
    let own = parts.name.rsplit('/').next().unwrap_or(parts.name);
    let own = Date::from_file_name(own).map_or(own, |(_, slug)| slug);
    let pattern = match name {
        "title" => {
            return match parts.slug.map(slug::pretty) {
                Some(slug) if !slug.is_empty() => slug,
                _ => slug::pretty(own),
            };
        }
        "slug" => return slugify(parts.slug.unwrap_or(own)),
        "name" | "basename" => return slugify(own),
        "path" => return parts.name.into(),
        "collection" => return "posts".into(),
        "output_ext" => return ".html".into(),
        "categories" => return categories(parts, letters::lower),
        "slugified_categories" => return categories(parts, slugify),
        "year" => "%Y",
        "short_year" => "%y",
        "month" => "%m",
        "i_month" => "%-m",
        "short_month" => "%b",
        "long_month" => "%B",
        "day" => "%d",
        "i_day" => "%-d",
        "y_day" => "%j",
        "short_day" => "%a",
        "long_day" => "%A",
        "hour" => "%H",
        "minute" => "%M",
        "second" => "%S",
        _ => {
            return match (parts.date.map(|date| date.week()), name) {
                (Some((year, _, _)), "w_year") => year.to_string(),
                (Some((_, week, _)), "week") => {
                    [if week < 10 { "0" } else { "" }, &week.to_string()].concat()
                }
                (Some((_, _, day)), _) => day.to_string(),
                (None, _) => String::new(),
            };
        }
    };
    parts.date.map(|date| date.format(pattern)).unwrap_or_default()
}

fn categories(parts: &Parts, make: impl Fn(&str) -> String) -> String {
    let mut made: Vec<String> = Vec::new();
    for category in parts.categories {
        let category = make(category);
        if !made.contains(&category) {
            made.push(category);
        }
    }
    made.join("/")
}

/// The address as it stands in a link: what has a meaning of its own there is encoded.
pub fn encoded(address: &str) -> String {
    percent::encode(address, "-_.~/!$&'()*+,;=@")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(pattern: &str, parts: &Parts) -> Option<String> {
        Pattern::parse(pattern).expect(pattern).address(parts)
    }

    #[test]
    fn patterns_give_jekylls_addresses() {
        let categories = ["Notes".to_string(), "deep thoughts".into()];
        let parts = Parts {
            date: Date::parse("2024-12-05 15:09:08 +0100"),
            name: "2024-12-05-Reading_List",
            slug: None,
            categories: &categories,
        };
        for (pattern, expected) in [
            ("/blog/:year/:title/", "blog/2024/Reading_List/"),
            ("/blog/:year/:month/:day/:slug.html", "blog/2024/12/05/reading-list.html"),
            ("date", "notes/deep thoughts/2024/12/05/Reading_List.html"),
            ("pretty", "notes/deep thoughts/2024/12/05/Reading_List/"),
            ("none", "notes/deep thoughts/Reading_List.html"),
            ("ordinal", "notes/deep thoughts/2024/340/Reading_List.html"),
            ("weekdate", "notes/deep thoughts/2024/W49/Thu/Reading_List.html"),
            ("/:slugified_categories/:title/", "notes/deep-thoughts/Reading_List/"),
            (":short_year:i_month:i_day-:title", "24125-Reading_List/"),
            ("/:w_year/:week/:w_day/", "2024/49/4/"),
            ("/:hour-:minute-:second/:short_month/:long_month/:long_day/", "15-09-08/Dec/December/Thursday/"),
            ("fixed/place", "fixed/place/"),
        ] {
            assert_eq!(address(pattern, &parts).as_deref(), Some(expected), "{pattern}");
        }
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let parts = Parts { name: "deep/hello", ..Parts::default() };
        assert_eq!(address("date", &parts).as_deref(), Some("hello.html"));
        assert_eq!(address("/blog/:year/:title/", &parts).as_deref(), Some("blog/hello/"));
        let named = Parts { slug: Some("Another Name"), ..parts };
        assert_eq!(address("/:title/:slug/", &named).as_deref(), Some("Another-Name/another-name/"));
    }

    #[test]
    fn no_pattern_leads_out_of_the_site() {
        let parts = Parts { name: "x", ..Parts::default() };
        for pattern in
            ["../:title/", "/a/../../b/", "a:1/", "a\\b/", "/", "", "%2e%2e/", "https://x/", "a?b", "a#b"]
        {
            assert_eq!(address(pattern, &parts), None, "{pattern}");
        }
        assert!(Pattern::parse("/:titel/").is_err_and(|message| message.contains("`:titel`")));
    }

    #[test]
    fn addresses_in_links_are_encoded() {
        assert_eq!(encoded("blog/für c++?/"), "blog/f%C3%BCr%20c++%3F/");
    }
}
