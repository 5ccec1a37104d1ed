//! The seam to what jekyll-scholar does to works beyond citing and listing them as they come; in the page that is the
//! module `scholar`. [`answer`] is the module's entrance, the others ask it; strings are all that passes between.
//!
//! A request is a letter, the site's configuration, the works, and what else the letter wants, as `wire` writes
//! them. An answer is one value.

use super::details::details_path;
use super::filters::Filters;
use super::select::Selection;
use super::variables::entry_value;
use crate::bibtex::Entry;
use crate::modules::{Module, Modules};
use crate::site::Site;
use crate::wire::{Reader, encode, put_number};
use crate::yaml::Value;

/// The works of a list, in groups: [`Selection::chosen`].
pub(super) const LIST: char = 'l';
/// What templates see of each work: [`entry_value`].
pub(super) const VARIABLES: char = 'v';
/// The path of each work's own page: [`details_path`].
pub(super) const PATHS: char = 'p';

/// What the module says of works, one value for each; nothing if it is not here.
pub(super) fn told(modules: &Modules, what: char, site: &Site, works: &[Entry]) -> Option<Vec<Value>> {
    ask(modules, what, site, works, &[])
}

/// The address of each work's own page, with the site's `baseurl` before it; nothing if the module is not here.
pub(super) fn addresses(modules: &Modules, site: &Site, works: &[Entry]) -> Option<Vec<String>> {
    let paths = told(modules, PATHS, site, works)?;
    Some(paths.iter().map(|path| [&site.baseurl, path.text().unwrap_or("")].concat()).collect())
}

/// The module's answer, a list; nothing if it is not here.
pub(super) fn ask(
    modules: &Modules,
    what: char,
    site: &Site,
    works: &[Entry],
    more: &[&Value],
) -> Option<Vec<Value>> {
    let mut request = String::from(what);
    encode(&mut request, site.values());
    put_number(&mut request, works.len());
    works.iter().for_each(|work| work.write(&mut request));
    more.iter().for_each(|value| encode(&mut request, value));
    match Reader(&modules.ask(Module::Scholar, &request)?).value(0) {
        Some(Value::Sequence(answer)) => Some(answer),
        _ => Some(Vec::new()),
    }
}

/// The answer to a request: what the module in the page offers. Never fails.
pub fn answer(request: &str) -> String {
    let mut out = String::new();
    encode(&mut out, &Value::Sequence(read(request).unwrap_or_default()));
    out
}

fn read(request: &str) -> Option<Vec<Value>> {
    let what = request.chars().next()?;
    let mut reader = Reader(request.strip_prefix(what)?);
    let site = reader.value(0)?;
    let works = reader.list(Entry::read)?;
    if what == LIST {
        let (options, cited) = (reader.value(0)?, reader.value(0)?);
        return Some(Selection { options: &options, site: &site, cited: cited.items() }.chosen(works));
    }
    let filters = Filters::of(&site);
    let one = |work: &Entry| match what {
        VARIABLES => entry_value(work, &site, filters.as_ref()),
        _ => Value::String(details_path(work, &site)),
    };
    Some(works.iter().map(one).collect())
}
