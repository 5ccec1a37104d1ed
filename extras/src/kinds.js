// The languages of fenced blocks that are drawn, and the part that draws each. `diagrams.js` runs them.

export const KINDS = new Map([
  ['mermaid', () => import('./diagrams/mermaid.js')],
  ['chartjs', () => import('./diagrams/chartjs.js')],
  ['echarts', () => import('./diagrams/echarts.js')],
  ['plotly', () => import('./diagrams/plotly.js')],
  ['vega_lite', () => import('./diagrams/vega-lite.js')],
  ['geojson', () => import('./diagrams/geojson.js')],
  ['diff2html', () => import('./diagrams/diff2html.js')],
  ['pseudocode', () => import('./diagrams/pseudocode.js')],
  ['typograms', () => import('./diagrams/typograms.js')],
  ['tikz', () => import('./diagrams/tikz.js')],
]);
KINDS.set('tikzjax', KINDS.get('tikz'));
KINDS.set('typogram', KINDS.get('typograms'));
KINDS.set('vega-lite', KINDS.get('vega_lite'));
