//! Disambiguation of cites (CSL 1.0.2, "Disambiguation"): [`disambiguate`] says for each item what tells it
//! from the others. Items are grouped by how they are rendered; no two are compared with each other.

use super::inline::plain;
use super::item::Item;
use super::render::{CiteView, Disambiguation, NameSet, Render, Shared};
use super::style::Position;
use std::collections::BTreeMap;

/// So many names are added, or given names expanded, at most.
const MOST_STEPS: usize = 40;

/// By item. Year suffixes follow their order.
pub(crate) fn disambiguate(shared: &Shared, items: &[Item]) -> Vec<Disambiguation> {
    let area = &shared.style.citation;
    let mut engine = Engine { shared, items, best: vec![Disambiguation::default(); items.len()] };
    if !area.add_names && !area.add_givenname && !area.add_year_suffix && !shared.style.tests_disambiguate {
        return engine.best;
    }
    let by_cite = area.givenname_rule.by_cite;
    let mut clashes = engine.first_look(area.add_givenname && !by_cite);
    if area.add_names {
        clashes = engine.refine(clashes, Engine::more_names);
    }
    if area.add_givenname && by_cite {
        clashes = engine.refine(clashes, Engine::given_names);
        if area.add_names {
            clashes = engine.refine(clashes, Engine::hidden_names);
        }
    }
    if shared.style.tests_disambiguate {
        clashes = engine.refine(clashes, Engine::conditions);
    }
    if area.add_year_suffix {
        for class in clashes {
            for (suffix, item) in class.into_iter().enumerate() {
                engine.best[item].year_suffix = Some(suffix);
            }
        }
    }
    engine.best
}

struct Engine<'a> {
    shared: &'a Shared<'a>,
    items: &'a [Item],
    best: Vec<Disambiguation>,
}

impl<'a> Engine<'a> {
    fn render<'b>(&self, item: usize, disambiguation: &'b Disambiguation) -> Render<'b>
    where
        'a: 'b,
    {
        let shared: &'b Shared<'b> = self.shared;
        let mut render = Render {
            comparing: true,
            cite: CiteView { position: Some(Position::Subsequent), near_note: true, ..CiteView::default() },
            ..Render::new(shared, &shared.style.citation, &self.items[item], disambiguation)
        };
        render.layout();
        render
    }

    /// The items that look the same as another, once people of the same name are told apart, if that is
    /// not a matter of single cites.
    fn first_look(&mut self, expand: bool) -> Vec<Vec<usize>> {
        let count = self.items.len();
        let none = Disambiguation::default();
        let mut keys: Vec<String> = Vec::with_capacity(count);
        let mut sets = Vec::with_capacity(if expand { count } else { 0 });
        for item in 0..count {
            let render = self.render(item, &none);
            keys.push(look(&render));
            if expand {
                sets.push((item, render.name_sets));
            }
        }
        for item in self.expand_names(&sets) {
            keys[item] = look(&self.render(item, &self.best[item]));
        }
        classes(keys.into_iter().zip(0..))
    }

    fn classes_by(&self, among: &[usize], state: &[Disambiguation]) -> Vec<Vec<usize>> {
        classes(among.iter().map(|item| (look(&self.render(*item, &state[*item])), *item)))
    }

    /// Takes each class through the steps that `step` makes; what a step tells apart is kept.
    fn refine(
        &mut self,
        classes: Vec<Vec<usize>>,
        step: fn(&Self, &[usize], usize, &mut [Disambiguation]) -> Step,
    ) -> Vec<Vec<usize>> {
        let mut out = Vec::new();
        if classes.is_empty() {
            return out;
        }
        let mut open: Vec<(Vec<usize>, usize)> = classes.into_iter().map(|class| (class, 0)).collect();
        let mut trial = self.best.clone();
        while let Some((class, mut at)) = open.pop() {
            for item in &class {
                trial[*item] = self.best[*item].clone();
            }
            loop {
                match step(self, &class, at, &mut trial) {
                    Step::Done => {
                        out.push(class);
                        break;
                    }
                    Step::Skip => at += 1,
                    Step::Try { keep } => {
                        at += 1;
                        let split = self.classes_by(&class, &trial);
                        if split.len() == 1 && split[0].len() == class.len() {
                            if !keep {
                                for item in &class {
                                    trial[*item] = self.best[*item].clone();
                                }
                            }
                            continue;
                        }
                        for item in &class {
                            self.best[*item] = trial[*item].clone();
                        }
                        open.extend(split.into_iter().map(|class| (class, at)));
                        break;
                    }
                }
            }
        }
        out
    }

    /// One more name in each list.
    fn more_names(&self, class: &[usize], at: usize, trial: &mut [Disambiguation]) -> Step {
        let mut any = false;
        for item in class {
            let sets: Vec<(usize, usize)> = {
                let render = self.render(*item, &trial[*item]);
                render.name_sets.iter().map(|set| (set.shown, set.names.len())).collect()
            };
            any |= sets.iter().any(|(shown, total)| shown < total);
            trial[*item].names = sets.iter().map(|(shown, total)| (shown + 1).min(*total)).collect();
        }
        if any && at < MOST_STEPS { Step::Try { keep: true } } else { Step::Done }
    }

    /// The given name of one name after the other, as initials and then whole.
    fn given_names(&self, class: &[usize], at: usize, trial: &mut [Disambiguation]) -> Step {
        self.expand_at(class, at, trial, false)
    }

    /// As [`Engine::given_names`], for names that et-al hides.
    fn hidden_names(&self, class: &[usize], at: usize, trial: &mut [Disambiguation]) -> Step {
        self.expand_at(class, at, trial, true)
    }

    fn expand_at(&self, class: &[usize], at: usize, trial: &mut [Disambiguation], hidden: bool) -> Step {
        let (place, level) = (at / 2, (at % 2) as u8 + 1);
        let mut any = false;
        let mut changed = false;
        for item in class {
            let found = {
                let render = self.render(*item, &trial[*item]);
                let mut place = place;
                let mut found = None;
                for (index, set) in render.name_sets.iter().enumerate() {
                    let count = if hidden { set.names.len() } else { set.shown };
                    if place < count {
                        found = Some((index, place, set.level, set.shown));
                        break;
                    }
                    place -= count;
                }
                found
            };
            let Some((set, name, base, shown)) = found else { continue };
            any = true;
            if base < level && (!hidden || name >= shown) {
                changed = true;
                let state = &mut trial[*item];
                expand(state, set, name, level);
                if hidden {
                    if state.names.len() <= set {
                        state.names.resize(set + 1, 0);
                    }
                    state.names[set] = state.names[set].max(name + 1);
                }
            }
        }
        match (any && at < 2 * MOST_STEPS, changed) {
            (false, _) => Step::Done,
            (true, false) => Step::Skip,
            (true, true) => Step::Try { keep: false },
        }
    }

    /// One more condition `disambiguate` that is true.
    fn conditions(&self, class: &[usize], at: usize, trial: &mut [Disambiguation]) -> Step {
        let most = class.iter().map(|item| self.render(*item, &trial[*item]).conditions).max().unwrap_or(0);
        if at >= most.min(MOST_STEPS) {
            return Step::Done;
        }
        for item in class {
            trial[*item].conditions = at + 1;
        }
        Step::Try { keep: true }
    }

    /// Shows initials or given names wherever two people share a family name
    /// (`givenname-disambiguation-rule` other than `by-cite`); gives the items concerned.
    fn expand_names(&mut self, sets: &[(usize, Vec<NameSet>)]) -> Vec<usize> {
        let rule = self.shared.style.citation.givenname_rule;
        // How many people have a family name, and how many of them which initials.
        let mut people: BTreeMap<String, usize> = BTreeMap::new();
        let mut shown: Vec<(usize, usize, usize, String, String, u8)> = Vec::new();
        for (item, sets) in sets {
            for (at, set) in sets.iter().enumerate() {
                let most = if rule.primary { 1 } else { set.names.len() };
                for (place, name) in set.names.iter().take(most).enumerate() {
                    let family =
                        [name.non_dropping_particle.as_str(), " ", &name.family, &name.literal].concat();
                    let initials =
                        [&family, "\n", &super::person::initials(&name.given, "", true, true)].concat();
                    let given = name.given.chars().filter(|c| *c != ' ' && *c != '.');
                    let whole: String = initials.chars().chain(std::iter::once('\n')).chain(given).collect();
                    if people.insert(whole, 1).is_none() {
                        *people.entry(initials.clone()).or_insert(0) += 1;
                        *people.entry(family.clone()).or_insert(0) += 1;
                    }
                    shown.push((*item, at, place, family, initials, set.level));
                }
            }
        }
        let mut changed = Vec::new();
        for (item, set, place, family, initials, base) in shown {
            let count = |key: &String| people.get(key).copied().unwrap_or(0);
            let (all, alike) = (count(&family), count(&initials));
            let level = match all {
                0 | 1 => 0,
                _ if alike == 1 => 1,
                _ if !rule.initials => 2,
                _ if all > alike => 1,
                _ => 0,
            };
            if level > base {
                expand(&mut self.best[item], set, place, level);
                if changed.last() != Some(&item) {
                    changed.push(item);
                }
            }
        }
        changed
    }
}

/// What to do after a step was prepared.
enum Step {
    /// There are no more steps.
    Done,
    /// This one changes nothing.
    Skip,
    /// See whether it helps; if not, `keep` what it changed for the next step.
    Try { keep: bool },
}

/// How a cite looks. Initials are the same with and without spaces and periods.
fn look(render: &Render) -> String {
    let mut key = plain(&render.out);
    key.retain(|c| c != ' ' && c != '.');
    key
}

/// The groups of more than one among items with keys.
fn classes(keyed: impl Iterator<Item = (String, usize)>) -> Vec<Vec<usize>> {
    let mut keyed: Vec<(String, usize)> = keyed.collect();
    keyed.sort_by(|one, other| one.0.cmp(&other.0));
    let classes = keyed.chunk_by(|one, other| one.0 == other.0).filter(|class| class.len() > 1);
    classes.map(|class| class.iter().map(|(_, item)| *item).collect()).collect()
}

fn expand(state: &mut Disambiguation, set: usize, name: usize, level: u8) {
    if state.given.len() <= set {
        state.given.resize(set + 1, Vec::new());
    }
    let levels = &mut state.given[set];
    if levels.len() <= name {
        levels.resize(name + 1, 0);
    }
    levels[name] = levels[name].max(level);
}
