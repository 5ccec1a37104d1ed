// Rouge's class names, by its own rules and from Prism's tokens, without a browser.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { pieces } from '../../extras/src/rouge.js';
import { RULES } from '../../extras/src/rules.js';

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

/** The pieces of `text`, as `highlight.js` has them. */
async function coloured(text, language) {
  if (RULES.has(language)) return (await RULES.get(language)()).pieces(text, coloured);
  load([language]);
  return Prism.languages[language] ? pieces(Prism.tokenize(text, Prism.languages[language]), language) : null;
}

/** The pieces of `code` that have a class, as `text:class`. */
async function classes(code, language) {
  const all = await coloured(code, language);
  assert.equal(all.map(([text]) => text).join(''), code);
  return merged(all.filter(([, name]) => name).map(([text, name]) => `${text}:${name}`));
}

// What `rougify` 4.6 says of the same lines.
for (const [language, code, expected] of [
  ['python', 'import math', ['import:kn', 'math:n']],
  ['python', 'def f(self, n=0x1F): return None', ['def:k', 'f:nf', '(:p', 'self:n', ',:p', 'n:n', '=:o', '0x1F:mh', ')::p', 'return:k', 'None:bp']],
  ['python', '@app.get("/x")\ny = Client(f"a{b}", len(c)) if d not in e else None', ['@app.get:nd', '(:p', '":sh', '/x:s', '":sh', '):p', 'y:n', '=:o', 'Client:nc', '(:p', 'f:sa', '":sh', 'a:s', '{:si', 'b:n', '}:si', '":sh', ',:p', 'len:nf', '(:p', 'c:n', ')):p', 'if:k', 'd:n', 'not:ow', 'in:ow', 'e:n', 'else:k', 'None:bp']],
  ['go', 'func f(a int) { fmt.Println("x", 1) }', ['func:k', 'f:n', '(:p', 'a:n', 'int:kt', '){:p', 'fmt:n', '.:p', 'Println:n', '(:p', '"x":s', ',:p', '1:m', ')}:p']],
  ['javascript', 'const a = b + 1.5;', ['const:kd', 'a:nx', '=:o', 'b:nx', '+:o', '1.5:mf', ';:p']],
  ['cpp', 'int main() { return 0; }', ['int:kt', 'main:nf', '():p', '{:p', 'return:k', '0:mi', ';:p', '}:p']],
  ['json', '{"a": [1, true]}', ['{:p', '"a":nl', '::p', '[:p', '1:mi', ',:p', 'true:kc', ']}:p']],
  ['yaml', 'a: true', ['a:na', '::pi', 'true:kc']],
  ['latex', '\\begin{a}[b] % c\n$x^2$ \\alpha', ['\\begin{a}:nt', '%c:c', '$:p', 'x:nb', '^:p', '2:m', '$:p', '\\alpha:k']],
  ['docker', 'FROM a AS b\nRUN cd "$X" && make -j4', ['FROM:k', 'a:s', 'AS:k', 'b:s', 'RUN:k', 'cd:nb', '":s2', '$X:nv', '":s2', '&&:o', '-j4:nt']],
  ['makefile', 'A := $(B) c\nall: x.o\n\t@echo $(A)', ['A:nv', ':=:o', '$(:p', '):p', 'all:nl', '::o', 'x.o:nf', '@:p', 'echo:nb', '$(:p', '):p']],
  ['scala', 'def f(x: Int): A = g.h(1) match { case _ => "s" }', ['def:k', 'f:nf', '(:o', 'x:n', '::k', 'Int:kt', '):o', '::k', 'A:kt', '=:o', 'g:nv', '.:o', 'h:py', '(:o', '1:mi', '):o', 'match:k', '{:o', 'case_=>:k', '"s":s', '}:o']],
  ['sql', 'SELECT u.id, COUNT(*) AS n -- all\nFROM "users" u WHERE name LIKE \'a\'\'b\' AND born BETWEEN 1 AND DATE(now());', ['SELECT:k', 'u:n', '.:p', 'id:n', ',:p', 'COUNT:k', '(:p', '*:o', '):p', 'AS:k', 'n:n', '--all:c1', 'FROM:k', '"users":nv', 'u:n', 'WHERE:k', 'name:n', 'LIKE:k', '\'a:s1', '\'\':se', 'b\':s1', 'AND:k', 'born:n', 'BETWEEN:k', '1:mi', 'AND:k', 'DATE:nb', '(:p', 'now:n', '());:p']],
  ['julia', 'function area(r::Float64)\n  x = pi * r^2 # m\n  return "#{x} $(x)\\n"\nend\nmutable struct P{T<:Real} end\n@time f.([1, 2im])', ['function:k', 'area:nf', '(:x', 'r:n', ':::o', 'Float64:kt', '):x', 'x:n', '=:o', 'pi:nb', '*:o', 'r:n', '^:o', '2:mi', '#m:c', 'return:k', '"#{x}:s', '$(x):si', '\\n:se', '":s', 'endmutablestruct:k', 'P:nc', '{:x', 'T:n', '<::o', 'Real:kt', '}:x', 'end:k', '@time:nd', 'f:n', '.:o', '([:x', '1:mi', ',:x', '2:mi', 'im:nb', ']):x']],
  ['matlab', 'A = zeros(3, \'like\', x); % c\nfor i = 1:3, disp("a"), end ...\n y = f(A)\';', ['A:n', '=:o', 'zeros:nb', '(:p', '3:mi', ',:p', '\'like\':s1', ',:p', 'x:n', ');:p', '%c:c1', 'for:k', 'i:n', '=:o', '1:mi', '::p', '3:mi', ',:p', 'disp:nb', '(:p', '"a":s2', '),:p', 'end...:k', 'y:n', '=:o', 'f:n', '(:p', 'A:n', '):p', '\':o', ';:p']],
  ['r', 'x <- c(1L, NA, -2.5) %>% mean(na.rm = TRUE) # c\nif (is.null(x)) \'a\' else letters$b', ['x:n', '<-:o', 'c:nf', '(:p', '1L:m', ',:p', 'NA:kc', ',:p', '-2.5:m', '):p', '%>%:o', 'mean:n', '(:p', 'na.rm:n', '=:o', 'TRUE:kc', '):p', '#c:c1', 'if:k', '(:p', 'is.null:nf', '(:p', 'x:n', ')):p', '\'a\':s1', 'else:k', 'letters:nb', '$:o', 'b:n']],
  ['stan', 'data { int<lower=0> N; }\nmodel { y ~ normal(mu[1], 2.5); target += f(x) + pi(); } // c', ['data:nn', '{:p', 'int:kt', '<:o', 'lower:na', '=:o', '0:mi', '>:o', 'N:nv', ';}:p', 'model:nn', '{:p', 'y:nv', '~:o', 'normal:nb', '(:p', 'mu:nv', '[:p', '1:mi', '],:p', '2.5:mf', ');:p', 'target:kr', '+=:o', 'f:nf', '(:p', 'x:nv', '):p', '+:o', 'pi:kc', '();}:p', '//c:c1']],
  ['bash', 'for f in *.md; do sed -n "$f" | wc -l; done # c\ncase $1 in a) echo $((1+2)) ;; esac\ncat <<EOF\nhi $x\nEOF\n', ['forin*:k', ';:p', 'do:k', 'sed:nb', '-n:nt', '":s2', '$f:nv', '":s2', 'wc:nb', '-l:nt', ';:p', 'done:k', '#c:c', 'case:k', '$1:nv', 'in:k', '):p', 'echo:nb', '$((:k', '1:m', '+:o', '2:m', ')):k', ';;:p', 'esac:k', 'cat:nb', '<<:o', 'EOF:no', 'hi:sh', '$x:nv', 'EOF:no']],
  ['shell-session', 'me@host:~$ ls -l\ntotal 0\n<...>\n', ['me@host:~$:gp', 'ls:nb', '-l:nt', 'total0:go', '<...>:c']],
  ['bibtex', '@article{doe2020, title = {A {B} c}, year = 2020, month = jan # " 1"}\n', ['@article:nc', '{:p', 'doe2020:nl', ',:p', 'title:na', '=:p', '{A{B}c}:s', ',:p', 'year:na', '=:p', '2020:m', ',:p', 'month:na', '=:p', 'jan:nv', '#:p', '"1":s', '}:p']],
  ['markdown', '# A\n\n- **b** [c](d) `e` {{ f }}\n\n```python\ng = 1\n```\n', ['#A:gh', '-:p', '**b**:gs', '[:p', 'c:nv', '](:p', 'd:sx', '):p', '`e`:sb', '```:p', 'python:nl', 'g:n', '=:o', '1:mi', '```:p']],
  ['diff', 'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@ f()\n c\n-a\n+b\n', ['diff--gita/xb/x:gh', '---a/x:gd', '+++b/x:gi', '@@-1+1@@:p', '-a:gd', '+b:gi']],
  ['lua', 'local s = "a" -- b', ['local:kd', 's:n', '=:o', '"a":s2', '--b:c1']],
  ['css', '.a > #b { color: red }', ['.a:nc', '>:o', '#b:nf', '{:p', 'color:nl', '::p', 'red:no', '}:p']],
]) {
  test(`${language}: ${code.split('\n')[0]}`, async () => assert.deepEqual(await classes(code, language), merged(expected)));
}

test('no language loses a character', async () => {
  const texts = [
    'a = "b\\n" + \'c\' // d\n/* e */ <f g="h">i</f> {j: 1.5e3} # k\n@l -> m::n \u{1F600}é _x',
    '"""open\n<!-- \'\' `${a ? "b" : `c`}` [1](2) $x^2$ %{y} \\begin{z}',
    '\n\n   \t\n.',
  ];
  const { languages } = require('prismjs/components.json');
  for (const language of [...Object.keys(languages).filter((name) => name !== 'meta'), ...RULES.keys()]) {
    // Some only change others.
    if (!await coloured('', language)) continue;
    for (const text of texts) await classes(text, language);
  }
});
