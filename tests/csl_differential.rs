//! The CSL processor beside citeproc-js: 60 varied works and some citations of them in each style of a folder.
//!
//! `tests/differential/` holds the works (`items.json`), the citations and the script that asks citeproc-js, whose
//! answers are read from the file named in `POSTIL_CITEPROC`:
//!
//! ```sh
//! cd tests/differential && npm install
//! node citeproc.mjs ../../../shared/csl-data/styles ../../../shared/csl-data/locales > /tmp/citeproc.json
//! POSTIL_CITEPROC=/tmp/citeproc.json cargo test --test csl_differential -- --nocapture
//! ```
//!
//! `POSTIL_CSL_DATA` is another folder with `styles/` and `locales/`, such as a sample of all of the project's.
//!
//! The test prints the share of equal texts by style, and with `POSTIL_VERBOSE` each text that differs. It fails if
//! the whole share falls below that which docs/differences.md names.

#[path = "../src/command/collation.rs"]
mod collation;
#[allow(dead_code)]
mod csl_json;

use postil::csl::{Citation, Item, Locale, Options, Style, process, sorted};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// What has to be equal, in percent.
const SHARE: usize = 98;

fn folder(variable: &str, default: &str) -> PathBuf {
    std::env::var_os(variable).map_or(Path::new(env!("CARGO_MANIFEST_DIR")).join(default), PathBuf::from)
}

#[test]
fn citeproc_js_says_the_same() {
    let Some(answers) = std::env::var_os("POSTIL_CITEPROC") else {
        println!("skipped: POSTIL_CITEPROC names no file of citeproc-js's answers");
        return;
    };
    let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_default();
    let json = |path: &Path| -> Value { serde_json::from_str(&read(path)).expect("a JSON file") };
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential");
    let data = folder("POSTIL_CSL_DATA", "../shared/csl-data");
    let answers = json(Path::new(&answers));
    let items = json(&own.join("items.json"));
    let items: Vec<Item> = items.as_array().into_iter().flatten().map(csl_json::item).collect();
    let citations = json(&own.join("citations.json"));
    let verbose = std::env::var_os("POSTIL_VERBOSE").is_some();
    let (mut equal, mut all) = (0, 0);
    for (file, answer) in answers.as_object().into_iter().flatten() {
        let source = read(&data.join("styles").join(file));
        let Ok(style) = Style::parse(&source) else { panic!("{file} cannot be read") };
        let language = style.default_locale().unwrap_or("en-US").to_string();
        let locales: Vec<Locale> = [csl_json::dialect(&language), "en-US"]
            .iter()
            .filter_map(|name| Locale::parse(&read(&data.join(format!("locales/locales-{name}.xml")))).ok())
            .collect();
        let options = Options { language, collation: collation::of, ..Options::default() };
        let order = sorted(&style, &locales, &items, &options);
        let items: Vec<Item> = order.iter().map(|at| items[*at].clone()).collect();
        let cites = citations.as_array().into_iter().flatten().enumerate();
        let cites: Vec<Citation> = cites
            .map(|(at, cites)| {
                let mut citation = csl_json::citation(cites, &items);
                citation.note_number = style.is_note_style().then_some(at as u32 + 1);
                citation
            })
            .collect();
        let made = process(&style, &locales, &items, &cites, &options);
        let mut pairs: Vec<(String, String, String)> = Vec::new();
        for (at, citation) in made.citations.iter().enumerate() {
            let want = answer["citations"][at].as_str().unwrap_or_default();
            pairs.push((format!("citation {}", at + 1), plain(want), plain(&citation.html().into_string())));
        }
        for (item, want) in answer["references"].as_object().into_iter().flatten() {
            let got = made.bibliography.iter().find(|reference| items[reference.item].id == *item);
            let got = got.map_or(String::new(), |reference| plain(reference.html.as_str()));
            pairs.push((item.clone(), plain(want.as_str().unwrap_or_default()), got));
        }
        let same = pairs.iter().filter(|(_, want, got)| want == got).count();
        println!("| {} | {same} of {} |", file.trim_end_matches(".csl"), pairs.len());
        for (name, want, got) in pairs.iter().filter(|(_, want, got)| verbose && want != got) {
            println!("{file} {name}\n    want {want}\n    got  {got}");
        }
        equal += same;
        all += pairs.len();
    }
    println!("equal: {equal} of {all}, {:.1} %", 100.0 * equal as f64 / all as f64);
    assert!(equal * 100 >= all * SHARE, "{equal} of {all}");
}

/// The HTML without the element around an entry and without tags that change nothing.
fn plain(html: &str) -> String {
    let text = csl_json::without_idle_tags(&csl_json::normal(html));
    let inside = text.strip_prefix("<div class=\"csl-entry\">").and_then(|text| text.strip_suffix("</div>"));
    inside.unwrap_or(&text).to_string()
}
