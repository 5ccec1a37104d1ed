//! Markdown and formulas of any kind: nothing panics, nothing takes long, no word is lost.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use postil::front_matter;
use postil::html::Html;
use postil::math::{Display, Typesetter};
use postil::modules::{Module, ModuleSet, Modules};
use postil::placeholder::{END, INSERT};
use postil::{markdown, placeholder};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

mod common;
use common::html::normalized;

/// What Markdown is made of.
const PARTS: &[&str] = &[
    "\n",
    "\n\n",
    "  \n",
    "    ",
    "\t",
    " ",
    "* ",
    "- ",
    "1. ",
    ": ",
    "> ",
    "# ",
    "## x\n",
    "===\n",
    "---\n",
    "```\n",
    "```rust\n",
    "~~~\n",
    "`",
    "``",
    "*",
    "**",
    "_",
    "__",
    "~~",
    "[",
    "]",
    "](",
    "](u)",
    "![",
    "[^1]",
    "[^1]: ",
    "[a]: u\n",
    "(",
    ")",
    "<",
    ">",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<p markdown=\"1\">",
    "</p>",
    "<!--",
    "-->",
    "<script>",
    "<a b='",
    "{:",
    "}",
    "{: .c #i k='v'}",
    "{:toc}",
    "{:a: .b}\n",
    "{::comment}",
    "{:/}",
    "{::nomarkdown}",
    "$$",
    "$",
    "\\",
    "\\\\",
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "\\begin{align}",
    "\\end{align}",
    "|",
    "|-|-|\n",
    "| a | b |\n",
    "\"",
    "'",
    "...",
    "--",
    "<<",
    ">>",
    "&amp;",
    "&",
    "*[w]: m\n",
    "w",
    "word",
    "é",
    "文字",
    "^\n",
    "http://x.y",
    "<http://x.y>",
    "{#id}",
    "\u{FDD0}0\u{FDD2}",
    "\u{FDD0}1\u{FDD2}",
    "\u{FDD0}",
    "\u{FDD2}",
    "\u{FDD3}",
    "\u{FDD3}0\u{FDD2}",
    "\u{0}",
    "\u{200D}",
    "[ ] ",
    "[x] ",
];

/// What formulas are made of.
const TEX: &[&str] = &[
    "{",
    "}",
    "^",
    "_",
    "&",
    "\\\\",
    "\\",
    "\\frac",
    "\\sqrt",
    "[",
    "]",
    "(",
    ")",
    "\\left",
    "\\right",
    "\\middle",
    "\\begin",
    "\\end",
    "{array}",
    "{cc}",
    "{c|c}",
    "{align*}",
    "{pmatrix}",
    "{cases}",
    "\\hline",
    "\\text",
    "\\mathbb",
    "\\mathrm",
    "\\hat",
    "\\overset",
    "\\underbrace",
    "\\sum",
    "\\limits",
    "\\int",
    "'",
    "''",
    "x",
    "1",
    "12.5",
    " ",
    "~",
    "\\,",
    "\\quad",
    "\\not",
    "\\color",
    "{red}",
    "\\hspace",
    "{1em}",
    "\\operatorname",
    "\\big",
    "\\Bigl",
    "|",
    "\\|",
    ".",
    ",",
    "\\label",
    "\\tag",
    "{a}",
    "\\def",
    "\\newcommand",
    "#1",
    "%",
    "$",
    "\\(",
    "é",
    "文",
    "\u{0}",
    "\\mathop",
    "\\prescript",
    "\\substack",
    "\\multicolumn",
    "\\ref",
    "\\unicode",
    "\\char",
    "\\dots",
    "\\xrightarrow",
    "\\genfrac",
    "\\binom",
    "\\over",
    "\\atop",
    "\\displaystyle",
    "\\rule",
    "\\phantom",
    "\\cancel",
    "\\boxed",
    "\\textcolor",
    "\\mathcal",
    "\\intertext",
    "\\shoveleft",
    "*",
    "-",
    "{}",
];

fn inserts() -> Vec<Html> {
    vec![Html::from_author("<a href=\"#k\">(K, 1)</a>"), Html::from_author("<ol><li>entry</li></ol>")]
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

fn render(source: &str) -> String {
    let modules = Modules::native();
    markdown::render(source, "p.md", 1, &inserts(), &Typesetter::new(&modules)).html.into_string()
}

fn sources() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![
        root.join("tests/markdown"),
        root.join("../shared/golden/kramdown"),
        root.join("../shared/golden/posts"),
    ];
    let mut out = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                out.extend(std::fs::read_to_string(path));
            }
        }
    }
    assert!(!out.is_empty());
    out.sort();
    out
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn any_text_renders(source in ".{0,300}") {
        render(&source);
        render(&placeholder::clean(&source));
    }

    #[test]
    fn any_markdown_renders(parts in vec(select(PARTS), 0..60)) {
        render(&parts.concat());
    }

    #[test]
    fn words_survive(words in vec("[a-z]{3,12}[,.;:!?]?", 1..60), breaks in vec(select(&[" ", "\n", "\n\n"][..]), 60)) {
        let source: String = words.iter().zip(&breaks).flat_map(|(word, space)| [word.as_str(), *space]).collect();
        let html = render(&source);
        let text: Vec<String> = normalized(&html).iter().filter_map(|node| node.strip_prefix('"').map(String::from)).collect();
        let text = text.join(" ");
        let got: Vec<&str> = text.split_whitespace().collect();
        let wanted: Vec<&str> = words.iter().map(String::as_str).collect();
        prop_assert_eq!(got, wanted);
    }

    #[test]
    fn any_formula_is_shown(parts in vec(select(TEX), 0..40)) {
        let tex = parts.concat();
        for display in [Display::Inline, Display::Block] {
            prop_assert!(!formula(&tex, display).is_empty());
        }
    }

    #[test]
    fn any_text_as_formula_is_shown(tex in "\\PC{0,80}") {
        prop_assert!(!formula(&tex, Display::Inline).is_empty());
    }
}

/// Short texts do not become huge ones.
#[test]
fn what_is_written_is_in_proportion() {
    let list = ["* ", &" ".repeat(20_000), "1. a\n", &"1. b\n".repeat(3_000)].concat();
    let table = ["| a | b |\n|---|---|\n", &"| x |\n".repeat(900), &"| y ".repeat(900), "|\n"].concat();
    for source in [list, table] {
        let length = render(&source).len();
        assert!(length < 100 * source.len(), "{length} of {}", source.len());
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn changed_sources_render(which in any::<Index>(), at in any::<Index>(), end in any::<Index>(), part in select(PARTS)) {
        let all = sources();
        let source = &all[which.index(all.len())];
        let place = |index: Index| (0..=index.index(source.len() + 1)).rev().find(|&at| source.is_char_boundary(at));
        let (from, to) = (place(at).unwrap_or(0), place(end).unwrap_or(0));
        // Something put in, something left out, and a piece moved to the front.
        render(&format!("{}{part}{}", &source[..from], &source[from..]));
        if from < to {
            render(&format!("{}{}", &source[..from], &source[to..]));
            render(&format!("{}{part}{source}", &source[from..to]));
        }
    }
}

#[test]
fn repeated_openings_take_linear_time() {
    for part in PARTS.iter().chain(&[
        "[a](",
        "![a](",
        "<a b=\"",
        "**a *b ",
        "[^1]: [^1]",
        "*a_b",
        "> > ",
        "- - ",
        "a\n: ",
        "`` ` ",
        "<b><i>",
        "\"'",
    ]) {
        render(&part.repeat(20_000 / part.len()));
        render(&format!("x {}", part.repeat(20_000 / part.len())));
        let lines: String = (0..2000).map(|_| format!("{part}x\n")).collect();
        render(&lines);
        let indented: String = (0..200).map(|depth| format!("{}{part}x\n", " ".repeat(depth))).collect();
        render(&indented);
        render(&format!("# <code>{}", part.repeat(20_000 / part.len())));
    }
    // What is not linear does not end here.
    render(&["x", &"_".repeat(300_000)].concat());
    render(&"<div></div>".repeat(30_000));
    let marks: Vec<String> = (0..3000).map(|mark| format!("x {INSERT}{mark}{END} ")).collect();
    let (inserts, notes) = (vec![Html::from_author("n"); marks.len()], vec![true; marks.len()]);
    let modules = Modules::native();
    let typesetter = Typesetter::new(&modules);
    let rendered = markdown::render_with_notes(&marks.concat(), "p.md", 1, &inserts, &notes, &typesetter);
    assert!(rendered.notes.iter().zip(1..).all(|(note, number)| note.number == number));
    let titles: String = marks.iter().map(|mark| format!("<b title=\"{mark}\">a</b>\n")).collect();
    render(&titles.repeat(10));
    // Marks in a tag have no number, however many follow each other.
    let source = ["<b title=\"", &marks[..2].concat(), "\">a</b> ", &marks[2..4].concat()].concat();
    let rendered = markdown::render_with_notes(&source, "p.md", 1, &inserts, &notes, &typesetter);
    assert_eq!([0, 1, 2, 3].map(|mark: usize| rendered.notes[mark].number), [0, 0, 1, 2]);
}

fn formula(tex: &str, display: Display) -> String {
    Typesetter::new(&Modules::native()).render(tex, display).into_string()
}

#[test]
fn most_posts_need_no_module_for_their_spans() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["posts", "../shared/golden/posts", "../shared/seed"].map(|folder| root.join(folder));
    let more = std::env::var_os("POSTIL_POSTS").map(PathBuf::from);
    let folders: Vec<PathBuf> = folders.into_iter().chain(more).collect();
    let here = ModuleSet::default().with(Module::Spans, true);
    let (mut posts, mut lacking, mut lines) = (0, 0, 0);
    for path in folders.iter().flat_map(std::fs::read_dir).flatten().flatten().map(|entry| entry.path()) {
        if path.extension().is_none_or(|kind| kind != "md") {
            continue;
        }
        let source = std::fs::read_to_string(&path).expect("a post");
        let asked = RefCell::new(0);
        let modules = Modules::new(here, |_, text| {
            println!("{}: {text}", path.display());
            *asked.borrow_mut() += 1;
            markdown::commonmark::answer(text)
        });
        let body = front_matter::split(&source).body;
        markdown::render(body, "p.md", 1, &inserts(), &Typesetter::new(&modules));
        let asked = asked.take();
        posts += 1;
        lacking += usize::from(asked > 0);
        lines += asked;
    }
    println!("{lacking} of {posts} posts need the module, for {lines} texts");
    assert!(lacking * 10 <= posts);
}
