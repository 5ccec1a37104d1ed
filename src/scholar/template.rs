//! `bibliography_template`: a Liquid template for each entry of a list. [`Templates::of`] finds it,
//! [`Templates::fill`] runs it; [`entry_value`] is what it sees as `entry`.

use super::details::{details_address, file_name};
use super::filters::{Filters, unmark};
use super::format::Link;
use super::library::Surroundings;
use super::post::{Place, Post, WorkId};
use super::tag::Tag;
use super::values;
use crate::answers;
use crate::bibtex::{Entry, latex};
use crate::csl::Name;
use crate::diagnostic::Diagnostic;
use crate::front_matter::{self, FrontMatter};
use crate::html::Html;
use crate::liquid::stage;
use crate::math::{Display, Typesetter};
use crate::modules::Module;
use crate::placeholder::{END, MATH, QUOTE};
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
    pub(super) fn of(tag: &Tag, post: &mut Post, line: usize) -> Templates {
        let site = post.place.site;
        let mut templates = Templates {
            template: None,
            shared: Value::Null,
            answers: Vec::new(),
            details: details_words(site, &post.library.around),
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
                (post.library.around.open)(&relative_path(&["_layouts/", given, suffix].concat())?)
            });
            template = match layout {
                Some(layout) => front_matter::split(&layout).body.into(),
                None if given == "bib" => BUILT_IN.into(),
                None => {
                    templates
                        .report(post, ["there is no layout `", given, "` for the bibliography"].concat());
                    return templates;
                }
            };
        }
        let plain: String = template.chars().filter(|c| !c.is_whitespace()).collect();
        if plain == "{{reference}}" {
            return templates;
        }
        if !post.place.modules.has(Module::Liquid) {
            templates.report(post, "the template of the bibliography needs Liquid, which is not here".into());
            return templates;
        }
        templates.shared = shared(post.place.site, post.place.page.clone());
        templates.template = Some(template);
        templates
    }

    fn report(&mut self, post: &Post, message: String) {
        let diagnostic = Diagnostic::new(post.place.file, self.line, message);
        if !self.diagnostics.contains(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// The entries of works: their references in the template.
    pub(super) fn fill(
        &mut self,
        post: &Post,
        works: &[WorkId],
        ids: &[String],
        references: Vec<Html>,
    ) -> Vec<Html> {
        let Some(template) = &self.template else { return references };
        let own = works.iter().zip(ids).zip(references).enumerate().map(|(at, ((work, id), reference))| {
            let place = post.work_at(*work);
            let entry =
                post.library.set(place.set).and_then(|set| set.decode(&place.key)).unwrap_or_default();
            let mut own = variables(post, &entry, reference);
            for (name, value) in [
                ("index", Value::Number((at + 1).to_string())),
                ("id", Value::String(id.clone())),
                ("details", Value::String(details_address(&entry, post.place.site))),
            ] {
                own.push((name.into(), value));
            }
            Value::Mapping(own)
        });
        let own: Vec<Value> = own.collect();
        let (texts, problems) = fill((template, &self.shared), post, &own, &mut self.answers);
        for problem in problems {
            self.report(post, ["the template of the bibliography: ", &problem].concat());
        }
        // The template is its author's own HTML; what it takes from the bibliography has no tags but ours.
        texts.iter().map(|text| typeset(text, post.place.typesetter)).collect()
    }

    /// The link to a work's own page, where works have such pages.
    pub(super) fn details_link(&self, post: &Post, work: WorkId) -> Html {
        let mut html = Html::new();
        let place = post.work_at(work);
        let entry = post.library.set(place.set).filter(|_| self.details.is_some());
        if let (Some(entry), Some(words)) = (entry.and_then(|set| set.decode(&place.key)), &self.details) {
            let site = post.place.site;
            let class =
                site.get(&["scholar", "details_link_class"]).and_then(Value::text).unwrap_or("details");
            let address = details_address(&entry, site);
            html.element("a", &[("class", class), ("href", &address)], &Html::from_text(words));
        }
        html
    }
}

/// The variables that tell of one work.
pub(super) fn variables(post: &Post, entry: &Entry, reference: Html) -> Vec<(String, Value)> {
    let links = files_of(&entry.key, post.place.site, &post.library.around);
    let file =
        |kind: &str| links.iter().find(|(suffix, _)| suffix == kind).map(|(_, address)| address.clone());
    let link = file("pdf").or_else(|| file("ps"));
    let text = |text: &str| Value::String(text.into());
    let buttons = Link::all(entry).into_iter();
    let buttons = buttons.map(|link| Value::Sequence(vec![text(&link.label), text(link.href.as_str())]));
    let pairs = [
        ("entry", entry_value(entry, post.place.site, post.filters.as_ref())),
        ("reference", Value::String(reference.into_string())),
        ("key", text(&entry.key)),
        ("type", text(&entry.entry_type)),
        ("link", link.unwrap_or_default()),
        ("links", Value::Mapping(links)),
        ("buttons", Value::Sequence(buttons.collect())),
    ];
    pairs.into_iter().map(|(name, value)| (name.into(), value)).collect()
}

/// Fills a template, see [`stage::fill`].
fn fill(
    template: (&str, &Value),
    post: &Post,
    own: &[Value],
    answers: &mut Vec<(String, Value)>,
) -> (Vec<String>, Vec<String>) {
    let Place { file, modules, typesetter, .. } = post.place;
    let around = &post.library.around;
    let answer = |kind, asked: &str| answers::answer(kind, asked, file, around, typesetter);
    stage::fill(modules, template, own, answers, &answer)
}

/// A layout filled with a work, which it sees as `page`.
pub(super) fn fill_layout(layout: &str, post: &mut Post, work: WorkId, reference: Html) -> Option<Html> {
    if !post.place.modules.has(Module::Liquid) {
        return None;
    }
    let site = post.place.site;
    let place = post.work_at(work);
    let entry = post.library.set(place.set)?.decode(&place.key)?;
    let split = front_matter::split(layout);
    let values = FrontMatter::parse(split.yaml.unwrap_or(""), post.place.typesetter.modules).0.values;
    let mut pairs = if let Value::Mapping(pairs) = values { pairs } else { Vec::new() };
    let own = variables(post, &entry, reference);
    let title =
        own.iter().find(|(name, _)| name == "entry").and_then(|(_, entry)| entry.get("title")).cloned();
    pairs.extend(own);
    pairs.extend(title.map(|title| ("title".into(), title)));
    let page = Value::Mapping(vec![("page".into(), Value::Mapping(pairs))]);
    let shared = shared(site, Value::Null);
    let (texts, problems) = fill((split.body, &shared), post, &[page], &mut Vec::new());
    let problems = problems.into_iter().map(|problem| Diagnostic::new(post.place.file, 1, problem));
    post.diagnostics.extend(problems);
    Some(typeset(&texts.concat(), post.place.typesetter))
}

/// The variables that are the same for all works.
pub(super) fn shared(site: &Site, page: Value) -> Value {
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

/// An entry as templates see it, as `Scholar::Utilities#liquidify` makes it: its fields as text with HTML for
/// fonts, names also apart (`author_array`, `author_0_last`), and `bibtex`, the entry itself.
pub(super) fn entry_value(entry: &Entry, site: &Site, filters: Option<&Filters>) -> Value {
    let option = |key| site.get(&["scholar", "bibtex_options", key]).and_then(Value::as_bool) != Some(false);
    let (parse_names, parse_months) = (option("parse_names"), option("parse_months"));
    let mut pairs: Vec<(String, Value)> = Vec::new();
    let mut set = |name: &str, value: String| pairs.push((name.into(), Value::String(value)));
    set("key", entry.key.clone());
    set("type", entry.entry_type.clone());
    set("bibtex", html_marks(without_tags(&bibtex(entry, site, parse_months))));
    let mut filtered = entry.clone();
    if let Some(filters) = filters {
        filters.apply(&mut filtered);
    }
    let mut arrays: Vec<(String, Value)> = Vec::new();
    for field in filtered.own_fields() {
        let name = field.name.as_str();
        let month = if name == "month" && parse_months { values::of(entry, name) } else { None };
        let names = if values::is_names(name) && parse_names { entry.names(name) } else { Vec::new() };
        if names.is_empty() {
            set(name, month.unwrap_or_else(|| html_text(&field.value)));
            continue;
        }
        set(name, without_tags(&values::of(entry, name).unwrap_or_default()));
        let mut array = Vec::new();
        for (at, person) in names.iter().enumerate() {
            let mut parts = Vec::new();
            for (part, value) in name_parts(person) {
                let value = without_tags(&value);
                set(&[name, "_", &at.to_string(), "_", part].concat(), value.clone());
                parts.push((part.into(), Value::String(value)));
            }
            array.push(Value::Mapping(parts));
        }
        arrays.push(([name, "_array"].concat(), Value::Sequence(array)));
    }
    if let Some(month) = entry.month().filter(|_| parse_months) {
        set("month_numeric", month.to_string());
    }
    pairs.extend(arrays);
    Value::Mapping(pairs)
}

/// A name in bibtex-ruby's parts.
fn name_parts(name: &Name) -> [(&'static str, String); 4] {
    let prefix = [name.dropping_particle.as_str(), &name.non_dropping_particle];
    let prefix: Vec<&str> = prefix.into_iter().filter(|part| !part.is_empty()).collect();
    let last = if name.literal.is_empty() { &name.family } else { &name.literal };
    [
        ("first", name.given.clone()),
        ("last", last.clone()),
        ("prefix", prefix.join(" ")),
        ("suffix", name.suffix.clone()),
    ]
}

/// A template's text with its formulas: as MathML, within a tag between dollars.
pub(super) fn typeset(text: &str, typesetter: &Typesetter) -> Html {
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
        match in_tag {
            true => out.push_str(&["$", tex, "$"].concat()),
            false => out.push_str(typesetter.render(tex, Display::Inline).as_str()),
        }
        out.push_str(after);
    }
    Html::from_author(out)
}

/// A value as HTML: LaTeX's fonts as tags, math between marks.
fn html_text(value: &str) -> String {
    let text = latex::decode(value, latex::Style::Rich);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('<') {
        let name = after.split('>').next().unwrap_or("").trim_start_matches('/');
        let font =
            ["i", "b", "sup", "sub", "span", "span style=\"font-variant:small-caps;\""].contains(&name);
        out.push_str(&[before, if font { "<" } else { "&lt;" }].concat());
        rest = after;
    }
    out.push_str(rest);
    html_marks(out)
}

fn html_marks(html: String) -> String {
    unmark(&Html::from_author(html)).into_string()
}

fn without_tags(text: &str) -> String {
    text.replace('<', "&lt;")
}

/// The entry as bibtex-ruby prints it, without `bibtex_skip_fields`.
fn bibtex(entry: &Entry, site: &Site, parse_months: bool) -> String {
    let items = |key| site.get(&["scholar", key]).map(Value::items);
    let skipped = items("bibtex_skip_fields").unwrap_or_else(|| vec!["abstract", "month_numeric"]);
    let quotes = items("bibtex_quotes").filter(|quotes| !quotes.is_empty()).unwrap_or_else(|| vec!["{", "}"]);
    let (open, close) = (quotes[0], quotes[quotes.len() - 1]);
    let one_line = items("raw_bibtex_filters").is_some_and(|names| {
        names.iter().any(|name| name.trim_start_matches(':').eq_ignore_ascii_case("linebreaks"))
    });
    let mut out = ["@", &entry.entry_type, "{", &entry.key, ",\n"].concat();
    let fields = entry.own_fields().iter().filter(|field| !skipped.contains(&field.name.as_str()));
    for (at, field) in fields.enumerate() {
        let month =
            entry.month().filter(|_| field.name == "month" && parse_months).and_then(values::month_word);
        let value = match month {
            Some(month) => month.into(),
            // Pieces that are not joined have their own quotes.
            None if field.value.contains(QUOTE) => field.value.clone(),
            None if one_line => {
                let lines: Vec<&str> = field
                    .value
                    .split('\n')
                    .enumerate()
                    .map(|(at, line)| if at > 0 { line.trim_start() } else { line })
                    .collect();
                [open, &lines.join(" "), close].concat()
            }
            None => [open, &field.value.replace('\n', "\n  "), close].concat(),
        };
        out.push_str(&[if at > 0 { ",\n  " } else { "  " }, &field.name, " = ", &value].concat());
    }
    out.push_str("\n}\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bibtex::Bibliography;
    use crate::inventory::Inventory;
    use crate::modules::Modules;
    use std::sync::Arc;

    const SOURCE: &str = "@book{k, author={Ludwig van Beethoven and {A <b> Group}}, title={On \\emph{It} <script> $x$},\n  \
         month={August}, abstract={A}, note={one\n   two}, url={https://a.org}}";

    fn entry() -> Entry {
        Bibliography::index("a.bib", SOURCE).decode("k").unwrap()
    }

    #[test]
    fn entries_are_shown_to_templates() {
        let value = entry_value(&entry(), &Site::default(), None);
        for (path, expected) in [
            (&["author"][..], "van Beethoven, Ludwig and A &lt;b> Group"),
            (&["author_0_prefix"], "van"),
            (&["author_1_last"], "A &lt;b> Group"),
            (&["title"], "On <i>It</i> &lt;script> \u{FDD1}x\u{FDD2}"),
            (&["month"], "aug"),
            (&["month_numeric"], "8"),
            (&["key"], "k"),
        ] {
            assert_eq!(value.at(path).and_then(Value::text), Some(expected), "{path:?}");
        }
        let Some(Value::Sequence(names)) = value.get("author_array") else { panic!() };
        assert_eq!(names[0].get("last").and_then(Value::text), Some("Beethoven"));
    }

    #[test]
    fn the_entry_is_printed_as_bibtex_ruby_does() {
        for (configuration, expected) in [
            (
                "",
                "@book{k,\n  author = {Ludwig van Beethoven and {A <b> Group}},\n  title = {On \\emph{It} <script> $x$},\n  \
                 month = aug,\n  note = {one\n     two},\n  url = {https://a.org}\n}\n",
            ),
            (
                "scholar: {bibtex_skip_fields: [author, title, month, url], raw_bibtex_filters: [linebreaks], bibtex_quotes: '\"'}",
                "@book{k,\n  abstract = \"A\",\n  note = \"one two\"\n}\n",
            ),
        ] {
            let (site, _) = Site::parse(configuration, &Modules::native());
            assert_eq!(bibtex(&entry(), &site, true), expected);
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
