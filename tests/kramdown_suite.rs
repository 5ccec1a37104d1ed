//! kramdown's own cases, with the HTML that Jekyll makes of them with al-folio's settings.
//!
//! `POSTIL_KRAMDOWN_CASES` names their folder. The cases in `kramdown_suite_passing.txt` must pass; with
//! `POSTIL_BLESS=1` those that pass are added to it. `POSTIL_SHOW=NAME` prints both sides of one case.

use std::path::{Path, PathBuf};

use postil::html::Html;
use postil::markdown::{self, Rendered};
use postil::math::Typesetter;
use postil::modules::Modules;
use postil::placeholder;

mod common;
use common::html::normalized;

const PASSING: &str = "tests/kramdown_suite_passing.txt";

/// The body of a post, rendered with every module.
fn rendered(source: &str, file: &str, inserts: &[Html]) -> Rendered {
    markdown::render(source, file, 1, inserts, &Typesetter::new(&Modules::native()))
}

fn collect(folder: &Path, root: &Path, out: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, root, out);
        } else if path.extension().is_some_and(|extension| extension == "md")
            && let Ok(name) = path.with_extension("").strip_prefix(root)
        {
            out.push(name.to_string_lossy().replace('\\', "/"));
        }
    }
}

#[test]
fn kramdown_cases() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::var_os("POSTIL_KRAMDOWN_CASES")
        .map_or_else(|| root.join("../shared/golden/kramdown"), PathBuf::from);
    let mut names = Vec::new();
    collect(&folder, &folder, &mut names);
    names.sort();
    if names.is_empty() {
        println!("skipped: no cases in {}", folder.display());
        return;
    }
    let show = std::env::var("POSTIL_SHOW").unwrap_or_default();
    let list = std::fs::read_to_string(root.join(PASSING)).unwrap_or_default();
    let (mut passing, mut failing) = (Vec::new(), Vec::new());
    for name in &names {
        let read = |extension: &str| std::fs::read_to_string(folder.join(format!("{name}.{extension}")));
        let (Ok(source), Ok(wanted)) = (read("md"), read("html")) else { panic!("{name} cannot be read") };
        let html = rendered(&placeholder::clean(&source), name, &[]).html;
        let (got, wanted) = (normalized(html.as_str()), normalized(&wanted));
        if got == wanted {
            passing.push(name.as_str())
        } else {
            failing.push(name.as_str())
        }
        if !show.is_empty() && name.contains(&show) {
            let at = got.iter().zip(&wanted).position(|(a, b)| a != b).unwrap_or(got.len().min(wanted.len()));
            println!(
                "{name}: {html:?}\n differs at {at}:\n  got    {:?}\n  wanted {:?}",
                got.get(at..),
                wanted.get(at..)
            );
        }
    }
    for name in &failing {
        println!("failing: {name}");
    }
    println!("{} of {}", passing.len(), names.len());
    let known: Vec<&str> = list.lines().collect();
    if std::env::var_os("POSTIL_BLESS").is_some() {
        let mut all: Vec<&str> = known.iter().chain(&passing).copied().collect();
        all.sort_unstable();
        all.dedup();
        std::fs::write(root.join(PASSING), all.join("\n") + "\n").expect("the list can be written");
    }
    let lost: Vec<_> = known.iter().filter(|name| failing.contains(name)).collect();
    assert!(lost.is_empty(), "no longer passing: {lost:?}");
}
