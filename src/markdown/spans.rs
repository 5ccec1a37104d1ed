//! Links, escapes and character references in a masked text (`span`): [`read`] is the entrance.
//!
//! CommonMark decides, and with it pulldown-cmark (`commonmark`). Nearly all text is plain enough to be read here
//! in the same way; for the rest the page loads the module `spans`. Either gives the text with links in it:
//! [`EVENT`] and [`LINK`], the number of its target and [`END`] where one begins, [`EVENT`] where it ends.

use crate::letters;
use crate::modules::{Module, Modules};
use crate::placeholder::END;
use std::borrow::Cow;

/// Stands where a link begins or ends.
pub const EVENT: char = '\u{FDD4}';
/// Stands behind [`EVENT`] where a link begins.
pub const LINK: char = '\u{FDD5}';

/// The events of `text`. Where the module is needed and not here, what it would decide on stays as it is.
pub fn read<'t>(text: &'t str, modules: &Modules) -> Cow<'t, str> {
    if !text.contains(['[', '\\', '&']) {
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
    let mut out = String::with_capacity(text.len() + 16);
    let mut at = 0;
    // Where the link ends that is open.
    let mut link: Option<usize> = None;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let behind = &rest[c.len_utf8()..];
        let read = match c {
            '\\' => behind.chars().next().filter(char::is_ascii_punctuation).map(|escaped| {
                out.push(escaped);
                2
            }),
            '&' => {
                let name = behind.split(';').next().unwrap_or("");
                character(name).filter(|_| name.len() < behind.len()).map(|character| {
                    out.push(character);
                    name.len() + 2
                })
            }
            '[' if link.is_none() => target(behind).map(|(length, number)| {
                link = Some(at + 1 + length);
                out.extend([EVENT, LINK]);
                out.push_str(number);
                out.push(END);
                1
            }),
            ']' if link == Some(at) => {
                link = None;
                out.push(EVENT);
                Some(1 + behind.find(')').map_or(0, |end| end + 1))
            }
            '*' | '_' | '~' | '[' | ']' | '<' | '`' | '\0' => None,
            '!' if behind.starts_with('[') => None,
            _ => {
                let length = c.len_utf8() + behind.find(SPECIAL).unwrap_or(behind.len());
                out.push_str(&rest[..length]);
                Some(length)
            }
        };
        at += match read {
            Some(length) => length,
            None if lenient => {
                out.push(c);
                c.len_utf8()
            }
            None => return None,
        };
    }
    // A link that begins and does not end is no link.
    link.is_none().then_some(out)
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

/// The character that a reference stands for, by what is between `&` and `;`: a number, or one of the names that
/// people write.
fn character(name: &str) -> Option<char> {
    const NAMES: &str = "copy© reg® trade™ ndash– mdash— hellip… middot· bull• \
        lsquo‘ rsquo’ ldquo“ rdquo” sbquo‚ bdquo„ laquo« raquo» larr← rarr→ uarr↑ darr↓ harr↔ rArr⇒ lArr⇐ hArr⇔ \
        times× divide÷ minus− plusmn± deg° sup1¹ sup2² sup3³ frac12½ frac14¼ sect§ para¶ euro€ pound£ yen¥ \
        cent¢ le≤ ge≥ ne≠ asymp≈ infin∞ sum∑ radic√ part∂ alphaα betaβ gammaγ deltaδ epsilonε thetaθ lambdaλ muμ piπ \
        sigmaσ tauτ phiφ omegaω DeltaΔ SigmaΣ OmegaΩ thinsp\u{2009} ensp\u{2002} emsp\u{2003} shy\u{AD} zwnj\u{200C} \
        auml\u{E4} ouml\u{F6} uuml\u{FC} Auml\u{C4} Ouml\u{D6} Uuml\u{DC} szligß eacuteé egraveè aacuteá agraveà oacuteó iacuteí \
        ccedilç ntildeñ check✓ star☆ hearts♥ dagger† Dagger‡";
    let alone = |behind: &str| {
        let mut chars = behind.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    let named = || NAMES.split(' ').find_map(|word| alone(word.strip_prefix(name)?));
    letters::reference(name).or_else(named)
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
        events.replace("\u{FDD2} ", "\u{FDD2}").replace([EVENT, LINK], "|")
    }

    fn agrees(text: &str) -> Result<bool, TestCaseError> {
        let Some(plain) = plain(text, false) else { return Ok(false) };
        prop_assert_eq!(shown(&plain), shown(&commonmark::answer(text)), "{:?}", text);
        Ok(true)
    }

    #[test]
    fn links_and_escapes() {
        for (text, expected) in [
            ("a [b c](<0>) \\[d\\]", "a ||0\u{FDD2}b c| [d]"),
            ("\\*a [b\\* c](<1>)\\*", "*a ||1\u{FDD2}b* c|*"),
            ("&amp;&#65;&rarr; \\*a\\*", "&A→ *a*"),
        ] {
            assert_eq!(plain(text, false).as_deref().map(shown).as_deref(), Some(expected), "{text}");
            agrees(text).unwrap();
        }
        for other in ["a &zeta;", "*a*", "[a](b)", "~a~"] {
            assert_eq!(plain(other, false), None, "{other}");
            assert!(plain(other, true).is_some());
        }
        assert!(needed("&zeta;") && !needed("a & b; &amp; &#955; AT&T;&"));
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
        "\\~",
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
        fn whatever_is_here_is_shown(pieces in vec(select(PIECES), 0..14)) {
            let text = masked(&pieces);
            let shown = read(&text, &Modules::none());
            for piece in ["é", "b c", "。"] {
                prop_assert_eq!(shown.matches(piece).count(), text.matches(piece).count());
            }
        }
    }
}
