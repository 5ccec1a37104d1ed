//! Citations as Pandoc and Distill write them, and Distill's elements. [`read`] is the entrance: from a post's
//! text to the same text with Liquid's and kramdown's words for them.

use crate::diagnostic::Diagnostic;
use crate::html::Html;
use crate::markdown;
use crate::math::Typesetter;
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

/// The footnotes of a post in Distill's layout.
pub struct Notes<'a> {
    /// Their texts and their lines.
    pub notes: Vec<(String, usize)>,
    pub file: &'a str,
    pub inserts: &'a [Html],
}

/// The mark of the footnote `number`.
pub fn mark(number: usize) -> Html {
    let number = number.to_string();
    let link = ["<a href=\"#d-fn:", &number, "\" class=\"footnote\" rel=\"footnote\" role=\"doc-noteref\">"];
    Html::from_author(["<sup id=\"d-fnref:", &number, "\">", &link.concat(), &number, "</a></sup>"].concat())
}

impl Notes<'_> {
    /// The list of the footnotes, as kramdown writes its own.
    #[inline(never)]
    pub fn list(&self, typesetter: &Typesetter, diagnostics: &mut Vec<Diagnostic>) -> Html {
        let mut out = Html::new();
        if self.notes.is_empty() {
            return out;
        }
        // Distill typesets what is between dollars wherever it stands.
        let before = (typesetter.in_html.replace(true), typesetter.dollars.replace(true));
        out.push(&Html::from_author("<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n"));
        for (at, (text, line)) in self.notes.iter().enumerate() {
            // The element makes it HTML, as it is for Distill.
            let source = ["<d-footnote>", text, "</d-footnote>"].concat();
            let rendered = markdown::render(&source, self.file, *line, self.inserts, typesetter);
            diagnostics.extend(rendered.diagnostics);
            let html = rendered.html.as_str().trim();
            let html = html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")).unwrap_or(html);
            let open = html.strip_prefix("<d-footnote>");
            let html = open.and_then(|html| html.trim_end().strip_suffix("</d-footnote>")).unwrap_or(html);
            let number = (at + 1).to_string();
            out.push(&Html::from_author(["<li id=\"d-fn:", &number, "\">\n<p>"].concat()));
            out.push(&Html::from_author(html));
            let back = ["&nbsp;<a href=\"#d-fnref:", &number, "\" class=\"reversefootnote\" "];
            out.push(&Html::from_author(back.concat()));
            out.push(&Html::from_author("role=\"doc-backlink\">&#8617;</a></p>\n</li>\n"));
        }
        out.push(&Html::from_author("</ol>\n</div>\n"));
        typesetter.in_html.set(before.0);
        typesetter.dollars.set(before.1);
        out
    }
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
        let found = self.rest().get(skip..).and_then(|rest| rest.find(mark)).map(|length| skip + length);
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
            let Some(end) = self.find(open, &close) else { return open };
            let content = &rest[open..end];
            let whole = end + close.len();
            let line = self.line + self.text[self.from..self.at].matches('\n').count();
            let parts = match name {
                "d-cite" if rules.bibliography => {
                    let keys = attribute(tag, "key").or_else(|| attribute(tag, "bibtex-key"));
                    let keys = keys.unwrap_or("").split(',').map(str::trim).filter(|key| is_key(key));
                    let cites: Vec<_> = keys.map(|key| (key.to_string(), Cited::default())).collect();
                    if cites.is_empty() {
                        return whole;
                    }
                    vec![Part::Cite(cites, line)]
                }
                "d-footnote" if rules.notes => vec![Part::Note(content.to_string(), line)],
                "d-footnote" => return open,
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

    /// Pandoc's `[see @a, p. 3; -@b]`.
    fn group(&mut self, rules: &Rules) -> usize {
        let rest = self.rest();
        let body = &rest[1..];
        let limit = body.char_indices().take(400).last().map_or(0, |(at, c)| at + c.len_utf8());
        let Some(end) = body[..limit].find(']') else { return 1 };
        let behind = &body[end + 1..];
        let content = &body[..end];
        if content.contains(['[', '<', '`', '\\', INSERT]) || !content.contains('@') {
            return 1;
        }
        // A link's text.
        if behind.starts_with(['(', '[', ':', '{']) {
            return end + 1;
        }
        let line = self.line + self.text[self.from..self.at].matches('\n').count();
        let cites: Option<Vec<_>> = content.split(';').map(|item| cited(item, rules)).collect();
        let Some(cites) = cites else { return 1 };
        self.replace(end + 2, vec![Part::Cite(cites, line)]);
        0
    }

    /// Pandoc's `@key` in the text.
    fn key(&mut self, rules: &Rules) -> usize {
        let before = self.text[..self.at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@' | '/' | '+' | '%'))
        {
            return 1;
        }
        let key = key_at(&self.rest()[1..]);
        if key.is_empty() || !(rules.known)(key) {
            return 1;
        }
        let line = self.line + self.text[self.from..self.at].matches('\n').count();
        let mut cited = Cited { in_text: true, ..Cited::default() };
        let mut length = 1 + key.len();
        // `@key [p. 3]`
        let behind = self.rest()[length..].strip_prefix(' ').unwrap_or("");
        if let Some(inside) = behind.strip_prefix('[')
            && let Some(end) =
                inside.find([']', '[', '\n', INSERT]).filter(|end| inside[*end..].starts_with(']'))
            && !inside[end + 1..].starts_with(['(', '[', ':', '{'])
            && let (Some((label, place)), after) = locator(inside[..end].trim())
        {
            cited.locator = Some((label, place.to_string()));
            cited.after = words_after(after);
            length += end + 3;
        }
        self.replace(length, vec![Part::Cite(vec![(key.to_string(), cited)], line)]);
        0
    }
}

/// One work of a group: its key and what is said of it.
fn cited(item: &str, rules: &Rules) -> Option<(String, Cited)> {
    let at = item.find('@')?;
    let before = item[..at].strip_suffix('-');
    let suppressed = before.is_some();
    let before = before.unwrap_or(&item[..at]);
    // An address is none.
    if before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '_')) {
        return None;
    }
    let key = key_at(&item[at + 1..]);
    if key.is_empty() || !(rules.known)(key) {
        return None;
    }
    let rest = item[at + 1 + key.len()..].trim();
    let rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
    let (locator, after) = locator(rest);
    let locator = locator.map(|(label, locator)| (label, locator.to_string()));
    let before = before.trim();
    let before = if before.is_empty() { String::new() } else { [&rich(before), " "].concat() };
    Some((key.to_string(), Cited { before, after: words_after(after), locator, suppressed, in_text: false }))
}

/// The words behind a cite as its suffix.
fn words_after(words: &str) -> String {
    match words.trim() {
        "" => String::new(),
        words if words.starts_with([',', ';', '.', ':', ')']) => rich(words),
        words => [", ", &rich(words)].concat(),
    }
}

/// Words with Markdown's emphasis as CSL's rich text; all other Markdown is text.
fn rich(words: &str) -> String {
    let mut out = String::new();
    let pieces: Vec<&str> = words.split('*').collect();
    for (at, piece) in pieces.iter().enumerate() {
        out.push_str(match at {
            0 => "",
            _ if pieces.len().is_multiple_of(2) => "*",
            _ if at % 2 == 1 => "<i>",
            _ => "</i>",
        });
        out.push_str(piece);
    }
    out
}

/// The locator at the start of `text`, `p. 3–5` or `chap. 2`, and what follows it.
fn locator(text: &str) -> (Option<(&'static str, &str)>, &str) {
    const LABELS: [(&str, &str); 19] = [
        ("pages", "page"),
        ("page", "page"),
        ("pp.", "page"),
        ("p.", "page"),
        ("chapters", "chapter"),
        ("chapter", "chapter"),
        ("chaps.", "chapter"),
        ("chap.", "chapter"),
        ("sections", "section"),
        ("section", "section"),
        ("secs.", "section"),
        ("sec.", "section"),
        ("figure", "figure"),
        ("fig.", "figure"),
        ("volume", "volume"),
        ("vol.", "volume"),
        ("line", "line"),
        ("para.", "paragraph"),
        ("§", "section"),
    ];
    let label = LABELS.iter().find(|(word, _)| text.starts_with(word));
    let (label, rest) =
        label.map_or(("page", text), |(word, label)| (*label, text[word.len()..].trim_start()));
    let length = rest
        .find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '–' | '.' | ':'))
        .unwrap_or(rest.len());
    let number = rest[..length].trim_end_matches(['.', ':']);
    if !number.contains(|c: char| c.is_ascii_digit()) {
        return (None, text);
    }
    let after = rest[number.len()..].trim_start();
    (Some((label, number)), after.strip_prefix(',').unwrap_or(after))
}

/// The key at the start of `text`, as Pandoc reads keys.
fn key_at(text: &str) -> &str {
    let inner = |c: char| c.is_alphanumeric() || "_:.#$%&-+?~/".contains(c);
    if !text.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
        return "";
    }
    let key = &text[..text.find(|c| !inner(c)).unwrap_or(text.len())];
    key.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_')
}

/// Whether the key can stand in a tag's markup.
fn is_key(key: &str) -> bool {
    !key.is_empty() && !key.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '%' | '{' | '}'))
}

/// The value of the attribute `name` of a start tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let start = [" ", name, "="].concat();
    let value = &tag[tag.find(&start)? + start.len()..];
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

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// What stands between a brace and a comma in `source`, a bibliography, in order: the keys of its entries are
/// among it. One pass, however many keys a post asks for.
pub fn keys(source: &str) -> Vec<&str> {
    let mut keys: Vec<&str> =
        source.split('{').skip(1).filter_map(|piece| Some(piece.split_once(',')?.0)).collect();
    keys.sort_unstable();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, notes: bool) -> String {
        let known = |key: &str| ["a", "b", "doe:99", "smith_2020"].contains(&key);
        let rules = Rules { known: &known, bibliography: true, notes };
        let parts = read(text, &rules).into_iter().map(|part| match part {
            Part::Text(text) => text,
            Part::Cite(cites, _) => {
                let shown = cites.into_iter().map(|(key, cited)| {
                    let locator =
                        cited.locator.map_or(String::new(), |(label, at)| [" ", label, " ", &at].concat());
                    let suppressed = if cited.suppressed { "-" } else { "" };
                    let in_text = if cited.in_text { "@" } else { "" };
                    [&cited.before, suppressed, in_text, &key, &locator, &cited.after].concat()
                });
                ["{", &shown.collect::<Vec<_>>().join("|"), "}"].concat()
            }
            Part::Note(text, _) => ["(", &text, ")"].concat(),
        });
        parts.collect()
    }

    #[test]
    fn citations_of_pandoc() {
        for (text, expected) in [
            ("So [@a].", "So {a}."),
            ("[@a; @b]", "{a|b}"),
            ("[-@a]", "{-a}"),
            ("[@a, p. 3; see @b]", "{a page 3|see b}"),
            ("[see -@doe:99, chap. 2 and *more*; @a]", "{see -doe:99 chapter 2, and <i>more</i>|a}"),
            ("[@a 33-35]", "{a page 33-35}"),
            ("As @smith_2020, say.", "As {@smith_2020}, say."),
            ("@a [p. 3] and @b [it says], @b [](/x)", "{@a page 3} and {@b} [it says], {@b} [](/x)"),
            ("@a [pp. 3-5, more] [4]", "{@a page 3-5, more} [4]"),
            ("(@a)", "({@a})"),
            ("[a @a; b]", "[a {@a}; b]"),
        ] {
            assert_eq!(shown(text, false), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_citation_stays() {
        for text in [
            "me@a.org, x@a, @nobody, [@nobody], [@a](/x), [@a]: /x, [@a][b]",
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
            ("w<d-footnote>n <d-cite key=\"a\"></d-cite></d-footnote>", "w(n <d-cite key=\"a\"></d-cite>)"),
            ("<d-math>x &lt; y</d-math>", "$$x < y$$"),
            ("<d-code>f(x)</d-code>", "`f(x)`"),
            ("<d-code block language=\"py\">\n@a\n</d-code>", "```py\n@a\n```"),
            ("<d-article>@a</d-article>", "<d-article>{@a}</d-article>"),
        ] {
            assert_eq!(shown(text, true), expected, "{text}");
        }
        assert_eq!(shown("<d-footnote>@a</d-footnote>", false), "<d-footnote>{@a}</d-footnote>");
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
