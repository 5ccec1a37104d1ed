//! Styles: the tree that a style file describes, named after the specification's elements.
//! [`Style::parse`] is the entrance; the reading of single elements is in `style/read.rs`.

mod attributes;
mod names;
mod read;

pub(crate) use attributes::date_parts;
pub(crate) use names::{And, EtAl, Name, NameForm, NameOptions, Names, NamesLabel, Precedes, SortOrder};

use super::locale::{Form, Locale};
use super::xml::ParseError;

/// `cs:style` (CSL 1.0.2, "The Root Element").
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Style {
    pub(crate) note: bool,
    pub(crate) default_locale: String,
    pub(crate) parent: Option<Parent>,
    pub(crate) locales: Vec<Locale>,
    pub(crate) macros: Vec<Macro>,
    pub(crate) citation: Area,
    pub(crate) bibliography: Option<Area>,
    pub(crate) demote: Demote,
    pub(crate) page_ranges: PageRanges,
    /// `initialize-with-hyphen`: "J.-L.".
    pub(crate) hyphen: bool,
    /// A `cs:text` renders `year-suffix`.
    pub(crate) own_year_suffix: bool,
    /// A condition tests `disambiguate`.
    pub(crate) tests_disambiguate: bool,
}

impl Style {
    /// The language that the style asks for, if it asks for one.
    pub fn default_locale(&self) -> Option<&str> {
        (!self.default_locale.is_empty()).then_some(self.default_locale.as_str())
    }

    /// The style that this one stands for, if it is a dependent one.
    pub fn independent_parent(&self) -> Option<&Parent> {
        self.parent.as_ref()
    }

    /// What a dependent style means: its parent, whose file's text this is, in its own language.
    pub fn of_parent(&self, text: &str) -> Result<Style, ParseError> {
        let mut parent = Style::parse(text)?;
        if let Some(next) = &parent.parent {
            let message = "this is a dependent style as well, not an independent one".to_string();
            return Err(ParseError { line: next.line, message });
        }
        if !self.default_locale.is_empty() {
            parent.default_locale.clone_from(&self.default_locale);
        }
        Ok(parent)
    }

    /// Whether citations are meant to stand in notes.
    pub fn is_note_style(&self) -> bool {
        self.note
    }

    /// Whether there is a `cs:bibliography`.
    pub fn has_bibliography(&self) -> bool {
        self.bibliography.is_some()
    }
}

/// A link to the independent style that a dependent one stands for (CSL 1.0.2, "Dependent Styles").
#[derive(Clone, Debug, PartialEq)]
pub struct Parent {
    /// The address of the style, whose last part is its file's name.
    pub address: String,
    pub line: usize,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Macro {
    pub line: usize,
    pub children: Vec<Node>,
}

/// `cs:citation` or `cs:bibliography` with its layout, sorting and options.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Area {
    pub layout: Vec<Node>,
    /// Prefix, suffix and formatting of `cs:layout`.
    pub styling: Styling,
    pub delimiter: String,
    pub sort: Vec<SortKey>,
    /// Options for names, completed by those of `cs:style`.
    pub names: NameOptions,
    pub collapse: Collapse,
    pub cite_group_delimiter: Option<String>,
    pub year_suffix_delimiter: Option<String>,
    pub after_collapse_delimiter: Option<String>,
    pub near_note_distance: u32,
    pub add_names: bool,
    pub add_givenname: bool,
    pub givenname_rule: GivennameRule,
    pub add_year_suffix: bool,
    pub second_field_align: bool,
    pub author_substitute: Option<String>,
    pub substitute_rule: SubstituteRule,
}

/// `cs:key` (CSL 1.0.2, "Sorting").
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SortKey {
    pub source: SortSource,
    pub descending: bool,
    /// `names-min`, `names-use-first`, `names-use-last`.
    pub names: NameOptions,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SortSource {
    Variable(String),
    Macro(usize),
}

/// `collapse` (CSL 1.0.2, "Cite Collapsing").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Collapse {
    #[default]
    None,
    CitationNumber,
    Year,
    YearSuffix,
    YearSuffixRanged,
}

/// `givenname-disambiguation-rule`: whether only the first name is expanded, whether not beyond initials,
/// and whether only to tell cites apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct GivennameRule {
    pub primary: bool,
    pub initials: bool,
    pub by_cite: bool,
}

/// `subsequent-author-substitute-rule`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SubstituteRule {
    #[default]
    CompleteAll,
    CompleteEach,
    PartialEach,
    PartialFirst,
}

/// `demote-non-dropping-particle`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Demote {
    Never,
    SortOnly,
    #[default]
    DisplayAndSort,
}

/// `page-range-format`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum PageRanges {
    #[default]
    AsIs,
    Expanded,
    Minimal,
    MinimalTwo,
    Chicago15,
    Chicago16,
}

/// A rendering element with what all of them share.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub kind: Kind,
    pub styling: Styling,
}

/// Affixes, formatting, quotes, periods, text case and display (CSL 1.0.2, "Attributes").
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Styling {
    pub prefix: String,
    pub suffix: String,
    /// From the outermost to the innermost.
    pub fonts: Vec<Font>,
    pub quotes: bool,
    pub strip_periods: bool,
    pub case: Option<TextCase>,
    pub display: Option<Display>,
}

/// No formatting.
pub(crate) static PLAIN: Styling = Styling {
    prefix: String::new(),
    suffix: String::new(),
    fonts: Vec::new(),
    quotes: false,
    strip_periods: false,
    case: None,
    display: None,
};

impl Styling {
    /// Whether there is nothing to do.
    pub fn is_plain(&self) -> bool {
        let changes = self.quotes || self.strip_periods || self.case.is_some() || self.display.is_some();
        !changes && self.fonts.is_empty() && self.prefix.is_empty() && self.suffix.is_empty()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Font {
    Italic,
    Oblique,
    Upright,
    SmallCaps,
    NoCaps,
    Bold,
    Light,
    Medium,
    Underline,
    Superscript,
    Subscript,
    Baseline,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextCase {
    Lowercase,
    Uppercase,
    CapitalizeFirst,
    CapitalizeAll,
    Sentence,
    Title,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Display {
    Block,
    LeftMargin,
    RightInline,
    Indent,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Variable { name: String, form: Form },
    Macro(usize),
    Term { name: String, form: Form, plural: bool },
    Value(String),
    Number { variable: String, form: NumberForm },
    Label { variable: String, label: Label },
    Group { delimiter: String, children: Vec<Node> },
    Choose(Vec<Branch>),
    Names(Box<Names>),
    Date(Box<Date>),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum NumberForm {
    #[default]
    Numeric,
    Ordinal,
    LongOrdinal,
    Roman,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Plural {
    #[default]
    Contextual,
    Always,
    Never,
}

/// `cs:label`, alone or in `cs:names`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Label {
    pub form: Form,
    pub plural: Plural,
}

/// `cs:if`, `cs:else-if` or `cs:else` (which has no conditions and matches all).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Branch {
    pub matching: Match,
    pub conditions: Vec<Condition>,
    pub children: Vec<Node>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Match {
    #[default]
    All,
    Any,
    None,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Condition {
    Disambiguate(bool),
    IsNumeric(String),
    IsUncertainDate(String),
    Locator(String),
    Position(Position),
    /// Any of these.
    Type(Vec<String>),
    Variable(String),
}

/// Where a cite stands among the cites of its work (CSL 1.0.2, "position").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// The first of the work.
    First,
    /// A later one.
    Subsequent,
    /// Directly after another of the same work, with another locator.
    IbidWithLocator,
    /// Directly after another of the same work.
    Ibid,
    /// Not far after another; only conditions say this, for a cite it means [`Position::Subsequent`].
    NearNote,
    /// A value that the specification does not know.
    Unknown,
}

/// `cs:date`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Date {
    pub variable: String,
    /// A localized format: numeric or not. Without it `parts` stand alone.
    pub localized: Option<bool>,
    /// `date-parts`: whether month and day are shown.
    pub month: bool,
    pub day: bool,
    pub delimiter: String,
    pub parts: Vec<DatePart>,
}

/// `cs:date-part`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct DatePart {
    pub name: PartName,
    pub form: Option<PartForm>,
    pub styling: Styling,
    pub range_delimiter: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum PartName {
    Day,
    Month,
    #[default]
    Year,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartForm {
    Long,
    Short,
    Numeric,
    LeadingZeros,
    Ordinal,
}
