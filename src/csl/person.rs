//! One name: its parts in order, particles, initials (CSL 1.0.2, "Name-part Order", "Initialize-with").

use super::inline::{Inline, Mark, push_affix, push_rich, push_text};
use super::item::Name;
use super::names::Layers;
use super::render::Render;
use super::style::{Demote, Font, Names, Styling};
use super::text_case;
use crate::letters;

/// A name with what the style says of it.
struct Person<'a> {
    name: &'a Name,
    /// As it is shown: whole or as initials.
    given: String,
    suffix: String,
    /// The formatting of the parts.
    family_style: Option<&'a Styling>,
    given_style: Option<&'a Styling>,
    /// What stands between the parts of an inverted name.
    separator: &'a str,
}

impl<'a> Render<'a> {
    /// Appends a name; `level` is 0 for the family name alone, 1 with initials, 2 with the given name.
    pub(crate) fn person(
        &mut self,
        name: &'a Name,
        inverted: bool,
        level: u8,
        shape: &'a Names,
        options: &Layers<'a>,
    ) {
        let (family_style, given_style) = (shape.name.family.as_ref(), shape.name.given.as_ref());
        if !name.literal.is_empty() || (name.family.is_empty() && name.given.is_empty()) {
            return self.literal_name(name, family_style);
        }
        let with = options.text(|o| &o.initialize_with);
        let initialize = options.get(|o| o.initialize).unwrap_or(true) && level < 2;
        let given = match with {
            Some(with) if !name.family.is_empty() && (level < 2 || !initialize) => {
                initials(&name.given, with, initialize, self.shared.style.hyphen)
            }
            _ => name.given.clone(),
        };
        // Where initials have no periods, "Jr." has none.
        let bare = with.is_some_and(|with| !with.contains('.')) && name.suffix.ends_with('.');
        let suffix = if bare { name.suffix.replace('.', "") } else { name.suffix.clone() };
        let separator = options.text(|o| &o.sort_separator).unwrap_or(", ");
        let person = Person { name, given, suffix, family_style, given_style, separator };
        if !is_spaced_text(&name.family) && !is_spaced_text(&name.given) || name.static_ordering {
            self.fixed_order(&person, level);
        } else if level == 0 || (inverted && !name.family.is_empty()) {
            self.sort_order(&person, level);
        } else {
            self.display_order(&person);
        }
    }

    /// An institution, or a particle that is all there is. Articles do not count in sorting.
    fn literal_name(&mut self, name: &Name, style: Option<&'a Styling>) {
        let literal = if name.literal.is_empty() { &name.non_dropping_particle } else { &name.literal };
        let literal = match self.sorting {
            Some(_) => literal.strip_prefix("The ").or(literal.strip_prefix("the ")).unwrap_or(literal),
            None => literal,
        };
        self.parts(true, style, &[(literal, style)], "");
    }

    /// The family name first, whatever the style says, as in Chinese.
    fn fixed_order(&mut self, person: &Person<'a>, level: u8) {
        let Person { name, family_style, given_style, .. } = *person;
        let space = is_spaced_text(&name.family) && is_spaced_text(&name.given);
        self.parts(true, family_style, &[(&name.family, family_style)], "");
        if level > 0 && !name.given.is_empty() {
            push_text(&mut self.out, if space { " " } else { "" });
            self.parts(false, given_style, &[(&name.given, given_style)], "");
        }
    }

    /// `la Fontaine, Jean de, Jr.`, or the family name alone.
    fn sort_order(&mut self, person: &Person<'a>, level: u8) {
        let Person { name, family_style, given_style, separator, .. } = *person;
        let (demote, sorting) = (self.shared.style.demote, self.sorting.is_some());
        let moved = demote == Demote::DisplayAndSort || (demote == Demote::SortOnly && sorting);
        let particle = name.non_dropping_particle.as_str();
        let stays = !moved || (level == 0 && !sorting);
        let first = (if stays { particle } else { "" }, family_style);
        self.parts(true, family_style, &[first, (&name.family, family_style)], "");
        if level == 0 {
            return;
        }
        let start = self.out.len();
        push_text(&mut self.out, separator);
        let content = self.out.len();
        let last = (if moved { particle } else { "" }, family_style);
        let parts = [(person.given.as_str(), given_style), (&name.dropping_particle, given_style), last];
        self.parts(false, given_style, &parts, "");
        if self.out.len() == content {
            self.out.truncate(start);
        }
        if !person.suffix.is_empty() {
            push_text(&mut self.out, separator);
            push_rich(&mut self.out, &person.suffix);
        }
    }

    /// `Jean de la Fontaine Jr.`
    fn display_order(&mut self, person: &Person<'a>) {
        let Person { name, family_style, given_style, .. } = *person;
        let start = self.out.len();
        self.parts(false, given_style, &[(&person.given, given_style)], "");
        let end = self.out.len();
        if end > start && !ends_joined(&self.out) {
            push_text(&mut self.out, " ");
        }
        let content = self.out.len();
        let comma = if name.comma_suffix { ", " } else { " " };
        let tail = if person.suffix.is_empty() { String::new() } else { [comma, &person.suffix].concat() };
        let parts = [
            (name.dropping_particle.as_str(), given_style),
            (&name.non_dropping_particle, family_style),
            (&name.family, family_style),
        ];
        self.parts(true, family_style, &parts, &tail);
        if self.out.len() == content {
            self.out.truncate(end);
            push_rich(&mut self.out, &tail);
        }
    }

    /// Parts of a name with their formatting and case, a space between them unless one ends in an
    /// apostrophe or hyphen; around all the affixes of `affixes`. The space before a family name does not break
    /// in languages that want it so, as in citeproc-js.
    fn parts(
        &mut self,
        family: bool,
        affixes: Option<&'a Styling>,
        parts: &[(&str, Option<&'a Styling>)],
        tail: &str,
    ) {
        let bound = ["fr", "ru", "cs"].iter().any(|bound| self.shared.lookup.language.starts_with(bound));
        let bound = bound && self.sorting.is_none() && family;
        let mut any = false;
        for (text, style) in parts.iter().filter(|(text, _)| !text.is_empty()) {
            if !any {
                push_affix(&mut self.out, affixes.map_or("", |style| &style.prefix));
            } else if self.sorting.is_some() || !ends_joined(&self.out) {
                push_text(&mut self.out, if bound { "\u{a0}" } else { " " });
            }
            any = true;
            let fonts: &[Font] = style.map_or(&[], |style| &style.fonts);
            self.out.extend(fonts.iter().map(|font| Inline::Open(Mark::Font(*font))));
            let inside = self.out.len();
            push_rich(&mut self.out, text);
            if let Some(case) = style.and_then(|style| style.case) {
                text_case::apply(&mut self.out[inside..], case, self.shared.lookup.language);
            }
            self.out.extend(fonts.iter().map(|_| Inline::Close));
        }
        if any {
            push_rich(&mut self.out, tail);
            push_affix(&mut self.out, affixes.map_or("", |style| &style.suffix));
        }
    }
}

/// Whether the next part follows without a space: after an apostrophe, a hyphen or a space.
fn ends_joined(list: &[Inline]) -> bool {
    let text = list.iter().rev().find_map(|node| match node {
        Inline::Text(text) => Some(text.as_str()),
        _ => None,
    });
    text.is_some_and(|text| text.ends_with(|c: char| c.is_whitespace() || "'’-‐–".contains(c)))
}

/// Whether the character belongs to a script that puts spaces between words.
pub(crate) fn is_spaced(c: char) -> bool {
    !matches!(u32::from(c), 0x1100..=0x11ff | 0x2e80..=0xa4cf | 0xac00..=0xd7ff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

fn is_spaced_text(text: &str) -> bool {
    text.chars().all(is_spaced)
}

/// The given names shortened to initials, each followed by `with`; parts in lower case stay. With
/// `shorten` false only what is an initial already is spaced so.
pub(crate) fn initials(given: &str, with: &str, shorten: bool, hyphens: bool) -> String {
    let mut out = String::new();
    let mut rest = given.trim();
    // What stood before the word, and whether the word before was kept whole.
    let (mut hyphen, mut whole, mut period) = (false, false, false);
    while let Some(first) = rest.chars().next() {
        if first == '<'
            && let Some(end) = rest.find('>')
        {
            let spaces = if rest.starts_with("</") { out.len() - out.trim_end().len() } else { 0 };
            out.insert_str(out.len() - spaces, &rest[..=end]);
            rest = &rest[end + 1..];
            continue;
        }
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
        let after = &rest[first.len_utf8()..];
        let end = after.find(|c: char| c.is_whitespace() || matches!(c, '.' | '-' | '‐' | '<'));
        let end = end.map_or(rest.len(), |end| end + first.len_utf8());
        let (word, tail) = rest.split_at(end);
        // What has a period is an abbreviation already: "Ph.", "Ts.".
        let abbreviated = tail.starts_with('.');
        let initial = first.is_uppercase() || (!first.is_lowercase() && first.is_alphabetic());
        let take = initial && (shorten || abbreviated || word.len() == first.len_utf8());
        if hyphen && !take && !whole && with.is_empty() {
            // "G-ping" would read as one name.
            rest = tail;
            continue;
        }
        if hyphen {
            // Initials that are there already lose their hyphen where names are not shortened.
            if !take || (hyphens && (shorten || !period)) {
                out.truncate(out.trim_end().len());
                out.push('-');
            }
        } else if (whole || !take) && !out.is_empty() && !out.ends_with([' ', '>']) {
            out.push(' ');
        }
        if take {
            out.push_str(if abbreviated { word } else { &word[..first.len_utf8()] });
            // "TSerendorjiin" marks a digraph: "Ts."
            if let Some(second) = word.chars().nth(1).filter(|second| second.is_uppercase())
                && word.contains(char::is_lowercase)
                && !abbreviated
            {
                out.push_str(&letters::lower_char(second));
            }
            out.push_str(with);
        } else {
            out.push_str(word);
            if abbreviated {
                out.push('.');
            }
        }
        whole = !take;
        period = abbreviated;
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
            ("Wei-Ge", "", false, "Wei-Ge"),
            ("Min-jun", "", false, "Min-jun"),
            ("G-ping", "", false, "G"),
            ("Jean-Luc", ". ", true, "J.-L."),
            ("John Ronald Reuel", ".", true, "J.R.R."),
            ("J.R.R.", ". ", true, "J. R. R."),
            ("John", "", true, "J"),
            ("Marie de la", ". ", true, "M. de la"),
            ("M.E", ". ", false, "M. E."),
            ("ME", ". ", false, "ME"),
            ("TSeren", ".", true, "Ts."),
            ("Ph.M.E.", "", true, "PhME"),
            ("<b>John</b> Q.", ". ", true, "<b>J.</b> Q."),
            ("John M.", ". ", false, "John M."),
            ("Élan", ". ", true, "É."),
        ] {
            assert_eq!(initials(given, with, shorten, true), expected, "{given}");
        }
    }
}
