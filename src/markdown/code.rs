//! Code, in blocks and in lines, with the elements and classes of Rouge. [`Writer::code_block`] and
//! [`Writer::code_span`] are the entrances.

use super::attributes::Attributes;
use super::languages;
use super::write::{Writer, start_tag};
use crate::html::Html;

impl Writer<'_> {
    /// A block of code.
    pub fn code_block(&self, text: &str, language: Option<&str>, mut attributes: Attributes) -> Html {
        let text = self.source(text);
        let (named, classes) = languages::split(&attributes.take("class").unwrap_or_default());
        let language = language.map(str::to_string).or(named);
        let known = language.as_deref().is_none_or(languages::is_known);
        let mut out;
        if known {
            let language = language.as_deref().unwrap_or("plaintext");
            attributes.set("class", &format!("language-{language} {classes}highlighter-rouge"));
            out = start_tag("div", &attributes);
            out.push(&Html::from_author("<div class=\"highlight\"><pre class=\"highlight\"><code>"));
        } else {
            if !classes.is_empty() {
                attributes.set("class", classes.trim_ascii_end());
            }
            out = start_tag("pre", &attributes);
            let class = format!("language-{}", language.unwrap_or_default());
            out.open("code", &[("class", &class)]);
        }
        out.push_text(text.strip_suffix('\n').unwrap_or(&text));
        out.push_text("\n");
        out.push(&Html::from_author(if known { "</code></pre></div></div>\n" } else { "</code></pre>\n" }));
        out
    }

    /// Code in a line.
    pub fn code_span(&self, text: &str, more: &Attributes) -> Html {
        let mut attributes = Attributes::merged(more, &self.document.named);
        let (named, classes) = languages::split(&attributes.take("class").unwrap_or_default());
        let language = named.as_deref().unwrap_or("plaintext");
        attributes.set("class", &format!("language-{language} {classes}highlighter-rouge"));
        let mut out = start_tag("code", &attributes);
        out.push_text(&self.source(text));
        out.close("code");
        out
    }
}
