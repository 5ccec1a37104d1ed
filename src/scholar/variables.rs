//! What templates see of a work, as `Scholar::Utilities#liquidify` makes it. [`entry_value`] is the entrance; in the
//! page it is in the module `scholar`.

use super::filters::{Filters, unmark};
use super::values;
use crate::bibtex::{Entry, latex};
use crate::csl::Name;
use crate::html::{Html, escaped};
use crate::placeholder::QUOTE;
use crate::yaml::Value;

/// An entry as templates see it: its fields as text with HTML for fonts, names also apart (`author_array`, `author_0_last`), and `bibtex`, the entry itself.
pub(super) fn entry_value(entry: &Entry, site: &Value, filters: Option<&Filters>) -> Value {
    let option = |key| site.at(&["scholar", "bibtex_options", key]).and_then(Value::as_bool) != Some(false);
    let (parse_names, parse_months) = (option("parse_names"), option("parse_months"));
    let mut pairs: Vec<(String, Value)> = Vec::new();
    let mut set = |name: &str, value: String| pairs.push((name.into(), Value::String(value)));
    set("key", escaped(&entry.key));
    set("type", escaped(&entry.entry_type));
    set("bibtex", html_marks(without_markup(&bibtex(entry, site, parse_months))));
    let mut filtered = entry.clone();
    if let Some(filters) = filters {
        filters.apply(&mut filtered);
    }
    let mut arrays: Vec<(String, Value)> = Vec::new();
    for field in filtered.own_fields() {
        let name = field.name.as_str();
        let month = if name == "month" && parse_months { values::of(entry, name) } else { None };
        let names = if values::is_names(name) && parse_names { entry.names(name) } else { Vec::new() };
        if names.is_empty() {
            set(name, month.unwrap_or_else(|| html_text(&field.value)));
            continue;
        }
        set(name, without_markup(&values::of(entry, name).unwrap_or_default()));
        let mut array = Vec::new();
        for (at, person) in names.iter().enumerate() {
            let mut parts = Vec::new();
            for (part, value) in name_parts(person) {
                let value = without_markup(&value);
                set(&[name, "_", &at.to_string(), "_", part].concat(), value.clone());
                parts.push((part.into(), Value::String(value)));
            }
            array.push(Value::Mapping(parts));
        }
        arrays.push(([name, "_array"].concat(), Value::Sequence(array)));
    }
    if let Some(month) = entry.month().filter(|_| parse_months) {
        set("month_numeric", month.to_string());
    }
    pairs.extend(arrays);
    Value::Mapping(pairs)
}

/// A name in bibtex-ruby's parts.
fn name_parts(name: &Name) -> [(&'static str, String); 4] {
    let prefix = [name.dropping_particle.as_str(), &name.non_dropping_particle];
    let prefix: Vec<&str> = prefix.into_iter().filter(|part| !part.is_empty()).collect();
    let last = if name.literal.is_empty() { &name.family } else { &name.literal };
    [
        ("first", name.given.clone()),
        ("last", last.clone()),
        ("prefix", prefix.join(" ")),
        ("suffix", name.suffix.clone()),
    ]
}

/// A value as HTML: LaTeX's fonts as tags, math between marks.
fn html_text(value: &str) -> String {
    let text = latex::decode(value, latex::Style::Rich);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(&without_markup(before));
        let tag = after.split('>').next().unwrap_or("");
        let name = tag.trim_start_matches('/');
        let font = ["i", "b", "sup", "sub", "span", SMALL_CAPS].contains(&name);
        out.push_str(if font { "<" } else { "&lt;" });
        rest = after;
        if font {
            out.push_str(tag);
            rest = &after[tag.len()..];
        }
    }
    out.push_str(&without_markup(rest));
    html_marks(out)
}

const SMALL_CAPS: &str = "span style=\"font-variant:small-caps;\"";

fn html_marks(html: String) -> String {
    unmark(&Html::from_author(html)).into_string()
}

/// The text so that it stays text, also where a template has it between quotes. References in it stay.
fn without_markup(text: &str) -> String {
    text.replace('<', "&lt;").replace(['"', QUOTE], "&quot;")
}

/// The entry as bibtex-ruby prints it, without `bibtex_skip_fields`.
fn bibtex(entry: &Entry, site: &Value, parse_months: bool) -> String {
    let items = |key| site.at(&["scholar", key]).map(Value::items);
    let skipped = items("bibtex_skip_fields").unwrap_or_else(|| vec!["abstract", "month_numeric"]);
    let quotes = items("bibtex_quotes").filter(|quotes| !quotes.is_empty()).unwrap_or_else(|| vec!["{", "}"]);
    let (open, close) = (quotes[0], quotes[quotes.len() - 1]);
    let one_line = items("raw_bibtex_filters").is_some_and(|names| {
        names.iter().any(|name| name.trim_start_matches(':').eq_ignore_ascii_case("linebreaks"))
    });
    let mut out = ["@", &entry.entry_type, "{", &entry.key, ",\n"].concat();
    let fields = entry.own_fields().iter().filter(|field| !skipped.contains(&field.name.as_str()));
    for (at, field) in fields.enumerate() {
        let month =
            entry.month().filter(|_| field.name == "month" && parse_months).and_then(values::month_word);
        let value = match month {
            Some(month) => month,
            // Pieces that are not joined have their own quotes.
            None if field.value.contains(QUOTE) => field.value.clone(),
            None if one_line => {
                let lines: Vec<&str> = field
                    .value
                    .split('\n')
                    .enumerate()
                    .map(|(at, line)| if at > 0 { line.trim_start() } else { line })
                    .collect();
                [open, &lines.join(" "), close].concat()
            }
            None => [open, &field.value.replace('\n', "\n  "), close].concat(),
        };
        out.push_str(&[if at > 0 { ",\n  " } else { "  " }, &field.name, " = ", &value].concat());
    }
    out.push_str("\n}\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bibtex::Bibliography;
    use crate::modules::Modules;
    use crate::site::Site;

    #[test]
    fn no_value_leaves_an_attribute() {
        let source = "@misc{x\"><plaintext>, title={a\" onclick=\"b \\textsc{c\"} $d<\"e$}, author={{F\" g}}, note={\"h\" <}, \
                      url={i\" j}}";
        for configuration in
            ["", "scholar: {bibtex_filters: []}", "scholar: {bibtex_filters: [smallcaps, latex]}"]
        {
            let (site, _) = Site::parse(configuration, &Modules::native());
            let entry = Bibliography::index("a.bib", source).decode("x\"><plaintext>").unwrap();
            let value = entry_value(&entry, site.values(), Filters::of(site.values()).as_ref());
            let Value::Mapping(pairs) = &value else { panic!() };
            assert_eq!(value.get("url").and_then(Value::text), Some("i&quot; j"));
            for (name, value) in pairs {
                let mut text = value.text().unwrap_or("").to_string();
                for fonts in
                    ["span style=\"font-variant:small-caps;\"", "font style=\"font-variant: small-caps\""]
                {
                    text = text.replace(fonts, "");
                }
                assert!(!text.contains('"') && !text.contains("<p"), "{name}: {text}");
            }
        }
    }

    const SOURCE: &str = "@book{k, author={Ludwig van Beethoven and {A <b> Group}}, title={On \\emph{It} <script> $x$},\n  \
         month={August}, abstract={A}, note={one\n   two}, url={https://a.org}}";

    fn entry() -> Entry {
        Bibliography::index("a.bib", SOURCE).decode("k").unwrap()
    }

    #[test]
    fn entries_are_shown_to_templates() {
        let value = entry_value(&entry(), &Value::Null, None);
        for (path, expected) in [
            (&["author"][..], "van Beethoven, Ludwig and A &lt;b> Group"),
            (&["author_0_prefix"], "van"),
            (&["author_1_last"], "A &lt;b> Group"),
            (&["title"], "On <i>It</i> &lt;script> \u{FDD1}x\u{FDD2}"),
            (&["month"], "aug"),
            (&["month_numeric"], "8"),
            (&["key"], "k"),
        ] {
            assert_eq!(value.at(path).and_then(Value::text), Some(expected), "{path:?}");
        }
        let Some(Value::Sequence(names)) = value.get("author_array") else { panic!() };
        assert_eq!(names[0].get("last").and_then(Value::text), Some("Beethoven"));
    }

    #[test]
    fn the_entry_is_printed_as_bibtex_ruby_does() {
        for (configuration, expected) in [
            (
                "",
                "@book{k,\n  author = {Ludwig van Beethoven and {A <b> Group}},\n  title = {On \\emph{It} <script> $x$},\n  \
                 month = aug,\n  note = {one\n     two},\n  url = {https://a.org}\n}\n",
            ),
            (
                "scholar: {bibtex_skip_fields: [author, title, month, url], raw_bibtex_filters: [linebreaks], bibtex_quotes: '\"'}",
                "@book{k,\n  abstract = \"A\",\n  note = \"one two\"\n}\n",
            ),
        ] {
            let (site, _) = Site::parse(configuration, &Modules::native());
            assert_eq!(bibtex(&entry(), site.values(), true), expected);
        }
    }
}
