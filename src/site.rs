//! `site.yml`, which speaks Jekyll: a real `_config.yml` of al-folio is read as it is.
//!
//! [`Site::parse`] is the entrance. It knows the keys of Jekyll, al-folio and jekyll-scholar; every path that
//! they lead to has passed `route::relative_path`.

mod scholar;

pub use scholar::{Scholar, element, is_list_element, locale_path, style_path};

use crate::diagnostic::Diagnostic;
use crate::direction;
use crate::modules::{Module, ModuleSet, Modules};
use crate::route::{RelativePath, relative_path};
use crate::words::{self, Words};
use crate::yaml::{self, Value};

/// The name of the configuration's file.
pub const FILE: &str = "site.yml";

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
    /// The page's own words in that language, as whoever has read [`Site::table`] has put them here.
    pub words: Words,
    /// The file of these words: `words`, or else that of the language; English needs none.
    pub table: Option<RelativePath>,
    /// `scholar`.
    pub scholar: Scholar,
    /// Whether `postil index` has written the pages for tags, categories and years, to which labels lead then.
    pub archives: bool,
    /// The modules that reading its configuration needs.
    pub needs: ModuleSet,
    values: Value,
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
        let lang = if values.language().is_empty() { "en" } else { values.language() };
        let mut site = Site {
            title,
            description: word("description").into(),
            url: word("url").trim_end_matches('/').into(),
            baseurl: word("baseurl").trim_end_matches('/').into(),
            lang: lang.into(),
            words: Words::default(),
            table: None,
            scholar,
            archives: false,
            needs: ModuleSet::default().with(Module::Yaml, yaml::needed(text)),
            values,
        };
        site.table = site.table_for(&site.lang);
        (site, diagnostics)
    }

    /// The file of the page's words for a text in this language.
    pub fn table_for(&self, lang: &str) -> Option<RelativePath> {
        let own = self.get(&["words"]).and_then(Value::text).and_then(relative_path);
        own.filter(|_| words::language(lang) == words::language(&self.lang)).or_else(|| words::file(lang))
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

    /// What the author has in place of our footer, which may be HTML (al-folio's `footer_text`).
    pub fn footer_text(&self) -> Option<&str> {
        let text = self.get(&["footer_text"])?.text()?.trim();
        Some(text).filter(|text| !text.is_empty())
    }

    /// `rtl` or `ltr`: which way the site's text runs (`dir`, or else as its language is written).
    pub fn dir(&self) -> &'static str {
        direction::of(self.get(&["dir"]).and_then(Value::text), &self.lang)
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
}

/// The owner's name, in the pieces that al-folio has.
fn owner(values: &Value) -> String {
    let names = ["first_name", "middle_name", "last_name"].into_iter();
    let names = names.filter_map(|key| values.get(key).and_then(Value::text).map(str::trim));
    names.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ")
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
    use crate::inventory::Inventory;
    use crate::route::RelativePath;
    use std::sync::Arc;

    /// The site's bibliography, style and locale.
    fn files(site: &Site) -> Vec<String> {
        let others = [&site.scholar.style, &site.scholar.locale].map(|path| path.as_str().to_string());
        paths(site, None).into_iter().take(1).chain(others).collect()
    }

    const DEFAULTS: [&str; 3] = ["posts/references.bib", "csl/apa.csl", "csl/locales-en-US.xml"];

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
        assert_eq!(files(&site), DEFAULTS);
        assert_eq!((site.title.as_str(), site.lang.as_str(), site.url.as_str()), ("", "en", ""));
        assert_eq!(site.scholar.cite_class, "citation");
        assert_eq!(site.scholar.missing_reference, "(missing reference)");
        assert_eq!((site.scholar.list_tag, site.scholar.item_tag), ("ol", "li"));
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
        assert_eq!(site.get(&["scholar", "group_by"]).and_then(Value::text), Some("year"));
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
        let mut distill = site.clone();
        distill.scholar.distill = true;
        assert_eq!(paths(&distill, Some("x"))[..2], ["assets/bibliography/x.bib", "posts/x.bib"]);
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
        assert_eq!(site.scholar.style.as_str(), "csl/ieee.csl");
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
        assert_eq!(files(&site), DEFAULTS);
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
