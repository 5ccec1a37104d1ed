//! What there is on the site that a static server cannot list: `posts/inventory.txt`, which `postil index` writes and
//! only posts ask for whose tags need it. [`Inventory::parse`] and [`Inventory::write`] are the entrances.

use crate::route::{PostName, RelativePath};

/// The file's path.
pub const FILE: RelativePath = RelativePath::literal("posts/inventory.txt");
/// All posts as `posts/index.json` has them, where that has only the newest.
pub const ALL_POSTS: RelativePath = RelativePath::literal("posts/all.json");

/// The folders of which it lists every file, so that what it does not list is not there.
const WHOLE: [&str; 5] = ["_data/", "_includes/", "_layouts/", "posts/_data/", "posts/_includes/"];

/// The site's files that tags may ask for by a pattern, by an entry's key or by guessing, in the order of their
/// paths; posts with the addresses of their pages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inventory(Vec<(String, String)>);

impl Inventory {
    /// From paths, each with the address of its page; empty where it has none.
    pub fn new(mut files: Vec<(String, String)>) -> Inventory {
        files.sort();
        files.dedup_by(|next, before| next.0 == before.0);
        Inventory(files)
    }

    /// Reads the file: a path a line, in order, behind it a tab and the address if there is one.
    pub fn parse(text: &str) -> Inventory {
        let pair = |line: &str| {
            let (path, address) = line.split_once('\t').unwrap_or((line, ""));
            (path.into(), address.into())
        };
        Inventory(text.lines().map(pair).collect())
    }

    /// The text of the file.
    pub fn write(&self) -> String {
        let mut out = String::new();
        for (path, address) in &self.0 {
            let tab = if address.is_empty() { "" } else { "\t" };
            out.push_str(&[path, tab, address, "\n"].concat());
        }
        out
    }

    /// All paths.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(path, _)| path.as_str())
    }

    /// The paths that begin so.
    pub fn beginning(&self, start: &str) -> impl Iterator<Item = &str> {
        let from = self.0.partition_point(|(path, _)| path.as_str() < start);
        self.paths().skip(from).take_while(move |path| path.starts_with(start))
    }

    /// Whether this file is on the site; `None` where nobody has looked.
    pub fn has(&self, path: &str) -> Option<bool> {
        let listed = self.paths().any(|known| known == path);
        (listed || Inventory::decides(path)).then_some(listed)
    }

    /// Whether it takes an inventory to know that this file is on the site.
    pub fn decides(path: &str) -> bool {
        path == ALL_POSTS.as_str() || WHOLE.iter().any(|folder| path.starts_with(folder))
    }

    /// The address of the page of the post `name`, if it is written.
    pub fn address(&self, name: &str) -> Option<&str> {
        let path = PostName::parse(name)?.file();
        let (_, address) = self.0.iter().find(|(known, _)| known == path.as_str())?;
        Some(address.as_str()).filter(|address| !address.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_knows_what_it_was_told() {
        let pair = |path: &str| (String::from(path), String::new());
        let inventory = Inventory::new(vec![pair("b"), pair("a"), pair("b")]);
        assert_eq!(inventory.write(), "a\nb\n");
        let inventory = Inventory::parse("_data/x.yml\nposts/a.md\tblog/a/\nposts/b.bib\n");
        assert_eq!(Inventory::parse(&inventory.write()), inventory);
        for (path, known) in [
            ("posts/b.bib", Some(true)),
            ("posts/c.bib", None),
            ("posts/b", None),
            ("_data/x.yml", Some(true)),
            ("_data/y.yml", Some(false)),
            ("posts/_includes/x.html", Some(false)),
            ("posts/all.json", Some(false)),
        ] {
            assert_eq!(inventory.has(path), known, "{path}");
        }
        assert_eq!((inventory.address("a"), inventory.address("b")), (Some("blog/a/"), None));
        assert_eq!(inventory.beginning("_data/").collect::<Vec<_>>(), ["_data/x.yml"]);
        assert!(Inventory::decides("_layouts/bib.html") && !Inventory::decides("_bibliography/a.bib"));
    }
}
