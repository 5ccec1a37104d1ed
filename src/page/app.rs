//! The whole page. The core makes what stands between masthead and footer; [`App`] puts it into the document
//! when it changes, and listens on the element around it.

use leptos::prelude::*;
use postil::html::Html;
use postil::layout;
use postil::route::relative_path;
use postil::site::Site;
use postil::words::Words;
use web_sys::Event;

use crate::citation_popover::{CitationPopover, PopoverView};
use crate::context::Context;
use crate::files::Files;
use crate::screen::{Content, screen};
use crate::{dom, history, live};

/// The measure on the performance timeline that ends when the program answers for what the page shows: a written page
/// is there to be read before that. No mark, since marks say what is shown.
const TAKEN_OVER: &str = "taken-over";

#[component]
pub fn App() -> impl IntoView {
    // A page that `postil index` has written has its body already, and the reader reads it.
    let bare = dom::content().is_none();
    let frame = |site: &Site| layout::frame(site, &site.lang, &[], "", &Html::new());
    if let (true, Some(body)) = (bare, dom::document().body()) {
        dom::set_html(&body, frame(&Site::default()).as_str(), "");
    }
    let files = Files::new();
    let route = history::follow();
    let context = Context::new(files, route);
    let popover = CitationPopover::new(context);
    live::watch(files);
    dom::pin_links();

    // The route whose written page stands in the document, and the one where the reader has arrived.
    let mut standing = context.served().then(|| route.get_untracked());
    let mut arrived = standing.clone();
    // What came with the page is marked already.
    let mut marked = standing.is_some();
    // The words of the frame of a page that was not written, and its footer.
    let mut framed = (Words::default(), None);
    let mut waited_for = None;
    let loading = layout::loading();
    let mut loads = false;
    let mut taken_over = false;
    Effect::new(move || {
        let route = Some(route.get());
        if waited_for != route {
            marked &= waited_for.is_none();
            waited_for = route.clone();
            context.limit_patience(route.clone());
        }
        let screen = screen(context);
        let configuration = context.configuration();
        let site = configuration.as_ref().map(|read| &read.site);
        if let Some(site) = site {
            let footer = site.footer_text().map(str::to_owned);
            if bare && framed != (site.words.clone(), footer.clone()) {
                dom::set_frame(frame(site).as_str(), &site.baseurl);
                framed = (site.words.clone(), footer);
            }
            dom::set_masthead(&site.title);
        }
        let Some(main) = dom::content() else { return };
        // Each file that arrives brings a screen; as long as it says the same there is nothing to do.
        let waits = matches!(&screen.content, Content::Made(html) if *html == loading);
        let still = loads && waits;
        loads = waits;
        if still {
            return;
        }
        let same = arrived == route;
        popover.describe(screen.article);
        match screen.content {
            Content::Written(html) => {
                if standing != route {
                    marked = false;
                    main.set_inner_html(&html);
                    dom::apply_styles(&main);
                    standing.clone_from(&route);
                }
            }
            Content::Made(html) => {
                let place = same.then(|| dom::Place::find(&main)).flatten();
                dom::set_html(&main, html.as_str(), site.map_or("", |site| &site.baseurl));
                standing = None;
                marked = false;
                if let Some(place) = place {
                    place.restore(&main);
                }
            }
        }
        dom::reveal();
        if let Some(head) = &screen.head {
            dom::set_head(head);
        }
        // What stood there when a further file arrived has been marked.
        if let Some(mark) = screen.ready.filter(|_| !marked) {
            marked = true;
            dom::mark(mark);
            if !same {
                arrived = route;
                history::arrive();
            }
        }
        if screen.ready.is_some() && !taken_over {
            taken_over = true;
            dom::measure(TAKEN_OVER);
            popover.catch_up();
        }
    });

    let retry = move |event: Event| {
        let file = dom::closest(&event, "[data-retry]").and_then(|button| button.get_attribute("data-retry"));
        if let Some(path) = file.as_deref().and_then(relative_path) {
            files.retry(&path);
        }
    };
    if let Some(main) = dom::content() {
        popover.listen(&main);
        dom::listen(&main, &["click"], Box::new(retry));
    }
    view! { <PopoverView popover /> }
}
