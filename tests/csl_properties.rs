//! Whatever is read as a style, a locale or an item: no panic, no hang, no markup that nobody wrote.

#[allow(dead_code)]
mod csl_json;

use postil::bibtex::Bibliography;
use postil::bibtex::csl_json::to_bibtex;
use postil::csl::{
    Citation, Cite, Date, DateParts, Item, Locale, Name, Options, Style, collate, process, xml,
};
use proptest::prelude::*;

const APA: &str = include_str!("../csl/apa.csl");
const IEEE: &str = include_str!("../csl/ieee.csl");
const ENGLISH: &str = include_str!("../csl/locales-en-US.xml");

/// A text with some of its parts cut out, doubled or replaced.
fn mutated(source: &'static str) -> impl Strategy<Value = String> {
    let piece =
        prop_oneof![Just("<"), Just(">"), Just("\""), Just("&#x0;"), Just("</group>"), Just("é"), Just("")];
    proptest::collection::vec((0..source.len(), 0..40usize, piece), 1..6).prop_map(move |edits| {
        let mut text = source.to_string();
        for (at, length, piece) in edits {
            let boundary = |mut at: usize| {
                at = at.min(text.len());
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let (from, to) = (boundary(at), boundary(at + length));
            text.replace_range(from..to, piece);
        }
        text
    })
}

fn field() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-zA-Z0-9 <>/\"'“”‘’.,:;!?&()i-]{0,30}",
        "(<i>|</i>|<b>|</b>|<span class=\"nocase\">|</span>|\"|'|x| ){0,20}",
        "[0-9]{1,6}[-–][0-9]{1,6}",
        Just("\u{fdd1}^3\u{fdd2}".to_string()),
    ]
}

fn name() -> impl Strategy<Value = Name> {
    (field(), field(), field(), any::<bool>()).prop_map(|(family, given, literal, is_literal)| {
        let literal = if is_literal { literal } else { String::new() };
        csl_json::split_particles(Name { family, given, literal, ..Name::default() })
    })
}

fn item() -> impl Strategy<Value = Item> {
    let types = prop_oneof![
        Just("book"),
        Just("article-journal"),
        Just("chapter"),
        Just("webpage"),
        Just("legal_case")
    ];
    let variables = prop_oneof![
        Just("title"),
        Just("container-title"),
        Just("page"),
        Just("volume"),
        Just("edition"),
        Just("URL"),
        Just("DOI"),
        Just("language"),
        Just("publisher"),
        Just("number"),
        Just("genre"),
    ];
    let date = (any::<i32>(), proptest::option::of(1..=12u8), proptest::option::of(0..=40u8), any::<bool>());
    (
        types,
        proptest::collection::vec((variables, field()), 0..8),
        proptest::collection::vec(name(), 0..5),
        proptest::option::of(date),
    )
        .prop_map(|(item_type, variables, names, date)| Item {
            id: "x".to_string(),
            item_type: item_type.to_string(),
            variables: variables.into_iter().map(|(key, value)| (key.to_string(), value)).collect(),
            names: vec![("author".to_string(), names)],
            dates: date
                .map(|(year, month, day, range)| {
                    let start = DateParts { year, month, day, season: None };
                    let end = range.then_some(DateParts { year: year.wrapping_add(1), ..start });
                    ("issued".to_string(), Date { start: Some(start), end, ..Date::default() })
                })
                .into_iter()
                .collect(),
        })
}

/// Every tag in it is one that the processor makes.
fn only_own_tags(html: &str) -> bool {
    html.split('<').skip(1).all(|tag| {
        [
            "i>",
            "/i>",
            "b>",
            "/b>",
            "sup>",
            "/sup>",
            "sub>",
            "/sub>",
            "em>",
            "/em>",
            "span style=\"",
            "/span>",
            "div class=\"csl-",
            "/div>",
            "a href=\"",
            "/a>",
        ]
        .iter()
        .any(|known| tag.starts_with(known))
    })
}

fn cites(count: usize) -> Vec<Citation> {
    let cite = |item: usize| Cite { item, locator: Some("1-2".into()), ..Cite::default() };
    let all = Citation { cites: (0..count + 1).map(cite).collect(), ..Citation::default() };
    (0..count)
        .map(|item| Citation { cites: vec![cite(item)], note_number: Some(1), ..Citation::default() })
        .chain([all])
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = xml::parse(&text);
        let _ = Style::parse(&text);
        let _ = Locale::parse(&text);
        let _ = xml::parse(&format!("<style>{text}</style>"));
    }

    #[test]
    fn tags_in_any_order(text in "(<a>|</a>|<b x='|y\"/>|<!--|-->|<!\\[CDATA\\[|\\]\\]>|&amp;|<\\?|\\?>|<!D|[a-z =]){0,40}") {
        let _ = xml::parse(&text);
    }

    #[test]
    fn broken_styles_still_end(style in mutated(IEEE), items in proptest::collection::vec(item(), 1..3)) {
        if let Ok(style) = Style::parse(&style) {
            process(&style, &[], &items, &cites(items.len()), &Options::default());
        }
    }

    #[test]
    fn broken_locales_still_end(locale in mutated(ENGLISH)) {
        let _ = Locale::parse(&locale);
    }

    #[test]
    fn any_items_are_formatted(items in proptest::collection::vec(item(), 1..6), links in any::<bool>()) {
        let locale = [Locale::parse(ENGLISH).unwrap()];
        for style in [APA, IEEE] {
            let style = Style::parse(style).unwrap();
            let options = Options { links, ..Options::default() };
            let processed = process(&style, &locale, &items, &cites(items.len()), &options);
            prop_assert_eq!(processed.citations.len(), items.len() + 1);
            for html in processed.bibliography.iter().map(|reference| reference.html.as_str().to_string())
                .chain(processed.citations.iter().map(|citation| citation.html().into_string()))
            {
                prop_assert!(only_own_tags(&html), "{}", html);
            }
        }
    }

    #[test]
    fn collation_is_an_order(a in field(), b in field(), c in field()) {
        prop_assert_eq!(collate::compare(&a, &b), collate::compare(&b, &a).reverse());
        let mut all = [a, b, c];
        all.sort_by(|a, b| collate::compare(a, b));
        prop_assert!(collate::compare(&all[0], &all[2]).is_le());
    }
}

/// A bibliography in CSL-JSON becomes BibTeX on its way: its references are those of the items themselves.
#[test]
fn nothing_of_csl_json_is_lost_in_bibtex() {
    let json = include_str!("differential/items.json");
    let items: serde_json::Value = serde_json::from_str(json).unwrap();
    let items: Vec<Item> = items.as_array().into_iter().flatten().map(csl_json::item).collect();
    let bibliography = Bibliography::index("a.json", &to_bibtex(json).unwrap());
    assert_eq!(bibliography.diagnostics(), []);
    let (read, messages): (Vec<Item>, Vec<_>) =
        bibliography.keys().filter_map(|key| bibliography.item(key)).unzip();
    assert_eq!(messages.concat(), []);
    let locale = [Locale::parse(ENGLISH).unwrap()];
    for style in [APA, IEEE] {
        let style = Style::parse(style).unwrap();
        let listed = |items: &[Item]| {
            let processed = process(&style, &locale, items, &[], &Options::default());
            processed.bibliography.iter().map(|entry| entry.html.as_str().to_string()).collect::<Vec<_>>()
        };
        for (got, want) in listed(&read).iter().zip(listed(&items)) {
            assert_eq!(*got, want);
        }
    }
}
