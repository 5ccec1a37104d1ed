//! Pages for the works that a site's posts cite: each with every place that cites it. [`Works::collect`] is the
//! entrance; [`places`] finds the sentences around a post's citations.

use crate::lists::{List, heading};
use crate::pages::{href, nth};
use crate::posts::Post;
use crate::rendered::{Place, Rendered};
use crate::text::{Block, blocks};
use postil::article::Article;
use postil::bibtex::Bibliography;
use postil::html::Html;
use postil::layout;
use postil::scholar::{Work, work_name};
use postil::site::Site;
use postil::words::Words;
use std::collections::{BTreeMap, BTreeSet};

/// Where the list of all works is.
const LIST: &str = "works/";
/// How many works a page of that list shows.
const A_PAGE: usize = 100;
/// The longest part of a sentence before or after its citation, in characters.
const LONGEST: usize = 300;

/// A work with the posts that cite it.
struct Cited<'a> {
    work: &'a Work,
    /// The name of its page: its key, as far as that can stand in an address.
    name: String,
    /// Posts by their place in the list, each with the places in it.
    posts: Vec<(usize, Vec<&'a Place>)>,
}

/// All works that a site cites, by key.
pub struct Works<'a> {
    cited: BTreeMap<&'a str, Cited<'a>>,
    /// The keys of each post's works.
    of_post: Vec<Vec<&'a str>>,
}

impl<'a> Works<'a> {
    /// The works of these posts.
    pub fn collect(posts: &'a [Post], rendered: &'a [Option<Rendered>]) -> Works<'a> {
        let mut cited: BTreeMap<&str, Cited> = BTreeMap::new();
        let mut names = BTreeSet::new();
        let mut of_post = vec![Vec::new(); posts.len()];
        for (at, rendered) in rendered.iter().enumerate() {
            let Some(rendered) = rendered else { continue };
            for (number, work) in rendered.works.iter().enumerate() {
                let entry = cited.entry(&work.key).or_insert_with(|| {
                    let mut name = work_name(&work.key);
                    // Some file systems take large and small letters for the same.
                    while !names.insert(name.to_lowercase()) {
                        name.push_str("-2");
                    }
                    Cited { work, name, posts: Vec::new() }
                });
                let places = rendered.places.iter().filter(|place| place.work == number).collect();
                entry.posts.push((at, places));
                of_post[at].push(work.key.as_str());
            }
        }
        Works { cited, of_post }
    }

    /// Whether nothing is cited.
    pub fn is_empty(&self) -> bool {
        self.cited.is_empty()
    }

    /// For the post at `at`: key, page and number of other posts of each work that others cite as well.
    pub fn elsewhere(&self, at: usize) -> String {
        let mut words = Vec::new();
        for key in self.of_post.get(at).into_iter().flatten() {
            let Some(cited) = self.cited.get(key) else { continue };
            let others = cited.posts.iter().filter(|(post, _)| *post != at).count();
            // A key with a space would be two.
            if others > 0 && !key.contains(char::is_whitespace) {
                words.extend([key.to_string(), cited.name.clone(), others.to_string()]);
            }
        }
        words.join(" ")
    }

    /// The page of each work, and the one that lists all.
    pub fn lists(&self, posts: &[Post], site: &Site) -> Vec<List> {
        if self.cited.is_empty() {
            return Vec::new();
        }
        let words = &site.words;
        let mut lists: Vec<List> = self.cited.values().map(|cited| page(cited, posts, words)).collect();
        let said = match site.title.as_str() {
            "" => words.say("All works that are cited here").to_string(),
            title => words.fill("All works that are cited in %", title),
        };
        let mut sorted: Vec<(String, &Cited)> =
            self.cited.values().map(|cited| (plain(&cited.work.reference).to_lowercase(), cited)).collect();
        sorted.sort_by(|one, other| one.0.cmp(&other.0));
        let count = sorted.len().div_ceil(A_PAGE);
        for (number, shown) in (1..).zip(sorted.chunks(A_PAGE)) {
            let title = match number {
                1 => words.say("Works").to_string(),
                _ => [words.say("Works"), ", ", &words.fill("page %", &number.to_string())].concat(),
            };
            let mut main = heading(&title, &said);
            let (pages, all) = (count.to_string(), sorted.len().to_string());
            // The part of the page that filters and sorts reads the other pages for that (extras/src/works.js).
            let told = [("class", "bibliography works"), ("data-pages", &*pages), ("data-works", &*all)];
            main.open("ul", &told);
            shown.iter().for_each(|(_, cited)| main.push(&entry(cited, words)));
            main.close("ul");
            let newer = (number > 1).then(|| nth(LIST, number - 1));
            let older = (number < count).then(|| nth(LIST, number + 1));
            main.push(&layout::paging(
                words,
                ["← Previous works", "More works →"],
                newer.as_deref(),
                older.as_deref(),
            ));
            lists.push(List { url: nth(LIST, number), title, description: said.clone(), main });
        }
        lists
    }
}

/// A work in the list of all.
fn entry(cited: &Cited, words: &Words) -> Html {
    let mut html = Html::new();
    let of = Bibliography::index("", &cited.work.bibtex).decode(&cited.work.key);
    let year = of.as_ref().and_then(|of| of.plain("year").or(of.plain("date"))).unwrap_or_default();
    let year: String = year.chars().filter(char::is_ascii_digit).take(4).collect();
    let posts = cited.posts.len().to_string();
    html.open("li", &[("class", "reference"), ("data-year", &year), ("data-posts", &posts)]);
    html.push(&cited.work.reference);
    html.push_text(" ");
    let said = words.count("Cited in 1 post", "Cited in % posts", &posts);
    html.element("a", &[("href", &address(cited)), ("class", "cited-in")], &Html::from_text(&said));
    html.close("li");
    html
}

fn address(cited: &Cited) -> String {
    [LIST, &cited.name, "/"].concat()
}

fn page(cited: &Cited, posts: &[Post], words: &Words) -> List {
    let mut main = Html::new();
    for (at, places) in &cited.posts {
        let Some(post) = posts.get(*at) else { continue };
        let to = href(post);
        main.open("h3", &[]);
        main.element("a", &[("href", &to)], &Html::from_text(&post.title));
        main.close("h3");
        if places.is_empty() {
            continue;
        }
        main.open("ul", &[("class", "places")]);
        for place in places {
            let [before, citation, after] = &place.sentence;
            main.open("li", &[]);
            main.push_text(before);
            let to = [&to, "#", &place.id].concat();
            main.element("a", &[("href", &to)], &Html::from_text(citation));
            main.push_text(after);
            main.close("li");
        }
        main.close("ul");
    }
    let work = cited.work;
    let main = layout::work(work, &main, words);
    List { url: address(cited), title: work.title.clone(), description: plain(&work.reference), main }
}

/// HTML as text.
fn plain(html: &Html) -> String {
    let texts: Vec<String> = blocks(html.as_str()).into_iter().map(|block| block.text).collect();
    texts.join(" ").trim().into()
}

/// Where the article cites which of its works.
pub fn places(article: &Article) -> Vec<Place> {
    let mut places = Vec::new();
    for block in blocks(article.content.as_str()) {
        for (number, from, to) in groups(&block) {
            let Some(works) = number.checked_sub(1).and_then(|at| article.citations.get(at)) else {
                continue;
            };
            let sentence = sentence(&block.text, from, to);
            for work in works {
                let id = format!("cite-{number}");
                places.push(Place { work: *work, id, sentence: sentence.clone() });
            }
        }
    }
    places
}

/// The citations of a block: their number, and where their text begins and ends. Links of one are one.
fn groups(block: &Block) -> Vec<(usize, usize, usize)> {
    let mut groups: Vec<(usize, usize, usize)> = Vec::new();
    for (id, from, to) in &block.links {
        let number = id.strip_prefix("cite-").and_then(|rest| rest.split('-').next()?.parse().ok());
        let Some(number) = number else { continue };
        match groups.iter_mut().rev().take(8).find(|group| group.0 == number) {
            Some(group) => group.2 = *to,
            None => groups.push((number, *from, *to)),
        }
    }
    groups
}

/// The sentence of `text` around the bytes `from..to`.
fn sentence(text: &str, from: usize, to: usize) -> [String; 3] {
    let (before, after) = (&text[..from], &text[to..]);
    // A full stop ends a sentence if what follows it begins one.
    let ends = |text: &str, at: usize| {
        let Some(rest) = text[at..].strip_prefix(['.', '!', '?']) else { return false };
        let mut rest = rest.trim_start_matches(['"', '”', '’', ')', '»']).chars();
        rest.next().is_none_or(char::is_whitespace)
            && rest.as_str().trim_start().chars().next().is_none_or(|c| !c.is_lowercase() && !c.is_numeric())
    };
    let start = before.char_indices().rev().find(|(at, _)| ends(text, *at) && *at + 1 < from);
    let start = start
        .map_or(0, |(at, _)| before[at..].find(char::is_whitespace).map_or(before.len(), |gap| at + gap));
    let stop = after.char_indices().find(|(at, _)| ends(after, *at));
    let stop = stop.map_or(after.len(), |(at, _)| {
        after[at..].find(char::is_whitespace).map_or(after.len(), |gap| at + gap)
    });
    let (before, after) = (before[start..].trim_start(), &after[..stop]);
    let many = before.chars().count();
    let before = match many > LONGEST {
        true => ["…", &before.chars().skip(many - LONGEST).collect::<String>()].concat(),
        false => before.into(),
    };
    let after = match after.chars().count() > LONGEST {
        true => after.chars().take(LONGEST).chain(['…']).collect(),
        false => after.into(),
    };
    [before, text[from..to].into(), after]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_cut_out_around_its_citation() {
        for (text, cited, sentence_of) in [
            ("One. Two (A, 1) three. Four.", "(A, 1)", ["Two ", "(A, 1)", " three."]),
            ("See e.g. the book (A, p. 4). Next", "(A, p. 4)", ["See e.g. the book ", "(A, p. 4)", "."]),
            ("Was it “so?” It was (A)!", "(A)", ["It was ", "(A)", "!"]),
            ("(A) begins", "(A)", ["", "(A)", " begins"]),
            ("A et al. say it (A). ", "(A)", ["A et al. say it ", "(A)", "."]),
        ] {
            let from = text.find(cited).expect(cited);
            assert_eq!(sentence(text, from, from + cited.len()), sentence_of.map(String::from), "{text}");
        }
        let long = ["x".repeat(1000), "(A)".into(), "y".repeat(1000)].concat();
        let [before, _, after] = sentence(&long, 1000, 1003);
        assert_eq!((before.chars().count(), after.chars().count()), (301, 301));
    }
}
