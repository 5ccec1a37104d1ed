//! Emoji by their names, `:smile:`, on sites with the plug-in jemoji: [`mark`] puts them into elements, in which the page
//! shows the characters (`extras/src/emoji.js` has the names, of which there are nearly two thousand).

use crate::html::Html;
use crate::site::Site;

/// Elements whose text is left alone, as jemoji does, and those that hold no text.
const WITHOUT: [&str; 7] = ["pre", "code", "tt", "script", "style", "math", "textarea"];
/// No name is longer.
const LONGEST: usize = 50;

/// Whether the site has the plug-in.
pub fn wanted(site: &Site) -> bool {
    ["plugins", "gems"]
        .iter()
        .any(|key| site.get(&[key]).is_some_and(|list| list.items().contains(&"jemoji")))
}

/// Puts what may be an emoji's name into `<span class="emoji">`.
pub fn mark(html: &mut Html) {
    let source = html.as_str();
    let mut out = String::new();
    let (mut at, mut from) = (0, 0);
    while let Some(length) = source[at..].find(['<', ':']) {
        at += length;
        let rest = &source[at..];
        if rest.starts_with('<') {
            at += markup(rest);
        } else if let Some(length) = name(&rest[1..]) {
            let end = at + length + 2;
            out.push_str(&source[from..at]);
            out.push_str(&["<span class=\"emoji\">", &source[at..end], "</span>"].concat());
            (at, from) = (end, end);
        } else {
            at += 1;
        }
    }
    if from > 0 {
        out.push_str(&source[from..]);
        *html = Html::from_author(out);
    }
}

/// The length of the name that ends in a colon: it has a letter in it, unlike a time.
fn name(text: &str) -> Option<usize> {
    let length = text.bytes().take(LONGEST).position(|byte| byte == b':')?;
    let name = &text[..length];
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_+-".contains(&byte);
    let signs = ["+1", "-1", "100", "1234"].contains(&name);
    (name.bytes().all(good) && (signs || name.bytes().any(|byte| byte.is_ascii_lowercase())))
        .then_some(length)
}

/// The length of the tag at the start of `html`, with its element where that is left alone.
fn markup(html: &str) -> usize {
    let end = html.find('>').map_or(html.len(), |end| end + 1);
    let name = html[1..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    if !WITHOUT.contains(&name) {
        return end;
    }
    html[end..].find(&["</", name].concat()).map_or(html.len(), |length| end + length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::modules::Modules;

    #[test]
    fn names_are_marked() {
        for (html, expected) in [
            ("<p>a :star: b</p>", "<p>a <span class=\"emoji\">:star:</span> b</p>"),
            (":+1::e-mail:", "<span class=\"emoji\">:+1:</span><span class=\"emoji\">:e-mail:</span>"),
            ("<pre><code>:star:</code></pre> 10:30:45", "<pre><code>:star:</code></pre> 10:30:45"),
            (
                "<a title=\":star:\" href=\"x:y:z\">a: b: ::c</a>",
                "<a title=\":star:\" href=\"x:y:z\">a: b: ::c</a>",
            ),
            ("<code>:a:", "<code>:a:"),
            ("é:é:x <", "é:é:x <"),
        ] {
            let mut marked = Html::from_author(html);
            mark(&mut marked);
            assert_eq!(marked.as_str(), expected);
        }
        let site = |text: &str| Site::parse(text, &Modules::native()).0;
        assert!(wanted(&site("plugins: [jekyll-feed, jemoji]")) && !wanted(&site("plugins: [jekyll-feed]")));
    }
}
