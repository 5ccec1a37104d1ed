//! What stands above an article and in the document's head. [`Head::of`] is the entrance.

use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::direction;
use crate::distill;
use crate::front_matter::{FrontMatter, Toc};
use crate::html::Html;
use crate::phrase;
use crate::site::Site;
use crate::yaml::Value;

/// A post's title and what belongs to it.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The title as text.
    pub title: String,
    /// The title as the post shows it.
    pub heading: Html,
    /// The description as text.
    pub description: String,
    /// The description as the post shows it.
    pub lead: Html,
    /// A BCP 47 language tag.
    pub lang: String,
    /// `rtl` or `ltr`.
    pub dir: &'static str,
    pub date: Option<Date>,
    pub last_updated: Option<Date>,
    pub authors: Vec<String>,
    /// Who wrote a post in Distill's layout, and where they work.
    pub byline: Html,
    pub tags: Vec<String>,
    pub categories: Vec<String>,
    /// `layout` of the front matter, empty where there is none.
    pub layout: String,
    /// Where the outline stands.
    pub toc: Toc,
    /// Who is cited where the post says how to cite it (`citation: true`).
    pub cited_as: Option<String>,
    /// Whether readers may comment (`giscus_comments: true`), if the site has a place for that.
    pub comments: bool,
    /// `_styles`: CSS for this post alone, as al-folio has it.
    pub styles: String,
    /// What is wrong with the front matter, with its line.
    pub error: Option<Diagnostic>,
}

impl Head {
    /// The head of the post `file`; `error` is what is wrong with its front matter.
    pub(super) fn of(front_matter: FrontMatter, error: Option<Diagnostic>, file: &str, site: &Site) -> Head {
        let name = file.rsplit('/').next().unwrap_or(file);
        let name = name.rsplit_once('.').map_or(name, |(name, _)| name);
        let named = Date::from_file_name(name);
        let date = front_matter.date.or(named.map(|(date, _)| date));
        let layout = front_matter.layout.unwrap_or_default();
        let byline = match distill::is_layout(Some(&layout)) {
            true => distill::byline(&front_matter.authors, date.as_ref(), &site.words),
            false => Html::new(),
        };
        let authors: Vec<String> = front_matter.authors.into_iter().map(|author| author.name).collect();
        let citable = front_matter.values.get("citation").is_some_and(Value::is_truthy);
        let cited_as = citable.then(|| if authors.is_empty() { site.owner() } else { authors.join(" and ") });
        let title = front_matter.title;
        let title = title.unwrap_or_else(|| phrase::from_slug(named.map_or(name, |(_, slug)| slug)));
        let description = front_matter.description.unwrap_or_default();
        let lang = front_matter.lang.unwrap_or_else(|| site.lang.clone());
        let dir = front_matter.values.get("dir").or_else(|| site.get(&["dir"])).and_then(Value::text);
        let comments = front_matter.values.get("giscus_comments").is_some_and(Value::is_truthy);
        let styles = front_matter.values.get("_styles").and_then(Value::text).unwrap_or("").into();
        Head {
            title: phrase::text(&title),
            heading: phrase::html(&title),
            description: phrase::text(&description),
            lead: phrase::html(&description),
            dir: direction::of(dir, &lang),
            lang,
            date,
            last_updated: front_matter.last_updated,
            authors,
            byline,
            tags: front_matter.tags,
            categories: front_matter.categories,
            layout,
            toc: front_matter.toc,
            cited_as,
            comments,
            styles,
            error,
        }
    }
}
