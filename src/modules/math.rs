//! The module `math`: the converter from TeX to MathML, for the page.

use postil::math::Display;
use postil::math::converter::Converter;
use wasm_bindgen::prelude::*;

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {}

/// The converter for one article.
#[wasm_bindgen]
#[derive(Default)]
pub struct MathConverter(Converter);

#[wasm_bindgen]
impl MathConverter {
    /// A new one, whose equations are numbered from 1.
    #[wasm_bindgen(constructor)]
    pub fn new() -> MathConverter {
        MathConverter::default()
    }

    /// The formula as MathML; `block` if it stands on lines of its own.
    ///
    /// # Errors
    /// Throws why it cannot be typeset, as a string.
    pub fn convert(&self, tex: &str, block: bool) -> Result<String, String> {
        self.0.convert(tex, if block { Display::Block } else { Display::Inline })
    }
}
