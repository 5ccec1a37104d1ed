// The colours of a piece of code: `pieces()` gives pairs of text and Rouge's class, in order. A few languages are read by
// Rouge's own rules, all others by Prism's grammars, whose tokens `rouge.js` translates.
import { known } from './languages.js';
import { RULES } from './rules.js';

let prism;

/** The pieces of `text`; null if `language`, as Rouge calls it, is none that is known. */
export async function pieces(text, language) {
  if (/^(?:plaintext|text|plain|txt)$/.test(language)) return [[text, '']];
  const name = known(language);
  if (!name) return null;
  if (RULES.has(name)) return (await RULES.get(name)()).pieces(text, pieces);
  prism ??= Promise.all([import('./grammars.js'), import('./rouge.js')]);
  const [{ load, tokens }, rouge] = await prism;
  await load(name);
  // A long text is a task of its own.
  await new Promise((done) => setTimeout(done));
  return rouge.pieces(tokens(text, name), name);
}
