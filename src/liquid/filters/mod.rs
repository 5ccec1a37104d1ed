//! Filters: those of Liquid 4 and those of Jekyll 4. [`apply`] is the entrance.

mod al_folio;
mod escape;
mod json;
mod latin;
mod list;
mod text;
mod url;

pub use escape::html_once as escaped_once;
pub use json::jsonify;
pub use text::slugify;
pub use url::without_paragraph;

use super::data::Data;
use super::number::{self, Operation};
use super::run::Run;
use super::strftime;

/// The filters with the fewest and the most arguments that each takes.
const ARITY: [(&str, usize, usize); 80] = [
    ("abs", 0, 0),
    ("absolute_url", 0, 0),
    ("append", 1, 1),
    ("array_to_sentence_string", 0, 1),
    ("at_least", 1, 1),
    ("at_most", 1, 1),
    ("capitalize", 0, 0),
    ("ceil", 0, 0),
    ("cgi_escape", 0, 0),
    ("compact", 0, 1),
    ("concat", 1, 1),
    ("date", 1, 1),
    ("date_to_long_string", 0, 2),
    ("date_to_rfc822", 0, 0),
    ("date_to_string", 0, 2),
    ("date_to_xmlschema", 0, 0),
    ("default", 0, 1),
    ("divided_by", 1, 1),
    ("downcase", 0, 0),
    ("escape", 0, 0),
    ("escape_once", 0, 0),
    ("find", 2, 2),
    ("find_exp", 2, 2),
    ("first", 0, 0),
    ("floor", 0, 0),
    ("group_by", 1, 1),
    ("group_by_exp", 2, 2),
    ("h", 0, 0),
    ("inspect", 0, 0),
    ("join", 0, 1),
    ("jsonify", 0, 0),
    ("last", 0, 0),
    ("lstrip", 0, 0),
    ("map", 1, 1),
    ("markdownify", 0, 0),
    ("minus", 1, 1),
    ("modulo", 1, 1),
    ("newline_to_br", 0, 0),
    ("normalize_whitespace", 0, 0),
    ("number_of_words", 0, 1),
    ("plus", 1, 1),
    ("pop", 0, 1),
    ("prepend", 1, 1),
    ("push", 1, 1),
    ("relative_url", 0, 0),
    ("remove", 1, 1),
    ("remove_first", 1, 1),
    ("remove_last", 1, 1),
    ("replace", 1, 2),
    ("replace_first", 1, 2),
    ("replace_last", 2, 2),
    ("reverse", 0, 0),
    ("round", 0, 1),
    ("rstrip", 0, 0),
    ("sample", 0, 1),
    ("shift", 0, 1),
    ("size", 0, 0),
    ("slice", 1, 2),
    ("slugify", 0, 1),
    ("smartify", 0, 0),
    ("sort", 0, 2),
    ("sort_natural", 0, 1),
    ("split", 1, 1),
    ("strip", 0, 0),
    ("strip_html", 0, 0),
    ("strip_index", 0, 0),
    ("strip_newlines", 0, 0),
    ("times", 1, 1),
    ("to_integer", 0, 0),
    ("truncate", 0, 2),
    ("truncatewords", 0, 2),
    ("uniq", 0, 1),
    ("unshift", 1, 1),
    ("upcase", 0, 0),
    ("uri_escape", 0, 0),
    ("url_decode", 0, 0),
    ("url_encode", 0, 0),
    ("where", 2, 2),
    ("where_exp", 2, 2),
    ("xml_escape", 0, 0),
];

/// A text gets no longer.
const LONGEST: usize = 4 << 20;

/// The value after the filter `name`.
///
/// # Errors
/// If there is no such filter, or as Ruby's Liquid says it.
pub fn apply(run: &mut Run, name: &str, input: Data, arguments: &[Data]) -> Result<Data, String> {
    if let Some(result) = al_folio::apply(run, name, &input, arguments) {
        return result.and_then(short_enough);
    }
    let Some((_, fewest, most)) = ARITY.iter().find(|(known, _, _)| *known == name) else {
        return Err(["the Liquid filter `", name, "` is not known"].concat());
    };
    let given = arguments.len();
    if given < *fewest || given > *most {
        let expected = (most + 1).to_string();
        let expected =
            if fewest < most { [&(fewest + 1).to_string(), "..", &expected].concat() } else { expected };
        let given = (given + 1).to_string();
        return Err(["wrong number of arguments (given ", &given, ", expected ", &expected, ")"].concat());
    }
    if let Some(result) = list::apply(run, name, &input, arguments) {
        return result;
    }
    if let Some(result) = text::apply(name, &input, arguments) {
        return result.and_then(short_enough);
    }
    if let Some(result) = arithmetic(name, &input, arguments) {
        return result;
    }
    if let Some(result) = strftime::apply(run, name, &input, arguments) {
        return result;
    }
    other(run, name, input, arguments)
}

fn short_enough(value: Data) -> Result<Data, String> {
    match &value {
        Data::Text(text) if text.len() > LONGEST => Err("a text gets too long".into()),
        _ => Ok(value),
    }
}

/// The `size` of what has one; a whole number has eight bytes.
pub fn size(value: &Data) -> Option<Data> {
    let size = match value {
        Data::Text(text) => text.chars().count(),
        Data::List(list) => list.items.len(),
        Data::Map(map) => map.pairs.len(),
        Data::Range(from, to) => usize::try_from(to.saturating_sub(*from).saturating_add(1)).unwrap_or(0),
        Data::Int(_) => 8,
        _ => return None,
    };
    Some(Data::Int(size as i64))
}

/// The argument at a place as a number, by Ruby's `Liquid::Utils.to_integer`.
fn integer(arguments: &[Data], at: usize, default: i64) -> Result<i64, String> {
    match arguments.get(at) {
        None | Some(Data::Nil) => Ok(default),
        Some(Data::Int(value)) => Ok(*value),
        Some(Data::Float(value)) => Ok(*value as i64),
        Some(Data::Text(text)) => text.trim().parse().map_err(|_| "invalid integer".into()),
        Some(_) => Err("invalid integer".into()),
    }
}

fn arithmetic(name: &str, input: &Data, arguments: &[Data]) -> Option<Result<Data, String>> {
    let operand = arguments.first().unwrap_or(&Data::Nil);
    let operation = match name {
        "plus" => Operation::Plus,
        "minus" => Operation::Minus,
        "times" => Operation::Times,
        "divided_by" => Operation::Divide,
        "modulo" => Operation::Modulo,
        _ => {
            let number = number::of(input);
            let float = number.as_float().unwrap_or(0.0);
            let whole = |value: f64| if value.is_finite() { Data::Int(value as i64) } else { Data::Nil };
            return Some(Ok(match (name, &number) {
                ("abs", Data::Int(value)) => Data::Int(value.saturating_abs()),
                ("abs", _) => Data::Float(float.abs()),
                ("ceil" | "floor", Data::Int(_)) => number,
                ("ceil", _) => whole(float.ceil()),
                ("floor", _) => whole(float.floor()),
                ("round", _) => number::round(input, number::of(operand).to_int()),
                ("at_least" | "at_most", _) => {
                    let bound = number::of(operand);
                    let order = number.compare(&bound);
                    let takes_bound = match name {
                        "at_least" => order == Some(std::cmp::Ordering::Less),
                        _ => order == Some(std::cmp::Ordering::Greater),
                    };
                    if takes_bound { bound } else { number }
                }
                _ => return None,
            }));
        }
    };
    Some(number::calculate(input, operation, operand))
}

/// What fits in no other group.
fn other(run: &mut Run, name: &str, input: Data, arguments: &[Data]) -> Result<Data, String> {
    Ok(match name {
        "default" => {
            let missing = !input.is_truthy() || input.is_empty() == Some(true);
            if missing { arguments.first().cloned().unwrap_or_else(|| Data::text("")) } else { input }
        }
        "to_integer" => match input {
            Data::Bool(value) => Data::Int(value.into()),
            Data::List(_) | Data::Map(_) | Data::Range(..) => return Err("this is no number".into()),
            _ => Data::Int(input.to_int()),
        },
        "jsonify" => Data::text(&jsonify(&input)),
        "inspect" => {
            let mut out = String::new();
            input.inspect_into(&mut out);
            Data::text(&escape::xml(&out))
        }
        "markdownify" | "smartify" => {
            let text = run.markdown(&input.to_text());
            let text = if name == "smartify" { url::without_paragraph(&text) } else { &text };
            Data::text(text)
        }
        "relative_url" | "absolute_url" if matches!(input, Data::Nil) => Data::Nil,
        "relative_url" => Data::text(&run.relative_url(&input.to_text())),
        "absolute_url" => Data::text(&run.absolute_url(&input.to_text())),
        _ => return Err(["the Liquid filter `", name, "` is not known"].concat()),
    })
}
