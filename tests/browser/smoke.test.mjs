import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { site, visit } from './site.mjs';

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

// What the page asks for while the program has not arrived.
const asked = async (t, address) => {
  const blog = await site(t, { 'posts/b/ü.md': 'b' });
  const program = readdirSync(blog.root).find((name) => name.endsWith('.wasm'));
  blog.behave(program, { delay: 5000 });
  const page = await visit(t, blog, address, { waitUntil: 'domcontentloaded' });
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

test('the list of posts is asked for at once', async (t) => {
  assert.deepEqual(await asked(t, ''), ['posts/index.json', 'site.yml']);
});

test('no address makes the page ask for anything but a post', async (t) => {
  for (const name of ['../site', '%2e%2e/site', '/etc/passwd', '//host/x', 'a/../../x', '.x', 'a%5cb', 'javascript:x']) {
    const paths = await asked(t, `?post=${name}`);
    assert.deepEqual(paths.filter((path) => path !== 'site.yml'), [], name);
  }
});
