//! Where the plain reader of YAML answers, the full one gives the same values; and it answers for nearly all
//! that people write.

use postil::front_matter;
use postil::yaml;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::path::{Path, PathBuf};

/// Pieces of lines, each of which means something somewhere.
const PIECES: &[&str] = &[
    "a: ",
    "b:",
    "key: ",
    "\"q\": ",
    "'s': ",
    "- ",
    "-",
    "- - ",
    "- a: ",
    "? ",
    ": ",
    ":",
    "# c",
    " # c",
    " #",
    "#",
    "x",
    "x y",
    "é",
    "1",
    "0",
    "-1",
    "+2",
    "007",
    "1.0",
    "1.50",
    "-0",
    "-0.0",
    ".5",
    "1.",
    "1e5",
    "1.5e3",
    "0x1f",
    "0o7",
    "0.00001",
    "123456789012345678",
    "1234567890123456789012345678901234567890",
    ".inf",
    "-.inf",
    ".nan",
    "inf",
    "NaN",
    "~",
    "null",
    "true",
    "False",
    "yes",
    "On",
    "nO",
    "'off'",
    "2024-12-05 15:09:00 +0100",
    "2024-12-05",
    "2.6.3",
    "'",
    "\"",
    "'it''s'",
    "\"a\\tb\"",
    "\"\\u00e9\"",
    "\"\\x41\"",
    "\"\\ufde7\"",
    "\u{FDD0}",
    "\r",
    "\"\\q\"",
    "\"\\",
    "''",
    "\"\"",
    "[",
    "]",
    "{",
    "}",
    ", ",
    ",",
    "[a, b]",
    "[a,b,]",
    "[1, 'x', [y]]",
    "{a: 1, b: [2]}",
    "{\"a\":1}",
    "{a:1}",
    "[]",
    "{}",
    "[a: b]",
    "{a}",
    "{a: }",
    "|",
    ">",
    "|-",
    ">-",
    "|+",
    ">+",
    "|2",
    ">\n",
    "|\n",
    "&a",
    "*a",
    "!t ",
    "<<: ",
    "<<",
    "%",
    "@",
    "`",
    "---",
    "---\n",
    "...",
    "--- a",
    "  ",
    " ",
    "\t",
    "\r\n",
    "\r",
    "http://x",
    "a:b",
    "a b: c",
    "a: b: c",
    "\\",
    "/",
    "\u{A0}",
    "\u{2028}",
    "\u{FEFF}",
    "=",
    "$x$",
    "*x*",
    "-x",
    "?x",
    ":x",
    ".git",
    "..",
];

fn agrees(text: &str) -> Result<bool, TestCaseError> {
    let Some(plain) = yaml::plain(text) else { return Ok(false) };
    prop_assert_eq!(yaml::full(text), Ok(plain), "{:?}", text);
    Ok(true)
}

/// Lines of some pieces, each with its indentation.
fn lines() -> impl Strategy<Value = String> {
    let line = (select(&[0, 0, 1, 2, 2, 3, 4][..]), vec(select(PIECES), 0..4));
    let text = vec((line, select(&["\n", "\n", "\n", "\n", "\n\n", "\r\n", ""][..])), 0..9);
    text.prop_map(|lines| {
        let lines = lines.into_iter();
        lines.map(|((indent, pieces), end)| " ".repeat(indent) + &pieces.concat() + end).collect()
    })
}

/// Lines that look like YAML more often than not.
fn likely() -> impl Strategy<Value = String> {
    let start = select(&["a: ", "b:", "c: ", "- ", "- ", "- d: ", "  ", "\"e\": ", "'f' : ", "", "#"][..]);
    let line = (select(&[0, 0, 2, 2, 4][..]), start, vec(select(PIECES), 0..2));
    vec(line, 0..8).prop_map(|lines| {
        let lines = lines.into_iter();
        lines.map(|(indent, start, pieces)| " ".repeat(indent) + start + &pieces.concat() + "\n").collect()
    })
}

/// A real text with something put into it, taken out or said twice.
fn mutated() -> impl Strategy<Value = String> {
    let change = (any::<prop::sample::Index>(), 0..4_usize, 0..8_usize, select(PIECES));
    (select(sources()), vec(change, 1..4)).prop_map(|(mut text, changes)| {
        for (place, kind, length, piece) in changes {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let number = place.index(places.len());
            let (from, to) = (places[number], places[(number + length).min(places.len() - 1)]);
            match kind {
                0 => text.insert_str(from, piece),
                1 => text.replace_range(from..to, ""),
                2 => text.replace_range(from..to, piece),
                _ => {
                    let again = text[from..to].to_owned();
                    text.insert_str(from, &again);
                }
            }
        }
        text
    })
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

proptest! {
    #![proptest_config(config(5_000))]

    #[test]
    fn any_lines(text in lines()) {
        agrees(&text)?;
    }

    #[test]
    fn likely_lines(text in likely()) {
        agrees(&text)?;
    }

    #[test]
    fn pieces_in_a_row(pieces in vec(select(PIECES), 0..12)) {
        agrees(&pieces.concat())?;
    }

    #[test]
    fn scalars(text in "[-+]?[0-9xoben._:+ ~a-f-]{0,8}") {
        agrees(&text)?;
        agrees(&["a: ", &text, "\nb: [", &text, "]\n", "{", &text, ": 1}"].concat())?;
        agrees(&["a: ", &text, "\n"].concat())?;
    }

    #[test]
    fn blocks(text in "a: [|>][-+]?( #)?\n([ ab#]{0,5}\n){0,6}b: 1( 2)?\n?", inner in "(- [|>][-+]?\n|  )([ ab]{0,5}\n){1,6}") {
        agrees(&text)?;
        agrees(&inner)?;
    }
}

proptest! {
    #![proptest_config(config(2_000))]

    #[test]
    fn what_people_write_with_slips(text in mutated()) {
        agrees(&text)?;
    }
}

/// The front matter of all posts, and all configurations, that are here.
fn sources() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = [
        "posts",
        "tests",
        "docs",
        "../shared/golden/posts",
        "../shared/golden/scholar",
        "../shared/bench",
        "../shared/seed",
    ]
    .map(|folder| root.join(folder))
    .into();
    folders.extend(std::env::var_os("POSTIL_POSTS").map(PathBuf::from));
    let mut sources: Vec<String> = std::fs::read_to_string(root.join("site.yml")).into_iter().collect();
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or("");
            if path.is_dir() && !path.ends_with("node_modules") {
                folders.push(path);
            } else if ["yml", "yaml"].contains(&kind) {
                sources.extend(std::fs::read_to_string(path));
            } else if ["md", "html", "bib"].contains(&kind) {
                let text = std::fs::read_to_string(path).unwrap_or_default();
                sources.extend(front_matter::split(&text).yaml.map(String::from));
            }
        }
    }
    sources
}

#[test]
fn what_people_write_is_plain() {
    let sources = sources();
    let mut plain = 0;
    for text in &sources {
        match agrees(text) {
            Ok(true) => plain += 1,
            Ok(false) => println!("not plain, {:?}:\n{text}", yaml::full(text).err()),
            Err(error) => panic!("{error}"),
        }
    }
    println!("plain: {plain} of {}", sources.len());
    assert!(plain * 100 >= sources.len() * 97, "{plain} of {}", sources.len());
}
