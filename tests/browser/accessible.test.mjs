// Readers without a pointer, with large type, with little motion, and those who read from the right.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inFirefox } from './browsers.mjs';
import { FILES, PAGES } from './pages.mjs';
import { ready, site, visit } from './site.mjs';
import { skip, written } from './written.mjs';

/** What has the focus: its accessible name as far as a test needs it. */
const focus = (page) => page.evaluate(() => {
  const element = document.activeElement;
  return element.getAttribute('aria-label') ?? element.textContent.trim() ?? element.localName;
});
const has = (page, selector) => page.evaluate((wanted) => document.activeElement.matches(wanted), selector);

/** Presses Tab (or `key`) until what has the focus matches; it has to be seen and to look focused each time. */
async function tabTo(page, selector, most = 80, key = 'Tab') {
  for (let press = 0; press < most; press++) {
    await page.keyboard.press(key);
    const unseen = () => page.evaluate(() => {
      const element = document.activeElement;
      const { width, height, bottom, top } = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
      return element === document.body || (width > 0 && height > 0 && bottom > 0 && top < innerHeight && marked) ? '' : element.outerHTML.slice(0, 200);
    });
    // A picture that comes when it is near has its height a moment later.
    for (let wait = 0; wait < 20 && await unseen(); wait++) await page.waitForTimeout(50);
    assert.equal(await unseen(), '', 'what has the focus is seen');
    if (await has(page, selector)) return;
  }
  assert.fail(`Tab does not lead to ${selector}`);
}

test('the whole tour by keyboard', { skip }, async (t) => {
  const blog = await written(t, FILES);
  const page = await visit(t, blog, '', { permissions: ['clipboard-read', 'clipboard-write'] });
  await ready(page, 'index-ready');

  // Past the masthead, to a post in the list.
  await page.keyboard.press('Tab');
  assert.equal(await focus(page), 'Skip to the text');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'main');
  await tabTo(page, '.post-list a[href$="2026/reading/"]');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'What reading needs' }).waitFor();
  await page.locator('a.citation').first().waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'main', 'the focus is in the new page');
  await page.waitForFunction(() => /^What reading needs/.test(document.querySelector('.announcement')?.textContent ?? ''));

  // A citation, its popover, its BibTeX, its entry, and back to it.
  await tabTo(page, '#cite-1, [id^="cite-1-"]');
  const popover = page.locator('.citation-popover');
  await popover.waitFor();
  assert.equal(await page.evaluate(() => document.getElementById(document.activeElement.getAttribute('aria-describedby')).className), 'citation-popover');
  await tabTo(page, '[data-copy]', 8);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'BibTeX copied' }).waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^@\w+\{/);
  await page.keyboard.press('Escape');
  await popover.waitFor({ state: 'hidden' });
  assert.ok(await has(page, 'a.citation'));
  const cited = await page.evaluate(() => document.activeElement.hash);
  await page.keyboard.press('Enter');
  await page.waitForFunction((hash) => location.hash === hash, cited);
  await tabTo(page, '.backlinks a');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash.startsWith('#cite-1'));

  // A footnote.
  await tabTo(page, 'a.footnote', 10, 'Shift+Tab');
  await page.locator('.footnote-popover').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-describedby')), 'footnote-popover');

  // The outline leads to a section, from which one goes on.
  await tabTo(page, '.toc a[href="#tabs"]', 30, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash === '#tabs' && document.querySelector('#tabs').getBoundingClientRect().top < innerHeight / 2);

  // Tabs, code, what is wider than its place, a picture.
  await page.locator('[role=tablist]').waitFor();
  await tabTo(page, '[role=tab]', 3);
  assert.equal(await focus(page), 'Rust');
  await page.keyboard.press('ArrowRight');
  assert.equal(await focus(page), 'Python');
  assert.equal(await page.getByRole('tabpanel', { name: 'Python' }).isVisible(), true);
  await page.keyboard.press('ArrowLeft');
  await tabTo(page, 'pre[tabindex]');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.activeElement.scrollLeft > 0);
  await tabTo(page, '.copy-code');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^fn main/);
  await tabTo(page, 'img[data-zoomable]');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.ok(await has(page, 'img[data-zoomable]'), 'the focus comes back');
  await tabTo(page, 'summary');
  await page.keyboard.press('Enter');
  await page.getByText('Hidden until it is asked for.').waitFor();

  // The colours, at the end.
  await tabTo(page, '.scheme');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  if (inFirefox) await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  assert.deepEqual(page.problems, []);
});

test('landmarks: one masthead, one main part, one footer, each navigation with its name', { skip }, async (t) => {
  const blog = await written(t, FILES);
  const page = await visit(t, blog, 'blog/2026/reading/');
  await ready(page);
  assert.deepEqual(await Promise.all(['banner', 'main', 'contentinfo'].map((role) => page.getByRole(role).count())), [1, 1, 1]);
  for (const name of ['Site', 'Contents', 'More posts']) assert.equal(await page.getByRole('navigation', { name }).count(), 1, name);
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
});

test('going back keeps the focus in the page', { skip }, async (t) => {
  const blog = await written(t);
  const page = await visit(t, blog, '');
  await ready(page, 'index-ready');
  await tabTo(page, '.post-list a');
  await page.keyboard.press('Enter');
  await page.locator('.post-content').waitFor();
  await page.waitForFunction(() => document.querySelector('.announcement')?.textContent);
  await tabTo(page, '.post-content a');
  await page.goBack();
  await page.locator('.post-list').waitFor();
  await page.waitForFunction(() => document.activeElement.localName === 'main');
});

for (const { name, address, shown } of PAGES.filter(({ name }) => !/footnote|picture|popover|search/.test(name))) {
  test(`at 400 % only tables, code and formulas scroll sideways: ${name}`, { skip }, async (t) => {
    const blog = await written(t, FILES);
    const page = await visit(t, blog, address, { viewport: { width: 320, height: 640 } });
    await shown(page);
    const wide = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      if (scrollWidth <= clientWidth) return [];
      return [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > clientWidth + 1).map((element) => element.outerHTML.slice(0, 120));
    });
    assert.deepEqual(wide, []);
    // Nothing that is cut off either, but in what scrolls by itself.
    const lost = await page.evaluate(() => [...document.querySelectorAll('main :is(h1, h2, h3, p, li, dd, a, figcaption)')]
      .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && element.getClientRects().length)
      .filter((element) => !element.closest('pre, table, math, .diagram, .slides')).map((element) => element.outerHTML.slice(0, 120)));
    assert.deepEqual(lost, []);
  });
}

test('type is as large as the reader wants it', async (t) => {
  const blog = await site(t);
  const page = await visit(t, blog, '?post=2026-11-16-reading-multimodal-models.md');
  await ready(page);
  const size = () => page.locator('.post-content p').first().evaluate((text) => parseFloat(getComputedStyle(text).fontSize));
  const before = await size();
  // As the browser's setting does: one rem is 16 pixels no more.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(':root { font-size: calc(2 * var(--text-size)) }');
    document.adoptedStyleSheets.push(sheet);
  });
  assert.ok((await size()) >= before * 1.9, 'every size follows');
});

test('nothing moves for readers who want that', { skip }, async (t) => {
  const blog = await written(t, FILES);
  const page = await visit(t, blog, 'blog/2026/reading/', { reducedMotion: 'reduce' });
  await ready(page);
  await page.mouse.move(30, 30);
  await page.mouse.wheel(0, 300);
  await page.waitForTimeout(600);
  const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter((element) => {
    const { animationDuration, transitionDuration, scrollBehavior } = getComputedStyle(element);
    return [animationDuration, transitionDuration].some((time) => parseFloat(time) > 0.001) || scrollBehavior === 'smooth';
  }).map((element) => element.className));
  assert.deepEqual(moving, []);
});

test('a post in Arabic is a page that runs from the right', { skip }, async (t) => {
  const blog = await written(t, FILES);
  for (const address of ['blog/2026/clocks/', '?post=2026-10-02-clocks.md']) {
    const page = await visit(t, blog, address);
    await ready(page);
    assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), ['ar', 'rtl']);
    const box = (selector) => page.locator(selector).first().boundingBox();
    const direction = (selector) => page.locator(selector).first().evaluate((element) => getComputedStyle(element).direction);
    for (const selector of ['main', 'article.post-content', '.post-content li', '.post-content blockquote', '.toc', '.citation-popover', 'table', '.footnotes']) assert.equal(await direction(selector), 'rtl', selector);
    for (const selector of ['pre', '.post-content code', 'math']) assert.equal(await direction(selector), 'ltr', selector);
    const edges = await page.locator('blockquote').evaluate((quote) => {
      const { borderLeftWidth, borderRightWidth } = getComputedStyle(quote);
      return [borderLeftWidth, parseFloat(borderRightWidth) > 1];
    });
    assert.deepEqual(edges, ['0px', true]);
    // What is first stands at the right: the first cell, the outline, the text beside its marks.
    const [first, last] = [await box('th:first-child'), await box('th:last-child')];
    assert.ok(first.x > last.x, 'cells');
    assert.ok((await box('.toc')).x > (await box('.post-content')).x, 'the outline stands where reading begins');
    await page.locator('a.citation').first().hover();
    await page.locator('.citation-popover .reference').waitFor();
    const popover = await box('.citation-popover');
    assert.ok(popover.x >= 0 && popover.x + popover.width <= 1280, 'within the window');
    assert.deepEqual(page.problems, []);
  }
  // And the next page is another one.
  const page = await visit(t, blog, 'blog/2026/clocks/');
  await ready(page);
  await page.getByRole('link', { name: 'Postil', exact: true }).click();
  await page.locator('.post-list').waitFor();
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), 'ltr');
});

test('the direction is what the front matter, the site, or the language says', async (t) => {
  const post = (front) => `---\nlayout: post\ntitle: X\n${front}\n---\nText.`;
  const blog = await site(t, { 'posts/he.md': post('lang: he'), 'posts/dir.md': post('dir: rtl'), 'posts/latin.md': post('lang: az-Latn'), 'site.yml': 'title: T\nlang: fa\n' });
  for (const [name, dir] of [['he', 'rtl'], ['dir', 'rtl'], ['latin', 'ltr']]) {
    const page = await visit(t, blog, `?post=${name}`);
    await ready(page);
    assert.equal(await page.evaluate(() => document.documentElement.dir), dir, name);
  }
});
