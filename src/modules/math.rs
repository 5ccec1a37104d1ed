//! The module `math`: the converter from TeX to MathML, for the page.

use postil::math::converter::Converter;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Typesets a formula that has what most have. Browsers compile a function when it is first called: here that happens
/// while the page's program is on its way.
fn main() {
    answer(r"b\sum_{i=1}^{n} \frac{x_i^2}{\sqrt{2}} \left(\mathbf{a} \le \text{b} \right)");
    answer("");
}

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
