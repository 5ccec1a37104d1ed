// The box in which a reader searches: loaded when it is first asked for (`/`, Ctrl-K, the button). `open()` is the
// entrance. Nothing of the index becomes markup: what is found is set as text.
import css from './search.css';
import { say } from '../say.js';
import { adopt } from '../sheets.js';
import { engine } from './engine.js';
import { excerpt, wanted } from './excerpt.js';

/** How many posts are shown at once. */
const SHOWN = 8;
/** How long typing may pause before a search begins, in milliseconds. */
const PAUSE = 80;

let box;

export function open() {
  box ??= make();
  box.show();
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const text = (pieces) => pieces.map(([part, asked]) => (asked ? element('mark', {}, part) : part));

async function get(address, kind) {
  const answer = await fetch(address, { cache: 'no-cache' });
  if (!answer.ok) throw Object.assign(new Error(`the server answers with status ${answer.status}`), { status: answer.status });
  return answer[kind]();
}

function make() {
  adopt(css);
  const root = document.querySelector('meta[name="postil:root"]').content;
  const posts = engine(new URL('search/', root).href, get);
  const input = element('input', {
    type: 'text', role: 'combobox', 'aria-label': say('Search'), 'aria-expanded': 'false', 'aria-controls': 'search-results',
    'aria-autocomplete': 'list', 'aria-describedby': 'search-help', inputmode: 'search', enterkeyhint: 'go', autocomplete: 'off', autocapitalize: 'off',
    spellcheck: 'false', maxlength: '200', placeholder: say('Titles, text, references'),
  });
  const close = element('button', { type: 'button' }, say('Close'));
  const said = element('p', { role: 'status' });
  const list = element('div', { role: 'listbox', id: 'search-results', 'aria-label': say('Posts that were found'), hidden: '' });
  const further = element('button', { type: 'button', class: 'further', hidden: '' }, say('More'));
  const help = element('p', { class: 'help', id: 'search-help' }, say('↑ ↓ choose, Enter opens, Escape closes'));
  const dialog = element('dialog', { class: 'search-box', 'aria-label': say('Search') }, element('div', { class: 'field' }, input, close), said, list, further, help);
  document.body.append(dialog);

  let found = [];
  let active = -1;
  let turn = 0;
  const options = () => list.children;

  const choose = (at) => {
    options()[active]?.setAttribute('aria-selected', 'false');
    active = at;
    const option = options()[at];
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    if (option) input.setAttribute('aria-activedescendant', option.id);
    else input.removeAttribute('aria-activedescendant');
  };

  const option = (hit, at) => {
    const address = new URL(hit.href, root);
    const date = hit.date.slice(0, 10);
    const about = [date && [[date, false]], hit.heading.length && hit.heading].filter(Boolean);
    const where = about.flatMap((pieces, number) => [...(number ? [' · '] : []), ...text(pieces)]);
    return element('a', {
      role: 'option', id: `search-result-${at}`, tabindex: '-1', 'aria-selected': 'false',
      href: /^https?:$/.test(address.protocol) ? address.href : root,
    }, element('span', { class: 'title' }, ...text(hit.title)), element('span', { class: 'where' }, ...where), element('span', { class: 'text' }, ...text(hit.text)));
  };

  /** Shows the posts that were found from the number `from` on. */
  const show = async (from, asked) => {
    const mine = turn;
    const some = found.slice(from, from + SHOWN);
    const hits = await Promise.all(some.map((post) => posts.post(post).then((shown) => excerpt(shown, asked), () => null)));
    if (mine !== turn) return;
    // One that could not be fetched has nothing to show.
    const made = hits.filter(Boolean).map((hit, at) => option(hit, from + at));
    if (from) list.append(...made);
    else list.replaceChildren(...made);
    list.hidden = !options().length;
    input.setAttribute('aria-expanded', String(!list.hidden));
    further.hidden = found.length <= from + SHOWN;
    const count = found.length === 1 ? say('1 post') : say('% posts', found.length);
    said.textContent = made.length || from ? count : say('What was found could not be fetched. Try again.');
    choose(from && made.length ? from : options().length ? 0 : -1);
  };

  const nothing = (why) => {
    found = [];
    list.replaceChildren();
    list.hidden = true;
    further.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    said.textContent = why;
    choose(-1);
  };
  const failed = (error) => nothing(error.status === 404 || error.status === 410
    ? say('This site has no index to search in. Its author makes one with “postil index”.')
    : say('The index could not be read (%). Try again.', error.message));

  const search = async () => {
    const mine = ++turn;
    const query = input.value;
    const asked = wanted(query);
    if (!asked.plain.length && !asked.packed.length) return nothing('');
    try {
      const numbers = await posts.find(query);
      if (mine !== turn) return;
      found = numbers;
      if (found.length) await show(0, asked);
      else nothing(say('Nothing was found.'));
    } catch (error) {
      if (mine === turn) failed(error);
    }
    performance.mark('search-ready');
  };
  const more = () => show(options().length, wanted(input.value));

  let pause = 0;
  input.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      pause = 0;
      search();
    }, PAUSE);
  });
  input.addEventListener('keydown', async (event) => {
    if (event.isComposing) return;
    const count = options().length;
    if (event.key === 'Enter') {
      event.preventDefault();
      clearTimeout(pause);
      // What was typed last counts.
      if (pause) await search();
      pause = 0;
      options()[Math.max(0, active)]?.dispatchEvent(new MouseEvent('click', {
        bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey, shiftKey: event.shiftKey,
      }));
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!count) return;
      const next = active + (event.key === 'ArrowDown' ? 1 : -1);
      if (next === count && !further.hidden) await more();
      else choose((next + count) % count);
    }
  });
  // A link is followed as any other of the page, when the box is closed: focus goes where the link leads.
  list.addEventListener('click', (event) => {
    if (!(event.ctrlKey || event.metaKey || event.shiftKey)) dialog.close();
  });
  further.addEventListener('click', async () => {
    await more();
    input.focus();
  });
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });

  return {
    show() {
      if (!dialog.open) dialog.showModal();
      input.focus();
      input.select();
      // Asked for while the reader types the first word.
      posts.index().catch(failed);
    },
  };
}
