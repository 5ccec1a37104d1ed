//! What citations are made from: bibliographies, styles, locales. [`Library::open`] is the entrance; what only
//! one tag needs is opened when that tag is read.

use std::sync::Arc;

use crate::bibtex::{Bibliography, Strings};
use crate::csl::collate::{self, Collation};
use crate::csl::{Abbreviations, Locale, ParseError, Style};
use crate::diagnostic::Diagnostic;
use crate::inventory::Inventory;
use crate::modules::Modules;
use crate::placeholder;
use crate::route::{RelativePath, relative_path};
use crate::site::{self, Site};
use crate::yaml::{self, Value};

/// A file as the site names it, with its text.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    pub file: &'a str,
    pub text: &'a str,
}

/// What a post may need besides its own files.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// A file of the site, if it is here: further bibliographies and styles, locales, layouts.
    pub open: &'a dyn Fn(&RelativePath) -> Option<Arc<str>>,
    /// What there is on the site, as far as somebody has looked: for patterns such as `*.bib`, for the
    /// repository of papers, for data and for the addresses of posts. Called only where it is needed: the page
    /// fetches it then.
    pub inventory: &'a dyn Fn() -> Arc<Inventory>,
    /// The order of texts.
    pub collation: Collation,
    /// The site's own includes that stand in place of ours: their paths, a line each.
    pub includes: &'a str,
    /// Where a program that renders many posts keeps what they share.
    pub shelf: Option<&'a dyn Shelf>,
}

impl Default for Surroundings<'_> {
    fn default() -> Self {
        Surroundings {
            open: &|_| None,
            inventory: &Arc::default,
            collation: collate::plain,
            includes: "",
            shelf: None,
        }
    }
}

/// A style or locale, read; copies share it.
pub type Read<T> = Result<Arc<T>, ParseError>;

/// Files as they were read for one post and are for others: each is the first that was put there by its name.
pub trait Shelf {
    fn set(&self, name: &str, read: &dyn Fn() -> Arc<Set>) -> Arc<Set>;
    fn style(&self, name: &str, read: &dyn Fn() -> Read<Style>) -> Read<Style>;
    fn locale(&self, name: &str, read: &dyn Fn() -> Read<Locale>) -> Read<Locale>;
}

/// The files that citations need, read. What did not arrive or cannot be read is missing; citations then
/// show their keys.
pub struct Library<'a> {
    site: &'a Site,
    pub(super) around: Surroundings<'a>,
    modules: &'a Modules<'a>,
    sets: Vec<Arc<Set>>,
    /// Which of them is meant where none is named.
    usual: Option<usize>,
    styles: Vec<(RelativePath, Arc<Style>)>,
    locales: Vec<(RelativePath, Arc<Locale>)>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A bibliography: some files as one.
pub struct Set {
    /// Its files, by which it is found again.
    files: Vec<String>,
    bibliography: Bibliography,
    /// What is wrong with them.
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Library<'a> {
    /// Reads what is there. The bibliography is the post's own or the site's.
    pub fn open(
        site: &'a Site,
        bibliography: Option<Source>,
        style: Option<Source>,
        locale: Option<Source>,
        around: Surroundings<'a>,
        modules: &'a Modules<'a>,
    ) -> Library<'a> {
        let (sets, styles, locales) = Default::default();
        let mut library =
            Library { site, around, modules, sets, usual: None, styles, locales, diagnostics: Vec::new() };
        library.usual = bibliography.map(|source| library.add(&[source]));
        if let Some(source) = style {
            match library.read_style(source.file, source.text) {
                Ok(style) => library.styles.push((site.scholar.style.clone(), style)),
                Err(error) => library.diagnostics.push(broken(source.file, error)),
            }
        }
        if let Some(source) = locale {
            match library.read_locale(source.file, source.text) {
                Ok(locale) => library.locales.push((site.scholar.locale.clone(), locale)),
                Err(error) => library.diagnostics.push(broken(source.file, error)),
            }
        }
        library
    }

    /// Adds a bibliography and returns its number.
    pub(super) fn add(&mut self, sources: &[Source]) -> usize {
        let strings = self.strings();
        let read = || Arc::new(Set::read(sources, strings, self.modules));
        let set = match self.around.shelf {
            None => read(),
            Some(shelf) => {
                let mut name = [strings.replace, strings.join].map(|on| if on { "+" } else { "-" }).concat();
                sources.iter().for_each(|source| name.extend([" ", source.file]));
                shelf.set(&name, &read)
            }
        };
        self.push(set)
    }

    /// Adds entries that stand in a post, so that its file does not tell which they are.
    pub(super) fn add_block(&mut self, block: Source) -> usize {
        self.push(Arc::new(Set::read(&[block], self.strings(), self.modules)))
    }

    fn strings(&self) -> Strings {
        let on = |key| self.site.get(&["scholar", key]).and_then(Value::as_bool) != Some(false);
        Strings { replace: on("replace_strings"), join: on("join_strings") }
    }

    fn push(&mut self, set: Arc<Set>) -> usize {
        self.diagnostics.extend(set.diagnostics.iter().cloned());
        self.sets.push(set);
        self.sets.len() - 1
    }

    /// A style; of a dependent one its parent.
    fn read_style(&self, name: &str, text: &str) -> Read<Style> {
        let shelved = |name: &str, read: &dyn Fn() -> Read<Style>| {
            self.around.shelf.map_or_else(read, |shelf| shelf.style(name, read))
        };
        let style = shelved(name, &|| Style::parse(text).map(Arc::new))?;
        let Some(parent) = style.independent_parent() else { return Ok(style) };
        let path = site::style_path(&parent.address);
        let file = path.as_ref().map_or(parent.address.as_str(), RelativePath::as_str);
        let failed = |what: &str| {
            let message = ["this style is another's, ", file, ", ", what].concat();
            ParseError { line: parent.line, message }
        };
        let text = path.as_ref().and_then(|path| (self.around.open)(path));
        let text = text.ok_or_else(|| failed("which is not there"))?;
        let name = [name, " ", file].concat();
        shelved(&name, &|| style.of_parent(&text).map(Arc::new))
            .map_err(|error| failed(&["line ", &error.line.to_string(), ": ", &error.message].concat()))
    }

    fn read_locale(&self, name: &str, text: &str) -> Read<Locale> {
        let read = || Locale::parse(text).map(Arc::new);
        self.around.shelf.map_or_else(read, |shelf| shelf.locale(name, &read))
    }

    /// The bibliography of the files with these names; without names the post's own or the site's. Files that
    /// are not there are named in the errors, and the others count.
    pub(super) fn find(&mut self, names: &[&str], errors: &mut Vec<String>) -> Option<usize> {
        if names.is_empty() && self.usual.is_some() {
            return self.usual;
        }
        let named = names.iter().copied().map(Some).chain(names.is_empty().then_some(None));
        let mut files: Vec<(RelativePath, Option<Arc<str>>)> = Vec::new();
        for name in named {
            match self.site.scholar.bibliography_files(name, self.around.inventory) {
                Ok(each) => {
                    files.extend(each.into_iter().filter_map(|places| self.place(places, name, errors)))
                }
                // What is wrong with the site's own is said once, elsewhere.
                Err(message) => errors.extend(name.map(|_| message)),
            }
        }
        let known = |set: &Arc<Set>| set.files.iter().eq(files.iter().map(|(path, _)| path.as_str()));
        if let Some(found) = self.sets.iter().position(known) {
            return Some(found);
        }
        let texts = files.iter().filter_map(|(path, text)| {
            let text = text.clone().or_else(|| (self.around.open)(path))?;
            Some((path.as_str(), text))
        });
        let texts: Vec<(&str, Arc<str>)> = texts.collect();
        let sources: Vec<Source> = texts.iter().map(|(file, text)| Source { file, text }).collect();
        let added = (!sources.is_empty()).then(|| self.add(&sources));
        if names.is_empty() {
            self.usual = added;
        }
        added
    }

    /// The first of the places where the file is, with its text unless it is known.
    fn place(
        &self,
        places: Vec<RelativePath>,
        name: Option<&str>,
        errors: &mut Vec<String>,
    ) -> Option<(RelativePath, Option<Arc<str>>)> {
        let known = |path: &RelativePath| self.sets.iter().any(|set| set.files == [path.as_str()]);
        if let Some(path) = places.iter().find(|path| known(path)) {
            return Some((path.clone(), None));
        }
        let found = places.iter().find_map(|path| Some((path.clone(), Some((self.around.open)(path)?))));
        if let (None, Some(_), Some(path)) = (&found, name, places.first()) {
            errors.push([path.as_str(), " is not there"].concat());
        }
        found
    }

    pub(super) fn set(&self, number: usize) -> Option<&Bibliography> {
        self.sets.get(number).map(|set| &set.bibliography)
    }

    /// The name of a bibliography's first file, for messages.
    pub(super) fn file(&self, set: Option<usize>) -> &str {
        set.and_then(|set| self.sets.get(set)?.files.first()).map_or("the bibliography", |file| file)
    }

    /// The style with this name, or the site's.
    pub(super) fn style(&mut self, name: Option<&str>, errors: &mut Vec<String>) -> Option<usize> {
        let path = match name {
            Some(name) => match site::style_path(name) {
                Some(path) => path,
                None => {
                    errors.push(
                        ["`", name, "` is no style: it must be a name or a path inside the site"].concat(),
                    );
                    return None;
                }
            },
            None => self.site.scholar.style.clone(),
        };
        if let Some(found) = self.styles.iter().position(|(known, _)| *known == path) {
            return Some(found);
        }
        name?;
        let Some(text) = (self.around.open)(&path) else {
            errors.push(["the style ", path.as_str(), " is not there"].concat());
            return None;
        };
        match self.read_style(path.as_str(), &text) {
            Ok(style) => self.styles.push((path, style)),
            Err(error) => {
                self.diagnostics.push(broken(path.as_str(), error));
                return None;
            }
        }
        Some(self.styles.len() - 1)
    }

    /// The site's own style, if it is here.
    pub(super) fn style_of_site(&self) -> Option<usize> {
        self.styles.iter().position(|(known, _)| *known == self.site.scholar.style)
    }

    pub(super) fn styles(&self) -> impl Iterator<Item = &Style> {
        self.styles.iter().map(|(_, style)| &**style)
    }

    /// The locale of a language, if its file is there; a copy, so that it can stand before the site's.
    pub(super) fn locale(&self, language: &str) -> Option<Locale> {
        let path = site::locale_path(language)?;
        match self.locales.iter().find(|(known, _)| *known == path) {
            Some((_, locale)) => Some(Locale::clone(locale)),
            None => {
                let read = self.read_locale(path.as_str(), &(self.around.open)(&path)?);
                read.ok().map(|locale| Locale::clone(&locale))
            }
        }
    }

    pub(super) fn file_of_style(&self, style: usize) -> &str {
        self.styles.get(style).map_or("", |(path, _)| path.as_str())
    }

    /// The list of abbreviations that the site names.
    pub(super) fn abbreviations(&self, diagnostics: &mut Vec<Diagnostic>) -> Option<Abbreviations> {
        let path = match abbreviations_path(self.site)? {
            Ok(path) => path,
            Err(name) => {
                let message =
                    ["`", name, "` is not used as abbreviations: it must be a path inside the site"];
                diagnostics.push(Diagnostic::new(site::FILE, 1, message.concat()));
                return None;
            }
        };
        let mut problem =
            |line, message: &str| diagnostics.push(Diagnostic::new(path.as_str(), line, message));
        let Some(text) = (self.around.open)(&path) else {
            problem(1, "this file is not there");
            return None;
        };
        // JSON is YAML but for tabs before a value.
        match yaml::parse(&text.replace('\t', " "), self.modules) {
            Ok(value) => {
                let list = Abbreviations::read(&value);
                if list.is_none() {
                    problem(1, "there is no \"default\" with abbreviations in it");
                }
                list
            }
            Err(error) => {
                problem(error.line, &error.message);
                None
            }
        }
    }

    /// The locales for a style: where the site names none, that of the style's own language comes first.
    pub(super) fn locales(&self, style: usize, diagnostics: &mut Vec<Diagnostic>) -> Vec<Locale> {
        let own = self.styles.get(style).and_then(|(path, style)| {
            let language = language_of_style(self.site, style)?;
            let locale = self.locale(language);
            if locale.is_none() {
                let file = site::locale_path(language).map_or(language.into(), RelativePath::into_string);
                let message = ["the style is written for ", &file, ", which is not there"].concat();
                diagnostics.push(Diagnostic::new(path.as_str(), 1, message));
            }
            locale
        });
        own.into_iter().chain(self.locales.iter().map(|(_, locale)| Locale::clone(locale))).collect()
    }
}

impl Set {
    fn read(sources: &[Source], strings: Strings, modules: &Modules) -> Set {
        let mut bibliography = Bibliography::default();
        let mut diagnostics = Vec::new();
        bibliography.use_strings(strings);
        for source in sources {
            let mut text = placeholder::clean(source.text);
            if source.file.ends_with(".json") {
                let bibtex = yaml::bibtex_of_json(&text, modules).unwrap_or_else(|error| {
                    diagnostics.push(Diagnostic::new(source.file, error.line, error.message));
                    String::new()
                });
                text = bibtex.into();
            }
            bibliography.add(source.file, &text);
        }
        diagnostics.extend(bibliography.diagnostics().iter().cloned());
        let files = sources.iter().map(|source| source.file.to_string()).collect();
        Set { files, bibliography, diagnostics }
    }
}

/// `scholar.abbreviations`, or what is there instead of a path.
fn abbreviations_path(site: &Site) -> Option<Result<RelativePath, &str>> {
    let name = site.get(&["scholar", "abbreviations"]).and_then(Value::text)?;
    Some(relative_path(name.trim_start_matches("./").trim_start_matches('/')).ok_or(name))
}

/// The language that a style asks for, where the site names none and its usual one is another.
fn language_of_style<'a>(site: &Site, style: &'a Style) -> Option<&'a str> {
    let named = site.get(&["scholar", "locale"]).is_some();
    let language = style.default_locale().filter(|_| !named)?;
    site::locale_path(language).filter(|path| *path != site.scholar.locale).map(|_| language)
}

/// The files that a style with this text needs besides itself: its parent, the locale of its language, and the site's
/// abbreviations.
pub fn files_of_style(site: &Site, text: &str) -> Vec<RelativePath> {
    let Ok(style) = Style::parse(text) else { return Vec::new() };
    let parent = style.independent_parent().and_then(|parent| site::style_path(&parent.address));
    let locale = language_of_style(site, &style).and_then(site::locale_path);
    let abbreviations = abbreviations_path(site).and_then(Result::ok);
    parent.into_iter().chain(locale).chain(abbreviations).collect()
}

fn broken(file: &str, error: ParseError) -> Diagnostic {
    Diagnostic::new(file, error.line, error.message)
}
