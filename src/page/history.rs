//! Addresses within the site: links within the site are followed without loading the page anew, and going
//! back restores the place. [`follow`] is the entrance.

use leptos::prelude::*;
use std::cell::Cell;

use postil::route::Route;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlAnchorElement, MouseEvent};

use crate::dom::{self, closest, listen, window};

thread_local! {
    /// Whether the reader is where the history entry leads, so that the place scrolled to is theirs.
    static SETTLED: Cell<bool> = const { Cell::new(true) };
}

/// What the address bar asks for, kept up to date from now on.
pub fn follow() -> RwSignal<Route> {
    let route = RwSignal::new(current());
    // Another spelling of the same address is no news.
    let go = move |to: Route| {
        if route.with_untracked(|before| *before != to) {
            SETTLED.set(false);
            route.set(to);
        }
    };

    let click = move |event: &MouseEvent| {
        let Some((link, to)) = followed(event) else { return };
        event.prevent_default();
        remember_place();
        if let Ok(history) = window().history() {
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&link));
        }
        go(to);
        window().scroll_to_with_x_and_y(0.0, 0.0);
        if let Some(main) = dom::content() {
            let _ = main.focus();
        }
    };
    let handle = move |event: Event| match event.dyn_ref::<MouseEvent>() {
        Some(event) => click(event),
        None if event.type_() == "popstate" => go(current()),
        None if SETTLED.get() => remember_place(),
        None => {}
    };
    listen(&window(), &["click", "popstate", "scrollend"], Box::new(handle));
    route
}

/// Scrolls to where the address says: the place kept with it, or the element that its hash names.
/// Called when the article is in the document, since the browser could not do it before.
pub fn arrive() {
    SETTLED.set(true);
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
    let here = window().location().href().unwrap_or_default();
    let (path, search) = address(&here).unwrap_or_default();
    Route::parse(&path, &search)
}

/// The path below the site's folder and the query of an address of the site.
fn address(href: &str) -> Option<(String, String)> {
    let inner = href.strip_prefix(&*dom::root())?;
    let inner = inner.split('#').next().unwrap_or("");
    let (path, search) = inner.split_once('?').unwrap_or((inner, ""));
    Some((path.into(), search.into()))
}

fn remember_place() {
    let place = window().scroll_y().unwrap_or(0.0);
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::from_f64(place), "", None);
    }
}

/// The address within the site that a plain click asks for, and what is there; `None` if the browser is to
/// follow the link.
fn followed(event: &MouseEvent) -> Option<(String, Route)> {
    let plain = event.button() == 0
        && !(event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key());
    if !plain || event.default_prevented() {
        return None;
    }
    let link: HtmlAnchorElement = closest(event, "a[href]")?.unchecked_into();
    if !link.target().is_empty() || link.has_attribute("download") {
        return None;
    }
    let href = link.href();
    let to = address(&href)?;
    if Some(&to) == address(&window().location().href().ok()?).as_ref() {
        return None;
    }
    let route = Route::parse(&to.0, &to.1);
    // A file that is no page, or a name that no post can have, which the not-found page shows.
    let file = matches!(route, Route::Invalid(_)) && to.1.is_empty();
    (!file).then_some((href, route))
}
