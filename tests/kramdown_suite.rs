//! kramdown's own cases, with the HTML that Jekyll makes of them with al-folio's settings.
//!
//! `POSTIL_KRAMDOWN_CASES` names their folder. The cases in `kramdown_suite_passing.txt` must pass; with
//! `POSTIL_BLESS=1` those that pass are added to it. `POSTIL_VERBOSE=1` says where the others differ.

use std::path::Path;

use postil::markdown;
use postil::math::Typesetter;
use postil::modules::Modules;
use postil::placeholder;

mod common;
#[path = "common/suite.rs"]
mod suite;
use common::html::normalized;

/// The names of the cases in a folder and those in it: their paths from `root`.
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

/// Whether the case becomes what it should; if not, from where on both sides differ.
fn judged(folder: &Path, name: &str) -> Result<(), String> {
    let read = |extension: &str| std::fs::read_to_string(folder.join(format!("{name}.{extension}")));
    let (Ok(source), Ok(wanted)) = (read("md"), read("html")) else { panic!("{name} cannot be read") };
    let source = placeholder::clean(&source);
    let html = markdown::render(&source, name, 1, &[], &Typesetter::new(&Modules::native())).html;
    let (got, wanted) = (normalized(html.as_str()), normalized(&wanted));
    if got == wanted {
        return Ok(());
    }
    let at = got.iter().zip(&wanted).position(|(a, b)| a != b).unwrap_or(got.len().min(wanted.len()));
    Err(format!("{html:?}\n  got    {:?}\n  wanted {:?}", got.get(at..), wanted.get(at..)))
}

#[test]
fn kramdown_cases() {
    let Some(folder) = suite::cases("POSTIL_KRAMDOWN_CASES", "../shared/golden/kramdown") else { return };
    let mut names = Vec::new();
    collect(&folder, &folder, &mut names);
    names.sort();
    let outcomes: Vec<_> = names.into_iter().map(|name| (name.clone(), judged(&folder, &name))).collect();
    suite::judge("kramdown", &outcomes);
}
