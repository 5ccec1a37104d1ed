//! The parts of the page that only some posts load, built from `extras/` with npm's esbuild. [`built`] gives the
//! folder of them; what was built once serves until a file in `extras/` changes.

use crate::fnv;
use crate::run::{Outcome, project, step, tool};
use crate::tools;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What a build depends on, in `extras/`.
const INPUTS: [&str; 3] = ["build.mjs", "package-lock.json", "src"];

/// The folder with the built parts.
///
/// # Errors
/// If a package cannot be installed, or the parts not be built.
pub fn built() -> Result<PathBuf, String> {
    let folder = project().join("target/extras");
    let stamp = project().join("target/extras.stamp");
    let state = state().map_err(|error| format!("extras: {error}"))?;
    if folder.is_dir() && fs::read_to_string(&stamp).is_ok_and(|built| built == state) {
        return Ok(folder);
    }
    tools::node_packages("extras")?;
    step("building what only some posts load");
    tool("node").folder(project().join("extras")).args(["build.mjs", "../target/extras"]).done()?;
    fs::write(&stamp, state).map_err(|error| format!("{}: {error}", stamp.display()))?;
    Ok(folder)
}

/// Makes scripts and style sheets smaller in place: Trunk's own minifier gives up on what wasm-bindgen writes.
///
/// # Errors
/// If one of them cannot be read as what its name says.
pub fn minify(files: &[PathBuf]) -> Outcome {
    if files.is_empty() {
        return Ok(());
    }
    tools::node_packages("extras")?;
    tool("node").folder(project().join("extras")).args(["build.mjs", "--minify"]).args(files).done()
}

/// The page with the name of the one part that leads to all others.
///
/// # Errors
/// If there is no such part, or no place for its name.
pub fn named_in(html: &str, parts: &Path) -> io::Result<String> {
    const PLACE: &str = "data-extras=\"\"";
    let names = fs::read_dir(parts)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let name = names.into_iter().find(|name| name.starts_with("enhance-") && name.ends_with(".js"));
    let missing = |what: &str| io::Error::new(io::ErrorKind::NotFound, what.to_owned());
    let name = name.ok_or_else(|| missing("target/extras has no enhance-….js"))?;
    let (before, after) = html.split_once(PLACE).ok_or_else(|| missing("index.html has no data-extras"))?;
    Ok([before, "data-extras=\"./extras/", &name, "\"", after].concat())
}

/// What the inputs are like: their names, sizes and content.
fn state() -> io::Result<String> {
    let mut state = String::new();
    for name in INPUTS {
        look(&project().join("extras").join(name), &mut state)?;
    }
    Ok(state)
}

fn look(path: &Path, state: &mut String) -> io::Result<()> {
    if path.is_dir() {
        let mut entries =
            fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
        entries.sort();
        return entries.iter().try_for_each(|entry| look(entry, state));
    }
    let print = fnv::add(fnv::EMPTY, &fs::read(path)?);
    state.push_str(&format!("{} {print:016x}\n", path.display()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::named_in;
    use std::fs;

    #[test]
    fn the_page_names_the_part() {
        let folder = std::env::temp_dir().join(format!("postil-extras-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        assert!(named_in("<script data-extras=\"\">", &folder).is_err());
        fs::write(folder.join("enhance-X1.js"), "").expect("a file");
        let page = named_in("<script data-js=\"a\" data-extras=\"\">", &folder);
        assert!(named_in("<script>", &folder).is_err());
        fs::remove_dir_all(&folder).expect("an end");
        assert_eq!(page.expect("a page"), "<script data-js=\"a\" data-extras=\"./extras/enhance-X1.js\">");
    }
}
