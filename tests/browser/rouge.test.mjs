// From Prism's tokens to Rouge's class names, without a browser.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { RULED } from '../../extras/src/rouge-rules.js';
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
  const all = RULED[language]?.(code) ?? pieces(Prism.tokenize(code, Prism.languages[language]), language);
  assert.equal(all.map(([text]) => text).join(''), code);
  return merged(all.filter(([, name]) => name).map(([text, name]) => `${text}:${name}`));
}

// What `rougify` says of the same lines.
for (const [language, code, expected] of [
  ['python', 'import math', ['import:kn', 'math:n']],
  ['python', 'def f(self, n=0x1F): return None', ['def:k', 'f:nf', '(:p', 'self:n', ',:p', 'n:n', '=:o', '0x1F:mh', ')::p', 'return:k', 'None:bp']],
  ['python', '@app.get("/x")\ny = Client(f"a{b}", len(c)) if d not in e else None', ['@app.get:nd', '(:p', '":sh', '/x:s', '":sh', '):p', 'y:n', '=:o', 'Client:nc', '(:p', 'f:sa', '":sh', 'a:s', '{:si', 'b:n', '}:si', '":sh', ',:p', 'len:nf', '(:p', 'c:n', ')):p', 'if:k', 'd:n', 'not:ow', 'in:ow', 'e:n', 'else:k', 'None:bp']],
  ['bash', 'pip install --no-deps -U x && echo 3 "$HOME"', ['install:nb', '--no-deps-U:nt', '&&:o', 'echo:nb', '":s2', '$HOME:nv', '":s2']],
  ['go', 'func f(a int) { fmt.Println("x", 1) }', ['func:k', 'f:n', '(:p', 'a:n', 'int:kt', '){:p', 'fmt:n', '.:p', 'Println:n', '(:p', '"x":s', ',:p', '1:m', ')}:p']],
  ['javascript', 'const a = b + 1.5;', ['const:kd', 'a:nx', '=:o', 'b:nx', '+:o', '1.5:mf', ';:p']],
  ['cpp', 'int main() { return 0; }', ['int:kt', 'main:nf', '():p', '{:p', 'return:k', '0:mi', ';:p', '}:p']],
  ['json', '{"a": [1, true]}', ['{:p', '"a":nl', '::p', '[:p', '1:mi', ',:p', 'true:kc', ']}:p']],
  ['yaml', 'a: true', ['a:na', '::pi', 'true:kc']],
  ['latex', '\\begin{a}[b] % c\n$x^2$ \\alpha', ['\\begin{a}:nt', '%c:c', '$:p', 'x:nb', '^:p', '2:m', '$:p', '\\alpha:k']],
  ['docker', 'FROM a AS b\nRUN cd "$X" && make -j4', ['FROM:k', 'a:s', 'AS:k', 'b:s', 'RUN:k', 'cd:nb', '":s2', '$X:nv', '":s2', '&&:o', '-j4:nt']],
  ['makefile', 'A := $(B) c\nall: x.o\n\t@echo $(A)', ['A:nv', ':=:o', '$(:p', '):p', 'all:nl', '::o', 'x.o:nf', '@:p', 'echo:nb', '$(:p', '):p']],
  ['scala', 'def f(x: Int): A = g.h(1) match { case _ => "s" }', ['def:k', 'f:nf', '(:o', 'x:n', '::k', 'Int:kt', '):o', '::k', 'A:kt', '=:o', 'g:nv', '.:o', 'h:py', '(:o', '1:mi', '):o', 'match:k', '{:o', 'case_=>:k', '"s":s', '}:o']],
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
