//! `cs:names`: lists of names with et-al, labels and substitutes (CSL 1.0.2, "Names").
//! A single name is rendered in `person.rs`.

use super::inline::{Inline, Mark, push_text};
use super::item;
use super::locale::Form;
use super::render::{Flow, NameSet, Render};
use super::style::{
    And, Font, Kind, NameForm, NameOptions, Names, NamesLabel, Plural, Position, Precedes, SortOrder, Styling,
};

/// What is said of a list of names, the innermost first: a sort key's options, those of `cs:name`, the inherited ones.
pub(crate) struct Layers<'a>([Option<&'a NameOptions>; 3]);

impl<'a> Layers<'a> {
    pub fn get<T>(&self, option: impl Fn(&'a NameOptions) -> Option<T>) -> Option<T> {
        self.0.iter().flatten().find_map(|layer| option(layer))
    }

    pub fn text(&self, option: impl Fn(&'a NameOptions) -> &'a Option<String>) -> Option<&'a str> {
        self.0.iter().flatten().find_map(|layer| option(layer).as_deref())
    }
}

impl<'a> Render<'a> {
    pub(crate) fn names(&mut self, names: &'a Names, styling: &'a Styling) -> Flow {
        let shape = match self.outer {
            Some((outer, _)) if names.bare => outer,
            _ => names,
        };
        if self.without.names && !self.names_done {
            let there = names.variables.iter().any(|variable| !self.names_of(variable).is_empty());
            if there {
                self.names_done = true;
                return Flow::variable(true);
            }
        }
        let lists = self.name_lists(names);
        if lists.is_empty() {
            return self.substitute(shape, names, styling);
        }
        let first = !self.names_done;
        let options = Layers([self.sorting, Some(&shape.name.options), Some(&self.area.names)]);
        let start = self.out.len();
        let count = options.get(|o| o.form) == Some(NameForm::Count);
        if first && !count {
            self.out.push(Inline::Open(Mark::Names));
        }
        let inside = self.out.len();
        let mut total = 0;
        for (variable, list) in lists {
            if !variable.is_empty() {
                self.note_use(variable);
            }
            if count {
                total += self.names_shown(list, &options, 0).0;
                continue;
            }
            let before = self.out.len();
            if before > inside {
                let delimiter = shape.delimiter.as_deref().or(options.text(|o| &o.names_delimiter));
                push_text(&mut self.out, delimiter.unwrap_or_default());
            }
            let content = self.out.len();
            let label = shape.label.as_ref().filter(|_| self.sorting.is_none());
            if let Some(label) = label.filter(|label| label.before_name) {
                self.names_label(label, variable, list.len());
            }
            let at = self.out.len();
            self.name_list(list, shape, &options);
            if self.out.len() == at {
                self.out.truncate(before);
                continue;
            }
            if let Some(label) = label.filter(|label| !label.before_name) {
                self.names_label(label, variable, list.len());
            }
            if self.out.len() == content {
                self.out.truncate(before);
            }
        }
        if total > 0 {
            push_text(&mut self.out, &total.to_string());
        }
        if self.out.len() > inside {
            if first && !count {
                self.names_done = true;
                self.out.push(Inline::Close);
            }
            return Flow::variable(true);
        }
        self.out.truncate(start);
        self.substitute(shape, names, styling)
    }

    /// The first of the substitutes that renders anything; its variables are used up
    /// (CSL 1.0.2, "Substitute").
    fn substitute(&mut self, shape: &'a Names, names: &'a Names, styling: &'a Styling) -> Flow {
        if names.substitute.is_empty() {
            return Flow::variable(false);
        }
        let outer = self.outer.replace((shape, styling));
        self.substituting += 1;
        let mut flow = Flow::variable(false);
        let first = !self.names_done;
        for node in &names.substitute {
            let (start, used, sets) = (self.out.len(), self.used.len(), self.name_sets.len());
            if first {
                self.out.push(Inline::Open(Mark::Names));
            }
            let content = self.out.len();
            let tried = self.node(node);
            // A term that the locale has as empty says that nothing is to stand there.
            let nothing = matches!(&node.kind, Kind::Term { name, form, .. }
                if self.shared.lookup.find(name, *form).is_some_and(|term| term.text(false).is_empty()));
            if nothing {
                self.out.truncate(start);
                break;
            }
            if self.out.len() > content || (tried.success && self.without.names) {
                if self.out.len() == content {
                    self.out.truncate(start);
                } else if first {
                    self.out.push(Inline::Close);
                    self.names_done = true;
                }
                // The formatting of names is not that of a text in their place, as in citeproc-js.
                let text = matches!(
                    node.kind,
                    Kind::Variable { .. } | Kind::Macro(_) | Kind::Value(_) | Kind::Term { .. }
                );
                self.unformatted = text && self.name_sets.len() == sets && !styling.fonts.is_empty();
                flow = Flow::variable(true);
                break;
            }
            self.out.truncate(start);
            self.used.truncate(used);
        }
        self.substituting -= 1;
        self.outer = outer;
        flow
    }

    /// The lists to render. The same people as editor and translator are one list, if there is a term for it.
    fn name_lists(&self, names: &'a Names) -> Vec<(&'a str, &'a [item::Name])> {
        let mut lists: Vec<(&str, &[item::Name])> = Vec::new();
        for variable in &names.variables {
            let list = self.names_of(variable);
            if !list.is_empty() && !self.used.contains(&variable.as_str()) {
                lists.push((variable, list));
            }
        }
        if let [(first, a), (second, b)] = lists[..] {
            let both = matches!((first, second), ("editor", "translator") | ("translator", "editor"));
            let term = self.shared.lookup.find("editortranslator", Form::Long);
            if both && a == b && term.is_some_and(|term| !term.text(false).is_empty()) {
                return vec![("editortranslator", a)];
            }
        }
        lists
    }

    fn names_label(&mut self, label: &'a NamesLabel, variable: &str, count: usize) {
        let plural = match label.label.plural {
            Plural::Always => true,
            Plural::Never => false,
            Plural::Contextual => count > 1,
        };
        let text = self.shared.lookup.text(variable, label.label.form, plural);
        self.styled(&label.styling, |own| {
            push_text(&mut own.out, text);
            Flow::default()
        });
    }

    /// How many names are shown, and whether the last one is shown after an ellipsis.
    fn names_shown(&self, list: &[item::Name], options: &Layers, set: usize) -> (usize, bool) {
        let subsequent = self.cite.position.is_some_and(|position| position != Position::First);
        let later = |own: Option<u32>, first: Option<u32>| if subsequent { own.or(first) } else { first };
        let min =
            later(options.get(|o| o.subsequent_min), options.get(|o| o.et_al_min)).unwrap_or(0) as usize;
        let use_first = later(options.get(|o| o.subsequent_use_first), options.get(|o| o.et_al_use_first));
        let mut shown = match use_first {
            Some(first) if min > 0 && list.len() >= min => (first as usize).min(list.len()),
            _ => list.len(),
        };
        if self.sorting.is_none() {
            let wanted = self.disambiguation.names.get(set).copied().unwrap_or(0);
            shown = shown.max(wanted.min(list.len()));
        }
        let last = options.get(|o| o.use_last) == Some(true) && shown + 2 <= list.len();
        (shown, last)
    }

    fn name_list(&mut self, list: &'a [item::Name], shape: &'a Names, options: &Layers<'a>) {
        let set = self.name_sets.len();
        let (shown, last) = self.names_shown(list, options, set);
        let abbreviated = shown < list.len();
        let form = options.get(|o| o.form).unwrap_or_default();
        let initialize = options.get(|o| o.initialize).unwrap_or(true);
        let with = options.text(|o| &o.initialize_with);
        let level = match form {
            NameForm::Short => 0,
            _ if with.is_some() && initialize => 1,
            _ => 2,
        };
        self.name_sets.push(NameSet { names: list, shown, level, ..NameSet::default() });
        let from = self.out.len();
        // What the style says of a name it says of each, and of "et al." as well, as in citeproc-js.
        let fonts: &[Font] = if abbreviated { &shape.name.styling.fonts } else { &[] };
        self.out.extend(fonts.iter().map(|font| Inline::Open(Mark::Font(*font))));
        let inside = self.out.len();
        let order = options.get(|o| o.sort_order);
        let delimiter = options.text(|o| &o.delimiter).unwrap_or(", ");
        let and = match options.get(|o| o.and).filter(|_| self.sorting.is_none()) {
            Some(And::Text) => self.shared.lookup.text("and", Form::Long, false),
            Some(And::Symbol) => self.shared.lookup.and_symbol(),
            None => "",
        };
        let inverted_at = |at: usize| {
            let person = list.get(at).is_none_or(|name| name.literal.is_empty());
            match order {
                Some(SortOrder::All) => person,
                Some(SortOrder::First) => person && at == 0,
                None => false,
            }
        };
        let precedes = |rule: Option<Precedes>, count: usize, at: usize| match rule.unwrap_or_default() {
            Precedes::Contextual => count > 2,
            Precedes::AfterInverted => inverted_at(at),
            Precedes::Always => true,
            Precedes::Never => false,
        };
        let disambiguation = self.disambiguation;
        let sorting = self.sorting.is_some();
        let given = disambiguation.given.get(set).filter(|_| !sorting);
        for (at, name) in list.iter().take(shown).enumerate() {
            if at > 0 && at + 1 == shown && !abbreviated && !and.is_empty() {
                let comma = precedes(options.get(|o| o.precedes_last), shown, at - 1);
                self.and(and, if comma { delimiter } else { "" });
            } else if at > 0 {
                push_text(&mut self.out, delimiter);
            }
            let begin = self.out.len();
            let level = level.max(given.and_then(|levels| levels.get(at)).copied().unwrap_or(0));
            self.name(name, inverted_at(at) || sorting, level, shape, options);
            let end = self.out.len();
            if let Some(set) = self.name_sets.get_mut(set) {
                set.ranges.push((begin, end));
            }
        }
        if abbreviated && shown > 0 {
            if last && let Some(name) = list.last() {
                push_text(&mut self.out, &[delimiter, "… "].concat());
                self.name(name, inverted_at(list.len()) || sorting, level, shape, options);
            } else {
                let comma = precedes(options.get(|o| o.precedes_et_al), shown + 1, shown - 1);
                self.et_al(shape, if comma { delimiter } else { " " });
            }
        }
        if self.out.len() > inside {
            self.out.extend(fonts.iter().map(|_| Inline::Close));
        } else {
            self.out.truncate(from);
        }
        let end = self.out.len();
        if let Some(set) = self.name_sets.get_mut(set) {
            set.range = (from, end);
        }
    }

    /// A name with what the style says of names; affixes are for persons, as in citeproc-js.
    fn name(
        &mut self,
        name: &'a item::Name,
        inverted: bool,
        level: u8,
        shape: &'a Names,
        options: &Layers<'a>,
    ) {
        let styling = &shape.name.styling;
        if name.literal.is_empty() {
            self.styled(styling, |own| {
                own.person(name, inverted, level, shape, options);
                Flow::default()
            });
        } else {
            self.out.extend(styling.fonts.iter().map(|font| Inline::Open(Mark::Font(*font))));
            self.person(name, inverted, level, shape, options);
            self.out.extend(styling.fonts.iter().map(|_| Inline::Close));
        }
    }

    /// The word before the last name, spaced.
    fn and(&mut self, and: &str, delimiter: &str) {
        let space = if spaced_word(and) { " " } else { "" };
        let before = if delimiter.ends_with(char::is_whitespace) { "" } else { space };
        push_text(&mut self.out, &[delimiter, before, and, space].concat());
    }

    fn et_al(&mut self, shape: &'a Names, delimiter: &str) {
        let et_al = shape.et_al.as_ref();
        let term = et_al.and_then(|et_al| et_al.term.as_deref()).unwrap_or("et-al");
        let text = self.shared.lookup.text(term, Form::Long, false);
        if text.is_empty() || self.sorting.is_some() {
            return;
        }
        push_text(&mut self.out, if delimiter == " " && !spaced_word(text) { "" } else { delimiter });
        match et_al {
            None => push_text(&mut self.out, text),
            Some(et_al) => {
                self.styled(&et_al.styling, |own| {
                    push_text(&mut own.out, text);
                    Flow::default()
                });
            }
        }
    }
}

/// Whether a term is written apart from the names beside it: not in Chinese and Japanese, nor the Hebrew
/// "and", which is a prefix.
fn spaced_word(term: &str) -> bool {
    term.chars().next_back().is_some_and(|last| super::person::is_spaced(last) && last != 'ו')
        && !term.trim_end().ends_with('ו')
}
