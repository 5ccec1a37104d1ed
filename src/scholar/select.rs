//! Which works a list shows, in which order, under which headings. [`Selection::of`] is the entrance.
//!
//! The order of steps is jekyll-scholar's: duplicates, query, order, cited, then groups or else `offset` and `max`
//! (limits mean nothing in groups, as its manual says).

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::query::Query;
use super::tag::Tag;
use super::values;
use crate::bibtex::{Bibliography, Entry};
use crate::site::{self, Site};
use crate::yaml::Value;

/// jekyll-scholar's headings for types.
const TYPE_NAMES: [(&str, &str); 11] = [
    ("article", "Journal Articles"),
    ("book", "Books"),
    ("incollection", "Book Chapters"),
    ("inproceedings", "Conference Articles"),
    ("thesis", "Theses"),
    ("mastersthesis", "Master's Theses"),
    ("phdthesis", "PhD Theses"),
    ("manual", "Manuals"),
    ("techreport", "Technical Reports"),
    ("misc", "Miscellaneous"),
    ("unpublished", "Unpublished"),
];
const MONTHS: &str = "January February March April May June July August September October November December";

/// A piece of a list.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Block {
    /// The heading of a group: the element and its text.
    Heading(&'static str, String),
    /// Keys of works, one list.
    Works(Vec<String>),
}

/// How a list is chosen.
pub(super) struct Selection<'a> {
    tag: &'a Tag,
    site: &'a Site,
    bibliography: &'a Bibliography,
}

/// A work of the list, decoded where a step looks into it.
struct Listed {
    key: String,
    entry: Entry,
}

impl<'a> Selection<'a> {
    pub(super) fn of(tag: &'a Tag, site: &'a Site, bibliography: &'a Bibliography) -> Self {
        Selection { tag, site, bibliography }
    }

    /// The works as one list. `cited` are the keys that are cited where the list stands, in their order.
    pub(super) fn works(&self, cited: &[String], errors: &mut Vec<String>) -> Vec<String> {
        self.listed(cited, errors).into_iter().map(|work| work.key).collect()
    }

    /// The works in their groups.
    pub(super) fn blocks(&self, cited: &[String], errors: &mut Vec<String>) -> Vec<Block> {
        let groups = self.words("group_by", &self.site.scholar.group_by);
        let listed = self.listed(cited, errors);
        let mut blocks = Vec::new();
        if groups.is_empty() {
            let (offset, max) = (self.tag.number("offset"), self.tag.number("max"));
            let works = listed.into_iter().map(|work| work.key);
            blocks.push(Block::Works(
                works.skip(offset.unwrap_or(0)).take(max.unwrap_or(usize::MAX)).collect(),
            ));
        } else {
            let order = self.words("group_order", &self.site.scholar.group_order);
            self.group(listed, &groups, 0, &order, &mut blocks);
        }
        blocks
    }

    fn setting(&self, key: &str) -> Option<&'a Value> {
        self.site.get(&["scholar", key])
    }

    /// Words that the tag gives, or else the site.
    fn words(&self, option: &str, default: &[String]) -> Vec<String> {
        match self.tag.get(option) {
            Some(given) => words(&[given]),
            None => default.to_vec(),
        }
    }

    fn listed(&self, cited: &[String], errors: &mut Vec<String>) -> Vec<Listed> {
        let sort_by = self.words("sort_by", &self.site.scholar.sort_by);
        let in_order = self.tag.has("cited_in_order") || sort_by.is_empty();
        let canonical = |key: &String| self.bibliography.get(key).map(|raw| raw.key.to_string());
        let keys: Vec<String> = match (self.tag.has("cited") || self.tag.has("cited_in_order"), in_order) {
            (false, _) => self.bibliography.keys().map(String::from).collect(),
            (true, true) => cited.iter().filter_map(canonical).collect(),
            (true, false) => {
                let cited: BTreeSet<String> = cited.iter().filter_map(canonical).collect();
                self.bibliography.keys().filter(|key| cited.contains(*key)).map(String::from).collect()
            }
        };
        let (query, problems) = Query::parse(self.tag.get("query").unwrap_or(&self.site.scholar.query));
        errors.extend(problems);
        let unique = self.tag.has("remove_duplicates")
            || self.setting("remove_duplicates").is_some_and(Value::is_truthy);
        let grouped = !self.words("group_by", &self.site.scholar.group_by).is_empty();
        if query.is_all() && in_order && !unique && !grouped {
            return keys.into_iter().map(|key| Listed { key, entry: Entry::default() }).collect();
        }
        let duplicates = if unique { self.duplicates() } else { BTreeSet::new() };
        let listed = keys.into_iter().filter(|key| !duplicates.contains(key.as_str()));
        let listed = listed.filter_map(|key| Some(Listed { entry: self.bibliography.decode(&key)?, key }));
        let mut listed: Vec<Listed> = listed.filter(|work| query.matches(&work.entry)).collect();
        if !in_order {
            self.sort(&mut listed, &sort_by);
        }
        listed
    }

    /// The keys of entries that an earlier one makes superfluous: of the same type, and the same in some fields.
    fn duplicates(&self) -> BTreeSet<String> {
        let given = words(&[self.tag.get("remove_duplicates").unwrap_or("")]);
        let fields = if given.is_empty() { words(&["year,title"]) } else { given };
        let (mut seen, mut duplicates) = (BTreeSet::new(), BTreeSet::new());
        for key in self.bibliography.keys() {
            let Some(entry) = self.bibliography.decode(key) else { continue };
            let mut print = entry.entry_type.clone();
            for field in &fields {
                let value = values::of(&entry, field).unwrap_or_default();
                print.push_str(&["|", &value].concat());
            }
            if !seen.insert(print) {
                duplicates.insert(key.to_string());
            }
        }
        duplicates
    }

    /// Sorts by some fields, each in its own direction; the last direction counts for all further fields.
    fn sort(&self, listed: &mut [Listed], fields: &[String]) {
        let order = self.words("order", &self.site.scholar.order);
        let descending: Vec<bool> = (0..fields.len()).map(|at| descends(&order, at)).collect();
        let value = |work: &Listed, field: &String| match field.as_str() {
            "name" => values::name(&work.entry).to_lowercase(),
            "month" => values::of(&work.entry, "month_numeric").unwrap_or_default(),
            field => values::of(&work.entry, field).unwrap_or_default(),
        };
        listed.sort_by_cached_key(|work| {
            let values = fields.iter().map(|field| value(work, field));
            Ranked(values.zip(descending.iter().copied()).collect())
        });
    }

    fn group(
        &self,
        listed: Vec<Listed>,
        fields: &[String],
        level: usize,
        order: &[String],
        out: &mut Vec<Block>,
    ) {
        let Some(field) = fields.get(level).filter(|_| level < 8) else {
            out.push(Block::Works(listed.into_iter().map(|work| work.key).collect()));
            return;
        };
        let mut index: BTreeMap<String, usize> = BTreeMap::new();
        let mut groups: Vec<(String, Vec<Listed>)> = Vec::new();
        for work in listed {
            let value = self.group_value(field, &work.entry);
            let at = *index.entry(value.clone()).or_insert(groups.len());
            if at == groups.len() {
                groups.push((value, Vec::new()));
            }
            groups[at].1.push(work);
        }
        let types = match self.tag.get("type_order") {
            Some(given) => words(&[given]),
            None => words(&self.setting("type_order").map(Value::items).unwrap_or_default()),
        };
        // Types that nobody orders come last, as they are found.
        let rank =
            |entry_type: &str| types.iter().position(|known| known == entry_type).unwrap_or(types.len());
        groups.sort_by(|(one, _), (other, _)| {
            let ordering = match field.as_str() {
                "type" => rank(one).cmp(&rank(other)),
                _ => values::compare(one, other),
            };
            if descends(order, level) { ordering.reverse() } else { ordering }
        });
        for (value, works) in groups {
            out.push(Block::Heading(self.heading_tag(level), self.heading(field, &value)));
            self.group(works, fields, level + 1, order, out);
        }
    }

    fn group_value(&self, field: &str, entry: &Entry) -> String {
        match field {
            "type" => {
                let alias = self.setting("type_aliases").and_then(|aliases| aliases.get(&entry.entry_type));
                match (alias.and_then(Value::text), entry.entry_type.as_str()) {
                    (Some(alias), _) => alias.into(),
                    (None, "phdthesis" | "mastersthesis") => "thesis".into(),
                    (None, entry_type) => entry_type.into(),
                }
            }
            "name" => values::name(entry),
            "month" => values::of(entry, "month_numeric").unwrap_or_default(),
            _ => values::of(entry, field).unwrap_or_default(),
        }
    }

    /// The heading of the group of this value.
    fn heading(&self, field: &str, value: &str) -> String {
        let named = match field {
            "type" => {
                let given =
                    self.setting("type_names").and_then(|names| names.get(value)).and_then(Value::text);
                given.or(TYPE_NAMES.iter().find(|(known, _)| *known == value).map(|(_, name)| *name))
            }
            "month" => {
                let number = value.parse::<usize>().unwrap_or(0).wrapping_sub(1);
                let given = self.setting("month_names").map(Value::items).filter(|names| !names.is_empty());
                let names = given.unwrap_or_else(|| MONTHS.split(' ').collect());
                Some(names.get(number).copied().unwrap_or("(unknown)"))
            }
            _ => None,
        };
        named.unwrap_or(value).into()
    }

    fn heading_tag(&self, level: usize) -> &'static str {
        let given = words(&self.setting("bibliography_group_tag").map(Value::items).unwrap_or_default());
        let tags = if given.is_empty() { words(&["h2,h3,h4,h5"]) } else { given };
        tags.get(level).or(tags.last()).and_then(|tag| site::element(tag)).unwrap_or("h2")
    }
}

/// The words of a list, or of a text with commas; `none` is none.
fn words(items: &[&str]) -> Vec<String> {
    let words = items.iter().flat_map(|item| item.split(',')).map(str::trim);
    words.filter(|word| !word.is_empty() && *word != "none").map(String::from).collect()
}

/// Whether the direction at a place is downwards.
fn descends(order: &[String], at: usize) -> bool {
    let word = order.get(at).or(order.last()).map_or("", String::as_str);
    let starts = |with: &str| word.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    starts("desc") || starts("reverse")
}

/// Values by which works are sorted, each with whether it descends.
#[derive(PartialEq, Eq)]
struct Ranked(Vec<(String, bool)>);

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        let each = self.0.iter().zip(&other.0).map(|((one, descends), (other, _))| {
            let ordering = values::compare(one, other);
            if *descends { ordering.reverse() } else { ordering }
        });
        each.fold(Ordering::Equal, Ordering::then)
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
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
        let mut errors = Vec::new();
        let mut out: Vec<String> = Vec::new();
        for block in Selection::of(&tag, &site, &bibliography).blocks(&cited, &mut errors) {
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
}
