//! Cites of the same authors, years or consecutive numbers shown together (CSL 1.0.2, "Cite Grouping",
//! "Cite Collapsing").

use super::citation::{Citations, Piece};
use super::inline::plain;
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
                // Where the style does not sort, the author's order stands, as in citeproc-js.
                let mut pieces = if area.sort.is_empty() { pieces } else { grouped(pieces) };
                self.collapse_names(area, collapse, &mut pieces);
                pieces
            }
        }
    }

    /// Runs of three and more numbers become ranges.
    fn collapse_numbers(&self, area: &Area, pieces: &mut [Piece]) {
        let bare = |piece: &Piece| {
            piece.cite.prefix.is_empty() && piece.cite.suffix.is_empty() && piece.view.locator.is_empty()
        };
        let mut at = 0;
        while at < pieces.len() {
            let mut end = at;
            while end + 1 < pieces.len()
                && bare(&pieces[at])
                && bare(&pieces[end + 1])
                && pieces[end + 1].cite.item == pieces[end].cite.item + 1
            {
                end += 1;
            }
            // As in citeproc-js, what follows a locator counts, not what follows a range.
            if at > 0 && !pieces[at - 1].view.locator.is_empty() {
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
        let after = area.after_collapse_delimiter.as_deref();
        let years = matches!(collapse, Collapse::YearSuffix | Collapse::YearSuffixRanged);
        // What the cite before leaves out; the first counts as collapsed, as in citeproc-js.
        let mut left_out = Without { names: true, year: false };
        for at in 1..pieces.len() {
            let [previous, piece] = &mut pieces[at - 1..=at] else { continue };
            if years && piece.names == previous.names && self.same_year(previous, piece) {
                left_out = Without { names: true, year: true };
                piece.content = self.content(piece.cite.item, &piece.view, left_out);
                piece.before = Some(suffixes.to_string());
                continue;
            }
            let same = !piece.names.is_empty() && piece.names == previous.names;
            let ends = left_out.year || (left_out.names && !same) || !previous.view.locator.is_empty();
            let delimiter = if same && !left_out.year { group } else { &area.delimiter };
            piece.before = Some(after.filter(|_| ends).unwrap_or(delimiter).to_string());
            left_out = Without { names: same && collapse != Collapse::None, year: false };
            if left_out.names {
                piece.content = self.content(piece.cite.item, &piece.view, left_out);
            }
        }
        if collapse == Collapse::YearSuffixRanged {
            self.suffix_ranges(suffixes, pieces);
        }
    }

    /// Whether only a year suffix tells the cites apart, and nothing is said beside them.
    fn same_year(&self, previous: &Piece, piece: &Piece) -> bool {
        let suffixed = |piece: &Piece| self.all.disambiguation[piece.cite.item].year_suffix.is_some();
        suffixed(previous)
            && suffixed(piece)
            && previous.view.locator.is_empty()
            && piece.view.locator.is_empty()
            && previous.cite.suffix.is_empty()
            && piece.cite.prefix.is_empty()
            && self.without_suffix(previous) == self.without_suffix(piece)
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

    /// The text of a cite without its year suffix.
    fn without_suffix(&self, piece: &Piece) -> String {
        let item = piece.cite.item;
        let mut disambiguation = self.all.disambiguation[item].clone();
        disambiguation.year_suffix = None;
        let mut render = Render {
            cite: CiteView { position: piece.view.position, ..CiteView::default() },
            ..self.all.render(self.all.area(), item, &disambiguation)
        };
        render.layout();
        plain(&render.out)
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
