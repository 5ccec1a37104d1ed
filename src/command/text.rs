//! HTML as the text that a reader sees, block by block. [`blocks`] is the entrance.

use postil::letters;

/// A paragraph, heading, cell or the like.
#[derive(Debug, Default, PartialEq)]
pub struct Block {
    /// Its text, white space as one space.
    pub text: String,
    /// Its links to works: id, and where their text begins and ends.
    pub links: Vec<(String, usize, usize)>,
    /// What kind of block it is, as far as that matters.
    pub kind: Kind,
}

/// What a block of text is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Kind {
    #[default]
    Text,
    /// A heading, with its id.
    Heading(String),
    /// A part of an entry of a bibliography, with the entry's id.
    Entry(String),
}

/// A list of works that is open.
struct List<'h> {
    element: &'h str,
    /// How many elements of that name are open within it, itself among them.
    depth: usize,
    /// The id of the entry.
    entry: String,
}

/// Elements that do not end a block.
const INLINE: [&str; 24] = [
    "a", "abbr", "b", "bdi", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];
/// MathML's elements are inline but `math` itself displayed; they begin with these letters.
const MATH: [&str; 3] = ["m", "annotation", "semantics"];
/// Elements whose text is not seen.
const HIDDEN: [&str; 4] = ["script", "style", "annotation", "template"];

/// The blocks of `html` that have text. A list of the class `bibliography` holds entries of works.
pub fn blocks(html: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        reader.text(text);
        rest = reader.markup(after);
    }
    reader.text(rest);
    reader.flush();
    reader.blocks
}

/// HTML, read up to some place.
#[derive(Default)]
struct Reader<'h> {
    blocks: Vec<Block>,
    /// The block that is open.
    block: Block,
    list: Option<List<'h>>,
    /// The link to a work that is open: its id, and where its text begins.
    link: Option<(String, usize)>,
    /// The element that is open whose text is not seen.
    hidden: Option<&'static str>,
}

impl<'h> Reader<'h> {
    fn text(&mut self, text: &str) {
        if self.hidden.is_none() {
            push(&mut self.block.text, text);
        }
    }

    /// Ends the block that is open.
    fn flush(&mut self) {
        let block = std::mem::take(&mut self.block);
        if !block.text.trim().is_empty() {
            self.blocks.push(block);
        }
    }

    /// Reads what stands behind a `<`, and says where the text goes on.
    fn markup(&mut self, after: &'h str) -> &'h str {
        if let Some(comment) = after.strip_prefix("!--") {
            return comment.split_once("-->").map_or("", |(_, rest)| rest);
        }
        let closes = after.starts_with('/');
        let from = usize::from(closes);
        let length = after[from..].find(|c: char| !c.is_ascii_alphanumeric());
        let name = &after[from..length.map_or(after.len(), |length| from + length)];
        if name.is_empty() {
            push(&mut self.block.text, "<");
            return after;
        }
        let end = tag_end(after);
        let rest = after.get(end + 1..).unwrap_or("");
        if let Some(element) = self.hidden {
            self.hidden = (!(closes && name == element)).then_some(element);
            return rest;
        }
        if !closes {
            self.hidden = HIDDEN.into_iter().find(|element| name.eq_ignore_ascii_case(element));
            // What an entry has so is its BibTeX, which says the same once more.
            self.hidden = self.hidden.or_else(|| self.list.as_ref().filter(|_| name == "pre").map(|_| "pre"));
        }
        self.tag(name, closes, &after[..end]);
        rest
    }

    /// Reads the start tag or the end tag of the element `name`.
    fn tag(&mut self, name: &'h str, closes: bool, tag: &str) {
        let is_math = name.starts_with(MATH[0]) && name != "main" || MATH.contains(&name);
        match name {
            "a" if closes => {
                if let Some((id, from)) = self.link.take() {
                    self.block.links.push((id, from, self.block.text.len()));
                }
            }
            "a" if tag.contains("class=\"citation\"") => {
                let id = tag.split_once("id=\"").and_then(|(_, rest)| rest.split('"').next());
                self.link = id.map(|id| (id.to_owned(), self.block.text.len()));
            }
            "br" => push(&mut self.block.text, " "),
            _ if INLINE.contains(&name) || is_math => {}
            _ => self.boundary(name, closes, tag),
        }
        if let (Kind::Entry(id), Some(list), false) = (&mut self.block.kind, &mut self.list, closes)
            && list.entry.is_empty()
        {
            list.entry = id_of(tag).unwrap_or_default().into();
            id.clone_from(&list.entry);
        }
    }

    /// Reads a tag at which a block ends and the next one begins.
    fn boundary(&mut self, name: &'h str, closes: bool, tag: &str) {
        self.link = None;
        self.flush();
        match &mut self.list {
            Some(list) if list.element == name => {
                list.depth = if closes { list.depth - 1 } else { list.depth + 1 };
            }
            None if !closes && classes(tag).any(|class| class == "bibliography") => {
                self.list = Some(List { element: name, depth: 1, entry: String::new() });
            }
            _ => {}
        }
        self.list = self.list.take().filter(|list| list.depth > 0);
        let is_heading = name.len() == 2 && name.starts_with('h') && name.ends_with(char::is_numeric);
        self.block.kind = match &mut self.list {
            _ if is_heading && !closes => Kind::Heading(id_of(tag).unwrap_or_default().into()),
            None => Kind::Text,
            Some(list) => {
                if name == "li" {
                    list.entry.clear();
                }
                Kind::Entry(list.entry.clone())
            }
        };
    }
}

fn id_of(tag: &str) -> Option<&str> {
    tag.split_once(" id=\"")?.1.split('"').next()
}

fn classes(tag: &str) -> impl Iterator<Item = &str> {
    let class = tag.split_once(" class=\"").and_then(|(_, rest)| rest.split('"').next());
    class.unwrap_or_default().split(' ')
}

/// Where the tag ends: at a `>` outside quotes.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// Appends text with its references replaced and its white space as one space.
fn push(out: &mut String, text: &str) {
    for letter in letters::unescaped(text).chars() {
        if !letter.is_whitespace() {
            out.push(letter);
        } else if !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_have_text_and_links() {
        let html = "<h2 id=\"x\">A &amp; B</h2>\n<p>See <a class=\"citation\" id=\"cite-1\" href=\"#k\">(A,\n 1)</a>: \
            <em>x</em><math><mi>y</mi></math> 1 &lt; 2.<!-- no --></p><script>no</script><ul><li>a</li></ul>b";
        let found = blocks(html);
        let texts: Vec<&str> = found.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["A & B", "See (A, 1): xy 1 < 2.", "a", "b"]);
        assert_eq!(found[1].links, [("cite-1".to_string(), 4, 10)]);
        assert_eq!(found[0].kind, Kind::Heading("x".into()));
        assert_eq!(found[1].kind, Kind::Text);
    }

    #[test]
    fn entries_of_works_are_told_from_text() {
        let html = "<p>a</p><ol class=\"x bibliography\"><li><span id=\"k\">b <em>c</em></span></li>\
            <li><span id=\"l\"><div class=\"csl-left-margin\">[2]</div><div id=\"m\">d</div><pre><code>@book{x}</code></pre></span><ol><li>e</li></ol></li></ol>f<h3>g</h3>";
        let found: Vec<(String, Kind)> =
            blocks(html).into_iter().map(|block| (block.text, block.kind)).collect();
        let entry = |id: &str| Kind::Entry(id.into());
        let expected = [
            ("a", Kind::Text),
            ("b c", entry("k")),
            ("[2]", entry("l")),
            ("d", entry("l")),
            ("e", entry("")),
            ("f", Kind::Text),
            ("g", Kind::Heading(String::new())),
        ];
        assert_eq!(found, expected.map(|(text, kind)| (text.to_string(), kind)));
    }

    #[test]
    fn broken_html_is_text_too() {
        for html in [
            "<",
            "a < b",
            "<a",
            "<p x='",
            "<!--",
            "&",
            "&#xD800;",
            "<a class=\"citation\" id=\"",
            "</",
            "é<é",
        ] {
            let _ = blocks(html);
        }
        assert_eq!(blocks("a < b &c")[0].text, "a < b &c");
    }
}
