// Lists of works as al-folio shows them, works' own pages, and what only the site's inventory knows.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ready, site, visit } from './site.mjs';

const run = promisify(execFile);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const POSTIL = process.env.POSTIL ?? ['debug', 'native'].map((kind) => here(`../../target/${kind}/postil`)).find((path) => existsSync(path));
const skip = POSTIL ? false : 'the native command is not built';
const INVENTORY = 'posts/inventory.txt';

/** The demo after `files` were laid over it and it was indexed with these options. */
async function indexed(t, files = {}, ...options) {
  const blog = await site(t, files);
  const index = () => run(POSTIL, ['index', blog.root, ...options]);
  await index();
  blog.requests.length = 0;
  return { ...blog, index };
}

/** The site of the golden files, without what `extras/` would add to its articles. */
async function golden(t, ...options) {
  const blog = await site(t);
  await blog.write({ 'posts/papers.bib': null, 'posts/publications.md': null });
  await cp(here('../scholar/site/'), blog.root, { recursive: true });
  const name = (await readdir(join(blog.root, 'extras'))).find((file) => /^enhance-.*\.js$/.test(file));
  await blog.write({ [`extras/${name}`]: 'export const enhance = () => {};\nexport const read = enhance;\n' });
  await run(POSTIL, ['index', blog.root, ...options]);
  blog.requests.length = 0;
  return blog;
}

const shown = (page) => page.locator('.bibliography > li:visible').count();

test('publications are filtered as one types, with their headings', { skip }, async (t) => {
  const blog = await indexed(t);
  const page = await visit(t, blog, '');
  await page.getByRole('link', { name: 'Publications' }).click();
  await page.getByRole('heading', { level: 1, name: 'Publications' }).waitFor();
  await page.locator('.links a.abstract[aria-expanded]').first().waitFor();
  const all = await shown(page);
  assert.ok(all > 10);
  assert.equal(await page.locator('.author em').first().textContent(), 'Alec Radford');
  await page.locator('#bibsearch').pressSequentially('GÖDEL');
  await page.waitForFunction(() => document.querySelectorAll('.bibliography > li:not(.unloaded)').length === 1);
  assert.deepEqual(await page.locator('h2.bibliography:visible').allTextContents(), ['1931']);
  // Folded authors are found as well.
  await page.locator('#bibsearch').fill('sutskever visual');
  await page.waitForFunction(() => document.querySelectorAll('.bibliography > li:not(.unloaded)').length === 1);
  assert.deepEqual(await page.locator('h2.bibliography:visible').allTextContents(), ['2021']);
  await page.locator('#bibsearch').fill('');
  await page.waitForFunction((count) => document.querySelectorAll('.bibliography > li:not(.unloaded)').length === count, all);
  await page.evaluate(() => { location.hash = 'lamport'; });
  await page.waitForFunction(() => document.querySelectorAll('.bibliography > li:not(.unloaded)').length === 1);
  assert.equal(await page.locator('#bibsearch').inputValue(), 'lamport');
  assert.deepEqual(page.problems, []);
});

test('buttons open their panels, by mouse and by keyboard, and folded authors unfold', { skip }, async (t) => {
  const blog = await indexed(t);
  for (const address of ['publications/', '?post=publications']) {
    const page = await visit(t, blog, address);
    await ready(page);
    const entry = page.locator('.bibliography > li', { has: page.locator('#radford2021learningtransferablevisualmodels') });
    const panel = (name) => entry.locator(`div.${name}.hidden`);
    await entry.locator('a.abstract[aria-expanded]').waitFor();
    assert.equal(await panel('abstract').isVisible(), false);
    await entry.getByRole('button', { name: 'Abs' }).click();
    assert.match(await panel('abstract').innerText(), /^Pictures and their captions/);
    assert.equal(await entry.getByRole('button', { name: 'Abs' }).getAttribute('aria-expanded'), 'true');
    await entry.getByRole('button', { name: 'Bib' }).focus();
    await page.keyboard.press('Enter');
    assert.equal(await panel('abstract').isVisible(), false);
    assert.match(await panel('bibtex').innerText(), /@misc\{radford2021/);
    assert.doesNotMatch(await panel('bibtex').innerText(), /abbr|selected/);
    await page.keyboard.press('Space');
    assert.equal(await panel('bibtex').isVisible(), false);
    await entry.getByRole('button', { name: 'Read twice' }).click();
    assert.equal(await panel('award').isVisible(), true);
    const more = entry.getByRole('button', { name: 'and 7 more authors' });
    await more.focus();
    await page.keyboard.press('Enter');
    assert.match(await entry.locator('.author').innerText(), /Gabriel Goh, Sandhini Agarwal, .*, and Ilya Sutskever$/);
    assert.equal(await more.count(), 0);
    assert.deepEqual(page.problems, []);
  }
});

test('an entry is readable without scripts', { skip }, async (t) => {
  const blog = await indexed(t);
  const page = await visit(t, blog, 'publications/', { javaScriptEnabled: false });
  assert.equal(await page.locator('div.abstract').first().isVisible(), true);
  assert.equal(await page.locator('#bibsearch').isVisible(), false);
  assert.equal(await page.locator('.more').first().isVisible(), true);
});

test('authors that al-folio folds by a handler unfold under the policy', { skip }, async (t) => {
  const layout = `---\n---\n<div class="author">{{ entry.author_array[0].last }} and
    <span class="more-authors" title="click to view 2 more authors"
      onclick="var more = $(this).text() == '2 more authors' ? 'A O\\'Brien, B Two<sup>*</sup>' : '2 more authors';">2 more authors</span>
    <i class="fa-solid fa-circle-info" data-toggle="popover" data-content="A &lt;b&gt;note&lt;/b&gt;"></i></div>
    <div class="links"><a class="abstract btn" role="button">Abs</a></div><div class="abstract hidden">The abstract</div>`;
  const blog = await indexed(t, { '_layouts/bib.liquid': layout });
  for (const address of ['publications/', '?post=publications']) {
    const page = await visit(t, blog, address);
    await ready(page);
    const entry = page.locator('.bibliography > li').first();
    await entry.locator('.more-authors[tabindex]').click();
    assert.match(await entry.locator('.author').innerText(), /and A O.'Brien, B Two\*/);
    await entry.getByRole('button', { name: 'Note' }).press('Enter');
    assert.equal(await entry.locator('.annotation').innerText(), 'A note');
    await entry.getByRole('button', { name: 'Abs' }).press('Enter');
    assert.equal(await entry.getByText('The abstract').isVisible(), true);
    assert.deepEqual(page.problems, []);
  }
});

test('the page makes of patterns, repositories, data and addresses what the command does', { skip }, async (t) => {
  for (const options of [[], ['--no-pages']]) {
    const blog = await golden(t, ...options);
    for (const name of ['2024-01-02-globs', 'publications', 'years', '2024-01-01-first']) {
      const file = join(blog.root, `posts/${name}.md`);
      const { stdout, stderr } = await run(POSTIL, ['render', file, '--site', blog.root]);
      assert.equal(stderr, '');
      const page = await visit(t, blog, `?post=${name}.md`);
      await ready(page);
      // The site has no pictures, and Chromium does not know all that frames may do; what the comparison below parses is not the page's own.
      assert.deepEqual(page.problems.filter((problem) => !/p\.png|web-share/.test(problem)), [], `${name} ${options}`);
      const [got, wanted] = await page.evaluate(([html, root]) => {
        const parsed = document.createElement('template');
        parsed.innerHTML = html;
        const plain = (node) => {
          for (const element of node.querySelectorAll('*')) {
            for (const key of ['href', 'src']) {
              const value = element.getAttribute(key);
              if (value) element.setAttribute(key, value.replace(root, '/').replace(/^\/base\//, '/').replace(/^[?]/, '/?'));
            }
            if (element.dataset.style) { element.setAttribute('style', element.dataset.style); element.removeAttribute('data-style'); }
            for (const { name, value } of [...element.attributes].sort((a, b) => (a.name < b.name ? -1 : 1))) {
              element.removeAttribute(name);
              if (name !== 'style') element.setAttribute(name, value);
            }
          }
          return [...node.childNodes].map((child) => child.outerHTML ?? child.textContent).join('').trim();
        };
        const article = document.createElement('template');
        article.innerHTML = [...document.querySelectorAll('.post > article, .post > article ~ h2, .post > .publications')].map((part) => part.outerHTML).join('\n');
        return [plain(article.content), plain(parsed.content)];
      }, [stdout, blog.url]);
      assert.equal(got, wanted, `${name} ${options}`);
    }
  }
});

test('only posts that need it ask for the inventory', { skip }, async (t) => {
  const blog = await indexed(t);
  const plain = await visit(t, blog, '?post=2026-11-21-everything-at-once.md');
  await ready(plain);
  await plain.locator('a.citation').first().hover();
  await plain.locator('.citation-popover .reference').first().waitFor();
  assert.equal(blog.requests.includes(INVENTORY), false);
  const lists = await visit(t, blog, '?post=publications.md');
  await ready(lists);
  assert.equal(blog.requests.filter((path) => path === INVENTORY).length, 1);
  assert.deepEqual([...plain.problems, ...lists.problems], []);
});

test('a data file that has changed since its page was written is noticed', { skip }, async (t) => {
  const blog = await indexed(t);
  const venue = 'div:has(> #vaswani2017attention) abbr a';
  const before = await visit(t, blog, 'publications/');
  await ready(before);
  assert.equal(await before.locator(venue).getAttribute('href'), 'https://papers.nips.cc');
  await blog.write({ 'posts/_data/venues.yml': 'NIPS: {url: "https://neurips.cc"}\n' });
  const after = await visit(t, blog, 'publications/');
  await ready(after);
  await after.locator(`${venue}[href="https://neurips.cc"]`).waitFor();
  assert.deepEqual([...before.problems, ...after.problems], []);
});

test("works' own pages: at their addresses where pages are written, by their keys everywhere", { skip }, async (t) => {
  const details = '---\nlayout: post\n---\nOf {% cite_details shannon1940genetics --text the thesis %} and {% cite lamport1978time %}.\n';
  const blog = await indexed(t, { 'posts/2026-01-01-details.md': details });
  blog.lost('404.html');
  const page = await visit(t, blog, '?work=lamport1978time');
  await page.getByRole('heading', { level: 1, name: 'Time, Clocks' }).waitFor();
  assert.ok(await page.locator('.places > li').count() > 0, 'where it is cited');
  assert.deepEqual(page.problems, []);
  // No page is written of a work that nobody cites: the program makes it.
  const uncited = await visit(t, blog, 'bibliography/shannon1940genetics/');
  await uncited.getByRole('heading', { level: 1, name: 'An Algebra for Theoretical Genetics' }).waitFor();
  assert.equal(await uncited.title(), 'An Algebra for Theoretical Genetics | Postil');
  const nothing = await visit(t, blog, 'bibliography/nobody/');
  await nothing.getByText('There is no such post').waitFor();

  const raw = await indexed(t, { 'posts/2026-01-01-details.md': details }, '--no-pages');
  const post = await visit(t, raw, '?post=2026-01-01-details');
  await ready(post);
  await post.getByRole('link', { name: 'the thesis' }).click();
  await post.getByRole('heading', { level: 1, name: 'An Algebra for Theoretical Genetics' }).waitFor();
  await post.goBack();
  await post.locator('a.citation').waitFor();
  const work = await visit(t, raw, '?work=shannon1940genetics');
  await work.getByRole('heading', { level: 1, name: 'An Algebra for Theoretical Genetics' }).waitFor();
  assert.match(await work.locator('pre').innerText(), /@phdthesis\{shannon1940genetics,/);
  assert.deepEqual([...post.problems, ...work.problems], []);
});

test("a work of a post's own bibliography has a page, cited or not", { skip }, async (t) => {
  const own = '---\ntitle: Own\nbibliography: own.bib\n---\n{% cite cited2020 %}\n';
  const works = '@book{cited2020, title={Cited}, year={2020}}\n@book{other2021, title={Not cited}, year={2021}}\n';
  const raw = await indexed(t, { 'posts/2026-01-02-own.md': own, 'posts/own.bib': works }, '--no-pages');
  const page = await visit(t, raw, '?work=other2021');
  await page.getByRole('heading', { level: 1, name: 'Not cited' }).waitFor();
  const site = await visit(t, raw, '?work=godel1931unentscheidbare');
  await site.locator('pre').filter({ hasText: 'godel1931' }).waitFor();
  assert.deepEqual([...page.problems, ...site.problems], []);
  const nothing = await visit(t, raw, '?work=nobody');
  await nothing.getByText('There is no such post').waitFor();
});

test("an author's layout makes works' own pages, in the page as by the command", { skip }, async (t) => {
  const config = 'title: T\npermalink: /:title/\nscholar:\n  bibliography: papers.bib\n  details_layout: work.html\n  details_dir: papers\n';
  const layout = '---\n---\n<h1>{{ page.title }}</h1>\n<p class="by">{{ page.entry.author_0_last }}</p>\n{{ page.reference }}\n';
  const files = { 'site.yml': config, '_layouts/work.html': layout };
  const blog = await indexed(t, files);
  assert.match(await readFile(join(blog.root, 'papers/godel1931unentscheidbare/index.html'), 'utf8'), /<p class="by">Gödel<\/p>/);
  const raw = await indexed(t, files, '--no-pages');
  const page = await visit(t, raw, '?work=godel1931unentscheidbare');
  await page.locator('.by', { hasText: 'Gödel' }).waitFor();
  assert.deepEqual(page.problems, []);
});
