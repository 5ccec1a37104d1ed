//! Every style and locale of the CSL project: none is refused, each formats some works.
//!
//! The folders are clones of the project's repositories, named in `POSTIL_CSL_STYLES` and `POSTIL_CSL_ALL_LOCALES`:
//!
//! ```sh
//! POSTIL_CSL_STYLES=../styles POSTIL_CSL_ALL_LOCALES=../locales cargo test --release --test csl_styles -- --nocapture
//! ```

#[allow(dead_code)]
mod csl_json;

use postil::csl::{Citation, Item, Locale, Options, Style, process};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The files with that ending in the folder that a variable names.
fn files(variable: &str, below: &str, ending: &str) -> Option<Vec<PathBuf>> {
    let Some(folder) = std::env::var_os(variable) else {
        println!("skipped: {variable} names no folder");
        return None;
    };
    let entries = std::fs::read_dir(Path::new(&folder).join(below)).expect("a folder");
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == ending));
    files.sort();
    Some(files)
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn json(name: &str) -> Value {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential").join(name);
    serde_json::from_str(&read(&own)).expect("a JSON file")
}

#[test]
fn all_styles_format_works() {
    let Some(locales) = files("POSTIL_CSL_ALL_LOCALES", "", "xml") else { return };
    let Some(styles) = files("POSTIL_CSL_STYLES", "", "csl") else { return };
    let locales: BTreeMap<String, Locale> = locales
        .iter()
        .map(|path| {
            let locale = Locale::parse(&read(path));
            let locale = locale.unwrap_or_else(|error| panic!("{}: {error:?}", path.display()));
            (locale.language().to_string(), locale)
        })
        .collect();
    let items: Vec<Item> = json("items.json").as_array().into_iter().flatten().map(csl_json::item).collect();
    let cites: Vec<Citation> = json("citations.json")
        .as_array()
        .into_iter()
        .flatten()
        .map(|cites| csl_json::citation(cites, &items))
        .collect();
    let mut slowest = (0.0, String::new());
    let begin = Instant::now();
    for path in &styles {
        let start = Instant::now();
        let style = Style::parse(&read(path)).unwrap_or_else(|error| panic!("{}: {error:?}", path.display()));
        let language = style.default_locale().unwrap_or("en-US").to_string();
        let wanted = [csl_json::dialect(&language), "en-US"];
        let used: Vec<Locale> = wanted.iter().filter_map(|name| locales.get(*name)).cloned().collect();
        let made = process(&style, &used, &items, &cites, &Options { language, ..Options::default() });
        let cited = made.citations.iter().filter(|citation| citation.html().is_empty()).count();
        assert_eq!(cited, 0, "{}: citations without a text", path.display());
        let listed = made.bibliography.len();
        if style.has_bibliography() && listed < items.len() {
            println!("{}: {listed} references of {}", path.display(), items.len());
        }
        let time = start.elapsed().as_secs_f64();
        if time > slowest.0 {
            slowest = (time, path.display().to_string());
        }
    }
    println!(
        "{} styles, {} locales in {:.1} s; the slowest {:.0} ms: {}",
        styles.len(),
        locales.len(),
        begin.elapsed().as_secs_f64(),
        slowest.0 * 1000.0,
        slowest.1
    );
}

#[test]
fn all_dependent_styles_name_their_parent() {
    let Some(styles) = files("POSTIL_CSL_STYLES", "dependent", "csl") else { return };
    let parents = files("POSTIL_CSL_STYLES", "", "csl").unwrap_or_default();
    for path in &styles {
        let style = Style::parse(&read(path)).unwrap_or_else(|error| panic!("{}: {error:?}", path.display()));
        let parent = style.independent_parent().unwrap_or_else(|| panic!("{}: no parent", path.display()));
        let file = [parent.address.rsplit('/').next().unwrap_or_default(), ".csl"].concat();
        assert!(parents.iter().any(|path| path.ends_with(&file)), "{}: {file}", path.display());
    }
    println!("{} dependent styles", styles.len());
}
