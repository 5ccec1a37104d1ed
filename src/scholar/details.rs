//! A work's own page: its address, as `details_permalink` says. [`details_path`] is the entrance, in the
//! page in the module `scholar`; `Writer::page` writes the page.

use super::exchange::{PATHS, told};
use super::library::{Library, Surroundings};
use super::values;
use crate::bibtex::{Bibliography, Entry};
use crate::letters;
use crate::modules::Modules;
use crate::percent;
use crate::site::Site;
use crate::slug;
use crate::yaml::Value;

/// The work that is meant by its key, or by an address of its own page that begins with `/` (without the site's
/// `baseurl`): that of jekyll-scholar, or `/works/NAME/`, where `postil index` writes the pages of cited works.
pub(super) fn key_of(
    asked: &str,
    bibliography: &Bibliography,
    site: &Site,
    modules: &Modules,
) -> Option<String> {
    if !asked.starts_with('/') {
        return Some(asked.into());
    }
    let asked = asked.strip_suffix("index.html").unwrap_or(asked);
    let ours = |key: &&str| asked.get(1..) == Some(&work_path(key));
    if let Some(key) = bibliography.keys().find(ours) {
        return Some(key.into());
    }
    let works: Vec<Entry> = bibliography.keys().filter_map(|key| bibliography.decode(key)).collect();
    let paths = told(modules, PATHS, site, &works)?;
    let is_it = |path: &Value| {
        let path = path.text().unwrap_or("");
        path == asked || percent::decode(path).as_deref() == Some(asked)
    };
    Some(works.into_iter().nth(paths.iter().position(is_it)?)?.key)
}

/// The works of the site's bibliography: their keys, and the addresses of their own pages from the site's folder.
pub fn addresses(site: &Site, around: Surroundings, modules: &Modules) -> Vec<(String, String)> {
    let mut library = Library::open(site, None, None, None, around, modules);
    let set = library.find(&[], &mut Vec::new());
    let Some(bibliography) = set.and_then(|set| library.set(set)) else { return Vec::new() };
    let entries = bibliography.keys().filter_map(|key| bibliography.decode(key));
    entries.map(|entry| (entry.key.clone(), details_path(&entry, site.values()).split_off(1))).collect()
}

/// Where `postil index` writes the page of a cited work.
pub fn work_path(key: &str) -> String {
    ["works/", &work_name(key), "/"].concat()
}

/// A key as a part of an address and the name of a folder.
pub fn work_name(key: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() || "-_.+".contains(c) { c } else { '-' };
    let name: String = key.chars().take(100).map(kept).collect();
    let name = name.trim_matches(['.', '-']);
    if name.is_empty() { "work".into() } else { name.into() }
}

/// The path of an entry's page, as `Scholar::Utilities#details_path_for` makes it.
pub(super) fn details_path(entry: &Entry, site: &Value) -> String {
    let text = |path: &[&str]| site.at(path).and_then(Value::text);
    let template = text(&["scholar", "details_permalink"]).unwrap_or("/:details_dir/:key:extension");
    let permalink = text(&["permalink"]).unwrap_or("");
    let key = file_name(&entry.key);
    let mut path = String::from("/");
    let mut rest = template;
    while let Some((before, after)) = rest.split_once(':') {
        path.push_str(before);
        let length = after.find(|c: char| c != '_' && !c.is_ascii_alphanumeric()).unwrap_or(after.len());
        let (name, behind) = after.split_at(length);
        let value = match name {
            "key" => Some(key.clone()),
            "details_dir" => Some(text(&["scholar", "details_dir"]).unwrap_or("bibliography").into()),
            "extension" if permalink == "pretty" || permalink.ends_with('/') => Some("/".into()),
            "extension" => Some(".html".into()),
            "doi" => entry.plain("doi").or_else(|| Some(key.clone())),
            _ => values::of(entry, name).map(|value| slug::pretty(&letters::lower(&value))),
        };
        match value {
            Some(value) => path.push_str(&percent::encode(&value, "-._~!$&'()*+,;=:@/")),
            None => path.push_str(&[":", name].concat()),
        }
        rest = behind;
    }
    path.push_str(rest);
    let mut clean = String::with_capacity(path.len());
    for c in path.replace("..", "/").replace("./", "").chars() {
        if c != '/' || !clean.ends_with('/') {
            clean.push(c);
        }
    }
    clean
}

/// A key as part of a file's name.
pub(super) fn file_name(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for c in key.chars() {
        let replaced = c == ':' || c.is_whitespace();
        if !replaced {
            out.push(c);
        } else if !out.ends_with('_') {
            out.push('_');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bibtex::Bibliography;
    use crate::scholar::exchange::addresses;

    #[test]
    fn keys_become_names_of_folders() {
        for (key, name) in
            [("DBLP:conf/x", "DBLP-conf-x"), ("../..", "work"), ("müller+2", "müller+2"), ("a b", "a-b")]
        {
            assert_eq!(work_name(key), name);
        }
    }

    #[test]
    fn addresses_are_those_of_jekyll_scholar() {
        let source =
            "@book{a:b c, title={The {Ruby} Language!?}, year=2008, doi={10.0000/1111}}\n@book{r, year=2018}";
        let bibliography = Bibliography::index("a.bib", source);
        for (configuration, key, address) in [
            ("", "r", "/bibliography/r.html"),
            ("scholar: {details_dir: works}", "a:b c", "/works/a_b_c.html"),
            ("permalink: pretty", "r", "/bibliography/r/"),
            (
                "baseurl: /blog/\npermalink: /:title/\nscholar: {details_permalink: '/:details_dir/:year/:doi:extension'}",
                "a:b c",
                "/blog/bibliography/2008/10.0000/1111/",
            ),
            (
                "scholar: {details_permalink: '/:details_dir/:year/:doi:extension'}",
                "r",
                "/bibliography/2018/r.html",
            ),
            ("scholar: {details_permalink: '/:title/:nothing'}", "a:b c", "/the-ruby-language!/:nothing"),
            ("scholar: {details_permalink: '../x//:key'}", "r", "/x/r"),
        ] {
            let (site, _) = Site::parse(configuration, &Modules::native());
            let key = bibliography.keys().find(|known| known.starts_with(&key[..1])).unwrap();
            let works = [bibliography.decode(key).unwrap()];
            let addresses = addresses(&Modules::native(), &site, &works);
            assert_eq!(addresses.unwrap(), [address], "{configuration}");
        }
    }
}
