//! The native command `postil`. [`main`] reads the command line; each command is a module of its own.

mod cache;
mod collation;
mod cores;
mod feed;
mod files;
mod front;
mod head;
mod index;
mod jekyll;
mod listed;
mod lists;
mod look;
mod page;
mod pages;
mod posts;
mod render;
mod rendered;
mod requests;
mod search;
mod shelf;
mod store;
mod template;
mod text;
mod works;

use lexopt::{Arg, Parser, ValueExt};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
postil render FILE [--site DIR]    print the article of the post in FILE; messages go to stderr; CSL styles and
              [--csl DIR]          locales that the site lacks are looked for in the folder after --csl;
              [--layouts]          --layouts runs the site's own layouts around a page that is HTML
postil index DIR                   list the posts of the site in DIR in its posts/index.json, fit its index.html
                                   to its site.yml, and write its pages, feed and sitemap
    --no-pages                     without the pages
    --cache DIR                    where to remember what has been rendered, for the next time;
                                   usually in the user's folder of caches, never in the site
    --drafts --future --unpublished
                                   with the posts that usually are hidden";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("postil: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let mut words = Vec::new();
    let (mut site, mut csl, mut layouts) = (None, None, false);
    let mut options = index::Options::default();
    let mut memory: Option<PathBuf> = None;
    let mut parser = Parser::from_env();
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            Arg::Value(word) => words.push(word),
            Arg::Short('h') | Arg::Long("help") => {
                println!("{USAGE}");
                return Ok(());
            }
            Arg::Long("site") => site = Some(parser.value().map_err(|error| error.to_string())?),
            Arg::Long("no-pages") => options.no_pages = true,
            Arg::Long("cache") => {
                memory = Some(parser.value().map_err(|error| error.to_string())?.into());
            }
            Arg::Long("drafts") => options.hidden.drafts = true,
            Arg::Long("future") => options.hidden.future = true,
            Arg::Long("unpublished") => options.hidden.unpublished = true,
            Arg::Long("csl") => csl = Some(parser.value().map_err(|error| error.to_string())?),
            Arg::Long("layouts") => layouts = true,
            option => return Err(option.unexpected().to_string()),
        }
    }
    let mut words = words.into_iter();
    let command = words.next().unwrap_or_default().string().unwrap_or_default();
    match (command.as_str(), words.next(), words.next()) {
        ("index", Some(folder), None) => {
            let folder = PathBuf::from(folder);
            options.memory = memory.or_else(|| cache::usual_folder(&folder));
            index::run(&folder, &options).map(drop)
        }
        ("render", Some(file), None) => {
            let (site, csl) = (site.as_deref().map(Path::new), csl.as_deref().map(Path::new));
            render::run(Path::new(&file), &render::Options { site, csl, layouts })
        }
        _ => Err(format!("usage:\n{USAGE}")),
    }
}
