//! HTML that is safe by its type: text enters an [`Html`] escaped, an address only as a checked [`Href`].
//!
//! The one door for markup that was not made here is [`Html::from_author`], for what the author of a
//! post wrote as raw HTML; bibliographies, styles, configuration and addresses never go through it.

/// A piece of finished HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Nothing yet.
    pub fn new() -> Self {
        Html(String::new())
    }

    /// Plain text, escaped.
    pub fn from_text(text: &str) -> Self {
        let mut html = Html::new();
        html.push_text(text);
        html
    }

    /// Markup that the author of a post wrote, kept as it is (Jekyll does the same).
    pub fn from_author(markup: impl Into<String>) -> Self {
        Html(markup.into())
    }

    /// Appends plain text, escaped.
    pub fn push_text(&mut self, text: &str) {
        escape_into(&mut self.0, text, false);
    }

    /// Appends finished HTML.
    pub fn push(&mut self, html: &Html) {
        self.0.push_str(&html.0);
    }

    /// Appends a start tag. `name` and the attributes' names are ours, the values are escaped.
    pub fn open(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (attribute, value) in attributes {
            self.0.push(' ');
            self.0.push_str(attribute);
            self.0.push_str("=\"");
            escape_into(&mut self.0, value, true);
            self.0.push('"');
        }
        self.0.push('>');
    }

    /// Appends an end tag.
    pub fn close(&mut self, name: &'static str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// Appends `<name attributes>content</name>`.
    pub fn element(&mut self, name: &'static str, attributes: &[(&'static str, &str)], content: &Html) {
        self.open(name, attributes);
        self.push(content);
        self.close(name);
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The markup, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Appends `text` to `out` with `&`, `<`, `>` (and `"` in attribute values) as entities.
pub fn escape_into(out: &mut String, text: &str, attribute: bool) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' if attribute => "&quot;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// The markup with every attribute `style` renamed to `data-style`.
///
/// The page's Content-Security-Policy forbids `style` attributes (`style-src` without `unsafe-inline`), even
/// in a document that is never shown, yet kramdown aligns cells with them and authors write them. Under
/// the new name they do nothing until the page applies them one by one, which scripts may.
pub fn defuse_styles(html: &str) -> String {
    let bytes = html.as_bytes();
    let mut out = String::with_capacity(html.len() + 64);
    let (mut from, mut at) = (0, 0);
    while at < bytes.len() {
        if bytes[at] != b'<' || !bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) {
            at += 1;
            continue;
        }
        // In a tag: quoted values are passed over, so that `style=` within them is left alone.
        let mut quote = None;
        while at < bytes.len() && !(quote.is_none() && bytes[at] == b'>') {
            let byte = bytes[at];
            let opens = matches!(byte, b'"' | b'\'') && matches!(bytes[at - 1], b'=' | b' ' | b'\t' | b'\n');
            match quote {
                None if opens => quote = Some(byte),
                Some(open) if open == byte => quote = None,
                _ => {}
            }
            if quote.is_none() && (byte.is_ascii_whitespace() || matches!(byte, b'/' | b'"' | b'\'')) {
                let name = bytes.get(at + 1..at + 6).is_some_and(|name| name.eq_ignore_ascii_case(b"style"));
                let ends = bytes.get(at + 6).is_some_and(|next| *next == b'=' || next.is_ascii_whitespace());
                if name && ends {
                    out.push_str(&html[from..=at]);
                    out.push_str("data-");
                    from = at + 1;
                }
            }
            at += 1;
        }
    }
    out.push_str(&html[from..]);
    out
}

/// An address that may stand in a link: `http`, `https`, `mailto` or `ftp`, or one without a scheme.
///
/// Everything else (`javascript:`, `data:`, `vbscript:`, …) is refused. Browsers drop tabs, line breaks
/// and leading control characters before they look for the scheme
/// (<https://url.spec.whatwg.org/#concept-basic-url-parser>), so these are dropped here as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Href(String);

impl Href {
    /// The address if it is harmless, else `None`.
    pub fn parse(address: &str) -> Option<Href> {
        let clean: String =
            address.trim_matches(|c: char| c <= ' ').chars().filter(|c| !c.is_control()).collect();
        let scheme =
            clean.split(['/', '?', '#']).next().unwrap_or("").split_once(':').map(|(scheme, _)| scheme);
        let harmless = match scheme {
            None => true,
            Some(scheme) => {
                ["http", "https", "mailto", "ftp"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
            }
        };
        (harmless && !clean.is_empty()).then_some(Href(clean))
    }

    /// The address, not escaped; [`Html::open`] does that.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        let mut html = Html::from_text("a < b & \"c\"");
        html.open("a", &[("title", "\"><script>")]);
        assert_eq!(html.as_str(), "a &lt; b &amp; \"c\"<a title=\"&quot;&gt;&lt;script&gt;\">");
    }

    #[test]
    fn styles_are_defused_in_tags_only() {
        for (html, defused) in [
            (r#"<td style="a: b">style="x"</td>"#, r#"<td data-style="a: b">style="x"</td>"#),
            (r#"<a title=" style='x' " STYLE = 'y'>"#, r#"<a title=" style='x' " data-STYLE = 'y'>"#),
            ("<p\nstyle=a><p class=\"x\"style=\"y\">", "<p\ndata-style=a><p class=\"x\"data-style=\"y\">"),
            ("a < b style=x", "a < b style=x"),
            ("<i it's style=x>", "<i it's data-style=x>"),
        ] {
            assert_eq!(defuse_styles(html), defused);
        }
    }

    #[test]
    fn only_harmless_addresses_become_links() {
        for good in
            ["https://a.org/x?y#z", "HTTP://a.org", "mailto:a@b.c", "posts/a.md", "#key", "/a:b", "?x=a:b"]
        {
            assert!(Href::parse(good).is_some(), "{good}");
        }
        for bad in
            ["javascript:alert(1)", " jAvA\tScript:alert(1)", "\u{1}data:text/html,x", "vbscript:x", "", "  "]
        {
            assert!(Href::parse(bad).is_none(), "{bad}");
        }
    }
}
