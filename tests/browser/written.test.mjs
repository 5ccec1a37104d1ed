// Pages that `postil index` has written: what they say before any script runs, and how the program takes them over.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { cannot } from './browsers.mjs';
import { ready, visit } from './site.mjs';
import { skip, written } from './written.mjs';

const DEMO = 'blog/2026/reading-multimodal-models/';
const NAME = '2026-11-16-reading-multimodal-models';

const posts = (count) => Object.fromEntries(Array.from({ length: count }, (_, at) => [
  `posts/2020-01-${String(at + 1).padStart(2, '0')}-post-${at + 1}.md`,
  `---\nlayout: post\ntitle: Post ${at + 1}\ntags: even${at % 2}\n---\n${'Line.\n\n'.repeat(60)}See {% cite lamport1978time %} in post ${at + 1}.`,
]));

test('a written post can be read without scripts, and says what it is', { skip: skip || cannot.blind }, async (t) => {
  const config = 'title: T\nurl: https://me.org\nbaseurl: /b\npermalink: /blog/:year/:title/\nfirst_name: A\nlast_name: B\nscholar:\n  bibliography: papers.bib\n';
  const blog = await written(t, { 'site.yml': config });
  const page = await visit(t, blog, DEMO, { javaScriptEnabled: false });
  assert.match(await page.locator('article.post-content').textContent(), /Start with CLIP \(Radford et al\., 2021\)/);
  assert.equal(await page.locator('ol.bibliography > li').count(), 7);
  const content = (selector) => page.locator(selector).first().getAttribute('content');
  assert.equal(await page.getAttribute('link[rel=canonical]', 'href'), `https://me.org/b/${DEMO}`);
  assert.equal(await content('meta[property="og:title"]'), 'Seven papers about models that see');
  assert.equal(await content('meta[name="twitter:card"]'), 'summary');
  assert.equal(await content('meta[name="citation_author"]'), 'A B');
  assert.equal(await content('meta[name="citation_publication_date"]'), '2026/11/16');
  const data = JSON.parse(await page.locator('script[type="application/ld+json"]').textContent());
  assert.deepEqual([data['@type'], data.headline, data.author[0].name], ['BlogPosting', 'Seven papers about models that see', 'A B']);
  assert.deepEqual(page.problems, []);
  await page.getByRole('link', { name: 'Everything at once' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Everything at once' }).waitFor();
  const align = await page.locator('td').nth(2).evaluate((cell) => getComputedStyle(cell).textAlign).catch(() => 'right');
  assert.equal(align, 'right');
});

test('the program takes a written post over as it is, and its popovers work', { skip }, async (t) => {
  const blog = await written(t);
  const page = await visit(t, blog, DEMO, { waitUntil: 'commit' });
  await page.locator('h1.post-title').waitFor();
  await page.evaluate(() => { document.querySelector('.post-content').dataset.kept = 'yes'; });
  await ready(page);
  assert.deepEqual(blog.requests.filter((path, at, all) => all.indexOf(path) !== at), []);
  assert.equal(await page.locator('.post-content').getAttribute('data-kept'), 'yes');
  await page.locator('a.citation').first().hover();
  await page.locator('.citation-popover .reference').waitFor();
  assert.match(await page.locator('.citation-popover').textContent(), /Learning transferable visual models/i);
  assert.deepEqual(page.problems, []);
});

test('the program makes the same of a post as the command does', { skip }, async (t) => {
  const blog = await written(t);
  // What the parts of extras/ add comes after.
  const name = (await readdir(join(blog.root, 'extras'))).find((file) => /^enhance-.*\.js$/.test(file));
  await blog.write({ [`extras/${name}`]: 'export const enhance = () => {};\nexport const read = enhance;\n' });
  for (const [address, name] of [[DEMO, NAME], ['blog/2026/everything-at-once/', '2026-11-21-everything-at-once']]) {
    const here = await visit(t, blog, address);
    await ready(here);
    const there = await visit(t, blog, `?post=${name}.md`);
    await ready(there);
    const html = (page) => page.locator('main > .post').evaluate((post) => {
      for (const link of post.querySelectorAll('[href]')) link.setAttribute('href', link.href.replace(/^[^#]*#/, '#'));
      for (const notes of post.querySelectorAll('details')) notes.open = false;
      return post.outerHTML;
    });
    assert.equal(await html(here), await html(there));
    assert.deepEqual([...here.problems, ...there.problems], []);
  }
});

test('a post that has changed since is rendered from its file', { skip }, async (t) => {
  const blog = await written(t);
  const text = await readFile(join(blog.root, `posts/${NAME}.md`), 'utf8');
  await blog.write({ [`posts/${NAME}.md`]: text.replace('Start with CLIP', 'Begin with CLIP') });
  const page = await visit(t, blog, DEMO);
  await ready(page);
  assert.match(await page.locator('.post-content').textContent(), /Begin with CLIP/);
  assert.equal(await page.locator('.post-more .neighbours').count(), 1, 'what stands behind it stays');
  assert.deepEqual(page.problems, []);
});

test('going through written pages loads none anew, and back restores the place', { skip }, async (t) => {
  const blog = await written(t, posts(3));
  const page = await visit(t, blog, '');
  await ready(page, 'index-ready');
  await page.evaluate(() => { globalThis.same = true; });
  const heading = (name) => page.getByRole('heading', { level: 1, name }).waitFor();
  await page.locator('.post-list').getByRole('link', { name: 'Post 3' }).click();
  await heading('Post 3');
  await page.locator('a.citation').first().waitFor();
  // Before that, the place is not the reader's.
  await ready(page);
  await page.evaluate(() => scrollTo(0, 700));
  await page.waitForFunction(() => history.state === 700);
  // A click by hand would scroll to the link first.
  await page.locator('.neighbours [rel=prev]').evaluate((link) => link.click());
  await heading('Post 2');
  assert.equal(await page.evaluate(() => scrollY), 0);
  await page.locator('.post-tags a', { hasText: 'even1' }).click();
  await heading('even1');
  assert.deepEqual(await page.locator('.post-list h2').allTextContents(), ['Post 2']);
  assert.equal(new URL(page.url()).pathname, '/some/sub/folder/blog/tag/even1/');
  await page.goBack();
  await heading('Post 2');
  await page.goBack();
  await heading('Post 3');
  await page.waitForFunction(() => Math.abs(scrollY - 700) < 3);
  await page.goForward();
  await heading('Post 2');
  await page.getByRole('link', { name: 'Postil', exact: true }).click();
  await page.locator('.post-list').waitFor();
  assert.equal(new URL(page.url()).pathname, '/some/sub/folder/');
  assert.equal(await page.evaluate(() => globalThis.same), true);
  assert.deepEqual(page.problems, []);
});

test('a deep link opened cold works, with its hash, and so does a post by its name', { skip }, async (t) => {
  const blog = await written(t);
  const page = await visit(t, blog, `${DEMO}#one-space-for-six-senses`);
  await ready(page);
  const top = await page.locator('#one-space-for-six-senses').evaluate((heading) => heading.getBoundingClientRect().top);
  assert.ok(top >= 0 && top < 200, String(top));
  const named = await visit(t, blog, `?post=${NAME}`, { waitUntil: 'commit' });
  await named.locator('header.site-header').waitFor({ state: 'attached' });
  await ready(named);
  assert.equal(await named.locator('h1').textContent(), 'Seven papers about models that see');
  assert.deepEqual([...page.problems, ...named.problems], []);
});

/** The file of the program in a site. */
const program = async (blog) => (await readdir(blog.root)).find((file) => /^page-.*\.wasm$/.test(file));
const marks = (page) => page.evaluate(() => performance.getEntriesByType('mark').map(({ name }) => name));

test('what is written is ready before the program is there, at its own address or by its name', { skip }, async (t) => {
  const blog = await written(t);
  blog.behave(await program(blog), { delay: 4000 });
  for (const [address, mark] of [[DEMO, 'article-ready'], [`?post=${NAME}#one-space-for-six-senses`, 'article-ready'], ['', 'index-ready']]) {
    const page = await visit(t, blog, address, { waitUntil: 'commit' });
    await page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, mark);
    if (mark === 'article-ready') {
      assert.equal(await page.locator('main .post h1').textContent(), 'Seven papers about models that see');
      assert.equal(await page.locator('ol.bibliography > li').count(), 7);
      const { pathname, search, hash } = await page.evaluate(() => ({ ...location }));
      assert.deepEqual([pathname, search, hash], [`/some/sub/folder/${DEMO}`, '', address.match(/#.*/)?.[0] ?? '']);
      assert.match(await page.title(), /^Seven papers/);
      assert.deepEqual(await page.locator('meta[name=citation_title], meta[property="og:title"]').evaluateAll((all) => all.map((meta) => meta.content)), Array(2).fill('Seven papers about models that see'));
      assert.equal(await page.locator('script[type="application/ld+json"]').count(), 1);
      assert.equal(await page.locator('.site-header a[href$="feed.xml"]').evaluate((link) => link.href), new URL('feed.xml', blog.url).href);
      if (hash) await page.waitForFunction(() => Math.abs(document.querySelector(':target')?.getBoundingClientRect().top) < 200);
    }
    assert.deepEqual(await marks(page), [mark]);
    await ready(page, mark);
    assert.deepEqual(await marks(page), [mark], 'nothing was made anew');
    assert.deepEqual(page.problems, []);
  }
});

test('the popover comes for a citation that the reader points at before the program is there', { skip: skip || cannot.hurry }, async (t) => {
  const blog = await written(t);
  blog.behave(await program(blog), { delay: 1500 });
  for (const act of ['hover', 'focus']) {
    const page = await visit(t, blog, DEMO, { waitUntil: 'domcontentloaded' });
    // What is focused by a script is not known to be the keyboard's.
    if (act === 'focus') await page.keyboard.press('Tab');
    await page.locator('a.citation').nth(1)[act]();
    assert.equal(await page.evaluate(() => performance.getEntriesByName('taken-over').length), 0);
    await page.locator('.citation-popover .reference').waitFor();
    assert.match(await page.locator('.citation-popover').textContent(), /ImageBind/i);
    assert.deepEqual(page.problems, []);
  }
});

test('a post whose page is gone is made of its file, as is one that is asked for by its file', { skip }, async (t) => {
  const blog = await written(t);
  const file = await visit(t, blog, `?post=${NAME}.md`);
  await ready(file);
  assert.equal(new URL(file.url()).search, `?post=${NAME}.md`);
  assert.equal(blog.requests.includes(DEMO), false);
  await blog.write({ [`${DEMO}index.html`]: null });
  for (const status of [404, 200]) {
    blog.lost('index.html', status);
    const page = await visit(t, blog, `?post=${NAME}`);
    await ready(page);
    assert.equal(await page.locator('main .post h1').textContent(), 'Seven papers about models that see');
    assert.equal(new URL(page.url()).search, `?post=${NAME}`);
  }
});

test('addresses that do not exist find the site, wherever it lies', { skip }, async (t) => {
  const blog = await written(t);
  blog.lost('404.html');
  for (const address of ['blog/2026/nothing/', 'nothing', 'a/b/c/d.html']) {
    const page = await visit(t, blog, address);
    await page.getByText('There is no such post').waitFor();
    assert.match(await page.locator('main').textContent(), new RegExp(address.split('/').at(-1)));
    await page.getByRole('link', { name: 'All posts' }).click();
    await page.locator('.post-list').waitFor();
    assert.equal(new URL(page.url()).pathname, '/some/sub/folder/');
    assert.notEqual(await page.locator('body').evaluate((body) => getComputedStyle(body).maxWidth + getComputedStyle(body).fontFamily), '', 'styled');
  }
});

test('a server that answers every address with the home page is not asked for ever', { skip }, async (t) => {
  const blog = await written(t);
  blog.lost('index.html', 200);
  const page = await visit(t, blog, '?work=nosuch');
  await page.getByText('There is no such').waitFor();
  const loads = blog.requests.length;
  await page.waitForTimeout(500);
  assert.equal(blog.requests.length, loads);
  // A work that is asked for from a post's own address is no reason to show the post.
  const work = await visit(t, blog, `${DEMO}?work=radford2021learningtransferablevisualmodels`);
  await work.getByRole('heading', { level: 1, name: 'Learning Transferable Visual Models From Natural Language Supervision' }).waitFor();
  assert.equal(await work.getByRole('heading', { level: 1 }).count(), 1);
});

test('the list is paged, featured posts stay in sight, and pages follow the site', { skip }, async (t) => {
  const config = 'title: T\npermalink: /blog/:year/:title/\npagination:\n  enabled: true\n  per_page: 5\ndisplay_tags: [even0]\nscholar:\n  bibliography: papers.bib\n';
  const blog = await written(t, { ...posts(12), 'site.yml': config });
  const page = await visit(t, blog, '');
  await ready(page, 'index-ready');
  assert.equal(await page.locator('.post-list > li').count(), 5);
  assert.equal(await page.locator('.featured-posts > li').count(), 1);
  assert.equal(await page.locator('.tag-category-list a').count(), 1);
  await page.getByRole('link', { name: 'Older posts' }).click();
  await page.getByRole('heading', { level: 1, name: 'T, page 2' }).waitFor();
  await page.getByRole('link', { name: 'Older posts' }).click();
  await page.getByRole('heading', { level: 1, name: 'T, page 3' }).waitFor();
  // Of 15: the demo's posts are there as well.
  assert.equal(await page.locator('.post-list > li').count(), 5);
  assert.deepEqual(page.problems, []);
  const all = Object.keys(posts(12));
  await blog.write(Object.fromEntries(all.slice(0, 9).map((path) => [path, null])));
  await blog.index();
  assert.equal(existsSync(join(blog.root, 'page/3/index.html')), false);
  assert.equal(existsSync(join(blog.root, 'blog/2020/post-1')), false);
  assert.equal(existsSync(join(blog.root, 'blog/2020/post-12/index.html')), true);
});

test('a work has a page with every place that cites it, and the popover leads there', { skip }, async (t) => {
  const blog = await written(t, posts(2));
  const page = await visit(t, blog, 'blog/2020/post-1/');
  await ready(page);
  await page.locator('a.citation').hover();
  await page.getByRole('link', { name: 'also in 2 other posts' }).click();
  await page.getByRole('heading', { level: 1, name: /Time, Clocks/i }).waitFor();
  const places = await page.locator('.places > li').allTextContents();
  assert.ok(places.includes('See (Lamport, 1978) in post 2.'), String(places));
  await page.locator('.places a', { hasText: 'Lamport' }).last().click();
  await page.waitForFunction(() => location.hash === '#cite-1' && scrollY > 300);
  await page.getByRole('link', { name: 'Works' }).click();
  await page.getByRole('heading', { level: 1, name: 'Works' }).waitFor();
  assert.ok(await page.locator('.works > li').count() > 10);
  assert.deepEqual(page.problems, []);
});

test('what is there already is not written again, and without pages all is as it was', { skip }, async (t) => {
  const blog = await written(t);
  const time = async () => (await import('node:fs/promises')).stat(join(blog.root, `${DEMO}index.html`)).then((about) => about.mtimeMs);
  const before = await time();
  await blog.index();
  assert.equal(await time(), before);
  await blog.index('--no-pages');
  const page = await visit(t, blog, '');
  await ready(page, 'index-ready');
  await page.locator('.post-list').getByText('Seven papers about models that see').click();
  await ready(page);
  assert.equal(new URL(page.url()).search, `?post=${NAME}`);
  assert.deepEqual(page.problems, []);
});
