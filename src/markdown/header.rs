//! Headers and their ids, as kramdown and its GFM parser make them. [`Writer::header`] is the entrance.

use super::Heading;
use super::attributes::Attributes;
use super::write::{Writer, end_tag, push_start};
use crate::html::Html;
use crate::letters;
use crate::slug::is_word;

impl Writer<'_> {
    /// A header with an id, its own or one that is made of its text.
    pub fn header(
        &mut self,
        level: u8,
        text: &str,
        id: Option<&str>,
        more: Attributes,
        line: usize,
        out: &mut Html,
    ) {
        const NAMES: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
        let (content, plain) = self.line_and_plain(text, line);
        let mut attributes = Attributes::default();
        if let Some(id) = id {
            attributes.set("id", id);
        }
        for (name, value) in &more.pairs {
            attributes.set(name, value);
        }
        if attributes.get("id").is_none() {
            // The GFM parser does not look into HTML; there ids are those of kramdown itself.
            let slug = if self.elements > 0 { plain_slug(&plain) } else { slug(&plain) };
            let count = self.ids.entry(slug.clone()).or_default();
            let id = if *count == 0 { slug } else { format!("{slug}-{count}") };
            *count += 1;
            attributes.set("id", &id);
        }
        let name = NAMES.get(usize::from(level).saturating_sub(1)).copied().unwrap_or("h6");
        push_start(out, name, &attributes);
        out.push(&content);
        end_tag(out, name);
        if let Some(id) = attributes.take("id")
            && !more.get("class").is_some_and(|class| class.split(' ').any(|class| class == "no_toc"))
        {
            self.headings.push(Heading { level, id, html: content });
        }
    }
}

/// The id for a header's text: small letters; letters, digits, `_` and `-` stay, each space becomes `-`.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '\t' => out.push('-'),
            '-' | '_' => out.push(c),
            // Ties belong to words, joiners do not.
            '\u{203F}' | '\u{2040}' => out.push(c),
            _ if is_word(c) => out.push_str(&letters::lower_char(c)),
            _ => {}
        }
    }
    out
}

/// kramdown's own id, which headers within HTML have: what comes before the first Latin letter and all
/// but those letters, digits, spaces and `-` is left out.
pub fn plain_slug(text: &str) -> String {
    let text = text.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let kept = text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-'));
    let id: String = kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect();
    if id.is_empty() { "section".into() } else { id }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_kramdown() {
        for (text, id) in [
            ("M^3CoT: A Novel Benchmark", "m3cot-a-novel-benchmark"),
            ("12. Another one-1-here", "12-another-one-1-here"),
            ("Do ^& it now", "do--it-now"),
            ("header #", "header-"),
            ("Transliterated: Đây-là", "transliterated-đây-là"),
            ("x² “y”", "x-y"),
            ("தமிழ் ที่นี่", "தமிழ்-ที่นี่"),
            ("🧑\u{200D}💻 me", "-me"),
        ] {
            assert_eq!(slug(text), id);
        }
    }

    #[test]
    fn within_html_ids_are_latin() {
        for (text, id) in [("Zahl 与 9_Ü", "zahl--9"), ("4. C 语言!", "c-"), ("语言", "section")] {
            assert_eq!(plain_slug(text), id);
        }
    }
}
