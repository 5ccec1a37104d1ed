//! kramdown's attribute lists, `{: .class #id key="value" reference}`. [`Attributes::parse`] is the entrance.

use super::tag::write_attribute;
use super::tree::Named;

/// An element's attributes in their order, and the names of the lists it takes others from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// Names and values.
    pub pairs: Vec<(String, String)>,
    /// References: to named lists, or words such as `toc` that mean something by themselves.
    pub references: Vec<String>,
}

impl Attributes {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty() && self.references.is_empty()
    }

    /// The value of the attribute `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether the reference `name` stands in the list.
    pub fn refers_to(&self, name: &str) -> bool {
        self.references.iter().any(|known| known == name)
    }

    /// Sets an attribute; a class is added to those that are there.
    pub fn set(&mut self, name: &str, value: &str) {
        match self.pairs.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) if name == "class" && !old.is_empty() => {
                old.push(' ');
                old.push_str(value);
            }
            Some((_, old)) => *old = value.to_string(),
            None => self.pairs.push((name.to_string(), value.to_string())),
        }
    }

    /// Puts a class before those that are there.
    pub fn put_class_first(&mut self, class: &str) {
        let others = self.take("class");
        self.set("class", class);
        if let Some(others) = others {
            self.set("class", &others);
        }
    }

    /// Takes an attribute out.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let at = self.pairs.iter().position(|(known, _)| known == name)?;
        Some(self.pairs.remove(at).1)
    }

    /// Adds what `other` says, the lists that it refers to first.
    pub fn merge(&mut self, other: &Attributes, named: &Named) {
        for list in other.references.iter().filter_map(|name| named.get(name)) {
            for (name, value) in &list.pairs {
                self.set(name, value);
            }
        }
        for (name, value) in &other.pairs {
            self.set(name, value);
        }
    }

    /// Adds what the text between `{:` and `}` says; words it does not understand are passed over.
    pub fn parse(&mut self, text: &str) {
        let mut rest = text.trim_ascii_start();
        while !rest.is_empty() {
            let end = self.item(rest).unwrap_or_else(|| rest.find(is_space).unwrap_or(rest.len()));
            rest = rest[end..].trim_ascii_start();
        }
    }

    /// Reads one item at the start of `text` and says where it ends.
    fn item(&mut self, text: &str) -> Option<usize> {
        let ends = |at: usize| text[at..].chars().next().is_none_or(is_space);
        let name = identifier(text);
        if name > 0 {
            if ends(name) {
                self.references.push(text[..name].to_string());
                return Some(name);
            }
            let quote = text[name..].strip_prefix('=')?.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let from = name + 2;
            let mut value = String::new();
            let mut escaped = false;
            for (at, c) in text[from..].char_indices() {
                if escaped && c != quote && c != '}' {
                    value.push('\\');
                }
                if c == quote && !escaped {
                    let end = from + at + 1;
                    return ends(end).then(|| {
                        self.set(&text[..name], &value);
                        end
                    });
                }
                if c != '\\' || escaped {
                    value.push(c);
                }
                escaped = c == '\\' && !escaped;
            }
            return None;
        }
        let end = text.find(is_space).unwrap_or(text.len());
        let mut rest = &text[..end];
        while !rest.is_empty() {
            let id = rest.starts_with('#');
            let name = rest.strip_prefix(['#', '.'])?;
            let stop = name.find(['#', '.']).unwrap_or(name.len());
            let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '-');
            let good = !id
                || (name.starts_with(|c: char| c.is_ascii_alphabetic()) && name[..stop].chars().all(word));
            if stop == 0 || !good {
                return None;
            }
            self.set(if id { "id" } else { "class" }, &name[..stop]);
            rest = &name[stop..];
        }
        Some(end)
    }

    /// What `list` says with the lists that it refers to.
    #[inline(never)]
    pub fn merged(list: &Attributes, named: &Named) -> Attributes {
        let mut attributes = Attributes::default();
        attributes.merge(list, named);
        attributes
    }

    /// Appends ` name="value"` for each attribute; kramdown leaves an empty id out.
    pub fn write(&self, out: &mut String) {
        for (name, value) in &self.pairs {
            if name != "id" || !value.trim_ascii().is_empty() {
                write_attribute(out, name, value);
            }
        }
    }
}

/// What stands between items; a space of Unicode's is part of one.
fn is_space(c: char) -> bool {
    c.is_ascii_whitespace()
}

/// The length of the name (of a list, a footnote, an extension) at the start of `text`: `\w[\w-]*`.
pub fn identifier(text: &str) -> usize {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    if !text.starts_with(word) {
        return 0;
    }
    text.find(|c: char| !word(c) && c != '-').unwrap_or(text.len())
}

/// The length of an attribute list's text up to the `}` that ends it, if that is near.
pub fn closing_brace(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().take(2000) {
        match byte {
            b'}' if !escaped => return Some(at),
            b'\\' => escaped = true,
            _ => escaped = false,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_as_kramdown_reads_them() {
        for (text, written, references) in [
            (".a #b .c key=\"v w\"", " class=\"a c\" id=\"b\" key=\"v w\"", ""),
            ("#x.y.z", " id=\"x\" class=\"y z\"", ""),
            ("toc k='a\\'b'", " k=\"a'b\"", "toc"),
            ("k=\"a\"b .c", " class=\"c\"", ""),
            ("#9 id=\"\"", "", ""),
            ("\u{A0}.a \u{B} .b\u{2003}c \u{A0}", " class=\"b\u{2003}c\"", ""),
            ("k='<\"&amp;'", " k=\"&lt;&quot;&amp;\"", ""),
        ] {
            let mut attributes = Attributes::default();
            attributes.parse(text);
            let mut out = String::new();
            attributes.write(&mut out);
            assert_eq!(
                (out.as_str(), attributes.references.join(" ").as_str()),
                (written, references),
                "{text}"
            );
        }
    }
}
