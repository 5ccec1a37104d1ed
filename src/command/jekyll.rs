//! A folder that Jekyll knows: posts in `_posts/`, pages in `_pages/`, the configuration in `_config.yml`. Pages ask for `posts/` and
//! `site.yml`, since many servers hide what begins with `_`; [`adopt`] keeps copies there.

use crate::files::{explain, walk};
use crate::store::Store;
use postil::diagnostic::Diagnostic;
use postil::encoding;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the names of the copies are kept.
const COPIES: &str = ".postil-copies";

/// Copies the posts, the pages and the configuration of a Jekyll folder to where pages look for them, and takes away copies
/// of what is gone. A site that has its own `posts/` is left alone.
///
/// # Errors
/// If something cannot be read or written.
pub fn adopt(folder: &Path, diagnostics: &mut Vec<Diagnostic>) -> Result<(), String> {
    let ours = folder.join(COPIES).is_file();
    if !folder.join("_posts").is_dir() || (folder.join("posts").is_dir() && !ours) {
        return Ok(());
    }
    let mut files = find(folder, "_posts", "posts")?;
    if folder.join("_pages").is_dir() {
        files.extend(find(folder, "_pages", "posts/_pages")?);
    }
    let mut store = Store::open(folder, COPIES);
    if folder.join("_config.yml").is_file() && (ours || !folder.join("site.yml").exists()) {
        files.push((folder.join("_config.yml"), "site.yml".into()));
    }
    for (from, to) in files {
        let bytes = fs::read(&from).map_err(|error| explain(&from, error))?;
        store.put(&to, encoding::decode(bytes), diagnostics)?;
    }
    store.finish()
}

/// The posts in the folder `from`, each with the name of its copy in `to`.
fn find(folder: &Path, from: &str, to: &str) -> Result<Vec<(PathBuf, String)>, String> {
    let home = folder.join(from);
    let (files, read) = walk(&home, &|_| true);
    // What cannot be read is not gone.
    read.map_err(|error| explain(&home, error))?;
    let copy = |file: String| {
        let copy = match file.strip_suffix(".md").or(file.strip_suffix(".markdown")) {
            Some(stem) => [stem, ".md"].concat(),
            None if file.ends_with(".html") => file.clone(),
            None => return None,
        };
        Some((home.join(file), [to, "/", &copy].concat()))
    };
    Ok(files.into_iter().filter_map(copy).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::tests::Folder;

    #[test]
    fn a_jekyll_folder_gets_copies_that_follow_it() {
        let site = Folder::with(
            "jekyll",
            &[
                ("_posts/2024-01-02-a.markdown", "A"),
                ("_posts/deep/2024-01-03-b.md", "B"),
                ("_pages/publications.md", "P"),
                ("_posts/2024-01-04-c.html", "<p>C</p>"),
                ("_config.yml", "title: T"),
            ],
        );
        let folder = &site.0;
        let write = |path: &str, text: &str| fs::write(folder.join(path), text).expect("a file");
        let read = |path: &str| fs::read_to_string(folder.join(path)).ok();
        let mut messages = Vec::new();
        adopt(folder, &mut messages).expect("copies");
        assert_eq!(read("posts/2024-01-02-a.md").as_deref(), Some("A"));
        assert_eq!(read("posts/deep/2024-01-03-b.md").as_deref(), Some("B"));
        assert_eq!(read("posts/_pages/publications.md").as_deref(), Some("P"));
        assert_eq!(read("posts/2024-01-04-c.html").as_deref(), Some("<p>C</p>"));
        assert_eq!(read("site.yml").as_deref(), Some("title: T"));
        write("_posts/2024-01-02-a.markdown", "A2");
        write("_config.yml", "title: T2");
        fs::remove_file(folder.join("_posts/deep/2024-01-03-b.md")).expect("removed");
        adopt(folder, &mut messages).expect("copies");
        assert_eq!(read("posts/2024-01-02-a.md").as_deref(), Some("A2"));
        assert_eq!(read("site.yml").as_deref(), Some("title: T2"));
        assert_eq!(read("posts/deep/2024-01-03-b.md"), None);
        assert_eq!(messages, []);
    }

    #[test]
    fn a_site_with_posts_of_its_own_is_left_alone() {
        let site = Folder::with("adopted", &[("_posts/a.md", "A"), ("posts/b.md", "B")]);
        adopt(&site.0, &mut Vec::new()).expect("nothing to do");
        assert!(!site.0.join("posts/a.md").exists());
    }
}
