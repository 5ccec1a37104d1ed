// What languages are called: by Rouge, in posts, and by Prism, whose names are ours. `known()` is the entrance.
import { list } from 'virtual:languages';

/** Rouge's names that Prism does not know, with what comes closest. */
const ROUGE = `c++ cpp|cu cuda cpp|console terminal shell_session shell-session|zsh ksh bash|jinja django|golang go|
  rs rust|objective_c objective-c objc obj_c obj-c objectivec|objective_cpp obj-cpp objcpp cpp|vb visualbasic vbnet|
  viml vimscript vim|ps posh pwsh microsoftshell powershell|common_lisp common-lisp cl lisp|pl perl|hs haskell|
  lhs haskell|jsonc json-doc json|irb pry ruby|patch udiff diff|bib bibtex|rhtml erb|eruby erb|heex eex leex elixir|
  exs ex elixir|gnumake bsdmake make mf makefile|mkd markdown|conf ini|cfg ini|bat batch dosbatch winbatch batch|
  containerfile Dockerfile Containerfile docker|terraform tf hcl|pyrex pyx cython python|sml ml ocaml|nix nixos nix|
  gd gdscript|scheme racket scheme|clj cljs clojure|sass sass|svelte vue markup|coffee coffeescript|gql graphql|
  jl julia|octave matlab|m matlab|S s r|TeX tex|vue vuejs markup|tap diff|asm nasm|ts typescript|wl wolfram`;

/** The languages of which Prism has a grammar, and those that each is built upon. */
export const requires = new Map();
const names = new Map([['bibtex', 'bibtex']]);
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

/** Our name for `language`; undefined if nothing reads it. */
export function known(language) {
  return names.get(language) ?? names.get(language.toLowerCase());
}
