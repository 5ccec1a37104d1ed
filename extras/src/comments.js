// Comments by giscus, as al-folio configures it: the discussions of a repository on GitHub. `enhance()` is the entrance.
//
// giscus' own script would run in the page; all it does is to make the frame, pass messages and keep the session,
// which is done here, so that the page's policy lets no foreign script in. The frame is asked for when the reader
// comes near it. The names of its parameters and messages are those of giscus' client and its ADVANCED-USAGE.md.
import css from './comments.css';
import { say } from './say.js';
import { isDark, onScheme } from './scheme.js';
import { adopt } from './sheets.js';

const ORIGIN = 'https://giscus.app';
/** Where giscus' own client keeps who is signed in. */
const SESSION = 'giscus-session';

let frame;
let listens = false;

export async function enhance(main) {
  const section = main.querySelector('.comments:not([data-enhanced])');
  if (!section) return;
  section.dataset.enhanced = '';
  adopt(css);
  const keys = Object.fromEntries(section.dataset.giscus.trim().split('\n').map((line) => {
    const at = line.indexOf('=');
    return [line.slice(0, at), line.slice(at + 1)];
  }));
  const arrives = returned();
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    show(section, keys);
  }, { rootMargin: '300px' });
  observer.observe(section);
  // Who comes back from signing in came from here.
  if (arrives) section.scrollIntoView();
}

/** Takes the session out of the address with which giscus sends the reader back; whether there was one. */
function returned() {
  const here = new URL(location.href);
  const session = here.searchParams.get('giscus');
  if (!session) return false;
  keep(session);
  here.searchParams.delete('giscus');
  history.replaceState(history.state, '', here);
  return true;
}

// A browser may refuse to keep anything.
function keep(session) {
  try {
    if (session) localStorage.setItem(SESSION, JSON.stringify(session));
    else localStorage.removeItem(SESSION);
  } catch { /* until the page is left */ }
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(SESSION)) ?? '';
  } catch {
    return '';
  }
}

/** The frame's address. */
function address(keys) {
  const here = new URL(location.href);
  here.hash = '';
  const meta = (name) => document.querySelector(`meta[property="og:${name}"], meta[name="${name}"]`)?.content ?? '';
  const path = here.pathname.length < 2 ? 'index' : here.pathname.slice(1).replace(/\.\w+$/, '');
  const term = { url: here.href, title: document.title, 'og:title': meta('title') || document.title, specific: keys.term }[keys.mapping] ?? path;
  const parameters = new URLSearchParams({
    origin: here.href,
    session: kept(),
    theme: theme(keys),
    reactionsEnabled: keys.reactions_enabled || '1',
    emitMetadata: keys.emit_metadata || '0',
    inputPosition: keys.input_position || 'bottom',
    repo: keys.repo,
    repoId: keys.repo_id ?? '',
    category: keys.category ?? '',
    categoryId: keys.category_id ?? '',
    strict: keys.strict || '0',
    description: meta('description'),
    backLink: here.href,
    [keys.mapping === 'number' ? 'number' : 'term']: keys.mapping === 'number' ? keys.term : term,
  });
  return `${ORIGIN}${keys.lang ? `/${encodeURIComponent(keys.lang)}` : ''}/widget?${parameters}`;
}

/** The look that the site asks for; without one, that of the page. */
function theme({ theme: asked }) {
  if (asked && asked !== 'preferred_color_scheme') return asked;
  return isDark() ? 'dark' : 'light';
}

function show(section, keys) {
  frame = Object.assign(document.createElement('iframe'), { title: say('Comments'), allow: 'clipboard-write', src: address(keys) });
  frame.keys = keys;
  section.append(frame);
  if (listens) return;
  listens = true;
  addEventListener('message', ({ origin, source, data }) => {
    if (origin !== ORIGIN || source !== frame.contentWindow || !data?.giscus) return;
    const { resizeHeight, signOut, error } = data.giscus;
    if (resizeHeight > 0) frame.style.height = `${resizeHeight}px`;
    // A session ends; without one, giscus shows the discussion all the same.
    if (signOut || (/Bad credentials|Invalid state value|State has expired/.test(error) && kept())) {
      keep('');
      frame.src = address(frame.keys);
    }
  });
  onScheme(() => frame.contentWindow?.postMessage({ giscus: { setConfig: { theme: theme(frame.keys) } } }, ORIGIN));
}
