//! Which works a list shows, in which order, under which headings. [`Selection::chosen`] is the entrance; in the page
//! it is in the module `scholar`.
//!
//! The order of steps is jekyll-scholar's: duplicates, query, order, cited, then groups or else `offset` and `max`
//! (limits mean nothing in groups, as its manual says).

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::query::Query;
use super::values;
use crate::bibtex::Entry;
use crate::date::MONTHS;
use crate::letters;
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

/// How a list is chosen.
pub(super) struct Selection<'a> {
    /// The tag's options.
    pub options: &'a Value,
    /// The site's configuration.
    pub site: &'a Value,
    /// The keys that are cited where the list stands, in their order.
    pub cited: Vec<&'a str>,
}

impl<'a> Selection<'a> {
    /// The list in pieces: what is wrong with the query as texts, the heading of a group as a pair of its element and
    /// its text, and keys of works as lists. `works` are those of the bibliography, in its order.
    pub(super) fn chosen(&self, works: Vec<Entry>) -> Vec<Value> {
        let mut pieces = Vec::new();
        let listed = self.listed(works, &mut pieces);
        let groups = self.words("group_by", "");
        if groups.is_empty() {
            let limit = |option| self.option(option).and_then(|value| value.trim().parse().ok());
            let (offset, max) = (limit("offset").unwrap_or(0), limit("max").unwrap_or(usize::MAX));
            pieces.push(keys(listed.into_iter().skip(offset).take(max)));
        } else {
            let order = self.words("group_order", "ascending");
            self.group(listed, &groups, 0, &order, &mut pieces);
        }
        pieces
    }

    fn option(&self, name: &str) -> Option<&'a str> {
        self.options.get(name).and_then(Value::text)
    }

    fn setting(&self, key: &str) -> Option<&'a Value> {
        self.site.at(&["scholar", key])
    }

    /// Words that the tag gives, or else the site, or else these.
    fn words(&self, name: &str, default: &'a str) -> Vec<String> {
        match self.option(name) {
            Some(given) => words(&[given]),
            None => {
                let given = self.setting(name).map(Value::items).filter(|items| !items.is_empty());
                words(&given.unwrap_or_else(|| vec![default]))
            }
        }
    }

    fn listed(&self, mut works: Vec<Entry>, problems: &mut Vec<Value>) -> Vec<Entry> {
        let sort_by = self.words("sort_by", "");
        let in_order = self.option("cited_in_order").is_some() || sort_by.is_empty();
        let query = self.option("query").or(self.setting("query").and_then(Value::text));
        let (query, errors) = Query::parse(query.unwrap_or("@*").trim());
        problems.extend(errors.into_iter().map(Value::String));
        let unique = self.option("remove_duplicates").is_some()
            || self.setting("remove_duplicates").is_some_and(Value::is_truthy);
        let duplicates = if unique { self.duplicates(&works) } else { BTreeSet::new() };
        works.retain(|work| !duplicates.contains(&work.key) && query.matches(work));
        if self.option("cited").is_some() || self.option("cited_in_order").is_some() {
            let places = self.cited.iter().enumerate().map(|(at, key)| (*key, at));
            let places: BTreeMap<&str, usize> = places.collect();
            works.retain(|work| places.contains_key(work.key.as_str()));
            if in_order {
                works.sort_by_key(|work| places.get(work.key.as_str()).copied());
            }
        }
        if !in_order {
            self.sort(&mut works, &sort_by);
        }
        works
    }

    /// The keys of entries that an earlier one makes superfluous: of the same type, and the same in some fields.
    fn duplicates(&self, works: &[Entry]) -> BTreeSet<String> {
        let given = words(&[self.option("remove_duplicates").unwrap_or("")]);
        let fields = if given.is_empty() { words(&["year,title"]) } else { given };
        let (mut seen, mut duplicates) = (BTreeSet::new(), BTreeSet::new());
        for entry in works {
            let mut print = entry.entry_type.clone();
            for field in &fields {
                let value = values::of(entry, field).unwrap_or_default();
                print.push_str(&["|", &value].concat());
            }
            if !seen.insert(print) {
                duplicates.insert(entry.key.clone());
            }
        }
        duplicates
    }

    /// Sorts by some fields, each in its own direction; the last direction counts for all further fields.
    fn sort(&self, listed: &mut [Entry], fields: &[String]) {
        let order = self.words("order", "ascending");
        let descending: Vec<bool> = (0..fields.len()).map(|at| descends(&order, at)).collect();
        let value = |work: &Entry, field: &String| match field.as_str() {
            "name" => letters::lower(&values::name(work)),
            "month" => values::of(work, "month_numeric").unwrap_or_default(),
            field => values::of(work, field).unwrap_or_default(),
        };
        listed.sort_by_cached_key(|work| {
            let values = fields.iter().map(|field| value(work, field));
            Ranked(values.zip(descending.iter().copied()).collect())
        });
    }

    fn group(
        &self,
        listed: Vec<Entry>,
        fields: &[String],
        level: usize,
        order: &[String],
        out: &mut Vec<Value>,
    ) {
        let Some(field) = fields.get(level).filter(|_| level < 8) else {
            out.push(keys(listed.into_iter()));
            return;
        };
        let mut index: BTreeMap<String, usize> = BTreeMap::new();
        let mut groups: Vec<(String, Vec<Entry>)> = Vec::new();
        for work in listed {
            let value = self.group_value(field, &work);
            let at = *index.entry(value.clone()).or_insert(groups.len());
            if at == groups.len() {
                groups.push((value, Vec::new()));
            }
            groups[at].1.push(work);
        }
        let types = match self.option("type_order") {
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
            let heading = Value::String(self.heading(field, &value));
            out.push(Value::Mapping(vec![(self.heading_tag(level), heading)]));
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
                let names = given.unwrap_or_else(|| MONTHS.to_vec());
                Some(names.get(number).copied().unwrap_or("(unknown)"))
            }
            _ => None,
        };
        named.unwrap_or(value).into()
    }

    fn heading_tag(&self, level: usize) -> String {
        let given = words(&self.setting("bibliography_group_tag").map(Value::items).unwrap_or_default());
        let tags = if given.is_empty() { words(&["h2,h3,h4,h5"]) } else { given };
        tags.get(level).or(tags.last()).cloned().unwrap_or_default()
    }
}

/// The keys of works.
fn keys(works: impl Iterator<Item = Entry>) -> Value {
    Value::Sequence(works.map(|work| Value::String(work.key)).collect())
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
