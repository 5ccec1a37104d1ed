//! One jekyll-scholar tag as data. [`Tag::parse`] is the entrance.

use crate::liquid::arguments::{ScholarArguments, scholar_arguments};

/// A tag that cites or lists works.
#[derive(Clone, Debug, PartialEq)]
pub struct Tag {
    pub kind: Kind,
    /// The keys, the options and their values.
    pub arguments: ScholarArguments,
    /// What stands between `quote` or `bibtex` and its end.
    pub body: String,
    /// What others' syntax says of each key, where it says anything.
    pub cites: Vec<Cited>,
}

/// What Pandoc's citations say beside a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cited {
    /// Words before and behind it, CSL's rich text.
    pub before: String,
    pub after: String,
    /// A CSL locator type and the locator.
    pub locator: Option<(&'static str, String)>,
    /// Without the author.
    pub suppressed: bool,
    /// The author in the sentence, the rest as a citation.
    pub in_text: bool,
}

/// Which tag it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `{% cite k1 k2 %}`
    Cite,
    /// `{% nocite k1 k2 %}`: cited, but nothing is shown.
    Nocite,
    /// `{% reference k1 %}`: the references themselves, in the text.
    Reference,
    /// `{% quote k1 %}…{% endquote %}`: a block quotation with its citation.
    Quote,
    /// `{% bibliography %}`
    Bibliography,
    /// `{% bibliography_count %}`
    Count,
    /// `{% cite_details k1 %}`: a link to the work's own page.
    CiteDetails,
    /// `{% details_link k1 %}`: the address of that page.
    DetailsLink,
    /// `{% bibtex %}…{% endbibtex %}`: entries in the post itself, as references.
    Bibtex,
    /// An entry of a page that is a `.bib` file.
    Entry,
    /// `{% work_page /works/NAME/ %}`: a work's own page, which is nothing else.
    Page,
}

/// The tags by their names, and the options that mean something in each.
const TAGS: [(&str, Kind, &str); 10] = [
    ("cite", Kind::Cite, "file locator label suppress_author text style prefix relative"),
    ("nocite", Kind::Nocite, "file"),
    ("reference", Kind::Reference, "file style prefix"),
    ("quote", Kind::Quote, "file locator label suppress_author text style prefix relative"),
    (
        "bibliography",
        Kind::Bibliography,
        "file query cited cited_in_order clear remove_duplicates bibliography_list_tag prefix offset max style \
         group_by group_order type_order template sort_by order",
    ),
    (
        "bibliography_count",
        Kind::Count,
        "file query cited cited_in_order clear remove_duplicates sort_by order",
    ),
    ("cite_details", Kind::CiteDetails, "file text"),
    ("details_link", Kind::DetailsLink, "file"),
    ("bibtex", Kind::Bibtex, "style prefix"),
    ("work_page", Kind::Page, ""),
];

impl Tag {
    /// The tag `name` with its markup, and messages about options that are not understood; `None` if it
    /// is not one of jekyll-scholar's.
    pub fn parse(name: &str, markup: &str) -> Option<(Tag, Vec<String>)> {
        let (_, kind, known) = TAGS.into_iter().find(|(known, ..)| *known == name)?;
        let mut arguments = scholar_arguments(markup);
        let mut problems = std::mem::take(&mut arguments.errors);
        for (option, _) in &arguments.options {
            if !known.split_whitespace().any(|known| known == *option) {
                problems.push(["the option --", option, " means nothing here"].concat());
            }
        }
        Some((Tag { kind, arguments, body: String::new(), cites: Vec::new() }, problems))
    }

    /// A tag with keys and no options.
    pub fn new(kind: Kind, keys: Vec<String>) -> Tag {
        let arguments = ScholarArguments { words: keys, ..ScholarArguments::default() };
        Tag { kind, arguments, body: String::new(), cites: Vec::new() }
    }

    /// The name of the tag that ends this one, where it has a body.
    pub fn end(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Quote => Some("endquote"),
            Kind::Bibtex => Some("endbibtex"),
            _ => None,
        }
    }

    /// The tag's keys.
    pub fn keys(&self) -> &[String] {
        &self.arguments.words
    }

    /// Whether the tag cites its keys where it stands.
    pub fn is_citation(&self) -> bool {
        matches!(self.kind, Kind::Cite | Kind::Quote)
    }

    /// Whether an option was given.
    pub fn has(&self, option: &str) -> bool {
        self.arguments.has(option)
    }

    /// The value of an option; where it was given more than once, the last.
    pub fn get(&self, option: &str) -> Option<&str> {
        self.arguments.get(option)
    }

    /// A number that an option gives.
    pub fn number(&self, option: &str) -> Option<usize> {
        self.get(option).and_then(|value| value.trim().parse().ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_take_keys_and_options() {
        let (tag, problems) = Tag::parse("cite", "a b -l 2-3 --locator 23 & 42 -A").expect("a known tag");
        assert_eq!((tag.kind, tag.keys(), problems.len()), (Kind::Cite, &["a".into(), "b".into()][..], 0));
        assert!(tag.has("suppress_author") && tag.is_citation());
        assert_eq!(tag.arguments.all("locator").collect::<Vec<_>>(), ["2-3", "23 & 42"]);
        let (tag, problems) = Tag::parse("bibliography", "--max 3 --group_by year").expect("a known tag");
        assert_eq!(
            (tag.number("max"), tag.number("offset"), tag.get("group_by")),
            (Some(3), None, Some("year"))
        );
        assert!(problems.is_empty() && tag.keys().is_empty());
    }

    #[test]
    fn other_tags_are_not_ours_and_options_without_meaning_are_named() {
        assert_eq!(Tag::parse("include", "figure.liquid"), None);
        let (_, problems) = Tag::parse("nocite", "a --max 3").expect("a known tag");
        assert_eq!(problems, ["the option --max means nothing here"]);
    }
}
