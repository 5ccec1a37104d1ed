// The written site on the servers that people have, each as it comes: at the root and in a folder below it.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { serve } from './server.mjs';
import { DIST, ready, visit } from './site.mjs';

const DEMO = 'blog/2026/reading-multimodal-models/';
const NAME = '2026-11-16-reading-multimodal-models';

const has = (program, ...version) => {
  try {
    execFileSync(program, version, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const freePort = () => new Promise((done) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => done(port));
  });
});

const nginx = (root, port, work) => `
  ${process.getuid?.() === 0 ? 'user root;' : ''}
  daemon off; pid ${work}/pid; error_log ${work}/log;
  events {}
  http {
    types { text/html html; text/css css; text/javascript js; application/wasm wasm; application/xml xml csl; application/json json; }
    access_log off;
    client_body_temp_path ${work}/a; proxy_temp_path ${work}/b; fastcgi_temp_path ${work}/c; uwsgi_temp_path ${work}/d; scgi_temp_path ${work}/e;
    server { listen 127.0.0.1:${port}; root ${root}; }
  }`;

/** How each server is started for the files in `root`. */
const SERVERS = {
  'http.server': {
    there: has('python3', '--version'),
    start: (root, port) => ['python3', ['-m', 'http.server', String(port), '--bind', '127.0.0.1', '--directory', root]],
  },
  nginx: {
    there: has('nginx', '-v'),
    start: async (root, port, work) => {
      await writeFile(join(work, 'nginx.conf'), nginx(root, port, work));
      return ['nginx', ['-c', join(work, 'nginx.conf'), '-e', join(work, 'log')]];
    },
  },
  Caddy: {
    there: has('caddy', 'version'),
    start: (root, port) => ['caddy', ['file-server', '--root', root, '--listen', `127.0.0.1:${port}`]],
  },
};

/** Starts a server of that kind for a copy of the site in the folder `below` of its root; resolves to the site's address. */
async function start(t, { start: command }, below) {
  const work = await mkdtemp(join(tmpdir(), 'postil-server-'));
  const root = join(work, 'root');
  await cp(DIST, join(root, below), { recursive: true, dereference: true });
  const port = await freePort();
  const [program, options] = await command(root, port, work);
  const server = spawn(program, options, { stdio: 'ignore', env: { ...process.env, XDG_DATA_HOME: work, XDG_CONFIG_HOME: work } });
  t.after(async () => {
    const ended = new Promise((done) => server.once('exit', done));
    server.kill();
    await ended;
    await rm(work, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}/${below}`;
  for (let tries = 0; tries < 100; tries++) {
    const answer = await fetch(`${url}site.yml`).catch(() => null);
    if (answer?.ok) return url;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${program} does not answer`);
}

/** What has to work on every server. */
async function tour(t, url) {
  const page = await visit(t, { url }, DEMO);
  await ready(page);
  assert.equal(await page.locator('ol.bibliography > li').count(), 7, 'a deep link opened cold');
  await page.reload();
  await ready(page);
  await page.locator('a.citation').first().hover();
  await page.locator('.citation-popover .reference').waitFor();
  await page.mouse.move(0, 0);
  await page.locator('.neighbours a').first().click();
  await page.getByRole('heading', { level: 1, name: /Everything at once/ }).waitFor();
  await page.locator('.post-tags a').first().click();
  await page.locator('.post-list').waitFor();
  await page.reload();
  await page.locator('.post-list').getByRole('link', { name: /Everything at once/ }).click();
  await page.getByRole('heading', { level: 1, name: /Everything at once/ }).waitFor();
  await page.goBack();
  await page.locator('.post-list').waitFor();
  assert.deepEqual(page.problems, []);
  const named = await visit(t, { url }, `?post=${NAME}#one-space-for-six-senses`);
  await ready(named);
  assert.ok(await named.evaluate(() => scrollY) > 100);
  const home = await visit(t, { url }, '');
  await ready(home, 'index-ready');
  assert.deepEqual([...named.problems, ...home.problems], []);
}

for (const [name, server] of Object.entries(SERVERS)) {
  for (const below of ['', 'people/me/']) {
    const where = below ? 'in a folder' : 'at the root';
    test(`on ${name} ${where} every address works`, { skip: server.there ? false : 'not installed' }, async (t) => {
      await tour(t, await start(t, server, below));
    });
  }
}

// A project's page of GitHub Pages: a folder below a host, `404.html` for everything else, nothing rewritten.
test('in a layout like that of GitHub Pages every address works, and others say so', async (t) => {
  const server = await serve(DIST, '/project/');
  t.after(server.close);
  server.lost('404.html');
  await tour(t, server.url);
  const page = await visit(t, server, 'blog/2026/never-written/');
  await page.getByText('There is no such post').waitFor();
  await page.getByRole('link', { name: 'All posts' }).click();
  await page.locator('.post-list').waitFor();
  assert.equal(new URL(page.url()).pathname, '/project/');
});
