// What a large site costs: `node benches/site.mjs [COUNT ...]` (10, 1,000 and 10,000 posts by default) writes sites of
// generated posts with ten citations each, runs `postil index` on them twice and once after a change, and reads them in
// Chromium: bytes of what is written, the first list, the first answer of search and the next, a post by its own address
// and by `?post=`, and the memory that each takes. `RUNS=1` reads once instead of three times. It needs dist/, the native
// command (`cargo build --profile native --bin postil`) and what `cargo xtask tools` installs.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { serve } from '../tests/browser/server.mjs';

const require = createRequire(new URL('../tests/browser/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const project = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const POSTIL = process.env.POSTIL ?? project('target/native/postil');
const DIST = process.env.POSTIL_DIST ?? project('dist');
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** Of all words, and of works that are cited. */
const [VOCABULARY, WORKS] = [60_000, 2000];
const RUNS = Number(process.env.RUNS ?? 3);
/** A phone of 2020 on a mobile network. */
const SLOW = { rate: 4, network: { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 } };

// Always the same site: a small generator of numbers (Park and Miller).
let state = 1;
const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
const SYLLABLES = 'ba be bi bo ca ce ci co da de di do fa fe ga ge go ha he in la le li lo ma me mi mo na ne no per pre pro ra re ri ro sa se si so ta te ti to tra un va ve vi vo'.split(' ');
const vocabulary = Array.from({ length: VOCABULARY }, () => Array.from({ length: 2 + Math.floor(random() * 3) }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]).join(''));
/** A word as texts have them: the second is half as frequent as the first, and so on (Zipf). */
const word = () => vocabulary[Math.floor(VOCABULARY ** random()) - 1];
const sentence = () => {
  const words = Array.from({ length: 8 + Math.floor(random() * 12) }, word);
  return `${words[0][0].toUpperCase()}${words.join(' ').slice(1)}`;
};

function posts(folder, count) {
  mkdirSync(join(folder, 'posts'));
  const works = Array.from({ length: WORKS }, (_, at) => `@article{key${at}, author={${sentence().split(' ')[0]}, Ann and Lee, Bo}, title={${sentence()}}, journal={Journal of ${word()}}, year={${1950 + at % 70}}, volume={${at % 40}}, pages={${at}--${at + 9}}, doi={10.1000/x${at}}}`);
  writeFileSync(join(folder, 'posts/papers.bib'), works.join('\n'));
  writeFileSync(join(folder, 'site.yml'), 'title: Big\nurl: https://example.org\npermalink: /blog/:year/:title/\npagination: {enabled: true}\nscholar: {bibliography: papers.bib}\n');
  for (let at = 0; at < count; at++) {
    const paragraphs = Array.from({ length: 10 }, (_, number) => `${number % 3 ? '' : `## ${sentence()}\n\n`}${Array.from({ length: 4 }, sentence).join('. ')}. ${sentence()} {% cite key${Math.floor(random() * WORKS)} %}. ${sentence()}.`);
    const date = new Date(Date.UTC(1990, 0, 1 + at)).toISOString().slice(0, 10);
    writeFileSync(join(folder, `posts/${date}-post-${at}.md`), `---\nlayout: post\ntitle: ${sentence()} ${at}\ndescription: ${sentence()}\ntags: ${word()} ${word()}\nrelated_publications: true\n---\n${paragraphs.join('\n\n')}\n`);
  }
}

const size = (path) => statSync(path).size;
const compressed = (path) => brotliCompressSync(readFileSync(path)).length;
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
const median = (numbers) => numbers.sort((one, other) => one - other)[numbers.length >> 1];

/** What `postil index` takes, in seconds of processor time. */
function index(folder, ...options) {
  const timed = 'TIMEFORMAT="%U %S"; { time "$@" > /dev/null 2>&1; } 2>&1';
  const told = execFileSync('bash', ['-c', timed, 'bash', POSTIL, 'index', folder, '--cache', `${folder}-memory`, ...options], { encoding: 'utf8' });
  return told.split(' ').reduce((sum, seconds) => sum + Number(seconds), 0).toFixed(1);
}

/** Reads the pages `kinds` (each an address and the mark that says it is there), the first then searched; medians. */
async function read(folder, slow, kinds, searched) {
  const server = await serve(folder, '/');
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  const runs = [];
  for (let run = 0; run < RUNS; run++) {
    const seen = {};
    for (const [kind, address, mark] of kinds) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      const client = await context.newCDPSession(page);
      let bytes = 0;
      await client.send('Network.enable');
      client.on('Network.loadingFinished', (event) => { bytes += event.encodedDataLength; });
      if (slow) {
        await client.send('Network.emulateNetworkConditions', SLOW.network);
        await client.send('Emulation.setCPUThrottlingRate', { rate: SLOW.rate });
      }
      await page.goto(server.url + address, { waitUntil: 'load' });
      await page.waitForFunction((mark) => performance.getEntriesByName(mark).length, mark);
      const at = (name) => page.evaluate((name) => performance.getEntriesByName(name)[0]?.startTime ?? 0, name);
      Object.assign(seen, { [`${kind} paint`]: await at('first-contentful-paint'), [`${kind} ready`]: await at(mark), [`${kind} bytes`]: bytes });
      if (kind === searched) Object.assign(seen, await search(page, slow, () => bytes));
      await client.send('HeapProfiler.collectGarbage');
      const { usedSize, backingStorageSize = 0, embedderHeapUsedSize = 0 } = await client.send('Runtime.getHeapUsage');
      seen[`${kind} memory`] = usedSize + backingStorageSize + embedderHeapUsedSize;
      await context.close();
    }
    runs.push(seen);
  }
  await browser.close();
  await server.close();
  return Object.fromEntries(Object.keys(runs[0]).map((key) => [key, Math.round(median(runs.map((run) => run[key])))]));
}

async function search(page, slow, bytes) {
  const listed = bytes();
  await page.keyboard.press('/');
  await page.locator('.search-box input').waitFor();
  // The reader's own time: the list of shards comes while the first word is typed.
  await page.waitForTimeout(slow ? 2000 : 500);
  const found = { 'box bytes': bytes() - listed };
  const queries = { 'a word': vocabulary[5000], 'two letters': vocabulary[900].slice(0, 2), 'three words': [40, 700, 3000].map((at) => vocabulary[at]).join(' '), again: vocabulary[5000] };
  for (const [name, query] of Object.entries(queries)) {
    const before = bytes();
    found[name] = await page.evaluate(async (text) => {
      performance.clearMarks('search-ready');
      const input = document.querySelector('.search-box input');
      const start = performance.now();
      input.value = text;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      while (!performance.getEntriesByName('search-ready').length) await new Promise((done) => setTimeout(done, 5));
      return performance.getEntriesByName('search-ready')[0].startTime - start;
    }, query);
    await page.waitForTimeout(slow ? 500 : 50);
    found[`${name} bytes`] = bytes() - before;
  }
  return found;
}

const said = (found) => Object.entries(found).map(([key, value]) => `${key} ${/bytes|memory/.test(key) ? kb(value) : `${value} ms`}`).join('; ');

const counts = process.argv.slice(2).map(Number).filter(Boolean);
for (const count of counts.length ? counts : [10, 1000, 10_000]) {
  const folder = mkdtempSync(join(tmpdir(), 'postil-site-'));
  for (const entry of readdirSync(DIST)) {
    if (/\.(js|wasm|css|html)$|^(csl|extras|fonts)$/.test(entry) && entry !== '404.html') cpSync(join(DIST, entry), join(folder, entry), { recursive: true });
  }
  posts(folder, count);
  console.log(`\n${count} posts`);
  console.log(`postil index: first ${index(folder)} s, second ${index(folder)} s`);
  const names = readdirSync(join(folder, 'posts')).filter((name) => name.endsWith('.md')).sort();
  const name = names[count >> 1];
  const one = join(folder, 'posts', name);
  writeFileSync(one, `${readFileSync(one, 'utf8')}\nOne more sentence.\n`);
  console.log(`with one post changed: ${index(folder)} s; what it remembers takes ${kb(readdirSync(`${folder}-memory`).reduce((sum, name) => sum + size(join(`${folder}-memory`, name)), 0))}`);
  const shards = readdirSync(join(folder, 'search')).filter((name) => name.endsWith('.bin')).map((name) => join(folder, 'search', name));
  const texts = readdirSync(join(folder, 'search/posts')).map((name) => size(join(folder, 'search/posts', name)));
  const list = join(folder, 'search/index.txt');
  console.log(`search: index.txt ${kb(size(list))} (${kb(compressed(list))} compressed), ${shards.length} shards, the longest ${kb(Math.max(...shards.map(size)))}, all ${kb(shards.reduce((sum, path) => sum + size(path), 0))}; a post's text ${kb(median(texts))}`);
  console.log(`posts/index.json ${kb(size(join(folder, 'posts/index.json')))}, index.html ${kb(size(join(folder, 'index.html')))}, works/ ${kb(size(join(folder, 'works/index.html')))}`);
  const [, year, slug] = name.match(/^(\d+)-\d+-\d+-(.*)\.md$/);
  const post = ['post', `blog/${year}/${slug}/`, 'article-ready'];
  const raw = ['?post=', `?post=${name.replace(/\.md$/, '')}`, 'article-ready'];
  for (const slow of [false, true]) {
    console.log(`${slow ? 'phone' : 'fast '} ${said(await read(folder, slow, [['list', '', 'index-ready'], post, raw], 'list'))}`);
  }
  index(folder, '--no-pages');
  for (const slow of [false, true]) {
    console.log(`${slow ? 'phone' : 'fast '} without written pages: ${said(await read(folder, slow, [['list', '', 'index-ready'], raw]))}`);
  }
  if (!process.env.KEEP) for (const path of [folder, `${folder}-memory`]) rmSync(path, { recursive: true });
  else console.log(folder);
}
