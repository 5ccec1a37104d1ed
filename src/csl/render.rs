//! Evaluates a style's elements for one item: [`Render::layout`] is the entrance.
//!
//! Everything is appended to one list of inline nodes; what turns out empty is cut off again.

use super::abbreviations::Abbreviations;
use super::inline::{Inline, Mark, is_empty, push_affix, push_rich, push_text};
use super::item::Item;
use super::locale::{Locale, Lookup};
use super::process;
use super::style::{Area, Kind, NameOptions, Names, Node, Position, Style, Styling};
use super::text_case;
use std::cell::Cell;

/// Elements nested more deeply, through macros that call macros, render nothing.
const DEEPEST: usize = 150;
/// Elements evaluated for one cite at most: macros that call macros twice each would never end.
const MOST: u32 = 50_000;

/// What is the same for all items.
pub(crate) struct Shared<'a> {
    pub style: &'a Style,
    pub lookup: Lookup<'a>,
    pub links: bool,
    pub abbreviations: Option<&'a Abbreviations>,
    /// The line of a macro that was cut off, or 0.
    pub cut: Cell<usize>,
}

impl<'a> Shared<'a> {
    /// What `style` and `options` say, in a language.
    pub fn new(
        style: &'a Style,
        locales: &'a [Locale],
        language: &'a str,
        options: &'a process::Options,
    ) -> Self {
        let mut lookup = Lookup::new(&style.locales, locales, language);
        lookup.typesetter = options.typesetter;
        let (links, abbreviations) = (options.links, options.abbreviations);
        Shared { style, lookup, links, abbreviations, cut: Cell::new(0) }
    }
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
    /// Where the list stands in the output,
    pub range: (usize, usize),
    /// and each of its names.
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
    /// Its `citation-number`, from 1.
    pub number: usize,
    pub cite: CiteView<'a>,
    pub disambiguation: &'a Disambiguation,
    pub without: Without,
    /// Set while a sort key is made.
    pub sorting: Option<&'a NameOptions>,
    /// Set while cites are compared.
    pub comparing: bool,
    pub out: Vec<Inline>,
    pub name_sets: Vec<NameSet<'a>>,
    /// What `cs:substitute` has used up.
    pub used: Vec<&'a str>,
    pub substituting: usize,
    pub outer: Option<(&'a Names, &'a Styling)>,
    /// A text stands in the place of names whose formatting is not for it.
    pub unformatted: bool,
    /// How many parentheses of affixes are open; in notes those inside others are square brackets.
    pub parentheses: usize,
    pub year_suffix_done: bool,
    pub names_done: bool,
    /// How many `disambiguate` conditions have been met.
    pub conditions: usize,
    pub depth: usize,
    /// The line of the macro that is being rendered.
    pub line: usize,
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
            comparing: false,
            out: Vec::with_capacity(40),
            name_sets: Vec::new(),
            used: Vec::new(),
            substituting: 0,
            outer: None,
            unformatted: false,
            parentheses: 0,
            year_suffix_done: false,
            names_done: false,
            conditions: 0,
            depth: 0,
            line: 0,
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
            self.line = called.line;
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
            self.shared.cut.set(self.line.max(1));
            return Flow::default();
        }
        self.depth += 1;
        let flow = inner(self);
        self.depth -= 1;
        // Long texts cost what they weigh, wherever macros repeat them.
        let long =
            self.out.last().map_or(0, |last| if let Inline::Text(text) = last { text.len() / 64 } else { 0 });
        self.left = self.left.saturating_sub(1 + long as u32);
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
        let (start, parentheses) = (self.out.len(), self.parentheses);
        // Blocks are a matter of the bibliography.
        let display = styling.display.filter(|_| self.cite.position.is_none());
        if let Some(display) = display {
            self.out.push(Inline::Open(Mark::Display(display)));
        }
        self.affix(&styling.prefix);
        if styling.quotes {
            self.out.push(Inline::Open(Mark::Quotes('"')));
        }
        let formatted = self.out.len();
        self.out.extend(styling.fonts.iter().map(|font| Inline::Open(Mark::Font(*font))));
        let inside = self.out.len();
        let flow = content(self);
        let language = styling.case.and_then(|_| self.text_of("language"));
        let list = &mut self.out[inside..];
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
            self.parentheses = parentheses;
            return flow;
        }
        if !styling.fonts.is_empty() && std::mem::take(&mut self.unformatted) {
            self.out.drain(formatted..inside);
        } else {
            self.out.extend(styling.fonts.iter().map(|_| Inline::Close));
        }
        if styling.quotes {
            self.out.push(Inline::Close);
        }
        self.affix(&styling.suffix);
        if display.is_some() {
            self.out.push(Inline::Close);
        }
        flow
    }

    /// An affix. In notes parentheses inside others are square brackets, as in citeproc-js.
    fn affix(&mut self, text: &str) {
        if !self.shared.style.note || !text.contains(['(', ')']) {
            push_affix(&mut self.out, text);
            return;
        }
        let mut flipped = String::with_capacity(text.len());
        for c in text.chars() {
            flipped.push(match c {
                '(' => {
                    self.parentheses += 1;
                    if self.parentheses.is_multiple_of(2) { '[' } else { '(' }
                }
                ')' => {
                    self.parentheses = self.parentheses.saturating_sub(1);
                    if self.parentheses.is_multiple_of(2) { ')' } else { ']' }
                }
                c => c,
            });
        }
        push_affix(&mut self.out, &flipped);
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
                let Some(called) = style.macros.get(*index) else { return Flow::default() };
                let caller = std::mem::replace(&mut self.line, called.line);
                let flow = self.group("", &called.children);
                self.line = caller;
                flow
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
}
