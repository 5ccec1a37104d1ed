//! What the page knows while it lives: its files, its address, and what is read of them once. [`Context`] is handed to
//! whoever makes a screen.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use postil::article;
use postil::diagnostic::Diagnostic;
use postil::html::Html;
use postil::layout;
use postil::modules::ModuleSet;
use postil::route::{RelativePath, Route};
use postil::site::{self, Site};
use postil::words::Words;

use crate::api::Failure;
use crate::dom;
use crate::files::{self, File, Files};
use crate::modules;
use crate::written::Written;

/// How long, in milliseconds, a post waits for its bibliography before it shows without.
const PATIENCE: u32 = 300;

/// What a screen is made from; copies share it.
#[derive(Clone, Copy)]
pub struct Context {
    pub files: Files,
    configuration: StoredValue<Option<Arc<Configuration>>>,
    pub route: RwSignal<Route>,
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
    pub text: Option<Arc<str>>,
    pub site: Site,
    /// What is wrong in it.
    pub problems: Vec<Diagnostic>,
    /// The modules that reading it needed and that could not be had.
    lacks: ModuleSet,
}

impl Configuration {
    /// The stamp of a page that is made from the site's own files and `more`.
    pub fn stamp(&self, more: Option<&str>) -> String {
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

    /// The written page of a route, if it has one; as long as that is not known, what to show in the meantime.
    pub fn written(self, route: &Route) -> Result<Option<Arc<Written>>, Html> {
        let known = self.page.get_value().filter(|(known, _)| known == route).map(|(_, page)| page);
        if let Some(page) = known {
            return Ok(Some(page).filter(|page| page.about != "missing"));
        }
        let Route::Page(path) = route else { return Ok(None) };
        let text = match self.files.get(path) {
            File::Waiting => return Err(layout::loading()),
            File::Failed(Failure::NotFound) => return Ok(None),
            File::Failed(failure) => {
                let words = self.configuration().map(|read| read.site.words.clone()).unwrap_or_default();
                return Err(layout::failure(path.as_str(), &failure.to_string(), &words));
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
            return Err(layout::loading());
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

    /// Whether the route of now has been waited for long enough.
    pub fn is_overdue(self) -> bool {
        self.overdue.get() == Some(self.route.get())
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
    pub fn words(self, table: Option<&RelativePath>) -> Option<Words> {
        let Some(table) = table else { return Some(Words::default()) };
        match self.files.get(table) {
            File::Waiting => None,
            File::Here(text) => Some(Words::new(Some(text))),
            File::Failed(_) => Some(Words::default()),
        }
    }

    /// What is said of the modules that reading the configuration needs and that could not be had.
    pub fn lacks(self, configuration: &Configuration) -> Html {
        let mut html = Html::new();
        for path in configuration.lacks.each().map(modules::path) {
            if let File::Failed(failure) = self.files.get(&path) {
                html.push(&layout::failure(path.as_str(), &failure.to_string(), &configuration.site.words));
            }
        }
        html
    }
}
