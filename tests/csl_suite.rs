//! The official CSL test suite: cases in its own text format, run through `postil::csl::process`.
//!
//! The folder is `POSTIL_CSL_CASES`, or `../shared/golden/csl`. Names of cases that have passed are in
//! `csl_suite_passing.txt`; one of them failing fails the test. `POSTIL_BLESS=1` adds what passes now.
//! `POSTIL_CSL_SHOW=name` prints what a case gives and what it should.
//!
//! White space at the edges of blocks is not compared. A name in the list whose case is not in the folder is passed over.
//!
//! What fails of all 845, and why:
//! - `bugreports_SortedIeeeItalicsFail`, `date_NegativeDateSort`, `date_NegativeDateSortViaMacroOnYearMonthOnly`,
//!   `magic_SubsequentAuthorSubstituteNotFooled`: written for older locale files ("Jun.", "100BC", "tran.").
//! - `bugreports_EnvAndUrb`: citeproc-js leaves the two works looking alike.
//! - `date_VariousInvalidDates`, `number_OrdinalSpacing`: a seventeenth month as a season, labels inside a number.
//! - `magic_SuperscriptChars`: phonetic and CJK superscripts stay characters.
//! - `sort_OmittedBibRefMixedNumericStyle`: a reference with no printed form is omitted.
//! - `textcase_SentenceCapitalization`: the specification keeps the case of all words but the first.

#[path = "../src/command/collation.rs"]
mod collation;
#[allow(dead_code)]
mod csl_json;

use postil::csl::{Citation, Cite, Item, Locale, Options, Order, Processed, Style, process};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/csl_suite_passing.txt");

fn folder(variable: &str, default: &str) -> PathBuf {
    std::env::var_os(variable).map_or(Path::new(env!("CARGO_MANIFEST_DIR")).join(default), PathBuf::from)
}

#[test]
fn cases_of_the_official_suite() {
    let cases = folder("POSTIL_CSL_CASES", "../shared/golden/csl");
    let locales = folder("POSTIL_CSL_LOCALES", "../shared/csl-data/locales");
    let Ok(entries) = std::fs::read_dir(&cases) else {
        println!("skipped: there is no folder {}", cases.display());
        return;
    };
    if !locales.is_dir() {
        println!("skipped: there is no folder {}", locales.display());
        return;
    }
    let mut paths: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    let show = std::env::var("POSTIL_CSL_SHOW").unwrap_or_default();
    let mut locale_cache = BTreeMap::new();
    let (mut passed, mut failed) = (BTreeSet::new(), BTreeSet::new());
    for path in &paths {
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_string();
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let expected = csl_json::normal(section(&text, "RESULT").unwrap_or_default());
        let expected = match section(&text, "CITATIONS") {
            Some(_) => expected.replace(">>[", "[").replace("..[", "["),
            None => expected,
        };
        let result =
            run(&text, &locales, &mut locale_cache).unwrap_or_else(|problem| format!("PROBLEM: {problem}"));
        let ok = csl_json::normal(&result) == expected;
        if !show.is_empty() && name.contains(&show) {
            println!(
                "== {name}: {}\n-- expected\n{expected}\n-- result\n{result}\n",
                if ok { "passes" } else { "FAILS" }
            );
        }
        if ok {
            passed.insert(name)
        } else {
            failed.insert(name)
        };
    }
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in &failed {
        let (group, rest) = name.split_once('_').unwrap_or((name, ""));
        groups.entry(group).or_default().push(rest);
    }
    for (group, names) in &groups {
        println!("fails: {group} ({}): {}", names.len(), names.join(" "));
    }
    println!("CSL suite: {} of {}", passed.len(), paths.len());
    let listed = std::fs::read_to_string(LIST).unwrap_or_default();
    let listed: BTreeSet<String> =
        listed.lines().map(|line| line.trim().to_string()).filter(|l| !l.is_empty()).collect();
    let lost: Vec<&String> = listed.iter().filter(|name| failed.contains(*name)).collect();
    if std::env::var_os("POSTIL_BLESS").is_some() {
        let all: Vec<&str> = listed.union(&passed).map(String::as_str).collect();
        std::fs::write(LIST, all.join("\n") + "\n").expect("the list can be written");
    }
    assert!(lost.is_empty(), "no longer passing: {lost:?}");
}

/// The text between `>>== NAME ==>>` and `<<== NAME ==<<`.
fn section<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut start = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        let inner = bare.trim_matches(|c| matches!(c, '<' | '>' | '=' | ' '));
        if inner == name && bare.starts_with(">>=") {
            start = Some(at + line.len());
        } else if inner == name && bare.starts_with("<<=") {
            return text.get(start?..at);
        }
        at += line.len();
    }
    None
}

fn run(text: &str, folder: &Path, cache: &mut BTreeMap<String, Option<Locale>>) -> Result<String, String> {
    let style = Style::parse(section(text, "CSL").ok_or("no CSL")?).map_err(|error| format!("{error:?}"))?;
    let input: Vec<Value> = json(section(text, "INPUT").ok_or("no INPUT")?)?;
    let language = style.default_locale().unwrap_or("en-US").to_string();
    let mut locales = Vec::new();
    let dialect = csl_json::dialect(&language);
    for wanted in [dialect, "en-US"] {
        let loaded = cache.entry(wanted.to_string()).or_insert_with(|| {
            let text = std::fs::read_to_string(folder.join(format!("locales-{wanted}.xml"))).ok()?;
            Locale::parse(&text).ok()
        });
        if let Some(locale) = loaded.clone()
            && (locales.is_empty() || wanted != dialect)
        {
            locales.push(locale);
        }
    }
    let mut items: Vec<Item> = input.iter().map(csl_json::item).collect();
    // Of items with the same id the last one counts.
    for at in (0..items.len()).rev() {
        let first = items.iter().position(|item| item.id == items[at].id).unwrap_or(at);
        if first < at {
            items[first] = items.remove(at);
        }
    }
    let bibliography = section(text, "MODE").unwrap_or_default().trim().starts_with("bibliography");
    if let Some(citations) = section(text, "CITATIONS") {
        let citations: Vec<Value> = json(citations)?;
        let options = Options { language, collation: collation::of, ..Options::default() };
        return interactive(&style, &locales, &items, &citations, bibliography, &options);
    }
    let options = Options { order: Order::Listed, language, collation: collation::of, ..Options::default() };
    let groups: Vec<Value> = match section(text, "CITATION-ITEMS") {
        Some(groups) => json(groups)?,
        None => {
            // All of them, in the order of the bibliography.
            let listed = process(&style, &locales, &items, &[], &options).bibliography;
            let mut order: Vec<usize> = listed.iter().map(|reference| reference.item).collect();
            order.extend(
                (0..items.len()).filter(|item| !listed.iter().any(|reference| reference.item == *item)),
            );
            vec![order.iter().map(|item| serde_json::json!({ "id": items[*item].id })).collect()]
        }
    };
    if bibliography {
        return Ok(list(&process(&style, &locales, &items, &[], &options)));
    }
    // The suite's runner makes these without the registry of citations: all are first ones.
    let citations: Vec<Citation> = groups.iter().map(|group| csl_json::citation(group, &items)).collect();
    let mut lines = Vec::new();
    for citation in citations {
        let alone = process(&style, &locales, &items, &[citation], &options);
        lines.push(alone.citations[0].html().into_string());
    }
    Ok(lines.join("\n"))
}

fn json(text: &str) -> Result<Vec<Value>, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// Citations that are made one after the other. All are compared as they stand at the end; the suite's
/// marks for what the last step changed (`>>`, `..`) belong to an interface that changes documents, which
/// there is none of here.
fn interactive(
    style: &Style,
    locales: &[Locale],
    items: &[Item],
    steps: &[Value],
    bibliography: bool,
    options: &Options,
) -> Result<String, String> {
    let mut known: BTreeMap<String, Citation> = BTreeMap::new();
    let mut out = String::new();
    for (step, value) in steps.iter().enumerate() {
        let id = value[0]["citationID"].as_str().map_or(format!("step {step}"), str::to_string);
        let mut citation = csl_json::citation(&value[0]["citationItems"], items);
        citation.note_number = csl_json::note(&value[0]["properties"]["noteIndex"]);
        known.insert(id.clone(), citation);
        let mut order: Vec<String> = Vec::new();
        for around in [&value[1], &value[2]] {
            for entry in around.as_array().into_iter().flatten() {
                let id = entry[0].as_str().unwrap_or_default().to_string();
                if let Some(citation) = known.get_mut(&id) {
                    citation.note_number = csl_json::note(&entry[1]);
                    order.push(id);
                }
            }
            if std::ptr::eq(around, &value[1]) {
                order.push(id.clone());
            }
        }
        let citations: Vec<Citation> = order.iter().filter_map(|id| known.get(id).cloned()).collect();
        let cited: BTreeSet<usize> = citations
            .iter()
            .flat_map(|citation| citation.cites.iter().map(|cite: &Cite| cite.item))
            .collect();
        let used: Vec<Item> = cited.iter().map(|item| items[*item].clone()).collect();
        let place = |item: usize| cited.iter().position(|other| *other == item).unwrap_or(0);
        let mut own = citations.clone();
        for cite in own.iter_mut().flat_map(|citation| &mut citation.cites) {
            cite.item = place(cite.item);
        }
        let processed = process(style, locales, &used, &own, options);
        let now: Vec<String> = processed.citations.iter().map(|c| c.html().into_string()).collect();
        if step + 1 == steps.len() {
            if bibliography {
                return Ok(list(&processed));
            }
            for (at, text) in now.iter().enumerate() {
                out.push_str(&format!("[{at}] {text}\n"));
            }
        }
    }
    Ok(out)
}

/// The bibliography in the elements that citeproc-js puts around it.
fn list(processed: &Processed) -> String {
    let mut out = "<div class=\"csl-bib-body\">\n".to_string();
    for reference in &processed.bibliography {
        out.push_str(&["<div class=\"csl-entry\">", reference.html.as_str(), "</div>\n"].concat());
    }
    out + "</div>"
}
