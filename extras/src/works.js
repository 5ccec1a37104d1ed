// The list of all works: filtered as one types, sorted by author, year or how often they are cited. Its other pages are
// fetched when the reader first asks for that. `enhance()` is the entrance.
import css from './works.css';
import { say } from './say.js';
import { adopt } from './sheets.js';
import { terms, words } from './search/words.js';

/** How many works are shown at once. */
const SHOWN = 100;
/** So many works are seen without help. */
const FEW = 8;

const ORDERS = {
  year: ['Newest first', (one, other) => other.year - one.year],
  posts: ['Most cited first', (one, other) => other.posts - one.posts],
};

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export async function enhance(main) {
  const list = main.querySelector('ul.works[data-pages]');
  if (!list || main.querySelector('.works-tools') || list.dataset.works <= FEW) return;
  adopt(css);
  const before = [...list.children];
  const paging = main.querySelector('.pagination');
  const filter = element('input', { type: 'search', 'aria-label': say('Filter works'), placeholder: say('Filter by author, title, year'), autocomplete: 'off', spellcheck: 'false' });
  const order = element('select', { 'aria-label': say('Order') }, element('option', { value: '' }, say('By author')));
  for (const [value, [said]] of Object.entries(ORDERS)) order.append(element('option', { value }, say(said)));
  const status = element('p', { role: 'status' });
  const further = element('button', { type: 'button', hidden: '' }, say('More'));
  list.before(element('div', { class: 'works-tools', role: 'search', 'aria-label': say('Works') }, filter, order, status));
  list.after(further);

  let all;
  const get = () => (all ??= collect(list).catch((error) => {
    all = undefined;
    throw error;
  }));
  let shown = SHOWN;
  let turn = 0;
  const show = async () => {
    const mine = ++turn;
    const asked = terms(filter.value);
    const plain = !asked.length && !order.value;
    if (paging) paging.hidden = !plain;
    if (plain) {
      list.replaceChildren(...before);
      further.hidden = true;
      status.textContent = '';
      return;
    }
    try {
      const works = await get();
      if (mine !== turn) return;
      const found = works.filter((work) => asked.every((word) => work.words.some((own) => own.startsWith(word))));
      // Equals stay in the order of authors.
      if (order.value) found.sort(ORDERS[order.value][1]);
      list.replaceChildren(...found.slice(0, shown).map((work) => work.item));
      further.hidden = found.length <= shown;
      status.textContent = `${found.length} / ${works.length}`;
    } catch (error) {
      if (mine === turn) status.textContent = say('The other works could not be loaded (%). Try again.', error.message);
    }
    performance.mark('works-ready');
  };
  const anew = () => {
    shown = SHOWN;
    return show();
  };
  filter.addEventListener('input', anew);
  order.addEventListener('change', anew);
  further.addEventListener('click', async () => {
    const first = shown;
    shown += SHOWN;
    await show();
    list.children[first]?.querySelector('a')?.focus({ preventScroll: true });
  });
}

/** The works of all pages of the list, in its order. */
async function collect(list) {
  const root = document.querySelector('meta[name="postil:root"]').content;
  const pages = Array.from({ length: Number(list.dataset.pages) }, (_, at) => new URL(at ? `works/page/${at + 1}/` : 'works/', root).href);
  const works = await Promise.all(pages.map(async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`the server answers with status ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    return [...page.querySelectorAll('ul.works > li')].map((item) => {
      for (const link of item.querySelectorAll('a[href]')) link.href = new URL(link.getAttribute('href'), address).href;
      const { year, posts } = item.dataset;
      return { item: document.importNode(item, true), year: Number(year), posts: Number(posts), words: words(item.textContent) };
    });
  }));
  return works.flat();
}
