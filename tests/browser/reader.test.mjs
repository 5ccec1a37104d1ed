// What a reader does with a post.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { cannot } from './browsers.mjs';
import { ready, site, visit } from './site.mjs';

const DEMO = '?post=2026-11-16-reading-multimodal-models.md';
const popover = (page) => page.locator('.citation-popover');

/** Opens a post and waits until it is finished. */
async function read(t, blog, address = DEMO, options) {
  const page = await visit(t, blog, address, options);
  await ready(page);
  return page;
}

/** A post `x` with this text, and works `one`, `two` and `three` to cite. */
const post = (body, front = 'title: X\nrelated_publications: true') => ({
  'posts/x.md': `---\nlayout: post\n${front}\n---\n${body}`,
  'posts/papers.bib': [
    '@article{one, author={Ann Lee}, title={First}, journal={J. One}, year=2001, doi={10.1/one}, url={https://one.org/}}',
    '@book{two, author={Bo Ray and Cy Day}, title={Second}, publisher={P}, year=2002}',
    '@misc{three, author={Di Fox}, title={Third}, year=2003, eprint={2001.00001}, archivePrefix={arXiv}}',
  ].join('\n'),
});

test('the demo post shows its citations, references and math', async (t) => {
  const page = await read(t, await site(t));
  assert.deepEqual(await page.locator('.post-content a.citation').allTextContents(), [
    '(Radford et al., 2021)', '(Girdhar et al., 2023)', '(Team, 2024)', '(Shen et al., 2023)', '(Zhang et al., 2024)',
    'Shen et al., 2023', 'Zhang et al., 2024', '(Mitra et al., 2024)', '(Chen et al., 2024)',
  ]);
  const references = await page.locator('ol.bibliography > li.reference > span[id]').allTextContents();
  assert.equal(references.length, 7);
  assert.match(references[4], /^Zhang, Z\., Rossi, R\., .*& Lipka, N\. \(2024\)\. VipAct: .*https:\/\/arxiv\.org\/abs\/2410\.16400$/);
  assert.match(references[5], /Chen, W\.-ge/);
  assert.equal(await page.locator('#m3cot-or-how-far-there-is-to-go math msup').count(), 1);
  assert.equal(await page.locator('#chen2024m3cotnovelbenchmarkmultidomain sup').textContent(), '3');
  assert.match(await page.title(), /^Seven papers about models that see/);
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  assert.deepEqual(page.problems, []);
});

test('nothing is asked for twice, and nothing beyond what the post needs', async (t) => {
  const blog = await site(t);
  await read(t, blog);
  const kinds = blog.requests.map((path) => path.replace(/page-\w+?(_bg)?\./, 'page.').replace(/style-\w+/, 'style')).sort();
  assert.deepEqual(kinds, [
    '', 'csl/apa.csl', 'csl/locales-en-US.xml', 'page.js', 'page.wasm', 'posts/2026-11-16-reading-multimodal-models.md',
    'posts/papers.bib', 'site.yml', 'style.css',
  ]);
});

test('what typesets formulas is asked for once, with the post that needs it', async (t) => {
  const blog = await site(t, {
    'posts/m.md': '---\nlayout: post\n---\n\n$$\\sum_i \\frac{1}{2}$$\n',
    'posts/t.md': '---\nlayout: post\nbibliography: t.bib\n---\n\n{% cite t %}{% bibliography %}\n',
    'posts/t.bib': '@book{t, author={Bo Ray}, title={On $\\sum_i \\frac{1}{2}$}, year=2002}',
  });
  const page = await read(t, blog, '?post=2026-11-21-everything-at-once.md');
  const modules = () => blog.requests.filter((path) => path.startsWith('math')).sort();
  assert.deepEqual(modules(), ['math.js', 'math_bg.wasm']);
  assert.ok((await page.locator('math[display=block] mfrac').count()) > 0);
  assert.deepEqual(page.problems, []);
  // Not in the page's list, and in a title, where the post does not tell.
  for (const [name, formula] of [['m', 'mfrac'], ['t', '.bibliography mfrac']]) {
    blog.requests.length = 0;
    const other = await read(t, blog, `?post=${name}`);
    assert.equal(await other.locator(formula).count() > 0, true, name);
    assert.deepEqual(modules(), ['math.js', 'math_bg.wasm'], name);
    assert.deepEqual(other.problems, []);
  }
});

test('a font of mathematics is asked for by formulas that need it, and each further part by letters that only that has', async (t) => {
  const blog = await site(t);
  for (const [formula, parts] of [['x_1', []], ['\\frac{1}{2} \\mathbb{C} \\overline{AB} \\mid \\alpha', ['stix-two-math.woff2']], ['\\mathcal{N} + 1', ['stix-two-math.woff2', 'stix-two-script.woff2']], ['\\mathfrak{A} + \\mathbf{v}', ['stix-two-alphabets.woff2', 'stix-two-letters.woff2', 'stix-two-math.woff2']], ['a \\rightsquigarrow b', ['stix-two-math.woff2', 'stix-two-symbols.woff2']]]) {
    await blog.write({ 'posts/f.md': `---\nlayout: post\n---\n\nSee $$${formula}$$.\n` });
    blog.requests.length = 0;
    const page = await read(t, blog, '?post=f');
    await page.waitForFunction(() => document.fonts.ready.then(() => true));
    await page.waitForTimeout(300);
    assert.deepEqual(blog.requests.filter((path) => path.startsWith('fonts/')).map((path) => path.slice(6)).sort(), parts, formula);
  }
});

test('without what typesets formulas a post is readable, says so and asks again', async (t) => {
  const blog = await site(t);
  blog.behave('math_bg.wasm', { status: 503 });
  const page = await visit(t, blog, '?post=2026-11-21-everything-at-once.md');
  const retry = page.locator('[data-retry="math.js"]');
  await retry.waitFor();
  // One formula of this post is wrong on purpose.
  assert.ok((await page.locator('.math-error').count()) > 1);
  blog.behave('math_bg.wasm', {});
  await retry.click();
  await page.locator('math[display=block] mfrac').first().waitFor();
  assert.equal(await page.locator('.math-error').count(), 1);
});

test('what reads rare YAML and rare references is asked for with the posts that need it', async (t) => {
  const blog = await site(t, {
    'posts/y.md': '---\nlayout: post\ntitle: &t A *title*\ndescription: *t\n---\n\nText.\n',
    'posts/s.md': '---\nlayout: post\ntitle: S\n---\n\nFrom &zeta; to [o &Zopf; p](/x).\n',
    'posts/j.md': '---\nlayout: post\nbibliography: j.json\n---\n\n{% cite j %}\n',
    'posts/j.json': '[{"id": "j", "type": "book", "title": "On Json", "author": [{"family": "Ray"}], "issued": {"raw": "2002"}}]',
  });
  const modules = () => blog.requests.filter((path) => /^(yaml|spans|math|liquid)/.test(path)).sort();
  const cases = [
    ['y', 'yaml', '.post-title', 'A *title*'], ['s', 'spans', 'article', 'From ζ to o ℤ p.'], ['j', 'yaml', 'article', '(Ray, 2002)'],
  ];
  for (const [name, module, place, text] of cases) {
    blog.requests.length = 0;
    const page = await read(t, blog, `?post=${name}`);
    assert.deepEqual(modules(), [`${module}.js`, `${module}_bg.wasm`], name);
    assert.ok((await page.locator(place).first().textContent()).includes(text), name);
    assert.deepEqual(page.problems, []);
  }
});

test('without what reads rare YAML and references a post is readable, names the part and asks again', async (t) => {
  const blog = await site(t, {
    'posts/y.md': '---\nlayout: post\ntitle: Of zeta\ntags: &t [a]\n---\n\nFrom &zeta; *on*.\n',
    'posts/b.md': '---\nlayout: post\ntitle: a: b\n---\n\nText.\n',
  });
  blog.behave('yaml_bg.wasm', { status: 503 });
  blog.behave('spans_bg.wasm', { status: 503 });
  const page = await visit(t, blog, '?post=y');
  for (const part of ['yaml', 'spans']) await page.locator(`[data-retry="${part}.js"]`).waitFor();
  assert.equal(await page.locator('.post-title').textContent(), 'Of zeta');
  assert.equal(await page.locator('article em').textContent(), 'on');
  blog.behave('yaml_bg.wasm', {});
  blog.behave('spans_bg.wasm', {});
  await page.locator('[data-retry="yaml.js"]').click();
  await page.locator('[data-retry="spans.js"]').click();
  await page.getByText('From ζ on.').waitFor();
  await page.locator('.post-tags').getByText('a').waitFor();
  // What is wrong is said with its line, by the part that knows it.
  const other = await read(t, blog, '?post=b');
  assert.match(await other.locator('main').textContent(), /posts\/b\.md:3: .*quotes/);
});

test('what chooses and groups works comes with the lists that need it; without it the post says so and asks again', async (t) => {
  const blog = await site(t, {
    'posts/plain.md': '---\nlayout: post\nbibliography: w.bib\n---\n\n{% cite b %}\n\n{% bibliography --cited --max 3 %}\n',
    'posts/groups.md': '---\nlayout: post\nbibliography: w.bib\n---\n\n{% cite b %}\n\n{% bibliography --group_by year --group_order descending %}\n',
    'posts/w.bib': '@book{a, author={Ann Ray}, title={One}, year=2001}\n@book{b, author={Bo Ray}, title={Two}, year=2002}',
  });
  const modules = () => blog.requests.filter((path) => /^(yaml|spans|math|liquid|scholar)[._]/.test(path)).sort();
  await read(t, blog, '?post=plain');
  assert.deepEqual(modules(), []);
  const page = await read(t, blog, '?post=groups');
  assert.deepEqual(modules(), ['scholar.js', 'scholar_bg.wasm']);
  assert.deepEqual(await page.locator('h2.bibliography').allTextContents(), ['2002', '2001']);
  assert.deepEqual(page.problems, []);
  blog.behave('scholar_bg.wasm', { status: 503 });
  const other = await visit(t, blog, '?post=groups');
  const retry = other.locator('[data-retry="scholar.js"]');
  await retry.waitFor();
  assert.equal(await other.locator('a.citation').textContent(), '(Ray, 2002)');
  blog.behave('scholar_bg.wasm', {});
  await retry.click();
  await other.locator('h2.bibliography').first().waitFor();
});

test('the post with every feature has a clean console, and styles of its table cells count', async (t) => {
  const page = await read(t, await site(t), '?post=2026-11-21-everything-at-once.md');
  const align = await page.locator('td').nth(2).evaluate((cell) => getComputedStyle(cell).textAlign);
  assert.equal(align, 'right');
  assert.equal(await page.locator('.missing-reference').getAttribute('title'), 'no entry “no-such-key” in posts/papers.bib');
  assert.match(await page.locator('.math-error').getAttribute('title'), /thiscommanddoesnotexist/);
  assert.match(await page.locator('.diagnostics').textContent(), /everything-at-once\.md:19: .*no-such-key/);
  assert.deepEqual(page.problems, []);
});

test('the mouse shows a popover at once, which stays while the pointer is inside and leaves the citation free', async (t) => {
  const blog = await site(t, post('See {% cite one %}.\n\nAnd {% cite two three %}.'));
  const page = await read(t, blog, '?post=x');
  const citation = page.locator('a.citation').first();
  assert.equal(await popover(page).isVisible(), false);
  const took = await citation.evaluate((link) => new Promise((done) => {
    const start = performance.now();
    const look = () => {
      const element = document.querySelector('.citation-popover');
      if (element.matches(':popover-open') && element.querySelector('.reference')) done(performance.now() - start);
      else requestAnimationFrame(look);
    };
    link.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, pointerType: 'mouse' }));
    look();
  }));
  assert.ok(took < 100, `${took} ms`);
  await citation.hover();
  assert.equal(await popover(page).locator('.reference').count(), 1);
  assert.match(await popover(page).textContent(), /Lee, A\. \(2001\)\. First\. J\. One\./);
  assert.equal(await citation.getAttribute('aria-describedby'), await popover(page).getAttribute('id'));
  const links = await popover(page).locator('.reference-links a').evaluateAll((all) => all.map((a) => [a.textContent, a.href]));
  assert.deepEqual(links, [['DOI', 'https://doi.org/10.1/one'], ['URL', 'https://one.org/']]);
  const [box, over] = [await citation.boundingBox(), await popover(page).boundingBox()];
  assert.ok(over.y >= box.y + box.height - 1 || over.y + over.height <= box.y + 1, 'the citation is covered');

  await popover(page).hover();
  await page.waitForTimeout(500);
  assert.equal(await popover(page).isVisible(), true, 'it stays while the pointer is inside');
  await page.mouse.move(5, 5);
  await popover(page).waitFor({ state: 'hidden' });
  assert.equal(await citation.getAttribute('aria-describedby'), null);

  await page.locator('a.citation').nth(1).hover();
  assert.equal(await popover(page).locator('.reference').count(), 2, 'one for each work of the group');
  assert.deepEqual(page.problems, []);
});

test('at the lower edge the popover flips above its citation', async (t) => {
  const blog = await site(t, post(`${'Line.\n\n'.repeat(30)}See {% cite one %}.`, 'title: X'));
  const page = await read(t, blog, '?post=x', { viewport: { width: 390, height: 500 } });
  const citation = page.locator('a.citation');
  await citation.evaluate((link) => scrollBy(0, link.getBoundingClientRect().bottom - innerHeight + 12));
  // Playwright's hover() might scroll.
  const { x, y } = await citation.boundingBox();
  await page.mouse.move(x + 5, y + 5);
  await popover(page).waitFor();
  const [box, over] = [await citation.boundingBox(), await popover(page).boundingBox()];
  assert.ok(over.y + over.height <= box.y + 1 && over.y >= 0, JSON.stringify([box, over]));
  assert.ok(over.x >= 0 && over.x + over.width <= 390, JSON.stringify(over));
});

test('the keyboard opens the popover, goes through it, and Escape closes it', async (t) => {
  const blog = await site(t, post('See {% cite one %} and [a link](#x).'));
  const page = await read(t, blog, '?post=x');
  const focus = () => page.evaluate(() => document.activeElement.textContent);
  await page.locator('a.citation').focus();
  assert.equal(await popover(page).isVisible(), true);
  await page.keyboard.press('Tab');
  assert.match(await focus(), /https:\/\/doi\.org\/10\.1\/one/, 'the address in the reference');
  await page.keyboard.press('Escape');
  assert.equal(await popover(page).isVisible(), false);
  assert.equal(await focus(), '(Lee, 2001)', 'focus comes back to the citation');

  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  assert.equal(await popover(page).isVisible(), true);
  for (let stop = 0; stop < 4; stop++) await page.keyboard.press('Tab');
  assert.equal(await focus(), 'Copy BibTeX');
  await page.keyboard.press('Tab');
  assert.equal(await focus(), 'a link', 'and on to what follows the citation');
  assert.equal(await popover(page).isVisible(), false);
});

test('a finger shows with the first tap, follows with the second, and closes elsewhere', { skip: cannot.touch }, async (t) => {
  const blog = await site(t, post(`See {% cite one %}.\n\n${'Line.\n\n'.repeat(60)}`));
  const page = await read(t, blog, '?post=x', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const citation = page.locator('a.citation');
  await citation.tap();
  assert.equal(await popover(page).isVisible(), true);
  assert.equal(new URL(page.url()).hash, '');
  await page.touchscreen.tap(200, 700);
  assert.equal(await popover(page).isVisible(), false);
  await citation.tap();
  await citation.tap();
  assert.equal(new URL(page.url()).hash, '#one');
});

test('BibTeX is copied as its author wrote it', async (t) => {
  const page = await read(t, await site(t, post('See {% cite two %}.')), '?post=x', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.locator('a.citation').hover();
  await popover(page).getByRole('button').click();
  assert.equal(await popover(page).getByRole('button').textContent(), 'BibTeX copied');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, '@book{two, author={Bo Ray and Cy Day}, title={Second}, publisher={P}, year=2002}');
});

test('a citation leads to its entry, the entry back to each citation, and back keeps the place', async (t) => {
  const blog = await site(t, post(`First {% cite one %}.\n\n${'Line.\n\n'.repeat(60)}Again {% cite one %}.\n\n${'Line.\n\n'.repeat(60)}`));
  const page = await read(t, blog, '?post=x', { reducedMotion: 'reduce' });
  const top = () => page.evaluate(() => Math.round(scrollY));
  await page.locator('a.citation').nth(1).scrollIntoViewIfNeeded();
  const before = await top();
  await page.locator('a.citation').nth(1).click();
  assert.equal(new URL(page.url()).hash, '#one');
  // The entry is highlighted.
  await page.waitForFunction(() => getComputedStyle(document.querySelector('li.reference')).backgroundColor !== 'rgba(0, 0, 0, 0)');
  await page.goBack();
  await page.waitForFunction((y) => Math.abs(scrollY - y) < 3, before);
  const links = await page.locator('.backlinks a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  assert.deepEqual(links, ['#cite-1', '#cite-2']);
  await page.locator('.backlinks a').first().click();
  assert.ok((await top()) < before);
});

test('an unknown key is marked and harms nothing else', async (t) => {
  const page = await read(t, await site(t, post('See {% cite one nobody two %}.')), '?post=x');
  assert.equal(await page.locator('.post-content p').first().textContent(), 'See (Lee, 2001; Ray & Day, 2002; (missing reference)).');
  assert.deepEqual(await page.locator('a.citation').evaluateAll((all) => all.map((a) => a.getAttribute('href'))), ['#one', '#two']);
  assert.match(await page.locator('.diagnostics').textContent(), /posts\/x\.md:6: no entry “nobody” in posts\/papers\.bib/);
  assert.deepEqual(page.problems, []);
});

test('a broken entry is named, the others are there', async (t) => {
  const files = post('See {% cite one two %}.');
  files['posts/papers.bib'] = files['posts/papers.bib'].replace('publisher={P}', 'publisher={P');
  const page = await read(t, await site(t, files), '?post=x');
  assert.match(await page.locator('.post-content p').first().textContent(), /Lee, 2001/);
  assert.match(await page.locator('.diagnostics').textContent(), /papers\.bib:2: /);
});

test('without its bibliography a post is readable, its citations show their keys, and a retry completes it', async (t) => {
  const blog = await site(t, { ...post('See {% cite one two %}.'), 'posts/papers.bib': null });
  const page = await read(t, blog, '?post=x');
  assert.equal(await page.locator('.post-content p').first().textContent(), 'See (one; two).');
  assert.match(await page.getByRole('alert').textContent(), /papers\.bib could not be loaded/);
  const bibliography = post('')['posts/papers.bib'];
  await blog.write({ 'posts/papers.bib': bibliography, '_bibliography/papers.bib': bibliography });
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Lee, 2001').first().waitFor();
  assert.equal(await page.getByRole('alert').count(), 0);
});

test('a slow bibliography does not keep the text back', async (t) => {
  const blog = await site(t, post('See {% cite one %}.'));
  blog.behave('posts/papers.bib', { delay: 4000 });
  const page = await visit(t, blog, '?post=x', { waitUntil: 'commit' });
  await page.getByText('See (one).').waitFor({ timeout: 3500 });
  await page.getByText('See (Lee, 2001).').waitFor();
  await ready(page);
  assert.deepEqual(page.problems, []);
});

test('broken front matter shows its error and line above the text', async (t) => {
  const page = await read(t, await site(t, post('The text.', 'title: A: B: "c\nfeatured: true')), '?post=x');
  assert.match(await page.getByRole('alert').textContent(), /posts\/x\.md:\d+: /);
  assert.equal((await page.locator('.post-content').textContent()).trim(), 'The text.');
  const order = await page.evaluate(() => {
    const [alert, text] = [document.querySelector('[role=alert]'), document.querySelector('.post-content')];
    return Boolean(alert.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING);
  });
  assert.ok(order);
  assert.deepEqual(page.problems, []);
});

test('until the program is here the page says so, and says why if it cannot come', async (t) => {
  const blog = await site(t);
  const program = readdirSync(blog.root).find((name) => /^page-.*\.wasm$/.test(name));
  blog.behave(program, { delay: 1500 });
  const page = await visit(t, blog, DEMO, { waitUntil: 'commit' });
  await page.getByText('Loading…').waitFor();
  await ready(page);
  assert.equal(await page.getByText('Loading…').count(), 0);
  assert.match(await page.getAttribute('meta[name=description]', 'content'), /^A reading list/);
  blog.behave(program, { status: 500 });
  const broken = await visit(t, blog, DEMO);
  await broken.getByText('could not be started').waitFor();
});

test('a post that is not there is named', async (t) => {
  const page = await visit(t, await site(t), '?post=2020-01-01-nothing');
  await page.getByText('There is no such post').waitFor();
  assert.match(await page.locator('main').textContent(), /posts\/2020-01-01-nothing\.md/);
});

test('no name leads out of the folder of posts', async (t) => {
  const blog = await site(t);
  for (const name of ['../site', '%2e%2e%2fsite', '..%2f..%2fx', '//example.org/x', 'https:%2f%2fexample.org%2fx', 'a%00b', '<img src=x onerror=alert(1)>']) {
    const page = await visit(t, blog, `?post=${name}`);
    await page.getByText('There is no such post').waitFor();
    assert.deepEqual(page.problems, [], name);
    assert.equal(await page.locator('main img').count(), 0);
  }
  assert.ok(blog.requests.every((path) => !/example|\.\.|x\.md|site\.md/.test(path)), String(blog.requests));
});

test('the list of posts leads to a post and back, without loading the page anew', async (t) => {
  const blog = await site(t);
  const page = await visit(t, blog, '');
  await ready(page, 'index-ready');
  const titles = await page.locator('.post-list h2').allTextContents();
  assert.deepEqual(titles, ['Code, diagrams and pictures', 'Everything at once: what a post can hold', 'Seven papers about models that see']);
  await page.evaluate(() => { globalThis.same = true; });
  await page.getByText('Seven papers about models that see').click();
  await ready(page);
  assert.equal(await page.locator('h1.post-title').textContent(), 'Seven papers about models that see');
  await page.evaluate(() => scrollTo(0, 900));
  await page.goBack();
  await page.locator('.post-list').waitFor();
  assert.equal(await page.title(), 'Postil');
  await page.goForward();
  await page.locator('.post-content').waitFor();
  assert.equal(await page.evaluate(() => globalThis.same), true);
  assert.deepEqual(page.problems, []);
});

test('a link to a place in a post scrolls there', async (t) => {
  const page = await read(t, await site(t), `${DEMO}#one-space-for-six-senses`);
  const top = await page.locator('#one-space-for-six-senses').evaluate((heading) => heading.getBoundingClientRect().top);
  assert.ok(top >= 0 && top < 200, String(top));
});

test('another style in the configuration is another look of every citation', async (t) => {
  const files = { ...post('See {% cite two %} and {% cite one two %}.'), 'site.yml': 'title: T\nscholar:\n  style: ieee\n  bibliography: papers.bib\n' };
  const page = await read(t, await site(t, files), '?post=x');
  assert.equal(await page.locator('.post-content p').first().textContent(), 'See [1] and [1], [2].');
  assert.match(await page.locator('li.reference').first().textContent(), /^\[1\]\s*B\. Ray and C\. Day, Second\. P, 2002\.$/);
  assert.deepEqual(page.problems, []);
});

test('nothing in a bibliography or configuration runs or becomes markup', async (t) => {
  const bad = '<img src=x onerror=alert(1)>';
  const files = post('See {% cite one %} {% cite nobody %}.');
  files['posts/papers.bib'] = `@misc{one, author={${bad} Lee}, title={${bad} <script>alert(1)</script>}, year={2001}, url={javascript:alert(1)}, doi={javascript:alert(1)}, pdf={data:text/html,x}, note={${bad}}}`;
  files['site.yml'] = `title: '${bad}'\ndescription: '${bad}'\nscholar:\n  bibliography: papers.bib\n  missing_reference: '${bad}'\n`;
  const blog = await site(t, files);
  const page = await read(t, blog, '?post=x');
  await page.locator('a.citation').hover();
  assert.equal(await page.locator('img, script:not(head script)').count(), 0);
  const links = await page.locator('main a, .citation-popover a').evaluateAll((all) => all.map((a) => a.protocol));
  assert.deepEqual(links.filter((protocol) => !/^https?:$/.test(protocol)), []);
  assert.deepEqual(page.problems, []);
});
