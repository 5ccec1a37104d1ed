import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { DIST, site, visit } from './site.mjs';

test('the built site mounts in a sub-folder under its own policy', async (t) => {
  const blog = await site(t);
  const page = await visit(t, blog);
  await page.waitForFunction(() => document.body.innerText.trim() !== '');
  assert.deepEqual(page.problems, []);
});

test('the policy refuses what the page did not bring', async (t) => {
  const blog = await site(t);
  const page = await visit(t, blog);
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.ran = true';
    document.head.append(script);
    return Boolean(globalThis.ran);
  });
  assert.equal(ran, false);
  await page.waitForFunction(() => true);
  assert.match(page.problems.join('\n'), /policy: script-src-elem inline/);
});

test('the program has none of what its modules hold, and is no larger than it has to be', () => {
  const read = (name) => readFileSync(join(DIST, name));
  const program = read(readdirSync(DIST).find((name) => /^page-.*\.wasm$/.test(name)));
  // A sentence of libyaml's, an entity, a command of TeX, a heading of lists.
  const words = { yaml: 'cannot start any token', spans: 'CounterClockwiseContourIntegral', math: 'underbrace', scholar: 'Conference Articles' };
  for (const [module, word] of Object.entries(words)) {
    assert.ok(read(`${module}_bg.wasm`).includes(word), module);
    assert.ok(!program.includes(word), module);
  }
  const kilobytes = brotliCompressSync(program).length / 1000;
  assert.ok(kilobytes < 227, `${kilobytes} KB`);
});

// A page whose program does not arrive.
const visitEarly = (t, blog, address) => {
  blog.behave(readdirSync(blog.root).find((name) => /^page-.*\.wasm$/.test(name)), { delay: 60_000 });
  return visit(t, blog, address, { waitUntil: 'domcontentloaded' });
};

// What such a page asks for.
const asked = async (t, address, served) => {
  const blog = served ?? (await site(t, { 'posts/b/ü.md': 'b' }));
  const page = await visitEarly(t, blog, address);
  await page.waitForTimeout(500);
  return blog.requests.filter((path) => /^(site\.yml|posts\/|csl\/)/.test(path)).sort();
};

test('a post is asked for at once with what all posts need', async (t) => {
  const paths = await asked(t, '?post=b/%C3%BC&x=1');
  assert.ok(paths.includes('posts/b/ü.md') && paths.includes('site.yml'), String(paths));
  assert.ok(paths.some((path) => path.endsWith('.bib')), String(paths));
  assert.ok(!paths.includes('posts/index.json'));
  assert.deepEqual(paths, [...new Set(paths)]);
});

test('a post with a bibliography of its own asks for that one', async (t) => {
  const blog = await site(t, {
    'index.html': readFileSync(join(DIST, 'index.html'), 'utf8')
      .replace(/(name="postil:own-requests" content=)"[^"]*"/, '$1"b=posts/b.bib c/d=posts/d%20e.bib"'),
  });
  const paths = await asked(t, '?post=c/d.md', blog);
  assert.deepEqual(paths.filter((path) => path.endsWith('.bib')), ['posts/d e.bib']);
  assert.ok(paths.includes('posts/c/d.md'));
});

test('what was asked for early is not asked for again', async (t) => {
  const blog = await site(t, { 'posts/b.md': 'text' });
  const page = await visitEarly(t, blog, '?post=b');
  // What the program asks of `boot.js`.
  const text = await page.evaluate(async () => new TextDecoder().decode(postil.arrived('posts/b.md') ?? await postil.ask('posts/b.md')));
  assert.equal(text, 'text');
  assert.equal(blog.requests.filter((path) => path === 'posts/b.md').length, 1);
});

test('the list of posts is asked for at once', async (t) => {
  assert.deepEqual(await asked(t, ''), ['posts/index.json', 'site.yml']);
});

test('no address makes the page ask for anything but a post', async (t) => {
  const blog = await site(t);
  for (const name of ['../site', '%2e%2e/site', '/etc/passwd', '//host/x', 'a/../../x', '.x', 'a%5cb', 'javascript:x']) {
    await asked(t, `?post=${name}`, blog);
    assert.deepEqual(blog.requests.filter((path) => /\.(md|bib|csl)$|index\.json$/.test(path)), [], name);
  }
});
