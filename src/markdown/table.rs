//! kramdown's tables. [`parse`] is the entrance.
//!
//! Code, HTML's `<code>` and formulas hide their bars. (For kramdown a bar in a formula splits the cell, which
//! no author wants: `$$|x|$$` in a line would make a table of the paragraph.)

use super::block::Scope;
use super::budget::Budget;
use super::line;
use super::tag;
use super::ticks::Ticks;
use super::tree::Kind;

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Its parts in their order.
    pub parts: Vec<Part>,
    /// The styles that align the columns, `None` as the browser likes; as many as there are columns.
    pub alignments: Vec<Option<&'static str>>,
}

/// A head, body or foot.
#[derive(Clone, Debug)]
pub struct Part {
    /// The element's name.
    pub name: &'static str,
    /// Rows of cells, with the number of the first row's line in the table.
    pub rows: Vec<(usize, Vec<String>)>,
}

/// Reads a table.
pub fn parse(scope: &mut Scope) -> bool {
    let rest = scope.rest();
    if line::inner(rest).starts_with([' ', '\t']) || !has_bar(line::first(rest)) || !scope.after_boundary() {
        return false;
    }
    let leading = rest.trim_ascii_start().starts_with('|');
    let mut table = Table::default();
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    let (mut foot, mut aligned, mut columns) = (false, false, 0);
    let (mut length, mut number) = (0, 0);
    while length < rest.len() && has_bar(line::first(&rest[length..])) {
        let here = line::first(&rest[length..]);
        if separates(here, '-') {
            if !rows.is_empty() && !foot {
                let name = if aligned { "tbody" } else { "thead" };
                table.parts.push(Part { name, rows: std::mem::take(&mut rows) });
                if !aligned {
                    table.alignments = alignments(here);
                    aligned = true;
                }
            }
        } else if separates(here, '=') {
            if !rows.is_empty() {
                table.parts.push(Part { name: "tbody", rows: std::mem::take(&mut rows) });
            }
            foot = true;
        } else {
            let cells = cells(here.trim_ascii_end(), leading);
            columns = columns.max(cells.len());
            rows.push((number, cells));
        }
        length += here.len();
        number += 1;
    }
    if !scope.boundary_at(scope.at + length) || !every_line_has_bar(rest[..length].trim_end_matches('\n')) {
        return false;
    }
    if !rows.is_empty() {
        table.parts.push(Part { name: if foot { "tfoot" } else { "tbody" }, rows });
    }
    // Rows are filled up to the widest: a short text must not become a huge table.
    let cells = columns * table.parts.iter().map(|part| part.rows.len()).sum::<usize>();
    let too_large = columns > 1000 || cells > 1000 + 20 * length;
    if !table.parts.iter().any(|part| part.name == "tbody") || too_large {
        return false;
    }
    for part in &mut table.parts {
        for (_, row) in &mut part.rows {
            row.resize(columns, String::new());
        }
    }
    table.alignments.resize(columns, None);
    scope.take(length, Kind::Table(table));
    true
}

/// Whether the line starts with a bar or has one that is not escaped.
fn has_bar(line: &str) -> bool {
    line.match_indices('|')
        .any(|(at, _)| at == 0 || !matches!(line.as_bytes().get(at - 1), Some(b'\\' | b'\n')))
}

/// Whether the line parts rows: it is made of `sign`, with bars, colons and plus signs.
fn separates(line: &str, sign: char) -> bool {
    let is_part = |c| matches!(c, '+' | '|' | ':' | ' ' | '\t') || c == sign;
    line.contains(sign) && line.trim_ascii_end().chars().all(is_part)
}

/// The columns' alignments, as colons in the line below the head have them.
fn alignments(line: &str) -> Vec<Option<&'static str>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(next) = line[at..].find('-') {
        let start = at + next;
        let end = start + line[start..].bytes().take_while(|&byte| byte == b'-').count();
        let left = start > at && line[..start].ends_with(':');
        let right = line[end..].starts_with(':');
        out.push(match (left, right) {
            (false, false) => None,
            (true, false) => Some("text-align: left"),
            (false, true) => Some("text-align: right"),
            (true, true) => Some("text-align: center"),
        });
        at = end + usize::from(right);
    }
    out
}

/// A stretch of text whose bars do not count, or one whose do.
enum Stretch<'a> {
    Text(&'a str),
    Code { text: &'a str, body: &'a str },
    Other(&'a str),
}

/// Cuts `text` into code, `<code>` elements (or all `elements` of lines) and formulas, and the text between them.
fn stretches(text: &str, elements: bool) -> Vec<Stretch<'_>> {
    let mut out = Vec::new();
    let (mut from, mut at) = (0, 0);
    let mut ticks = Ticks::default();
    let mut budget = Budget::new(text.len());
    while let Some(next) = text[at..].find(['`', '<', '$', '\\']) {
        at += next;
        let rest = &text[at..];
        let found = if rest.starts_with('`') {
            let Some((ticks, length)) = ticks.code(text, at) else {
                at += Ticks::count(rest);
                continue;
            };
            let body = &rest[ticks..ticks + length];
            Some(Stretch::Code { text: &rest[..ticks + length + ticks], body })
        } else if rest.starts_with("<code") {
            budget.find_str(rest, "</code>").map(|end| Stretch::Other(&rest[..end + 7]))
        } else if let Some(body) = rest.strip_prefix("$$") {
            budget.find_str(body, "$$").map(|end| Stretch::Other(&rest[..end + 4]))
        } else if elements && rest.starts_with('<') {
            budget.find(rest, element_end).map(|end| Stretch::Code { text: &rest[..end], body: "" })
        } else {
            None
        };
        let length = match &found {
            Some(Stretch::Code { text, .. } | Stretch::Other(text)) => text.len(),
            _ => {
                let second = rest[1..].chars().next().map_or(0, char::len_utf8);
                at += 1 + if rest.starts_with('\\') { second } else { 0 };
                continue;
            }
        };
        out.push(Stretch::Text(&text[from..at]));
        out.extend(found);
        at += length;
        from = at;
    }
    out.push(Stretch::Text(&text[from..]));
    out
}

/// Where the element at the start of `text` ends: at the latest with the text.
fn element_end(text: &str) -> Option<usize> {
    let tag = tag::open_tag(text, 0).filter(|tag| !tag::is_block(&tag.name))?;
    let whole = tag.closed || tag::is_empty(&tag.name);
    let close = || tag::find_close(text, tag.end, &tag.name).map_or(text.len(), |(_, end)| end);
    Some(if whole { tag.end } else { close() })
}

/// The cells of a row; the bar that the table's rows begin with (`leading`) and one at the end begin none.
fn cells(row: &str, leading: bool) -> Vec<String> {
    let mut cells = vec![String::new()];
    let add = |cells: &mut Vec<String>, text: &str| {
        if let Some(cell) = cells.last_mut() {
            cell.push_str(text);
        }
    };
    for stretch in stretches(row, false) {
        match stretch {
            Stretch::Text(text) => {
                let mut from = 0;
                for (at, _) in text.match_indices('|') {
                    if text[from..at].ends_with('\\') {
                        add(&mut cells, &text[from..at - 1]);
                        add(&mut cells, "|");
                    } else {
                        add(&mut cells, &text[from..at]);
                        cells.push(String::new());
                    }
                    from = at + 1;
                }
                add(&mut cells, &text[from..]);
            }
            Stretch::Code { text, .. } | Stretch::Other(text) => add(&mut cells, text),
        }
    }
    if leading && cells.first().is_some_and(|cell| cell.trim_ascii().is_empty()) {
        cells.remove(0);
    }
    if cells.last().is_some_and(|cell| cell.trim_ascii().is_empty()) {
        cells.pop();
    }
    for cell in &mut cells {
        *cell = cell.trim_ascii().to_string();
    }
    cells
}

/// Whether each line has a bar outside code, formulas and elements such as links.
fn every_line_has_bar(text: &str) -> bool {
    let mut found = false;
    for stretch in stretches(text, true) {
        match stretch {
            Stretch::Code { body, .. } => match body.matches('\n').count() {
                0 => {}
                1 if found => found = false,
                _ => return found,
            },
            Stretch::Other(text) => {
                if text.contains('\n') {
                    found = false;
                }
            }
            Stretch::Text(text) => {
                let mut lines = text.split('\n').peekable();
                while let Some(line) = lines.next() {
                    found |= has_bar(line);
                    if lines.peek().is_some() {
                        if !found {
                            return false;
                        }
                        found = false;
                    }
                }
            }
        }
    }
    found
}
