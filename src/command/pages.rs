//! The site's written pages: every post, list and work at an address of its own, readable without scripts.
//! [`write`] is the entrance. What a page shows is made by the library that the program in the page is made
//! from, so the program takes it over as it is.

use crate::cache::{Cache, Written};
use crate::front::per_page;
use crate::page::own_requests;
use crate::posts::{self, Post};
use crate::rendered::{Rendered, Renderer};
use crate::requests::Requests;
use crate::store::{self, Store};
use crate::template::{Page, Template};
use crate::works::Works;
use crate::{cores, feed, head, lists, search};
use postil::article;
use postil::diagnostic::Diagnostic;
use postil::html::Html;
use postil::inventory::Inventory;
use postil::scholar::Work;
use postil::site::Site;
use postil::{address, layout, listing};
use std::path::Path;
use std::sync::Arc;

/// How many posts a page of a tag, a category or a year shows.
const ARCHIVED: usize = 100;

/// The site that is written.
pub struct Source<'a> {
    pub folder: &'a Path,
    pub site: &'a Site,
    /// The text of `site.yml`.
    pub configuration: Option<&'a str>,
    /// `posts/inventory.txt`
    pub inventory: Arc<Inventory>,
    /// The folder of what is remembered for the next run, if there is one.
    pub memory: Option<&'a Path>,
    /// The site's own includes that stand in place of ours, a line each.
    pub includes: &'a str,
}

/// Writes the pages of the site; gives the number of posts that were rendered for it. `index` is the text of
/// `posts/index.json`.
///
/// # Errors
/// If a file cannot be written, or the site's page lacks what all pages need.
pub fn write(
    source: &Source,
    template: &Template,
    requests: &Requests,
    all: &[Post],
    index: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<usize, String> {
    let site = source.site;
    let mut store = Store::open(source.folder, store::PAGES);
    let feed_limit = feed::limit(site);
    // Where nothing can be remembered, the next run takes longer.
    let memory = source.memory.filter(|folder| std::fs::create_dir_all(folder).is_ok());
    let renderer = Renderer::new(source);
    let cache = Cache::open(memory, &renderer.key());
    let mut rendered = renderer.all(all, feed_limit, &cache);
    let posts = posts::without_pages(all);

    let works = Works::collect(all, &rendered);
    let mould = Mould::new(source, template, requests, all, &works);
    let around = mould.around(all, &rendered, &works, &renderer)?;
    drop(works);
    let before = Before { all, around: &around, cache: &cache };
    let missing = before.missing(&rendered, &store);
    for (at, again) in missing.iter().zip(renderer.again(all, &missing, feed_limit)) {
        rendered[*at] = again;
    }
    let works = Works::collect(all, &rendered);
    diagnostics.extend(rendered.iter().flatten().flat_map(|post| post.diagnostics.iter().cloned()));

    // Posts before lists: what an author names has its address before what we name.
    let mut written = write_posts(&mould, &before, &rendered, &mut store, diagnostics)?;
    let home = mould.home(source.configuration, index)?;
    store.own(&home.file, &template.fill(&home)?)?;
    let title = layout::title(site.words.say("Not found"), site);
    store.own("404.html", &template.lost(include_str!("../page/lost.js"), &title)?)?;

    let mut lists = lists::all(posts, site, per_page(site), ARCHIVED);
    lists.extend(works.lists(all, site));
    lists.extend(details(site, &renderer, diagnostics));
    for list in &lists {
        let page = mould.list(list);
        store.put(&page.file, &template.fill(&page)?, diagnostics)?;
    }
    let urls = lists.iter().map(|list| list.url.as_str());
    let urls = urls.chain(all[posts.len()..].iter().filter_map(|page| page.url.as_deref()));
    feed::write(&mut store, site, posts, &rendered, urls, diagnostics)?;

    let documents = documents(all, &rendered, &mut written);
    let words = memory.map(|folder| folder.join("words"));
    let search = search::write(&mut store, &documents, &cache.search, words.as_deref(), diagnostics)?;
    store.finish()?;
    let known = all.iter().zip(&rendered).zip(&written);
    let known =
        known.filter_map(|((post, rendered), page)| Some((post.name.as_str(), rendered.as_ref()?, page)));
    cache.save(&search, known)?;
    Ok(rendered.iter().flatten().filter(|post| post.main.is_some()).count())
}

/// What stands behind a post in its page, and the stamp of that page less the article.
type Around = (Html, String);

/// Makes a site's pages: what all of them have in common.
struct Mould<'a> {
    site: &'a Site,
    template: &'a Template,
    requests: &'a Requests,
    all: &'a [Post],
    /// What the masthead leads to: addresses and texts.
    links: Vec<(String, &'a str)>,
}

impl<'a> Mould<'a> {
    fn new(
        source: &Source<'a>,
        template: &'a Template,
        requests: &'a Requests,
        all: &'a [Post],
        works: &Works,
    ) -> Mould<'a> {
        let site = source.site;
        let navigation = posts::navigation(all).into_iter();
        let mut links: Vec<(String, &str)> = navigation.map(|page| (href(page), &*page.title)).collect();
        links.extend((!works.is_empty()).then(|| ("works/".into(), site.words.say("Works"))));
        links.push(("./feed.xml".into(), site.words.say("Feed")));
        Mould { site, template, requests, all, links }
    }

    /// A page in the language `lang` with this in its `main`, which was made from what `stamp` tells.
    fn page(&self, lang: &str, main: &Html, stamp: &str) -> Page {
        let links: Vec<(&str, &str)> = self.links.iter().map(|(href, text)| (&**href, *text)).collect();
        Page {
            lang: lang.into(),
            dir: self.site.dir(),
            body: layout::frame(self.site, lang, &links, stamp, main),
            baseurl: self.site.baseurl.clone(),
            ..Page::default()
        }
    }

    /// A post's page around `main`: what stands behind the post (`more`) follows it.
    fn post(&self, post: &Post, rendered: &Rendered, mut main: Html, more: &Html) -> Result<Page, String> {
        let url = post.url.as_ref().ok_or("this post has no address")?;
        let of = &rendered.head;
        main.push(more);
        Ok(Page {
            about: ["post ", &post.name].concat(),
            file: file_of(url),
            dir: of.dir,
            title: layout::title(&of.title, self.site),
            description: of.description.clone(),
            head: head::post(self.site, post, rendered, url),
            own_requests: Some(own_requests(self.own(&post.name))),
            ..self.page(&of.lang, &main, &rendered.stamp)
        })
    }

    /// The page of a list.
    fn list(&self, list: &lists::List) -> Page {
        let lists::List { url, title, description, main } = list;
        Page {
            about: "list".into(),
            file: file_of(url),
            title: layout::title(title, self.site),
            description: description.clone(),
            head: head::list(self.site, url, title, description),
            own_requests: Some(String::new()),
            ..self.page(&self.site.lang, main, "")
        }
    }

    /// What a post's page needs besides what all need: its bibliography, its style. It is rendered and needs no modules.
    fn own<'b>(&'b self, post: &'b str) -> impl Iterator<Item = (&'b str, String)> {
        let own = self.requests.own.iter().filter(move |(name, path)| name == post && !path.ends_with(".js"));
        own.map(|(name, path)| (name.as_str(), path.clone()))
    }

    /// The front page, made from the texts of `site.yml` and `posts/index.json`. It knows the pages of posts that are
    /// asked for by their names.
    fn home(&self, configuration: Option<&str>, index: &str) -> Result<Page, String> {
        let site = self.site;
        let front = listing::parse(index).map_err(|message| format!("{}: {message}", listing::FILE))?;
        let words = site.table.as_ref().map(|_| site.words.text());
        let made_from: Vec<Option<&str>> = [configuration, Some(index)].into_iter().chain(words).collect();
        Ok(Page {
            about: "home".into(),
            file: file_of(""),
            title: site.title.clone(),
            description: site.description.clone(),
            head: head::list(site, "", &site.title, &site.description),
            own_requests: Some(own_requests(self.all.iter().flat_map(|post| {
                let page = post.url.as_deref().map(|url| (post.name.as_str(), address::encoded(url)));
                page.into_iter().chain(self.own(&post.name))
            }))),
            ..self.page(&site.lang, &layout::home(site, &Ok(front)), &article::stamp(&made_from))
        })
    }

    /// What stands around the article of each post. It tells whether the page can stay as it was written.
    fn around(
        &self,
        all: &[Post],
        rendered: &[Option<Rendered>],
        works: &Works,
        renderer: &Renderer,
    ) -> Result<Vec<Around>, String> {
        let posts = posts::without_pages(all);
        let around = |at: usize| -> Result<Around, String> {
            let post = all.get(at).filter(|post| post.url.is_some());
            let Some((post, rendered)) = post.zip(rendered.get(at).and_then(Option::as_ref)) else {
                return Ok(Around::default());
            };
            let more = match at < posts.len() {
                true => {
                    let words = renderer.words(&rendered.head.lang);
                    lists::more(posts, at, self.site, &words, &works.elsewhere(at))
                }
                false => Html::new(),
            };
            let stamp = self.template.stamp(&self.post(post, rendered, Html::new(), &more)?);
            Ok((more, stamp))
        };
        let around = cores::map(all.len(), "frames", around).into_iter();
        around.collect::<Option<Result<_, _>>>().ok_or("a page could not be made")?
    }
}

/// What the last run has written of posts.
struct Before<'a> {
    all: &'a [Post],
    around: &'a [Around],
    cache: &'a Cache,
}

impl Before<'_> {
    /// How long the page of a post is, if it can stay as it was written around the same article.
    fn stays(&self, at: usize, store: &Store) -> Option<usize> {
        let post = self.all.get(at)?;
        let known = self.cache.page(&post.name)?;
        let same =
            known.around == self.around.get(at)?.1 && store.has(&file_of(post.url.as_ref()?), known.length);
        same.then_some(known.length)
    }

    /// The posts whose article is only in a page that cannot stay.
    fn missing(&self, rendered: &[Option<Rendered>], store: &Store) -> Vec<usize> {
        let lacks = |at: &usize| {
            let rendered = rendered.get(*at).and_then(Option::as_ref);
            rendered.is_some_and(|rendered| rendered.main.is_none())
                && self.all[*at].url.is_some()
                && self.stays(*at, store).is_none()
        };
        (0..self.all.len()).filter(lacks).collect()
    }
}

/// Writes the pages of posts, or leaves them; gives what is to be known of each at the next run.
fn write_posts(
    mould: &Mould,
    before: &Before,
    rendered: &[Option<Rendered>],
    store: &mut Store,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Written>, String> {
    let mut written: Vec<Written> = vec![Written::default(); before.all.len()];
    for (at, (post, rendered)) in before.all.iter().zip(rendered).enumerate() {
        let Some((rendered, url)) = rendered.as_ref().zip(post.url.as_ref()) else { continue };
        let file = file_of(url);
        let (more, stamp) = &before.around[at];
        written[at].around.clone_from(stamp);
        written[at].length = match &rendered.main {
            Some(main) => {
                let html = mould.template.fill(&mould.post(post, rendered, main.clone(), more)?)?;
                store.put(&file, &html, diagnostics)?;
                html.len()
            }
            None => {
                let length = before.stays(at, store).unwrap_or(0);
                store.keep(&file);
                length
            }
        };
    }
    Ok(written)
}

/// What search finds: the posts from the oldest. Each is told its number in the index.
fn documents(all: &[Post], rendered: &[Option<Rendered>], written: &mut [Written]) -> Vec<search::Document> {
    let found = all.iter().zip(rendered).zip(written).rev();
    let found = found.filter_map(|((post, rendered), written)| Some((post, rendered.as_ref()?, written)));
    let document = |(number, (post, rendered, written)): (usize, (&Post, &Rendered, &mut Written))| {
        written.number = number;
        written.body = article::stamp(&[Some(&rendered.body)]);
        search::Document::new(post, &rendered.body)
    };
    found.enumerate().map(document).collect()
}

/// The pages of all works of the site's bibliography, where its layout `details_layout` makes them.
fn details(site: &Site, renderer: &Renderer, diagnostics: &mut Vec<Diagnostic>) -> Vec<lists::List> {
    if site.get(&["scholar", "details_layout"]).is_none() {
        return Vec::new();
    }
    let (pages, mut messages) = renderer.details();
    diagnostics.append(&mut messages);
    let list = |(url, work, main): (String, Work, Html)| {
        let title = work.title;
        lists::List { url, description: title.clone(), title, main }
    };
    pages.into_iter().map(list).collect()
}

/// The file of an address.
fn file_of(url: &str) -> String {
    if url.is_empty() || url.ends_with('/') { [url, "index.html"].concat() } else { url.into() }
}

/// The address of a page of a list, from 1.
pub fn nth(base: &str, number: usize) -> String {
    if number == 1 { base.into() } else { format!("{base}page/{number}/") }
}

/// The address of the site's folder on the web, if the configuration knows it.
pub fn site_url(site: &Site) -> Option<String> {
    (!site.url.is_empty()).then(|| [&site.url, &site.baseurl, "/"].concat())
}

/// An address of the site on the web.
pub fn absolute(site: &Site, url: &str) -> Option<String> {
    Some(site_url(site)? + &address::encoded(url))
}

/// A link to a post, as a list has it.
pub fn href(post: &Post) -> String {
    match &post.url {
        Some(url) => address::encoded(url),
        None => postil::route::PostName::parse(&post.name).map(|name| name.href()).unwrap_or_default(),
    }
}
