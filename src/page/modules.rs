//! The modules that are loaded, as the renderer calls them: [`here`] is the entrance.

use postil::modules::{Module, ModuleSet, Modules};
use postil::route::RelativePath;
use wasm_bindgen::prelude::*;

use crate::files::{self, Files};

/// The file of a module.
pub fn path(module: Module) -> RelativePath {
    files::path(module.file())
}

#[wasm_bindgen]
extern "C" {
    /// What a module answers that `boot.js` has loaded, by its file.
    #[wasm_bindgen(js_namespace = postil)]
    fn answer(file: &str, request: &str) -> String;
}

/// The modules that are loaded, for one article; none is asked for.
pub fn here(files: Files) -> Modules<'static> {
    let loaded = |here: ModuleSet, module| here.with(module, files.has(&path(module)));
    let here = Module::ALL.into_iter().fold(ModuleSet::default(), loaded);
    if here.has(Module::Math) {
        // The equations of an article are numbered from 1.
        answer(Module::Math.file(), "");
    }
    Modules::new(here, |module, request| answer(module.file(), request))
}
