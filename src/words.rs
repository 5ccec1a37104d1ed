//! The page's own words, such as “References”, in the language of what it shows. [`Words::say`] is the entrance.
//!
//! In the program they are English. A table has a line `English = translation` for each in another language; `%` stands
//! for what is filled in. [`file`] names the tables that come with the page, a site may have one of its own.

use crate::date::{Date, MONTHS};
use crate::route::{RelativePath, relative_path};
use std::sync::Arc;

/// The languages whose tables are in `words/`.
const LANGUAGES: &str = "ar de es fr it ja ko nl pt ru zh";
/// The key of how a date is written, as `strftime` has it.
const DATE: &str = "%B %-d, %Y";

/// A table of words; without one, they stay English.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(Option<Arc<str>>);

/// The table for texts in the language with this tag (BCP 47): `words/de.txt`; none for English and where there is none.
pub fn file(lang: &str) -> Option<RelativePath> {
    let language = language(lang);
    let known = LANGUAGES.split_whitespace().any(|known| known == language);
    relative_path(&["words/", &language, ".txt"].concat()).filter(|_| known)
}

/// The language without what its tag says of script and country.
pub fn language(lang: &str) -> String {
    lang.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase()
}

impl Words {
    /// The words that this text is the table of, if it is here.
    pub fn new(text: Option<Arc<str>>) -> Words {
        Words(text)
    }

    /// The text of the table.
    pub fn text(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// What these words are in the table's language, or they themselves.
    #[inline(never)]
    pub fn say<'w>(&'w self, english: &'w str) -> &'w str {
        let Some(table) = self.text() else { return english };
        let mut lines = table.lines();
        lines.find_map(|line| line.strip_prefix(english)?.strip_prefix(" = ")).unwrap_or(english).trim()
    }

    /// The same in two parts: what stands before `%` and behind it.
    pub fn around<'w>(&'w self, english: &'w str) -> (&'w str, &'w str) {
        let said = self.say(english);
        said.split_once('%').unwrap_or((said, ""))
    }

    /// The same with `value` in the place of `%`.
    pub fn fill(&self, english: &str, value: &str) -> String {
        let (before, after) = self.around(english);
        [before, value, after].concat()
    }

    /// `one` for 1, or else `many` with the number, which is in its digits.
    pub fn count(&self, one: &str, many: &str, number: &str) -> String {
        if number == "1" { self.say(one).into() } else { self.fill(many, number) }
    }

    /// A date with the month's name: `December 5, 2024`.
    pub fn date(&self, date: &Date) -> String {
        let month = MONTHS.get(usize::from(date.month).wrapping_sub(1)).copied().unwrap_or("");
        let pattern = self.say(DATE);
        match pattern.split_once("%B") {
            Some((before, after)) => date.format(&[before, self.say(month), after].concat()),
            None => date.format(pattern),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_word_stays_english() {
        let table = "# a remark\nReferences = Literatur\n% min read = % Min. Lesezeit\nMay = Mai\n\
            %B %-d, %Y = %-d. %B %Y\n";
        let words = Words::new(Some(table.into()));
        assert_eq!(words.say("References"), "Literatur");
        assert_eq!(words.say("Reference"), "Reference");
        assert_eq!(words.fill("% min read", "3"), "3 Min. Lesezeit");
        assert_eq!(words.count("Cited in 1 post", "Cited in % posts", "2"), "Cited in 2 posts");
        let date = Date::parse("2024-05-04").expect("a date");
        assert_eq!(words.date(&date), "4. Mai 2024");
        assert_eq!(Words::default().date(&date), "May 4, 2024");
    }

    #[test]
    fn languages_have_their_files() {
        let name = |lang| file(lang).map(RelativePath::into_string);
        assert_eq!(name("de-AT").as_deref(), Some("words/de.txt"));
        assert_eq!(name("zh_TW").as_deref(), Some("words/zh.txt"));
        for lang in ["en", "", " ", "xx", "de es", "../de"] {
            assert_eq!(name(lang), None, "{lang}");
        }
    }

    #[test]
    fn every_table_has_every_word_and_no_other() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/words/");
        let read =
            |language: &str| std::fs::read_to_string([folder, language, ".txt"].concat()).expect(language);
        let keys = |text: &str| -> Vec<String> {
            let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
            lines.map(|line| line.split_once(" = ").expect(line).0.to_owned()).collect()
        };
        let expected = keys(&read("de"));
        for language in LANGUAGES.split_whitespace() {
            let text = read(language);
            assert_eq!(keys(&text), expected, "{language}");
            for line in text.lines().filter(|line| line.contains('%') && !line.starts_with("%B")) {
                let (english, said) = line.split_once(" = ").expect(line);
                assert_eq!(english.matches('%').count(), said.matches('%').count(), "{language}: {line}");
            }
        }
    }
}
