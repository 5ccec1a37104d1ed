// Stands for KaTeX where Mermaid imports it, for labels with math.
import { load, renderToString } from './math.js';

await load();

export default { renderToString };
