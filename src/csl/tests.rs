//! APA and IEEE on the usual types of work.

mod items;

use super::*;
use items::{item, preprints, works};

const APA: &str = include_str!("../../csl/apa.csl");
const IEEE: &str = include_str!("../../csl/ieee.csl");
const ENGLISH: &str = include_str!("../../csl/locales-en-US.xml");

fn cite(item: usize) -> Citation {
    Citation { cites: vec![Cite { item, ..Cite::default() }], ..Citation::default() }
}

fn run(style: &str, items: &[Item], citations: &[Citation], options: &Options) -> Processed {
    let style = Style::parse(style).unwrap();
    let locale = Locale::parse(ENGLISH).unwrap();
    process(&style, &[locale], items, citations, options)
}

fn references(processed: &Processed) -> Vec<&str> {
    processed.bibliography.iter().map(|reference| reference.html.as_str()).collect()
}

fn citations(processed: &Processed) -> Vec<String> {
    processed.citations.iter().map(|citation| citation.html().into_string()).collect()
}

#[test]
fn apa_preprints_read_as_in_jekyll() {
    let processed = run(APA, &preprints(), &[cite(0), cite(1), cite(2), cite(3)], &Options::default());
    assert_eq!(
        citations(&processed),
        ["(Team, 2024)", "(Girdhar et al., 2023)", "(Mitra et al., 2024)", "(Chen &amp; Qin, 2024)"]
    );
    assert_eq!(
        references(&processed),
        [
            "Team, C. (2024). <i>Chameleon: Mixed-Modal Early-Fusion Foundation Models</i>. https://arxiv.org/abs/2405.09818",
            "Girdhar, R., El-Nouby, A., Liu, Z., Singh, M., Alwala, K. V., Joulin, A., &amp; Misra, I. (2023). <i>ImageBind: One Embedding Space To Bind Them All</i>. https://arxiv.org/abs/2305.05665",
            "Mitra, A., Corro, L. D., &amp; Chen, W.-ge. (2024). <i>AgentInstruct: Toward Generative Teaching with Agentic Flows</i>. https://arxiv.org/abs/2407.03502",
            "Chen, Q., &amp; Qin, L. (2024). <i>M<sup>3</sup>CoT: A Novel Benchmark for R&amp;D</i>. https://arxiv.org/abs/2405.16473",
        ]
    );
}

#[test]
fn apa_usual_types() {
    let works = works();
    let cites: Vec<Citation> = (0..works.len()).map(cite).collect();
    let processed = run(APA, &works, &cites, &Options::default());
    assert_eq!(
        citations(&processed),
        [
            "(Knuth, 1984)",
            "(Vaswani &amp; Shazeer, 2017)",
            "(Tufte, 2001)",
            "(Doe, 1999)",
            "(Shannon, 1940)",
            "(National Aeronautics and Space Administration, 2019)",
            "(Smith, 2020)",
        ]
    );
    assert_eq!(
        references(&processed),
        [
            "Knuth, D. E. (1984). Literate programming. <i>The Computer Journal</i>, <i>27</i>(2), 97–111. https://doi.org/10.1093/comjnl/27.2.97",
            "Vaswani, A., &amp; Shazeer, N. (2017). Attention is all you need. <i>Advances in Neural Information Processing Systems</i>, 5998–6008.",
            "Tufte, E. R. (2001). <i>The visual display of quantitative information</i> (2nd ed.). Graphics Press.",
            "Doe, J. (1999). On chapters. In R. Roe &amp; A. Poe (Eds.), <i>A book of chapters</i> (pp. 10–20). Some Press.",
            "Shannon, C. E. (1940). <i>A symbolic analysis of relay and switching circuits</i> [Master’s thesis]. Massachusetts Institute of Technology.",
            "National Aeronautics and Space Administration. (2019). <i>A report on reports</i> (Technical Report TR-2019-1). NASA. https://example.org/report.pdf",
            "Smith, J. (2020, March 4). <i>How to write</i>. Example Site. https://example.org/write",
        ]
    );
}

#[test]
fn ieee_usual_types() {
    let works = works();
    let cites: Vec<Citation> = (0..works.len()).map(cite).collect();
    let processed = run(IEEE, &works, &cites, &Options::default());
    assert_eq!(citations(&processed), ["[1]", "[2]", "[3]", "[4]", "[5]", "[6]", "[7]"]);
    let fields = |number: usize, text: &str| {
        format!("<div class=\"csl-left-margin\">[{number}]</div><div class=\"csl-right-inline\">{text}</div>")
    };
    assert_eq!(
        references(&processed),
        [
            "D. E. Knuth, “Literate programming,” <i>The Computer Journal</i>, vol. 27, no. 2, pp. 97–111, 1984, doi: 10.1093/comjnl/27.2.97.",
            "A. Vaswani and N. Shazeer, “Attention is all you need,” in <i>Advances in Neural Information Processing Systems</i>, Curran, 2017, pp. 5998–6008.",
            "E. R. Tufte, <i>The visual display of quantitative information</i>, 2nd ed. Cheshire, CT: Graphics Press, 2001.",
            "J. Doe, “On chapters,” in <i>A book of chapters</i>, R. Roe and A. Poe, Eds., Some Press, 1999, pp. 10–20.",
            "C. E. Shannon, “A symbolic analysis of relay and switching circuits,” Master’s thesis, Massachusetts Institute of Technology, 1940.",
            "National Aeronautics and Space Administration, “A report on reports,” NASA, Technical report TR-2019-1, May 2019. [Online]. Available: https://example.org/report.pdf",
            "J. Smith, “How to write,” Example Site. Accessed: Jan. 02, 2021. [Online]. Available: https://example.org/write",
        ]
        .iter()
        .enumerate()
        .map(|(at, text)| fields(at + 1, text))
        .collect::<Vec<_>>()
    );
}

#[test]
fn numbers_collapse_into_ranges_and_keep_their_cites_apart() {
    let works = works();
    let group = Citation {
        cites: [2, 0, 1, 3].map(|item| Cite { item, ..Cite::default() }).into(),
        ..Citation::default()
    };
    let processed = run(IEEE, &works, &[cite(0), cite(1), group], &Options::default());
    let group = &processed.citations[2];
    assert_eq!(group.html().as_str(), "[1], [2], [3], [4]");
    let linked = |part: &CitationPart| match part {
        CitationPart::Cite { cite, html } => Some((*cite, html.as_str().to_string())),
        CitationPart::Between(_) => None,
    };
    let cites: Vec<(usize, String)> = group.parts.iter().filter_map(linked).collect();
    assert_eq!(cites, [(1, "[1]".into()), (2, "[2]".into()), (0, "[3]".into()), (3, "[4]".into())]);
}

#[test]
fn apa_tells_equal_citations_apart() {
    let work = |id, author, year| item(id, "book", &[("author", author), ("issued", year), ("title", id)]);
    let works = [
        work("b", "Doe, Jane", "2000"),
        work("a", "Doe, Jane", "2000"),
        work("c", "Smith, Ann; Roe, Bo; Poe, Cy", "2001"),
        work("d", "Smith, Ann; Low, Dan; Poe, Cy", "2001"),
        work("e", "Kim, Ada", "2002"),
        work("f", "Kim, Bea", "2003"),
    ];
    let both = Citation {
        cites: vec![Cite { item: 0, ..Cite::default() }, Cite { item: 1, ..Cite::default() }],
        ..Citation::default()
    };
    let cites = [cite(0), cite(1), cite(2), cite(3), cite(4), cite(5), both];
    let processed = run(APA, &works, &cites, &Options::default());
    assert_eq!(
        citations(&processed),
        [
            "(Doe, 2000a)",
            "(Doe, 2000b)",
            "(Smith, Roe, et al., 2001)",
            "(Smith, Low, et al., 2001)",
            "(A. Kim, 2002)",
            "(B. Kim, 2003)",
            "(Doe, 2000a, 2000b)",
        ]
    );
}

#[test]
fn the_order_is_the_caller_s_or_the_style_s() {
    let work = |id, author, year| item(id, "book", &[("author", author), ("issued", year), ("title", id)]);
    let works =
        [work("b", "Doe, Jane", "2000"), work("a", "Doe, Jane", "2000"), work("c", "Ash, Ann", "2001")];
    let processed = run(APA, &works, &[], &Options::default());
    let order: Vec<usize> = processed.bibliography.iter().map(|reference| reference.item).collect();
    assert_eq!(order, [0, 1, 2]);
    let order = |style| sorted(&Style::parse(style).unwrap(), &[], &works, &Options::default());
    assert_eq!(order(APA), [2, 1, 0]);
    assert_eq!(order(IEEE), [0, 1, 2]);
}

#[test]
fn locators_prefixes_and_authors_in_the_text() {
    let works = works();
    let one = |cite: Cite| Citation { cites: vec![cite], ..Citation::default() };
    let own = |text: &str| Some(text.to_string());
    let cites = [
        one(Cite { locator: own("12-14"), ..Cite::default() }),
        one(Cite { locator: own("3"), label: own("chapter"), prefix: "see".into(), ..Cite::default() }),
        one(Cite { suppress_author: true, suffix: ", passim".into(), ..Cite::default() }),
        one(Cite { in_text: true, ..Cite::default() }),
    ];
    let processed = run(APA, &works, &cites, &Options::default());
    assert_eq!(
        citations(&processed),
        ["(Knuth, 1984, pp. 12–14)", "(see Knuth, 1984, Chapter 3)", "(1984, passim)", "(1984)"]
    );
    let names: Vec<&str> = processed.citations.iter().map(|citation| citation.in_text.as_str()).collect();
    assert_eq!(names, ["", "", "", "Knuth"]);
}

#[test]
fn addresses_become_links() {
    let works = works();
    let options = Options { links: true, ..Options::default() };
    let processed = run(APA, &works[..1], &[], &options);
    assert!(
        references(&processed)[0].ends_with(
            "97–111. <a href=\"https://doi.org/10.1093/comjnl/27.2.97\">https://doi.org/10.1093/comjnl/27.2.97</a>"
        ),
        "{:?}",
        references(&processed)
    );
    let evil =
        item("x", "webpage", &[("title", "<img src=x onerror=alert(1)>"), ("URL", "javascript:alert(1)//")]);
    let processed = run(APA, &[evil], &[], &options);
    let html = references(&processed)[0];
    assert!(!html.contains("<img") && !html.contains("<a"), "{html}");
}

#[test]
fn nobody_is_not_repeated() {
    let style = "<style><citation><layout/></citation><bibliography subsequent-author-substitute='—'><layout>\
        <names variable='author'/><text variable='title' prefix=' '/></layout></bibliography></style>";
    let mut works = [item("a", "book", &[("title", "A")]), item("b", "book", &[("title", "B")])];
    works.iter_mut().for_each(|work| work.names.push(("author".into(), vec![Name::default()])));
    assert_eq!(references(&run(style, &works, &[], &Options::default())), [" A", " B"]);
}

#[test]
fn macros_that_call_themselves_end() {
    let style = |body: &str| {
        Style::parse(&format!(
            "<style class='in-text'>{body}<citation><layout><text value='x'/><text macro='a'/></layout></citation></style>"
        ))
        .unwrap()
    };
    let loops = style("<macro name='a'><text macro='a'/></macro>");
    let twice: String = "abcdefghijklmnopqrstuvwxy"
        .bytes()
        .map(|c| {
            let (own, next) = (char::from(c), char::from(c + 1));
            format!("<macro name='{own}'><text macro='{next}'/><text macro='{next}'/></macro>")
        })
        .collect();
    let twice = style(&(twice + "<macro name='z'><text value='z'/></macro>"));
    for style in [loops, twice] {
        let processed = process(&style, &[], &works()[..1], &[cite(0)], &Options::default());
        assert!(processed.citations[0].html().as_str().starts_with('x'));
        assert!(processed.cut.is_some(), "it is said that something is left out");
    }
}

/// `cargo test --release --lib csl::tests::speed -- --ignored --nocapture` prints microseconds.
#[test]
#[ignore = "measures, and asserts only that the time is linear"]
fn speed() {
    let style = Style::parse(APA).unwrap();
    let locale = [Locale::parse(ENGLISH).unwrap()];
    let kinds = works();
    let mut each = Vec::new();
    for count in [100, 1_000, 10_000] {
        let items: Vec<Item> = (0..count)
            .map(|at| {
                let mut item = kinds[at % kinds.len()].clone();
                if let Some((_, names)) = item.names.iter_mut().find(|(name, _)| name == "author") {
                    names[0].family = format!("Family{}", at * 7919 % (count / 3));
                }
                item
            })
            .collect();
        let cites: Vec<Citation> = (0..count / 5).map(|at| cite(at * 5)).collect();
        let start = std::time::Instant::now();
        let processed = process(&style, &locale, &items, &cites, &Options::default());
        let time = start.elapsed().as_micros() as f64;
        assert_eq!(processed.bibliography.len(), count);
        println!(
            "{count} references, {} citations: {:.1} ms, {:.1} µs each",
            cites.len(),
            time / 1e3,
            time / count as f64
        );
        each.push(time / count as f64);
    }
    assert!(each[2] < 5.0 * each[0], "{each:?}");
}
