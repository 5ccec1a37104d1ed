//! Which words each post has, where and how much: counted now, or known from the last run. [`Counted::of`] is the
//! entrance, [`super::shards::Index::build`] takes what it gives.
//!
//! Counting is most of what the index of a large site costs. So its result is kept, and a post whose text is the same
//! is not counted again. A word's weight depends on how long posts usually are: when that changes, all are counted.

use super::document::{Document, Words};
use super::number::{number, write_number};
use super::shards::{mark, usual_length};
use crate::cores;
use crate::files::write_if_new;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// What the file begins with; another text for other rules of counting.
const FORMAT: &[u8] = b"postil words 1\n";

/// The words of all posts.
#[derive(Debug, Default, PartialEq)]
pub struct Counted {
    /// Each once. Some may be in no post any more.
    pub words: Vec<String>,
    /// The posts, the oldest first.
    pub posts: Vec<Post>,
    /// What [`usual_length`] was for these weights.
    usual: u32,
}

/// The words of a post.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Post {
    /// The hash of its text.
    hash: u64,
    /// How many words its text has.
    length: u32,
    /// Places in [`Counted::words`] in ascending order, each with what [`mark`] says of the word.
    pub words: Vec<(u32, u8)>,
}

impl Counted {
    /// The words of these posts, the oldest first. `kept` is the file where the last run has left them, and where they
    /// are left for the next.
    pub fn of(posts: &[Document], kept: Option<&Path>) -> Counted {
        let before = kept.and_then(|kept| Counted::read(&fs::read(kept).ok()?)).unwrap_or_default();
        let now = before.update(posts);
        if let Some(kept) = kept {
            // Not to have it costs the next run some seconds, and nothing else.
            let _ = write_if_new(kept, now.write());
        }
        now
    }

    fn update(self, posts: &[Document]) -> Counted {
        let Counted { mut words, posts: before, usual } = self;
        let mut known: HashMap<u64, &Post> = before.iter().map(|post| (post.hash, post)).collect();
        let count = |wanted: &(dyn Fn(usize) -> bool + Sync)| {
            let count =
                |at: usize| wanted(at).then(|| posts.get(at).map(Document::words).unwrap_or_default());
            cores::map(posts.len(), "texts", count).into_iter().map(Option::flatten)
        };
        let mut fresh: Vec<_> = count(&|at| !known.contains_key(&posts[at].hash())).collect();
        let lengths = posts.iter().zip(&fresh).map(|(post, fresh)| match fresh {
            Some((_, length)) => *length,
            None => known.get(&post.hash()).map_or(0, |known| known.length),
        });
        let usual_now = usual_length(lengths);
        if usual_now != usual {
            known.clear();
            words.clear();
            let others: Vec<_> = count(&|at| fresh[at].is_none()).collect();
            fresh = fresh.into_iter().zip(others).map(|(one, other)| one.or(other)).collect();
        }
        let mut places: HashMap<String, u32> = words.iter().cloned().zip(0..).collect();
        let mut place = |word: String| {
            *places.entry(word).or_insert_with_key(|word| {
                words.push(word.clone());
                words.len() as u32 - 1
            })
        };
        let post = |(post, fresh): (&Document, Option<Words>)| {
            let hash = post.hash();
            let Some((counted, length)) = fresh else {
                return known.get(&hash).map_or_else(Post::default, |known| (*known).clone());
            };
            let marked =
                counted.into_iter().map(|(word, counts)| (place(word), mark(&counts, length, usual_now)));
            let mut words: Vec<(u32, u8)> = marked.collect();
            words.sort_unstable();
            Post { hash, length, words }
        };
        let posts = posts.iter().zip(fresh).map(post).collect();
        Counted { words, posts, usual: usual_now }
    }

    /// As the file has it: [`FORMAT`], then numbers, and words behind their lengths.
    fn write(&self) -> Vec<u8> {
        let mut out = FORMAT.to_vec();
        for count in [self.usual as usize, self.words.len(), self.posts.len()] {
            write_number(&mut out, count);
        }
        for word in &self.words {
            write_number(&mut out, word.len());
            out.extend_from_slice(word.as_bytes());
        }
        for post in &self.posts {
            out.extend_from_slice(&post.hash.to_le_bytes());
            write_number(&mut out, post.length as usize);
            write_number(&mut out, post.words.len());
            let mut last = 0;
            for (word, mark) in &post.words {
                write_number(&mut out, (word - last) as usize);
                out.push(*mark);
                last = *word;
            }
        }
        out
    }

    /// Reads what [`Counted::write`] has written; `None` if it is anything else.
    fn read(bytes: &[u8]) -> Option<Counted> {
        let mut rest = bytes.strip_prefix(FORMAT)?;
        let usual = number(&mut rest)? as u32;
        let (words, posts) = (number(&mut rest)?, number(&mut rest)?);
        let mut counted = Counted { usual, ..Counted::default() };
        for _ in 0..words {
            let length = number(&mut rest)?;
            let (word, after) = rest.split_at_checked(length)?;
            rest = after;
            counted.words.push(str::from_utf8(word).ok()?.into());
        }
        for _ in 0..posts {
            let (hash, after) = rest.split_first_chunk()?;
            rest = after;
            let length = number(&mut rest)? as u32;
            let count = number(&mut rest)?;
            let mut post = Post { hash: u64::from_le_bytes(*hash), length, words: Vec::new() };
            let mut word = 0;
            for _ in 0..count {
                word += number(&mut rest)?;
                let (mark, after) = rest.split_first()?;
                rest = after;
                post.words.push((u32::try_from(word).ok().filter(|at| (*at as usize) < words)?, *mark));
            }
            counted.posts.push(post);
        }
        rest.is_empty().then_some(counted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(counted: &Counted) -> Vec<Vec<(&str, u8)>> {
        let word = |(place, mark): &(u32, u8)| (counted.words[*place as usize].as_str(), *mark);
        let posts = counted.posts.iter().map(|post| post.words.iter().map(word).collect::<Vec<_>>());
        posts
            .map(|mut words| {
                words.sort_unstable();
                words
            })
            .collect()
    }

    #[test]
    fn what_is_kept_is_what_would_be_counted() {
        let document = |text: &str| Document::of_text(["a/\nT\n\n\n\nt", text, "\n"].concat());
        let long = "word ".repeat(400);
        let sites: [&[&str]; 6] = [
            &["one two", "two two"],
            &["one two", "new two"],
            &["new two"],
            &["new two", &long, "é"],
            &[],
            &["é"],
        ];
        let mut kept = Counted::default();
        for site in sites {
            let documents: Vec<Document> = site.iter().map(|text| document(text)).collect();
            let fresh = Counted::default().update(&documents);
            kept = kept.update(&documents);
            assert_eq!(words(&kept), words(&fresh), "{site:?}");
            let bytes = kept.write();
            assert_eq!(Counted::read(&bytes).as_ref(), Some(&kept));
            for cut in 0..bytes.len() {
                assert_eq!(Counted::read(&bytes[..cut]), None);
            }
        }
    }
}
