//! A template as a tree. [`parse`] is the entrance.
//!
//! A block that is never closed or whose header cannot be read shows its content, an end without a beginning is shown
//! as a mistake: no mistake hides what stands around it or in it. (Ruby's Liquid refuses such a file, and Jekyll with
//! it, also in the mode `warn` that it runs in.)

use std::rc::Rc;

use super::expression::{Chain, Condition, Expression, fragment, next_fragment};
use super::segments::{self, Segment};

/// The nodes of a template, or of what stands between a block's tags.
#[derive(Default)]
pub struct Block {
    pub nodes: Vec<Node>,
    /// Nothing in it shows: Liquid leaves out the white space of such a block as well.
    pub blank: bool,
}

/// A piece of a template.
pub struct Node {
    pub line: usize,
    /// As it was written, for what cannot be understood.
    pub source: Rc<str>,
    pub kind: Kind,
}

/// What a [`Node`] is.
pub enum Kind {
    Text(String),
    /// The content of `raw`.
    Raw(String),
    Output(Chain),
    Assign(Rc<str>, Chain),
    Capture(Rc<str>, Block),
    /// `if`, `elsif`, `else`; `true` with the condition of `unless`.
    If(Vec<(Option<(bool, Condition)>, Block)>),
    Case(Expression, Vec<(Option<Vec<Expression>>, Block)>),
    /// `for` and `tablerow` (the latter is `true`).
    For(bool, Box<Loop>),
    Cycle(Cycle),
    /// `increment` and `decrement`: the counter, and by how much.
    Count(Rc<str>, i64),
    Break,
    Continue,
    IfChanged(Block),
    /// A block that Liquid itself does not know: its name, its markup, its content.
    Custom(&'static str, Rc<str>, Block),
    /// A tag that Liquid itself does not know.
    Tag(Rc<str>, Rc<str>),
    /// A mistake.
    Broken(String),
    /// A block that has no end, or whose tags say nothing that Liquid understands: why, and its contents, which all
    /// show.
    Misread(String, Vec<Block>),
}

/// `{% for variable in collection … %}`
pub struct Loop {
    pub variable: Rc<str>,
    /// The collection as written; with the variable it names the loop.
    pub name: Rc<str>,
    pub collection: Expression,
    pub reversed: bool,
    /// `limit: 3` and so on.
    pub options: Vec<(Rc<str>, Expression)>,
    pub body: Block,
    pub otherwise: Option<Block>,
}

/// `{% cycle group: a, b %}`
pub struct Cycle {
    pub group: Option<Expression>,
    /// What names it where there is no group: its values as written.
    pub name: Rc<str>,
    pub values: Vec<Expression>,
}

/// Blocks nest no deeper; the same bound holds for what is rendered.
pub const DEPTH: usize = 100;

/// The blocks that Liquid knows; those between `raw` and `comment` are none (see `segments`).
const BLOCKS: [&str; 7] = ["if", "unless", "case", "for", "tablerow", "capture", "ifchanged"];

/// The blocks that Liquid itself does not know, with the tags that end them.
const CUSTOM: [(&str, &[&str]); 5] = [
    ("highlight", &["endhighlight"]),
    ("details", &["enddetails"]),
    ("mermaid", &["endmermaid"]),
    ("tabs", &["endtabs"]),
    ("tab", &["endtab"]),
];

/// Reads a template.
pub fn parse(text: &str, first_line: usize) -> Block {
    let segments: Vec<Segment> = segments::segments(text, first_line).collect();
    Parser { segments: &segments, at: 0, trim: false, open: Vec::new() }.block()
}

struct Parser<'s, 't> {
    segments: &'s [Segment<'t>],
    at: usize,
    /// The tag before ended with `-%}`.
    trim: bool,
    /// The tags that may end each open block.
    open: Vec<&'static [&'static str]>,
}

/// Where the content of a block ends, or a part of it.
enum End<'t> {
    /// At the tag that closes the block.
    Closed,
    /// At a tag that divides it: its name and its markup.
    Divided(&'t str, &'t str),
    /// At the end of what is around it, since nothing closes it: what to say to the author.
    Missing(String),
}

impl End<'_> {
    /// What is wrong with the end of a block.
    fn missing(self) -> Option<String> {
        if let End::Missing(message) = self { Some(message) } else { None }
    }
}

impl<'t> Parser<'_, 't> {
    /// The nodes up to a tag that divides or ends any open block; that one is left unread.
    fn block(&mut self) -> Block {
        let mut block = Block { nodes: Vec::new(), blank: true };
        while let Some(segment) = self.segments.get(self.at).copied() {
            if segment.trim_before
                && let Some(Node { kind: Kind::Text(text), .. }) = block.nodes.last_mut()
            {
                text.truncate(text.trim_end().len());
            }
            if let segments::Kind::Tag { name, .. } = segment.kind
                && self.open.iter().any(|ends| ends.contains(&name))
            {
                break;
            }
            self.at += 1;
            let trim = std::mem::replace(&mut self.trim, segment.trim_after);
            let kind = match segment.kind {
                segments::Kind::Text => {
                    let text = if trim { segment.source.trim_start() } else { segment.source };
                    Kind::Text(text.into())
                }
                segments::Kind::Raw(text) => Kind::Raw(text.into()),
                segments::Kind::Comment => continue,
                segments::Kind::Broken(reason) => Kind::Broken(reason.into()),
                segments::Kind::Unknown(reason) => Kind::Broken(reason.into()),
                segments::Kind::Output { markup } => Kind::Output(Chain::parse(markup)),
                segments::Kind::Tag { name, markup } => self.tag(name, markup),
            };
            block.blank &= is_blank(&kind);
            // Texts need no source.
            let source = if let Kind::Text(_) | Kind::Raw(_) = kind { "" } else { segment.source };
            block.nodes.push(Node { line: segment.line, source: source.into(), kind });
        }
        block
    }

    /// The content of a block that begins here, up to one of `ends`, of which the last is the tag that closes the
    /// block.
    fn content(&mut self, name: &str, ends: &'static [&'static str]) -> (Block, End<'t>) {
        self.open.push(ends);
        let block = self.block();
        self.open.pop();
        if let Some(segment) = self.segments.get(self.at)
            && let segments::Kind::Tag { name, markup } = segment.kind
            && ends.contains(&name)
        {
            self.at += 1;
            self.trim = segment.trim_after;
            let closed = ends.last() == Some(&name);
            return (block, if closed { End::Closed } else { End::Divided(name, markup) });
        }
        let end = ends.last().copied().unwrap_or("");
        (block, End::Missing(["`{% ", name, " %}` has no `{% ", end, " %}`"].concat()))
    }

    /// A block that nothing divides, made by `kind` of its content.
    fn whole(
        &mut self,
        name: &str,
        ends: &'static [&'static str],
        kind: impl FnOnce(Block) -> Result<Kind, (String, Block)>,
    ) -> Kind {
        let (block, end) = self.content(name, ends);
        let read = match end.missing() {
            Some(message) => Err((message, block)),
            None => kind(block),
        };
        read.unwrap_or_else(|(message, block)| Kind::Misread(message, vec![block]))
    }

    /// What a tag is, with all up to its end where it begins a block.
    fn tag(&mut self, name: &str, markup: &str) -> Kind {
        let custom = CUSTOM.iter().find(|(custom, _)| *custom == name);
        let is_block = custom.is_some() || BLOCKS.contains(&name);
        if is_block && self.open.len() >= DEPTH {
            return Kind::Broken("blocks are nested too deeply".into());
        }
        match name {
            "assign" => {
                match markup.split_once('=').and_then(|(name, value)| Some((variable_name(name)?, value))) {
                    Some((variable, value)) => Kind::Assign(variable, Chain::parse(value)),
                    None => Kind::Broken(not_understood(name, markup)),
                }
            }
            "increment" | "decrement" => {
                Kind::Count(markup.trim().into(), if name == "increment" { 1 } else { -1 })
            }
            "break" => Kind::Break,
            "continue" => Kind::Continue,
            "cycle" => Kind::Cycle(cycle(markup, self.at)),
            "capture" => self.whole(name, &["endcapture"], |block| match variable_name(markup) {
                Some(variable) => Ok(Kind::Capture(variable, block)),
                None => Err((not_understood(name, markup), block)),
            }),
            "ifchanged" => self.whole(name, &["endifchanged"], |block| Ok(Kind::IfChanged(block))),
            "if" => self.branches(name, markup, &["elsif", "else", "endif"]),
            "unless" => self.branches(name, markup, &["elsif", "else", "endunless"]),
            "case" => self.case(markup),
            "for" => self.repeat(name, markup, &["else", "endfor"]),
            "tablerow" => self.repeat(name, markup, &["endtablerow"]),
            _ => match custom {
                Some((name, ends)) => {
                    self.whole(name, ends, |block| Ok(Kind::Custom(name, markup.into(), block)))
                }
                None => Kind::Tag(name.into(), markup.into()),
            },
        }
    }

    /// `if` and `unless`, up to their ends.
    fn branches(&mut self, name: &str, markup: &str, ends: &'static [&'static str]) -> Kind {
        let mut wrong = None;
        let mut read = |markup: &str, unless: bool| match Condition::parse(markup) {
            Ok(condition) => Some((unless, condition)),
            Err(message) => {
                wrong.get_or_insert(message);
                None
            }
        };
        let mut branches = Vec::new();
        let mut condition = read(markup, name == "unless");
        let end = loop {
            let (block, end) = self.content(name, ends);
            branches.push((condition, block));
            condition = match end {
                End::Divided("elsif", markup) => read(markup, false),
                End::Divided(..) => None,
                end => break end,
            }
        };
        match end.missing().or(wrong) {
            Some(message) => Kind::Misread(message, branches.into_iter().map(|(_, block)| block).collect()),
            None => Kind::If(branches),
        }
    }

    fn case(&mut self, markup: &str) -> Kind {
        let value = next_fragment(&mut { markup }).map(Expression::parse);
        let mut branches = Vec::new();
        let mut wrong = value.is_none().then(|| not_understood("case", markup));
        // What stands before the first `when` is never shown.
        let (before, mut end) = self.content("case", &["when", "else", "endcase"]);
        while let End::Divided(name, markup) = end {
            let values = (name == "when").then(|| {
                let mut values = Vec::new();
                let mut rest = markup;
                while let Some(value) = next_fragment(&mut rest) {
                    if value != "or" {
                        values.push(Expression::parse(value));
                    }
                }
                if values.is_empty() {
                    wrong.get_or_insert_with(|| not_understood("when", markup));
                }
                values
            });
            let (block, next) = self.content("case", &["when", "else", "endcase"]);
            branches.push((values, block));
            end = next;
        }
        match (value, end.missing().or(wrong)) {
            (Some(value), None) => Kind::Case(value, branches),
            (_, wrong) => {
                let blocks = branches.into_iter().map(|(_, block)| block);
                Kind::Misread(wrong.unwrap_or_default(), [before].into_iter().chain(blocks).collect())
            }
        }
    }

    /// `for` and `tablerow`, up to their ends.
    fn repeat(&mut self, name: &str, markup: &str, ends: &'static [&'static str]) -> Kind {
        let (body, mut end) = self.content(name, ends);
        let mut otherwise: Option<Block> = None;
        while let End::Divided(..) = end {
            let (more, next) = self.content(name, ends);
            end = next;
            match &mut otherwise {
                // Ruby refuses a second `else`.
                Some(block) => {
                    block.blank &= more.blank;
                    block.nodes.extend(more.nodes);
                }
                None => otherwise = Some(more),
            }
        }
        match (header(markup), end.missing()) {
            (Some(header), None) => {
                Kind::For(name == "tablerow", Box::new(Loop { body, otherwise, ..header }))
            }
            (_, missing) => {
                let blocks = [body].into_iter().chain(otherwise).collect();
                Kind::Misread(missing.unwrap_or_else(|| not_understood(name, markup)), blocks)
            }
        }
    }
}

fn not_understood(name: &str, markup: &str) -> String {
    ["`", name, "` does not understand `", markup, "`"].concat()
}

/// What stands after `for`.
fn header(markup: &str) -> Option<Loop> {
    let markup = markup.trim();
    let word = markup.find(char::is_whitespace)?;
    let (variable, rest) = markup.split_at_checked(word)?;
    let rest = rest.trim_start().strip_prefix("in")?;
    let mut after = rest.strip_prefix(char::is_whitespace)?.trim_start();
    let (collection, rest) = after.split_at_checked(fragment(after))?;
    after = rest;
    let reversed = after.split([' ', '\t', '\n', ',']).any(|word| word == "reversed");
    (!collection.is_empty()).then(|| Loop {
        variable: variable.into(),
        name: collection.into(),
        collection: Expression::parse(collection),
        reversed,
        options: options(after),
        body: Block::default(),
        otherwise: None,
    })
}

/// `name: value` as often as it stands in a tag's markup.
pub fn options(markup: &str) -> Vec<(Rc<str>, Expression)> {
    let mut options = Vec::new();
    let mut rest = markup;
    while let Some((before, after)) = rest.split_once(':') {
        let name = before.trim_end();
        let start = name.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_').map_or(0, |at| at + 1);
        let name = name.get(start..).unwrap_or(name);
        let after = after.trim_start();
        let (value, behind) = after.split_at_checked(fragment(after)).unwrap_or((after, ""));
        if !name.is_empty() && !value.is_empty() {
            options.push((name.into(), Expression::parse(value)));
        }
        rest = behind;
    }
    options
}

/// What stands after `cycle`; `place` tells it from others.
fn cycle(markup: &str, place: usize) -> Cycle {
    let mut rest = markup.trim();
    let mut group = None;
    let length = fragment(rest);
    let (first, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
    // The colon may belong to the fragment, which ends only at white space.
    let colon = first.find(':').filter(|_| !first.starts_with(['"', '\'']));
    if let Some((name, values)) = colon.and_then(|at| Some((first.get(..at)?, rest.get(at + 1..)?))) {
        group = Some(Expression::parse(name));
        rest = values;
    } else if let Some(values) = after.trim_start().strip_prefix(':') {
        group = Some(Expression::parse(first));
        rest = values;
    }
    let values = rest.split(',').filter_map(|part| next_fragment(&mut { part }).map(Expression::parse));
    let values: Vec<Expression> = values.collect();
    // Cycles of the same literals are one, those with variables are all different.
    let mut name = String::new();
    for value in &values {
        match value {
            Expression::Literal(value) => value.inspect_into(&mut name),
            _ => name.push_str(&place.to_string()),
        }
        name.push(',');
    }
    Cycle { group, name: name.into(), values }
}

/// The name of a variable that is set: its first word.
fn variable_name(text: &str) -> Option<Rc<str>> {
    let name = next_fragment(&mut { text })?;
    let name = name.trim_matches(['"', '\'']);
    (!name.is_empty()).then(|| name.into())
}

fn is_blank(kind: &Kind) -> bool {
    match kind {
        Kind::Text(text) => text.trim().is_empty(),
        Kind::Raw(text) => text.is_empty(),
        Kind::Assign(..) | Kind::Capture(..) => true,
        Kind::If(branches) => branches.iter().all(|(_, block)| block.blank),
        Kind::Case(_, branches) => branches.iter().all(|(_, block)| block.blank),
        Kind::For(false, repeat) => {
            repeat.body.blank && repeat.otherwise.as_ref().is_none_or(|block| block.blank)
        }
        Kind::IfChanged(block) => block.blank,
        _ => false,
    }
}

impl Node {
    /// Whether nothing of it may show.
    pub fn is_blank_block(&self) -> bool {
        !matches!(self.kind, Kind::Text(_)) && is_blank(&self.kind)
    }
}
