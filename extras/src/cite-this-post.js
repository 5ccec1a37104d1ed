// How to cite a post that asks for it (`citation: true`), as text and as BibTeX. `enhance()` is the entrance.
import css from './cite-this-post.css';
import { copy } from './copy.js';
import { say } from './say.js';
import { adopt } from './sheets.js';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

export async function enhance(main) {
  const section = main.querySelector('.cite-this-post:empty');
  if (!section) return;
  adopt(css);
  const about = {
    title: main.querySelector('.post-title')?.textContent.trim() ?? document.title,
    authors: section.dataset.authors,
    date: main.querySelector('.post-header time')?.dateTime ?? '',
    site: document.querySelector('.site-title')?.textContent.trim() ?? '',
    url: document.querySelector('link[rel=canonical]')?.href ?? location.href.replace(/#.*/, ''),
  };
  const heading = document.createElement('h2');
  heading.textContent = say('Cite this post');
  const sentence = document.createElement('p');
  const [year, month, day] = about.date.split(/[-T]/);
  const when = year ? ` (${inWords(new Date(Date.UTC(+year, +month - 1, +day)))})` : '';
  const title = Object.assign(document.createElement('cite'), { textContent: about.title });
  const link = Object.assign(document.createElement('a'), { href: about.url, textContent: about.url });
  sentence.append(`${about.authors || about.site}${when}. `, title, `.${about.site ? ` ${about.site}.` : ''} `, link);
  const frame = document.createElement('div');
  frame.className = 'bibtex';
  const pre = document.createElement('pre');
  pre.textContent = bibtex(about, year, month);
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: say('Copy BibTeX') });
  button.setAttribute('aria-live', 'polite');
  button.addEventListener('click', async () => {
    button.textContent = (await copy(pre.textContent, button)) ? say('BibTeX copied') : say('Not copied');
  });
  frame.append(pre, button);
  section.append(heading, sentence, frame);
}

/** A date's month and year, in the language of the post if the browser knows it. */
function inWords(date) {
  const parts = { year: 'numeric', month: 'short', timeZone: 'UTC' };
  try {
    return date.toLocaleDateString(document.documentElement.lang, parts);
  } catch {
    return date.toLocaleDateString('en', parts);
  }
}

/** The entry: as al-folio writes it, an article in the journal that the site is. */
function bibtex({ title, authors, site, url }, year, month) {
  const word = (text) => text.normalize('NFD').replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
  const last = authors.split(' and ')[0].trim().split(/\s+/).at(-1) ?? '';
  const first = title.split(/\s+/).map(word).find((one) => one.length > 3) ?? word(title);
  const fields = [
    ['title', `{${escaped(title)}}`], ['author', `{${escaped(authors)}}`], ['journal', `{${escaped(site)}}`], ['year', `{${year}}`],
    ['month', MONTHS[month - 1]], ['url', `{${url}}`],
  ];
  const lines = fields.filter(([, value]) => value && !['{}', '{undefined}'].includes(value)).map(([name, value]) => `  ${name.padEnd(7)} = ${value}`);
  return `@article{${word(last)}${year ?? ''}${first},\n${lines.join(',\n')}\n}`;
}

/** TeX's own signs, as they stand in a text. */
const escaped = (text) => text.replace(/[\\{}]/g, '').replace(/[&%$#_]/g, '\\$&');
