// What a site makes of the looks: its own style sheet and icon, and what is printed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cannot, inFirefox, inWebKit } from './browsers.mjs';
import { FILES } from './pages.mjs';
import { ready, site, visit } from './site.mjs';
import { skip, written } from './written.mjs';

const THEME = `:root { --link: rgb(1, 2, 3); --paper: rgb(4, 5, 6); --measure: 20rem; --accent: rgb(7, 8, 9); }
a { text-decoration-color: rgb(10, 11, 12); }
.copy-code { letter-spacing: 3px; }
`;

test('a site is re-themed by one small style sheet of its own', { skip }, async (t) => {
  const blog = await written(t, { ...FILES, 'posts/style.css': THEME });
  blog.lost('404.html');
  for (const address of ['', 'blog/2026/reading/', '?post=2026-10-01-reading.md', 'works/', 'blog/2026/nothing-here/']) {
    const page = await visit(t, blog, address);
    await page.locator('main h1').waitFor();
    const styles = await page.evaluate(() => {
      const style = (selector) => getComputedStyle(document.querySelector(selector));
      return [getComputedStyle(document.documentElement).backgroundColor, style('main a').textDecorationColor, getComputedStyle(document.querySelector('.site-title'), '::before').backgroundColor];
    });
    assert.deepEqual(styles, ['rgb(4, 5, 6)', 'rgb(10, 11, 12)', 'rgb(7, 8, 9)'], address || 'list');
    assert.equal(blog.requests.filter((path) => path === 'posts/style.css').length, 1, address);
    blog.requests.length = 0;
    assert.deepEqual(page.problems.filter((problem) => !problem.includes('404')), []);
  }
  // What comes later gives way as well.
  const page = await visit(t, blog, 'blog/2026/reading/');
  await ready(page);
  await page.locator('.copy-code').first().waitFor({ state: 'attached' });
  assert.equal(await page.locator('.copy-code').first().evaluate((button) => getComputedStyle(button).letterSpacing), '3px');
});

test('a post’s own rules hold as long as it is shown', { skip }, async (t) => {
  const styles = '_styles: >\n  .fake { color: rgb(9, 8, 7); }\n  .post-title { letter-spacing: 5px }';
  const blog = await written(t, { 'posts/2026-01-01-x.md': `---\nlayout: post\ntitle: X\n${styles}\n---\n<p class="fake">text</p>\n` });
  const page = await visit(t, blog, 'blog/2026/x/');
  await ready(page);
  await page.waitForFunction(() => getComputedStyle(document.querySelector('.fake')).color === 'rgb(9, 8, 7)');
  await page.getByRole('link', { name: 'Works' }).click();
  await page.getByRole('heading', { level: 1, name: 'Works' }).waitFor();
  await page.evaluate(() => document.querySelector('h1').classList.add('post-title'));
  await page.waitForFunction(() => getComputedStyle(document.querySelector('h1')).letterSpacing !== '5px');
  assert.deepEqual(page.problems, []);
});

test("a post's rules for al-folio's dark theme mean what is shown", { skip }, async (t) => {
  const styles = '_styles: >\n  .fake { color: rgb(9, 8, 7); }\n  html[data-theme="dark"] .fake { color: rgb(1, 2, 3); }';
  const blog = await written(t, { 'posts/2026-01-01-x.md': `---\nlayout: distill\ntitle: X\nauthors: [{name: Ada, affiliations: {name: Here}}]\n${styles}\n---\n<p class="fake">text</p>\n` });
  const page = await visit(t, blog, 'blog/2026/x/');
  await ready(page);
  await page.waitForFunction(() => getComputedStyle(document.querySelector('.fake')).color === 'rgb(9, 8, 7)');
  await page.locator('.scheme').selectOption('dark');
  await page.waitForFunction(() => getComputedStyle(document.querySelector('.fake')).color === 'rgb(1, 2, 3)');
  assert.equal(await page.locator('.byline .affiliation').innerText(), 'Here');
  assert.deepEqual(page.problems, []);
});

test('a site says in its footer what it wants', { skip }, async (t) => {
  const blog = await written(t, { 'site.yml': 'title: T\nfooter_text: >\n  Mine, <a href="/imprint.html">imprint</a>.\nscholar:\n  bibliography: papers.bib\n' });
  const says = async (page) => {
    await page.getByRole('contentinfo').getByText('Mine,').waitFor();
    assert.match(await page.getByRole('contentinfo').textContent(), /^Mine, imprint\./);
    assert.equal(await page.getByRole('link', { name: 'imprint' }).evaluate((link) => link.href), new URL('imprint.html', blog.url).href);
  };
  await says(await visit(t, blog, 'works/'));
  await blog.index('--no-pages');
  await says(await visit(t, blog, '?post=2026-11-21-everything-at-once'));
});

test('a site has its own icon, or ours', { skip }, async (t) => {
  const last = (page) => page.locator('link[rel=icon]').last().getAttribute('href');
  const plain = await written(t);
  assert.match(await last(await visit(t, plain, '')), /^data:image\/svg\+xml,%3Csvg/);
  assert.deepEqual(plain.requests.filter((path) => /icon/.test(path)), []);
  const own = await written(t, { 'site.yml': 'title: T\nicon: mine.svg\npermalink: /blog/:year/:title/\nscholar:\n  bibliography: papers.bib\n', 'assets/img/mine.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>' });
  assert.equal(await last(await visit(t, own, 'blog/2026/everything-at-once/')), '../../../assets/img/mine.svg');
});

test('on paper a post has its references and says where its links lead', { skip: skip || cannot.print }, async (t) => {
  const blog = await written(t, FILES);
  const page = await visit(t, blog, 'blog/2026/reading/', { colorScheme: 'dark' });
  await ready(page);
  await page.mouse.move(20, 20);
  await page.waitForTimeout(500);
  await page.emulateMedia({ media: 'print' });
  const seen = (selector) => page.locator(selector).first().isVisible();
  for (const selector of ['.post-title', '.post-content', '.publications li', '.footnotes']) assert.ok(await seen(selector), selector);
  for (const selector of ['.site-header', '.site-footer', '.toc', '.post-more', '.backlinks', '.copy-code', '.reading-progress', 'ul.tab']) assert.equal(await seen(selector), false, selector);
  // All tabs are printed.
  assert.deepEqual(await page.locator('ul.tab-content > li').evaluateAll((all) => all.map((one) => one.checkVisibility())), [true, true]);
  const after = (selector) => page.locator(selector).first().evaluate((link) => getComputedStyle(link, '::after').content);
  assert.match(await after('.post-content a[href="https://example.org/"]'), /https:\/\/example\.org\/|attr\(href/);
  assert.equal(await after('.publications a[href^="https://doi.org"]'), 'none', 'whose text is its address');
  const colours = await page.evaluate(() => [getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color]);
  assert.deepEqual(colours, ['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
});

test('signs that grow are painted over all of their formula', { skip: (inFirefox || inWebKit) && 'it is Chromium that paints in tiles' }, async (t) => {
  const sum = 'a+b+c+d+e+f+g+h+i+j+k+l+m';
  const blog = await site(t, { 'posts/x.md': `---\nlayout: post\ntitle: X\n---\n$$\\underbrace{${sum}}_{n}$$\n\n$$\\widetilde{abcdefg}$$\n` });
  const page = await visit(t, blog, '?post=x');
  await ready(page);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(300);
  const place = (selector) => page.locator(selector).evaluate((element) => element.getBoundingClientRect().toJSON());
  const paper = await page.screenshot({ clip: { x: 2, y: 2, width: 8, height: 12 } });
  const painted = async (x, y) => !paper.equals(await page.screenshot({ clip: { x: Math.round(x), y: Math.round(y), width: 8, height: 12 } }));
  const brace = await place('munder munder > :first-child, munder:not(:has(munder)) > :first-child');
  for (const x of [brace.left, brace.left + brace.width / 4, brace.left + brace.width * 0.7, brace.right - 9]) assert.ok(await painted(x, brace.bottom + 1), `${x}`);
  const tilde = await place('mover > :first-child');
  for (const x of [tilde.left + tilde.width * 0.25, tilde.right - tilde.width * 0.35]) assert.ok(await painted(x, tilde.top - 8), `${x}`);
});
