//! Sorting: keys of an item for an area, and their order (CSL 1.0.2, "Sorting").

use super::dates;
use super::inline::plain;
use super::item::Item;
use super::render::{Disambiguation, Render, Shared};
use super::style::{Area, NameOptions, Names, PLAIN, SortKey, SortSource};
use std::cmp::Ordering;

/// What compares two texts.
pub(crate) type Collate<'a> = dyn Fn(&str, &str) -> Ordering + 'a;

/// Sorts `list`, places of items, by the keys of an area. A later key is made only for items that the
/// earlier ones leave equal; an empty one comes last.
pub(crate) fn sort(shared: &Shared, area: &Area, items: &[Item], collate: &Collate, list: &mut [usize]) {
    let mut runs: Vec<(usize, usize, usize)> = vec![(0, list.len(), 0)];
    while let Some((from, to, at)) = runs.pop() {
        let Some(key) = area.sort.get(at).filter(|_| to - from > 1) else { continue };
        let mut keyed: Vec<(String, usize)> = list[from..to]
            .iter()
            .map(|item| (self::key(shared, area, &items[*item], item + 1, key), *item))
            .collect();
        keyed.sort_by(|(a, _), (b, _)| compare(key, collate, a, b));
        let mut start = 0;
        for place in 0..keyed.len() {
            list[from + place] = keyed[place].1;
            let ends = keyed
                .get(place + 1)
                .is_none_or(|next| compare(key, collate, &keyed[place].0, &next.0).is_ne());
            if ends {
                runs.push((from + start, from + place + 1, at + 1));
                start = place + 1;
            }
        }
    }
}

/// A key of the item of this number. Punctuation says nothing about its place, as in citeproc-js; spaces do.
fn key(shared: &Shared, area: &Area, item: &Item, number: usize, key: &SortKey) -> String {
    let mut text = raw_key(shared, area, item, number, key);
    text.retain(|c| !c.is_ascii_punctuation() && !matches!(c, '‐'..='‧' | '‹' | '›' | '«' | '»'));
    text
}

fn raw_key(shared: &Shared, area: &Area, item: &Item, number: usize, key: &SortKey) -> String {
    let none = Disambiguation::default();
    match &key.source {
        SortSource::Variable(name) => {
            if let Some(date) = item.date(name) {
                return dates::sort_key(date);
            }
            let list = item.names(name);
            if !list.is_empty() {
                let names = Names { variables: vec![name.clone()], ..Names::default() };
                return names_key(shared, area, item, &names, &key.names);
            }
            let render = Render { number, ..Render::new(shared, area, item, &none) };
            let value = render.variable(name).unwrap_or_default();
            if !value.is_empty() && value.len() < 12 && value.bytes().all(|byte| byte.is_ascii_digit()) {
                return ["000000000000", &value].concat()[value.len()..].to_string();
            }
            let mut list = Vec::new();
            super::inline::push_rich(&mut list, &value);
            plain(&list)
        }
        SortSource::Macro(index) => {
            let mut render =
                Render { number, sorting: Some(&key.names), ..Render::new(shared, area, item, &none) };
            render.macro_(*index);
            plain(&render.out)
        }
    }
}

fn names_key(shared: &Shared, area: &Area, item: &Item, names: &Names, options: &NameOptions) -> String {
    let none = Disambiguation::default();
    let mut render = Render { sorting: Some(options), ..Render::new(shared, area, item, &none) };
    render.names(names, &PLAIN);
    plain(&render.out)
}

fn compare(key: &SortKey, collate: &Collate, a: &str, b: &str) -> Ordering {
    match (a.is_empty(), b.is_empty()) {
        (false, false) if key.descending => collate(b, a),
        (false, false) => collate(a, b),
        (a, b) => a.cmp(&b),
    }
}
