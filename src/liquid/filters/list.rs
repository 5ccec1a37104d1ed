//! Filters for lists. [`apply`] is the entrance.

use std::cmp::Ordering;
use std::rc::Rc;

use super::super::data::Data;
use super::super::evaluate::{end_of, property};
use super::super::expression::{Chain, Condition};
use super::super::number;
use super::super::run::Run;
use super::{integer, size};

/// The value after the filter, if it is one for lists.
pub fn apply(run: &mut Run, name: &str, input: &Data, arguments: &[Data]) -> Option<Result<Data, String>> {
    let argument = |at: usize| arguments.get(at).cloned().unwrap_or(Data::Nil);
    let list = |items: Vec<Data>| Some(Ok(Data::list(items)));
    match name {
        "size" => Some(Ok(size(input).unwrap_or(Data::Int(0)))),
        "first" | "last" => Some(Ok(end_of(input, name == "last"))),
        "join" => {
            let glue = arguments.first().map_or_else(|| " ".into(), Data::show);
            let items = flat(input);
            if items.len().saturating_mul(glue.len()) > super::LONGEST {
                return Some(Err("a text gets too long".into()));
            }
            let shown: Vec<Rc<str>> = items.iter().map(Data::show).collect();
            Some(Ok(Data::text(&shown.join(&*glue))))
        }
        "reverse" => list(flat(input).into_iter().rev().collect()),
        "compact" => match arguments.first() {
            Some(key) => {
                list(flat(input).into_iter().filter(|item| !is_nil(&property(item, key, false))).collect())
            }
            None => list(flat(input).into_iter().filter(|item| !is_nil(item)).collect()),
        },
        "concat" => match arguments.first() {
            Some(Data::List(more)) => {
                list(flat(input).into_iter().chain(more.items.iter().cloned()).collect())
            }
            _ => Some(Err("concat filter requires an array argument".into())),
        },
        "uniq" => Some(uniq(run, flat(input), arguments.first())),
        "map" => Some(map(input, &argument(0))),
        "sort" => Some(sort(run, input, arguments)),
        "sort_natural" => list(sort_natural(run, input, arguments.first())),
        "where" | "find" => Some(Ok(matching(name == "find", input, &argument(0), &argument(1)))),
        "where_exp" | "find_exp" => Some(matching_expression(run, name == "find_exp", input, arguments)),
        "group_by" => {
            let Some(items) = input.items() else { return Some(Ok(input.clone())) };
            let key = argument(0);
            let groups = items.into_iter().map(|item| (Data::Text(item_property(&item, &key).show()), item));
            Some(Ok(grouped(run, groups.collect())))
        }
        "group_by_exp" => Some(group_by_expression(run, input, &argument(0).show(), &argument(1).show())),
        "push" | "unshift" | "pop" | "shift" => {
            let Data::List(old) = input else { return Some(Ok(input.clone())) };
            let count =
                integer(arguments, 0, 1).ok().and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
            let kept = old.items.len().saturating_sub(count);
            let items = old.items.iter().cloned();
            list(match name {
                "push" => items.chain([argument(0)]).collect(),
                "unshift" => [argument(0)].into_iter().chain(items).collect(),
                "pop" => items.take(kept).collect(),
                _ => items.skip(count).collect(),
            })
        }
        // A choice that is the same on each visit: the first ones.
        "sample" => {
            let Data::List(items) = input else { return Some(Ok(input.clone())) };
            match integer(arguments, 0, 1) {
                Ok(1) | Err(_) => Some(Ok(end_of(input, false))),
                Ok(count) => {
                    let count = usize::try_from(count).unwrap_or(0);
                    list(items.items.iter().take(count).cloned().collect())
                }
            }
        }
        "array_to_sentence_string" => {
            let items = match input {
                Data::Text(text) => text.chars().map(|c| Data::text(c.encode_utf8(&mut [0; 4]))).collect(),
                // Ruby looks for the items of a mapping by their numbers.
                Data::Map(map) => vec![Data::Nil; map.pairs.len()],
                _ => input.items().unwrap_or_default(),
            };
            let shown: Vec<Rc<str>> = items.iter().map(Data::to_text).collect();
            let connector = arguments.first().map_or_else(|| "and".into(), Data::show);
            Some(Ok(Data::text(&sentence(&shown, &connector))))
        }
        _ => None,
    }
}

fn is_nil(value: &Data) -> bool {
    matches!(value, Data::Nil)
}

/// The items that Liquid's filters for lists go through: lists in lists count as their items, what is no list
/// is a list of one.
fn flat(input: &Data) -> Vec<Data> {
    fn push(item: &Data, out: &mut Vec<Data>) {
        match item {
            Data::List(list) => list.items.iter().for_each(|item| push(item, out)),
            _ => out.push(item.clone()),
        }
    }
    match input {
        Data::Nil => Vec::new(),
        Data::Range(..) => input.items().unwrap_or_default(),
        _ => {
            let mut out = Vec::new();
            push(input, &mut out);
            out
        }
    }
}

/// `map`: a property of each item.
fn map(input: &Data, key: &Data) -> Result<Data, String> {
    let mut values = Vec::new();
    for item in flat(input) {
        values.push(match &item {
            Data::Int(_) => return Err(["cannot select the property '", &*key.show(), "'"].concat()),
            // Ruby finds a text in a text.
            Data::Text(text) if text.contains(&*key.show()) => key.clone(),
            _ => property(&item, key, false),
        });
    }
    Ok(Data::list(values))
}

fn uniq(run: &mut Run, items: Vec<Data>, key: Option<&Data>) -> Result<Data, String> {
    let keys: Vec<Data> =
        items.iter().map(|item| key.map_or_else(|| item.clone(), |key| property(item, key, false))).collect();
    let firsts = firsts(run, &keys);
    let kept = items.into_iter().enumerate().filter(|(at, _)| firsts.get(*at) == Some(at));
    Ok(Data::list(kept.map(|(_, item)| item).collect()))
}

/// For each value the place of the first one that is equal: equal ones look the same.
fn firsts(run: &mut Run, values: &[Data]) -> Vec<usize> {
    run.budget.spend(values.len() * 8);
    let mut order: Vec<(String, usize)> = Vec::new();
    for (at, value) in values.iter().enumerate() {
        let mut text = String::new();
        value.inspect_into(&mut text);
        order.push((text, at));
    }
    order.sort();
    let mut firsts = vec![0; values.len()];
    let mut before: Option<&(String, usize)> = None;
    for entry in &order {
        let first = before.filter(|before| before.0 == entry.0).unwrap_or(entry);
        if let Some(place) = firsts.get_mut(entry.1) {
            *place = first.1;
        }
        before = Some(first);
    }
    firsts
}

/// Jekyll's `sort`: by a property, items without it first (or last), or by themselves.
fn sort(run: &mut Run, input: &Data, arguments: &[Data]) -> Result<Data, String> {
    if is_nil(input) {
        return Err("Cannot sort a null object.".into());
    }
    let items = input.items().ok_or("this is no list")?;
    let Some(key) = arguments.first().filter(|key| !is_nil(key)) else {
        let mut comparable = true;
        let keyed = items.into_iter().map(|item| (item.clone(), item)).collect();
        let items = sorted(run, keyed, &mut |one, two| {
            one.compare(two).unwrap_or_else(|| {
                comparable = false;
                Ordering::Equal
            })
        });
        return if comparable { Ok(Data::list(items)) } else { Err("these values cannot be sorted".into()) };
    };
    let last = match arguments.get(1).map(Data::show).as_deref() {
        None | Some("first") => false,
        Some("last") => true,
        Some(_) => return Err("the order of items without the property is `first` or `last`".into()),
    };
    let keyed = items.into_iter().map(|item| (item_property(&item, key), item)).collect();
    Ok(Data::list(sorted(run, keyed, &mut |one, two| match (is_nil(one), is_nil(two)) {
        (false, false) => one.compare(two).unwrap_or_else(|| one.show().cmp(&two.show())),
        (one, two) if last => one.cmp(&two),
        (one, two) => two.cmp(&one),
    })))
}

/// `sort_natural`: by a property or by themselves, whatever the case; what has no value comes last.
fn sort_natural(run: &mut Run, input: &Data, key: Option<&Data>) -> Vec<Data> {
    let keyed = flat(input).into_iter().map(|item| {
        let value = key.map_or_else(|| item.clone(), |key| property(&item, key, false));
        let text = Data::text(&value.show().to_ascii_lowercase());
        (if is_nil(&value) { value } else { text }, item)
    });
    sorted(run, keyed.collect(), &mut |one, two| match (is_nil(one), is_nil(two)) {
        (false, false) => one.compare(two).unwrap_or(Ordering::Equal),
        (one, two) => one.cmp(&two),
    })
}

/// The items in the order of their keys. Unlike the standard library's, this stable sort (by merging) bears
/// an order that contradicts itself.
fn sorted(
    run: &mut Run,
    items: Vec<(Data, Data)>,
    order: &mut dyn FnMut(&Data, &Data) -> Ordering,
) -> Vec<Data> {
    run.budget.spend(items.len().saturating_mul(8));
    let mut parts: Vec<Vec<(Data, Data)>> = items.into_iter().map(|item| vec![item]).collect();
    while parts.len() > 1 {
        let mut merged = Vec::with_capacity(parts.len() / 2 + 1);
        let mut rest = parts.into_iter();
        while let Some(one) = rest.next() {
            merged.push(match rest.next() {
                Some(two) => merge(one, two, order),
                None => one,
            });
        }
        parts = merged;
    }
    parts.into_iter().flatten().map(|(_, item)| item).collect()
}

fn merge(
    one: Vec<(Data, Data)>,
    two: Vec<(Data, Data)>,
    order: &mut dyn FnMut(&Data, &Data) -> Ordering,
) -> Vec<(Data, Data)> {
    let mut out = Vec::with_capacity(one.len() + two.len());
    let mut one = one.into_iter().peekable();
    let mut two = two.into_iter().peekable();
    while let (Some((left, _)), Some((right, _))) = (one.peek(), two.peek()) {
        let next = if order(left, right).is_gt() { two.next() } else { one.next() };
        out.extend(next);
    }
    out.extend(one);
    out.extend(two);
    out
}

/// Jekyll's reading of an item's property: a path with dots, and texts of digits are numbers.
fn item_property(item: &Data, key: &Data) -> Data {
    let value = match key {
        Data::Text(path) if path.contains('.') => {
            path.split('.').fold(item.clone(), |value, key| match value {
                // Ruby: what has no keys gives false.
                Data::Map(_) | Data::Text(_) | Data::List(_) => property(&value, &Data::text(key), false),
                _ => Data::Bool(false),
            })
        }
        Data::Text(_) => property(item, key, false),
        _ => property(item, &Data::Text(key.show()), false),
    };
    let Data::Text(text) = &value else { return value };
    let digits = text.trim();
    let digits = digits.strip_prefix('-').unwrap_or(digits);
    let numeric = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !numeric || !digits.contains(|c: char| c.is_ascii_digit()) || digits.matches('.').count() > 1 {
        return value;
    }
    if digits.contains('.') {
        Data::Float(
            number::leading_float(&["0", digits].concat())
                * if text.trim().starts_with('-') { -1.0 } else { 1.0 },
        )
    } else {
        Data::Int(number::leading_int(text))
    }
}

/// The values of a mapping, the items of a list; nothing of what Ruby cannot select from.
fn selectable(input: &Data) -> Option<Vec<Data>> {
    match input {
        Data::Map(map) => Some(map.pairs.iter().map(|(_, value)| value.clone()).collect()),
        _ => input.items(),
    }
}

/// `where` and `find`: what has the value in its property, or among it where that is a list.
fn matching(first: bool, input: &Data, key: &Data, target: &Data) -> Data {
    let unasked = !key.is_truthy() || matches!(target, Data::List(_) | Data::Map(_));
    let Some(items) = selectable(input).filter(|_| !unasked) else { return input.clone() };
    let shown = target.show();
    let matches = |item: &Data| match (item_property(item, key), target) {
        (value, Data::Nil) => is_nil(&value),
        (Data::List(list), Data::Blank | Data::Empty) => list.items.iter().all(|item| item.show().is_empty()),
        (Data::Nil, Data::Blank | Data::Empty) => true,
        (Data::List(list), _) => list.items.iter().any(|item| item.show() == shown),
        (Data::Nil, _) => false,
        (value, _) => value.show() == shown,
    };
    let mut found = items.into_iter().filter(matches);
    if first { found.next().unwrap_or(Data::Nil) } else { Data::list(found.collect()) }
}

/// `where_exp` and `find_exp`: what a condition holds for.
fn matching_expression(run: &mut Run, first: bool, input: &Data, arguments: &[Data]) -> Result<Data, String> {
    let Some(items) = selectable(input) else { return Ok(input.clone()) };
    let variable = arguments.first().map(Data::show).unwrap_or_default();
    let condition = Condition::parse(&arguments.get(1).map(Data::show).unwrap_or_default())?;
    let mut found = Vec::new();
    for item in items {
        let mut holds = Ok(false);
        run.with_scope(vec![(variable.clone(), item.clone())], |run| holds = run.condition(&condition));
        if holds? {
            found.push(item);
            if first {
                break;
            }
        }
        if !run.budget.spend(1) {
            break;
        }
    }
    if first { Ok(found.into_iter().next().unwrap_or(Data::Nil)) } else { Ok(Data::list(found)) }
}

/// `group_by_exp`: by what an expression gives for each item, which it knows by the name `variable`.
fn group_by_expression(
    run: &mut Run,
    input: &Data,
    variable: &Rc<str>,
    expression: &str,
) -> Result<Data, String> {
    let Some(items) = input.items() else { return Ok(input.clone()) };
    let chain = Chain::parse(expression);
    let mut groups = Vec::new();
    for item in items {
        let mut value = Ok(Data::Nil);
        run.with_scope(vec![(variable.clone(), item.clone())], |run| value = run.chain(&chain));
        groups.push((value?, item));
        if !run.budget.spend(1) {
            break;
        }
    }
    Ok(grouped(run, groups))
}

/// Groups in the order of their first items, as mappings with `name`, `items` and `size`.
fn grouped(run: &mut Run, items: Vec<(Data, Data)>) -> Data {
    let (names, items): (Vec<Data>, Vec<Data>) = items.into_iter().unzip();
    let firsts = firsts(run, &names);
    let mut groups: Vec<Vec<Data>> = items.iter().map(|_| Vec::new()).collect();
    for (item, first) in items.into_iter().zip(firsts) {
        if let Some(group) = groups.get_mut(first) {
            group.push(item);
        }
    }
    let groups = names.into_iter().zip(groups).filter(|(_, members)| !members.is_empty());
    let groups = groups.map(|(name, members)| {
        let size = Data::Int(members.len() as i64);
        Data::map(vec![("name".into(), name), ("items".into(), Data::list(members)), ("size".into(), size)])
    });
    Data::list(groups.collect())
}

/// `a`, `a and b`, `a, b, and c`.
fn sentence(items: &[Rc<str>], connector: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.to_string(),
        [one, two] => [one, " ", connector, " ", two].concat(),
        [all @ .., last] => [&*all.join(", "), ", ", connector, " ", last].concat(),
    }
}
