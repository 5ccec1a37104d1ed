//! Evaluates a style's elements for one item: [`Render::layout`] is the entrance.
//!
//! Everything is appended to one list of inline nodes; what turns out empty is cut off again.

use super::inline::{Inline, Mark, is_empty, push_affix, push_rich, push_text};
use super::item::Item;
use super::locale::{Form, Gender, Lookup};
use super::numbers;
use super::style::{
    Area, Branch, Condition, Kind, Label, Match, NameOptions, Names, Node, NumberForm, Plural, Position,
    Style, Styling,
};
use super::text_case;
use std::borrow::Cow;

/// Elements nested more deeply, through macros that call macros, render nothing.
const DEEPEST: usize = 150;
/// Elements evaluated for one cite at most: macros that call macros twice each would never end.
const MOST: u32 = 50_000;

/// What is the same for all items.
pub(crate) struct Shared<'a> {
    pub style: &'a Style,
    pub lookup: Lookup<'a>,
    pub links: bool,
}

/// How an item differs from those that would look the same (CSL 1.0.2, "Disambiguation").
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Disambiguation {
    /// For each list of names of the cite, how many are shown at least.
    pub names: Vec<usize>,
    /// For each list and name: 0 as the style says, 1 with initials, 2 with the given name.
    pub given: Vec<Vec<u8>>,
    /// So many conditions `disambiguate` are true.
    pub conditions: usize,
    pub year_suffix: Option<usize>,
}

/// What a cite says beyond its item.
#[derive(Clone, Debug, Default)]
pub(crate) struct CiteView<'a> {
    pub locator: &'a str,
    pub label: &'a str,
    pub position: Option<Position>,
    pub near_note: bool,
    pub first_note: Option<u32>,
    /// Nothing stands before it in its sentence.
    pub begins: bool,
}

/// Which parts a cite leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Without {
    /// The names that come first.
    pub names: bool,
    /// The year that the year suffix follows.
    pub year: bool,
}

/// A list of names as it was rendered.
#[derive(Clone, Debug, Default)]
pub(crate) struct NameSet<'a> {
    pub names: &'a [super::item::Name],
    pub shown: usize,
    /// How far the given names of this list are shown without disambiguation.
    pub level: u8,
    /// The end of the list in the output, and its names.
    pub range: (usize, usize),
    pub ranges: Vec<(usize, usize)>,
}

/// Whether variables were asked for, and whether any was there.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Flow {
    pub attempted: bool,
    pub success: bool,
}

impl Flow {
    fn add(&mut self, other: Flow) {
        self.attempted |= other.attempted;
        self.success |= other.success;
    }

    pub(crate) fn variable(success: bool) -> Flow {
        Flow { attempted: true, success }
    }
}

pub(crate) struct Render<'a> {
    pub shared: &'a Shared<'a>,
    pub area: &'a Area,
    pub item: &'a Item,
    pub number: usize,
    pub cite: CiteView<'a>,
    pub disambiguation: &'a Disambiguation,
    pub without: Without,
    /// Set while a sort key is made.
    pub sorting: Option<&'a NameOptions>,
    pub out: Vec<Inline>,
    pub name_sets: Vec<NameSet<'a>>,
    /// What `cs:substitute` has used up.
    pub used: Vec<&'a str>,
    pub substituting: usize,
    pub outer: Option<(&'a Names, &'a Styling)>,
    pub year_suffix_done: bool,
    pub names_done: bool,
    /// How many `disambiguate` conditions have been met.
    pub conditions: usize,
    pub depth: usize,
    pub left: u32,
    /// A bit for each variable that the item has; several variables may share one.
    pub present: u64,
}

/// Styles ask for far more variables than an item has: this tells most of them apart at once.
fn bit(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let byte = |at: usize| usize::from(bytes.get(at).copied().unwrap_or(0));
    1 << ((bytes.len() * 7 + byte(0) + 3 * byte(bytes.len().saturating_sub(2))) % 64)
}

fn present(item: &Item) -> u64 {
    let texts = item.variables.iter().map(|(name, _)| name);
    let names = item.names.iter().map(|(name, _)| name);
    let dates = item.dates.iter().map(|(name, _)| name);
    texts.chain(names).chain(dates).fold(0, |bits, name| bits | bit(name))
}

/// What stands between the children of an element.
struct Joint<'a> {
    delimiter: &'a str,
    any: bool,
}

impl<'a> Render<'a> {
    pub fn new(
        shared: &'a Shared<'a>,
        area: &'a Area,
        item: &'a Item,
        disambiguation: &'a Disambiguation,
    ) -> Self {
        Render {
            shared,
            area,
            item,
            number: 0,
            cite: CiteView::default(),
            disambiguation,
            without: Without::default(),
            sorting: None,
            out: Vec::new(),
            name_sets: Vec::new(),
            used: Vec::new(),
            substituting: 0,
            outer: None,
            year_suffix_done: false,
            names_done: false,
            conditions: 0,
            depth: 0,
            left: MOST,
            present: present(item),
        }
    }

    /// A standard or number variable of the item.
    pub fn text_of(&self, name: &str) -> Option<&'a str> {
        if self.present & bit(name) == 0 { None } else { self.item.variable(name) }
    }

    /// A name variable of the item.
    pub fn names_of(&self, name: &str) -> &'a [super::item::Name] {
        if self.present & bit(name) == 0 { &[] } else { self.item.names(name) }
    }

    /// A date variable of the item.
    pub fn date_of(&self, name: &str) -> Option<&'a super::item::Date> {
        if self.present & bit(name) == 0 { None } else { self.item.date(name) }
    }

    /// The layout of the area, without the layout's own affixes and formatting.
    pub fn layout(&mut self) {
        let mut joint = Joint { delimiter: "", any: false };
        self.children(&self.area.layout, &mut joint);
    }

    /// The layout; gives the end of its first field in the output, for `second-field-align`.
    pub fn layout_fields(&mut self) -> usize {
        let mut joint = Joint { delimiter: "", any: false };
        let mut first = 0;
        for node in &self.area.layout {
            self.children(std::slice::from_ref(node), &mut joint);
            if first == 0 {
                first = self.out.len();
            }
        }
        first
    }

    /// A macro, as sort keys call it.
    pub fn macro_(&mut self, index: usize) {
        if let Some(called) = self.shared.style.macros.get(index) {
            self.children(&called.children, &mut Joint { delimiter: "", any: false });
        }
    }

    fn children(&mut self, nodes: &'a [Node], joint: &mut Joint) -> Flow {
        let mut flow = Flow::default();
        for node in nodes {
            if let Kind::Choose(branches) = &node.kind {
                // What a choice renders stands between the delimiters of the element around it.
                if let Some(branch) = branches.iter().find(|branch| self.matches(branch)) {
                    flow.add(self.bounded(|own| own.children(&branch.children, joint)));
                }
                continue;
            }
            let start = self.out.len();
            if joint.any {
                push_text(&mut self.out, joint.delimiter);
            }
            let content = self.out.len();
            flow.add(self.node(node));
            if self.out.len() > content {
                joint.any = true;
            } else {
                self.out.truncate(start);
            }
        }
        flow
    }

    /// Runs `inner` unless the style goes too deep or on for too long.
    fn bounded(&mut self, inner: impl FnOnce(&mut Self) -> Flow) -> Flow {
        if self.depth >= DEEPEST || self.left == 0 {
            return Flow::default();
        }
        self.depth += 1;
        self.left -= 1;
        let flow = inner(self);
        self.depth -= 1;
        flow
    }

    pub(crate) fn node(&mut self, node: &'a Node) -> Flow {
        self.bounded(|own| own.styled(&node.styling, |own| own.kind(node)))
    }

    /// What `content` appends, with affixes, formatting, quotes, periods and case; nothing if it is empty.
    pub(crate) fn styled(&mut self, styling: &'a Styling, content: impl FnOnce(&mut Self) -> Flow) -> Flow {
        if styling.is_plain() {
            return content(self);
        }
        let start = self.out.len();
        if let Some(display) = styling.display {
            self.out.push(Inline::Open(Mark::Display(display)));
        }
        push_affix(&mut self.out, &styling.prefix);
        if styling.quotes {
            self.out.push(Inline::Open(Mark::Quotes));
        }
        for font in &styling.fonts {
            self.out.push(Inline::Open(Mark::Font(*font)));
        }
        let inside = self.out.len();
        let flow = content(self);
        let language = styling.case.and_then(|_| self.text_of("language"));
        let list = &mut self.out[inside..];
        if list.is_empty() {
            self.out.truncate(start);
            return flow;
        }
        if styling.strip_periods {
            for node in list.iter_mut() {
                if let Inline::Text(text) = node {
                    text.retain(|c| c != '.');
                }
            }
        }
        if let Some(case) = styling.case {
            text_case::apply(list, case, language.unwrap_or(self.shared.lookup.language));
        }
        if is_empty(list) {
            self.out.truncate(start);
            return flow;
        }
        for _ in 0..styling.fonts.len() + usize::from(styling.quotes) {
            self.out.push(Inline::Close);
        }
        push_affix(&mut self.out, &styling.suffix);
        if styling.display.is_some() {
            self.out.push(Inline::Close);
        }
        flow
    }

    fn kind(&mut self, node: &'a Node) -> Flow {
        match &node.kind {
            Kind::Value(value) => {
                push_rich(&mut self.out, value);
                Flow::default()
            }
            Kind::Term { name, form, plural } => {
                let text = self.shared.lookup.text(name, *form, *plural);
                self.term(text);
                Flow::default()
            }
            Kind::Variable { name, form } => self.variable_element(name, *form, &node.styling),
            Kind::Number { variable, form } => self.number_element(variable, *form),
            Kind::Label { variable, label } => self.label_element(variable, *label),
            Kind::Macro(index) => {
                let style = self.shared.style;
                match style.macros.get(*index) {
                    Some(called) => self.group("", &called.children),
                    None => Flow::default(),
                }
            }
            Kind::Group { delimiter, children } => self.group(delimiter, children),
            Kind::Names(names) => self.names(names, &node.styling),
            Kind::Date(date) => self.date(date),
            Kind::Choose(_) => {
                self.children(std::slice::from_ref(node), &mut Joint { delimiter: "", any: false })
            }
        }
    }

    /// A term; one that begins a note or a reference begins it in upper case, as in citeproc-js.
    fn term(&mut self, text: &str) {
        let begins = self.sorting.is_none()
            && (self.cite.position.is_none() || (self.cite.begins && self.shared.style.note))
            && !self.out.iter().any(|node| match node {
                Inline::Text(text) => text.contains(char::is_alphanumeric),
                node => matches!(node, Inline::Math(_)),
            });
        if begins {
            push_text(&mut self.out, &text_case::capitalized(text));
        } else {
            push_text(&mut self.out, text);
        }
    }

    /// `cs:group`: nothing if variables were asked for and none was there (CSL 1.0.2, "Group").
    fn group(&mut self, delimiter: &str, children: &'a [Node]) -> Flow {
        let start = self.out.len();
        let flow = self.children(children, &mut Joint { delimiter, any: false });
        if flow.attempted && !flow.success {
            self.out.truncate(start);
            return Flow::variable(false);
        }
        Flow { attempted: flow.attempted, success: flow.success || self.out.len() > start }
    }

    /// Notes that a variable has been rendered, for `cs:substitute`.
    pub(crate) fn note_use(&mut self, variable: &'a str) {
        if self.substituting > 0 {
            self.used.push(variable);
        }
    }

    /// The content of a standard or number variable, of this cite or of the item.
    pub(crate) fn variable(&self, name: &str) -> Option<Cow<'a, str>> {
        let given = match name {
            "locator" => return (!self.cite.locator.is_empty()).then_some(self.cite.locator.into()),
            "citation-number" => return (self.number > 0).then(|| self.number.to_string().into()),
            "first-reference-note-number" => return self.cite.first_note.map(|note| note.to_string().into()),
            "year-suffix" => {
                return self.disambiguation.year_suffix.map(|number| numbers::letters(number).into());
            }
            "citation-label" => {
                let mut label = super::label::citation_label(self.item);
                if let Some(number) = self.disambiguation.year_suffix {
                    label.push_str(&numbers::letters(number));
                }
                return Some(label.into());
            }
            "page-first" => {
                if let Some(first) = self.text_of(name) {
                    return Some(first.into());
                }
                let page = self.text_of("page")?;
                let end = page.find(|c: char| !c.is_alphanumeric()).unwrap_or(page.len());
                return Some(page[..end].into());
            }
            "title-short" => self.text_of(name).or(self.text_of("shortTitle")),
            "container-title-short" => self.text_of(name).or(self.text_of("journalAbbreviation")),
            _ => self.text_of(name),
        };
        given.map(Cow::Borrowed)
    }

    fn variable_element(&mut self, name: &'a str, form: Form, styling: &'a Styling) -> Flow {
        if self.used.contains(&name) {
            return Flow::variable(false);
        }
        let short = match (form, name) {
            (Form::Short, "title") => self.variable("title-short"),
            (Form::Short, "container-title") => self.variable("container-title-short"),
            _ => None,
        };
        let Some(value) = short.or_else(|| self.variable(name)) else {
            // Most items have no year suffix: that says nothing about what stands beside it.
            return if name == "year-suffix" { Flow::default() } else { Flow::variable(false) };
        };
        self.note_use(name);
        match name {
            "page" => {
                let delimiter = self.shared.lookup.text("page-range-delimiter", Form::Long, false);
                let delimiter = if delimiter.is_empty() { "–" } else { delimiter };
                let pages = numbers::page_ranges(&value, self.shared.style.page_ranges, delimiter);
                push_rich(&mut self.out, &pages);
            }
            "locator" => self.locator(&value),
            "year-suffix" => {
                self.year_suffix_done = true;
                push_text(&mut self.out, &value);
            }
            "URL" | "DOI" | "PMID" | "PMCID" => self.link(name, &value, styling),
            _ => push_rich(&mut self.out, &value),
        }
        Flow::variable(true)
    }

    fn locator(&mut self, value: &str) {
        let delimiter = self.shared.lookup.text("page-range-delimiter", Form::Long, false);
        let delimiter = if delimiter.is_empty() { "–" } else { delimiter };
        let format = match self.cite.label {
            "page" | "" => self.shared.style.page_ranges,
            _ => Default::default(),
        };
        let mut text = numbers::page_ranges(value, format, delimiter);
        if text.contains('&') {
            text = text.replace('&', self.shared.lookup.and_symbol());
        }
        push_rich(&mut self.out, &text);
    }

    /// An address or identifier as a link (CSL 1.0.2, appendix VI, "Links").
    fn link(&mut self, name: &str, value: &str, styling: &Styling) {
        if !self.shared.links {
            push_text(&mut self.out, value);
            return;
        }
        let resolver = match name {
            "DOI" => "https://doi.org/",
            "PMID" => "https://www.ncbi.nlm.nih.gov/pubmed/",
            "PMCID" => "https://www.ncbi.nlm.nih.gov/pmc/articles/",
            _ => "",
        };
        let address = if value.contains("://") { value.to_string() } else { [resolver, value].concat() };
        // A prefix that is the resolver's address belongs to what is linked.
        let prefix = styling.prefix.as_str();
        let opened = self.out.len().checked_sub(1 + styling.fonts.len());
        let linked = !prefix.is_empty()
            && (address.starts_with(prefix) || prefix.ends_with("doi.org/"))
            && !styling.quotes;
        match opened.filter(|_| linked) {
            Some(at) => self.out.insert(at, Inline::Open(Mark::Link(address))),
            None => self.out.push(Inline::Open(Mark::Link(address))),
        }
        push_text(&mut self.out, value);
        self.out.push(Inline::Close);
    }

    fn number_element(&mut self, variable: &'a str, form: NumberForm) -> Flow {
        if self.used.contains(&variable) {
            return Flow::variable(false);
        }
        let Some(value) = self.variable(variable) else { return Flow::variable(false) };
        self.note_use(variable);
        if variable == "locator" && form == NumberForm::Numeric {
            self.locator(&value);
        } else if !numbers::is_numeric(&value) {
            push_text(&mut self.out, &value);
        } else {
            let gender = self.shared.lookup.gender(variable);
            let mut out = String::new();
            for (between, piece) in numbers::pieces(&value) {
                if between {
                    joint(&mut out, piece);
                } else {
                    self.formatted(&mut out, piece, form, gender);
                }
            }
            push_text(&mut self.out, &out);
        }
        Flow::variable(true)
    }

    fn formatted(&self, out: &mut String, piece: &str, form: NumberForm, gender: Gender) {
        let Ok(number) = piece.parse::<u32>() else {
            out.push_str(piece);
            return;
        };
        let lookup = &self.shared.lookup;
        match form {
            NumberForm::Roman if let Some(roman) = numbers::roman(number) => out.push_str(&roman),
            NumberForm::LongOrdinal if let Some(text) = lookup.long_ordinal(number, gender) => {
                out.push_str(text);
            }
            NumberForm::Ordinal | NumberForm::LongOrdinal => {
                out.push_str(&number.to_string());
                out.push_str(lookup.ordinal(number, gender));
            }
            _ => out.push_str(piece),
        }
    }

    fn label_element(&mut self, variable: &str, label: Label) -> Flow {
        let Some(value) = self.variable(variable) else { return Flow::default() };
        let name = match variable {
            "locator" if self.cite.label.is_empty() => "page",
            "locator" => self.cite.label,
            other => other,
        };
        let plural = match label.plural {
            Plural::Always => true,
            Plural::Never => false,
            Plural::Contextual => match variable {
                "number-of-pages" | "number-of-volumes" => value.trim() != "1" && !value.trim().is_empty(),
                _ => numbers::is_plural(&value),
            },
        };
        // A locator that begins with a label of its own, such as "vol. 1", needs no other.
        let own = value.split(' ').next().unwrap_or_default().strip_suffix('.');
        if variable == "locator" && own.is_some_and(|own| own.chars().all(char::is_alphabetic)) {
            return Flow::default();
        }
        let lookup = &self.shared.lookup;
        let text = match lookup.text(name, label.form, plural) {
            "" if name.contains(' ') => lookup.text(&name.replace(' ', "-"), label.form, plural),
            text => text,
        };
        push_text(&mut self.out, text);
        Flow::default()
    }

    fn matches(&mut self, branch: &'a Branch) -> bool {
        match branch.matching {
            Match::All => branch.conditions.iter().all(|condition| self.holds(condition)),
            Match::Any => branch.conditions.iter().any(|condition| self.holds(condition)),
            Match::None => !branch.conditions.iter().any(|condition| self.holds(condition)),
        }
    }

    fn holds(&mut self, condition: &Condition) -> bool {
        match condition {
            Condition::Disambiguate(wanted) => {
                self.conditions += 1;
                (self.conditions <= self.disambiguation.conditions) == *wanted
            }
            Condition::IsNumeric(name) => {
                self.variable(name).is_some_and(|value| numbers::is_numeric(&value))
            }
            Condition::IsUncertainDate(name) => self.date_of(name).is_some_and(|date| date.approximate),
            Condition::Locator(label) => {
                let own = if self.cite.label.is_empty() { "page" } else { self.cite.label };
                !self.cite.locator.is_empty() && own.replace(' ', "-") == label.replace(' ', "-")
            }
            Condition::Position(wanted) => match (wanted, self.cite.position) {
                (Position::NearNote, Some(_)) => self.cite.near_note,
                (_, None) | (Position::Unknown, _) => false,
                (Position::Subsequent, Some(position)) => position != Position::First,
                (Position::Ibid, Some(position)) => {
                    matches!(position, Position::Ibid | Position::IbidWithLocator)
                }
                (wanted, Some(position)) => *wanted == position,
            },
            Condition::Type(name) => self.item.item_type == *name,
            Condition::Variable(name) => {
                self.variable(name).is_some_and(|value| !value.is_empty())
                    || !self.names_of(name).is_empty()
                    || self
                        .item
                        .date(name)
                        .is_some_and(|date| date.start.is_some() || !date.literal.is_empty())
            }
        }
    }
}

/// What stands between two numbers, spaced as citeproc-js does.
fn joint(out: &mut String, piece: &str) {
    match piece.trim() {
        "-" | "–" => out.push('–'),
        "," => out.push_str(", "),
        "&" => out.push_str(" & "),
        "" => out.push(' '),
        other => out.push_str(other),
    }
}
