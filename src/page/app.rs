//! The whole page: masthead, the screen that the address asks for, footer.
//!
//! A screen is HTML made by the core; [`App`] puts it into the document when it changes, and listens on
//! the element around it.

use leptos::html::Main;
use leptos::prelude::*;
use postil::layout;
use postil::route::relative_path;
use web_sys::Event;

use crate::citation_popover::{CitationPopover, PopoverView};
use crate::files::Files;
use crate::screen::{Context, screen};
use crate::{dom, history, live};

#[component]
pub fn App() -> impl IntoView {
    let files = Files::new();
    // All at once: each would wait for what the one before it says otherwise.
    for path in dom::preloaded() {
        files.get(&path);
    }
    let route = history::follow();
    let context = Context::new(files, route);
    let popover = CitationPopover::new();
    live::watch(files);

    let main = NodeRef::<Main>::new();
    let (mut waited_for, mut arrived) = (None, None);
    let loading = layout::loading();
    let mut loads = false;
    Effect::new(move || {
        let route = Some(route.get());
        if waited_for != route {
            waited_for = route.clone();
            context.limit_patience(route.clone());
        }
        let screen = screen(context);
        let Some(main) = main.get() else { return };
        // Each file that arrives brings a screen; as long as it says the same there is nothing to do.
        let still = loads && screen.html == loading;
        loads = screen.html == loading;
        if still {
            return;
        }
        let same = arrived == route;
        let place = same.then(|| dom::Place::find(&main)).flatten();
        popover.describe(screen.article);
        dom::set_html(&main, screen.html.as_str());
        if let Some(head) = &screen.head {
            dom::set_head(head);
        }
        if let Some(place) = place {
            place.restore(&main);
        }
        if let Some(mark) = screen.ready {
            dom::mark(mark);
            if !same {
                arrived = route;
                history::arrive();
            }
        }
    });

    let title = move || context.configuration().map(|read| read.site.title.clone());
    let retry = move |event: Event| {
        let file = dom::closest(&event, "[data-retry]").and_then(|button| button.get_attribute("data-retry"));
        if let Some(path) = file.as_deref().and_then(relative_path) {
            files.retry(&path);
        }
    };
    main.on_load(move |main| {
        popover.listen(&main);
        dom::listen(&main, &["click"], Box::new(retry));
    });
    view! {
        <a class="skip" href="#content">"Skip to the text"</a>
        <header class="site-header"><a class="site-title" href="./">{title}</a></header>
        <main id="content" tabindex="-1" node_ref=main></main>
        <footer class="site-footer">
            "Rendered in your browser by Postil."
            <select class="scheme" aria-label="Colours">
                <option value="">"As the system"</option>
                <option value="light">"Light"</option>
                <option value="dark">"Dark"</option>
            </select>
        </footer>
        <PopoverView popover />
    }
}
