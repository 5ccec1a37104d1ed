// What only some posts load: colours, diagrams, pictures, help with reading.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { cannot } from './browsers.mjs';
import { DIST, ready, site, visit } from './site.mjs';

const post = (body, front = 'title: X') => ({ 'posts/x.md': `---\nlayout: post\n${front}\n---\n${body}` });
const fence = (language, text, after = '') => `\`\`\`${language}\n${text}\n\`\`\`\n${after}\n`;

/** Opens a post of this text and waits for its article. */
async function read(t, body, { front, files, address = '?post=x', ...options } = {}) {
  const blog = await site(t, { ...post(body, front), ...files });
  const page = await visit(t, blog, address, options);
  await ready(page);
  return Object.assign(page, { blog });
}

const extras = (page) => page.blog.requests.filter((path) => path.startsWith('extras/'));
const scheme = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

/** A picture of one colour. */
const picture = (colour, width = 400) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${width / 2}"><rect width="100%" height="100%" fill="${colour}"/></svg>`;

test('a post without any of this asks for nothing more', async (t) => {
  const page = await read(t, 'Text with `code` in a line.\n\n## A heading\n\nMore.');
  await page.waitForTimeout(300);
  assert.deepEqual(extras(page), []);
});

test('code gets the class names of Rouge, one language at a time, and keeps its text', async (t) => {
  const source = 'def f(x):\n    return x + 1  # why';
  const page = await read(t, fence('python', source) + fence('c++', 'int x = 1;') + 'In a line: `x = 1`{:.language-ruby}.');
  await page.locator('.language-ruby .mi').waitFor();
  const spans = await page.locator('.language-python code span').evaluateAll((all) => all.map((span) => [span.textContent, span.className]));
  for (const expected of [['def', 'k'], ['f', 'nf'], ['x', 'n'], ['1', 'mi'], ['# why', 'c1']]) {
    assert.ok(spans.some(([text, name]) => text.trim() === expected[0] && name === expected[1]), `${expected} in ${JSON.stringify(spans)}`);
  }
  assert.equal(await page.locator('.language-python code').textContent(), `${source}\n`);
  const languages = extras(page).filter((path) => path.includes('/prism-')).map((path) => path.replace(/.*\//, '')).sort();
  assert.deepEqual(languages, ['c.js', 'clike.js', 'cpp.js', 'python.js', 'ruby.js'], 'C++ is built upon C');
  assert.notEqual(await page.locator('.language-python .k').first().evaluate((span) => getComputedStyle(span).color), await page.locator('code').first().evaluate((code) => getComputedStyle(code).color));
  assert.deepEqual(page.problems, []);
});

test('the style sheet of a theme for Rouge counts', async (t) => {
  const page = await read(t, fence('python', 'def f(): pass'));
  await page.locator('.language-python .k').first().waitFor();
  const colour = await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.highlight .k { color: rgb(1, 2, 3) }');
    document.adoptedStyleSheets.unshift(sheet);
    return getComputedStyle(document.querySelector('.language-python .k')).color;
  });
  assert.equal(colour, 'rgb(1, 2, 3)');
});

test('lines are numbered and marked, and neither is copied', async (t) => {
  const source = 'one = 1\ntwo = 2\n\nfour = 4';
  const page = await read(t, fence('python', source, '{: .linenos data-mark-lines="2 4"}'), { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.locator('.hll .mi').first().waitFor();
  assert.equal(await page.locator('.lineno').textContent(), '1\n2\n3\n4');
  assert.deepEqual(await page.locator('.hll').allTextContents(), ['two = 2\n', 'four = 4\n']);
  const [numbers, code] = await Promise.all(['.lineno', 'pre code'].map((one) => page.locator(one).boundingBox()));
  assert.ok(Math.abs(numbers.height - code.height) < 3, 'each number stands at its line');
  await page.locator('.highlighter-rouge').hover();
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), source);
  assert.deepEqual(page.problems, []);
});

test('what is no language, and what its author coloured, stays as it is', async (t) => {
  const page = await read(t, `${fence('nosuchlanguage', 'a b')}<pre><code class="language-python"><b>def</b> f</code></pre>\n\n${fence('python', 'x = 1')}`);
  await page.locator('.language-python .mi').waitFor();
  assert.equal(await page.locator('code.language-nosuchlanguage').innerHTML(), 'a b\n');
  assert.equal(await page.locator('code.language-python').innerHTML(), '<b>def</b> f');
  assert.deepEqual(page.problems, []);
});

test('what the reader never came near has its colours when it may be printed, and costs nothing before', async (t) => {
  const page = await read(t, `${'Text.\n\n'.repeat(300)}${fence('python', 'x = 1')}\n${fence('sql', 'SELECT 1')}`);
  await page.waitForTimeout(1500);
  assert.equal(await page.locator('pre .k').count(), 0);
  assert.equal(await page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => /highlight|prism/.test(name)).length), 0);
  await page.keyboard.press('Control');
  await page.locator('.language-sql .k').waitFor({ timeout: 5_000 });
  assert.equal(await page.locator('.language-python .mi').textContent(), '1\n');
  assert.equal(await page.evaluate(() => scrollY), 0);
  assert.deepEqual(page.problems, []);
});

/** Kinds of diagrams: a source, and what is seen of it when it is drawn. */
const DIAGRAMS = {
  mermaid: ['flowchart LR\n  a[Here] --> b[There]', (figure) => figure.querySelectorAll('svg .node').length === 2 && /Here/.test(figure.textContent)],
  chartjs: ['{"type":"bar","data":{"labels":["a","b"],"datasets":[{"label":"n","data":[1,2]}]},"options":{"animation":false}}', painted],
  echarts: ['{"animation":false,"xAxis":{"data":["a","b"]},"yAxis":{},"series":[{"type":"bar","data":[1,2]}]}', painted],
  plotly: ['{"data":[{"x":[1,2],"y":[3,4],"type":"scatter"}]}', (figure) => figure.querySelectorAll('.scatterlayer path.js-line').length === 1],
  vega_lite: ['{"data":{"values":[{"a":1,"b":2},{"a":2,"b":3}]},"transform":[{"calculate":"datum.b * 2","as":"c"}],"mark":"bar","encoding":{"x":{"field":"a","type":"ordinal"},"y":{"field":"c","type":"quantitative"}}}', (figure) => figure.querySelectorAll('.mark-rect path').length >= 2],
  diff2html: ['--- a/x.js\n+++ b/x.js\n@@ -1 +1 @@\n-let a = 1;\n+let a = 2;', (figure) => figure.querySelectorAll('.d2h-ins').length > 0],
  pseudocode: ['\\begin{algorithm}\n\\caption{C}\n\\begin{algorithmic}\n\\IF{$$a < b$$}\n\\STATE $$x = 1$$\n\\ENDIF\n\\end{algorithmic}\n\\end{algorithm}', (figure) => figure.querySelectorAll('math').length === 2],
  typograms: ['+--+\n|  |-->  box\n+--+', (figure) => figure.querySelector('path.strokes').getAttribute('d').length > 50 && /b.*o.*x/s.test(figure.textContent)],
  tikz: ['\\begin{tikzpicture}\n\\draw (0,0) circle (1);\n\\node at (0,0) {$x^2$};\n\\end{tikzpicture}', (figure) => figure.querySelector('svg path') && figure.querySelectorAll('svg text').length >= 2],
};

/** Whether a canvas has more than one colour. */
function painted(figure) {
  const canvas = figure.querySelector('canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size > 3;
}

for (const [name, [source, seen]] of Object.entries(DIAGRAMS)) {
  test(`${name} draws, within the text’s width, under the policy, in both schemes`, async (t) => {
    const page = await read(t, `Before.\n\n${fence(name, source)}\nAfter.`, { viewport: { width: 390, height: 800 } });
    const figure = page.locator('.diagram');
    await figure.waitFor();
    const look = `(() => { try { return Boolean((${seen})(document.querySelector('.diagram'))); } catch { return false; } })()`;
    await page.waitForFunction(look, null, { timeout: 30_000 });
    await page.locator('pre').first().waitFor({ state: 'hidden' });
    const { width } = await figure.boundingBox();
    assert.ok(width <= 390 && width > 200, `${width}`);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    if (!cannot.change) await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForTimeout(400);
    assert.deepEqual(page.problems, []);
  });
}

test('a map shows its shapes and its names as text', async (t) => {
  const source = '{"type":"Feature","properties":{"name":"<b>Here</b>"},"geometry":{"type":"Point","coordinates":[9.9,51.5]}}';
  const page = await read(t, fence('geojson', source));
  await page.locator('.leaflet-marker-icon').waitFor();
  await page.locator('.leaflet-marker-icon').click();
  assert.equal(await page.locator('.leaflet-popup-content').textContent(), '<b>Here</b>');
  // Tiles are on another server, which the machine that tests may not reach.
  assert.deepEqual(page.problems.filter((problem) => !problem.includes('tile.openstreetmap.org')), []);
});

test('a block that cannot be drawn keeps its source and says why; the others are drawn', async (t) => {
  const blocks = [fence('chartjs', '{ "type": '), fence('mermaid', 'flowchart LR\n  a --'), fence('tikz', '\\begin{tikzpicture}\n\\nosuchcommand\n\\end{tikzpicture}'), fence('typograms', '+-+\n+-+')];
  const page = await read(t, blocks.join('\n'));
  await page.locator('.diagram path.strokes').waitFor({ timeout: 30_000 });
  const problems = await page.locator('.diagram-problem').allTextContents();
  assert.equal(problems.length, 3);
  for (const [at, pattern] of [/chartjs block cannot be drawn: it is no JSON/, /mermaid block cannot be drawn/, /tikz block cannot be drawn: TeX says: Undefined control sequence/].entries()) assert.match(problems[at], pattern);
  assert.equal(await page.locator('pre:visible').count(), 3);
});

test('without its library a block is still readable', async (t) => {
  const blog = await site(t, post(fence('mermaid', 'flowchart LR\n  a --> b')));
  for (const path of (await import('node:fs')).readdirSync(`${blog.root}/extras`).filter((name) => name.startsWith('mermaid-'))) {
    blog.behave(`extras/${path}`, { status: 500 });
  }
  const page = await visit(t, blog, '?post=x');
  await page.locator('.diagram-problem').waitFor();
  assert.match(await page.locator('pre').textContent(), /a --> b/);
  assert.equal(await page.locator('pre').isVisible(), true);
});

test('pictures: enlarged by click and key, gone on with arrows, closed with Escape, focus comes back', async (t) => {
  const files = Object.fromEntries(['red', 'green', 'blue'].map((colour) => [`posts/${colour}.svg`, picture(colour)]));
  const image = (colour, more = '') => `<figure><img src="posts/${colour}.svg" alt="${colour}" data-zoomable ${more}><figcaption>A ${colour} one</figcaption></figure>`;
  const page = await read(t, `${image('red')}\n\n${image('green')}\n\n<a href="posts/blue.svg" data-lightbox="g"><img src="posts/red.svg" alt="small"></a>`, { files });
  const dialog = page.locator('dialog.lightbox');
  await page.locator('img[data-zoomable][tabindex]').first().click();
  await dialog.waitFor();
  assert.match(await dialog.locator('img').getAttribute('src'), /red\.svg$/);
  assert.equal(await dialog.locator('p').textContent(), 'A red one');
  await page.keyboard.press('ArrowRight');
  assert.match(await dialog.locator('img').getAttribute('src'), /green\.svg$/);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement.alt), 'green');
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  await dialog.click({ position: { x: 5, y: 5 } });
  await dialog.waitFor({ state: 'detached' });
  await page.locator('a[data-lightbox]').click();
  assert.match(await dialog.locator('img').getAttribute('src'), /blue\.svg$/);
  assert.deepEqual(page.problems, []);
});

test('two pictures are compared with a slider, several are leafed through', async (t) => {
  const files = Object.fromEntries(['red', 'green', 'blue'].map((colour) => [`posts/${colour}.svg`, picture(colour)]));
  const body = `<img-comparison-slider>
  <img slot="first" src="posts/red.svg" alt="before"><img slot="second" src="posts/green.svg" alt="after">
</img-comparison-slider>

<swiper-container navigation="true" pagination="true" rewind="true">
  <swiper-slide><img src="posts/red.svg" alt="1"></swiper-slide>
  <swiper-slide><img src="posts/green.svg" alt="2"></swiper-slide>
  <swiper-slide><img src="posts/blue.svg" alt="3"></swiper-slide>
</swiper-container>`;
  const page = await read(t, body, { files, reducedMotion: 'reduce' });
  const range = page.getByRole('slider');
  await range.focus();
  await page.keyboard.press('End');
  assert.equal(await page.locator('img-comparison-slider').evaluate((slider) => slider.style.getPropertyValue('--seen')), '100%');
  const at = () => page.locator('.dot[aria-current]').getAttribute('aria-label');
  assert.equal(await at(), 'Picture 1 of 3');
  await page.getByRole('button', { name: 'Next picture' }).click();
  await page.locator('.dot:nth-child(2)[aria-current]').waitFor();
  await page.getByRole('button', { name: 'Previous picture' }).click();
  await page.locator('.dot:nth-child(1)[aria-current]').waitFor();
  await page.getByRole('button', { name: 'Previous picture' }).click();
  await page.locator('.dot:nth-child(3)[aria-current]').waitFor();
  assert.deepEqual(page.problems, []);
});

test('tabs show one content at a time, by mouse and key, and alike in groups of a name', async (t) => {
  // As jekyll-tabs' tags write it.
  const group = '<ul class="tab" data-tab="l" data-name="l"><li class="active"><a href="#">Rust</a></li><li><a href="#">Go</a></li></ul>'
    + '<ul class="tab-content" data-name="l"><li class="active"><p>In Rust.</p></li><li><p>In Go.</p></li></ul>\n\n';
  const page = await read(t, group + group);
  await page.getByRole('tab', { name: 'Go' }).first().click();
  assert.equal(await page.getByText('In Go.').filter({ visible: true }).count(), 2);
  assert.equal(await page.getByText('In Rust.').filter({ visible: true }).count(), 0);
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.getByText('In Rust.').filter({ visible: true }).count(), 1);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Rust');
  assert.deepEqual(page.problems, []);
});

test('emoji by name and links that lead away, where the site has the plug-ins', async (t) => {
  const body = 'Good :smile:, not `:smile:`, not :no_such_thing:. [Away](https://x.example) and [here](/a).';
  const settings = 'scholar: {bibliography: papers.bib}\nplugins: [jemoji]\nexternal_links: {enabled: true, target: _blank}\n';
  const page = await read(t, body, { files: { 'site.yml': settings } });
  await page.locator('.emoji[title=":smile:"]').waitFor();
  assert.match(await page.locator('article p').textContent(), /^Good 😄, not :smile:, not :no_such_thing:\. Away and here\.$/u);
  assert.deepEqual(await page.locator('article p a').evaluateAll((all) => all.map((link) => [link.rel, link.target])), [['external nofollow noopener', '_blank'], ['', '']]);
  assert.deepEqual(page.problems, []);
});

test('an include of the site’s own stands for ours where the page names it', async (t) => {
  const index = await readFile(join(DIST, 'index.html'), 'utf8');
  const named = index.replace(/(name="postil:includes" content=)"[^"]*"/, '$1"posts/_includes/figure.html"');
  assert.notEqual(named, index);
  const own = 'posts/_includes/figure.html';
  const files = { 'index.html': named, 'posts/inventory.txt': `${own}\n`, [own]: '<em class="own">{{ include.src }}</em>' };
  const page = await read(t, '{% include figure.html src="a" %}', { files });
  assert.equal(await page.locator('.own').textContent(), 'a');
  const ours = await read(t, '{% include figure.html path="a.png" %}', { files: { 'a.png': '' } });
  assert.match(await ours.locator('figure img').getAttribute('src'), /\/a\.png$/);
  assert.ok(!ours.blog.requests.some((path) => path.includes('_includes')));
});

test('code of the tag highlight is coloured beside its numbers', async (t) => {
  const code = 'int f() {\n  return 0;\n}\n';
  const table = `<table class="rouge-table"><tbody><tr><td class="gutter gl"><pre class="lineno">1\n2\n3\n</pre></td><td class="code"><pre>${code}</pre></td></tr></tbody></table>`;
  const page = await read(t, `<figure class="highlight" data-mark-lines="2"><pre><code class="language-c--" data-lang="c++">${table}</code></pre></figure>`);
  await page.locator('figure.highlight td.code .nf').waitFor();
  assert.equal(await page.locator('td.code').textContent(), code);
  assert.equal(await page.locator('.hll').textContent(), '  return 0;\n');
  assert.equal(await page.locator('.lineno').count(), 1);
  assert.deepEqual(page.problems, []);
});

const LONG = ['One', 'Two', 'Three'].map((title) => `## ${title}\n\n${'Some words that fill a line.\n\n'.repeat(30)}`).join('');

test('the outline follows the scroll, beside the text or above it', async (t) => {
  const page = await read(t, LONG, { front: 'title: X\ntoc:\n  sidebar: left' });
  const outline = page.getByRole('navigation', { name: 'Contents' });
  assert.deepEqual(await outline.getByRole('link').allTextContents(), ['One', 'Two', 'Three']);
  const [box, text] = [await outline.boundingBox(), await page.locator('.post-content').boundingBox()];
  assert.ok(box.x + box.width <= text.x, 'beside the text');
  await page.locator('#two').evaluate((heading) => heading.scrollIntoView());
  await outline.locator('a[aria-current]').waitFor();
  assert.equal(await outline.locator('a[aria-current]').textContent(), 'Two');
  assert.ok(await page.locator('.reading-progress').evaluate((bar) => new DOMMatrix(getComputedStyle(bar).transform).a > 0.2));
  await page.setViewportSize({ width: 390, height: 800 });
  const above = await outline.boundingBox();
  assert.ok(above.y + above.height <= (await page.locator('.post-content').boundingBox()).y + 1, 'above the text');
  assert.deepEqual(page.problems, []);
});

test('headings have links to themselves, footnotes are shown at their marks', async (t) => {
  const page = await read(t, `${LONG}\nA note[^n].\n\n[^n]: Its *text*.\n`);
  await page.mouse.move(3, 3);
  await page.locator('#one').hover();
  await page.locator('#one .heading-link').waitFor();
  assert.equal(await page.locator('#one .heading-link').getAttribute('href'), '#one');
  const mark = page.locator('a.footnote');
  await mark.hover();
  const note = page.locator('.footnote-popover');
  await note.waitFor();
  assert.equal((await note.textContent()).trim(), 'Its text.');
  assert.equal(await mark.getAttribute('aria-describedby'), await note.getAttribute('id'));
  await page.keyboard.press('Escape');
  await note.waitFor({ state: 'hidden' });
  assert.deepEqual(page.problems, []);
});

test('a post says how to cite it', async (t) => {
  const page = await read(t, 'Text.', { front: 'title: The Margin & the Note\ndate: 2026-03-04\nauthor: Ada Lovelace\ncitation: true', permissions: ['clipboard-read', 'clipboard-write'] });
  await page.getByRole('button', { name: 'Copy BibTeX' }).click();
  await page.getByRole('button', { name: 'BibTeX copied' }).waitFor();
  const entry = await page.evaluate(() => navigator.clipboard.readText());
  for (const part of ['@article{lovelace2026margin,', 'title   = {The Margin \\& the Note}', 'author  = {Ada Lovelace}', 'year    = {2026}', 'month   = mar', '?post=x}']) {
    assert.ok(entry.includes(part), `${part} in ${entry}`);
  }
  assert.match(await page.locator('.cite-this-post p').textContent(), /^Ada Lovelace \(Mar 2026\)\. The Margin & the Note\./);
  assert.deepEqual(page.problems, []);
});

test('the reader’s choice of colours is kept, and stands before the first paint', { skip: cannot.change }, async (t) => {
  const page = await read(t, 'Text.');
  const light = await scheme(page);
  await page.getByLabel('Colours').selectOption('dark');
  const dark = await scheme(page);
  assert.notEqual(dark, light);
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      observer.disconnect();
      globalThis.first = getComputedStyle(document.documentElement).colorScheme;
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  await ready(page);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  assert.equal(await scheme(page), dark);
  await page.waitForFunction(() => document.querySelector('.scheme').value === 'dark');
  await page.getByLabel('Colours').selectOption('');
  assert.equal(await scheme(page), light);
  assert.deepEqual(page.problems, []);
});

test('printed links show where they lead', { skip: cannot.print }, async (t) => {
  const page = await read(t, 'A [link](https://example.org/x).');
  await page.emulateMedia({ media: 'print' });
  const after = await page.locator('.post-content a').evaluate((link) => getComputedStyle(link, '::after').content);
  assert.match(after, /https:\/\/example\.org\/x|attr\(href\)/);
});
