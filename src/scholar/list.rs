//! Which works a list shows. [`List::chosen`] is the entrance: a list of the works as they come is made here, all others
//! by the module `scholar` (`select.rs`).

use super::exchange::{self, LIST};
use super::tag::{Kind, Tag};
use crate::bibtex::{Bibliography, Entry};
use crate::modules::Modules;
use crate::site::{self, Site};
use crate::yaml::Value;

/// A piece of a list.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Block {
    /// The heading of a group: the element and its text.
    Heading(&'static str, String),
    /// Keys of works, one list.
    Works(Vec<String>),
}

/// A list to be made.
#[derive(Clone, Copy)]
pub(super) struct List<'a> {
    pub tag: &'a Tag,
    pub site: &'a Site,
    pub bibliography: &'a Bibliography,
    /// The keys that are cited where it stands, in their order.
    pub cited: &'a [String],
}

impl List<'_> {
    /// The list in pieces. Nothing is in it where the module is needed and not here.
    pub(super) fn chosen(self, modules: &Modules, errors: &mut Vec<String>) -> Vec<Block> {
        match is_plain(self.tag, self.site) {
            true => self.plain(),
            false => self.asked(modules, errors),
        }
    }

    fn is_of_cited(self) -> bool {
        self.tag.has("cited") || self.tag.has("cited_in_order")
    }

    /// The keys that are cited, as their entries spell them.
    fn canonical(self) -> impl Iterator<Item = String> {
        self.cited.iter().filter_map(move |key| Some(self.bibliography.get(key)?.key.to_string()))
    }

    /// The works as they come.
    fn plain(self) -> Vec<Block> {
        let keys: Vec<String> = match self.is_of_cited() {
            true => self.canonical().collect(),
            false => self.bibliography.keys().map(String::from).collect(),
        };
        let limit = |option| self.tag.number(option).filter(|_| self.tag.kind != Kind::Count);
        let (offset, max) = (limit("offset").unwrap_or(0), limit("max").unwrap_or(usize::MAX));
        vec![Block::Works(keys.into_iter().skip(offset).take(max).collect())]
    }

    /// What the module says.
    fn asked(self, modules: &Modules, errors: &mut Vec<String>) -> Vec<Block> {
        let List { tag, site, bibliography, .. } = self;
        let cited: Vec<String> = self.canonical().collect();
        // Works that nobody cites can still make others superfluous.
        let all = !self.is_of_cited() || says(tag, site, "remove_duplicates");
        let mut known: Vec<&str> = cited.iter().map(String::as_str).collect();
        known.sort_unstable();
        let works = bibliography.keys().filter(|key| all || known.binary_search(key).is_ok());
        let works: Vec<Entry> = works.filter_map(|key| bibliography.decode(key)).collect();
        let text = |text: &String| Value::String(text.clone());
        // Of an option that is given more than once, the last counts.
        let options = tag.arguments.options.iter().rev();
        let options = options.filter(|(name, _)| tag.kind != Kind::Count || !LIMITS.contains(name));
        let options = Value::Mapping(options.map(|(name, value)| (name.to_string(), text(value))).collect());
        let cited = Value::Sequence(cited.iter().map(text).collect());
        let mut blocks = Vec::new();
        for piece in exchange::ask(modules, LIST, site, &works, &[&options, &cited]).unwrap_or_default() {
            match piece {
                Value::String(error) => errors.push(error),
                Value::Mapping(headings) => blocks.extend(headings.into_iter().map(|(element, text)| {
                    let element = site::element(&element).unwrap_or("h2");
                    Block::Heading(element, text.text().unwrap_or("").into())
                })),
                keys => blocks.push(Block::Works(keys.items().into_iter().map(String::from).collect())),
            }
        }
        blocks
    }
}

/// The options that mean nothing where works are only counted.
const LIMITS: [&str; 2] = ["offset", "max"];

/// Whether a list is of the works as they come.
fn is_plain(tag: &Tag, site: &Site) -> bool {
    let query = tag.get("query").or(site.get(&["scholar", "query"]).and_then(Value::text)).unwrap_or("");
    matches!(query.trim(), "" | "@*")
        && !["sort_by", "group_by", "remove_duplicates"].iter().any(|option| says(tag, site, option))
}

/// Whether the tag or the site says anything by an option.
fn says(tag: &Tag, site: &Site, option: &str) -> bool {
    let given = site.get(&["scholar", option]);
    tag.has(option) || given.is_some_and(|given| given.is_truthy() && given.text() != Some("none"))
}

/// Whether a post on this site needs the module, as far as its text tells: for a list that is not plain, for templates
/// and for works' own pages.
pub fn needed(site: &Site, post: &str) -> bool {
    let setting = |key| site.get(&["scholar", key]).and_then(Value::text);
    let details = || match site.get(&["scholar"]) {
        Some(Value::Mapping(pairs)) => pairs.iter().any(|(key, _)| key.starts_with("details_")),
        _ => false,
    };
    let filled = || setting("bibliography_template").is_some() || details();
    let needs = |source: &str| {
        let source = source.split("%}").next().unwrap_or("").trim_matches(['-', ' ']);
        let (name, markup) = source.split_once(char::is_whitespace).unwrap_or((source, ""));
        Tag::parse(name, markup).is_some_and(|(tag, _)| match tag.kind {
            Kind::Bibliography => !is_plain(&tag, site) || tag.has("template") || filled(),
            Kind::Count => !is_plain(&tag, site),
            Kind::CiteDetails | Kind::DetailsLink => true,
            Kind::Page => !markup.starts_with("/works/") || details(),
            _ => false,
        })
    };
    post.split("{%").skip(1).any(needs) || post.contains("related_publications") && filled()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::modules::Modules;

    const SOURCE: &str = "@book{a, title={A}, year=2007, month=aug}\n@article{b, title={B}, year=2008, month=dec, author={Z, Y}}\n\
         @book{c, title={C}, year=2008, month=mar, editor={{MIT}}}\n@phdthesis{d, title={D}}\n@book{e, title={A}, year=2007}";

    /// The list of `markup`: `# heading` and keys.
    fn list(configuration: &str, markup: &str) -> String {
        let (site, _) = Site::parse(&["scholar: {", configuration, "}"].concat(), &Modules::native());
        let bibliography = Bibliography::index("a.bib", SOURCE);
        let (tag, problems) = Tag::parse("bibliography", markup).expect("a tag");
        assert!(problems.is_empty(), "{problems:?}");
        let cited = ["c", "a", "b", "c"].map(String::from)[..3].to_vec();
        let list = List { tag: &tag, site: &site, bibliography: &bibliography, cited: &cited };
        let mut errors = Vec::new();
        let blocks = list.chosen(&Modules::native(), &mut errors);
        if is_plain(&tag, &site) {
            assert_eq!(blocks, list.asked(&Modules::native(), &mut Vec::new()), "{markup}");
        }
        let mut out: Vec<String> = Vec::new();
        for block in blocks {
            match block {
                Block::Heading(tag, text) => out.push([tag, "=", &text].concat()),
                Block::Works(keys) => out.extend(keys),
            }
        }
        out.extend(errors);
        out.join(" ")
    }

    #[test]
    fn lists_are_chosen_sorted_and_grouped() {
        for (configuration, markup, expected) in [
            ("", "", "a b c d e"),
            ("", "--cited", "c a b"),
            ("", "--cited --max 1 --max 2 --offset 1", "a b"),
            ("sort_by: year", "--cited", "a b c"),
            ("sort_by: year", "--cited_in_order", "c a b"),
            ("sort_by: 'year, month', order: 'descending, ascending'", "", "c b e a d"),
            ("sort_by: [year, month]", "", "d e a c b"),
            ("sort_by: none", "--sort_by title --order descending", "d c b a e"),
            ("sort_by: name", "", "a d e c b"),
            ("query: '@book'", "--max 1 --offset 1", "c"),
            ("query: '@book'", "--query @article", "b"),
            ("remove_duplicates: true", "", "a b c d"),
            ("", "-r year", "a b c d"),
            ("group_by: year", "", "h2= d h2=2007 a e h2=2008 b c"),
            ("group_by: year, group_order: descending", "", "h2=2008 b c h2=2007 a e h2= d"),
            ("group_by: year", "--group_by none", "a b c d e"),
            ("group_by: year", "--max 1 -q @article", "h2=2008 b"),
            (
                "group_by: 'type, year', type_order: [article, book], type_names: {thesis: T}",
                "",
                "h2=Journal Articles h3=2008 b h2=Books h3=2007 a e h3=2008 c h2=T h3= d",
            ),
            ("group_by: type, type_aliases: {phdthesis: book}", "", "h2=Books a c d e h2=Journal Articles b"),
            (
                "group_by: month, month_names: [Jan, Feb, Mär]",
                "-q @*[month]",
                "h2=Mär c h2=(unknown) a h2=(unknown) b",
            ),
            ("group_by: name, bibliography_group_tag: h4", "-q @*[year=2008]", "h4=MIT c h4=Z, Y b"),
            ("", "-q @*[title ~= (]", "the pattern `(` is not understood"),
        ] {
            assert_eq!(list(configuration, markup), expected, "{configuration} {markup}");
        }
    }
    #[test]
    fn posts_say_whether_they_need_the_module() {
        for (configuration, post, expected) in [
            ("", "{% cite a --locator 3 %} {% bibliography --cited %} {% bibliography -m 3 %}", false),
            ("", "{%- bibliography --query @book -%}", true),
            ("", "{% bibliography\n  --group_by year %}", true),
            ("", "{% bibliography_count --query @book %}", true),
            ("", "{% details_link a %}", true),
            ("", "{% bibliography --template x %}", true),
            ("", "{% work_page /works/a/ %}", false),
            ("", "{% work_page /bibliography/a.html %}", true),
            ("sort_by: none, query: '@*', group_by: no", "{% bibliography %}", false),
            ("sort_by: year", "{% bibliography --cited %}", true),
            ("sort_by: year", "{% cite a %}", false),
            ("bibliography_template: bib", "related_publications: true", true),
            ("bibliography_template: bib", "{% cite a %}", false),
            ("details_link: Details", "{% bibliography %}", true),
        ] {
            let (site, _) = Site::parse(&["scholar: {", configuration, "}"].concat(), &Modules::native());
            assert_eq!(needed(&site, post), expected, "{configuration} {post}");
        }
    }
}
