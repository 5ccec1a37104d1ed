//! Blocks to HTML. [`Writer::document`] is the entrance.

use std::collections::BTreeMap;

use super::attributes::Attributes;
use super::footnotes::{Marked, Note};
use super::header::plain_slug;
use super::later::{CONTENTS, FOOTNOTES, Within, mark, mark_at};
use super::table::Table;
use super::tree::{Block, Document, Entry, Item, Kind};
use super::{Heading, NoteNumber, Rendered, mathjax, raw_html, tag};
use crate::diagnostic::Diagnostic;
use crate::html::Html;
use crate::math::{Display, Typesetter};

/// The boxes of tasks.
const OPEN: &str = r#"<input type="checkbox" class="task-list-item-checkbox" disabled="disabled" />"#;
const DONE: &str =
    r#"<input type="checkbox" class="task-list-item-checkbox" disabled="disabled" checked="checked" />"#;

/// Writes a document.
pub struct Writer<'d> {
    pub document: &'d Document,
    pub file: &'d str,
    pub diagnostics: Vec<Diagnostic>,
    /// Whether Markdown in the author's HTML is not read any more.
    pub raw_html: bool,
    pub typesetter: &'d Typesetter<'d>,
    pub inserts: &'d [Html],
    pub headings: Vec<Heading>,
    /// How often each id was made of a header.
    pub ids: BTreeMap<String, usize>,
    /// By insert: whether it is a footnote,
    pub notes: &'d [bool],
    /// and the number of the footnote that it is or stands in.
    pub numbers: Vec<NoteNumber>,
    /// The author's footnotes, as their marks were found.
    pub footnotes: Vec<Marked>,
    /// All footnotes, as they are numbered.
    pub sequence: Vec<Note>,
    /// The list whose place the table of contents takes, its element and attributes.
    pub contents: Option<(&'static str, Attributes)>,
    footnotes_placed: bool,
    /// The references to equations, as TeX.
    pub references: Vec<String>,
    /// The text of the header or the term that is being written.
    plain: Option<String>,
    /// How many elements of the author's HTML are open.
    pub elements: usize,
}

/// A start tag with attributes that an author may have written.
pub fn start_tag(name: &str, attributes: &Attributes) -> Html {
    let mut out = String::with_capacity(name.len() + 2);
    out.push('<');
    out.push_str(name);
    attributes.write(&mut out);
    out.push('>');
    Html::from_author(out)
}

/// Appends a start tag with attributes that an author may have written.
#[inline(never)]
pub fn push_start(out: &mut Html, name: &str, attributes: &Attributes) {
    out.push(&start_tag(name, attributes));
}

/// The tag of an element without content.
#[inline(never)]
pub fn empty_tag(name: &str, attributes: &Attributes) -> Html {
    let mut out = start_tag(name, attributes).into_string();
    out.pop();
    out.push_str(" />");
    Html::from_author(out)
}

/// Appends such a start tag and a line break.
#[inline(never)]
fn push_start_line(out: &mut Html, name: &str, attributes: &Attributes) {
    push_start(out, name, attributes);
    out.push_text("\n");
}

/// Appends an end tag and a line break.
pub fn end_tag(out: &mut Html, name: &'static str) {
    out.close(name);
    out.push_text("\n");
}

impl<'d> Writer<'d> {
    /// A writer for the document of the post `file`.
    pub fn new(
        document: &'d Document,
        file: &'d str,
        inserts: &'d [Html],
        notes: &'d [bool],
        typesetter: &'d Typesetter<'d>,
    ) -> Self {
        Writer {
            document,
            file,
            diagnostics: Vec::new(),
            raw_html: false,
            typesetter,
            inserts,
            headings: Vec::new(),
            ids: BTreeMap::new(),
            notes,
            numbers: vec![NoteNumber::default(); notes.len()],
            footnotes: Vec::new(),
            sequence: Vec::new(),
            contents: None,
            footnotes_placed: false,
            references: Vec::new(),
            plain: None,
            elements: 0,
        }
    }

    /// Writes everything.
    pub fn document(mut self) -> Rendered {
        let out = self.blocks(&self.document.blocks);
        let footnotes = self.footnote_list(out.as_str());
        let footnotes = self.filled(footnotes.as_str(), Within::Notes);
        let contents = self.table_of_contents();
        let contents = self.filled(contents.as_str(), Within::Contents);
        let mut html = self.filled(out.as_str(), Within::Text(&contents, &footnotes));
        if !self.footnotes_placed {
            html.push(&footnotes);
        }
        let mut headings = std::mem::take(&mut self.headings);
        // kramdown's own table lists headers without an id, a link to them would lead nowhere.
        headings.retain(|heading| !heading.id.trim_ascii().is_empty());
        for heading in &mut headings {
            heading.html = self.filled(heading.html.as_str(), Within::Contents);
        }
        Rendered { html, headings, notes: self.numbers, diagnostics: self.diagnostics }
    }

    /// Remembers text of the header or the term that is being written.
    pub fn note_plain(&mut self, text: &str) {
        if let Some(plain) = &mut self.plain {
            plain.push_str(text);
        }
    }

    /// Remembers the text in finished HTML.
    pub fn note_insert(&mut self, html: &str) {
        // A footnote is none of a header's text.
        if self.plain.is_none() || self.is_note(mark_at(html).1).is_some() {
            return;
        }
        let html = self.source(html);
        let mut rest = html.as_str();
        while let Some(at) = rest.find('<') {
            self.note_plain(&rest[..at]);
            let closing = || tag::close_tag(rest, at).map(|(_, end)| end);
            let tag = tag::comment_end(rest, at).or_else(closing);
            let end = tag.or_else(|| tag::open_tag(rest, at).map(|tag| tag.end));
            rest = &rest[end.unwrap_or(at + 1)..];
        }
        self.note_plain(rest);
    }

    /// Writes some blocks.
    pub fn blocks(&mut self, blocks: &[Block]) -> Html {
        let mut out = Html::new();
        for block in blocks {
            self.block(block, &mut out);
        }
        out
    }

    fn block(&mut self, block: &Block, out: &mut Html) {
        let attributes = Attributes::merged(&block.attributes, &self.document.named);
        match &block.kind {
            Kind::Blank { .. } => out.push_text("\n"),
            Kind::End | Kind::Silent { .. } => {}
            Kind::Paragraph { text, bare, task } => {
                let figure = if task.is_none() { self.figure(text, &attributes, block.line) } else { None };
                if let Some(figure) = figure {
                    return out.push(&figure);
                }
                if !bare {
                    push_start(out, "p", &attributes);
                }
                if let Some(done) = task {
                    out.push(&Html::from_author(if *done { DONE } else { OPEN }));
                }
                self.push_line(text, block.line, out);
                if !bare {
                    end_tag(out, "p");
                }
            }
            Kind::Header { level, text, id } => {
                self.header(*level, text, id.as_deref(), attributes, block.line, out)
            }
            Kind::Code { text, language } => {
                out.push(&self.code_block(text, language.as_deref(), attributes))
            }
            Kind::Quote(blocks) => {
                let content = self.blocks(blocks);
                push_start_line(out, "blockquote", &attributes);
                out.push(&content);
                end_tag(out, "blockquote");
            }
            Kind::List { ordered, items } => {
                self.list(if *ordered { "ol" } else { "ul" }, items, &block.attributes, attributes, out)
            }
            Kind::Definitions(entries) => self.definitions(entries, &block.attributes, attributes, out),
            Kind::Rule => {
                out.push(&empty_tag("hr", &attributes));
                out.push_text("\n");
            }
            Kind::Table(table) => self.table(table, &attributes, block.line, out),
            Kind::Math(tex) => self.math(tex, &attributes, block.line, out),
            Kind::Element { tag, content } => self.element(tag, content, &block.attributes, out),
            Kind::Text(text) => self.push_line(text, block.line, out),
            Kind::Raw(html) => out.push(&self.authors_html(html, block.line)),
        }
    }

    /// Appends the HTML of a text that starts on line `number`.
    #[inline(never)]
    fn push_line(&mut self, text: &str, number: usize, out: &mut Html) {
        let content = self.line(text, number);
        out.push(&content);
    }

    /// The HTML of a text that starts on line `number`, and its text alone, of which an id can be made.
    pub fn line_and_plain(&mut self, text: &str, number: usize) -> (Html, String) {
        let outer = self.plain.replace(String::new());
        let html = self.line(text, number);
        (html, std::mem::replace(&mut self.plain, outer).unwrap_or_default())
    }

    /// A list, or what its attribute list puts in its place. `lists` are its attributes as they were written.
    fn list(
        &mut self,
        name: &'static str,
        items: &[Item],
        lists: &Attributes,
        attributes: Attributes,
        out: &mut Html,
    ) {
        if lists.refers_to("toc") && self.contents.is_none() {
            self.contents = Some((name, attributes));
            return out.push(&mark(CONTENTS, None));
        }
        if lists.refers_to("footnotes") && !self.footnotes_placed {
            self.footnotes_placed = true;
            return out.push(&mark(FOOTNOTES, None));
        }
        push_start_line(out, name, &attributes);
        for item in items {
            self.item("li", item, out);
        }
        end_tag(out, name);
    }

    /// A formula on lines of its own; one that cannot be typeset is a paragraph.
    fn math(&mut self, tex: &str, attributes: &Attributes, line: usize, out: &mut Html) {
        let formula = self.formula(tex, Display::Block, line);
        if !attributes.is_empty() {
            push_start(out, "div", attributes);
            out.push(&formula);
            return end_tag(out, "div");
        }
        match formula.as_str().starts_with("<math") {
            true => out.push(&formula),
            false => out.element("p", &[], &formula),
        }
        out.push_text("\n");
    }

    fn item(&mut self, name: &'static str, item: &Item, out: &mut Html) {
        let attributes = Attributes::merged(&item.attributes, &self.document.named);
        push_start(out, name, &attributes);
        let bare = matches!(
            item.blocks.first(),
            None | Some(Block { kind: Kind::Paragraph { bare: true, .. }, .. })
        );
        if !bare {
            out.push_text("\n");
        }
        for (at, block) in item.blocks.iter().enumerate() {
            self.block(block, out);
            if at == 0 && bare && item.blocks.len() > 1 {
                out.push_text("\n");
            }
        }
        end_tag(out, name);
    }

    fn definitions(&mut self, entries: &[Entry], lists: &Attributes, own: Attributes, out: &mut Html) {
        let prefix = lists.references.iter().find_map(|name| {
            let rest = name.strip_prefix("auto_ids")?;
            Some(rest.strip_prefix('-').unwrap_or("").to_string())
        });
        push_start_line(out, "dl", &own);
        for entry in entries {
            match entry {
                Entry::Term { text, attributes: list, line } => {
                    let mut attributes = Attributes::merged(list, &self.document.named);
                    let (content, plain) = self.line_and_plain(text, *line);
                    if let Some(prefix) = &prefix
                        && attributes.get("id").is_none()
                    {
                        attributes.set("id", &[prefix, &*plain_slug(&plain)].concat());
                    }
                    push_start(out, "dt", &attributes);
                    out.push(&content);
                    end_tag(out, "dt");
                }
                Entry::Meaning(item) => self.item("dd", item, out),
            }
        }
        end_tag(out, "dl");
    }

    fn table(&mut self, table: &Table, attributes: &Attributes, line: usize, out: &mut Html) {
        push_start_line(out, "table", attributes);
        for part in &table.parts {
            let cell = if part.name == "thead" { "th" } else { "td" };
            out.open(part.name, &[]);
            out.push_text("\n");
            for (number, row) in &part.rows {
                out.open("tr", &[]);
                out.push_text("\n");
                for (text, alignment) in row.iter().zip(&table.alignments) {
                    match alignment {
                        Some(style) => out.open(cell, &[("style", style)]),
                        None => out.open(cell, &[]),
                    }
                    self.push_line(text, line + number, out);
                    if text.is_empty() {
                        out.push_text("\u{a0}");
                    }
                    end_tag(out, cell);
                }
                end_tag(out, "tr");
            }
            end_tag(out, part.name);
        }
        end_tag(out, "table");
    }

    /// An element that the author wrote as HTML.
    fn element(&mut self, tag: &tag::Tag, content: &[Block], lists: &Attributes, out: &mut Html) {
        let mut attributes = Attributes { pairs: tag.attributes.clone(), references: Vec::new() };
        attributes.merge(lists, &self.document.named);
        if tag.closed || tag::is_empty(&tag.name) {
            out.push(&empty_tag(&tag.name, &attributes));
            return out.push_text("\n");
        }
        push_start(out, &tag.name, &attributes);
        match content {
            [Block { kind: Kind::Raw(html), .. }] if !mathjax::is_looked_into(&tag.name) => {
                out.push(&Html::from_author(html.as_str()));
            }
            _ => {
                self.elements += 1;
                out.push(&self.blocks(content));
                self.elements -= 1;
            }
        }
        let mut end = String::new();
        raw_html::close(&mut end, &tag.name);
        out.push(&Html::from_author(end));
        out.push_text("\n");
    }

    /// Writes text with its abbreviations marked.
    pub fn abbreviated(&self, text: &str, out: &mut Html) {
        let abbreviations = &self.document.abbreviations;
        if abbreviations.is_empty() {
            return out.push_text(text);
        }
        super::abbreviation::write(abbreviations, &self.document.named, text, out);
    }
}
