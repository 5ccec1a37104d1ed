// Vega-Lite, its expressions interpreted instead of compiled. https://vega.github.io/vega-lite
import { View, loader as loading, parse as runtime } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile } from 'vega-lite';
import { allow } from '../inline-styles.js';
import { colour } from '../scheme.js';
import { parse } from './json.js';

const views = new WeakMap();

export async function draw(figure, text) {
  allow();
  const spec = parse(text);
  const [ink, rule, font] = [colour('--ink'), colour('--rule'), getComputedStyle(figure).fontFamily];
  const label = { labelColor: ink, titleColor: ink, labelFont: font, titleFont: font };
  const config = {
    background: 'transparent', font,
    axis: { ...label, gridColor: rule, domainColor: rule, tickColor: rule },
    legend: label, title: { color: ink, font }, header: label, text: { color: ink, font }, view: { stroke: 'transparent' },
  };
  // A chart without a width of its own takes the text's.
  const simple = !['concat', 'hconcat', 'vconcat', 'repeat', 'facet', 'spec'].some((key) => key in spec);
  const sized = simple && spec.width === undefined ? { width: 'container', autosize: { type: 'fit-x', contains: 'padding' }, ...spec } : spec;
  const isVega = /\/vega\//.test(spec.$schema ?? '');
  const vega = isVega ? spec : compile(sized, { config, logger: quiet() }).spec;
  views.get(figure)?.finalize();
  const place = document.createElement('div');
  place.style.width = '100%';
  figure.replaceChildren(place);
  const failures = [];
  const view = new View(runtime(vega, null, { ast: true }), { expr: expressionInterpreter, renderer: 'svg', container: place, hover: true, loader: ours(failures), logger: quiet() });
  views.set(figure, view);
  await view.runAsync();
  if (failures.length) throw failures[0];
  const svg = place.querySelector('svg');
  // Wider than the text: the same drawing, smaller.
  if (svg?.viewBox) {
    svg.style.maxWidth = '100%';
    svg.style.height = 'auto';
  }
}

/** Loads data of this site; others the page's policy refuses, which nobody would see but in the console. */
function ours(failures) {
  const loader = loading({ http: { credentials: 'same-origin' } });
  const { load } = loader;
  return Object.assign(loader, {
    async load(address, options) {
      const url = new URL(address, location.href);
      try {
        if (url.origin === location.origin || url.protocol === 'data:') return await load.call(loader, address, options);
        throw new Error(`its data are on another server (${url.host}), which this site’s policy does not allow; keep them in a file of the site`);
      } catch (error) {
        // The library goes on without.
        failures.push(error);
        throw error;
      }
    },
  });
}

/** Warnings are nobody's business here, errors end the drawing. */
function quiet() {
  const log = {
    level: () => log, warn: () => log, info: () => log, debug: () => log,
    error(...words) { throw new Error(words.map((word) => word?.message ?? word).join(' ')); },
  };
  return log;
}
