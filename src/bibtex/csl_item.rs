//! An entry as a CSL item, as bibtex-ruby makes one for jekyll-scholar, with BibLaTeX's fields added.
//! [`Bibliography::item`] is the entrance.

use super::latex::{self, Style};
use super::{Bibliography, Entry, date, links, names};
use crate::csl::Item;
use crate::diagnostic::Diagnostic;

/// How a field's text is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// Rich text with protected words.
    Title,
    /// Rich text.
    Rich,
    /// Text without markup.
    Plain,
    /// An address or number that LaTeX must not change.
    Address,
    /// A range of numbers.
    Range,
}

impl Bibliography {
    /// The entry with this key as the CSL processor needs it, and what was wrong with it.
    pub fn item(&self, key: &str) -> Option<(Item, Vec<Diagnostic>)> {
        let mut entry = self.decode(key)?;
        let item = entry.item();
        Some((item, entry.diagnostics))
    }
}

impl Entry {
    /// The entry as the CSL processor needs it; messages about it are added to its diagnostics.
    pub fn item(&mut self) -> Item {
        let mut item = Item { id: self.key.clone(), item_type: csl_type(self).to_owned(), ..Item::default() };
        let mut messages = Vec::new();
        for field in &self.fields {
            if field.value.trim().is_empty() {
                continue;
            }
            if let Some(variable) = lookup(NAMES, &field.name) {
                let people = names::parse(&field.value, &mut |message| messages.push(message.concat()));
                if !people.is_empty() && item.names(variable).is_empty() {
                    item.names.push((variable.to_owned(), people));
                }
            } else if let Some(variable) = lookup(DATES, &field.name) {
                let text = latex::decode(&field.value, Style::Plain);
                item.dates.extend(date::parse(&text).map(|date| (variable.to_owned(), date)));
            } else if let Some((variable, reading)) = variable(&self.entry_type, &field.name) {
                if field.name == "howpublished" && links::address_in(&field.value).is_some() {
                    continue;
                }
                let value = read(&field.value, reading);
                let value =
                    if variable == "DOI" { links::without_resolver(&value).to_owned() } else { value };
                add(&mut item, variable, value);
            }
        }
        for message in messages {
            self.report(&[&message]);
        }
        self.issued(&mut item);
        self.titles(&mut item);
        self.publication(&mut item);
        self.addresses(&mut item);
        item
    }

    /// BibLaTeX's `date` if there is one, else year, month and day.
    fn issued(&self, item: &mut Item) {
        if item.date("issued").is_none() {
            let text = |name| self.plain(name).unwrap_or_default();
            let date = date::from_year(&text("year"), &text("month"), &text("day"));
            item.dates.extend(date.map(|date| ("issued".to_owned(), date)));
        }
    }

    /// Subtitles follow their titles after a colon.
    fn titles(&self, item: &mut Item) {
        for (field, variable) in [
            ("subtitle", "title"),
            ("booksubtitle", "container-title"),
            ("journalsubtitle", "container-title"),
        ] {
            let Some(subtitle) = self.text(field) else { continue };
            match item.variables.iter_mut().find(|(name, _)| name == variable) {
                Some((_, title)) => {
                    title.push_str(if title.ends_with(['?', '!', ':', '.']) { " " } else { ": " });
                    title.push_str(&subtitle);
                }
                None => item.variables.push((variable.to_owned(), subtitle)),
            }
        }
    }

    /// What depends on the type: a thesis' genre, who stands behind a conference, where it was.
    fn publication(&self, item: &mut Item) {
        let genre = match &*self.entry_type {
            "phdthesis" => "PhD thesis",
            "mastersthesis" => "Master's thesis",
            _ => "",
        };
        match item.variables.iter_mut().find(|(name, _)| name == "genre") {
            Some((_, genre)) => {
                if let Some(word) = lookup(GENRES, genre) {
                    *genre = word.replace('_', " ");
                }
            }
            None => add(item, "genre", genre.to_owned()),
        }
        if matches!(&*self.entry_type, "inproceedings" | "conference" | "proceedings") {
            if let (Some(organization), Some(publisher)) = (self.raw("organization"), self.raw("publisher")) {
                let (organization, publisher) =
                    (read(organization, Reading::Rich), read(publisher, Reading::Rich));
                item.variables.retain(|(name, _)| name != "publisher");
                add(item, "authority", organization);
                add(item, "publisher", publisher);
            }
            if let Some(place) = self.raw("address") {
                add(item, "event-place", read(place, Reading::Rich));
            }
        }
    }

    /// The address: its own, one in `howpublished`, or that of the preprint.
    fn addresses(&self, item: &mut Item) {
        if item.variable("URL").is_some() {
            return;
        }
        let published = self.raw("howpublished").and_then(links::address_in);
        let preprint = || {
            let id = links::arxiv_id(self).filter(|_| item.variable("DOI").is_none())?;
            Some(["https://arxiv.org/abs/", &id].concat())
        };
        if let Some(address) = published.or_else(preprint) {
            add(item, "URL", address);
        }
    }
}

/// Adds a variable unless it is there: of two fields for one variable the first counts.
fn add(item: &mut Item, variable: &str, value: String) {
    if !value.is_empty() && item.variable(variable).is_none() {
        item.variables.push((variable.to_owned(), value));
    }
}

fn read(value: &str, reading: Reading) -> String {
    match reading {
        Reading::Title => latex::decode(value, Style::Title),
        Reading::Rich => latex::decode(value, Style::Rich),
        Reading::Plain => latex::decode(value, Style::Plain),
        Reading::Address => latex::address(value),
        Reading::Range => range(&latex::decode(value, Style::Plain)),
    }
}

/// A range of pages with single hyphens, as CSL reads it: `1--10` and `1 – 10` become `1-10`.
fn range(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split(['-', '–', '—']).map(str::trim).filter(|part| !part.is_empty());
    out.push_str(parts.next().unwrap_or(""));
    for part in parts {
        out.push('-');
        out.push_str(part);
    }
    out
}

/// The CSL type of an entry. Types that neither BibTeX nor CSL knows (and `misc`) stay what they are: a
/// style then takes its general form, as with bibtex-ruby.
fn csl_type(entry: &Entry) -> &str {
    let entry_type = &*entry.entry_type;
    match lookup(TYPES, entry_type) {
        Some(known) => known,
        None => entry_type,
    }
}

/// The variable for a field of an entry of this type, and how to read it.
fn variable(entry_type: &str, field: &str) -> Option<(&'static str, Reading)> {
    match (entry_type, field) {
        ("techreport" | "report" | "patent" | "standard", "number") => {
            return Some(("number", Reading::Plain));
        }
        ("article", "eid" | "articleno" | "article-number") => return Some(("number", Reading::Plain)),
        _ => {}
    }
    let mut words = VARIABLES.split_ascii_whitespace();
    while let (Some(name), Some(variable), Some(reading)) = (words.next(), words.next(), words.next()) {
        if name == field {
            let reading = match reading {
                "title" => Reading::Title,
                "rich" => Reading::Rich,
                "range" => Reading::Range,
                "address" => Reading::Address,
                _ => Reading::Plain,
            };
            return Some((variable, reading));
        }
    }
    None
}

/// The word behind `name` in a list of pairs.
fn lookup(pairs: &'static str, name: &str) -> Option<&'static str> {
    let mut words = pairs.split_ascii_whitespace();
    while let (Some(from), Some(to)) = (words.next(), words.next()) {
        if from == name {
            return Some(to);
        }
    }
    None
}

/// Entry types and CSL types.
const TYPES: &str = "article article-journal book book booklet pamphlet conference paper-conference \
    inbook chapter bookinbook chapter suppbook chapter incollection chapter suppcollection chapter \
    inproceedings paper-conference manual book mvbook book collection book mvcollection book reference book \
    mvreference book inreference entry-encyclopedia proceedings book mvproceedings book \
    mastersthesis thesis phdthesis thesis thesis thesis techreport report report report \
    unpublished manuscript online webpage electronic webpage www webpage patent patent dataset dataset \
    software software standard standard periodical periodical suppperiodical article-journal \
    review review movie motion_picture video motion_picture audio song music song image graphic artwork graphic \
    performance performance letter personal_communication legislation legislation jurisdiction legal_case";

/// Fields of names and name variables.
const NAMES: &str = "author author editor editor translator translator director director producer producer \
    composer composer bookauthor container-author serieseditor collection-editor \
    collection-editor collection-editor container-author container-author original-author original-author \
    recipient recipient interviewer interviewer illustrator illustrator";

/// Fields of dates and date variables.
const DATES: &str =
    "date issued urldate accessed accessed accessed origdate original-date eventdate event-date";

/// BibLaTeX's words for kinds of works.
const GENRES: &str = "phdthesis PhD_thesis mathesis Master's_thesis bathesis Bachelor's_thesis \
    techreport Technical_report resreport Research_report";

/// Fields, their variables, and how they are read.
const VARIABLES: &str = "title title title booktitle container-title title journal container-title title \
    journaltitle container-title title container-title container-title title maintitle container-title title \
    series collection-title title collection-title collection-title title shorttitle title-short title \
    shortjournal container-title-short title origtitle original-title title eventtitle event-title title \
    event event-title title \
    address publisher-place rich location publisher-place rich publisher-place publisher-place rich \
    venue event-place rich event-place event-place rich \
    publisher publisher rich school publisher rich institution publisher rich organization publisher rich \
    howpublished publisher rich origpublisher original-publisher rich \
    pages page range page page range number issue plain issue issue plain volume volume plain \
    volumes number-of-volumes plain pagetotal number-of-pages plain chapter chapter-number plain \
    chapter-number chapter-number plain edition edition rich version version plain part part-number plain \
    type genre rich genre genre rich note note rich annote annote rich abstract abstract rich \
    keywords keyword plain langid language plain language language plain pubstate status rich status status rich \
    url URL address doi DOI address isbn ISBN address issn ISSN address pmid PMID address pmcid PMCID address \
    archive archive rich archive_location archive_location plain medium medium rich section section plain \
    scale scale plain jurisdiction jurisdiction rich authority authority rich call-number call-number plain \
    year-suffix year-suffix plain dimensions dimensions plain references references rich";

#[cfg(test)]
mod tests {
    use super::*;

    /// `type; variable=value; …; issued=…` without the names.
    fn shown(source: &str) -> String {
        let bibliography = Bibliography::index("a.bib", source);
        let (item, _) = bibliography.keys().next().and_then(|key| bibliography.item(key)).unwrap();
        let mut out = item.item_type.clone();
        for (name, value) in &item.variables {
            out += &format!("; {name}={value}");
        }
        for (name, date) in &item.dates {
            let day = date.start.map_or(date.literal.clone(), |start| {
                [Some(start.year), start.month.map(i32::from), start.day.map(i32::from)]
                    .into_iter()
                    .flatten()
                    .map(|part| part.to_string())
                    .collect::<Vec<_>>()
                    .join("-")
            });
            out += &format!("; {name}={day}");
        }
        out
    }

    #[test]
    fn entries_become_items() {
        for (source, expected) in [
            (
                "@article{a, title={On {X}}, journal={J. \\& K.}, volume=3, number={4}, pages={1--10}, year=2001, month=mar,\n\
                 doi={https://doi.org/10.1/a_b}, issn={1-2}}",
                "article-journal; title=On <span class=\"nocase\">X</span>; container-title=J. & K.; volume=3; issue=4; \
                 page=1-10; DOI=10.1/a_b; ISSN=1-2; issued=2001-3",
            ),
            (
                "@inproceedings{a, title={T}, booktitle={B}, organization={PMLR}, publisher={P}, address={Here}, pages={3}}",
                "paper-conference; title=T; container-title=B; publisher-place=Here; page=3; authority=PMLR; publisher=P; \
                 event-place=Here",
            ),
            (
                "@book{a, title={T}, subtitle={S}, series={R}, edition=3, publisher={O'Reilly}, isbn={9}, year={in press}}",
                "book; title=T: S; collection-title=R; edition=3; publisher=O’Reilly; ISBN=9; issued=in press",
            ),
            (
                "@incollection{a, title={T}, booktitle={B}, chapter=2}",
                "chapter; title=T; container-title=B; chapter-number=2",
            ),
            (
                "@mastersthesis{a, title={T}, school={S}}",
                "thesis; title=T; publisher=S; genre=Master's thesis",
            ),
            ("@thesis{a, type={phdthesis}, institution={S}}", "thesis; genre=PhD thesis; publisher=S"),
            ("@techreport{a, number={TR-1}, institution={I}}", "report; number=TR-1; publisher=I"),
            (
                "@misc{a, title={T}, eprint={2405.09818}, archivePrefix={arXiv}, primaryClass={cs.CL}, year={2024}}",
                "misc; title=T; URL=https://arxiv.org/abs/2405.09818; issued=2024",
            ),
            ("@misc{a, howpublished={\\url{https://a.org/~b}}}", "misc; URL=https://a.org/~b"),
            (
                "@misc{a, howpublished={Blog}, url={\\url{https://a.org/b\\_c}}}",
                "misc; publisher=Blog; URL=https://a.org/b_c",
            ),
            (
                "@online{a, date={2020-05-17}, year=1999, urldate={2021-02}, langid={german}}",
                "webpage; language=german; issued=2020-5-17; accessed=2021-2",
            ),
            ("@unpublished{a, note={N}}", "manuscript; note=N"),
            (
                "@article{a, journaltitle={J}, journal={K}, eid={12}}",
                "article-journal; container-title=J; number=12",
            ),
        ] {
            assert_eq!(shown(source), expected);
        }
    }

    #[test]
    fn names_are_taken_apart_and_reported() {
        let bibliography = Bibliography::index(
            "a.bib",
            "\n@book{a, author={A, B, C, D}, editor={Ada van Berg and others}, bookauthor={{The {X} Group}}}",
        );
        let (item, diagnostics) = bibliography.item("a").unwrap();
        assert_eq!(item.names("editor")[0].non_dropping_particle, "van");
        assert_eq!(item.names("editor")[1].literal, "others");
        assert_eq!(item.names("container-author")[0].literal, "The X Group");
        assert_eq!(
            diagnostics[0].to_string(),
            "a.bib:2: entry `a`: the name `A, B, C, D` has too many commas (names are separated by \"and\")"
        );
    }
}
