//! What a style says of names: `cs:names` and what stands in it, with the options that may be inherited.

use super::{Label, Node, Styling};

/// `cs:names`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Names {
    pub variables: Vec<String>,
    pub name: Name,
    pub et_al: Option<EtAl>,
    pub label: Option<NamesLabel>,
    pub substitute: Vec<Node>,
    pub delimiter: Option<String>,
    /// Without children of its own: inside `cs:substitute` it takes the outer element's.
    pub bare: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct NamesLabel {
    pub label: Label,
    pub styling: Styling,
    pub before_name: bool,
}

/// `cs:et-al`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct EtAl {
    pub term: Option<String>,
    pub styling: Styling,
}

/// `cs:name`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Name {
    pub options: NameOptions,
    pub styling: Styling,
    /// Formatting of the parts: family, given.
    pub family: Option<Styling>,
    pub given: Option<Styling>,
}

/// The options of `cs:name`, each of which may be inherited (CSL 1.0.2, "Inheritable Name Options").
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct NameOptions {
    pub and: Option<And>,
    pub delimiter: Option<String>,
    pub names_delimiter: Option<String>,
    pub precedes_et_al: Option<Precedes>,
    pub precedes_last: Option<Precedes>,
    pub et_al_min: Option<u32>,
    pub et_al_use_first: Option<u32>,
    pub subsequent_min: Option<u32>,
    pub subsequent_use_first: Option<u32>,
    pub use_last: Option<bool>,
    pub form: Option<NameForm>,
    pub initialize: Option<bool>,
    pub initialize_with: Option<String>,
    pub sort_order: Option<SortOrder>,
    pub sort_separator: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum And {
    Text,
    Symbol,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Precedes {
    #[default]
    Contextual,
    AfterInverted,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum NameForm {
    #[default]
    Long,
    Short,
    Count,
}

/// `name-as-sort-order`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SortOrder {
    First,
    All,
}
