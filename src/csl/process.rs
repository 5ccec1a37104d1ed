//! The whole way from items and citations to what is shown: [`process`].

use super::abbreviations::Abbreviations;
use super::citation::{Citation, Citations};
use super::collate::{self, Collation};
use super::disambiguate::disambiguate;
use super::finish::CitationPart;
use super::item::Item;
use super::locale::Locale;
use super::render::{Disambiguation, Render, Shared};
use super::style::{Area, Style};
use super::{bibliography, sort};
use crate::html::Html;
use crate::math::Typesetter;
use std::cell::LazyCell;

/// What the caller decides.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// The language; if empty that of the first locale, or else the style's.
    pub language: String,
    /// Whether addresses and identifiers become links (CSL 1.0.2, appendix VI).
    pub links: bool,
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
    /// Without an element around it; with `second-field-align` or `display` it consists of `div`s with the
    /// classes `csl-left-margin`, `csl-right-inline`, `csl-block` and `csl-indent`.
    pub html: Html,
}

/// Formats `citations` and a bibliography of `items`.
///
/// The `locales` are asked in their order, after the style's own. The references come, and are numbered, in the order of
/// `items`, whatever the style says: jekyll-scholar has an order of its own. [`sorted`] gives the style's.
pub fn process(
    style: &Style,
    locales: &[Locale],
    items: &[Item],
    citations: &[Citation],
    options: &Options,
) -> Processed {
    let language = language(style, locales, options);
    let shared = Shared::new(style, locales, language, options);
    // Most citations are of one work: nothing is to be ordered.
    let collate = LazyCell::new(|| (options.collation)(language));
    let collate = |a: &str, b: &str| collate(a, b);
    let disambiguation = disambiguate(&shared, items);
    let all = All { shared: &shared, items, disambiguation: &disambiguation };
    let citations = Citations::new(&all, citations, &collate).format();
    let bibliography =
        style.bibliography.as_ref().map_or(Vec::new(), |area| bibliography::format(&all, area));
    Processed { citations, bibliography, cut: Some(shared.cut.get()).filter(|line| *line > 0) }
}

/// The order in which the style's bibliography has `items` (CSL 1.0.2, "Sorting"), by their places; without `cs:sort`
/// as they are given.
pub fn sorted(style: &Style, locales: &[Locale], items: &[Item], options: &Options) -> Vec<usize> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    if let Some(area) = &style.bibliography {
        let language = language(style, locales, options);
        let shared = Shared::new(style, locales, language, options);
        sort::sort(&shared, area, items, &*(options.collation)(language), &mut order);
    }
    order
}

/// The language that is asked for, or else that of the first locale or the style's.
fn language<'a>(style: &'a Style, locales: &'a [Locale], options: &'a Options) -> &'a str {
    match options.language.as_str() {
        "" => locales.first().map_or(style.default_locale().unwrap_or("en-US"), Locale::language),
        language => language,
    }
}

/// What citations and bibliography both need.
pub(crate) struct All<'a> {
    pub shared: &'a Shared<'a>,
    pub items: &'a [Item],
    /// By item.
    pub disambiguation: &'a [Disambiguation],
}

impl<'a> All<'a> {
    /// `cs:citation`.
    pub fn area(&self) -> &'a Area {
        &self.shared.style.citation
    }

    /// What renders an item.
    pub fn render<'b>(
        &'b self,
        area: &'b Area,
        item: usize,
        disambiguation: &'b Disambiguation,
    ) -> Render<'b> {
        let render = Render::new(self.shared, area, &self.items[item], disambiguation);
        Render { number: item + 1, ..render }
    }
}
