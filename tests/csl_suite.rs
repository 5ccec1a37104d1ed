//! The official CSL test suite: cases in its own text format, run through `postil::csl::process`.
//!
//! The folder is `POSTIL_CSL_CASES`, or `../shared/golden/csl`. Names of cases that have passed are in
//! `csl_suite_passing.txt`; one of them failing fails the test. `POSTIL_BLESS=1` adds what passes now, `POSTIL_VERBOSE=1`
//! prints what a failing case gives and what it should.
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
#[path = "common/suite.rs"]
mod suite;

use postil::csl::{Citation, FormattedCitation, Item, Locale, Options, Processed, Style, process, sorted};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[test]
fn cases_of_the_official_suite() {
    let Some(cases) = suite::cases("POSTIL_CSL_CASES", "../shared/golden/csl") else { return };
    let Some(locales) = suite::cases("POSTIL_CSL_LOCALES", "../shared/csl-data/locales") else { return };
    let entries = std::fs::read_dir(&cases).expect("a folder of cases").flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    let mut cache = BTreeMap::new();
    let mut outcomes = Vec::new();
    for path in &paths {
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let mut want = csl_json::normal(section(&text, "RESULT").unwrap_or_default());
        if section(&text, "CITATIONS").is_some() {
            want = want.replace(">>[", "[").replace("..[", "[");
        }
        let outcome = match run(&text, &locales, &mut cache).map(|html| csl_json::normal(&html)) {
            Ok(got) if got == want => Ok(()),
            Ok(got) => Err(format!("differs\n    want {want}\n    got  {got}")),
            Err(problem) => Err(problem),
        };
        outcomes.push((name.to_string(), outcome));
    }
    suite::judge("csl", &outcomes);
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
    let options = Options { language, collation: collation::of, ..Options::default() };
    if let Some(citations) = section(text, "CITATIONS") {
        let citations: Vec<Value> = json(citations)?;
        return Ok(interactive(&style, &locales, &items, &citations, bibliography, &options));
    }
    let items = in_order(&style, &locales, &items, &options);
    if bibliography {
        return Ok(list(&process(&style, &locales, &items, &[], &options)));
    }
    let groups: Vec<Value> = match section(text, "CITATION-ITEMS") {
        Some(groups) => json(groups)?,
        None => vec![items.iter().map(|item| serde_json::json!({ "id": item.id })).collect()],
    };
    // The suite's runner makes these without the registry of citations: all are first ones.
    let lines = groups.iter().map(|group| {
        let citation = csl_json::citation(group, &items);
        let mut citations = csl_json::before(group, &citation);
        citations.push(citation);
        let made = process(&style, &locales, &items, &citations, &options).citations;
        citations.last().zip(made.last()).map_or(String::new(), |(citation, made)| shown(citation, made))
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

/// The items as the style's bibliography has them, which decides about their numbers.
fn in_order(style: &Style, locales: &[Locale], items: &[Item], options: &Options) -> Vec<Item> {
    sorted(style, locales, items, options).iter().map(|at| items[*at].clone()).collect()
}

/// A citation; of the author alone what stands in the sentence.
fn shown(citation: &Citation, made: &FormattedCitation) -> String {
    match citation.cites[..] {
        [ref cite] if cite.in_text => made.in_text.as_str().to_string(),
        _ => made.html().into_string(),
    }
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
) -> String {
    let mut known: BTreeMap<String, Citation> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    for (step, value) in steps.iter().enumerate() {
        let id = value[0]["citationID"].as_str().map_or(format!("step {step}"), str::to_string);
        let mut citation = csl_json::citation(&value[0]["citationItems"], items);
        citation.note_number = csl_json::note(&value[0]["properties"]["noteIndex"]);
        known.insert(id.clone(), citation);
        order.clear();
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
    }
    let mut citations: Vec<Citation> = order.iter().filter_map(|id| known.get(id).cloned()).collect();
    // The cited works in the style's order; where it has none, in that of their first citations.
    let mut used: Vec<Item> = Vec::new();
    for cite in citations.iter().flat_map(|citation| &citation.cites) {
        let item = &items[cite.item];
        if used.iter().all(|other| other.id != item.id) {
            used.push(item.clone());
        }
    }
    let used = in_order(style, locales, &used, options);
    for cite in citations.iter_mut().flat_map(|citation| &mut citation.cites) {
        cite.item = used.iter().position(|item| item.id == items[cite.item].id).unwrap_or_default();
    }
    let made = process(style, locales, &used, &citations, options);
    if bibliography {
        return list(&made);
    }
    let lines = citations.iter().zip(&made.citations).enumerate();
    lines.map(|(at, (citation, made))| format!("[{at}] {}\n", shown(citation, made))).collect()
}

/// The bibliography in the elements that citeproc-js puts around it.
fn list(processed: &Processed) -> String {
    let mut out = "<div class=\"csl-bib-body\">\n".to_string();
    for reference in &processed.bibliography {
        out.push_str(&["<div class=\"csl-entry\">", reference.html.as_str(), "</div>\n"].concat());
    }
    out + "</div>"
}
