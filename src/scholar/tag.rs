//! One jekyll-scholar tag as data. [`Tag::parse`] is the entrance.

use crate::liquid::arguments::scholar_arguments;

/// A tag that cites or lists works.
#[derive(Clone, Debug, PartialEq)]
pub enum Tag {
    /// `{% cite k1 k2 %}`
    Cite(Cite),
    /// `{% nocite k1 k2 %}`: cited, but nothing is shown.
    Nocite(Vec<String>),
    /// `{% reference k1 %}`: the references themselves, in the text.
    Reference(Vec<String>),
    /// `{% bibliography %}`
    Bibliography(Listing),
}

/// What `{% cite %}` asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cite {
    /// The keys in their order.
    pub keys: Vec<String>,
    /// `--locator`: the n-th belongs to the n-th key.
    pub locators: Vec<String>,
    /// `--label`: what the n-th locator counts, a CSL locator type such as `chapter`.
    pub labels: Vec<String>,
    /// `--suppress_author`
    pub suppress_author: bool,
    /// `--text`: shown instead of the citation.
    pub text: Option<String>,
}

/// What `{% bibliography %}` asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// `--cited`: only works that the post cites.
    pub cited: bool,
    /// `--cited_in_order`: the same, in the order in which they are cited.
    pub in_order: bool,
    /// `--max`: at most so many.
    pub max: Option<usize>,
    /// `--offset`: passes over so many first.
    pub offset: usize,
}

impl Tag {
    /// The tag `name` with its markup, and messages about options that are not understood; `None` if it
    /// is not one of jekyll-scholar's.
    pub fn parse(name: &str, markup: &str) -> Option<(Tag, Vec<String>)> {
        if !["cite", "nocite", "reference", "bibliography"].contains(&name) {
            return None;
        }
        let arguments = scholar_arguments(markup);
        let mut problems = arguments.errors;
        let keys = arguments.words;
        let mut cite = Cite::default();
        let mut listing = Listing::default();
        for (option, value) in arguments.options {
            match (name, option) {
                ("cite", "locator") => cite.locators.push(value),
                ("cite", "label") => cite.labels.push(value),
                ("cite", "suppress_author") => cite.suppress_author = true,
                ("cite", "text") => cite.text = Some(value),
                ("bibliography", "cited") => listing.cited = true,
                ("bibliography", "cited_in_order") => (listing.cited, listing.in_order) = (true, true),
                ("bibliography", "max") => listing.max = value.parse().ok(),
                ("bibliography", "offset") => listing.offset = value.parse().unwrap_or(0),
                _ => problems.push(["the option --", option, " is not supported here yet"].concat()),
            }
        }
        let tag = match name {
            "cite" => Tag::Cite(Cite { keys, ..cite }),
            "nocite" => Tag::Nocite(keys),
            "reference" => Tag::Reference(keys),
            _ => Tag::Bibliography(listing),
        };
        Some((tag, problems))
    }

    /// The keys that the tag cites, in their order.
    pub fn cited_keys(&self) -> &[String] {
        match self {
            Tag::Cite(cite) => &cite.keys,
            Tag::Nocite(keys) => keys,
            Tag::Reference(_) | Tag::Bibliography(_) => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(name: &str, markup: &str) -> Tag {
        Tag::parse(name, markup).expect("a known tag").0
    }

    #[test]
    fn cite_takes_keys_and_options() {
        assert_eq!(parse("cite", " a b ").cited_keys(), ["a", "b"]);
        let Tag::Cite(cite) = parse("cite", "a b -l 2-3 --locator 23 & 42 -L chapter -A") else { panic!() };
        assert_eq!(cite.keys, ["a", "b"]);
        assert_eq!(cite.locators, ["2-3", "23 & 42"]);
        assert_eq!(cite.labels, ["chapter"]);
        assert!(cite.suppress_author);
    }

    #[test]
    fn bibliography_takes_flags() {
        let all = Listing::default();
        assert_eq!(parse("bibliography", ""), Tag::Bibliography(all.clone()));
        let cited = Listing { cited: true, ..all.clone() };
        assert_eq!(parse("bibliography", "--cited"), Tag::Bibliography(cited.clone()));
        let in_order = Listing { in_order: true, ..cited };
        assert_eq!(parse("bibliography", "--cited_in_order"), Tag::Bibliography(in_order));
    }

    #[test]
    fn other_tags_are_not_ours_and_unknown_options_are_named() {
        assert_eq!(Tag::parse("include", "figure.liquid"), None);
        let (_, problems) = Tag::parse("bibliography", "--group_by year").expect("a known tag");
        assert!(problems.iter().any(|problem| problem.contains("group_by")), "{problems:?}");
    }
}
