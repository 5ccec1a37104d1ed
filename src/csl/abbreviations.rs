//! Lists of abbreviations in citeproc-js's format: `{"default": {"container-title": {"Full Name": "Abbr."}}}`.
//! [`Abbreviations::read`] is the entrance; `form="short"` asks [`Abbreviations::find`].

use crate::letters;
use crate::yaml::Value;

/// Short forms by category and full text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Abbreviations {
    /// Sorted: the category, the text in lower case, its short form.
    list: Vec<(String, String, String)>,
}

/// The variables of a category with another name than theirs, as citeproc-js groups them.
const CATEGORIES: [(&str, &str); 5] = [
    ("place", " country jurisdiction archive-place event-place original-publisher-place publisher-place "),
    ("institution-part", " authority original-publisher publisher "),
    ("title", " event event-title genre medium title-short "),
    ("collection-title", " archive "),
    ("container-title", " container-title-short "),
];

fn category(variable: &str) -> &str {
    let padded = [" ", variable, " "].concat();
    CATEGORIES.iter().find(|(_, variables)| variables.contains(&padded)).map_or(variable, |(name, _)| name)
}

impl Abbreviations {
    /// The list of a file. Only `default` counts: a work has no jurisdiction of its own. `None` if there is no such list.
    pub fn read(value: &Value) -> Option<Abbreviations> {
        let Value::Mapping(categories) = value.get("default")? else { return None };
        let mut list = Vec::new();
        for (category, pairs) in categories {
            let Value::Mapping(pairs) = pairs else { continue };
            let short = |value: &Value| value.text().map(str::to_string);
            list.extend(pairs.iter().filter_map(|(full, value)| {
                Some((category.clone(), letters::lower(full.trim()), short(value)?))
            }));
        }
        list.sort();
        Some(Abbreviations { list })
    }

    /// The short form of a variable's text.
    pub fn find(&self, variable: &str, text: &str) -> Option<&str> {
        let category = category(variable);
        let text = letters::lower(text.trim());
        let found = self.list.binary_search_by(|(known, full, _)| {
            (known.as_str(), full.as_str()).cmp(&(category, text.as_str()))
        });
        found.ok().and_then(|at| self.list.get(at)).map(|(_, _, short)| short.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_the_category_of_their_variable() {
        let map = |pairs: &[(&str, Value)]| {
            Value::Mapping(pairs.iter().map(|(key, value)| (key.to_string(), value.clone())).collect())
        };
        let text = |text: &str| Value::String(text.into());
        let lists = map(&[
            (
                "container-title",
                map(&[("Journal of Rivers ", text("J. Rivers")), ("Nature", text("Nature"))]),
            ),
            ("place", map(&[("New York", text("N.Y."))])),
            ("number", text("no list")),
        ]);
        let list = Abbreviations::read(&map(&[("default", lists), ("us:ca", text("not read"))])).unwrap();
        for (variable, full, short) in [
            ("container-title", "journal of rivers", Some("J. Rivers")),
            ("container-title", "Journal of Lakes", None),
            ("title", "Nature", None),
            ("publisher-place", "New York", Some("N.Y.")),
        ] {
            assert_eq!(list.find(variable, full), short, "{variable} {full}");
        }
        assert_eq!(Abbreviations::read(&text("no list")), None);
    }
}
