//! Links that lead away from the site, marked as jekyll-link-attributes marks them where the configuration asks for it
//! (`external_links`, which al-folio has). [`External::of`] and [`External::mark`] are the entrances.

use crate::html::{Html, escape_into};
use crate::site::Site;
use crate::yaml::Value;

/// What is said of such links.
pub struct External<'a> {
    rel: &'a str,
    target: &'a str,
    /// What leads to the site itself, and what its author leaves out.
    inner: Vec<&'a str>,
}

impl<'a> External<'a> {
    /// What the configuration says; `None` where it leaves links alone.
    pub fn of(site: &'a Site) -> Option<External<'a>> {
        let settings = site.get(&["external_links"])?;
        if settings.get("enabled").and_then(Value::as_bool) != Some(true) {
            return None;
        }
        let text = |key, usual| settings.get(key).and_then(Value::text).unwrap_or(usual);
        let mut inner = settings.get("exclude").map(Value::items).unwrap_or_default();
        inner.push(&site.url);
        inner.retain(|start| !start.is_empty());
        Some(External {
            rel: text("rel", "external nofollow noopener"),
            target: text("target", "_blank"),
            inner,
        })
    }

    /// Gives links in finished HTML their `rel` and `target`, but for those that have their own.
    pub fn mark(&self, html: &mut Html) {
        let mut out = String::new();
        let mut rest = html.as_str();
        while let Some((before, tag)) = rest.split_once("<a ") {
            out.push_str(before);
            out.push_str("<a");
            let attributes = tag.split('>').next().unwrap_or("");
            if let Some(quote) = self.leads_away(attributes) {
                for (name, value) in [(" rel=", self.rel), (" target=", self.target)] {
                    if !value.is_empty() && ![" ", attributes].concat().contains(name) {
                        out.push_str(name);
                        // A script may have the link in a text of its own quotes.
                        out.push(quote);
                        escape_into(&mut out, value, true);
                        out.push(quote);
                    }
                }
            }
            out.push(' ');
            rest = tag;
        }
        out.push_str(rest);
        *html = Html::from_author(out);
    }

    /// The quote around the link's address, if that is another site's.
    fn leads_away(&self, attributes: &str) -> Option<char> {
        let value = attributes.split("href=").nth(1)?;
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let address = &value[1..];
        let outer = ["http://", "https://"].iter().any(|scheme| address.starts_with(scheme));
        (outer && !self.inner.iter().any(|start| address.starts_with(start))).then_some(quote)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::modules::Modules;

    #[test]
    fn links_to_other_sites_are_marked() {
        let site = |text: &str| Site::parse(text, &Modules::native()).0;
        let found = site("url: https://me.org\nexternal_links: {enabled: true, exclude: ['https://ok.org']}");
        let added = "rel=\"external nofollow noopener\" target=\"_blank\" ";
        for html in ["<a href=\"https://x.org\">x</a>", "<a class='c' href='http://x.org'>"] {
            let mut marked = Html::from_author(html);
            External::of(&found).expect("settings").mark(&mut marked);
            let added = if html.contains('"') { added.into() } else { added.replace('"', "'") };
            assert_eq!(marked.as_str(), html.replace("<a ", &["<a ", &added].concat()));
        }
        for same in [
            "<a href=\"/a\">",
            "<a href=\"https://me.org/b\">",
            "<a href=\"https://ok.org/\">",
            "<a>",
            "<a href=https://x.org>",
            "<abbr>",
        ] {
            let mut marked = Html::from_author(same);
            External::of(&found).expect("settings").mark(&mut marked);
            assert_eq!(marked.as_str(), same);
        }
        let own = "<a href=\"https://x.org\" target=\"_self\" rel=\"me\">";
        let mut marked = Html::from_author(own);
        External::of(&found).expect("settings").mark(&mut marked);
        assert_eq!(marked.as_str(), own);
        assert!(
            External::of(&site("external_links: {enabled: false}")).is_none()
                && External::of(&site("")).is_none()
        );
    }
}
