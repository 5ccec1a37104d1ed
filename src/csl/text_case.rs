//! Text case (CSL 1.0.2, "Text-case"): [`apply`] changes the texts of a list of inline nodes, across the
//! marks between them. What is marked [`Mark::NoCase`], superscripts, subscripts, small capitals of the
//! item itself and math keep their case.

use super::inline::{Inline, Mark};
use super::style::{Font, TextCase};
use crate::letters;

/// Words that title case leaves in lower case, unless they come first or last or after a colon.
const SMALL_WORDS: &str = " a according across afore after against ahead along alongside amid amidst among \
    amongst an and anenst apropos apud around as aside astride at athwart atop barring before behind below \
    beneath beside besides between beyond but by ca circa c d’ de despite down during et et-al except for \
    from given in inside into lest like modulo near next nor notwithstanding of off on onto or out over per \
    plus pro qua sans since so than the thru throughout thruout till to toward towards under \
    underneath until unto up upon v v. van versus via vis-à-vis von vs vs. with within without yet about above \
    through outside ";

/// Applies a case to `list`, a text in `language` (title case is English only).
pub(crate) fn apply(list: &mut [Inline], case: TextCase, language: &str) {
    let turkish = language.starts_with("tr") || language.starts_with("az");
    match case {
        TextCase::Lowercase => each_text(list, |text| *text = letters::lower(text)),
        TextCase::Uppercase => each_text(list, |text| {
            *text = letters::upper(&if turkish { text.replace('i', "İ") } else { std::mem::take(text) });
        }),
        TextCase::CapitalizeFirst => capitalize_first(list),
        TextCase::CapitalizeAll => title(list, false),
        TextCase::Sentence => {
            let mut lower = false;
            each_text(list, |text| lower |= text.contains(char::is_lowercase));
            if !lower {
                each_text(list, |text| *text = letters::lower(text));
            }
            capitalize_first(list);
        }
        TextCase::Title => {
            if language.is_empty() || language.starts_with("en") {
                title(list, true);
            }
        }
    }
}

/// Calls `change` for each text, and for each protected text nothing.
fn each_text(list: &mut [Inline], mut change: impl FnMut(&mut String)) {
    let mut protected = Protected::default();
    for node in list {
        if !protected.enter(node)
            && let Inline::Text(text) = node
        {
            change(text);
        }
    }
}

/// Knows whether the nodes that pass are protected.
#[derive(Default)]
struct Protected {
    open: Vec<bool>,
    count: usize,
}

impl Protected {
    fn enter(&mut self, node: &Inline) -> bool {
        match node {
            Inline::Open(mark) => {
                let protects = matches!(
                    mark,
                    Mark::NoCase
                        | Mark::Plain
                        | Mark::Rich(Font::Superscript | Font::Subscript | Font::SmallCaps)
                );
                self.count += usize::from(protects);
                self.open.push(protects);
            }
            Inline::Close => self.count -= usize::from(self.open.pop().unwrap_or(false)),
            Inline::Math(_) => return true,
            Inline::Text(_) => {}
        }
        self.count > 0
    }
}

/// The first letter of all in upper case.
pub(crate) fn capitalize_first(list: &mut [Inline]) {
    let mut protected = Protected::default();
    for node in list {
        let kept = protected.enter(node);
        match node {
            Inline::Math(_) => return,
            Inline::Text(text) if text.contains(char::is_alphanumeric) => {
                // A word such as "arXiv" has a case of its own.
                let word = text.trim_start_matches(|c: char| !c.is_alphanumeric());
                let word = word.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
                if !kept && !word.contains(char::is_uppercase) {
                    *text = capitalized(text);
                }
                return;
            }
            _ => {}
        }
    }
}

/// The word with its first letter in upper case.
pub(crate) fn capitalized(word: &str) -> String {
    let Some(at) = word.find(char::is_alphanumeric) else { return word.to_string() };
    let Some(first) = word[at..].chars().next() else { return word.to_string() };
    let alone = !word[at + first.len_utf8()..].contains(char::is_alphanumeric);
    if alone && matches!(first, 'α'..='ω') {
        // Greek letters are names of things.
        return word.to_string();
    }
    let mut out = word[..at].to_string();
    out.push_str(&letters::upper_char(first));
    out.push_str(&word[at + first.len_utf8()..]);
    out
}

/// Title case, or (`headline` false) every word capitalized.
fn title(list: &mut [Inline], headline: bool) {
    let mut protected = Protected::default();
    // The word at the end of all is never a small one: count the words first.
    let mut words = 0;
    for node in list.iter() {
        protected.enter(node);
        if let Inline::Text(text) = node {
            words += text.split(is_break).filter(|word| word.contains(char::is_alphanumeric)).count();
        } else if let Inline::Math(_) = node {
            words += 1;
        }
    }
    let mut state = Title { headline, left: words, first: true, after_hyphen: false };
    protected = Protected::default();
    for node in list {
        let kept = protected.enter(node);
        match node {
            Inline::Text(text) => state.text(text, kept),
            Inline::Math(_) => {
                state.left -= 1;
                state.first = false;
            }
            _ => {}
        }
    }
}

fn is_break(c: char) -> bool {
    c.is_whitespace() || "-–—/".contains(c)
}

struct Title {
    headline: bool,
    /// Words that have not been seen yet.
    left: usize,
    /// The next word begins a sentence.
    first: bool,
    after_hyphen: bool,
}

impl Title {
    fn text(&mut self, text: &mut String, kept: bool) {
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let end = rest.find(is_break).unwrap_or(rest.len());
            let (word, tail) = rest.split_at(end);
            let separator = tail.chars().next();
            if word.contains(char::is_alphanumeric) {
                self.left = self.left.saturating_sub(1);
                if kept {
                    out.push_str(word)
                } else {
                    self.word(&mut out, word, separator)
                }
                self.first = false;
            } else {
                out.push_str(word);
            }
            if word.ends_with([':', '?', '!']) || word.ends_with("…") {
                self.first = true;
            }
            if let Some(c) = separator {
                out.push(c);
                self.after_hyphen = c == '-';
            }
            rest = &tail[separator.map_or(0, char::len_utf8)..];
        }
        *text = out;
    }

    fn word(&mut self, out: &mut String, word: &str, separator: Option<char>) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != '’');
        let last = self.left == 0;
        let small = self.headline && {
            let lower = if bare.len() < 16 { letters::lower(bare) } else { String::new() };
            !lower.is_empty() && SMALL_WORDS.contains(&[" ", &lower, " "].concat())
        };
        let whole_lower = !word.contains(char::is_uppercase);
        let hyphenated = separator == Some('-') && !self.after_hyphen;
        if small && !self.first && !last && !hyphenated {
            out.push_str(word);
        } else if whole_lower && !(self.headline && self.after_hyphen && bare.chars().count() == 1) {
            out.push_str(&capitalized(word));
        } else {
            out.push_str(word);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csl::inline::{plain, push_rich};

    #[test]
    fn cases() {
        use TextCase::*;
        for (case, language, text, expected) in [
            (
                Title,
                "en",
                "this IS a pen that is <span class=\"nocase\">smith</span> with",
                "This IS a Pen That Is smith With",
            ),
            (Title, "en-GB", "iPad is: a thing", "iPad Is: A Thing"),
            (
                Title,
                "en",
                "traits—with pro-active 07-x of up-to-date",
                "Traits—with Pro-Active 07-x of Up-to-Date",
            ),
            (Title, "de", "review of", "review of"),
            (Sentence, "en", "ALL OF IT", "All of it"),
            (Sentence, "en", "the DNA of it", "The DNA of it"),
            (CapitalizeFirst, "en", "<i>“à</i> la", "À la"),
            (CapitalizeAll, "en", "a part of it", "A Part Of It"),
            (Uppercase, "tr", "ic", "İC"),
            (Lowercase, "en", "A <sup>B</sup>", "a B"),
        ] {
            let mut list = Vec::new();
            push_rich(&mut list, text);
            apply(&mut list, case, language);
            assert_eq!(plain(&list).replace('“', ""), expected);
        }
    }
}
