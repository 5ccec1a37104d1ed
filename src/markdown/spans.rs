//! Emphasis, links, escapes and character references in a masked text (`span`): [`read`] is the entrance.
//!
//! CommonMark decides, and with it pulldown-cmark (`commonmark`). Nearly all text is plain enough to be read here
//! in the same way; for the rest the page loads the module `spans`. Either gives the text with events in it:
//! [`EVENT`] and a letter, a small one where something begins and a capital where it ends.

use crate::modules::{Module, Modules};
use crate::placeholder::END;
use std::borrow::Cow;

/// Stands before the letter of an event. Emphasis is `e`, strong emphasis `s`, deleted text `d`; a link is `a`, the
/// number of its target, and [`END`].
pub const EVENT: char = '\u{FDD4}';
/// More emphasis that is open at one time is left to the module.
const MOST_OPEN: usize = 40;

/// The events of `text`. Where the module is needed and not here, marks that it would decide on stay as they are.
pub fn read<'t>(text: &'t str, modules: &Modules) -> Cow<'t, str> {
    let means_something = |c| matches!(c, '*' | '_' | '~' | '[' | '\\' | '&');
    if !text.contains(means_something) {
        return text.into();
    }
    let read = plain(text, false).or_else(|| modules.ask(Module::Spans, text));
    read.or_else(|| plain(text, true)).map_or(text.into(), Cow::from)
}

/// Whether a post has a character reference that only the module knows; a guess, since code may look like one.
pub fn needed(post: &str) -> bool {
    post.split('&').skip(1).any(|behind| {
        let name = behind.split(';').next().filter(|name| name.len() < behind.len()).unwrap_or("");
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_name && (2..=40).contains(&name.len()) && character(name).is_none()
    })
}

/// The events of `text` if it is plain; in any case if `lenient`.
pub fn plain(text: &str, lenient: bool) -> Option<String> {
    let out = String::with_capacity(text.len() + 16);
    let mut reader = Reader { text, at: 0, out, runs: Vec::new(), open: Vec::new() };
    // Where the link ends that is open, and which of the open runs were so before it.
    let mut link: Option<(usize, usize)> = None;
    while let Some(c) = reader.rest().chars().next() {
        let rest = reader.rest();
        let behind = &rest[c.len_utf8()..];
        let read = match c {
            '*' | '_' | '~' => reader.run(c, link.map_or(0, |(_, before)| before)),
            '\\' => match behind.chars().next().filter(char::is_ascii_punctuation) {
                Some(escaped) => {
                    reader.out.push(escaped);
                    Some(2)
                }
                None => None,
            },
            '&' => {
                let name = behind.split(';').next().unwrap_or("");
                character(name).filter(|_| name.len() < behind.len()).map(|character| {
                    reader.out.push(character);
                    name.len() + 2
                })
            }
            '[' if link.is_none() => target(behind).map(|(length, number)| {
                link = Some((reader.at + 1 + length, reader.open.len()));
                reader.event('a');
                reader.out.push_str(number);
                reader.out.push(END);
                1
            }),
            ']' if link.is_some_and(|(end, _)| end == reader.at) => link.take().map(|(_, before)| {
                reader.open.truncate(before);
                reader.event('A');
                1 + behind.find(')').map_or(0, |end| end + 1)
            }),
            '[' | ']' | '<' | '`' | '\0' => None,
            '!' if behind.starts_with('[') => None,
            _ => {
                let next = rest.find(SPECIAL).filter(|next| *next > 0);
                let length =
                    next.or_else(|| Some(c.len_utf8() + behind.find(SPECIAL)?)).unwrap_or(rest.len());
                reader.out.push_str(&rest[..length]);
                Some(length)
            }
        };
        reader.at += match read {
            Some(length) => length,
            None if lenient => {
                reader.out.push(c);
                c.len_utf8()
            }
            None => return None,
        };
    }
    // A link that begins and does not end is no link.
    if link.is_some() { None } else { Some(reader.finish()) }
}

/// The characters that may mean something.
const SPECIAL: [char; 11] = ['*', '_', '~', '\\', '&', '[', ']', '<', '`', '!', '\0'];

/// How long the text of a link is that begins here, and the number of its target.
fn target(text: &str) -> Option<(usize, &str)> {
    let (shown, behind) = text.split_once("](<")?;
    let (number, _) = behind.split_once(">)")?;
    let good = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    good.then_some((shown.len(), number))
}

/// A run of marks that may open emphasis.
struct Run {
    /// Where it stands in the output,
    at: usize,
    mark: char,
    /// how many of its marks are left, of how many,
    left: usize,
    length: usize,
    /// and whether it may end emphasis as well.
    both: bool,
    /// What it has opened, the innermost first.
    opened: Vec<char>,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// The text so far but for what the runs open.
    out: String,
    runs: Vec<Run>,
    /// Those of the runs that may still open something.
    open: Vec<usize>,
}

/// What a character is to a run beside it.
#[derive(Clone, Copy, PartialEq)]
enum Beside {
    Space,
    Punctuation,
    Word,
}

fn beside(c: Option<char>) -> Option<Beside> {
    Some(match c {
        None => Beside::Space,
        Some(c) if c.is_whitespace() => Beside::Space,
        Some(c) if c.is_ascii_punctuation() => Beside::Punctuation,
        Some('\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}') => Beside::Punctuation,
        Some('\0'..='\x7F' | '\u{FDD0}'..='\u{FDEF}') => Beside::Word,
        Some(c) if c.is_alphanumeric() && !matches!(c, '\u{2000}'..='\u{2E7F}' | '\u{10000}'..) => {
            Beside::Word
        }
        Some(_) => return None,
    })
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn event(&mut self, letter: char) {
        self.out.extend([EVENT, letter]);
    }

    /// Reads a run of marks; it ends what is open behind the first `before` runs, and gives its length (CommonMark
    /// 6.2, "process emphasis").
    fn run(&mut self, mark: char, before: usize) -> Option<usize> {
        let rest = self.rest();
        let length = rest.chars().take_while(|next| *next == mark).count();
        let (last, next) = (self.text[..self.at].chars().next_back(), rest[length..].chars().next());
        let (last, next) = (beside(last)?, beside(next)?);
        if mark == '~' && length != 2 || length > 3 || self.open.len() > MOST_OPEN {
            return None;
        }
        let (space, word) = (Beside::Space, Beside::Word);
        // Within a word only `_` means nothing.
        let inside = mark != '_';
        let opens = next != space && (inside && next == word || last != word || mark == '~');
        let closes = last != space && (inside && last == word || next != word);
        let both = opens && closes;
        let mut left = length;
        while closes && left > 0 {
            let fits = |run: &Run| {
                let three = (run.length + length).is_multiple_of(3) && !length.is_multiple_of(3);
                run.mark == mark && !((both || run.both) && three)
            };
            let found = self.open[before..].iter().rposition(|run| self.runs.get(*run).is_some_and(fits));
            let Some(found) = found else { break };
            self.open.truncate(before + found + 1);
            let Some(run) = self.open.last().and_then(|run| self.runs.get_mut(*run)) else { break };
            let strong = left > 1 && run.left > 1;
            let letter = match (mark, strong) {
                ('~', _) => 'd',
                (_, true) => 's',
                (_, false) => 'e',
            };
            run.opened.push(letter);
            run.left -= 1 + usize::from(strong);
            left -= 1 + usize::from(strong);
            if run.left == 0 {
                self.open.pop();
            }
            self.event(letter.to_ascii_uppercase());
        }
        if opens && left > 0 {
            self.open.push(self.runs.len());
            self.runs.push(Run { at: self.out.len(), mark, left, length, both, opened: Vec::new() });
        } else {
            self.out.extend(std::iter::repeat_n(mark, left));
        }
        Some(length)
    }

    /// The text with what the runs open.
    fn finish(self) -> String {
        let mut whole = String::with_capacity(self.out.len() + 8 * self.runs.len());
        let mut from = 0;
        for run in self.runs {
            whole.push_str(&self.out[from..run.at]);
            whole.extend(std::iter::repeat_n(run.mark, run.left));
            run.opened.iter().rev().for_each(|letter| whole.extend([EVENT, *letter]));
            from = run.at;
        }
        whole.push_str(&self.out[from..]);
        whole
    }
}

/// The character that a reference stands for, by what is between `&` and `;`: a number, or one of the names that
/// people write.
fn character(name: &str) -> Option<char> {
    const NAMES: &str = "amp& lt< gt> quot\" apos' nbsp\u{A0} copy© reg® trade™ ndash– mdash— hellip… middot· bull• \
        lsquo‘ rsquo’ ldquo“ rdquo” sbquo‚ bdquo„ laquo« raquo» larr← rarr→ uarr↑ darr↓ harr↔ rArr⇒ lArr⇐ hArr⇔ \
        times× divide÷ minus− plusmn± deg° sup1¹ sup2² sup3³ frac12½ frac14¼ sect§ para¶ euro€ pound£ yen¥ \
        cent¢ le≤ ge≥ ne≠ asymp≈ infin∞ sum∑ radic√ part∂ alphaα betaβ gammaγ deltaδ epsilonε thetaθ lambdaλ muμ piπ \
        sigmaσ tauτ phiφ omegaω DeltaΔ SigmaΣ OmegaΩ thinsp\u{2009} ensp\u{2002} emsp\u{2003} shy\u{AD} zwnj\u{200C} \
        auml\u{E4} ouml\u{F6} uuml\u{FC} Auml\u{C4} Ouml\u{D6} Uuml\u{DC} szligß eacuteé egraveè aacuteá agraveà oacuteó iacuteí \
        ccedilç ntildeñ check✓ star☆ hearts♥ dagger† Dagger‡";
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) if hex.len() <= 6 => u32::from_str_radix(hex, 16).ok()?,
            None if number.len() <= 7 => number.parse().ok()?,
            _ => return None,
        };
        let usual = number.bytes().all(|byte| byte.is_ascii_alphanumeric());
        return char::from_u32(code).filter(|c| usual && *c != '\0' && !matches!(c, '\u{FDD0}'..='\u{FDEF}'));
    }
    let alone = |behind: &str| {
        let mut chars = behind.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    NAMES.split(' ').find_map(|word| alone(word.strip_prefix(name)?))
}

#[cfg(test)]
mod tests {
    use super::super::commonmark;
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    /// The events in brackets, without the space behind the mark that begins some lines.
    fn shown(events: &str) -> String {
        events.replace("\u{FDD2} ", "\u{FDD2}").replace(EVENT, "|")
    }

    fn agrees(text: &str) -> Result<bool, TestCaseError> {
        let Some(plain) = plain(text, false) else { return Ok(false) };
        prop_assert_eq!(shown(&plain), shown(&commonmark::answer(text)), "{:?}", text);
        Ok(true)
    }

    #[test]
    fn marks_and_links() {
        for (text, expected) in [
            ("a *b* **c** _d_ ~~e~~", "a |eb|E |sc|S |ed|E |de|D"),
            ("a ***b*** **c*d*e**", "a |e|sb|S|E |sc|ed|Ee|S"),
            ("a* b *c d_e_f g", "a* b *c d_e_f g"),
            ("a [b *c*](<0>) \\[d\\]", "a |a0\u{FDD2}b |ec|E|A [d]"),
            ("*a [b* c](<1>)*", "|ea |a1\u{FDD2}b* c|A|E"),
            ("&amp;&#65;&rarr; \\*a\\*", "&A→ *a*"),
        ] {
            assert_eq!(plain(text, false).as_deref().map(shown).as_deref(), Some(expected), "{text}");
            agrees(text).unwrap();
        }
        for other in ["a &zeta;", "****a****", "*a×*", "~a~"] {
            assert_eq!(plain(other, false), None, "{other}");
            assert!(plain(other, true).is_some());
        }
        assert!(needed("&zeta;") && !needed("a & b; &amp; &#955; AT&T;&"));
    }

    #[test]
    fn every_character_is_to_marks_what_it_is_in_commonmark() {
        for c in '\0'..=char::MAX {
            if matches!(beside(Some(c)), Some(kind) if !"\n\r\\*_~[]<`&\0\u{FDD4}".contains(c) && kind != Beside::Space)
            {
                let opens = commonmark::answer(&format!("a{c}_b_")).contains(EVENT);
                assert_eq!(beside(Some(c)) == Some(Beside::Punctuation), opens, "{c:?}");
            }
        }
    }

    #[test]
    fn names_are_those_of_html() {
        for name in "amp lt gt quot apos nbsp copy rarr mdash hellip auml szlig check sup2 Dagger".split(' ')
        {
            let reference = format!("a &{name};");
            assert_eq!(plain(&reference, false), Some(commonmark::answer(&reference)), "{name}");
        }
        for code in 1..0x3000 {
            for reference in [format!("a &#{code};"), format!("a &#x{code:x};")] {
                agrees(&reference).unwrap();
            }
        }
    }

    /// What a masked text is made of.
    const PIECES: &[&str] = &[
        "*",
        "*",
        "**",
        "**",
        "***",
        "_",
        "_",
        "__",
        "___",
        "~~",
        "~~",
        "~",
        "a",
        "b c",
        " ",
        " ",
        "é",
        "1",
        ".",
        ",",
        "(",
        ")",
        "“",
        "”",
        "\u{2014}",
        "×",
        "。",
        "\\*",
        "\\_",
        "\\\\",
        "\\[",
        "\\]",
        "\\&",
        "\\<",
        "\\!",
        "&amp;",
        "&zeta;",
        "&#955;",
        "&nbsp;",
        "[",
        "](<0>)",
        "](<12>)",
        "[a](<0>)",
        "![",
        "\n",
        "\u{FDD3}\u{FDD2}",
        ".\u{FDD3}0\u{FDD2}.",
        "\u{A0}",
        "\t",
        "x*y",
        "snake_case",
        "**bold**",
        "*em*",
        "_em_",
        "a*",
        "*a",
        "\"",
        "'",
        "-",
        "#",
        ":",
        "/",
        "%",
    ];

    fn masked(pieces: &[&str]) -> String {
        super::super::span::one_paragraph(&pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3_000) })]

        #[test]
        fn plain_text_reads_as_commonmark_says(pieces in vec(select(PIECES), 0..14)) {
            agrees(&masked(&pieces))?;
        }

        #[test]
        fn so_does_text_with_few_marks(pieces in vec(select(&PIECES[..24]), 0..20)) {
            agrees(&masked(&pieces))?;
        }

        #[test]
        fn whatever_is_here_is_shown(pieces in vec(select(PIECES), 0..14)) {
            let text = masked(&pieces);
            let shown = read(&text, &Modules::none());
            for piece in ["é", "b c", "。"] {
                prop_assert_eq!(shown.matches(piece).count(), text.matches(piece).count());
            }
        }
    }
}
