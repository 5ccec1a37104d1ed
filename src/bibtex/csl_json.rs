//! CSL-JSON as a bibliography. [`to_bibtex`] is the entrance: it writes each item as a BibTeX entry, so that
//! queries, lists and "copy BibTeX" treat it as any other. A part of the module `yaml`, as JSON is a part of YAML.

use crate::csl::item::leading_particles;
use crate::placeholder;
use crate::yaml::{self, Value, YamlError};

/// CSL's types with the BibTeX types that mean them.
const TYPES: &[(&str, &str)] = &[
    ("article", "preprint"),
    ("article-journal", "article"),
    ("chapter", "incollection"),
    ("paper-conference", "inproceedings"),
    ("webpage", "online"),
    ("manuscript", "unpublished"),
    ("pamphlet", "booklet"),
];
/// CSL's variables with the BibLaTeX fields that mean them; all others are called the same.
const FIELDS: &[(&str, &str)] = &[
    ("DOI", "doi"),
    ("ISBN", "isbn"),
    ("ISSN", "issn"),
    ("URL", "url"),
    ("accessed", "urldate"),
    ("chapter-number", "chapter"),
    ("collection-title", "series"),
    ("container-author", "bookauthor"),
    ("container-title-short", "shortjournal"),
    ("event", "eventtitle"),
    ("event-date", "eventdate"),
    ("event-place", "venue"),
    ("event-title", "eventtitle"),
    ("genre", "type"),
    ("issued", "date"),
    ("keyword", "keywords"),
    ("language", "langid"),
    ("number-of-pages", "pagetotal"),
    ("number-of-volumes", "volumes"),
    ("original-date", "origdate"),
    ("original-title", "origtitle"),
    ("page", "pages"),
    ("part-number", "part"),
    ("publisher-place", "address"),
    ("title-short", "shorttitle"),
];

/// The items of a file as BibTeX.
///
/// # Errors
/// If it is no JSON.
pub fn to_bibtex(json: &str) -> Result<String, YamlError> {
    // JSON is YAML but for tabs before a value.
    let value = yaml::full(&json.replace('\t', " "))?;
    let items = match &value {
        Value::Sequence(items) => &items[..],
        // Zotero's API wraps the list.
        Value::Mapping(_) => match value.get("items") {
            Some(Value::Sequence(items)) => &items[..],
            _ => std::slice::from_ref(&value),
        },
        _ => &[],
    };
    let mut out = String::with_capacity(json.len());
    for item in items {
        entry(&mut out, item);
    }
    Ok(out)
}

fn entry(out: &mut String, item: &Value) {
    let Value::Mapping(pairs) = item else { return };
    let text = |key| item.get(key).and_then(Value::text).unwrap_or("");
    let csl_type = text("type");
    let entry_type = TYPES.iter().find(|(csl, _)| *csl == csl_type).map_or(csl_type, |(_, bibtex)| bibtex);
    let entry_type = if entry_type.is_empty() { "misc" } else { entry_type };
    let key = text("citation-key");
    let key = if key.is_empty() { text("id") } else { key };
    out.push_str(&["@", &word(entry_type), "{", &word(key)].concat());
    for (variable, value) in pairs {
        let field = match (variable.as_str(), entry_type) {
            ("id" | "type" | "citation-key" | "custom" | "categories", _) => continue,
            ("container-title", "article") => "journal",
            ("container-title", _) => "booktitle",
            ("issue", "article") => "number",
            ("number", "article") => "eid",
            (variable, _) => {
                FIELDS.iter().find(|(csl, _)| *csl == variable).map_or(variable, |(_, field)| field)
            }
        };
        let value = match value {
            Value::Sequence(names) => names.iter().map(name).collect::<Vec<_>>().join(" and "),
            Value::Mapping(_) => date(value),
            _ => escaped(value.text().unwrap_or("")),
        };
        if !value.is_empty() {
            out.push_str(&[",\n  ", &word(field), " = {", &value, "}"].concat());
        }
    }
    out.push_str("\n}\n\n");
}

/// A key, a type or a field's name, with `-` for all that means something to BibTeX or to HTML.
fn word(text: &str) -> String {
    text.replace(|c: char| !(c.is_alphanumeric() || "_.:/+-".contains(c)), "-")
}

/// A text so that LaTeX's reader gives it back; CSL's few tags mean the same in both.
fn escaped(text: &str) -> String {
    text.chars().map(|c| if c == '"' { c } else { placeholder::sign(c) }).collect()
}

/// A name as `von {Last}, {Jr}, {First}`, an institution in braces. Particles may stand in the family name; one that is
/// dropped where the family name stands alone belongs to the given names.
fn name(value: &Value) -> String {
    let part = |key| String::from(value.get(key).and_then(Value::text).unwrap_or(""));
    let literal = part("literal");
    if !literal.is_empty() {
        return ["{", &escaped(&literal), "}"].concat();
    }
    let (family, particle) = (part("family"), part("non-dropping-particle"));
    let known = if particle.is_empty() { leading_particles(&family) } else { 0 };
    let (own, family) = family.split_at(known);
    let given = [part("given").as_str(), " ", &part("dropping-particle")].concat();
    let mut out = String::new();
    for (part, before, open, close) in [
        (particle.as_str(), "", "", " "),
        (own, "", "", ""),
        (family, "", "{", "}"),
        (&part("suffix"), ", ", "{", "}"),
        (given.trim(), ", ", "{", "}"),
    ] {
        if !part.is_empty() {
            out.push_str(&[before, open, &escaped(part), close].concat());
        }
    }
    out
}

/// A date in ISO 8601-2, or as it is said.
fn date(value: &Value) -> String {
    let text = |key| value.get(key).and_then(Value::text).filter(|text| !text.is_empty());
    let Some(Value::Sequence(ends)) = value.get("date-parts") else {
        return escaped(text("raw").or(text("literal")).unwrap_or(""));
    };
    let season =
        text("season").and_then(|season| season.parse::<u8>().ok()).filter(|season| (1..=4).contains(season));
    let end = |end: &Value| {
        let parts = end.items();
        let padded = parts.iter().enumerate().map(|(at, part)| {
            let (sign, digits) = part.strip_prefix('-').map_or(("", *part), |digits| ("-", digits));
            let zeros = if at == 0 { 4 } else { 2usize };
            [sign, &"0".repeat(zeros.saturating_sub(digits.len())), &escaped(digits)].concat()
        });
        // Spring is the month 21.
        let season = season.filter(|_| parts.len() == 1).map(|season| (season + 20).to_string());
        padded.chain(season).collect::<Vec<_>>().join("-")
    };
    let ends = ends.iter().map(end).filter(|end| !end.is_empty()).collect::<Vec<_>>().join("/");
    let circa = value.get("circa").is_some_and(|circa| circa.is_truthy() && circa.text() != Some("0"));
    if circa && !ends.is_empty() { [&ends, "~"].concat() } else { ends }
}

#[cfg(test)]
mod tests {
    use crate::bibtex::Bibliography;
    use crate::csl::Name;

    #[test]
    fn items_become_entries() {
        let json = r#"[
	{"id": "doe 1", "type": "article-journal", "title": "On <i>E. coli</i> {x} \"q\" & 5 $", "container-title": "J",
	 "author": [{"family": "Fontaine", "given": "Jean", "non-dropping-particle": "la", "dropping-particle": "de"},
	            {"family": "van den Berg", "given": "Ada"}, {"literal": "The Group, Inc."}], "issue": 4, "page": "1-9",
	 "issued": {"date-parts": [["2020", 3, 15]]}, "DOI": "10.1/x_y"},
	{"id": 7, "type": "motion_picture", "title": "F", "issued": {"raw": "2001"}, "archive_location": "Box",
	 "original-date": {"date-parts": [[1999]], "season": 2, "circa": true}},
	{"id": "ides", "type": "book", "issued": {"date-parts": [[-44, 3, 15]]}},
	"junk", {}]"#;
        let bibtex = super::to_bibtex(json).expect("this is JSON");
        let bibliography = Bibliography::index("a.json", &bibtex);
        assert_eq!(
            bibliography.diagnostics().len(),
            1,
            "an entry without a key: {:?}",
            bibliography.diagnostics()
        );
        assert_eq!(bibliography.keys().collect::<Vec<_>>(), ["doe-1", "7", "ides"]);
        let (ides, _) = bibliography.item("ides").unwrap();
        assert_eq!(
            ides.date("issued").unwrap().start.map(|start| (start.year, start.day)),
            Some((-44, Some(15)))
        );
        let (item, messages) = bibliography.item("doe-1").unwrap();
        assert_eq!(messages, []);
        assert_eq!(item.item_type, "article-journal");
        let title = item.variable("title").unwrap();
        assert!(title.starts_with("On <i>E. coli</i> ") && title.contains(" & 5 "), "{title}");
        assert_eq!((item.variable("issue"), item.variable("DOI")), (Some("4"), Some("10.1/x_y")));
        let names = item.names("author");
        let parts = |at: usize| {
            let Name { non_dropping_particle, family, given, .. } = &names[at];
            [non_dropping_particle.as_str(), family, given]
        };
        assert_eq!(parts(0), ["la", "Fontaine", "Jean de"]);
        assert_eq!(parts(1), ["van den", "Berg", "Ada"]);
        assert_eq!(names[2].literal, "The Group, Inc.");
        assert_eq!(item.date("issued").unwrap().start.unwrap().month, Some(3));
        let (film, _) = bibliography.item("7").unwrap();
        assert_eq!(
            (film.item_type.as_str(), film.variable("archive_location")),
            ("motion_picture", Some("Box"))
        );
        let original = film.date("original-date").unwrap();
        assert_eq!((original.start.unwrap().season, original.approximate), (Some(2), true));
        assert!(super::to_bibtex("[{\"id\": ").is_err());
    }

    #[test]
    fn nothing_leaves_its_place() {
        // A mark would become a quote in an attribute, a brace or an equals sign another field.
        let json = r#"[{"id": "a\"><b", "type": "book{x", "a = {b}, url": "1", "URL": "https://a.org/﷧ x=﷐",
            "issued": {"date-parts": [["2020}, url={x"]]}}]"#;
        assert_eq!(
            super::to_bibtex(json).as_deref(),
            Ok("@book-x{a---b,\n  a----b---url = {1},\n  url = {https://a.org/\u{FFFD} x=\u{FFFD}},\n  \
                date = {2020\u{FDE3}, url=\u{FDE2}x}\n}\n\n")
        );
    }
}
