// Pictures of every kind of page at three widths in both colour schemes, to be looked at: `node shots.mjs [NAME...]` puts
// them into target/shots/ (or the folder that `SHOTS` names), of all kinds or of those named. `POSTIL_BROWSER=firefox` makes Firefox paint them.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FILES, PAGES } from './pages.mjs';
import { visit } from './site.mjs';
import { skip, written } from './written.mjs';

const SIZES = [[390, 844], [820, 1180], [1440, 900]];
const folder = process.env.SHOTS ?? fileURLToPath(new URL('../../target/shots/', import.meta.url));
const names = process.argv.slice(2);

await mkdir(folder, { recursive: true });
for (const { name, address, shown } of PAGES.filter((page) => !names.length || names.includes(page.name))) {
  test(name, { skip }, async (t) => {
    const blog = await written(t, FILES);
    for (const colorScheme of ['light', 'dark']) {
      for (const [width, height] of SIZES) {
        const page = await visit(t, blog, address, { colorScheme, viewport: { width, height } });
        await shown(page);
        const path = join(folder, `${name}-${width}-${colorScheme}.png`);
        await page.screenshot({ path, fullPage: !/popover|search|footnote|picture/.test(name) });
        await page.context().close();
      }
    }
  });
}
