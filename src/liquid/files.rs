//! The site's files as a template sees them: [`Run::text_file`] and [`Run::yaml_file`], and of these `site.data`, `site.posts`
//! and the addresses of posts.

use std::rc::Rc;

use super::data::Data;
use super::exchange::want;
use super::run::Run;
use crate::inventory::ALL_POSTS;
use crate::listing;
use crate::route::PostName;
use crate::yaml::Value;

/// The folders of data, the first before the second.
const DATA: [&str; 2] = ["posts/_data/", "_data/"];
/// The files of data that Jekyll reads.
const KINDS: [&str; 5] = [".yml", ".yaml", ".json", ".csv", ".tsv"];
/// The most files of a folder of data that are read.
const MOST_DATA: usize = 150;

impl Run<'_> {
    /// The text of the first of these files that there is.
    pub fn text_file(&mut self, paths: &[String]) -> Option<String> {
        self.answer_text(want_of(want::TEXT, paths))
    }

    /// The first of these files that there is, read as YAML or JSON.
    pub fn yaml_file(&mut self, paths: &[String]) -> Option<Data> {
        let want = want_of(want::YAML, paths);
        if let Some((_, value)) = self.read.iter().find(|(known, _)| *known == want) {
            return Some(value.clone());
        }
        let value = match self.answer(want.clone())? {
            Value::Null => return None,
            // Tables come as text.
            Value::String(text) => table(text),
            value => Data::from_yaml(value),
        };
        self.read.push((want, value.clone()));
        Some(value)
    }

    /// What `site` has besides its configuration.
    pub fn site_file(&mut self, site: &Data, key: &str) -> Option<Data> {
        if site.get(key).is_some() && key != "posts" {
            return None;
        }
        match key {
            "posts" | "documents" => Some(self.posts()),
            "tags" | "categories" => {
                let posts = self.posts();
                Some(by_label(&posts, key))
            }
            _ => None,
        }
    }

    /// A file or a folder below `_data`.
    pub fn data_file(&mut self, data: &Data, key: &str) -> Option<Data> {
        if data.get(key).is_some() || key.is_empty() || key == "size" {
            return None;
        }
        let kinds = |kind: &str| DATA.map(|folder| [folder, key, kind].concat());
        let paths: Vec<String> = KINDS.iter().flat_map(|kind| kinds(kind)).collect();
        let file = self.yaml_file(&paths);
        if file.is_some() || self.is_pending() {
            return file;
        }
        DATA.iter().find_map(|folder| self.data_folder(&[folder, key, "/"].concat(), 0))
    }

    /// The files and folders of a folder as a mapping by their names (Jekyll's data files).
    fn data_folder(&mut self, folder: &str, depth: usize) -> Option<Data> {
        let files = self.answer_text([&want::FILES.to_string(), folder].concat())?;
        let mut pairs: Vec<(Rc<str>, Data)> = Vec::new();
        for path in files.lines().take(MOST_DATA) {
            let inner = path.get(folder.len()..).unwrap_or("");
            let (name, value) = match inner.split_once('/') {
                Some((name, _)) if pairs.iter().any(|(known, _)| &**known == name) || depth > 8 => continue,
                Some((name, _)) => (name, self.data_folder(&[folder, name, "/"].concat(), depth + 1)),
                None => {
                    let Some(name) = KINDS.iter().find_map(|kind| inner.strip_suffix(kind)) else { continue };
                    (name, self.yaml_file(&[path.into()]))
                }
            };
            if let Some(value) = value {
                pairs.retain(|(known, _)| &**known != name);
                pairs.push((name.into(), value));
            }
        }
        (!pairs.is_empty()).then(|| Data::map(pairs))
    }

    /// The address of a post on this site, as Jekyll's `page.url`: from the site's folder, without `baseurl`. By
    /// its name (`?post=NAME`) where it has no page.
    pub fn post_address(&mut self, name: &str) -> String {
        match self.answer_text([&want::ADDRESS.to_string(), name].concat()) {
            Some(address) => ["/", &address].concat(),
            None => PostName::parse(name).map_or_else(String::new, |name| name.href()),
        }
    }

    /// `page.url`; nothing where the front matter says it.
    pub fn page_url(&mut self, page: &Data) -> Option<Data> {
        // The command may name the post from elsewhere.
        let inner = ["/posts/", "/_posts/"]
            .into_iter()
            .find_map(|folder| Some(self.post_file.rsplit_once(folder)?.1));
        let name = inner.unwrap_or(self.post_file.strip_prefix("posts/").unwrap_or(&self.post_file));
        let name = name.strip_suffix(".md").unwrap_or(name).to_string();
        page.get("url").is_none().then(|| Data::text(&self.post_address(&name)))
    }

    /// `site.posts`, the newest first, from the index.
    fn posts(&mut self) -> Data {
        let index = self.yaml_file(&[ALL_POSTS.as_str().into(), listing::FILE.into()]);
        let key = String::from("posts");
        if let Some((_, posts)) = self.read.iter().find(|(known, _)| *known == key) {
            return posts.clone();
        }
        let Some(Data::List(list)) = index else { return Data::list(Vec::new()) };
        let posts = list.items.iter().filter_map(|entry| {
            let Data::Map(map) = entry else { return None };
            let name = entry.get("name")?.show();
            let mut pairs = map.pairs.clone();
            for (_, value) in pairs.iter_mut().filter(|(key, _)| &**key == "url") {
                *value = Data::text(&["/", &value.show()].concat());
            }
            let mut add = |key: &str, value: Data| {
                if entry.get(key).is_none() {
                    pairs.push((key.into(), value));
                }
            };
            add("url", Data::text(&["?post=", &name].concat()));
            add("id", Data::text(&name));
            add("slug", Data::text(name.get(11..).unwrap_or(&name)));
            add(
                "path",
                Data::text(&["_posts/", &name, if name.ends_with(".html") { "" } else { ".md" }].concat()),
            );
            add("excerpt", entry.get("description").cloned().unwrap_or(Data::Nil));
            add("tags", Data::list(Vec::new()));
            add("categories", Data::list(Vec::new()));
            Some(Data::map(pairs))
        });
        let posts = Data::list(posts.collect());
        self.read.push((key, posts.clone()));
        posts
    }
}

fn want_of(kind: char, paths: &[String]) -> String {
    let mut want = String::from(kind);
    want.push_str(&paths.join("\n"));
    want
}

/// The posts of each tag or category.
fn by_label(posts: &Data, key: &str) -> Data {
    let mut groups: Vec<(Rc<str>, Vec<Data>)> = Vec::new();
    for post in posts.items().unwrap_or_default() {
        let labels = post.get(key).and_then(Data::items).unwrap_or_default();
        for label in labels {
            let label = label.show();
            match groups.iter().position(|(known, _)| *known == label) {
                Some(at) => {
                    groups.iter_mut().skip(at).take(1).for_each(|(_, posts)| posts.push(post.clone()))
                }
                None if groups.len() < 1000 => groups.push((label, vec![post.clone()])),
                None => {}
            }
        }
    }
    Data::map(groups.into_iter().map(|(label, posts)| (label, Data::list(posts))).collect())
}

/// A table of comma- or tab-separated values: a mapping for each row, by the names in the first.
fn table(text: &str) -> Data {
    let first = text.lines().next().unwrap_or("");
    let separator = if first.contains('\t') { '\t' } else { ',' };
    let mut rows = rows(text, separator).into_iter();
    let names: Vec<Rc<str>> = rows.next().unwrap_or_default().into_iter().map(Rc::from).collect();
    let rows = rows.map(|cells| {
        let mut pairs: Vec<(Rc<str>, Data)> = Vec::new();
        for (at, name) in names.iter().enumerate() {
            if pairs.iter().all(|(known, _)| known != name) {
                pairs.push((name.clone(), cells.get(at).map_or(Data::Nil, |cell| Data::text(cell))));
            }
        }
        Data::map(pairs)
    });
    Data::list(rows.collect())
}

/// The cells of each row (RFC 4180).
fn rows(text: &str, separator: char) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            _ if c == separator && !quoted => row.push(std::mem::take(&mut cell)),
            _ => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    rows
}
