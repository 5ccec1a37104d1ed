//! BibTeX as programs and sites export it, the works invented: each `tests/exporters/NAME.bib` must become the CSL data,
//! addresses, references (APA) and messages of `NAME.txt`. `POSTIL_BLESS=1` writes these anew; read what changed, as a reader
//! of the references, before you commit it.

use std::path::Path;

use postil::article::{self, Sources};
use postil::bibtex::Bibliography;
use postil::csl::{Date, DateParts, Name};
use postil::encoding;
use postil::modules::Modules;
use postil::placeholder;
use postil::scholar::Source;
use postil::site::Site;

#[test]
fn exports_are_read_as_they_are_meant() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exporters");
    let entries = std::fs::read_dir(&folder).expect("the samples");
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "bib"));
    paths.sort();
    assert!(paths.len() > 15);
    for path in paths {
        let source = encoding::decode(std::fs::read(&path).expect("the sample"));
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let got = shown(&file, &source);
        let golden = path.with_extension("txt");
        if std::env::var_os("POSTIL_BLESS").is_some() {
            std::fs::write(&golden, &got).expect("the golden file can be written");
        }
        assert_eq!(got, std::fs::read_to_string(&golden).unwrap_or_default(), "{file}");
    }
}

fn shown(file: &str, source: &str) -> String {
    let text = placeholder::clean(source);
    let bibliography = Bibliography::index(file, &text);
    let references = references(file, source);
    let mut messages: Vec<String> = bibliography.diagnostics().iter().map(ToString::to_string).collect();
    let mut out = String::new();
    for (at, key) in bibliography.keys().enumerate() {
        let (item, diagnostics) = bibliography.item(key).expect("the entry");
        messages.extend(diagnostics.iter().map(ToString::to_string));
        out += &format!("{key}: {}\n", item.item_type);
        for (variable, names) in &item.names {
            out += &format!("  {variable}: {}\n", names.iter().map(name).collect::<Vec<_>>().join("; "));
        }
        for (variable, value) in &item.variables {
            let value: String = value.chars().take(160).collect();
            out += &format!("  {variable}: {}\n", value.replace([placeholder::MATH, placeholder::END], "$"));
        }
        for (variable, value) in &item.dates {
            out += &format!("  {variable}: {}\n", date(value));
        }
        let entry = bibliography.decode(key).unwrap_or_default();
        for (label, address) in entry.links() {
            out += &format!("  {label} {address}\n");
        }
        out += &format!("  = {}\n\n", references.get(at).map_or("-", |reference| reference));
    }
    messages.iter().for_each(|message| out += &format!("{message}\n"));
    out
}

/// Given name, particles, family name, suffix; a name that is one text is in quotes.
fn name(name: &Name) -> String {
    if !name.literal.is_empty() {
        return format!("\"{}\"", name.literal);
    }
    let particles = [name.dropping_particle.as_str(), name.non_dropping_particle.as_str()].concat();
    [name.given.as_str(), &particles, &name.family, &name.suffix].join("|")
}

fn date(date: &Date) -> String {
    let day = |parts: DateParts| {
        let season = parts.season.map(|season| format!("season {season}"));
        let numbers = [parts.month, parts.day].into_iter().flatten().map(|number| number.to_string());
        [parts.year.to_string()].into_iter().chain(season).chain(numbers).collect::<Vec<_>>().join("-")
    };
    let end = date.end.map_or(String::new(), |end| format!(" to {}", day(end)));
    let literal = if date.literal.is_empty() { String::new() } else { format!("\"{}\"", date.literal) };
    let about = if date.approximate { "about " } else { "" };
    [about, &date.start.map_or(String::new(), day), &end, &literal].concat()
}

/// The references in the order of the file, without markup.
fn references(file: &str, source: &str) -> Vec<String> {
    let (site, _) = Site::parse("", &Modules::native());
    let article = article::render(&Sources {
        modules: &Modules::native(),
        post: Source { file: "posts/a.md", text: "{% bibliography %}" },
        site: &site,
        bibliography: Some(Source { file, text: source }),
        style: Some(Source { file: "csl/apa.csl", text: include_str!("../csl/apa.csl") }),
        locale: Some(Source {
            file: "csl/locales-en-US.xml",
            text: include_str!("../csl/locales-en-US.xml"),
        }),
        around: Default::default(),
    });
    let items = article.content.as_str().split("<li ").skip(1).map(|item| {
        let item = item.split("</li>").next().unwrap_or("");
        let texts = item.split('>').map(|piece| piece.split('<').next().unwrap_or(""));
        texts.skip(1).collect::<String>().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    });
    items.collect()
}
