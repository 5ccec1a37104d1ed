// Lists of works as al-folio's layout `bib` writes them: buttons that open panels, folded authors, notes, the box that
// filters (`bib_search`). `enhance()` is the entrance. The markup is al-folio's own or that of our template.

import { decode } from './hash.js';
import { say } from './say.js';

/** What a button opens has the button's first word as its class. */
const PANELS = ['abstract', 'award', 'bibtex', 'video'];
const BUTTONS = PANELS.map((name) => `a.${name}`).join(',');
const ACTIVE = `${BUTTONS}, .more-authors, [data-toggle="popover"]`;
/** Elements that the page's own listener serves: one for all, so that an article may be replaced. */
const served = new WeakSet();

export async function enhance(main) {
  for (const element of main.querySelectorAll(ACTIVE)) prepare(element);
  filter(main);
  if (served.has(main)) return;
  served.add(main);
  main.addEventListener('click', (event) => activate(event, event.target));
  main.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') activate(event, event.target);
  });
  main.addEventListener('input', ({ target }) => {
    if (target.id === 'bibsearch') apply(main, target.value);
  });
  addEventListener('hashchange', () => filter(main));
}

/** Makes a button of what only looks like one. */
function prepare(element) {
  if (element.matches('a[href]') || !element.closest('.bibliography')) return;
  element.setAttribute('role', 'button');
  element.tabIndex = 0;
  if (element.dataset.toggle === 'popover') {
    // al-folio's icon is a letter of a font that is not here.
    if (!element.textContent.trim()) element.textContent = '\u24d8';
    element.setAttribute('aria-label', say('Note'));
  }
  if (!element.hasAttribute('aria-expanded')) element.setAttribute('aria-expanded', 'false');
  if (element.matches('.more-authors')) element.removeAttribute('title');
}

function activate(event, target) {
  const element = target.closest?.(ACTIVE);
  if (!element?.hasAttribute('aria-expanded')) return;
  event.preventDefault();
  if (element.matches('.more-authors')) unfold(element);
  else if (element.matches('[data-toggle="popover"]')) note(element);
  else panels(element);
}

/** Opens the panels of this button, or closes them, and closes those of all others. */
function panels(button) {
  const entry = button.closest('li') ?? button.parentElement.parentElement;
  const name = PANELS.find((panel) => button.classList.contains(panel));
  const open = button.getAttribute('aria-expanded') !== 'true';
  for (const panel of entry.querySelectorAll(PANELS.map((kind) => `.${kind}.hidden`).join(','))) {
    panel.classList.toggle('open', open && panel.classList.contains(name));
  }
  for (const other of entry.querySelectorAll(BUTTONS)) {
    if (other.hasAttribute('aria-expanded')) other.setAttribute('aria-expanded', String(open && other.classList.contains(name)));
  }
}

/** Shows the authors that are folded; al-folio's own markup has their names in what a click would have done. */
function unfold(element) {
  const names = element.nextElementSibling;
  if (names?.matches('.more.hidden')) {
    names.classList.add('open');
    names.tabIndex = -1;
    names.focus();
    element.remove();
    return;
  }
  const text = /\? *'((?:[^'\\]|\\.)*)' *:/.exec(element.dataset.onclick ?? '')?.[1];
  if (!text) return;
  // The names may hold <sup>: it is read as HTML, of which the text and that element are kept.
  const parsed = new DOMParser().parseFromString(text, 'text/html').body;
  element.replaceWith(...[...parsed.childNodes].map((node) => (node.nodeName === 'SUP'
    ? Object.assign(document.createElement('sup'), { textContent: node.textContent })
    : node.textContent)));
}

/** A note stands below the authors when its sign is pressed. */
function note(element) {
  const open = element.getAttribute('aria-expanded') !== 'true';
  element.setAttribute('aria-expanded', String(open));
  const shown = element.nextElementSibling;
  if (shown?.matches('.annotation')) {
    shown.hidden = !open;
    return;
  }
  const text = new DOMParser().parseFromString(element.dataset.content ?? '', 'text/html').body.textContent;
  element.after(Object.assign(document.createElement('div'), { className: 'annotation', textContent: text }));
}

/** Filters by the address's hash, or by what was typed before this part was here. */
function filter(main) {
  const box = main.querySelector('#bibsearch');
  if (!box) return;
  const hash = decode(location.hash.slice(1));
  // A hash that leads to an element, such as a work's entry, is no query.
  if (hash && !document.getElementById(hash)) box.value = hash;
  if (box.value) apply(main, box.value);
}

const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Hides entries that lack one of the words, and headings with no entry left. */
function apply(main, query) {
  const words = plain(query).split(/\s+/).filter(Boolean);
  for (const entry of main.querySelectorAll('.bibliography > li')) {
    const text = words.length ? plain(entry.textContent) : '';
    entry.classList.toggle('unloaded', !words.every((word) => text.includes(word)));
  }
  // From the last to the first, so that a heading knows whether anything below it is left.
  const left = [];
  for (const part of [...main.querySelectorAll('.publications :is(h2, h3, h4, h5), .bibliography')].reverse()) {
    const level = /^H(\d)$/.exec(part.tagName)?.[1] ?? 9;
    const empty = level === 9 ? !part.querySelector(':scope > li:not(.unloaded)') : !left.some((below) => below > level);
    part.classList.toggle('unloaded', empty);
    if (level !== 9) left.splice(0, left.length, ...left.filter((below) => below <= level));
    if (!empty) left.push(Number(level));
  }
}
