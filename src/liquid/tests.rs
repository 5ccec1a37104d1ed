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
