//! Lists of posts: the front page ([`home`]), any other list ([`list`]), and the way through their pages.

use super::{dotted, labels, said, time};
use crate::html::{Href, Html};
use crate::listing::{Listing, Summary};
use crate::site::Site;
use crate::words::Words;
use crate::yaml::Value;

/// The front page: the site's title, what it is about, featured posts, the list.
pub fn home(site: &Site, posts: &Result<Listing, Html>) -> Html {
    let word = |key: &str| site.get(&[key]).and_then(Value::text).filter(|word| !word.is_empty());
    let mut html = Html::new();
    html.open("header", &[("class", "blog-header")]);
    html.element("h1", &[], &Html::from_text(word("blog_name").unwrap_or(&site.title)));
    let description = word("blog_description").unwrap_or(&site.description);
    if !description.is_empty() {
        html.element("p", &[], &Html::from_text(description));
    }
    if site.archives {
        let shown = |key: &str| site.get(&[key]).map(|names| names.items()).unwrap_or_default();
        let mut pieces = labels("tag", &shown("display_tags"), site);
        pieces.append(&mut labels("category", &shown("display_categories"), site));
        html.push(&dotted("tag-category-list", pieces));
    }
    html.close("header");
    match posts {
        Err(problem) => html.push(problem),
        Ok(listing) if listing.posts.is_empty() => {
            html.element("p", &[], &said(&site.words, "Nothing has been written yet."));
        }
        Ok(listing) => {
            let featured = listing.posts.iter().filter(|post| post.featured).chain(&listing.pinned);
            let featured: Vec<&Summary> = featured.collect();
            if !featured.is_empty() && listing.newer.is_none() {
                html.open(
                    "ul",
                    &[("class", "featured-posts"), ("aria-label", site.words.say("Featured posts"))],
                );
                featured.into_iter().for_each(|post| html.push(&entry(post, site, true)));
                html.close("ul");
            }
            html.push(&list(&listing.posts, site));
            let [newer, older] = [&listing.newer, &listing.older].map(|to| to.as_ref().map(Href::as_str));
            html.push(&pages(&site.words, newer, older));
        }
    }
    html
}

/// A list of posts.
pub fn list(posts: &[Summary], site: &Site) -> Html {
    let mut html = Html::new();
    html.open("ul", &[("class", "post-list")]);
    posts.iter().for_each(|post| html.push(&entry(post, site, false)));
    html.close("ul");
    html
}

/// The way to the pages before and after one of a list.
pub fn pages(words: &Words, newer: Option<&str>, older: Option<&str>) -> Html {
    paging(words, ["← Newer posts", "Older posts →"], newer, older)
}

/// The same in other words.
pub fn paging(words: &Words, labels: [&str; 2], newer: Option<&str>, older: Option<&str>) -> Html {
    let mut html = Html::new();
    if newer.is_none() && older.is_none() {
        return html;
    }
    html.open("nav", &[("class", "pagination"), ("aria-label", words.say("Pages of the list"))]);
    for (to, rel, label) in [(newer, "prev", labels[0]), (older, "next", labels[1])] {
        if let Some(to) = to {
            html.element("a", &[("href", to), ("rel", rel)], &said(words, label));
        }
    }
    html.close("nav");
    html
}

/// A post in a list; `short` where the list itself says more.
fn entry(post: &Summary, site: &Site, short: bool) -> Html {
    let mut html = Html::new();
    html.open("li", &[]);
    html.open("h2", &[]);
    html.element("a", &[("href", &post.href())], &Html::from_text(&post.title));
    html.close("h2");
    if !post.description.is_empty() {
        html.element("p", &[], &Html::from_text(&post.description));
    }
    if !short {
        let mut meta: Vec<Html> =
            post.date.as_ref().map(|date| time(date, &site.words)).into_iter().collect();
        let minutes =
            post.minutes.as_ref().map(|minutes| Html::from_text(&site.words.fill("% min read", minutes)));
        meta.extend(minutes);
        // An address with a host is one of another site.
        let host = post.redirect.as_ref().and_then(|to| to.as_str().split_once("//")?.1.split('/').next());
        meta.extend(host.map(Html::from_text));
        meta.append(&mut labels("tag", &post.tags, site));
        meta.append(&mut labels("category", &post.categories, site));
        html.push(&dotted("post-meta", meta));
    }
    html.close("li");
    html
}
