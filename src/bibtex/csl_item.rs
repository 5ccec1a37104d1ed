//! An entry as a CSL item, as bibtex-ruby makes one for jekyll-scholar, with BibLaTeX's fields added.
//! [`Bibliography::item`] is the entrance.

use super::latex::{self, Style};
use super::variables::{self, Reading, Reading::*};
use super::{Bibliography, Entry, date, links, names};
use crate::csl::Item;
use crate::diagnostic::Diagnostic;

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
        let mut item = Item {
            id: self.key.clone(),
            item_type: variables::csl_type(&self.entry_type).to_owned(),
            ..Item::default()
        };
        let mut messages = Vec::new();
        for field in &self.fields {
            if field.value.trim().is_empty() {
                continue;
            }
            let Some((variable, reading)) = variables::variable(&self.entry_type, &field.name) else {
                continue;
            };
            match reading {
                Names => {
                    let people = names::parse(&field.value, &mut |message| messages.push(message.concat()));
                    let variable = self.role(&field.name).unwrap_or(variable);
                    if !people.is_empty() && item.names(variable).is_empty() {
                        item.names.push((variable.to_owned(), people));
                    }
                }
                Date => {
                    let date = date::parse(&read(&field.value, Plain));
                    item.dates.extend(date.map(|date| (variable.to_owned(), date)));
                }
                _ if field.name == "howpublished" && links::address_in(&field.value).is_some() => {}
                _ if variable == "DOI" => {
                    add(&mut item, variable, links::doi(&read(&field.value, reading)));
                }
                _ if matches!(variable, "status" | "language" | "jurisdiction") => {
                    let value = read(&field.value, reading);
                    let known = variables::word(&value).or_else(|| variables::language(&value));
                    add(&mut item, variable, known.map_or(value, str::to_owned));
                }
                _ if variable == "URL" => {
                    add(&mut item, variable, links::whole(latex::address(&field.value)))
                }
                _ if variable == "container-title" && field.value.trim_start().starts_with('\\') => {
                    let journal = variables::journal(field.value.trim());
                    let title = journal.map_or_else(|| read(&field.value, reading), str::to_owned);
                    add(&mut item, variable, title);
                }
                _ => add(&mut item, variable, read(&field.value, reading)),
            }
        }
        for message in messages {
            self.report(&[&message]);
        }
        self.issued(&mut item);
        self.continued(&mut item);
        self.publication(&mut item);
        self.addresses(&mut item);
        item
    }

    /// The variable for the people of a field such as `editora`, as `editoratype` says. Those of `editor` are editors to
    /// styles that know nothing else, unless the work has an author or is directed.
    fn role(&self, field: &str) -> Option<&'static str> {
        let kind = self.plain(&[field, "type"].concat()).filter(|_| field.starts_with("editor"))?;
        let role = variables::role(&kind)?;
        (field != "editor" || role == "director" || self.raw("author").is_some()).then_some(role)
    }

    /// BibLaTeX's `date` if there is one, else year, month and day.
    fn issued(&self, item: &mut Item) {
        let text = |name| self.plain(name).unwrap_or_default();
        match item.dates.iter_mut().find(|(variable, _)| variable == "issued") {
            // `date = {June 2}` beside a year.
            Some((_, date)) if date.start.is_none() => {
                *date = date::in_words(&text("year"), &date.literal).unwrap_or_else(|| date.clone());
            }
            Some(_) => {}
            None => {
                let date = date::from_year(&text("year"), &text("month"), &text("day"));
                item.dates.extend(date.map(|date| ("issued".to_owned(), date)));
            }
        }
    }

    /// Subtitles follow their titles after a colon, what is said besides a title or a note after a stop.
    fn continued(&self, item: &mut Item) {
        for (field, variable) in [
            ("subtitle", "title"),
            ("booksubtitle", "container-title"),
            ("journalsubtitle", "container-title"),
            ("titleaddon", "title"),
            ("booktitleaddon", "container-title"),
            ("addendum", "note"),
        ] {
            let Some(more) = self.text(field) else { continue };
            match item.variables.iter_mut().find(|(name, _)| name == variable) {
                Some((_, text)) => {
                    let stop = if field.ends_with("subtitle") { ": " } else { ". " };
                    text.push_str(if text.ends_with(['?', '!', ':', '.']) { " " } else { stop });
                    text.push_str(&more);
                }
                None => item.variables.push((variable.to_owned(), more)),
            }
        }
    }

    /// What depends on the type: a thesis' genre, an issue's title, who stands behind a conference, where it was.
    fn publication(&self, item: &mut Item) {
        let genre = match &*self.entry_type {
            "phdthesis" => "PhD thesis",
            "mastersthesis" => "Master's thesis",
            _ => "",
        };
        match item.variables.iter_mut().find(|(name, _)| name == "genre") {
            Some((_, genre)) => {
                if let Some(word) = variables::word(genre) {
                    *genre = word.to_owned();
                }
            }
            None => add(item, "genre", genre.to_owned()),
        }
        // The number of what stands in a series is its number there.
        if self.raw("series").is_some() && !variables::has_issues(&self.entry_type) {
            let issue = item.variables.iter_mut().find(|(name, _)| name == "issue");
            issue.into_iter().for_each(|(name, _)| *name = "collection-number".into());
        }
        match (&*self.entry_type, self.text("issuetitle")) {
            // An issue with a title of its own is a part of the periodical.
            ("periodical", Some(title)) => {
                item.item_type = "article-journal".into();
                let periodical = item.variables.iter_mut().find(|(name, _)| name == "title");
                periodical.into_iter().for_each(|(name, _)| *name = "container-title".into());
                add(item, "title", title);
            }
            ("unpublished", _) if self.raw("eventtitle").is_some() => item.item_type = "speech".into(),
            _ => {}
        }
        if matches!(&*self.entry_type, "inproceedings" | "conference" | "proceedings") {
            if let (Some(organization), Some(publisher)) = (self.raw("organization"), self.raw("publisher")) {
                let (organization, publisher) = (read(organization, Rich), read(publisher, Rich));
                item.variables.retain(|(name, _)| name != "publisher");
                add(item, "authority", organization);
                add(item, "publisher", publisher);
            }
            if let Some(place) = self.raw("address") {
                add(item, "event-place", read(place, Rich));
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
        Title => latex::decode(value, Style::Title),
        Rich => latex::decode(value, Style::Rich),
        Plain | Names | Date => latex::decode(value, Style::Plain),
        Address => latex::address(value),
        Range => range(&latex::decode(value, Style::Plain)),
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
            (
                "@book{a, title={T}, titleaddon={A}, series={R}, number={7}, pubstate={inpress}}",
                "book; title=T. A; collection-title=R; collection-number=7; status=in press",
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
                "webpage; language=de-DE; issued=2020-5-17; accessed=2021-2",
            ),
            ("@misc{a, date={June 2}, year={2024}}", "misc; issued=2024-6-2"),
            ("@unpublished{a, note={N}}", "manuscript; note=N"),
            ("@unpublished{a, title={T}, eventtitle={E}}", "speech; title=T; event-title=E"),
            (
                "@periodical{a, title={J}, issuetitle={T}, number={2}}",
                "article-journal; container-title=J; issue=2; title=T",
            ),
            (
                "@patent{a, number={US1}, location={countryus}, pubstate={prepublished}}",
                "patent; number=US1; jurisdiction=United States of America; status=pre-published",
            ),
            ("@misc{a, note={N}, addendum={A}}", "misc; note=N. A"),
            ("@misc{a, addendum={A}}", "misc; note=A"),
            (
                "@book{a, origyear={1920}, origlocation={O}}",
                "book; original-publisher-place=O; original-date=1920",
            ),
            ("@article{a, journal={\\mnras}}", "article-journal; container-title=Mon. Not. R. Astron. Soc."),
            (
                "@article{a, journal={\\emph{X} \\& Y &lt; Z}}",
                "article-journal; container-title=<i>X</i> & Y < Z",
            ),
            (
                "@article{a, journaltitle={J}, journal={K}, eid={12}}",
                "article-journal; container-title=J; number=12",
            ),
        ] {
            assert_eq!(shown(source), expected);
        }
    }

    #[test]
    fn editors_have_roles() {
        for (fields, expected) in [
            ("editor={E F}", "editor"),
            ("editor={E F}, editortype={director}", "director"),
            ("editor={E F}, editortype={compiler}", "editor"),
            ("author={A B}, editor={E F}, editortype={compiler}", "author compiler"),
            ("author={A B}, editor={E F}, editortype={founder}", "author editor"),
            (
                "editor={E F}, editora={G H}, editoratype={organizer}, editorb={I J}",
                "editor organizer contributor",
            ),
        ] {
            let bibliography = Bibliography::index("a.bib", &format!("@book{{a, {fields}}}"));
            let (item, _) = bibliography.item("a").unwrap();
            let variables: Vec<&str> = item.names.iter().map(|(variable, _)| variable.as_str()).collect();
            assert_eq!(variables.join(" "), expected, "{fields}");
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
