//! Sorting: keys of an item for an area, and their order (CSL 1.0.2, "Sorting").

use super::dates;
use super::inline::plain;
use super::item::Item;
use super::render::{Disambiguation, Render, Shared};
use super::style::{Area, NameOptions, Names, SortKey, SortSource, Styling};
use std::cmp::Ordering;

static PLAIN: Styling = Styling {
    prefix: String::new(),
    suffix: String::new(),
    fonts: Vec::new(),
    quotes: false,
    strip_periods: false,
    case: None,
    display: None,
};

/// An item's keys in an area, in their order; an empty one comes last.
pub(crate) fn keys(shared: &Shared, area: &Area, item: &Item, number: usize) -> Vec<String> {
    let key = |key| {
        self::key(shared, area, item, number, key)
            .trim_start_matches(['\'', '’', '“', '"', '‘', '[', '('])
            .to_string()
    };
    area.sort.iter().map(key).collect()
}

fn key(shared: &Shared, area: &Area, item: &Item, number: usize, key: &SortKey) -> String {
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

/// The order of two items by their keys.
pub(crate) fn compare(
    area: &Area,
    collate: fn(&str, &str) -> Ordering,
    a: &[String],
    b: &[String],
) -> Ordering {
    for (key, (a, b)) in area.sort.iter().zip(a.iter().zip(b)) {
        let order = match (a.is_empty(), b.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => return Ordering::Greater,
            (false, true) => return Ordering::Less,
            _ if key.descending => collate(b, a),
            _ => collate(a, b),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}
