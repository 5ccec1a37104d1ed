//! What a page cannot know of its site because a server lists no folders: `posts/inventory.txt`, and `posts/all.json`
//! where the index has only the newest posts; and which includes are the site's own. [`inventory`], [`all_posts`] and
//! [`own_includes`] are the entrances.

use crate::files::{name_of, walk};
use crate::posts::Post;
use postil::article;
use postil::inventory::{self, Inventory};
use postil::liquid;
use postil::route::relative_path;
use postil::site::Site;
use postil::yaml::Value;
use std::fs;
use std::path::Path;

/// What of `posts/` tags may ask for.
const KINDS: [&str; 5] = [".md", ".html", ".bib", ".bibtex", ".json"];
/// What al-folio's releases have in `_includes/` for the names that ours have, by stamps of their trimmed text: who has
/// these has changed nothing. Files of `.liquid`, then the older ones of `.html`.
const AL_FOLIO: [&str; 12] = [
    "b80d1e9ace0fb9a2", // audio
    "a89ac199788a8710", // bib_search
    "ef85bbdd71fec0a3", // figure
    "ac51b93ad9c5ba83",
    "8e353ec90c5ba4b5", // selected_papers
    "f90766f73b6d4512", // video
    "5ae03d5fbd957b3f", // audio
    "b3584df9e90fbe2b", // figure
    "0de93e06d641a687", // selected_papers
    "e4e23120a4ddcf90",
    "78e8a108aec9612f",
    "47dc38131a27bf73", // video
];
/// The command's own files.
const OURS: [&str; 2] = ["posts/index.json", "posts/all.json"];

/// The files of the site in `folder` that patterns, keys and names may mean; `address` gives that of a post's page.
///
/// `scholar` are the settings of the site and of its posts, each of which may name folders.
pub fn inventory(folder: &Path, scholar: &[&Value], address: impl Fn(&str) -> Option<String>) -> Inventory {
    let mut folders = vec!["_layouts", "_includes", "_data", "_bibliography", "assets/bibliography"];
    for key in ["source", "repository"] {
        folders.extend(scholar.iter().filter_map(|settings| settings.get(key).and_then(Value::text)));
    }
    folders.sort_unstable();
    folders.dedup();
    let folders = folders
        .into_iter()
        .filter_map(|below| relative_path(below.trim_start_matches("./").trim_matches('/')))
        .filter(|below| below.as_str() != "posts");
    let mut files = Vec::new();
    for below in folders {
        files.extend(list(folder, below.as_str()));
    }
    let mut posts = list(folder, "posts");
    posts.retain(|path| {
        let named = ["posts/_data/", "posts/_includes/"].iter().any(|inner| path.starts_with(inner));
        named || KINDS.iter().any(|kind| path.ends_with(kind)) && !OURS.contains(&path.as_str())
    });
    files.append(&mut posts);
    let with_address = |path: String| {
        let name = path.strip_prefix("posts/").map(|path| path.strip_suffix(".md").unwrap_or(path));
        let address = name.and_then(&address).unwrap_or_default();
        (path, address)
    };
    Inventory::new(files.into_iter().map(with_address).collect())
}

/// The inventory of a folder as far as `postil render` needs it: with the addresses that an index has given.
pub fn inventory_of_folder(folder: &Path, site: &Site) -> Inventory {
    let known = fs::read_to_string(folder.join(inventory::FILE.as_str())).unwrap_or_default();
    let known = Inventory::parse(&known);
    let scholar: Vec<&Value> = site.get(&["scholar"]).into_iter().collect();
    inventory(folder, &scholar, |name| known.address(name).map(String::from))
}

/// The site's own includes that stand in place of ours, which then are not used: all of those names in `posts/_includes/`,
/// and in the theme's folder those that are not al-folio's.
pub fn own_includes(folder: &Path) -> Vec<String> {
    let named = |place: &'static str| {
        let mut files = list(folder, place);
        files.retain(|path| {
            path.strip_prefix([place, "/"].concat().as_str()).and_then(liquid::built_in).is_some()
        });
        files
    };
    let theirs = named("_includes").into_iter().filter(|path| {
        let text = fs::read_to_string(folder.join(path)).unwrap_or_default().replace("\r\n", "\n");
        !AL_FOLIO.contains(&article::stamp(&[Some(text.trim())]).as_str())
    });
    let mut all: Vec<String> = named("posts/_includes").into_iter().chain(theirs).collect();
    all.sort();
    all
}

/// `posts/all.json`.
pub fn all_posts(posts: &[Post], written: bool) -> String {
    let lines: Vec<String> = posts.iter().map(|post| post.to_json(written)).collect();
    ["[\n", &lines.join(",\n"), "\n]\n"].concat()
}

/// The files in the folder `below` that an address can name; hidden ones stay out, and there may be no such folder.
fn list(folder: &Path, below: &str) -> Vec<String> {
    let from_site = |path: &str| [below, "/", path].concat();
    let wanted = |path: &str| !name_of(path).starts_with('.') && relative_path(&from_site(path)).is_some();
    let (files, _) = walk(&folder.join(below), &wanted);
    files.iter().map(|path| from_site(path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::tests::Folder;
    use postil::modules::Modules;

    #[test]
    fn own_includes_are_those_that_authors_wrote() {
        let files = [
            "posts/_includes/figure.html",
            "posts/_includes/note.html",
            "_includes/deep/video.liquid",
            "_includes/video.liquid",
        ];
        let folder = Folder::with("own-includes", &files.map(|path| (path, "mine")));
        assert_eq!(own_includes(&folder.0), ["_includes/video.liquid", "posts/_includes/figure.html"]);
    }

    #[test]
    fn it_lists_what_tags_may_mean() {
        let files = [
            "posts/2024-01-02-a.md",
            "posts/refs/b.bib",
            "posts/picture.png",
            "posts/index.json",
            "posts/_data/deep/x.yml",
            "posts/_includes/y.html",
            "posts/.hidden.bib",
            "_layouts/bib.liquid",
            "papers/k.slides.pdf",
            "other/z.bib",
        ];
        let folder = Folder::with("listed", &files.map(|path| (path, "")));
        let (site, _) = Site::parse("scholar: {repository: ./papers/, source: posts/}", &Modules::native());
        let own: Vec<&Value> = site.get(&["scholar"]).into_iter().collect();
        let found = inventory(&folder.0, &own, |name| name.ends_with("-a").then(|| format!("blog/{name}/")));
        assert_eq!(
            found.write(),
            "_layouts/bib.liquid\npapers/k.slides.pdf\nposts/2024-01-02-a.md\tblog/2024-01-02-a/\n\
             posts/_data/deep/x.yml\nposts/_includes/y.html\nposts/refs/b.bib\n"
        );
    }
}
