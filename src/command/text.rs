//! HTML as the text that a reader sees, block by block. [`blocks`] is the entrance.

/// A paragraph, heading, cell or the like.
#[derive(Debug, Default, PartialEq)]
pub struct Block {
    /// Its text, white space as one space.
    pub text: String,
    /// Its links to works: id, and where their text begins and ends.
    pub links: Vec<(String, usize, usize)>,
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

/// The blocks of `html` that have text.
pub fn blocks(html: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut block = Block::default();
    let mut link: Option<(String, usize)> = None;
    let mut hidden: Option<&str> = None;
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        if hidden.is_none() {
            push(&mut block.text, text);
        }
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        let closes = after.starts_with('/');
        let name_end = after[usize::from(closes)..].find(|c: char| !c.is_ascii_alphanumeric());
        let name = &after[usize::from(closes)..name_end.map_or(after.len(), |end| end + usize::from(closes))];
        if name.is_empty() {
            push(&mut block.text, "<");
            rest = after;
            continue;
        }
        let end = tag_end(after);
        let tag = &after[..end];
        rest = after.get(end + 1..).unwrap_or("");
        if let Some(element) = hidden {
            hidden = (!(closes && name == element)).then_some(element);
            continue;
        }
        if !closes {
            hidden = HIDDEN.into_iter().find(|element| name.eq_ignore_ascii_case(element));
        }
        if name == "a" {
            if closes {
                if let Some((id, from)) = link.take() {
                    block.links.push((id, from, block.text.len()));
                }
            } else if tag.contains("class=\"citation\"") {
                let id = tag.split_once("id=\"").and_then(|(_, rest)| rest.split('"').next());
                link = id.map(|id| (id.to_owned(), block.text.len()));
            }
        } else if name == "br" {
            push(&mut block.text, " ");
        } else if !INLINE.contains(&name)
            && (name == "main" || !name.starts_with(MATH[0]))
            && !MATH.contains(&name)
        {
            link = None;
            flush(&mut blocks, &mut block);
        }
    }
    if hidden.is_none() {
        push(&mut block.text, rest);
    }
    flush(&mut blocks, &mut block);
    blocks
}

fn flush(blocks: &mut Vec<Block>, block: &mut Block) {
    let block = std::mem::take(block);
    if !block.text.trim().is_empty() {
        blocks.push(block);
    }
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

/// Appends text with its entities decoded and its white space as one space.
fn push(out: &mut String, text: &str) {
    let mut pieces = text.split('&');
    push_words(out, pieces.next().unwrap_or(""));
    for piece in pieces {
        let known = piece.split_once(';').and_then(|(name, rest)| Some((entity(name)?, rest)));
        match known {
            Some((letter, rest)) => {
                out.push(letter);
                push_words(out, rest);
            }
            None => {
                out.push('&');
                push_words(out, piece);
            }
        }
    }
}

fn push_words(out: &mut String, text: &str) {
    for letter in text.chars() {
        if !letter.is_whitespace() {
            out.push(letter);
        } else if !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "nbsp" => '\u{A0}',
        _ => {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix(['x', 'X']).map(|hex| u32::from_str_radix(hex, 16));
            hex.unwrap_or_else(|| number.parse()).ok().and_then(char::from_u32)?
        }
    })
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
