/// A template without variables, with `Liquid error: …` in the place of a mistake, as Ruby's Liquid shows it.
fn shown(template: &str, context: &str) -> String {
    let context = crate::yaml::parse(context).unwrap_or_default();
    super::render::shown(template, &context)
}

#[test]
fn outputs() {
    for (template, expected) in [
        ("{{ 1 | plus: 2 }}", "3"),
        ("{{ 0.1 | plus: 0.2 }}", "0.3"),
        ("{{ 5 | divided_by: 0 }}", "Liquid error: divided by 0"),
    ] {
        assert_eq!(shown(template, ""), expected, "{template}");
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
