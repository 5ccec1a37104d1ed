//! Citations: positions, sorting inside a citation, grouping and collapsing of cites
//! (CSL 1.0.2, "Citation", "Cite Grouping", "Cite Collapsing").

use super::finish::{CitationPart, write, write_parts};
use super::inline::{Inline, Mark, is_empty, names_range, plain, push_affix, push_rich, push_text};
use super::process::{All, FormattedCitation};
use super::punctuation::punctuate;
use super::render::{CiteView, Render, Without};
use super::sort::{self, Collate};
use super::style::{And, Name, NameForm, NameOptions, Names, PLAIN, Position};
use crate::html::Html;

/// What stands at one place of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Citation {
    pub cites: Vec<Cite>,
    /// The number of the note that it stands in, if it stands in one.
    pub note_number: Option<u32>,
    /// It is part of the author's own sentence: the stop that ends a citation is not its own.
    pub in_sentence: bool,
}

/// One work in a citation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cite {
    /// The work, by its place in the items given.
    pub item: usize,
    /// The place in the work, such as a page.
    pub locator: Option<String>,
    /// What the locator is, as CSL's locator terms name it; a page if nothing is said.
    pub label: Option<String>,
    pub prefix: String,
    pub suffix: String,
    /// Without the author: "as Doe says (1999)".
    pub suppress_author: bool,
    /// The author in the sentence, the rest as the citation: "Doe (1999)". Of a citation's cites one may ask for that.
    pub in_text: bool,
}

impl Cite {
    /// The place in the work; empty if there is none.
    fn locator(&self) -> &str {
        self.locator.as_deref().unwrap_or_default().trim()
    }
}

/// The citation before another one.
struct Before<'a> {
    note: Option<u32>,
    last: Option<&'a Cite>,
    /// How many cites stand in its note, up to its own.
    in_note: usize,
}

impl Before<'_> {
    fn shares_note(&self, citation: &Citation) -> bool {
        self.note.is_some() && self.note == citation.note_number
    }
}

pub(crate) struct Citations<'a> {
    pub all: &'a All<'a>,
    citations: &'a [Citation],
    collate: &'a Collate<'a>,
    /// By item: the numbers of the notes of its first and of its last cite.
    notes: Vec<Option<(u32, u32)>>,
}

/// A cite as it is rendered alone.
pub(super) struct Piece<'a> {
    /// Its place in the citation.
    pub index: usize,
    pub cite: &'a Cite,
    pub view: CiteView<'a>,
    pub content: Vec<Inline>,
    /// The names that it begins with.
    pub names: String,
    /// The delimiter before it, if it is not the layout's.
    pub before: Option<String>,
    pub hidden: bool,
}

/// The element that renders the names of a variable as they stand in a sentence.
fn family_names(variable: &str, usual: &NameOptions) -> Names {
    let options = NameOptions {
        form: Some(NameForm::Short),
        and: Some(And::Text),
        et_al_min: usual.et_al_min.or(Some(4)),
        et_al_use_first: usual.et_al_use_first.or(Some(1)),
        ..NameOptions::default()
    };
    let name = Name { options, ..Name::default() };
    Names { variables: vec![variable.to_string()], name, ..Names::default() }
}

impl<'a> Citations<'a> {
    pub fn new(all: &'a All<'a>, citations: &'a [Citation], collate: &'a Collate<'a>) -> Self {
        Citations { all, citations, collate, notes: Vec::new() }
    }

    pub fn format(mut self) -> Vec<FormattedCitation> {
        let mut out = Vec::with_capacity(self.citations.len());
        // Citations in notes and those in the text take no notice of each other, as in citeproc-js.
        let mut before: [Option<Before>; 2] = [None, None];
        for citation in self.citations {
            let before = &mut before[usize::from(citation.note_number.is_some())];
            let order = self.sorted(citation);
            let views = self.views(citation, &order, before.as_ref());
            let in_text = self.in_text(citation, &order, &views);
            out.push(FormattedCitation { parts: self.citation(citation, &order, views), in_text });
            let same = before.as_ref().filter(|before| before.shares_note(citation));
            let in_note = same.map_or(0, |before| before.in_note) + order.len();
            let last = order.last().map(|at| &citation.cites[*at]);
            *before = Some(Before { note: citation.note_number, last, in_note });
        }
        out
    }

    /// The cites of a citation in the style's order.
    fn sorted(&self, citation: &Citation) -> Vec<usize> {
        let all = self.all;
        let mut order: Vec<usize> =
            (0..citation.cites.len()).filter(|at| citation.cites[*at].item < all.items.len()).collect();
        if all.area().sort.is_empty() || order.len() < 2 {
            return order;
        }
        // What only its year suffix tells from another ascends by that.
        order.sort_by_key(|at| {
            let suffix = all.disambiguation[citation.cites[*at].item].year_suffix;
            (suffix.is_none(), suffix)
        });
        let mut items: Vec<usize> = order.iter().map(|at| citation.cites[*at].item).collect();
        sort::sort(all.shared, all.area(), all.items, self.collate, &mut items);
        // Cites of the same item stay in their order: by item, cites and places belong together.
        let mut places: Vec<usize> = (0..items.len()).collect();
        places.sort_by_key(|place| items[*place]);
        order.sort_by_key(|at| citation.cites[*at].item);
        let mut sorted = vec![0; order.len()];
        for (place, at) in places.into_iter().zip(order) {
            sorted[place] = at;
        }
        // The one whose names stand in the sentence follows them.
        sorted.sort_by_key(|at| !citation.cites[*at].in_text);
        sorted
    }

    /// What the cites say, in the order in which they are shown, and their positions (CSL 1.0.2, "Position"). Without
    /// notes each citation counts as one.
    fn views(
        &mut self,
        citation: &'a Citation,
        order: &[usize],
        before: Option<&Before<'a>>,
    ) -> Vec<CiteView<'a>> {
        let note = citation.note_number.unwrap_or(0);
        let mut views = Vec::with_capacity(order.len());
        // "Ibid." stands for the last cite of the same note, or for the only one of the note before.
        let mut before: Option<&Cite> = before
            .filter(|before| before.in_note == 1 || before.shares_note(citation))
            .and_then(|before| before.last);
        for at in order {
            let cite = &citation.cites[*at];
            let seen = self.notes.get(cite.item).copied().flatten();
            let mut view = CiteView {
                locator: cite.locator(),
                label: cite.label.as_deref().unwrap_or_default(),
                position: Some(Position::First),
                begins: ends_sentence(&cite.prefix) || views.is_empty() && cite.prefix.trim().is_empty(),
                ..CiteView::default()
            };
            if let Some((first, last)) = seen {
                view.first_note = (first > 0).then_some(first);
                view.near_note = note.saturating_sub(last) <= self.all.area().near_note_distance && note > 0;
                let before = before.filter(|before| before.item == cite.item);
                view.position = Some(before.map_or(Position::Subsequent, |before| ibid(before, cite)));
            }
            let (first, last) = seen.unwrap_or((note, note));
            // A citation outside notes says nothing of how far the last note is.
            self.notes.resize(self.notes.len().max(cite.item + 1), None);
            self.notes[cite.item] = Some((first, if note > 0 { note } else { last }));
            views.push(view);
            before = Some(cite);
        }
        views
    }

    /// The names that stand in the sentence before a citation, of the work that asks for that.
    fn in_text(&self, citation: &'a Citation, order: &[usize], views: &[CiteView<'a>]) -> Html {
        let mut cites = order.iter().zip(views);
        let Some((at, view)) = cites.find(|(at, _)| citation.cites[**at].in_text) else {
            return Html::new();
        };
        let item = citation.cites[*at].item;
        let (all, area) = (self.all, self.all.area());
        let content = self.content(item, view, Without::default());
        let names = names_range(&content).map(|(from, to)| content[from..=to].to_vec());
        // Where citations have no names, or whole ones, the sentence has the family names.
        let list = names.filter(|_| !all.shared.style.note).unwrap_or_else(|| {
            let (work, disambiguation) = (&all.items[item], &all.disambiguation[item]);
            let mut list = Vec::new();
            match work.names.iter().find(|(_, names)| !names.is_empty()) {
                Some((variable, _)) => {
                    let names = family_names(variable, &area.names);
                    let mut render = Render::new(all.shared, area, work, disambiguation);
                    render.names(&names, &PLAIN);
                    list = render.out;
                }
                None => push_rich(&mut list, work.variable("title").unwrap_or(&work.id)),
            }
            list
        });
        write(&punctuate(list, all.shared.lookup.punctuation_in_quote), &all.shared.lookup)
    }

    /// The cites, each rendered alone.
    fn pieces(&self, citation: &'a Citation, order: &[usize], views: Vec<CiteView<'a>>) -> Vec<Piece<'a>> {
        let piece = |(at, view): (&usize, CiteView<'a>)| {
            let cite = &citation.cites[*at];
            let without = Without { names: cite.suppress_author || cite.in_text, year: false };
            let content = self.content(cite.item, &view, without);
            let names = names_range(&content).map_or(&[][..], |(from, to)| &content[from..=to]);
            Piece { index: *at, cite, view, names: plain(names), content, before: None, hidden: false }
        };
        order.iter().zip(views).map(piece).collect()
    }

    /// The cites as the style joins them, with the affixes of its layout.
    fn citation(
        &self,
        citation: &'a Citation,
        order: &[usize],
        views: Vec<CiteView<'a>>,
    ) -> Vec<CitationPart> {
        let area = self.all.area();
        if order.is_empty() {
            return Vec::new();
        }
        let pieces = self.collapse(area, self.pieces(citation, order, views));
        let mut list = Vec::new();
        for font in &area.styling.fonts {
            list.push(Inline::Open(Mark::Font(*font)));
        }
        push_affix(&mut list, &area.styling.prefix);
        let mut any = false;
        let mut suffix = "";
        for piece in pieces.into_iter().filter(|piece| !piece.hidden) {
            let affixes = !piece.cite.prefix.is_empty() || !piece.cite.suffix.is_empty();
            if is_empty(&piece.content) && !affixes {
                continue;
            }
            if any && !piece.cite.prefix.starts_with([',', '.']) {
                // The author's own punctuation takes the place of the delimiter.
                let delimiter = if suffix.ends_with([',', ';']) { " " } else { &area.delimiter };
                push_text(&mut list, piece.before.as_deref().unwrap_or(delimiter));
            }
            any = true;
            suffix = piece.cite.suffix.trim_end();
            list.push(Inline::Open(Mark::Cite(piece.index)));
            if !piece.cite.prefix.is_empty() {
                list.push(Inline::Open(Mark::Words));
                push_prefix(&mut list, &piece.cite.prefix);
                list.push(Inline::Close);
            }
            list.extend(piece.content);
            if !piece.cite.suffix.is_empty() {
                list.push(Inline::Open(Mark::Words));
                push_suffix(&mut list, &piece.cite.suffix);
                list.push(Inline::Close);
            }
            list.push(Inline::Close);
        }
        if !any {
            push_text(&mut list, "[CSL STYLE ERROR: reference with no printed form.]");
        }
        if !(citation.in_sentence && area.styling.suffix == ".") {
            push_affix(&mut list, &area.styling.suffix);
        }
        list.extend(area.styling.fonts.iter().map(|_| Inline::Close));
        let lookup = &self.all.shared.lookup;
        write_parts(&punctuate(list, lookup.punctuation_in_quote), lookup)
    }

    /// The layout of a cite of an item.
    pub(super) fn content(&self, item: usize, view: &CiteView<'a>, without: Without) -> Vec<Inline> {
        let all = self.all;
        let render = all.render(all.area(), item, &all.disambiguation[item]);
        let mut render = Render { cite: view.clone(), without, ..render };
        render.layout();
        render.out
    }
}

/// The position of a cite that follows one of the same item directly.
fn ibid(before: &Cite, cite: &Cite) -> Position {
    let (old, new) = (before.locator(), cite.locator());
    match (old.is_empty(), new.is_empty()) {
        (true, true) => Position::Ibid,
        (false, true) => Position::Subsequent,
        (true, false) => Position::IbidWithLocator,
        (false, false) if old == new && before.label == cite.label => Position::Ibid,
        (false, false) => Position::IbidWithLocator,
    }
}

/// Whether the author's words before a cite end in a sentence of theirs.
fn ends_sentence(prefix: &str) -> bool {
    let prefix = prefix.trim();
    prefix.trim_end_matches(['"', '”', '’']).ends_with('.') && prefix.contains(' ')
}

/// The author's words before a cite, with a space if they end in a letter, digit or stop.
fn push_prefix(list: &mut Vec<Inline>, prefix: &str) {
    push_rich(list, prefix);
    if prefix.ends_with(|c: char| c.is_alphanumeric() || ".,:;!?)]”’>".contains(c)) {
        push_text(list, " ");
    }
}

/// The author's words after a cite, with a space if they begin with a letter or digit.
fn push_suffix(list: &mut Vec<Inline>, suffix: &str) {
    if suffix.starts_with(|c: char| c.is_alphanumeric() || "([“‘<".contains(c)) {
        push_text(list, " ");
    }
    push_rich(list, suffix);
}
