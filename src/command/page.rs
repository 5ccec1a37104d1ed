//! The page's `index.html`. [`fit`] writes into it what every post needs at once and which inline scripts may
//! run, whatever wrote the page and however often this is done.

use crate::requests::Requests;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest, Sha256};
use std::ops::Range;

/// The most bytes of the page that [`Requests::own`] may take: a page is read by every reader.
const MAX_OWN: usize = 2048;

/// The page with `requests` in its `<meta name="postil:first-requests">` and `postil:own-requests`, its own
/// includes in `postil:includes`, and its Content-Security-Policy with each inline script of the page and no other.
///
/// # Errors
/// Names the element that the page lacks.
pub fn fit(html: &str, requests: &Requests) -> Result<String, String> {
    let html = set_content(html, "name", "postil:first-requests", |_| {
        words(requests.all.iter().cloned(), usize::MAX)
    })?;
    let own = requests.own.iter().map(|(name, path)| (name.as_str(), path.clone()));
    let html = set_content(&html, "name", "postil:own-requests", |_| own_requests(own))?;
    let html = set_content(&html, "name", "postil:includes", |_| requests.includes.join(" "))?;
    allow_scripts(&html)
}

/// The page whose policy allows each of its inline scripts and no other.
///
/// # Errors
/// If it has no policy.
pub fn allow_scripts(html: &str) -> Result<String, String> {
    let scripts = script_sources(html);
    set_content(html, "http-equiv", "Content-Security-Policy", |policy| allow(policy, &scripts))
}

/// `postil:own-requests`, as many as fit: names of posts, each with what the post needs besides, or where its page is.
pub fn own_requests<'a>(pairs: impl Iterator<Item = (&'a str, String)>) -> String {
    // The loader takes no other names, and finds what this leaves out without it, only later.
    let plain = |name: &str| !name.contains(|c: char| c.is_whitespace() || c == '=');
    words(pairs.filter(|(name, _)| plain(name)).map(|(name, path)| format!("{name}={path}")), MAX_OWN)
}

/// The addresses parted by spaces, as many as fit; a space within one is written as in any address.
fn words(addresses: impl Iterator<Item = String>, most: usize) -> String {
    let mut words = String::new();
    for address in addresses {
        let address = address.replace(' ', "%20");
        if words.len() + address.len() >= most {
            break;
        }
        let space = if words.is_empty() { "" } else { " " };
        words.extend([space, &address]);
    }
    words
}

/// The policy with `scripts` in place of the hashes and nonces that its `script-src` had.
fn allow(policy: &str, scripts: &[String]) -> String {
    let directives = policy.split(';').map(str::trim).map(|directive| {
        if !directive.starts_with("script-src ") {
            return directive.to_owned();
        }
        let kept = directive.split_whitespace().filter(|source| !is_script(source));
        kept.chain(scripts.iter().map(String::as_str)).collect::<Vec<_>>().join(" ")
    });
    directives.collect::<Vec<_>>().join("; ")
}

fn is_script(source: &str) -> bool {
    ["'sha256-", "'nonce-"].iter().any(|kind| source.starts_with(kind))
}

/// How the policy names each inline script: by its nonce if it has one, else by its hash.
fn script_sources(html: &str) -> Vec<String> {
    // Data is no script.
    let data = |tag: &Tag| value(tag, "type").is_some_and(|kind| html[kind].ends_with("json"));
    let scripts = tags(html, "script").into_iter().filter(|tag| value(tag, "src").is_none() && !data(tag));
    let sources = scripts.map(|tag| match value(&tag, "nonce") {
        Some(nonce) => format!("'nonce-{}'", &html[nonce]),
        None => {
            let after = &html[tag.place.end..];
            let script = &after[..after.find("</script").unwrap_or(after.len())];
            // The browser hashes what its parser made of it.
            let digest = Sha256::digest(script.replace("\r\n", "\n"));
            format!("'sha256-{}'", BASE64.encode(digest))
        }
    });
    sources.collect()
}

/// The page with a new `content` for the `<meta>` whose attribute `key` is `name`.
pub fn set_content(
    html: &str,
    key: &str,
    name: &str,
    content: impl FnOnce(&str) -> String,
) -> Result<String, String> {
    let named = |tag: &Tag| value(tag, key).is_some_and(|place| html[place].eq_ignore_ascii_case(name));
    let tag = tags(html, "meta").into_iter().find(named);
    let tag = tag.ok_or_else(|| format!("the page has no <meta {key}=\"{name}\">"))?;
    let old = value(&tag, "content").map(|place| &html[place]).unwrap_or_default();
    // Double quotes have no place in either value.
    let new = content(old).replace('"', "%22");
    let meta = format!("<meta {key}=\"{name}\" content=\"{new}\">");
    Ok([&html[..tag.place.start], &meta, &html[tag.place.end..]].concat())
}

/// A start tag: where it stands, and its attributes' names with where their values stand.
pub struct Tag<'a> {
    pub place: Range<usize>,
    attributes: Vec<(&'a str, Range<usize>)>,
}

pub fn value(tag: &Tag, name: &str) -> Option<Range<usize>> {
    let found = tag.attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
    found.map(|(_, place)| place.clone())
}

/// The start tags of that name, outside comments, with attributes in any of HTML's quotings.
pub fn tags<'a>(html: &'a str, name: &str) -> Vec<Tag<'a>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|found| at + found) {
        at = start + 1;
        if html[at..].starts_with("!--") {
            at = html[at..].find("-->").map_or(html.len(), |end| at + end);
            continue;
        }
        let word_end =
            html[at..].find(|c: char| !c.is_ascii_alphanumeric()).map_or(html.len(), |end| at + end);
        let script = html[at..word_end].eq_ignore_ascii_case("script");
        let wanted = html[at..word_end].eq_ignore_ascii_case(name);
        if !script && !wanted {
            continue;
        }
        let (attributes, end) = attributes(html, word_end);
        at = end;
        // What looks like a tag in a script is none.
        if script {
            at = html[at..].find("</script").map_or(html.len(), |end| at + end);
        }
        if wanted {
            tags.push(Tag { place: start..end, attributes });
        }
    }
    tags
}

/// The attributes that begin at `at`, and where their tag ends.
fn attributes(html: &str, mut at: usize) -> (Vec<(&str, Range<usize>)>, usize) {
    let mut attributes = Vec::new();
    let end_of = |from: usize, stops: &[char]| {
        let stop = |c: char| stops.contains(&c) || (stops.len() > 1 && c.is_ascii_whitespace());
        html[from..].find(stop).map_or(html.len(), |end| from + end)
    };
    loop {
        let rest = &html[at..];
        at += rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/').len();
        if html[at..].starts_with('>') {
            return (attributes, at + 1);
        }
        if at >= html.len() {
            return (attributes, at);
        }
        let name_end = end_of(at + html[at..].chars().next().map_or(1, char::len_utf8), &['=', '>', '/']);
        let name = &html[at..name_end];
        at = name_end;
        let Some(after) = html[at..].strip_prefix('=') else {
            attributes.push((name, at..at));
            continue;
        };
        at += 1;
        match after.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let end = end_of(at + 1, &[quote]);
                attributes.push((name, at + 1..end));
                at = (end + 1).min(html.len());
            }
            _ => {
                let end = end_of(at, &['>', '>']);
                attributes.push((name, at..end));
                at = end;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html><!-- <meta name=postil:first-requests> -->\n\
        <meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'self' 'sha256-old='; base-uri 'none'\">\n\
        <meta name=postil:first-requests content=x><meta name='postil:own-requests'><meta name=postil:includes>\n<script data-js=\"a>b\">if (1 < 2) '<meta>'</script>\n\
        <script src='x.js'></script><body>";

    #[test]
    fn writes_requests_and_hashes() {
        let own = |name: &str, path: &str| (name.to_owned(), path.to_owned());
        let requests = Requests {
            all: vec!["site.yml".into(), "a b.bib".into()],
            own: vec![own("p", "posts/p q.bib"), own("x=y", "no.bib"), own("q", "q.bib")],
            includes: vec!["_includes/figure.html".into()],
        };
        let once = fit(PAGE, &requests).expect("a page");
        assert!(
            once.contains("<meta name=\"postil:first-requests\" content=\"site.yml a%20b.bib\">"),
            "{once}"
        );
        let own = "<meta name=\"postil:own-requests\" content=\"p=posts/p%20q.bib q=q.bib\">";
        assert!(once.contains(own), "{once}");
        assert!(once.contains("<meta name=\"postil:includes\" content=\"_includes/figure.html\">"), "{once}");
        // printf "if (1 < 2) '<meta>'" | openssl dgst -sha256 -binary | base64
        let hash = "'self' 'sha256-i9OVy/se6HDY13u7Y7HSx0eyZLWRryibiYqZVUj44jA='; base-uri 'none'";
        assert!(once.contains(hash), "{once}");
        assert_eq!(fit(&once, &requests), Ok(once.clone()));
        assert!(once.ends_with("<body>") && once.contains("<!-- <meta name=postil:first-requests> -->"));
    }

    #[test]
    fn a_page_does_not_grow_with_its_site() {
        let own = (0..1000).map(|number| (format!("post-{number}"), format!("posts/{number}.bib"))).collect();
        let page = fit(PAGE, &Requests { own, ..Requests::default() }).expect("a page");
        assert!(
            page.contains("post-0=posts/0.bib post-1=posts/1.bib") && page.len() < PAGE.len() + MAX_OWN + 100
        );
    }

    #[test]
    fn a_nonce_goes_before_a_hash() {
        let page = PAGE.replace("<script data-js", "<script nonce=n1 data-js");
        let page = fit(&page, &Requests::default()).expect("a page");
        assert!(page.contains("script-src 'self' 'nonce-n1'; base-uri"));
    }

    #[test]
    fn line_ends_do_not_count() {
        let hash = |script: &str| script_sources(&format!("<script>{script}</script>"));
        assert_eq!(hash("a\r\nb"), hash("a\nb"));
        assert_ne!(hash("a\nb"), hash("a b"));
    }

    #[test]
    fn says_what_the_page_lacks() {
        assert!(fit("<p>", &Requests::default()).expect_err("no page").contains("postil:first-requests"));
        for broken in
            ["<meta", "<meta name", "<meta name=", "<meta name=\"", "<script", "<!--", "<meta é='", "<"]
        {
            assert!(fit(broken, &Requests::default()).is_err(), "{broken}");
        }
    }
}
