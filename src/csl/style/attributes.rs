//! The attributes that many elements share: formatting, affixes, name options, labels, date parts.

use super::super::xml::Element;
use super::*;

pub(super) fn label(element: &Element) -> Label {
    Label {
        form: Form::parse(element.attribute("form")),
        plural: match element.attribute("plural") {
            Some("always") => Plural::Always,
            Some("never") => Plural::Never,
            _ => Plural::Contextual,
        },
    }
}

pub(super) fn number(element: &Element, name: &str) -> Option<u32> {
    element.attribute(name)?.trim().parse().ok()
}

/// The options as `cs:name` has them (`own`), or as they are inherited from an outer element.
pub(super) fn name_options(element: &Element, own: bool) -> NameOptions {
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

pub(super) fn styling(element: &Element) -> Styling {
    let of = |name| element.attribute(name);
    let own = |name| element.attribute(name).unwrap_or_default().to_string();
    let fonts: [(&str, &[(&str, Font)]); 5] = [
        (
            "vertical-align",
            &[("sup", Font::Superscript), ("sub", Font::Subscript), ("baseline", Font::Baseline)],
        ),
        ("text-decoration", &[("underline", Font::Underline)]),
        ("font-weight", &[("bold", Font::Bold), ("light", Font::Light), ("normal", Font::Medium)]),
        ("font-variant", &[("small-caps", Font::SmallCaps), ("normal", Font::NoCaps)]),
        ("font-style", &[("italic", Font::Italic), ("oblique", Font::Oblique), ("normal", Font::Upright)]),
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
