// What the parts in `extras/` say is in the tables of `words/`, without a browser; src/words.rs compares the tables.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const scripts = readdirSync(new URL('extras/src/', root), { recursive: true }).filter((path) => path.endsWith('.js'));
const keys = new Set(read('words/de.txt').split('\n').map((line) => line.split(' = ')[0]));

test('whatever is said has its words', () => {
  const said = scripts.flatMap((path) => [...read(`extras/src/${path}`).matchAll(/\bsay\(([^;]*?)\)/g)])
    .flatMap(([, words]) => [...words.matchAll(/'([^']*)'/g)].map(([, text]) => text)).filter((text) => /\p{L}/u.test(text));
  assert.ok(said.length > 30);
  assert.deepEqual(said.filter((text) => !keys.has(text)), []);
});

test('no label is said in English only', () => {
  const labels = /(?:aria-\w+|placeholder|title|alt)'?(?:, |: )['`]\p{Lu}\p{Ll}.*|(?:textContent|ariaLabel|title) = ['`]\p{Lu}\p{Ll}.*/gu;
  const found = scripts.flatMap((path) => (read(`extras/src/${path}`).match(labels) ?? []).map((label) => `${path}: ${label}`));
  assert.deepEqual(found, []);
});
