// Algorithms as LaTeX sets them. https://github.com/SaswatPadhi/pseudocode.js
import pseudocode from 'pseudocode';
import css from 'pseudocode/build/pseudocode.min.css';
import { allow } from '../inline-styles.js';
import { adopt } from '../sheets.js';
import { load, renderToString } from './math.js';
import own from './pseudocode.css';

/** It has the text's own colours. */
export const themed = false;

// The library looks for KaTeX under this name, and declares some of its variables nowhere.
globalThis.katex ??= { renderToString };
for (const name of ['attrVal', 'ifCond', 'uponCond']) globalThis[name] ??= '';

export async function draw(figure, text) {
  allow();
  await load();
  adopt(css);
  adopt(own);
  // al-folio writes `$$` for math in a line: a single dollar is text in kramdown.
  const source = text.replaceAll('$$', '$');
  figure.innerHTML = pseudocode.renderToString(source, { lineNumber: true, lineNumberPunc: '', noEnd: false, captionCount: document.querySelectorAll('.ps-root').length });
}
