//! Makes YAML's text into values. The grammar is libyaml's, which Ruby uses as well: a file is refused
//! exactly where Jekyll refuses it. [`parse`] is the entrance.

use super::mistakes::in_plain_words;
use super::{Pairs, Value, YamlError, boolean, too_deep};
use crate::placeholder;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess};
use serde::de::{VariantAccess, Visitor};
use std::cell::Cell;
use std::fmt;

/// The first document of `text`; an empty text is [`Value::Null`].
pub fn parse(text: &str) -> Result<Value, YamlError> {
    // libyaml takes a byte order mark for the first column, where a document begins with `---`.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if let Some(line) = too_deep(text) {
        return Err(YamlError { line, message: "brackets are nested too deeply".into() });
    }
    // What aliases may unfold a file to: enough for any real one, too little to fill the memory.
    let budget = Cell::new(text.len().saturating_mul(8).saturating_add(1 << 16));
    match serde_yaml::Deserializer::from_str(text).next() {
        None => Ok(Value::Null),
        Some(document) => Node { text, key: false, budget: &budget }.deserialize(document).map_err(|error| {
            let line = error.location().map_or(1, |place| place.line());
            in_plain_words(text, line, &error.to_string())
        }),
    }
}

/// Reads one node and all below it.
#[derive(Clone, Copy)]
struct Node<'a> {
    /// The whole text.
    text: &'a str,
    /// Whether the node is a key.
    key: bool,
    /// What may still be made, in bytes of text and nodes.
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

    fn number<E: Error>(self, decimal: String) -> Result<Value, E> {
        self.spend(0)?;
        Ok(Value::Number(decimal))
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
        self.visit_i128(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.visit_i128(value.into())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.number(value.to_string())
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.number(value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.number(decimal(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.spend(value.len())?;
        // An escape may be one of our marks.
        Ok(Value::String(value.replace(placeholder::is_mark, "\u{FFFD}")))
    }

    /// A scalar as it stands in the text: without quotes, it may be a boolean of Ruby's.
    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Value, E> {
        let at = value.as_ptr().addr().wrapping_sub(self.text.as_ptr().addr());
        let quoted = matches!(self.text.as_bytes().get(at.wrapping_sub(1)), Some(b'"' | b'\''));
        match boolean(value) {
            Some(flag) if !quoted && !self.key => self.visit_bool(flag),
            _ => self.visit_str(value),
        }
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
        let mut pairs = Pairs::default();
        while let Some((key, value)) =
            map.next_entry_seed(Node { key: true, ..self }, Node { key: false, ..self })?
        {
            match (key.text().unwrap_or(""), value) {
                ("<<", Value::Mapping(merged)) => {
                    merged.into_iter().for_each(|(key, value)| pairs.set(key, value));
                }
                (key, value) => pairs.set(key.into(), value),
            }
        }
        Ok(Value::Mapping(pairs.pairs))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_, content) = tagged.variant::<IgnoredAny>()?;
        content.newtype_variant_seed(self)
    }
}

/// The number as `{:?}` writes it, which says nothing in the page (`SMALLER` in xtask): `1.0` keeps its fraction, as
/// in Ruby.
fn decimal(value: f64) -> String {
    if value != 0.0 && !(1e-4..1e16).contains(&value.abs()) {
        return format!("{value:e}");
    }
    let text = value.to_string();
    if text.contains('.') { text } else { text + ".0" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::modules::Modules;

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
             j: 123456789012345678901234567890\no: 1e3\np: -0.0\nq: 1e16\nr: 0.00001\ns: 1.5e-7\nk: yes\nl: 2.6.3\nm: \"a\\tb\"\nn: >\n  one\n  two\n",
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
            ("k", Some("true")),
            ("o", Some("1000.0")),
            ("p", Some("-0.0")),
            ("q", Some("1e16")),
            ("r", Some("1e-5")),
            ("s", Some("1.5e-7")),
            ("l", Some("2.6.3")),
            ("m", Some("a\tb")),
            ("n", Some("one two\n")),
        ] {
            assert_eq!(text_at(&value, key), text, "{key}");
        }
        for value in
            [0.0, -0.0, 1.0, 0.1, 1e-4, 9.9e-5, 1e15, 9.9e15, 1e16, 1e300, f64::MIN_POSITIVE, f64::NAN]
        {
            assert_eq!(decimal(value), format!("{value:?}"));
            assert_eq!(decimal(-value), format!("{:?}", -value));
        }
        assert_eq!(value.get("e"), Some(&Value::Bool(true)));
        assert_eq!(value.get("a"), Some(&Value::Number("12".into())));
        assert_eq!(value.get("z"), None);
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        assert_eq!(read("\u{FEFF}---\nx"), Value::String("x".into()));
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
    fn no_escape_becomes_a_mark() {
        // Neither here nor where the text is plain.
        for text in ["a\u{FDD0}: x\u{FDE7}", "\"a\\ufdd0\": \"x\\uFDE7\""] {
            for value in [read(text), super::super::parse(text, &Modules::native()).unwrap_or_default()] {
                assert_eq!(text_at(&value, "a\u{FFFD}"), Some("x\u{FFFD}"), "{text}");
            }
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
