//! The files that a post is made from, as far as they are here. [`Gathered::from`] asks for them,
//! [`Gathered::render`] makes the article of them.

use std::cell::{Cell, OnceCell};
use std::sync::Arc;

use postil::article::{self, Article, Opened, Sources};
use postil::inventory::{self, Inventory};
use postil::modules::ModuleSet;
use postil::route::{PostName, RelativePath};
use postil::scholar::{Source, Surroundings};
use postil::site::Site;

use crate::api::Failure;
use crate::collation;
use crate::context::{Configuration, Context};
use crate::dom;
use crate::files::File;
use crate::modules;

/// A post's files as far as they are here.
pub struct Gathered {
    pub path: RelativePath,
    pub file: File,
    configuration: Option<Arc<Configuration>>,
    /// The configuration with what the post says of it.
    pub site: Option<Site>,
    /// Style, locale, and the bibliography.
    pub others: Opened<File>,
    /// Where the bibliography may be, each to be asked for only if it was not at the place before.
    places: Vec<RelativePath>,
    /// Whether the table of words is here, or known to be missing.
    spoken: bool,
    modules: OnceCell<ModuleSet>,
}

impl Gathered {
    /// Asks for all of a post's; those that the configuration names only when that is here.
    pub fn from(context: Context, name: &PostName) -> Gathered {
        let path = name.file();
        let file = context.files.get(&path);
        let listed = dom::listed_bibliographies().into_iter().find(|(post, _)| post == name.name());
        Gathered::around(context, path, file, listed.map(|(_, path)| path))
    }

    /// Those that belong to `file`. Before it is here, `listed` is its bibliography.
    pub fn around(context: Context, path: RelativePath, file: File, listed: Option<String>) -> Gathered {
        let configuration = context.configuration();
        let mut gathered = Gathered {
            path,
            file,
            configuration,
            site: None,
            others: Opened::default(),
            places: Vec::new(),
            spoken: false,
            modules: OnceCell::new(),
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
    pub fn modules(&self) -> ModuleSet {
        let (Some(text), Some(site)) = (self.file.text(), &self.site) else { return ModuleSet::default() };
        *self.modules.get_or_init(|| article::modules(site, text))
    }

    pub fn is_complete(&self) -> bool {
        self.spoken && self.others.iter().all(|(_, file)| !file.is_waiting())
    }

    /// What the article is made from, in the order of `article::stamp` for written pages.
    pub fn stamp(&self) -> String {
        let configuration = self.configuration.as_ref().and_then(|read| read.text.as_deref());
        let mut texts = vec![configuration, self.file.text()];
        texts.extend(self.others.iter().map(|(_, file)| file.text()));
        let site = self.site.as_ref().filter(|site| site.table.is_some());
        texts.extend(site.map(|site| site.words.text()));
        article::stamp(&texts)
    }

    /// The article, and whether it waits for something that its tags name.
    pub fn render(&self, context: Context) -> Option<(Article, bool)> {
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
