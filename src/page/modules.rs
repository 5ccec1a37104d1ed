//! The modules that are loaded, as the renderer calls them: [`with`] is the entrance.

use postil::math::Display;
use postil::modules::Modules;
use postil::route::RelativePath;
use wasm_bindgen::prelude::*;

use crate::files;

/// The module of the converter of formulas.
pub fn math() -> RelativePath {
    files::path("math.js")
}

/// The module of the interpreter of Liquid.
pub fn liquid() -> RelativePath {
    files::path("liquid.js")
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["postil", "modules", "liquid"])]
    fn answer(request: &str) -> String;

    #[wasm_bindgen(js_namespace = ["postil", "modules", "math"])]
    type MathConverter;
    #[wasm_bindgen(constructor, js_namespace = ["postil", "modules", "math"])]
    fn new() -> MathConverter;
    #[wasm_bindgen(method, catch)]
    fn convert(this: &MathConverter, tex: &str, block: bool) -> Result<String, JsValue>;
}

/// Calls `use_them` with the modules that are loaded: that for formulas if `math`, that for Liquid if `liquid`.
pub fn with<T>(math: bool, liquid: bool, use_them: impl FnOnce(Modules) -> T) -> T {
    let converter = math.then(MathConverter::new);
    let convert = converter.as_ref().map(|converter| {
        |tex: &str, display| {
            let mathml = converter.convert(tex, display == Display::Block);
            mathml.map_err(|reason| reason.as_string().unwrap_or_default())
        }
    });
    use_them(Modules {
        math: convert.as_ref().map(|convert| convert as _),
        liquid: liquid.then_some(&answer),
    })
}
