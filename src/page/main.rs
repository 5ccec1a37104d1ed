//! The browser entry: mounts the [`app::App`] in place of what the page shows while it loads.

mod api;
mod app;
mod citation_popover;
mod clipboard;
mod dom;
mod files;
mod history;
mod live;
mod modules;
mod screen;

fn main() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    dom::body().set_inner_html("");
    leptos::mount::mount_to_body(app::App);
}
