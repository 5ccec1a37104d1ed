//! The whole way of one post, from its raw files to the finished article. [`render`] is the entrance; before it,
//! [`prepare`] and [`modules`] say what the post needs.

mod expand;
mod head;
mod needs;
mod stamp;
mod work_page;

pub use head::Head;
pub use needs::{Needs, Opened, modules, needs, prepare};
pub use stamp::{hash, stamp, stamp_of};
pub use work_page::{WORK_PAGE, may_be_work, work_page};

use std::cell::{OnceCell, RefCell};

use crate::answers;
use crate::diagnostic::Diagnostic;
use crate::distill;
use crate::emoji;
use crate::external::External;
use crate::front_matter::{self, FrontMatter, RelatedPublications, Split};
use crate::html::Html;
use crate::liquid::exchange::want;
use crate::liquid::{self, Outcome, stage};
use crate::markdown::{self, Heading};
use crate::math::Typesetter;
use crate::modules::{self, Modules};
use crate::notes;
use crate::placeholder;
use crate::scholar::{self, Context, Library, Source, Surroundings, Work};
use crate::site::Site;
use crate::words::Words;
use crate::yaml::{self, Value};
use expand::Expanded;

/// Everything that an article is made from, as it was fetched.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The post. A file that ends in `.html` skips Markdown, as in Jekyll.
    pub post: Source<'a>,
    /// The configuration.
    pub site: &'a Site,
    /// The BibTeX file, if it is here.
    pub bibliography: Option<Source<'a>>,
    /// The CSL style, if it is here.
    pub style: Option<Source<'a>>,
    /// The CSL locale, if it is here.
    pub locale: Option<Source<'a>>,
    /// What only some posts need of the site.
    pub around: Surroundings<'a>,
    /// What is here of the optional parts.
    pub modules: &'a Modules<'a>,
}

/// A finished article.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// What stands above the article, and in the document's head.
    pub head: Head,
    /// The article's content.
    pub content: Html,
    /// The list of references below it, where the front matter asks for one.
    pub references: Option<Html>,
    /// The headings, for outlines.
    pub outline: Vec<Heading>,
    /// For each citation (the `a.citation` whose id starts with `cite-N`, N from 1): indices in `works`.
    pub citations: Vec<Vec<usize>>,
    /// The cited works.
    pub works: Vec<Work>,
    /// Messages for the author, in the order of the lines of the post.
    pub diagnostics: Vec<Diagnostic>,
    /// The modules that it needs and that were not here: with them, it says more.
    pub lacks: modules::ModuleSet,
    /// The page's own words in its language.
    pub words: Words,
}

impl Article {
    /// The article as one string: what the page shows and what `postil render` prints. A post with a
    /// layout gets the `article` element that al-folio's layout puts around the content.
    pub fn html(&self) -> Html {
        let mut html = Html::new();
        let layout = self.head.layout.as_str();
        if layout.is_empty() {
            html.push(&self.content);
        } else if distill::is_layout(Some(layout)) {
            // The element by whose name the style sheets of such posts know their text.
            html.open("article", &[("class", "post-content")]);
            html.element("d-article", &[], &self.content);
            html.close("article");
        } else {
            html.element("article", &[("class", "post-content")], &self.content);
        }
        if let Some(references) = &self.references {
            html.push_text("\n");
            let id = [("id", REFERENCES)];
            let id = if distill::is_layout(Some(layout)) { &id[..] } else { &[] };
            html.element("h2", id, &Html::from_text(self.words.say("References")));
            html.push_text("\n");
            html.element("div", &[("class", "publications")], references);
        }
        html
    }
}

/// The id of the list of references where Distill has it.
const REFERENCES: &str = "references";

/// Renders a post. Whatever is missing or wrong is named in the article's diagnostics, the rest is there.
pub fn render(sources: &Sources) -> Article {
    let file = sources.post.file;
    let text = placeholder::clean(sources.post.text);
    let split = front_matter::split(&text);
    let (front_matter, error) = FrontMatter::parse(split.yaml.unwrap_or(""), sources.modules);
    let error = error.map(|error| Diagnostic::new(file, error.line, error.message));
    // Whoever has prepared the post has done so already.
    let own =
        front_matter.values.get("scholar").map(|_| needs::with_own_scholar(sources.site, &front_matter));
    let site = own.as_ref().unwrap_or(sources.site);
    let typesetter = Typesetter::new(sources.modules).of_site(sources.site);
    let post = Rendering { sources, site, front_matter: &front_matter, split, typesetter: &typesetter };

    let outcome = post.run();
    let mut expanded = post.expand(outcome.as_ref());
    let distilled = post.read(&mut expanded);
    let formatted = post.cite(&mut expanded);
    let notes = expanded.notes(&formatted.notes);
    let mut rendered = post.write(&expanded, &notes);
    let notes = distill::Notes { notes: distilled, file, inserts: &expanded.inserts };
    rendered.html.push(&notes.list(&typesetter, &mut rendered.diagnostics));

    let mut references = formatted.references;
    post.mark(&mut rendered.html, references.as_mut());
    let mut diagnostics: Vec<Diagnostic> = error.clone().into_iter().collect();
    diagnostics.extend(post.unusable_bibliography());
    diagnostics.extend(post.lost_comments());
    let listed = post.is_distilled() && references.is_some();
    let outline = post.outline(rendered.headings, &rendered.html, listed, &mut diagnostics);
    diagnostics.extend(expanded.diagnostics);
    if let Some(outcome) = outcome {
        // What Liquid has made of the post has lines of its own.
        for diagnostic in &mut rendered.diagnostics {
            diagnostic.line = outcome.line(diagnostic.line.saturating_sub(post.split.body_line));
        }
        let messages = outcome.messages.into_iter();
        diagnostics.extend(messages.map(|(file, line, message)| Diagnostic::new(file, line, message)));
    }
    diagnostics.extend(rendered.diagnostics);
    diagnostics.extend(formatted.diagnostics);
    diagnostics.sort_by(|one, other| rank(one, file).cmp(&rank(other, file)));
    Article {
        content: rendered.html,
        references,
        outline,
        citations: formatted.citations,
        works: formatted.works,
        diagnostics,
        lacks: sources.modules.lacking(),
        words: site.words.clone(),
        head: Head::of(front_matter, error, file, site),
    }
}

/// A post on its way: each step reads what the one before has made.
struct Rendering<'a> {
    sources: &'a Sources<'a>,
    /// The site as the post sees it.
    site: &'a Site,
    front_matter: &'a FrontMatter,
    split: Split<'a>,
    typesetter: &'a Typesetter<'a>,
}

impl<'a> Rendering<'a> {
    fn file(&self) -> &'a str {
        self.sources.post.file
    }

    /// The text of a page that is a bibliography: it shows its entries, and what stands around them as Markdown.
    fn entries(&self) -> Option<Source<'a>> {
        let file = self.file();
        let entries = [".bib", ".bibtex"].iter().any(|suffix| file.ends_with(suffix));
        entries.then_some(Source { file, text: self.split.body })
    }

    /// Liquid, where the post has any and its interpreter is here.
    fn run(&self) -> Option<Outcome> {
        let is_work = self.file() == WORK_PAGE.as_str();
        if self.entries().is_some() || is_work || !liquid::needed(self.split.body) {
            return None;
        }
        let includes = self.sources.around.includes;
        let own = || (want::OWN.to_string(), Value::String(includes.into()));
        let answers = if includes.is_empty() { Vec::new() } else { vec![own()] };
        let request = liquid::Request {
            body: self.split.body.into(),
            first_line: self.split.body_line,
            file: self.file().into(),
            page: self.front_matter.values.clone(),
            site: self.site.values().clone(),
            answers,
        };
        stage::outcome(self.sources.modules, request, &|kind, asked| {
            answers::answer(kind, asked, self.file(), &self.sources.around, self.typesetter)
        })
    }

    /// Liquid's outcome, or the post as it is, with jekyll-scholar's tags set aside.
    fn expand(&self, outcome: Option<&Outcome>) -> Expanded {
        if self.entries().is_some() {
            return Expanded::entries(self.split.body);
        }
        let segments = match outcome {
            Some(outcome) => outcome.segments(),
            None => liquid::segments(self.split.body, self.split.body_line).collect(),
        };
        Expanded::segments(segments, self.file())
    }

    /// Whether it is laid out as Distill's articles.
    fn is_distilled(&self) -> bool {
        distill::is_layout(self.front_matter.layout.as_deref())
    }

    /// Others' citations and Distill's elements in jekyll-scholar's words: gives Distill's footnotes.
    fn read(&self, expanded: &mut Expanded) -> Vec<(String, usize)> {
        if self.entries().is_some() {
            return Vec::new();
        }
        let works = self.sources.bibliography.map_or("", |source| source.text);
        let keys = OnceCell::new();
        let rules = distill::Rules {
            known: &|key| keys.get_or_init(|| distill::keys(works)).binary_search(&key).is_ok(),
            bibliography: !works.is_empty(),
            notes: self.is_distilled(),
        };
        expanded.read(self.split.body_line, &rules)
    }

    /// Formats the citations and lists, and puts them in their tags' places.
    fn cite(&self, expanded: &mut Expanded) -> scholar::Formatted {
        let related = match &self.front_matter.related_publications {
            // Distill's layout lists the works that the post cites.
            RelatedPublications::None if self.is_distilled() && self.sources.bibliography.is_some() => {
                Some(&[][..])
            }
            RelatedPublications::None => None,
            RelatedPublications::Cited => Some(&[][..]),
            RelatedPublications::Keys(keys) => Some(&keys[..]),
        };
        // Where citations are footnotes, those of the author are numbered with them: by a first look at the post.
        let numbered = RefCell::default();
        let here: &Expanded = expanded;
        let number_notes = |tags: &[usize]| -> Vec<markdown::NoteNumber> {
            let (modules, notes) = (Modules::none(), here.notes(tags));
            let plain = Typesetter::new(&modules);
            let rendered =
                markdown::render_with_notes(&here.text, self.file(), 1, &here.inserts, &notes, &plain);
            let numbers = here.of_tags(tags, &rendered.notes);
            numbered.replace(rendered.notes);
            numbers
        };
        let text = !self.is_distilled() && !self.file().ends_with(".html");
        let mut context = self.context(related);
        context.number_notes = if text { Some(&number_notes) } else { None };
        let mut formatted = scholar::format(&expanded.tags, context, self.entries(), self.library());
        expanded.fill(std::mem::take(&mut formatted.tags));
        let notes = expanded.notes(&formatted.notes);
        if !notes.is_empty() {
            let numbered: Vec<markdown::NoteNumber> = numbered.take();
            let cited = notes.iter().zip(&numbered).map(|(note, number)| note.then_some(number.inside));
            let cited: Vec<Option<bool>> = cited.collect();
            let in_text = expanded.by_insert(std::mem::take(&mut formatted.in_text));
            expanded.text = notes::place(&expanded.text, &cited, in_text, &mut expanded.inserts);
        }
        formatted
    }

    /// Markdown to HTML. In a file that ends in `.html` all is HTML already.
    fn write(&self, expanded: &Expanded, notes: &[bool]) -> markdown::Rendered {
        let (file, line, typesetter) = (self.file(), self.split.body_line, self.typesetter);
        let Expanded { text, inserts, .. } = expanded;
        match file.ends_with(".html") {
            true => markdown::render_html(text, file, line, inserts, typesetter),
            false => markdown::render_with_notes(text, file, line, inserts, notes, typesetter),
        }
    }

    /// Emoji and links that lead away, as the site's plug-ins mark them.
    fn mark(&self, content: &mut Html, references: Option<&mut Html>) {
        if emoji::wanted(self.site) {
            emoji::mark(content);
        }
        if let Some(external) = External::of(self.site) {
            external.mark(content);
            references.into_iter().for_each(|references| external.mark(references));
        }
    }

    /// The headings, or what the front matter says of them. `references` says whether there is a list of those.
    fn outline(
        &self,
        headings: Vec<Heading>,
        html: &Html,
        references: bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Heading> {
        let Some(toc @ Value::Sequence(_)) = self.front_matter.values.get("toc") else { return headings };
        let there = |id: &str| {
            references && id == REFERENCES || html.as_str().contains(&["id=\"", id, "\""].concat())
        };
        let mut missing = |name: &str| {
            let mut lines = self.split.yaml.unwrap_or("").lines();
            let line = lines.clone().position(|line| line.contains(name));
            let line = line.or_else(|| lines.position(|line| yaml::key_of(line) == Some("toc")));
            let message = ["toc: no heading that has an id has the name `", name, "`"].concat();
            diagnostics.push(Diagnostic::new(self.file(), 2 + line.unwrap_or(0), message));
        };
        distill::contents(toc, &headings, &there, &mut missing)
    }

    fn context(&self, related: Option<&'a [String]>) -> Context<'a> {
        Context {
            file: self.file(),
            site: self.site,
            page: &self.front_matter.values,
            related,
            typesetter: self.typesetter,
            modules: self.sources.modules,
            number_notes: None,
        }
    }

    fn library(&self) -> Library<'a> {
        let Sources { bibliography, style, locale, around, .. } = *self.sources;
        Library::open(self.site, bibliography, style, locale, around, self.sources.modules)
    }

    /// Says why the bibliography that is named cannot be used.
    fn unusable_bibliography(&self) -> Option<Diagnostic> {
        let named = self.front_matter.bibliography.as_deref();
        let message = self.site.scholar.bibliography_files(named, self.sources.around.inventory).err()?;
        Some(Diagnostic::new(self.file(), 1, message))
    }

    /// Says why a post that asks for comments has none.
    fn lost_comments(&self) -> Option<Diagnostic> {
        let asked = self.front_matter.values.get("giscus_comments").is_some_and(Value::is_truthy);
        let place = self.site.get(&["giscus", "repo"]).and_then(Value::text);
        if !asked || place.is_some_and(|repository| !repository.is_empty()) {
            return None;
        }
        let line = self.split.yaml?.lines().position(|line| line.starts_with("giscus_comments"));
        let message = "no comments: `giscus.repo` in site.yml does not say where they are";
        Some(Diagnostic::new(self.file(), line.map_or(1, |at| at + 2), message))
    }
}

/// By what messages are ordered: those about the post `file` come first.
fn rank<'d>(diagnostic: &'d Diagnostic, file: &str) -> (bool, &'d str, usize) {
    (diagnostic.file != file, &diagnostic.file, diagnostic.line)
}
