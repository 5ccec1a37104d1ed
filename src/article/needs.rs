//! What a post needs besides itself: the files that [`prepare`] names and [`Opened`] opens, and [`modules`].

use crate::distill;
use crate::front_matter::{self, FrontMatter};
use crate::liquid;
use crate::markdown;
use crate::math;
use crate::modules::{Module, ModuleSet, Modules};
use crate::route::RelativePath;
use crate::scholar::{self, Source};
use crate::site::Site;
use crate::words::Words;
use crate::yaml::{self, Value};

use super::work_page;

/// The files that a post needs besides itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Needs {
    /// Where the bibliography may be, to be tried in this order.
    pub bibliography: Vec<RelativePath>,
    pub style: RelativePath,
    pub locale: RelativePath,
}

/// The site as the post sees it, and the files that it needs: with the keys of `scholar` in its front matter before the
/// site's own, the bibliography that it names, and the table of words in its language; where that is another than the
/// site's, its words are still to be read.
pub fn prepare(site: &Site, post: &str, modules: &Modules) -> (Site, Needs) {
    let front_matter = FrontMatter::parse(front_matter::split(post).yaml.unwrap_or(""), modules).0;
    let mut of_post = with_own_scholar(site, &front_matter);
    if let Some(lang) = &front_matter.lang {
        of_post.table = site.table_for(lang);
        if of_post.table != site.table {
            of_post.words = Words::default();
        }
    }
    let needs = needs(&of_post, front_matter.bibliography.as_deref());
    (of_post, needs)
}

/// The site with the keys of `scholar` in a post's front matter before its own.
pub(super) fn with_own_scholar(site: &Site, front_matter: &FrontMatter) -> Site {
    let mut of_post = site.with_scholar(front_matter.values.get("scholar"));
    of_post.scholar.distill = distill::is_layout(front_matter.layout.as_deref());
    of_post
}

/// What a post that names the bibliography `named` needs on this site, its own ([`prepare`]) or the site's.
pub fn needs(site: &Site, named: Option<&str>) -> Needs {
    Needs {
        bibliography: site.scholar.bibliography_paths(named).unwrap_or_default(),
        style: site.scholar.style.clone(),
        locale: site.scholar.locale.clone(),
    }
}

/// The files that a post needs, opened: each is its text, or what is known of it (`F`). The style, the locale, and where a
/// bibliography is named the one that was found.
pub struct Opened<F>(Vec<(RelativePath, F)>);

impl<F> Default for Opened<F> {
    fn default() -> Self {
        Opened(Vec::new())
    }
}

impl<F> Opened<F> {
    /// Opens the files. The places of the bibliography are tried until its file is not `absent`; if it is everywhere, the
    /// first one counts.
    pub fn open(
        needs: &Needs,
        open: &mut dyn FnMut(&RelativePath) -> F,
        absent: &dyn Fn(&F) -> bool,
    ) -> Opened<F> {
        let mut files = Vec::with_capacity(3);
        for path in [&needs.style, &needs.locale].into_iter().chain(&needs.bibliography) {
            let file = open(path);
            let found = !absent(&file);
            if files.len() < 3 {
                files.push((path.clone(), file));
            } else if found {
                files[2] = (path.clone(), file);
            }
            if files.len() == 3 && found {
                break;
            }
        }
        Opened(files)
    }

    /// The files in the order in which a written page has their stamps.
    pub fn iter(&self) -> std::slice::Iter<'_, (RelativePath, F)> {
        self.0.iter()
    }

    /// The style, the locale and the bibliography, as far as `text` has theirs.
    pub fn sources<'f>(&'f self, text: &dyn Fn(&'f F) -> Option<&'f str>) -> [Option<Source<'f>>; 3] {
        [0, 1, 2].map(|at| {
            let (path, file) = self.0.get(at)?;
            Some(Source { file: path.as_str(), text: text(file)? })
        })
    }
}

/// The modules that a post on this site needs, as far as its text tells.
pub fn modules(site: &Site, post: &str) -> ModuleSet {
    let split = front_matter::split(post);
    let cites = || post.contains("cite") || post.contains("bibliography");
    let abbreviations = site.get(&["scholar", "abbreviations"]).is_some() && cites();
    let yaml = abbreviations || split.yaml.is_some_and(yaml::needed);
    site.needs
        .with(Module::Yaml, yaml)
        .with(Module::Spans, markdown::needed(post))
        .with(Module::Math, math::needed(site, post))
        .with(Module::Liquid, needs_liquid(site, post, split.body))
        .with(Module::Scholar, scholar::needed(site, post))
}

/// Whether a post on this site needs the interpreter of Liquid: for itself, or for how bibliographies look.
fn needs_liquid(site: &Site, post: &str, body: &str) -> bool {
    if work_page::is_one(post) {
        return site.get(&["scholar", "details_layout"]).is_some();
    }
    let template = || site.get(&["scholar", "bibliography_template"]).and_then(Value::text);
    let lists = || post.contains("bibliography") || post.contains("publications");
    liquid::needed(body) || template().is_some() && lists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bibliography_is_looked_for_at_each_place() {
        let path = |name: &'static str| RelativePath::literal(name);
        let needs = Needs {
            bibliography: vec![path("a.bib"), path("b.bib"), path("c.bib")],
            style: path("x.csl"),
            locale: path("y.xml"),
        };
        for (there, opened, found) in [
            ("x.csl b.bib c.bib", "x.csl y.xml a.bib b.bib", ["x.csl", "", "b.bib"]),
            ("y.xml", "x.csl y.xml a.bib b.bib c.bib", ["", "y.xml", ""]),
            ("a.bib", "x.csl y.xml a.bib", ["", "", "a.bib"]),
        ] {
            let mut asked = Vec::new();
            let mut open = |path: &RelativePath| {
                asked.push(path.as_str().to_string());
                there.split(' ').find(|name| *name == path.as_str())
            };
            let files = Opened::open(&needs, &mut open, &Option::is_none);
            assert_eq!(asked.join(" "), opened);
            let sources = files.sources(&|text| *text);
            assert_eq!(sources.map(|source| source.map_or("", |source| source.text)), found);
            let mut missing = files.iter().filter(|(_, text)| text.is_none()).map(|(path, _)| path.as_str());
            assert_eq!(missing.next_back() == Some("a.bib"), found[2].is_empty());
        }
        let none =
            Opened::open(&Needs { bibliography: Vec::new(), ..needs }, &mut |_| Some(""), &Option::is_none);
        assert!(none.sources(&|text| *text)[2].is_none());
    }
}
