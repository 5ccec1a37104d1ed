// Prints what each part that only some posts load costs a reader: `node sizes.mjs` loads a post with one such thing
// and adds up what it asked for beyond a plain post, compressed with brotli 11 (archives as they are).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { after, test } from 'node:test';
import { ready, site, visit } from './site.mjs';

const fence = (language, text) => `\`\`\`${language}\n${text}\n\`\`\`\n`;
const chart = '{"data":[{"x":[1,2],"y":[3,4],"type":"TYPE"}]}';
const POSTS = {
  'code, one language (Python)': fence('python', 'x = 1'),
  'code, C++ (built upon C)': fence('cpp', 'int x;'),
  mermaid: fence('mermaid', 'flowchart LR\n  a --> b'),
  chartjs: fence('chartjs', '{"type":"bar","data":{"labels":["a"],"datasets":[{"data":[1]}]}}'),
  echarts: fence('echarts', '{"xAxis":{"data":["a"]},"yAxis":{},"series":[{"type":"bar","data":[1]}]}'),
  'plotly: lines, bars, pies': fence('plotly', chart.replace('TYPE', 'bar')),
  'plotly: all others': fence('plotly', chart.replace('TYPE', 'histogram')),
  vega_lite: fence('vega_lite', '{"data":{"values":[{"a":1}]},"mark":"bar","encoding":{"x":{"field":"a","type":"quantitative"}}}'),
  'geojson, tiles of the map apart': fence('geojson', '{"type":"Point","coordinates":[9.9,51.5]}'),
  diff2html: fence('diff2html', '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b'),
  'pseudocode, with the converter of formulas': fence('pseudocode', '\\begin{algorithm}\n\\begin{algorithmic}\n\\STATE $$x$$\n\\end{algorithmic}\n\\end{algorithm}'),
  typograms: fence('typograms', '+--+\n+--+'),
  'tikz: TeX, its packages, one font': fence('tikz', '\\begin{tikzpicture}\n\\node at (0,0) {x};\n\\end{tikzpicture}'),
  'pictures (zoom, comparison, slides)': '<img src="x.svg" data-zoomable>\n',
  'emoji by name': ':tada:\n',
  'cite this post': '',
  'publications: panels, authors, filter': '<ol class="bibliography"><li><div class="abstract hidden">x</div></li></ol>\n',
  'comments, giscus’ own frame apart': '',
};

const FRONT = { 'cite this post': 'citation: true', 'comments, giscus’ own frame apart': 'giscus_comments: true' };
const SITE = 'title: T\nplugins: [jemoji]\ngiscus: { repo: me/blog }\nscholar:\n  bibliography: papers.bib\n';

const rows = [];
for (const [name, body] of Object.entries(POSTS)) {
  test(name, async (t) => {
    const front = `title: X\n${FRONT[name] ?? ''}`;
    const blog = await site(t, { 'posts/x.md': `---\nlayout: post\n${front}\n---\n${body}`, 'x.svg': '<svg/>', 'site.yml': SITE });
    const page = await visit(t, blog, '?post=x');
    await ready(page);
    await page.waitForTimeout(6000);
    const asked = [...new Set(blog.requests)].filter((path) => /^extras\/|^math/.test(path));
    const bytes = asked.map((path) => {
      const file = readFileSync(join(blog.root, path));
      return path.endsWith('.gz') ? file.length : brotliCompressSync(file).length;
    });
    rows.push([name, bytes.reduce((sum, size) => sum + size, 0), asked.length]);
  });
}
test('reading', async (t) => {
  const blog = await site(t, { 'posts/x.md': '---\ntitle: X\n---\nText.' });
  const page = await visit(t, blog, '?post=x');
  await ready(page);
  await page.mouse.move(50, 50);
  await page.waitForTimeout(1500);
  const asked = [...new Set(blog.requests)].filter((path) => path.startsWith('extras/'));
  const bytes = asked.map((path) => brotliCompressSync(readFileSync(join(blog.root, path))).length);
  rows.push(['reading: outline, progress, links, footnotes', bytes.reduce((sum, size) => sum + size, 0), asked.length]);
});
after(() => {
  for (const [name, size, files] of rows) console.log(`| ${name} | ${(size / 1000).toFixed(1)} | ${files} |`);
});
