//! The only file that asks the network for anything: [`text`] fetches one file of the site.

use gloo_net::http::Request;
use postil::route::RelativePath;
use wasm_bindgen::prelude::*;
use web_sys::RequestCache;

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
    let cache = if fresh { RequestCache::NoStore } else { RequestCache::Default };
    let unreachable = |_| Failure::Other("the server cannot be reached".into());
    let response = Request::get(&[&dom::root(), path.as_str()].concat())
        .cache(cache)
        .send()
        .await
        .map_err(unreachable)?;
    match response.status() {
        200 => response.binary().await.map(postil::encoding::decode).map_err(unreachable),
        404 | 410 => Err(Failure::NotFound),
        status => Err(Failure::Other(["the server answers with status ", &status.to_string()].concat())),
    }
}
