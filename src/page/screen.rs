//! What the address asks for, as far as its files are here. [`screen`] is the entrance; it runs again
//! whenever a file arrives, and asks for what that file shows to be needed as well.

use std::cell::{Cell, OnceCell};
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use postil::article::{self, Article, Opened, Sources};
use postil::diagnostic::Diagnostic;
use postil::html::Html;
use postil::inventory::{self, Inventory};
use postil::modules::{Module, ModuleSet};
use postil::route::{PostName, RelativePath, Route, relative_path};
use postil::scholar::{Source, Surroundings};
use postil::site::{self, Site};
use postil::words::Words;
use postil::{layout, listing};

use crate::api::Failure;
use crate::collation;
use crate::dom;
use crate::files::{self, File, Files};
use crate::modules;
use crate::written::Written;

/// How long, in milliseconds, a post waits for its bibliography before it shows without.
const PATIENCE: u32 = 300;

/// What a screen is made from; copies share it.
#[derive(Clone, Copy)]
pub struct Context {
    files: Files,
    configuration: StoredValue<Option<Arc<Configuration>>>,
    route: RwSignal<Route>,
    /// The route that has been waited for long enough.
    overdue: RwSignal<Option<Route>>,
    /// The written page that was read last, and its route.
    page: StoredValue<Option<(Route, Arc<Written>)>>,
    /// What the document itself was loaded for.
    loaded: StoredValue<Route>,
}

/// `site.yml`, read.
pub struct Configuration {
    /// What was read, if there is such a file.
    text: Option<Arc<str>>,
    pub site: Site,
    /// What is wrong in it.
    problems: Vec<Diagnostic>,
    /// The modules that reading it needed and that could not be had.
    lacks: ModuleSet,
}

impl Configuration {
    /// The stamp of a page that is made from the site's own files and `more`.
    fn stamp(&self, more: Option<&str>) -> String {
        let mut texts = vec![self.text.as_deref(), more];
        texts.extend(self.site.table.as_ref().map(|_| self.site.words.text()));
        article::stamp(&texts)
    }
}

impl Context {
    pub fn new(files: Files, route: RwSignal<Route>) -> Self {
        let route_now = route.get_untracked();
        // The document itself is a written page, unless its address asks for another post by name.
        let served = Written::read(&dom::document(), false).filter(|written| match &route_now {
            Route::Home => written.about == "home",
            Route::Page(_) => written.about != "home" && !dom::is_kept_back(),
            _ => false,
        });
        let page = StoredValue::new(served.map(|served| (route_now.clone(), Arc::new(served))));
        let loaded = StoredValue::new(route_now);
        let (configuration, overdue) = (StoredValue::new(None), RwSignal::new(None));
        Context { files, configuration, route, overdue, page, loaded }
    }

    /// Whether the document came with what its address asks for.
    pub fn served(self) -> bool {
        self.page.with_value(|page| page.as_ref().is_some_and(|(_, page)| page.about != "missing"))
    }

    /// The written page of a route, if it has one; else what to show in the meantime.
    fn written(self, route: &Route) -> Result<Option<Arc<Written>>, Box<Screen>> {
        let known = self.page.get_value().filter(|(known, _)| known == route).map(|(_, page)| page);
        if let Some(page) = known {
            return Ok(Some(page).filter(|page| page.about != "missing"));
        }
        let Route::Page(path) = route else { return Ok(None) };
        let text = match self.files.get(path) {
            File::Waiting => return Err(Box::new(waiting())),
            File::Failed(Failure::NotFound) => return Ok(None),
            File::Failed(failure) => {
                let words = self.configuration().map(|read| read.site.words.clone()).unwrap_or_default();
                return Err(Box::new(made(layout::failure(path.as_str(), &failure.to_string(), &words))));
            }
            File::Here(text) => text,
        };
        let page = Written::parse(&text).filter(|page| page.about != "home");
        let Some(page) = page.map(Arc::new) else {
            // Some servers answer every address with the home page: loading it again would go on for ever.
            if self.loaded.with_value(|loaded| loaded == route) {
                return Ok(None);
            }
            // The author's own page: the browser shows it.
            let _ = dom::window().location().reload();
            return Err(Box::new(waiting()));
        };
        self.page.set_value(Some((route.clone(), page.clone())));
        Ok(Some(page))
    }

    /// From now on `route` is waited for no longer than [`PATIENCE`].
    pub fn limit_patience(self, route: Option<Route>) {
        spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(PATIENCE).await;
            self.overdue.set(route);
        });
    }

    /// The configuration, once `site.yml` is here or known to be missing. The same text is read once.
    pub fn configuration(self) -> Option<Arc<Configuration>> {
        let text = match self.files.get(&files::path(site::FILE)) {
            File::Waiting => return None,
            File::Here(text) => Some(text),
            File::Failed(_) => None,
        };
        let modules = modules::here(self.files);
        let known = self.configuration.get_value();
        if let Some(read) = &known
            && read.text == text
            && !read.lacks.each().any(|module| modules.has(module))
            && self.words(read.site.table.as_ref())? == read.site.words
        {
            return known;
        }
        let (mut site, problems) = Site::parse(text.as_deref().unwrap_or(""), &modules);
        let lacks = modules.lacking();
        if lacks.each().any(|module| self.files.get(&modules::path(module)).is_waiting()) {
            return None;
        }
        site.words = self.words(site.table.as_ref())?;
        site.archives = dom::is_written();
        let read = Arc::new(Configuration { text, site, problems, lacks });
        self.configuration.set_value(Some(read.clone()));
        Some(read)
    }

    /// The words of this table, once it is here or known to be missing.
    fn words(self, table: Option<&RelativePath>) -> Option<Words> {
        let Some(table) = table else { return Some(Words::default()) };
        match self.files.get(table) {
            File::Waiting => None,
            File::Here(text) => Some(Words::new(Some(text))),
            File::Failed(_) => Some(Words::default()),
        }
    }

    /// What is said of the modules that reading the configuration needs and that could not be had.
    fn lacks(self, configuration: &Configuration) -> Html {
        let mut html = Html::new();
        for path in configuration.lacks.each().map(modules::path) {
            if let File::Failed(failure) = self.files.get(&path) {
                html.push(&layout::failure(path.as_str(), &failure.to_string(), &configuration.site.words));
            }
        }
        html
    }
}

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
        Err(screen) => return *screen,
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

/// A post's files as far as they are here.
struct Gathered {
    path: RelativePath,
    file: File,
    configuration: Option<Arc<Configuration>>,
    /// The configuration with what the post says of it.
    site: Option<Site>,
    /// Style, locale, and the bibliography.
    others: Opened<File>,
    /// Where the bibliography may be, each to be asked for only if it was not at the place before.
    places: Vec<RelativePath>,
    /// Whether the table of words is here, or known to be missing.
    spoken: bool,
}

impl Gathered {
    /// Asks for all of a post's; those that the configuration names only when that is here.
    fn from(context: Context, name: &PostName) -> Gathered {
        let path = name.file();
        let file = context.files.get(&path);
        let listed = dom::listed_bibliographies().into_iter().find(|(post, _)| post == name.name());
        Gathered::around(context, path, file, listed.map(|(_, path)| path))
    }

    /// Those that belong to `file`. Before it is here, `listed` is its bibliography.
    fn around(context: Context, path: RelativePath, file: File, listed: Option<String>) -> Gathered {
        let configuration = context.configuration();
        let mut gathered = Gathered {
            path,
            file,
            configuration,
            site: None,
            others: Opened::default(),
            places: Vec::new(),
            spoken: false,
        };
        let Some(configuration) = &gathered.configuration else { return gathered };
        let modules = modules::here(context.files);
        let (mut site, mut needs) = match gathered.file.text() {
            Some(text) => article::prepare(&configuration.site, text, &modules),
            // Before the post is here, the page's own list says whether it has a bibliography of its own.
            None => (configuration.site.clone(), article::needs(&configuration.site, listed.as_deref())),
        };
        // The list knows which of the places is the right one.
        let right = listed.as_deref().and_then(|listed| listed.strip_prefix('/'));
        let right = needs.bibliography.iter().position(|path| Some(path.as_str()) == right);
        needs.bibliography.drain(..right.unwrap_or(0));
        // A place for a bibliography is tried only after the one before has answered that there is nothing.
        let absent = |file: &File| *file == File::Failed(Failure::NotFound);
        gathered.others = Opened::open(&needs, &mut |path| context.files.get(path), &absent);
        gathered.places = needs.bibliography;
        // A post in another language than the site's speaks that.
        let words = context.words(site.table.as_ref());
        gathered.spoken = words.is_some();
        site.words = words.unwrap_or_default();
        gathered.site = Some(site);
        gathered
    }

    /// The modules that the post needs, as far as its text and site tell.
    fn modules(&self) -> ModuleSet {
        let (Some(text), Some(site)) = (self.file.text(), &self.site) else { return ModuleSet::default() };
        article::modules(site, text)
    }

    fn is_complete(&self) -> bool {
        self.spoken && self.others.iter().all(|(_, file)| !file.is_waiting())
    }

    /// What the article is made from, in the order of `article::stamp` for written pages.
    fn stamp(&self) -> String {
        let configuration = self.configuration.as_ref().and_then(|read| read.text.as_deref());
        let mut texts = vec![configuration, self.file.text()];
        texts.extend(self.others.iter().map(|(_, file)| file.text()));
        let site = self.site.as_ref().filter(|site| site.table.is_some());
        texts.extend(site.map(|site| site.words.text()));
        article::stamp(&texts)
    }

    /// The article, and whether it waits for something that its tags name.
    fn render(&self, context: Context) -> Option<(Article, bool)> {
        let configuration = self.configuration.as_ref()?;
        let [style, locale, bibliography] = self.others.sources(&File::text);
        // What its tags name besides is asked for while they are read; when it arrives they are read again.
        let asked = Cell::new(false);
        let get = |path: &RelativePath| {
            let file = context.files.get(path);
            asked.set(asked.get() || file.is_waiting());
            file
        };
        let listed = OnceCell::new();
        let listed = || {
            let read = || Arc::new(Inventory::parse(get(&inventory::FILE).text().unwrap_or("")));
            listed.get_or_init(read).clone()
        };
        let open = |path: &RelativePath| {
            if self.places.contains(path) && self.others.iter().all(|(known, _)| known != path) {
                return None;
            }
            // What only the inventory knows to be there is not asked for in vain.
            if Inventory::decides(path.as_str()) {
                let known = get(&inventory::FILE);
                let missing = || known.text().is_some() && listed().has(path.as_str()) == Some(false);
                if known.is_waiting() || missing() {
                    return None;
                }
            }
            get(path).text().map(Arc::from)
        };
        let site = self.site.as_ref()?;
        let post = Source { file: self.path.as_str(), text: self.file.text()? };
        let mut article = article::render(&Sources {
            post,
            site,
            bibliography,
            style,
            locale,
            modules: &modules::here(context.files),
            around: Surroundings {
                open: &open,
                inventory: &listed,
                collation: collation::of,
                includes: &dom::own_includes(),
                shelf: None,
            },
        });
        let mut diagnostics = configuration.problems.clone();
        diagnostics.append(&mut article.diagnostics);
        article.diagnostics = diagnostics;
        Some((article, asked.get()))
    }
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

fn post(context: Context, name: &PostName, served: Option<&Written>) -> Screen {
    let gathered = Gathered::from(context, name);
    // Behind the stamp, the written page names the files that only its rendering could tell, each with its own.
    let named = served.into_iter().flat_map(|served| served.stamp.split(' ').skip(1));
    let named = named.filter_map(|pair| {
        let (path, stamp) = pair.rsplit_once('=')?;
        Some((context.files.get(&relative_path(&path.replace("%20", " "))?), stamp))
    });
    let named: Vec<(File, &str)> = named.collect();
    match &gathered.file {
        File::Failed(Failure::NotFound) => return not_found(context, gathered.path.as_str()),
        File::Failed(failure) => {
            let words = gathered.site.map(|site| site.words).unwrap_or_default();
            return made(layout::failure(gathered.path.as_str(), &failure.to_string(), &words));
        }
        _ => {}
    }
    let mut complete = gathered.is_complete() && named.iter().all(|(file, _)| !file.is_waiting());
    // What was written is there to be read: it needs modules only if it is not what its files say.
    let told = gathered.modules();
    let get = |module| {
        let path = modules::path(module);
        let file = context.files.get(&path);
        (path, file)
    };
    if served.is_none() {
        told.each().for_each(|module| drop(get(module)));
    }
    // Read only while something is missing: who reads it renders again when patience ends.
    let overdue = || served.is_none() && context.overdue.get() == Some(context.route.get());
    let (Some(site), Some(_), true) = (&gathered.site, gathered.file.text(), complete || overdue()) else {
        return served.map_or_else(waiting, |served| written(served, None));
    };
    // What the server keeps to itself cannot have changed for its readers.
    let same =
        |(file, stamp): &(File, &str)| file.text().is_none_or(|text| article::stamp(&[Some(text)]) == *stamp);
    if let Some(served) = served
        && served.stamp.split(' ').next() == Some(&gathered.stamp())
        && named.iter().all(same)
    {
        return written(served, Some("article-ready"));
    }
    let mut needed: Vec<_> = told.each().map(get).collect();
    // Text whose Liquid has not run is no text yet, however long that takes.
    let raw = told.has(Module::Liquid) && get(Module::Liquid).1.is_waiting();
    complete &= needed.iter().all(|(_, file)| !file.is_waiting());
    if !complete && (raw || !overdue()) {
        return served.map_or_else(waiting, |served| written(served, None));
    }
    let Some((article, asked)) = gathered.render(context) else { return waiting() };
    complete &= !asked;
    if !complete && !overdue() {
        return served.map_or_else(waiting, |served| written(served, None));
    }
    // Such as for a formula in a title, of which the post does not tell.
    for module in article.lacks.each().filter(|module| !told.has(*module)) {
        let (path, file) = get(module);
        complete &= !file.is_waiting();
        needed.push((path, file));
    }
    let failed: Vec<(&str, String)> = gathered
        .others
        .iter()
        .chain(&needed)
        .filter_map(|(path, file)| match file {
            File::Failed(failure) => Some((path.as_str(), failure.to_string())),
            _ => None,
        })
        .collect();
    let head = DocumentHead {
        lang: article.head.lang.clone(),
        dir: article.head.dir.into(),
        ..DocumentHead::of(site, layout::title(&article.head.title, site), &article.head.description)
    };
    let mut html = layout::post(&article, &failed, site, cfg!(debug_assertions));
    if let Some(served) = served {
        html.push(&Html::from_author(served.more.as_str()));
    }
    Screen {
        content: Content::Made(html),
        head: Some(head),
        ready: complete.then_some("article-ready"),
        article: Some(Arc::new(article)),
    }
}
