//! What the command remembers of posts that it has rendered, in the file `posts` of a folder that is no part of the
//! site: what each was made from, and what lists, works and the feed need of it. [`Cache::open`] and [`Cache::save`] are
//! the entrances; [`usual_folder`] is where the folder is if nobody says.
//!
//! A post is rendered again if anything that was read for it has changed: each file by its hash, also those that were
//! looked for and were not there. What is of concern to all (the program, `site.yml`) is the cache's key: if that has
//! changed, nothing is remembered. The article itself is not here but in its page, its words are in the index of search.

use crate::files::write_if_new;
use crate::rendered::{Place, Rendered};
use postil::article::{Head, stamp};
use postil::diagnostic::Diagnostic;
use postil::html::{Href, Html};
use postil::scholar::{Link, Work};
use postil::wire::{Reader, put, put_list, put_number};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The file.
const FILE: &str = "posts";

/// What is known of a post.
pub struct Known {
    pub rendered: Rendered,
    pub page: Written,
}

/// The page of a post as it was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Written {
    /// The stamp of the page less the article.
    pub around: String,
    /// How long the file is, in bytes.
    pub length: usize,
    /// The post's number in the index of search.
    pub number: usize,
    /// The stamp of what the index has of its article.
    pub body: String,
}

/// What is known of the posts of a site.
pub struct Cache {
    path: Option<PathBuf>,
    key: String,
    posts: HashMap<String, Known>,
    /// The stamp of all that is in the index of search.
    pub search: String,
}

impl Cache {
    /// What the last run has left in `folder`, if `key` is that of then. Without a folder nothing is remembered.
    pub fn open(folder: Option<&Path>, key: &str) -> Cache {
        let path = folder.map(|folder| folder.join(FILE));
        let text = path.as_ref().and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default();
        let key = [&program(), " ", key].concat();
        let (search, posts) = read(&text, &key).unwrap_or_default();
        Cache { path, key, posts, search }
    }

    /// What is known of the post `name`, if all that it was made from is as it was: `now` gives a file's stamp.
    pub fn get(&self, name: &str, now: impl Fn(&str) -> String) -> Option<&Known> {
        let known = self.posts.get(name)?;
        known.rendered.reads.iter().all(|(path, before)| now(path) == *before).then_some(known)
    }

    /// The page of the post `name` as it was written.
    pub fn page(&self, name: &str) -> Option<&Written> {
        self.posts.get(name).map(|known| &known.page)
    }

    /// Keeps this for the next run.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn save<'a>(
        self,
        search: &str,
        posts: impl Iterator<Item = (&'a str, &'a Rendered, &'a Written)>,
    ) -> Result<(), String> {
        let Some(path) = &self.path else { return Ok(()) };
        let posts: Vec<_> = posts.filter(|(_, rendered, _)| !rendered.passing).collect();
        // Each work is written once, however many posts cite it.
        let mut works: Vec<Arc<Work>> = Vec::new();
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut body = String::new();
        put_list(&mut body, &posts, |out, (name, rendered, page)| {
            put(out, name);
            write_page(out, page);
            write_rendered(out, rendered, |work| {
                *numbers.entry(stamp_of(work)).or_insert_with(|| {
                    works.push(work.clone());
                    works.len() - 1
                })
            });
        });
        let mut file = String::new();
        put(&mut file, &self.key);
        put(&mut file, search);
        put_list(&mut file, &works, |out, work| write_work(out, work));
        file.push_str(&body);
        write_if_new(path, &file).map_err(|error| format!("{}: {error}", path.display()))
    }
}

/// Where what is remembered of the site in `folder` is kept if nobody says: below the user's folder for such things
/// (the XDG base directory specification, or what Windows and macOS have for it). It is not published, and whoever
/// deletes it loses nothing. `None` where there is no such folder, as for some services.
pub fn usual_folder(folder: &Path) -> Option<PathBuf> {
    let variable = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let usual = match std::env::consts::OS {
        "windows" => variable("LOCALAPPDATA"),
        "macos" => variable("HOME").map(|home| home.join("Library/Caches")),
        _ => variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(".cache"))),
    };
    let site = fs::canonicalize(folder).ok()?;
    Some(usual?.join("postil").join(stamp(&[Some(&site.to_string_lossy())])))
}

/// Which program this is: a new one may render all anew.
fn program() -> String {
    let file = std::env::current_exe().and_then(fs::metadata);
    let changed = file.as_ref().ok().and_then(|file| file.modified().ok());
    let changed = changed.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let length = file.map_or(0, |file| file.len());
    format!("{} {length} {}", env!("CARGO_PKG_VERSION"), changed.map_or(0, |since| since.as_nanos()))
}

fn read(text: &str, key: &str) -> Option<(String, HashMap<String, Known>)> {
    let mut reader = Reader(text);
    if reader.text()? != key {
        return None;
    }
    let search = reader.text()?.to_owned();
    let works = reader.list(|reader| read_work(reader).map(Arc::new))?;
    let posts = reader.list(|reader| {
        let name = reader.text()?.to_owned();
        let page = read_page(reader)?;
        Some((name, Known { page, rendered: read_rendered(reader, &works)? }))
    })?;
    Some((search, posts.into_iter().collect()))
}

fn write_page(out: &mut String, page: &Written) {
    put(out, &page.around);
    put_number(out, page.length);
    put_number(out, page.number);
    put(out, &page.body);
}

fn read_page(reader: &mut Reader) -> Option<Written> {
    Some(Written {
        around: reader.text()?.into(),
        length: reader.number()?,
        number: reader.number()?,
        body: reader.text()?.into(),
    })
}

fn stamp_of(work: &Work) -> String {
    let links: String =
        work.links.iter().flat_map(|link| [&*link.label, " ", link.href.as_str(), "\n"]).collect();
    stamp(&[&work.key, &work.title, work.reference.as_str(), &work.summary, &work.bibtex, &links].map(Some))
}

// Each is taken apart whole: who adds a field is asked here what becomes of it.

fn write_work(out: &mut String, work: &Work) {
    let Work { key, title, reference, links, summary, bibtex } = work;
    for text in [key, title, reference.as_str(), summary, bibtex] {
        put(out, text);
    }
    put_list(out, links, |out, Link { label, href }| {
        put(out, label);
        put(out, href.as_str());
    });
}

fn read_work(reader: &mut Reader) -> Option<Work> {
    Some(Work {
        key: reader.text()?.into(),
        title: reader.text()?.into(),
        reference: Html::from_author(reader.text()?),
        summary: reader.text()?.into(),
        bibtex: reader.text()?.into(),
        links: reader.list(|reader| {
            let label = reader.text()?.to_owned().into();
            Some(Link { label, href: Href::parse(reader.text()?)? })
        })?,
    })
}

fn write_rendered(out: &mut String, rendered: &Rendered, mut number_of: impl FnMut(&Arc<Work>) -> usize) {
    let Rendered { head, main: _, stamp, works, places, article, diagnostics, reads, passing: _, body: _ } =
        rendered;
    // What only the article itself shows is in its page.
    #[rustfmt::skip]
    let Head {
        title, description, lang, dir, authors, tags, categories,
        byline: _, heading: _, lead: _, date: _, last_updated: _, layout: _, toc: _, cited_as: _, error: _,
        comments: _, styles: _,
    } = head;
    for text in [title.as_str(), description, lang, dir, stamp] {
        put(out, text);
    }
    for texts in [authors, tags, categories] {
        put_list(out, texts, |out, text| put(out, text));
    }
    put_list(out, works, |out, work| put_number(out, number_of(work)));
    put_list(out, places, |out, Place { work, id, sentence }| {
        put_number(out, *work);
        put(out, id);
        put_list(out, sentence, |out, text| put(out, text));
    });
    put_list(out, article.as_slice(), |out, article| put(out, article.as_str()));
    put_list(out, diagnostics, |out, Diagnostic { file, line, message }| {
        put(out, file);
        put_number(out, *line);
        put(out, message);
    });
    put_list(out, reads, |out, (path, stamp)| {
        put(out, path);
        put(out, stamp);
    });
}

fn read_rendered(reader: &mut Reader, works: &[Arc<Work>]) -> Option<Rendered> {
    let mut head = Head {
        title: reader.text()?.into(),
        description: reader.text()?.into(),
        lang: reader.text()?.into(),
        dir: if reader.text()? == "rtl" { "rtl" } else { "ltr" },
        ..Head::default()
    };
    let stamp = reader.text()?.into();
    head.authors = reader.list(Reader::string)?;
    head.tags = reader.list(Reader::string)?;
    head.categories = reader.list(Reader::string)?;
    Some(Rendered {
        head,
        stamp,
        main: None,
        works: reader.list(|reader| works.get(reader.number()?).cloned())?,
        places: reader.list(|reader| {
            let work = reader.number()?;
            let id = reader.text()?.into();
            Some(Place { work, id, sentence: reader.list(Reader::string)?.try_into().ok()? })
        })?,
        article: reader.list(|reader| reader.text().map(Html::from_author))?.pop(),
        diagnostics: reader.list(|reader| {
            let (file, line) = (reader.text()?, reader.number()?);
            Some(Diagnostic::new(file, line, reader.text()?.to_string()))
        })?,
        reads: reader.list(|reader| Some((reader.text()?.into(), reader.text()?.into())))?,
        passing: false,
        body: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::tests::Folder;
    use crate::index::tests::PAGE;
    use crate::index::{Options, run};

    const SITE: &str = "title: T\nurl: https://me.org\npermalink: /:year/:title/\nfeed: {posts_limit: 2}\n";
    /// What the site is made of.
    const SOURCES: [(&str, &str); 12] = [
        ("index.html", PAGE),
        ("site.yml", SITE),
        (
            "posts/2024-01-05-e.md",
            "---\nlayout: post\ntags: x\n---\n## H\n\nSee {% cite k %} and {% cite l %}.",
        ),
        ("posts/2024-01-04-d.md", "---\nlayout: post\ntags: x\n---\nAgain {% cite k %}"),
        (
            "posts/2024-01-03-c.md",
            "---\nlayout: post\n---\n{% include note.html %} {% bibliography --file other %}",
        ),
        ("posts/2024-01-02-b.md", "---\nlayout: post\n---\n{{ site.data.people.ann }}"),
        (
            "posts/2024-01-01-a.md",
            "---\nlayout: post\nbibliography: own.bib\n---\n{% cite o %} {% if site.time %}then{% endif %}",
        ),
        (
            "posts/references.bib",
            "@book{k, author={Ann Lee}, title={K}, year=2001}\n@book{l, title={L}, doi={10.1/l}}",
        ),
        ("posts/other.bib", "@book{o, author={Bo Ray}, title={O}, year=2002}"),
        ("_includes/note.html", "a note"),
        ("_data/people.yml", "ann: Ann Lee"),
        ("csl/apa.csl", include_str!("../../csl/apa.csl")),
    ];

    /// What is remembered of a site lies beside its folder.
    fn remembering(site: &Folder) -> Options {
        Options { memory: Some(site.0.with_extension("memory")), ..Options::default() }
    }

    /// Every file of a folder but what tells the time.
    fn tree(folder: &Path, below: &str, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let name = [below, &entry.file_name().to_string_lossy()].concat();
            match entry.path().is_dir() {
                true => tree(&entry.path(), &[&name, "/"].concat(), files),
                false if name == "2024/a/index.html" || name == "search/posts/0.txt" => {}
                false => drop(files.insert(name, fs::read(entry.path()).expect("a file"))),
            }
        }
    }

    #[test]
    fn a_second_run_writes_what_a_first_would() {
        let site = Folder::with("cache", &SOURCES);
        let _memory = Folder(site.0.with_extension("memory"));
        let mut sources: BTreeMap<&str, &str> = SOURCES.into_iter().collect();
        let template = PAGE.replace("<body>", "<link rel=\"icon\" href=\"./i\"><body>");
        let style = include_str!("../../csl/apa.csl").replace("(", "[");
        // What is changed (or taken away), and how many posts are rendered for it; one always is, as it tells the time.
        let changes: Vec<(&str, Option<&str>, usize)> = vec![
            ("", None, 5),
            ("", None, 1),
            (
                "posts/2024-01-04-d.md",
                Some("---\nlayout: post\ntitle: New\ntags: x\n---\nAgain {% cite k %}!"),
                4,
            ),
            ("posts/2024-01-06-f.md", Some("---\nlayout: post\n---\nA sixth {% cite l %}"), 3),
            ("posts/2024-01-06-f.md", None, 3),
            ("posts/references.bib", Some("@book{k, author={Ann Lee}, title={K2}, year=2001}"), 5),
            ("posts/other.bib", Some("@book{o, author={Bo Ray}, title={O2}, year=2002}"), 2),
            ("posts/own.bib", Some("@book{o, author={Own}, title={O3}, year=2003}"), 1),
            ("_includes/note.html", Some("another note"), 2),
            ("_data/people.yml", Some("ann: Ann Ray"), 2),
            ("_data/people.yml", None, 2),
            ("csl/locales-en-US.xml", Some(include_str!("../../csl/locales-en-US.xml")), 5),
            ("csl/apa.csl", Some(&style), 5),
            ("index.html", Some(&template), 5),
            (
                "site.yml",
                Some("title: U\nurl: https://me.org\npermalink: /:year/:title/\nfeed: {posts_limit: 3}\n"),
                5,
            ),
            ("_layouts/bib.html", Some("{{ reference }}"), 2),
            ("2024/e/index.html", None, 2),
            ("search/posts/4.txt", None, 2),
            ("posts/notes.txt", Some("of no concern"), 1),
        ];
        for (at, (path, content, rendered)) in changes.into_iter().enumerate() {
            match content {
                Some(content) => {
                    sources.insert(path, content);
                    fs::create_dir_all(site.0.join(path).parent().expect("a folder")).expect("a folder");
                    fs::write(site.0.join(path), content).expect("a file");
                }
                None if path.is_empty() => {}
                None => {
                    sources.remove(path);
                    fs::remove_file(site.0.join(path)).expect(path);
                }
            }
            let done = run(&site.0, &remembering(&site)).expect("a site");
            let list: Vec<(&str, &str)> = sources.iter().map(|(path, text)| (*path, *text)).collect();
            let fresh = Folder::with(&format!("cache-fresh-{at}"), &list);
            run(&fresh.0, &Options::default()).expect("a site");
            let (mut now, mut wanted) = (BTreeMap::new(), BTreeMap::new());
            tree(&site.0, "", &mut now);
            tree(&fresh.0, "", &mut wanted);
            let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
            assert_eq!(names(&now), names(&wanted), "{path}");
            for (name, content) in &now {
                // Not with `==`, which would print binary files whole.
                let texts = [content, &wanted[name]].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
                let differ = texts[0].lines().zip(texts[1].lines()).find(|(now, wanted)| now != wanted);
                assert!(texts[0] == texts[1], "{name} after {path}: {differ:?}");
            }
            assert_eq!(done, rendered, "rendered after {path} ({at})");
        }
    }

    #[test]
    fn a_broken_cache_is_none() {
        let site = Folder::with("cache-broken", &SOURCES);
        let options = remembering(&site);
        let memory = Folder(options.memory.clone().expect("a folder"));
        run(&site.0, &options).expect("a site");
        let whole = memory.read(FILE);
        for cut in [0, 1, whole.len() / 2, whole.len() - 1] {
            let end = (cut..).find(|at| whole.is_char_boundary(*at)).unwrap_or(cut);
            fs::write(memory.0.join(FILE), &whole[..end]).expect("a file");
            assert_eq!(run(&site.0, &options), Ok(5), "{cut}");
        }
        assert_eq!(run(&site.0, &options), Ok(1));
    }
}
