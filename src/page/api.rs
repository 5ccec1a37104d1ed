//! The only file that asks the network for anything: [`text`] fetches one file of the site.

use js_sys::Uint8Array;
use postil::route::RelativePath;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestInit, Response};

use crate::dom;

/// Why a file is not here.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The server answers that there is no such file.
    NotFound,
    /// Anything else, in words.
    Other(String),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Failure::NotFound => "the server has no such file",
            Failure::Other(reason) => reason,
        })
    }
}

#[wasm_bindgen]
extern "C" {
    /// `boot.js` keeps the modules that are loaded, by their names.
    #[wasm_bindgen(js_namespace = postil, js_name = load, catch)]
    async fn load_module(path: &str) -> Result<JsValue, JsValue>;
}

/// Loads a module (see `modules.rs`) into the page.
pub async fn module(path: &RelativePath) -> Result<(), Failure> {
    let failed = |_| Failure::Other("the module could not be started".into());
    load_module(path.as_str()).await.map(drop).map_err(failed)
}

/// The text of a file below the page's own folder. `fresh` goes past the browser's cache.
pub async fn text(path: &RelativePath, fresh: bool) -> Result<String, Failure> {
    let options = RequestInit::new();
    options.set_cache(if fresh { RequestCache::NoStore } else { RequestCache::Default });
    let address = [&dom::root(), path.as_str()].concat();
    let unreachable = |_| Failure::Other("the server cannot be reached".into());
    let response = JsFuture::from(dom::window().fetch_with_str_and_init(&address, &options)).await;
    let response: Response = response.map_err(unreachable)?.unchecked_into();
    match response.status() {
        200 => {
            let bytes = JsFuture::from(response.array_buffer().map_err(unreachable)?).await;
            Ok(postil::encoding::decode(Uint8Array::new(&bytes.map_err(unreachable)?).to_vec()))
        }
        404 | 410 => Err(Failure::NotFound),
        status => Err(Failure::Other(["the server answers with status ", &status.to_string()].concat())),
    }
}
