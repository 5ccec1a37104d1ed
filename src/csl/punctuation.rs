//! What meets at the joints of texts: [`punctuate`] removes doubled punctuation and spaces, and moves
//! punctuation into quotes (CSL 1.0.2, "Punctuation-in-quote") and out of the beginning of blocks.

use super::inline::{Inline, Mark};

const PUNCTUATION: &str = ".,:;!?";

/// What is left where `left` meets `right`: both, the left or the right one.
fn collide(left: char, right: char) -> (bool, bool) {
    match (left, right) {
        _ if left == right => (true, false),
        ('!' | '?' | ':' | ';', '.') | ('!' | '?' | ';', ':') => (true, false),
        (':', ';' | ',') | (';', ',') => (true, true),
        (':' | ';', '!' | '?') => (false, true),
        _ => (true, true),
    }
}

/// Removes doubled punctuation and spaces at the joints, and moves punctuation into quotes where the
/// locale wants that. What is inside one text stays as it is.
pub(crate) fn punctuate(list: Vec<Inline>, in_quote: bool) -> Vec<Inline> {
    let mut joiner =
        Joiner { out: Vec::with_capacity(list.len()), closes: Vec::new(), open: Vec::new(), in_quote };
    for node in list {
        match node {
            Inline::Text(text) => joiner.text(text),
            Inline::Open(mark) => {
                joiner.open.push(match mark {
                    Mark::Quotes(_) => Closes::Quotes,
                    Mark::Display(_) => Closes::Block,
                    Mark::Words => Closes::Words,
                    _ => Closes::Other,
                });
                joiner.push(Inline::Open(mark), Closes::Other);
            }
            Inline::Close => {
                let closes = joiner.open.pop().unwrap_or(Closes::Other);
                if let Some(Inline::Open(_)) = joiner.out.last() {
                    joiner.out.pop();
                    joiner.closes.pop();
                } else {
                    joiner.push(Inline::Close, closes);
                }
            }
            math => joiner.push(math, Closes::Other),
        }
    }
    joiner.out
}

/// What a node closes that punctuation may move into.
#[derive(Clone, Copy, PartialEq)]
enum Closes {
    Other,
    Quotes,
    Block,
    Words,
}

struct Joiner {
    out: Vec<Inline>,
    /// For each node of `out`, what it closes.
    closes: Vec<Closes>,
    /// What the end of each open mark will close.
    open: Vec<Closes>,
    in_quote: bool,
}

impl Joiner {
    fn push(&mut self, node: Inline, closes: Closes) {
        self.out.push(node);
        self.closes.push(closes);
    }

    /// The last text, and the first of the quotes that end after it.
    fn last(&self) -> Option<(usize, Option<usize>)> {
        let mut quotes = None;
        for at in (0..self.out.len()).rev() {
            match &self.out[at] {
                Inline::Text(text) if !text.is_empty() => return Some((at, quotes)),
                Inline::Math(_) => return None,
                _ if self.closes[at] == Closes::Quotes => quotes = Some(at),
                _ => {}
            }
        }
        None
    }

    /// Whether a comma, or what follows a text at `at` in the same words of the post's author, stays
    /// outside quotes.
    fn in_words(&self, at: usize, c: char) -> bool {
        let begin = self.out.iter().rposition(|node| *node == Inline::Open(Mark::Words));
        self.open.contains(&Closes::Words) && (c == ',' || begin.is_some_and(|begin| begin < at))
    }

    /// The end of a block that follows the text at `at`, if another has begun since.
    fn block(&self, at: usize) -> Option<usize> {
        let opens = self.out[at..].iter().any(|node| matches!(node, Inline::Open(Mark::Display(_))));
        let close = self.closes[at..].iter().position(|closes| *closes == Closes::Block);
        close.filter(|_| opens).map(|close| at + close)
    }

    fn text(&mut self, mut text: String) {
        while let Some(c) = text.chars().next() {
            let Some((at, quotes)) = self.last() else { break };
            let Inline::Text(before) = &mut self.out[at] else { break };
            let Some(previous) = before.chars().next_back() else { break };
            if PUNCTUATION.contains(c) && PUNCTUATION.contains(previous) {
                match collide(previous, c) {
                    (true, false) => {
                        text.remove(0);
                        continue;
                    }
                    (false, true) => {
                        before.pop();
                        continue;
                    }
                    _ => {}
                }
            }
            if c == ' ' && previous == ' ' {
                text.remove(0);
                continue;
            }
            if PUNCTUATION.contains(c)
                && let Some(end) = self.block(at)
            {
                // No block begins with punctuation.
                self.out.insert(end, Inline::Text(c.to_string()));
                self.closes.insert(end, Closes::Other);
                text.remove(0);
                text.drain(..text.len() - text.trim_start_matches(' ').len());
                continue;
            }
            if self.in_quote
                && !self.in_words(at, c)
                && ".,!?".contains(c)
                && let Some(end) = quotes
            {
                self.out.insert(end, Inline::Text(c.to_string()));
                self.closes.insert(end, Closes::Other);
                text.remove(0);
                continue;
            }
            break;
        }
        if !text.is_empty() {
            self.push(Inline::Text(text), Closes::Other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csl::Locale;
    use crate::csl::finish::write;
    use crate::csl::inline::push_rich;
    use crate::csl::locale::Lookup;

    /// Texts in a row, `“` and `”` for quotes by the style.
    fn joined(texts: &[&str], in_quote: bool) -> String {
        let mut list = Vec::new();
        for text in texts {
            match *text {
                "“" => list.push(Inline::Open(Mark::Quotes('"'))),
                "”" => list.push(Inline::Close),
                text => push_rich(&mut list, text),
            }
        }
        let locale = Locale::parse(include_str!("../../csl/locales-en-US.xml")).unwrap();
        let lookup = Lookup::new(&[], std::slice::from_ref(&locale), "en-US");
        write(&punctuate(list, in_quote), &lookup).into_string()
    }

    #[test]
    fn punctuation_at_joints() {
        for (texts, in_quote, expected) in [
            (&["Why?", ". ", "So"][..], true, "Why? So"),
            (&["etc.", ". ", "So"], true, "etc. So"),
            (&["etc.", ", ", "so"], true, "etc., so"),
            (&["a:", "! ", "b"], true, "a! b"),
            (&["a ", " b"], true, "a b"),
            (&["“", "Why?", "”", ". ", "So"], true, "“Why?” So"),
            (&["“", "Title", "”", ", ", "in"], true, "“Title,” in"),
            (&["“", "Title", "”", ", ", "in"], false, "“Title”, in"),
            (&["“", "The \"new\"", "”", ", ", "in"], true, "“The ‘new,’” in"),
            (&["“", "<i>E. coli</i>", "”", ". "], true, "“<i>E. coli</i>.” "),
            (
                &["<i>a <i>b</i> c</i>", ".."],
                true,
                "<i>a <span style=\"font-style:normal;\">b</span> c</i>..",
            ),
            (&["1ª x²", "<b>&</b>"], true, "1<sup>a</sup> x<sup>2</sup><b>&amp;</b>"),
            (&["M\u{fdd1}^{th}\u{fdd2}", "H\u{fdd1}_2\u{fdd2}"], true, "M<sup>th</sup>H<sub>2</sub>"),
        ] {
            assert_eq!(joined(texts, in_quote), expected);
        }
    }
}
