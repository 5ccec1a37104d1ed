//! The site's written pages: every post, list and work at an address of its own, readable without scripts.
//! [`write`] is the entrance. What a page shows is made by the library that the program in the page is made
//! from, so the program takes it over as it is.

use crate::cache::{Cache, Written};
use crate::front::per_page;
use crate::page::own_bibliography;
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
use postil::yaml::Value;
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

    let navigation: Vec<(String, &str)> =
        posts::navigation(all).into_iter().map(|page| (href(page), &*page.title)).collect();
    let mut links: Vec<(&str, &str)> =
        navigation.iter().map(|(href, title)| (href.as_str(), *title)).collect();
    links.extend((!works.is_empty()).then_some(("works/", site.words.say("Works"))));
    links.push(("./feed.xml", site.words.say("Feed")));
    let footer = site.get(&["footer_text"]).and_then(Value::text).unwrap_or("").trim();
    let base =
        |about: &str, file: String, lang: &str, title: &str, description: &str, main: &Html, stamp: &str| {
            Page {
                about: about.into(),
                file,
                lang: lang.into(),
                dir: site.dir(),
                title: title.into(),
                description: description.into(),
                head: Html::new(),
                bibliographies: None,
                body: layout::frame(site, lang, &links, stamp, main, footer),
                baseurl: site.baseurl.clone(),
            }
        };

    // A post's page around `main`: what stands behind the post follows it.
    let page = |at: usize, rendered: &Rendered, mut main: Html, more: &Html| -> Result<Page, String> {
        let Some((post, url)) = all.get(at).and_then(|post| Some((post, post.url.as_ref()?))) else {
            return Err("this post has no address".into());
        };
        main.push(more);
        let title = layout::title(&rendered.head.title, site);
        let about = ["post ", &post.name].concat();
        let description = &rendered.head.description;
        let mut page =
            base(&about, file_of(url), &rendered.head.lang, &title, description, &main, &rendered.stamp);
        page.dir = rendered.head.dir;
        page.head = head::post(site, post, rendered, url);
        page.bibliographies = Some(own_bibliography(requests, &post.name));
        Ok(page)
    };
    // What stands around each article tells whether its page can stay as it was written.
    let around = cores::map(all.len(), "frames", |at| {
        let (Some(Some(rendered)), Some(Some(_))) = (rendered.get(at), all.get(at).map(|post| &post.url))
        else {
            return Ok((Html::new(), String::new()));
        };
        let more = match at < posts.len() {
            true => {
                let words = renderer.words(&rendered.head.lang);
                lists::more(posts, at, site, &words, &works.elsewhere(at))
            }
            false => Html::new(),
        };
        let stamp = template.stamp(&page(at, rendered, Html::new(), &more)?);
        Ok::<_, String>((more, stamp))
    });
    let around =
        around.into_iter().collect::<Option<Result<Vec<_>, _>>>().ok_or("a page could not be made")??;
    let stays = |at: usize, store: &Store| -> Option<usize> {
        let (post, known) = (all.get(at)?, cache.page(&all.get(at)?.name)?);
        let same = known.around == around.get(at)?.1 && store.has(&file_of(post.url.as_ref()?), known.length);
        same.then_some(known.length)
    };
    let missing = |(at, rendered): (usize, &Option<Rendered>)| {
        let lacks = rendered.as_ref().is_some_and(|rendered| rendered.main.is_none());
        (lacks && all.get(at)?.url.is_some() && stays(at, &store).is_none()).then_some(at)
    };
    let missing: Vec<usize> = rendered.iter().enumerate().filter_map(missing).collect();
    drop(works);
    for (at, again) in missing.iter().zip(renderer.again(all, &missing, feed_limit)) {
        rendered[*at] = again;
    }
    let works = Works::collect(all, &rendered);
    diagnostics.extend(rendered.iter().flatten().flat_map(|post| post.diagnostics.iter().cloned()));

    // Posts before lists: what an author names has its address before what we name.
    let mut written: Vec<Written> = vec![Written::default(); all.len()];
    for (at, rendered) in rendered.iter().enumerate() {
        let Some((rendered, url)) = rendered.as_ref().zip(all[at].url.as_ref()) else { continue };
        let file = file_of(url);
        written[at].around.clone_from(&around[at].1);
        written[at].length = match &rendered.main {
            Some(main) => {
                let html = template.fill(&page(at, rendered, main.clone(), &around[at].0)?)?;
                store.put(&file, &html, diagnostics)?;
                html.len()
            }
            None => {
                let length = stays(at, &store).unwrap_or(0);
                store.keep(&file);
                length
            }
        };
    }
    let front = listing::parse(index).map_err(|message| format!("{}: {message}", listing::FILE))?;
    let words = site.table.as_ref().map(|_| site.words.text());
    let made_from: Vec<Option<&str>> = [source.configuration, Some(index)].into_iter().chain(words).collect();
    let stamp = article::stamp(&made_from);
    let main = layout::home(site, &Ok(front));
    let mut page =
        base("home", "index.html".into(), &site.lang, &site.title, &site.description, &main, &stamp);
    page.head = head::list(site, "", &site.title, &site.description);
    store.own(&page.file, &template.fill(&page)?)?;
    store.own(
        "404.html",
        &template.lost(include_str!("../page/lost.js"), &layout::title(site.words.say("Not found"), site))?,
    )?;

    let mut lists = lists::all(posts, site, per_page(site), ARCHIVED);
    lists.extend(works.lists(all, site));
    lists.extend(details(source.site, &renderer, diagnostics));
    for list in &lists {
        let title = layout::title(&list.title, site);
        let mut page =
            base("list", file_of(&list.url), &site.lang, &title, &list.description, &list.main, "");
        page.head = head::list(site, &list.url, &list.title, &list.description);
        page.bibliographies = Some(String::new());
        store.put(&page.file, &template.fill(&page)?, diagnostics)?;
    }

    let urls = lists.iter().map(|list| list.url.as_str());
    let urls = urls.chain(all[posts.len()..].iter().filter_map(|page| page.url.as_deref()));
    feed::write(&mut store, site, posts, &rendered, urls, diagnostics)?;

    let found: Vec<(usize, &Rendered)> = rendered
        .iter()
        .enumerate()
        .rev()
        .filter_map(|(at, rendered)| Some((at, rendered.as_ref()?)))
        .collect();
    let documents: Vec<search::Document> =
        found.iter().map(|(at, rendered)| search::Document::new(&all[*at], &rendered.body)).collect();
    for (number, (at, rendered)) in found.iter().enumerate() {
        written[*at].number = number;
        written[*at].body = article::stamp(&[Some(&rendered.body)]);
    }
    let words = memory.map(|folder| folder.join("words"));
    let search = search::write(&mut store, &documents, &cache.search, words.as_deref(), diagnostics)?;
    store.finish()?;
    let known = all.iter().zip(&rendered).zip(&written);
    let known =
        known.filter_map(|((post, rendered), page)| Some((post.name.as_str(), rendered.as_ref()?, page)));
    cache.save(&search, known)?;
    Ok(rendered.iter().flatten().filter(|post| post.main.is_some()).count())
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
    if url.ends_with('/') { [url, "index.html"].concat() } else { url.into() }
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
