//! Sample posts of al-folio and the seed post, compared block by block with what Jekyll makes of them.
//!
//! The figures are printed; all blocks must be Jekyll's, and so must the seed post's headings and paragraphs.

use std::path::Path;

use postil::article::{self, Sources};
use postil::front_matter;
use postil::html::Html;
use postil::markdown;
use postil::math::Typesetter;
use postil::modules::Modules;
use postil::placeholder;
use postil::scholar::{Source, Surroundings};
use postil::site::Site;

mod common;
use common::html::normalized;

const LEAVES: &[&str] = &[
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "li",
    "td",
    "th",
    "dt",
    "dd",
    "pre",
    "figcaption",
    "summary",
    "caption",
    "blockquote",
    "div",
    "article",
];

/// The text of each block with its kind and, for headers, its id; blocks in blocks count for themselves.
fn blocks(html: &str) -> Vec<String> {
    let mut open: Vec<(String, String)> = vec![("p".to_string(), String::new())];
    let mut out = Vec::new();
    let mut hidden = false;
    let end = |(kind, text): (String, String), out: &mut Vec<String>| {
        let text = text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace(" ⟦math⟧", "⟦math⟧")
            .replace("⟦math⟧ ", "⟦math⟧");
        if !text.is_empty() {
            out.push(format!("{kind}|{text}"));
        }
    };
    for node in normalized(html) {
        if let Some(shown) = node.strip_prefix('"') {
            if let Some((_, text)) = open.last_mut().filter(|_| !hidden) {
                text.push_str(shown);
            }
            continue;
        }
        let tag = node.trim_start_matches('<');
        let name = tag.trim_start_matches('/').split([' ', '>']).next().unwrap_or("");
        if matches!(name, "script" | "style") {
            hidden = !tag.starts_with('/');
        }
        if !LEAVES.contains(&name) {
            continue;
        }
        if tag.starts_with('/') {
            if open.len() > 1
                && let Some(block) = open.pop()
            {
                end(block, &mut out);
            }
        } else {
            let id = tag.split(" id=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("");
            let kind = match name {
                "div" | "article" => "p".to_string(),
                _ if name.len() == 2 && name.starts_with('h') => format!("{name}#{id}"),
                _ => name.to_string(),
            };
            open.push((kind, String::new()));
        }
    }
    while let Some(block) = open.pop() {
        end(block, &mut out);
    }
    out
}

/// How many blocks two articles have in common, in order.
fn common_blocks(a: &[String], b: &[String]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for x in a {
        let mut next = vec![0; b.len() + 1];
        for (at, y) in b.iter().enumerate() {
            next[at + 1] = if x == y { row[at] + 1 } else { row[at + 1].max(next[at]) };
        }
        row = next;
    }
    row[b.len()]
}

/// The body with each `{% cite %}` as the place of an insert, as the Liquid stage leaves it.
fn with_citations(body: &str, citations: &[Html]) -> String {
    let mut out = String::new();
    let mut rest = body;
    for index in 0..citations.len() {
        let Some((before, behind)) = rest.split_once("{% cite ") else { break };
        out.push_str(before);
        out.push_str(&format!("{}{index}{}", placeholder::INSERT, placeholder::END));
        rest = behind.split_once("%}").map_or("", |(_, rest)| rest);
    }
    out + rest
}

#[test]
fn posts_agree_with_jekyll() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/golden/posts");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: no posts in {}", folder.display());
        return;
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let show = std::env::var("POSTIL_SHOW").unwrap_or_default();
    let (mut all_wanted, mut all_got, mut all_common) = (0, 0, 0);
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
        let source = std::fs::read_to_string(path).expect("the post can be read");
        let wanted = std::fs::read_to_string(path.with_extension("html")).expect("the article can be read");
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let site = Site::default();
        let article = article::render(&Sources {
            post: Source { file: &name, text: &source },
            site: &site,
            bibliography: None,
            style: None,
            locale: None,
            around: Surroundings::default(),
            modules: &Modules::native(),
        });
        let (got, wanted) = (blocks(article.content.as_str()), blocks(&wanted));
        let common = common_blocks(&got, &wanted);
        println!("{common:4} of {:4} ({:4})  {name}", wanted.len(), got.len());
        if !show.is_empty() && name.contains(&show) {
            wanted.iter().filter(|block| !got.contains(block)).for_each(|block| println!("    - {block}"));
            got.iter().filter(|block| !wanted.contains(block)).for_each(|block| println!("    + {block}"));
            article.diagnostics.iter().for_each(|diagnostic| println!("    ! {diagnostic}"));
        }
        (all_wanted, all_got, all_common) =
            (all_wanted + wanted.len(), all_got + got.len(), all_common + common);
    }
    let share = 200.0 * all_common as f64 / (all_wanted + all_got) as f64;
    println!("blocks {all_common} of {all_wanted}: {share:.2} %");
    assert!(share > 99.0, "{share:.2} % of the blocks agree");
}

#[test]
fn the_seed_post_is_the_one_that_jekyll_makes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed");
    let Ok(source) = std::fs::read_to_string(folder.join("2024-12-05-multimodal-foundation-models.md"))
    else {
        println!("skipped: no seed in {}", folder.display());
        return;
    };
    let wanted = std::fs::read_to_string(folder.join("expected.html")).expect("the article can be read");
    let wanted = wanted.split("</article>").next().unwrap_or_default();
    let cited = wanted.split("<a class=\"citation\"").skip(1).filter_map(|rest| rest.split_once("</a>"));
    let citations: Vec<Html> =
        cited.map(|(rest, _)| Html::from_author(format!("<a class=\"citation\"{rest}</a>"))).collect();
    assert_eq!(citations.len(), 7);
    let source = placeholder::clean(&source);
    let body = with_citations(front_matter::split(&source).body, &citations);
    let rendered = markdown::render(&body, "seed", 1, &citations, &Typesetter::new(&Modules::native()));
    assert_eq!(normalized(rendered.html.as_str()), normalized(wanted.trim_start_matches("<article>")));
    assert_eq!(rendered.diagnostics, []);
    assert!(rendered.html.as_str().contains("<math><msup>"));
}
