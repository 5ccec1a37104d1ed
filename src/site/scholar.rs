//! What jekyll-scholar is told: the keys below `scholar`, and the paths that they lead to. [`Scholar::read`] is
//! the entrance.

use crate::inventory::Inventory;
use crate::route::{RelativePath, relative_path};
use crate::yaml::Value;
use std::sync::Arc;

/// The primary dialect of each language of the CSL project, then the other dialects it has.
const LOCALES: &str = "af-ZA ar bal-PK bg-BG brh-PK ca-AD cs-CZ cy-GB da-DK de-DE el-GR en-US es-ES et-EE eu \
    fa-IR fi-FI fr-FR gl-ES he-IL hi-IN hr-HR hu-HU hy-AM id-ID is-IS it-IT ja-JP km-KH ko-KR la lij-IT \
    lt-LT lv-LV mn-MN ms-MY nb-NO nl-NL nn-NO pa-PK pl-PL pt-PT ro-RO ru-RU sk-SK sl-SI sr-Cyrl-RS sv-SE \
    th-TH tr-TR uk-UA vi-VN zh-CN de-AT de-CH en-GB es-CL es-MX fr-CA pt-BR sr-Latn-RS zh-TW";

/// The elements that a configuration or a tag may ask for.
const ELEMENTS: [&str; 22] = [
    "ol",
    "ul",
    "dl",
    "li",
    "dt",
    "dd",
    "div",
    "span",
    "p",
    "section",
    "article",
    "aside",
    "nav",
    "cite",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "summary",
];

/// What jekyll-scholar is told: the keys below `scholar`, but for those by which lists are chosen (`scholar::list`).
#[derive(Clone, Debug, PartialEq)]
pub struct Scholar {
    /// `style`, as a path.
    pub style: RelativePath,
    /// `locale`, as a path.
    pub locale: RelativePath,
    /// `bibliography_list_tag`: the element of the list.
    pub list_tag: &'static str,
    /// `bibliography_item_tag`: the element of an item.
    pub item_tag: &'static str,
    /// `reference_tagname`: the element of the reference within the item.
    pub reference_tag: &'static str,
    /// `bibliography_class`: the class of the list.
    pub bibliography_class: String,
    /// `cite_class`: the class of a citation's link.
    pub cite_class: String,
    /// `missing_reference`: what stands for an unknown key.
    pub missing_reference: String,
    /// `source` as a path, if it is given; empty for the site's own folder.
    source: Option<String>,
    /// `bibliography`: the file that is meant where no other is named.
    bibliography: String,
    /// Whether this is for a post in al-folio's layout `distill`.
    pub distill: bool,
}

impl Scholar {
    /// The keys below `scholar`; `refuse` is told of a key and why its value cannot be used.
    pub(super) fn read(values: &Value, mut refuse: impl FnMut(&str, String)) -> Scholar {
        let value = |key: &str| values.get("scholar").and_then(|scholar| scholar.get(key));
        let text = |key: &str, default: &str| -> String {
            value(key).and_then(Value::text).unwrap_or(default).trim().into()
        };
        let tag = |key: &str, default: &'static str| {
            value(key).and_then(Value::text).and_then(element).unwrap_or(default)
        };
        let mut refused = |key: &str, given: &str| {
            let rule = "it must be a name or a path inside the site";
            refuse(key, format!("`{given}` is not used as {key}: {rule}"));
        };
        let style = text("style", "apa");
        let style = style_path(&style).unwrap_or_else(|| {
            refused("style", &style);
            RelativePath::literal("csl/apa.csl")
        });
        let locale = text("locale", "en");
        let locale = locale_path(&locale).unwrap_or_else(|| {
            refused("locale", &locale);
            RelativePath::literal("csl/locales-en-US.xml")
        });
        let mut source = value("source").and_then(Value::text).map(|folder| String::from(inner(folder)));
        if let Some(folder) = source.take_if(|folder| !folder.is_empty() && relative_path(folder).is_none()) {
            refused("source", &folder);
        }
        Scholar {
            style,
            locale,
            list_tag: tag("bibliography_list_tag", "ol"),
            item_tag: tag("bibliography_item_tag", "li"),
            reference_tag: tag("reference_tagname", "span"),
            bibliography_class: text("bibliography_class", "bibliography"),
            cite_class: text("cite_class", "citation"),
            missing_reference: text("missing_reference", "(missing reference)"),
            source,
            bibliography: text("bibliography", "references.bib"),
            distill: false,
        }
    }

    /// Where a bibliography may be, in the order to try. `named` is what a post or a tag names, else the
    /// configured file is meant; `.bib` is added where there is no suffix.
    ///
    /// A folder that the configuration gives comes first, then `posts/`; without one `posts/`, then
    /// jekyll-scholar's own `_bibliography/`. What a post names may also be in al-folio's
    /// `assets/bibliography/`, which comes first in the layout `distill`, and a name that begins with `/` is a path from the site's folder. The error
    /// says, for the author, why there is no such path.
    pub fn bibliography_paths(&self, named: Option<&str>) -> Result<Vec<RelativePath>, String> {
        let name = named.unwrap_or(&self.bibliography).trim();
        if name.contains('*') {
            return Err(format!("`{name}`: a web server cannot list files, name each bibliography"));
        }
        let file = inner(name);
        let plain = file.rsplit('/').next().is_some_and(|last| !last.is_empty() && !last.contains('.'));
        let suffix = if plain { ".bib" } else { "" };
        let mut paths = Vec::new();
        for folder in self.bibliography_folders(named) {
            let path = relative_path(&[&folder, file, suffix].concat())
                .ok_or_else(|| format!("`{name}` is no bibliography: it must be a file inside the site"))?;
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
        Ok(paths)
    }

    /// The folders in which a bibliography may be, each with the `/` behind it.
    fn bibliography_folders(&self, named: Option<&str>) -> Vec<String> {
        let from_root = named.unwrap_or(&self.bibliography).trim().starts_with('/');
        let mut folders = match &self.source {
            _ if from_root => vec![""],
            Some(source) => vec![source.as_str(), "posts"],
            None => vec!["posts", "_bibliography"],
        };
        if named.is_some() && !from_root {
            folders.insert(if self.distill { 0 } else { folders.len() }, "assets/bibliography");
        }
        let slash = |folder: &str| if folder.is_empty() { "" } else { "/" };
        folders.into_iter().map(|folder| [folder, slash(folder)].concat()).collect()
    }

    /// The files of a bibliography, each as the places to try in this order. A name with `*` means all files of
    /// that pattern in the site's inventory: `*` stands for a part of a name, `**` for folders as well.
    pub fn bibliography_files(
        &self,
        named: Option<&str>,
        inventory: &dyn Fn() -> Arc<Inventory>,
    ) -> Result<Vec<Vec<RelativePath>>, String> {
        let name = named.unwrap_or(&self.bibliography).trim();
        if !name.contains('*') {
            return Ok(vec![self.bibliography_paths(named)?]);
        }
        let inventory = inventory();
        for folder in self.bibliography_folders(named) {
            let pattern = [&folder, inner(name)].concat();
            let files = inventory.paths().filter(|path| is_match(&pattern, path));
            let files: Vec<_> = files.filter_map(|path| Some(vec![relative_path(path)?])).collect();
            if !files.is_empty() {
                return Ok(files);
            }
        }
        Err(format!("`{name}`: no such file is known; “postil index” lists what is there"))
    }
}

/// Whether a path is of a pattern with `*` and `**`. Stars are tried from the left, each as short as can be.
fn is_match(pattern: &str, path: &str) -> bool {
    let (pattern, path) = (pattern.as_bytes(), path.as_bytes());
    let (mut at, mut here) = (0, 0);
    // Behind the last `*` and the last `**`: where the pattern goes on, and how far the star reaches.
    let mut star: Option<(usize, usize)> = None;
    let mut deep: Option<(usize, usize)> = None;
    loop {
        let sign = pattern.get(at);
        if sign == Some(&b'*') {
            let stars = pattern[at..].iter().take_while(|byte| **byte == b'*').count();
            at += stars;
            if stars == 1 {
                star = Some((at, here));
                continue;
            }
            // `**/` may stand for no folder at all.
            at += usize::from(pattern.get(at) == Some(&b'/'));
            (star, deep) = (None, Some((at, here)));
        } else if here == path.len() && sign.is_none() {
            return true;
        } else if here < path.len()
            && (sign == Some(&path[here]) || (sign == Some(&b'?') && path[here] != b'/'))
        {
            at += 1;
            here += 1;
        } else {
            star = star.filter(|(_, reach)| path.get(*reach).is_some_and(|byte| *byte != b'/'));
            let (behind, reach) = match (&mut star, &mut deep) {
                (Some(star), _) => star,
                (None, Some(deep)) if deep.1 < path.len() => deep,
                _ => return false,
            };
            *reach += 1;
            (at, here) = (*behind, *reach);
        }
    }
}

/// The file of a CSL style: by its name (`apa`), by its address at zotero.org, or by its path in the site.
pub fn style_path(style: &str) -> Option<RelativePath> {
    let style = match style.split_once("://") {
        Some((_, address)) => address.rsplit('/').next()?,
        None => inner(style),
    };
    let folder = if style.contains('/') { "" } else { "csl/" };
    let suffix = if style.ends_with(".csl") || style.is_empty() { "" } else { ".csl" };
    relative_path(&[folder, style, suffix].concat())
}

/// The file of a language's CSL locale: the dialect that is asked for if there is one, else the language's
/// primary dialect. A tag that CSL does not list is taken as it is.
pub fn locale_path(tag: &str) -> Option<RelativePath> {
    let tag = tag.replace('_', "-");
    let plain = tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !plain || tag.starts_with('-') || tag.is_empty() {
        return None;
    }
    let language = tag.split('-').next().unwrap_or("");
    let is_language = |part: &str| part.eq_ignore_ascii_case(language);
    let known = || LOCALES.split_whitespace();
    let locale = known()
        .find(|locale| locale.eq_ignore_ascii_case(&tag))
        .or_else(|| known().find(|locale| locale.split('-').next().is_some_and(is_language)))
        .unwrap_or(&tag);
    relative_path(&["csl/locales-", locale, ".xml"].concat())
}

/// `name` as one of the HTML elements that a configuration or a tag may ask for.
pub fn element(name: &str) -> Option<&'static str> {
    ELEMENTS.into_iter().find(|element| *element == name.trim())
}

/// Whether `name` may be the element of a list: one of HTML's that only hold text, or a name that HTML does not
/// know.
pub fn is_list_element(name: &str) -> bool {
    const OTHERS: &str = " script style iframe frame frameset object embed applet link meta base template svg math \
        title textarea noscript noembed noframes plaintext xmp select option form input button html head body \
        listing image img video audio source track canvas ";
    let word = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    word && !OTHERS.contains(&[" ", name, " "].concat())
}

/// A path as Jekyll's configurations write it, without the `./` or `/` before it and the `/` behind it.
fn inner(path: &str) -> &str {
    let path = path.trim();
    let path = path.strip_prefix("./").or_else(|| path.strip_prefix('/')).unwrap_or(path);
    path.strip_suffix('/').unwrap_or(path)
}
