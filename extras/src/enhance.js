// The way to everything that only some posts need. The page calls `enhance()` when an article is in the document.
import { KINDS } from './kinds.js';
import { learn } from './say.js';
import { prune } from './sheets.js';

/** What an article may hold, and the part that takes care of it. */
const PARTS = [
  ['pre, code.highlighter-rouge:not(.language-plaintext)', () => import('./code.js')],
  [`${[...KINDS.keys()].map((name) => `.language-${name}`)}, script[type^="text/"]`, () => import('./diagrams.js')],
  ['[data-zoomable], [data-lightbox], .spotlight, .venobox, .pswp-gallery, img-comparison-slider, swiper-container', () => import('./pictures.js')],
  ['ul.tab', () => import('./tabs.js')],
  ['span.emoji', () => import('./emoji.js')],
  ['.cite-this-post', () => import('./cite-this-post.js')],
  ['.post-styles', () => import('./post-styles.js')],
  ['.comments', () => import('./comments.js')],
  ['ul.works', () => import('./works.js')],
  ['#bibsearch, .publications .hidden, .bibliography .hidden, .more-authors', () => import('./publications.js')],
];

let reading;

/** Completes the article that is shown; may be called again after it was replaced. */
export async function enhance() {
  prune();
  const main = document.querySelector('main');
  await learn();
  // Each part begins when it is there; an order would make them wait for each other.
  await Promise.all(PARTS.filter(([wanted]) => main?.querySelector(wanted)).map(async ([, load]) => {
    const part = await load().catch((error) => console.warn(`a part of this page could not be loaded: ${error.message}`));
    await part?.enhance(main);
  }));
}

/** What helps to read: loaded when the reader first moves. */
export function read() {
  reading ??= learn().then(() => import('./reading.js')).then((part) => part.start());
}

/** Opens the box in which one searches. */
export async function search() {
  await learn();
  (await import('./search/dialog.js')).open();
}
