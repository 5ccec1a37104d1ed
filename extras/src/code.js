// Blocks of code: colours with Rouge's class names, line numbers, marked lines, a button that copies.
// `enhance()` is the entrance. Only the document that is shown changes; the article's own HTML stays as it is.
import css from './code.css';
import { copy } from './copy.js';
import { KINDS } from './kinds.js';
import { say } from './say.js';
import { adopt } from './sheets.js';

/** Longer texts stay without colours: they would keep the page busy. */
const LONGEST = 200_000;

let highlighter;

export async function enhance(main) {
  adopt(css);
  const blocks = [...main.querySelectorAll('pre')].filter((pre) => !pre.matches('.lineno, pre pre, .gutter pre, [data-enhanced]'));
  const places = blocks.map(prepare).filter(Boolean);
  places.push(...main.querySelectorAll('code.highlighter-rouge:not([data-enhanced])'));
  for (const place of places) {
    place.dataset.enhanced = '';
    waiting.add(place);
    near.observe(place);
  }
}

/** Blocks without their colours, which come, with the grammars that they need, when the reader is near. */
const waiting = new Set();
const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) next(target);
}, { rootMargin: '150% 0%' });

// A page may be printed that was never scrolled: its grammars are fetched with the first key of Ctrl-P. What begins by
// a menu shows the colours that are there by then.
for (const event of ['keydown', 'beforeprint']) {
  addEventListener(event, ({ type, ctrlKey, metaKey }) => {
    if (type === 'beforeprint' || ctrlKey || metaKey) waiting.forEach(next);
  });
}

let turn = Promise.resolve();

/** Colours a block that waits. Between two blocks the page can do something else. */
function next(place) {
  near.unobserve(place);
  if (waiting.delete(place)) turn = turn.then(() => colours(place));
}

/** The element that holds the code of a block, after numbers and button were added; null if it is no code. */
function prepare(pre) {
  const code = pre.querySelector('td.code pre') ?? pre.querySelector('code') ?? pre;
  if (KINDS.has(languageOf(code))) return null;
  pre.dataset.enhanced = '';
  const frame = frameOf(pre);
  const wants = (name) => frame.closest(`.${name}, [data-${name}]`) ?? (pre.matches(`.${name}, [data-${name}]`) ? pre : null);
  if (wants('linenos') && !pre.querySelector('.lineno')) number(pre, code);
  const marked = wants('mark-lines')?.dataset.markLines;
  if (marked) mark(code, marked);
  if (code.textContent.trim()) frame.append(button(code));
  return code;
}

/** What stands around a block and does not scroll with it. */
function frameOf(pre) {
  const around = pre.parentElement;
  if (!around.matches('div.highlight, figure.highlight')) {
    const frame = document.createElement('div');
    pre.before(frame);
    frame.append(pre);
    frame.className = 'code-frame';
    return frame;
  }
  around.classList.add('code-frame');
  return around;
}

function languageOf(element) {
  const named = element.closest('[data-lang]')?.dataset.lang;
  const holder = element.closest('[class*="language-"]') ?? element.querySelector('[class*="language-"]');
  return named ?? /(?:^|\s)language-(\S+)/.exec(holder?.className ?? '')?.[1] ?? '';
}

async function colours(place) {
  const language = languageOf(place);
  const text = place.textContent;
  // What has elements in it was coloured by its author.
  const plain = [...place.children].every((child) => child.matches('.hll'));
  if (!language || !plain || text.length > LONGEST || !place.isConnected) return;
  try {
    highlighter ??= import('./highlight.js');
    const coloured = await (await highlighter).pieces(text, language);
    // Colours never change a text, whatever a grammar does.
    const whole = coloured?.map(([part]) => part).join('') === text;
    if (whole && place.isConnected && place.textContent === text) fill(place, coloured);
  } catch (error) {
    console.warn(`no colours for ${language}: ${error.message}`);
  }
}

/** Puts spans in place of the text, within what marks lines. */
function fill(place, pieces) {
  const holders = place.children.length ? [...place.childNodes] : [place];
  let at = 0;
  let used = 0;
  for (const holder of holders) {
    let room = holder.textContent.length;
    const fresh = document.createDocumentFragment();
    while (room > 0 && at < pieces.length) {
      const [text, name] = pieces[at];
      const part = text.slice(used, used + room);
      room -= part.length;
      used += part.length;
      if (used >= text.length) [at, used] = [at + 1, 0];
      fresh.append(name ? Object.assign(document.createElement('span'), { className: name, textContent: part }) : part);
    }
    if (holder.nodeType === Node.TEXT_NODE) holder.replaceWith(fresh);
    else holder.replaceChildren(fresh);
  }
}

/** Numbers beside the lines; they are not selected with the code. */
function number(pre, code) {
  const count = code.textContent.replace(/\n$/, '').split('\n').length;
  const numbers = document.createElement('span');
  numbers.className = 'lineno';
  numbers.ariaHidden = 'true';
  numbers.textContent = Array.from({ length: count }, (_, at) => at + 1).join('\n');
  pre.classList.add('numbered');
  pre.prepend(numbers);
}

/** Marks the lines that `ranges` names: `2 4-6` or `2,4-6`. */
function mark(code, ranges) {
  if (code.children.length) return;
  const lines = code.textContent.split(/(?<=\n)/);
  const marked = new Set();
  for (const [, from, to] of ranges.matchAll(/(\d+)(?:-(\d+))?/g)) {
    for (let line = +from; line <= Math.min(to ?? from, lines.length); line++) marked.add(line);
  }
  code.replaceChildren(...lines.map((line, at) => {
    return marked.has(at + 1) ? Object.assign(document.createElement('span'), { className: 'hll', textContent: line }) : line;
  }));
  // Neighbouring pieces of text become one.
  code.normalize();
}

function button(code) {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'copy-code';
  element.textContent = say('Copy');
  element.ariaLive = 'polite';
  element.addEventListener('click', async () => {
    const done = await copy(code.textContent.replace(/\n$/, ''), element);
    element.textContent = done ? say('Copied') : say('Not copied');
    setTimeout(() => { element.textContent = say('Copy'); }, 2000);
  });
  return element;
}
