//! Small things done to the document. [`set_html`] is how an article gets into it.

use postil::html::settle;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, EventTarget, HtmlAnchorElement, HtmlDocument, HtmlElement, Window};

use crate::screen::DocumentHead;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = window)]
    static WINDOW: Window;
    #[wasm_bindgen(thread_local_v2, js_name = document)]
    static DOCUMENT: HtmlDocument;
}

/// The window; there is one wherever this runs.
pub fn window() -> Window {
    WINDOW.with(Window::clone)
}

/// The document.
pub fn document() -> HtmlDocument {
    DOCUMENT.with(HtmlDocument::clone)
}

/// Calls `handle` with each event of these names that comes to `target`, as long as the page lives.
///
/// What `handle` does may itself bring events to it, as moving the focus does.
///
/// One kind of listener serves all: Leptos' `on:` makes a type, and so code, for every one.
pub fn listen(target: &EventTarget, names: &[&str], handle: Box<dyn Fn(Event)>) {
    let handle = Closure::wrap(handle);
    for name in names {
        let _ = target.add_event_listener_with_callback(name, handle.as_ref().unchecked_ref());
    }
    handle.forget();
}

/// The address of the site's folder. `boot.js` has made it absolute.
pub fn root() -> String {
    meta("root")
}

/// The element that holds the screen.
pub fn content() -> Option<HtmlElement> {
    document().get_element_by_id("content")?.dyn_into().ok()
}

/// What the page's `<meta name="postil:NAME">` says.
fn meta(name: &str) -> String {
    let meta = document().query_selector(&["meta[name='postil:", name, "']"].concat()).ok().flatten();
    meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_default()
}

/// The site's own includes that stand in place of ours, as `postil index` has listed them: a line each.
pub fn own_includes() -> String {
    meta("includes").replace(' ', "\n")
}

/// Whether `postil index` has written pages for all that can be linked.
pub fn is_written() -> bool {
    !meta("page").is_empty()
}

/// Replaces the content of `element` by `html`, wherever the document now is (see [`settle`]).
pub fn set_html(element: &Element, html: &str, baseurl: &str) {
    element.set_inner_html(&settle(html, &root(), baseurl));
    apply_styles(element);
}

/// Applies inline styles, which the page's policy forbids as attributes.
pub fn apply_styles(element: &Element) {
    let Ok(styled) = element.query_selector_all("[data-style]") else { return };
    for at in 0..styled.length() {
        let Some(node) = styled.item(at) else { continue };
        // MathML and SVG elements have `style` as well.
        let node: HtmlElement = node.unchecked_into();
        node.style().set_css_text(&node.get_attribute("data-style").unwrap_or_default());
    }
}

/// The bibliographies that `postil index` lists for posts that have their own, from the site's folder: each behind the
/// post's name.
pub fn listed_bibliographies() -> Vec<(String, String)> {
    let list = meta("own-requests");
    let own = list.split_whitespace().filter_map(|pair| pair.split_once('='));
    own.filter(|(_, path)| path.ends_with(".bib"))
        .map(|(post, path)| (post.to_string(), ["/", path].concat()))
        .collect()
}

/// The nearest element that matches, from the target of an event upwards.
pub fn closest(event: &web_sys::Event, selector: &str) -> Option<HtmlElement> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest(selector).ok()??.dyn_into().ok()
}

/// Whether `boot.js` keeps `main` back because the address asks for something else.
pub fn is_kept_back() -> bool {
    document().document_element().is_some_and(|root| root.class_list().contains("elsewhere"))
}

/// Shows `main`, which `boot.js` has kept back because the address asks for something else.
pub fn reveal() {
    if let Ok(Some(waiting)) = document().query_selector(".outside") {
        waiting.remove();
    }
    if let Some(root) = document().document_element() {
        let _ = root.class_list().remove_1("elsewhere");
    }
}

/// Makes the links around the screen lead where they do now from wherever the reader goes.
pub fn pin_links() {
    let Ok(links) = document().query_selector_all(".site-header a, .site-footer a") else { return };
    for at in 0..links.length() {
        if let Some(link) = links.item(at) {
            let link: HtmlAnchorElement = link.unchecked_into();
            link.set_href(&link.href());
        }
    }
}

/// Makes what stands around the screen say what `frame` says, a page's whole body.
pub fn set_frame(frame: &str, baseurl: &str) {
    let Ok(made) = document().create_element("div") else { return };
    made.set_inner_html(&settle(frame, &root(), baseurl));
    for part in [".skip", ".site-header", ".site-footer"] {
        if let (Ok(Some(old)), Ok(Some(new))) = (document().query_selector(part), made.query_selector(part)) {
            old.set_inner_html(&new.inner_html());
        }
    }
}

/// Makes the masthead say the site's title.
pub fn set_masthead(title: &str) {
    if let Ok(Some(link)) = document().query_selector(".site-title") {
        link.set_text_content(Some(title));
    }
}

/// Makes the document say its title, description, language and direction.
pub fn set_head(head: &DocumentHead) {
    let document = document();
    document.set_title(&head.title);
    if let Some(root) = document.document_element() {
        for (name, value) in [("lang", &head.lang), ("dir", &head.dir)] {
            let _ = root.set_attribute(name, value);
        }
    }
    if let Some(main) = content() {
        // The parts of extras/ speak as the page does.
        let _ = main.set_attribute("data-words", &head.table);
    }
    if let Ok(Some(meta)) = document.query_selector("meta[name=description]") {
        let _ = meta.set_attribute("content", &head.description);
    }
}

/// For works that other posts cite as well: key, name of its page, and how many posts, parted by spaces.
/// A written page carries this behind its post.
pub fn elsewhere() -> String {
    let element = document().query_selector("[data-works]").ok().flatten();
    element.and_then(|element| element.get_attribute("data-works")).unwrap_or_default()
}

/// Leaves a mark on the performance timeline.
pub fn mark(name: &str) {
    if let Some(performance) = window().performance() {
        let _ = performance.mark(name);
    }
}

/// A measure on the performance timeline, from the beginning until now.
pub fn measure(name: &str) {
    if let Some(performance) = window().performance() {
        let _ = performance.measure(name);
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
