//! The module `liquid`: the interpreter of Liquid, for the page.

use wasm_bindgen::prelude::*;

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {}

#[wasm_bindgen]
extern "C" {
    /// Milliseconds since 1970.
    #[wasm_bindgen(js_namespace = Date)]
    fn now() -> f64;
}

/// Runs a post or a template; request and answer are those of `postil::liquid::answer`.
#[wasm_bindgen]
pub fn answer(request: &str) -> String {
    postil::liquid::answer(request, (now() / 1000.0) as i64)
}
