// What is shown of a post that was found: its title and the place that says most of what was asked for.
// `excerpt()` is the entrance. Texts are lists of pieces, `[text, whether it was asked for]`.
import { fold, isPacked, runs, terms, words } from './words.js';

/** About how much of a block is shown, in UTF-16 units, and how much of it before the match. */
const LENGTH = 190;
const LEAD = 60;

/** What a query looks for in texts. */
export function wanted(query) {
  const all = terms(query);
  const packed = all.filter(isPacked);
  // The last letter of a run is looked for by itself only if it is all that there is.
  const pairs = packed.filter((word) => [...word].length > 1);
  return { plain: all.filter((word) => !isPacked(word)), packed: pairs.length ? pairs : packed };
}

/** What to show of `post` (as the engine reads it). */
export function excerpt(post, asked) {
  const all = asked.plain.length + asked.packed.length;
  const title = marks(post.title, asked);
  let best = { value: 0, id: '', heading: '', text: post.description, found: marks(post.description, asked) };
  best.value = best.found.words.size * 10 + (best.found.places.length ? 2 : 0);
  for (const block of post.blocks) {
    const found = marks(block.text, asked);
    const heading = block.text === '' ? marks(block.heading, asked) : { words: new Set() };
    const value = Math.max(found.words.size * 10 + Math.min(5, found.places.length), heading.words.size * 10 + 6);
    if (value > best.value && (found.words.size || heading.words.size)) best = { value, ...block, found };
  }
  if (!best.text) {
    // A heading shows what it stands above.
    best.text = post.blocks.find((block) => block.id === best.id && block.text)?.text ?? '';
    best.found = marks(best.text, asked);
  }
  // Who knows the title looks for the post.
  const id = title.words.size === all ? '' : best.id;
  return {
    href: id ? `${post.address}#${encodeURIComponent(id)}` : post.address,
    title: pieces(post.title, title.places, 0, post.title.length),
    heading: pieces(best.heading, marks(best.heading, asked).places, 0, best.heading.length),
    date: post.date,
    text: around(best.text, best.found.places),
  };
}

/** Where `text` has what is asked for, and which words these are. */
export function marks(text, { plain, packed }) {
  const places = [];
  const found = new Set();
  for (const [run, at] of plain.length ? runs(text) : []) {
    const folded = words(run);
    for (const word of plain) {
      if (!folded.some((piece) => piece.startsWith(word) && (word.length > 2 || piece === word || word === plain.at(-1)))) continue;
      found.add(word);
      places.push([at, at + run.length]);
    }
  }
  const small = packed.length ? fold(text) : '';
  // Folding that moves letters would mark others.
  const searched = small.length === text.length ? small : text;
  for (const word of packed) {
    for (let at = searched.indexOf(word); at >= 0; at = searched.indexOf(word, at + 1)) {
      found.add(word);
      places.push([at, at + word.length]);
    }
  }
  places.sort(([one], [other]) => one - other);
  return { places, words: found };
}

/** The part of `text` around its first place. */
function around(text, places) {
  let [from] = places[0] ?? [0];
  from = from > LEAD ? text.indexOf(' ', from - LEAD) + 1 : 0;
  // A script without spaces has no better place to begin.
  if (places[0] && from > places[0][0]) from = Math.max(0, places[0][0] - LEAD / 3);
  let to = Math.min(text.length, from + LENGTH);
  if (to < text.length) to = Math.max(text.lastIndexOf(' ', to), from + LENGTH / 2);
  const shown = pieces(text, places, from, to);
  return [...(from > 0 ? [['… ', false]] : []), ...shown, ...(to < text.length ? [[' …', false]] : [])];
}

function pieces(text, places, from, to) {
  const out = [];
  let at = from;
  for (const [start, end] of places) {
    if (end <= at || start >= to) continue;
    if (start > at) out.push([text.slice(at, start), false]);
    out.push([text.slice(Math.max(at, start), Math.min(end, to)), true]);
    at = Math.min(end, to);
  }
  if (at < to) out.push([text.slice(at, to), false]);
  return out;
}
