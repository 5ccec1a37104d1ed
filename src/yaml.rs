//! YAML as Ruby reads it: a later duplicate of a key wins, `<<` merges, no kind of value fails the file.
//!
//! [`parse`] is the entrance, [`parse_mapping`] the one for files of keys. What is plain is read here (`plain`), all
//! else by serde_yaml (`reader`), which most sites do without and which the page therefore loads on demand.

mod mistakes;
mod plain;
mod reader;

pub use plain::read as plain;
pub use reader::parse as full;

use crate::bibtex::csl_json;
use crate::modules::{Module, Modules};
use crate::wire;

/// One YAML node.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `~`, `null`, or nothing after the colon.
    #[default]
    Null,
    /// `true` or `false`, in any spelling of YAML 1.1 (`yes`, `On`, `FALSE`, …), if no quotes stand around it.
    Bool(bool),
    /// A number, in decimal.
    Number(String),
    /// Any other scalar: text, and dates, which are read by who needs one.
    String(String),
    /// A list.
    Sequence(Vec<Value>),
    /// Keys and values in the file's order, each key once.
    Mapping(Vec<(String, Value)>),
}

/// Why a text is no YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlError {
    /// The line, counted from 1 within the text that was parsed.
    pub line: usize,
    /// What is wrong, in words for an author.
    pub message: String,
}

/// The first document of `text`; an empty text is [`Value::Null`].
///
/// # Errors
/// If it is no YAML, or needs the full reader and that is not here.
pub fn parse(text: &str, modules: &Modules) -> Result<Value, YamlError> {
    if let Some(value) = plain(text) {
        return Ok(value);
    }
    let answer = modules.ask(Module::Yaml, &[VALUE, text].concat()).ok_or_else(not_here)?;
    let value = answer.strip_prefix('=').ok_or_else(|| read_error(&answer))?;
    Ok(wire::Reader(value).value(0).unwrap_or_default())
}

/// The items of a file of CSL-JSON, as BibTeX.
///
/// # Errors
/// If it is no JSON, or what reads it is not here.
pub fn bibtex_of_json(json: &str, modules: &Modules) -> Result<String, YamlError> {
    let answer = modules.ask(Module::Yaml, &[BIBTEX, json].concat()).ok_or_else(not_here)?;
    answer.strip_prefix('=').map(String::from).ok_or_else(|| read_error(&answer))
}

/// What a request for a value begins with,
const VALUE: &str = "y";
/// and one for BibTeX.
const BIBTEX: &str = "j";

/// [`full`] and [`csl_json`] for strings: what the module in the page offers. An answer begins with `=`, or it is
/// the line of an error, `:`, and the error.
pub fn answer(request: &str) -> String {
    let json = request.strip_prefix(BIBTEX).map(csl_json::to_bibtex);
    let answer = json.unwrap_or_else(|| {
        let mut encoded = String::new();
        wire::encode(&mut encoded, &full(request.get(1..).unwrap_or(""))?);
        Ok(encoded)
    });
    match answer {
        Ok(answer) => ["=", &answer].concat(),
        Err(error) => [&error.line.to_string(), ":", &error.message].concat(),
    }
}

fn read_error(answer: &str) -> YamlError {
    let (line, message) = answer.split_once(':').unwrap_or(("1", answer));
    YamlError { line: line.parse().unwrap_or(1), message: message.into() }
}

fn not_here() -> YamlError {
    YamlError { line: 1, message: "what reads this is not here".into() }
}

/// Whether a text needs the full reader.
pub fn needed(text: &str) -> bool {
    plain(text).is_none()
}

/// The keys and values of `text`. Of broken YAML, which is reported, each key that can be read alone counts.
/// Always a mapping.
pub fn parse_mapping(text: &str, modules: &Modules) -> (Value, Option<YamlError>) {
    let error = match parse(text, modules) {
        Ok(values @ Value::Mapping(_)) => return (values, None),
        Ok(Value::Null) => return (Value::Mapping(Vec::new()), None),
        Ok(_) => YamlError { line: 1, message: "this is no list of lines `key: value`".into() },
        Err(error) => error,
    };
    (salvage(text, modules), Some(error))
}

impl Value {
    /// The value of `key` in a mapping.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Mapping(pairs) => pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The value at a path of keys, such as `["scholar", "style"]`.
    pub fn at(&self, path: &[&str]) -> Option<&Value> {
        path.iter().try_fold(self, |value, key| value.get(key))
    }

    /// The text of a string; numbers and booleans are none.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// A scalar as text; `None` for null, lists and mappings.
    pub fn text(&self) -> Option<&str> {
        match self {
            Value::String(text) | Value::Number(text) => Some(text),
            Value::Bool(true) => Some("true"),
            Value::Bool(false) => Some("false"),
            _ => None,
        }
    }

    /// A boolean, also one that stands in quotes; `None` for everything else.
    pub fn as_bool(&self) -> Option<bool> {
        boolean(self.text()?)
    }

    /// The language that a mapping has as `lang`, empty where it has none: `no` is Norwegian, which YAML takes for a
    /// boolean.
    pub fn language(&self) -> &str {
        match self.get("lang") {
            Some(Value::Bool(false)) => "no",
            value => value.and_then(Value::text).unwrap_or("").trim(),
        }
    }

    /// Whether Liquid takes the value as true: everything but null and false is.
    pub fn is_truthy(&self) -> bool {
        !matches!(self, Value::Null | Value::Bool(false))
    }

    /// Jekyll's reading of `tags` and `categories`: a list, or words separated by spaces.
    pub fn as_list(&self) -> Vec<&str> {
        match self {
            Value::Sequence(items) => items.iter().flat_map(Value::items).collect(),
            _ => self.text().unwrap_or("").split_whitespace().collect(),
        }
    }

    /// The scalars of a list, or the one scalar that this is, not split.
    pub fn items(&self) -> Vec<&str> {
        match self {
            Value::Sequence(items) => items.iter().flat_map(Value::items).collect(),
            _ => self.text().into_iter().collect(),
        }
    }
}

/// What a text without quotes says as a boolean: Ruby knows more words than YAML 1.2.
fn boolean(text: &str) -> Option<bool> {
    let is = |words: [&str; 3]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(["true", "yes", "on"]) {
        Some(true)
    } else if is(["false", "no", "off"]) {
        Some(false)
    } else {
        None
    }
}

/// The key of a line that begins a pair at the left margin.
pub fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(':')?;
    let word = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    (word && !key.is_empty() && !key.starts_with('-')).then_some(key)
}

/// What can be read of broken YAML: each key with the lines below it alone, or else as plain text.
fn salvage(yaml: &str, modules: &Modules) -> Value {
    let mut pairs = Pairs::default();
    let mut rest = yaml;
    while !rest.is_empty() {
        let mut length = 0;
        for line in rest.split_inclusive('\n') {
            if length > 0 && key_of(line).is_some() {
                break;
            }
            length += line.len();
        }
        let (block, after) = rest.split_at(length);
        rest = after;
        let first = block.lines().next().unwrap_or("");
        match parse(block, modules) {
            Ok(Value::Mapping(read)) => read.into_iter().for_each(|(key, value)| pairs.set(key, value)),
            _ => {
                if let (Some(key), Some((_, text))) = (key_of(first), first.split_once(':')) {
                    let text = text.trim().trim_matches(['"', '\'']);
                    pairs.set(key.into(), Value::String(text.into()));
                }
            }
        }
    }
    Value::Mapping(pairs.pairs)
}

/// The line where brackets open more than 500 levels deep: libyaml looks at each open one for every token.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut line) = (0_usize, 1);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'\n' => line += 1,
            _ => {}
        }
        if depth > 500 {
            return Some(line);
        }
    }
    None
}

/// The pairs of a mapping while it is read: a later value of a key takes the place of the earlier one, as in
/// a Ruby hash. `order` holds the places of `pairs` in the order of their keys.
#[derive(Default)]
struct Pairs {
    pairs: Vec<(String, Value)>,
    order: Vec<usize>,
}

impl Pairs {
    fn set(&mut self, key: String, value: Value) {
        let key_at = |place: &usize| self.pairs.get(*place).map_or("", |(name, _)| name.as_str());
        match self.order.binary_search_by(|place| key_at(place).cmp(&key)) {
            Ok(found) => {
                if let Some((_, old)) = self.order.get(found).and_then(|place| self.pairs.get_mut(*place)) {
                    *old = value;
                }
            }
            Err(found) => {
                self.order.insert(found, self.pairs.len());
                self.pairs.push((key, value));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Value {
        full(text).unwrap_or_else(|error| panic!("{text:?}: {error:?}"))
    }

    #[test]
    fn booleans_in_all_spellings() {
        for (text, expected) in [
            ("true", Some(true)),
            ("yes", Some(true)),
            ("On", Some(true)),
            ("FALSE", Some(false)),
            ("no", Some(false)),
            ("off", Some(false)),
            ("\"no\"", Some(false)),
            ("maybe", None),
            ("1", None),
            ("[true]", None),
        ] {
            assert_eq!(read(text).as_bool(), expected, "{text}");
        }
        // In both readers, and only without quotes; keys stay as they are.
        let text = "é: no\na: [yes, 'yes', \"on\", oN]\nno: 'no'\nb: |-\n  no\n";
        let said = |text: &str| Value::String(text.into());
        let list = vec![Value::Bool(true), said("yes"), said("on"), Value::Bool(true)];
        let pairs =
            [("é", Value::Bool(false)), ("a", Value::Sequence(list)), ("no", said("no")), ("b", said("no"))];
        let value = Value::Mapping(pairs.map(|(key, value)| (key.into(), value)).into());
        assert_eq!((plain(text), full(text)), (Some(value.clone()), Ok(value)));
        assert!(read("0").is_truthy() && read("''").is_truthy() && read("[]").is_truthy());
        assert!(!read("no").is_truthy() && !read("~").is_truthy() && read("'no'").is_truthy());
        assert_eq!(
            (read("lang: no").language(), read("lang: nb").language(), read("a: b").language()),
            ("no", "nb", "")
        );
    }

    #[test]
    fn lists_are_sequences_or_words() {
        assert_eq!(read("[a b, 2, [c], ~]").as_list(), ["a b", "2", "c"]);
        assert_eq!(read("a  b\n c").as_list(), ["a", "b", "c"]);
        assert_eq!(read("2024").as_list(), ["2024"]);
        assert!(read("").as_list().is_empty() && read("a: b").as_list().is_empty());
        assert_eq!(read("a b").items(), ["a b"]);
    }
}
