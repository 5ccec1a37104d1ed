//! From a post's tags to the HTML in their places. [`format`] is the entrance.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::exchange::addresses;
use super::filters::unmark;
use super::library::{Library, Source};
use super::markup::{citation_id, quotation, start_tag, without_bibliography};

use super::tag::{Kind, Tag};
use super::template::{Templates, details_layout, fill_layout};
use super::works::{Context, Plan, Shown, WorkEntry, WorkId, Works};
use crate::bibtex::Entry;
use crate::csl;
use crate::diagnostic::Diagnostic;
use crate::html::{Href, Html};
use crate::layout;
use crate::route::relative_path;
use crate::site;
use crate::yaml::Value;

/// What the tags became.
#[derive(Clone, Debug, Default)]
pub struct Formatted {
    /// One for each tag, in their order.
    pub tags: Vec<Html>,
    /// The tags that became footnotes: their HTML is the footnote's text.
    pub notes: Vec<usize>,
    /// By tag: the names that stand in the sentence before a footnote.
    pub in_text: Vec<(usize, Html)>,
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
    /// Its title, without markup.
    pub title: String,
    /// The formatted reference.
    pub reference: Html,
    /// Where it can be read, and what belongs to it.
    pub links: Vec<Link>,
    /// Its abstract; empty if it has none.
    pub summary: String,
    /// The author's own BibTeX entry, less the fields of `filtered_bibtex_keywords`.
    pub bibtex: String,
}

/// A place where a work can be read, or something that belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// `DOI`, `arXiv`, `PDF`, `Code` and so on.
    pub label: Cow<'static, str>,
    pub href: Href,
}

impl Link {
    /// All links of an entry.
    pub(super) fn all(entry: &Entry) -> Vec<Link> {
        let links = entry.links().into_iter();
        links
            .filter_map(|(label, address)| Some(Link { label: label.into(), href: Href::parse(&address)? }))
            .collect()
    }
}

/// Formats the tags of a post, each with its line. `page` is the text of a page that is itself a bibliography.
pub fn format(tags: &[(Tag, usize)], context: Context, page: Option<Source>, library: Library) -> Formatted {
    let works = Works::collect(tags, context, page, library);
    Writer::new(works, tags).finish(tags)
}

/// Puts the formatted pieces in their places.
struct Writer<'a> {
    works: Works<'a>,
    /// For each item, the ids of the citations that lead to it.
    cited_at: Vec<Vec<String>>,
    /// The ids in the page, each with the work that has it.
    ids: BTreeMap<String, WorkId>,
}

impl<'a> Writer<'a> {
    fn new(works: Works<'a>, tags: &[(Tag, usize)]) -> Self {
        let mut cited_at = vec![Vec::new(); works.items.len()];
        let plans = works.plans.iter().zip(tags).filter(|(_, (tag, _))| tag.is_citation());
        for (number, (plan, _)) in plans.enumerate() {
            for (nth, work) in plan.works.iter().flatten().enumerate() {
                cited_at[works.item(*work)].push(citation_id(number + 1, nth));
            }
        }
        Writer { works, cited_at, ids: BTreeMap::new() }
    }

    fn finish(mut self, tags: &[(Tag, usize)]) -> Formatted {
        let mut formatted = Formatted::default();
        // Only cited works are shown apart from the list; a post may list thousands that it does not cite.
        let mut work_of_item = vec![0; self.works.items.len()];
        for (item, cited_at) in self.cited_at.iter().enumerate() {
            if !cited_at.is_empty() {
                work_of_item[item] = formatted.works.len();
                formatted.works.push(self.work(self.works.work_of[item]));
            }
        }
        let plans = std::mem::take(&mut self.works.plans);
        for (at, ((tag, line), plan)) in tags.iter().zip(&plans).enumerate() {
            let is_note = self.works.notes.binary_search(&at).is_ok();
            let html = match tag.kind {
                Kind::Cite | Kind::Quote => {
                    let number = formatted.citations.len();
                    let works = self.works.citations[number].cites.iter().map(|cite| work_of_item[cite.item]);
                    formatted.citations.push(works.collect());
                    let in_text = self.names_in_text(plan, number);
                    let citation = self.citation(tag, plan, number, if is_note { None } else { in_text });
                    if let Some(names) = in_text.filter(|_| is_note) {
                        formatted.in_text.push((at, unmark(names)));
                    }
                    if tag.kind == Kind::Quote { quotation(&tag.body, &citation) } else { citation }
                }
                Kind::Nocite => Html::new(),
                Kind::Reference | Kind::Bibtex => self.references(tag, plan),
                Kind::Entry => match plan.works.first() {
                    Some(Some(work)) => self.reference(*work, plan.style),
                    _ => Html::new(),
                },
                Kind::Bibliography => self.list(tag, *line, plan),
                Kind::Count => Html::from_text(&plan.count.to_string()),
                Kind::CiteDetails | Kind::DetailsLink => self.details(tag, plan),
                Kind::Page => match plan.works.first() {
                    Some(Some(work)) => {
                        let shown = self.work(*work);
                        let page = self.page(*work, &shown, plan);
                        formatted.works.push(shown);
                        page
                    }
                    _ => Html::new(),
                },
            };
            formatted.tags.push(html);
        }
        if self.works.context.related.is_some() {
            let works = std::mem::take(&mut self.works.related);
            let style = self.works.library.style(None, &mut Vec::new());
            let plan = Plan { style, ..Plan::default() };
            let tag = Tag::new(Kind::Bibliography, Vec::new());
            let mut templates = Templates::of(&tag, &mut self.works, 1);
            formatted.references = Some(self.items(&tag, &plan, &works, &mut templates));
        }
        formatted.notes = self.works.notes;
        formatted.diagnostics = self.works.diagnostics;
        formatted.diagnostics.splice(0..0, self.works.library.diagnostics);
        formatted
    }

    /// A citation: one link around the whole if it is of a single work, as jekyll-scholar writes it, else
    /// a link for each work. (jekyll-scholar links a group to its first work only.)
    ///
    /// `in_text` are the names that stand in the sentence before it.
    fn citation(&self, tag: &Tag, plan: &Plan, number: usize, in_text: Option<&Html>) -> Html {
        let mut html = Html::new();
        if plan.set.is_none() {
            return without_bibliography(tag.keys());
        }
        let site = self.works.context.site;
        let cites = &self.works.citations[number].cites;
        let missing: Vec<&str> = tag
            .keys()
            .iter()
            .zip(&plan.works)
            .filter(|(_, w)| w.is_none())
            .map(|(k, _)| k.as_str())
            .collect();
        let class = match site.scholar.cite_class.as_str() {
            "citation" | "" => String::from("citation"),
            class => [class, " citation"].concat(),
        };
        let relative = tag.get("relative").filter(|path| !path.is_empty());
        let relative = relative.or(site.get(&["scholar", "relative"]).and_then(Value::text)).unwrap_or("");
        let link = |html: &mut Html, nth: usize, content: &Html| {
            let id = citation_id(number + 1, nth);
            let href = [relative, "#", &self.id(tag, self.works.work_of[cites[nth].item])].concat();
            // An address that is none leaves the fragment.
            let href = Href::parse(&href).map_or(String::from("#"), |href| href.as_str().to_string());
            html.element("a", &[("class", &class), ("id", &id), ("href", &href)], content);
        };
        if let Some(text) = tag.get("text")
            && !cites.is_empty()
        {
            link(&mut html, 0, &Html::from_text(text));
            return html;
        }
        let style = plan.style.and_then(|style| self.works.formatted.get(style));
        let separate = site.get(&["scholar", "separate_links"]).is_some_and(Value::is_truthy);
        let mut names = Html::new();
        if let Some(in_text) = in_text {
            names.push(in_text);
            names.push_text(" ");
        }
        match style.and_then(|style| style.citations.get(number)) {
            Some(formatted) if cites.len() == 1 && missing.is_empty() && !separate => {
                names.push(&formatted.html());
                link(&mut html, 0, &unmark(&names));
            }
            Some(formatted) if !cites.is_empty() => {
                html.push(&unmark(&names));
                let last =
                    formatted.parts.iter().rposition(|part| matches!(part, csl::CitationPart::Cite { .. }));
                for (at, part) in formatted.parts.iter().enumerate() {
                    match part {
                        csl::CitationPart::Between(between) => html.push(between),
                        csl::CitationPart::Cite { cite, html: content } => {
                            link(&mut html, *cite, &unmark(content))
                        }
                    }
                    if Some(at) == last {
                        for key in &missing {
                            html.push_text("; ");
                            html.push(&self.missing(&[key], plan));
                        }
                    }
                }
            }
            // No work to tell apart: once, as jekyll-scholar has it.
            _ if cites.is_empty() => {
                if !missing.is_empty() {
                    html.push(&self.missing(&missing, plan));
                }
            }
            // Without a style: the keys, which still are links.
            _ => {
                for (nth, cite) in cites.iter().enumerate() {
                    html.push_text(if nth == 0 { "(" } else { "; " });
                    link(&mut html, nth, &Html::from_text(&self.works.items[cite.item].id));
                }
                html.push_text(")");
            }
        }
        html
    }

    fn names_in_text(&self, plan: &Plan, number: usize) -> Option<&Html> {
        let citation = self.works.formatted.get(plan.style?)?.citations.get(number)?;
        Some(&citation.in_text).filter(|names| !names.is_empty())
    }

    /// What stands for keys that the bibliography does not know.
    fn missing(&self, keys: &[&str], plan: &Plan) -> Html {
        let titles: Vec<String> = keys.iter().map(|key| self.works.missing(key, plan.set)).collect();
        let title = titles.join("\n");
        let mut html = Html::new();
        let text = Html::from_text(&self.works.context.site.scholar.missing_reference);
        html.element("span", &[("class", "missing-reference"), ("title", &title)], &text);
        html
    }

    /// References where a tag stands, each with its key as id.
    fn references(&mut self, tag: &Tag, plan: &Plan) -> Html {
        if plan.set.is_none() {
            return without_bibliography(tag.keys());
        }
        let mut html = Html::new();
        for (at, work) in plan.works.iter().enumerate() {
            html.push_text(if at > 0 { "\n" } else { "" });
            match work {
                Some(work) => html.push(&self.reference_with_id(tag, *work, plan.style).0),
                None => html.push(&self.missing(&[tag.keys().get(at).map_or("", String::as_str)], plan)),
            }
        }
        html
    }

    /// A reference list, in groups or not.
    fn list(&mut self, tag: &Tag, line: usize, plan: &Plan) -> Html {
        let mut html = Html::new();
        if plan.set.is_none() {
            return html;
        }
        let class = self.works.context.site.scholar.bibliography_class.as_str();
        let mut templates = Templates::of(tag, &mut self.works, line);
        for (at, block) in plan.blocks.iter().enumerate() {
            html.push_text(if at > 0 { "\n" } else { "" });
            match block {
                Shown::Heading(element, text) => {
                    html.element(element, &[("class", class)], &Html::from_text(text))
                }
                Shown::Works(works) => html.push(&self.items(tag, plan, works, &mut templates)),
            }
        }
        self.works.diagnostics.append(&mut templates.diagnostics);
        html
    }

    fn items(&mut self, tag: &Tag, plan: &Plan, works: &[WorkId], templates: &mut Templates) -> Html {
        let scholar = &self.works.context.site.scholar;
        let given = self.works.context.site.get(&["scholar", "bibliography_list_tag"]).and_then(Value::text);
        let list = tag.get("bibliography_list_tag").or(given).filter(|name| site::is_list_element(name));
        let list = list.unwrap_or(scholar.list_tag).to_string();
        let item_tag = scholar.item_tag;
        let start = |element: &str, class: &str, key| {
            start_tag(element, class, self.works.context.site.get(&["scholar", key]))
        };
        let mut html = start(&list, &scholar.bibliography_class, "bibliography_list_attributes");
        let item_start = start(item_tag, "reference", "bibliography_item_attributes");
        let references = works.iter().map(|work| self.reference_with_id(tag, *work, plan.style));
        let (references, ids): (Vec<Html>, Vec<String>) = references.unzip();
        let entries = templates.fill(&self.works, works, &ids, references);
        let links = templates.details_links(&self.works, works);
        for (at, ((work, entry), id)) in works.iter().zip(entries).zip(&ids).enumerate() {
            html.push_text(if at > 0 { "\n" } else { "" });
            html.push(&item_start);
            html.push(&entry);
            if !id.is_empty() {
                html.push(&self.backlinks(self.works.item(*work)));
            }
            if let Some(link) = links.get(at) {
                html.push(link);
            }
            html.close(item_tag);
        }
        html.push(&Html::from_author(["</", &list, ">"].concat()));
        html
    }

    /// The id of a work's entry in a list.
    fn id(&self, tag: &Tag, work: WorkId) -> String {
        let key = &self.works.items[self.works.item(work)].id;
        tag.get("prefix").map_or(key.clone(), |prefix| [prefix, "-", key].concat())
    }

    /// `<span id="KEY">…</span>`, and the id. Only the first of a page has one, since ids are unique there; for
    /// all others it is empty.
    fn reference_with_id(&mut self, tag: &Tag, work: WorkId, style: Option<usize>) -> (Html, String) {
        let id = self.id(tag, work);
        let mut html = Html::new();
        let first = !self.ids.contains_key(&id);
        let element = self.works.context.site.scholar.reference_tag;
        let attributes = [("id", id.as_str())];
        let attributes = if first { &attributes[..] } else { &[] };
        html.element(element, attributes, &self.reference(work, style));
        self.ids.insert(id.clone(), work);
        (html, if first { id } else { String::new() })
    }

    /// The formatted reference, or the key where there is no style.
    fn reference(&self, work: WorkId, style: Option<usize>) -> Html {
        let item = self.works.item(work);
        let formatted = style.and_then(|style| self.works.formatted.get(style)?.references.get(item));
        match formatted {
            Some(Some(reference)) => unmark(reference),
            _ => Html::from_text(&self.works.items[item].id),
        }
    }

    /// Links from a reference back to every place that cites it. They carry no text, so that a copied
    /// reference is only the reference; the style sheet draws them.
    fn backlinks(&self, item: usize) -> Html {
        let mut html = Html::new();
        if self.cited_at[item].is_empty() {
            return html;
        }
        html.open("span", &[("class", "backlinks")]);
        for (at, id) in self.cited_at[item].iter().enumerate() {
            let href = ["#", id].concat();
            let label = self.works.context.site.words.fill("Back to citation %", &(at + 1).to_string());
            html.element("a", &[("href", &href), ("aria-label", &label)], &Html::new());
        }
        html.close("span");
        html
    }

    /// Links to works' own pages, or for `details_link` the address alone.
    fn details(&self, tag: &Tag, plan: &Plan) -> Html {
        let site = self.works.context.site;
        let mut html = Html::new();
        let entries: Vec<Entry> = plan.works.iter().flatten().map(|work| self.works.entry(*work)).collect();
        let mut pages = addresses(self.works.context.modules, site, &entries).unwrap_or_default().into_iter();
        for (at, (key, work)) in tag.keys().iter().zip(&plan.works).enumerate() {
            html.push_text(if at > 0 { "\n" } else { "" });
            match (work, tag.kind) {
                (None, _) => html.push(&self.missing(&[key], plan)),
                (Some(_), Kind::DetailsLink) => {
                    html.push_text(&pages.next().unwrap_or_default());
                    break;
                }
                (Some(_), _) => {
                    let usual = site.get(&["scholar", "details_link"]).and_then(Value::text);
                    let text = Html::from_text(tag.get("text").or(usual).unwrap_or("Details"));
                    match pages.next() {
                        Some(page) => html.element("a", &[("href", &page)], &text),
                        None => html.push(&text),
                    }
                }
            }
        }
        html
    }

    /// A work's own page. As in jekyll-scholar it is made by the layout `details_layout`, which sees the work as
    /// `page`; where the site has none it is ours.
    fn page(&mut self, work: WorkId, shown: &Work, plan: &Plan) -> Html {
        let around = self.works.library.around;
        let layout = details_layout(self.works.context.site, &around);
        let layout = layout.and_then(|file| (around.open)(&relative_path(&file)?));
        let (reference, _) = self.reference_with_id(&Tag::new(Kind::Page, Vec::new()), work, plan.style);
        let own = layout.and_then(|layout| fill_layout(&layout, &mut self.works, work, reference));
        own.unwrap_or_else(|| layout::work(shown, &Html::new(), &self.works.context.site.words))
    }

    fn work(&self, work: WorkId) -> Work {
        let WorkEntry { set, key } = self.works.at(work);
        let bibliography = self.works.library.set(*set);
        let entry = self.works.entry(work);
        let site = self.works.context.site;
        let hidden = site.get(&["filtered_bibtex_keywords"]).map(Value::items).unwrap_or_default();
        let usual = self.works.library.style_of_site();
        Work {
            reference: self.reference(work, usual),
            links: Link::all(&entry),
            title: entry.plain("title").unwrap_or_else(|| key.clone()),
            summary: entry.plain("abstract").unwrap_or_default(),
            bibtex: bibliography
                .and_then(|bibliography| bibliography.source_without(&entry, &hidden))
                .map(|source| unmark(&Html::from_author(source)).into_string())
                .unwrap_or_default(),
            key: key.clone(),
        }
    }
}
