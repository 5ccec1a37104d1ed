// Chart.js. https://www.chartjs.org
import Chart from 'chart.js/auto';
import { say } from '../say.js';
import { colour } from '../scheme.js';
import { parse } from './json.js';

export async function draw(figure, text) {
  const { type, data, options = {} } = parse(text);
  Chart.getChart(figure.querySelector('canvas') ?? '')?.destroy();
  Chart.defaults.color = colour('--ink');
  // Not `defaults.borderColor`: the library then thinks that all colours were chosen, and gives none.
  Chart.defaults.scale.grid.color = colour('--rule');
  Chart.defaults.font.family = getComputedStyle(figure).fontFamily;
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', say('Chart: %', data?.datasets?.map((set) => set.label).filter(Boolean).join(', ') || type));
  const place = document.createElement('div');
  place.className = 'chart';
  place.append(canvas);
  figure.replaceChildren(place);
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  new Chart(canvas, { type, data, options: { ...(still ? { animation: false } : {}), ...options } });
}
