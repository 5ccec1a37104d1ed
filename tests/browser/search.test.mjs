// Search: the box, the keyboard, what is found, and that it costs nothing until it is asked for.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { inFirefox } from './browsers.mjs';
import { ready, visit } from './site.mjs';
import { skip, written } from './written.mjs';

const post = (front, text) => `---\nlayout: post\n${front}\n---\n${text}`;
const POSTS = {
  'posts/2020-01-01-clocks.md': post('title: Clocks without time\nrelated_publications: true', 'First words.\n\n## Ordering events\n\nNothing but happened-before: a quagga of logic. See {% cite lamport1978time %}.'),
  'posts/2020-01-02-other.md': post('title: "Other <img src=x onerror=alert(1)> things"', `Clocks are named once here, Übung macht den Meister. ${'Filler text. '.repeat(80)}\n\n## Quagga & <b>zebra</b>\n\n機械学習の論文。`),
  'posts/2020-01-03-third.md': post('title: Third\nredirect: https://example.org/elsewhere', 'Nothing of note but a wombat.'),
};
const box = (page) => page.locator('dialog.search-box');
const input = (page) => page.getByRole('combobox', { name: 'Search' });
const titles = (page) => page.locator('.search-box [role=option] .title').allTextContents();

/** Types and waits for what is found. */
async function find(page, query) {
  await page.evaluate(() => performance.clearMarks('search-ready'));
  await input(page).fill(query);
  await page.waitForFunction(() => performance.getEntriesByName('search-ready').length > 0);
  return titles(page);
}

test('a slash opens search, arrows choose, Enter goes to the heading, Escape gives the focus back', { skip }, async (t) => {
  const blog = await written(t, POSTS);
  const page = await visit(t, blog, '');
  await ready(page, 'index-ready');
  assert.deepEqual(blog.requests.filter((path) => path.startsWith('search/')), [], 'nothing is fetched before');
  await page.evaluate(() => { globalThis.same = true; });
  await page.getByRole('link', { name: 'Feed' }).focus();
  await page.keyboard.press('/');
  await input(page).waitFor();
  assert.equal(await input(page).evaluate((field) => field === document.activeElement && field.value), '');
  // The demo's own post cites a paper of that title.
  assert.deepEqual((await find(page, 'clocks')).slice(0, 2), ['Clocks without time', 'Other <img src=x onerror=alert(1)> things']);
  assert.equal(await page.locator('.search-box mark').first().textContent(), 'Clocks');
  assert.match(await box(page).getByRole('status').textContent(), /^\d posts$/);
  assert.equal(await input(page).getAttribute('aria-expanded'), 'true');
  const active = async () => page.locator(`#${await input(page).getAttribute('aria-activedescendant')}`).getAttribute('aria-selected');
  const first = await input(page).getAttribute('aria-activedescendant');
  await page.keyboard.press('ArrowDown');
  assert.equal(await active(), 'true');
  assert.notEqual(await input(page).getAttribute('aria-activedescendant'), first);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  assert.equal(await input(page).getAttribute('aria-activedescendant'), first, 'around');
  await page.keyboard.press('Escape');
  await box(page).waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Feed');
  await page.keyboard.press('Control+k');
  await find(page, 'quagga logic');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Clocks without time' }).waitFor();
  assert.equal(new URL(page.url()).pathname + new URL(page.url()).hash, '/some/sub/folder/blog/2020/clocks/#ordering-events');
  assert.equal(await page.evaluate(() => globalThis.same), true, 'the page was not loaded anew');
  // Where the address has a hash, reading goes on there; else at the top of the text.
  await page.keyboard.press('Control+k');
  await find(page, 'clocks without');
  await box(page).getByRole('option').first().click();
  await box(page).waitFor({ state: 'hidden' });
  // In a field, a slash is a slash.
  await page.keyboard.press('/');
  await input(page).waitFor();
  await page.keyboard.press('/');
  assert.equal(await input(page).inputValue(), '/');
  assert.deepEqual(page.problems, []);
});

test('titles, headings, text, references, other scripts and the beginnings of words are found', { skip }, async (t) => {
  const blog = await written(t, POSTS);
  const page = await visit(t, blog, 'blog/2020/other/');
  await ready(page);
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  const hrefs = () => page.locator('.search-box [role=option]').evaluateAll((links) => links.map((link) => link.href.replace(/.*folder\//, '')));
  for (const [query, title, href] of [
    ['happened befo', 'Clocks without time', 'blog/2020/clocks/#ordering-events'],
    ['ÜBUNG meister', 'Other <img src=x onerror=alert(1)> things', 'blog/2020/other/'],
    ['ubung', 'Other <img src=x onerror=alert(1)> things', 'blog/2020/other/'],
    ['機械学習', 'Other <img src=x onerror=alert(1)> things', 'blog/2020/other/#quagga--zebra'],
    ['without time', 'Clocks without time', 'blog/2020/clocks/'],
    ['wombat', 'Third', 'https://example.org/elsewhere'],
    ['quagga zebr', 'Other <img src=x onerror=alert(1)> things', 'blog/2020/other/#quagga--zebra'],
  ]) {
    assert.equal((await find(page, query))[0], title, query);
    assert.equal((await hrefs())[0], href, query);
  }
  assert.ok((await find(page, 'lamport communications')).includes('Clocks without time'));
  assert.ok((await hrefs()).includes('blog/2020/clocks/#lamport1978time'));
  // All words first, then some.
  assert.deepEqual((await find(page, 'quagga wombat')).sort(), ['Clocks without time', 'Other <img src=x onerror=alert(1)> things', 'Third']);
  assert.deepEqual(await find(page, 'xyzzy'), []);
  assert.equal(await box(page).getByRole('status').textContent(), 'Nothing was found.');
  assert.equal(await page.locator('.search-box img, .search-box b').count(), 0, 'nothing becomes markup');
  assert.deepEqual(page.problems, []);
});

test('a hit without a place of its own is read from its beginning', { skip }, async (t) => {
  const blog = await written(t, POSTS);
  const page = await visit(t, blog, '');
  await ready(page, 'index-ready');
  await page.keyboard.press('/');
  await input(page).waitFor();
  await find(page, 'clocks without');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Clocks without time' }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
  assert.equal(await page.evaluate(() => scrollY), 0);
});

test('search works by touch on a phone, on a post that was rendered here', { skip: skip || (inFirefox && 'it has no touch over WebDriver BiDi') }, async (t) => {
  const blog = await written(t, POSTS);
  const page = await visit(t, blog, '?post=2020-01-01-clocks.md', { viewport: { width: 390, height: 700 }, hasTouch: true, reducedMotion: 'reduce' });
  await ready(page);
  await page.getByRole('button', { name: 'Search', exact: true }).tap();
  await find(page, 'zebra');
  const { x, width } = await box(page).boundingBox();
  assert.ok(x >= 0 && x + width <= 390, `${x} ${width}`);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= 390), true);
  await box(page).getByRole('option').first().tap();
  await page.getByRole('heading', { level: 1, name: /^Other/ }).waitFor();
  assert.equal(await box(page).isVisible(), false);
  assert.deepEqual(page.problems, []);
});

test('more than fits is shown on demand', { skip }, async (t) => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`posts/2019-01-${String(at + 1).padStart(2, '0')}-p${at}.md`, post(`title: Post ${at}`, 'An ibex.')]));
  const blog = await written(t, many);
  const page = await visit(t, blog, '');
  await ready(page, 'index-ready');
  await page.keyboard.press('Control+k');
  await input(page).waitFor();
  assert.equal((await find(page, 'ibex')).length, 8);
  for (let at = 0; at < 8; at++) await page.keyboard.press('ArrowDown');
  await page.waitForFunction(() => document.querySelectorAll('.search-box [role=option]').length === 16);
  await page.getByRole('button', { name: 'More' }).click();
  await page.waitForFunction(() => document.querySelectorAll('.search-box [role=option]').length === 20);
  assert.equal(await page.getByRole('button', { name: 'More' }).isVisible(), false);
  assert.deepEqual(page.problems, []);
});

test('without an index, and when it cannot be fetched, the box says so', { skip }, async (t) => {
  const blog = await written(t, POSTS);
  const page = await visit(t, blog, '');
  await ready(page, 'index-ready');
  blog.behave('search/index.txt', { status: 500 });
  await page.keyboard.press('/');
  await page.getByText('The index could not be read').waitFor();
  blog.behave('search/index.txt');
  assert.equal((await find(page, 'wombat')).length, 1);
  await rm(join(blog.root, 'search'), { recursive: true });
  const raw = await visit(t, blog, '');
  await ready(raw, 'index-ready');
  await raw.keyboard.press('/');
  await raw.getByText('This site has no index to search in').waitFor();
});
