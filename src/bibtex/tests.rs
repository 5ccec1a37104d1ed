//! The reader as a whole: what is found in a file, and what becomes of the mistakes in it.

use super::*;

fn index(source: &str) -> Bibliography {
    Bibliography::index("a.bib", source)
}

fn keys(bibliography: &Bibliography) -> Vec<&str> {
    bibliography.keys().collect()
}

fn messages(diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics.iter().map(ToString::to_string).collect()
}

fn field(source: &str, key: &str, name: &str) -> String {
    index(source).decode(key).and_then(|entry| entry.raw(name).map(str::to_owned)).unwrap_or_default()
}

#[test]
fn an_entry_of_junk_costs_what_it_weighs() {
    let many: String = (0..20_000).map(|at| format!("f{at} = {{x}},\n")).collect();
    for body in ["junk,\n".repeat(20_000), many, "a = {x} b = {y},".repeat(10_000)] {
        let source = ["@misc{k,\ntitle = {T},\n", &body, "}"].concat();
        let entry = Bibliography::index("a.bib", &source).decode("k").expect("an entry");
        assert_eq!(entry.raw("title"), Some("T"));
        assert!(entry.diagnostics.len() <= 20);
    }
}

#[test]
fn finds_entries_between_other_text() {
    let source = "---\n---\n% a comment, me@example.org\n@Book{one, title={A}}\n\n@COMMENT{ @book{no, title={x}} }\n\
        @preamble{ \"\\newcommand{\\x}{y}\" }\nfree text @article( two , title = \"B\" )@misc{three}\n";
    let bibliography = index(source);
    assert_eq!(keys(&bibliography), ["one", "two", "three"]);
    assert_eq!(messages(bibliography.diagnostics()), [""; 0]);
    let raw = bibliography.get("TWO").unwrap();
    assert_eq!((raw.line, raw.key, raw.entry_type, raw.file), (8, "two", "article", "a.bib"));
    assert_eq!(raw.source(), "@article( two , title = \"B\" )");
    assert_eq!(bibliography.decode("three").unwrap().fields, []);
}

#[test]
fn broken_entries_are_skipped_alone() {
    for (broken, kept, message) in [
        ("@book{bad, title = {A {B}, year = 2000\n}\n", false, "a.bib:2: entry `bad`: a brace or quote"),
        ("@book{bad, title = {A\n  author = {B},\n}\n", false, "a.bib:2: entry `bad`: a brace or quote"),
        ("@book{bad, title = \"A {B\", year = 2000\n}\n", false, "a.bib:2: entry `bad`: a brace or quote"),
        ("@book{bad, title = \"A, year = 2000\n}\n", false, "a.bib:2: entry `bad`: a brace or quote"),
        ("@book(bad, title = {A}}, year = 2000)\n", false, "a.bib:2: entry `bad`: a brace or quote"),
        ("@book{bad, title = {A},\n", true, "a.bib:2: entry `bad`: its closing brace"),
        ("@book{title = {A}}\n", false, "a.bib:2: entry without a key"),
        ("@book{, title = {A}}\n", false, "a.bib:2: entry without a key"),
        ("@book{}\n", false, "a.bib:2: entry without a key"),
        ("@string{ nothing }\n", false, "a.bib:2: @string `nothing`: it does not read"),
    ] {
        let source = format!(
            "@misc{{first, title={{F}}}}\n{broken}  @article{{last, title={{L}}}}\n@misc{{x}}\n@misc{{y}}\n"
        );
        let bibliography = index(&source);
        let expected =
            if kept { vec!["first", "bad", "last", "x", "y"] } else { vec!["first", "last", "x", "y"] };
        assert_eq!(keys(&bibliography), expected, "{broken}");
        let messages = messages(bibliography.diagnostics());
        assert!(messages.len() == 1 && messages[0].starts_with(message), "{broken}: {messages:?}");
        assert_eq!(field(&source, "last", "title"), "L");
        assert_eq!(field(&source, "first", "title"), "F");
    }
}

#[test]
fn the_first_of_equal_keys_is_meant() {
    let bibliography =
        index("@misc{a, title={1}}\n@misc{a, title={2}}\n@misc{A, title={3}}\n@misc{a, title={4}}");
    assert_eq!(keys(&bibliography), ["a", "a,2", "A", "a,3"]);
    let title = |key| bibliography.decode(key).and_then(|entry| entry.text("title")).unwrap_or_default();
    assert_eq!(["a", "a,2", "A", "a,3"].map(title), ["1", "2", "3", "4"]);
    assert_eq!(
        messages(bibliography.diagnostics()),
        [
            "a.bib:2: entry `a` repeats the key of line 1; citations mean that one",
            "a.bib:4: entry `a` repeats the key of line 1; citations mean that one",
        ]
    );
}

#[test]
fn the_end_may_be_cut_off() {
    let whole = "@misc{a, title={A}}\n@book{b, title={B {C}}, note=\"x\"}";
    for end in 0..=whole.len() {
        let bibliography = index(&whole[..end]);
        assert!(bibliography.get("a").is_some() || end < 18, "{end}");
        for key in bibliography.keys() {
            bibliography.item(key).unwrap();
        }
    }
    assert_eq!(field(&whole[..whole.len() - 1], "b", "note"), "x");
}

#[test]
fn a_value_may_quote_bibtex() {
    let source = "@misc{a, abstract = {Use\n@book{x, title={y}}\nthen}, title={T}}\n@misc{b}\n";
    assert_eq!(keys(&index(source)), ["a", "b"]);
    assert_eq!(field(source, "a", "title"), "T");
}

#[test]
fn values_in_all_forms() {
    let source = "@STRING{ me = \"Me\" }\n@string(you = {You} # me)\n@Misc{k, A = {b {c} \"d\"}, B = \"e {\"}f\", c = 12,\n\
        d = me # { and } # You, E = jan # \"~1\", f = {x}\n g = {y}, h = unknown # { tail},\n\
        i = plain words, j = {}, 42, k = {z}, % a comment, with = {it}\n l = {end}, a = {again} }";
    for (name, value) in [
        ("a", "again"),
        ("b", "e {\"}f"),
        ("c", "12"),
        ("d", "Me and YouMe"),
        ("e", "jan~1"),
        ("f", "x"),
        ("g", "y"),
        ("h", "unknown tail"),
        ("i", "plain words"),
        ("j", ""),
        ("k", "z"),
        ("l", "end"),
    ] {
        assert_eq!(field(source, "k", name), value, "{name}");
    }
    let entry = index(source).decode("k").unwrap();
    assert_eq!((&*entry.entry_type, entry.month()), ("misc", None));
    let entry = index("@misc{k, month = {10~} # JAN}").decode("k").unwrap();
    assert_eq!((entry.raw("month"), entry.month()), (Some("10~jan"), Some(1)));
    let entry = index(source).decode("k").unwrap();
    assert_eq!(
        messages(&entry.diagnostics),
        [
            "a.bib:5: entry `k`: there is no comma behind field `f`",
            "a.bib:5: entry `k`: abbreviation `unknown` is not defined; its name is shown",
            "a.bib:6: entry `k`: the text `plain words` lacks its braces or quotes",
            "a.bib:6: entry `k`: `42` is not a field: there is no `=`",
            "a.bib:7: entry `k`: field `a` is repeated; the last value counts",
        ]
    );
}

#[test]
fn circles_end_and_are_reported() {
    let source = "@string{a = b # {x}}\n@string{b = a # {y}}\n@misc{k, title = a, crossref = {l}}\n@misc{l, crossref={K}}";
    let bibliography = index(source);
    let entry = bibliography.decode("k").unwrap();
    assert_eq!(entry.raw("title"), Some("ayx"));
    assert_eq!(
        messages(&entry.diagnostics),
        [
            "a.bib:3: entry `k`: abbreviation `a` refers to itself; its name is shown",
            "a.bib:3: entry `k`: its cross-reference `K` leads back to itself",
        ]
    );
    // Abbreviations that double thirty times must not be carried out.
    let mut source = String::from("@string{s0 = {lol}}\n");
    for n in 1..30 {
        source += &format!("@string{{s{n} = s{0} # s{0}}}\n", n - 1);
    }
    let entry = index(&(source + "@misc{k, title = s29}")).decode("k").unwrap();
    assert!(entry.raw("title").unwrap().len() < 1 << 21 && !entry.diagnostics.is_empty());
}

#[test]
fn fields_are_inherited() {
    let source = "@inproceedings{part, title={Part}, crossref={Whole}}\n@incollection{data, xdata={d1, d2}, title={Own}}\n\
        @proceedings{whole, title={Whole}, subtitle={Sub}, year=2001, editor={E. Ditor}}\n\
        @xdata{d1, publisher={P}}\n@xdata{d2, title={No}, address={Here}}\n@misc{lost, crossref={gone}}";
    let bibliography = index(source);
    let part = bibliography.decode("part").unwrap();
    let shown = |name| part.raw(name).unwrap_or("-");
    assert_eq!(
        ["title", "booktitle", "booksubtitle", "subtitle", "year", "editor"].map(shown),
        ["Part", "Whole", "Sub", "-", "2001", "E. Ditor"]
    );
    assert_eq!(part.own_fields().len(), 2);
    let data = bibliography.decode("data").unwrap();
    let shown = |name| data.raw(name).unwrap_or("-");
    assert_eq!(["title", "publisher", "address", "booktitle"].map(shown), ["Own", "P", "Here", "-"]);
    let lost = bibliography.decode("lost").unwrap();
    assert_eq!(
        messages(&lost.diagnostics),
        ["a.bib:6: entry `lost`: its cross-reference `gone` does not exist"]
    );
}

#[test]
fn a_related_work_is_the_original() {
    let source = "@book{new, title={T}, date={2010}, related={Old}, relatedtype={reprintof}}\n\
        @book{old, title={T}, year=1920, related={new}, relatedtype={reprintas}}\n\
        @book{own, origdate={1910}, related={old}, relatedtype={translationof}}\n\
        @book{lost, related={gone}, relatedtype={origpubin}}";
    let bibliography = index(source);
    let original = |key| bibliography.decode(key).unwrap().raw("origdate").map(str::to_owned);
    assert_eq!(
        ["new", "old", "own", "lost"].map(original),
        [Some("1920".into()), None, Some("1910".into()), None]
    );
    let lost = bibliography.decode("lost").unwrap();
    assert_eq!(
        messages(&lost.diagnostics),
        ["a.bib:4: entry `lost`: its related work `gone` does not exist"]
    );
}

#[test]
fn several_files_are_one_bibliography() {
    let mut bibliography = index("@string{p = {Press}}\n@book{a, publisher = p}");
    bibliography.add("b.bib", "\n@book{b, publisher = p}\n@book{a}");
    assert_eq!(keys(&bibliography), ["a", "b", "a,2"]);
    assert_eq!(bibliography.decode("b").unwrap().raw("publisher"), Some("Press"));
    assert_eq!(bibliography.get("b").map(|raw| (raw.file, raw.line)), Some(("b.bib", 2)));
    assert_eq!(
        messages(bibliography.diagnostics()),
        ["b.bib:3: entry `a` repeats the key of line 2; citations mean that one"]
    );
}

#[test]
fn the_author_s_entry_is_shown_without_what_is_hidden() {
    let strings = "@string{j = {Journal}}\n@string(p = j # { Press})\n";
    for (entry, expected) in [
        ("@book{a, title={T}, abstract={A, {b}}, year=2001}", "@book{a, title={T}, year=2001}"),
        ("@book{a,\n  title = {T},\n  PDF = {x}\n}", "@book{a,\n  title = {T}\n}"),
        ("@book{a, title={T}, pdf={x}}", "@book{a, title={T}\n}"),
        ("@book{a,\n title = {T},\n pdf = {x},\n}", "@book{a,\n title = {T},\n}"),
        ("@book(a, title = \"T, {)}\", pdf = \"x, y\" )", "@book(a, title = \"T, {)}\" )"),
        (
            "@book{a, % pdf = {no}, one, two\n  abstract = {x}, % \"why\n  title = {T}}",
            "@book{a, % \"why\n  title = {T}}",
        ),
        ("@book{a, pdf\n = {x}, title\n= {T}}", "@book{a, title\n= {T}}"),
        (
            "@book{a, title = \"G\\\"odel, x\", pdf = 1, year = 2}",
            "@book{a, title = \"G\\\"odel, x\", year = 2}",
        ),
        (
            "@article{a, journal = j, publisher=P\n, month = jan, note = {j # p}}",
            "@article{a, journal = {Journal}, publisher= {Journal Press}\n, month = jan, note = {j # p}}",
        ),
        ("@misc{a}", "@misc{a}"),
        ("@misc{a,}", "@misc{a,}"),
    ] {
        let bibliography = index(&[strings, entry].concat());
        let shown = bibliography.source_without(&bibliography.decode("a").unwrap(), &["abstract", "pdf"]);
        assert_eq!(shown.as_deref(), Some(expected), "{entry}");
        // What is shown reads as the same work.
        let again = index(&shown.unwrap_or_default());
        assert_eq!(messages(again.diagnostics()), [""; 0]);
        let fields = |bibliography: &Bibliography| bibliography.decode("a").unwrap_or_default().fields;
        let mut own = fields(&bibliography);
        own.retain(|field| !["abstract", "pdf"].contains(&&*field.name));
        assert_eq!(fields(&again), own, "{entry}");
    }
}
