//! The figures natively, as JSON: `citations BIB CITES STYLE LOCALE ITEMS [hayagriva]`. ITEMS is where the cited
//! works are written to, as CSL-JSON for citeproc-js. `bench.mjs` runs it.

use citations::Run;
use std::time::Instant;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [bib, cites, style, locale, items, ..] = &arguments[..] else {
        eprintln!("BIB CITES STYLE LOCALE ITEMS [hayagriva]");
        std::process::exit(2)
    };
    let read = |path: &String| std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut run = Run::default();
    run.inputs = [read(bib), read(cites), read(style), read(locale)];
    let mut figures = Vec::new();
    for (number, name) in ["index", "style", "decode", "format"].into_iter().enumerate() {
        figures.push((name, best(|| _ = run.step(number as u32))));
    }
    #[cfg(feature = "peers")]
    {
        std::fs::write(items, peers::csl_json(&run.items)).expect("a place for the items");
        if arguments.get(5).is_some_and(|peer| peer == "hayagriva") {
            figures.push(("hayagriva", peers::hayagriva(&run.inputs)));
        }
    }
    _ = items;
    let figures: Vec<String> = figures.iter().map(|(name, time)| format!("\"{name}\": {time:.3}")).collect();
    println!("{{{}}}", figures.join(", "));
}

/// The shortest of three runs, in milliseconds.
fn best(mut run: impl FnMut()) -> f64 {
    let once = |_| {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64() * 1e3
    };
    (0..3).map(once).fold(f64::MAX, f64::min)
}

#[cfg(feature = "peers")]
mod peers {
    use super::best;
    use hayagriva::citationberg::{IndependentStyle, Locale, LocaleFile};
    use hayagriva::{BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest};
    use postil::csl::{DateParts, Item};
    use serde_json::{Map, Value, json};

    /// The same work with hayagriva, its reading of files apart.
    pub fn hayagriva(inputs: &[String; 4]) -> f64 {
        let library = hayagriva::io::from_biblatex_str(&inputs[0]).expect("a bibliography");
        let style = IndependentStyle::from_xml(&inputs[2]).expect("a style");
        let locales: [Locale; 1] = [LocaleFile::from_xml(&inputs[3]).expect("a locale").into()];
        best(|| {
            let mut driver = BibliographyDriver::new();
            for line in inputs[1].lines() {
                let entry = |key| CitationItem::with_entry(library.get(key).expect("a key"));
                let items = line.split_whitespace().map(entry).collect();
                driver.citation(CitationRequest::from_items(items, &style, &locales));
            }
            let made = driver.finish(BibliographyRequest { style: &style, locale: None, locale_files: &locales });
            let mut length: usize = made.citations.iter().map(|one| one.citation.to_string().len()).sum();
            let list = made.bibliography.iter().flat_map(|list| &list.items);
            length += list.map(|one| one.content.to_string().len()).sum::<usize>();
            assert!(length > 0);
        })
    }

    pub fn csl_json(items: &[Item]) -> String {
        let parts = |parts: &DateParts| -> Vec<i64> {
            let rest = [parts.month, parts.day].into_iter().map_while(|part| part).map(i64::from);
            std::iter::once(i64::from(parts.year)).chain(rest).collect()
        };
        let item = |item: &Item| {
            let mut out = Map::new();
            out.insert("id".into(), json!(item.id));
            out.insert("type".into(), json!(item.item_type));
            out.extend(item.variables.iter().map(|(name, text)| (name.clone(), json!(text))));
            for (variable, names) in &item.names {
                let names = names.iter().map(|name| match name.literal.as_str() {
                    "" => json!({ "family": name.family, "given": name.given, "suffix": name.suffix,
                        "non-dropping-particle": name.non_dropping_particle, "dropping-particle": name.dropping_particle }),
                    literal => json!({ "literal": literal }),
                });
                out.insert(variable.clone(), names.collect());
            }
            for (variable, date) in &item.dates {
                let both: Vec<_> = [date.start, date.end].iter().flatten().map(parts).collect();
                out.insert(variable.clone(), json!({ "date-parts": both }));
            }
            Value::Object(out)
        };
        items.iter().map(item).collect::<Value>().to_string()
    }
}
