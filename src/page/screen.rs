//! What the address asks for, as far as its files are here. [`screen`] is the entrance; it runs again
//! whenever a file arrives, and asks for what that file shows to be needed as well.

use std::sync::Arc;

use leptos::prelude::*;
use postil::article::{self, Article};
use postil::html::Html;
use postil::modules::Module;
use postil::route::{PostName, RelativePath, Route, relative_path};
use postil::site::Site;
use postil::{layout, listing};

use crate::api::Failure;
use crate::context::Context;
use crate::dom;
use crate::files::{self, File};
use crate::gathered::Gathered;
use crate::modules;
use crate::written::Written;

/// What the reader sees between masthead and footer.
pub struct Screen {
    pub content: Content,
    /// Title and the like; `None` while they are not known.
    pub head: Option<DocumentHead>,
    /// The mark on the performance timeline once everything is here.
    pub ready: Option<&'static str>,
    /// The article, if this is one that was rendered here.
    pub article: Option<Arc<Article>>,
}

/// The content of `main`.
pub enum Content {
    Made(Html),
    /// As the written page has it, which may be what stands there already.
    Written(String),
}

/// What the document says about itself.
#[derive(Clone)]
pub struct DocumentHead {
    pub title: String,
    pub description: String,
    pub lang: String,
    /// `rtl` or `ltr`.
    pub dir: String,
    /// The table of the page's own words, if they are not English.
    pub table: String,
}

impl DocumentHead {
    /// That of a page of the site itself.
    fn of(site: &Site, title: String, description: &str) -> DocumentHead {
        DocumentHead {
            title,
            description: description.into(),
            lang: site.lang.clone(),
            dir: site.dir().into(),
            table: site.table.as_ref().map_or("", RelativePath::as_str).into(),
        }
    }
}

/// The screen for the address.
pub fn screen(context: Context) -> Screen {
    let route = context.route.get();
    // Where no pages are written, an address is that of a work or of a page of the author's own.
    if let (Route::Page(path), false) = (&route, dom::is_written())
        && let Some(screen) = work(context, path)
    {
        return screen;
    }
    let written = match context.written(&route) {
        Ok(written) => written,
        Err(meanwhile) => return made(meanwhile),
    };
    match (&route, &written) {
        (Route::Post(name), _) => post(context, name, written.as_deref()),
        (Route::Invalid(asked), _) => not_found(context, asked),
        (Route::Home, _) => home(context, files::path(listing::FILE), written.as_deref()),
        (Route::Older(page), _) => match listing::older(*page) {
            Some(path) => home(context, path, None),
            None => not_found(context, ""),
        },
        (Route::Page(_), Some(written)) => match written.post() {
            Some(name) => post(context, &name, Some(written)),
            None => self::written(written, Some("index-ready")),
        },
        (Route::Page(path), None) => work(context, path).unwrap_or_else(|| not_found(context, path.as_str())),
    }
}

/// The article of the post that the address asks for, rendered from its files, if they are here.
pub fn article(context: Context) -> Option<Arc<Article>> {
    untrack(|| {
        let route = context.route.get();
        let name = match &route {
            Route::Post(name) => Some(name.clone()),
            _ => context.written(&route).ok()?.and_then(|written| written.post()),
        };
        Gathered::from(context, &name?).render(context).map(|(article, _)| Arc::new(article))
    })
}

fn made(html: Html) -> Screen {
    Screen { content: Content::Made(html), head: None, ready: None, article: None }
}

fn waiting() -> Screen {
    made(layout::loading())
}

fn written(written: &Written, ready: Option<&'static str>) -> Screen {
    let content = Content::Written(written.main.clone());
    Screen { content, head: Some(written.head.clone()), ready, article: None }
}

fn not_found(context: Context, asked: &str) -> Screen {
    let Some(configuration) = context.configuration() else { return waiting() };
    let site = &configuration.site;
    let head = DocumentHead::of(site, site.words.say("Not found").into(), "");
    Screen { head: Some(head), ready: Some("not-found"), ..made(layout::not_found(asked, &site.words)) }
}

fn home(context: Context, path: RelativePath, served: Option<&Written>) -> Screen {
    let index = context.files.get(&path);
    let configuration = context.configuration();
    let (Some(configuration), false) = (configuration, index.is_waiting()) else {
        return served.map_or_else(waiting, |served| written(served, None));
    };
    if let Some(served) = served
        && served.stamp == configuration.stamp(index.text())
    {
        return written(served, Some("index-ready"));
    }
    let site = &configuration.site;
    let failure = |reason: &str| Err(layout::failure(path.as_str(), reason, &site.words));
    let posts = match &index {
        File::Here(text) => listing::parse(text).or_else(|message| failure(&message)),
        File::Failed(Failure::NotFound) | File::Waiting => {
            failure("the server has no such file; “postil index” writes it, and posts open without it")
        }
        File::Failed(reason) => failure(&reason.to_string()),
    };
    let head = DocumentHead::of(site, site.title.clone(), &site.description);
    let ready = posts.is_ok().then_some("index-ready");
    let mut html = context.lacks(&configuration);
    html.push(&layout::home(site, &posts));
    Screen { head: Some(head), ready, ..made(html) }
}

/// The page of the work that has its own at this address, if one has, written or not.
fn work(context: Context, path: &RelativePath) -> Option<Screen> {
    let Some(configuration) = context.configuration() else { return Some(waiting()) };
    if !article::may_be_work(&configuration.site, path.as_str()) {
        return None;
    }
    // A work that the site's bibliography does not have may be in that of a post.
    work_of(context, path, &[]).or_else(|| {
        let listed = dom::listed_bibliographies().into_iter();
        let mut own: Vec<String> = listed.map(|(_, path)| path).collect();
        own.sort_unstable();
        own.dedup();
        if own.is_empty() { None } else { work_of(context, path, &own) }
    })
}

/// The same for a work of these bibliographies, of the site's if there are none.
fn work_of(context: Context, path: &RelativePath, bibliographies: &[String]) -> Option<Screen> {
    let text = article::work_page(&["/", path.as_str()].concat(), bibliographies);
    let gathered = Gathered::around(context, article::WORK_PAGE, File::Here(text.into()), None);
    let lacks =
        gathered.modules().each().any(|module| context.files.get(&modules::path(module)).is_waiting());
    let (Some(site), true) = (&gathered.site, gathered.is_complete() && !lacks) else {
        return Some(waiting());
    };
    let (article, waits) = gathered.render(context)?;
    if waits {
        return Some(waiting());
    }
    let work = article.works.first()?;
    let title = layout::title(&work.title, site);
    let head = DocumentHead::of(site, title, &work.title);
    Some(Screen { head: Some(head), ready: Some("index-ready"), ..made(article.content) })
}

/// A post: as it was written (`served`) if that is still what its files say, else rendered from them.
fn post(context: Context, name: &PostName, served: Option<&Written>) -> Screen {
    let gathered = Gathered::from(context, name);
    // Behind the stamp, the written page names the files that only its rendering could tell, each with its own.
    let mut named: Vec<(File, &str)> = Vec::new();
    for pair in served.map_or("", |served| &served.stamp).split(' ').skip(1) {
        let (path, stamp) = pair.rsplit_once('=').unwrap_or_default();
        if let Some(path) = relative_path(&path.replace("%20", " ")) {
            named.push((context.files.get(&path), stamp));
        }
    }
    match &gathered.file {
        File::Failed(Failure::NotFound) => return not_found(context, gathered.path.as_str()),
        File::Failed(failure) => {
            let words = gathered.site.map(|site| site.words).unwrap_or_default();
            return made(layout::failure(gathered.path.as_str(), &failure.to_string(), &words));
        }
        _ => {}
    }
    let complete = gathered.is_complete() && named.iter().all(|(file, _)| !file.is_waiting());
    // What was written is there to be read: it needs modules only if it is not what its files say.
    if served.is_none() {
        gathered.modules().each().for_each(|module| drop(context.files.get(&modules::path(module))));
    }
    let readable = gathered.site.is_some() && gathered.file.text().is_some();
    if readable && (complete || is_overdue(context, served)) {
        // What the server keeps to itself cannot have changed for its readers.
        let same = |(file, stamp): &(File, &str)| {
            file.text().is_none_or(|text| article::stamp(&[Some(text)]) == *stamp)
        };
        if let Some(served) = served
            && served.stamp.split(' ').next() == Some(&gathered.stamp())
            && named.iter().all(same)
        {
            return written(served, Some("article-ready"));
        }
        if let Some(screen) = rendered(context, &gathered, served, complete) {
            return screen;
        }
    }
    served.map_or_else(waiting, |served| written(served, None))
}

/// Whether the reader has waited long enough for what is not here yet. Asked only while something is missing: who asks
/// makes the screen again when patience ends.
fn is_overdue(context: Context, served: Option<&Written>) -> bool {
    served.is_none() && context.is_overdue()
}

/// The post, rendered from its files; `None` if what it lacks is better waited for. `complete` tells whether its files
/// are here.
fn rendered(
    context: Context,
    gathered: &Gathered,
    served: Option<&Written>,
    mut complete: bool,
) -> Option<Screen> {
    let site = gathered.site.as_ref()?;
    let told = gathered.modules();
    let get = |module| {
        let path = modules::path(module);
        let file = context.files.get(&path);
        (path, file)
    };
    let mut needed: Vec<_> = told.each().map(get).collect();
    // Text whose Liquid has not run is no text yet, however long that takes.
    let raw = told.has(Module::Liquid) && get(Module::Liquid).1.is_waiting();
    complete &= needed.iter().all(|(_, file)| !file.is_waiting());
    if !complete && (raw || !is_overdue(context, served)) {
        return None;
    }
    let (article, asked) = gathered.render(context)?;
    complete &= !asked;
    if !complete && !is_overdue(context, served) {
        return None;
    }
    // Such as for a formula in a title, of which the post does not tell.
    for module in article.lacks.each().filter(|module| !told.has(*module)) {
        let (path, file) = get(module);
        complete &= !file.is_waiting();
        needed.push((path, file));
    }
    let failed = gathered.others.iter().chain(&needed).filter_map(|(path, file)| match file {
        File::Failed(failure) => Some((path.as_str(), failure.to_string())),
        _ => None,
    });
    let failed: Vec<(&str, String)> = failed.collect();
    let head = DocumentHead {
        lang: article.head.lang.clone(),
        dir: article.head.dir.into(),
        ..DocumentHead::of(site, layout::title(&article.head.title, site), &article.head.description)
    };
    let mut html = layout::post(&article, &failed, site, cfg!(debug_assertions));
    if let Some(served) = served {
        html.push(&Html::from_author(served.more.as_str()));
    }
    Some(Screen {
        content: Content::Made(html),
        head: Some(head),
        ready: complete.then_some("article-ready"),
        article: Some(Arc::new(article)),
    })
}
