//! `site.yml`, which speaks Jekyll: a real `_config.yml` of al-folio is read as it is.
//!
//! [`Site::parse`] is the entrance. It knows the keys of Jekyll, al-folio and jekyll-scholar; every path that
//! they lead to has passed `route::relative_path`.

use crate::diagnostic::Diagnostic;
use crate::inventory::Inventory;
use crate::modules::Modules;
use crate::route::{RelativePath, relative_path};
use crate::yaml::{self, Value};
use std::sync::Arc;

/// The name of the configuration's file.
pub const FILE: &str = "site.yml";

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

/// A site's configuration, with the defaults of Jekyll and jekyll-scholar where it is silent.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// `title`; where that is `blank` or missing, the owner's name (al-folio's rule). May be empty.
    pub title: String,
    /// `description`.
    pub description: String,
    /// `url`: scheme and host of the published site, such as `https://me.org`.
    pub url: String,
    /// `baseurl`: the folder on that host, such as `/blog`.
    pub baseurl: String,
    /// `lang`: the language of the site's text.
    pub lang: String,
    /// `scholar`.
    pub scholar: Scholar,
    /// Whether `postil index` has written the pages for tags, categories and years, to which labels lead then.
    pub archives: bool,
    values: Value,
}

/// What jekyll-scholar is told: the keys below `scholar`.
#[derive(Clone, Debug, PartialEq)]
pub struct Scholar {
    /// `style`, as a path.
    pub style: RelativePath,
    /// `locale`, as a path.
    pub locale: RelativePath,
    /// `sort_by`: fields; empty for the order of the file.
    pub sort_by: Vec<String>,
    /// `order`: `ascending` or `descending` for each of `sort_by`, the last for all further ones.
    pub order: Vec<String>,
    /// `group_by`: fields; empty for one list.
    pub group_by: Vec<String>,
    /// `group_order`, as `order`.
    pub group_order: Vec<String>,
    /// `query`: which entries a bibliography lists.
    pub query: String,
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
}

impl Default for Site {
    fn default() -> Self {
        Site::parse("", &Modules::none()).0
    }
}

impl Site {
    /// Reads `site.yml`; an empty text gives the defaults. What cannot be used is reported, and its default
    /// holds.
    pub fn parse(text: &str, modules: &Modules) -> (Site, Vec<Diagnostic>) {
        let (values, error) = yaml::parse_mapping(text, modules);
        let mut diagnostics = Vec::new();
        if let Some(error) = error {
            diagnostics.push(Diagnostic::new(FILE, error.line, error.message));
        }
        let scholar = Scholar::read(&values, |key, message| {
            diagnostics.push(Diagnostic::new(FILE, line_of(text, key), message));
        });
        let word = |key: &str| values.get(key).and_then(Value::text).unwrap_or("").trim();
        let title = match word("title") {
            "" | "blank" => owner(&values),
            title => title.into(),
        };
        let lang = if word("lang").is_empty() { "en" } else { word("lang") };
        let site = Site {
            title,
            description: word("description").into(),
            url: word("url").trim_end_matches('/').into(),
            baseurl: word("baseurl").trim_end_matches('/').into(),
            lang: lang.into(),
            scholar,
            archives: false,
            values,
        };
        (site, diagnostics)
    }

    /// The site as a post sees it whose front matter has a mapping `scholar` of its own: its keys stand before
    /// the site's, as in jekyll-scholar. What cannot be used is reported by its key's place among the site's.
    pub fn with_scholar(&self, own: Option<&Value>) -> Site {
        let mut site = self.clone();
        let (Some(Value::Mapping(own)), Value::Mapping(values)) = (own, &mut site.values) else {
            return site;
        };
        let mut pairs = match values.iter().position(|(key, _)| key == "scholar") {
            Some(at) => match values.remove(at).1 {
                Value::Mapping(pairs) => pairs,
                _ => Vec::new(),
            },
            None => Vec::new(),
        };
        for (key, value) in own {
            pairs.retain(|(known, _)| known != key);
            pairs.push((key.clone(), value.clone()));
        }
        values.push(("scholar".into(), Value::Mapping(pairs)));
        site.scholar = Scholar::read(&site.values, |_, _| {});
        site
    }

    /// Any value, by its path of keys: `site.get(&["scholar", "details_dir"])`.
    pub fn get(&self, path: &[&str]) -> Option<&Value> {
        self.values.at(path)
    }

    /// Whose site this is, as al-folio's configuration says it (`first_name` …), or else its title.
    pub fn owner(&self) -> String {
        let name = owner(&self.values);
        if name.is_empty() { self.title.clone() } else { name }
    }

    /// Every key and value, as Liquid's `site.*`.
    pub fn values(&self) -> &Value {
        &self.values
    }

    /// What a page needs besides its post, to be asked for at once: this file, the bibliography, the style
    /// and the locale.
    pub fn first_requests(&self) -> Vec<String> {
        let mut paths = vec![String::from(FILE)];
        let bibliography = self.scholar.bibliography_paths(None).unwrap_or_default();
        let others = [&self.scholar.style, &self.scholar.locale];
        paths.extend(bibliography.first().into_iter().chain(others).map(|path| path.as_str().into()));
        paths
    }
}

impl Scholar {
    /// The keys below `scholar`; `refuse` is told of a key and why its value cannot be used.
    fn read(values: &Value, mut refuse: impl FnMut(&str, String)) -> Scholar {
        let value = |key: &str| values.get("scholar").and_then(|scholar| scholar.get(key));
        let text = |key: &str, default: &str| -> String {
            value(key).and_then(Value::text).unwrap_or(default).trim().into()
        };
        let words = |key: &str, default: &str| -> Vec<String> {
            let given = value(key).map(Value::items).filter(|items| !items.is_empty());
            let words = given.unwrap_or_else(|| vec![default]);
            let words = words.into_iter().flat_map(|word| word.split(',')).map(str::trim);
            words.filter(|word| !word.is_empty() && *word != "none").map(String::from).collect()
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
            sort_by: words("sort_by", ""),
            order: words("order", "ascending"),
            group_by: words("group_by", ""),
            group_order: words("group_order", "ascending"),
            query: text("query", "@*"),
            list_tag: tag("bibliography_list_tag", "ol"),
            item_tag: tag("bibliography_item_tag", "li"),
            reference_tag: tag("reference_tagname", "span"),
            bibliography_class: text("bibliography_class", "bibliography"),
            cite_class: text("cite_class", "citation"),
            missing_reference: text("missing_reference", "(missing reference)"),
            source,
            bibliography: text("bibliography", "references.bib"),
        }
    }

    /// Where a bibliography may be, in the order to try. `named` is what a post or a tag names, else the
    /// configured file is meant; `.bib` is added where there is no suffix.
    ///
    /// A folder that the configuration gives comes first, then `posts/`; without one `posts/`, then
    /// jekyll-scholar's own `_bibliography/`. What a post names may also be in al-folio's
    /// `assets/bibliography/`, and a name that begins with `/` is a path from the site's folder. The error
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
            folders.push("assets/bibliography");
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

/// The owner's name, in the pieces that al-folio has.
fn owner(values: &Value) -> String {
    let names = ["first_name", "middle_name", "last_name"].into_iter();
    let names = names.filter_map(|key| values.get(key).and_then(Value::text).map(str::trim));
    names.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ")
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

/// The line, counted from 1, of `key` below `scholar`.
fn line_of(text: &str, key: &str) -> usize {
    let mut lines = text.lines().enumerate().skip_while(|(_, line)| yaml::key_of(line) != Some("scholar"));
    let found = lines.find(|(_, line)| yaml::key_of(line.trim_start()) == Some(key));
    found.map_or(1, |(index, _)| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEFAULTS: [&str; 4] = ["site.yml", "posts/references.bib", "csl/apa.csl", "csl/locales-en-US.xml"];

    fn read(text: &str) -> Site {
        let (site, diagnostics) = Site::parse(text, &Modules::native());
        assert_eq!(diagnostics, [], "{text}");
        site
    }

    fn paths(site: &Site, named: Option<&str>) -> Vec<String> {
        let paths = site.scholar.bibliography_paths(named).unwrap_or_default();
        paths.into_iter().map(RelativePath::into_string).collect()
    }

    #[test]
    fn a_missing_file_means_defaults() {
        let site = Site::default();
        assert_eq!(site.first_requests(), DEFAULTS);
        assert_eq!((site.title.as_str(), site.lang.as_str(), site.url.as_str()), ("", "en", ""));
        assert_eq!(site.scholar.cite_class, "citation");
        assert_eq!(site.scholar.missing_reference, "(missing reference)");
        assert_eq!((site.scholar.list_tag, site.scholar.item_tag), ("ol", "li"));
        assert!(site.scholar.sort_by.is_empty() && site.scholar.group_by.is_empty());
        assert_eq!(site.scholar.order, ["ascending"]);
    }

    #[test]
    fn a_configuration_like_al_folios_is_accepted() {
        let site = read(
            "title: blank # the website title\nfirst_name: You\nmiddle_name: R.\nlast_name: Name\n\
             description: > # the \">\" symbol\n  A simple\n  theme.\nlang: en\nicon: \u{269B}\n\
             url: https://a.github.io\nbaseurl: /al-folio/\npagination:\n  enabled: true\nsass: {style: no}\n\
             scholar:\n  last_name: [Einstein]\n  style: apa\n  locale: en\n  source: /_bibliography/\n  \
             bibliography: papers.bib\n  bibliography_template: bib\n  query: \"@*\"\n  group_by: year\n  \
             group_order: descending\nmax_author_limit: 3\n",
        );
        assert_eq!((site.title.as_str(), site.baseurl.as_str()), ("You R. Name", "/al-folio"));
        assert_eq!(site.description, "A simple theme.");
        assert_eq!(site.scholar.group_by, ["year"]);
        assert_eq!(site.scholar.group_order, ["descending"]);
        assert_eq!(paths(&site, None), ["_bibliography/papers.bib", "posts/papers.bib"]);
        assert_eq!(site.get(&["scholar", "last_name"]).map(Value::items), Some(vec!["Einstein"]));
        assert_eq!(site.get(&["max_author_limit"]).and_then(Value::text), Some("3"));
    }

    #[test]
    fn bibliographies() {
        let site = read("scholar:\n  bibliography: my\n");
        assert_eq!(paths(&site, None), ["posts/my.bib", "_bibliography/my.bib"]);
        assert_eq!(
            paths(&site, Some("2018-distill.bib")),
            [
                "posts/2018-distill.bib",
                "_bibliography/2018-distill.bib",
                "assets/bibliography/2018-distill.bib",
            ]
        );
        assert_eq!(paths(&site, Some("/data/x")), ["data/x.bib"]);
        assert_eq!(paths(&site, Some("sub/y"))[0], "posts/sub/y.bib");
        assert_eq!(paths(&read("scholar: {source: ./posts}"), None), ["posts/references.bib"]);
        let root = read("scholar: {source: ./}");
        assert_eq!(paths(&root, None), ["references.bib", "posts/references.bib"]);
        for bad in ["../x.bib", "//host/x.bib", "https://host/x.bib", "%2e%2e/x", "a\\b", "*.bib", ""] {
            let refused = site.scholar.bibliography_paths(Some(bad));
            assert!(refused.is_err(), "{bad}: {refused:?}");
        }
    }

    #[test]
    fn patterns_choose_among_listed_files() {
        let listed = ["posts/a.bib", "posts/b.bib", "posts/sub/c.bib", "posts/a.md", "_bibliography/d.bib"];
        let inventory = Arc::new(Inventory::parse(&listed.join("\n")));
        let site = read("scholar: {bibliography: '*.bib'}");
        for (named, expected) in [
            (None, "posts/a.bib posts/b.bib"),
            (Some("**/*.bib"), "posts/a.bib posts/b.bib posts/sub/c.bib"),
            (Some("sub/*"), "posts/sub/c.bib"),
            (Some("d*.bib"), "_bibliography/d.bib"),
            (Some("/posts/?.bib*"), "posts/a.bib posts/b.bib"),
            (Some("x*y"), ""),
        ] {
            let files = site.scholar.bibliography_files(named, &|| inventory.clone()).unwrap_or_default();
            let files: Vec<_> = files.iter().map(|places| places[0].as_str()).collect();
            assert_eq!(files.join(" "), expected, "{named:?}");
        }
    }

    #[test]
    fn a_post_may_have_keys_of_its_own() {
        let site = read("scholar: {query: '@book', style: ieee, source: ./_b}");
        let own = yaml::full("{query: '@misc', x: y}").unwrap();
        let site = site.with_scholar(Some(&own));
        assert_eq!((site.scholar.query.as_str(), site.scholar.style.as_str()), ("@misc", "csl/ieee.csl"));
        assert_eq!(site.get(&["scholar", "x"]).and_then(Value::text), Some("y"));
        assert_eq!(site.with_scholar(None), site);
    }

    #[test]
    fn styles_and_locales_become_paths() {
        for (style, path) in [
            ("apa", Some("csl/apa.csl")),
            ("apa.csl", Some("csl/apa.csl")),
            ("chicago-author-date", Some("csl/chicago-author-date.csl")),
            ("http://www.zotero.org/styles/ieee", Some("csl/ieee.csl")),
            ("_styles/custom.csl", Some("_styles/custom.csl")),
            ("./_styles/custom", Some("_styles/custom.csl")),
            ("/_styles/custom.csl", Some("_styles/custom.csl")),
            ("../x.csl", None),
            ("//host/x.csl", None),
            ("https://host/x?y", None),
            ("https://host/a%2fb", None),
            ("javascript:x", None),
            ("", None),
        ] {
            assert_eq!(style_path(style).as_ref().map(RelativePath::as_str), path, "{style}");
        }
        for (tag, path) in [
            ("en", Some("csl/locales-en-US.xml")),
            ("EN_us", Some("csl/locales-en-US.xml")),
            ("en-GB", Some("csl/locales-en-GB.xml")),
            ("en-AU", Some("csl/locales-en-US.xml")),
            ("de", Some("csl/locales-de-DE.xml")),
            ("de-AT", Some("csl/locales-de-AT.xml")),
            ("pt-br", Some("csl/locales-pt-BR.xml")),
            ("zh", Some("csl/locales-zh-CN.xml")),
            ("ar", Some("csl/locales-ar.xml")),
            ("tlh-QO", Some("csl/locales-tlh-QO.xml")),
            ("../x", None),
            ("", None),
        ] {
            assert_eq!(locale_path(tag).as_ref().map(RelativePath::as_str), path, "{tag}");
        }
    }

    #[test]
    fn what_cannot_be_used_is_reported_where_it_stands() {
        let (site, diagnostics) = Site::parse(
            "sass:\n  style: compressed\nscholar:\n  style: ../../x\n  locale: //host\n  source: a/../b\n",
            &Modules::native(),
        );
        let lines = diagnostics.iter().map(|found| (found.file.as_str(), found.line)).collect::<Vec<_>>();
        assert_eq!(lines, [("site.yml", 4), ("site.yml", 5), ("site.yml", 6)]);
        assert_eq!(site.first_requests(), DEFAULTS);
        let (site, diagnostics) = Site::parse("title: a: b\nscholar:\n  style: ieee\n", &Modules::native());
        assert_eq!(diagnostics.iter().map(|found| found.line).collect::<Vec<_>>(), [1]);
        assert_eq!((site.title.as_str(), site.scholar.style.as_str()), ("a: b", "csl/ieee.csl"));
    }

    #[test]
    fn only_known_elements_are_taken() {
        let tags = "{bibliography_list_tag: ul, bibliography_item_tag: script, reference_tagname: div}";
        let scholar = read(&format!("scholar: {tags}")).scholar;
        assert_eq!((scholar.list_tag, scholar.item_tag, scholar.reference_tag), ("ul", "li", "div"));
    }
}
