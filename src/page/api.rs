//! The only file that asks the network for anything, through `boot.js`, which has begun to: [`text`] fetches one file
//! of the site, [`asked`] is what is on its way already.

use js_sys::Uint8Array;
use postil::route::{RelativePath, relative_path};
use wasm_bindgen::prelude::*;

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
    /// The paths of what was asked for before the program was there, a line each.
    #[wasm_bindgen(js_namespace = postil, js_name = asked)]
    fn asked_paths() -> String;
    /// The answer for one of them, `undefined` while it is on its way.
    #[wasm_bindgen(js_namespace = postil)]
    fn arrived(path: &str) -> JsValue;
    /// The answer for a file: its bytes, or a status.
    #[wasm_bindgen(js_namespace = postil)]
    async fn ask(path: &str, fresh: bool) -> JsValue;
}

/// What `boot.js` has asked for, each with the answer if that is here.
pub fn asked() -> Vec<(RelativePath, Option<Result<String, Failure>>)> {
    let paths = asked_paths();
    let paths = paths.lines().filter_map(relative_path);
    let arrived = |path: &RelativePath| Some(arrived(path.as_str())).filter(|answer| !answer.is_undefined());
    paths.map(|path| (path.clone(), arrived(&path).map(|answer| read(&path, &answer)))).collect()
}

/// The text of a file below the site's folder; a module (see `modules.rs`) is loaded into the page, and its text is
/// empty. `fresh` goes past the browser's cache.
pub async fn text(path: &RelativePath, fresh: bool) -> Result<String, Failure> {
    read(path, &ask(path.as_str(), fresh).await)
}

fn read(path: &RelativePath, answer: &JsValue) -> Result<String, Failure> {
    if let Some(bytes) = answer.dyn_ref::<Uint8Array>() {
        return Ok(postil::encoding::decode(bytes.to_vec()));
    }
    let reason = match answer.as_f64().unwrap_or(0.0) as u16 {
        404 | 410 => return Err(Failure::NotFound),
        _ if path.as_str().ends_with(".js") => "the module could not be started".into(),
        0 => "the server cannot be reached".into(),
        status => ["the server answers with status ", &status.to_string()].concat(),
    };
    Err(Failure::Other(reason))
}
