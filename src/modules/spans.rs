//! The module `spans`: CommonMark's spans by pulldown-cmark, for the page.

use wasm_bindgen::prelude::*;

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {}

/// Reads a text; request and answer are those of `postil::markdown::commonmark::answer`.
#[wasm_bindgen]
pub fn answer(request: &str) -> String {
    postil::markdown::commonmark::answer(request)
}
