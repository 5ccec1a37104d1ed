//! What Liquid's and Jekyll's documentation promise, construct by construct.

mod posts;

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
        "{a: {b: [x, y], 'c d': 1}, k: b, s: héllo, list: [1, 2], t: true, y: yes, n: no, q: 'no'}",
        &[
            ("{{ a.b[0] }}{{ a['b'].last }}{{ a[k].first }}{{ a['c d'] }}{{ a.b.size }}", "xyx12"),
            ("{{ s.size }}{{ list }}{{ t }}{{ nothing }}{{ a.nothing.more }}", "512true"),
            (
                "{% if y == true %}{{ y }}{% endif %}{% if n %}n{% endif %}{% if q %}{{ q }}{% endif %}",
                "trueno",
            ),
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
            ("{{ false | default: 1 }}{{ false | default: 1, allow_false: true }}", "1false"),
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
            ("{{ 'Jan 1, 70' | date: '%F' }} {{ '5 March 24' | date: '%F' }}", "1970-01-01 2024-03-05"),
            (
                "{{ 'March 14, 2016' | date: '%F' }} {{ 0 | date: '%F' }} {{ 'x' | date: '%F' }}",
                "2016-03-14 1970-01-01 x",
            ),
        ],
    );
}
