//! The browser entry: mounts the [`app::App`].

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

fn main() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
