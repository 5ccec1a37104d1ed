//! While an author writes: notices by itself that a file of the site has changed.
//! Only in development builds (`trunk serve`); [`watch`] does nothing in others.

use leptos::task::spawn_local;

use crate::api;
use crate::dom::document;
use crate::files::Files;

/// Time between two looks, in milliseconds.
const INTERVAL: u32 = 400;

/// Asks again and again for the files that the page shows, and replaces those that differ.
pub fn watch(files: Files) {
    if !cfg!(debug_assertions) {
        return;
    }
    spawn_local(async move {
        loop {
            gloo_timers::future::TimeoutFuture::new(INTERVAL).await;
            if document().hidden() {
                continue;
            }
            for (path, known) in files.known() {
                // A file that is being written may be missing for a moment: what is shown stays.
                if let Ok(text) = api::text(&path, true).await
                    && *text != *known
                {
                    files.put(path, text);
                }
            }
        }
    });
}
