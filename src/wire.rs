//! Texts and values as one string, which is all that passes between the program and its modules, and what the command
//! remembers: [`put`] and [`encode`] write, [`Reader`] reads.
//!
//! A text has its length in bytes before it (`5:hello`); values are written in the same way.

use crate::yaml::Value;

/// Appends a text.
pub fn put(out: &mut String, text: &str) {
    out.push_str(&text.len().to_string());
    out.push(':');
    out.push_str(text);
}

/// Appends a number.
pub fn put_number(out: &mut String, number: usize) {
    put(out, &number.to_string());
}

/// Appends how many items there are, then each as `write` has it.
pub fn put_list<T>(out: &mut String, items: &[T], mut write: impl FnMut(&mut String, &T)) {
    put_number(out, items.len());
    items.iter().for_each(|item| write(out, item));
}

/// Appends a value.
pub fn encode(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push('0'),
        Value::Bool(value) => out.push(if *value { 't' } else { 'f' }),
        Value::Number(text) => {
            out.push('n');
            put(out, text);
        }
        Value::String(text) => {
            out.push('s');
            put(out, text);
        }
        Value::Sequence(items) => {
            out.push('[');
            items.iter().for_each(|item| encode(out, item));
            out.push(']');
        }
        Value::Mapping(pairs) => {
            out.push('{');
            for (key, value) in pairs {
                put(out, key);
                encode(out, value);
            }
            out.push('}');
        }
    }
}

/// Reads what [`put`] and [`encode`] have written, in that order; gives `None` where it is anything else.
pub struct Reader<'t>(pub &'t str);

impl<'t> Reader<'t> {
    /// A text.
    pub fn text(&mut self) -> Option<&'t str> {
        let (length, rest) = self.0.split_once(':')?;
        let (text, rest) = rest.split_at_checked(length.parse().ok()?)?;
        self.0 = rest;
        Some(text)
    }

    /// A text of its own.
    pub fn string(&mut self) -> Option<String> {
        self.text().map(String::from)
    }

    /// A number.
    pub fn number(&mut self) -> Option<usize> {
        self.text()?.parse().ok()
    }

    /// As many as the number says that stands here, as [`put_list`] writes them.
    pub fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        let mut list = Vec::new();
        for _ in 0..count {
            list.push(read(self)?);
        }
        Some(list)
    }

    fn sign(&mut self) -> Option<char> {
        let sign = self.0.chars().next()?;
        self.0 = self.0.get(sign.len_utf8()..)?;
        Some(sign)
    }

    /// A value, in others so deep.
    pub fn value(&mut self, depth: usize) -> Option<Value> {
        Some(match self.sign().filter(|_| depth < 200)? {
            't' => Value::Bool(true),
            'f' => Value::Bool(false),
            'n' => Value::Number(self.string()?),
            's' => Value::String(self.string()?),
            '[' => {
                let mut items = Vec::new();
                while !self.0.starts_with(']') {
                    items.push(self.value(depth + 1)?);
                }
                self.sign()?;
                Value::Sequence(items)
            }
            '{' => {
                let mut pairs = Vec::new();
                while !self.0.starts_with('}') {
                    pairs.push((self.string()?, self.value(depth + 1)?));
                }
                self.sign()?;
                Value::Mapping(pairs)
            }
            _ => Value::Null,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut out = String::new();
        put(&mut out, "a:é\n");
        put_list(&mut out, &["", "5:x"], |out, text| put(out, text));
        put_number(&mut out, 7);
        let mut reader = Reader(&out);
        assert_eq!(reader.text(), Some("a:é\n"));
        assert_eq!(reader.list(Reader::string), Some(vec![String::new(), "5:x".into()]));
        assert_eq!((reader.number(), reader.number()), (Some(7), None));
        for broken in ["", "x", "9:a", "1:é", "3:100", "20:99999999999999999999"] {
            assert_eq!(Reader(broken).list(Reader::string), None, "{broken}");
        }
    }
}
