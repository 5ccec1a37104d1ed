//! Works to format.

use crate::csl::{Date, DateParts, Item, Name};

/// An item from `name=value` pairs; `author` and `editor` are `Family, Given; …`, `issued` is `2024-05-06`.
pub fn item(id: &str, item_type: &str, fields: &[(&str, &str)]) -> Item {
    let mut item = Item { id: id.to_string(), item_type: item_type.to_string(), ..Item::default() };
    for (key, value) in fields {
        match *key {
            "author" | "editor" => {
                let name = |text: &str| match text.split_once(", ") {
                    Some((family, given)) => {
                        Name { family: family.to_string(), given: given.to_string(), ..Name::default() }
                    }
                    None => Name { literal: text.to_string(), ..Name::default() },
                };
                item.names.push((key.to_string(), value.split("; ").map(name).collect()));
            }
            "issued" | "accessed" => {
                let mut parts = value.split('-').map(|part| part.parse::<i32>().unwrap());
                let start = DateParts {
                    year: parts.next().unwrap(),
                    month: parts.next().map(|month| month as u8),
                    day: parts.next().map(|day| day as u8),
                    season: None,
                };
                item.dates.push((key.to_string(), Date { start: Some(start), ..Date::default() }));
            }
            _ => item.variables.push((key.to_string(), value.to_string())),
        }
    }
    item
}

/// The seven works of the reading list that the project began with.
pub fn preprints() -> Vec<Item> {
    let preprint = |id, author, year, title, url| {
        item(id, "article", &[("author", author), ("issued", year), ("title", title), ("URL", url)])
    };
    vec![
        preprint(
            "chameleon",
            "Team, Chameleon",
            "2024",
            "Chameleon: Mixed-Modal Early-Fusion Foundation Models",
            "https://arxiv.org/abs/2405.09818",
        ),
        preprint(
            "girdhar",
            "Girdhar, Rohit; El-Nouby, Alaaeldin; Liu, Zhuang; Singh, Mannat; Alwala, Kalyan Vasudev; \
             Joulin, Armand; Misra, Ishan",
            "2023",
            "ImageBind: One Embedding Space To Bind Them All",
            "https://arxiv.org/abs/2305.05665",
        ),
        preprint(
            "mitra",
            "Mitra, Arindam; Corro, Luciano Del; Chen, Wei-ge",
            "2024",
            "AgentInstruct: Toward Generative Teaching with Agentic Flows",
            "https://arxiv.org/abs/2407.03502",
        ),
        preprint(
            "chen",
            "Chen, Qiguang; Qin, Libo",
            "2024",
            "M\u{fdd1}^3\u{fdd2}CoT: A Novel Benchmark for R&D",
            "https://arxiv.org/abs/2405.16473",
        ),
    ]
}

pub fn works() -> Vec<Item> {
    vec![
        item(
            "article",
            "article-journal",
            &[
                ("author", "Knuth, Donald E."),
                ("issued", "1984"),
                ("title", "Literate programming"),
                ("container-title", "The Computer Journal"),
                ("volume", "27"),
                ("issue", "2"),
                ("page", "97-111"),
                ("DOI", "10.1093/comjnl/27.2.97"),
            ],
        ),
        item(
            "paper",
            "paper-conference",
            &[
                ("author", "Vaswani, Ashish; Shazeer, Noam"),
                ("issued", "2017"),
                ("title", "Attention is all you need"),
                ("container-title", "Advances in Neural Information Processing Systems"),
                ("publisher", "Curran"),
                ("page", "5998-6008"),
            ],
        ),
        item(
            "book",
            "book",
            &[
                ("author", "Tufte, Edward R."),
                ("issued", "2001"),
                ("title", "The visual display of quantitative information"),
                ("edition", "2"),
                ("publisher", "Graphics Press"),
                ("publisher-place", "Cheshire, CT"),
            ],
        ),
        item(
            "chapter",
            "chapter",
            &[
                ("author", "Doe, Jane"),
                ("editor", "Roe, Richard; Poe, Ann"),
                ("issued", "1999"),
                ("title", "On chapters"),
                ("container-title", "A book of chapters"),
                ("publisher", "Some Press"),
                ("page", "10-20"),
            ],
        ),
        item(
            "thesis",
            "thesis",
            &[
                ("author", "Shannon, Claude E."),
                ("issued", "1940"),
                ("title", "A symbolic analysis of relay and switching circuits"),
                ("genre", "Master’s thesis"),
                ("publisher", "Massachusetts Institute of Technology"),
            ],
        ),
        item(
            "report",
            "report",
            &[
                ("author", "National Aeronautics and Space Administration"),
                ("issued", "2019-05"),
                ("title", "A report on reports"),
                ("genre", "Technical report"),
                ("number", "TR-2019-1"),
                ("publisher", "NASA"),
                ("URL", "https://example.org/report.pdf"),
            ],
        ),
        item(
            "page",
            "webpage",
            &[
                ("author", "Smith, John"),
                ("issued", "2020-03-04"),
                ("title", "How to write"),
                ("container-title", "Example Site"),
                ("URL", "https://example.org/write"),
                ("accessed", "2021-01-02"),
            ],
        ),
    ]
}
