//! `posts/index.json`, and the files behind it where no pages are written: [`to_json`] makes them, [`write_older`] writes
//! those behind it. `index.rs` says what they are like.

use crate::files::write_if_new;
use crate::pages;
use crate::posts::{self, Post};
use postil::listing;
use postil::site::Site;
use postil::yaml::Value;
use std::fs;
use std::path::Path;

/// The most posts that one page of a list shows.
const MAX_LISTED: usize = 100;

/// How many posts a page of the list shows: `pagination.per_page`, by default jekyll-paginate's 10.
pub fn per_page(site: &Site) -> usize {
    let pagination = |key: &str| site.get(&["pagination", key]);
    let enabled = pagination("enabled").is_some_and(Value::is_truthy);
    let number = pagination("per_page").and_then(Value::text).and_then(|number| number.parse().ok());
    if enabled { number.unwrap_or(10).clamp(1, MAX_LISTED) } else { MAX_LISTED }
}

/// The index of these posts, one post a line, so that differences are readable: `posts/index.json`, and the pages of
/// the list behind it where none are `written`.
pub fn to_json(posts: &[Post], written: bool, per_page: usize) -> Vec<String> {
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
pub fn write_older(folder: &Path, pages: &[String]) -> Result<(), String> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::tests::Folder;
    use crate::index::{Options, run};
    use postil::html::Href;

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
        let to = |href: &Option<Href>| href.as_ref().map(|href| href.as_str().to_string());
        assert_eq!(
            (to(&second.newer).as_deref(), to(&second.older).as_deref()),
            (Some("./"), Some("?page=3"))
        );
        assert_eq!((to(&third.newer).as_deref(), to(&third.older)), (Some("?page=2"), None));
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
