//! What the address asks for, as far as its files are here. [`screen`] is the entrance; it runs again
//! whenever a file arrives, and asks for what that file shows to be needed as well.

use std::cell::Cell;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use postil::article::{self, Article, Sources};
use postil::diagnostic::Diagnostic;
use postil::html::Html;
use postil::route::{PostName, RelativePath, Route};
use postil::scholar::{Source, Surroundings};
use postil::site::{self, Site};
use postil::{layout, listing, math};

use crate::api::Failure;
use crate::dom;
use crate::files::{self, File, Files};
use crate::modules;

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
}

/// `site.yml`, read.
pub struct Configuration {
    /// What was read, if there is such a file.
    text: Option<Arc<str>>,
    pub site: Site,
    /// What is wrong in it.
    problems: Vec<Diagnostic>,
}

impl Context {
    pub fn new(files: Files, route: RwSignal<Route>) -> Self {
        Context { files, configuration: StoredValue::new(None), route, overdue: RwSignal::new(None) }
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
        let known = self.configuration.get_value();
        if known.as_ref().is_some_and(|known| known.text == text) {
            return known;
        }
        let (site, problems) = Site::parse(text.as_deref().unwrap_or(""));
        let read = Arc::new(Configuration { text, site, problems });
        self.configuration.set_value(Some(read.clone()));
        Some(read)
    }
}

/// What the reader sees between masthead and footer.
pub struct Screen {
    pub html: Html,
    /// Title and the like; `None` while they are not known.
    pub head: Option<DocumentHead>,
    /// The mark on the performance timeline once everything is here.
    pub ready: Option<&'static str>,
    /// The article, if this is one.
    pub article: Option<Arc<Article>>,
}

/// What the document says about itself.
pub struct DocumentHead {
    pub title: String,
    pub description: String,
    pub lang: String,
}

/// The screen for the address.
pub fn screen(context: Context) -> Screen {
    match context.route.get() {
        Route::Home => home(context),
        Route::Post(name) => post(context, &name),
        Route::Invalid(asked) => not_found(context, &asked),
    }
}

fn waiting() -> Screen {
    Screen { html: layout::loading(), head: None, ready: None, article: None }
}

fn not_found(context: Context, asked: &str) -> Screen {
    let lang = context.configuration().map(|read| read.site.lang.clone());
    let head = DocumentHead {
        title: "Not found".into(),
        description: String::new(),
        lang: lang.unwrap_or_default(),
    };
    Screen { html: layout::not_found(asked), head: Some(head), ready: Some("not-found"), article: None }
}

fn home(context: Context) -> Screen {
    let path = files::path(listing::FILE);
    let index = context.files.get(&path);
    let Some(configuration) = context.configuration() else { return waiting() };
    let site = &configuration.site;
    let posts = match &index {
        File::Waiting => return waiting(),
        File::Here(text) => listing::parse(text).map_err(|message| layout::failure(listing::FILE, &message)),
        File::Failed(Failure::NotFound) => {
            let advice = "the server has no such file; “postil index” writes it, and posts open without it";
            Err(layout::failure(listing::FILE, advice))
        }
        File::Failed(failure) => Err(layout::failure(listing::FILE, &failure.to_string())),
    };
    let html = layout::home(site, &posts);
    let head = DocumentHead {
        title: site.title.clone(),
        description: site.description.clone(),
        lang: site.lang.clone(),
    };
    Screen { html, head: Some(head), ready: posts.is_ok().then_some("index-ready"), article: None }
}

fn post(context: Context, name: &PostName) -> Screen {
    let path = name.file();
    let file = context.files.get(&path);
    let configuration = context.configuration();
    let text = match &file {
        File::Waiting => None,
        File::Here(text) => Some(text),
        File::Failed(Failure::NotFound) => return not_found(context, path.as_str()),
        File::Failed(failure) => {
            let html = layout::failure(path.as_str(), &failure.to_string());
            return Screen { html, ..waiting() };
        }
    };
    let Some(configuration) = configuration else { return waiting() };
    let own = text.map(|text| article::site_of_post(&configuration.site, text));
    let site = own.as_ref().unwrap_or(&configuration.site);

    // Before the post is here, the page's own list says whether it has a bibliography of its own.
    let named = match text {
        Some(text) => article::named_bibliography(text),
        None => dom::listed_bibliography(name.name()),
    };
    let needs = article::needs(site, named.as_deref());
    let get = |path: &RelativePath| (path.clone(), context.files.get(path));
    let mut others = vec![get(&needs.style), get(&needs.locale)];
    for path in &needs.bibliography {
        others.truncate(2);
        others.push(get(path));
        // The next place is tried only after this one has answered that there is nothing.
        if others[2].1 != File::Failed(Failure::NotFound) {
            break;
        }
    }
    let Some(text) = text else { return waiting() };
    let mut needed: Vec<_> = math::needed(text).then(|| get(&modules::math())).into_iter().collect();
    needed.extend(article::needs_liquid(site, text).then(|| get(&modules::liquid())));
    let mut complete = others.iter().chain(&needed).all(|(_, file)| !file.is_waiting());
    if !complete && context.overdue.get() != Some(Route::Post(name.clone())) {
        return waiting();
    }

    let source = |at: usize| {
        let (path, file) = others.get(at)?;
        Some(Source { file: path.as_str(), text: file.text()? })
    };
    // What its tags name besides is asked for while they are read; when it arrives they are read again.
    let asked = Cell::new(false);
    let open = |path: &RelativePath| {
        let file = context.files.get(path);
        asked.set(asked.get() || file.is_waiting());
        file.text().map(Arc::from)
    };
    let has = |path: &RelativePath| context.files.has(path);
    let mut article = modules::with(has(&modules::math()), has(&modules::liquid()), |modules| {
        article::render(&Sources {
            post: Source { file: path.as_str(), text },
            site,
            bibliography: source(2),
            style: source(0),
            locale: source(1),
            modules,
            around: Surroundings { open: &open, ..Surroundings::default() },
        })
    });
    complete &= !asked.get();
    if !complete && context.overdue.get() != Some(Route::Post(name.clone())) {
        return waiting();
    }
    // A formula in a title, of which the post does not tell.
    let math = modules::math();
    if article.lacks_math && needed.iter().all(|(path, _)| *path != math) {
        let (path, file) = get(&math);
        complete &= file != File::Waiting;
        needed.push((path, file));
    }
    let mut diagnostics = configuration.problems.clone();
    diagnostics.append(&mut article.diagnostics);
    article.diagnostics = diagnostics;
    let failed: Vec<(&str, String)> = others
        .iter()
        .chain(&needed)
        .filter_map(|(path, file)| match file {
            File::Failed(failure) => Some((path.as_str(), failure.to_string())),
            _ => None,
        })
        .collect();
    let head = DocumentHead {
        title: match site.title.as_str() {
            "" => article.head.title.clone(),
            title => [&article.head.title, " | ", title].concat(),
        },
        description: article.head.description.clone(),
        lang: article.head.lang.clone(),
    };
    Screen {
        html: layout::post(&article, &failed, cfg!(debug_assertions)),
        head: Some(head),
        ready: complete.then_some("article-ready"),
        article: Some(Arc::new(article)),
    }
}
