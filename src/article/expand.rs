//! A post after Liquid: Markdown with placeholders for what is made apart. [`Expanded::segments`] is the
//! entrance for posts, [`Expanded::entries`] for pages that are bibliographies.

use crate::bibtex::Bibliography;
use crate::diagnostic::Diagnostic;
use crate::distill;
use crate::html::Html;
use crate::liquid::{self, Kind};
use crate::markdown::NoteNumber;
use crate::placeholder::{self, END, INSERT};
use crate::scholar::{self, Tag};

/// What is said of Liquid while its interpreter is missing.
const NOT_HERE: &str = "this needs the interpreter of Liquid, which is not here";

/// A post after Liquid: Markdown with placeholders.
#[derive(Default)]
pub struct Expanded {
    pub text: String,
    /// The HTML for each placeholder, as far as it is known already.
    pub inserts: Vec<Html>,
    /// jekyll-scholar's tags with their lines.
    pub tags: Vec<(Tag, usize)>,
    /// For each of the tags, its place in `inserts`.
    slots: Vec<usize>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Expanded {
    /// Puts a post together: jekyll-scholar's tags are set aside, other Liquid that is left is shown as it stands.
    /// Jekyll runs Liquid before kramdown, so tags count in code as well.
    pub fn segments(segments: Vec<liquid::Segment>, file: &str) -> Expanded {
        let mut expanded = Expanded::default();
        let mut trim = false;
        // A tag with a body whose end has not come yet, and where its body begins.
        let mut open: Option<(Tag, usize, usize)> = None;
        for segment in segments {
            let line = segment.line;
            let source = if trim { segment.source.trim_start() } else { segment.source };
            trim = segment.trim_after;
            if segment.trim_before {
                expanded.text.truncate(expanded.text.trim_end().len());
                if let Some((.., start)) = &mut open {
                    *start = (*start).min(expanded.text.len());
                }
            }
            match segment.kind {
                Kind::Text => expanded.text.push_str(source),
                Kind::Raw(text) => expanded.text.push_str(text),
                Kind::Comment => {}
                Kind::Broken(reason) => {
                    expanded.text.push_str(source);
                    expanded.diagnostics.push(Diagnostic::new(file, line, reason));
                }
                Kind::Tag { name, .. } if open.as_ref().is_some_and(|(tag, ..)| tag.end() == Some(name)) => {
                    if let Some((mut tag, line, start)) = open.take() {
                        tag.body = expanded.text.split_off(start);
                        expanded.tag(tag, line);
                    }
                }
                Kind::Tag { name, markup } => match Tag::parse(name, markup) {
                    Some((tag, problems)) => {
                        let named = |problem: String| [name, ": ", &problem].concat();
                        let problems = problems.into_iter().map(|p| Diagnostic::new(file, line, named(p)));
                        expanded.diagnostics.extend(problems);
                        match tag.end() {
                            Some(_) if open.is_none() => open = Some((tag, line, expanded.text.len())),
                            _ => expanded.tag(tag, line),
                        }
                    }
                    None => {
                        expanded.unknown(source, NOT_HERE);
                        expanded.diagnostics.push(Diagnostic::new(file, line, NOT_HERE));
                    }
                },
                Kind::Output { .. } => {
                    expanded.unknown(source, NOT_HERE);
                    expanded.diagnostics.push(Diagnostic::new(file, line, NOT_HERE));
                }
                Kind::Unknown(message) => expanded.unknown(source, message),
            }
        }
        if let Some((tag, line, _)) = open {
            let message = ["there is no `", tag.end().unwrap_or(""), "`"].concat();
            expanded.diagnostics.push(Diagnostic::new(file, line, message));
        }
        expanded
    }

    /// A page that is a bibliography: each entry is a tag, the text around them is Markdown.
    pub fn entries(body: &str) -> Expanded {
        let mut expanded = Expanded::default();
        let mut from = 0;
        let bibliography = Bibliography::index("", body);
        for (span, key) in bibliography.objects() {
            expanded.text.push_str(body.get(from..span.start).unwrap_or(""));
            from = span.end;
            if let Some(key) = key {
                expanded.tag(Tag::new(scholar::Kind::Entry, vec![key.into()]), 1);
            }
        }
        expanded.text.push_str(body.get(from..).unwrap_or(""));
        expanded
    }

    /// Puts the HTML of jekyll-scholar's tags, in their order, in their places.
    pub fn fill(&mut self, tags: Vec<Html>) {
        for (slot, html) in self.slots.iter().zip(tags) {
            // The text of a quotation may have tags of its own, which come before it.
            let html = match html.as_str().contains(INSERT) {
                true => placeholder::fill(html.as_str(), &self.inserts),
                false => html,
            };
            self.inserts[*slot] = html;
        }
    }

    fn insert(&mut self, html: Html) {
        placeholder::push(&mut self.text, INSERT, &self.inserts.len().to_string());
        self.inserts.push(html);
    }

    /// Sets a tag aside.
    fn tag(&mut self, tag: Tag, line: usize) {
        self.tags.push((tag, line));
        self.slots.push(self.inserts.len());
        self.insert(Html::new());
    }

    /// By insert: whether it is that of one of these tags; nothing if there are none.
    pub fn notes(&self, tags: &[usize]) -> Vec<bool> {
        let mut notes = vec![false; if tags.is_empty() { 0 } else { self.inserts.len() }];
        tags.iter().for_each(|tag| notes[self.slots[*tag]] = true);
        notes
    }

    /// The numbers of these tags' footnotes, by those of the inserts.
    pub fn of_tags(&self, tags: &[usize], by_insert: &[NoteNumber]) -> Vec<NoteNumber> {
        tags.iter().map(|tag| by_insert[self.slots[*tag]]).collect()
    }

    /// What stands by tag, by insert and in that order.
    pub fn by_insert(&self, by_tag: Vec<(usize, Html)>) -> Vec<(usize, Html)> {
        let mut by_insert: Vec<_> = by_tag.into_iter().map(|(tag, html)| (self.slots[tag], html)).collect();
        by_insert.sort_unstable_by_key(|(insert, _)| *insert);
        by_insert
    }

    /// Something of Liquid that is not understood stays visible, marked, its reason in the title.
    fn unknown(&mut self, source: &str, message: &str) {
        let mut html = Html::new();
        html.element("code", &[("class", "liquid-error"), ("title", message)], &Html::from_text(source));
        self.insert(html);
    }

    /// Reads others' citations and Distill's elements in the text, which starts on `first_line`: its
    /// footnotes, with their lines.
    #[inline(never)]
    pub fn read(&mut self, first_line: usize, rules: &distill::Rules) -> Vec<(String, usize)> {
        let mut notes: Vec<(String, usize)> = Vec::new();
        let mut order = Vec::new();
        let text = std::mem::take(&mut self.text);
        let before = self.slots.len();
        for part in distill::read(&text, rules) {
            let distill::Part::Note(text, line) = part else {
                self.part(part, first_line, &mut order);
                continue;
            };
            let outer = std::mem::take(&mut self.text);
            // Footnotes may cite.
            for part in distill::read(&text, &distill::Rules { notes: false, ..*rules }) {
                self.part(part, first_line + line, &mut order);
            }
            notes.push((std::mem::replace(&mut self.text, outer), first_line + line));
            self.insert(distill::mark(notes.len()));
        }
        if self.slots.len() == before {
            return notes;
        }
        // Works are numbered in the order of their citations, whoever found them.
        let mut places = vec![usize::MAX; self.inserts.len()];
        for (place, slot) in order.into_iter().enumerate().filter(|(_, slot)| *slot < self.inserts.len()) {
            places[slot] = place;
        }
        // Tags in the text of another come before it.
        for at in (1..before).rev() {
            let (slot, next) = (self.slots[at - 1], self.slots[at]);
            if places[slot] == usize::MAX {
                places[slot] = places[next];
            }
        }
        // Liquid's tags and the new ones are each in their order already.
        let slots = std::mem::take(&mut self.slots);
        let mut tags = std::mem::take(&mut self.tags);
        let mut added = tags.split_off(before).into_iter().zip(&slots[before..]).peekable();
        for (tag, &slot) in tags.into_iter().zip(&slots) {
            while let Some((tag, slot)) = added.next_if(|(_, added)| places[**added] < places[slot]) {
                self.tags.push(tag);
                self.slots.push(*slot);
            }
            self.tags.push(tag);
            self.slots.push(slot);
        }
        for (tag, slot) in added {
            self.tags.push(tag);
            self.slots.push(*slot);
        }
        notes
    }

    /// Adds a part, and the inserts in it to `order`.
    fn part(&mut self, part: distill::Part, first_line: usize, order: &mut Vec<usize>) {
        match part {
            distill::Part::Text(text) | distill::Part::Note(text, _) => {
                let marks = text.split(INSERT).skip(1);
                order.extend(marks.filter_map(|mark| mark.split(END).next()?.parse::<usize>().ok()));
                self.text.push_str(&text);
            }
            distill::Part::Cite(cites, line) => {
                let (keys, cites) = cites.into_iter().unzip();
                order.push(self.inserts.len());
                self.tag(Tag { cites, ..Tag::new(scholar::Kind::Cite, keys) }, first_line + line);
            }
        }
    }
}
