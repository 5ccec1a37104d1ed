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

/// The text as it may stand anywhere in HTML, also within an attribute's value.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text, true);
    out
}

/// The markup as it may stand in a document of the site, whose folder has the address `root`.
///
/// Attributes `style` are renamed to `data-style`, handlers of events such as `onclick` likewise: the page's
/// Content-Security-Policy forbids them (`style-src` and `script-src` without `unsafe-inline`), even in a document that is never shown, yet kramdown aligns cells with them and
/// authors write them. Under the new name they do nothing until the page applies them one by one, which
/// scripts may. Handlers (`onerror`, as in al-folio's figures) are renamed as well: the policy would refuse to
/// run them, and say so in the console for each.
///
/// Addresses of the site begin at its folder, with or without `/` or Jekyll's `baseurl` before them, and so lead
/// to the same place from every page of it, wherever the folder lies: `root` goes before them.
pub fn settle(html: &str, root: &str, baseurl: &str) -> String {
    Settler { html, root, baseurl, out: String::with_capacity(html.len() + 64), from: 0 }.settled(true)
}

/// The markup with its addresses as [`settle`] makes them, for where styles are allowed.
pub fn rebase_all(html: &str, root: &str, baseurl: &str) -> String {
    Settler { html, root, baseurl, out: String::with_capacity(html.len() + 64), from: 0 }.settled(false)
}

/// Markup on its way to its place: `out` has what is before `from`.
struct Settler<'h> {
    html: &'h str,
    root: &'h str,
    baseurl: &'h str,
    out: String,
    from: usize,
}

impl Settler<'_> {
    /// The whole, with styles and handlers renamed where it is to `defuse` them.
    fn settled(mut self, defuse: bool) -> String {
        let bytes = self.html.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] == b'<' && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) {
                at = self.tag(at, defuse);
            } else {
                at += 1;
            }
        }
        self.out.push_str(&self.html[self.from..]);
        self.out
    }

    /// Goes through the tag at `at` and says where it ends. Quoted values are passed over, so that `style=` within
    /// them is left alone.
    fn tag(&mut self, mut at: usize, defuse: bool) -> usize {
        let bytes = self.html.as_bytes();
        let mut quote = None;
        while at < bytes.len() && !(quote.is_none() && bytes[at] == b'>') {
            let byte = bytes[at];
            let before = bytes[at.saturating_sub(1)];
            let opens = matches!(byte, b'"' | b'\'') && (before == b'=' || before.is_ascii_whitespace());
            match quote {
                None if opens => quote = Some(byte),
                Some(open) if open == byte => quote = None,
                _ => {}
            }
            at += 1;
            if quote.is_none() && (byte.is_ascii_whitespace() || matches!(byte, b'/' | b'"' | b'\'')) {
                self.attribute(at, defuse);
            }
        }
        at
    }

    /// Settles the attribute whose name begins at `at`, if one does.
    fn attribute(&mut self, at: usize, defuse: bool) {
        let Some((name, value)) = attribute(self.html, at) else { return };
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        let handler = name.len() > 2 && name[..2].eq_ignore_ascii_case("on");
        if defuse && (handler || is("style")) {
            self.out.push_str(&self.html[self.from..at]);
            self.out.push_str("data-");
            self.from = at;
        } else if is("srcset") && !self.html[value.clone()].contains("data:") {
            let mut place = value.start;
            for candidate in self.html[value].split(',') {
                let address = candidate.trim_start();
                self.rebase(place + candidate.len() - address.len(), address);
                place += candidate.len() + 1;
            }
        } else if is("href") || is("src") || is("poster") {
            self.rebase(value.start, &self.html[value]);
        }
    }

    /// Writes the way to the site before the address at `start`, if it is one of the site.
    fn rebase(&mut self, start: usize, address: &str) {
        let end = address.find([':', '/', '?', '#']);
        let foreign = end.is_some_and(|end| address[end..].starts_with(':')) || address.starts_with("//");
        if foreign || address.is_empty() || address.starts_with('#') || self.root.is_empty() {
            return;
        }
        let inner =
            address.strip_prefix(self.baseurl).filter(|inner| inner.starts_with('/')).unwrap_or(address);
        let inner = inner.strip_prefix('.').filter(|inner| inner.starts_with('/')).unwrap_or(inner);
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        self.out.push_str(&self.html[self.from..start]);
        self.out.push_str(self.root);
        self.from = start + address.len() - inner.len();
    }
}

/// The attribute whose name begins at `at`, and where its value stands.
fn attribute(html: &str, at: usize) -> Option<(&str, std::ops::Range<usize>)> {
    let rest = html.get(at..)?;
    let after = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    if after.len() == rest.len() {
        return None;
    }
    let value = after.trim_ascii_start().strip_prefix('=')?.trim_ascii_start();
    let (value, end) = match value.as_bytes().first()? {
        quote @ (b'"' | b'\'') => (&value[1..], *quote),
        _ => (value, b'>'),
    };
    let ends = |byte: u8| byte == end || (end == b'>' && byte.is_ascii_whitespace());
    let length = value.bytes().position(ends).unwrap_or(value.len());
    let start = html.len() - value.len();
    Some((&rest[..rest.len() - after.len()], start..start + length))
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
            ("<i style>", "<i style>"),
            ("<i onClick=\"a\" once title=onload=x>", "<i data-onClick=\"a\" once title=onload=x>"),
            (r#"<img onerror="x()" on=y>"#, r#"<img data-onerror="x()" on=y>"#),
        ] {
            assert_eq!(settle(html, "", ""), defused);
        }
    }

    #[test]
    fn addresses_of_the_site_begin_at_its_folder() {
        for (html, settled) in [
            (r#"<a href="blog/x/">"#, r#"<a href="../blog/x/">"#),
            (r#"<a href="/blog/x/">"#, r#"<a href="../blog/x/">"#),
            (r#"<a href="/base/x/">"#, r#"<a href="../x/">"#),
            (r#"<a href="/based/x/">"#, r#"<a href="../based/x/">"#),
            (r#"<a href="./">"#, r#"<a href="../">"#),
            (r#"<a href="?post=x">"#, r#"<a href="../?post=x">"#),
            ("<img SRC = 'a b.png' alt='src=x'>", "<img SRC = '../a b.png' alt='src=x'>"),
            ("<img src=a.png>", "<img src=../a.png>"),
            (r#"<img srcset="data:a;base64,/9j 1x">"#, r#"<img srcset="data:a;base64,/9j 1x">"#),
            (r#"<img srcset="a 1x, /b 2x,https://c 3x">"#, r#"<img srcset="../a 1x, ../b 2x,https://c 3x">"#),
            (r##"<a href="#x">"##, r##"<a href="#x">"##),
            (r#"<a href="mailto:a@b">"#, r#"<a href="mailto:a@b">"#),
            (r#"<a href="//host/x">"#, r#"<a href="//host/x">"#),
            (r#"<a href="https://x">"#, r#"<a href="https://x">"#),
            (r#"<a href="">"#, r#"<a href="">"#),
            (r#"<a data-href="x">href="x""#, r#"<a data-href="x">href="x""#),
            ("<a href", "<a href"),
            ("<a href=", "<a href="),
            ("<a href=\"x", "<a href=\"../x"),
        ] {
            assert_eq!(settle(html, "../", "/base"), settled);
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
