// How much of the code in posts gets the class that Rouge gives it: `node rouge-share.mjs FOLDER... [--of LANGUAGE]` takes the
// blocks of all Markdown below the folders, at most 60 of a language, and prints for each language the blocks, the
// characters and the share of equal ones; of one, also what differs. Needs Ruby with Rouge (RUBYLIB says where it is).
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pieces } from '../../extras/src/rouge.js';
import { RULES } from '../../extras/src/rules.js';

const MOST = 60;
const require = createRequire(new URL('../../extras/package.json', import.meta.url));
const Prism = require('prismjs');
const load = require('prismjs/components/');
load.silent = true;

/** Our name for a language that Rouge knows: as in `extras/src/languages.js`, which needs the builder for its list. */
const names = new Map([['bibtex', 'bibtex']]);
for (const [name, { alias }] of Object.entries(require('prismjs/components.json').languages)) {
  for (const other of [name, ...[alias ?? []].flat()]) names.set(other, name);
}
const table = /const ROUGE = `([^`]*)`/.exec(readFileSync(new URL('../../extras/src/languages.js', import.meta.url), 'utf8'))[1];
for (const group of table.split('|')) {
  const words = group.trim().split(/\s+/);
  const name = words.pop();
  for (const word of words) if (!names.has(word)) names.set(word, names.get(name) ?? name);
}

/** The pieces of `text`, as `highlight.js` has them in the page. */
async function coloured(text, language) {
  if (/^(?:plaintext|text)$/.test(language)) return [[text, '']];
  const name = names.get(language) ?? names.get(language.toLowerCase());
  if (RULES.has(name)) return (await RULES.get(name)()).pieces(text, coloured);
  if (name) load([name]);
  if (!Prism.languages[name]) return null;
  const env = { code: text, grammar: Prism.languages[name], language: name };
  Prism.hooks.run('before-tokenize', env);
  env.tokens = Prism.tokenize(env.code, env.grammar);
  Prism.hooks.run('after-tokenize', env);
  return pieces(env.tokens, name);
}

/** The blocks of code in the Markdown below `folders`, each once. */
function blocks(folders) {
  const found = new Map();
  const count = {};
  for (const folder of folders) {
    for (const path of readdirSync(folder, { recursive: true }).filter((path) => /\.(?:md|markdown)$/.test(path))) {
      const text = readFileSync(join(folder, path), 'utf8');
      for (const [, space, , named, code] of text.matchAll(/^( {0,3})(`{3,}|~{3,})[ \t]*([\w+#.-]+)[^\n`]*\n([^]*?)^\1\2[ \t]*$/gm)) {
        const language = named.toLowerCase();
        if (found.has(code) || code.length > 20_000 || space.length > 3 || (count[language] ?? 0) >= MOST) continue;
        count[language] = (count[language] ?? 0) + 1;
        found.set(code, language);
      }
    }
  }
  return [...found].map(([code, language]) => ({ code, language }));
}

/** What Rouge makes of them: its name of the language and pieces, or null. */
function reference(blocks) {
  const program = `require "rouge"; require "json"
    JSON.parse(STDIN.read).each do |b|
      lexer = Rouge::Lexer.find(b["language"])
      puts JSON.generate(lexer && [lexer.tag, lexer.new.lex(b["code"]).map { |token, text| [text, token.shortname] }])
    end`;
  const { stdout, stderr, status } = spawnSync('ruby', ['-e', program], { input: JSON.stringify(blocks), maxBuffer: 1 << 30, encoding: 'utf8' });
  if (status) throw new Error(stderr);
  return stdout.trim().split('\n').map((line) => JSON.parse(line));
}

/** Each character that is seen, with its class. */
const characters = (pieces) => pieces.flatMap(([text, name]) => [...text].filter((one) => /\S/.test(one)).map((one) => [one, name]));

const of = process.argv.indexOf('--of');
const wanted = of > 0 ? process.argv[of + 1] : null;
const all = blocks(process.argv.slice(2, of > 0 ? of : undefined));
const rouge = reference(all);
const results = new Map();
for (const [at, { code, language }] of all.entries()) {
  const ours = rouge[at] && await coloured(code, language);
  if (!ours) continue;
  const [tag, theirs] = rouge[at];
  const result = results.get(tag) ?? { blocks: 0, characters: 0, equal: 0, other: new Map() };
  results.set(tag, result);
  result.blocks += 1;
  const [a, b] = [characters(theirs), characters(ours)];
  for (const [place, [sign, name]] of a.entries()) {
    result.characters += 1;
    if (b[place]?.[1] === name) result.equal += 1;
    else {
      const key = `${b[place]?.[1] || 'nothing'} for ${name || 'nothing'}`;
      result.other.set(key, (result.other.get(key) ?? '') + sign);
    }
  }
}
const share = ({ equal, characters }) => `${(100 * equal / characters).toFixed(1)} %`;
const sum = { characters: 0, equal: 0 };
for (const [tag, result] of [...results].sort(([, one], [, other]) => other.characters - one.characters)) {
  for (const key in sum) sum[key] += result[key];
  console.log(tag.padEnd(16), String(result.blocks).padStart(4), String(result.characters).padStart(8), share(result));
  if (tag !== wanted) continue;
  for (const [key, text] of [...result.other].sort(([, one], [, other]) => other.length - one.length).slice(0, 20)) {
    console.log('   ', key.padEnd(20), String(text.length).padStart(6), text.slice(0, 80));
  }
}
console.log('all'.padEnd(21), String(sum.characters).padStart(8), share(sum));
