// Finds posts in the index that `postil index` has written (src/command/search/ says what the files are like).
// `engine()` is the entrance. What a query needs of the index is fetched when it is needed, and once.
import { isPacked, terms } from './words.js';

/** The most shards that are fetched for one word; beginnings that more share have a list of their own. */
const MAX_SPAN = 3;
const LONGEST_BEGUN = 8;
const BEGUN = '\u0001';
/** What a word is worth where it stands, beside its weight in the text: title, heading. */
const BONUS = [[0x80, 3], [0x40, 1]];

/** The engine for the index below `folder`; `get(address, kind)` fetches, `kind` being `text` or `arrayBuffer`. */
export function engine(folder, get) {
  const kept = new Map();
  /** What `read` makes of a file; asked for again only if that failed. */
  const file = (path, kind, read) => {
    if (!kept.has(path)) {
      const made = get(new URL(path, folder).href, kind).then(read);
      made.catch(() => kept.delete(path));
      kept.set(path, made);
    }
    return kept.get(path);
  };
  const index = () => file('index.txt', 'text', (text) => {
    const [format, posts, ...first] = text.trimEnd().split('\n');
    if (format !== 'postil search 1') throw new Error('its index is one of another version');
    return { posts: Number(posts), first };
  });
  const shard = (number) => file(`${number}.bin`, 'arrayBuffer', (bytes) => entries(new Uint8Array(bytes)));

  /** The entries of the words that a word of the query means, each with how close it is. */
  async function lookup(word, begins) {
    const { first } = await index();
    const from = Math.max(0, before(first, word));
    const to = begins ? Math.max(from, before(first, `${word}\uffff`)) : from;
    const among = async (numbers) => (await Promise.all(numbers.map(shard))).flat();
    if (to - from >= MAX_SPAN && [...word].length <= LONGEST_BEGUN) {
      const begun = BEGUN + word;
      const own = await among([...new Set([from, Math.max(0, before(first, begun))])]);
      return own.flatMap((entry) => (entry.word === word ? [[entry, 1]] : entry.word === begun ? [[entry, 0.6]] : []));
    }
    const numbers = Array.from({ length: Math.min(MAX_SPAN, to - from + 1, first.length) }, (_, at) => from + at);
    return (await among(numbers)).flatMap((entry) => {
      if (entry.word === word) return [[entry, 1]];
      return begins && entry.word.startsWith(word) ? [[entry, 0.8 * (word.length / entry.word.length)]] : [];
    });
  }

  /** The numbers of the posts that `query` finds, the best first. */
  async function find(query) {
    const all = terms(query);
    const { posts } = await index();
    const lists = await Promise.all(all.map(async (word, at) => {
      const begins = at === all.length - 1 || [...word].length > 2 || isPacked(word);
      return best(await lookup(word, begins), posts);
    }));
    // A word that stands nearly everywhere leads to its best posts only: others may have it as well.
    const telling = lists.filter((list) => list.whole);
    const found = new Map();
    for (const list of lists) {
      const counts = !telling.length || list.whole ? 1 : 0;
      for (const [post, score] of list.scores) {
        const sum = found.get(post) ?? { post, words: 0, score: 0 };
        found.set(post, { post, words: sum.words + counts, score: sum.score + score });
      }
    }
    // Posts with all words come first; of equals the newer.
    const order = (one, other) => other.words - one.words || other.score - one.score || other.post - one.post;
    return [...found.values()].filter(({ words }) => words).sort(order).map(({ post }) => post);
  }

  /** What is shown of a post. */
  const post = (number) => file(`posts/${number}.txt`, 'text', read);

  return { index, find, post };
}

/** The place of the last of `sorted` that is not behind `word`; -1 if all are. */
function before(sorted, word) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= word) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Reads the numbers of an array of bytes one by one. */
function reader(bytes, at = 0) {
  return {
    more: () => at < bytes.length,
    byte: () => bytes[at++],
    number() {
      for (let value = 0, shift = 0; ; shift += 7) {
        const byte = bytes[at++] ?? 0;
        value |= (byte & 0x7f) << shift;
        if (byte < 0x80) return value;
      }
    },
    bytes(length) {
      at += length;
      return bytes.subarray(at - length, at);
    },
  };
}

function entries(bytes) {
  const found = [];
  const decoder = new TextDecoder();
  const letters = new Uint8Array(1024);
  for (const read = reader(bytes); read.more();) {
    const shared = read.number();
    const rest = read.bytes(read.number());
    letters.set(rest, shared);
    const word = decoder.decode(letters.subarray(0, shared + rest.length));
    found.push({ word, posts: read.number(), postings: read.bytes(read.number()) });
  }
  return found;
}

/** The score of each post that one of these entries leads to, and whether there are no others. */
function best(close, posts) {
  const scores = new Map();
  let whole = true;
  let often = 0;
  for (const [{ word, posts: count, postings }, closeness] of close) {
    let kept = 0;
    let post = 0;
    for (const read = reader(postings); read.more(); kept++) {
      post += read.number();
      const mark = read.byte();
      const bonus = BONUS.reduce((sum, [field, worth]) => sum + (mark & field ? worth : 0), 0);
      scores.set(post, Math.max(scores.get(post) ?? 0, closeness * (0.2 + ((mark & 15) / 15) * 2.2 + bonus)));
    }
    whole &&= kept === count && !word.startsWith(BEGUN);
    often = Math.max(often, count);
  }
  const rare = Math.log(1 + (posts + 0.5) / (Math.max(often, scores.size) + 0.5));
  for (const [post, score] of scores) scores.set(post, score * rare);
  return { scores, whole };
}

/** A post's text as its parts: sections with their headings, and entries of works. */
function read(text) {
  const [address, title, date, labels, description, ...lines] = text.split('\n');
  let section = { id: '', heading: '' };
  const blocks = [];
  for (const line of lines.filter(Boolean)) {
    const [id, ...rest] = line.slice(1).split('\t');
    if (line[0] === 'h') section = { id, heading: rest.join(' ') };
    if (line[0] === 'h') blocks.push({ ...section, text: '' });
    if (line[0] === 't') blocks.push({ ...section, text: line.slice(1) });
    if (line[0] === 'r') blocks.push({ id, heading: 'References', text: rest.join(' ') });
  }
  return { address, title, date, labels, description, blocks };
}
