//! What Trunk calls when a build is done, before it moves the staging folder to `dist/`. [`run`] puts the
//! site's words beside the page, makes one style sheet of all, and lets `postil index` do the rest.
//!
//! A built site holds copies. A served one holds links, so that what is saved is served at once, without a
//! build: Trunk.toml does not watch these.

use crate::run::{Outcome, cargo, project};
use crate::{extras, fnv, names};
use std::env;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// What a site consists of beside the page: contract of `postil index` and of every author.
const CONTENT: [&str; 3] = ["site.yml", "posts", "csl"];

/// Completes the folder in `TRUNK_STAGING_DIR`.
pub fn run() -> Outcome {
    let staging =
        env::var_os("TRUNK_STAGING_DIR").ok_or("`stage` is for Trunk, which calls it (see Trunk.toml)")?;
    let staging = PathBuf::from(staging);
    let parts = extras::built()?;
    let (programs, scripts) =
        complete(&staging, &parts).map_err(|error| format!("{}: {error}", staging.display()))?;
    programs.iter().try_for_each(|program| names::shorten(program))?;
    extras::minify(&scripts)?;
    // The options of the optimised page (see `build` in main.rs) are not for the native command.
    let cargo = crate::SMALLER.into_iter().fold(cargo(), |cargo, (name, _)| cargo.without(name));
    let cargo = cargo.args(["run", "--quiet", "--bin", "postil", "--", "index", "--cache"]);
    let cargo = cargo.arg(project().join("target/rendered"));
    cargo.arg(&staging).done()
}

/// Does everything but the list of posts; gives the programs, and the scripts and sheets, that can still be made
/// smaller.
fn complete(staging: &Path, parts: &Path) -> io::Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let page = staging.join("index.html");
    let html = fs::read_to_string(&page)?;
    let html = extras::named_in(&html, parts)?;
    // `trunk serve` adds a script that reloads the page.
    let served = html.contains(".well-known/trunk/ws");
    let content = CONTENT.map(|name| (project().join(name), staging.join(name)));
    for (from, to) in content.into_iter().chain([(parts.to_owned(), staging.join("extras"))]) {
        if from.exists() && !(served && link(&from, &to).is_ok()) {
            copy(&from, &to)?;
        }
    }
    let html = one_sheet(&html, staging)?;
    if served {
        fs::write(&page, html)?;
        return Ok((Vec::new(), Vec::new()));
    }
    fs::write(&page, slim(&html))?;
    let (mut programs, mut scripts) = (Vec::new(), vec![page]);
    for entry in fs::read_dir(staging)?.chain(fs::read_dir(staging.join("csl"))?) {
        let path = entry?.path();
        match path.extension().and_then(|kind| kind.to_str()) {
            Some("js" | "css") => scripts.push(path),
            Some("wasm") => programs.push(path),
            Some("csl" | "xml") => fs::write(&path, slim_xml(&fs::read_to_string(&path)?))?,
            _ => {}
        }
    }
    Ok((programs, scripts))
}

/// A CSL style or locale without the white space between its tags and without comments: half the bytes
/// that every reader loads. What is said in elements, authors and licence among it, stays.
fn slim_xml(xml: &str) -> String {
    let mut slim = String::new();
    let mut rest = xml;
    while let Some((before, after)) = rest.split_once("<!--") {
        slim.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    slim.push_str(rest);
    let mut pieces = slim.split('>');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    let mut opened = true;
    for piece in pieces {
        out.push('>');
        let next = piece.trim_start();
        // `<term> </term>` says a space.
        let says = opened && next.starts_with("</");
        let between = next.starts_with('<') || next.is_empty();
        out.push_str(if between && !says { next } else { piece });
        let tag = piece.rsplit('<').next().unwrap_or_default();
        opened = !tag.starts_with('/') && !tag.ends_with('/');
    }
    out
}

/// A page without its comments and indentation, as far as whole lines go.
fn slim(text: &str) -> String {
    let mut slim = String::new();
    let mut comment_ends = None;
    for line in text.lines() {
        let mut line = line.trim();
        let begins = [("/*", "*/"), ("<!--", "-->")].into_iter().find(|(begin, _)| line.starts_with(begin));
        comment_ends = comment_ends.or(begins.map(|(_, end)| end));
        if let Some(end) = comment_ends {
            let Some((_, after)) = line.split_once(end) else { continue };
            comment_ends = None;
            line = after.trim();
        }
        if !line.is_empty() && !line.starts_with("//") {
            slim.push_str(line);
            slim.push('\n');
        }
    }
    slim
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(from, to)
}

#[cfg(windows)]
fn link(from: &Path, to: &Path) -> io::Result<()> {
    if from.is_dir() {
        std::os::windows::fs::symlink_dir(from, to)
    } else {
        std::os::windows::fs::symlink_file(from, to)
    }
}

/// Copies a file or a folder; hidden files stay behind.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        return fs::copy(from, to).map(drop);
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

/// The page with one style sheet in place of the parts that index.html lists, in their order.
fn one_sheet(html: &str, staging: &Path) -> io::Result<String> {
    let parts = sheets(html);
    let mut css = Vec::new();
    for (_, name) in &parts {
        css.extend(fs::read(staging.join(name))?);
        fs::remove_file(staging.join(name))?;
        css.push(b'\n');
    }
    // A new name for new content, so that no reader sees an old style sheet.
    let name = format!("style-{:016x}.css", fnv::add(fnv::EMPTY, &css));
    fs::write(staging.join(&name), css)?;
    let mut whole = html.to_owned();
    for (index, (place, _)) in parts.into_iter().enumerate().rev() {
        let tag =
            if index == 0 { format!("<link rel=\"stylesheet\" href=\"./{name}\">") } else { String::new() };
        whole.replace_range(place, &tag);
    }
    Ok(whole)
}

/// Where the page's style sheets are linked, and the file of each.
fn sheets(html: &str) -> Vec<(Range<usize>, String)> {
    let tags = html.match_indices("<link").filter_map(|(start, _)| {
        let end = start + html[start..].find('>')? + 1;
        let tag = &html[start..end];
        let href = tag.split(['"', ' ', '=', '>']).find(|word| word.ends_with(".css"))?;
        tag.contains("stylesheet").then(|| (start..end, href.trim_start_matches("./").to_owned()))
    });
    tags.collect()
}

#[cfg(test)]
mod tests {
    use super::{sheets, slim, slim_xml};

    #[test]
    fn slims_xml_between_tags_only() {
        for (xml, slimmed) in [
            ("<a>\n  <!-- x -->\n  <b c=\"d\"/>\n</a>\n", "<a><b c=\"d\"/></a>"),
            ("<a>\n <term> </term>\n <t> x </t>\n</a>", "<a><term> </term><t> x </t></a>"),
        ] {
            assert_eq!(slim_xml(xml), slimmed);
        }
    }

    #[test]
    fn slims_whole_lines_only() {
        for (text, slimmed) in [
            ("  a /* b */\n\n\t// c\n  d // e\n", "a /* b */\nd // e\n"),
            ("/**\n * a\n */\nb\n/* c */ d\n<!-- e\n--> f", "b\nd\nf\n"),
            ("let a = \"// b\";\n", "let a = \"// b\";\n"),
        ] {
            assert_eq!(slim(text), slimmed);
        }
    }

    #[test]
    fn finds_style_sheets_as_trunk_writes_them() {
        let html = r#"<link rel="icon" href="data:,"><link rel="stylesheet" href="./a-1.css"/>
            <link href=./b-2.css rel=stylesheet><link rel="preload" href="./c.css" as="style">"#;
        let found = sheets(html);
        assert_eq!(found.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["a-1.css", "b-2.css"]);
        assert!(found.iter().all(|(place, _)| html[place.clone()].ends_with('>')));
    }
}
