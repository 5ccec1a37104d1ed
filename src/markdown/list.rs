//! kramdown's lists. [`list`] and [`definitions`] are the entrances.

use super::attributes::Attributes;
use super::block::{Parser, Scope};
use super::line::{self, ListKind};
use super::tree::{Block, Entry, Item, Kind};

/// The deepest column of an item's content.
const DEEPEST: usize = 100;

/// The column in which an item's content stands: how far its lines are indented.
struct Column(usize);

impl Column {
    /// That of an item of which nothing stands behind its marker.
    const USUAL: Column = Column(4);

    /// Reads the first line behind a marker of `width`: its content, its attributes, and the item's column.
    fn of(width: usize, line: &str) -> (Column, String, Attributes) {
        let mut attributes = Attributes::default();
        let (list, rest) = item_attributes(line);
        let mut column = Column::USUAL;
        if !rest.trim_ascii().is_empty() {
            // Tabs reach to the next column that is a multiple of four.
            let mut reached = width;
            for c in line.chars() {
                match c {
                    ' ' => reached += 1,
                    '\t' => reached += 4 - reached % 4,
                    _ => break,
                }
            }
            // Further in, an item is as deep as any.
            column = Column(reached.min(DEEPEST));
        }
        attributes.parse(list);
        (column, rest.trim_ascii_start().to_string(), attributes)
    }

    /// Whether the line belongs to the item by its indentation.
    fn holds(&self, text: &str) -> bool {
        let mut rest = text;
        for _ in 0..self.0 / 4 {
            match rest.strip_prefix('\t').or_else(|| rest.strip_prefix("    ")) {
                Some(inner) => rest = inner,
                None => return false,
            }
        }
        let spaces = &"   "[..self.0 % 4];
        (rest.starts_with(spaces) || line::is_indented(rest)) && !line::is_blank(text)
    }

    /// Whether the line goes on with the item's paragraph without being indented.
    fn takes_lazily(&self, text: &str) -> bool {
        let shallow = line::indent(text) <= self.0.min(3);
        let ends = shallow && (line::attribute_list(text).is_some() || line::is_html(text));
        !line::is_blank(text) && !ends
    }

    /// The line with its tabs as spaces and without the item's indentation; whether it had that.
    fn line(&self, text: &str) -> (String, bool) {
        let tabs = text.bytes().take_while(|&byte| byte == b'\t').count();
        let mut out = "    ".repeat(tabs);
        out.push_str(&text[tabs..]);
        let spaces = out.bytes().take_while(|&byte| byte == b' ').count();
        let found = spaces >= self.0;
        if found {
            out.drain(..self.0);
        }
        (out, found)
    }

    /// How deep the marker of the next item may stand.
    fn deepest_marker(&self) -> usize {
        self.0.clamp(1, 4) - 1
    }
}

/// An attribute list at the start of an item, and the rest.
fn item_attributes(text: &str) -> (&str, &str) {
    let found = text.trim_ascii_start().strip_prefix("{:").and_then(|body| {
        let name = super::attributes::identifier(body);
        if body.starts_with([':', '/']) || body[name..].starts_with(':') {
            return None;
        }
        let end = super::attributes::closing_brace(body).filter(|&end| end > 0)?;
        Some((&body[..end], &body[end + 1..]))
    });
    found.unwrap_or(("", text))
}

/// The lines of an item, without its indentation.
struct Lines {
    /// In parts that are read one after the other.
    parts: Vec<String>,
    /// The number of the first one.
    first: usize,
    attributes: Attributes,
}

/// Reads an ordered or unordered list.
pub fn list(parser: &mut Parser, scope: &mut Scope, ordered: bool) -> bool {
    let start = scope.line;
    let mut attributes = std::mem::take(&mut scope.pending);
    let (items, ended) = items(scope, if ordered { ListKind::Ordered } else { ListKind::Unordered });
    let mut list = Vec::new();
    for Lines { parts, first: mut line, attributes } in items {
        let mut blocks = Vec::new();
        for part in parts {
            parser.blocks(&part, line, scope.depth + 1, &mut blocks);
            line += part.matches('\n').count();
        }
        list.push(Item { blocks, attributes });
    }
    let trailing = finish(&mut list, ended);
    if mark_tasks(&mut list) {
        attributes.put_class_first("task-list");
    }
    scope.out.push(Block { kind: Kind::List { ordered, items: list }, attributes, line: start });
    scope.out.extend(trailing.filter(|_| !ended));
    true
}

/// The lines of a list's items, and whether the list ends with an end of block marker.
fn items(scope: &mut Scope, kind: ListKind) -> (Vec<Lines>, bool) {
    let mut items: Vec<Lines> = Vec::new();
    let mut column = Column::USUAL;
    let (mut nested, mut last_blank) = (false, false);
    while scope.at < scope.text.len() {
        let rest = scope.rest();
        let here = line::first(rest);
        if last_blank && line::is_rule(rest) {
            break;
        }
        if line::is_end_of_block(rest) {
            scope.advance(here.len());
            return (items, true);
        }
        let deepest = if items.is_empty() { 3 } else { column.deepest_marker() };
        if let Some(marker) = line::list_marker(rest, kind, deepest) {
            let (found, content, attributes) = Column::of(marker, &here[marker..]);
            column = found;
            nested = line::list_start(&content).is_some();
            last_blank = false;
            items.push(Lines { parts: vec![content], first: scope.line, attributes });
        } else if let Some(Lines { parts, .. }) = items.last_mut()
            && let Some(part) = parts.last_mut()
        {
            if column.holds(rest) || (!last_blank && column.takes_lazily(rest)) {
                let (mut text, indented) = column.line(here);
                let starts = line::list_start(&text).is_some();
                last_blank = false;
                if !nested && indented && starts {
                    nested = true;
                    parts.push(text);
                } else {
                    if nested && !indented && starts {
                        text.insert_str(0, &" ".repeat(column.0 + 4));
                    }
                    part.push_str(&text);
                }
            } else if line::is_blank(rest) {
                nested = true;
                last_blank = true;
                part.push_str(here);
            } else {
                break;
            }
        }
        scope.advance(here.len());
    }
    (items, false)
}

fn is_blank(block: Option<&Block>) -> bool {
    block.is_some_and(|block| matches!(block.kind, Kind::Blank { .. }))
}

/// Decides which items' first paragraphs stand without `<p>`, and takes the blank lines at items' ends away;
/// those at the end of the last one are returned.
fn finish(items: &mut [Item], ended: bool) -> Option<Block> {
    let mut trailing = None;
    // Whether an item before this one starts with something else than a paragraph of its own.
    let mut plain_before = false;
    let count = items.len();
    for (at, item) in items.iter_mut().enumerate() {
        let blocks = &mut item.blocks;
        if blocks.is_empty() {
            plain_before = true;
            continue;
        }
        let last = at + 1 == count;
        let marked = blocks.first().is_some_and(|block| !block.attributes.is_empty());
        let first_paragraph = matches!(blocks.first(), Some(Block { kind: Kind::Paragraph { .. }, .. }));
        if first_paragraph
            && marked
            && matches!(blocks.get(1), Some(Block { kind: Kind::Silent { .. } | Kind::End, .. }))
        {
            blocks.remove(1);
        }
        let followed = is_blank(blocks.get(1));
        let dangling = last && blocks.len() == 2 && !ended;
        let bare_here = first_paragraph
            && (blocks.len() < 2 || !followed || dangling)
            && (!last || count == 1 || plain_before);
        if let Some(Block { kind: Kind::Paragraph { bare, .. }, .. }) = blocks.first_mut() {
            *bare = bare_here;
        }
        plain_before |= !first_paragraph || bare_here;
        trailing = if is_blank(blocks.last()) { blocks.pop() } else { None };
    }
    trailing
}

/// GFM's task lists: `[ ]` or `[x]` at the start of an item. Says whether there are any.
fn mark_tasks(items: &mut [Item]) -> bool {
    let mut tasks = false;
    for item in items {
        let Some(Block { kind: Kind::Paragraph { text, task, .. }, .. }) = item.blocks.first_mut() else {
            continue;
        };
        let found = ["[ ]", "[x]", "[X]"].iter().position(|mark| {
            text.strip_prefix(mark).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_whitespace()))
        });
        if let Some(mark) = found {
            *task = Some(mark > 0);
            *text = text[3..].trim_ascii_start().to_string();
            tasks = true;
        }
        if tasks {
            item.attributes.put_class_first("task-list-item");
        }
    }
    tasks
}

/// A meaning in a definition list, not yet read.
struct Meaning {
    text: String,
    /// The number of its first line.
    line: usize,
    attributes: Attributes,
    /// Whether its first paragraph has its own element.
    own_paragraph: bool,
}

/// Reads a definition list, whose terms are the lines of the paragraph before it.
pub fn definitions(parser: &mut Parser, scope: &mut Scope) -> bool {
    let start = scope.line;
    let Some((mut entries, attributes, spaced)) = terms(scope) else { return false };
    let mut trailing = None;
    for Meaning { text, line, attributes, own_paragraph } in meanings(scope, spaced) {
        let mut blocks = Vec::new();
        parser.blocks(&text, line, scope.depth + 1, &mut blocks);
        trailing = if is_blank(blocks.last()) { blocks.pop() } else { None };
        if let Some(Block { kind: Kind::Paragraph { bare, .. }, .. }) = blocks.first_mut() {
            *bare = !own_paragraph;
        }
        entries.push(Entry::Meaning(Item { blocks, attributes }));
    }
    if is_blank(scope.out.last())
        && matches!(scope.out.iter().rev().nth(1), Some(Block { kind: Kind::Definitions(_), .. }))
    {
        scope.out.pop();
    }
    match scope.out.last_mut() {
        Some(Block { kind: Kind::Definitions(before), .. }) => before.append(&mut entries),
        _ => scope.out.push(Block { kind: Kind::Definitions(entries), attributes, line: start }),
    }
    scope.out.extend(trailing);
    true
}

/// Takes the paragraph before a definition list as its terms: these, the list's attributes, and whether a blank line
/// stands between. None if there is no paragraph.
fn terms(scope: &mut Scope) -> Option<(Vec<Entry>, Attributes, bool)> {
    let is_paragraph =
        |block: Option<&Block>| matches!(block, Some(Block { kind: Kind::Paragraph { .. }, .. }));
    let spaced = matches!(scope.out.last(), Some(Block { kind: Kind::Blank { single: true }, .. }))
        && is_paragraph(scope.out.iter().rev().nth(1));
    if !spaced && !is_paragraph(scope.out.last()) {
        return None;
    }
    if spaced {
        scope.out.pop();
    }
    let Block { kind: Kind::Paragraph { text, .. }, mut attributes, line } = scope.out.pop()? else {
        return None;
    };
    attributes.pairs.append(&mut scope.pending.pairs);
    attributes.references.append(&mut scope.pending.references);
    let mut entries = Vec::new();
    for (number, term) in text.split('\n').enumerate() {
        let (list, rest) = item_attributes(term);
        let mut attributes = Attributes::default();
        attributes.parse(list);
        entries.push(Entry::Term { text: rest.trim_ascii().to_string(), attributes, line: line + number });
    }
    Some((entries, attributes, spaced))
}

/// The meanings, of which a blank line is before the first one if they are `spaced`.
fn meanings(scope: &mut Scope, spaced: bool) -> Vec<Meaning> {
    let mut meanings: Vec<Meaning> = Vec::new();
    let mut column = Column::USUAL;
    let (mut own_paragraph, mut last_blank) = (spaced, false);
    while scope.at < scope.text.len() {
        let rest = scope.rest();
        let here = line::first(rest);
        let deepest = if meanings.is_empty() { 3 } else { column.deepest_marker() };
        if let Some(marker) = line::list_marker(rest, ListKind::Definition, deepest) {
            let (found, text, attributes) = Column::of(marker, &here[marker..]);
            column = found;
            meanings.push(Meaning { text, line: scope.line, attributes, own_paragraph });
            own_paragraph = false;
            last_blank = false;
        } else if line::is_end_of_block(rest) {
            break;
        } else if let Some(Meaning { text, .. }) = meanings.last_mut() {
            if column.holds(rest) || (!last_blank && column.takes_lazily(rest)) {
                text.push_str(&column.line(here).0);
                own_paragraph = false;
                last_blank = false;
            } else if line::is_blank(rest) {
                text.push_str(here);
                own_paragraph = true;
                last_blank = true;
            } else {
                break;
            }
        }
        scope.advance(here.len());
    }
    meanings
}
