//! A work's own page: its address, as `details_permalink` says, and its content. [`details_address`] and
//! [`details`] are the entrances.

use super::format::{Formatted, references};
use super::library::Library;
use super::post::Place;
use super::tag::{Kind, Tag};
use super::template::{details_layout, repository_of, variables};
use super::values;
use crate::bibtex::Entry;
use crate::diagnostic::Diagnostic;
use crate::front_matter::{self, FrontMatter};
use crate::html::Html;
use crate::liquid::stage;
use crate::route::relative_path;
use crate::site::Site;
use crate::yaml::Value;

/// The page of a work at `path`, an address without the site's `baseurl`; `None` if no work has its page there.
///
/// As in jekyll-scholar it is made by the layout `details_layout`, which sees the work as `page`.
pub fn details(path: &str, place: Place, mut library: Library) -> Option<Formatted> {
    let path = ["/", path.trim_start_matches('/')].concat();
    let path = path.strip_suffix("index.html").unwrap_or(&path);
    let around = library.around;
    let file = details_layout(place.site, around.listed)?;
    let layout = (around.open)(&relative_path(file)?)?;
    let set = library.find(&[], &mut Vec::new())?;
    let bibliography = library.set(set)?;
    let entries = bibliography.keys().filter_map(|key| bibliography.decode(key));
    let entry = entries.into_iter().find(|entry| details_path(entry, place.site) == path)?;

    let split = front_matter::split(&layout);
    let layout_values = FrontMatter::parse(split.yaml.unwrap_or(""), place.typesetter.modules).0.values;
    let mut pairs = match layout_values {
        Value::Mapping(pairs) => pairs,
        _ => Vec::new(),
    };
    let tag = Tag::entry(Kind::Reference, &entry.key);
    let (post, mut formatted) = references(&[(tag, 1)], place, library);
    let reference = formatted.tags.pop().unwrap_or_default();
    let repository = repository_of(place.site, around.listed);
    let work = variables(&post, &entry, &repository, reference);
    let title =
        work.iter().find(|(name, _)| name == "entry").and_then(|(_, entry)| entry.get("title")).cloned();
    pairs.extend(work);
    pairs.extend(title.map(|title| ("title".into(), title)));
    let context = [("page".into(), Value::Mapping(pairs)), ("site".into(), place.site.values().clone())];
    let (html, problems) = stage::template(place.modules, split.body, &Value::Mapping(context.into()))?;
    formatted.diagnostics.extend(problems.into_iter().map(|problem| Diagnostic::new(file, 1, problem)));
    formatted.tags = vec![Html::from_author(html)];
    Some(formatted)
}

/// The address of an entry's page on the site, with the site's `baseurl` before it.
pub(super) fn details_address(entry: &Entry, site: &Site) -> String {
    [&site.baseurl, &*details_path(entry, site)].concat()
}

/// The path of an entry's page, as `Scholar::Utilities#details_path_for` makes it.
pub(super) fn details_path(entry: &Entry, site: &Site) -> String {
    let text = |path: &[&str]| site.get(path).and_then(Value::text);
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
            _ => values::of(entry, name).map(|value| slug(&value)),
        };
        match value {
            Some(value) => path.push_str(&encoded(&value)),
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

/// Jekyll's `slugify` in its mode `pretty`.
fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.to_lowercase().chars() {
        if c.is_alphanumeric() || "._~!$&'()+,;=@".contains(c) {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches('-').into()
}

/// A part of a path, percent-encoded where it must be.
fn encoded(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let digit = |value: u8| char::from(b"0123456789ABCDEF"[usize::from(value & 15)]);
            out.extend(['%', digit(byte >> 4), digit(byte)]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bibtex::Bibliography;
    use crate::modules::Modules;

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
            assert_eq!(
                details_address(&bibliography.decode(key).unwrap(), &site),
                address,
                "{configuration}"
            );
        }
    }
}
