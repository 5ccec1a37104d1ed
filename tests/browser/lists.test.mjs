// Long lists: works that are filtered and sorted, older posts of a site without written pages, where archives live.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ready, visit } from './site.mjs';
import { skip, written } from './written.mjs';

const works = Array.from({ length: 230 }, (_, at) => `@article{k${at}, author={Author${String(at).padStart(3, '0')}, Ann}, title={On ${at % 2 ? 'odd' : 'even'} things, part ${at}}, journal={J}, year={${1900 + at % 97}}}`);
const CITING = {
  'posts/papers.bib': works.join('\n'),
  'posts/2020-01-01-a.md': `---\nlayout: post\ntitle: A\n---\n${works.map((_, at) => `{% cite k${at} %}`).join(' ')}`,
  'posts/2020-01-02-b.md': '---\nlayout: post\ntitle: B\n---\nAgain {% cite k7 %}',
};

test('works are shown in pages, filtered over all of them as one types, and sorted', { skip }, async (t) => {
  const blog = await written(t, CITING);
  const page = await visit(t, blog, 'works/');
  await ready(page, 'index-ready');
  const items = page.locator('.works > li');
  assert.equal(await items.count(), 100);
  await page.getByRole('link', { name: 'More works' }).click();
  await page.getByRole('heading', { level: 1, name: 'Works, page 2' }).waitFor();
  blog.requests.length = 0;
  const filter = page.getByRole('searchbox', { name: 'Filter works' });
  await filter.fill('author12');
  await page.getByText('10 / 230').waitFor();
  assert.equal(await items.count(), 10);
  assert.deepEqual(blog.requests.filter((path) => path.startsWith('works')).sort(), ['works/', 'works/page/2/', 'works/page/3/']);
  await filter.fill('odd thing');
  await page.getByText('115 / 230').waitFor();
  assert.equal(await items.count(), 100);
  await page.getByRole('button', { name: 'More' }).click();
  await page.waitForFunction(() => document.querySelectorAll('.works > li').length === 115);
  await filter.fill('');
  await page.getByRole('combobox', { name: 'Order' }).selectOption('posts');
  await page.getByText('230 / 230').waitFor();
  assert.match(await items.first().textContent(), /Author007.*Cited in 2 posts/);
  await page.getByRole('combobox', { name: 'Order' }).selectOption('year');
  await page.waitForFunction(() => /1996/.test(document.querySelector('.works > li').textContent));
  await items.first().getByRole('link', { name: 'Cited in 1 post' }).click();
  await page.getByRole('heading', { level: 1, name: /^On / }).waitFor();
  assert.deepEqual(page.problems, []);
});

test('a list marks once that it is there', { skip }, async (t) => {
  const blog = await written(t, CITING);
  for (const address of ['works/', '', 'blog/2020/']) {
    const page = await visit(t, blog, address);
    await ready(page, 'index-ready');
    await page.waitForLoadState('networkidle');
    assert.equal(await page.evaluate(() => performance.getEntriesByName('index-ready').length), 1, address);
  }
});

test('without written pages, older posts are a link away, and back again', { skip }, async (t) => {
  const many = Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`posts/${1900 + at}-01-01-p.md`, `---\ntitle: Post of ${1900 + at}\n---\nText.`]));
  const blog = await written(t, many);
  await blog.index('--no-pages');
  const page = await visit(t, blog, '');
  await ready(page, 'index-ready');
  assert.equal(await page.locator('.post-list > li').count(), 100);
  await page.getByRole('link', { name: 'Older posts' }).click();
  await page.getByRole('link', { name: 'Post of 1900' }).waitFor();
  assert.equal(new URL(page.url()).search, '?page=2');
  await page.getByRole('link', { name: 'Newer posts' }).click();
  await page.getByRole('link', { name: 'Post of 2019' }).waitFor();
  const cold = await visit(t, blog, '?page=2');
  await ready(cold, 'index-ready');
  assert.equal(await cold.getByRole('link', { name: 'Post of 1900' }).count(), 1);
  assert.deepEqual([...page.problems, ...cold.problems], []);
});

test('tags, categories and years live where jekyll-archives is told', { skip }, async (t) => {
  const config = `title: T
permalink: /blog/:year/:title/
jekyll-archives:
  posts:
    enabled: [year, tags]
    permalinks: {year: "/by/:year/", tags: "/topics/:name/"}
scholar: {bibliography: papers.bib}
`;
  const blog = await written(t, { 'site.yml': config, 'posts/2020-01-01-x.md': '---\nlayout: post\ntitle: X\ntags: a-tag\ncategories: c\n---\nText.' });
  const page = await visit(t, blog, 'blog/2020/x/');
  await ready(page);
  await page.getByRole('link', { name: 'a-tag' }).click();
  await page.getByRole('heading', { level: 1, name: 'a-tag' }).waitFor();
  assert.match(page.url(), /\/topics\/a-tag\/$/);
  assert.ok(existsSync(join(blog.root, 'by/2020/index.html')) && !existsSync(join(blog.root, 'blog/category')));
  assert.equal(await page.locator('.post-list .post-meta a').count(), 1, 'the category is no link');
  assert.deepEqual(page.problems, []);
});

test('a list whose configuration needs a module that does not come says so, with a button to ask again', { skip }, async (t) => {
  const blog = await written(t, { 'site.yml': 'title: &name Rare\ndescription: *name\n' });
  await blog.index('--no-pages');
  blog.behave('yaml_bg.wasm', { status: 500 });
  const page = await visit(t, blog, '');
  await page.getByText('yaml.js could not be loaded').waitFor();
  assert.notEqual(await page.locator('.post-list > li').count(), 0);
  blog.behave('yaml_bg.wasm');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('.blog-header p', { hasText: 'Rare' }).waitFor();
  assert.equal(await page.locator('.problem').count(), 0);
});
