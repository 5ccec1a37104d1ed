//! From XML to the style's tree. What the specification does not know is passed over.

use super::super::xml::{self, Element};
use super::attributes::{label, name_options, number, styling};
use super::*;
use crate::placeholder;

impl Style {
    /// Reads a style file. A dependent style has no layout of its own: see [`Style::independent_parent`].
    pub fn parse(text: &str) -> Result<Style, ParseError> {
        let text = placeholder::clean(text);
        let root = xml::parse(&text)?;
        if root.name != "style" {
            let message = ["this is a <", root.name, ">, not a CSL style"].concat();
            return Err(ParseError { line: root.line, message });
        }
        let of = |name| root.attribute(name);
        let mut style = Style {
            note: of("class") == Some("note"),
            default_locale: of("default-locale").unwrap_or_default().to_string(),
            hyphen: of("initialize-with-hyphen") != Some("false"),
            demote: match of("demote-non-dropping-particle") {
                Some("never") => Demote::Never,
                Some("sort-only") => Demote::SortOnly,
                _ => Demote::DisplayAndSort,
            },
            page_ranges: match of("page-range-format") {
                Some("expanded") => PageRanges::Expanded,
                Some("minimal") => PageRanges::Minimal,
                Some("minimal-two") => PageRanges::MinimalTwo,
                Some("chicago" | "chicago-15") => PageRanges::Chicago15,
                Some("chicago-16") => PageRanges::Chicago16,
                _ => PageRanges::AsIs,
            },
            ..Style::default()
        };
        let macros: Vec<&Element> = root.children.iter().filter(|child| child.name == "macro").collect();
        let mut names: Vec<(&str, usize)> = macros
            .iter()
            .enumerate()
            .map(|(index, element)| (element.attribute("name").unwrap_or_default(), index))
            .collect();
        names.sort_by(|a, b| a.0.cmp(b.0));
        let reader = Reader { macros: names };
        style.macros = macros
            .iter()
            .map(|element| Macro { line: element.line, children: reader.nodes(element) })
            .collect();
        style.own_year_suffix =
            any(&root, "variable", "year-suffix") || any(&root, "variable", "citation-label");
        style.tests_disambiguate = any(&root, "disambiguate", "true");
        let mut cites = false;
        for child in &root.children {
            match child.name {
                "info" => {
                    let mut links = child.children.iter().filter(|link| link.name == "link");
                    let parent = links.find(|link| link.attribute("rel") == Some("independent-parent"));
                    style.parent = parent.map(|link| Parent {
                        address: link.attribute("href").unwrap_or_default().to_string(),
                        line: link.line,
                    });
                }
                "locale" => style.locales.push(Locale::from_element(child)),
                "citation" => {
                    cites = true;
                    style.citation = reader.area(&root, child);
                }
                "bibliography" => style.bibliography = Some(reader.area(&root, child)),
                _ => {}
            }
        }
        if !cites && style.parent.is_none() {
            return Err(ParseError { line: root.line, message: "the style has no <citation>".to_string() });
        }
        Ok(style)
    }
}

/// Whether an element below `root` has that attribute with that value.
fn any(root: &Element, attribute: &str, value: &str) -> bool {
    root.attribute(attribute) == Some(value) || root.children.iter().any(|child| any(child, attribute, value))
}

/// More keys than any style has.
const MOST_KEYS: usize = 100;

struct Reader<'a> {
    /// Sorted.
    macros: Vec<(&'a str, usize)>,
}

impl Reader<'_> {
    fn find_macro(&self, name: &str) -> Option<usize> {
        let at = self.macros.partition_point(|(known, _)| *known < name);
        self.macros.get(at).filter(|(known, _)| *known == name).map(|(_, index)| *index)
    }

    fn area(&self, root: &Element, element: &Element) -> Area {
        let of = |name| element.attribute(name);
        let is = |name| element.attribute(name) == Some("true");
        let own = |name| element.attribute(name).map(str::to_string);
        let mut area = Area {
            names: name_options(element, false).or(&name_options(root, false)),
            collapse: match of("collapse") {
                Some("citation-number") => Collapse::CitationNumber,
                Some("year") => Collapse::Year,
                Some("year-suffix") => Collapse::YearSuffix,
                Some("year-suffix-ranged") => Collapse::YearSuffixRanged,
                _ => Collapse::None,
            },
            cite_group_delimiter: own("cite-group-delimiter"),
            year_suffix_delimiter: own("year-suffix-delimiter"),
            after_collapse_delimiter: own("after-collapse-delimiter"),
            near_note_distance: number(element, "near-note-distance").unwrap_or(5),
            add_names: is("disambiguate-add-names"),
            add_givenname: is("disambiguate-add-givenname"),
            add_year_suffix: is("disambiguate-add-year-suffix"),
            givenname_rule: match of("givenname-disambiguation-rule") {
                Some("all-names") => GivennameRule::default(),
                Some("all-names-with-initials") => {
                    GivennameRule { initials: true, ..GivennameRule::default() }
                }
                Some("primary-name") => GivennameRule { primary: true, ..GivennameRule::default() },
                Some("primary-name-with-initials") => {
                    GivennameRule { primary: true, initials: true, by_cite: false }
                }
                _ => GivennameRule { by_cite: true, ..GivennameRule::default() },
            },
            second_field_align: of("second-field-align").is_some_and(|value| value != "false"),
            author_substitute: own("subsequent-author-substitute"),
            substitute_rule: match of("subsequent-author-substitute-rule") {
                Some("complete-each") => SubstituteRule::CompleteEach,
                Some("partial-each") => SubstituteRule::PartialEach,
                Some("partial-first") => SubstituteRule::PartialFirst,
                _ => SubstituteRule::CompleteAll,
            },
            ..Area::default()
        };
        if let Some(layout) = element.child("layout") {
            area.styling = styling(layout);
            area.delimiter = layout.attribute("delimiter").unwrap_or_default().to_string();
            area.layout = self.nodes(layout);
        }
        if let Some(sort) = element.child("sort") {
            area.sort = sort.children.iter().filter_map(|key| self.sort_key(key)).take(MOST_KEYS).collect();
        }
        area
    }

    fn sort_key(&self, key: &Element) -> Option<SortKey> {
        let source = match (key.attribute("variable"), key.attribute("macro")) {
            (Some(variable), _) => SortSource::Variable(variable.to_string()),
            (None, Some(name)) => SortSource::Macro(self.find_macro(name)?),
            _ => return None,
        };
        Some(SortKey {
            source,
            descending: key.attribute("sort") == Some("descending"),
            names: NameOptions {
                et_al_min: number(key, "names-min"),
                et_al_use_first: number(key, "names-use-first"),
                use_last: key.attribute("names-use-last").map(|value| value == "true"),
                ..NameOptions::default()
            },
        })
    }

    fn nodes(&self, parent: &Element) -> Vec<Node> {
        parent.children.iter().filter_map(|element| self.node(element)).collect()
    }

    fn node(&self, element: &Element) -> Option<Node> {
        let of = |name| element.attribute(name);
        let own = |name| element.attribute(name).unwrap_or_default().to_string();
        let kind = match element.name {
            "text" => {
                if of("variable").is_some() {
                    Kind::Variable { name: own("variable"), form: Form::parse(of("form")) }
                } else if let Some(name) = of("macro") {
                    Kind::Macro(self.find_macro(name)?)
                } else if of("term").is_some() {
                    let plural = of("plural") == Some("true");
                    Kind::Term { name: own("term"), form: Form::parse(of("form")), plural }
                } else {
                    Kind::Value(own("value"))
                }
            }
            "number" => Kind::Number {
                variable: own("variable"),
                form: match of("form") {
                    Some("ordinal") => NumberForm::Ordinal,
                    Some("long-ordinal") => NumberForm::LongOrdinal,
                    Some("roman") => NumberForm::Roman,
                    _ => NumberForm::Numeric,
                },
            },
            "label" => Kind::Label { variable: own("variable"), label: label(element) },
            "group" => Kind::Group { delimiter: own("delimiter"), children: self.nodes(element) },
            "choose" => {
                Kind::Choose(element.children.iter().filter_map(|child| self.branch(child)).collect())
            }
            "names" => Kind::Names(Box::new(self.names(element))),
            "date" => Kind::Date(Box::new(Date {
                variable: own("variable"),
                localized: of("form").map(|form| form == "numeric"),
                month: of("date-parts") != Some("year"),
                day: !matches!(of("date-parts"), Some("year" | "year-month")),
                delimiter: own("delimiter"),
                parts: date_parts(element),
            })),
            _ => return None,
        };
        Some(Node { kind, styling: styling(element) })
    }

    fn branch(&self, element: &Element) -> Option<Branch> {
        if !matches!(element.name, "if" | "else-if" | "else") {
            return None;
        }
        let mut conditions = Vec::new();
        for (name, values) in &element.attributes {
            // Of several types one is enough, whatever `match` says, as in citeproc-js.
            if *name == "type" {
                conditions
                    .push(Condition::Type(values.split_ascii_whitespace().map(str::to_string).collect()));
                continue;
            }
            for value in values.split_ascii_whitespace() {
                let own = value.to_string();
                conditions.push(match *name {
                    "disambiguate" => Condition::Disambiguate(value == "true"),
                    "is-numeric" => Condition::IsNumeric(own),
                    "is-uncertain-date" => Condition::IsUncertainDate(own),
                    "locator" => Condition::Locator(own),
                    "position" => Condition::Position(match value {
                        "first" => Position::First,
                        "subsequent" => Position::Subsequent,
                        "ibid" => Position::Ibid,
                        "ibid-with-locator" => Position::IbidWithLocator,
                        "near-note" => Position::NearNote,
                        _ => Position::Unknown,
                    }),
                    "variable" => Condition::Variable(own),
                    _ => continue,
                });
            }
        }
        let matching = match element.attribute("match") {
            Some("any") => Match::Any,
            Some("none") => Match::None,
            _ => Match::All,
        };
        Some(Branch { matching, conditions, children: self.nodes(element) })
    }

    fn names(&self, element: &Element) -> Names {
        let words = element.attribute("variable").unwrap_or_default();
        let mut names = Names {
            variables: words.split_ascii_whitespace().map(str::to_string).collect(),
            delimiter: element.attribute("delimiter").map(str::to_string),
            bare: true,
            ..Names::default()
        };
        let mut named = false;
        for child in &element.children {
            match child.name {
                "name" => {
                    names.name = name(child);
                    named = true;
                }
                "et-al" => {
                    names.et_al = Some(EtAl {
                        term: child.attribute("term").map(str::to_string),
                        styling: styling(child),
                    });
                }
                "label" => {
                    names.label = Some(NamesLabel {
                        label: label(child),
                        styling: styling(child),
                        before_name: !named,
                    });
                }
                "substitute" => names.substitute = self.nodes(child),
                _ => continue,
            }
            names.bare = false;
        }
        // A label without a name stands after the (default) name.
        if let Some(label) = names.label.as_mut().filter(|_| !named) {
            label.before_name = false;
        }
        names
    }
}

fn name(element: &Element) -> Name {
    let part = |wanted| {
        let parts = element.children.iter();
        parts.filter(|part| part.attribute("name") == Some(wanted)).map(styling).next()
    };
    Name {
        options: name_options(element, true),
        styling: styling(element),
        family: part("family"),
        given: part("given"),
    }
}
