//! The module `yaml`: the full reader of YAML, for the page.

use wasm_bindgen::prelude::*;

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {}

/// Reads a text; request and answer are those of `postil::yaml::answer`.
#[wasm_bindgen]
pub fn answer(request: &str) -> String {
    postil::yaml::answer(request)
}
