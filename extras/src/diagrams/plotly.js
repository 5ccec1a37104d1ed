// Plotly: the small build where that has what the chart asks for, else the whole in the build that makes no
// functions from text. https://plotly.com/javascript
import { allow } from '../inline-styles.js';
import { colour } from '../scheme.js';
import { parse } from './json.js';

/** What the small build draws. */
const BASIC = new Set(['scatter', 'bar', 'pie', undefined]);

export async function draw(figure, text) {
  allow();
  const { data = [], layout = {}, config = {} } = parse(text);
  const small = [data].flat().every(({ type }) => BASIC.has(type));
  const { default: Plotly } = await (small ? import('plotly.js-basic-dist-min') : import('plotly.js-strict-dist-min'));
  const [ink, rule] = [colour('--ink'), colour('--rule')];
  const axis = { gridcolor: rule, zerolinecolor: rule, linecolor: rule };
  const ours = {
    autosize: true, paper_bgcolor: 'transparent', plot_bgcolor: 'transparent', margin: { l: 48, r: 24, t: layout.title ? 56 : 24, b: 44 },
    font: { color: ink, family: getComputedStyle(figure).fontFamily }, modebar: { bgcolor: 'transparent', color: ink }, legend: { orientation: 'h' },
  };
  const axes = Object.fromEntries(['xaxis', 'yaxis'].map((name) => [name, { ...axis, ...layout[name] }]));
  Plotly.purge(figure);
  await Plotly.newPlot(figure, data, { ...ours, ...layout, ...axes }, { responsive: true, displaylogo: false, ...config });
}
