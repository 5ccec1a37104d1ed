// Prism's grammars: `load()`, then `tokens()`. A grammar is fetched when a post first needs it, after those that it is
// built upon.
import './prism-manual.js';
import Prism from 'prismjs/components/prism-core.js';
import { folder } from 'virtual:languages';
import { requires } from './languages.js';

globalThis.Prism = Prism;

const base = new URL(folder, import.meta.url);
const loaded = new Map();

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
