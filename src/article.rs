//! The whole way of one post, from its raw files to the finished article. [`render`] is the entrance.

use crate::answers;
use crate::bibtex::Bibliography;
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::distill;
use crate::front_matter::{self, FrontMatter, RelatedPublications, Toc};
use crate::html::Html;
use crate::liquid::{self, Kind, stage};
use crate::markdown::{self, Heading};
use crate::math::{self, Typesetter};
use crate::modules::{self, Module, Modules};
use crate::phrase;
use crate::placeholder;
use crate::route::RelativePath;
use crate::scholar::{self, Library, Place, Source, Surroundings, Tag, Work};
use crate::site::Site;
use crate::yaml::Value;
use std::cell::OnceCell;

/// Everything that an article is made from, as it was fetched.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The post. A file that ends in `.html` skips Markdown, as in Jekyll.
    pub post: Source<'a>,
    /// The configuration.
    pub site: &'a Site,
    /// The BibTeX file, if it is here.
    pub bibliography: Option<Source<'a>>,
    /// The CSL style, if it is here.
    pub style: Option<Source<'a>>,
    /// The CSL locale, if it is here.
    pub locale: Option<Source<'a>>,
    /// What only some posts need of the site.
    pub around: Surroundings<'a>,
    /// What is here of the optional parts.
    pub modules: &'a Modules<'a>,
}

/// A finished article.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// What stands above the article, and in the document's head.
    pub head: Head,
    /// The article's content.
    pub content: Html,
    /// The list of references below it, where the front matter asks for one.
    pub references: Option<Html>,
    /// The headings, for outlines.
    pub outline: Vec<Heading>,
    /// For each citation (the `a.citation` whose id starts with `cite-N`, N from 1): indices in `works`.
    pub citations: Vec<Vec<usize>>,
    /// The cited works.
    pub works: Vec<Work>,
    /// Messages for the author, in the order of the lines of the post.
    pub diagnostics: Vec<Diagnostic>,
    /// The modules that it needs and that were not here: with them, it says more.
    pub lacks: modules::ModuleSet,
}

/// A post's title and what belongs to it.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The title as text.
    pub title: String,
    /// The title as the post shows it.
    pub heading: Html,
    /// The description as text.
    pub description: String,
    /// The description as the post shows it.
    pub lead: Html,
    /// A BCP 47 language tag.
    pub lang: String,
    pub date: Option<Date>,
    pub last_updated: Option<Date>,
    pub authors: Vec<String>,
    pub tags: Vec<String>,
    pub categories: Vec<String>,
    /// `layout` of the front matter, empty where there is none.
    pub layout: String,
    /// Where the outline stands.
    pub toc: Toc,
    /// Who is cited where the post says how to cite it (`citation: true`).
    pub cited_as: Option<String>,
    /// What is wrong with the front matter, with its line.
    pub error: Option<Diagnostic>,
}

impl Article {
    /// The article as one string: what the page shows and what `postil render` prints. A post with a
    /// layout gets the `article` element that al-folio's layout puts around the content.
    pub fn html(&self) -> Html {
        let mut html = Html::new();
        if self.head.layout.is_empty() {
            html.push(&self.content);
        } else {
            html.element("article", &[("class", "post-content")], &self.content);
        }
        if let Some(references) = &self.references {
            html.push_text("\n");
            html.element("h2", &[], &Html::from_text("References"));
            html.push_text("\n");
            html.element("div", &[("class", "publications")], references);
        }
        html
    }
}

/// The file that a work's own page is said to be, for which there is none.
pub const WORK_PAGE: RelativePath = RelativePath::literal("work.html");

/// What such a post begins with.
const WORK_TAG: &str = "{% work_page ";

/// The files that a post needs besides itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Needs {
    /// Where the bibliography may be, to be tried in this order.
    pub bibliography: Vec<RelativePath>,
    pub style: RelativePath,
    pub locale: RelativePath,
}

/// The bibliography that a post names in its front matter.
pub fn named_bibliography(post: &str, modules: &Modules) -> Option<String> {
    let yaml = front_matter::split(post).yaml?;
    FrontMatter::parse(yaml, modules).0.bibliography
}

/// The site as the post sees it: with the keys of `scholar` in its front matter before the site's own.
pub fn site_of_post(site: &Site, post: &str, modules: &Modules) -> Site {
    let front_matter = FrontMatter::parse(front_matter::split(post).yaml.unwrap_or(""), modules).0;
    site.with_scholar(front_matter.values.get("scholar"))
}

/// What a post that names the bibliography `named` needs on this site.
pub fn needs(site: &Site, named: Option<&str>) -> Needs {
    Needs {
        bibliography: site.scholar.bibliography_paths(named).unwrap_or_default(),
        style: site.scholar.style.clone(),
        locale: site.scholar.locale.clone(),
    }
}

/// The modules that a post on this site needs, as far as its text tells.
pub fn modules(site: &Site, post: &str) -> modules::ModuleSet {
    let modules = modules::ModuleSet::default();
    modules.with(Module::Math, math::needed(post)).with(Module::Liquid, needs_liquid(site, post))
}

/// Whether a post on this site needs the interpreter of Liquid: for itself, or for how bibliographies look.
fn needs_liquid(site: &Site, post: &str) -> bool {
    let template = || site.get(&["scholar", "bibliography_template"]).and_then(Value::text);
    let lists = || post.contains("bibliography") || post.contains("publications");
    match post.starts_with(WORK_TAG) {
        true => site.get(&["scholar", "details_layout"]).is_some(),
        false => liquid::needed(front_matter::split(post).body) || template().is_some() && lists(),
    }
}

/// Whether a work may have its page at this address.
pub fn may_be_work(site: &Site, path: &str) -> bool {
    let text = |key| site.get(&["scholar", key]).and_then(Value::text);
    let folder = text("details_dir").unwrap_or("bibliography").trim_matches('/');
    let begins = |folder| path.strip_prefix(folder).is_some_and(|rest: &str| rest.starts_with('/'));
    text("details_permalink").is_some() || begins("works") || begins(folder)
}

/// Renders a post. Whatever is missing or wrong is named in the article's diagnostics, the rest is there.
pub fn render(sources: &Sources) -> Article {
    let post = placeholder::clean(sources.post.text);
    let split = front_matter::split(&post);
    let (front_matter, error) = FrontMatter::parse(split.yaml.unwrap_or(""), sources.modules);
    let file = sources.post.file;
    let error = error.map(|error| Diagnostic::new(file, error.line, error.message));

    // The post's own keys of `scholar` stand before the site's.
    let own = front_matter.values.get("scholar");
    let own = own.map(|own| sources.site.with_scholar(Some(own)));
    let site = own.as_ref().unwrap_or(sources.site);

    // A page that is a bibliography shows its entries, and what stands around them as Markdown.
    let entries = [".bib", ".bibtex"].iter().any(|suffix| file.ends_with(suffix));
    let entries = entries.then_some(Source { file, text: split.body });
    let Sources { bibliography, style, locale, mut around, modules, .. } = *sources;
    let typesetter = Typesetter::new(modules).of_site(sources.site);
    let answer: &dyn Fn(char, &str) -> Option<Value> =
        &|kind, asked| answers::answer(kind, asked, file, &sources.around, &typesetter);
    let logic = entries.is_none() && file != WORK_PAGE.as_str() && liquid::needed(split.body);
    let outcome = logic.then(|| {
        let request = liquid::Request {
            body: split.body.into(),
            first_line: split.body_line,
            file: file.into(),
            page: front_matter.values.clone(),
            site: site.values().clone(),
            answers: Vec::new(),
        };
        stage::outcome(modules, request, answer)
    });
    let outcome = outcome.flatten();
    let mut expanded = match (entries, &outcome) {
        (Some(source), _) => expand_entries(source.text),
        (None, Some(outcome)) => expand(outcome.segments(), file),
        (None, None) => expand(liquid::segments(split.body, split.body_line).collect(), file),
    };
    let distilled = distill::is_layout(front_matter.layout.as_deref());
    let works = bibliography.map_or("", |source| source.text);
    let keys = OnceCell::new();
    let rules = distill::Rules {
        known: &|key| keys.get_or_init(|| distill::keys(works)).binary_search(&key).is_ok(),
        bibliography: !works.is_empty(),
        notes: distilled,
    };
    let notes = if entries.is_none() { expanded.read(split.body_line, &rules) } else { Vec::new() };
    let template = modules.has(Module::Liquid).then(|| stage::templates(modules, answer));
    around.template = template.as_ref().map(|template| template as _);
    let library = Library::open(site, bibliography, style, locale, around);
    let related = match &front_matter.related_publications {
        // Distill's layout lists the works that the post cites.
        RelatedPublications::None if distilled && bibliography.is_some() => Some(&[][..]),
        RelatedPublications::None => None,
        RelatedPublications::Cited => Some(&[][..]),
        RelatedPublications::Keys(keys) => Some(&keys[..]),
    };
    let here = Place { file, site, page: &front_matter.values, related, typesetter: &typesetter };
    let formatted = scholar::format(&expanded.tags, here, entries, library);
    for (slot, html) in expanded.slots.iter().zip(formatted.tags) {
        // The text of a quotation may have tags of its own, which come before it.
        let html = match html.as_str().contains(placeholder::INSERT) {
            true => placeholder::fill(html.as_str(), &expanded.inserts),
            false => html,
        };
        expanded.inserts[*slot] = html;
    }

    let mut rendered = if file.ends_with(".html") {
        let html = placeholder::fill(&expanded.text, &expanded.inserts);
        markdown::Rendered { html, ..Default::default() }
    } else {
        markdown::render(&expanded.text, file, split.body_line, &expanded.inserts, &typesetter)
    };

    let list = distill::Notes { notes, file, inserts: &expanded.inserts };
    let list = list.list(&typesetter, &mut rendered.diagnostics);
    rendered.html.push(&list);

    let mut diagnostics: Vec<Diagnostic> = error.clone().into_iter().collect();
    let named = front_matter.bibliography.as_deref();
    let unusable = site.scholar.bibliography_files(named, around.inventory).err();
    diagnostics.extend(unusable.map(|message| Diagnostic::new(file, 1, message)));
    diagnostics.extend(expanded.diagnostics);
    let mut later = rendered.diagnostics;
    if let Some(outcome) = outcome {
        // What was made of the post has lines of its own.
        later.iter_mut().for_each(|one| one.line = outcome.line(one.line.saturating_sub(split.body_line)));
        let messages = outcome.messages.into_iter();
        diagnostics.extend(messages.map(|(file, line, message)| Diagnostic::new(file, line, message)));
    }
    diagnostics.extend(later);
    diagnostics.extend(formatted.diagnostics);
    diagnostics.sort_by(|one, other| place(one, file).cmp(&place(other, file)));
    Article {
        head: head(front_matter, error, file, site),
        content: rendered.html,
        references: formatted.references,
        outline: rendered.headings,
        citations: formatted.citations,
        works: formatted.works,
        diagnostics,
        lacks: modules.lacking(),
    }
}

/// A short text that differs when any of these texts does. A written page carries that of what it was made
/// from, so that the page knows whether it still says the same (FNV-1a, 64 bits).
pub fn stamp(texts: &[Option<&str>]) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    for text in texts {
        text.unwrap_or("").bytes().for_each(&mut add);
        // No UTF-8 has these bytes: they tell where a text ends, and one that is missing from an empty one.
        add(if text.is_some() { 0xFF } else { 0xFE });
    }
    let digit = |place: u32| char::from(b"0123456789abcdef"[(hash >> (60 - 4 * place)) as usize & 15]);
    (0..16).map(digit).collect()
}

/// The text of a post that is a work's own page, to be rendered as HTML ([`WORK_PAGE`]): of the work with this key,
/// or whose page is at this address, which begins with `/`. An article without works has found none.
pub fn work_page(asked: &str) -> String {
    [WORK_TAG, asked, " %}"].concat()
}

/// Where a message stands: those about the post `file` come first.
fn place<'d>(diagnostic: &'d Diagnostic, file: &str) -> (bool, &'d str, usize) {
    (diagnostic.file != file, &diagnostic.file, diagnostic.line)
}

/// A post after Liquid: Markdown with placeholders.
#[derive(Default)]
struct Expanded {
    text: String,
    /// The HTML for each placeholder, as far as it is known already.
    inserts: Vec<Html>,
    /// jekyll-scholar's tags with their lines,
    tags: Vec<(Tag, usize)>,
    /// and which insert is theirs.
    slots: Vec<usize>,
    diagnostics: Vec<Diagnostic>,
}

impl Expanded {
    fn insert(&mut self, html: Html) {
        self.text.push(placeholder::INSERT);
        self.text.push_str(&self.inserts.len().to_string());
        self.text.push(placeholder::END);
        self.inserts.push(html);
    }

    /// Sets a tag aside.
    fn tag(&mut self, tag: Tag, line: usize) {
        self.tags.push((tag, line));
        self.slots.push(self.inserts.len());
        self.insert(Html::new());
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
    fn read(&mut self, first_line: usize, rules: &distill::Rules) -> Vec<(String, usize)> {
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
                let marks = text.split(placeholder::INSERT).skip(1);
                order.extend(
                    marks.filter_map(|mark| mark.split(placeholder::END).next()?.parse::<usize>().ok()),
                );
                self.text.push_str(&text);
            }
            distill::Part::Cite(markup, line) => {
                let Some((tag, _)) = Tag::parse("cite", &markup) else { return };
                order.push(self.inserts.len());
                self.tag(tag, first_line + line);
            }
        }
    }
}

/// What is said of Liquid while its interpreter is missing.
const NOT_HERE: &str = "this needs the interpreter of Liquid, which is not here";

/// Puts a post together: jekyll-scholar's tags are set aside, other Liquid that is left is shown as it stands.
/// Jekyll runs Liquid before kramdown, so tags count in code as well.
fn expand(segments: Vec<liquid::Segment>, file: &str) -> Expanded {
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
                    tag.body = expanded.text.split_off(start.min(expanded.text.len()));
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
fn expand_entries(body: &str) -> Expanded {
    let mut expanded = Expanded::default();
    let mut from = 0;
    let bibliography = Bibliography::index("", body);
    for (span, key) in bibliography.objects() {
        expanded.text.push_str(body.get(from..span.start).unwrap_or(""));
        from = span.end;
        if let Some(key) = key {
            expanded.tag(Tag::entry(scholar::Kind::Entry, key), 1);
        }
    }
    expanded.text.push_str(body.get(from..).unwrap_or(""));
    expanded
}

fn head(front_matter: FrontMatter, error: Option<Diagnostic>, file: &str, site: &Site) -> Head {
    let name = file.rsplit('/').next().unwrap_or(file);
    let name = name.rsplit_once('.').map_or(name, |(name, _)| name);
    let named = Date::from_file_name(name);
    let authors: Vec<String> = front_matter.authors.into_iter().map(|author| author.name).collect();
    let citable = front_matter.values.get("citation").is_some_and(Value::is_truthy);
    let cited_as = citable.then(|| if authors.is_empty() { site.owner() } else { authors.join(" and ") });
    let title = front_matter.title.unwrap_or_else(|| phrase::from_slug(named.map_or(name, |(_, slug)| slug)));
    let description = front_matter.description.unwrap_or_default();
    Head {
        title: phrase::text(&title),
        heading: phrase::html(&title),
        description: phrase::text(&description),
        lead: phrase::html(&description),
        lang: front_matter.lang.unwrap_or_else(|| site.lang.clone()),
        date: front_matter.date.or(named.map(|(date, _)| date)),
        last_updated: front_matter.last_updated,
        authors,
        tags: front_matter.tags,
        categories: front_matter.categories,
        layout: front_matter.layout.unwrap_or_default(),
        toc: front_matter.toc,
        cited_as,
        error,
    }
}
