//! A post's front matter: the YAML between two `---` lines at its beginning.
//!
//! [`split`] parts it from the body as Jekyll does, [`FrontMatter::parse`] reads it. What cannot be read is
//! reported with its line in the file, and everything around it still counts.

use crate::date::Date;
use crate::modules::Modules;
use crate::yaml::{self, Value, YamlError};

/// A post's source in its two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split<'a> {
    /// The YAML, which begins on the file's second line; `None` if the post has no front matter.
    pub yaml: Option<&'a str>,
    /// Everything after it.
    pub body: &'a str,
    /// The file's line, counted from 1, on which the body begins.
    pub body_line: usize,
}

/// Parts the front matter from the body where Jekyll does: from a first line `---` to the next line `---` or
/// `...`, white space after either allowed; blank lines that follow belong to neither part.
pub fn split(source: &str) -> Split<'_> {
    let none = Split { yaml: None, body: source, body_line: 1 };
    let Some((opening, rest)) = source.split_once('\n') else { return none };
    if !is_fence(opening, "---") {
        return none;
    }
    let mut end = 0;
    for line in rest.split_inclusive('\n') {
        if is_fence(line, "---") || is_fence(line, "...") {
            let (yaml, after) = rest.split_at(end);
            let blank = after[line.len()..].split_inclusive('\n').take_while(|line| line.trim().is_empty());
            let skipped = line.len() + blank.map(str::len).sum::<usize>();
            let (ignored, body) = after.split_at(skipped);
            let body_line = 2 + count_lines(yaml) + count_lines(ignored);
            return Split { yaml: Some(yaml), body, body_line };
        }
        end += line.len();
    }
    none
}

fn is_fence(line: &str, fence: &str) -> bool {
    line.strip_prefix(fence).is_some_and(|rest| rest.trim().is_empty())
}

fn count_lines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// Someone who wrote the post.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    /// The name as written.
    pub name: String,
    /// An address, not checked: it becomes a link through `html::Href` only.
    pub url: Option<String>,
    /// In order.
    pub affiliations: Vec<Affiliation>,
}

/// Where an author works.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Affiliation {
    /// The name as written.
    pub name: String,
    /// An address, not checked.
    pub url: Option<String>,
}

/// What `related_publications` asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RelatedPublications {
    /// No list below the post.
    #[default]
    None,
    /// A list of what the post cites (`true`).
    Cited,
    /// A list of these keys, as older versions of al-folio took them.
    Keys(Vec<String>),
}

/// Where the table of contents stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Toc {
    /// Nowhere.
    #[default]
    None,
    /// Above the post: `toc: {beginning: true}` or `toc: true`.
    Beginning,
    /// Distill's list of headings: `toc: [{name: …}]`.
    Listed,
    /// Beside it: `toc: {sidebar: left}`.
    SidebarLeft,
    /// Beside it: `toc: {sidebar: right}`.
    SidebarRight,
}

/// The front matter of a post. Keys have the meaning that Jekyll and al-folio give them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// `layout`.
    pub layout: Option<String>,
    /// `title`.
    pub title: Option<String>,
    /// `date`; the file's name may carry another ([`Date::from_file_name`]).
    pub date: Option<Date>,
    /// `description`.
    pub description: Option<String>,
    /// `tag`, or `tags`.
    pub tags: Vec<String>,
    /// `category`, or `categories`, each once.
    pub categories: Vec<String>,
    /// `author` or `authors`: a name, names, or Distill's mappings.
    pub authors: Vec<Author>,
    /// `featured`.
    pub featured: bool,
    /// `related_publications`.
    pub related_publications: RelatedPublications,
    /// `bibliography`, the name of a `.bib` file.
    pub bibliography: Option<String>,
    /// `toc`.
    pub toc: Toc,
    /// `thumbnail`, an address.
    pub thumbnail: Option<String>,
    /// `redirect`, an address that stands in the post's place.
    pub redirect: Option<String>,
    /// `last_updated`.
    pub last_updated: Option<Date>,
    /// `lang`.
    pub lang: Option<String>,
    /// `published: false`; a post is published unless it says so.
    pub unpublished: bool,
    /// Every key as it was written, known or not: Liquid's `page.*`.
    pub values: Value,
}

impl FrontMatter {
    /// Reads the YAML that [`split`] found, and says what was wrong, with its line in the post's file. Of
    /// broken YAML, each key that can be read alone counts.
    pub fn parse(yaml: &str, modules: &Modules) -> (FrontMatter, Option<YamlError>) {
        let (values, mut error) = yaml::parse_mapping(yaml, modules);
        for key in ["date", "last_updated"] {
            let text = values.get(key).and_then(Value::text).unwrap_or("");
            // `last_updated: false` switches the line off.
            let wrong = !text.is_empty() && text != "false" && Date::parse(text).is_none();
            if wrong && error.is_none() {
                let line = 1 + yaml.lines().position(|line| yaml::key_of(line) == Some(key)).unwrap_or(0);
                let message = format!("`{text}` is no date (2024-12-05, 2024-12-05 15:09:00 +0100)");
                error = Some(YamlError { line, message });
            }
        }
        let error = error.map(|error| YamlError { line: error.line + 1, ..error });
        (FrontMatter::from_values(values), error)
    }

    fn from_values(values: Value) -> FrontMatter {
        let text = |key| values.get(key).and_then(Value::text).map(|text| String::from(text.trim()));
        let date = |key| values.get(key).and_then(Value::text).and_then(Date::parse);
        let flag = |key| values.get(key).and_then(Value::as_bool);
        let mut categories = list(&values, "category", "categories");
        let mut seen = Vec::new();
        categories.retain(|name| {
            let new = !seen.contains(name);
            seen.push(name.clone());
            new
        });
        FrontMatter {
            layout: text("layout"),
            title: text("title"),
            date: date("date"),
            description: text("description"),
            tags: list(&values, "tag", "tags"),
            categories,
            authors: values.get("authors").or_else(|| values.get("author")).map(authors).unwrap_or_default(),
            featured: flag("featured") == Some(true),
            related_publications: related_publications(values.get("related_publications")),
            bibliography: text("bibliography").filter(|name| !name.is_empty()),
            toc: toc(values.get("toc")),
            thumbnail: text("thumbnail"),
            redirect: text("redirect").filter(|address| !address.is_empty()),
            last_updated: date("last_updated"),
            lang: Some(values.language()).filter(|code| !code.is_empty()).map(String::from),
            unpublished: flag("published") == Some(false),
            values,
        }
    }
}

/// Jekyll's reading of a key that has a singular and a plural: what the singular names is one thing.
fn list(values: &Value, singular: &str, plural: &str) -> Vec<String> {
    let items = match values.get(singular) {
        Some(value) if *value != Value::Null => value.items(),
        _ => values.get(plural).map(Value::as_list).unwrap_or_default(),
    };
    items.into_iter().map(String::from).collect()
}

fn authors(value: &Value) -> Vec<Author> {
    match value {
        Value::Sequence(items) => items.iter().flat_map(authors).collect(),
        Value::Mapping(_) => {
            let text = |key| value.get(key).and_then(Value::text).map(String::from);
            let affiliations = value.get("affiliations").or_else(|| value.get("affiliation"));
            let affiliations = affiliations.map(self::affiliations).unwrap_or_default();
            text("name").map(|name| Author { name, url: text("url"), affiliations }).into_iter().collect()
        }
        _ => {
            let name = value.text().map(str::trim).filter(|name| !name.is_empty());
            name.map(|name| Author { name: name.into(), ..Author::default() }).into_iter().collect()
        }
    }
}

/// Affiliations written as one text, a list of texts, a mapping with `name` and `url`, or a list of these.
fn affiliations(value: &Value) -> Vec<Affiliation> {
    if let Value::Sequence(items) = value {
        return items.iter().flat_map(affiliations).collect();
    }
    let text = |value: &Value| value.text().map(str::trim).filter(|text| !text.is_empty()).map(String::from);
    let name = text(value.get("name").unwrap_or(value));
    name.map(|name| Affiliation { name, url: value.get("url").and_then(text) }).into_iter().collect()
}

fn related_publications(value: Option<&Value>) -> RelatedPublications {
    let Some(value) = value else { return RelatedPublications::None };
    match value.as_bool() {
        Some(true) => return RelatedPublications::Cited,
        Some(false) => return RelatedPublications::None,
        None => {}
    }
    let keys: Vec<String> = value
        .items()
        .into_iter()
        .flat_map(|text| text.split(|c: char| c == ',' || c.is_whitespace()))
        .filter(|key| !key.is_empty())
        .map(String::from)
        .collect();
    if keys.is_empty() { RelatedPublications::None } else { RelatedPublications::Keys(keys) }
}

fn toc(value: Option<&Value>) -> Toc {
    let Some(value) = value else { return Toc::None };
    match value.get("sidebar").and_then(Value::text) {
        Some("left") => return Toc::SidebarLeft,
        Some("right") => return Toc::SidebarRight,
        _ => {}
    }
    let beginning = match value {
        Value::Sequence(items) if !items.is_empty() => return Toc::Listed,
        Value::Mapping(_) => value.get("beginning").is_some_and(Value::is_truthy),
        _ => value.as_bool() == Some(true),
    };
    if beginning { Toc::Beginning } else { Toc::None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_where_jekyll_does() {
        for (source, yaml, body, line) in [
            ("---\ntitle: a\n---\nBody\n", Some("title: a\n"), "Body\n", 4),
            ("---\n---\nBody", Some(""), "Body", 3),
            ("---  \ntitle: a\n--- \t\n\n  \n    code\n", Some("title: a\n"), "    code\n", 6),
            ("---\na: 1\n...\nBody\n---\n", Some("a: 1\n"), "Body\n---\n", 4),
            ("---\na: 1\n----\n--- x\n---", Some("a: 1\n----\n--- x\n"), "", 5),
            ("---\r\na: 1\r\n---\r\nBody", Some("a: 1\r\n"), "Body", 4),
            ("---\na: 1\nBody\n", None, "---\na: 1\nBody\n", 1),
            ("Body\n---\na: 1\n---\n", None, "Body\n---\na: 1\n---\n", 1),
            (" ---\na: 1\n---\n", None, " ---\na: 1\n---\n", 1),
            ("--- a\n---\n", None, "--- a\n---\n", 1),
            ("---", None, "---", 1),
            ("", None, "", 1),
        ] {
            assert_eq!(split(source), Split { yaml, body, body_line: line }, "{source:?}");
        }
    }

    fn read(yaml: &str) -> FrontMatter {
        let (front_matter, error) = FrontMatter::parse(yaml, &Modules::native());
        assert_eq!(error, None, "{yaml:?}");
        front_matter
    }

    #[test]
    fn known_keys_are_read() {
        let post = read(
            "layout: post\ntitle: 'A: B'\ndate: 2015-10-20 11:12:00-0400\ndescription: >\n  some\n  words\n\
             tags: formatting math\ncategories: [sample-posts, a b, a b]\nauthor: Ada\nfeatured: true\n\
             related_publications: true\nbibliography: papers.bib\ntoc:\n  sidebar: left\n\
             thumbnail: assets/9.jpg\nredirect: /x\nlast_updated: 2024-01-02\nlang: de\npublished: false\n\
             giscus_comments: true\ntitle: Later wins\n",
        );
        assert_eq!(post.layout.as_deref(), Some("post"));
        assert_eq!(post.title.as_deref(), Some("Later wins"));
        assert_eq!(post.date.map(|date| date.iso()).as_deref(), Some("2015-10-20T11:12:00-04:00"));
        assert_eq!(post.description.as_deref(), Some("some words"));
        assert_eq!(post.tags, ["formatting", "math"]);
        assert_eq!(post.categories, ["sample-posts", "a b"]);
        assert_eq!(post.authors, [Author { name: "Ada".into(), ..Author::default() }]);
        assert!(post.featured && post.unpublished);
        assert_eq!(post.related_publications, RelatedPublications::Cited);
        assert_eq!(post.bibliography.as_deref(), Some("papers.bib"));
        assert_eq!(post.toc, Toc::SidebarLeft);
        assert_eq!(post.thumbnail.as_deref(), Some("assets/9.jpg"));
        assert_eq!(post.redirect.as_deref(), Some("/x"));
        assert_eq!(post.last_updated.map(|date| date.iso()).as_deref(), Some("2024-01-02"));
        assert_eq!(post.lang.as_deref(), Some("de"));
        assert_eq!(post.values.get("giscus_comments"), Some(&Value::Bool(true)));
    }

    #[test]
    fn an_empty_front_matter_is_the_default() {
        for yaml in ["", "# only a comment\n", "\n"] {
            assert_eq!(
                read(yaml),
                FrontMatter { values: Value::Mapping(Vec::new()), ..FrontMatter::default() }
            );
        }
    }

    #[test]
    fn authors_in_every_form() {
        let distill = "authors:\n  - name: Albert Einstein\n    url: \"https://a.org\"\n    affiliations:\n\
                       \x20     name: IAS, Princeton\n  - name: Boris\n    affiliations:\n      - name: IAS\n\
                       \x20     - name: ETH\n        url: https://e.org\n  - Nathan\n";
        let authors = read(distill).authors;
        assert_eq!(
            authors.iter().map(|author| author.name.as_str()).collect::<Vec<_>>(),
            ["Albert Einstein", "Boris", "Nathan"]
        );
        assert_eq!(authors[0].url.as_deref(), Some("https://a.org"));
        let names = |at: usize| -> Vec<&str> {
            authors[at].affiliations.iter().map(|affiliation| affiliation.name.as_str()).collect()
        };
        assert_eq!((names(0), names(1)), (vec!["IAS, Princeton"], vec!["IAS", "ETH"]));
        assert_eq!(authors[1].affiliations[1].url.as_deref(), Some("https://e.org"));
        assert_eq!(read("author: [A B, C]").authors.len(), 2);
        assert!(read("author:").authors.is_empty());
    }

    #[test]
    fn tags_follow_jekyll() {
        assert_eq!(read("tag: a b").tags, ["a b"]);
        assert_eq!(read("tags: 2024").tags, ["2024"]);
        assert_eq!(read("tags:\n- a b\n- c\n").tags, ["a b", "c"]);
        assert_eq!(read("category: x\ncategories: y z").categories, ["x"]);
    }

    #[test]
    fn related_publications_and_toc_in_every_form() {
        use RelatedPublications::{Cited, Keys, None};
        for (value, expected) in [
            ("true", Cited),
            ("yes", Cited),
            ("false", None),
            ("", None),
            (
                "einstein1950meaning, einstein1905movement",
                Keys(vec!["einstein1950meaning".into(), "einstein1905movement".into()]),
            ),
            ("[a, b]", Keys(vec!["a".into(), "b".into()])),
        ] {
            assert_eq!(
                read(&format!("related_publications: {value}")).related_publications,
                expected,
                "{value}"
            );
        }
        for (value, expected) in [
            ("true", Toc::Beginning),
            ("\n  beginning: true", Toc::Beginning),
            ("{sidebar: right}", Toc::SidebarRight),
            ("\n  - name: Equations", Toc::Listed),
            ("[]", Toc::None),
            ("false", Toc::None),
            ("{beginning: false}", Toc::None),
            ("", Toc::None),
        ] {
            assert_eq!(read(&format!("toc: {value}")).toc, expected, "{value}");
        }
    }

    #[test]
    fn broken_front_matter_gives_what_it_can_and_its_line() {
        let source = "---\nlayout: post\ntitle: Broken: a title\ndate: 2024-12-05\n\
                      tags:\n  - a\n  - b\nx: \"open\n---\nBody\n";
        let parts = split(source);
        assert_eq!((parts.body, parts.body_line), ("Body\n", 10));
        let (post, error) = FrontMatter::parse(parts.yaml.expect("front matter"), &Modules::native());
        assert_eq!(error.map(|error| error.line), Some(3));
        assert_eq!(post.title.as_deref(), Some("Broken: a title"));
        assert_eq!(post.date.map(|date| date.iso()).as_deref(), Some("2024-12-05"));
        assert_eq!(post.tags, ["a", "b"]);
        assert_eq!(post.values.get("x").and_then(Value::text), Some("open"));
    }

    #[test]
    fn wrong_kinds_are_reported() {
        let (post, error) = FrontMatter::parse("title: a\n\ndate: tomorrow\n", &Modules::native());
        let error = error.expect("an error");
        assert!(error.line == 4 && error.message.contains("tomorrow"), "{error:?}");
        assert_eq!((post.title.as_deref(), post.date), (Some("a"), None));
        let (post, error) = FrontMatter::parse("just words\n", &Modules::native());
        assert_eq!(error.map(|error| error.line), Some(2));
        assert_eq!(post.title, None);
    }
}
