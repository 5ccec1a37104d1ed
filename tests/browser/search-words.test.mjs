// The words of search, without a browser: the table is the same that the native command passes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { excerpt, marks, wanted } from '../../extras/src/search/excerpt.js';
import { words } from '../../extras/src/search/words.js';

const table = JSON.parse(readFileSync(new URL('../search/words.json', import.meta.url), 'utf8'));

test('a text has the words that the index has', () => {
  for (const [text, expected] of table) assert.deepEqual(words(text), expected, text);
});

test('what is asked for is found in a text as it stands there', () => {
  const found = (text, query) => marks(text, wanted(query)).places.map(([from, to]) => text.slice(from, to));
  for (const [text, query, expected] of [
    ['Clocks without time', 'clock time', ['Clocks', 'time']],
    ['Ünïcode and unicode', 'unic', ['Ünïcode', 'unicode']],
    ['自然言語処理の論文', '言語処理', ['言語', '語処', '処理']],
    ['自然言語', '語', ['語']],
    ['to be or not', 'o', ['or']],
    ['a<b>c', 'b', ['b']],
    ['nothing here', 'x', []],
    ['of course, o', 'o co', ['course', 'o']],
  ]) assert.deepEqual(found(text, query), expected, `${text}: ${query}`);
});

test('an excerpt shows the place that says most, and leads there', () => {
  const block = (id, heading, text) => ({ id, heading, text });
  const post = {
    address: 'blog/x/', title: 'Clocks & <b>', date: '2024-01-02', labels: '', description: 'About time.',
    blocks: [block('', '', 'Time and again.'), block('h', 'Lamport', ''), block('h', 'Lamport', `${'word '.repeat(60)}logical clocks order events${' word'.repeat(60)}`)],
  };
  const shown = (query) => excerpt(post, wanted(query));
  assert.equal(shown('logical events').href, 'blog/x/#h');
  const text = shown('logical events').text;
  assert.deepEqual(text.filter(([, asked]) => asked).map(([part]) => part), ['logical', 'events']);
  assert.ok(text.map(([part]) => part).join('').length < 230);
  assert.equal(shown('clocks').href, 'blog/x/');
  assert.equal(shown('lamport').href, 'blog/x/#h');
  assert.deepEqual(shown('clocks').title, [['Clocks', true], [' & <b>', false]]);
});
