// Builds the parts of the page that only some posts load: `node build.mjs FOLDER` writes them there, and
// `node build.mjs --minify FILE...` makes scripts and style sheets smaller in place.
//
// Names carry a hash of their content, so that a browser may keep what it has. The one that the page itself
// names, `enhance-HASH.js`, is the way to all others.
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, extname, join, resolve } from 'node:path';
import { build, transform } from 'esbuild';

const require = createRequire(import.meta.url);
const TARGET = ['chrome123', 'firefox120', 'safari17.5'];

/** Writes all parts into `folder`, which is emptied first. */
async function parts(folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { metafile } = await build({
    metafile: true,
    absWorkingDir: import.meta.dirname,
    entryPoints: { enhance: 'src/enhance.js' },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    target: TARGET,
    legalComments: 'none',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.gz': 'file', '.ttf': 'file', '.png': 'dataurl' },
    define: { 'process.env.NODE_ENV': '"production"' },
    alias: {
      // What would be bundled twice, or is not wanted at all.
      mathjax: './src/nothing.js',
      'highlight.js': './src/nothing.js',
      // Only its table of font metrics is used (src/tikz/metrics.js): the package's code is under the GPL.
      '@prinsss/dvi2html': './src/tikz/metrics.js',
    },
    plugins: [sheets, worker(folder), languages, emoji, texFonts, math],
    logLevel: 'warning',
    logOverride: { 'direct-eval': 'silent', 'import-is-undefined': 'silent' },
  });
  await prism(join(folder, languagesFolder()));
  await licences(folder, Object.keys(metafile.inputs));
}

/** A style sheet is imported as its text, minified, small pictures in it. */
const sheets = {
  name: 'sheets',
  setup(setup) {
    setup.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles } = await build({
        entryPoints: [path], bundle: true, minify: true, write: false, target: TARGET,
        loader: { '.png': 'dataurl', '.svg': 'dataurl', '.woff2': 'dataurl', '.gif': 'dataurl' },
      });
      // What another server holds is not asked for.
      return { contents: outputFiles[0].text.replace(/@import\s*(?:url\()?["']?https?:[^;]*;/g, ''), loader: 'text' };
    });
  },
};

/** `import url from './x.js?worker'`: a script of its own, and its address. */
const worker = (folder) => ({
  name: 'worker',
  setup(setup) {
    setup.onResolve({ filter: /\?worker$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.slice(0, -'?worker'.length)), namespace: 'worker',
    }));
    setup.onLoad({ filter: /.*/, namespace: 'worker' }, async ({ path }) => {
      const { outputFiles } = await build({
        entryPoints: [path], bundle: true, minify: true, write: false, target: TARGET, format: 'iife',
        outdir: folder, entryNames: '[name]-[hash]', legalComments: 'none', alias: setup.initialOptions.alias,
        absWorkingDir: import.meta.dirname, loader: { '.gz': 'file' }, assetNames: '[name]-[hash]',
        define: { 'import.meta.url': 'location.href' },
      });
      await Promise.all(outputFiles.map((file) => writeFile(join(folder, basename(file.path)), file.contents)));
      const script = outputFiles.find((file) => extname(file.path) === '.js');
      return { contents: `export default ${JSON.stringify(`./${basename(script.path)}`)}`, loader: 'js' };
    });
  },
});

/** `virtual:languages`: what Prism knows, by name, and what each language is built upon. */
const languages = {
  name: 'languages',
  setup(setup) {
    setup.onResolve({ filter: /^virtual:languages$/ }, ({ path }) => ({ path, namespace: 'languages' }));
    setup.onLoad({ filter: /.*/, namespace: 'languages' }, () => {
      const { languages: known } = require('prismjs/components.json');
      const list = (value) => [value ?? []].flat();
      const lines = Object.entries(known).filter(([name]) => name !== 'meta').map(([name, about]) => {
        // Only what a grammar cannot do without, and what it modifies when that is there.
        return [name, list(about.require).join(','), list(about.alias).join(',')].join(' ');
      });
      const contents = `export const folder = ${JSON.stringify(`./${languagesFolder()}/`)};
        export const list = ${JSON.stringify(lines.join('\n'))};`;
      return { contents, loader: 'js' };
    });
  },
};

/** `virtual:emoji`: names and characters, a line each. */
const emoji = {
  name: 'emoji',
  setup(setup) {
    setup.onResolve({ filter: /^virtual:emoji$/ }, ({ path }) => ({ path, namespace: 'emoji' }));
    setup.onLoad({ filter: /.*/, namespace: 'emoji' }, async () => {
      const { nameToEmoji } = await import('gemoji');
      const lines = Object.entries(nameToEmoji).map((pair) => pair.join(' '));
      return { contents: `export default ${JSON.stringify(lines.join('\n'))}`, loader: 'js' };
    });
  },
};

/** `virtual:tex-fonts`: the addresses of TeX's fonts, by name. */
const texFonts = {
  name: 'tex-fonts',
  setup(setup) {
    setup.onResolve({ filter: /^virtual:tex-fonts$/ }, ({ path }) => ({ path, namespace: 'tex-fonts' }));
    setup.onLoad({ filter: /.*/, namespace: 'tex-fonts' }, async () => {
      const from = join(import.meta.dirname, 'node_modules/node-tikzjax/css/bakoma/ttf');
      const names = (await readdir(from)).filter((name) => name.endsWith('.ttf')).map((name) => name.slice(0, -4));
      const lines = names.map((name) => `import ${name} from ${JSON.stringify(join(from, `${name}.ttf`))};`);
      return { contents: `${lines.join('\n')}\nexport default { ${names.join(', ')} };`, loader: 'js', resolveDir: from };
    });
  },
};

/** KaTeX is not bundled: the page has a converter of its own. */
const math = {
  name: 'math',
  setup(setup) {
    // pseudocode.js finds it as a global.
    setup.onResolve({ filter: /^katex$/ }, ({ importer }) => ({
      path: join(import.meta.dirname, importer.includes('pseudocode') ? 'src/nothing.js' : 'src/diagrams/katex.js'),
    }));
  },
};

function languagesFolder() {
  return `prism-${require('prismjs/package.json').version}`;
}

/** One small file for each language. */
async function prism(folder) {
  await mkdir(folder);
  const from = join(import.meta.dirname, 'node_modules/prismjs/components');
  const names = (await readdir(from)).filter((name) => /^prism-(?!core)[\w-]+\.js$/.test(name));
  await Promise.all(names.map(async (name) => {
    const { code } = await transform(await readFile(join(from, name), 'utf8'), { minify: true, target: TARGET, legalComments: 'none' });
    await writeFile(join(folder, name.slice('prism-'.length)), code);
  }));
}

/** The licences of the packages of these files, in one file beside them. */
async function licences(folder, inputs) {
  const packages = inputs.map((path) => /^(?:.*:)?(?:.*\/)?(node_modules\/(?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(path)?.[1]);
  const always = ['node_modules/prismjs', 'node_modules/node-tikzjax', 'node_modules/gemoji'];
  const texts = await Promise.all([...new Set([...packages, ...always])].filter(Boolean).sort().map(async (path) => {
    const where = join(import.meta.dirname, path);
    const about = JSON.parse(await readFile(join(where, 'package.json'), 'utf8'));
    const file = (await readdir(where)).find((name) => /^licen[cs]e(\.\w+)?$/i.test(name));
    const text = file ? await readFile(join(where, file), 'utf8') : '';
    return `${about.name} ${about.version} (${about.license})\n\n${text.trim()}\n`;
  }));
  texts.push(await readFile(join(import.meta.dirname, 'node_modules/node-tikzjax/css/bakoma/LICENCE'), 'utf8'));
  await writeFile(join(folder, 'LICENCES.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`));
}

/** Scripts, style sheets, and the scripts within pages, without what only people read. */
async function minify(files) {
  const shrink = async (text, options) => (await transform(text, { ...options, minify: true, target: TARGET, legalComments: 'none' })).code;
  for (const file of files) {
    const text = await readFile(file, 'utf8');
    const kind = extname(file);
    await writeFile(file, kind === '.html' ? await page(text, shrink) : await shrink(text, kind === '.css' ? { loader: 'css' } : { loader: 'js', format: 'esm' }));
  }
}

/** A page with its inline scripts made smaller. */
async function page(html, shrink) {
  const parts = html.split(/(<script(?![^>]*\ssrc=)[^>]*>)([^]*?)(?=<\/script>)/);
  for (let at = 2; at < parts.length; at += 3) parts[at] = (await shrink(parts[at], { loader: 'js' })).trim();
  return parts.join('');
}

const [first, ...others] = process.argv.slice(2);
if (!first) throw new Error('usage: node build.mjs FOLDER | --minify FILE...');
await (first === '--minify' ? minify(others) : parts(resolve(first)));
