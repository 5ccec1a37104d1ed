// TeX, compiled to WebAssembly, in a worker: it answers { id, source } with { id, markup, fonts } or { id, error }.
import core from 'node-tikzjax/tex/core.dump.gz';
import program from 'node-tikzjax/tex/tex.wasm.gz';
import archive from 'node-tikzjax/tex/tex_files.tar.gz';
import { toSvg } from './dvi.js';

// As it is, not as a module's names: its exports are what the program imports.
const library = require('node-tikzjax/dist/library.js');

let files;
const log = [];
// TeX's terminal.
console.log = (line) => log.push(String(line));

/** A file beside this script, unpacked unless the server has done that already. */
async function unpacked(name) {
  const response = await fetch(new URL(name, location.href));
  if (!response.ok) throw new Error(`${name.replace('./', '')} could not be loaded: the server answers with status ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The files of a tar archive, by name (POSIX.1-1988, ustar). */
function untar(bytes) {
  const found = new Map();
  const text = (from, length) => new TextDecoder().decode(bytes.subarray(from, from + length)).replace(/\0[^]*/, '');
  for (let at = 0; at + 512 <= bytes.length;) {
    const name = text(at, 100);
    const size = parseInt(text(at + 124, 12).trim() || '0', 8);
    if (!name || Number.isNaN(size)) break;
    found.set(name.replace(/^\.\//, ''), bytes.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return found;
}

const load = async () => {
  const [memory, code, tar] = await Promise.all([core, program, archive].map(unpacked));
  return { memory, code: await WebAssembly.compile(code), files: untar(tar) };
};

async function typeset(source) {
  files ??= load();
  const { memory: dump, code, files: known } = await files;
  log.length = 0;
  library.deleteEverything();
  library.setShowConsole();
  library.writeFileSync('input.tex', new TextEncoder().encode(source));
  const memory = new WebAssembly.Memory({ initial: library.pages, maximum: library.pages });
  new Uint8Array(memory.buffer).set(dump);
  library.setMemory(memory.buffer);
  library.setInput(' input.tex \n\\end\n');
  library.setFileLoader(async (path) => {
    const file = known.get(path.replace(/^\/tex_files\//, ''));
    if (!file) throw new Error(`there is no ${path}`);
    return file;
  });
  const { exports } = await WebAssembly.instantiate(code, { library, env: { memory } });
  await library.executeAsync(exports);
  const problem = log.find((line) => line.startsWith('!'));
  if (problem) {
    const where = log.find((line) => /^l\.\d+/.test(line));
    throw new Error(`TeX says: ${problem.slice(1).trim()}${where ? ` (${where.trim()})` : ''}`);
  }
  return toSvg(new Uint8Array(library.readFileSync('input.dvi')));
}

// One after another: there is one memory.
let turn = Promise.resolve();
addEventListener('message', ({ data: { id, source } }) => {
  turn = turn.then(async () => {
    try {
      postMessage({ id, ...(await typeset(source)) });
    } catch (error) {
      postMessage({ id, error: error.message });
    }
  });
});
