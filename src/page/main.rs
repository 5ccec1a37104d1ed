//! The browser entry: mounts the [`app::App`] in place of what the page shows while it loads.

mod api;
mod app;
mod citation_popover;
mod clipboard;
mod collation;
mod context;
mod dom;
mod files;
mod gathered;
mod history;
mod live;
mod modules;
mod screen;
mod written;

use postil::html::{Html, settle};
use postil::layout;
use postil::site::Site;

fn main() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    // A page that `postil index` has written has its body already, and the reader reads it.
    if let (None, Some(body)) = (dom::content(), dom::document().body()) {
        let frame = layout::frame(&Site::default(), "en", &[], "", &Html::new(), "");
        body.set_inner_html(&settle(frame.as_str(), &dom::root(), ""));
    }
    leptos::mount::mount_to_body(app::App);
}
