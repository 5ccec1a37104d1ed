//! The bibliography: entries with the layout's affixes, aligned fields, and authors that are not repeated
//! (CSL 1.0.2, "Bibliography").

use super::finish::write;
use super::inline::{Inline, Mark, is_empty, names_range, plain, push_affix, push_text};
use super::process::{All, Reference};
use super::punctuation::punctuate;
use super::render::NameSet;
use super::style::{Area, Display, SubstituteRule};

/// The entries of all items, in their order.
pub(crate) fn format(all: &All, area: &Area) -> Vec<Reference> {
    let mut out = Vec::with_capacity(all.items.len());
    let mut previous: Vec<String> = Vec::new();
    for (item, disambiguation) in all.disambiguation.iter().enumerate() {
        let mut render = all.render(area, item, disambiguation);
        let split = render.layout_fields();
        let mut content = std::mem::take(&mut render.out);
        if is_empty(&content) {
            continue;
        }
        let shift = match &area.author_substitute {
            Some(substitute) => {
                let mut sets = std::mem::take(&mut render.name_sets);
                if sets.is_empty() {
                    sets.extend(substituted(&content));
                }
                let names = sets.first().map_or(Vec::new(), |set| shown_names(&content, set));
                let before = content.len();
                if let Some(set) = sets.first() {
                    repeat(&mut content, set, area.substitute_rule, substitute, &previous, &names);
                }
                previous = names;
                before - content.len()
            }
            None => 0,
        };
        let aligned = area.second_field_align && split > 0;
        let list = framed(area, content, aligned.then_some(split.saturating_sub(shift)));
        let lookup = &all.shared.lookup;
        let html = write(&punctuate(list, lookup.punctuation_in_quote), lookup);
        out.push(Reference { item, html });
    }
    out
}

/// An entry with the affixes and formatting of the layout; with `split`, where its first field ends, in two blocks.
fn framed(area: &Area, mut content: Vec<Inline>, split: Option<usize>) -> Vec<Inline> {
    let mut list = Vec::with_capacity(content.len() + 8);
    list.extend(area.styling.fonts.iter().map(|font| Inline::Open(Mark::Font(*font))));
    if let Some(split) = split {
        list.push(Inline::Open(Mark::Display(Display::LeftMargin)));
        push_affix(&mut list, &area.styling.prefix);
        let rest = content.split_off(split.min(content.len()));
        list.extend(content);
        list.push(Inline::Close);
        list.push(Inline::Open(Mark::Display(Display::RightInline)));
        list.extend(rest);
        push_affix(&mut list, &area.styling.suffix);
        // A space at the end is none of the block's, as in citeproc-js.
        let space = match list.last_mut() {
            Some(Inline::Text(text)) if text.ends_with(' ') => text.pop().is_some(),
            _ => false,
        };
        list.push(Inline::Close);
        push_text(&mut list, if space { " " } else { "" });
    } else {
        push_affix(&mut list, &area.styling.prefix);
        // A suffix belongs into the last block, if the entry ends in one.
        let block = ends_in_block(&content);
        list.extend(content);
        let end = if block { list.pop() } else { None };
        push_affix(&mut list, &area.styling.suffix);
        list.extend(end);
    }
    list.extend(area.styling.fonts.iter().map(|_| Inline::Close));
    list
}

/// What stands in the place of names, as if it were one name.
fn substituted(content: &[Inline]) -> Option<NameSet<'static>> {
    let (from, to) = names_range(content)?;
    let range = (from + 1, to);
    Some(NameSet { range, ranges: vec![range], ..NameSet::default() })
}

/// Whether the last node closes a block.
fn ends_in_block(list: &[Inline]) -> bool {
    if list.last() != Some(&Inline::Close) {
        return false;
    }
    let mut depth = 0;
    for node in list.iter().rev() {
        match node {
            Inline::Close => depth += 1,
            Inline::Open(mark) => {
                depth -= 1;
                if depth == 0 {
                    return matches!(mark, Mark::Display(_));
                }
            }
            _ => {}
        }
    }
    false
}

/// The names of a set as they are shown, and whose they are.
fn shown_names(content: &[Inline], set: &NameSet) -> Vec<String> {
    let rendered = set.ranges.iter().filter_map(|(from, to)| content.get(*from..*to)).map(plain);
    // Two people whose names look the same are still two.
    let mut people = set.names.iter().map(|name| name.given.as_str());
    rendered.map(|name| name + people.next().unwrap_or_default()).collect()
}

/// Replaces names that the entry before has as well (`subsequent-author-substitute`).
fn repeat(
    content: &mut Vec<Inline>,
    set: &NameSet,
    rule: SubstituteRule,
    substitute: &str,
    previous: &[String],
    names: &[String],
) {
    let same = names.iter().zip(previous).take_while(|(a, b)| a == b).count();
    let all = !names.is_empty() && names == previous;
    // What renders nothing is not repeated.
    let mut put = |(from, to): (usize, usize)| {
        if from < to && to <= content.len() {
            let mut text = Vec::new();
            push_text(&mut text, substitute);
            content.splice(from..to, text);
        }
    };
    let each = match rule {
        SubstituteRule::CompleteAll if all => return put(set.range),
        SubstituteRule::CompleteEach if all => names.len(),
        SubstituteRule::CompleteAll | SubstituteRule::CompleteEach => 0,
        SubstituteRule::PartialEach => same,
        SubstituteRule::PartialFirst => same.min(1),
    };
    // From the last to the first, so that the places of the others stay.
    set.ranges.iter().take(each).rev().copied().for_each(put);
}
