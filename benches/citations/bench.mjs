// What formatting citations costs, natively and in Chromium, beside citeproc-js and hayagriva:
//   (cd ../../tests/differential && npm ci) && (cd ../../tests/browser && npm ci) && node bench.mjs
// POSTIL_BENCH_BIB and POSTIL_BENCH_POST name a bibliography and a post of one's own (the benchmark's fixture `large`);
// without them it makes 10,000 entries, of which 1,000 are cited 2,000 times.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const project = join(here, '../..');
const read = (path) => readFileSync(path, 'utf8');
const style = join(project, process.env.POSTIL_BENCH_STYLE ?? 'csl/apa.csl');
const locale = join(project, 'csl/locales-en-US.xml');

/** Entries of the usual kinds, the same at every run. */
function generate(count) {
  let seed = 42;
  const pick = (list) => list[(seed = (seed * 48271) % 2147483647) % list.length];
  const heads = ['Ak', 'Be', 'Cor', 'Dan', 'El', 'Fer', 'Gar', 'Han', 'Iv', 'Jan', 'Kr', 'Lor', 'Mar', 'Nor', 'Ost', 'Per'];
  const tails = ['berg', 'ici', 'dez', 'ova', 'mann', 'son', 'etti', 'asz', 'aki', 'iel', 'ov', 'lund', 'ard', 'ois', 'u', '{\\"u}ller'];
  const given = ['Ada', 'Bo Karl', 'Chiara', 'D. E.', 'Eva', 'Femi', 'Grace', 'Hao', 'Ines', 'Jo{\\~a}o', 'Kim', 'Lea Maria'];
  const words = ['Sparse', '{BERT}', 'attention', 'in', 'graphs', 'for', 'noisy', 'learning', 'with', 'bounds', 'of', 'clocks'];
  const kinds = [
    ['article', 'journal = {Journal of Examples}, volume = {12}, number = {3}, month = nov, doi = {10.1000/x.1}'],
    ['inproceedings', 'booktitle = {Proceedings of the {IEEE} Conference}, publisher = {PMLR}'],
    ['misc', 'eprint = {2405.09818}, archivePrefix = {arXiv}, url = {https://arxiv.org/abs/2405.09818}'],
    ['book', 'publisher = {Academic Press}, address = {Cambridge, MA}, edition = {Second}'],
  ];
  const keys = [];
  let text = '';
  for (let n = 0; n < count; n++) {
    const authors = Array.from({ length: 1 + (n % 5) }, () => `${pick(heads)}${pick(tails)}, ${pick(given)}`);
    const [kind, rest] = pick(kinds);
    const title = Array.from({ length: 9 }, () => pick(words)).join(' ');
    keys.push(`key${n}`);
    text += `@${kind}{key${n},\n  title = {${title}},\n  author = {${authors.join(' and ')}},\n  year = {${1980 + (n * 7) % 45}},\n`;
    text += `  pages = {${n}--${n + 12}},\n  ${rest},\n}\n\n`;
  }
  return { text, keys };
}

const folder = mkdtempSync(join(tmpdir(), 'citations-'));
const bib = process.env.POSTIL_BENCH_BIB ?? join(folder, 'bench.bib');
let keys;
let cited;
if (process.env.POSTIL_BENCH_BIB) {
  keys = [...read(bib).matchAll(/^@\w+\{([^,\s]+),/gm)].map(([, key]) => key);
} else {
  const made = generate(10_000);
  keys = made.keys;
  writeFileSync(bib, made.text);
}
if (process.env.POSTIL_BENCH_POST) {
  cited = [...read(process.env.POSTIL_BENCH_POST).matchAll(/\{% cite ([^%-]*) %\}/g)].map(([, markup]) => markup.trim());
} else {
  cited = Array.from({ length: 2000 }, (_, n) => (n % 9 === 0 ? [n, n + 371] : [n]).map((at) => keys[(at * 7) % 1000]).join(' '));
}
// The work itself, then as many works as each row says, each cited once.
const cases = [['the post', cited], ['10', keys.slice(0, 10)], ['1,000', keys.slice(0, 1000)], ['10,000', keys.slice(0, 10_000)]];

const cargo = (...more) => execFileSync('cargo', ['build', '--release', '--quiet', ...more], {
  cwd: here, stdio: 'inherit', env: { ...process.env, RUSTFLAGS: '' },
});
const target = process.env.CARGO_TARGET_DIR ?? join(here, 'target');
cargo('--features', 'peers');
cargo('--lib', '--target', 'wasm32-unknown-unknown', '--config', 'profile.release.opt-level="z"',
  '--config', 'profile.release.lto="fat"', '--config', 'profile.release.panic="abort"', '--config', 'profile.release.codegen-units=1');

const rows = [];
const items = join(folder, 'items.json');
for (const [name, lines] of cases) {
  const cites = join(folder, 'cites.txt');
  writeFileSync(cites, lines.join('\n'));
  const peers = name === 'the post' ? 'hayagriva' : '';
  const printed = execFileSync(join(target, 'release/citations'), [bib, cites, style, locale, items, peers], { encoding: 'utf8' });
  rows.push([name, 'native', JSON.parse(printed), lines.length]);
  rows.push([name, 'Chromium', await inChromium(lines, peers), lines.length]);
}

/** The same steps in a page, and citeproc-js's. */
async function inChromium(lines, peers) {
  const { chromium } = await import(join(project, 'tests/browser/node_modules/playwright-core/index.mjs'));
  const executablePath = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  try {
    const wasm = readFileSync(join(target, 'wasm32-unknown-unknown/release/citations.wasm')).toString('base64');
    const inputs = [read(bib), lines.join('\n'), read(style), read(locale)];
    // Readers wait for the first run in a page, with code that is just compiled: the best of three such.
    const figures = {};
    let page;
    for (let run = 0; run < 3; run++) {
      await page?.close();
      page = await browser.newPage();
      for (const [step, time] of Object.entries(await page.evaluate(measureWasm, { wasm, inputs }))) {
        figures[step] = Math.min(time, figures[step] ?? Infinity);
      }
    }
    if (peers) {
      const module = read(join(project, 'tests/differential/node_modules/citeproc/citeproc_commonjs.js'));
      await page.addScriptTag({ content: `var module = {}; ${module}; window.CSL = CSL;` });
      Object.assign(figures, await page.evaluate(measureCiteproc, { items: read(items), lines, style: read(style), locale: read(locale) }));
    }
    return figures;
  } finally {
    await browser.close();
  }
}

async function measureWasm({ wasm, inputs }) {
  const bytes = Uint8Array.from(atob(wasm), (c) => c.charCodeAt(0));
  const { instance: { exports } } = await WebAssembly.instantiate(bytes, {});
  inputs.forEach((input, which) => {
    const text = new TextEncoder().encode(input);
    const at = exports.room(text.length);
    new Uint8Array(exports.memory.buffer, at, text.length).set(text);
    exports.input(which);
  });
  const figures = {};
  ['index', 'style', 'decode', 'format'].forEach((name, step) => {
    const start = performance.now();
    exports.step(step);
    figures[name] = performance.now() - start;
  });
  return figures;
}

function measureCiteproc({ items, lines, style, locale }) {
  const byId = new Map(JSON.parse(items).map((item) => [item.id, item]));
  const start = performance.now();
  const engine = new CSL.Engine({ retrieveLocale: () => locale, retrieveItem: (id) => byId.get(id) }, style);
  const citations = lines.map((line, at) => ({
    citationID: `c${at}`, citationItems: line.split(' ').map((id) => ({ id })), properties: { noteIndex: 0 },
  }));
  const ready = performance.now();
  engine.rebuildProcessorState(citations);
  engine.makeBibliography();
  return { 'citeproc-js style': ready - start, 'citeproc-js format': performance.now() - ready };
}

const megabytes = Buffer.byteLength(read(bib)) / 1e6;
console.log(`${megabytes.toFixed(1)} MB, ${keys.length} entries\n`);
const shown = (value) => (value === undefined ? '' : value.toFixed(value < 10 ? 1 : 0));
console.log('| cited | where | parse, MB/s | items, ms | citations and list, ms | µs per citation and reference |\n|---|---|--:|--:|--:|--:|');
for (const [name, where, figures, count] of rows) {
  const each = (figures.format * 1000) / count;
  console.log(`| ${name} | ${where} | ${shown((megabytes * 1000) / figures.index)} | ${shown(figures.decode)} | ${shown(figures.format)} | ${shown(each)} |`);
}
const [native, page] = [rows[0][2], rows[1][2]];
console.log(`\ncitations and list of the post, in Chromium: ${shown(page.format)} ms`);
console.log(`citeproc-js in Chromium: ${shown(page['citeproc-js format'])} ms, ${shown(page['citeproc-js format'] / page.format)} times as long`);
console.log(`hayagriva natively: ${shown(native.hayagriva)} ms, ${shown(native.hayagriva / native.format)} times as long as Postil natively (${shown(native.format)})`);
