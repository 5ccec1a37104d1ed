//! Small pieces of HTML that tags become. `format.rs` puts them together.

use crate::html::{Html, escape_into};
use crate::yaml::Value;

/// Without a bibliography nothing is known of a work but its key, which is shown and still is a link.
pub(super) fn without_bibliography(keys: &[String]) -> Html {
    let mut html = Html::new();
    for (at, key) in keys.iter().enumerate() {
        html.push_text(if at == 0 { "(" } else { "; " });
        let href = ["#", key].concat();
        html.element("a", &[("class", "citation"), ("href", &href)], &Html::from_text(key));
    }
    html.push_text(if keys.is_empty() { "" } else { ")" });
    html
}

/// What `{% quote %}` makes of its text, which is its author's HTML.
pub(super) fn quotation(text: &str, citation: &Html) -> Html {
    let text = text.trim().replace("\n\n", "</p><p>").replace('\n', "<br/>");
    let mut html = Html::from_author(["<blockquote><p>", &text, "</p><cite>"].concat());
    html.push(citation);
    html.push(&Html::from_author("</cite></blockquote>"));
    html
}

/// A start tag with the attributes that the site's configuration adds. Handlers of events are no attributes.
pub(super) fn start_tag(element: &str, class: &str, attributes: Option<&Value>) -> Html {
    let mut markup = ["<", element].concat();
    let mut add = |name: &str, value: &str| {
        markup.push_str(&[" ", name, "=\""].concat());
        escape_into(&mut markup, value, true);
        markup.push('"');
    };
    let more = match attributes {
        Some(Value::Mapping(pairs)) => &pairs[..],
        _ => &[],
    };
    let own = more.iter().find(|(name, _)| name == "class").and_then(|(_, value)| value.text());
    // The class by which the page finds references stays.
    add(
        "class",
        &match own {
            Some(own) if class == "reference" => [class, " ", own].concat(),
            Some(own) => own.into(),
            None => class.into(),
        },
    );
    for (name, value) in more {
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') && !name.is_empty();
        let handler = name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on"));
        if let Some(value) = value.text().filter(|_| plain && !handler && name != "class") {
            add(name, value);
        }
    }
    markup.push('>');
    Html::from_author(markup)
}

/// The id of the `nth` link (from 0) of the citation `number` (from 1).
pub(super) fn citation_id(number: usize, nth: usize) -> String {
    let id = ["cite-", &number.to_string()].concat();
    if nth == 0 { id } else { [&id, "-", &(nth + 1).to_string()].concat() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_have_the_attributes_that_the_site_gives_and_no_handlers() {
        for (class, attributes, expected) in [
            ("bibliography", &[][..], "<ol class=\"bibliography\">"),
            (
                "bibliography",
                &[("class", "mine"), ("data-x", "a\"b")],
                "<ol class=\"mine\" data-x=\"a&quot;b\">",
            ),
            ("reference", &[("class", "mine"), ("onClick", "x()")], "<ol class=\"reference mine\">"),
            ("bibliography", &[("a b", "x"), ("", "x"), ("onload", "x")], "<ol class=\"bibliography\">"),
        ] {
            let pairs =
                attributes.iter().map(|(name, value)| (name.to_string(), Value::String(value.to_string())));
            let tag = start_tag("ol", class, Some(&Value::Mapping(pairs.collect())));
            assert_eq!(tag.as_str(), expected);
        }
    }
}
