//! Citations as Pandoc and Distill write them, and Distill's elements. [`read`] is the entrance: from a post's
//! text to the same text with Liquid's and kramdown's words for them.

mod pandoc;
mod surroundings;

pub use surroundings::{Notes, byline, contents, mark};

use crate::letters::unescaped;
use crate::placeholder::{END, INSERT};
use crate::scholar::Cited;

/// A part of the text after [`read`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text as it is.
    Text(String),
    /// A citation of these keys with what is said of each, and the line of the text it is on, from 0.
    Cite(Vec<(String, Cited)>, usize),
    /// A footnote of Distill: its text and its line.
    Note(String, usize),
}

/// What [`read`] goes by.
pub struct Rules<'a> {
    /// Whether the bibliography has the key. Pandoc's citations count only for keys that it has, so that
    /// addresses and people's names on networks stay what they are.
    pub known: &'a dyn Fn(&str) -> bool,
    /// Whether there is a bibliography. Without one Distill's citations stay as they stand.
    pub bibliography: bool,
    /// Whether the post's layout is Distill's, which lists footnotes at the end.
    pub notes: bool,
}

/// Whether the post's layout is Distill's.
pub fn is_layout(layout: Option<&str>) -> bool {
    layout == Some("distill")
}

/// Reads a text.
pub fn read(text: &str, rules: &Rules) -> Vec<Part> {
    if !["@", "<d-"].iter().any(|mark| text.contains(mark)) {
        return vec![Part::Text(text.to_string())];
    }
    let mut reader = Reader { text, at: 0, from: 0, line: 0, out: Vec::new(), missing: Vec::new() };
    reader.run(rules);
    reader.text_until(text.len());
    reader.out
}

/// Elements whose text is no text of the post.
const OPAQUE: [&str; 8] = ["pre", "code", "script", "style", "textarea", "svg", "math", "kbd"];

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// What is from here on is not in `out` yet.
    from: usize,
    line: usize,
    out: Vec<Part>,
    /// What was looked for in vain; it is not in the rest either.
    missing: Vec<String>,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Where `mark` is behind the next `skip` bytes: the end of what is before it.
    fn find(&mut self, skip: usize, mark: &str) -> Option<usize> {
        if self.missing.iter().any(|missing| missing == mark) {
            return None;
        }
        let found = self.rest().get(skip..).and_then(|rest| position(rest, mark)).map(|length| skip + length);
        if found.is_none() {
            self.missing.push(mark.to_string());
        }
        found
    }

    fn text_until(&mut self, end: usize) {
        let passed = &self.text[self.from..end];
        if !passed.is_empty() {
            self.line += passed.matches('\n').count();
            self.out.push(Part::Text(passed.to_string()));
        }
        self.from = end;
    }

    /// Puts `parts` in place of the next `length` bytes.
    fn replace(&mut self, length: usize, parts: Vec<Part>) {
        self.text_until(self.at);
        self.out.extend(parts);
        self.line += self.text[self.at..self.at + length].matches('\n').count();
        self.at += length;
        self.from = self.at;
    }

    fn run(&mut self, rules: &Rules) {
        while let Some(length) = self.rest().find(['`', '~', '$', '<', '[', '@', '\\', ']', INSERT]) {
            self.at += length;
            let rest = self.rest();
            let step = match rest.as_bytes()[0] {
                b'\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                b'`' | b'~' => self.code(),
                b'$' if rest.starts_with("$$") => self.find(2, "$$").map_or(2, |end| end + 2),
                b'<' => self.markup(rules),
                b']' if rest.starts_with("](") => {
                    let end = rest.find([')', '\n']).unwrap_or(rest.len());
                    end.max(1)
                }
                b'[' => self.group(rules),
                b'@' => self.key(rules),
                _ if rest.starts_with(INSERT) => rest.find(END).unwrap_or(0).max(INSERT.len_utf8()),
                _ => 1,
            };
            // Zero: it was replaced.
            self.at += step;
        }
    }

    /// The length of the code here, or of the marks that open none.
    fn code(&mut self) -> usize {
        let rest = self.rest();
        let mark = &rest[..1];
        let length = rest.len() - rest.trim_start_matches(mark).len();
        let marks = &rest[..length];
        let own_line =
            self.text[..self.at].rsplit('\n').next().is_some_and(|before| before.trim().is_empty());
        if length >= 3 && own_line {
            let close = ["\n", marks].concat();
            return self.find(length, &close).map_or(length, |end| end + close.len());
        }
        if mark == "~" {
            return length;
        }
        self.find(length, marks).map_or(length, |end| end + length)
    }

    /// The length of the tag here, with its content where that is no text; 0 if it was replaced.
    fn markup(&mut self, rules: &Rules) -> usize {
        let rest = self.rest();
        if rest.starts_with("<!--") {
            return self.find(4, "-->").map_or(4, |end| end + 3);
        }
        let name = rest[1..].split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or("");
        if name.is_empty() {
            return 1;
        }
        let Some(open) = self.find(1, ">").map(|end| end + 1) else { return 1 };
        let tag = &rest[..open];
        if OPAQUE.contains(&name) || name.starts_with("d-") {
            let close = ["</", name, ">"].concat();
            let (end, whole) = if name == "d-cite" {
                // An end tag behind another citation is that one's.
                let until = self.find(open, "<d-cite").unwrap_or(rest.len());
                match position(&rest[open..until], &close) {
                    Some(length) => (open + length, open + length + close.len()),
                    None => (open, open),
                }
            } else {
                let Some(end) = self.find(open, &close) else { return open };
                (end, end + close.len())
            };
            let content = &rest[open..end];
            let parts = match name {
                "d-cite" if rules.bibliography => {
                    let keys = attribute(tag, "key").or_else(|| attribute(tag, "bibtex-key"));
                    let keys = keys.unwrap_or("").split(',').map(str::trim).filter(|key| is_key(key));
                    let cites: Vec<_> = keys.map(|key| (key.to_string(), Cited::default())).collect();
                    if cites.is_empty() {
                        return whole;
                    }
                    let cite = Part::Cite(cites, self.line());
                    // It is empty, or else its text is shown before the citation.
                    match content.trim() {
                        "" => vec![cite],
                        _ => vec![Part::Text(content.into()), cite],
                    }
                }
                "d-footnote" if rules.notes => vec![Part::Note(content.to_string(), self.line())],
                "d-footnote" => return open,
                // An environment is a display wherever it stands.
                "d-math" if tag.contains(" block") => {
                    let tex = unescaped(content);
                    vec![Part::Text(["\\begin{equation*}", &tex, "\\end{equation*}"].concat())]
                }
                "d-math" => vec![Part::Text(["$$", &unescaped(content), "$$"].concat())],
                "d-code" => vec![Part::Text(code_block(tag, content))],
                _ if name.starts_with("d-") => return open,
                _ => return whole,
            };
            self.replace(whole, parts);
            return 0;
        }
        open
    }

    /// Where the text stands that is not in `out` yet: its line.
    fn line(&self) -> usize {
        self.line + self.text[self.from..self.at].matches('\n').count()
    }

    /// Pandoc's `[see @a, p. 3; -@b]`.
    fn group(&mut self, rules: &Rules) -> usize {
        match pandoc::group(self.rest(), rules.known) {
            Ok((length, cites)) => {
                let cite = Part::Cite(cites, self.line());
                self.replace(length, vec![cite]);
                0
            }
            Err(length) => length,
        }
    }

    /// Pandoc's `@key` in the text.
    fn key(&mut self, rules: &Rules) -> usize {
        let passed = &self.text[self.from..self.at];
        let Some((length, cites)) = pandoc::in_text(passed, self.rest(), rules.known) else { return 1 };
        let line = self.line();
        // `-@key`: the hyphen is no text.
        let hyphen = usize::from(cites[0].1.suppressed);
        self.at -= hyphen;
        self.replace(hyphen + length, vec![Part::Cite(cites, line)]);
        0
    }
}

/// Where `mark` stands in `text`.
#[inline(never)]
fn position(text: &str, mark: &str) -> Option<usize> {
    text.find(mark)
}

/// Whether the key can stand in a tag's markup.
fn is_key(key: &str) -> bool {
    !key.is_empty() && !key.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '%' | '{' | '}'))
}

/// The value of the attribute `name` of a start tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let start = [name, "="].concat();
    let (at, _) = tag.match_indices(&start).find(|(at, _)| tag[..*at].ends_with(char::is_whitespace))?;
    let value = &tag[at + start.len()..];
    match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next(),
        _ => value.split([' ', '>', '\n']).next(),
    }
}

/// Distill's code as kramdown's, its lines where they were.
fn code_block(tag: &str, content: &str) -> String {
    let code = unescaped(content);
    if !tag.contains(" block") {
        return ["`", code.trim(), "`"].concat();
    }
    let language = attribute(tag, "language").unwrap_or("");
    let break_before = if code.starts_with('\n') { "" } else { "\n" };
    let break_after = if code.trim_end_matches([' ', '\t']).ends_with('\n') { "" } else { "\n" };
    ["```", language, break_before, &code, break_after, "```"].concat()
}

/// What stands between an opening brace or parenthesis and a comma in `source`, a bibliography, in order: the keys of its entries are
/// among it. One pass, however many keys a post asks for.
pub fn keys(source: &str) -> Vec<&str> {
    let pieces = source.split(['{', '(']).skip(1);
    let mut keys: Vec<&str> = pieces.filter_map(|piece| Some(piece.split_once(',')?.0.trim())).collect();
    keys.sort_unstable();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, notes: bool) -> String {
        let known = |key: &str| ["a", "b"].contains(&key);
        let rules = Rules { known: &known, bibliography: true, notes };
        let parts = read(text, &rules).into_iter().map(|part| match part {
            Part::Text(text) => text,
            Part::Cite(cites, _) => {
                let keys: Vec<String> = cites.into_iter().map(|(key, _)| key).collect();
                ["{", &keys.join("|"), "}"].concat()
            }
            Part::Note(text, _) => ["(", &text, ")"].concat(),
        });
        parts.collect()
    }

    #[test]
    fn what_is_no_citation_stays() {
        for text in [
            "`@a` and ``[@a]`` and $$@a$$ and \\@a",
            "```\n@a\n```",
            "~~~ py\n@a\n~~~",
            "<code>@a</code> <pre>\n[@a]</pre> <a href=\"@a\">x</a> <!-- @a -->",
            "[x](/@a) <https://m.org/@a>",
            "<d-cite key=\"\"></d-cite>",
        ] {
            assert_eq!(shown(text, false), text, "{text}");
        }
    }

    #[test]
    fn elements_of_distill() {
        for (text, expected) in [
            ("x<d-cite key=\"a, b\"></d-cite>.", "x{a|b}."),
            ("<d-cite bibtex-key='a'></d-cite>", "{a}"),
            ("<d-cite key='a'>x </d-cite>", "x {a}"),
            ("<d-cite key='a'></d-c>x <d-cite key='b'></d-cite> y", "{a}</d-c>x {b} y"),
            ("<d-cite>x <d-cite key='b'>y", "<d-cite>x {b}y"),
            ("<d-cite\n  key=\"b\"\n></d-cite>", "{b}"),
            ("w<d-footnote>n <d-cite key=\"a\"></d-cite></d-footnote>", "w(n <d-cite key=\"a\"></d-cite>)"),
            ("<d-math>x &lt; y</d-math>", "$$x < y$$"),
            ("<d-math block>x</d-math>", "\\begin{equation*}x\\end{equation*}"),
            ("<d-code>f(x)</d-code>", "`f(x)`"),
            ("<d-code block language=\"py\">\n@a\n</d-code>", "```py\n@a\n```"),
            ("<d-article>@a</d-article>", "<d-article>{a}</d-article>"),
        ] {
            assert_eq!(shown(text, true), expected, "{text}");
        }
        assert_eq!(shown("<d-footnote>@a</d-footnote>", false), "<d-footnote>{a}</d-footnote>");
    }

    #[test]
    fn lines_are_those_of_the_text() {
        let known = |_: &str| true;
        let rules = Rules { known: &known, bibliography: true, notes: true };
        let parts = read("x\n\n@a b\n[@c]\n<d-footnote>y\n</d-footnote> @d", &rules);
        let lines: Vec<usize> = parts
            .iter()
            .filter_map(|part| match part {
                Part::Cite(_, line) | Part::Note(_, line) => Some(*line),
                Part::Text(_) => None,
            })
            .collect();
        assert_eq!(lines, [2, 3, 4, 5]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "(@|a|\\[|\\]|;|`|~|\\$|<|>|/|d-cite|d-code|key=\"a\"|\\\\|\n| |é|-|,|!){0,40}") {
            shown(&text, true);
        }
    }
}
