//! From XML to the style's tree. What the specification does not know is passed over.

use super::super::xml::{self, Element, ParseError};
use super::*;

impl Style {
    /// Reads a style file. A dependent style has no layout of its own: see [`Style::independent_parent`].
    pub fn parse(text: &str) -> Result<Style, ParseError> {
        let root = xml::parse(text)?;
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
            .map(|element| Macro {
                name: element.attribute("name").unwrap_or_default().to_string(),
                children: reader.nodes(element),
            })
            .collect();
        style.own_year_suffix =
            any(&root, "variable", "year-suffix") || any(&root, "variable", "citation-label");
        style.tests_disambiguate = any(&root, "disambiguate", "true");
        let mut cites = false;
        for child in &root.children {
            match child.name {
                "info" => {
                    let mut links = child.children.iter().filter(|link| link.name == "link");
                    if let Some(link) = links.find(|link| link.attribute("rel") == Some("independent-parent"))
                    {
                        style.parent = link.attribute("href").unwrap_or_default().to_string();
                    }
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
        if !cites && style.parent.is_empty() {
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
                    "type" => Condition::Type(own),
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
        for child in &element.children {
            match child.name {
                "name" => {
                    names.name = name(child);
                    names.has_name = true;
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
                        before_name: !names.has_name,
                    });
                }
                "substitute" => names.substitute = self.nodes(child),
                _ => continue,
            }
            names.bare = false;
        }
        // A label without a name stands after the (default) name.
        if let Some(label) = names.label.as_mut().filter(|_| !names.has_name) {
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

fn label(element: &Element) -> Label {
    Label {
        form: Form::parse(element.attribute("form")),
        plural: match element.attribute("plural") {
            Some("always") => Plural::Always,
            Some("never") => Plural::Never,
            _ => Plural::Contextual,
        },
    }
}

fn number(element: &Element, name: &str) -> Option<u32> {
    element.attribute(name)?.trim().parse().ok()
}

/// The options as `cs:name` has them (`own`), or as they are inherited from an outer element.
fn name_options(element: &Element, own: bool) -> NameOptions {
    let of = |name| element.attribute(name);
    let text = |name| element.attribute(name).map(str::to_string);
    let precedes = |name| {
        Some(match element.attribute(name)? {
            "always" => Precedes::Always,
            "never" => Precedes::Never,
            "after-inverted-name" => Precedes::AfterInverted,
            _ => Precedes::Contextual,
        })
    };
    NameOptions {
        and: of("and").map(|and| if and == "symbol" { And::Symbol } else { And::Text }),
        delimiter: text(if own { "delimiter" } else { "name-delimiter" }),
        names_delimiter: text("names-delimiter"),
        precedes_et_al: precedes("delimiter-precedes-et-al"),
        precedes_last: precedes("delimiter-precedes-last"),
        et_al_min: number(element, "et-al-min"),
        et_al_use_first: number(element, "et-al-use-first"),
        subsequent_min: number(element, "et-al-subsequent-min"),
        subsequent_use_first: number(element, "et-al-subsequent-use-first"),
        use_last: of("et-al-use-last").map(|value| value == "true"),
        form: of(if own { "form" } else { "name-form" }).map(|form| match form {
            "short" => NameForm::Short,
            "count" => NameForm::Count,
            _ => NameForm::Long,
        }),
        initialize: of("initialize").map(|value| value != "false"),
        initialize_with: text("initialize-with"),
        sort_order: of("name-as-sort-order").map(|order| match order {
            "all" => SortOrder::All,
            _ => SortOrder::First,
        }),
        sort_separator: text("sort-separator"),
    }
}

impl NameOptions {
    /// These, and what they lack from `outer`.
    pub(crate) fn or(&self, outer: &NameOptions) -> NameOptions {
        NameOptions {
            and: self.and.or(outer.and),
            delimiter: self.delimiter.as_ref().or(outer.delimiter.as_ref()).cloned(),
            names_delimiter: self.names_delimiter.as_ref().or(outer.names_delimiter.as_ref()).cloned(),
            precedes_et_al: self.precedes_et_al.or(outer.precedes_et_al),
            precedes_last: self.precedes_last.or(outer.precedes_last),
            et_al_min: self.et_al_min.or(outer.et_al_min),
            et_al_use_first: self.et_al_use_first.or(outer.et_al_use_first),
            subsequent_min: self.subsequent_min.or(outer.subsequent_min),
            subsequent_use_first: self.subsequent_use_first.or(outer.subsequent_use_first),
            use_last: self.use_last.or(outer.use_last),
            form: self.form.or(outer.form),
            initialize: self.initialize.or(outer.initialize),
            initialize_with: self.initialize_with.as_ref().or(outer.initialize_with.as_ref()).cloned(),
            sort_order: self.sort_order.or(outer.sort_order),
            sort_separator: self.sort_separator.as_ref().or(outer.sort_separator.as_ref()).cloned(),
        }
    }
}

/// The `cs:date-part`s of a date.
pub(crate) fn date_parts(element: &Element) -> Vec<DatePart> {
    let part = |child: &Element| {
        let name = match child.attribute("name") {
            Some("day") => PartName::Day,
            Some("month") => PartName::Month,
            Some("year") => PartName::Year,
            _ => return None,
        };
        Some(DatePart {
            name,
            form: child.attribute("form").map(|form| match form {
                "short" => PartForm::Short,
                "numeric" => PartForm::Numeric,
                "numeric-leading-zeros" => PartForm::LeadingZeros,
                "ordinal" => PartForm::Ordinal,
                _ => PartForm::Long,
            }),
            styling: styling(child),
            range_delimiter: child.attribute("range-delimiter").map(str::to_string),
        })
    };
    element.children.iter().filter(|child| child.name == "date-part").filter_map(part).collect()
}

fn styling(element: &Element) -> Styling {
    let of = |name| element.attribute(name);
    let own = |name| element.attribute(name).unwrap_or_default().to_string();
    let fonts = [
        (
            "vertical-align",
            [("sup", Font::Superscript), ("sub", Font::Subscript), ("baseline", Font::Baseline)],
        ),
        ("text-decoration", [("underline", Font::Underline), ("none", Font::NoLine), ("none", Font::NoLine)]),
        ("font-weight", [("bold", Font::Bold), ("light", Font::Light), ("normal", Font::Medium)]),
        (
            "font-variant",
            [("small-caps", Font::SmallCaps), ("normal", Font::NoCaps), ("normal", Font::NoCaps)],
        ),
        ("font-style", [("italic", Font::Italic), ("oblique", Font::Oblique), ("normal", Font::Upright)]),
    ];
    Styling {
        prefix: own("prefix"),
        suffix: own("suffix"),
        fonts: fonts
            .iter()
            .filter_map(|(attribute, values)| {
                let value = of(attribute)?;
                values.iter().find(|(name, _)| *name == value).map(|(_, font)| *font)
            })
            .collect(),
        quotes: of("quotes") == Some("true"),
        strip_periods: of("strip-periods") == Some("true"),
        case: of("text-case").and_then(|case| {
            Some(match case {
                "lowercase" => TextCase::Lowercase,
                "uppercase" => TextCase::Uppercase,
                "capitalize-first" => TextCase::CapitalizeFirst,
                "capitalize-all" => TextCase::CapitalizeAll,
                "sentence" => TextCase::Sentence,
                "title" => TextCase::Title,
                _ => return None,
            })
        }),
        display: of("display").and_then(|display| {
            Some(match display {
                "block" => Display::Block,
                "left-margin" => Display::LeftMargin,
                "right-inline" => Display::RightInline,
                "indent" => Display::Indent,
                _ => return None,
            })
        }),
    }
}
