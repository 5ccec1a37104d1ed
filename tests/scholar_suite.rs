//! jekyll-scholar's own scenarios, run through the native command.
//!
//! A case passes if each of its `see`, `not_see` and `order` checks holds and the page equals what
//! jekyll-scholar made of it, white space normalised and Postil's additions left out (see `comparable`).

#[path = "common/suite.rs"]
mod suite;

use std::fs;
use std::path::Path;
use std::process::Command;

use regex::Regex;
use serde_json::Value;

#[test]
fn scenarios() {
    let Some(folder) = suite::cases("POSTIL_SCHOLAR_CASES", "../shared/golden/scholar") else { return };
    let mut outcomes = Vec::new();
    let mut names: Vec<_> = fs::read_dir(&folder).expect("a folder of cases").flatten().collect();
    names.sort_by_key(|entry| entry.file_name());
    for entry in names {
        let case = entry.path();
        if case.join("case.json").exists() {
            let name = entry.file_name().to_string_lossy().into_owned();
            outcomes.push((name, run(&case)));
        }
    }
    suite::judge("scholar", &outcomes);
}

/// Whether the case passes, or why not.
fn run(case: &Path) -> Result<(), String> {
    let text = fs::read_to_string(case.join("case.json")).map_err(|error| error.to_string())?;
    let description: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let checks = description["checks"].as_array().ok_or("no checks")?;
    let mut pages: Vec<&str> = checks.iter().filter_map(|check| check["page"].as_str()).collect();
    pages.dedup();
    for page in pages {
        let html = render(case, page)?;
        for check in checks.iter().filter(|check| check["page"] == page) {
            holds(check, &html)?;
        }
        let expected =
            fs::read_to_string(case.join("expected").join(page)).map_err(|error| error.to_string())?;
        let (got, want) = (comparable(&html), comparable(&expected));
        if got != want {
            return Err(format!("differs\n    want {want}\n    got  {got}"));
        }
    }
    Ok(())
}

/// The page, rendered by `postil render`. A post's page is named by its date and slug.
fn render(case: &Path, page: &str) -> Result<String, String> {
    let site = case.join("site");
    let slug = page.replace('/', "-");
    let sources = [page.to_string(), format!("src/{page}"), format!("_posts/{slug}")];
    let source = sources.iter().map(|source| site.join(source)).find(|path| path.exists());
    let source = source.ok_or_else(|| format!("no source of {page}"))?;
    let output = Command::new(env!("CARGO_BIN_EXE_postil"))
        .arg("render")
        .arg(&source)
        .arg("--site")
        .arg(&site)
        .output()
        .map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// One check of a case. Patterns are Ruby's regular expressions with their quotes escaped.
fn holds(check: &Value, html: &str) -> Result<(), String> {
    let text = |key: &str| check[key].as_str().unwrap_or("").replace("\\\"", "\"");
    let find = |pattern: &str| {
        let regex = Regex::new(pattern).or_else(|_| Regex::new(&regex::escape(pattern)));
        regex.ok().and_then(|regex| regex.find(html).map(|found| found.start()))
    };
    let fine = match check["kind"].as_str() {
        Some("see") => find(&text("pattern")).is_some(),
        Some("not_see") => find(&text("pattern")).is_none(),
        Some("order") => matches!((find(&text("first")), find(&text("second"))), (Some(a), Some(b)) if a < b),
        kind => return Err(format!("unknown check {kind:?}")),
    };
    fine.then_some(()).ok_or_else(|| format!("does not hold: {check}\n    got {html}"))
}

/// The markup without what Postil adds on purpose: ids of citations, the class `reference`, links back,
/// addresses as links, the mark around a missing reference; white space folded.
fn comparable(html: &str) -> String {
    let mut text = html.to_string();
    for (pattern, replacement) in [
        (r#"<span class="backlinks">.*?</span>"#, ""),
        (r#" id="cite-[\d-]+""#, ""),
        (r#" class="reference""#, ""),
        (r#"<a href="[^"]*">(http[^<]*)</a>"#, "$1"),
        (r#"<span class="missing-reference"[^>]*>([^<]*)</span>"#, "$1"),
        // APA asks for "n.d." where there is no date; jekyll-scholar's processor leaves it out.
        (r" \(n\.d\.\)\.", ""),
        (r"\s+", " "),
        (r"> <", "><"),
    ] {
        text = Regex::new(pattern).expect("a pattern").replace_all(&text, replacement).into_owned();
    }
    text.trim().to_string()
}
