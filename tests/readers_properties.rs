//! The small readers take any text: no panic, no hang, nothing lost, and no path that leaves the site.

use postil::date::Date;
use postil::front_matter::{self, FrontMatter};
use postil::liquid::arguments::scholar_arguments;
use postil::liquid::{Kind, segments};
use postil::modules::Modules;
use postil::route::{PostName, Route, relative_path};
use postil::site::{Site, locale_path, style_path};
use postil::yaml::{self, Value};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::time::Instant;

/// Texts made of pieces that mean something to a reader, and of anything.
fn text_of(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => select(pieces).prop_map(String::from), 1 => any::<String>()];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A text with one character gone, doubled or replaced by a sign.
fn mutated(text: &'static str) -> impl Strategy<Value = String> {
    let sign = select(&["", ":", "\"", "\n", "\t", "-", "[", "{", "%", "é", "  ", "&a ", "*a"][..]);
    (0..text.chars().count(), sign, any::<bool>()).prop_map(move |(at, sign, keep)| {
        let mut out = String::new();
        for (index, c) in text.chars().enumerate() {
            if index == at {
                out.push_str(sign);
            }
            if index != at || keep {
                out.push(c);
            }
        }
        out
    })
}

const YAML: &[&str] = &[
    "a",
    "key: ",
    "title: ",
    "date: ",
    "- ",
    "\n",
    "\n  ",
    "\n    ",
    ": ",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "&x ",
    "*x",
    "!t ",
    "!!str ",
    "<<: ",
    "|\n",
    ">\n",
    "# c",
    "---\n",
    "...\n",
    "\t",
    "é",
    "true",
    "0x1F",
    "1e400",
    "-.inf",
    "99999999999999999999999999999999999999999",
    "2024-12-05",
    "? ",
    "%YAML 1.1\n",
];

const LIQUID: &[&str] = &[
    "{% ",
    "{%- ",
    " %}",
    " -%}",
    "{{",
    "{{- ",
    "}}",
    "-}}",
    "raw",
    "endraw",
    "comment",
    "endcomment",
    "cite k",
    "{% raw %}",
    "{% endraw %}",
    "{% comment %}",
    "{% endcomment %}",
    "{",
    "}",
    "%",
    "\n",
    "text",
    "é",
];

const ARGUMENTS: &[&str] = &[
    "key ",
    "-",
    "--",
    " -f ",
    " --file ",
    " --cited",
    "_in_order",
    " -q @*[a=b] ",
    "=",
    "\"",
    " ",
    "é",
    "-l 2-3",
];

const PATHS: &[&str] = &[
    "..",
    ".",
    "/",
    "//",
    "\\",
    ":",
    "%2e",
    "%2E%2e",
    "%2f",
    "%5c",
    "%25",
    "%00",
    "%",
    "javascript:",
    "http:",
    "posts",
    "a",
    ".md",
    " ",
    "\t",
    "\n",
    "?",
    "#",
    "+",
    "é",
    "%C3%A9",
    "\u{202E}",
    "post=",
    "&",
    "\u{FDD0}",
];

const POST: &str = "---\nlayout: post\ntitle: \"A: title\"\ndate: 2024-12-05 15:09:00 +0100\ntags: [a, b c]\n\
                    authors:\n  - name: A\n    affiliations: {name: B}\ntoc:\n  sidebar: left\n---\n\nBody\n";

const SITE: &str = "title: blank\nfirst_name: A\nscholar:\n  style: apa\n  locale: en\n  \
                    source: /_bibliography/\n  bibliography: papers.bib\n  group_by: year\n";

/// Whether a path is one that every browser and server keeps inside the folder.
fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with('/')
        && !path.contains("//")
        && !path.contains(['\\', ':', '%', '?', '#'])
        && !path.chars().any(char::is_control)
        && path.split('/').all(|part| !part.is_empty() && part.trim() != ".." && part.trim() != ".")
}

fn deepest(value: &Value) -> usize {
    match value {
        Value::Sequence(items) => 1 + items.iter().map(deepest).max().unwrap_or(0),
        Value::Mapping(pairs) => 1 + pairs.iter().map(|(_, value)| deepest(value)).max().unwrap_or(0),
        _ => 0,
    }
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() }
}

fn yaml_texts() -> impl Strategy<Value = String> {
    prop_oneof![text_of(YAML), any::<String>(), mutated(POST), mutated(SITE)]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn yaml_reads_or_names_a_line(text in yaml_texts()) {
        match yaml::full(&text) {
            Ok(value) => prop_assert!(deepest(&value) < 200),
            Err(error) => {
                let lines = text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']).count();
                prop_assert!((1..=lines + 1).contains(&error.line), "{error:?} of {lines}");
                prop_assert!(!error.message.is_empty());
            }
        }
        let (values, _) = yaml::parse_mapping(&text, &Modules::native());
        prop_assert!(matches!(values, Value::Mapping(_)));
    }

    #[test]
    fn front_matter_and_body_are_the_file(text in prop_oneof![text_of(YAML), mutated(POST)]) {
        for source in [text.clone(), format!("---\n{text}\n---\nBody"), format!("---\n{text}")] {
            let parts = front_matter::split(&source);
            prop_assert!(source.ends_with(parts.body));
            let before = &source[..source.len() - parts.body.len()];
            prop_assert_eq!(parts.body_line, 1 + before.matches('\n').count());
            if let Some(yaml) = parts.yaml {
                prop_assert!(before.contains(yaml));
                let (_, error) = FrontMatter::parse(yaml, &Modules::native());
                prop_assert!(error.is_none_or(|error| error.line >= 2 && error.line <= parts.body_line + 1));
            } else {
                prop_assert_eq!(parts.body_line, 1);
            }
        }
    }

    #[test]
    fn titles_survive_a_broken_line(broken in text_of(&["x: [", "y: \"", "\t- ", ": :", "}", "@", " z"])) {
        let line = broken.replace(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'], "");
        let yaml = format!("title: Kept\nx: {line}\nlang: de\n");
        let (post, _) = FrontMatter::parse(&yaml, &Modules::native());
        prop_assert_eq!(post.title.as_deref(), Some("Kept"));
        prop_assert_eq!(post.lang.as_deref(), Some("de"));
    }

    #[test]
    fn sites_lead_inside(text in prop_oneof![text_of(YAML), mutated(SITE)], value in text_of(PATHS)) {
        let quoted = value.replace('\\', "\\\\").replace('"', "\\\"").replace(char::is_control, "\\t");
        let keys = ["style", "locale", "source", "bibliography"];
        let everywhere = keys.map(|key| format!("  {key}: \"{quoted}\"\n")).concat();
        for source in [text, format!("scholar:\n{everywhere}")] {
            let (site, _) = Site::parse(&source, &Modules::native());
            for path in [&site.scholar.style, &site.scholar.locale] {
                prop_assert!(is_inside(path.as_str()), "{path:?}");
            }
            for named in [None, Some(value.as_str())] {
                for path in site.scholar.bibliography_paths(named).unwrap_or_default() {
                    prop_assert!(is_inside(path.as_str()), "{path:?}");
                }
            }
        }
        for path in [style_path(&value), locale_path(&value), relative_path(&value)].into_iter().flatten() {
            prop_assert!(is_inside(path.as_str()), "{path:?}");
        }
    }

    #[test]
    fn routes_lead_inside_and_back(name in prop_oneof![text_of(PATHS), any::<String>()]) {
        for (path, search) in [("", format!("?post={name}")), ("", name.clone()), (&name, String::new())] {
            match Route::parse(path, &search) {
                Route::Post(post) => {
                    let file = post.file();
                    prop_assert!(is_inside(file.as_str()), "{file:?}");
                    prop_assert!(file.as_str().starts_with("posts/") && file.as_str().ends_with(".md"));
                    prop_assert!(post.href().is_ascii());
                    prop_assert!(PostName::parse(post.name()).is_some_and(|again| again == post));
                    prop_assert_eq!(Route::parse("", &post.href()), Route::Post(post));
                }
                Route::Invalid(shown) => prop_assert!(shown.chars().count() <= 200),
                Route::Page(path) => {
                    let inner = path.as_str();
                    prop_assert!(is_inside(inner.strip_suffix('/').unwrap_or(inner)), "{path:?}");
                }
                Route::Home | Route::Older(_) => {}
            }
        }
    }

    #[test]
    fn dates_read_what_they_write(
        (year, month, day) in (1000..9999_i32, 1..=12_u8, 1..=31_u8),
        (hour, minute, second) in (0..24_u8, 0..60_u8, 0..60_u8),
        offset in -1439..1440_i16,
        noise in any::<String>(),
    ) {
        let date = Date { year, month, day, time: Some((hour, minute, second)), offset };
        match Date::parse(&date.iso()) {
            Some(read) => prop_assert_eq!(read, date),
            None => prop_assert!(day > 28),
        }
        let later = Date { time: Some((hour, minute, second + 1)), ..date };
        prop_assert_eq!(later.instant() - date.instant(), 1);
        let _ = (Date::parse(&noise), Date::from_file_name(&noise), date.format(&noise));
    }

    #[test]
    fn liquid_loses_nothing(text in prop_oneof![text_of(LIQUID), any::<String>()]) {
        let mut whole = String::new();
        for segment in segments(&text, 1) {
            prop_assert!(!segment.source.is_empty());
            prop_assert_eq!(segment.line, 1 + whole.matches('\n').count());
            match segment.kind {
                Kind::Text | Kind::Broken(_) => prop_assert!(!segment.trim_before && !segment.trim_after),
                Kind::Raw(inner) => {
                    let (inside, ended) = (segment.source.contains(inner), inner.contains("{% endraw %}"));
                    prop_assert!(inside && !ended);
                }
                Kind::Tag { name, markup } => {
                    let (opens, closes) = (segment.source.starts_with("{%"), segment.source.ends_with("%}"));
                    prop_assert!(opens && closes);
                    prop_assert!(!name.is_empty() && segment.source.contains(markup));
                }
                Kind::Output { .. } => {
                    let (opens, closes) = (segment.source.starts_with("{{"), segment.source.ends_with("}}"));
                    prop_assert!(opens && closes);
                }
                Kind::Comment => prop_assert!(segment.source.contains("endcomment")),
                Kind::Unknown(_) => prop_assert!(false, "the reader knows no mistakes of an interpreter"),
            }
            whole.push_str(segment.source);
        }
        prop_assert_eq!(whole, text);
    }

    #[test]
    fn arguments_keep_their_order(markup in prop_oneof![text_of(ARGUMENTS), any::<String>()]) {
        let read = scholar_arguments(&markup);
        let words: Vec<&str> = markup.split_whitespace().take_while(|word| !word.starts_with('-')).collect();
        prop_assert_eq!(&read.words, &words);
        let mut at = 0;
        for (_, value) in &read.options {
            prop_assert!(markup[at..].contains(value.as_str()), "{value:?}");
            at += markup[at..].find(value.as_str()).unwrap_or(0) + value.len();
        }
    }
}

#[test]
fn hostile_sizes_take_no_time() {
    let n = 10_000;
    let texts = [
        "[".repeat(n),
        "{a: ".repeat(n),
        "- ".repeat(n),
        "? ".repeat(n),
        "a: \"".repeat(n),
        "a: &a\n".repeat(n),
        "x:\n- [\n".repeat(n),
        (0..n).map(|key| format!("k{key}:\n")).collect(),
        "{{".repeat(n),
        "{%".repeat(n),
        "{% raw %}".repeat(n),
        "{% comment %}".repeat(n),
        "{% comment %}{% raw %}".repeat(n),
        "{{ a }".repeat(n),
        "--file ".repeat(n),
        "-".repeat(n),
        "---\n".repeat(n),
        "../".repeat(n),
        "%2e".repeat(n),
    ];
    for text in texts {
        let start = Instant::now();
        let _ = (
            yaml::parse_mapping(&text, &Modules::native()),
            Site::parse(&text, &Modules::native()),
            Route::parse("", &format!("?post={text}")),
        );
        let _ = front_matter::split(&format!("---\n{text}"));
        let pieces = segments(&text, 1).count();
        let _ = (scholar_arguments(&text), Date::parse(&text), Date::from_file_name(&text));
        // What is not linear does not end here.
        println!("{:?}: {:?}, {pieces} pieces", text.get(..16).unwrap_or(""), start.elapsed());
    }
}

/// Real posts and configurations, where the shared folder is there.
#[test]
fn real_files_read_without_a_complaint() {
    let golden = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/golden");
    let (Ok(posts), Ok(cases)) = (golden.join("posts").read_dir(), golden.join("scholar").read_dir()) else {
        println!("skipped: {} is not there", golden.display());
        return;
    };
    let mut read = 0;
    for path in
        posts.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == "md"))
    {
        let source = std::fs::read_to_string(&path).expect("a readable post");
        let parts = front_matter::split(&source);
        let (post, error) = FrontMatter::parse(parts.yaml.expect("front matter"), &Modules::native());
        assert_eq!(error, None, "{}", path.display());
        assert!(post.title.is_some() && post.date.is_some(), "{}", path.display());
        read += 1;
    }
    for path in cases.flatten().map(|entry| entry.path().join("site/_config.yml")) {
        let Ok(source) = std::fs::read_to_string(&path) else { continue };
        assert_eq!(Site::parse(&source, &Modules::native()).1, [], "{}", path.display());
        read += 1;
    }
    println!("{read} files");
    assert!(read > 0);
}
