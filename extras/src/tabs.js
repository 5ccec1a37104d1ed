// Tabs of jekyll-tabs (`{% tabs %}`): one of several contents is shown. `enhance()` is the entrance. Without this part
// all contents stand below each other.
import css from './tabs.css';
import { adopt } from './sheets.js';

export async function enhance(main) {
  adopt(css);
  main.querySelectorAll('ul.tab[data-tab]:not([role])').forEach((list, at) => prepare(list, `tabs-${at}`, main));
}

function prepare(list, id, main) {
  const contents = list.nextElementSibling;
  if (!contents?.matches('ul.tab-content')) return;
  const tabs = [...list.children];
  const panels = [...contents.children].map(() => document.createElement('div'));
  if (!tabs.length || tabs.length !== panels.length) return;
  list.setAttribute('role', 'tablist');
  contents.setAttribute('role', 'presentation');
  tabs.forEach((tab, at) => {
    tab.setAttribute('role', 'presentation');
    const link = tab.querySelector('a');
    link.setAttribute('role', 'tab');
    link.id = `${id}-${at}`;
    // A list's item can be no panel.
    const item = contents.children[at];
    item.setAttribute('role', 'presentation');
    panels[at].append(...item.childNodes);
    item.append(panels[at]);
    panels[at].id = `${id}-${at}-content`;
    panels[at].setAttribute('role', 'tabpanel');
    panels[at].setAttribute('aria-labelledby', link.id);
    link.setAttribute('aria-controls', panels[at].id);
    link.addEventListener('click', (event) => {
      event.preventDefault();
      everywhere(main, link.textContent, list);
      select(list, at);
    });
  });
  list.addEventListener('keydown', (event) => {
    const step = ({ ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0) * (getComputedStyle(list).direction === 'rtl' ? -1 : 1);
    const now = tabs.findIndex((tab) => tab.contains(event.target));
    if (!step || now < 0) return;
    event.preventDefault();
    const next = (now + step + tabs.length) % tabs.length;
    select(list, next);
    tabs[next].querySelector('a').focus();
  });
  select(list, Math.max(0, tabs.findIndex((tab) => tab.classList.contains('active'))));
}

/** Shows the content of one tab. */
function select(list, chosen) {
  const panels = list.nextElementSibling.children;
  [...list.children].forEach((tab, at) => {
    const active = at === chosen;
    const link = tab.querySelector('a');
    tab.classList.toggle('active', active);
    panels[at].classList.toggle('active', active);
    panels[at].hidden = !active;
    link.setAttribute('aria-selected', String(active));
    link.tabIndex = active ? 0 : -1;
  });
}

/** Chooses the same label in other groups of the same name, as jekyll-tabs does. */
function everywhere(main, label, from) {
  for (const list of main.querySelectorAll('ul.tab[role=tablist]')) {
    if (list === from || list.dataset.name !== from.dataset.name) continue;
    const at = [...list.children].findIndex((tab) => tab.textContent === label);
    if (at >= 0) select(list, at);
  }
}
