// Pictures: larger at a click, two compared with a slider, several to leaf through. `enhance()` is the entrance.
//
// It understands the markup of the libraries that al-folio's sample posts use (medium-zoom, lightbox2, PhotoSwipe,
// Spotlight, VenoBox, img-comparison-slider, Swiper), each in a few lines of our own: together they are smaller
// than any of them.
import css from './pictures.css';
import { say } from './say.js';
import { adopt } from './sheets.js';

export async function enhance(main) {
  adopt(css);
  main.querySelectorAll('img-comparison-slider:not([data-enhanced])').forEach(compare);
  main.querySelectorAll('swiper-container:not([data-enhanced])').forEach(leaf);
  const zoomable = main.querySelectorAll('img[data-zoomable], [data-lightbox], .spotlight, .venobox, .pswp-gallery a');
  if (zoomable.length && !main.dataset.zooms) {
    main.dataset.zooms = '';
    main.addEventListener('click', open);
    main.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && event.target.matches('img[data-zoomable]')) open(event);
    });
  }
  for (const picture of main.querySelectorAll('img[data-zoomable]:not([tabindex])')) {
    picture.tabIndex = 0;
    picture.setAttribute('role', 'button');
    picture.setAttribute('aria-label', say('Enlarge: %', picture.alt || say('Picture')));
  }
}

/** A button whose name is a class, said as `label`; what is seen of it is `text`, or drawn by the style sheet. */
function button(className, label, action, text = '') {
  const made = Object.assign(document.createElement('button'), { type: 'button', className, textContent: text, ariaLabel: label });
  made.addEventListener('click', action);
  return made;
}

// ---- larger ----

const LINKS = 'a[data-lightbox], a.spotlight, a.venobox, .pswp-gallery a';

/** The pictures among which the reader can go on from `start`: its gallery, or all that can be enlarged. */
function gallery(main, start) {
  const link = start.closest(LINKS);
  if (!link) return [...main.querySelectorAll('img[data-zoomable]')];
  const { lightbox, gall } = link.dataset;
  const group = link.closest('.spotlight-group, .pswp-gallery');
  const same = (other) => other.dataset.lightbox === lightbox && other.dataset.gall === gall && other.closest('.spotlight-group, .pswp-gallery') === group;
  return [...main.querySelectorAll(LINKS)].filter(same);
}

function open(event) {
  const start = event.target.closest?.(`img[data-zoomable], ${LINKS}`);
  if (!start || event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0) return;
  event.preventDefault();
  const all = gallery(event.currentTarget, start);
  show(all, Math.max(0, all.indexOf(start)));
}

function show(all, at) {
  const dialog = document.createElement('dialog');
  dialog.className = 'lightbox';
  const picture = document.createElement('img');
  const caption = document.createElement('p');
  const to = (next) => {
    at = (next + all.length) % all.length;
    const from = all[at];
    const small = from.matches('img') ? from : from.querySelector('img');
    picture.src = from.dataset.zoomSrc ?? from.dataset.pswpSrc ?? (from.matches('a') ? from.href : largest(small));
    picture.alt = small?.alt ?? '';
    // Never smaller than on the page; a drawing has no size of its own.
    picture.style.minWidth = /\.svg($|\?)/.test(picture.src) ? '92vw' : `${small?.clientWidth ?? 0}px`;
    const said = from.closest('figure')?.querySelector('figcaption')?.textContent.trim();
    caption.textContent = from.dataset.title ?? said ?? small?.title ?? '';
    caption.hidden = !caption.textContent;
  };
  dialog.append(picture, caption, button('close', say('Close'), () => dialog.close(), '×'));
  if (all.length > 1) {
    dialog.append(
      button('previous', say('Previous picture'), () => to(at - 1), '‹'), button('next', say('Next picture'), () => to(at + 1), '›'),
    );
  }
  dialog.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && all.length > 1) to(at + step);
  });
  // Anywhere but on a button, as one expects of it.
  dialog.addEventListener('click', (event) => event.target.closest('button') ?? dialog.close());
  dialog.addEventListener('close', () => {
    dialog.remove();
    all[at].focus({ preventScroll: true });
  });
  document.body.append(dialog);
  to(at);
  dialog.showModal();
}

/** The largest of an image's sources. */
function largest(image) {
  const sets = [...image.closest('picture')?.querySelectorAll('source') ?? [], image].map((one) => one.srcset).filter(Boolean);
  const sources = sets.flatMap((set) => set.split(',').map((source) => source.trim().split(/\s+/)));
  sources.sort(([, one], [, other]) => parseFloat(other ?? 0) - parseFloat(one ?? 0));
  return sources[0]?.[0] ?? image.currentSrc ?? image.src;
}

// ---- two compared ----

/** Lays the second picture over the first; a slider says how much of it is seen. */
function compare(slider) {
  slider.dataset.enhanced = '';
  const [first, second] = ['first', 'second'].map((name) => slider.querySelector(`[slot="${name}"]`));
  if (!first || !second) return;
  const range = Object.assign(document.createElement('input'), { type: 'range', min: 0, max: 100, step: 0.5, value: slider.getAttribute('value') ?? 50 });
  range.setAttribute('aria-label', say('How much of each picture is shown'));
  const move = () => slider.style.setProperty('--seen', `${range.value}%`);
  range.addEventListener('input', move);
  first.classList.add('compared-first');
  second.classList.add('compared-second');
  slider.append(range);
  move();
}

// ---- several to leaf through ----

/** A row that scrolls from picture to picture, with buttons and dots. */
function leaf(container) {
  container.dataset.enhanced = '';
  const slides = [...container.querySelectorAll(':scope > swiper-slide')];
  if (!slides.length) return;
  const wants = (name) => container.hasAttribute(name) && container.getAttribute(name) !== 'false';
  const row = document.createElement('div');
  row.className = 'slides';
  row.tabIndex = 0;
  row.setAttribute('role', 'group');
  row.setAttribute('aria-roledescription', say('carousel'));
  row.setAttribute('aria-label', say('Pictures'));
  row.append(...slides);
  container.append(row);
  const now = () => Math.round(Math.abs(row.scrollLeft) / Math.max(1, row.clientWidth));
  const to = (next) => {
    const around = wants('rewind') || wants('loop');
    const at = around ? (next + slides.length) % slides.length : Math.min(Math.max(0, next), slides.length - 1);
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const left = slides[at].offsetLeft - slides[0].offsetLeft;
    row.scrollTo({ left, behavior: still ? 'auto' : 'smooth' });
  };
  if (wants('navigation')) {
    container.append(
      button('previous', say('Previous picture'), () => to(now() - 1)), button('next', say('Next picture'), () => to(now() + 1)),
    );
  }
  if (wants('pagination')) {
    const dots = document.createElement('div');
    dots.className = 'dots';
    dots.append(...slides.map((_, at) => button('dot', say('Picture % of %', at + 1, slides.length), () => to(at))));
    container.append(dots);
    const look = () => [...dots.children].forEach((dot, at) => {
      if (at === now()) dot.setAttribute('aria-current', 'true');
      else dot.removeAttribute('aria-current');
    });
    row.addEventListener('scroll', look);
    look();
  }
}
