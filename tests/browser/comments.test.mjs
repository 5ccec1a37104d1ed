// Comments by giscus: when they are asked for, with what, and what the frame may tell the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ready, site, visit } from './site.mjs';
import { skip, written } from './written.mjs';

const SITE = `title: T
permalink: /blog/:year/:title/
scholar:
  bibliography: papers.bib
giscus:
  repo: me/my.blog
  repo_id: R_1
  category: Comments
  category_id: DIC_2
  mapping: title
  strict: 1
  reactions_enabled: 1
  input_position: bottom
  theme: preferred_color_scheme
  emit_metadata: 0
  lang: de
`;
const post = (front, lines = 80) => `---\nlayout: post\ntitle: X & Y\ndate: 2026-02-03\n${front}\n---\n${'Line.\n\n'.repeat(lines)}`;

/** A page of a site; what giscus would be asked for is answered with `frame`, and kept in `asked`. */
async function commented(t, blog, address, frame = '<p>Comments are here.</p>', options = {}) {
  const page = await visit(t, blog, 'about:blank', options);
  page.asked = [];
  await page.route('https://giscus.app/**', (route) => {
    page.asked.push(new URL(route.request().url()));
    return route.fulfill({ contentType: 'text/html', body: `<!doctype html>${frame}` });
  });
  await page.goto(new URL(address, blog.url).href);
  await ready(page);
  return page;
}

test('comments are asked for when the reader comes near, as the site says', async (t) => {
  const blog = await site(t, { 'site.yml': SITE, 'posts/x.md': post('giscus_comments: true') });
  const page = await commented(t, blog, '?post=x');
  await page.waitForTimeout(700);
  assert.equal(page.asked.length, 0, 'not before');
  await page.locator('.comments').scrollIntoViewIfNeeded();
  await page.locator('.comments iframe').waitFor();
  await page.frameLocator('.comments iframe').getByText('Comments are here.').waitFor();
  const [asked] = page.asked;
  assert.equal(asked.pathname, '/de/widget');
  const said = Object.fromEntries(asked.searchParams);
  const { origin, backLink, ...rest } = said;
  assert.equal(origin, new URL('?post=x', blog.url).href);
  assert.equal(backLink, origin);
  assert.deepEqual(rest, {
    session: '', theme: 'light', reactionsEnabled: '1', emitMetadata: '0', inputPosition: 'bottom', repo: 'me/my.blog',
    repoId: 'R_1', category: 'Comments', categoryId: 'DIC_2', strict: '1', description: '', term: 'X & Y | T',
  });
  assert.deepEqual(page.problems, []);
});

test('the frame is as high as it says and follows the colours; others say nothing to it', async (t) => {
  const frame = `<script>
    addEventListener('message', ({ data }) => { document.title = data.giscus.setConfig.theme; document.body.textContent = document.title; });
    parent.postMessage({ giscus: { resizeHeight: 432 } }, '*');
  </script><body>`;
  const blog = await site(t, { 'site.yml': SITE, 'posts/x.md': post('giscus_comments: true', 2) });
  const page = await commented(t, blog, '?post=x', frame);
  await page.waitForFunction(() => document.querySelector('.comments iframe')?.style.height === '432px');
  await page.evaluate(() => postMessage({ giscus: { resizeHeight: 5 } }, '*'));
  await page.getByLabel('Colours').selectOption('dark');
  await page.frameLocator('.comments iframe').getByText('dark').waitFor();
  assert.equal(await page.locator('.comments iframe').evaluate((element) => element.style.height), '432px');
  assert.deepEqual(page.problems, []);
});

test('who signs in comes back to the comments, and who signs out is forgotten', async (t) => {
  const frame = '<script>if (location.search.includes("session=abc")) setTimeout(() => parent.postMessage({ giscus: { signOut: true } }, "*"), 300);</script>';
  const blog = await site(t, { 'site.yml': SITE, 'posts/x.md': post('giscus_comments: true') });
  const page = await commented(t, blog, '?post=x&giscus=abc', frame);
  await page.locator('.comments iframe').waitFor();
  assert.equal(new URL(page.url()).search, '?post=x');
  for (let tries = 0; page.asked.length < 2 && tries < 40; tries++) await page.waitForTimeout(100);
  assert.deepEqual(page.asked.map((asked) => asked.searchParams.get('session')), ['abc', '']);
  assert.equal(await page.evaluate(() => localStorage.getItem('giscus-session')), null);
});

test('no comments where the post, the site or its repository says nothing of them', async (t) => {
  const blog = await site(t, { 'site.yml': SITE, 'posts/x.md': post('', 2) });
  const none = await commented(t, blog, '?post=x');
  assert.equal(await none.locator('.comments').count(), 0);
  await blog.write({ 'site.yml': 'title: T\nscholar:\n  bibliography: papers.bib\ngiscus:\n  repo:\n', 'posts/x.md': post('giscus_comments: true', 2) });
  const empty = await commented(t, blog, '?post=x');
  assert.equal(await empty.locator('.comments').count(), 0);
  assert.match(await empty.locator('.diagnostics').textContent(), /posts\/x\.md:\d+: no comments: `giscus\.repo` in site\.yml/);
  assert.deepEqual([...none.asked, ...empty.asked], []);
});

test('without scripts there is a link to the discussions', { skip }, async (t) => {
  const blog = await written(t, { 'site.yml': SITE, 'posts/2026-02-03-x.md': post('giscus_comments: true', 2) });
  const page = await visit(t, blog, 'blog/2026/x/', { javaScriptEnabled: false });
  assert.equal(await page.getByRole('link', { name: 'Discussions on GitHub' }).getAttribute('href'), 'https://github.com/me/my.blog/discussions');
});
