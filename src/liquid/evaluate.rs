//! What expressions, filters and conditions give. [`Run::expression`], [`Run::chain`] and [`Run::condition`] are
//! the entrances.

use std::rc::Rc;

use super::data::Data;
use super::expression::{Chain, Comparison, Condition, Expression, Test, Variable};
use super::filters;
use super::run::Run;

impl Run<'_> {
    /// The value of an expression.
    pub fn expression(&mut self, expression: &Expression) -> Data {
        match expression {
            Expression::Literal(value) => value.clone(),
            Expression::Range(bounds) => {
                let (from, to) = (self.expression(&bounds.0).to_int(), self.expression(&bounds.1).to_int());
                Data::Range(from, to)
            }
            Expression::Variable(variable) => self.lookup(variable),
        }
    }

    fn lookup(&mut self, variable: &Variable) -> Data {
        let name = self.expression(&variable.name).show();
        let mut value = self.variable(&name);
        let mut before: Rc<str> = name;
        for (at, step) in variable.path.iter().enumerate() {
            let key = self.expression(&step.key);
            if let Data::Map(map) = &value {
                self.budget.spend(1 + map.pairs.len() / 16);
            }
            let found = match at {
                0 if &*before == "site" => self.site_file(&value, &key.show()),
                0 if &*before == "page" && &*key.show() == "url" => self.page_url(&value),
                1 if &*before == "site.data" => self.data_file(&value, &key.show()),
                _ => None,
            };
            value = match found {
                Some(value) => value,
                None => property(&value, &key, step.dotted),
            };
            before = if at == 0 { [&*before, ".", &*key.show()].concat().into() } else { "".into() };
        }
        value
    }

    /// A value with its filters applied.
    pub fn chain(&mut self, chain: &Chain) -> Result<Data, String> {
        let mut value = self.expression(&chain.value);
        for filter in &chain.filters {
            let arguments: Vec<Data> =
                filter.arguments.iter().map(|argument| self.expression(argument)).collect();
            let weight = arguments.iter().map(Data::weight).sum::<usize>() + value.weight();
            if !self.budget.spend(weight) {
                return Ok(Data::Nil);
            }
            // The one filter with an option of its own: `false` may be what is meant.
            let allowed = filter.named.iter().find(|(name, _)| &**name == "allow_false");
            if matches!(value, Data::Bool(false))
                && &*filter.name == "default"
                && allowed.is_some_and(|(_, option)| self.expression(option).is_truthy())
            {
                continue;
            }
            value = filters::apply(self, &filter.name, value, &arguments)?;
            let length = if let Data::Text(text) = &value { text.len() / 8 } else { value.weight() };
            self.budget.write(length);
        }
        Ok(value)
    }

    /// Whether a condition holds: from the right, as Ruby's Liquid joins them.
    pub fn condition(&mut self, condition: &Condition) -> Result<bool, String> {
        let mut test = &condition.first;
        for (and, next) in &condition.rest {
            // `a and rest` needs the rest only if `a` holds, `a or rest` only if it does not.
            let holds = self.test(test)?;
            if holds != *and {
                return Ok(holds);
            }
            test = next;
        }
        self.test(test)
    }

    fn test(&mut self, test: &Test) -> Result<bool, String> {
        let left = self.expression(&test.left);
        let Some((comparison, right)) = &test.right else { return Ok(left.is_truthy()) };
        let right = self.expression(right);
        self.budget.spend(left.weight().min(right.weight()) + 1);
        if let Comparison::Contains = comparison {
            self.budget.spend(left.weight());
        }
        compare(&left, comparison, &right)
    }
}

/// The value of a key of a mapping, of a place in a list; where it was written with a dot, also `size`,
/// `first` and `last`.
pub fn property(value: &Data, key: &Data, dotted: bool) -> Data {
    match (value, key) {
        (Data::Map(_), Data::Text(name)) => {
            if let Some(found) = value.get(name) {
                return found.clone();
            }
        }
        (Data::List(list), Data::Int(place)) => {
            let place = if *place < 0 { place + list.items.len() as i64 } else { *place };
            return usize::try_from(place)
                .ok()
                .and_then(|at| list.items.get(at))
                .cloned()
                .unwrap_or(Data::Nil);
        }
        _ => {}
    }
    let Data::Text(name) = key else { return Data::Nil };
    match &**name {
        "size" if dotted => filters::size(value).unwrap_or(Data::Nil),
        "first" | "last" if dotted => end_of(value, &**name == "last"),
        _ => Data::Nil,
    }
}

/// The first or last item.
pub fn end_of(value: &Data, last: bool) -> Data {
    match value {
        Data::List(list) => if last { list.items.last() } else { list.items.first() }.cloned(),
        Data::Map(map) if !last => {
            let pair = map.pairs.first();
            pair.map(|(key, value)| Data::list(vec![Data::Text(key.clone()), value.clone()]))
        }
        Data::Range(first, end) => Some(Data::Int(if last { *end } else { *first })),
        _ => None,
    }
    .unwrap_or(Data::Nil)
}

/// Compares two values as Liquid's conditions do.
///
/// # Errors
/// If they cannot be compared, such as a text and a number, or Liquid does not know the operator.
fn compare(left: &Data, comparison: &Comparison, right: &Data) -> Result<bool, String> {
    let order = match comparison {
        Comparison::Equal => return Ok(left.equals(right)),
        Comparison::Unequal => return Ok(!left.equals(right)),
        Comparison::Contains => return Ok(contains(left, right)),
        Comparison::Unknown(operator) => return Err(["Unknown operator ", &**operator].concat()),
        _ => match (left, right) {
            (Data::Text(left), Data::Text(right)) => left.cmp(right),
            (
                Data::Int(_) | Data::Float(_) | Data::Text(_),
                Data::Int(_) | Data::Float(_) | Data::Text(_),
            ) => match left.compare(right) {
                Some(order) => order,
                None => {
                    let shown = if let Data::Text(_) = right { "String".into() } else { right.show() };
                    let kind = match left {
                        Data::Text(_) => "String",
                        Data::Int(_) => "Integer",
                        _ => "Float",
                    };
                    return Err(["comparison of ", kind, " with ", &shown, " failed"].concat());
                }
            },
            _ => return Ok(false),
        },
    };
    Ok(match comparison {
        Comparison::Less => order.is_lt(),
        Comparison::More => order.is_gt(),
        Comparison::AtMost => order.is_le(),
        _ => order.is_ge(),
    })
}

fn contains(left: &Data, right: &Data) -> bool {
    if !right.is_truthy() {
        return false;
    }
    match left {
        Data::Text(text) => text.contains(&*right.to_text()),
        Data::List(list) => list.items.iter().any(|item| item.is(right)),
        Data::Map(_) => left.get(&right.show()).is_some(),
        Data::Range(from, to) => {
            right.as_float().is_some_and(|value| (*from as f64..=*to as f64).contains(&value))
        }
        _ => false,
    }
}
