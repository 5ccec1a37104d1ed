//! Any template is rendered: no panic, no hang, no broken placeholder, and what is no Liquid stays as it is.

use postil::liquid::{self, Outcome, Request};
use postil::placeholder::{END, INSERT};
use postil::yaml;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const PIECES: &[&str] = &[
    "{{ ",
    " }}",
    "{% ",
    " %}",
    "{%- ",
    " -%}",
    "a",
    "page.title",
    "list",
    "list[0]",
    "'x'",
    "\"y",
    " | ",
    "upcase",
    "plus: 1",
    "split: ''",
    "join: 'é'",
    "sort",
    "where: 'a', 1",
    "slice: -1, 99999999999",
    "date: '%Y%_9d%'",
    "truncate: -1",
    "push: list",
    "{% if a %}",
    "{% if list contains 'x' and a == nil or %}",
    "{% elsif 1 %}",
    "{% else %}",
    "{% endif %}",
    "{% unless %}",
    "{% for i in list %}",
    "{% for i in (1..9) reversed limit:3 offset:continue %}",
    "{% endfor %}",
    "{% break %}",
    "{% case a %}",
    "{% when 1, 'x' or list %}",
    "{% endcase %}",
    "{% assign a = ",
    "{% capture a %}",
    "{% endcapture %}",
    "{% raw %}",
    "{% endraw %}",
    "{% comment %}",
    "{% endcomment %}",
    "{% cycle 'a', list %}",
    "{% increment a %}",
    "{% tablerow i in list cols:2 %}",
    "{% endtablerow %}",
    "{% cite a ",
    "{% quote b %}",
    "{% endquote %}",
    "{% include figure.liquid path='x' %}",
    "{% include {{ a }}.md x=a %}",
    "{% highlight c++ linenos %}",
    "{% endhighlight %}",
    "{% tabs t %}",
    "{% tab t u %}",
    "{% endtab %}",
    "{% endtabs %}",
    "{% details x %}",
    "{% enddetails %}",
    "{% nonsense %}",
    "\n",
    "\u{FDD0}0\u{FDD2}",
    "\u{FDD0}",
    "é",
    " ",
    "%F0%9F",
    "| url_decode",
    "| jsonify",
    "| where_exp: 'i', 'i > 1'",
    "| group_by: 'a'",
    "(1..9223372036854775807)",
    "-9223372036854775808",
    "1e9",
    "99999999999999999999999",
    "| divided_by: 0",
    "| times: 9e99",
    "[",
    "]",
    "..",
];

fn template() -> impl Strategy<Value = String> {
    let piece = prop_oneof![8 => select(PIECES).prop_map(String::from), 1 => any::<String>()];
    vec(piece, 0..50).prop_map(|pieces| pieces.concat())
}

fn request(body: &str) -> Request {
    let values = yaml::full("{title: T, list: [x, 1, [2], {a: 1}], a: 5, 1: 2}").expect("this is YAML");
    let body = postil::placeholder::clean(body).into_owned();
    Request {
        body,
        first_line: 1,
        file: "posts/a.md".into(),
        page: values.clone(),
        site: values,
        answers: Vec::new(),
    }
}

proptest! {
    #[test]
    fn any_template_is_rendered(body in template()) {
        let request = request(&body);
        let outcome = liquid::run(&request);
        prop_assert!(Outcome::read(&liquid::answer(&request.write(), 0)).is_some());
        let mut rest = outcome.text.as_str();
        while let Some((_, after)) = rest.split_once(INSERT) {
            let (index, after) = after.split_once(END).expect("a placeholder is closed");
            prop_assert!(index.parse::<usize>().is_ok_and(|index| index < outcome.items.len()));
            rest = after;
        }
        // The lines lead into the post.
        let last = request.body.matches('\n').count() + 1;
        for line in 0..=outcome.text.matches('\n').count() {
            prop_assert!((1..=last).contains(&outcome.line(line)));
        }
        let _ = liquid::render_template(&body, &request.page);
    }

    #[test]
    fn text_without_liquid_stays(body in "[^{}\u{FDD0}-\u{FDEF}\r\u{FEFF}]{0,200}") {
        let outcome = liquid::run(&request(&body));
        prop_assert!(!liquid::needed(&body));
        prop_assert_eq!(outcome.text, body);
    }

    #[test]
    fn any_text_is_read_as_request(text in any::<String>()) {
        let _ = liquid::answer(&text, 0);
        let _ = Outcome::read(&text);
    }
}
