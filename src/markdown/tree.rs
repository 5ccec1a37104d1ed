//! A post's blocks as a tree, and what they define. [`Document`] is what `block` makes and `write` reads.

use std::collections::BTreeMap;
use std::collections::btree_map::Range;

use super::attributes::Attributes;
use super::rules::Rules;
use super::table::Table;
use super::tag;

/// One block.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// The attribute lists before and after it.
    pub attributes: Attributes,
    /// The line it starts on.
    pub line: usize,
}

impl Block {
    /// A block without attributes.
    pub fn plain(kind: Kind, line: usize) -> Block {
        Block { kind, attributes: Attributes::default(), line }
    }
}

/// The kinds of blocks.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Blank lines; whether it is one line break only.
    Blank { single: bool },
    /// An end of block marker.
    End,
    /// What shows nothing where it stands: a definition, an attribute list. Whether attributes may follow.
    Silent { definition: Option<Definition> },
    /// A paragraph; in a list item it may be without its own element, or start with a task's box.
    Paragraph { text: String, bare: bool, task: Option<bool> },
    /// A header with the id that its author gave it.
    Header { level: u8, text: String, id: Option<String> },
    /// Code and its language.
    Code { text: String, language: Option<String> },
    /// A quote.
    Quote(Vec<Block>),
    /// A list.
    List { ordered: bool, items: Vec<Item> },
    /// A definition list: terms and definitions.
    Definitions(Vec<Entry>),
    /// A horizontal rule.
    Rule,
    /// A table.
    Table(Table),
    /// A formula on lines of its own.
    Math(String),
    /// An HTML element.
    Element { tag: tag::Tag, content: Vec<Block> },
    /// Text of an HTML element whose Markdown is read as a line of text.
    Text(String),
    /// HTML to be shown as it is.
    Raw(String),
}

/// What a definition defines, to which a following attribute list belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Definition {
    /// `[id]: address`
    Link(String),
    /// `*[word]: meaning`
    Abbreviation(String),
    /// `[^name]: text`
    Footnote,
}

/// An item of a list.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Its content.
    pub blocks: Vec<Block>,
    /// Its own attributes.
    pub attributes: Attributes,
}

/// A part of a definition list.
#[derive(Clone, Debug)]
pub enum Entry {
    /// What is defined.
    Term { text: String, attributes: Attributes, line: usize },
    /// What it means.
    Meaning(Item),
}

/// What `[id]: address "title"` says.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// The address.
    pub address: String,
    /// The title.
    pub title: Option<String>,
    /// Attributes of each link to it.
    pub attributes: Attributes,
}

/// Named attribute lists, `{:name: .class}`.
pub type Named = Defined<Attributes>;

/// What was defined, by names. All kinds share one type of index, since each type of map is code of its own.
#[derive(Clone, Debug, Default)]
pub struct Defined<T> {
    index: BTreeMap<String, usize>,
    values: Vec<T>,
}

impl<T: Default> Defined<T> {
    /// Whether nothing was defined.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// What the name stands for.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.values.get(*self.index.get(name)?)
    }

    /// What the name stands for, nothing yet if it is new.
    pub fn entry(&mut self, name: &str) -> &mut T {
        let next = self.values.len();
        let at = *self.index.entry(name.to_string()).or_insert(next);
        if at == next {
            self.values.push(T::default());
        }
        &mut self.values[at]
    }

    /// The names from `start` on, in their order, with the places of what they stand for.
    pub fn names_from(&self, start: &str) -> Range<'_, String, usize> {
        self.index.range(start.to_string()..)
    }

    /// What stands at the place that [`Defined::names_from`] gave.
    pub fn at(&self, place: usize) -> Option<&T> {
        self.values.get(place)
    }
}

/// A text's blocks and what they define.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The blocks.
    pub blocks: Vec<Block>,
    /// What the site says of kramdown.
    pub rules: Rules,
    /// Whether `$…$` is a formula.
    pub dollars: bool,
    /// Named attribute lists.
    pub named: Named,
    /// Link definitions by their normalised ids.
    pub links: Defined<Link>,
    /// Footnotes by their names.
    pub footnotes: Defined<Vec<Block>>,
    /// Abbreviations: what they mean, and their attributes.
    pub abbreviations: Defined<(String, Attributes)>,
}
