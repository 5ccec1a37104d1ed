// Blocks that are drawn: each kind loads its library, and draws into a figure before the source. `enhance()`
// is the entrance. What cannot be drawn stays as it was written, with the reason above it.
import css from './diagrams.css';
import { KINDS } from './kinds.js';
import { say } from './say.js';
import { onScheme } from './scheme.js';
import { adopt } from './sheets.js';

const drawn = new Map();
let listens = false;

/** TikZJax and typograms also take scripts of a type of their own. */
const SCRIPTS = { 'text/tikz': 'tikz', 'text/typogram': 'typograms' };

export async function enhance(main) {
  const sources = [];
  for (const code of main.querySelectorAll('pre > code')) {
    const name = /(?:^|\s)language-(\S+)/.exec(`${code.className} ${code.closest('.highlighter-rouge')?.className ?? ''}`)?.[1];
    const block = code.closest('.highlighter-rouge') ?? code.parentElement;
    if (KINDS.has(name)) sources.push({ name, block, text: code.textContent });
  }
  for (const script of main.querySelectorAll('script[type^="text/"]')) {
    const name = SCRIPTS[script.type];
    if (name) sources.push({ name, block: script, text: script.textContent, options: script.dataset });
  }
  // Another call may come while these are being drawn.
  const fresh = sources.filter(({ block }) => !block.dataset.drawn);
  for (const { block, name } of fresh) block.dataset.drawn = name;
  if (!fresh.length) return;
  adopt(css);
  if (!listens) onScheme(redraw);
  listens = true;
  for (const figure of drawn.keys()) if (!figure.isConnected) drawn.delete(figure);
  // All libraries are asked for at once.
  for (const { name } of fresh) KINDS.get(name)().catch(() => {});
  // One after another: two at once would take from each other, and the first is the one that is read first.
  for (const source of fresh) if (source.block.isConnected) await place(source);
}

/** Draws one block. */
async function place({ name, block, text, options }) {
  const figure = document.createElement('div');
  figure.className = `diagram diagram-${name}`;
  block.before(figure);
  try {
    const { draw, themed = true } = await KINDS.get(name)();
    await draw(figure, text, options ?? {});
    block.hidden = true;
    if (themed) drawn.set(figure, () => draw(figure, text, options ?? {}));
  } catch (error) {
    fail(figure, name, error);
  }
}

/** Says above the source why it is not drawn. */
function fail(figure, name, error) {
  const paragraph = document.createElement('p');
  const reason = String(error?.message ?? error?.str ?? error).trim();
  paragraph.textContent = say('This % block cannot be drawn: %', name, reason);
  figure.className = 'problem diagram-problem';
  figure.setAttribute('role', 'alert');
  figure.replaceChildren(paragraph);
}

/** Draws all again, in the colours of the scheme that has been changed to. */
async function redraw() {
  for (const [figure, draw] of drawn) {
    if (figure.isConnected) await draw().catch((error) => console.warn(error.message));
  }
}
