//! Puts text on the clipboard, also where the page is not served over HTTPS.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlTextAreaElement;

use crate::dom::{document, window};

/// Copies `text`. The asynchronous clipboard exists in secure contexts only; elsewhere a selected text
/// field and the old command do the same. Must be called soon after a user's action. Tells whether it worked.
pub async fn copy(text: &str, near: &web_sys::Element) -> bool {
    if window().is_secure_context() {
        return JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok();
    }
    let Ok(field) = document().create_element("textarea") else { return false };
    let field: HtmlTextAreaElement = field.unchecked_into();
    field.set_value(text);
    // Inside the popover: an element outside of it could not take the selection without closing it.
    if near.append_child(&field).is_err() {
        return false;
    }
    field.select();
    let done = document().exec_command("copy") == Ok(true);
    field.remove();
    done
}
