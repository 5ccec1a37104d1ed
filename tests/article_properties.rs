//! Whatever the files contain: an article comes out, its words are there, and nothing in a bibliography or
//! configuration becomes markup of its own making.

use postil::article::{self, Article, Sources};
use postil::modules::Modules;
use postil::scholar::Source;
use postil::site::Site;
use proptest::prelude::*;

fn render(post: &str, bibliography: &str, site: &str) -> Article {
    render_files(post, ("posts/papers.bib", bibliography), site, include_str!("../csl/apa.csl"))
}

fn render_files(post: &str, (file, bibliography): (&str, &str), site: &str, style: &str) -> Article {
    let (site, _) = Site::parse(site, &Modules::native());
    article::render(&Sources {
        modules: &Modules::native(),
        post: Source { file: "posts/a.md", text: post },
        site: &site,
        bibliography: Some(Source { file, text: bibliography }),
        style: Some(Source { file: "csl/apa.csl", text: style }),
        locale: Some(Source {
            file: "csl/locales-en-US.xml",
            text: include_str!("../csl/locales-en-US.xml"),
        }),
        around: Default::default(),
    })
}

const WORKS: &str = "@book{doe2020, author={Doe, Jane}, title={One}, year={2020}}\n\
    @book{roe2019, author={Roe, Rick}, title={Two}, year={2019}}\n";

#[test]
fn citations_of_pandoc_and_distill() {
    let post = "---\nlayout: distill\n---\nA <d-cite key=\"roe2019,doe2020\"></d-cite> and\
        <d-footnote>see [-@doe2020]</d-footnote> {% cite roe2019 %}, [@doe2020, p. 3], @nobody.\n";
    let article = render(post, WORKS, "");
    let html = article.html().into_string();
    let text =
        html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect::<String>();
    assert!(
        text.contains("A (Doe, 2020; Roe, 2019) and1 (Roe, 2019), (Doe, 2020, p. 3), @nobody."),
        "{text}"
    );
    assert!(text.contains("see (2020)"), "{text}");
    assert!(html.contains("<li id=\"d-fn:1\">") && text.contains("References"), "{html}");
    // Each citation has its number in the order of the text, footnotes where their marks are.
    let works: Vec<Vec<&str>> = article
        .citations
        .iter()
        .map(|works| works.iter().map(|&work| article.works[work].key.as_str()).collect())
        .collect();
    assert_eq!(works[1..], [["doe2020"], ["roe2019"], ["doe2020"]]);
    // Without a bibliography, and in another layout, they stay as they stand.
    let post = post.replace("distill", "post");
    let html = render(&post, "", "").html().into_string();
    assert!(html.contains("<d-cite key=\"roe2019,doe2020\"></d-cite>"), "{html}");
    assert!(html.contains("<d-footnote>see [-@doe2020]</d-footnote>") && html.contains("[@doe2020, p. 3]"));
}

#[test]
fn works_are_found_in_the_bibliographies_that_are_named() {
    let (site, _) = Site::parse("", &Modules::native());
    let open = |path: &postil::route::RelativePath| (path.as_str() == "posts/own.bib").then(|| WORKS.into());
    for (asked, bibliographies, title) in [
        ("/works/roe2019/", &["/posts/own.bib".to_string(), "/posts/gone.bib".to_string()][..], Some("Two")),
        ("/works/nobody/", &["/posts/own.bib".to_string()], None),
        ("/works/roe2019/", &[], None),
    ] {
        let text = article::work_page(asked, bibliographies);
        let article = article::render(&Sources {
            modules: &Modules::native(),
            post: Source { file: article::WORK_PAGE.as_str(), text: &text },
            site: &site,
            bibliography: None,
            style: None,
            locale: None,
            around: postil::scholar::Surroundings { open: &open, ..Default::default() },
        });
        assert_eq!(article.works.first().map(|work| work.title.as_str()), title, "{asked}");
    }
}

/// Every tag in `html`, without its brackets.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or("")).collect()
}

/// Fails if `html` has an element, an attribute or an address that a citation has no need of.
fn check_harmless(html: &str) {
    const ELEMENTS: &str = "a span i b sup sub p ol ul li h1 h2 h3 h4 h5 div article font blockquote cite code math mrow mi mo mn msup msub msubsup \
        mfrac mtext mspace mstyle code semantics mover munder munderover mtable mtr mtd msqrt mroot em strong \
        mpadded mphantom menclose merror br";
    for tag in tags(html) {
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or("");
        assert!(ELEMENTS.split_whitespace().any(|known| known == name), "element {name:?} in {html}");
        // Values are quoted and hold no quotes, so every second piece is the name of an attribute.
        for attribute in tag.split('"').step_by(2) {
            let attribute = attribute.trim().trim_end_matches('=');
            let attribute = attribute.rsplit(' ').next().unwrap_or("");
            assert!(!attribute.starts_with("on"), "attribute {attribute:?} in {html}");
        }
        if let Some((_, value)) = tag.split_once("href=\"") {
            check_address(value.split('"').next().unwrap_or(""));
        }
    }
}

/// Fails if following `address` could do anything but open a page.
fn check_address(address: &str) {
    let address = address.to_ascii_lowercase();
    let inside = address.starts_with('#') || !address.split('/').next().unwrap_or("").contains(':');
    let known = ["http:", "https:", "mailto:", "ftp:"].iter().any(|scheme| address.starts_with(scheme));
    assert!(inside || known, "{address:?}");
}

const HOSTILE: [&str; 14] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' onfocus='alert(1)",
    "javascript:alert(1)",
    " jAvAsCrIpT:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "</span></li></ol><script>",
    "<svg/onload=alert(1)>",
    "$<img src=x onerror=alert(1)>$",
    "$\\href{javascript:alert(1)}{x}$",
    "\\href{javascript:alert(1)}{x}",
    "<i onclick=alert(1)>x</i>",
    "<span class=\"nocase\" onclick=\"x\">y</span>",
];

#[test]
fn no_field_becomes_markup() {
    let fields = "title author journal booktitle publisher year month volume number pages note url doi eprint \
        archiveprefix howpublished editor series address edition pdf abstract type school language";
    let kinds =
        ["article", "book", "misc", "inproceedings", "phdthesis", "online", "techreport", "incollection"];
    for hostile in HOSTILE {
        for kind in kinds {
            let all = fields.split_whitespace().map(|field| format!("{field} = {{{hostile}}},\n"));
            let bibliography = format!("@{kind}{{k,\n{}}}", all.collect::<String>());
            let post = "---\nrelated_publications: true\n---\nx {% cite k nobody %} {% reference k %}\n";
            let article = render(post, &bibliography, "");
            check_harmless(article.html().as_str());
            for work in &article.works {
                check_harmless(work.reference.as_str());
                work.links.iter().for_each(|link| check_address(link.href.as_str()));
            }
        }
    }
}

#[test]
fn no_item_of_csl_json_and_no_style_becomes_markup() {
    let marks = [
        "\u{FDE7} onclick=\u{FDE7}x",
        "\\ufde7 onclick=\\uFDE7x",
        "&#xFDE7; onclick=&#64999;x",
        "\\ufdd00\\ufdd2",
    ];
    let quoted = HOSTILE.map(|hostile| hostile.replace('\\', "\\\\").replace('"', "\\\""));
    for hostile in quoted.iter().map(String::as_str).chain(marks) {
        let json = format!(
            "[{{\"id\": \"k{hostile}\", \"type\": \"{hostile}\"}}, {{\"id\": \"k\", \"type\": \"article-journal\", \
             \"URL\": \"https://x.example/{hostile}\", \"title\": \"{hostile}\", \"a{hostile}\": \"{hostile}\", \
             \"author\": [{{\"family\": \"{hostile}\"}}], \"issued\": {{\"date-parts\": [[\"{hostile}\"]]}}}}]"
        );
        let affix =
            hostile.replace('&', "&amp;").replace("&amp;#", "&#").replace('<', "&lt;").replace('"', "&quot;");
        let style =
            include_str!("../csl/apa.csl").replacen("suffix=\")\"", &format!("suffix=\"{affix}\""), 9);
        let post =
            "---\nrelated_publications: true\n---\nx {% cite k %} {% reference k %} {% bibliography %}\n";
        let article = render_files(post, ("posts/papers.json", &json), "", &style);
        check_harmless(article.html().as_str());
        assert!(article.html().as_str().contains("href=\"#k\""), "{json}");
        article.works.iter().for_each(|work| check_harmless(work.reference.as_str()));
    }
}

#[test]
fn no_field_in_a_template_becomes_markup_or_a_request() {
    let own = "<div id=\"{{ entry.key }}\" class=\"{{ key }} {{ type }} {{ id }}\" title=\"{{ entry.title }}\">{{ entry.note }}</div>";
    let addresses = [
        "https://evil.example/v.mp4",
        "//evil.example/v.mp4",
        "/\\evil.example/v.mp4",
        "x:y",
        "/&#9;/evil.example/v.mp4",
    ];
    let markdown =
        ["![](https://evil.example/p)", "*a*{: style=\"background: url(https://evil.example)\"}", "![a][b]"];
    for hostile in HOSTILE.iter().chain(&addresses).chain(&markdown) {
        let fields =
            ["title", "note", "award", "additional_info", "preview", "video", "author", "abbr", "url"];
        let all = fields.map(|field| format!(",\n{field} = {{{hostile}}}")).concat();
        let bibliography = format!("@misc{{x\"><plaintext>{all}}}\n@misc{{k{all}}}");
        let site = format!("enable_video_embedding: true\nscholar:\n  bibliography_template: '{own}'\n");
        let html = render("{% bibliography %}", &bibliography, &site).html().into_string();
        check_harmless(&html);
        assert!(html.matches("<div").count() == 2, "{html}");
        let html = render("{% bibliography --template bib %}", &bibliography, &site).html().into_string();
        for tag in tags(&html) {
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            assert!(!["script", "plaintext", "svg"].contains(&name), "{html}");
            let attributes: String = attributes.split('"').step_by(2).collect();
            assert!(
                !["style", "onc", "ono", "onf", "onm", "onl"].iter().any(|bad| attributes.contains(bad)),
                "{html}"
            );
            let source =
                tag.split_once("src=\"").map_or("", |(_, source)| source.split('"').next().unwrap_or(""));
            let plain = source.trim_start_matches('/');
            assert!(source.len() < plain.len() + 2 && !plain.starts_with("https:"), "{html}");
            assert!(!source.contains('\\') && !source.contains('\t'), "{html}");
        }
    }
}

#[test]
fn no_configuration_becomes_markup() {
    for hostile in HOSTILE {
        let quoted = hostile.replace('\'', "''");
        let keys = [
            "missing_reference",
            "bibliography_list_tag",
            "cite_class",
            "style",
            "locale",
            "bibliography",
            "bibliography_class",
            "bibliography_group_tag",
            "relative",
            "details_link",
            "details_dir",
            "type_names",
        ];
        let lines = keys.iter().map(|key| format!("  {key}: '{quoted}'\n"));
        let attributes = format!("{{'{quoted}': '{quoted}', onclick: 'alert(1)'}}");
        let site = format!(
            "title: '{quoted}'\nscholar:\n{}  type_names: {{misc: '{quoted}'}}\n  bibliography_list_attributes: {attributes}\n  \
             bibliography_item_attributes: {attributes}\n",
            lines.collect::<String>()
        );
        let post = "---\nrelated_publications: true\n---\nx {% cite nobody k %} {% cite_details k %}\n\n\
                    {% bibliography --group_by type %}\n";
        check_harmless(render(post, "@misc{k, title={T}}", &site).html().as_str());
    }
}

#[test]
fn a_work_cited_in_another_case_is_the_same_work() {
    let bibliography = "@misc{Key, title={One}, year=2001}\n@misc{other, title={Two}, year=2002}";
    let post =
        "---\nrelated_publications: true\n---\n{% cite key %} {% cite KEY %}\n\n{% bibliography --cited %}";
    let article = render(post, bibliography, "");
    let html = article.html().into_string();
    assert_eq!(html.matches("href=\"#Key\"").count(), 2, "{html}");
    assert_eq!(html.matches("<li ").count(), 2, "one in each list: {html}");
    assert_eq!(article.diagnostics, []);
}

#[test]
fn keys_with_signs_do_not_leave_their_attribute() {
    let bibliography = "@misc{a\"onclick=alert(1), title={One}}\n@misc{<b>, title={Two}}";
    let post = "{% cite a\"onclick=alert(1) <b> %}\n\n{% bibliography %}";
    check_harmless(render(post, bibliography, "").html().as_str());
}

/// The HTML without the tags of MathML: the letters of a formula are elements of their own.
fn without_mathml(html: &str) -> String {
    let mut pieces = html.split('<');
    let mut out = String::from(pieces.next().unwrap_or(""));
    for piece in pieces {
        match piece.split_once('>') {
            Some((tag, text)) if tag.trim_start_matches('/').starts_with('m') => out.push_str(text),
            _ => out.extend(["<", piece]),
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_files_give_an_article(post in "\\PC{0,300}", bibliography in "\\PC{0,300}", site in "\\PC{0,120}") {
        render(&post, &bibliography, &site);
    }

    #[test]
    fn any_arguments_and_any_configuration_give_an_article(
        tag in prop::sample::select(vec!["cite", "reference", "bibliography", "bibliography_count", "nocite", "cite_details",
            "details_link", "quote k %}x{% endquote %}{% cite", "bibtex %}@misc{z, title={Z}}{% endbibtex %}{% cite"]),
        arguments in prop::collection::vec(prop::sample::select(vec![
            "k", "l", "-A", "--cited", "--clear", "-q @*[", "title ~= ", "(a|b)*", "]", "--query !@misc[year<2001 || key]", "--max 1",
            "--offset 9", "--group_by year,type,month,name", "--group_order desc", "-r", "-r title", "--prefix \"<", "--file x",
            "--style ../y", "-T {{entry}}", "--sort_by month,name", "--relative //h", "-h div", "-h script", "--text <b>", "-l 1-3",
        ]), 0..8),
        configuration in prop::collection::vec(prop::sample::select(vec![
            "bibtex_filters: [smallcaps, tiny]", "bibtex_filters:", "bibtex_filters: [markdown, latex]", "replace_strings: false",
            "join_strings: false", "group_by: year", "sort_by: [year, title]", "remove_duplicates: true", "query: '@book'",
            "separate_links: true", "month_names: [a]", "type_aliases: {misc: misc}", "details_permalink: '/:title/:x:y:'",
            "allow_locale_overrides: true", "bibtex_quotes: []", "repository: .",
        ]), 0..5),
    ) {
        let post = format!("{{% {tag} {} %}}", arguments.join(" "));
        let site = format!("scholar:\n{}", configuration.iter().map(|line| format!("  {line}\n")).collect::<String>());
        let bibliography = "@string{s = \"S\"}\n@misc{k, title={\\textsc{T \\tiny{u}} } # s # {\"q\"}, year=2001, month=may, language={de}}\n\
            @book{l, author={A and {B <i>}}, title={<script>alert(1)</script>}, note={\\textsc{x}}, year={2001}}";
        check_harmless(render(&post, bibliography, &site).html().as_str());
    }

    #[test]
    fn pieces_of_posts_give_an_article(pieces in prop::collection::vec(prop::sample::select(vec![
        "---\n", "title: a: b\n", "related_publications: true\n", "{% cite k %}", "{% cite", "%}", "{% bibliography %}",
        "$$", "`", "```\n", "> ", "- ", "[^1]", "[^1]: note {% cite k %}\n", "{: .a #b}\n", "# ", "|a|b|\n|-|-|\n", "\n\n",
        "<div>", "</div>", "*", "_", "\"", "{% raw %}", "{% endraw %}", "{{ x }}", "\u{FDD0}0\u{FDD2}", "word ",
    ]), 0..40)) {
        let post = pieces.concat();
        let article = render(&post, "@misc{k, title={$x$ {Y}}, author={A and B}}", "");
        let words = post.split("---\n").last().unwrap_or("").matches("word").count();
        let shown = without_mathml(article.html().as_str()).matches("word").count();
        // In the front matter, in a tag that was never closed, or behind TeX's comment sign, a word is no text.
        let hidden = ["---\n", "{% cite"].iter().any(|sign| post.contains(sign)) || post.contains("$$") && post.contains('%');
        prop_assert!(shown >= words || hidden, "{shown} of {words}: {post}");
    }
}

#[test]
fn who_is_cited_where_a_post_says_how_to_cite_it() {
    for (post, site, expected) in [
        ("title: a", "title: S", None),
        ("citation: false", "title: S", None),
        ("citation: true\nauthor: Ada Lovelace", "title: S", Some("Ada Lovelace")),
        ("citation: true\nauthors: [Ada, Bo]", "title: S", Some("Ada and Bo")),
        ("citation: true", "title: S\nfirst_name: Cy\nlast_name: Day", Some("Cy Day")),
        ("citation: true", "title: S", Some("S")),
    ] {
        let article = render(&["---\n", post, "\n---\nText"].concat(), "", site);
        assert_eq!(article.head.cited_as.as_deref(), expected, "{post}");
    }
}
