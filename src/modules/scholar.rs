//! The module `scholar`: what jekyll-scholar does to works beyond citing them, for the page.

use wasm_bindgen::prelude::*;

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {}

/// Tells of works; request and answer are those of `postil::scholar::answer`.
#[wasm_bindgen]
pub fn answer(request: &str) -> String {
    postil::scholar::answer(request)
}
