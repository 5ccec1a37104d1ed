//! One name: its parts in order, particles, initials (CSL 1.0.2, "Name-part Order", "Initialize-with").

use super::inline::{is_empty, push_rich, push_text};
use super::item::Name;
use super::names::Options;
use super::render::Render;
use super::style::{Demote, Names, Styling};

impl<'a> Render<'a> {
    /// Appends a name; `level` is 0 for the family name alone, 1 with initials, 2 with the given name.
    pub(crate) fn person(
        &mut self,
        name: &'a Name,
        inverted: bool,
        level: u8,
        shape: &'a Names,
        options: &Options<'a>,
    ) {
        let (family_style, given_style) = (shape.name.family.as_ref(), shape.name.given.as_ref());
        if !name.literal.is_empty() || (name.family.is_empty() && name.given.is_empty()) {
            let literal = if name.literal.is_empty() { &name.non_dropping_particle } else { &name.literal };
            let literal = match self.sorting {
                Some(_) => literal.strip_prefix("The ").or(literal.strip_prefix("the ")).unwrap_or(literal),
                None => literal,
            };
            self.name_part(family_style, |own| push_rich(&mut own.out, literal));
            return;
        }
        let with = options.text(|o| &o.initialize_with);
        let initialize = options.get(|o| o.initialize).unwrap_or(true);
        let given = match with {
            Some(with) if level < 2 || !initialize => {
                initials(&name.given, with, initialize && level < 2, self.shared.style.hyphen)
            }
            _ => name.given.clone(),
        };
        let short = level == 0;
        if !is_romanesque(&name.family) && !is_romanesque(&name.given) || name.static_ordering {
            let space = is_romanesque(&name.family) && is_romanesque(&name.given);
            self.name_part(family_style, |own| push_rich(&mut own.out, &name.family));
            if !short && !name.given.is_empty() {
                push_text(&mut self.out, if space { " " } else { "" });
                self.name_part(given_style, |own| push_rich(&mut own.out, &name.given));
            }
            return;
        }
        let demote = self.shared.style.demote;
        let moved =
            demote == Demote::DisplayAndSort || (demote == Demote::SortOnly && self.sorting.is_some());
        let separator = options.text(|o| &o.sort_separator).unwrap_or(", ");
        let start = self.out.len();
        if short {
            self.family(name, self.sorting.is_none() || !moved, family_style);
            return;
        }
        if inverted && !name.family.is_empty() {
            self.family(name, !moved, family_style);
            let mut after = given;
            let mut particles = vec![name.dropping_particle.as_str()];
            if moved {
                particles.push(&name.non_dropping_particle);
            }
            for particle in particles.iter().filter(|particle| !particle.is_empty()) {
                append(&mut after, particle);
            }
            if !after.is_empty() {
                push_text(&mut self.out, separator);
                self.name_part(given_style, |own| push_rich(&mut own.out, &after));
            }
            if !name.suffix.is_empty() {
                push_text(&mut self.out, separator);
                push_rich(&mut self.out, &name.suffix);
            }
            return;
        }
        let mut before = given;
        if !name.dropping_particle.is_empty() {
            append(&mut before, &name.dropping_particle);
        }
        if !before.is_empty() {
            self.name_part(given_style, |own| push_rich(&mut own.out, &before));
        }
        let content = self.out.len();
        if content > start && !ends_joined(&before) {
            push_text(&mut self.out, " ");
        }
        let family = self.out.len();
        self.family(name, true, family_style);
        if is_empty(&self.out[family..]) {
            self.out.truncate(content);
        }
        if !name.suffix.is_empty() {
            push_text(&mut self.out, if name.comma_suffix { ", " } else { " " });
            push_rich(&mut self.out, &name.suffix);
        }
    }

    /// The family name, its non-dropping particle before it unless that was moved.
    fn family(&mut self, name: &'a Name, particle: bool, style: Option<&'a Styling>) {
        let mut text = String::new();
        if particle && !name.non_dropping_particle.is_empty() {
            text.push_str(&name.non_dropping_particle);
        }
        if !name.family.is_empty() {
            append(&mut text, &name.family);
        }
        self.name_part(style, |own| push_rich(&mut own.out, &text));
    }
}

/// Whether the next part follows without a space: after an apostrophe or a hyphen.
fn ends_joined(text: &str) -> bool {
    text.ends_with(['\'', '’', '-', '‐', '–'])
}

/// Appends a part of a name with the space it needs.
fn append(text: &mut String, part: &str) {
    if !text.is_empty() && !ends_joined(text) && !text.ends_with(char::is_whitespace) {
        text.push(' ');
    }
    text.push_str(part);
}

/// Whether the text is in a script that writes the given name first and with spaces.
fn is_romanesque(text: &str) -> bool {
    text.chars().all(|c| !matches!(u32::from(c), 0x1100..=0x11ff | 0x2e80..=0xa4cf | 0xac00..=0xd7ff | 0xf900..=0xfaff | 0x20000..=0x3ffff))
}

/// The given names shortened to initials, each followed by `with`; parts in lower case stay. With
/// `shorten` false only what is an initial already is spaced so.
pub(crate) fn initials(given: &str, with: &str, shorten: bool, hyphens: bool) -> String {
    let mut out = String::new();
    let mut rest = given.trim();
    // What stood before the word, and whether the word before was kept whole.
    let (mut hyphen, mut whole) = (false, false);
    while let Some(first) = rest.chars().next() {
        if first.is_whitespace() || first == '.' {
            rest = &rest[first.len_utf8()..];
            hyphen = false;
            continue;
        }
        if matches!(first, '-' | '‐') {
            rest = &rest[first.len_utf8()..];
            hyphen = true;
            continue;
        }
        let end =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '.' | '-' | '‐')).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(end);
        let single = word.chars().count() == 1;
        let initial = first.is_uppercase() || (!first.is_lowercase() && first.is_alphabetic());
        let take = initial && (shorten || single);
        if hyphen {
            out.truncate(out.trim_end().len());
            if hyphens || !take {
                out.push('-');
            }
        } else if (whole || !take) && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        if take {
            out.push(first);
            out.push_str(with);
        } else {
            out.push_str(word);
            if tail.starts_with('.') {
                out.push('.');
            }
        }
        whole = !take;
        hyphen = false;
        rest = tail;
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names_become_initials() {
        for (given, with, shorten, expected) in [
            ("Wei-ge", ". ", true, "W.-ge"),
            ("Jean-Luc", ". ", true, "J.-L."),
            ("John Ronald Reuel", ".", true, "J.R.R."),
            ("J.R.R.", ". ", true, "J. R. R."),
            ("John", "", true, "J"),
            ("Marie de la", ". ", true, "M. de la"),
            ("M.E", ". ", false, "M. E."),
            ("ME", ". ", false, "ME"),
            ("John M.", ". ", false, "John M."),
            ("Élan", ". ", true, "É."),
        ] {
            assert_eq!(initials(given, with, shorten, true), expected, "{given}");
        }
    }
}
