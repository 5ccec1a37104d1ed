//! The site's lists of posts, and what stands behind a post: related posts, the previous and the next one.
//! [`all`] and [`more`] are the entrances.

use crate::pages::{href, nth};
use crate::posts::Post;
use postil::html::Html;
use postil::layout;
use postil::listing::{self, Summary};
use postil::site::Site;
use postil::words::Words;
use postil::yaml::Value;
use std::collections::BTreeMap;

/// al-folio's default of `related_blog_posts.max_related`.
const RELATED: usize = 5;
/// The most posts of a tag, the newest, among which related ones are looked for.
const MAX_CANDIDATES: usize = 500;

/// A page with a list.
pub struct List {
    pub url: String,
    pub title: String,
    pub description: String,
    pub main: Html,
}

/// Further pages of the front page's list, and pages for each tag, category and year.
pub fn all<'a>(posts: &'a [Post], site: &Site, per_page: usize, per_archive: usize) -> Vec<List> {
    let everything: Vec<&Post> = posts.iter().collect();
    let mut lists = paged("", &site.title, &site.description, &everything, per_page, site);
    // The front page itself is made elsewhere.
    lists.remove(0);

    let mut archives: BTreeMap<(String, &'static str), (String, Vec<&'a Post>)> = BTreeMap::new();
    let mut add = |url: String, kind: &'static str, title: &str, post: &'a Post| {
        let (_, posts) = archives.entry((url, kind)).or_insert_with(|| (title.into(), Vec::new()));
        // A post that names a tag in two spellings is in its list once.
        if posts.last().is_none_or(|last| !std::ptr::eq(*last, post)) {
            posts.push(post);
        }
    };
    for post in posts {
        let of = &post.front_matter;
        for (kind, said, names) in
            [("tag", "Posts with this tag", &of.tags), ("category", "Posts in this category", &of.categories)]
        {
            for name in names {
                if let Some(url) = layout::archive(kind, name, site) {
                    add(url, said, name, post);
                }
            }
        }
        let year = post.date.map(|date| date.format("%Y"));
        if let Some((url, year)) = year.and_then(|year| Some((layout::archive("year", &year, site)?, year))) {
            add(url, "Posts of this year", &year, post);
        }
    }
    for ((url, said), (title, posts)) in archives {
        lists.append(&mut paged(&url, &title, said, &posts, per_archive, site));
    }
    lists
}

/// A list in pages of `most` posts.
fn paged(url: &str, title: &str, said: &str, posts: &[&Post], most: usize, site: &Site) -> Vec<List> {
    let count = posts.len().div_ceil(most).max(1);
    let words = &site.words;
    let said = words.say(said);
    let page = |number: usize| {
        let shown = posts.iter().skip((number - 1) * most).take(most);
        let shown: Vec<Summary> = shown.filter_map(|post| summary(post)).collect();
        let title = if number == 1 {
            title.to_owned()
        } else {
            [title, ", ", &words.fill("page %", &number.to_string())].concat()
        };
        let mut main = heading(&title, said);
        main.push(&layout::list(&shown, site));
        let newer = (number > 1)
            .then(|| nth(url, number - 1))
            .map(|url| if url.is_empty() { "./".into() } else { url });
        let older = (number < count).then(|| nth(url, number + 1));
        main.push(&layout::pages(words, newer.as_deref(), older.as_deref()));
        List { url: nth(url, number), title, description: said.into(), main }
    };
    (1..=count).map(page).collect()
}

/// What stands above a list.
pub fn heading(title: &str, said: &str) -> Html {
    let mut html = Html::new();
    html.open("header", &[("class", "blog-header")]);
    html.element("h1", &[], &Html::from_text(title));
    html.element("p", &[], &Html::from_text(said));
    html.close("header");
    html
}

/// The post as lists have it; read as the page reads the index, so that both show the same.
fn summary(post: &Post) -> Option<Summary> {
    listing::parse(&["[", &post.to_json(true), "]"].concat()).ok()?.posts.pop()
}

/// What stands behind the post at `at` of `posts`; `elsewhere` is what `layout::works` is told.
pub fn more(posts: &[Post], at: usize, site: &Site, words: &Words, elsewhere: &str) -> Html {
    let mut html = Html::new();
    let attributes =
        [("class", "post-more"), ("aria-label", words.say("More posts")), ("data-works", elsewhere)];
    html.open("nav", if elsewhere.is_empty() { &attributes[..2] } else { &attributes });
    let related = related(posts, at, site);
    if !related.is_empty() {
        html.element("h2", &[], &Html::from_text(words.say("Related posts")));
        html.open("ul", &[("class", "related-posts")]);
        for post in related {
            html.open("li", &[]);
            html.element("a", &[("href", &href(post))], &Html::from_text(&post.title));
            html.close("li");
        }
        html.close("ul");
    }
    // Lists are newest first.
    let (earlier, later) = (posts.get(at + 1), at.checked_sub(1).and_then(|at| posts.get(at)));
    if earlier.is_some() || later.is_some() {
        html.open("p", &[("class", "neighbours")]);
        for (post, rel, said) in [(earlier, "prev", "Previous"), (later, "next", "Next")] {
            if let Some(post) = post {
                html.open("a", &[("href", &href(post)), ("rel", rel)]);
                html.element("span", &[], &Html::from_text(words.say(said)));
                html.push_text(" ");
                html.push_text(&post.title);
                html.close("a");
            }
        }
        html.close("p");
    }
    html.close("nav");
    html
}

/// Posts that share tags and categories with this one, those that share most first, then the newest
/// (al-folio's `related_blog_posts`; `related_posts: false` in the front matter switches it off).
fn related<'a>(posts: &'a [Post], at: usize, site: &Site) -> Vec<&'a Post> {
    let post = &posts[at];
    let asked = |value: Option<&Value>| value.is_none_or(Value::is_truthy);
    if !asked(site.get(&["related_blog_posts", "enabled"]))
        || !asked(post.front_matter.values.get("related_posts"))
    {
        return Vec::new();
    }
    let most = site.get(&["related_blog_posts", "max_related"]).and_then(Value::text);
    let most = most.and_then(|most| most.parse().ok()).unwrap_or(RELATED);
    let labels = |post: &'a Post| post.front_matter.tags.iter().chain(&post.front_matter.categories);
    let shared =
        |other: &'a Post| labels(post).filter(|label| labels(other).any(|own| own == *label)).count();
    // Those nearest in time, so that the cost does not grow with the square of the site.
    let first = at.saturating_sub(MAX_CANDIDATES / 2);
    let around = posts.iter().enumerate().skip(first).take(MAX_CANDIDATES).filter(|(other, _)| *other != at);
    let mut found: Vec<(usize, &Post)> =
        around.map(|(_, other)| (shared(other), other)).filter(|(shared, _)| *shared > 0).collect();
    found.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
    found.into_iter().take(most).map(|(_, other)| other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posts::tests::posts;

    fn site(text: &str) -> Site {
        let mut site = Site::parse(text, &postil::modules::Modules::native()).0;
        site.archives = true;
        site
    }

    #[test]
    fn every_tag_category_and_year_has_its_list() {
        let (posts, _) = posts(&[
            ("2024-01-03-c", "---\ntags: x Y\ncategories: [a b]\n---\n"),
            ("2024-01-02-b", "---\ntags: y y\n---\n"),
            ("2023-01-01-a", ""),
        ]);
        let lists = all(&posts, &site("title: T"), 2, 1);
        let found: Vec<(&str, &str, usize)> = lists
            .iter()
            .map(|list| (&*list.url, &*list.title, list.main.as_str().matches("<h2>").count()))
            .collect();
        assert_eq!(
            found,
            [
                ("page/2/", "T, page 2", 1),
                ("blog/2023/", "2023", 1),
                ("blog/2024/", "2024", 1),
                ("blog/2024/page/2/", "2024, page 2", 1),
                ("blog/category/a-b/", "a b", 1),
                ("blog/tag/x/", "x", 1),
                ("blog/tag/y/", "Y", 1),
                ("blog/tag/y/page/2/", "Y, page 2", 1),
            ]
        );
        let first = lists[0].main.as_str();
        assert!(
            first.contains(r#"<a href="./" rel="prev">"#) && first.contains(r#"href="blog/2023/a/""#),
            "{first}"
        );
        assert!(lists[1].main.as_str().contains("Posts of this year"));
        assert!(lists[4].main.as_str().contains(r#"<a href="blog/tag/x/" class="tag" rel="tag">x</a>"#));
    }

    #[test]
    fn a_post_leads_to_its_neighbours_and_relatives() {
        let (posts, _) = posts(&[
            ("2024-01-05-e", "---\ntags: p\n---\n"),
            ("2024-01-04-d", "---\ntags: p q\n---\n"),
            ("2024-01-03-c", "---\ntags: p q\n---\n"),
            ("2024-01-02-b", "---\ntags: z\nrelated_posts: false\n---\n"),
        ]);
        let html = more(&posts, 2, &site(""), &Words::default(), "k k 2").into_string();
        assert!(html.contains(r#"data-works="k k 2""#), "{html}");
        let links: Vec<&str> =
            html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(links, ["blog/2024/d/", "blog/2024/e/", "blog/2024/b/", "blog/2024/d/"]);
        assert!(!more(&posts, 3, &site(""), &Words::default(), "").as_str().contains("Related"));
        let off = site("related_blog_posts: {enabled: false}");
        assert!(!more(&posts, 2, &off, &Words::default(), "").as_str().contains("Related"));
    }
}
