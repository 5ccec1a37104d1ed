// What helps to read, loaded when the reader first moves: how far one has come, the place in the outline, links to
// headings, footnotes where they are called. `start()` is the entrance; it listens, so that a post that is shown
// later has it as well.
import css from './reading.css';
import { decode } from './hash.js';
import { say } from './say.js';
import { adopt } from './sheets.js';

export function start() {
  adopt(css);
  progress();
  addEventListener('pointerover', (event) => anchor(event.target));
  addEventListener('focusin', (event) => anchor(event.target));
  footnotes();
  announce();
  reachable();
  // Before the focus moves on: what is there now, as wide as it is now.
  addEventListener('keydown', (event) => event.key === 'Tab' && reachable());
  // What brought this part may be what it is for.
  for (const heading of document.querySelectorAll(':is(h2, h3, h4, h5, h6):is(:hover, :focus-within)')) anchor(heading);
  if (scrollY) look();
}

// ---- how far ----

let look = () => {};

function progress() {
  const bar = document.createElement('div');
  bar.className = 'reading-progress';
  bar.ariaHidden = 'true';
  document.body.append(bar);
  let waits = false;
  look = () => {
    waits = false;
    const post = document.querySelector('.post-content');
    const room = document.documentElement.scrollHeight - innerHeight;
    // A post that fits into the window has no progress.
    const share = post && room > innerHeight / 2 ? Math.min(1, scrollY / room) : 0;
    bar.style.transform = `scaleX(${share})`;
    follow();
  };
  const later = () => {
    if (!waits) requestAnimationFrame(look);
    waits = true;
  };
  addEventListener('scroll', later, { passive: true });
  addEventListener('resize', later, { passive: true });
}

/** Marks the entry of the outline whose section is being read. */
function follow() {
  const outline = document.querySelector('.toc');
  if (!outline) return;
  let here = null;
  for (const link of outline.querySelectorAll('a')) {
    const heading = document.getElementById(decode(link.hash.slice(1)));
    if (heading && heading.getBoundingClientRect().top < innerHeight / 3) here = link;
  }
  const before = outline.querySelector('[aria-current]');
  if (before === here) return;
  before?.removeAttribute('aria-current');
  here?.setAttribute('aria-current', 'location');
  // Only the outline scrolls, never the page.
  if (here && outline.scrollHeight > outline.clientHeight) outline.scrollTop = here.offsetTop - outline.clientHeight / 2;
}

// ---- for those who do not see the page change, and who have no pointer ----

/** Says the title of a page that was reached without loading it, and keeps the focus in it. */
function announce() {
  const status = document.createElement('p');
  status.className = 'announcement';
  status.setAttribute('role', 'status');
  document.body.append(status);
  // The page leaves a mark when something is complete; the first is that of the page that was loaded.
  let shown = performance.getEntriesByType('mark').length > 1 ? '' : document.title;
  new PerformanceObserver(() => {
    if (document.title === shown) return;
    shown = document.title;
    status.textContent = shown;
    // What had the focus before going back is gone.
    if (document.activeElement === document.body) document.querySelector('main')?.focus({ preventScroll: true });
  }).observe({ type: 'mark', buffered: true });
}

/**
 * Lets the keyboard scroll what is wider than its place, which not every browser does by itself, and says what the
 * boxes of task lists say: the article's own HTML is Jekyll's, which does neither.
 */
function reachable() {
  for (const box of document.querySelectorAll('.task-list-item-checkbox:not([aria-label])')) box.ariaLabel = say(box.checked ? 'Done' : 'To do');
  for (const place of document.querySelectorAll('main :is(pre, table, .formula, math[display="block"], .diagram)')) {
    const scrolls = place.scrollWidth > place.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(place).overflowX);
    if (scrolls && !place.hasAttribute('tabindex')) place.setAttribute('tabindex', '0');
    else if (!scrolls && place.getAttribute('tabindex') === '0') place.removeAttribute('tabindex');
  }
}

// ---- links to headings ----

/** Gives the heading that is pointed at a link to itself. */
function anchor(target) {
  const heading = target.closest?.('.post-content :is(h2, h3, h4, h5, h6)[id]');
  if (!heading || heading.querySelector('.heading-link')) return;
  const link = document.createElement('a');
  link.className = 'heading-link';
  link.href = `#${encodeURIComponent(heading.id)}`;
  link.textContent = '#';
  link.setAttribute('aria-label', say('Link to “%”', heading.textContent.trim()));
  heading.append(link);
}

// ---- footnotes ----

/** Shows a footnote beside its mark, as long as one points at either. */
function footnotes() {
  const popover = document.createElement('div');
  popover.className = 'footnote-popover';
  popover.id = 'footnote-popover';
  popover.popover = 'manual';
  // A landmark: it stands outside of the others.
  popover.setAttribute('role', 'complementary');
  document.body.append(popover);
  let shown = null;
  let leaving;
  const hide = () => {
    clearTimeout(leaving);
    shown?.removeAttribute('aria-describedby');
    shown = null;
    if (popover.matches(':popover-open')) popover.hidePopover();
  };
  const show = (mark) => {
    clearTimeout(leaving);
    if (mark === shown) return;
    const note = document.getElementById(decode(mark.hash.slice(1)));
    if (!note) return;
    hide();
    popover.replaceChildren(...[...note.childNodes].map((node) => node.cloneNode(true)));
    for (const back of popover.querySelectorAll('.reversefootnote')) back.remove();
    // What it copies has its ids already.
    for (const named of popover.querySelectorAll('[id]')) named.removeAttribute('id');
    shown = mark;
    popover.setAttribute('aria-label', say('Footnote'));
    mark.setAttribute('aria-describedby', popover.id);
    popover.showPopover();
    place(popover, mark);
  };
  const leave = () => {
    clearTimeout(leaving);
    leaving = setTimeout(hide, 250);
  };
  const markOf = (event) => event.target.closest?.('a.footnote');
  addEventListener('pointerover', (event) => {
    if (event.pointerType === 'touch') return;
    const mark = markOf(event);
    if (mark) show(mark);
    else if (popover.contains(event.target)) clearTimeout(leaving);
    else if (shown) leave();
  });
  addEventListener('focusin', (event) => {
    const mark = markOf(event);
    if (mark?.matches(':focus-visible')) show(mark);
    else if (!popover.contains(event.target)) hide();
  });
  // A finger's first tap shows, its second follows.
  addEventListener('click', (event) => {
    const mark = markOf(event);
    if (mark && event.pointerType === 'touch' && mark !== shown) {
      event.preventDefault();
      show(mark);
    } else if (!popover.contains(event.target)) hide();
  });
  addEventListener('keydown', (event) => event.key === 'Escape' && hide());
  addEventListener('scroll', () => shown && place(popover, shown), { passive: true });
  const already = document.querySelector('a.footnote:is(:hover, :focus-visible)');
  if (already) show(already);
}

/** Below the mark, or above it where there is more room; within the window. */
function place(popover, mark) {
  const { left, right, top, bottom } = mark.getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  const below = bottom + 8 + height < innerHeight || top < innerHeight / 2;
  const from = Math.min(Math.max(12, (left + right - width) / 2), innerWidth - width - 12);
  popover.style.left = `${Math.max(0, from)}px`;
  popover.style.top = `${below ? bottom + 8 : Math.max(8, top - height - 8)}px`;
}
