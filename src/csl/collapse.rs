//! Cites of the same authors, years or consecutive numbers shown together (CSL 1.0.2, "Cite Grouping",
//! "Cite Collapsing").

use super::citation::{Citations, Piece};
use super::inline::{Inline, is_empty, plain, push_text};
use super::render::{CiteView, Render, Without};
use super::style::{Area, Collapse};
use std::collections::BTreeMap;

impl<'a> Citations<'a> {
    /// The cites in their final order and form, as the style collapses them.
    pub(super) fn collapse(&self, area: &Area, mut pieces: Vec<Piece<'a>>) -> Vec<Piece<'a>> {
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
        while at < pieces.len() {
            let mut end = at;
            while end + 1 < pieces.len()
                && bare(&pieces[at])
                && bare(&pieces[end + 1])
                && number(&pieces[end + 1]) == number(&pieces[end]) + 1
            {
                end += 1;
            }
            // As in citeproc-js, what follows a locator counts, not what follows a range.
            if at > 0 && pieces[at - 1].cite.locator.is_some() {
                pieces[at].before = area.after_collapse_delimiter.clone();
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

    /// Cites of the same authors show these once; of the same year, the year once.
    fn collapse_names(&self, area: &Area, collapse: Collapse, pieces: &mut [Piece]) {
        // As in citeproc-js, notes separate all cites alike.
        let usual = if self.all.shared.style.note { &area.delimiter } else { ", " };
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
