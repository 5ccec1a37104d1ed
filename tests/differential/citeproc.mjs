// What citeproc-js makes of items.json in each style of a folder: node citeproc.mjs STYLES LOCALES > out.json
// The citations are those of tests/csl_differential.rs, in the same order.
import CSL from 'citeproc';
import { readFileSync, readdirSync } from 'node:fs';

const [styles, locales] = process.argv.slice(2);
const items = JSON.parse(readFileSync(new URL('items.json', import.meta.url), 'utf8'));
const citations = JSON.parse(readFileSync(new URL('citations.json', import.meta.url), 'utf8'));
const byId = new Map(items.map((item) => [item.id, item]));
const locale = (language) => {
  try {
    return readFileSync(`${locales}/locales-${language}.xml`, 'utf8');
  } catch {
    return false;
  }
};
/** What citeproc-js makes of the works and citations in a style. */
const answer = (style) => {
  const sys = {
    retrieveLocale: locale,
    retrieveItem: (id) => structuredClone(byId.get(id)),
  };
  const engine = new CSL.Engine(sys, style);
  engine.updateItems(items.map((item) => item.id));
  const given = citations.map((cites, index) => ({
    citationID: `c${index}`,
    citationItems: cites.map((cite) => ({ ...cite })),
    properties: { noteIndex: engine.opt.xclass === 'note' ? index + 1 : 0 },
  }));
  const shown = engine.rebuildProcessorState(given).map(([, , text]) => text);
  const [parameters, entries] = engine.makeBibliography() || [{ entry_ids: [] }, []];
  // Works that the style does not list have an id and no entry.
  const empty = new Set((parameters.bibliography_errors ?? []).map((error) => String(error.itemID)));
  const listed = parameters.entry_ids.map(([id]) => id).filter((id) => !empty.has(id));
  return { citations: shown, references: Object.fromEntries(listed.map((id, at) => [id, entries[at]])) };
};

const out = {};
for (const file of readdirSync(styles).filter((name) => name.endsWith('.csl')).sort()) {
  try {
    out[file] = answer(readFileSync(`${styles}/${file}`, 'utf8'));
  } catch (error) {
    // Some styles stop citeproc-js: there is nothing to compare with.
    console.error(`${file}: ${error.message}`);
  }
}
process.stdout.write(JSON.stringify(out));
