//! Addresses within the site: links that only change the query are followed without loading the page
//! anew, and going back restores the place. [`follow`] is the entrance.

use leptos::prelude::*;
use postil::route::Route;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlAnchorElement, MouseEvent};

use crate::dom::{closest, listen, window};

/// What the address bar asks for, kept up to date from now on.
pub fn follow() -> RwSignal<Route> {
    let route = RwSignal::new(current());
    // Another spelling of the same address is no news.
    let go = move |to: Route| {
        if route.with_untracked(|before| *before != to) {
            route.set(to);
        }
    };

    let click = move |event: &MouseEvent| {
        let Some(search) = query_only(event) else { return };
        event.prevent_default();
        remember_place();
        let link: HtmlAnchorElement = match closest(event, "a[href]") {
            Some(link) => link.unchecked_into(),
            None => return,
        };
        if let Ok(history) = window().history() {
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&link.href()));
        }
        go(Route::parse(&search));
        window().scroll_to_with_x_and_y(0.0, 0.0);
        if let Some(main) = crate::dom::document().get_element_by_id("content") {
            let _ = main.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    };
    let handle = move |event: Event| match event.dyn_ref::<MouseEvent>() {
        Some(event) => click(event),
        None => go(current()),
    };
    listen(&window(), &["click", "popstate"], Box::new(handle));
    route
}

/// Scrolls to where the address says: the place kept with it, or the element that its hash names.
/// Called when the article is in the document, since the browser could not do it before.
pub fn arrive() {
    let place =
        window().history().ok().and_then(|history| history.state().ok()).and_then(|state| state.as_f64());
    let hash = window().location().hash().unwrap_or_default();
    match place {
        Some(place) => window().scroll_to_with_x_and_y(0.0, place),
        // Setting the hash anew makes the browser scroll, and gives the element its `:target` look.
        None if hash.len() > 1 => {
            let _ = window().location().replace(&hash);
        }
        None => {}
    }
}

fn current() -> Route {
    Route::parse(&window().location().search().unwrap_or_default())
}

fn remember_place() {
    let place = window().scroll_y().unwrap_or(0.0);
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::from_f64(place), "", None);
    }
}

/// The query that a plain click asks for, if nothing else of the address changes.
fn query_only(event: &MouseEvent) -> Option<String> {
    let plain = event.button() == 0
        && !(event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key());
    if !plain || event.default_prevented() {
        return None;
    }
    let link: HtmlAnchorElement = closest(event, "a[href]")?.unchecked_into();
    let here = window().location();
    let same = link.origin() == here.origin().ok()?
        && link.pathname() == here.pathname().ok()?
        && link.target().is_empty()
        && !link.has_attribute("download");
    (same && link.search() != here.search().ok()?).then(|| link.search())
}
