// TikZ, typeset by TeX itself in a worker. The engine is that of TikZJax, as node-tikzjax packs it.
import script from '../tikz/worker.js?worker';
import { allow } from '../inline-styles.js';
import { say } from '../say.js';

/** Black is the text's own colour. */
export const themed = false;

/** How long, in milliseconds, TeX may take: a loop in a drawing has no other end. */
const PATIENCE = 60_000;

let engine;
let count = 0;

export async function draw(figure, text, options) {
  allow();
  const typesetting = typeset(document_of(text, options));
  // Of this drawing: others may begin before it is done.
  const own = `tikz${count}-`;
  const { markup, fonts } = await typesetting;
  const unique = markup
    .replace(/\b(id="|href="#|url\(#)/g, `$1${own}`)
    .replace(/(["\s])(?:#000(?:000)?|black|rgb\(0,\s*0,\s*0\)|rgb\(0%,\s*0%,\s*0%\))(?=["\s;])/g, '$1currentColor');
  await Promise.all(fonts.map(loaded));
  figure.innerHTML = `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${say('Drawing')}"><g>${unique}</g></svg>`;
  const svg = figure.firstElementChild;
  const { x, y, width, height } = svg.firstElementChild.getBBox();
  if (!(width > 0 && height > 0)) throw new Error('there is nothing in the drawing');
  // Lines are half outside of their shapes.
  const margin = 2;
  svg.setAttribute('viewBox', [x - margin, y - margin, width + 2 * margin, height + 2 * margin].join(' '));
  // TeX's points.
  svg.style.width = `${((width + 2 * margin) * 96) / 72.27}px`;
  svg.style.height = 'auto';
}

/** A whole document. TikZJax also takes what stands between `\begin{document}` and its end alone. */
function document_of(text, { texPackages, tikzLibraries, addToPreamble }) {
  const packages = Object.entries(texPackages ? JSON.parse(texPackages) : {});
  const preamble = [
    ...packages.map(([name, how]) => `\\usepackage${how ? `[${how}]` : ''}{${name}}`),
    tikzLibraries ? `\\usetikzlibrary{${tikzLibraries}}` : '',
    addToPreamble ?? '',
  ].filter(Boolean).join('\n');
  // TeX takes an empty line for a new paragraph, also within a drawing.
  const body = text.split('\n').filter((line) => line.trim()).join('\n');
  if (body.includes('\\begin{document}')) return `${preamble}\n${body}\n`;
  const start = Math.max(0, body.search(/\\begin\{/));
  return `${preamble}\n${body.slice(0, start)}\\begin{document}\n${body.slice(start)}\n\\end{document}\n`;
}

function typeset(source) {
  const id = count += 1;
  engine ??= new Worker(new URL(script, import.meta.url));
  const worker = engine;
  return new Promise((done, fail) => {
    const end = (settle, value) => {
      clearTimeout(timer);
      worker.removeEventListener('message', hear);
      settle(value);
    };
    const stop = (message) => {
      worker.terminate();
      engine = null;
      end(fail, new Error(message));
    };
    const hear = ({ data }) => {
      if (data.id === id) end(data.error ? fail : done, data.error ? new Error(data.error) : data);
    };
    const timer = setTimeout(stop, PATIENCE, 'TeX has not finished within a minute');
    worker.addEventListener('message', hear);
    worker.addEventListener('error', (event) => stop(event.message ?? 'TeX could not be started'), { once: true });
    worker.postMessage({ id, source });
  });
}

/** A font of TeX's, once it can be used. */
async function loaded(name) {
  const { default: fonts } = await import('virtual:tex-fonts');
  if (!fonts[name] || [...document.fonts].some((font) => font.family === name)) return;
  const font = new FontFace(name, `url(${new URL(fonts[name], import.meta.url)})`);
  document.fonts.add(await font.load());
}
