//! What Liquid's and Jekyll's documentation promise, construct by construct.

use super::exchange::want;
use super::*;

/// A template as Ruby's Liquid shows it: a mistake is `Liquid error: …`. The variables are YAML.
fn shown(template: &str, variables: &str) -> String {
    render::shown(template, &crate::yaml::full(variables).unwrap_or_else(|_| panic!("{variables}")))
}

fn check(variables: &str, cases: &[(&str, &str)]) {
    for (template, expected) in cases {
        assert_eq!(shown(template, variables), *expected, "{template}");
    }
}

/// A post with these answers.
fn request(body: &str, answers: &[(String, Value)]) -> Request {
    let page = crate::yaml::full("{title: A post, tags: one two, date: 2024-03-09}").unwrap_or_default();
    let site =
        crate::yaml::full("{title: A site, baseurl: /blog, url: 'https://me.org'}").unwrap_or_default();
    let (body, file) = (String::from(body), String::from("posts/2024-03-09-some-slug.md"));
    Request { body, first_line: 10, file, page, site, answers: answers.to_vec() }
}

/// The text of a post, its items in brackets.
fn text(outcome: &Outcome) -> String {
    let mut out = String::new();
    for segment in outcome.segments() {
        match segment.kind {
            Kind::Tag { name, markup } => out.push_str(&["[", name, " ", markup, "]"].concat()),
            Kind::Unknown(message) => out.push_str(&["[?", segment.source, ": ", message, "]"].concat()),
            _ => out.push_str(segment.source),
        }
    }
    out
}

fn run_text(body: &str) -> String {
    text(&run(&request(body, &[])))
}

fn answer_of(kind: char, asked: &str, text: &str) -> (String, Value) {
    ([String::from(kind).as_str(), asked].concat(), Value::String(text.into()))
}

#[test]
fn outputs_and_paths() {
    check(
        "{a: {b: [x, y], 'c d': 1}, k: b, s: héllo, list: [1, 2], t: true}",
        &[
            ("{{ a.b[0] }}{{ a['b'].last }}{{ a[k].first }}{{ a['c d'] }}{{ a.b.size }}", "xyx12"),
            ("{{ s.size }}{{ list }}{{ t }}{{ nothing }}{{ a.nothing.more }}", "512true"),
            ("{{ 'text' }}{{ \"text\" }}{{ 12 }}{{ -1.50 }}{{ (1..3) }}{{ nil }}", "texttext12-1.51..3"),
            ("{{ list[-1] }}{{ list[5] }}{{ a }}", "2{\"b\"=>[\"x\", \"y\"], \"c d\"=>1}"),
        ],
    );
}

#[test]
fn conditions() {
    check(
        "{n: 5, s: text, e: '', l: [1], none: ~, f: false, m: {a: 1}}",
        &[
            ("{% if n > 4 %}a{% elsif n > 3 %}b{% else %}c{% endif %}", "a"),
            ("{% if n < 4 %}a{% elsif n > 3 %}b{% else %}c{% endif %}", "b"),
            ("{% unless n == 5 %}a{% else %}b{% endunless %}{% unless f %}c{% endunless %}", "bc"),
            (
                "{% if e %}a{% endif %}{% if l %}b{% endif %}{% if none %}c{% endif %}{% if f %}d{% endif %}",
                "ab",
            ),
            ("{% if s contains 'ex' %}a{% endif %}{% if l contains 1 %}b{% endif %}", "ab"),
            // From the right: false or (true and false); true or (false and false).
            ("{% if f or n and f %}a{% else %}b{% endif %}{% if n or f and f %}c{% endif %}", "bc"),
            (
                "{% if e == empty %}a{% endif %}{% if none == blank %}b{% endif %}{% if '  ' == blank %}c{% endif %}",
                "abc",
            ),
            ("{% if s < 1 %}a{% endif %}", "Liquid error: comparison of String with 1 failed"),
            ("{% if n === 5 %}a{% endif %}", "Liquid error: Unknown operator ==="),
            (
                "{% if n==5 and s!='x' %}a{% endif %}{% if m.a>=1 %}b{% endif %}{% if m['a']==1 %}c{% endif %}",
                "abc",
            ),
            (
                "{% case n %}{% when 1, 5 %}a{% else %}b{% endcase %}{% case s %}{% when 'x' or 'text' %}c{% endcase %}",
                "ac",
            ),
        ],
    );
}

#[test]
fn loops() {
    check(
        "{l: [a, b, c, d], m: {x: 1, y: 2}, n: 2, e: []}",
        &[
            ("{% for i in l %}{{ i }}{% unless forloop.last %},{% endunless %}{% endfor %}", "a,b,c,d"),
            ("{% for i in l limit: n offset: 1 %}{{ i }}{% endfor %}", "bc"),
            (
                "{% for i in l reversed limit:3 %}{{ forloop.index }}{{ i }}{{ forloop.rindex0 }}{% endfor %}",
                "1c22b13a0",
            ),
            (
                "{% for i in l limit:2 %}{{ i }}{% endfor %}|{% for i in l offset:continue %}{{ i }}{% endfor %}",
                "ab|cd",
            ),
            ("{% for i in (1..n) %}{{ i }}{% endfor %}{% for i in e %}{% else %}none{% endfor %}", "12none"),
            ("{% for p in m %}{{ p[0] }}{{ p[1] }}{% endfor %}", "x1y2"),
            (
                "{% for i in l %}{% if i == 'b' %}{% continue %}{% elsif i == 'd' %}{% break %}{% endif %}{{ i }}{% endfor %}",
                "ac",
            ),
            (
                "{% for i in (1..2) %}{% for j in (1..2) %}{{ forloop.parentloop.index }}{{ j }} {% endfor %}{% endfor %}",
                "11 12 21 22 ",
            ),
            ("{% for i in l %}{% cycle 'x', 'y' %}{% endfor %}{% cycle 'g': 'x', 'y' %}", "xyxyx"),
            (
                "{% tablerow i in l cols:2 limit:3 %}{{ i }}{% endtablerow %}",
                "<tr class=\"row1\">\n<td class=\"col1\">a</td><td class=\"col2\">b</td></tr>\n\
                 <tr class=\"row2\"><td class=\"col1\">c</td></tr>\n",
            ),
        ],
    );
}

#[test]
fn variables() {
    check(
        "",
        &[
            (
                "{% assign a = 'x' | append: 'y' %}{{ a }}{% capture b %}[{{ a }}]{% endcapture %}{{ b }}",
                "xy[xy]",
            ),
            ("{% increment a %}{% increment a %}{% decrement b %}{{ a }}{{ b }}", "01-12-1"),
            ("{% for i in (1..2) %}{% assign last = i %}{% endfor %}{{ last }}{{ i }}", "2"),
            ("{% comment %}{{ x }}{% endcomment %}{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ],
    );
}

#[test]
fn white_space() {
    check(
        "",
        &[
            ("a {%- assign x = 1 -%} b", "ab"),
            ("a\n{{- 1 -}}\n b", "a1b"),
            ("a {% if true -%} b {%- endif %} c", "a b c"),
            // A block in which nothing shows leaves nothing.
            ("a{% if true %}  {% assign x = 1 %}\n{% endif %}b", "ab"),
            ("a{% for i in (1..2) %} {% endfor %}b", "ab"),
            ("a{% if true %} {{ nothing }} {% endif %}b", "a  b"),
        ],
    );
}

#[test]
fn filters_for_text_and_numbers() {
    check(
        "{t: 'a <b>c</b> & d'}",
        &[
            (
                "{{ 0.1 | plus: 0.2 }} {{ 7 | divided_by: 2 }} {{ 7 | divided_by: 2.0 }} {{ -7 | modulo: 3 }}",
                "0.3 3 3.5 2",
            ),
            (
                "{{ '12abc' | plus: 1 }} {{ 'x' | times: 2 }} {{ 1.005 | round: 2 }} {{ 2.5 | round }}",
                "13 0 1.01 3",
            ),
            ("{{ 5 | divided_by: 0 }}", "Liquid error: divided by 0"),
            ("{{ 'a' | append }}", "Liquid error: wrong number of arguments (given 1, expected 2)"),
            (
                "{{ t | escape }}|{{ t | strip_html }}|{{ '&lt;&' | escape_once }}",
                "a &lt;b&gt;c&lt;/b&gt; &amp; d|a c & d|&lt;&amp;",
            ),
            ("{{ 'one two three' | truncatewords: 2 }} {{ 'one two' | truncate: 5 }}", "one two... on..."),
            (
                "{{ 'ä/b c' | url_encode }} {{ '%C3%A4+b' | url_decode }} {{ 'ä b' | uri_escape }}",
                "%C3%A4%2Fb+c ä b %C3%A4%20b",
            ),
            (
                "{{ 'a-b-a' | replace: 'a', 'x' }} {{ 'aa' | replace_first: 'a', 'x' }} {{ 'aab' | remove: 'a' }}",
                "x-b-x xa b",
            ),
            (
                "{{ 'Hello, Wörld & You' | slugify }} {{ 'Wörld' | slugify: 'latin' }} {{ 'a.b~c d' | slugify: 'pretty' }}",
                "hello-wörld-you world a.b~c-d",
            ),
            ("{{ nothing | default: 'x' }}{{ 'a' | slice: 0 }}{{ 'abc' | slice: -2, 2 }}", "xabc"),
            ("{{ 1 | nonsense: 2 }}", "Liquid error: the Liquid filter `nonsense` is not known"),
        ],
    );
}

#[test]
fn filters_for_lists() {
    check(
        "{l: [3, 1, 2], p: [{n: b, y: 2}, {n: a, y: 1}, {n: c}]}",
        &[
            (
                "{{ l | sort | join: '-' }} {{ l | reverse | first }} {{ l | concat: l | uniq | size }}",
                "1-2-3 2 3",
            ),
            (
                "{{ p | sort: 'n' | map: 'n' | join }} {{ p | sort: 'y', 'last' | map: 'n' | join }}",
                "a b c a b c",
            ),
            ("{{ p | where: 'y', 2 | map: 'n' }}{{ p | where_exp: 'i', 'i.y < 2' | map: 'n' }}", "ba"),
            (
                "{{ p | find: 'n', 'c' | jsonify }} {{ p | group_by: 'y' | map: 'name' | join: ',' }}",
                "{\"n\":\"c\"} 2,1,",
            ),
            ("{{ p | group_by_exp: 'i', 'i.n | upcase' | map: 'name' }}", "BAC"),
            (
                "{{ l | push: 9 | pop | shift | unshift: 'x' | join }} {{ l | array_to_sentence_string }}",
                "x 1 2 3, 1, and 2",
            ),
            (
                "{{ 'a b' | number_of_words }} {{ ' a  b ' | normalize_whitespace }} {{ '7' | to_integer }}",
                "2 a b 7",
            ),
        ],
    );
}

#[test]
fn dates() {
    check(
        "{d: 2024-03-09 07:05:03 +0100}",
        &[
            ("{{ d | date: '%Y-%m-%d %H:%M:%S %z' }}", "2024-03-09 07:05:03 +0100"),
            ("{{ d | date: '%-d %b %y, %A, %j, week %V' }}", "9 Mar 24, Saturday, 069, week 10"),
            ("{{ d | date_to_xmlschema }} {{ d | date_to_string }}", "2024-03-09T07:05:03+01:00 09 Mar 2024"),
            ("{{ d | date_to_long_string: 'ordinal', 'US' }}", "March 9th, 2024"),
            (
                "{{ 'March 14, 2016' | date: '%F' }} {{ 0 | date: '%F' }} {{ 'x' | date: '%F' }}",
                "2016-03-14 1970-01-01 x",
            ),
        ],
    );
}

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
        ("a {% if true %}b", "a b"),
        ("{% if true %}{% for i in (1..1) %}x{% endif %}y", "xy"),
        ("{% for x %}a{% endfor %}b", "[?{% for x %}: `for` does not understand `x`]b"),
    ] {
        assert_eq!(run_text(body), expected, "{body}");
    }
    let outcome = run(&request("a\n\n{% if x %}\n{% nonsense %}{{ 1 | nonsense }}", &[]));
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
    let fill = super::stage::templates(&modules, &answers);
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
        let expected = [start, "<pre>", code, "x &lt; 1</code></pre></figure>"].concat();
        assert_eq!(shown(&template, "{}"), expected);
    }
}
