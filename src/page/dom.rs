//! Small things done to the document. [`set_html`] is how an article gets into it.

use postil::html::defuse_styles;
use postil::route::{RelativePath, relative_path};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, Event, EventTarget, HtmlElement, Window};

use crate::screen::DocumentHead;

/// The window; there is one wherever this runs.
pub fn window() -> Window {
    gloo_utils::window()
}

/// The document.
pub fn document() -> Document {
    gloo_utils::document()
}

/// The body.
pub fn body() -> HtmlElement {
    gloo_utils::body()
}

/// Calls `handle` with each event of these names that comes to `target`, as long as the page lives.
///
/// One kind of listener serves all: Leptos' `on:` makes a type, and so code, for every one.
pub fn listen(target: &EventTarget, names: &[&str], handle: Box<dyn FnMut(Event)>) {
    let handle = Closure::wrap(handle);
    for name in names {
        let _ = target.add_event_listener_with_callback(name, handle.as_ref().unchecked_ref());
    }
    handle.forget();
}

/// Replaces the content of `element` by `html`, and applies its inline styles, which the page's policy
/// forbids as attributes (see [`defuse_styles`]).
pub fn set_html(element: &Element, html: &str) {
    element.set_inner_html(&defuse_styles(html));
    let Ok(styled) = element.query_selector_all("[data-style]") else { return };
    for at in 0..styled.length() {
        let Some(node) = styled.item(at) else { continue };
        // MathML and SVG elements have `style` as well.
        let node: HtmlElement = node.unchecked_into();
        node.style().set_css_text(&node.get_attribute("data-style").unwrap_or_default());
    }
}

/// The files that `boot.js` has asked for already; not the modules.
pub fn preloaded() -> Vec<RelativePath> {
    let Ok(links) = document().query_selector_all("link[rel=preload][as=fetch]:not([href$=wasm])") else {
        return Vec::new();
    };
    let paths = (0..links.length()).filter_map(|at| {
        let link: Element = links.item(at)?.unchecked_into();
        relative_path(&link.get_attribute("href")?)
    });
    paths.collect()
}

/// The bibliography that `postil index` lists for a post that has one of its own, from the site's folder.
pub fn listed_bibliography(post: &str) -> Option<String> {
    let meta = document().query_selector("meta[name='postil:own-requests']").ok()??;
    let list = meta.get_attribute("content")?;
    let mut own = list.split_whitespace().filter_map(|pair| pair.strip_prefix(post)?.strip_prefix('='));
    let path = own.find(|path| path.ends_with(".bib"));
    path.map(|path| ["/", path].concat())
}

/// The nearest element that matches, from the target of an event upwards.
pub fn closest(event: &web_sys::Event, selector: &str) -> Option<HtmlElement> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest(selector).ok()??.dyn_into().ok()
}

/// Makes the document say its title, description and language.
pub fn set_head(head: &DocumentHead) {
    let document = document();
    document.set_title(&head.title);
    if let Some(root) = document.document_element() {
        let _ = root.set_attribute("lang", &head.lang);
    }
    if let Ok(Some(meta)) = document.query_selector("meta[name=description]") {
        let _ = meta.set_attribute("content", &head.description);
    }
}

/// Leaves a mark on the performance timeline.
pub fn mark(name: &str) {
    if let Some(performance) = window().performance() {
        let _ = performance.mark(name);
    }
}

/// Where the reader is: the first block of `element` in view, and its distance from the top in CSS pixels.
pub struct Place {
    block: u32,
    top: f64,
}

impl Place {
    const BLOCKS: &'static str = "h1, h2, h3, h4, h5, h6, p, li, pre, table";

    /// The place in `element`, unless the reader is still at the top of the page.
    pub fn find(element: &Element) -> Option<Place> {
        if window().scroll_y().unwrap_or(0.0) < 1.0 {
            return None;
        }
        let blocks = element.query_selector_all(Self::BLOCKS).ok()?;
        (0..blocks.length()).find_map(|block| {
            let rect = blocks.item(block)?.unchecked_into::<Element>().get_bounding_client_rect();
            (rect.bottom() > 0.0).then(|| Place { block, top: rect.top() })
        })
    }

    /// Scrolls so that the same block is where it was, or the last one if there are fewer now.
    pub fn restore(&self, element: &Element) {
        let Ok(blocks) = element.query_selector_all(Self::BLOCKS) else { return };
        let Some(block) = blocks.item(self.block.min(blocks.length().saturating_sub(1))) else { return };
        let top = block.unchecked_into::<Element>().get_bounding_client_rect().top();
        window().scroll_by_with_x_and_y(0.0, top - self.top);
    }
}
