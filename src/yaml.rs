//! YAML as Ruby reads it: a later duplicate of a key wins, `<<` merges, no kind of value fails the file.
//!
//! [`parse`] is the entrance, [`parse_mapping`] the one for files of keys. The grammar is libyaml's, which
//! Ruby uses as well: a file is refused exactly where Jekyll refuses it.

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess};
use serde::de::{VariantAccess, Visitor};
use std::cell::Cell;
use std::fmt;

/// One YAML node.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `~`, `null`, or nothing after the colon.
    #[default]
    Null,
    /// `true` or `false`. YAML 1.1's `yes` and `on` stay text, see [`Value::as_bool`].
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
pub fn parse(text: &str) -> Result<Value, YamlError> {
    if let Some(line) = too_deep(text) {
        return Err(YamlError { line, message: "brackets are nested too deeply".into() });
    }
    // What aliases may unfold a file to: enough for any real one, too little to fill the memory.
    let budget = Cell::new(text.len().saturating_mul(8).saturating_add(1 << 16));
    match serde_yaml::Deserializer::from_str(text).next() {
        None => Ok(Value::Null),
        Some(document) => Node { budget: &budget }.deserialize(document).map_err(|error| {
            let line = error.location().map_or(1, |place| place.line());
            in_plain_words(line, &error.to_string())
        }),
    }
}

/// The keys and values of `text`. Of broken YAML, which is reported, each key that can be read alone counts.
/// Always a mapping.
pub fn parse_mapping(text: &str) -> (Value, Option<YamlError>) {
    let error = match parse(text) {
        Ok(values @ Value::Mapping(_)) => return (values, None),
        Ok(Value::Null) => return (Value::Mapping(Vec::new()), None),
        Ok(_) => YamlError { line: 1, message: "this is no list of lines `key: value`".into() },
        Err(error) => error,
    };
    (salvage(text), Some(error))
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

    /// A boolean in any spelling of YAML 1.1 (`yes`, `On`, `FALSE`, …); `None` for everything else.
    pub fn as_bool(&self) -> Option<bool> {
        let text = self.text()?;
        let is = |words: [&str; 3]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
        if is(["true", "yes", "on"]) {
            Some(true)
        } else if is(["false", "no", "off"]) {
            Some(false)
        } else {
            None
        }
    }

    /// Whether Liquid takes the value as true: everything but null and false is.
    pub fn is_truthy(&self) -> bool {
        !matches!(self, Value::Null) && self.as_bool() != Some(false)
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

/// The key of a line that begins a pair at the left margin.
pub fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(':')?;
    let word = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    (word && !key.is_empty() && !key.starts_with('-')).then_some(key)
}

/// What can be read of broken YAML: each key with the lines below it alone, or else as plain text.
fn salvage(yaml: &str) -> Value {
    let mut pairs = Vec::new();
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
        match parse(block) {
            Ok(Value::Mapping(read)) => read.into_iter().for_each(|(key, value)| set(&mut pairs, key, value)),
            _ => {
                if let (Some(key), Some((_, text))) = (key_of(first), first.split_once(':')) {
                    let text = text.trim().trim_matches(['"', '\'']);
                    set(&mut pairs, key.into(), Value::String(text.into()));
                }
            }
        }
    }
    Value::Mapping(pairs)
}

/// Puts `value` under `key`; an earlier value of the key gives way, as in a Ruby hash.
fn set(pairs: &mut Vec<(String, Value)>, key: String, value: Value) {
    match pairs.iter_mut().find(|(name, _)| *name == key) {
        Some((_, old)) => *old = value,
        None => pairs.push((key, value)),
    }
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

/// Reads one node and all below it; `budget` is what may still be made, in bytes of text and nodes.
#[derive(Clone, Copy)]
struct Node<'a> {
    budget: &'a Cell<usize>,
}

impl Node<'_> {
    fn spend<E: Error>(self, amount: usize) -> Result<(), E> {
        match self.budget.get().checked_sub(amount + 1) {
            Some(rest) => self.budget.set(rest),
            None => return Err(E::custom("aliases unfold to too much")),
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.spend(0)?;
        Ok(Value::Null)
    }

    /// A text without any node.
    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.spend(0)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.spend(0)?;
        Ok(Value::Number(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.spend(0)?;
        Ok(Value::Number(value.to_string()))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.spend(0)?;
        Ok(Value::Number(value.to_string()))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.spend(0)?;
        Ok(Value::Number(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.spend(0)?;
        // `1.0` keeps its fraction, as in Ruby.
        Ok(Value::Number(format!("{value:?}")))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.spend(value.len())?;
        Ok(Value::String(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        self.spend(0)?;
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Value::Sequence(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        self.spend(0)?;
        let mut pairs = Vec::new();
        while let Some((key, value)) = map.next_entry_seed(self, self)? {
            match (key.text().unwrap_or(""), value) {
                ("<<", Value::Mapping(merged)) => {
                    merged.into_iter().for_each(|(key, value)| set(&mut pairs, key, value));
                }
                (key, value) => set(&mut pairs, key.into(), value),
            }
        }
        Ok(Value::Mapping(pairs))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_, content) = tagged.variant::<IgnoredAny>()?;
        content.newtype_variant_seed(self)
    }
}

/// libyaml's message (`problem at line L column C, while … at line L column C`) for people who write posts.
fn in_plain_words(line: usize, message: &str) -> YamlError {
    const WORDS: [(&str, &str); 10] = [
        ("mapping values are not allowed", "a value that contains `: ` must be put in quotes"),
        ("found unexpected end of stream", "a quote is opened here and never closed"),
        (
            "found character that cannot start",
            "a value cannot begin with a tab, `@`, `%` or a backtick; put it in quotes",
        ),
        ("found a tab character", "lines must be indented with spaces, not with a tab"),
        ("could not find expected ':'", "the line above lacks its colon (`key: value`)"),
        (
            "did not find expected key",
            "this line is no `key: value` of its block; are its quotes and its indentation right?",
        ),
        ("did not find expected '-'", "this line is no item of the list above; is its indentation right?"),
        ("did not find expected ',' or ']'", "a list `[…]` lacks its comma or its closing bracket"),
        ("did not find expected ',' or '}'", "a mapping `{…}` lacks its comma or its closing brace"),
        ("unknown anchor", "a value that begins with `*` is an alias; put the value in quotes"),
    ];
    let words = WORDS.iter().find(|(theirs, _)| message.contains(theirs)).map(|(_, ours)| *ours);
    // For a quote that is never closed, the end of the file is no help: take the line where it opens.
    let opened = message.split_once("while scanning a quoted scalar at line ").map(|(_, rest)| rest);
    let opened = opened.and_then(|rest| rest.split(' ').next()).and_then(|number| number.parse().ok());
    let message = words.unwrap_or_else(|| message.split(" at line ").next().unwrap_or(message));
    YamlError { line: opened.unwrap_or(line), message: message.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Value {
        parse(text).unwrap_or_else(|error| panic!("{text:?}: {error:?}"))
    }

    fn text_at<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
        value.get(key).and_then(Value::text)
    }

    #[test]
    fn scalars_read_as_in_ruby() {
        let value = read(
            "a: 12\nb: -3\nc: 1.50\nd: 1.0\ne: true\nf: ~\ng:\nh: 2024-12-05 15:09:00\ni: 'x: y'\n\
             j: 123456789012345678901234567890\nk: yes\nl: 2.6.3\nm: \"a\\tb\"\nn: >\n  one\n  two\n",
        );
        for (key, text) in [
            ("a", Some("12")),
            ("b", Some("-3")),
            ("c", Some("1.5")),
            ("d", Some("1.0")),
            ("e", Some("true")),
            ("f", None),
            ("g", None),
            ("h", Some("2024-12-05 15:09:00")),
            ("i", Some("x: y")),
            ("j", Some("123456789012345678901234567890")),
            ("k", Some("yes")),
            ("l", Some("2.6.3")),
            ("m", Some("a\tb")),
            ("n", Some("one two\n")),
        ] {
            assert_eq!(text_at(&value, key), text, "{key}");
        }
        assert_eq!(value.get("e"), Some(&Value::Bool(true)));
        assert_eq!(value.get("a"), Some(&Value::Number("12".into())));
        assert_eq!(value.get("z"), None);
    }

    #[test]
    fn the_last_of_duplicate_keys_wins_in_the_place_of_the_first() {
        let value = read("title: one\ndate: x\ntitle: two\n");
        assert_eq!(
            value,
            Value::Mapping(vec![
                ("title".into(), Value::String("two".into())),
                ("date".into(), Value::String("x".into())),
            ])
        );
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
        assert!(read("0").is_truthy() && read("''").is_truthy() && read("[]").is_truthy());
        assert!(!read("no").is_truthy() && !read("~").is_truthy());
    }

    #[test]
    fn lists_are_sequences_or_words() {
        assert_eq!(read("[a b, 2, [c], ~]").as_list(), ["a b", "2", "c"]);
        assert_eq!(read("a  b\n c").as_list(), ["a", "b", "c"]);
        assert_eq!(read("2024").as_list(), ["2024"]);
        assert!(read("").as_list().is_empty() && read("a: b").as_list().is_empty());
        assert_eq!(read("a b").items(), ["a b"]);
    }

    #[test]
    fn merges_aliases_and_tags() {
        let value = read("base: &b {x: 1, y: 2}\nhere:\n  <<: *b\n  y: 3\nother: !color red\n");
        assert_eq!(value.at(&["here", "x"]).and_then(Value::text), Some("1"));
        assert_eq!(value.at(&["here", "y"]).and_then(Value::text), Some("3"));
        assert_eq!(text_at(&value, "other"), Some("red"));
    }

    #[test]
    fn only_the_first_document_counts() {
        assert_eq!(text_at(&read("a: 1\n---\na: 2\n"), "a"), Some("1"));
        assert_eq!(read("# nothing\n"), Value::Null);
    }

    #[test]
    fn errors_name_their_line_in_plain_words() {
        for (text, line, part) in [
            ("a: 1\ntitle: one: two\n", 2, "quotes"),
            ("a: 1\ntitle: \"open\nb: 2\n", 2, "never closed"),
            ("a: 1\n\tb: 2\n", 2, "tab"),
            ("a: @me\n", 1, "quotes"),
            ("a: 1\nb: 2\n  c\n  d: 3\n", 4, "quotes"),
            ("a: [1, 2\nb: 3\n", 2, "bracket"),
            ("a: \"x\" y\nb: 3\n", 1, "quotes"),
            ("title: 'a' b\n", 1, "quotes"),
            ("a: *b\n", 1, "alias"),
        ] {
            let error = parse(text).expect_err(text);
            assert!(error.line == line && error.message.contains(part), "{text:?}: {error:?}");
        }
    }

    #[test]
    fn unfolding_aliases_are_stopped() {
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for level in 1..20 {
            let last = level - 1;
            bomb.push_str(&format!("a{level}: &a{level} [{}]\n", format!("*a{last}, ").repeat(9)));
        }
        assert!(parse(&bomb).is_err());
        let wide = format!("a: &a \"{}\"\nb: [{}]\n", "x".repeat(100_000), "*a,".repeat(10_000));
        assert!(parse(&wide).is_err());
        assert!(parse(&"[".repeat(200_000)).is_err());
        assert!(parse(&"- ".repeat(200_000)).is_err());
    }
}
