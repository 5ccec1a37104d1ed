//! Puts text on the clipboard, also where the page is not served over HTTPS.

use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use crate::dom::{document, window};

/// Copies `text`. The asynchronous clipboard exists in secure contexts only; elsewhere a selected text
/// field and the old command do the same. Must be called while a user's action is handled.
pub fn copy(text: &str, near: &web_sys::Element) {
    if window().is_secure_context() {
        let _ = window().navigator().clipboard().write_text(text);
        return;
    }
    let Ok(field) = document().create_element("textarea") else { return };
    let field: HtmlTextAreaElement = field.unchecked_into();
    field.set_value(text);
    // Inside the popover: an element outside of it could not take the selection without closing it.
    if near.append_child(&field).is_ok() {
        field.select();
        let _ = document().exec_command("copy");
        field.remove();
    }
}
