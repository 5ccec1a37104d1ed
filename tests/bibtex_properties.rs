//! The BibTeX reader against arbitrary text, against damaged files, and over whole files.

use postil::bibtex::Bibliography;
use postil::bibtex::latex::{self, Style};
use proptest::prelude::*;
use std::path::Path;

const FORMS: &str = include_str!("bibtex/forms.bib");
const MISTAKES: &str = include_str!("bibtex/mistakes.bib");

/// Reads everything in a file.
fn read_all(source: &str) -> Bibliography {
    let bibliography = Bibliography::index("x.bib", source);
    let lines = source.lines().count().max(1);
    for key in bibliography.keys() {
        let raw = bibliography.get(key).expect("every key is found");
        assert!(raw.source().starts_with('@') && source[raw.start..].starts_with(raw.source()));
        assert!((1..=lines).contains(&raw.line));
        let entry = bibliography.decode(key).expect("every key is decoded");
        entry.links();
        let (item, diagnostics) = bibliography.item(key).expect("every key becomes an item");
        assert_eq!(item.id, key);
        assert!(diagnostics.iter().all(|diagnostic| (1..=lines).contains(&diagnostic.line)));
    }
    bibliography
}

/// Text made of what BibTeX and LaTeX find special.
fn special() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "@",
        "@book{",
        "@string{",
        "@comment{",
        "{",
        "}",
        "(",
        ")",
        "\"",
        "\"",
        "#",
        "=",
        ",",
        "\n",
        "\n",
        " ",
        "\\",
        "$",
        "%",
        "~",
        "\\\"",
        "\\'",
        "\\c",
        "\\emph",
        "\\it ",
        "\\url",
        "\\lowercase",
        "key",
        "title = ",
        "author = {",
        " and ",
        "crossref",
        "year",
        "date",
        "é",
        "毛",
        "--",
        "`",
        "'",
        "2020-01/",
        "arXiv:2405.09818",
        "others",
        "&amp;",
        "\\(",
    ];
    prop::collection::vec(prop::sample::select(PIECES), 0..80).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_read(source in any::<String>()) {
        read_all(&source);
    }

    #[test]
    fn special_text_is_read(source in special()) {
        read_all(&source);
        read_all(&format!("@misc{{k, title = {{{source}}}, author = {{{source}}}, date = {{{source}}}, eprint = {{{source}}}}}"));
        read_all(&format!("@misc{{k, {source}}}"));
    }

    /// Damage in one place costs at most the entries that it touches.
    #[test]
    fn damage_stays_where_it_is(at in 0..FORMS.len() + MISTAKES.len(), cut in 0usize..4, insert in special()) {
        let source = [FORMS, MISTAKES].concat();
        let floor = |mut at: usize| { while !source.is_char_boundary(at) { at -= 1 } at };
        let (start, end) = (floor(at), floor((at + cut).min(source.len())));
        let damaged = [&source[..start], &insert, &source[end.max(start)..]].concat();
        read_all(&damaged);
    }

    /// Whatever an entry looks like, one that begins at the start of a later line is found.
    #[test]
    fn later_entries_are_found(broken in special()) {
        let broken = broken.replace("comment", "");
        let tail = "\n@misc{sure-1, title={A}}\n@misc{sure-2, title={B}}\n@misc{sure-3, title={C}}\n";
        let bibliography = read_all(&format!("@book{{bad,{broken}{tail}"));
        for key in ["sure-1", "sure-2", "sure-3"] {
            prop_assert!(bibliography.get(key).is_some(), "{key} in {broken}");
        }
    }

    /// No text is lost in decoding: letters and digits outside commands stay, in their order.
    #[test]
    fn text_is_kept(words in prop::collection::vec("[a-z0-9]{1,6}", 1..10), marks in special()) {
        let marks: String = marks.chars().filter(|mark| "{}~-`',;:<> ".contains(*mark)).collect();
        let source = words.join(&marks);
        let letters = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        prop_assert_eq!(letters(&latex::decode(&source, Style::Plain)), letters(&source));
    }

    /// Tags come out in pairs, properly nested.
    #[test]
    fn tags_are_nested(source in special()) {
        let text = latex::decode(&source, Style::Title);
        let mut open = Vec::new();
        for tag in text.split('<').skip(1) {
            let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_lowercase).collect();
            if tag.starts_with('/') {
                prop_assert_eq!(open.pop(), Some(name));
            } else {
                open.push(name);
            }
        }
        prop_assert!(open.is_empty());
    }
}

#[test]
fn every_form_is_read() {
    let bibliography = read_all(FORMS);
    assert!(bibliography.diagnostics().is_empty());
    assert_eq!(bibliography.keys().collect::<Vec<_>>(), ["goedel:1931", "paren.key", "whole", "thesis"]);
    let text = |key: &str, name: &str| {
        bibliography.decode(key).and_then(|entry| entry.text(name)).unwrap_or_default()
    };
    assert_eq!(
        text("goedel:1931", "title"),
        "Über formal unentscheidbare <span class=\"nocase\">Sätze</span>"
    );
    assert_eq!(text("goedel:1931", "journal"), "Monatshefte für Mathematik und Physik");
    assert_eq!(text("paren.key", "title"), "A title with (parentheses) and \u{FDD1}x < y\u{FDD2}");
    assert_eq!(text("paren.key", "booktitle"), "Conference on Examples");
    assert_eq!(text("paren.key", "publisher"), "Example Press");
    assert_eq!(text("thesis", "title"), "On <i>everything</i>");
}

#[test]
fn every_mistake_is_named_at_its_line() {
    let bibliography = read_all(MISTAKES);
    let keys: Vec<_> = bibliography.keys().collect();
    assert_eq!(keys, ["no-comma", "unknown", "unknown,2", "open-end", "circle-a", "circle-b", "ring"]);
    let mut shown: Vec<String> = bibliography.diagnostics().iter().map(ToString::to_string).collect();
    for key in keys {
        shown.extend(
            bibliography
                .item(key)
                .into_iter()
                .flat_map(|(_, messages)| messages)
                .map(|message| message.to_string()),
        );
    }
    assert_eq!(
        shown,
        [
            "x.bib:7: entry `open-brace`: a brace or quote in it is not closed; the entry is left out",
            "x.bib:12: entry `open-quote`: a brace or quote in it is not closed; the entry is left out",
            "x.bib:22: entry `unknown` repeats the key of line 17; citations mean that one",
            "x.bib:24: entry without a key: it is left out",
            "x.bib:26: entry `open-end`: its closing brace is missing",
            "x.bib:36: entry `cut-off`: a brace or quote in it is not closed; the entry is left out",
            "x.bib:4: entry `no-comma`: there is no comma behind field `year`",
            "x.bib:18: entry `unknown`: abbreviation `nowhere` is not defined; its name is shown",
            "x.bib:30: entry `circle-a`: its cross-reference `circle-a` leads back to itself",
            "x.bib:31: entry `circle-b`: its cross-reference `circle-b` leads back to itself",
            "x.bib:34: entry `ring`: abbreviation `ring` refers to itself; its name is shown",
        ]
    );
}

/// Input that would be slow if any stage looked at it again and again.
#[test]
fn hostile_input_takes_linear_time() {
    let many = 20_000;
    for source in [
        "@book{k, title = {".repeat(many),
        "@book{k, title = {\n".repeat(many),
        "@book{k, title = \"\n".repeat(many),
        "@comment{\n".repeat(many),
        "@".repeat(many * 10),
        "@misc{k}\n".repeat(many),
        "@a\n".repeat(many),
        format!("@book{{k, title = {{{}", "{".repeat(many * 5)),
        format!("@book{{k, title = {{{}{}}}}}", "{".repeat(many * 5), "}".repeat(many * 5)),
        format!("@book{{k, title = {{{}}}}}", "$ {".repeat(many) + &"}".repeat(many)),
        format!("@book{{k, author = {{{}}}}}", "a and ".repeat(many)),
        format!("@book{{k, author = {{{}}}}}", "\\\"".repeat(many)),
        format!("@book{{k, author = {{{}}}}}", "x ".repeat(many)),
        format!("@book{{k, {}}}", "a ".repeat(many)),
        format!("@book{{k, {}}}", "% x\n".repeat(many)),
        format!("@book{{k, note = {{{}}}}}", "arXiv:".repeat(many)),
        format!("@book{{k{}}}", ", title = a".repeat(many / 10)),
        "@string{a = a # a # b}@string{b = a # b # a}@book{k, title = a # a # b # b}".to_owned(),
        (0..many).map(|n| format!("@string{{s{n} = s{} # s{}}}", n + 1, n + 1)).collect::<String>()
            + "@book{k, title = s0}",
        (0..many).map(|n| format!("@book{{k{n}, crossref = {{k{}}}}}", n + 1)).take(500).collect::<String>(),
    ] {
        // What is not linear does not end here; how fast it is, `benches/bibtex.rs` says.
        read_all(&source);
    }
}

/// The names and titles of the bibliography that started the project.
#[test]
fn the_seed_is_read() {
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed/papers.bib");
    let Ok(source) = std::fs::read_to_string(&seed) else {
        println!("skipped: {} is not there", seed.display());
        return;
    };
    let bibliography = read_all(&source);
    assert!(bibliography.diagnostics().is_empty());
    let items: Vec<_> = bibliography.keys().filter_map(|key| bibliography.item(key)).collect();
    assert_eq!(items.len(), 7);
    assert!(items.iter().all(|(item, diagnostics)| {
        diagnostics.is_empty()
            && item.item_type == "misc"
            && item.variable("URL").is_some_and(|url| url.starts_with("https://arxiv.org/abs/"))
            && item.date("issued").is_some()
    }));
    let names: Vec<String> = items
        .iter()
        .flat_map(|(item, _)| item.names("author"))
        .map(|name| [&*name.family, &name.given].join(", "))
        .collect();
    for name in [
        "Team, Chameleon",
        "Alwala, Kalyan Vasudev",
        "Corro, Luciano Del",
        "Chen, Wei-ge",
        "El-Nouby, Alaaeldin",
    ] {
        assert!(names.iter().any(|other| other == name), "{name} in {names:?}");
    }
    assert!(items[6].0.variable("title").is_some_and(|title| title.starts_with("M\u{FDD1}^3\u{FDD2}CoT: ")));
}
