//! What reading a bibliography costs: `cargo bench --profile native --bench bibtex` prints the speed of
//! indexing and the time per decoded entry, for 10,000 entries of its own or for the file in
//! `POSTIL_BENCH_BIB`.

use postil::bibtex::Bibliography;
use std::hint::black_box;
use std::time::{Duration, Instant};

fn main() {
    let (name, source) = match std::env::var("POSTIL_BENCH_BIB") {
        Ok(path) => {
            let source = std::fs::read_to_string(&path).unwrap_or_else(|error| {
                eprintln!("{path}: {error}");
                std::process::exit(1)
            });
            (path, source)
        }
        Err(_) => ("generated".to_owned(), generate(10_000)),
    };
    let megabytes = source.len() as f64 / 1e6;
    let bibliography = Bibliography::index(&name, &source);
    println!("{name}: {megabytes:.1} MB, {} entries", bibliography.len());

    let time = best(20, || drop(black_box(Bibliography::index(&name, black_box(&source)))));
    println!("index   {:8.2} ms  {:6.0} MB/s", time.as_secs_f64() * 1e3, megabytes / time.as_secs_f64());

    let count = bibliography.len().max(1) as f64;
    let each = |time: Duration| time.as_secs_f64() * 1e6 / count;
    let time = best(5, || bibliography.keys().for_each(|key| drop(black_box(bibliography.decode(key)))));
    println!("decode  {:8.2} µs per entry (fields as LaTeX)", each(time));
    let time = best(5, || bibliography.keys().for_each(|key| drop(black_box(bibliography.item(key)))));
    println!("item    {:8.2} µs per entry (fields, names, dates as a CSL item)", each(time));
    let time = best(5, || bibliography.keys().for_each(|key| _ = black_box(bibliography.get(key))));
    println!("get     {:8.3} µs per key", each(time));
}

/// The shortest of several runs.
fn best(runs: usize, mut run: impl FnMut()) -> Duration {
    let once = |_| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..runs).map(once).min().unwrap_or_default()
}

/// Entries of the usual kinds, about 500 bytes each, the same at every run.
fn generate(count: usize) -> String {
    const FAMILIES: [&str; 8] = [
        "G{\\\"o}del",
        "M{\\\"u}ller",
        "van der Berg",
        "{\\AA}berg",
        "Smith",
        "Chen",
        "Erd{\\H{o}}s",
        "Rossi",
    ];
    const WORDS: [&str; 8] = [
        "Sparse",
        "{BERT}",
        "Attention",
        "for",
        "Graphs in {K{\\\"a}hler} Spaces",
        "Learning",
        "with",
        "Noise",
    ];
    let mut out = String::new();
    for n in 0..count {
        let pick = |list: [&'static str; 8], salt: usize| list[(n * 7 + n / 5 + salt * 3) % 8];
        let title: Vec<&str> = (0..8).map(|salt| pick(WORDS, salt)).collect();
        let authors: Vec<String> = (0..n % 7 + 1)
            .map(|salt| match salt % 2 {
                0 => format!("Ada M. {}", pick(FAMILIES, salt)),
                _ => format!("{}, Grace", pick(FAMILIES, salt)),
            })
            .collect();
        let (kind, rest) = match n % 3 {
            0 => (
                "article",
                "journal = {Journal of Examples},\n  volume = {12},\n  number = {3},\n  month = nov",
            ),
            1 => (
                "inproceedings",
                "booktitle = {Proceedings of the {IEEE} Conference},\n  organization = {PMLR}",
            ),
            _ => ("misc", "eprint = {2405.09818},\n  archivePrefix = {arXiv},\n  primaryClass = {cs.CL}"),
        };
        out += &format!(
            "@{kind}{{key{n},\n  title = {{{}}},\n  author = {{{}}},\n  year = {{{}}},\n  {rest},\n  pages = {{{n}--{}}},\n  \
             url = {{https://example.org/papers/{n}}},\n}}\n\n",
            title.join(" "),
            authors.join(" and "),
            1990 + n % 35,
            n + 12,
        );
    }
    out
}
