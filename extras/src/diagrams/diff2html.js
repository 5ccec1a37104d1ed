// Patches as diff2html shows them. https://diff2html.xyz
import { html } from 'diff2html/lib-esm/diff2html.js';
import css from 'diff2html/bundles/css/diff2html.min.css';
import { adopt } from '../sheets.js';
import own from './diff2html.css';

/** A style sheet has both schemes. */
export const themed = false;

export async function draw(figure, text) {
  const made = html(text, { drawFileList: true, matching: 'lines', colorScheme: 'light', outputFormat: 'line-by-line' });
  if (!/d2h-file-wrapper/.test(made)) throw new Error('there is no patch in it');
  adopt(css);
  adopt(own);
  figure.innerHTML = made;
}
