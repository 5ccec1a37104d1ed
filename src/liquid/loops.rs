//! Loops: `for`, `tablerow` and `cycle`. [`Run::repeat`] and [`Run::cycle`] are the entrances.

use std::rc::Rc;

use super::data::Data;
use super::expression::{Expression, Variable};
use super::parse::{Cycle, Loop};
use super::run::{Interrupt, Run};

impl Run<'_> {
    /// The items that a loop goes through.
    fn loop_items(&mut self, repeat: &Loop) -> Vec<Data> {
        let collection = self.expression(&repeat.collection);
        let option = |name: &str| repeat.options.iter().rev().find(|(key, _)| &**key == name);
        let key = [&*repeat.variable, "-", &*repeat.name].concat();
        let from = match option("offset") {
            Some((_, Expression::Variable(variable))) if is_continue(variable) => {
                self.offsets.iter().find(|(name, _)| *name == key).map_or(0, |(_, offset)| *offset)
            }
            Some((_, offset)) => self.expression(offset).to_int(),
            None => 0,
        };
        let limit =
            option("limit").map(|(_, limit)| self.expression(limit)).filter(|limit| limit.is_truthy());
        let mut items = match &collection {
            // A text is one item, whatever the limits.
            Data::Text(text) if text.is_empty() => return Vec::new(),
            Data::Text(_) => return vec![collection],
            Data::Range(first, last)
                if !self.budget.spend(last.saturating_sub(*first).max(0) as usize / 4) =>
            {
                Vec::new()
            }
            _ => collection.items().unwrap_or_default(),
        };
        self.budget.spend(items.len());
        let start = usize::try_from(from).unwrap_or(0).min(items.len());
        items.drain(..start);
        if let Some(limit) = limit {
            // A negative offset makes the end earlier, as in Ruby.
            let end = limit.to_int().saturating_add(from.min(0));
            items.truncate(usize::try_from(end).unwrap_or(0));
        }
        if repeat.reversed {
            items.reverse();
        }
        let offset = from.saturating_add(items.len() as i64);
        match self.offsets.iter_mut().find(|(name, _)| *name == key) {
            Some((_, old)) => *old = offset,
            None => self.offsets.push((key, offset)),
        }
        items
    }

    /// Runs a `for`, or a `tablerow` (`table`).
    pub(super) fn repeat(&mut self, table: bool, repeat: &Loop) {
        let items = self.loop_items(repeat);
        if table {
            return self.table(repeat, &items);
        }
        if items.is_empty() {
            if let Some(otherwise) = &repeat.otherwise {
                self.block(otherwise);
            }
            return;
        }
        let parent = self.variable("forloop");
        let name: Rc<str> = [&*repeat.variable, "-", &*repeat.name].concat().into();
        let length = items.len();
        for (at, item) in items.into_iter().enumerate() {
            if !self.budget.spend(10) {
                break;
            }
            let mut pairs = counters(at, length);
            pairs.push(("name".into(), Data::Text(name.clone())));
            pairs.push(("parentloop".into(), parent.clone()));
            let scope = vec![(repeat.variable.clone(), item), ("forloop".into(), Data::map(pairs))];
            self.with_scope(scope, |run| run.block(&repeat.body));
            if self.interrupt.take() == Some(Interrupt::Break) {
                break;
            }
        }
    }

    fn table(&mut self, repeat: &Loop, items: &[Data]) {
        let columns = repeat.options.iter().find(|(key, _)| &**key == "cols");
        let columns = columns.map_or(0, |(_, columns)| self.expression(columns).to_int());
        let columns = usize::try_from(columns).ok().filter(|columns| *columns > 0).unwrap_or(usize::MAX);
        self.write("<tr class=\"row1\">\n");
        for (at, item) in items.iter().enumerate() {
            if !self.budget.spend(10) {
                break;
            }
            let column = at % columns;
            let last = column + 1 == columns;
            let mut pairs = counters(at, items.len());
            let number = |number: usize| Data::Int(number as i64);
            pairs.extend([
                ("col".into(), number(column + 1)),
                ("col0".into(), number(column)),
                ("row".into(), number(at / columns + 1)),
                ("col_first".into(), Data::Bool(column == 0)),
                ("col_last".into(), Data::Bool(last)),
            ]);
            self.write(&["<td class=\"col", &(column + 1).to_string(), "\">"].concat());
            let scope =
                vec![(repeat.variable.clone(), item.clone()), ("tablerowloop".into(), Data::map(pairs))];
            self.with_scope(scope, |run| run.block(&repeat.body));
            self.write("</td>");
            if self.interrupt.take() == Some(Interrupt::Break) {
                break;
            }
            if last && at + 1 < items.len() {
                let row = (at / columns + 2).to_string();
                self.write(&["</tr>\n<tr class=\"row", &row, "\">"].concat());
            }
        }
        self.write("</tr>\n");
    }

    /// Writes the next value of a `cycle`.
    pub(super) fn cycle(&mut self, cycle: &Cycle) {
        let name = match &cycle.group {
            Some(group) => ["=", &*self.expression(group).show()].concat().into(),
            None => cycle.name.clone(),
        };
        let at = self.cycles.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            self.cycles.push((name, 0));
            self.cycles.len() - 1
        });
        let Some((_, turn)) = self.cycles.get_mut(at) else { return };
        let value = cycle.values.get(*turn);
        *turn = if *turn + 1 >= cycle.values.len() { 0 } else { *turn + 1 };
        if let Some(value) = value {
            let shown = self.expression(value).show();
            self.write(&shown);
        }
    }
}

fn is_continue(variable: &Variable) -> bool {
    let name = &variable.name;
    variable.path.is_empty() && matches!(name, Expression::Literal(Data::Text(name)) if &**name == "continue")
}

/// What `forloop` and `tablerowloop` both tell.
fn counters(at: usize, length: usize) -> Vec<(Rc<str>, Data)> {
    let number = |number: usize| Data::Int(number as i64);
    vec![
        ("length".into(), number(length)),
        ("index".into(), number(at + 1)),
        ("index0".into(), number(at)),
        ("rindex".into(), number(length - at)),
        ("rindex0".into(), number(length - at - 1)),
        ("first".into(), Data::Bool(at == 0)),
        ("last".into(), Data::Bool(at + 1 == length)),
    ]
}
