//! `cs:text`, `cs:number` and `cs:label` for variables: their contents and forms (CSL 1.0.2, "Rendering
//! Elements").

use super::inline::{Inline, Mark, push_rich, push_text};
use super::locale::{Form, Gender};
use super::numbers;
use super::render::{Flow, Render};
use super::style::{Label, NumberForm, Plural, Styling};
use std::borrow::Cow;

/// The number variables whose ranges and lists are spaced alike (CSL 1.0.2, appendix IV).
const NUMBERS: &str = " chapter-number collection-number edition issue number number-of-pages \
    number-of-volumes part-number printing-number section supplement-number version volume ";

impl<'a> Render<'a> {
    /// The content of a standard or number variable, of this cite or of the item.
    pub(crate) fn variable(&self, name: &str) -> Option<Cow<'a, str>> {
        let given = match name {
            "locator" => return (!self.cite.locator.is_empty()).then_some(self.cite.locator.into()),
            "citation-number" => return (self.number > 0).then(|| self.number.to_string().into()),
            "first-reference-note-number" => return self.cite.first_note.map(|note| note.to_string().into()),
            "year-suffix" => {
                return self.disambiguation.year_suffix.map(|number| numbers::letters(number).into());
            }
            "citation-label" => {
                let mut label = super::label::citation_label(self.item);
                if let Some(number) = self.disambiguation.year_suffix {
                    label.push_str(&numbers::letters(number));
                }
                return Some(label.into());
            }
            "page-first" => {
                if let Some(first) = self.text_of(name) {
                    return Some(first.into());
                }
                let page = self.text_of("page")?;
                let end = page.find(|c: char| !c.is_alphanumeric()).unwrap_or(page.len());
                return Some(page[..end].into());
            }
            "title-short" => self.text_of(name).or(self.text_of("shortTitle")),
            "container-title-short" => self
                .abbreviated("container-title")
                .or(self.text_of(name))
                .or(self.text_of("journalAbbreviation")),
            _ => self.text_of(name),
        };
        given.map(Cow::Borrowed)
    }

    /// The short form that the caller's list has for a variable: it counts before the item's own.
    fn abbreviated(&self, name: &str) -> Option<&'a str> {
        self.shared.abbreviations?.find(name, self.text_of(name)?)
    }

    pub(super) fn variable_element(&mut self, name: &'a str, form: Form, styling: &'a Styling) -> Flow {
        if self.used.contains(&name) {
            return Flow::variable(false);
        }
        let short = match (form, name) {
            (Form::Short, "container-title") => self.variable("container-title-short"),
            (Form::Short, name) => {
                let own = || if name == "title" { self.variable("title-short") } else { None };
                self.abbreviated(name).map(Cow::Borrowed).or_else(own)
            }
            _ => None,
        };
        let Some(value) = short.or_else(|| self.variable(name)) else {
            // Most items have no year suffix: that says nothing about what stands beside it.
            return if name == "year-suffix" { Flow::default() } else { Flow::variable(false) };
        };
        self.note_use(name);
        match name {
            "page" => {
                let delimiter = self.range_delimiter();
                let pages = numbers::page_ranges(&value, self.shared.style.page_ranges, delimiter);
                push_rich(&mut self.out, &pages);
            }
            "locator" => self.locator(&value),
            "year-suffix" => {
                self.year_suffix_done = true;
                push_text(&mut self.out, &value);
            }
            "URL" | "DOI" | "PMID" | "PMCID" => self.link(name, &value, styling),
            _ if NUMBERS.contains(&[" ", name, " "].concat()) && numbers::is_numeric(&value) => {
                self.number(&value, NumberForm::Numeric, Gender::Neuter);
            }
            _ => push_rich(&mut self.out, &value),
        }
        Flow::variable(true)
    }

    fn locator(&mut self, value: &str) {
        let delimiter = self.range_delimiter();
        let format = match self.cite.label {
            "page" | "" => self.shared.style.page_ranges,
            _ => Default::default(),
        };
        let mut text = numbers::page_ranges(value, format, delimiter);
        if text.contains('&') {
            text = text.replace('&', self.shared.lookup.and_symbol());
        }
        push_rich(&mut self.out, &text);
    }

    /// An address or identifier as a link (CSL 1.0.2, appendix VI, "Links").
    fn link(&mut self, name: &str, value: &str, styling: &Styling) {
        if !self.shared.links {
            push_text(&mut self.out, value);
            return;
        }
        let resolver = match name {
            "DOI" => "https://doi.org/",
            "PMID" => "https://www.ncbi.nlm.nih.gov/pubmed/",
            "PMCID" => "https://www.ncbi.nlm.nih.gov/pmc/articles/",
            _ => "",
        };
        let address = if value.contains("://") { value.to_string() } else { [resolver, value].concat() };
        // A prefix that is the resolver's address belongs to what is linked.
        let prefix = styling.prefix.as_str();
        let opened = self.out.len().checked_sub(1 + styling.fonts.len());
        let linked = !prefix.is_empty()
            && (address.starts_with(prefix) || prefix.ends_with("doi.org/"))
            && !styling.quotes;
        match opened.filter(|_| linked) {
            Some(at) => self.out.insert(at, Inline::Open(Mark::Link(address))),
            None => self.out.push(Inline::Open(Mark::Link(address))),
        }
        push_text(&mut self.out, value);
        self.out.push(Inline::Close);
    }

    pub(super) fn number_element(&mut self, variable: &'a str, form: NumberForm) -> Flow {
        if self.used.contains(&variable) {
            return Flow::variable(false);
        }
        let Some(value) = self.variable(variable) else { return Flow::variable(false) };
        self.note_use(variable);
        if variable == "locator" && form == NumberForm::Numeric {
            self.locator(&value);
        } else if !numbers::is_numeric(&value) {
            push_text(&mut self.out, &value);
        } else {
            self.number(&value, form, self.shared.lookup.gender(variable));
        }
        Flow::variable(true)
    }

    /// A numeric content in that form.
    fn number(&mut self, value: &str, form: NumberForm, gender: Gender) {
        let mut out = String::new();
        for (between, piece) in numbers::pieces(value) {
            if between {
                self.joint(&mut out, piece);
            } else {
                self.formatted(&mut out, piece, form, gender);
            }
        }
        push_text(&mut self.out, &out);
    }

    fn formatted(&self, out: &mut String, piece: &str, form: NumberForm, gender: Gender) {
        let Ok(number) = piece.parse::<u32>() else {
            out.push_str(piece);
            return;
        };
        let lookup = &self.shared.lookup;
        match form {
            NumberForm::Roman if let Some(roman) = numbers::roman(number) => out.push_str(&roman),
            NumberForm::LongOrdinal if let Some(text) = lookup.long_ordinal(number, gender) => {
                out.push_str(text);
            }
            NumberForm::Ordinal | NumberForm::LongOrdinal => {
                out.push_str(&number.to_string());
                out.push_str(lookup.ordinal(number, gender));
            }
            _ => out.push_str(piece),
        }
    }

    pub(super) fn label_element(&mut self, variable: &str, label: Label) -> Flow {
        let Some(value) = self.variable(variable) else { return Flow::default() };
        let name = match variable {
            "locator" if self.cite.label.is_empty() => "page",
            "locator" => self.cite.label,
            other => other,
        };
        let plural = match label.plural {
            Plural::Always => true,
            Plural::Never => false,
            Plural::Contextual => match variable {
                "number-of-pages" | "number-of-volumes" => value.trim() != "1" && !value.trim().is_empty(),
                _ => numbers::is_plural(&value),
            },
        };
        // A locator that begins with a label of its own, such as "vol. 1", needs no other.
        let own = value.split(' ').next().unwrap_or_default().strip_suffix('.');
        if variable == "locator" && own.is_some_and(|own| own.chars().all(char::is_alphabetic)) {
            return Flow::default();
        }
        let lookup = &self.shared.lookup;
        let text = match lookup.text(name, label.form, plural) {
            "" if name.contains(' ') => lookup.text(&name.replace(' ', "-"), label.form, plural),
            text => text,
        };
        push_text(&mut self.out, text);
        Flow::default()
    }

    /// What stands between two numbers, spaced as citeproc-js does.
    fn joint(&self, out: &mut String, piece: &str) {
        match piece.trim() {
            "-" | "–" => out.push_str(self.range_delimiter()),
            "," => out.push_str(", "),
            "&" => out.push_str(" & "),
            "" => out.push(' '),
            other => out.push_str(other),
        }
    }

    /// What the locale puts between the ends of a range.
    fn range_delimiter(&self) -> &'a str {
        match self.shared.lookup.text("page-range-delimiter", Form::Long, false) {
            "" => "–",
            delimiter => delimiter,
        }
    }
}
