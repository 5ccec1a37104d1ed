//! Texts and numbers one behind the other, as the command keeps them for its next run: a text is its length in bytes,
//! a colon and the text. [`Writer`] and [`Reader`] are the entrances.

/// Writes a record.
#[derive(Default)]
pub struct Writer(pub String);

impl Writer {
    pub fn text(&mut self, text: &str) {
        self.0.extend([&text.len().to_string(), ":", text]);
    }

    pub fn number(&mut self, number: usize) {
        self.text(&number.to_string());
    }

    /// How many there are, then each as `write` has it.
    pub fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Writer, &T)) {
        self.number(items.len());
        items.iter().for_each(|item| write(self, item));
    }

    pub fn texts<T: AsRef<str>>(&mut self, items: &[T]) {
        self.list(items, |writer, item| writer.text(item.as_ref()));
    }
}

/// Reads a record in the order in which it was written; gives `None` where it is none.
pub struct Reader<'r>(pub &'r str);

impl<'r> Reader<'r> {
    pub fn text(&mut self) -> Option<&'r str> {
        let (length, rest) = self.0.split_once(':')?;
        let length: usize = length.parse().ok()?;
        let text = rest.get(..length)?;
        self.0 = &rest[length..];
        Some(text)
    }

    pub fn number(&mut self) -> Option<usize> {
        self.text()?.parse().ok()
    }

    pub fn list<T>(&mut self, mut read: impl FnMut(&mut Reader<'r>) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        // No more room than the record can fill.
        let mut items = Vec::with_capacity(count.min(self.0.len()));
        for _ in 0..count {
            items.push(read(self)?);
        }
        Some(items)
    }

    pub fn texts(&mut self) -> Option<Vec<String>> {
        self.list(|reader| reader.text().map(String::from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut writer = Writer::default();
        writer.text("a:é\n");
        writer.texts(&["", "5:x"]);
        writer.number(7);
        let mut reader = Reader(&writer.0);
        assert_eq!(reader.text(), Some("a:é\n"));
        assert_eq!(reader.texts(), Some(vec![String::new(), "5:x".into()]));
        assert_eq!((reader.number(), reader.number()), (Some(7), None));
        for broken in ["", "x", "9:a", "1:é", "3:100", "20:99999999999999999999"] {
            assert_eq!(Reader(broken).texts(), None, "{broken}");
        }
    }
}
