//! What the suites of others' cases share: where the cases are, and the list of names that pass.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of cases: from the environment variable, else `default` from the project's root. Without
/// it the suite says so and is skipped.
pub fn cases(variable: &str, default: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::var_os(variable).map_or_else(|| root.join(default), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: there is no folder {} ({variable} names another)", folder.display());
    None
}

/// Prints the failing names and `N of M`; fails if a name in `tests/SUITE_suite_passing.txt` fails now.
/// With `POSTIL_BLESS` set, names that pass are added to that list.
pub fn judge(suite: &str, outcomes: &[(String, Result<(), String>)]) {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/{suite}_suite_passing.txt"));
    let known = fs::read_to_string(&list).unwrap_or_default();
    let mut known: BTreeSet<String> = known.lines().map(str::to_string).collect();
    let (bless, verbose) = (std::env::var_os("POSTIL_BLESS"), std::env::var_os("POSTIL_VERBOSE"));
    let mut lost = Vec::new();
    for (name, outcome) in outcomes {
        match outcome {
            Ok(()) if bless.is_some() => drop(known.insert(name.clone())),
            Ok(()) => {}
            Err(reason) => {
                println!("fails: {name}");
                if verbose.is_some() {
                    println!("    {reason}");
                }
                if known.contains(name) {
                    lost.push(format!("{name}: {reason}"));
                }
            }
        }
    }
    let passing = outcomes.iter().filter(|(_, outcome)| outcome.is_ok()).count();
    println!("{suite}: {passing} of {}", outcomes.len());
    if bless.is_some() {
        let text: String = known.iter().map(|name| format!("{name}\n")).collect();
        fs::write(&list, text).expect("the list can be written");
    }
    assert!(lost.is_empty(), "passed before and fail now:\n{}", lost.join("\n"));
}
