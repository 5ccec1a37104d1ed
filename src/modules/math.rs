//! The module `math`: the converter from TeX to MathML, for the page.

use postil::math::converter::Converter;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {}

thread_local! {
    /// The converter for one article: its numbered equations count on.
    static CONVERTER: RefCell<Converter> = RefCell::default();
}

/// Typesets a formula; request and answer are those of `Converter::answer`. An empty request begins an article.
#[wasm_bindgen]
pub fn answer(request: &str) -> String {
    CONVERTER.with_borrow_mut(|converter| {
        if request.is_empty() {
            *converter = Converter::default();
            return String::new();
        }
        converter.answer(request)
    })
}
