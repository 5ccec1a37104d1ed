// Which of Prism's grammars reads a language as Rouge calls it: `known()`, `load()` and `tokens()`, in this order. A
// grammar is fetched when a post first needs it, after those that it is built upon.
import './prism-manual.js';
import Prism from 'prismjs/components/prism-core.js';
import { folder, list } from 'virtual:languages';

globalThis.Prism = Prism;

/** Rouge's names that Prism does not know, with what comes closest. */
const ROUGE = `c++ cpp|cu cuda cpp|console terminal shell_session shell-session|zsh ksh bash|jinja django|golang go|
  rs rust|objective_c objective-c objc obj_c obj-c objectivec|objective_cpp obj-cpp objcpp cpp|vb visualbasic vbnet|
  viml vimscript vim|ps posh pwsh microsoftshell powershell|common_lisp common-lisp cl lisp|pl perl|hs haskell|
  lhs haskell|jsonc json-doc json|irb pry ruby|patch udiff diff|bib bibtex|rhtml erb|eruby erb|heex eex leex elixir|
  exs ex elixir|gnumake bsdmake make mf makefile|mkd markdown|conf ini|cfg ini|bat batch dosbatch winbatch batch|
  containerfile Dockerfile Containerfile docker|terraform tf hcl|pyrex pyx cython python|sml ml ocaml|nix nixos nix|
  gd gdscript|scheme racket scheme|clj cljs clojure|sass sass|svelte vue markup|coffee coffeescript|gql graphql|
  jl julia|octave matlab|m matlab|S s r|TeX tex|vue vuejs markup|tap diff|asm nasm|ts typescript|wl wolfram`;

const base = new URL(folder, import.meta.url);
const requires = new Map();
const names = new Map();
for (const line of list.split('\n')) {
  const [name, required, aliases] = line.split(' ');
  requires.set(name, required.split(',').filter(Boolean));
  for (const alias of [name, ...aliases.split(',')]) if (alias) names.set(alias, name);
}
for (const group of ROUGE.split('|')) {
  const words = group.trim().split(/\s+/);
  const name = words.pop();
  for (const word of words) if (!names.has(word)) names.set(word, names.get(name) ?? name);
}
names.set('bibtex', 'bibtex');

// Prism has no BibTeX, which is what this blog's readers write.
Prism.languages.bibtex = {
  comment: /(?:^|\s)%.*|@comment\b[^@]*/im,
  type: { pattern: /@\s*\w+/, alias: 'keyword' },
  label: { pattern: /([{(]\s*)[^\s,{}()=]+(?=\s*,)/, lookbehind: true },
  'attr-name': /\b[\w-]+(?=\s*=)/,
  string: /"(?:\\.|[^"\\])*"|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}(?=\s*(?:,|#|\}|\n|$))/,
  number: /\b\d+\b/,
  operator: /[=#]/,
  punctuation: /[{}(),]/,
};
requires.set('bibtex', []);

const loaded = new Map();

/** Prism's name for `language`, if it has a grammar for it. */
export function known(language) {
  const name = names.get(language) ?? names.get(language.toLowerCase());
  return name && requires.has(name) ? name : null;
}

/** Fetches the grammar `name`, one of those that `known` gives. */
export function load(name) {
  if (!loaded.has(name)) {
    const one = async () => {
      await Promise.all((requires.get(name) ?? []).map(load));
      if (!Prism.languages[name]) await import(new URL(`${name}.js`, base).href);
    };
    loaded.set(name, one());
  }
  return loaded.get(name);
}

/** The tokens of `code`, as Prism's own highlighter makes them; of a file that has no grammar, the text. */
export function tokens(code, name) {
  if (!Prism.languages[name]) return [code];
  const env = { code, grammar: Prism.languages[name], language: name };
  Prism.hooks.run('before-tokenize', env);
  env.tokens = Prism.tokenize(env.code, env.grammar);
  Prism.hooks.run('after-tokenize', env);
  return env.tokens;
}
