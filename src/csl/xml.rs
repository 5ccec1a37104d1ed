//! XML, as much of it as styles and locales use: [`parse`] reads a text into a tree of [`Element`]s.
//!
//! Names lose their prefix except `xml:`; comments, processing instructions and the doctype are skipped.
//! Nothing is resolved from outside the text, and references other than `letters` knows stay as written.

use crate::letters::unescaped;
use std::borrow::Cow;

/// An element with its attributes and children in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Element<'a> {
    pub name: &'a str,
    pub attributes: Vec<(&'a str, Cow<'a, str>)>,
    pub children: Vec<Element<'a>>,
    /// The character data directly inside, joined.
    pub text: String,
    /// The line of its start tag, from 1.
    pub line: usize,
}

impl Element<'_> {
    /// An attribute's value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_ref())
    }

    /// The first child of that name.
    pub fn child(&self, name: &str) -> Option<&Element<'_>> {
        self.children.iter().find(|child| child.name == name)
    }
}

/// Why a text is not a style or a locale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// The line, from 1.
    pub line: usize,
    pub message: String,
}

/// Deeper elements are refused: everything that walks the tree may then recurse.
const DEEPEST: usize = 100;

/// The root element of a document.
pub fn parse(text: &str) -> Result<Element<'_>, ParseError> {
    let mut reader = Reader { text, at: 0, counted: 0, line: 1 };
    let mut open: Vec<Element> = Vec::new();
    loop {
        let rest = &text[reader.at..];
        let Some(tag) = rest.find('<') else {
            return Err(match open.last() {
                Some(element) => {
                    reader.error(&["<", element.name, "> of line ", &line_text(element.line), " never ends"])
                }
                None => reader.error(&["there is no element"]),
            });
        };
        if let Some(element) = open.last_mut() {
            element.text.push_str(&unescaped(&rest[..tag]));
        }
        reader.at += tag;
        let rest = &text[reader.at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            reader.skip(4, comment, "-->")?;
        } else if let Some(data) = rest.strip_prefix("<![CDATA[") {
            let length = reader.skip(9, data, "]]>")?;
            if let Some(element) = open.last_mut() {
                element.text.push_str(&data[..length]);
            }
        } else if let Some(instruction) = rest.strip_prefix("<?") {
            reader.skip(2, instruction, "?>")?;
        } else if rest.starts_with("<!") {
            reader.skip_doctype()?;
        } else if rest.starts_with("</") {
            reader.at += 2;
            let name = reader.name();
            reader.white_space();
            if !reader.take('>') {
                return Err(reader.error(&["the end tag of ", name, " has no >"]));
            }
            let Some(element) = open.pop() else {
                return Err(reader.error(&["</", name, "> ends nothing"]));
            };
            if element.name != name {
                return Err(reader.error(&["</", name, "> ends <", element.name, ">"]));
            }
            match open.last_mut() {
                Some(parent) => parent.children.push(element),
                None => return Ok(element),
            }
        } else {
            let (element, closed) = reader.start_tag()?;
            if open.len() >= DEEPEST {
                return Err(reader.error(&["elements are nested too deeply"]));
            }
            if !closed {
                open.push(element);
            } else if let Some(parent) = open.last_mut() {
                parent.children.push(element);
            } else {
                return Ok(element);
            }
        }
    }
}

fn line_text(line: usize) -> String {
    line.to_string()
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The line breaks before here are in `line`.
    counted: usize,
    line: usize,
}

impl<'a> Reader<'a> {
    fn error(&mut self, message: &[&str]) -> ParseError {
        ParseError { line: self.line(), message: message.concat() }
    }

    fn line(&mut self) -> usize {
        let new = &self.text.as_bytes()[self.counted.min(self.at)..self.at];
        self.line += new.iter().filter(|byte| **byte == b'\n').count();
        self.counted = self.at;
        self.line
    }

    /// Goes behind `end`, which is looked for in `rest`, that is after `start` bytes from here.
    fn skip(&mut self, start: usize, rest: &str, end: &str) -> Result<usize, ParseError> {
        match rest.find(end) {
            Some(length) => {
                self.at += start + length + end.len();
                Ok(length)
            }
            None => Err(self.error(&["something before ", end, " is missing"])),
        }
    }

    fn skip_doctype(&mut self) -> Result<(), ParseError> {
        let mut brackets = 0usize;
        for (at, c) in self.text[self.at..].char_indices() {
            match c {
                '[' => brackets += 1,
                ']' => brackets = brackets.saturating_sub(1),
                '>' if brackets == 0 => {
                    self.at += at + 1;
                    return Ok(());
                }
                _ => {}
            }
        }
        Err(self.error(&["a declaration never ends"]))
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.text[self.at..].starts_with(wanted);
        self.at += if found { wanted.len_utf8() } else { 0 };
        found
    }

    fn white_space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_ascii_start().len();
    }

    /// A name without its prefix (`xml:lang` stays whole).
    fn name(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let ends = |byte: &u8| {
            matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'/' | b'>' | b'=' | b'<' | b'"' | b'\'')
        };
        let end = rest.as_bytes().iter().position(ends).unwrap_or(rest.len());
        self.at += end;
        let name = &rest[..end];
        match name.split_once(':') {
            Some((prefix, local)) if prefix != "xml" => local,
            _ => name,
        }
    }

    fn start_tag(&mut self) -> Result<(Element<'a>, bool), ParseError> {
        let line = self.line();
        self.at += 1;
        let name = self.name();
        if name.is_empty() {
            return Err(self.error(&["a < begins no tag"]));
        }
        let mut element = Element { name, line, ..Element::default() };
        loop {
            self.white_space();
            if self.take('>') {
                return Ok((element, false));
            }
            if self.take('/') && self.take('>') {
                return Ok((element, true));
            }
            let attribute = self.name();
            self.white_space();
            if attribute.is_empty() || !self.take('=') {
                return Err(self.error(&["the tag <", name, " is not well-formed"]));
            }
            self.white_space();
            let quote = if self.take('"') { '"' } else { '\'' };
            if quote == '\'' && !self.take('\'') {
                return Err(self.error(&["the value of ", attribute, " has no quotes"]));
            }
            let rest = &self.text[self.at..];
            let Some(end) = rest.find(quote) else {
                return Err(self.error(&["the value of ", attribute, " never ends"]));
            };
            self.at += end + 1;
            element.attributes.push((attribute, unescaped(&rest[..end])));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_styles_contain() {
        let text = "<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY x 'y'>]><!-- <no> -->\n<c:a xml:lang=\"en\" \
                    b='1 &lt; 2'>x&amp;<d/>\n&#160;&#x2013;<![CDATA[<&amp;]]>&nix;&#xFDE7; & z</c:a>";
        let root = parse(text).unwrap();
        assert_eq!(root.name, "a");
        assert_eq!(root.line, 3);
        assert_eq!(root.attribute("xml:lang"), Some("en"));
        assert_eq!(root.attribute("b"), Some("1 < 2"));
        assert_eq!(root.text, "x&\n\u{a0}\u{2013}<&amp;&nix;&#xFDE7; & z");
        assert_eq!(root.child("d").map(|d| d.children.len()), Some(0));
    }

    #[test]
    fn errors_name_the_line() {
        for (text, line) in [
            ("", 1),
            ("<a>\n<b></a>", 2),
            ("<a>\n\n<b x=1/></a>", 3),
            ("<a>\n<b x='", 2),
            ("</a>", 1),
            ("<a", 1),
            ("\n<!-- x", 2),
            ("<a><![CDATA[", 1),
            ("<a>\n<", 2),
        ] {
            assert_eq!(parse(text).map_err(|error| error.line), Err(line), "{text}");
        }
        assert!(parse(&"<a>".repeat(1000)).is_err());
    }
}
