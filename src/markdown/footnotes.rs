//! Footnotes, their marks and the list of them. [`Writer::footnote_mark`] and [`Writer::footnote_list`] are
//! the entrances. Citations of note styles are footnotes in the same sequence.

use super::NoteNumber;
use super::later::{self, Inside, mark_at};
use super::write::{Writer, end_tag};
use crate::html::Html;
use crate::placeholder::{self, HIDDEN, INSERT};

/// What stands in for the number of a footnote, before its place in `footnotes`.
pub const NUMBER: char = 'n';

/// A footnote of the sequence.
#[derive(Clone, Copy)]
pub enum Note {
    /// Of the author, by its place in `footnotes`.
    Named(usize),
    /// A citation, by its insert.
    Cited(usize),
}

/// A footnote that is marked in the text.
pub struct Marked {
    name: String,
    /// How often it is marked again.
    repeats: usize,
    number: u32,
}

impl Writer<'_> {
    /// The mark of a footnote in the text. Its number is known when the text is.
    pub fn footnote_mark(&mut self, name: &str) -> Html {
        let known = self.footnotes.iter().position(|known| known.name == name);
        let (index, repeat) = match known {
            Some(index) => {
                let repeats = self.footnotes.get_mut(index).map_or(0, |known| {
                    known.repeats += 1;
                    known.repeats
                });
                (index, [":", &repeats.to_string()].concat())
            }
            None => {
                self.footnotes.push(Marked { name: name.to_string(), repeats: 0, number: 0 });
                (self.footnotes.len() - 1, String::new())
            }
        };
        mark(name, &repeat, later::mark(NUMBER, Some(index)).as_str())
    }

    /// The number of the footnote at this place in `footnotes`.
    pub fn footnote_number(&self, digits: &str) -> String {
        let index = digits.parse().unwrap_or(usize::MAX);
        self.footnotes.get(index).map_or(String::new(), |known| known.number.to_string())
    }

    /// The mark of a citation that is a footnote.
    pub fn cited_mark(&self, insert: usize) -> Html {
        let number = self.numbers.get(insert).map_or(String::new(), |note| note.number.to_string());
        mark(&cited_name(insert), "", &number)
    }

    /// Whether this insert is a footnote.
    pub fn is_note(&self, digits: &str) -> Option<usize> {
        digits.parse().ok().filter(|insert| self.notes.get(*insert) == Some(&true))
    }

    /// Numbers the footnotes that are marked in `html`, of which none has a number yet. A citation in a footnote
    /// stands in it: it has the number of that, `within`.
    pub fn number_notes(&mut self, html: &str, within: u32) {
        let mut rest = html;
        let mut inside = Inside::Text;
        while let Some(at) = placeholder::find(rest, [INSERT, HIDDEN]) {
            inside.read(&rest[..at]);
            let (kind, digits, behind) = mark_at(&rest[at..]);
            rest = behind;
            let next = self.sequence.len() as u32 + 1;
            if kind == INSERT {
                let note = self.is_note(digits).filter(|insert| self.numbers[*insert].number == 0);
                let Some(insert) = note.filter(|_| !inside.is_tag()) else { continue };
                let in_note = within > 0;
                self.numbers[insert] =
                    NoteNumber { number: if in_note { within } else { next }, inside: in_note };
                if !in_note {
                    self.sequence.push(Note::Cited(insert));
                }
            } else if let Some(index) = digits.strip_prefix(NUMBER)
                && let Ok(index) = index.parse::<usize>()
                && let Some(known) = self.footnotes.get_mut(index).filter(|known| known.number == 0)
            {
                known.number = next;
                self.sequence.push(Note::Named(index));
            }
        }
    }

    /// The footnotes that are marked in `text`, the document, or in footnotes.
    pub fn footnote_list(&mut self, text: &str) -> Html {
        self.number_notes(text, 0);
        let mut items: Vec<Html> = Vec::new();
        while let Some(note) = self.sequence.get(items.len()).copied() {
            let content = match note {
                Note::Named(index) => {
                    let document = self.document;
                    let name = self.footnotes.get(index).map_or("", |known| &known.name);
                    self.blocks(document.footnotes.get(name).map(Vec::as_slice).unwrap_or_default())
                }
                Note::Cited(insert) => {
                    let mut paragraph = String::from("<p>");
                    placeholder::push(&mut paragraph, INSERT, &insert.to_string());
                    Html::from_author(paragraph + "</p>")
                }
            };
            items.push(content);
            self.number_notes(items[items.len() - 1].as_str(), items.len() as u32);
        }
        if items.is_empty() {
            return Html::new();
        }
        let mut out = Html::new();
        out.open("div", &[("class", "footnotes"), ("role", "doc-endnotes")]);
        out.push_text("\n");
        out.open("ol", &[]);
        out.push_text("\n");
        for (content, note) in items.into_iter().zip(&self.sequence) {
            let (name, repeats) = match note {
                Note::Named(index) => self
                    .footnotes
                    .get(*index)
                    .map_or_else(Default::default, |known| (known.name.clone(), known.repeats)),
                Note::Cited(insert) => (cited_name(*insert), 0),
            };
            out.open("li", &[("id", &["fn:", &name].concat())]);
            out.push_text("\n");
            out.push(&with_back_links(content, &name, repeats));
            end_tag(&mut out, "li");
        }
        end_tag(&mut out, "ol");
        end_tag(&mut out, "div");
        out
    }
}

/// What a citation's footnote is called.
fn cited_name(insert: usize) -> String {
    ["cite-", &insert.to_string()].concat()
}

fn mark(name: &str, repeat: &str, number: &str) -> Html {
    let mut out = Html::new();
    out.open("sup", &[("id", &["fnref:", name, repeat].concat())]);
    let address = ["#fn:", name].concat();
    out.open("a", &[("href", &address), ("class", "footnote"), ("rel", "footnote"), ("role", "doc-noteref")]);
    out.push(&Html::from_author(number));
    out.close("a");
    out.close("sup");
    out
}

/// The content of a footnote with the links back to its marks, in its last paragraph if it ends with one.
fn with_back_links(content: Html, name: &str, repeats: usize) -> Html {
    let mut links = Html::new();
    for repeat in 0..=repeats {
        if repeat > 0 {
            links.push_text("\u{a0}");
        }
        let suffix = if repeat == 0 { String::new() } else { format!(":{repeat}") };
        let address = format!("#fnref:{name}{suffix}");
        links.open("a", &[("href", &address), ("class", "reversefootnote"), ("role", "doc-backlink")]);
        links.push_text("↩");
        if repeat > 0 {
            links.element("sup", &[], &Html::from_text(&(repeat + 1).to_string()));
        }
        links.close("a");
    }
    let content = content.into_string();
    let content = content.trim_ascii_end();
    let mut out = match content.strip_suffix("</p>") {
        Some(start) => {
            let mut out = Html::from_author(start);
            out.push_text("\u{a0}");
            out
        }
        None => Html::from_author(format!("{content}\n<p>")),
    };
    out.push(&links);
    end_tag(&mut out, "p");
    out
}
