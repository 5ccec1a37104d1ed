//! A post's works on their way through the processor: which there are, who cites them, which lists show them.
//! [`Works::collect`] is the entrance; `format.rs` writes what becomes of them.

use std::collections::BTreeMap;

use super::details::key_of;
use super::filters::Filters;
use super::library::{Library, Source};
use super::list::{Block, List};
use super::tag::{Kind, Tag};
use crate::bibtex::Entry;
use crate::csl::{self, Item, Locale};
use crate::diagnostic::Diagnostic;
use crate::html::Html;
use crate::markdown::NoteNumber;
use crate::math::Typesetter;
use crate::modules::Modules;
use crate::site::Site;
use crate::yaml::Value;

/// The numbers of the footnotes of tags, given by their places.
pub type NumberNotes<'a> = dyn Fn(&[usize]) -> Vec<NoteNumber> + 'a;

/// What the tags stand in.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The post's file.
    pub file: &'a str,
    pub site: &'a Site,
    /// The post's front matter: `page.*` in templates.
    pub page: &'a Value,
    /// The list of references that al-folio's layout appends: what the post cites, in that order, then the keys
    /// given here.
    pub related: Option<&'a [String]>,
    /// What typesets formulas in titles.
    pub typesetter: &'a Typesetter<'a>,
    /// The numbers of the footnotes that the citations of these tags are or stand in, if citations can be
    /// footnotes here.
    pub number_notes: Option<&'a NumberNotes<'a>>,
    /// What is here of the optional parts.
    pub modules: &'a Modules<'a>,
}

/// A work, by its place among the works of the post.
pub(super) type WorkId = usize;

/// Where a work's entry stands.
pub(super) struct WorkEntry {
    pub set: usize,
    /// The key, as its entry spells it.
    pub key: String,
}

/// What a tag leads to.
#[derive(Default)]
pub(super) struct Plan {
    /// The bibliography and the style, if they are here.
    pub set: Option<usize>,
    pub style: Option<usize>,
    /// The works of its keys; `None` where the bibliography does not know one.
    pub works: Vec<Option<WorkId>>,
    /// What a list shows,
    pub blocks: Vec<Shown>,
    /// or only how much that is.
    pub count: usize,
}

/// A piece of a list.
pub(super) enum Shown {
    Heading(&'static str, String),
    Works(Vec<WorkId>),
}

/// The works of a post.
pub(super) struct Works<'a> {
    pub context: Context<'a>,
    pub library: Library<'a>,
    pub filters: Option<Filters<'a>>,
    entries: Vec<WorkEntry>,
    /// Works by the byte and the file at which their entries stand: one entry is one work in every bibliography.
    index: BTreeMap<String, WorkId>,
    /// One for each tag.
    pub plans: Vec<Plan>,
    /// The list that the front matter asks for.
    pub related: Vec<WorkId>,
    /// By work: its place in `items`.
    item_of: Vec<usize>,
    pub items: Vec<Item>,
    /// By item: its work.
    pub work_of: Vec<WorkId>,
    pub citations: Vec<csl::Citation>,
    /// The tags whose citations are footnotes.
    pub notes: Vec<usize>,
    /// By style.
    pub formatted: Vec<InStyle>,
    pub diagnostics: Vec<Diagnostic>,
}

/// What one style makes of the post: its citations, and by item the references.
#[derive(Default)]
pub(super) struct InStyle {
    pub citations: Vec<csl::FormattedCitation>,
    pub references: Vec<Option<Html>>,
}

impl<'a> Works<'a> {
    /// Finds out which works are needed and formats them in each style that a tag asks for. `page` is the
    /// text of a page that is itself a bibliography.
    pub(super) fn collect(
        tags: &[(Tag, usize)],
        context: Context<'a>,
        page: Option<Source>,
        library: Library<'a>,
    ) -> Works<'a> {
        let mut all = Works {
            context,
            library,
            filters: Filters::of(context.site.values()),
            entries: Vec::new(),
            index: BTreeMap::new(),
            plans: Vec::new(),
            related: Vec::new(),
            item_of: Vec::new(),
            items: Vec::new(),
            work_of: Vec::new(),
            citations: Vec::new(),
            notes: Vec::new(),
            formatted: Vec::new(),
            diagnostics: Vec::new(),
        };
        let page = page.map(|source| all.library.add(&[source]));
        // Keys in the order of their first citation, from the last `--clear` on, and all of them.
        let (mut cited, mut ever): (Vec<String>, Vec<WorkId>) = Default::default();
        let (mut known, mut known_ever): (BTreeMap<String, WorkId>, Vec<bool>) = Default::default();
        for (tag, line) in tags {
            let plan = all.plan(tag, *line, page, &cited);
            known_ever.resize(all.entries.len(), false);
            if tag.is_citation() || tag.kind == Kind::Nocite {
                for work in plan.works.iter().flatten() {
                    let key = &all.entries[*work].key;
                    if known.insert(key.clone(), *work).is_none() {
                        cited.push(key.clone());
                    }
                    if !std::mem::replace(&mut known_ever[*work], true) {
                        ever.push(*work);
                    }
                }
            }
            if tag.has("clear") {
                cited.clear();
                known.clear();
            }
            all.plans.push(plan);
        }
        if let Some(more) = context.related {
            let set = all.library.find(&[], &mut Vec::new());
            let more = more.iter().filter_map(|key| all.work(set, key));
            all.related = ever.iter().copied().chain(more.collect::<Vec<_>>()).collect();
            let mut seen = vec![false; all.entries.len()];
            all.related.retain(|work| !std::mem::replace(&mut seen[*work], true));
        }
        all.make_items(&ever);
        all.format(tags);
        all
    }

    fn report(&mut self, line: usize, message: String) {
        let known = self.diagnostics.iter().any(|other| other.line == line && other.message == message);
        if !known {
            self.diagnostics.push(Diagnostic::new(self.context.file, line, message));
        }
    }

    fn plan(&mut self, tag: &Tag, line: usize, page: Option<usize>, cited: &[String]) -> Plan {
        let mut plan = Plan::default();
        let mut errors = Vec::new();
        let files: Vec<&str> = tag.arguments.all("file").collect();
        plan.set = match tag.kind {
            Kind::Bibtex => Some(self.library.add_block(Source { file: self.context.file, text: &tag.body })),
            Kind::Entry => page,
            _ => self.library.find(&files, &mut errors),
        };
        let usual = self.library.style(None, &mut errors);
        plan.style = match tag.get("style") {
            Some(name) => self.library.style(Some(name), &mut errors).or(usual),
            None => usual,
        };
        let keys = match (tag.kind, plan.set.and_then(|set| self.library.set(set))) {
            (Kind::Bibtex, Some(set)) => set.keys().map(String::from).collect(),
            (Kind::Page, Some(set)) => {
                key_of(&tag.keys().join(" "), set, self.context.site, self.context.modules)
                    .into_iter()
                    .collect()
            }
            _ => tag.keys().to_vec(),
        };
        for key in &keys {
            let work = self.work(plan.set, key);
            if work.is_none() && plan.set.is_some() {
                errors.push(self.missing(key, plan.set));
            }
            plan.works.push(work);
        }
        if let (Kind::Bibliography | Kind::Count, Some(set)) = (tag.kind, plan.set) {
            let Context { site, modules, .. } = self.context;
            let selected = self.library.set(set);
            let selected = selected
                .map(|bibliography| List { tag, site, bibliography, cited }.chosen(modules, &mut errors));
            for block in selected.unwrap_or_default() {
                match block {
                    Block::Heading(element, text) => plan.blocks.push(Shown::Heading(element, text)),
                    Block::Works(keys) if tag.kind == Kind::Count => plan.count += keys.len(),
                    Block::Works(keys) => {
                        let works = keys.iter().filter_map(|key| self.work(Some(set), key)).collect();
                        plan.blocks.push(Shown::Works(works));
                    }
                }
            }
        }
        for error in errors {
            self.report(line, error);
        }
        plan
    }

    /// What is said of a key that a bibliography does not know.
    pub(super) fn missing(&self, key: &str, set: Option<usize>) -> String {
        ["no entry “", key, "” in ", self.library.file(set)].concat()
    }

    /// The work of a key.
    fn work(&mut self, set: Option<usize>, key: &str) -> Option<WorkId> {
        let raw = self.library.set(set?)?.get(key)?;
        let next = self.entries.len();
        // Blocks of entries in the post all count from their own beginning.
        let block =
            set.filter(|_| raw.file == self.context.file).map_or(String::new(), |set| set.to_string());
        let place = [&raw.start.to_string(), " ", raw.file, " ", &block].concat();
        let work = *self.index.entry(place).or_insert(next);
        if work == next {
            self.entries.push(WorkEntry { set: set?, key: raw.key.to_string() });
        }
        Some(work)
    }

    pub(super) fn at(&self, work: WorkId) -> &WorkEntry {
        &self.entries[work]
    }

    /// A work's entry, decoded.
    pub(super) fn entry(&self, work: WorkId) -> Entry {
        let WorkEntry { set, key } = &self.entries[work];
        self.library.set(*set).and_then(|set| set.decode(key)).unwrap_or_default()
    }

    pub(super) fn item(&self, work: WorkId) -> usize {
        self.item_of[work]
    }

    /// Makes the items in the order that decides their numbers: that of the first list that is shown; without
    /// any, that of the citations.
    fn make_items(&mut self, cited: &[WorkId]) {
        let listed = |plan: &Plan| -> Vec<WorkId> {
            let works = plan.blocks.iter().filter_map(|block| match block {
                Shown::Works(works) => Some(works),
                Shown::Heading(..) => None,
            });
            works.flatten().copied().collect()
        };
        let first = self.plans.iter().map(listed).find(|works| !works.is_empty());
        let order = first.into_iter().flatten().chain(cited.iter().copied()).chain(0..self.entries.len());
        self.item_of = vec![usize::MAX; self.entries.len()];
        for work in order.collect::<Vec<_>>() {
            if self.item_of[work] != usize::MAX {
                continue;
            }
            self.item_of[work] = self.items.len();
            self.work_of.push(work);
            let mut entry = self.entry(work);
            if let Some(filters) = &self.filters {
                filters.apply(&mut entry);
            }
            self.items.push(entry.item());
            self.diagnostics.append(&mut entry.diagnostics);
        }
    }

    /// Hands the citations to the processor, once for each style that is asked for.
    fn format(&mut self, tags: &[(Tag, usize)]) {
        for (at, (tag, _)) in tags.iter().enumerate().filter(|(_, (tag, _))| tag.is_citation()) {
            let locators: Vec<&str> = tag.arguments.all("locator").collect();
            let labels: Vec<&str> = tag.arguments.all("label").collect();
            let word = |words: &[&str], at: usize| words.get(at).map(|word| word.to_string());
            let cites = self.plans[at].works.iter().enumerate().filter_map(|(at, work)| {
                let mut cite = csl::Cite {
                    item: self.item_of[(*work)?],
                    locator: word(&locators, at),
                    label: word(&labels, at),
                    suppress_author: tag.has("suppress_author"),
                    ..csl::Cite::default()
                };
                if let Some(cited) = tag.cites.get(at) {
                    let locator = cited.locator.as_ref();
                    cite.locator = locator.map(|(_, locator)| locator.clone());
                    cite.label = locator.map(|(label, _)| label.to_string());
                    cite.prefix.clone_from(&cited.before);
                    cite.suffix.clone_from(&cited.after);
                    cite.suppress_author |= cited.suppressed;
                    cite.in_text = cited.in_text;
                }
                Some(cite)
            });
            let cites = cites.collect();
            self.citations.push(csl::Citation { cites, ..csl::Citation::default() });
        }
        let usual = self.library.style(None, &mut Vec::new());
        self.number_notes(tags, usual);
        let used = |at: usize| usual == Some(at) || self.plans.iter().any(|plan| plan.style == Some(at));
        let (mut formatted, mut diagnostics) = (Vec::new(), Vec::new());
        let any = usual.is_some() && !self.items.is_empty();
        let abbreviations = if any { self.library.abbreviations(&mut diagnostics) } else { None };
        for (at, style) in self.library.styles().enumerate() {
            let mut made = InStyle::default();
            if used(at) {
                let locales = self.library.locales(at, &mut diagnostics);
                let cut = self.process(style, &locales, abbreviations.as_ref(), &mut made);
                diagnostics.extend(cut.map(|line| {
                    let message = "this macro calls itself, or others without end: it is cut off";
                    Diagnostic::new(self.library.file_of_style(at), line, message)
                }));
            }
            formatted.push(made);
        }
        self.formatted = formatted;
        self.diagnostics.append(&mut diagnostics);
    }

    /// Finds the citations that are footnotes, those of a style whose class is `note`, and their numbers.
    fn number_notes(&mut self, tags: &[(Tag, usize)], usual: Option<usize>) {
        let is_note = |at: usize| self.library.styles().nth(at).is_some_and(csl::Style::is_note_style);
        let (Some(number), Some(usual)) = (self.context.number_notes, usual.filter(|at| is_note(*at))) else {
            return;
        };
        let mut numbered = Vec::new();
        let citations = tags.iter().enumerate().filter(|(_, (tag, _))| tag.is_citation());
        for (citation, (at, (tag, _))) in citations.enumerate() {
            // A quotation says what it is from, and words of the author's own are part of the sentence.
            let own = tag.kind == Kind::Quote || tag.has("text");
            if !own && self.plans[at].style == Some(usual) && !self.citations[citation].cites.is_empty() {
                self.notes.push(at);
                numbered.push(citation);
            }
        }
        if !self.notes.is_empty() {
            for (citation, note) in numbered.into_iter().zip(number(&self.notes)) {
                self.citations[citation].note_number = Some(note.number).filter(|note| *note > 0);
                self.citations[citation].in_sentence = note.inside;
            }
        }
    }

    /// The citations as the processor wants them: in the order of their notes, and which they are.
    fn ordered(&self) -> (Vec<usize>, Vec<csl::Citation>) {
        let mut order: Vec<usize> = (0..self.citations.len()).collect();
        if !self.notes.is_empty() {
            // What is in no footnote stands where the text has it.
            let mut last = None;
            let numbers = self.citations.iter().map(|citation| {
                last = citation.note_number.or(last);
                last
            });
            let numbers: Vec<Option<u32>> = numbers.collect();
            order.sort_by_key(|at| numbers[*at]);
        }
        let citations = order.iter().map(|at| self.citations[*at].clone()).collect();
        (order, citations)
    }

    fn process(
        &self,
        style: &csl::Style,
        locales: &[Locale],
        abbreviations: Option<&csl::Abbreviations>,
        made: &mut InStyle,
    ) -> Option<usize> {
        let mut options = csl::Options {
            language: String::new(),
            links: true,
            collation: self.library.around.collation,
            abbreviations,
            typesetter: Some(self.context.typesetter),
        };
        let (order, citations) = self.ordered();
        let mut processed = csl::process(style, locales, &self.items, &citations, &options);
        made.references = vec![None; self.items.len()];
        for reference in processed.bibliography.drain(..) {
            made.references[reference.item] = Some(reference.html);
        }
        made.citations = vec![csl::FormattedCitation::default(); order.len()];
        for (at, citation) in order.into_iter().zip(processed.citations) {
            made.citations[at] = citation;
        }
        // `allow_locale_overrides`: a work in another language is listed in the words of that language.
        let allowed =
            self.context.site.get(&["scholar", "allow_locale_overrides"]).is_some_and(Value::is_truthy);
        let language = |item: &Item| item.variable("language").map(str::to_string);
        let mut languages: Vec<String> = self.items.iter().filter(|_| allowed).filter_map(language).collect();
        languages.sort_unstable();
        languages.dedup();
        for name in languages.into_iter().take(64) {
            let Some(locale) = self.library.locale(&name) else { continue };
            options.language = locale.language().to_string();
            let locales: Vec<Locale> = [locale].into_iter().chain(locales.iter().cloned()).collect();
            for reference in csl::process(style, &locales, &self.items, &[], &options).bibliography {
                if self.items[reference.item].variable("language") == Some(&name) {
                    made.references[reference.item] = Some(reference.html);
                }
            }
        }
        processed.cut
    }
}
