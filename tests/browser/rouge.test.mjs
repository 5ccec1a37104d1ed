// From Prism's tokens to Rouge's class names, without a browser.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { pieces } from '../../extras/src/rouge.js';

const require = createRequire(new URL('../../extras/package.json', import.meta.url));
const Prism = require('prismjs');
const load = require('prismjs/components/');
load.silent = true;

/** Neighbours of one class as one piece, without white space. */
function merged(pieces) {
  const out = [];
  for (const piece of pieces) {
    const [, text, name] = /^([^]*):(\w+)$/.exec(piece.replace(/\s/g, ''));
    if (out.at(-1)?.[1] === name) out.at(-1)[0] += text;
    else out.push([text, name]);
  }
  return out.map(([text, name]) => `${text}:${name}`);
}

/** The pieces of `code` that have a class, as `text:class`. */
function classes(code, language) {
  load([language]);
  const all = pieces(Prism.tokenize(code, Prism.languages[language]), language);
  assert.equal(all.map(([text]) => text).join(''), code);
  return merged(all.filter(([, name]) => name).map(([text, name]) => `${text}:${name}`));
}

// What `rougify` says of the same lines.
for (const [language, code, expected] of [
  ['python', 'import math', ['import:kn', 'math:nn']],
  ['python', 'def f(self, n=0x1F): return None', ['def:k', 'f:nf', '(:p', 'self:bp', ',:p', 'n:n', '=:o', '0x1F:mh', ')::p', 'return:k', 'None:bp']],
  ['javascript', 'const a = b + 1.5;', ['const:kd', 'a:nx', '=:o', 'b:nx', '+:o', '1.5:mf', ';:p']],
  ['cpp', 'int main() { return 0; }', ['int:kt', 'main:nf', '():p', '{:p', 'return:k', '0:mi', ';:p', '}:p']],
  ['json', '{"a": [1, true]}', ['{:p', '"a":nl', '::p', '[:p', '1:mi', ',:p', 'true:kc', ']}:p']],
  ['yaml', 'a: true', ['a:na', '::pi', 'true:kc']],
  ['diff', '@@ -1 +1 @@\n-a\n+b\n', ['@@ -1 +1 @@:p', '-a:gd', '+b:gi']],
  ['css', '.a > #b { color: red }', ['.a:nc', '>:o', '#b:nf', '{:p', 'color:nl', '::p', 'red:no', '}:p']],
]) {
  test(`${language}: ${code.split('\n')[0]}`, () => assert.deepEqual(classes(code, language), merged(expected)));
}

test('no language loses a character', () => {
  const texts = [
    'a = "b\\n" + \'c\' // d\n/* e */ <f g="h">i</f> {j: 1.5e3} # k\n@l -> m::n \u{1F600}é _x',
    '"""open\n<!-- \'\' `${a ? "b" : `c`}` [1](2) $x^2$ %{y} \\begin{z}',
    '\n\n   \t\n.',
  ];
  const { languages } = require('prismjs/components.json');
  for (const language of Object.keys(languages).filter((name) => name !== 'meta')) {
    load([language]);
    // Some only change others.
    if (!Prism.languages[language]) continue;
    for (const text of texts) classes(text, language);
  }
});
