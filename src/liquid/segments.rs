//! Finds Liquid in a post: `{% tags %}`, `{{ outputs }}` and the text around them, with their lines.
//!
//! [`segments`] is the entrance; it cuts where Ruby's Liquid 4 cuts, and the sources of what it gives are the
//! whole text again.

/// A piece of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment<'a> {
    /// What it is.
    pub kind: Kind<'a>,
    /// The piece as it was written.
    pub source: &'a str,
    /// The line on which it begins, counted from the first line given to [`segments`].
    pub line: usize,
    /// It begins with `{%-` or `{{-`: white space before it goes.
    pub trim_before: bool,
    /// It ends with `-%}` or `-}}`: white space after it goes.
    pub trim_after: bool,
}

/// What a [`Segment`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind<'a> {
    /// Text of the post.
    Text,
    /// `{% raw %}…{% endraw %}`: the text between.
    Raw(&'a str),
    /// `{% comment %}…{% endcomment %}`.
    Comment,
    /// `{% name markup %}`, the markup without white space around it.
    Tag { name: &'a str, markup: &'a str },
    /// `{{ markup }}`.
    Output { markup: &'a str },
    /// What the interpreter does not understand, and why; it was reported already.
    Unknown(&'a str),
    /// What begins like a tag or an output and is none; it stands in the text as written. Says why.
    Broken(&'static str),
}

/// Cuts a post into its pieces. `first_line` is the number of the line on which `text` begins in its file.
pub fn segments(text: &str, first_line: usize) -> Segments<'_> {
    Segments { text, at: 0, line: first_line, tag_end: Ahead(None), brace: Ahead(None), unclosed: [false; 2] }
}

/// The pieces of a post, in order; see [`segments`].
#[derive(Clone, Debug)]
pub struct Segments<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    tag_end: Ahead,
    brace: Ahead,
    /// Whether an earlier `raw` or `comment` was found to have no end, so that no later one has: each
    /// search that fails runs to the end of the text and must run only once.
    unclosed: [bool; 2],
}

/// The next place of a sign, remembered until it is passed: `{{{{{{` must not look for its brace each time.
/// Holds from where was searched, and what was found.
#[derive(Clone, Copy, Debug)]
struct Ahead(Option<(usize, usize)>);

impl Ahead {
    /// Where `sign` begins at `from` or later; the text's length if it does not.
    fn find(&mut self, text: &str, sign: &str, from: usize) -> usize {
        match self.0 {
            Some((searched, place)) if searched <= from && from <= place => place,
            _ => {
                let found = text.get(from..).and_then(|rest| rest.find(sign));
                let place = found.map_or(text.len(), |offset| from + offset);
                self.0 = Some((from, place));
                place
            }
        }
    }
}

/// A complete tag: where it begins and ends, and its parts.
struct Tag<'a> {
    start: usize,
    end: usize,
    name: &'a str,
    markup: &'a str,
}

impl<'a> Iterator for Segments<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Segment<'a>> {
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        let opening = self.opening(start);
        if opening > start {
            return Some(self.segment(opening, Kind::Text));
        }
        let (end, kind) =
            if self.text[start..].starts_with("{{") { self.output() } else { self.tag_or_block() };
        Some(self.segment(end, kind))
    }
}

impl<'a> Segments<'a> {
    /// The segment from here to `end`; the next one begins there.
    fn segment(&mut self, end: usize, kind: Kind<'a>) -> Segment<'a> {
        let source = self.text.get(self.at..end).unwrap_or("");
        let (line, marked) = (self.line, !matches!(kind, Kind::Text | Kind::Broken(_)));
        self.line += source.bytes().filter(|byte| *byte == b'\n').count();
        self.at = end;
        let dash = |at: Option<usize>| marked && at.and_then(|at| source.as_bytes().get(at)) == Some(&b'-');
        let (trim_before, trim_after) = (dash(Some(2)), dash(source.len().checked_sub(3)));
        Segment { kind, source, line, trim_before, trim_after }
    }

    /// Where the next `{%` or `{{` begins at `from` or later; the text's length if there is none.
    fn opening(&self, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = from;
        while let Some(offset) = self.text.get(at..).and_then(|rest| rest.find('{')) {
            at += offset;
            if matches!(bytes.get(at + 1), Some(b'%' | b'{')) {
                return at;
            }
            at += 1;
        }
        self.text.len()
    }

    /// Reads the `{{` that stands here: its end and what it is. Liquid ends it at the first brace.
    fn output(&mut self) -> (usize, Kind<'a>) {
        let inside = self.at + 2;
        let end = self.brace.find(self.text, "}", inside);
        let markup = self.text.get(inside..end).unwrap_or("");
        if self.text[end..].starts_with("}}") {
            (end + 2, Kind::Output { markup: without_dashes(markup).trim() })
        } else {
            (
                inside,
                Kind::Broken("`{{` has no `}}`; write `{% raw %}{{{% endraw %}` for the braces themselves"),
            )
        }
    }

    /// Reads the `{%` that stands here, with all up to its end where it is `raw` or `comment`.
    fn tag_or_block(&mut self) -> (usize, Kind<'a>) {
        let inside = self.at + 2;
        if self.tag_end.find(self.text, "%}", inside) == self.text.len() {
            return (inside, Kind::Broken("`{%` has no `%}`"));
        }
        let Some(tag) = self.tag(self.at) else {
            return (inside, Kind::Broken("a tag has no name after its `{%`"));
        };
        match tag.name {
            "raw" => match self.end_of_raw(tag.end) {
                Some(end) => (end.end, Kind::Raw(self.text.get(tag.end..end.start).unwrap_or(""))),
                None => (tag.end, Kind::Broken("`{% raw %}` has no `{% endraw %}`")),
            },
            "comment" => match self.end_of_comment(tag.end) {
                Some(end) => (end, Kind::Comment),
                None => (tag.end, Kind::Broken("`{% comment %}` has no `{% endcomment %}`")),
            },
            name => (tag.end, Kind::Tag { name, markup: tag.markup }),
        }
    }

    /// The tag whose `{%` stands at `start`: it ends at the first `%}`, in quotes or not.
    fn tag(&mut self, start: usize) -> Option<Tag<'a>> {
        let close = self.tag_end.find(self.text, "%}", start + 2);
        let inside = without_dashes(self.text.get(start + 2..close)?).trim_start();
        let word = inside.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
        let (name, markup) = inside.split_at_checked(word)?;
        let complete = !name.is_empty() && close < self.text.len();
        complete.then_some(Tag { start, end: close + 2, name, markup: markup.trim() })
    }

    /// The first tag at `from` or later that has one of these names.
    fn next_tag(&mut self, from: usize, names: &[&str]) -> Option<Tag<'a>> {
        let mut at = from;
        while let Some(offset) = self.text.get(at..).and_then(|rest| rest.find("{%")) {
            at += offset;
            if let Some(tag) = self.tag(at).filter(|tag| names.contains(&tag.name)) {
                return Some(tag);
            }
            at += 2;
        }
        None
    }

    fn end_of_raw(&mut self, from: usize) -> Option<Tag<'a>> {
        let end = if self.unclosed[0] { None } else { self.next_tag(from, &["endraw"]) };
        self.unclosed[0] = end.is_none();
        end
    }

    /// Where the comment ends that is open at `from`. Comments nest, and `raw` hides what looks like an end.
    fn end_of_comment(&mut self, from: usize) -> Option<usize> {
        let (mut at, mut depth) = (from, 1_usize);
        while !self.unclosed[1] {
            let Some(tag) = self.next_tag(at, &["comment", "endcomment", "raw"]) else {
                self.unclosed[1] = true;
                break;
            };
            at = tag.end;
            match tag.name {
                "comment" => depth += 1,
                "raw" => at = self.end_of_raw(at).map_or(at, |end| end.end),
                _ => depth -= 1,
            }
            if depth == 0 {
                return Some(at);
            }
        }
        None
    }
}

/// What stands between a tag's or an output's braces, without the dashes of white space control.
fn without_dashes(inside: &str) -> &str {
    let inside = inside.strip_prefix('-').unwrap_or(inside);
    inside.strip_suffix('-').unwrap_or(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces as text: `line|kind|…`, the sources checked to be the whole.
    fn cut(text: &str) -> Vec<String> {
        let all: Vec<Segment> = segments(text, 1).collect();
        assert_eq!(all.iter().map(|segment| segment.source).collect::<String>(), text);
        all.into_iter()
            .map(|Segment { kind, source, line, trim_before, trim_after }| {
                let before = if trim_before { "-" } else { "" };
                let after = if trim_after { "-" } else { "" };
                let kind = match kind {
                    Kind::Text => format!("text|{source}"),
                    Kind::Raw(text) => format!("raw|{text}"),
                    Kind::Comment => "comment".into(),
                    Kind::Tag { name, markup } => format!("tag|{name}|{markup}"),
                    Kind::Output { markup } => format!("output|{markup}"),
                    Kind::Broken(_) | Kind::Unknown(_) => format!("broken|{source}"),
                };
                format!("{line}{before}|{kind}{after}")
            })
            .collect()
    }

    #[test]
    fn text_tags_and_outputs() {
        for (text, pieces) in [
            ("", vec![]),
            ("a { b } c", vec!["1|text|a { b } c"]),
            ("a\n{% cite x y %}\nb", vec!["1|text|a\n", "2|tag|cite|x y", "2|text|\nb"]),
            ("{%cite x%}{{a.b | c: 'd'}}", vec!["1|tag|cite|x", "1|output|a.b | c: 'd'"]),
            ("{%- a -%} {{- b -}}", vec!["1-|tag|a|-", "1|text| ", "1-|output|b-"]),
            ("{% a\n  b\n%}{{ c }}", vec!["1|tag|a|b", "3|output|c"]),
            ("{% a '%}' %}", vec!["1|tag|a|'", "1|text|' %}"]),
            ("{% reference {{key}} -f x %}", vec!["1|tag|reference|{{key}} -f x"]),
            ("{{ '{% a %}' }}", vec!["1|broken|{{", "1|text| '", "1|tag|a|", "1|text|' }}"]),
            ("é{{ é }}é", vec!["1|text|é", "1|output|é", "1|text|é"]),
            ("{{}}{%-%}", vec!["1|output|", "1|broken|{%", "1|text|-%}"]),
        ] {
            assert_eq!(cut(text), pieces, "{text}");
        }
    }

    #[test]
    fn raw_is_text_and_comments_are_one_piece() {
        for (text, pieces) in [
            (
                "{% raw %}{{ a }}\n{% b %}{% endraw %}c{{d}}",
                vec!["1|raw|{{ a }}\n{% b %}", "2|text|c", "2|output|d"],
            ),
            ("{%- raw -%} a {%- endraw -%}b", vec!["1-|raw| a -", "1|text|b"]),
            ("{% raw %}{{ a {% endraw %}", vec!["1|raw|{{ a "]),
            ("{% raw %}{% raw %}{% endraw %}", vec!["1|raw|{% raw %}"]),
            ("{% comment %}a{% b %}\n{% endcomment %}c", vec!["1|comment", "2|text|c"]),
            (
                "{%- comment -%}{% comment %}{% endcomment %}a{% endcomment -%}b",
                vec!["1-|comment-", "1|text|b"],
            ),
            (
                "{% comment %}{% raw %}{% endcomment %}{% endraw %}{% endcomment %}b",
                vec!["1|comment", "1|text|b"],
            ),
            ("{% rawer %}{% endrawer %}", vec!["1|tag|rawer|", "1|tag|endrawer|"]),
        ] {
            assert_eq!(cut(text), pieces, "{text}");
        }
    }

    #[test]
    fn what_is_not_closed_stays_text() {
        for (text, pieces) in [
            ("a {% b", vec!["1|text|a ", "1|broken|{%", "1|text| b"]),
            ("a {{ b\n{{ c", vec!["1|text|a ", "1|broken|{{", "1|text| b\n", "2|broken|{{", "2|text| c"]),
            ("${{a}_b}$ {% c %}", vec!["1|text|$", "1|broken|{{", "1|text|a}_b}$ ", "1|tag|c|"]),
            ("{% raw %}{% a %}\n{% b %}", vec!["1|broken|{% raw %}", "1|tag|a|", "1|text|\n", "2|tag|b|"]),
            ("{% comment %}\n{% a %}", vec!["1|broken|{% comment %}", "1|text|\n", "2|tag|a|"]),
            ("{% %}", vec!["1|broken|{%", "1|text| %}"]),
            ("{%", vec!["1|broken|{%"]),
            ("{{", vec!["1|broken|{{"]),
            ("{%}", vec!["1|broken|{%", "1|text|}"]),
            ("{{{a}}}", vec!["1|output|{a", "1|text|}"]),
        ] {
            assert_eq!(cut(text), pieces, "{text}");
        }
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let lines: Vec<usize> = segments("\n{% a %}\n\n{{ b }}", 10).map(|segment| segment.line).collect();
        assert_eq!(lines, [10, 11, 11, 13]);
    }
}
