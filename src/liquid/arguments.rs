//! What stands inside jekyll-scholar's tags: keys, then options with their values.
//!
//! [`scholar_arguments`] is the entrance. It follows `Scholar::Utilities#split_arguments` and `#optparse` of
//! jekyll-scholar 7.3: an option's value is all text up to the next option, with its spaces, and quotes mean
//! nothing.

/// The arguments of a tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScholarArguments {
    /// The words before the first option: for `cite`, the keys.
    pub words: Vec<String>,
    /// The options in their order, by their long names (`file` for `-f` as well), each with its value, which
    /// is empty for those that take none.
    pub options: Vec<(&'static str, String)>,
    /// What was wrong, for the author.
    pub errors: Vec<String>,
}

impl ScholarArguments {
    /// The value of an option; where it was given more than once, the last.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.options.iter().rev().find(|(option, _)| *option == name).map(|(_, value)| value.as_str())
    }

    /// Whether an option was given.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// All values of an option, in order.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.options.iter().filter(move |(option, _)| *option == name).map(|(_, value)| value.as_str())
    }
}

/// Whether an option takes a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Nothing,
    MaybeValue,
    Value,
}

/// The options: the short name (`\0` for none), the long one, and what follows. A name that begins with
/// another stands before it.
const OPTIONS: [(char, &str, Takes); 22] = [
    ('C', "cited_in_order", Takes::Nothing),
    ('c', "cited", Takes::Nothing),
    ('\0', "clear", Takes::Nothing),
    ('r', "remove_duplicates", Takes::MaybeValue),
    ('A', "suppress_author", Takes::Nothing),
    ('f', "file", Takes::Value),
    ('q', "query", Takes::Value),
    ('h', "bibliography_list_tag", Takes::Value),
    ('p', "prefix", Takes::Value),
    ('t', "text", Takes::Value),
    ('l', "locator", Takes::Value),
    ('L', "label", Takes::Value),
    ('o', "offset", Takes::Value),
    ('m', "max", Takes::Value),
    ('s', "style", Takes::Value),
    ('g', "group_by", Takes::Value),
    ('G', "group_order", Takes::Value),
    ('O', "type_order", Takes::Value),
    ('T', "template", Takes::Value),
    ('\0', "relative", Takes::MaybeValue),
    ('\0', "sort_by", Takes::Value),
    ('\0', "order", Takes::Value),
];

/// Reads the markup of `cite`, `nocite`, `reference`, `quote`, `bibliography`, `bibliography_count`,
/// `cite_details` and `details_link`.
pub fn scholar_arguments(markup: &str) -> ScholarArguments {
    let mut arguments = ScholarArguments::default();
    let words = markup.split_whitespace().take_while(|word| !word.starts_with('-'));
    arguments.words = words.map(String::from).collect();
    let (mut next, before) = find_option(markup, 0);
    // What stands before the first known option is the words, unless it is an option nobody knows.
    if let Some(unknown) = before.split_whitespace().find(|word| word.starts_with('-')) {
        arguments.errors.push(unknown_option(unknown));
    }
    while let Some(found) = next {
        let (following, value) = find_option(markup, found.end);
        next = following;
        let value = value.trim();
        // `--file=x` is not jekyll-scholar's, but clear.
        let value = value.strip_prefix('=').unwrap_or(value).trim_start();
        match found.option {
            Some((_, name, takes)) => {
                if takes == Takes::Value && value.is_empty() {
                    arguments.errors.push(format!("the option `--{name}` lacks its value"));
                } else {
                    let value = if takes == Takes::Nothing { "" } else { value };
                    arguments.options.push((name, value.into()));
                }
            }
            None => {
                let name = value.split_whitespace().next().unwrap_or("");
                arguments.errors.push(unknown_option(&["--", name].concat()));
            }
        }
    }
    arguments
}

fn unknown_option(name: &str) -> String {
    format!("there is no option `{name}`")
}

/// An option in a tag's markup: which one (`None` after an unknown `--`) and where its name ends.
struct Found {
    option: Option<(char, &'static str, Takes)>,
    end: usize,
}

/// The next option at `from` or later, and the text before it. A dash inside or right behind a word begins
/// none.
fn find_option(markup: &str, from: usize) -> (Option<Found>, &str) {
    let rest = markup.get(from..).unwrap_or("");
    let mut in_word = markup.get(..from).and_then(|before| before.chars().next_back()).is_some_and(is_word);
    for (at, c) in rest.char_indices() {
        if c == '-' && !in_word {
            let signs = rest.get(at + 1..).unwrap_or("");
            if let Some(found) = option_at(signs, from + at + 1) {
                return (Some(found), rest.get(..at).unwrap_or(""));
            }
        }
        in_word = is_word(c);
    }
    (None, rest)
}

/// The option whose name `signs` begins with, after its first dash at the place `start` of the markup.
fn option_at(signs: &str, start: usize) -> Option<Found> {
    if let Some(long) = signs.strip_prefix('-') {
        let option = OPTIONS.into_iter().find(|(_, name, _)| long.starts_with(name));
        let length = option.map_or(0, |(_, name, _)| name.len());
        return Some(Found { option, end: start + 1 + length });
    }
    let short = signs.chars().next().filter(|c| *c != '\0')?;
    let option = OPTIONS.into_iter().find(|(name, ..)| *name == short)?;
    Some(Found { option: Some(option), end: start + short.len_utf8() })
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_options_of_jekyll_scholar() {
        type Options = &'static [(&'static str, &'static str)];
        let cases: [(&str, &[&str], Options); 18] = [
            ("ruby", &["ruby"], &[]),
            (" ruby\n microscope ", &["ruby", "microscope"], &[]),
            ("ruby -l 2-3 --locator 23 & 42", &["ruby"], &[("locator", "2-3"), ("locator", "23 & 42")]),
            (
                "a b --label chapter --locator 2-3 -L figure -l 4,5",
                &["a", "b"],
                &[("label", "chapter"), ("locator", "2-3"), ("label", "figure"), ("locator", "4,5")],
            ),
            ("ruby --suppress_author", &["ruby"], &[("suppress_author", "")]),
            ("ruby -A", &["ruby"], &[("suppress_author", "")]),
            ("-f references1 -f references2", &[], &[("file", "references1"), ("file", "references2")]),
            (
                "-f references --query @book[year <= 2000] --cited",
                &[],
                &[("file", "references"), ("query", "@book[year <= 2000]"), ("cited", "")],
            ),
            ("--cited_in_order", &[], &[("cited_in_order", "")]),
            ("-C", &[], &[("cited_in_order", "")]),
            ("--cited --clear --prefix one", &[], &[("cited", ""), ("clear", ""), ("prefix", "one")]),
            ("-f r -r year", &[], &[("file", "r"), ("remove_duplicates", "year")]),
            ("-r", &[], &[("remove_duplicates", "")]),
            (
                "--group_by year --group_order descending",
                &[],
                &[("group_by", "year"), ("group_order", "descending")],
            ),
            ("--query {{page.bibquery}}", &[], &[("query", "{{page.bibquery}}")]),
            ("key --text Some words, well-known", &["key"], &[("text", "Some words, well-known")]),
            ("--file=my-refs -m 3", &[], &[("file", "my-refs"), ("max", "3")]),
            ("einstein-1905 x--y", &["einstein-1905", "x--y"], &[]),
        ];
        for (markup, words, options) in cases {
            let read = scholar_arguments(markup);
            assert_eq!(read.errors, [] as [&str; 0], "{markup}");
            assert_eq!(read.words, words, "{markup}");
            let given: Vec<_> = read.options.iter().map(|(name, value)| (*name, value.as_str())).collect();
            assert_eq!(given, options, "{markup}");
        }
    }

    #[test]
    fn mistakes_are_named() {
        for (markup, error) in [
            ("a --foo bar", "there is no option `--foo`"),
            ("a -x bar", "there is no option `-x`"),
            ("a --", "there is no option `--`"),
            ("a --file", "the option `--file` lacks its value"),
            ("a --file -c", "the option `--file` lacks its value"),
        ] {
            let read = scholar_arguments(markup);
            assert_eq!((read.words, read.errors), (vec!["a".into()], vec![error.into()]), "{markup}");
        }
    }

    #[test]
    fn lookups() {
        let read = scholar_arguments("-f a -f b -c");
        assert_eq!((read.get("file"), read.get("query")), (Some("b"), None));
        assert_eq!(read.all("file").collect::<Vec<_>>(), ["a", "b"]);
        assert!(read.has("cited") && !read.has("clear"));
    }
}
