//! A post as search shows and finds it: [`body`] makes the text, [`Document`] is it with what lists say of the post.
//!
//! The text is one that scripts and people read: after the [`HEADER`] lines, each line has a letter that tells what it
//! is. `h` begins a section, with the heading's id, a tab and its text; `t` is a block of text, `r` an entry of a
//! bibliography, with its id, a tab and its text.

use super::words::words;
use crate::pages::href;
use crate::posts::Post;
use crate::text::{Block, Kind, blocks};
use postil::article::{self, Article};
use postil::phrase;
use std::collections::HashMap;

/// Address, title, date, labels, description.
pub const HEADER: usize = 5;

/// How often a word stands where.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    pub title: u32,
    /// Headings, tags and categories.
    pub heading: u32,
    pub text: u32,
    pub reference: u32,
}

/// The words of a post, and how many there are in its text.
pub type Words = (HashMap<String, Counts>, u32);

/// The text of an article, line by line.
pub fn body(article: &Article) -> String {
    let references = article.references.as_ref().map(|html| blocks(html.as_str())).unwrap_or_default();
    let mut out = String::new();
    let mut entries: Vec<String> = Vec::new();
    for Block { text, kind, .. } in blocks(article.content.as_str()).into_iter().chain(references) {
        let text = text.trim();
        match kind {
            Kind::Text => line(&mut out, 't', None, text),
            Kind::Heading(id) => line(&mut out, 'h', Some(&id), text),
            // A number apart from its entry is no word to look for.
            Kind::Entry(_) if !text.contains(' ') => {}
            Kind::Entry(id) => {
                line(&mut out, 'r', Some(&id), text);
                entries.push(id);
            }
        }
    }
    // Works that are cited and not listed.
    for work in article.works.iter().filter(|work| !entries.contains(&work.key)) {
        let text: Vec<String> = blocks(work.reference.as_str()).into_iter().map(|block| block.text).collect();
        line(&mut out, 'r', Some(""), text.join(" ").trim());
    }
    out
}

/// Appends a line. What stands in it has no line ends or tabs: its white space is spaces.
fn line(out: &mut String, kind: char, id: Option<&str>, text: &str) {
    out.push(kind);
    if let Some(id) = id {
        out.extend(id.chars().filter(|c| !c.is_control()));
        out.push('\t');
    }
    out.extend(text.chars().map(|c| if c.is_control() { ' ' } else { c }));
    out.push('\n');
}

/// A post in the index: its text, and the hash of that.
pub struct Document(String, u64);

impl Document {
    /// The post with its [`body`].
    pub fn new(post: &Post, body: &str) -> Document {
        let of = &post.front_matter;
        let elsewhere = of.redirect.as_deref().and_then(postil::html::Href::parse);
        let address = elsewhere.map_or_else(|| href(post), |elsewhere| elsewhere.as_str().into());
        let labels: Vec<&str> = of.tags.iter().chain(&of.categories).map(String::as_str).collect();
        let header: [&str; HEADER] = [
            &address,
            &post.title,
            &post.date.map(|date| date.iso()).unwrap_or_default(),
            &labels.join(" · "),
            &of.description.as_deref().map(phrase::text).unwrap_or_default(),
        ];
        let mut text = String::new();
        for said in header {
            text.extend(said.chars().map(|c| if c.is_control() { ' ' } else { c }));
            text.push('\n');
        }
        text.push_str(body);
        Document::of_text(text)
    }

    /// A post whose whole text this is.
    pub fn of_text(text: String) -> Document {
        let hash = article::hash(Some(&text));
        Document(text, hash)
    }

    /// What its text is told by.
    pub fn hash(&self) -> u64 {
        self.1
    }

    /// As it is written to a file.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Its words, and how many there are in its text.
    pub fn words(&self) -> Words {
        let mut found: HashMap<String, Counts> = HashMap::new();
        let mut length = 0;
        let mut add = |text: &str, field: fn(&mut Counts) -> &mut u32| {
            words(text, |word| {
                length += 1;
                match found.get_mut(word) {
                    Some(counts) => *field(counts) += 1,
                    None => *field(found.entry(word.into()).or_default()) += 1,
                }
            });
        };
        for (number, line) in self.0.lines().enumerate() {
            let mut rest = line.chars();
            match number {
                0 | 2 => {}
                1 => add(line, |counts| &mut counts.title),
                3 => add(line, |counts| &mut counts.heading),
                4 => add(line, |counts| &mut counts.text),
                _ => match rest.next() {
                    Some('t') => add(rest.as_str(), |counts| &mut counts.text),
                    Some('h') => add(after_id(rest.as_str()), |counts| &mut counts.heading),
                    Some('r') => add(after_id(rest.as_str()), |counts| &mut counts.reference),
                    _ => {}
                },
            }
        }
        (found, length)
    }
}

fn after_id(line: &str) -> &str {
    line.split_once('\t').map_or(line, |(_, text)| text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use postil::html::Html;

    #[test]
    fn a_post_becomes_lines() {
        let (posts, _) = crate::posts::tests::posts(&[(
            "2024-01-02-a",
            "---\ntitle: \"A\\tB\"\ntags: x\ndescription: D\n---\n",
        )]);
        let article = Article {
            content: Html::from_author("<p>t1<br>t2</p><h2 id=\"s\">H &lt;</h2><p>hx\ty</p>"),
            references: Some(Html::from_author(
                "<ol class=\"bibliography\"><li><span id=\"k\">Lee (2001)</span></li></ol>",
            )),
            ..Article::default()
        };
        let document = Document::new(&posts[0], &body(&article));
        assert_eq!(
            document.text(),
            "blog/2024/a/\nA B\n2024-01-02\nx\nD\ntt1 t2\nhs\tH <\nthx y\nrk\tLee (2001)\n"
        );
        let (words, length) = document.words();
        assert_eq!(length, 11);
        assert_eq!(words["a"], Counts { title: 1, ..Counts::default() });
        assert_eq!(words["x"], Counts { heading: 1, ..Counts::default() });
        assert_eq!(words["lee"], Counts { reference: 1, ..Counts::default() });
        assert!(!words.contains_key("blog") && !words.contains_key("thx"));
    }
}
