//! Short names for what a program and its loader call in each other. wasm-bindgen's are long and end in a hash, and
//! stand in both: [`shorten`] saves 3 KB of the page's.

use crate::run::tool;
use std::fs;
use std::path::Path;

/// Gives `NAME_bg.wasm` short names for imports and exports, and the same ones to its loader `NAME.js`.
///
/// # Errors
/// If wasm-opt cannot be run, or one of the files not be read or written.
pub fn shorten(program: &Path) -> Result<(), String> {
    let failed = |error| format!("{}: {error}", program.display());
    let loader = program.display().to_string().replace("_bg.wasm", ".js");
    let source = fs::read_to_string(&loader).map_err(failed)?;
    let options = ["--minify-imports-and-exports-and-modules", "--output"];
    let names = tool("wasm-opt").arg(program).args(options).arg(program).output();
    let names = names.ok_or_else(|| failed(std::io::Error::other("wasm-opt failed")))?;
    fs::write(&loader, renamed(&source, &names)).map_err(failed)
}

/// The loader with the names that wasm-opt lists: `["module", "import", "short"]`, `["export", "short"]`, a line each.
fn renamed(loader: &str, names: &str) -> String {
    let mut loader = loader.to_owned();
    for line in names.lines() {
        let words: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
        match words[..] {
            // All of wasm-bindgen's imports are of one module, which becomes `a`.
            [module, import, short] => {
                loader = loader.replace(&["\"", module, "\""].concat(), "\"a\"");
                loader = word_replaced(&loader, import, short);
            }
            [export, short] => {
                let [from, to] = [export, short].map(|name| ["wasm.", name].concat());
                loader = word_replaced(&loader, &from, &to);
            }
            _ => {}
        }
    }
    loader
}

/// `text` with each `word` that is not a part of a longer one replaced.
fn word_replaced(text: &str, word: &str, by: &str) -> String {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(word) {
        out.push_str(before);
        let whole = !is_part(out.chars().next_back()) && !is_part(after.chars().next());
        out.push_str(if whole { by } else { word });
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn names_are_short_in_the_loader() {
        let names = "{\n \"imports\": [\n  [\"./m_bg.js\", \"__wbg_now_1f\", \"$\"],\n ],\n\"exports\": [\n  [\"answer\", \"A\"],\n  [\"memory\", \"B\"]\n]\n}";
        let loader = "export function answer(r) { return wasm.answer(wasm.memory.buffer, wasm.answers); }\n\
                      const imports = { __wbg_now_1f: () => 1, __wbg_now_1f2: 2 }; return { \"./m_bg.js\": imports };";
        assert_eq!(
            renamed(loader, names),
            "export function answer(r) { return wasm.A(wasm.B.buffer, wasm.answers); }\n\
             const imports = { $: () => 1, __wbg_now_1f2: 2 }; return { \"a\": imports };"
        );
    }
}
