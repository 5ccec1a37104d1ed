//! What a site's pages ask for before the program runs. [`Requests::of`] finds it out.

use crate::files::read_text;
use crate::listed;
use crate::posts::Post;
use postil::distill;
use postil::modules::ModuleSet;
use postil::route::{RelativePath, relative_path};
use postil::scholar;
use postil::site::{self, Scholar, Site};
use std::path::Path;

/// What the site's pages ask for before the program runs.
#[derive(Debug, Default)]
pub struct Requests {
    /// What every post needs beside itself.
    pub all: Vec<String>,
    /// Posts with a file that they need besides, the most important first: the bibliography that they name
    /// instead of the usual one, and modules.
    pub own: Vec<(String, String)>,
    /// The site's own includes that stand in place of ours.
    pub includes: Vec<String>,
}

impl Requests {
    /// Those of the site in `folder` with these posts. What is not there is not asked for in vain.
    pub fn of(folder: &Path, site: &Site, posts: &[Post]) -> Requests {
        let there = There(folder);
        let style = there.style(site);
        let bibliography = there.bibliography(&site.scholar, None);
        let own = posts.iter().flat_map(|post| {
            let own = there.own(post, site, &style, bibliography.as_deref());
            own.into_iter().map(|path| (post.name.clone(), path))
        });
        let own = own.collect();
        let configuration = relative_path(site::FILE).into_iter().chain(site.table.clone());
        let configuration = there.only(configuration);
        // What reading the configuration needs is needed by all.
        let modules = there.modules(site.needs);
        let all = configuration.into_iter().chain(style).chain(bibliography).chain(modules).collect();
        Requests { all, own, includes: listed::own_includes(folder) }
    }
}

/// The files of the site in a folder that are there.
struct There<'a>(&'a Path);

impl There<'_> {
    /// Those of these.
    fn only(&self, paths: impl Iterator<Item = RelativePath>) -> Vec<String> {
        paths.map(RelativePath::into_string).filter(|path| self.0.join(path).is_file()).collect()
    }

    /// The bibliography of posts that name this one, or none.
    fn bibliography(&self, scholar: &Scholar, named: Option<&str>) -> Option<String> {
        let places = scholar.bibliography_paths(named).unwrap_or_default();
        places.into_iter().map(RelativePath::into_string).find(|path| self.0.join(path).is_file())
    }

    /// The style and the locale, and what the style needs besides.
    fn style(&self, site: &Site) -> Vec<String> {
        let scholar = &site.scholar;
        let text = read_text(&self.0.join(scholar.style.as_str()));
        let besides = text.map_or(Vec::new(), |text| scholar::files_of_style(site, &text));
        self.only([scholar.style.clone(), scholar.locale.clone()].into_iter().chain(besides))
    }

    /// The modules' own files.
    fn modules(&self, needed: ModuleSet) -> Vec<String> {
        self.only(needed.each().filter_map(|module| relative_path(module.file())))
    }

    /// What a post needs besides what all need: its own bibliography, what is left of its own style, modules.
    fn own(&self, post: &Post, site: &Site, style: &[String], bibliography: Option<&str>) -> Vec<String> {
        let of = &post.front_matter;
        let mut scholar = site.scholar.clone();
        scholar.distill |= distill::is_layout(of.layout.as_deref());
        let named = of.bibliography.as_deref();
        let named = named.and_then(|named| self.bibliography(&scholar, Some(named)));
        let mut own: Vec<String> = named.into_iter().filter(|path| Some(&**path) != bibliography).collect();
        if let Some(scholar) = of.values.get("scholar") {
            let of_style = self.style(&site.with_scholar(Some(scholar)));
            own.extend(of_style.into_iter().filter(|path| !style.contains(path)));
        }
        own.append(&mut self.modules(post.modules));
        own
    }
}
