// Apache ECharts. https://echarts.apache.org
import * as echarts from 'echarts';
import { allow } from '../inline-styles.js';
import { isDark } from '../scheme.js';
import { parse } from './json.js';

const seen = new ResizeObserver((entries) => {
  for (const { target } of entries) echarts.getInstanceByDom(target)?.resize();
});

export async function draw(figure, text) {
  allow();
  const option = parse(text);
  echarts.getInstanceByDom(figure)?.dispose();
  figure.style.height = 'min(26rem, 75vw)';
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const chart = echarts.init(figure, isDark() ? 'dark' : null, { renderer: 'canvas' });
  chart.setOption({ backgroundColor: 'transparent', aria: { enabled: true }, ...(still ? { animation: false } : {}), ...option });
  seen.observe(figure);
}
