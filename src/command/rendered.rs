//! All posts of a site as the page would render them, on all cores. [`all`] is the entrance.

use crate::index::text_of;
use crate::pages::Source;
use crate::posts::Post;
use crate::works;
use postil::article::{self, Article, Head, Sources};
use postil::diagnostic::Diagnostic;
use postil::html::Html;
use postil::inventory::ALL_POSTS;
use postil::modules::Modules;
use postil::route::{PostName, RelativePath};
use postil::scholar::{self, Surroundings, Work};
use postil::site::Site;
use postil::{layout, listing};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{IsTerminal, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::{fs, thread};

/// What a page says of a file that is not there.
const MISSING: &str = "the server has no such file";
/// The stack that a post is rendered on, as the main program has it.
const STACK: usize = 8 << 20;

/// A post, rendered.
pub struct Rendered {
    pub head: Head,
    /// What stands in the page's `main`.
    pub main: Html,
    /// What it was made from: a stamp, then the files that only its tags name, each with its own.
    pub stamp: String,
    /// The cited works, and for each of their citations the sentence around it.
    pub works: Vec<Work>,
    pub places: Vec<Place>,
    /// The article alone, of the newest posts only.
    pub article: Option<Html>,
}

/// What rendering a post gives.
type Done = (Rendered, Vec<Diagnostic>);

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

/// Renders the posts, in their order; `None` for one that cannot be read. Of the first `feed` the article is kept.
pub fn all(source: &Source, posts: &[Post], feed: usize) -> (Vec<Option<Rendered>>, Vec<Diagnostic>) {
    let next = AtomicUsize::new(0);
    let files = Files { source, site: source.site, known: Mutex::default() };
    let (_, problems) = Site::parse(source.configuration.unwrap_or(""), &Modules::native());
    let shows = std::io::stderr().is_terminal() && posts.len() > 50;
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(post) = posts.get(at) else { return done };
            done.push((at, files.render(post, &problems, at < feed)));
            if shows && at.is_multiple_of(16) {
                eprint!("\r{at} of {} posts", posts.len());
                let _ = std::io::stderr().flush();
            }
        }
    };
    let mut all: Vec<Option<Rendered>> = posts.iter().map(|_| None).collect();
    let mut diagnostics = Vec::new();
    let mut take = |done: Vec<(usize, Option<Done>)>| {
        for (at, rendered) in done {
            if let Some((rendered, messages)) = rendered {
                all[at] = Some(rendered);
                diagnostics.push((at, messages));
            }
        }
    };
    let cores = thread::available_parallelism().map_or(1, usize::from).min(posts.len().max(1));
    thread::scope(|scope| {
        let threads: Vec<_> = (0..cores)
            .filter_map(|_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok())
            .collect();
        if threads.is_empty() {
            take(work());
        }
        for thread in threads {
            take(thread.join().unwrap_or_default());
        }
    });
    if shows {
        eprintln!("\r{} of {} posts", posts.len(), posts.len());
    }
    diagnostics.sort_by_key(|(at, _)| *at);
    (all, diagnostics.into_iter().flat_map(|(_, messages)| messages).collect())
}

/// The works' own pages, as the site's layout for them makes them, with their addresses.
pub fn details(source: &Source) -> (Vec<(String, Work, Html)>, Vec<Diagnostic>) {
    let site = source.site;
    let files = Files { source, site, known: Mutex::default() };
    let needs = article::needs(site, None);
    let (style, locale) = (files.text(&needs.style), files.text(&needs.locale));
    let around = Surroundings { open: &|path| files.text(path), inventory: &|| source.inventory.clone() };
    let (mut pages, mut diagnostics) = (Vec::new(), Vec::new());
    for (key, path) in scholar::addresses(site, around) {
        let text = article::work_page(&key);
        let mut article = article::render(&Sources {
            post: scholar::Source { file: article::WORK_PAGE.as_str(), text: &text },
            site,
            bibliography: None,
            style: style.as_deref().map(|text| scholar::Source { file: needs.style.as_str(), text }),
            locale: locale.as_deref().map(|text| scholar::Source { file: needs.locale.as_str(), text }),
            modules: &Modules::native(),
            around,
        });
        diagnostics.append(&mut article.diagnostics);
        pages.extend(article.works.pop().map(|work| (path, work, article.content)));
    }
    (pages, diagnostics)
}

/// The site's files that posts share, each read once.
struct Files<'a> {
    source: &'a Source<'a>,
    site: &'a Site,
    known: Mutex<BTreeMap<String, Option<Arc<str>>>>,
}

impl Files<'_> {
    fn text(&self, path: &RelativePath) -> Option<Arc<str>> {
        let read =
            || fs::read(self.source.folder.join(path.as_str())).ok().map(|bytes| text_of(&bytes).into());
        let mut known = self.known.lock().ok()?;
        known.entry(path.as_str().into()).or_insert_with(read).clone()
    }

    /// The post as the page renders it (`src/page/screen.rs`).
    fn render(&self, post: &Post, problems: &[Diagnostic], keep: bool) -> Option<Done> {
        let path = PostName::parse(&post.name)?.file().into_string();
        let text = text_of(&fs::read(self.source.folder.join(&path)).ok()?);
        let modules = &Modules::native();
        let site = &article::site_of_post(self.site, &text, modules);
        let needs = article::needs(site, article::named_bibliography(&text, modules).as_deref());
        let mut others = vec![&needs.style, &needs.locale];
        let there = needs.bibliography.iter().find(|path| self.text(path).is_some());
        others.extend(there.or(needs.bibliography.last()));
        let texts: Vec<Option<Arc<str>>> = others.iter().map(|path| self.text(path)).collect();
        let source = |at: usize| {
            let text = texts.get(at)?.as_deref()?;
            Some(scholar::Source { file: others.get(at)?.as_str(), text })
        };
        // What its tags name besides. Our own lists are of the same index as the page.
        let named = RefCell::new(BTreeSet::new());
        let open = |path: &RelativePath| {
            let text = self.text(path)?;
            if !others.contains(&path) && ![listing::FILE, ALL_POSTS.as_str()].contains(&path.as_str()) {
                named.borrow_mut().insert(path.clone());
            }
            Some(text)
        };
        let mut article = article::render(&Sources {
            post: scholar::Source { file: &path, text: &text },
            site,
            bibliography: source(2),
            style: source(0),
            locale: source(1),
            modules,
            around: Surroundings { open: &open, inventory: &|| self.source.inventory.clone() },
        });
        let own = std::mem::take(&mut article.diagnostics);
        article.diagnostics = problems.iter().chain(&own).cloned().collect();
        let missing = others.iter().zip(&texts).filter(|(_, text)| text.is_none());
        let failed: Vec<(&str, String)> =
            missing.map(|(path, _)| (path.as_str(), MISSING.to_string())).collect();
        let stamped = [self.source.configuration, Some(text.as_str())];
        let stamped: Vec<Option<&str>> =
            stamped.into_iter().chain(texts.iter().map(Option::as_deref)).collect();
        let main = layout::post(&article, &failed, site, false);
        let kept = keep.then(|| article.html());
        let Article { head, works, .. } = &mut article;
        let (head, works) = (std::mem::take(head), std::mem::take(works));
        let mut stamp = article::stamp(&stamped);
        for path in named.take() {
            let own = article::stamp(&[self.text(&path).as_deref()]);
            stamp.extend([" ", &path.as_str().replace(' ', "%20"), "=", &own]);
        }
        let places = works::places(&article);
        Some((Rendered { head, main, stamp, works, places, article: kept }, own))
    }
}
