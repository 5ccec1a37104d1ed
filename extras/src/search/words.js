// What a reader types as words, as the index has them: `src/command/search/words.rs` does the same to the posts, and
// both pass tests/search/words.json. `words()` is the entrance.

/** The most letters of a word that count. */
const LONGEST = 32;
const PART = /[\p{Alphabetic}\p{N}\p{M}]+/gu;
const LETTERS = { ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ı: 'i', ħ: 'h', ς: 'σ' };
/** Scripts that put no spaces between words, and Hangul. */
const PACKED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]+/gu;

/** The runs of letters of `text` as they stand there: `[run, where it begins]`. */
export const runs = (text) => [...text.matchAll(PART)].map((match) => [match[0], match.index]);

/** A word with compatible letters as one, small, without accents. */
export const fold = (word) => word.normalize('NFKD').toLowerCase().replace(/[\u0300-\u036f]/g, '').normalize('NFC')
  .replace(/[ßæœþøđðłıħς]/g, (letter) => LETTERS[letter]);

/** The words of `text`, folded, in their order. */
export function words(text) {
  return runs(text).flatMap(([run]) => fold(run).match(PART) ?? []).flatMap((word) => {
    const pieces = [];
    let from = 0;
    const plain = (part) => part && pieces.push([...part].slice(0, LONGEST).join(''));
    for (const { 0: packed, index } of word.matchAll(PACKED)) {
      plain(word.slice(from, index));
      const letters = [...packed];
      letters.forEach((letter, at) => pieces.push(letter + (letters[at + 1] ?? '')));
      from = index + packed.length;
    }
    plain(word.slice(from));
    return pieces;
  });
}

/** The most words of a query that count. */
const MOST = 8;

/** The words of a query, each once. */
export const terms = (query) => [...new Set(words(query))].slice(0, MOST);

export const isPacked = (text) => text.search(PACKED) === 0;
