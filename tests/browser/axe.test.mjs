// Every kind of page as axe sees it, in both colour schemes: WCAG 2.2 AA and what axe calls best practices.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { FILES, PAGES } from './pages.mjs';
import { visit } from './site.mjs';
import { skip, written } from './written.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds on the page, a line for each element. */
async function findings(page, blog) {
  // The policy allows no inline script.
  await page.addScriptTag({ url: new URL('axe.js', blog.url).href });
  return page.evaluate(async (tags) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags } });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.any.concat(node.all, node.none).map((check) => check.message).join('; ')}`));
  }, TAGS);
}

for (const { name, address, shown } of PAGES) {
  test(`axe finds nothing: ${name}`, { skip }, async (t) => {
    const blog = await written(t, { ...FILES, 'axe.js': axe });
    for (const colorScheme of ['light', 'dark']) {
      const page = await visit(t, blog, address, { colorScheme });
      await shown(page);
      // What helps the keyboard comes with the first key.
      await page.keyboard.press('Shift');
      // Colours come to code that the reader comes near.
      await page.evaluate(async () => {
        for (const block of document.querySelectorAll('pre')) {
          block.scrollIntoView();
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        }
        scrollTo(0, 0);
      });
      await page.waitForTimeout(500);
      assert.deepEqual(await findings(page, blog), [], colorScheme);
    }
  });
}
