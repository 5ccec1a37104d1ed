//! Citations: positions, sorting inside a citation, grouping and collapsing of cites
//! (CSL 1.0.2, "Citation", "Cite Grouping", "Cite Collapsing").

use super::finish::{punctuate, write_parts};
use super::inline::{Inline, Mark, is_empty, plain, push_rich, push_text};
use super::process::{All, FormattedCitation};
use super::render::{CiteView, Render, Without};
use super::sort;
use super::style::{Area, Collapse, Position};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What stands at one place of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Citation {
    pub cites: Vec<Cite>,
    /// The number of the note that it stands in, if it stands in one.
    pub note_number: Option<u32>,
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
    /// The author alone.
    pub author_only: bool,
    /// Where the cite stands, if the caller knows better than the order of the citations.
    pub position: Option<Position>,
}

/// What is known of a cite from the citations before it.
#[derive(Clone, Copy, Debug)]
struct Place {
    position: Position,
    near_note: bool,
    first_note: Option<u32>,
}

pub(crate) struct Citations<'a> {
    all: &'a All<'a>,
    citations: &'a [Citation],
    collate: fn(&str, &str) -> Ordering,
    /// By item: the numbers of the notes of its first and of its last cite.
    notes: BTreeMap<usize, (u32, u32)>,
}

/// A cite as it is rendered alone.
struct Piece<'a> {
    index: usize,
    cite: &'a Cite,
    place: Place,
    /// Nothing stands before it in its sentence.
    begins: bool,
    content: Vec<Inline>,
    /// The names that it begins with.
    names: String,
    /// The delimiter before it, if it is not the layout's.
    before: Option<String>,
    hidden: bool,
}

impl<'a> Citations<'a> {
    pub fn new(all: &'a All<'a>, citations: &'a [Citation], collate: fn(&str, &str) -> Ordering) -> Self {
        Citations { all, citations, collate, notes: BTreeMap::new() }
    }

    pub fn format(mut self) -> Vec<FormattedCitation> {
        let mut out = Vec::with_capacity(self.citations.len());
        let mut previous: Option<(&Citation, Vec<usize>)> = None;
        for citation in self.citations {
            let order = self.sorted(citation);
            let places = self.places(citation, &order, previous.as_ref());
            out.push(FormattedCitation { parts: self.citation(citation, &order, &places) });
            previous = Some((citation, order));
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
        order.sort_by_key(|at| all.disambiguation[citation.cites[*at].item].year_suffix);
        let mut items: Vec<usize> = order.iter().map(|at| citation.cites[*at].item).collect();
        sort::sort(all.shared, all.area(), all.items, all.numbers, self.collate, &mut items);
        // Cites of the same item stay in their order.
        let mut sorted = Vec::with_capacity(order.len());
        for item in items {
            if let Some(at) = order.iter().position(|at| citation.cites[*at].item == item) {
                sorted.push(order.remove(at));
            }
        }
        sorted
    }

    /// The positions of the cites (CSL 1.0.2, "Position"). Without notes each citation counts as one.
    fn places(
        &mut self,
        citation: &Citation,
        order: &[usize],
        previous: Option<&(&Citation, Vec<usize>)>,
    ) -> Vec<Place> {
        let note = citation.note_number.unwrap_or(0);
        let mut places = Vec::with_capacity(order.len());
        let mut before: Option<&Cite> = match previous {
            Some((last, cites))
                if cites.len() == 1 && last.note_number.is_some() == citation.note_number.is_some() =>
            {
                cites.first().and_then(|at| last.cites.get(*at))
            }
            Some((last, cites))
                if !cites.is_empty() && note > 0 && last.note_number == citation.note_number =>
            {
                cites.last().and_then(|at| last.cites.get(*at))
            }
            _ => None,
        };
        for at in order {
            let cite = &citation.cites[*at];
            let seen = self.notes.get(&cite.item).copied();
            let mut place = Place { position: Position::First, near_note: false, first_note: None };
            if let Some(position) = cite.position {
                place.position = position;
            } else if let Some((first, last)) = seen {
                place.position = Position::Subsequent;
                place.first_note = (first > 0).then_some(first);
                place.near_note = note.saturating_sub(last) <= self.all.area().near_note_distance && note > 0;
                if let Some(before) = before.filter(|before| before.item == cite.item) {
                    place.position = ibid(before, cite);
                }
            }
            let first = seen.map_or(note, |(first, _)| first);
            self.notes.insert(cite.item, (first, note));
            places.push(place);
            before = Some(cite);
        }
        places
    }

    fn citation(
        &self,
        citation: &'a Citation,
        order: &[usize],
        places: &[Place],
    ) -> Vec<super::CitationPart> {
        let area = self.all.area();
        let mut pieces: Vec<Piece> = Vec::with_capacity(order.len());
        for (at, place) in order.iter().zip(places) {
            let cite = &citation.cites[*at];
            let begins = pieces.is_empty() && begins_sentence(&cite.prefix);
            let mut piece = Piece {
                index: *at,
                cite,
                place: *place,
                begins,
                content: Vec::new(),
                names: String::new(),
                before: None,
                hidden: false,
            };
            let without = Without { names: cite.suppress_author, year: false };
            piece.content = self.content(&piece, without);
            let names = names_of(&piece.content);
            piece.names = plain(&names);
            if cite.author_only {
                piece.content = names;
            }
            pieces.push(piece);
        }
        pieces = self.collapse(area, pieces);
        let mut list = Vec::new();
        for font in &area.styling.fonts {
            list.push(Inline::Open(Mark::Font(*font)));
        }
        let author_only = pieces.iter().all(|piece| piece.cite.author_only);
        if !author_only {
            push_rich(&mut list, &area.styling.prefix);
        }
        let mut any = false;
        let mut suffix = "";
        for piece in pieces.into_iter().filter(|piece| !piece.hidden) {
            let affixes = !piece.cite.prefix.is_empty() || !piece.cite.suffix.is_empty();
            if is_empty(&piece.content) && !affixes {
                continue;
            }
            if any && !piece.cite.prefix.starts_with(',') {
                // The author's own comma takes the place of the delimiter.
                let delimiter = if suffix.ends_with([',', ';']) { " " } else { &area.delimiter };
                push_text(&mut list, piece.before.as_deref().unwrap_or(delimiter));
            }
            any = true;
            suffix = piece.cite.suffix.trim_end();
            list.push(Inline::Open(Mark::Cite(piece.index)));
            push_prefix(&mut list, &piece.cite.prefix);
            list.extend(piece.content);
            push_suffix(&mut list, &piece.cite.suffix);
            list.push(Inline::Close);
        }
        if !any {
            return vec![super::CitationPart::Between(crate::html::Html::from_text(
                "[CSL STYLE ERROR: reference with no printed form.]",
            ))];
        }
        if !author_only {
            push_rich(&mut list, &area.styling.suffix);
        }
        list.extend(area.styling.fonts.iter().map(|_| Inline::Close));
        let lookup = &self.all.shared.lookup;
        write_parts(&punctuate(list, lookup.punctuation_in_quote), lookup)
    }

    fn content(&self, piece: &Piece, without: Without) -> Vec<Inline> {
        let item = piece.cite.item;
        let cite = CiteView {
            locator: piece.cite.locator.as_deref().unwrap_or_default().trim(),
            label: piece.cite.label.as_deref().unwrap_or_default(),
            position: Some(piece.place.position),
            near_note: piece.place.near_note,
            first_note: piece.place.first_note,
            begins: piece.begins,
        };
        let (area, all) = (self.all.area(), self.all);
        let mut render = Render {
            number: all.numbers[item],
            cite,
            without,
            ..Render::new(all.shared, area, &all.items[item], &all.disambiguation[item])
        };
        render.layout();
        render.out
    }

    fn collapse(&self, area: &Area, mut pieces: Vec<Piece<'a>>) -> Vec<Piece<'a>> {
        match area.collapse {
            Collapse::CitationNumber => {
                self.collapse_numbers(area, &mut pieces);
                pieces
            }
            Collapse::None if area.cite_group_delimiter.is_none() => pieces,
            collapse => {
                let mut pieces = grouped(pieces);
                self.collapse_names(area, collapse, &mut pieces);
                pieces
            }
        }
    }

    /// Runs of three and more numbers become ranges.
    fn collapse_numbers(&self, area: &Area, pieces: &mut [Piece]) {
        let number = |piece: &Piece| self.all.numbers[piece.cite.item];
        let bare = |piece: &Piece| {
            piece.cite.prefix.is_empty()
                && piece.cite.suffix.is_empty()
                && piece.cite.locator.as_deref().unwrap_or_default().is_empty()
        };
        let mut at = 0;
        let mut collapsed = false;
        while at < pieces.len() {
            let mut end = at;
            while end + 1 < pieces.len()
                && bare(&pieces[at])
                && bare(&pieces[end + 1])
                && number(&pieces[end + 1]) == number(&pieces[end]) + 1
            {
                end += 1;
            }
            if collapsed && let Some(delimiter) = &area.after_collapse_delimiter {
                pieces[at].before = Some(delimiter.clone());
            }
            collapsed = end >= at + 2;
            if collapsed {
                for piece in &mut pieces[at + 1..end] {
                    piece.hidden = true;
                }
                pieces[end].before = Some("–".to_string());
            }
            at = end + 1;
        }
    }

    /// Cites of the same authors show these once; of the same year, the year once.
    fn collapse_names(&self, area: &Area, collapse: Collapse, pieces: &mut [Piece]) {
        // As in citeproc-js, the default is for styles that sort their cites.
        let usual = if area.sort.is_empty() { &area.delimiter } else { ", " };
        let group = area.cite_group_delimiter.as_deref().unwrap_or(usual);
        let suffixes = area.year_suffix_delimiter.as_ref().or(area.cite_group_delimiter.as_ref());
        let suffixes = suffixes.unwrap_or(&area.delimiter).as_str();
        let has_locator = |piece: &Piece| piece.cite.locator.is_some();
        let years = matches!(collapse, Collapse::YearSuffix | Collapse::YearSuffixRanged);
        // The first cite counts as collapsed, as in citeproc-js.
        let mut collapsed = true;
        // The first of a run of cites of one year, rendered without its suffix.
        let mut year: Option<Vec<Inline>> = None;
        for at in 1..pieces.len() {
            let same = pieces[at].names == pieces[at - 1].names && (years || !pieces[at].names.is_empty());
            if collapsed || has_locator(&pieces[at - 1]) {
                pieces[at].before = area.after_collapse_delimiter.clone();
            }
            if !same {
                if collapsed {
                    pieces[at].before = area.after_collapse_delimiter.clone();
                }
                collapsed = false;
                year = None;
                continue;
            }
            let suffixed = year.is_some();
            if !pieces[at].names.is_empty() {
                let delimiter = if suffixed { &area.delimiter } else { group };
                let after = area.after_collapse_delimiter.as_deref();
                let after = after.filter(|_| suffixed || has_locator(&pieces[at - 1]));
                pieces[at].before = Some(after.unwrap_or(delimiter).to_string());
            }
            if collapse == Collapse::None {
                continue;
            }
            let suffix = |piece: &Piece| self.all.disambiguation[piece.cite.item].year_suffix;
            if years && let Some(own) = suffix(&pieces[at]) {
                let bare = |piece: &Piece| self.without_suffix(piece);
                let before = match &year {
                    Some(before) => before.clone(),
                    None => bare(&pieces[at - 1]),
                };
                let this = bare(&pieces[at]);
                let plainly = pieces[at].cite.locator.is_none()
                    && pieces[at].cite.prefix.is_empty()
                    && pieces[at - 1].cite.locator.is_none()
                    && pieces[at - 1].cite.suffix.is_empty();
                if plainly && plain(&before) == plain(&this) && suffix(&pieces[at - 1]).is_some() {
                    let mut content = Vec::new();
                    push_text(&mut content, &super::numbers::letters(own));
                    pieces[at].content = self.content(&pieces[at], Without { names: true, year: true });
                    if is_empty(&pieces[at].content) {
                        pieces[at].content = content;
                    }
                    pieces[at].before = Some(suffixes.to_string());
                    year = Some(this);
                    collapsed = true;
                    continue;
                }
            }
            year = None;
            if pieces[at].names.is_empty() {
                collapsed = false;
                continue;
            }
            pieces[at].content = self.content(&pieces[at], Without { names: true, year: false });
            collapsed = true;
        }
        if collapse == Collapse::YearSuffixRanged {
            self.suffix_ranges(suffixes, pieces);
        }
    }

    /// Runs of three and more year suffixes become ranges.
    fn suffix_ranges(&self, delimiter: &str, pieces: &mut [Piece]) {
        let suffix = |piece: &Piece| self.all.disambiguation[piece.cite.item].year_suffix;
        let mut at = 0;
        while at < pieces.len() {
            let mut end = at;
            while end + 1 < pieces.len()
                && pieces[end + 1].before.as_deref() == Some(delimiter)
                && suffix(&pieces[end + 1]).is_some()
                && suffix(&pieces[end + 1]) == suffix(&pieces[end]).map(|number| number + 1)
            {
                end += 1;
            }
            if end >= at + 2 {
                for piece in &mut pieces[at + 1..end] {
                    piece.hidden = true;
                }
                pieces[end].before = Some("–".to_string());
            }
            at = end + 1;
        }
    }

    fn without_suffix(&self, piece: &Piece) -> Vec<Inline> {
        let item = piece.cite.item;
        let mut disambiguation = self.all.disambiguation[item].clone();
        disambiguation.year_suffix = None;
        let (area, all) = (self.all.area(), self.all);
        let mut render = Render {
            number: all.numbers[item],
            cite: CiteView { position: Some(piece.place.position), ..CiteView::default() },
            ..Render::new(all.shared, area, &all.items[item], &disambiguation)
        };
        render.layout();
        render.out
    }
}

/// Cites of the same authors stand together, at the place of the first.
fn grouped(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut groups: Vec<Vec<Piece>> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for piece in pieces {
        let at = match known.get(&piece.names) {
            Some(at) if !piece.names.is_empty() => *at,
            _ => {
                known.insert(piece.names.clone(), groups.len());
                groups.push(Vec::new());
                groups.len() - 1
            }
        };
        groups[at].push(piece);
    }
    groups.into_iter().flatten().collect()
}

/// The position of a cite that follows one of the same item directly.
fn ibid(before: &Cite, cite: &Cite) -> Position {
    let locator = |cite: &Cite| cite.locator.as_deref().unwrap_or_default().trim().to_string();
    let (old, new) = (locator(before), locator(cite));
    match (old.is_empty(), new.is_empty()) {
        (true, true) => Position::Ibid,
        (false, true) => Position::Subsequent,
        (true, false) => Position::IbidWithLocator,
        (false, false) if old == new && before.label == cite.label => Position::Ibid,
        (false, false) => Position::IbidWithLocator,
    }
}

/// What is inside the mark for names.
fn names_of(list: &[Inline]) -> Vec<Inline> {
    let Some(start) = list.iter().position(|node| *node == Inline::Open(Mark::Names)) else {
        return Vec::new();
    };
    let mut depth = 0;
    for (at, node) in list.iter().enumerate().skip(start) {
        match node {
            Inline::Open(_) => depth += 1,
            Inline::Close => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return list[start..=at].to_vec();
        }
    }
    Vec::new()
}

/// Whether what follows the author's words begins a sentence: after none, or after a sentence of theirs.
fn begins_sentence(prefix: &str) -> bool {
    let prefix = prefix.trim();
    prefix.is_empty() || (prefix.ends_with('.') && prefix.contains(' '))
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
