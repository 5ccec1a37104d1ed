//! From a post's tags to the HTML in their places. [`format`] is the entrance.

use std::collections::BTreeMap;

use super::library::Library;
use super::tag::{Cite, Listing, Tag};
use crate::bibtex::{Bibliography, LinkKind};
use crate::csl::{self, Item, Reference};
use crate::diagnostic::Diagnostic;
use crate::html::{Href, Html};
use crate::math::Typesetter;
use crate::site::Site;

/// What the tags became.
#[derive(Clone, Debug, Default)]
pub struct Formatted {
    /// One for each tag, in their order.
    pub tags: Vec<Html>,
    /// The reference list that the post's front matter asks for (`related_publications`).
    pub references: Option<Html>,
    /// For each `{% cite %}`, in the order of the text: the indices of its works. The citation's links
    /// carry the ids `cite-1`, `cite-2`, … (a group's second link `cite-2-2`).
    pub citations: Vec<Vec<usize>>,
    /// Every work that the post cites.
    pub works: Vec<Work>,
    /// Messages for the author.
    pub diagnostics: Vec<Diagnostic>,
}

/// A cited work, for whoever shows it apart from the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// The key by which it is cited.
    pub key: String,
    /// The formatted reference.
    pub reference: Html,
    /// Where it can be read.
    pub links: Vec<Link>,
    /// The author's own BibTeX entry.
    pub bibtex: String,
}

/// A place where a work can be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// `DOI`, `arXiv`, `URL` or `PDF`.
    pub label: &'static str,
    pub href: Href,
}

/// Formats the tags of the post `file`, each with its line. `related` asks for the list of references
/// that al-folio's layout appends: what the post cites, in that order, then the keys given here.
pub fn format(
    tags: &[(Tag, usize)],
    file: &str,
    related: Option<&[String]>,
    library: &Library,
    site: &Site,
    typesetter: &Typesetter,
) -> Formatted {
    let Some(bibliography) = &library.bibliography else {
        return without_bibliography(tags);
    };
    let mut post = Post::collect(tags, file, related, library, bibliography, site);
    let processed = match &library.style {
        Some(style) => {
            let options = csl::Options {
                links: true,
                order: csl::Order::Given,
                typesetter: Some(typesetter),
                ..csl::Options::default()
            };
            csl::process(style, &library.locales, &post.items, &post.citations, &options)
        }
        None => csl::Processed::default(),
    };
    post.references = vec![None; post.items.len()];
    for reference in processed.bibliography {
        let item = reference.item;
        post.references[item] = Some(reference);
    }
    post.finish(tags, related, &processed.citations)
}

/// Without a bibliography nothing is known of a work but its key, which is shown and still is a link.
fn without_bibliography(tags: &[(Tag, usize)]) -> Formatted {
    let mut formatted = Formatted::default();
    for (tag, _) in tags {
        let mut html = Html::new();
        let keys = match tag {
            Tag::Cite(cite) => &cite.keys[..],
            Tag::Reference(keys) => keys,
            Tag::Nocite(_) | Tag::Bibliography(_) => &[],
        };
        for (at, key) in keys.iter().enumerate() {
            html.push_text(if at == 0 { "(" } else { "; " });
            let href = ["#", key].concat();
            html.element("a", &[("class", "citation"), ("href", &href)], &Html::from_text(key));
        }
        if !keys.is_empty() {
            html.push_text(")");
        }
        formatted.tags.push(html);
    }
    formatted
}

/// A post's works on their way through the processor.
struct Post<'a> {
    file: &'a str,
    bibliography: &'a Bibliography,
    /// The name of the file that authors are told to look in.
    bibliography_file: &'a str,
    site: &'a Site,
    /// Where each key stands in `items`; keys that the bibliography does not know are not in it.
    index: BTreeMap<String, usize>,
    items: Vec<Item>,
    citations: Vec<csl::Citation>,
    /// The formatted references, by item.
    references: Vec<Option<Reference>>,
    /// Known keys in the order of their first citation,
    cited: Vec<String>,
    /// and where each stands among them.
    cited_at: BTreeMap<String, usize>,
    /// For each item, the ids of the citations that lead to it.
    places: Vec<Vec<String>>,
    /// Items whose entry in a list has been written: ids occur once in a page.
    listed: Vec<bool>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Post<'a> {
    /// Finds out which works are needed, in which order (it decides their numbers), and who cites them.
    fn collect(
        tags: &[(Tag, usize)],
        file: &'a str,
        related: Option<&[String]>,
        library: &'a Library,
        bibliography: &'a Bibliography,
        site: &'a Site,
    ) -> Post<'a> {
        let mut post = Post {
            file,
            bibliography,
            bibliography_file: &library.bibliography_file,
            site,
            index: BTreeMap::new(),
            items: Vec::new(),
            citations: Vec::new(),
            references: Vec::new(),
            cited: Vec::new(),
            cited_at: BTreeMap::new(),
            places: Vec::new(),
            listed: Vec::new(),
            diagnostics: bibliography.diagnostics().to_vec(),
        };
        for (tag, _) in tags {
            for key in tag.cited_keys() {
                // By the entry's own spelling: BibTeX lets authors cite in any case.
                if let Some(raw) = bibliography.get(key)
                    && !post.cited_at.contains_key(raw.key)
                {
                    post.cited_at.insert(raw.key.to_string(), post.cited.len());
                    post.cited.push(raw.key.to_string());
                }
            }
        }
        // The first list that is shown gives the numbers; without any, the order of citation does.
        let first = tags.iter().find_map(|(tag, _)| match tag {
            Tag::Bibliography(listing) => Some(listing.clone()),
            _ => None,
        });
        let first = first.unwrap_or(Listing { cited: true, in_order: true, ..Listing::default() });
        let mut order = post.listed_keys(&first);
        order.extend(post.cited.iter().cloned());
        for (tag, _) in tags {
            match tag {
                Tag::Reference(keys) => order.extend(keys.iter().cloned()),
                Tag::Bibliography(listing) => order.extend(post.listed_keys(listing)),
                Tag::Cite(_) | Tag::Nocite(_) => order.extend(tag.cited_keys().iter().cloned()),
            }
        }
        order.extend(related.into_iter().flatten().cloned());
        for key in order {
            post.add(key);
        }
        for (tag, line) in tags {
            post.note_missing(tag, *line);
            if let Tag::Cite(cite) = tag {
                post.cite(cite);
            }
        }
        post
    }

    /// The work `key`, taken up if it is known and new.
    fn add(&mut self, key: String) {
        if self.index.contains_key(&key) {
            return;
        }
        let Some(raw) = self.bibliography.get(&key) else { return };
        // The same work in another spelling.
        if let Some(item) = self.index.get(raw.key).copied() {
            self.index.insert(key, item);
            return;
        }
        let canonical = raw.key.to_string();
        if let Some((item, diagnostics)) = self.bibliography.item(&key) {
            self.index.insert(canonical, self.items.len());
            self.index.insert(key, self.items.len());
            self.items.push(item);
            self.places.push(Vec::new());
            self.listed.push(false);
            self.diagnostics.extend(diagnostics);
        }
    }

    fn note_missing(&mut self, tag: &Tag, line: usize) {
        let keys = match tag {
            Tag::Reference(keys) => keys,
            _ => tag.cited_keys(),
        };
        for key in keys.iter().filter(|key| !self.index.contains_key(*key)) {
            let message = ["no entry “", key, "” in ", self.bibliography_file].concat();
            self.diagnostics.push(Diagnostic::new(self.file, line, message));
        }
    }

    /// Hands a citation's known works to the processor and notes the ids of its links.
    fn cite(&mut self, cite: &Cite) {
        let number = self.citations.len() + 1;
        let mut cites = Vec::new();
        for (at, key) in cite.keys.iter().enumerate() {
            let Some(&item) = self.index.get(key) else { continue };
            self.places[item].push(citation_id(number, cites.len()));
            cites.push(csl::Cite {
                item,
                locator: cite.locators.get(at).cloned(),
                label: cite.labels.get(at).cloned(),
                suppress_author: cite.suppress_author,
                ..csl::Cite::default()
            });
        }
        self.citations.push(csl::Citation { cites, ..csl::Citation::default() });
    }

    /// The keys of a list, in its order.
    fn listed_keys(&self, listing: &Listing) -> Vec<String> {
        let mut keys: Vec<String> = if listing.in_order {
            self.cited.clone()
        } else {
            let all = self.bibliography.keys().map(str::to_string);
            all.filter(|key| !listing.cited || self.cited_at.contains_key(key)).collect()
        };
        if !listing.in_order {
            self.sort(&mut keys);
        }
        keys.into_iter().skip(listing.offset).take(listing.max.unwrap_or(usize::MAX)).collect()
    }

    /// Sorts as `scholar.sort_by` and `scholar.order` say; `none` keeps the order of the file.
    fn sort(&self, keys: &mut [String]) {
        let fields = &self.site.scholar.sort_by;
        if fields.is_empty() {
            return;
        }
        let values = |key: &String| -> Vec<String> {
            let entry = self.bibliography.decode(key);
            let value =
                |field: &String| entry.as_ref().and_then(|e| e.raw(field)).unwrap_or_default().to_lowercase();
            fields.iter().map(value).collect()
        };
        keys.sort_by_cached_key(values);
        if self.site.scholar.order.first().is_some_and(|order| order.starts_with("desc")) {
            keys.reverse();
        }
    }

    /// Puts the formatted pieces in their places.
    fn finish(
        mut self,
        tags: &[(Tag, usize)],
        related: Option<&[String]>,
        citations: &[csl::FormattedCitation],
    ) -> Formatted {
        let mut formatted = Formatted::default();
        // Only cited works are shown apart from the list; a post may list thousands that it does not cite.
        let mut work_of_item = vec![0; self.items.len()];
        for (item, places) in self.places.iter().enumerate() {
            if !places.is_empty() {
                work_of_item[item] = formatted.works.len();
                formatted.works.push(self.work(item));
            }
        }
        for (tag, _) in tags {
            let html = match tag {
                Tag::Cite(cite) => {
                    let number = formatted.citations.len();
                    let works = self.citations[number].cites.iter().map(|cite| work_of_item[cite.item]);
                    formatted.citations.push(works.collect());
                    self.citation(cite, number, citations.get(number))
                }
                Tag::Nocite(_) => Html::new(),
                Tag::Reference(keys) => self.in_text(keys),
                Tag::Bibliography(listing) => self.list(&self.listed_keys(listing)),
            };
            formatted.tags.push(html);
        }
        formatted.references = related.map(|more| {
            let mut keys = self.cited.clone();
            keys.extend(more.iter().filter(|key| !self.cited_at.contains_key(*key)).cloned());
            self.list(&keys)
        });
        formatted.diagnostics = self.diagnostics;
        formatted
    }

    /// A citation: one link around the whole if it is of a single work, as jekyll-scholar writes it, else
    /// a link for each work. (jekyll-scholar links a group to its first work only.)
    fn citation(&self, cite: &Cite, number: usize, formatted: Option<&csl::FormattedCitation>) -> Html {
        let cites = &self.citations[number].cites;
        let missing = cite.keys.iter().filter(|key| !self.index.contains_key(*key));
        let mut html = Html::new();
        let link = |html: &mut Html, nth: usize, content: &Html| {
            let id = citation_id(number + 1, nth);
            let href = ["#", &self.items[cites[nth].item].id].concat();
            html.element("a", &[("class", "citation"), ("id", &id), ("href", &href)], content);
        };
        let all_known = cites.len() == cite.keys.len();
        if let Some(text) = &cite.text
            && !cites.is_empty()
        {
            link(&mut html, 0, &Html::from_text(text));
            return html;
        }
        match formatted {
            Some(formatted) if cites.len() == 1 && all_known => link(&mut html, 0, &formatted.html()),
            Some(formatted) if !cites.is_empty() => {
                let last =
                    formatted.parts.iter().rposition(|part| matches!(part, csl::CitationPart::Cite { .. }));
                for (at, part) in formatted.parts.iter().enumerate() {
                    match part {
                        csl::CitationPart::Between(between) => html.push(between),
                        csl::CitationPart::Cite { cite, html: content } => link(&mut html, *cite, content),
                    }
                    if Some(at) == last {
                        for key in missing.clone() {
                            html.push_text("; ");
                            html.push(&self.missing(key));
                        }
                    }
                }
            }
            _ if cites.is_empty() => missing.for_each(|key| html.push(&self.missing(key))),
            // Without a style: the keys, which still are links.
            _ => {
                for (nth, cite) in cites.iter().enumerate() {
                    html.push_text(if nth == 0 { "(" } else { "; " });
                    link(&mut html, nth, &Html::from_text(&self.items[cite.item].id));
                }
                html.push_text(")");
            }
        }
        html
    }

    /// What stands for a key that the bibliography does not know.
    fn missing(&self, key: &str) -> Html {
        let title = ["no entry “", key, "” in ", self.bibliography_file].concat();
        let mut html = Html::new();
        let text = Html::from_text(&self.site.scholar.missing_reference);
        html.element("span", &[("class", "missing-reference"), ("title", &title)], &text);
        html
    }

    /// References where a tag stands, each with its key as id.
    fn in_text(&mut self, keys: &[String]) -> Html {
        let mut html = Html::new();
        for (at, key) in keys.iter().enumerate() {
            if at > 0 {
                html.push_text(" ");
            }
            match self.index.get(key).copied() {
                Some(item) => html.push(&self.reference_with_id(item)),
                None => html.push(&self.missing(key)),
            }
        }
        html
    }

    /// A reference list.
    fn list(&mut self, keys: &[String]) -> Html {
        let tag = self.site.scholar.list_tag;
        let mut html = Html::new();
        html.open(tag, &[("class", "bibliography")]);
        let mut items: Vec<usize> = keys.iter().filter_map(|key| self.index.get(key).copied()).collect();
        items.dedup();
        for (at, item) in items.into_iter().enumerate() {
            if at > 0 {
                html.push_text("\n");
            }
            html.open("li", &[("class", "reference")]);
            let first = !self.listed[item];
            html.push(&self.reference_with_id(item));
            if first {
                html.push(&self.backlinks(item));
            }
            html.close("li");
        }
        html.close(tag);
        html
    }

    /// `<span id="KEY">…</span>`; the id only the first time, since ids are unique in a page.
    fn reference_with_id(&mut self, item: usize) -> Html {
        let id = self.items[item].id.as_str();
        let mut html = Html::new();
        let id = [("id", id)];
        html.element("span", if self.listed[item] { &[] } else { &id }, &self.reference(item));
        self.listed[item] = true;
        html
    }

    /// The formatted reference, or the key where there is no style.
    fn reference(&self, item: usize) -> Html {
        match &self.references[item] {
            Some(reference) => reference.html.clone(),
            None => Html::from_text(&self.items[item].id),
        }
    }

    /// Links from a reference back to every place that cites it. They carry no text, so that a copied
    /// reference is only the reference; the style sheet draws them.
    fn backlinks(&self, item: usize) -> Html {
        let mut html = Html::new();
        if self.places[item].is_empty() {
            return html;
        }
        html.open("span", &[("class", "backlinks")]);
        for (at, place) in self.places[item].iter().enumerate() {
            let href = ["#", place].concat();
            let label = ["Back to citation ", &(at + 1).to_string()].concat();
            html.element("a", &[("href", &href), ("aria-label", &label)], &Html::new());
        }
        html.close("span");
        html
    }

    fn work(&self, item: usize) -> Work {
        let key = self.items[item].id.clone();
        let links = self.bibliography.decode(&key).map(|entry| entry.links()).unwrap_or_default();
        let links = links.into_iter().filter_map(|(kind, address)| {
            let label = match kind {
                LinkKind::Doi => "DOI",
                LinkKind::Arxiv => "arXiv",
                LinkKind::Url => "URL",
                LinkKind::Pdf => "PDF",
            };
            Some(Link { label, href: Href::parse(&address)? })
        });
        Work {
            reference: self.reference(item),
            links: links.collect(),
            bibtex: self.bibliography.get(&key).map(|raw| raw.source().to_string()).unwrap_or_default(),
            key,
        }
    }
}

/// The id of the `nth` link (from 0) of the citation `number` (from 1).
fn citation_id(number: usize, nth: usize) -> String {
    let id = ["cite-", &number.to_string()].concat();
    if nth == 0 { id } else { [&id, "-", &(nth + 1).to_string()].concat() }
}
