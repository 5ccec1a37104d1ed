//! `bibliography_template`: a Liquid template for each entry of a list. [`Templates::of`] finds it,
//! [`Templates::fill`] runs it; what it sees as `entry` is said by the module `scholar` (`variables.rs`).

use super::details::file_name;
use super::exchange::{VARIABLES, addresses, told};
use super::format::Link;
use super::library::Surroundings;
use super::tag::Tag;
use super::works::{Context, WorkId, Works};
use crate::answers;
use crate::bibtex::Entry;
use crate::diagnostic::Diagnostic;
use crate::front_matter::{self, FrontMatter};
use crate::html::{Html, escape_into, escaped};
use crate::letters;
use crate::liquid::stage;
use crate::math::{Display, Typesetter};
use crate::modules::Module;
use crate::placeholder::{END, MATH};
use crate::route::relative_path;
use crate::site::Site;
use crate::yaml::Value;

/// What stands for al-folio's layout `bib` where the site has none of this name: the template of an entry with all
/// that belongs to it, in the interpreter's module (`liquid/includes/bib.liquid`).
const BUILT_IN: &str = "{% include bib.liquid %}";
/// The suffixes of Jekyll's layouts.
const LAYOUTS: [&str; 3] = [".html", ".liquid", ".md"];

/// What a list's entries are filled into.
pub(super) struct Templates {
    /// The template, unless it is the reference alone.
    template: Option<String>,
    /// The variables that are the same for all entries, and what the template has wanted besides.
    shared: Value,
    answers: Vec<(String, Value)>,
    /// Whether entries have pages of their own that the list links to, and with which words.
    details: Option<String>,
    line: usize,
    pub diagnostics: Vec<Diagnostic>,
}

impl Templates {
    /// The template that the tag or the site names: itself, or the name of a layout.
    pub(super) fn of(tag: &Tag, all: &mut Works, line: usize) -> Templates {
        let site = all.context.site;
        let mut templates = Templates {
            template: None,
            shared: Value::Null,
            answers: Vec::new(),
            details: details_words(site, &all.library.around),
            line,
            diagnostics: Vec::new(),
        };
        let given = site.get(&["scholar", "bibliography_template"]).and_then(Value::text);
        let Some(given) = tag.get("template").or(given).map(str::trim).filter(|given| !given.is_empty())
        else {
            return templates;
        };
        let mut template = String::from(given);
        if !given.contains(['{', '<']) {
            let layout = LAYOUTS.iter().find_map(|suffix| {
                (all.library.around.open)(&relative_path(&["_layouts/", given, suffix].concat())?)
            });
            template = match layout {
                Some(layout) => front_matter::split(&layout).body.into(),
                None if given == "bib" => BUILT_IN.into(),
                None => {
                    templates.report(all, ["there is no layout `", given, "` for the bibliography"].concat());
                    return templates;
                }
            };
        }
        let plain: String = template.chars().filter(|c| !c.is_whitespace()).collect();
        if plain == "{{reference}}" {
            return templates;
        }
        if !all.context.modules.has(Module::Liquid) {
            templates.report(all, "the template of the bibliography needs Liquid, which is not here".into());
            return templates;
        }
        templates.shared = shared(all.context.site, all.context.page.clone());
        templates.template = Some(template);
        templates
    }

    fn report(&mut self, all: &Works, message: String) {
        let diagnostic = Diagnostic::new(all.context.file, self.line, message);
        if !self.diagnostics.contains(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// The entries of works: their references in the template.
    pub(super) fn fill(
        &mut self,
        all: &Works,
        works: &[WorkId],
        ids: &[String],
        references: Vec<Html>,
    ) -> Vec<Html> {
        let Some(template) = &self.template else { return references };
        let entries = entries(all, works);
        let pages = addresses(all.context.modules, all.context.site, &entries);
        let (Some(known), Some(pages)) = (variables(all, &entries, &references), pages) else {
            return references;
        };
        let own = known.into_iter().zip(ids).zip(pages).enumerate().map(|(at, ((mut own, id), page))| {
            for (name, value) in [
                ("index", Value::Number((at + 1).to_string())),
                ("id", Value::String(escaped(id))),
                ("details", Value::String(page)),
            ] {
                own.push((name.into(), value));
            }
            Value::Mapping(own)
        });
        let own: Vec<Value> = own.collect();
        let (texts, problems) = fill((template, &self.shared), all, &own, &mut self.answers);
        for problem in problems {
            self.report(all, ["the template of the bibliography: ", &problem].concat());
        }
        // The template is its author's own HTML; what it takes from the bibliography has no tags but ours.
        texts.iter().map(|text| typeset(text, all.context.typesetter)).collect()
    }

    /// The links to works' own pages, one for each, where works have such pages.
    pub(super) fn details_links(&self, all: &Works, works: &[WorkId]) -> Vec<Html> {
        let Some(words) = &self.details else { return Vec::new() };
        let Context { site, modules, .. } = all.context;
        let class = site.get(&["scholar", "details_link_class"]).and_then(Value::text).unwrap_or("details");
        let link = |address: &String| {
            let mut html = Html::new();
            html.element("a", &[("class", class), ("href", address)], &Html::from_text(words));
            html
        };
        addresses(modules, site, &entries(all, works)).unwrap_or_default().iter().map(link).collect()
    }
}

fn entries(all: &Works, works: &[WorkId]) -> Vec<Entry> {
    works.iter().map(|work| all.entry(*work)).collect()
}

/// The variables that tell of works, for each its own; nothing if the module that says them is not here.
fn variables(all: &Works, works: &[Entry], references: &[Html]) -> Option<Vec<Vec<(String, Value)>>> {
    let told = told(all.context.modules, VARIABLES, all.context.site, works)?;
    let told = works.iter().zip(references).zip(told);
    Some(told.map(|((work, reference), told)| of_work(all, work, reference, told)).collect())
}

/// The variables that tell of a work; `told` is what the module says of it.
fn of_work(all: &Works, work: &Entry, reference: &Html, told: Value) -> Vec<(String, Value)> {
    let links = files_of(&work.key, all.context.site, &all.library.around);
    let file =
        |kind: &str| links.iter().find(|(suffix, _)| suffix == kind).map(|(_, address)| address.clone());
    let link = file("pdf").or_else(|| file("ps"));
    let text = |text: &str| Value::String(text.into());
    let buttons = Link::all(work).into_iter();
    let buttons = buttons.map(|link| Value::Sequence(vec![text(&link.label), text(link.href.as_str())]));
    let pairs = [
        ("entry", told),
        ("reference", text(reference.as_str())),
        ("key", text(&escaped(&work.key))),
        ("type", text(&escaped(&work.entry_type))),
        ("link", link.unwrap_or_default()),
        ("links", Value::Mapping(links)),
        ("buttons", Value::Sequence(buttons.collect())),
    ];
    pairs.into_iter().map(|(name, value)| (name.into(), value)).collect()
}

/// Fills a template, see [`stage::fill`].
fn fill(
    template: (&str, &Value),
    all: &Works,
    own: &[Value],
    answers: &mut Vec<(String, Value)>,
) -> (Vec<String>, Vec<String>) {
    let Context { file, modules, typesetter, .. } = all.context;
    let around = &all.library.around;
    let answer = |kind, asked: &str| answers::answer(kind, asked, file, around, typesetter);
    stage::fill(modules, template, own, answers, &answer)
}

/// A layout filled with a work, which it sees as `page`.
pub(super) fn fill_layout(layout: &str, all: &mut Works, work: WorkId, reference: Html) -> Option<Html> {
    if !all.context.modules.has(Module::Liquid) {
        return None;
    }
    let site = all.context.site;
    let split = front_matter::split(layout);
    let values = FrontMatter::parse(split.yaml.unwrap_or(""), all.context.typesetter.modules).0.values;
    let mut pairs = if let Value::Mapping(pairs) = values { pairs } else { Vec::new() };
    let own = variables(all, &[all.entry(work)], &[reference])?.pop()?;
    let title =
        own.iter().find(|(name, _)| name == "entry").and_then(|(_, entry)| entry.get("title")).cloned();
    pairs.extend(own);
    pairs.extend(title.map(|title| ("title".into(), title)));
    let page = Value::Mapping(vec![("page".into(), Value::Mapping(pairs))]);
    let shared = shared(site, Value::Null);
    let (texts, problems) = fill((split.body, &shared), all, &[page], &mut Vec::new());
    let problems = problems.into_iter().map(|problem| Diagnostic::new(all.context.file, 1, problem));
    all.diagnostics.extend(problems);
    Some(typeset(&texts.concat(), all.context.typesetter))
}

/// The variables that are the same for all works.
fn shared(site: &Site, page: Value) -> Value {
    Value::Mapping(vec![("site".into(), site.values().clone()), ("page".into(), page)])
}

/// The words of links to works' own pages; none if there are no such pages, or no links are wanted.
fn details_words(site: &Site, around: &Surroundings) -> Option<String> {
    details_layout(site, around)?;
    match site.get(&["scholar", "details_link"]) {
        None => Some("Details".into()),
        Some(words) if words.is_truthy() => words.text().map(String::from),
        Some(_) => None,
    }
}

/// The path of the layout of works' own pages, if the site has it and says anything of them.
pub(super) fn details_layout(site: &Site, around: &Surroundings) -> Option<String> {
    let Some(Value::Mapping(scholar)) = site.get(&["scholar"]) else { return None };
    scholar.iter().find(|(key, _)| key.starts_with("details_"))?;
    let name = site.get(&["scholar", "details_layout"]).and_then(Value::text).unwrap_or("bibtex.html");
    let name = name.strip_suffix(".html").unwrap_or(name);
    let is_it = |path: &str| {
        let suffix = path.strip_prefix("_layouts/").and_then(|rest| rest.strip_prefix(name));
        suffix.is_some_and(|suffix| LAYOUTS.contains(&suffix))
    };
    (around.inventory)().beginning("_layouts/").find(|path| is_it(path)).map(String::from)
}

/// The files of an entry in `scholar.repository`: what follows its name in theirs, and their addresses.
fn files_of(key: &str, site: &Site, around: &Surroundings) -> Vec<(String, Value)> {
    let setting = |key| site.get(&["scholar", key]).and_then(Value::text);
    let folder = setting("repository").unwrap_or("").trim_start_matches("./").trim_matches('/');
    let mut files = Vec::new();
    if !folder.is_empty() {
        let delimiter = setting("repository_file_delimiter").filter(|sign| !sign.is_empty()).unwrap_or(".");
        let start = [folder, "/", &file_name(key), delimiter].concat();
        for path in (around.inventory)().beginning(&start) {
            let address = [&site.baseurl, "/", path].concat();
            files.push((path.get(start.len()..).unwrap_or("").into(), Value::String(address)));
        }
    }
    files
}

/// A template's text with its formulas: as MathML, within a tag between dollars.
fn typeset(text: &str, typesetter: &Typesetter) -> Html {
    let mut pieces = text.split(MATH);
    let mut out = String::from(pieces.next().unwrap_or(""));
    let mut in_tag = false;
    let mut seen = 0;
    for piece in pieces {
        if let Some(at) = out.get(seen..).and_then(|text| text.rfind(['<', '>'])) {
            in_tag = out[seen + at..].starts_with('<');
        }
        seen = out.len();
        let (tex, after) = piece.split_once(END).unwrap_or((piece, ""));
        // Values come escaped, see `variables.rs`.
        let tex = letters::unescaped(tex);
        match in_tag {
            true => escape_into(&mut out, &["$", &tex, "$"].concat(), true),
            false => out.push_str(typesetter.render(&tex, Display::Inline).as_str()),
        }
        out.push_str(after);
    }
    Html::from_author(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::Inventory;
    use crate::modules::Modules;
    use std::sync::Arc;

    #[test]
    fn formulas_are_typeset_and_stay_in_their_attribute() {
        let modules = Modules::native();
        let typeset = |text: &str| typeset(text, &Typesetter::new(&modules)).into_string();
        for tex in ["a<b", "a&lt;b"] {
            let shown =
                typeset(&format!("<b title=\"{MATH}{tex}{END} {MATH}x>\" y{END}\">{MATH}{tex}{END}</b>"));
            let (tag, content) = shown.split_once('>').unwrap();
            assert_eq!(tag, "<b title=\"$a&lt;b$ $x&gt;&quot; y$\"");
            assert!(content.contains("<mo>&lt;</mo>") && !content.contains("error"), "{content}");
        }
    }

    #[test]
    fn the_repository_is_known_by_its_files() {
        let configuration = "baseurl: /b\nscholar: {repository: ./papers.dir/}";
        let (site, _) = Site::parse(configuration, &Modules::native());
        let list = "papers.dir/a/k.slides.pdf\npapers.dir/k.pdf\npapers.dirt/k.ps";
        let inventory = Arc::new(Inventory::parse(list));
        let around = Surroundings { inventory: &|| inventory.clone(), ..Surroundings::default() };
        let file = |suffix: &str, address: &str| vec![(suffix.into(), Value::String(address.into()))];
        assert_eq!(files_of("k", &site, &around), file("pdf", "/b/papers.dir/k.pdf"));
        assert_eq!(files_of("a/k", &site, &around), file("slides.pdf", "/b/papers.dir/a/k.slides.pdf"));
        assert_eq!(files_of("a", &site, &around), []);
    }
}
