//! The index that search in the page reads, in files below `search/`. [`write`] is the entrance.
//!
//! `index.txt` says how many posts there are, and with which word each shard begins; `N.bin` is a shard
//! (`shards.rs`), `posts/N.txt` what is shown of a post (`document.rs`). Posts are numbered from the oldest, so that a
//! new one changes no other's number. `extras/src/search/engine.js` reads all this.

mod counted;
mod document;
mod number;
mod shards;
mod words;

pub use document::{Document, body};

use crate::store::Store;
use counted::Counted;
use document::HEADER;
use postil::article;
use postil::diagnostic::Diagnostic;
use shards::Index;
use std::fs;
use std::path::Path;

/// The folder of all files of the index.
const FOLDER: &str = "search/";
/// Told by the first line of `index.txt`: what the files are like.
const FORMAT: &str = "postil search 1";

/// Writes the index of these posts, the oldest first; gives its stamp. `before` is the stamp of the one that is there:
/// if that is the same, it stays. `kept` is a file that remembers which words posts have.
///
/// # Errors
/// If a file cannot be written.
pub fn write(
    store: &mut Store,
    posts: &[Document],
    before: &str,
    kept: Option<&Path>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<String, String> {
    let format = article::hash(Some(FORMAT));
    let stamp = article::stamp_of(posts.iter().map(Document::hash).chain([format]));
    if stamp == before
        && let Some(files) = store.below(FOLDER)
    {
        files.iter().for_each(|file| store.keep(file));
        return Ok(stamp);
    }
    if posts.is_empty() {
        return Ok(stamp);
    }
    let index = Index::build(Counted::of(posts, kept));
    let mut list = [FORMAT, "\n", &posts.len().to_string(), "\n"].concat();
    index.first.iter().for_each(|word| list.extend([word, "\n"]));
    store.put(&[FOLDER, "index.txt"].concat(), &list, diagnostics)?;
    for (number, shard) in index.shards.iter().enumerate() {
        store.put(&format!("{FOLDER}{number}.bin"), shard, diagnostics)?;
    }
    for (number, post) in posts.iter().enumerate() {
        store.put(&file_of(number), post.text(), diagnostics)?;
    }
    Ok(stamp)
}

/// What the index has of the article of post `number`.
pub fn read_body(folder: &Path, number: usize) -> Option<String> {
    let text = fs::read_to_string(folder.join(file_of(number))).ok()?;
    let (header, _) = text.match_indices('\n').nth(HEADER - 1)?;
    Some(text[header + 1..].to_owned())
}

/// The file with what is shown of a post.
fn file_of(number: usize) -> String {
    format!("{FOLDER}posts/{number}.txt")
}
