//! The inverted index in pieces that a page fetches one by one. [`Index::build`] is the entrance.
//!
//! Words are sorted (by UTF-16 units, as JavaScript compares strings) and cut into shards of about [`SHARD`] bytes.
//! The first word of each shard stands in the list that a page reads first. A shard is a sequence of words: number of
//! letters' bytes shared with the word before, number of the bytes that follow, these bytes; how many posts have the
//! word; how many bytes its postings take; the postings. A posting is the distance to the post before it and a byte:
//! four bits for where the word stands ([`TITLE`] and so on), four for its weight in the text (BM25, 0 to 15).
//! Numbers are as `number.rs` writes them.
//!
//! A page asks for at most [`MAX_SPAN`] shards for one word. So that this is enough for one that has only begun, each
//! beginning that more shards share stands among the words as well, behind U+0001, with its best posts.

use super::counted::Counted;
use super::document::Counts;
use super::number::write_number;
use std::collections::BTreeMap;

/// About how long a shard is, in bytes.
const SHARD: usize = 16 << 10;
/// The most shards that are fetched for one word.
const MAX_SPAN: usize = 3;
/// The most posts that a word leads to: the best. A word in more of them tells little apart.
const MAX_POSTS: usize = 2000;
/// The most posts that a beginning of words leads to.
const MAX_BEGUN: usize = 200;
/// The longest beginning that gets a list of its own, in characters.
const LONGEST_BEGUN: usize = 8;
/// Stands before a beginning, and so before all words.
const BEGUN: char = '\u{1}';

/// Where a word stands.
pub const TITLE: u8 = 8;
pub const HEADING: u8 = 4;
pub const TEXT: u8 = 2;
pub const REFERENCE: u8 = 1;

/// BM25's parameters, as Lucene has them.
const SATURATION: f64 = 1.2;
const BY_LENGTH: f64 = 0.75;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Posting {
    post: u32,
    /// Where and how much.
    mark: u8,
}

impl Posting {
    /// By what the best are chosen: the field first, of equals the newer post.
    fn rank(&self) -> (u8, u32) {
        (self.mark, self.post)
    }
}

/// The words of all posts.
pub struct Index {
    /// The first word of each shard.
    pub first: Vec<String>,
    pub shards: Vec<Vec<u8>>,
}

/// A word with its posts.
type Entry = (String, Vec<Posting>);

impl Index {
    /// The index of these posts.
    pub fn build(counted: Counted) -> Index {
        let mut postings: Vec<Vec<Posting>> = vec![Vec::new(); counted.words.len()];
        for (post, of) in (0..).zip(&counted.posts) {
            for (word, mark) in &of.words {
                postings[*word as usize].push(Posting { post, mark: *mark });
            }
        }
        let words = counted.words.into_iter().zip(postings);
        let mut words: Vec<Entry> = words.filter(|(_, postings)| !postings.is_empty()).collect();
        words.sort_unstable_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
        let cut = Index::cut(&words);
        let begun = begun(&words, &cut.first, counted.posts.len());
        let mut all = Index::cut(&begun);
        all.first.extend(cut.first);
        all.shards.extend(cut.shards);
        all
    }

    /// These words as shards.
    fn cut(words: &[Entry]) -> Index {
        let mut index = Index { first: Vec::new(), shards: Vec::new() };
        let mut before = "";
        for (word, postings) in words {
            if index.shards.last().is_none_or(|shard| shard.len() >= SHARD) {
                index.first.push(word.clone());
                index.shards.push(Vec::new());
                before = "";
            }
            if let Some(shard) = index.shards.last_mut() {
                write(shard, before, word, postings);
            }
            before = word;
        }
        index
    }
}

/// The mean length of these posts, roughly, so that one more changes no other's weights.
pub fn usual_length(lengths: impl ExactSizeIterator<Item = u32>) -> u32 {
    let count = lengths.len().max(1) as f64;
    let mean = lengths.map(f64::from).sum::<f64>() / count;
    (mean / 50.0).round().max(1.0) as u32 * 50
}

/// The byte of a posting: where the word stands, and its weight in a post of `length` words.
pub fn mark(counts: &Counts, length: u32, usual: u32) -> u8 {
    let fields = [
        (counts.title, TITLE),
        (counts.heading, HEADING),
        (counts.text, TEXT),
        (counts.reference, REFERENCE),
    ];
    let fields = fields.iter().filter(|(count, _)| *count > 0).fold(0, |all, (_, field)| all | field);
    let often = f64::from(counts.text) + 2.0 * f64::from(counts.heading) + 0.5 * f64::from(counts.reference);
    let often = often / (1.0 - BY_LENGTH + BY_LENGTH * f64::from(length) / f64::from(usual));
    let weight = (15.0 * often / (often + SATURATION)).round() as u8;
    fields << 4 | weight.min(15)
}

/// The beginnings of words that more than [`MAX_SPAN`] shards share, each with the best of `posts` posts.
fn begun(words: &[Entry], first: &[String], posts: usize) -> Vec<Entry> {
    let mut found = Vec::new();
    for length in 1..=LONGEST_BEGUN {
        // Shards that begin with the same letters lie between the first and the last that have them.
        let beginning = |word: &'_ str| {
            let (at, last) = word.char_indices().nth(length - 1)?;
            Some(at + last.len_utf8())
        };
        let mut shared: BTreeMap<&str, usize> = BTreeMap::new();
        for word in first {
            if let Some(end) = beginning(word) {
                *shared.entry(&word[..end]).or_default() += 1;
            }
        }
        // With the one before, which may end with such words.
        shared.retain(|_, shards| *shards + 1 > MAX_SPAN);
        if shared.is_empty() {
            break;
        }
        // Words with one beginning are neighbours.
        for run in words.chunk_by(|(one, _), (other, _)| {
            beginning(one).map(|end| &one[..end]) == beginning(other).map(|end| &other[..end])
        }) {
            let Some(start) = run.first().and_then(|(word, _)| Some(&word[..beginning(word)?])) else {
                continue;
            };
            if shared.contains_key(start) {
                found.push(([String::from(BEGUN), start.into()].concat(), best(run, posts)));
            }
        }
    }
    found.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
    found
}

/// The best of `posts` posts that these words are in.
fn best(words: &[Entry], posts: usize) -> Vec<Posting> {
    let mut marks = vec![0_u8; posts];
    for posting in words.iter().flat_map(|(_, postings)| postings) {
        if let Some(mark) = marks.get_mut(posting.post as usize) {
            *mark = (*mark & 0xF0) | (posting.mark & 0xF0) | (*mark & 0xF).max(posting.mark & 0xF);
        }
    }
    let all = (0..).zip(marks).filter(|(_, mark)| *mark > 0).map(|(post, mark)| Posting { post, mark });
    chosen(&all.collect::<Vec<_>>(), MAX_BEGUN)
}

/// The best of these postings, by post.
fn chosen(postings: &[Posting], most: usize) -> Vec<Posting> {
    let mut chosen = postings.to_vec();
    chosen.sort_unstable_by_key(|posting| std::cmp::Reverse(posting.rank()));
    chosen.truncate(most);
    chosen.sort_unstable_by_key(|posting| posting.post);
    chosen
}

fn write(shard: &mut Vec<u8>, before: &str, word: &str, postings: &[Posting]) {
    let shared = before.bytes().zip(word.bytes()).take_while(|(one, other)| one == other).count();
    write_number(shard, shared);
    write_number(shard, word.len() - shared);
    shard.extend_from_slice(&word.as_bytes()[shared..]);
    write_number(shard, postings.len());
    let chosen = chosen(postings, MAX_POSTS);
    let mut bytes = Vec::new();
    let mut last = 0;
    for posting in chosen {
        write_number(&mut bytes, (posting.post - last) as usize);
        bytes.push(posting.mark);
        last = posting.post;
    }
    write_number(shard, bytes.len());
    shard.extend(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::counted::Post;
    use crate::search::number::number;
    use std::collections::HashMap;

    /// Posts of 50 words each.
    fn counted(posts: &[Vec<(String, Counts)>]) -> Counted {
        let mut counted = Counted::default();
        let mut places = HashMap::new();
        for post in posts {
            let mut of = Post::default();
            for (word, counts) in post {
                let place = *places.entry(word.clone()).or_insert_with(|| {
                    counted.words.push(word.clone());
                    counted.words.len() as u32 - 1
                });
                of.words.push((place, mark(counts, 50, 50)));
            }
            counted.posts.push(of);
        }
        counted
    }

    /// A word, in how many posts it is, and its postings.
    type Read = (String, usize, Vec<(usize, u8)>);

    /// Reads shards as the page does.
    fn read(index: &Index) -> Vec<Read> {
        let take = |bytes: &mut &[u8]| number(bytes).expect("a number");
        let mut words = Vec::new();
        for (shard, first) in index.shards.iter().zip(&index.first) {
            let mut rest = shard.as_slice();
            let mut word: Vec<u8> = Vec::new();
            let begin = words.len();
            while !rest.is_empty() {
                word.truncate(take(&mut rest));
                let more = take(&mut rest);
                word.extend(&rest[..more]);
                rest = &rest[more..];
                let posts = take(&mut rest);
                let length = take(&mut rest);
                let (mut postings, after) = rest.split_at(length);
                rest = after;
                let mut found = Vec::new();
                let mut post = 0;
                while !postings.is_empty() {
                    post += take(&mut postings);
                    found.push((post, postings[0]));
                    postings = &postings[1..];
                }
                words.push((String::from_utf8(word.clone()).expect("a word"), posts, found));
            }
            assert_eq!(words.get(begin).map(|word: &Read| &word.0), Some(first));
        }
        words
    }

    #[test]
    fn words_lead_to_posts_with_field_and_weight() {
        let text = |text| Counts { text, ..Counts::default() };
        let index = Index::build(counted(&[
            vec![
                ("alpha".into(), text(1)),
                ("alpine".into(), Counts { title: 1, text: 9, ..Counts::default() }),
            ],
            vec![("alpha".into(), Counts { heading: 1, reference: 1, ..Counts::default() })],
        ]));
        let expected: Vec<Read> = vec![
            ("alpha".into(), 2, vec![(0, TEXT << 4 | 7), (1, (HEADING | REFERENCE) << 4 | 10)]),
            ("alpine".into(), 1, vec![(0, (TITLE | TEXT) << 4 | 13)]),
        ];
        assert_eq!(read(&index), expected);
        assert!(read(&Index::build(Counted::default())).is_empty());
    }

    #[test]
    fn a_large_index_is_cut_and_bounded() {
        let word =
            |number: usize| format!("{}{number:05}", ["ab", "abc", "x\u{1F600}", "x\u{FB00}"][number % 4]);
        let posts = (0..3000).map(|post| {
            let mut words: Vec<(String, Counts)> =
                (0..20).map(|at| (word(post * 5 + at), Counts { text: 1, ..Counts::default() })).collect();
            words.push(("everywhere".into(), Counts { text: 1 + post as u32 % 3, ..Counts::default() }));
            words
        });
        let index = Index::build(counted(&posts.collect::<Vec<_>>()));
        let longest = index.shards.iter().map(Vec::len).max().unwrap_or(0);
        assert!(longest < SHARD + 3 * MAX_POSTS, "{longest}");
        let words = read(&index);
        let find = |word: &str| words.iter().find(|(known, ..)| known == word).expect(word);
        let (_, posts, best) = find("everywhere");
        assert_eq!((*posts, best.len()), (3000, MAX_POSTS));
        assert!(best.iter().filter(|(_, mark)| mark & 15 > 7).count() >= 2000, "the best are kept");
        // Every beginning is found in at most so many shards, or has a list of its own.
        for start in ["a", "ab", "abc", "abc0", "x", "x\u{1F600}"] {
            let last = index.first.partition_point(|first| first.encode_utf16().lt(start.encode_utf16()));
            let shards = index.first[last..].iter().filter(|first| first.starts_with(start)).count() + 1;
            let own = words.iter().find(|(word, ..)| *word == format!("\u{1}{start}"));
            assert_eq!(own.is_some(), shards > MAX_SPAN, "{start} {shards}");
            assert!(own.is_none_or(|(_, _, best)| best.len() == MAX_BEGUN));
        }
        let mut sorted: Vec<Vec<u16>> =
            words.iter().map(|(word, ..)| word.encode_utf16().collect()).collect();
        sorted.dedup();
        assert!(sorted.is_sorted() && sorted.len() == words.len());
    }
}
