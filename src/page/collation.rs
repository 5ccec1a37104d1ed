//! The order of texts as the browser has it: [`of`] a language, by `Intl.Collator`, as citeproc-js uses it.

use js_sys::{Array, JSON};
use postil::csl::collate::Compare;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type Collator;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(languages: &Array, options: &JsValue) -> Result<Collator, JsValue>;
    #[wasm_bindgen(method)]
    fn compare(this: &Collator, a: &str, b: &str) -> i32;
}

/// What compares two texts of a language; of one that the browser does not know, as in English.
pub fn of(language: &str) -> Compare {
    let english = JsValue::from_str("en");
    let options = r#"{"sensitivity":"base","numeric":true}"#;
    let options = JSON::parse(options).unwrap_or_default();
    let collator = Collator::new(&Array::of2(&JsValue::from_str(language), &english), &options);
    match collator.or_else(|_| Collator::new(&Array::of1(&english), &options)) {
        Ok(collator) => Box::new(move |a, b| collator.compare(a, b).cmp(&0)),
        Err(_) => Box::new(|a, b| a.cmp(b)),
    }
}
