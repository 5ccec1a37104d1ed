// The page's own words in the language of what it shows: in written pages, rendered anew, in search, and a table of the site's own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ready, visit } from './site.mjs';
import { skip, written } from './written.mjs';

const SITE = 'title: Notizen\nlang: de\nscholar: {bibliography: papers.bib}\npermalink: /blog/:year/:title/\n';
const post = (lang, title) => `---\nlayout: post\ntitle: ${title}\n${lang}tags: [eins]\ncitation: true\nrelated_publications: true\n---\n{% cite lamport1978time %}\n\n\`\`\`python\nx = 1\n\`\`\`\n`;
const GERMAN = {
  'site.yml': SITE,
  'posts/2024-05-02-a.md': post('', 'Uhren'),
  'posts/2024-05-03-b.md': post('lang: en\n', 'Clocks'),
};
const words = (page) => page.locator('main').textContent();

test('a German site speaks German, and an English post of it English', { skip }, async (t) => {
  const blog = await written(t, GERMAN);
  for (const address of ['blog/2024/a/', '?post=2024-05-02-a.md']) {
    const page = await visit(t, blog, address);
    await ready(page);
    await page.getByRole('heading', { name: 'Diesen Beitrag zitieren' }).waitFor();
    assert.match(await words(page), /2\. Mai 2024[^]*Literatur/, address);
    await page.locator('a.citation').first().focus();
    await page.locator('.citation-popover').getByRole('button', { name: 'BibTeX kopieren' }).waitFor();
    assert.deepEqual(page.problems, []);
  }
  const page = await visit(t, blog, '');
  await ready(page, 'index-ready');
  assert.match(await words(page), /3\. Mai 2024\s· 1 Min\. Lesezeit/);
  await page.getByRole('button', { name: 'Suchen' }).click();
  await page.getByPlaceholder('Titel, Text, Literatur').fill('uhren');
  await page.getByText('1 Beitrag', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Clocks' }).click();
  await page.getByRole('heading', { name: 'Cite this post' }).waitFor();
  assert.match(await words(page), /References/);
  assert.deepEqual(page.problems, []);
});

test('what only some posts load speaks the language too', { skip }, async (t) => {
  const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
  const body = '![Turm](a.svg){: data-zoomable=""}\n\n- [x] eins\n- [ ] zwei\n\n```chartjs\n{ "type":\n```\n';
  const blog = await written(t, { ...GERMAN, 'posts/2024-05-04-c.md': post('', 'Bilder') + body, 'a.svg': picture });
  const page = await visit(t, blog, 'blog/2024/c/');
  await ready(page);
  await page.getByText(/Dieser chartjs-Block lässt sich nicht zeichnen: it is no JSON/).waitFor();
  await page.getByRole('button', { name: 'Vergrößern: Turm' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Schließen' }).click();
  assert.deepEqual(await page.getByRole('checkbox').evaluateAll((boxes) => boxes.map((box) => box.ariaLabel)), ['Erledigt', 'Zu tun']);
  assert.deepEqual(page.problems, []);
});

test('a written page in another language is taken over as it is, until its words change', { skip }, async (t) => {
  const blog = await written(t, GERMAN);
  const page = await visit(t, blog, 'blog/2024/a/');
  await page.evaluate(() => { document.querySelector('main').firstElementChild.dataset.kept = ''; });
  await ready(page);
  assert.equal(await page.locator('[data-kept]').count(), 1);
  await blog.write({ 'words/de.txt': 'References = Quellen\n' });
  const other = await visit(t, blog, 'blog/2024/a/');
  await ready(other);
  assert.match(await words(other), /Quellen/);
});

test('without written pages it speaks the language as well, and the words of a table of its own', { skip }, async (t) => {
  const blog = await written(t, { ...GERMAN, 'site.yml': `${SITE}words: posts/words.txt\n`, 'posts/words.txt': 'References = Quellen\n%B %-d, %Y = %d.%m.%Y\n' });
  await blog.index('--no-pages');
  const page = await visit(t, blog, '?post=2024-05-02-a.md');
  await ready(page);
  assert.match(await words(page), /02\.05\.2024[^]*Quellen/);
});

test('in English no table is asked for', { skip }, async (t) => {
  const blog = await written(t);
  const page = await visit(t, blog, 'blog/2026/everything-at-once/');
  await ready(page);
  await page.keyboard.press('/');
  await page.locator('.search-box').waitFor();
  assert.deepEqual(blog.requests.filter((path) => path.startsWith('words')), []);
});

test('where no page is written, what stands around the text is in the site’s language too', { skip }, async (t) => {
  const blog = await written(t, GERMAN);
  await blog.index('--no-pages');
  const page = await visit(t, blog, '?post=2024-05-02-a.md');
  await ready(page);
  assert.match(await page.getByRole('contentinfo').textContent(), /^In Ihrem Browser dargestellt von Postil\.[^]*Wie das System/);
  assert.equal(await page.locator('.site-title').textContent(), 'Notizen');
  await page.getByLabel('Farben').selectOption('dark');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  assert.deepEqual(page.problems, []);
});
