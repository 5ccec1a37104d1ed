//! A decoded entry: its fields, those inherited from cross-references included. [`Entry`] is the type,
//! made by [`Bibliography::decode`].

use super::fields::Reader;
use super::latex::{self, Style};
use super::{Bibliography, date, names};
use crate::csl::Name;
use crate::diagnostic::Diagnostic;
use crate::wire::{self, put, put_number};

/// What BibLaTeX's `relatedtype` says of a work that came out before.
const ORIGINALS: [&str; 6] =
    ["origpubas", "origpubin", "reprintfrom", "reprintof", "translationfrom", "translationof"];

/// How many entries one entry may inherit from.
const MAX_PARENTS: usize = 32;

/// One field of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// In lower case.
    pub name: String,
    /// LaTeX as the author wrote it, abbreviations replaced and pieces joined, without delimiters.
    pub value: String,
}

/// A decoded entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The key, in the author's case.
    pub key: String,
    /// The type, in lower case.
    pub entry_type: String,
    /// The entry's own fields in the author's order, then the inherited ones.
    pub fields: Vec<Field>,
    /// What was wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// How many of the fields are its own.
    own: usize,
    /// The file and the line of its `@`.
    pub(super) place: (String, usize),
}

impl Entry {
    /// The fields that the author wrote in the entry itself.
    pub fn own_fields(&self) -> &[Field] {
        self.fields.get(..self.own).unwrap_or(&self.fields)
    }

    /// A field's value as LaTeX; `name` is in lower case.
    pub fn raw(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|field| field.name == name)?;
        (!field.value.trim().is_empty()).then_some(field.value.as_str())
    }

    /// A field's value as CSL rich text (see [`latex::decode`]); brace groups protect their case.
    pub fn text(&self, name: &str) -> Option<String> {
        Some(latex::decode(self.raw(name)?, Style::Title))
    }

    /// A field's value as text without markup.
    pub fn plain(&self, name: &str) -> Option<String> {
        Some(latex::decode(self.raw(name)?, Style::Plain))
    }

    /// The names in a field such as `author`.
    pub fn names(&self, name: &str) -> Vec<Name> {
        self.raw(name).map_or(Vec::new(), |value| names::parse(value, &mut |_| {}))
    }

    /// The month of `month`, from 1 to 12.
    pub fn month(&self) -> Option<u8> {
        let date = date::from_year("0", &self.plain("month")?, "")?;
        date.start?.month
    }

    /// Appends it for a module ([`wire`](crate::wire)): all but what was wrong, and where it stands.
    pub(crate) fn write(&self, out: &mut String) {
        put(out, &self.key);
        put(out, &self.entry_type);
        put_number(out, self.own);
        put_number(out, self.fields.len());
        for field in &self.fields {
            put(out, &field.name);
            put(out, &field.value);
        }
    }

    /// Reads what [`Entry::write`] has written.
    pub(crate) fn read(reader: &mut wire::Reader) -> Option<Entry> {
        Some(Entry {
            key: reader.string()?,
            entry_type: reader.string()?,
            own: reader.number()?,
            fields: reader.list(|reader| Some(Field { name: reader.string()?, value: reader.string()? }))?,
            ..Entry::default()
        })
    }

    pub(super) fn report(&mut self, message: &[&str]) {
        let message = ["entry `", &self.key, "`: ", &message.concat()].concat();
        self.diagnostics.push(Diagnostic::new(&self.place.0, self.place.1, message));
    }
}

impl Bibliography {
    /// The entry with this key, its fields read, its cross-references followed.
    pub fn decode(&self, key: &str) -> Option<Entry> {
        let (number, record) = self.find(key)?;
        let (fields, diagnostics) = Reader::new(self, number).fields();
        let file = self.files.get(record.file).map_or("", |file| file.name.as_str());
        let mut entry = Entry {
            key: self.key_at(number).to_owned(),
            entry_type: self.text(record.file, &record.entry_type).to_ascii_lowercase(),
            own: fields.len(),
            fields,
            diagnostics,
            place: (file.to_owned(), record.line),
        };
        self.inherit(&mut entry, number);
        self.originate(&mut entry);
        Some(entry)
    }

    /// Adds the date of the work that this one prints again or translates, as BibLaTeX's `related` names it.
    fn originate(&self, entry: &mut Entry) {
        let kind = entry.raw("relatedtype").unwrap_or("").trim();
        let key = entry.raw("related").and_then(|keys| keys.split(',').next()).unwrap_or("").trim();
        if !ORIGINALS.contains(&kind) || entry.raw("origdate").is_some() || key.is_empty() {
            return;
        }
        let Some((original, _)) = self.find(key) else {
            let key = key.to_owned();
            return entry.report(&["its related work `", &key, "` does not exist"]);
        };
        let (fields, _) = Reader::new(self, original).fields();
        let date = |name: &str| fields.iter().find(|field| field.name == name);
        if let Some(date) = date("date").or(date("year")) {
            add(entry, "origdate", &date.value);
        }
    }

    /// Adds what the entry inherits: by BibTeX's `crossref` all fields that it lacks, the parent's
    /// title as its `booktitle`; by BibLaTeX's `xdata` all fields that it lacks.
    fn inherit(&self, entry: &mut Entry, number: usize) {
        let has_title = entry.raw("title").is_some();
        let mut seen = vec![number];
        let mut parents = references(&entry.fields);
        let mut at = 0;
        while let Some((key, is_data)) = parents.get(at).cloned() {
            at += 1;
            let Some((parent, record)) = self.find(&key) else {
                entry.report(&["its cross-reference `", &key, "` does not exist"]);
                continue;
            };
            if seen.contains(&parent) {
                if parent == number {
                    entry.report(&["its cross-reference `", &key, "` leads back to itself"]);
                }
                continue;
            }
            if seen.len() > MAX_PARENTS {
                entry.report(&["it has too many cross-references"]);
                break;
            }
            seen.push(parent);
            let (fields, _) = Reader::new(self, parent).fields();
            parents.extend(references(&fields));
            let parent_type = self.text(record.file, &record.entry_type).to_ascii_lowercase();
            for field in fields {
                if matches!(&*field.name, "crossref" | "xdata" | "entryset" | "ids" | "options" | "keywords")
                {
                    continue;
                }
                if !is_data && let Some(name) = container(&entry.entry_type, &parent_type, &field.name) {
                    add(entry, name, &field.value);
                }
                // A container's subtitle must not come behind the part's own title.
                if !(has_title && matches!(&*field.name, "subtitle" | "titleaddon" | "shorttitle")) {
                    add(entry, &field.name, &field.value);
                }
            }
        }
    }
}

/// The keys that fields refer to, and whether for all that they have.
fn references(fields: &[Field]) -> Vec<(String, bool)> {
    let mut keys = Vec::new();
    for field in fields {
        let (is_data, most) = match &*field.name {
            "crossref" => (false, usize::MAX),
            "xdata" => (true, usize::MAX),
            // The first work of a set stands for it.
            "entryset" => (true, 1),
            _ => continue,
        };
        let each = field.value.split(',').map(str::trim).filter(|key| !key.is_empty());
        keys.extend(each.take(most).map(|key| (key.to_owned(), is_data)));
    }
    keys
}

/// The field by which a part names its container where the container has `title` or `subtitle`.
fn container(child: &str, parent: &str, field: &str) -> Option<&'static str> {
    match (child, field) {
        (child, _) if child == parent => None,
        ("article", "title") => Some("journal"),
        (_, "title") => Some("booktitle"),
        (_, "subtitle") => Some("booksubtitle"),
        _ => None,
    }
}

fn add(entry: &mut Entry, name: &str, value: &str) {
    if entry.fields.iter().all(|field| field.name != name) {
        entry.fields.push(Field { name: name.to_owned(), value: value.to_owned() });
    }
}
