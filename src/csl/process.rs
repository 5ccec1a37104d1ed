//! The whole way from items and citations to what is shown: [`process`].

use super::abbreviations::Abbreviations;
use super::citation::{Citation, Citations};
use super::collate::{self, Collation};
use super::disambiguate::disambiguate;
use super::finish::CitationPart;
use super::item::Item;
use super::locale::{Locale, Lookup};
use super::render::{Disambiguation, Shared};
use super::style::{Area, Style};
use super::{bibliography, sort};
use crate::html::Html;
use crate::math::Typesetter;
use std::cell::{Cell, LazyCell};

/// In which order the references come, and are numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As the style sorts; where it does not, by first citation and then as the items are given.
    #[default]
    Cited,
    /// As the style sorts; where it does not, as the items are given.
    Listed,
    /// As the items are given, whatever the style says.
    Given,
}

/// What the caller decides.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// The language; if empty that of the first locale, or else the style's.
    pub language: String,
    /// Whether addresses and identifiers become links (CSL 1.0.2, appendix VI).
    pub links: bool,
    pub order: Order,
    /// The order of texts in the language.
    pub collation: Collation,
    /// What `form="short"` looks texts up in.
    pub abbreviations: Option<&'a Abbreviations>,
    /// What typesets formulas in titles; without it they are shown as their source.
    pub typesetter: Option<&'a Typesetter<'a>>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options {
            language: String::new(),
            links: false,
            order: Order::Cited,
            collation: collate::plain,
            abbreviations: None,
            typesetter: None,
        }
    }
}

/// What [`process`] makes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Processed {
    /// One for each citation, in their order.
    pub citations: Vec<FormattedCitation>,
    /// One for each item for which the style renders anything; empty if the style has no bibliography.
    pub bibliography: Vec<Reference>,
    /// The line of a macro of the style that calls itself, or others without end; it was cut off.
    pub cut: Option<usize>,
}

/// A citation in parts, so that each cite can be linked to its own reference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormattedCitation {
    pub parts: Vec<CitationPart>,
    /// The names that stand in the sentence before it, if its cite asks for that.
    pub in_text: Html,
}

impl FormattedCitation {
    /// All of it.
    pub fn html(&self) -> Html {
        let mut whole = Html::new();
        for part in &self.parts {
            let (CitationPart::Between(html) | CitationPart::Cite { html, .. }) = part;
            whole.push(html);
        }
        whole
    }
}

/// An entry of the bibliography.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// The item, by its place in the items given.
    pub item: usize,
    /// Its `citation-number`, from 1.
    pub number: usize,
    /// Without an element around it; with `second-field-align` or `display` it consists of `div`s with the
    /// classes `csl-left-margin`, `csl-right-inline`, `csl-block` and `csl-indent`.
    pub html: Html,
    /// The letter that tells it from others of the same authors and year, if it needs one.
    pub year_suffix: Option<String>,
}

/// Formats `citations` and a bibliography of `items`.
///
/// The `locales` are asked in their order, after the style's own. Items that no citation cites are in the bibliography as well.
pub fn process(
    style: &Style,
    locales: &[Locale],
    items: &[Item],
    citations: &[Citation],
    options: &Options,
) -> Processed {
    let language = match options.language.as_str() {
        "" => locales.first().map_or(style.default_locale().unwrap_or("en-US"), Locale::language),
        language => language,
    };
    let mut lookup = Lookup::new(&style.locales, locales, language);
    lookup.typesetter = options.typesetter;
    let shared = Shared {
        style,
        lookup,
        links: options.links,
        abbreviations: options.abbreviations,
        cut: Cell::new(0),
    };
    // Most citations are of one work: nothing is to be ordered.
    let collate = LazyCell::new(|| (options.collation)(language));
    let collate = |a: &str, b: &str| collate(a, b);
    let mut order = registered(items.len(), citations, options.order);
    let area = style.bibliography.as_ref();
    if options.order != Order::Given
        && let Some(area) = area.filter(|area| !area.sort.is_empty())
    {
        let known = numbered(&order, items.len());
        sort::sort(&shared, area, items, &known, &collate, &mut order);
    }
    let numbers = numbered(&order, items.len());
    let disambiguation = disambiguate(&shared, items, &order);
    let all = All { shared: &shared, items, numbers: &numbers, disambiguation: &disambiguation };
    let citations = Citations::new(&all, citations, &collate).format();
    let bibliography = area.map_or(Vec::new(), |area| bibliography::format(&all, area, &order));
    Processed { citations, bibliography, cut: Some(shared.cut.get()).filter(|line| *line > 0) }
}

/// What citations and bibliography both need.
pub(crate) struct All<'a> {
    pub shared: &'a Shared<'a>,
    pub items: &'a [Item],
    /// `citation-number` by item.
    pub numbers: &'a [usize],
    /// By item.
    pub disambiguation: &'a [Disambiguation],
}

impl<'a> All<'a> {
    pub fn area(&self) -> &'a Area {
        &self.shared.style.citation
    }
}

/// For each item its place in `order`, from 1.
fn numbered(order: &[usize], count: usize) -> Vec<usize> {
    let mut numbers = vec![0; count];
    for (at, item) in order.iter().enumerate() {
        numbers[*item] = at + 1;
    }
    numbers
}

/// The items in the order in which they came to be known.
fn registered(count: usize, citations: &[Citation], order: Order) -> Vec<usize> {
    let mut seen = vec![order != Order::Cited; count];
    let mut out = Vec::with_capacity(count);
    if order == Order::Cited {
        for cite in citations.iter().flat_map(|citation| &citation.cites) {
            if let Some(seen) = seen.get_mut(cite.item).filter(|seen| !**seen) {
                *seen = true;
                out.push(cite.item);
            }
        }
        out.extend((0..count).filter(|item| !seen[*item]));
    } else {
        out.extend(0..count);
    }
    out
}
