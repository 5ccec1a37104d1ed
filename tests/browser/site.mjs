// What a browser test is made of: site() serves a copy of the built site, visit() opens a page of it.
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inFirefox, inWebKit, launch } from './browsers.mjs';
import { serve } from './server.mjs';
import * as webkit from './webkit.mjs';

/** The built site: `POSTIL_DIST`, by default the project's dist/. */
export const DIST = process.env.POSTIL_DIST ?? fileURLToPath(new URL('../../dist/', import.meta.url));

// Firefox needs one for each kind of reader, see browsers.mjs.
const browsers = new Map();
const browser = ({ colorScheme, reducedMotion }) => {
  const kind = inFirefox ? `${colorScheme} ${reducedMotion}` : '';
  if (!browsers.has(kind)) browsers.set(kind, launch({ colorScheme, reducedMotion }));
  return browsers.get(kind);
};
after(() => Promise.all([...browsers.values()].map(async (browser) => (await browser).close())));
after(webkit.close);

/**
 * Serves a copy of the built site from a sub-folder until the test `t` ends.
 *
 * `files` are laid over the copy: { 'posts/x.md': text, 'posts/papers.bib': null } writes one and takes one away.
 * Resolves to the server (see server.mjs) with `write(files)`, which does the same to the site while it is served.
 */
export async function site(t, files = {}) {
  const root = await mkdtemp(join(tmpdir(), 'postil-'));
  await cp(DIST, root, { recursive: true, dereference: true });
  const write = async (changed) => {
    for (const [path, content] of Object.entries(changed)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await (content === null ? rm(join(root, path)) : writeFile(join(root, path), content));
    }
  };
  await write(files);
  const server = await serve(root, '/some/sub/folder/', inWebKit ? webkit.WATCH : '');
  t.after(async () => {
    await server.close();
    await rm(root, { recursive: true });
  });
  return { ...server, root, write };
}

/**
 * Opens `address` (relative to the site's folder, such as `?post=x`) in a page of its own until the test ends.
 *
 * `options` are those of Playwright's browser.newContext (viewport, hasTouch, colorScheme, …) and `waitUntil`, the
 * event after which the page counts as opened.
 * Resolves to the page, with `problems`: what the console said (errors and warnings), uncaught errors and
 * violations of the Content-Security-Policy, all of which a good page has none of.
 */
export async function visit(t, site, address = '', { waitUntil = 'load', ...options } = {}) {
  if (inWebKit) {
    const page = await webkit.open({ viewport: { width: 1280, height: 800 }, waitUntil, ...options });
    t.after(() => page.close());
    await page.goto(new URL(address, site.url).href);
    return page;
  }
  // What Firefox cannot be told: it has the clipboard anyhow, see browsers.mjs.
  if (inFirefox) delete options.permissions;
  const context = await (await browser(options)).newContext({ viewport: { width: 1280, height: 800 }, ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  page.problems = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      page.problems.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  page.on('pageerror', (error) => page.problems.push(`uncaught: ${error.message}`));
  await context.exposeBinding('violated', (_, what) => page.problems.push(`policy: ${what}`));
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      globalThis.violated(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  await page.goto(new URL(address, site.url).href, { waitUntil });
  return page;
}

/** Waits for the page's own signal, `article-ready` or `index-ready`, and for the program, which comes later to what is written. */
export const ready = (page, mark = 'article-ready') =>
  page.waitForFunction((names) => names.every((name) => performance.getEntriesByName(name).length > 0), [mark, 'taken-over'], { timeout: 20_000 });
