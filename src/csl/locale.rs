//! Locales: terms, date formats and options, from locale files and from `cs:locale` in styles
//! (CSL 1.0.2, "Locale"). [`Locale::parse`] reads a file, [`Lookup`] answers by the order of fallback.

use super::style::{DatePart, date_parts};
use super::xml::{self, Element, ParseError};
use crate::math::Typesetter;
use crate::placeholder;

/// The form of a term (CSL 1.0.2, "Terms").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    #[default]
    Long,
    Short,
    Symbol,
    Verb,
    VerbShort,
}

impl Form {
    pub(crate) fn parse(text: Option<&str>) -> Form {
        match text {
            Some("short") => Form::Short,
            Some("symbol") => Form::Symbol,
            Some("verb") => Form::Verb,
            Some("verb-short") => Form::VerbShort,
            _ => Form::Long,
        }
    }

    /// The form to try where this one is missing.
    fn fallback(self) -> Option<Form> {
        match self {
            Form::VerbShort => Some(Form::Verb),
            Form::Symbol => Some(Form::Short),
            Form::Short | Form::Verb => Some(Form::Long),
            Form::Long => None,
        }
    }
}

/// The grammatical gender of a noun term, or the one that an ordinal agrees with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gender {
    #[default]
    Neuter,
    Masculine,
    Feminine,
}

fn gender(text: Option<&str>) -> Gender {
    match text {
        Some("masculine") => Gender::Masculine,
        Some("feminine") => Gender::Feminine,
        _ => Gender::Neuter,
    }
}

/// `cs:term`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Term {
    name: String,
    form: Form,
    /// Of the noun itself.
    gender: Gender,
    /// Of the noun that an ordinal term goes with.
    gender_form: Gender,
    /// `match` of an ordinal term: how many last digits decide; 0 for the whole number.
    digits: Option<u8>,
    single: String,
    multiple: String,
}

impl Term {
    pub(crate) fn text(&self, plural: bool) -> &str {
        if plural { &self.multiple } else { &self.single }
    }
}

/// A locale: a file's, or one that a style carries.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Locale {
    language: String,
    terms: Vec<Term>,
    dates: [Option<DateFormat>; 2],
    punctuation_in_quote: Option<bool>,
    limit_day_ordinals: Option<bool>,
}

/// A localized date (`cs:date` in `cs:locale`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DateFormat {
    pub(crate) delimiter: String,
    pub(crate) parts: Vec<DatePart>,
}

impl Locale {
    /// Reads a locale file.
    pub fn parse(text: &str) -> Result<Locale, ParseError> {
        let text = placeholder::clean(text);
        let root = xml::parse(&text)?;
        if root.name != "locale" {
            let message = ["this is a <", root.name, ">, not a CSL locale"].concat();
            return Err(ParseError { line: root.line, message });
        }
        Ok(Locale::from_element(&root))
    }

    /// The language tag, such as `en-US`; empty if a style's locale is for all languages.
    pub fn language(&self) -> &str {
        &self.language
    }

    pub(crate) fn from_element(root: &Element) -> Locale {
        let mut locale = Locale {
            language: root.attribute("xml:lang").unwrap_or_default().to_string(),
            ..Locale::default()
        };
        for child in &root.children {
            match child.name {
                "terms" => locale.terms = child.children.iter().filter_map(term).collect(),
                "date" => {
                    let form = usize::from(child.attribute("form") == Some("numeric"));
                    locale.dates[form] = Some(DateFormat {
                        delimiter: child.attribute("delimiter").unwrap_or_default().to_string(),
                        parts: date_parts(child),
                    });
                }
                "style-options" => {
                    let option = |name| child.attribute(name).map(|value| value == "true");
                    locale.punctuation_in_quote = option("punctuation-in-quote");
                    locale.limit_day_ordinals = option("limit-day-ordinals-to-day-1");
                }
                _ => {}
            }
        }
        locale
    }
}

/// Those of sorted terms that have that name.
fn named<'a, 'b>(terms: &'b [&'a Term], name: &str) -> &'b [&'a Term] {
    let from = terms.partition_point(|term| term.name.as_str() < name);
    let count = terms[from..].iter().take_while(|term| term.name == name).count();
    &terms[from..from + count]
}

fn term(element: &Element) -> Option<Term> {
    if element.name != "term" {
        return None;
    }
    let name = element.attribute("name")?.to_string();
    // A line break between the tags is no text.
    let text = if element.text.trim().is_empty() { "" } else { &element.text };
    let curled = |text: &str| text.replace('\'', "’");
    let form = |name| match element.children.is_empty() {
        true => curled(text),
        false => element.child(name).map_or(String::new(), |child| curled(&child.text)),
    };
    let (single, multiple) = (form("single"), form("multiple"));
    let digits = match element.attribute("match") {
        Some("last-digit") => Some(1),
        Some("last-two-digits") => Some(2),
        Some("whole-number") => Some(0),
        _ => None,
    };
    Some(Term {
        name,
        form: Form::parse(element.attribute("form")),
        gender: gender(element.attribute("gender")),
        gender_form: gender(element.attribute("gender-form")),
        digits,
        single,
        multiple,
    })
}

/// Locales in the order in which they are asked (CSL 1.0.2, "Locale Fallback").
#[derive(Clone, Debug)]
pub struct Lookup<'a> {
    locales: Vec<&'a Locale>,
    /// All terms sorted by name; of those with the same name the first locale's come first.
    terms: Vec<&'a Term>,
    /// Those of the first locale that has ordinals: sets are not mixed (CSL 1.0.2, "Ordinal Suffixes").
    ordinals: Vec<&'a Term>,
    pub language: &'a str,
    pub punctuation_in_quote: bool,
    pub limit_day_ordinals: bool,
    /// What typesets formulas in titles.
    pub typesetter: Option<&'a Typesetter<'a>>,
}

impl<'a> Lookup<'a> {
    /// The style's own locales for `language`, then the files: those of the language first.
    pub fn new(style: &'a [Locale], files: &'a [Locale], language: &'a str) -> Self {
        let base = |language: &'a str| language.split('-').next().unwrap_or_default();
        let mut locales: Vec<&Locale> = Vec::new();
        let rank = |locale: &Locale| match locale.language.as_str() {
            own if own == language => 0,
            own if own == base(language) => 1,
            "" => 2,
            _ => 3,
        };
        for wanted in 0..3 {
            locales.extend(style.iter().filter(|locale| rank(locale) == wanted));
        }
        locales.extend(files);
        let first = |option: fn(&Locale) -> Option<bool>| {
            locales.iter().find_map(|locale| option(locale)).unwrap_or(false)
        };
        let sorted = |mut terms: Vec<&'a Term>| {
            terms.sort_by(|a, b| a.name.cmp(&b.name));
            terms
        };
        let ordinal = |term: &&Term| term.name.starts_with("ordinal");
        let ordinals = locales.iter().find(|locale| locale.terms.iter().any(|term| ordinal(&term)));
        Lookup {
            ordinals: sorted(
                ordinals.iter().flat_map(|locale| locale.terms.iter().filter(ordinal)).collect(),
            ),
            terms: sorted(locales.iter().flat_map(|locale| &locale.terms).collect()),
            language,
            punctuation_in_quote: first(|locale| locale.punctuation_in_quote),
            limit_day_ordinals: first(|locale| locale.limit_day_ordinals),
            typesetter: None,
            locales,
        }
    }

    /// A term in that form, or in the form it falls back to.
    pub fn find(&self, name: &str, form: Form) -> Option<&'a Term> {
        let terms = named(&self.terms, name);
        let mut form = Some(form);
        while let Some(wanted) = form {
            let fits = |term: &&&Term| term.form == wanted && term.gender_form == Gender::Neuter;
            if let Some(found) = terms.iter().find(fits) {
                return Some(found);
            }
            form = wanted.fallback();
        }
        None
    }

    /// A term's text, empty if there is none.
    pub fn text(&self, name: &str, form: Form, plural: bool) -> &'a str {
        self.find(name, form).map_or("", |term| term.text(plural))
    }

    /// "&" or what the locale has for it.
    pub fn and_symbol(&self) -> &'a str {
        let text = |form| self.text("and", form, false);
        match text(Form::Symbol) {
            symbol if symbol.is_empty() || symbol == text(Form::Long) => "&",
            symbol => symbol,
        }
    }

    /// The gender of a noun such as a month or `edition`.
    pub fn gender(&self, name: &str) -> Gender {
        self.find(name, Form::Long).map_or(Gender::Neuter, |term| term.gender)
    }

    /// The suffix of an ordinal (CSL 1.0.2, "Ordinal Suffixes").
    pub fn ordinal(&self, number: u32, gender: Gender) -> &'a str {
        let find = |name: &str| {
            let terms = named(&self.ordinals, name);
            let of = |gender| terms.iter().find(move |term| term.gender_form == gender).copied();
            of(gender).or_else(|| of(Gender::Neuter))
        };
        for (modulus, digits) in [(100, 2), (10, 1)] {
            let last = number % modulus;
            let name = ["ordinal-", if last < 10 { "0" } else { "" }, &last.to_string()].concat();
            let Some(term) = find(&name) else { continue };
            let wanted = term.digits.unwrap_or(if last < 10 { 1 } else { 2 });
            if (wanted == 0 && last == number) || wanted == digits {
                return term.text(false);
            }
        }
        find("ordinal").map_or("", |term| term.text(false))
    }

    /// The long form of the first ten ordinals, such as "first".
    pub fn long_ordinal(&self, number: u32, gender: Gender) -> Option<&'a str> {
        let name = ["long-ordinal-", if number < 10 { "0" } else { "" }, &number.to_string()].concat();
        let terms = named(&self.terms, &name);
        let of = |gender| terms.iter().find(move |term| term.gender_form == gender).copied();
        of(gender).or_else(|| of(Gender::Neuter)).map(|term| term.text(false))
    }

    /// The localized date format, text or numeric.
    pub(crate) fn date(&self, numeric: bool) -> Option<&'a DateFormat> {
        self.locales.iter().find_map(|locale| locale.dates[usize::from(numeric)].as_ref())
    }
}
