//! What a Liquid expression can be: [`Data`], with Ruby's rules for truth, equality, order and text.
//!
//! Lists and mappings know their weight, and [`Data::list`] refuses one that is too heavy or too deep: whatever
//! walks a value takes a bounded time and a bounded stack.

use std::cmp::Ordering;
use std::rc::Rc;

use super::number;
use crate::yaml::Value;

/// A value while Liquid runs. Copies are cheap.
#[derive(Clone)]
pub enum Data {
    Nil,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Rc<str>),
    List(Rc<List>),
    Map(Rc<Map>),
    /// `(1..5)`
    Range(i64, i64),
    /// The word `blank`.
    Blank,
    /// The word `empty`.
    Empty,
}

/// A list; see [`Data::list`].
pub struct List {
    pub items: Vec<Data>,
    size: Size,
}

/// Keys and values in their order.
pub struct Map {
    pub pairs: Vec<(Rc<str>, Data)>,
    size: Size,
}

/// How much a value holds: items at all depths (long texts count for more than one), and how deep.
#[derive(Clone, Copy)]
struct Size {
    weight: usize,
    depth: usize,
}

const MAX: Size = Size { weight: 1 << 20, depth: 60 };

impl Size {
    fn of<'d>(items: impl Iterator<Item = &'d Data>) -> Option<Size> {
        let mut size = Size { weight: 1, depth: 1 };
        for item in items {
            let own = item.size();
            size = Size { weight: size.weight + own.weight, depth: size.depth.max(own.depth + 1) };
            if size.weight > MAX.weight || size.depth > MAX.depth {
                return None;
            }
        }
        Some(size)
    }
}

impl Data {
    /// A text.
    pub fn text(text: &str) -> Data {
        Data::Text(text.into())
    }

    /// A list, or nil where it would be too much.
    pub fn list(items: Vec<Data>) -> Data {
        Size::of(items.iter()).map_or(Data::Nil, |size| Data::List(Rc::new(List { items, size })))
    }

    /// A mapping, or nil where it would be too much. Each key may stand once only.
    pub fn map(pairs: Vec<(Rc<str>, Data)>) -> Data {
        Size::of(pairs.iter().map(|(_, value)| value))
            .map_or(Data::Nil, |size| Data::Map(Rc::new(Map { pairs, size })))
    }

    /// A value of YAML.
    pub fn from_yaml(value: &Value) -> Data {
        Data::from_nested(value, 0)
    }

    fn from_nested(value: &Value, depth: usize) -> Data {
        if depth >= MAX.depth {
            return Data::Nil;
        }
        match value {
            Value::Null => Data::Nil,
            Value::Bool(value) => Data::Bool(*value),
            Value::Number(number) => number::parse(number).unwrap_or_else(|| Data::text(number)),
            Value::String(text) => Data::text(text),
            Value::Sequence(items) => {
                Data::list(items.iter().map(|item| Data::from_nested(item, depth + 1)).collect())
            }
            Value::Mapping(pairs) => Data::map(
                pairs
                    .iter()
                    .map(|(key, value)| (key.as_str().into(), Data::from_nested(value, depth + 1)))
                    .collect(),
            ),
        }
    }

    fn size(&self) -> Size {
        match self {
            Data::List(list) => list.size,
            Data::Map(map) => map.size,
            Data::Text(text) => Size { weight: 1 + text.len() / 64, depth: 0 },
            Data::Range(from, to) => {
                // No more than a loop may run.
                let length = to.saturating_sub(*from).clamp(0, 1 << 20);
                Size { weight: 1 + length as usize, depth: 0 }
            }
            _ => Size { weight: 1, depth: 0 },
        }
    }

    /// What it costs to walk over all of it.
    pub fn weight(&self) -> usize {
        self.size().weight
    }

    /// Everything but nil and false is true.
    pub fn is_truthy(&self) -> bool {
        !matches!(self, Data::Nil | Data::Bool(false))
    }

    /// The value of a key; nil if this is no mapping or has no such key.
    pub fn get(&self, key: &str) -> Option<&Data> {
        match self {
            Data::Map(map) => map.pairs.iter().find(|(name, _)| &**name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Ruby's `empty?`; nothing for what has no such method.
    pub fn is_empty(&self) -> Option<bool> {
        match self {
            Data::Text(text) => Some(text.is_empty()),
            Data::List(list) => Some(list.items.is_empty()),
            Data::Map(map) => Some(map.pairs.is_empty()),
            _ => None,
        }
    }

    /// `blank?` of ActiveSupport, which Shopify's Liquid and many Jekyll plugins bring.
    pub fn is_blank(&self) -> bool {
        match self {
            Data::Text(text) => text.chars().all(char::is_whitespace),
            _ => !self.is_truthy() || self.is_empty() == Some(true),
        }
    }

    /// `==` of Liquid's conditions.
    pub fn equals(&self, other: &Data) -> bool {
        match (self, other) {
            (Data::Empty, Data::Empty) | (Data::Blank, Data::Blank) => true,
            (Data::Empty, value) | (value, Data::Empty) => value.is_empty() == Some(true),
            (Data::Blank, value) | (value, Data::Blank) => value.is_blank(),
            _ => self.is(other),
        }
    }

    /// Ruby's `==`.
    pub fn is(&self, other: &Data) -> bool {
        match (self, other) {
            (Data::Nil, Data::Nil) => true,
            (Data::Bool(one), Data::Bool(two)) => one == two,
            (Data::Text(one), Data::Text(two)) => one == two,
            (Data::Range(one, two), Data::Range(three, four)) => (one, two) == (three, four),
            (Data::List(one), Data::List(two)) => {
                Rc::ptr_eq(one, two)
                    || one.items.len() == two.items.len()
                        && one.items.iter().zip(&two.items).all(|(one, two)| one.is(two))
            }
            (Data::Map(one), Data::Map(two)) => {
                Rc::ptr_eq(one, two)
                    || one.pairs.len() == two.pairs.len()
                        && one
                            .pairs
                            .iter()
                            .all(|(key, value)| other.get(key).is_some_and(|two| value.is(two)))
            }
            _ => self.compare_numbers(other) == Some(Ordering::Equal),
        }
    }

    /// The order of two numbers.
    fn compare_numbers(&self, other: &Data) -> Option<Ordering> {
        match (self, other) {
            (Data::Int(one), Data::Int(two)) => Some(one.cmp(two)),
            _ => self.as_float()?.partial_cmp(&other.as_float()?),
        }
    }

    /// A number as floating-point number.
    pub fn as_float(&self) -> Option<f64> {
        match self {
            Data::Int(value) => Some(*value as f64),
            Data::Float(value) => Some(*value),
            _ => None,
        }
    }

    /// Ruby's `<=>`: numbers among numbers, texts among texts, lists by their items.
    pub fn compare(&self, other: &Data) -> Option<Ordering> {
        match (self, other) {
            (Data::Text(one), Data::Text(two)) => Some(one.cmp(two)),
            (Data::List(one), Data::List(two)) => {
                for (one, two) in one.items.iter().zip(&two.items) {
                    match one.compare(two)? {
                        Ordering::Equal => {}
                        unequal => return Some(unequal),
                    }
                }
                Some(one.items.len().cmp(&two.items.len()))
            }
            (Data::Nil, Data::Nil) => Some(Ordering::Equal),
            (Data::Bool(one), Data::Bool(two)) if one == two => Some(Ordering::Equal),
            (Data::Map(_), Data::Map(_)) if self.is(other) => Some(Ordering::Equal),
            _ => self.compare_numbers(other),
        }
    }

    /// The items of a list or range, the pairs of a mapping; nothing for what cannot be walked.
    pub fn items(&self) -> Option<Vec<Data>> {
        match self {
            Data::List(list) => Some(list.items.clone()),
            Data::Map(map) => Some(
                map.pairs
                    .iter()
                    .map(|(key, value)| Data::list(vec![Data::Text(key.clone()), value.clone()]))
                    .collect(),
            ),
            Data::Range(from, to) => {
                let last = (*to).min(from.saturating_add(MAX.weight as i64));
                Some((*from..=last).map(Data::Int).collect())
            }
            _ => None,
        }
    }

    /// The whole number that Ruby's `to_i` makes of it.
    pub fn to_int(&self) -> i64 {
        match self {
            Data::Int(value) => *value,
            Data::Float(value) => *value as i64,
            Data::Text(text) => number::leading_int(text),
            _ => 0,
        }
    }

    /// The value as a template shows it.
    pub fn show(&self) -> Rc<str> {
        match self {
            Data::Text(text) => text.clone(),
            _ => {
                let mut out = String::new();
                self.show_into(&mut out);
                out.into()
            }
        }
    }

    /// Ruby's `to_s`: a list shows its brackets.
    pub fn to_text(&self) -> Rc<str> {
        match self {
            Data::List(_) => {
                let mut out = String::new();
                self.inspect_into(&mut out);
                out.into()
            }
            _ => self.show(),
        }
    }

    /// Appends what [`Data::show`] gives.
    pub fn show_into(&self, out: &mut String) {
        match self {
            Data::Text(text) => out.push_str(text),
            Data::List(list) => list.items.iter().for_each(|item| item.show_into(out)),
            Data::Nil | Data::Blank | Data::Empty => {}
            _ => self.inspect_into(out),
        }
    }

    /// Appends Ruby's `inspect`.
    pub fn inspect_into(&self, out: &mut String) {
        match self {
            Data::Nil => out.push_str("nil"),
            Data::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Data::Int(value) => out.push_str(&value.to_string()),
            Data::Float(value) => out.push_str(&number::float(*value)),
            Data::Text(text) => inspect_text(text, out),
            Data::List(list) => {
                out.push('[');
                for (at, item) in list.items.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    item.inspect_into(out);
                }
                out.push(']');
            }
            Data::Map(map) => {
                out.push('{');
                for (at, (key, value)) in map.pairs.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    inspect_text(key, out);
                    out.push_str("=>");
                    value.inspect_into(out);
                }
                out.push('}');
            }
            Data::Range(from, to) => out.push_str(&[&from.to_string(), "..", &to.to_string()].concat()),
            Data::Blank | Data::Empty => {}
        }
    }
}

fn inspect_text(text: &str, out: &mut String) {
    out.push('"');
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '#' if matches!(letters.peek(), Some('{' | '$' | '@')) => out.push_str("\\#"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\u{1B}' => out.push_str("\\e"),
            _ => out.push(c),
        }
    }
    out.push('"');
}
