//! Includes, and the other files that a template asks for: [`Run::include`], [`Run::site_file`].

use std::rc::Rc;

use super::data::Data;
use super::exchange::want;
use super::expression::Expression;
use super::parse::Block;
use super::run::Run;
use crate::inventory::ALL_POSTS;
use crate::listing;
use crate::route::PostName;
use crate::yaml::Value;

/// The includes of al-folio that posts use, in our own words. A name may end in `.liquid` or `.html`.
const BUILT_IN: [(&str, &str); 6] = [
    ("figure", include_str!("includes/figure.liquid")),
    ("video", include_str!("includes/video.liquid")),
    ("audio", include_str!("includes/audio.liquid")),
    ("bib", include_str!("includes/bib.liquid")),
    ("bib_search", include_str!("includes/bib_search.liquid")),
    ("selected_papers", include_str!("includes/selected_papers.liquid")),
];

/// The text of an include of ours.
pub fn built_in(file: &str) -> Option<&'static str> {
    let name = file.strip_suffix(".liquid").or_else(|| file.strip_suffix(".html"))?;
    BUILT_IN.iter().find(|(built_in, _)| *built_in == name).map(|(_, text)| *text)
}

/// The folders of data, the first before the second.
const DATA: [&str; 2] = ["posts/_data/", "_data/"];
/// The files of data that Jekyll reads.
const KINDS: [&str; 5] = [".yml", ".yaml", ".json", ".csv", ".tsv"];
/// The most files of a folder of data that are read.
const MOST_DATA: usize = 150;

impl Run<'_> {
    /// Jekyll's `include FILE name=value …`: the site's own, or one of ours.
    pub fn include(&mut self, markup: &str) -> Result<(), String> {
        let (file, parameters) = self.file_and_parameters(markup);
        let paths = [["posts/_includes/", &file].concat(), ["_includes/", &file].concat()];
        if let Some(text) = built_in(&file).filter(|_| !self.has_own(&paths)) {
            let file = ["_includes/", &file].concat();
            return self.run_include(&file, text, &parameters);
        }
        self.include_first(&file, &paths, &parameters)
    }

    /// Jekyll's `include_relative FILE …`: a file beside the post.
    pub fn include_relative(&mut self, markup: &str) -> Result<(), String> {
        let (file, parameters) = self.file_and_parameters(markup);
        let post = self.post_file.clone();
        let folder = post.rsplit_once('/').map_or("", |(folder, _)| folder);
        let slash = if folder.is_empty() { "" } else { "/" };
        let paths = [[folder, slash, &file].concat(), ["posts/", &file].concat()];
        self.include_first(&file, &paths, &parameters)
    }

    /// Whether one of these files stands in place of ours.
    fn has_own(&self, paths: &[String]) -> bool {
        let told = self.answers.iter().find(|(want, _)| want.starts_with(want::OWN));
        let own = told.and_then(|(_, own)| own.as_str()).unwrap_or("");
        own.lines().any(|own| paths.iter().any(|path| path == own))
    }

    fn include_first(&mut self, file: &str, paths: &[String], parameters: &str) -> Result<(), String> {
        match self.text_file(paths) {
            Some(text) => self.run_include(file, &text, parameters),
            None if self.is_pending() => Ok(()),
            None => Err(["the include `", file, "` is not there"].concat()),
        }
    }

    /// The file that an include's markup names, and its parameters.
    fn file_and_parameters(&mut self, markup: &str) -> (String, String) {
        let markup = markup.trim();
        // A name with an output in it may have spaces there.
        let mut end = 0;
        let mut open = false;
        for (at, c) in markup.char_indices() {
            let rest = markup.get(at..).unwrap_or("");
            open = if open { !rest.starts_with("}}") } else { rest.starts_with("{{") };
            if c.is_whitespace() && !open {
                break;
            }
            end = at + c.len_utf8();
        }
        let (file, parameters) = markup.split_at_checked(end).unwrap_or((markup, ""));
        (self.interpolated(file).trim().trim_start_matches('/').into(), parameters.into())
    }

    fn run_include(&mut self, file: &str, text: &str, parameters: &str) -> Result<(), String> {
        let pairs = self.parameters(parameters);
        let tree = match self.includes.iter().find(|(known, _)| &**known == file) {
            Some((_, tree)) => tree.clone(),
            None => {
                let outer = std::mem::replace(&mut self.file, file.into());
                let tree: Rc<Block> = self.parse(text, 1).into();
                self.file = outer;
                self.includes.push((file.into(), tree.clone()));
                tree
            }
        };
        let outer = std::mem::replace(&mut self.file, file.into());
        let straight = std::mem::replace(&mut self.straight, false);
        let include = Data::map(pairs);
        self.with_scope(vec![("include".into(), include)], |run| run.block(&tree));
        self.file = outer;
        self.straight = straight;
        Ok(())
    }

    /// `name=value`: texts in quotes, in which a backslash keeps a quote, or variables.
    fn parameters(&mut self, markup: &str) -> Vec<(Rc<str>, Data)> {
        let mut pairs: Vec<(Rc<str>, Data)> = Vec::new();
        let mut rest = markup;
        while let Some((before, after)) = rest.split_once('=') {
            let name = before.trim_end();
            let start = name.rfind(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').map_or(0, |at| {
                at + name.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
            });
            let name = name.get(start..).unwrap_or("");
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, behind) = match quote {
                Some(quote) => {
                    let inner = after.get(1..).unwrap_or("");
                    let end = closing_quote(inner, quote);
                    let text = inner.get(..end).unwrap_or(inner);
                    let escaped = ['\\', quote].iter().collect::<String>();
                    let text = text.replace(&escaped, &quote.to_string());
                    (Data::text(&text), inner.get(end + 1..).unwrap_or(""))
                }
                None => {
                    let end = after.find(char::is_whitespace).unwrap_or(after.len());
                    let (variable, behind) = after.split_at_checked(end).unwrap_or((after, ""));
                    (self.expression(&Expression::parse(variable)), behind)
                }
            };
            if !name.is_empty() {
                pairs.retain(|(known, _)| &**known != name);
                pairs.push((name.into(), value));
            }
            rest = behind;
        }
        pairs
    }

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

/// Where a quote ends that is not behind a backslash; the end of the text if it does not.
fn closing_quote(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if c == quote && !escaped {
            return at;
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
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
