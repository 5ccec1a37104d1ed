//! Posts: what is left for later stages, what is asked for, al-folio's includes.

use super::super::exchange::want;
use super::*;

#[test]
fn tags_of_jekyll_scholar_stay_with_their_arguments() {
    for (body, expected) in [
        (
            "{% assign k = 'ruby' %}{% reference {{ k }} --file {{k}}.bib %}",
            "[reference ruby --file ruby.bib]",
        ),
        ("{% for i in (1..2) %}{% cite a{{ i }} %}{% endfor %}", "[cite a1 ][cite a2 ]"),
        ("{% assign key = 'x y' %}{% cite key other -l 3 %}", "[cite x y other -l 3]"),
        (
            "{% bibliography --query @*[year <= {{ 1990 | plus: 10 }}] %}",
            "[bibliography --query @*[year <= 2000]]",
        ),
        ("{% quote a %}x {{ 1 }}{% endquote %}", "[quote a ]x 1[endquote ]"),
        ("{% capture c %}{% cite a %}{% endcapture %}{{ c }}{{ c }}", "[cite a ][cite a ]"),
        // What comes out of raw, an output or a variable is text.
        ("{% raw %}{% cite a %}{% endraw %}", "{% cite a %}"),
        ("{% assign o = '{' %}{{ o }}% cite a %}", "{% cite a %}"),
    ] {
        assert_eq!(run_text(body), expected, "{body}");
    }
}

#[test]
fn mistakes_stand_where_they_are() {
    for (body, expected) in [
        ("a {% nonsense x %} b", "a [?{% nonsense x %}: the Liquid tag `nonsense` is not known] b"),
        ("{{ 1 | nonsense }} b", "[?{{ 1 | nonsense }}: the Liquid filter `nonsense` is not known] b"),
        ("{% endif %}b", "[?{% endif %}: `endif` ends no `if`]b"),
        ("a {{ b", "a {{ b"),
        ("a {% if true %}b", "a [?{% if true %}: `{% if %}` has no `{% endif %}`]b"),
        (
            "{% if true %}{% for i in (1..1) %}x{% endif %}y",
            "[?{% for i in (1..1) %}: `{% for %}` has no `{% endfor %}`]xy",
        ),
        // What a block holds shows where its header cannot be read, and where nobody can tell whether it is meant.
        ("{% for x %}a{% else %}b{% endfor %}c", "[?{% for x %}: `for` does not understand `x`]abc"),
        (
            "{% for i in (1..2) %}{% for x %}a{% break %}{% endfor %}{{ i }}{% endfor %}",
            "[?{% for x %}: `for` does not understand `x`]a1[?{% for x %}: `for` does not understand `x`]a2",
        ),
        ("{% for i in nothing %}{% else %}a{% else %}b{% endfor %}c", "abc"),
        ("{% if %}a{% else %}b{% endif %}c", "[?{% if %}: a condition is missing]abc"),
        ("{% if true %}a{% elsif %}b{% endif %}c", "[?{% if true %}: a condition is missing]abc"),
        ("{% case %}{% when 1 %}a{% endcase %}b", "[?{% case %}: `case` does not understand ``]ab"),
        ("{% case 1 %}{% when %}a{% endcase %}b", "[?{% case 1 %}: `when` does not understand ``]ab"),
        ("{% capture %}a{% endcapture %}b", "[?{% capture %}: `capture` does not understand ``]ab"),
        ("{% if 1 = 2 %}a{% else %}b{% endif %}c", "[?{% if 1 = 2 %}: Unknown operator =]ac"),
        ("{% if false and 1 = 2 %}a{% else %}b{% endif %}c", "bc"),
        ("{% if 'x' < 2 %}a{% endif %}b", "[?{% if 'x' < 2 %}: comparison of String with 2 failed]ab"),
        // What has no end hides nothing either.
        ("{% if no %}a", "[?{% if no %}: `{% if %}` has no `{% endif %}`]a"),
        ("{% if no %}a{% else %}b", "[?{% if no %}: `{% if %}` has no `{% endif %}`]ab"),
        ("{% case 1 %}a{% when 2 %}b", "[?{% case 1 %}: `{% case %}` has no `{% endcase %}`]ab"),
        ("{% for a in b %}c", "[?{% for a in b %}: `{% for %}` has no `{% endfor %}`]c"),
        ("{% capture a %}b", "[?{% capture a %}: `{% capture %}` has no `{% endcapture %}`]b"),
        ("{% tabs a %}b", "[?{% tabs a %}: `{% tabs %}` has no `{% endtabs %}`]b"),
        ("{% tab a b %}c{% endtab %}d", "[?{% tab a b %}: `tab` stands in no `tabs`]cd"),
        (
            "{% if true %}{% for a in b %}c{% endif %}d",
            "[?{% for a in b %}: `{% for %}` has no `{% endfor %}`]cd",
        ),
    ] {
        assert_eq!(run_text(body), expected, "{body}");
    }
    let outcome = run(&request("a\n\n{% if x %}\n", &[]));
    assert_eq!(outcome.messages, [(request("", &[]).file, 12, "`{% if %}` has no `{% endif %}`".into())]);
}

#[test]
fn page_and_site() {
    for (body, expected) in [
        (
            "{{ page.title }}, {{ page.tags | join: '+' }}, {{ page.date | date: '%F' }}",
            "A post, one+two, 2024-03-09",
        ),
        (
            "{{ page.slug }} {{ page.path }} {{ page.url }}",
            "some-slug _posts/2024-03-09-some-slug.md ?post=2024-03-09-some-slug",
        ),
        (
            "{{ site.title }} {{ '/a' | relative_url }} {{ 'a' | absolute_url }}",
            "A site /blog/a https://me.org/blog/a",
        ),
        (
            "{% post_url 2024-01-01-x %} {% link assets/a.pdf %} {% link _posts/2024-01-01-x.md %}",
            "?post=2024-01-01-x /blog/assets/a.pdf ?post=2024-01-01-x",
        ),
    ] {
        assert_eq!(run_text(body), expected, "{body}");
    }
}

#[test]
fn includes_are_asked_for() {
    let body = "{% include mine.html name=page.title note=\"say \\\"hi\\\"\" %}|{{ include.name }}";
    let outcome = run(&request(body, &[]));
    assert_eq!((text(&outcome).as_str(), outcome.wants.len()), ("|", 1));
    let mine = answer_of(
        want::TEXT,
        "posts/_includes/mine.html\n_includes/mine.html",
        "{{ include.name }}: {{ include.note }}{% cite a %}{% include b.md %}",
    );
    let outcome = run(&request(body, std::slice::from_ref(&mine)));
    assert_eq!(text(&outcome), "A post: say \"hi\"[cite a ]|");
    assert_eq!(outcome.wants, ["tposts/_includes/b.md\n_includes/b.md"]);
    let missing = (outcome.wants.concat(), Value::Null);
    assert!(text(&run(&request(body, &[mine, missing]))).contains("the include `b.md` is not there"));
    // One that includes itself ends.
    let own = answer_of(want::TEXT, "posts/_includes/a.md\n_includes/a.md", "x{% include a.md %}");
    let outcome = run(&request("{% include a.md %}", &[own]));
    assert!(
        outcome.text.starts_with("xxx")
            && outcome.messages.iter().any(|(_, _, message)| message.contains("deeply"))
    );
}

#[test]
fn data_posts_and_markdown_are_asked_for() {
    let outcome =
        run(&request("{{ site.data.people[0].name }}{{ site.posts.size }}{{ '*a*' | markdownify }}", &[]));
    let data = outcome.wants.first().cloned().unwrap_or_default();
    assert!(
        data.starts_with("yposts/_data/people.yml\n_data/people.yml\n")
            && data.ends_with("\n_data/people.tsv")
    );
    assert_eq!(outcome.wants, [data.as_str(), "yposts/all.json\nposts/index.json", "m*a*"]);
    let index = "[{name: 2024-01-01-x, title: X, tags: [t]}, {name: y, url: y/}, {older: page/2/}]";
    let index = crate::yaml::full(index).unwrap_or_default();
    let answers = [
        (data, Value::String("name,age\n\"Ada, L.\",36\n".into())),
        (String::from("yposts/all.json\nposts/index.json"), index),
        (String::from("a2024-01-01-x"), Value::String("blog/x y/".into())),
        (String::from("ap"), Value::Null),
        (String::from("m*a*"), Value::String("<p><em>a</em></p>\n".into())),
    ];
    for (body, expected) in [
        ("{{ site.data.people[0].name }} {{ site.data.people.size }}", "Ada, L. 1"),
        (
            "{% for p in site.posts %}{{ p.title }} {{ p.url }} {{ p.slug }};{% endfor %}",
            "X ?post=2024-01-01-x x; /y/ y;",
        ),
        ("{% post_url 2024-01-01-x %}", "/blog/blog/x%20y/"),
        (
            "{% post_url /p %} {% link _posts/p.md %} {% link _posts/2024-01-01-x.md %}",
            "?post=p ?post=p /blog/blog/x%20y/",
        ),
        ("{% link a/b.pdf %}", "/blog/a/b.pdf"),
        ("{% inspirehep_citations page.title %}", "N/A"),
        ("{{ 'a.css' | bust_file_cache }} {{ 'a@b' | encode_email }}", "a.css a@b"),
        (
            "{% mermaid %}\ngraph TD; A-->B\n{% endmermaid %}",
            "<pre><code class=\"language-mermaid\">graph TD; A--&gt;B</code></pre>",
        ),
        ("{{ site.tags.t.size }}{{ site.tags.t[0].title }}", "1X"),
        ("{{ '*a*' | markdownify | strip_html | strip }}{{ '*a*' | smartify }}", "a<em>a</em>"),
    ] {
        let outcome = run(&request(body, &answers));
        assert_eq!((text(&outcome).as_str(), outcome.wants.len()), (expected, 0), "{body}");
    }
}

#[test]
fn figures_films_and_recordings() {
    for (body, parts) in [
        (
            "{% include figure.liquid path=\"a/b c.jpg\" class=\"x\" zoomable=true caption=\"A *c*\" max-width=\"3em\" loading=\"eager\" alt='\"q\"' %}",
            &[
                "<img src=\"/blog/a/b%20c.jpg\" class=\"x\" width=\"100%\"",
                "data-zoomable",
                "style=\"max-width: 3em;\"",
                "loading=\"eager\"",
                "<figcaption class=\"caption\">A *c*</figcaption>",
            ][..],
        ),
        (
            "{% include video.liquid path=\"a.mp4\" controls=true %}",
            &["<video src=\"/blog/a.mp4\"", " controls></video>"],
        ),
        (
            "{% include video.html path=\"https://y.com/embed/1?a=1&b\" %}",
            &["<iframe src=\"https://y.com/embed/1?a=1&amp;b\"", "</iframe>"],
        ),
        (
            "{% include audio.liquid path=\"a.mp3\" loop=true %}",
            &["<audio src=\"/blog/a.mp3\" loop></audio>"],
        ),
        (
            "{% highlight C++ linenos %}\na < b\n\nc\n{% endhighlight %}",
            &[
                "<code class=\"language-c--\" data-lang=\"c++\">",
                "<pre class=\"lineno\">1\n2\n3\n</pre>",
                "a &lt; b\n\nc\n</pre>",
            ],
        ),
        (
            "{% highlight js %}x{% endhighlight %}",
            &[
                "<figure class=\"highlight\"><pre><code class=\"language-js\" data-lang=\"js\">x</code></pre></figure>",
            ],
        ),
        ("{% twitter https://x.com/a/1 %}", &["<a href=\"https://x.com/a/1\">"]),
    ] {
        let shown = run_text(body);
        parts.iter().for_each(|part| assert!(shown.contains(part), "{body}\n{part}\n{shown}"));
    }
}

#[test]
fn the_sites_own_include_stands_for_ours() {
    let body = "{% include figure.html src=\"a.jpg\" %}";
    let told = answer_of(want::OWN, "", "_includes/figure.html\nposts/_includes/video.liquid");
    let asked = run(&request(body, std::slice::from_ref(&told))).wants;
    assert_eq!(asked, ["tposts/_includes/figure.html\n_includes/figure.html"]);
    let own = answer_of(want::TEXT, asked[0].get(1..).unwrap_or(""), "<img src={{ include.src }}>");
    assert_eq!(text(&run(&request(body, &[told.clone(), own]))), "<img src=a.jpg>");
    // Of the other ending is another file.
    assert!(run(&request("{% include figure.liquid path=\"a.jpg\" %}", &[told])).wants.is_empty());
}

#[test]
fn figures_are_blocks_wherever_they_stand() {
    let shown = run_text("text {% include figure.liquid path=\"a.jpg\" %}");
    assert!(shown.starts_with("text \n\n<figure>"), "{shown}");
}

#[test]
fn details_and_tabs_are_markdown() {
    let answers = [
        ("m**s**", "<p><b>s</b></p>\n"),
        ("m\ntext\n", "<p>text</p>\n"),
        ("m\na\n", "<p>a</p>"),
        ("mb", "<p>b</p>"),
    ];
    let answers = answers.map(|(want, html)| (String::from(want), Value::String(html.into())));
    let body = "{% details **s** %}\ntext\n{% enddetails %}";
    let expected = "<details><summary><b>s</b></summary><p>text</p>\n</details>";
    assert_eq!(text(&run(&request(body, &answers))), expected);
    let body = "{% tabs group %}{% tab group One %}\na\n{% endtab %}{% tab group Two words %}b{% endtab %}{% endtabs %}";
    let shown = text(&run(&request(body, &answers)));
    assert!(
        shown.contains(">Two words</a>") && shown.contains("<li class=\"active\"><p>a</p></li>"),
        "{shown}"
    );
}

#[test]
fn notebooks() {
    let notebook = crate::yaml::full(
        r##"{"cells": [{"cell_type": "markdown", "source": ["# T\n", "x"]},
        {"cell_type": "code", "source": "1 < 2", "outputs": [{"data": {"text/plain": ["True"]}},
        {"data": {"image/png": "iVBO\n"}}, {"ename": "E", "evalue": "no"}, {"text": ["out\n"]}]}]}"##,
    );
    let answers = [
        (String::from("ya/b.ipynb"), notebook.unwrap_or_default()),
        (String::from("m# T\nx"), Value::String("<h1>T</h1>".into())),
    ];
    let body = "{% assign path = 'a/b.ipynb' | relative_url %}{% jupyter_notebook path %}";
    let shown = text(&run(&request(body, &answers)));
    assert_eq!(shown, text(&run(&request("{% jupyter_notebook a/b.ipynb %}", &answers))));
    for part in [
        "<h1>T</h1>",
        "language-python",
        "1 &lt; 2",
        ">True<",
        "data:image/png;base64,iVBO\"",
        "E: no",
        ">out\n<",
    ] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
}

#[test]
fn what_needs_the_interpreter() {
    for (body, expected) in [
        ("a {% cite b-c %} {% raw %}{{ x }}{% endraw %}{% comment %}{{ y }}{% endcomment %}", false),
        ("{% bibliography --file my.bib --cited %}", false),
        ("{% cite paper.key %}", true),
        ("{% cite {{ key }} %}", true),
        ("{{ page.title }}", true),
        ("{% if x %}{% endif %}", true),
        ("{ % {", false),
    ] {
        assert_eq!(needed(body), expected, "{body}");
    }
}

#[test]
fn requests_and_outcomes_are_strings() {
    let answers = [
        answer_of('t', "é:1", "5:[{}]"),
        (String::from("y"), Value::Sequence(vec![Value::Null, Value::Bool(true)])),
    ];
    let request = request("ä {{ page.title }}", &answers);
    let read = Request::read(&request.write()).unwrap_or_default();
    assert_eq!(
        (read.body, read.page, read.answers),
        (request.body.clone(), request.page.clone(), answers.to_vec())
    );
    let outcome = run(&self::request("{% cite ä %}{{ 1 | x }}\n{% include a %}", &[]));
    assert!(Outcome::read(&outcome.write()) == Some(outcome));
    for broken in ["", "5:abc", "1:a", "99999999999999999999:", "1:a1:b1:c{"] {
        assert!(Request::read(broken).is_none() && Outcome::read(broken).is_none(), "{broken}");
    }
    assert_eq!(answer("nonsense", 0), "");
}

#[test]
fn a_template_is_filled_with_each_work_and_gets_what_it_wants() {
    let value = |text: &str| crate::yaml::full(text).unwrap_or_default();
    let template =
        "{{ a }}{{ b }}{{ c }}{{ a | x }}{{ site.data.v.w.k.x }}{{ site.data.v.a[0].m }}{% assign c = 1 %};";
    let asked = std::cell::RefCell::new(Vec::new());
    let answers = |kind: char, what: &str| {
        asked.borrow_mut().push([kind.to_string().as_str(), what].concat());
        let text = |text: &str| Some(Value::String(text.into()));
        match (kind, what) {
            ('f', "_data/v/") => text("_data/v/a.csv\n_data/v/w/k.yml\n_data/v/w/l.yml\n"),
            ('f', "_data/v/w/") => text("_data/v/w/k.yml\n_data/v/w/l.yml\n"),
            ('y', "_data/v/a.csv") => text("n,m\n1,2"),
            ('y', "_data/v/w/k.yml") => Some(value("x: '!'")),
            _ => None,
        }
    };
    let modules = crate::modules::Modules::native();
    let mut known = Vec::new();
    let mut fill = |template: &str, shared: &Value, own: &[Value]| {
        stage::fill(&modules, (template, shared), own, &mut known, &answers)
    };
    let own: Vec<Value> = (0..100).map(|at| value(&format!("b: {at}"))).collect();
    let (texts, messages) = fill(template, &value("{a: 1, site: {}}"), &own);
    assert_eq!(
        (texts.len(), texts[0].as_str(), texts[99].as_str()),
        (100, "10{{ a | x }}!2;", "199{{ a | x }}!2;")
    );
    assert!(messages.iter().all(|message| message == "the Liquid filter `x` is not known"));
    assert_eq!(asked.borrow().len(), 7, "what was asked for one work is there for all: {asked:?}");
    assert_eq!(fill("{{ b }}", &Value::Null, &[]), (Vec::new(), Vec::new()));
}

#[test]
fn lines_are_those_of_the_file() {
    let body = "one\n{% assign x = 1 %}\n{% for i in (1..3) %}x\n{% endfor %}\nlast\n{% comment %}\n\n{% endcomment %}end";
    let outcome = run(&request(body, &[]));
    let lines: Vec<&str> = outcome.text.lines().collect();
    let line_of = |text: &str| outcome.line(lines.iter().position(|line| *line == text).unwrap_or(99));
    assert_eq!((line_of("one"), line_of("last"), line_of("end")), (10, 14, 17));
}

#[test]
fn a_post_cannot_hang_the_page() {
    for body in [
        "{% for i in (1..100000000) %}{% for j in (1..100000000) %}x{% endfor %}{% endfor %}",
        "{% assign x = 'aaaaaaaaaa' %}{% for i in (1..90) %}{% assign x = x | append: x %}{% endfor %}{{ x }}",
        "{% assign x = 'a' | split: '' %}{% for i in (1..900) %}{% assign x = x | push: x %}{% endfor %}{{ x }}{{ x | jsonify }}",
        "{% assign x = 'aaaaaaaaaa' %}{% for i in (1..90) %}{% assign x = x | replace: 'a', x %}{% endfor %}",
        "{% assign x = (1..100000) | join: ',' | split: ',' %}{% for i in (1..1000) %}{{ x | sort | uniq | size }}{% endfor %}",
        "{% for i in (1..100000) %}{{ 'x' | date: '%1000Y%1000Y%1000Y' }}{{ 0 | date: '%1000Y%1000Y' }}{% endfor %}",
        "{% for i in (1..100000) %}{{ (1..1048576) | where: 'x' | size }}{% endfor %}",
        "{{ (-9223372036854775807..9223372036854775807) | size }}{% for i in (9223372036854775800..9223372036854775807) %}{% endfor %}",
        &["{{ a", &"[".repeat(30_000), " }}"].concat(),
        &"{% if true %}".repeat(5000),
        &"{% for i in (1..9) %}".repeat(90),
        &"{{ ".repeat(5000),
        &"{% cite {{".repeat(5000),
        &["{{ a", &"[a".repeat(5000), &"]".repeat(5000), " }}"].concat(),
    ] {
        assert!(run(&request(body, &[])).text.len() < 20 << 20);
    }
}

#[test]
fn highlight_has_rouges_elements() {
    let code = "<code class=\"language-c--\" data-lang=\"c++\">";
    for (words, start) in [
        ("", "<figure class=\"highlight\">"),
        (" mark_lines=\"1 3\"", "<figure class=\"highlight\" data-mark-lines=\"1 3\">"),
    ] {
        let template = ["{% highlight c++", words, " %}\nx < 1\n{% endhighlight %}"].concat();
        let expected = ["\n", start, "<pre>", code, "x &lt; 1</code></pre></figure>\n"].concat();
        assert_eq!(shown(&template, "{}"), expected);
    }
}
