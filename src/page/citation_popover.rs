//! The citation popover: one element that shows the works of the citation which the reader points at,
//! focuses or taps. [`CitationPopover::new`] is the state, [`CitationPopover::listen`] follows the article;
//! [`PopoverView`] is what is seen.
//!
//! It is a `popover` in the top layer, placed by CSS anchor positioning where the browser has it
//! (`style/main.css`), else by measuring.

use std::sync::Arc;

use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use postil::article::Article;
use postil::layout;
use postil::scholar::Work;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, EventTarget, FocusEvent, HtmlElement, KeyboardEvent, Node, PointerEvent};

use crate::clipboard;
use crate::context::Context;
use crate::dom::{self, closest, document, window};
use crate::screen;

/// How long, in milliseconds, the popover stays after the pointer has left: enough to move into it.
const GRACE: u32 = 250;
const ID: &str = "citation-popover";
const FOCUSABLE: &str = "a[href], button";

/// The citation that is described, and the BibTeX of its works.
struct Shown {
    citation: HtmlElement,
    bibtex: Vec<String>,
}

/// What the popover knows.
#[derive(Default)]
struct State {
    article: Option<Arc<Article>>,
    shown: Option<Shown>,
    /// Counts what happens: a delayed hiding is void if something happened meanwhile.
    turn: u32,
    /// Whether a finger acts: it cannot hover, so its first tap shows and only the second follows.
    touch: bool,
}

/// The popover; copies share it.
#[derive(Clone, Copy)]
pub struct CitationPopover {
    context: Context,
    state: StoredValue<State, LocalStorage>,
    element: NodeRef<Div>,
}

impl CitationPopover {
    pub fn new(context: Context) -> Self {
        let state = StoredValue::new_local(State::default());
        let popover = CitationPopover { context, state, element: NodeRef::new() };
        let anywhere = move |event: Event| match event.dyn_ref::<KeyboardEvent>() {
            Some(event) => popover.key_anywhere(event),
            None => popover.pointer_down(event.unchecked_ref()),
        };
        dom::listen(&window(), &["pointerdown", "keydown"], Box::new(anywhere));
        popover
    }

    /// Follows what happens in the article's element.
    pub fn listen(self, article: &EventTarget) {
        let names = ["click", "pointerover", "pointerout", "focusin", "focusout", "keydown"];
        let handle = move |event: Event| match event.type_().as_str() {
            "click" => self.click(&event),
            "pointerover" => self.pointer_over(event.unchecked_ref()),
            "pointerout" => self.pointer_out(event.unchecked_ref()),
            "focusin" => self.focus_in(&event),
            "focusout" => self.focus_out(event.unchecked_ref()),
            _ => self.key_down(event.unchecked_ref()),
        };
        dom::listen(article, &names, Box::new(handle));
    }

    /// Follows what happens in the popover's own element.
    fn listen_inside(self, popover: &EventTarget) {
        let names = ["click", "pointerenter", "pointerleave", "focusout", "keydown"];
        let handle = move |event: Event| match event.type_().as_str() {
            "click" => self.copy(&event),
            "pointerenter" => self.stay(),
            "pointerleave" => self.leave(),
            "focusout" => self.focus_out(event.unchecked_ref()),
            _ => self.key_inside(event.unchecked_ref()),
        };
        dom::listen(popover, &names, Box::new(handle));
    }

    /// The page shows `article` from now on, or none: the citation that was described is gone.
    pub fn describe(self, article: Option<Arc<Article>>) {
        self.hide();
        self.state.update_value(|state| state.article = article);
    }

    /// Shows what the reader points at or has focused since before the program was there.
    pub fn catch_up(self) {
        let there = document().query_selector("a.citation:hover, a.citation:focus-visible").ok().flatten();
        if let Some(citation) = there {
            self.show(citation.unchecked_into());
        }
    }

    // ---- what happens ----

    fn pointer_down(self, event: &PointerEvent) {
        self.set_touch(event.pointer_type() == "touch");
        if closest(event, "a.citation, .citation-popover").is_none() {
            self.hide();
        }
    }

    fn key_anywhere(self, event: &KeyboardEvent) {
        self.set_touch(false);
        if event.key() == "Escape" {
            self.dismiss();
        }
    }

    fn pointer_over(self, event: &PointerEvent) {
        if event.pointer_type() != "touch"
            && let Some(citation) = citation(event)
        {
            self.show(citation);
        }
    }

    fn pointer_out(self, event: &PointerEvent) {
        if event.pointer_type() != "touch" && citation(event).is_some() {
            self.leave();
        }
    }

    fn focus_in(self, event: &Event) {
        // A finger focuses before it clicks; the click decides then.
        if !self.touch()
            && let Some(citation) = citation(event)
        {
            self.show(citation);
        }
    }

    /// Focus leaves the citation or the popover for another element.
    fn focus_out(self, event: &FocusEvent) {
        let to: Option<Node> = event.related_target().and_then(|to| to.dyn_into().ok());
        let inside = self.element.get_untracked().is_some_and(|element| element.contains(to.as_ref()));
        if !inside && !to.is_some_and(|to| self.describes(&to)) {
            self.hide();
        }
    }

    fn click(self, event: &Event) {
        let Some(citation) = citation(event) else { return };
        if self.touch() && !self.describes(&citation) {
            event.prevent_default();
            self.show(citation);
        } else {
            self.hide();
        }
    }

    /// Tab leads from the citation into its popover.
    fn key_down(self, event: &KeyboardEvent) {
        if event.key() != "Tab" || event.shift_key() {
            return;
        }
        if citation(event).is_some_and(|citation| self.describes(&citation))
            && let Some(first) = self.focusable(0)
        {
            event.prevent_default();
            let _ = first.focus();
        }
    }

    // ---- showing and hiding ----

    fn show(self, citation: HtmlElement) {
        self.stay();
        if self.describes(&citation) {
            return;
        }
        let (Some(article), Some(element)) = (self.article(), self.element.get_untracked()) else { return };
        let works = works(&article, &citation.id());
        if works.is_empty() {
            return;
        }
        self.hide();
        let _ = citation.class_list().add_1("described");
        let _ = citation.set_attribute("aria-describedby", ID);
        dom::set_html(&element, layout::works(&works, &dom::elsewhere(), &article.words).as_str(), "");
        let _ = element.show_popover();
        place(&citation, &element);
        let bibtex = works.iter().map(|work| work.bibtex.clone()).collect();
        self.state.update_value(|state| state.shown = Some(Shown { citation, bibtex }));
    }

    /// A click on a button inside copies the BibTeX of its work.
    fn copy(self, event: &Event) {
        let Some(button) = closest(event, "[data-copy]") else { return };
        let at: Option<usize> = button.get_attribute("data-copy").and_then(|at| at.parse().ok());
        let bibtex = self.state.with_value(|state| state.shown.as_ref()?.bibtex.get(at?).cloned());
        if let Some(bibtex) = bibtex {
            let words = self.article().map(|article| article.words.clone()).unwrap_or_default();
            spawn_local(async move {
                let done = clipboard::copy(&bibtex, &button).await;
                button.set_text_content(Some(words.say(if done { "BibTeX copied" } else { "Not copied" })));
            });
        }
    }

    fn hide(self) {
        self.stay();
        let Some(shown) = self.state.try_update_value(|state| state.shown.take()).flatten() else { return };
        let _ = shown.citation.class_list().remove_1("described");
        let _ = shown.citation.remove_attribute("aria-describedby");
        if let Some(element) = self.element.get_untracked() {
            let _ = element.hide_popover();
        }
    }

    /// Escape: focus that is inside goes back to the citation.
    fn dismiss(self) {
        let Some(citation) = self.described() else { return };
        if self.holds_focus() {
            let _ = citation.focus();
        }
        self.hide();
    }

    /// The pointer is in the citation or the popover: no pending hiding counts any more.
    fn stay(self) {
        self.state.try_update_value(|state| state.turn = state.turn.wrapping_add(1));
    }

    /// The pointer has left: hides unless it comes back in time, or the keyboard holds the popover open.
    fn leave(self) {
        self.stay();
        let turn = self.turn();
        spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(GRACE).await;
            if self.turn() == turn && !self.has_focus() {
                self.hide();
            }
        });
    }

    fn has_focus(self) -> bool {
        let visible = |element: &HtmlElement| element.matches(":focus-visible").unwrap_or(false);
        self.described().is_some_and(|citation| self.holds_focus() || visible(&citation))
    }

    /// Whether the focus is inside.
    fn holds_focus(self) -> bool {
        let focus = document().active_element();
        self.element
            .get_untracked()
            .is_some_and(|element| focus.as_ref().is_some_and(|focus| element.contains(Some(focus.as_ref()))))
    }

    fn describes(self, node: &Node) -> bool {
        self.described().is_some_and(|citation| citation.is_same_node(Some(node)))
    }

    // ---- the state ----

    /// The article that is shown. One that came with the page has to be rendered first.
    fn article(self) -> Option<Arc<Article>> {
        let known = self.state.with_value(|state| state.article.clone());
        known.or_else(|| {
            let rendered = screen::article(self.context);
            self.state.update_value(|state| state.article.clone_from(&rendered));
            rendered
        })
    }

    /// The citation that is described.
    fn described(self) -> Option<HtmlElement> {
        self.state.with_value(|state| state.shown.as_ref().map(|shown| shown.citation.clone()))
    }

    fn turn(self) -> Option<u32> {
        self.state.try_with_value(|state| state.turn)
    }

    fn touch(self) -> bool {
        self.state.with_value(|state| state.touch)
    }

    fn set_touch(self, touch: bool) {
        self.state.update_value(|state| state.touch = touch);
    }

    // ---- focus inside ----

    /// The `nth` thing inside that takes focus.
    fn focusable(self, nth: u32) -> Option<HtmlElement> {
        let list = self.element.get_untracked()?.query_selector_all(FOCUSABLE).ok()?;
        list.item(nth)?.dyn_into().ok()
    }

    /// Tab at either end leads back to the citation, from where the browser goes on.
    fn key_inside(self, event: &KeyboardEvent) {
        if event.key() != "Tab" {
            return;
        }
        let (Some(citation), Some(element)) = (self.described(), self.element.get_untracked()) else {
            return;
        };
        let count = element.query_selector_all(FOCUSABLE).map_or(0, |list| list.length());
        let end = if event.shift_key() { 0 } else { count.saturating_sub(1) };
        let focus = document().active_element();
        let at_end =
            self.focusable(end).is_some_and(|end| end.is_same_node(focus.as_ref().map(|f| f.as_ref())));
        if at_end {
            let _ = citation.focus();
            if event.shift_key() {
                event.prevent_default();
            }
        }
    }
}

/// The works of the citation whose link has this id: `cite-N`, or `cite-N-M` in a group.
fn works<'a>(article: &'a Article, id: &str) -> Vec<&'a Work> {
    let number = id.strip_prefix("cite-").and_then(|rest| rest.split('-').next()?.parse::<usize>().ok());
    let works = number.and_then(|number| article.citations.get(number.checked_sub(1)?));
    works.into_iter().flatten().filter_map(|work| article.works.get(*work)).collect()
}

/// Where the style sheet places it (`style/main.css` has the same condition): Firefox would lay it over its citation
/// where there is no room below.
const PLACED: &str = "(position-area: bottom) and (not (-moz-appearance: none))";

/// Where anchor positioning is missing: below the citation, above it if there is no room, within the
/// window, never over the citation.
fn place(citation: &HtmlElement, popover: &HtmlElement) {
    if web_sys::css::supports(PLACED).unwrap_or(false) {
        return;
    }
    let pixels = |value: Result<JsValue, JsValue>| value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0);
    let (width, height) = (pixels(window().inner_width()), pixels(window().inner_height()));
    let (citation, own) = (citation.get_bounding_client_rect(), popover.get_bounding_client_rect());
    let below = citation.bottom() + own.height() + 16.0 <= height;
    let top = if below { citation.bottom() } else { citation.top() - own.height() - 12.0 };
    let middle = (citation.left() + citation.right() - own.width()) / 2.0;
    let left = middle.min(width - own.width() - 12.0).max(12.0);
    let style = popover.style();
    for (property, value) in [("top", top), ("left", left)] {
        let _ = style.set_property(property, &[&(value as i32).to_string(), "px"].concat());
    }
}

fn citation(event: &Event) -> Option<HtmlElement> {
    closest(event, "a.citation")
}

/// The popover's element.
#[component]
pub fn PopoverView(popover: CitationPopover) -> impl IntoView {
    popover.element.on_load(move |element| popover.listen_inside(&element));
    view! {
        <div
            id=ID
            class="citation-popover"
            popover="manual"
            // A landmark: it stands outside of the others.
            role="complementary"
            aria-label="Cited works"
            // Takes focus when its text is clicked, so that the click does not count as leaving.
            tabindex="-1"
            node_ref=popover.element
        ></div>
    }
}
