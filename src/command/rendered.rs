//! All posts of a site as the page would render them, on all cores. [`all`] is the entrance.

use crate::cache::{Cache, Written};
use crate::collation;
use crate::files::read_text;
use crate::pages::Source;
use crate::posts::{Post, file_of};
use crate::shelf::Shelf;
use crate::{cores, search, works};
use postil::article::{self, Head, Needs, Opened, Sources};
use postil::diagnostic::Diagnostic;
use postil::html::Html;
use postil::inventory::{self, ALL_POSTS, Inventory};
use postil::modules::Modules;
use postil::route::RelativePath;
use postil::scholar::{self, Surroundings, Work};
use postil::site::Site;
use postil::words::Words;
use postil::{layout, listing};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

/// What a page says of a file that is not there.
const MISSING: &str = "the server has no such file";
/// What stands in a template that shows the time of its rendering.
const CLOCK: [&str; 5] = ["site.time", "'now'", "\"now\"", "'today'", "\"today\""];

/// A post, rendered.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    pub head: Head,
    /// What stands in the page's `main`; `None` if that is only in the page that was written before.
    pub main: Option<Html>,
    /// What it was made from: a stamp, then the files that only its tags name, each with its own.
    pub stamp: String,
    /// The cited works, and for each of their citations the sentence around it.
    pub works: Vec<Arc<Work>>,
    pub places: Vec<Place>,
    /// The article alone, of the newest posts only.
    pub article: Option<Html>,
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were read for it or looked for in vain, each with its stamp.
    pub reads: Vec<(String, String)>,
    /// Whether it tells the time, so that it may be another one at the next run.
    pub passing: bool,
    /// What the index of search has of it.
    pub body: String,
}

/// Where a post cites a work.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The work's place in `works`.
    pub work: usize,
    /// The id of the citation's link.
    pub id: String,
    /// The sentence around it, in plain text: before, the citation itself, after.
    pub sentence: [String; 3],
}

/// What all posts of a site are rendered with.
pub struct Renderer<'a> {
    source: &'a Source<'a>,
    /// What is wrong in `site.yml`.
    problems: Vec<Diagnostic>,
    /// The site's files that posts share, each read once, with its stamp.
    known: Mutex<BTreeMap<String, File>>,
    shelf: Shelf,
}

/// A file's text and its hash (`article::hash`).
type File = (Option<Arc<str>>, u64);

impl<'a> Renderer<'a> {
    pub fn new(source: &'a Source<'a>) -> Renderer<'a> {
        let (_, problems) = Site::parse(source.configuration.unwrap_or(""), &Modules::native());
        Renderer { source, problems, known: Mutex::default(), shelf: Shelf::default() }
    }

    /// What differs if something differs that is of concern to every post.
    pub fn key(&self) -> String {
        let archives = self.source.site.archives.to_string();
        article::stamp(&[self.source.configuration, Some(&archives), Some(self.source.includes)])
    }

    /// The page's own words around a text in this language.
    pub fn words(&self, lang: &str) -> Words {
        let table = self.source.site.table_for(lang);
        Words::new(table.and_then(|path| self.file(path.as_str()).0))
    }

    /// All posts, in their order, as the cache has them or else anew; `None` for one that cannot be read. Of the
    /// first `feed` the article is kept.
    pub fn all(&self, posts: &[Post], feed: usize, cache: &Cache) -> Vec<Option<Rendered>> {
        let post = |at: usize| {
            let post = posts.get(at)?;
            let text = self.post(post)?;
            self.before(post, &text, cache, at < feed).or_else(|| Some(self.render(post, &text, at < feed)))
        };
        cores::map(posts.len(), "posts", post).into_iter().map(Option::flatten).collect()
    }

    /// Those of the posts whose numbers these are, rendered anew.
    pub fn again(&self, posts: &[Post], numbers: &[usize], feed: usize) -> Vec<Option<Rendered>> {
        let post = |at: usize| {
            let number = *numbers.get(at)?;
            let post = posts.get(number)?;
            Some(self.render(post, &self.post(post)?, number < feed))
        };
        cores::map(numbers.len(), "pages", post).into_iter().map(Option::flatten).collect()
    }

    /// The works' own pages, as the site's layout for them makes them, with their addresses.
    pub fn details(&self) -> (Vec<(String, Work, Html)>, Vec<Diagnostic>) {
        let site = self.source.site;
        let open = |path: &RelativePath| self.file(path.as_str()).0;
        // Each finds its own bibliographies.
        let needs = Needs { bibliography: Vec::new(), ..article::needs(site, None) };
        let files = Opened::open(&needs, &mut |path| open(path), &Option::is_none);
        let [style, locale, bibliography] = files.sources(&Option::as_deref);
        let inventory = || self.source.inventory.clone();
        let around = Surroundings {
            open: &open,
            inventory: &inventory,
            collation: collation::of,
            includes: self.source.includes,
            shelf: Some(&self.shelf),
        };
        let (mut pages, mut diagnostics) = (Vec::new(), Vec::new());
        for (key, path) in scholar::addresses(site, around, &Modules::native()) {
            let text = article::work_page(&key, &[]);
            let mut article = article::render(&Sources {
                post: scholar::Source { file: article::WORK_PAGE.as_str(), text: &text },
                site,
                bibliography,
                style,
                locale,
                modules: &Modules::native(),
                around,
            });
            diagnostics.append(&mut article.diagnostics);
            pages.extend(article.works.pop().map(|work| (path, work, article.content)));
        }
        (pages, diagnostics)
    }

    /// The post as the last run left it, if nothing has changed.
    fn before(&self, post: &Post, text: &str, cache: &Cache, keep: bool) -> Option<Rendered> {
        let own = file_of(&post.name);
        let known = cache.get(&post.name, |path| match path == own {
            true => article::stamp(&[Some(text)]),
            false => article::stamp_of([self.file(path).1].into_iter()),
        })?;
        let Written { number, body, .. } = &known.page;
        let body = search::read_body(self.source.folder, *number)
            .filter(|now| article::stamp(&[Some(now)]) == *body)?;
        let mut rendered = Rendered { body, ..known.rendered.clone() };
        rendered.article = rendered.article.filter(|_| keep);
        (!keep || rendered.article.is_some()).then_some(rendered)
    }

    fn post(&self, post: &Post) -> Option<String> {
        read_text(&self.source.folder.join(file_of(&post.name)))
    }

    fn file(&self, path: &str) -> File {
        let read = || {
            let text: Option<Arc<str>> = read_text(&self.source.folder.join(path)).map(Into::into);
            let hash = article::hash(text.as_deref());
            (text, hash)
        };
        match self.known.lock() {
            Ok(mut known) => known.entry(path.into()).or_insert_with(read).clone(),
            Err(_) => read(),
        }
    }

    /// The post as the page renders it (`src/page/screen.rs`). Of a post in the feed the article is kept.
    fn render(&self, post: &Post, text: &str, keep: bool) -> Rendered {
        let path = file_of(&post.name);
        let (mut site, needs) = article::prepare(self.source.site, text, &Modules::native());
        let reads = Reads::new(self, text);
        let table = site.table.clone();
        site.words = Words::new(table.as_ref().and_then(|path| reads.read(path)));
        let files = Opened::open(&needs, &mut |path| reads.read(path), &Option::is_none);
        let [style, locale, bibliography] = files.sources(&Option::as_deref);
        let mut article = article::render(&Sources {
            post: scholar::Source { file: &path, text },
            site: &site,
            bibliography,
            style,
            locale,
            modules: &Modules::native(),
            around: Surroundings {
                open: &|path| reads.open(path, &files),
                inventory: &|| reads.inventory(),
                collation: collation::of,
                includes: self.source.includes,
                shelf: Some(&self.shelf),
            },
        });
        let own = std::mem::take(&mut article.diagnostics);
        article.diagnostics = self.problems.iter().chain(&own).cloned().collect();
        let missing = files.iter().filter(|(_, text)| text.is_none());
        let failed: Vec<(&str, String)> =
            missing.map(|(path, _)| (path.as_str(), MISSING.to_string())).collect();
        let paths = files.iter().map(|(path, _)| path).chain(&table);
        let stamp = reads.stamp(paths, text);
        let passing = reads.passing.get();
        Rendered {
            main: Some(layout::post(&article, &failed, &site, false)),
            stamp,
            places: works::places(&article),
            article: keep.then(|| article.html()),
            diagnostics: own,
            reads: reads.stamps(path, text),
            passing,
            body: search::body(&article),
            head: std::mem::take(&mut article.head),
            works: article.works.into_iter().map(Arc::new).collect(),
        }
    }
}

/// What is read for one post.
struct Reads<'r> {
    renderer: &'r Renderer<'r>,
    /// The files that were read or looked for in vain, with their hashes.
    files: RefCell<BTreeMap<String, u64>>,
    /// Those of them that only its tags name.
    named: RefCell<BTreeSet<RelativePath>>,
    /// Whether the post or what it includes tells the time.
    passing: Cell<bool>,
}

impl<'r> Reads<'r> {
    fn new(renderer: &'r Renderer, text: &str) -> Reads<'r> {
        let passing = Cell::new(tells_time(text));
        Reads { renderer, files: RefCell::default(), named: RefCell::default(), passing }
    }

    fn read(&self, path: &RelativePath) -> Option<Arc<str>> {
        let (text, hash) = self.renderer.file(path.as_str());
        self.files.borrow_mut().insert(path.as_str().into(), hash);
        text
    }

    /// Reads what a tag names, besides the files that the post needs.
    fn open(&self, path: &RelativePath, needed: &Opened<Option<Arc<str>>>) -> Option<Arc<str>> {
        let text = self.read(path)?;
        let shared = needed.iter().any(|(known, _)| known == path);
        // Our own lists are of the same index as the page.
        if !shared && ![listing::FILE, ALL_POSTS.as_str()].contains(&path.as_str()) {
            self.named.borrow_mut().insert(path.clone());
            if !path.as_str().ends_with(".bib") && tells_time(&text) {
                self.passing.set(true);
            }
        }
        Some(text)
    }

    fn inventory(&self) -> Arc<Inventory> {
        self.read(&inventory::FILE);
        self.renderer.source.inventory.clone()
    }

    /// The stamp of the configuration, the post's `text` and the files that it needs; then the files that its tags
    /// name, each with its own.
    fn stamp<'p>(&self, needed: impl Iterator<Item = &'p RelativePath>, text: &str) -> String {
        let hash = |path: &RelativePath| self.renderer.file(path.as_str()).1;
        let hashes = [article::hash(self.renderer.source.configuration), article::hash(Some(text))];
        let mut stamp = article::stamp_of(hashes.into_iter().chain(needed.map(hash)));
        for path in self.named.borrow().iter() {
            let own = article::stamp_of([hash(path)].into_iter());
            stamp.extend([" ", &path.as_str().replace(' ', "%20"), "=", &own]);
        }
        stamp
    }

    /// The files with their stamps, and the post's own, `path`, with that of its `text`.
    fn stamps(self, path: String, text: &str) -> Vec<(String, String)> {
        let files = self.files.into_inner().into_iter();
        let own = (path, article::stamp(&[Some(text)]));
        files.map(|(path, hash)| (path, article::stamp_of([hash].into_iter()))).chain([own]).collect()
    }
}

/// Whether a template may show the time of its rendering.
fn tells_time(text: &str) -> bool {
    text.contains('{') && CLOCK.iter().any(|clock| text.contains(clock))
}
