//! A post's title and description, which Jekyll's themes put into the page as markup: [`html`] and [`text`].
//!
//! Authors write `<em>` and `&amp;` in them, and also `vector<int>`: only what is markup of phrases throughout
//! is taken for markup, so that nothing of the rest is lost.

use crate::html::Html;
use crate::letters;

/// The elements that a phrase may have.
const ELEMENTS: [&str; 22] = [
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "u", "var", "wbr",
];

/// The phrase as markup.
pub fn html(phrase: &str) -> Html {
    if plain(phrase).is_some() { Html::from_author(phrase) } else { Html::from_text(phrase) }
}

/// The phrase without its markup: what stands in the document's title, in lists and in feeds.
pub fn text(phrase: &str) -> String {
    plain(phrase).map_or(phrase.into(), |text| letters::unescaped(&text).into_owned())
}

/// A title for a post that has none, as Jekyll makes it of its file's name: `on-reading` is `On Reading`.
pub fn from_slug(slug: &str) -> String {
    let mut title = String::new();
    for word in slug.split('-') {
        if !title.is_empty() {
            title.push(' ');
        }
        let mut characters = word.chars();
        title.push_str(&characters.next().map(letters::upper_char).unwrap_or_default());
        title.push_str(&letters::lower(characters.as_str()));
    }
    title
}

/// The phrase without its tags, if each is one of a phrase's elements and ends what the last one began.
fn plain(phrase: &str) -> Option<String> {
    let mut text = String::new();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = after.split_once('>')?;
        // An attribute that goes on behind the `>`.
        if ['"', '\''].iter().any(|quote| tag.matches(*quote).count() % 2 == 1) {
            return None;
        }
        rest = after;
        let (ends, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
        let name = ELEMENTS.into_iter().find(|element| element.eq_ignore_ascii_case(name))?;
        if ends {
            open.pop().filter(|last| *last == name)?;
        } else if name != "br" && name != "wbr" {
            open.push(name);
        }
    }
    text.push_str(rest);
    open.is_empty().then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_become_titles() {
        for (slug, title) in [("on-reading", "On Reading"), ("A-PHD_thesis", "A Phd_thesis"), ("", "")] {
            assert_eq!(from_slug(slug), title);
        }
    }

    #[test]
    fn markup_of_phrases_is_markup() {
        for (phrase, markup, plain) in [
            ("A plain title", "A plain title", "A plain title"),
            ("<b x=\"></b>", "&lt;b x=\"&gt;&lt;/b&gt;", "<b x=\"></b>"),
            ("often <em>called</em> so", "often <em>called</em> so", "often called so"),
            ("H<SUB>2</SUB>O <br/> &amp; more", "H<SUB>2</SUB>O <br/> &amp; more", "H2O  & more"),
            ("<a href=\"x\">y</a>", "<a href=\"x\">y</a>", "y"),
            ("&amp;lt;", "&amp;lt;", "&lt;"),
            // What is no markup stays text.
            ("vector<int> in C", "vector&lt;int&gt; in C", "vector<int> in C"),
            ("a < b", "a &lt; b", "a < b"),
            ("<em>open", "&lt;em&gt;open", "<em>open"),
            ("</em>", "&lt;/em&gt;", "</em>"),
            ("<em><b></em></b>", "&lt;em&gt;&lt;b&gt;&lt;/em&gt;&lt;/b&gt;", "<em><b></em></b>"),
            ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;", "<script>x</script>"),
            ("<>", "&lt;&gt;", "<>"),
        ] {
            assert_eq!((html(phrase).as_str(), text(phrase).as_str()), (markup, plain), "{phrase}");
        }
    }
}
