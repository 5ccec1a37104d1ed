// Mermaid's diagrams. https://mermaid.js.org
import mermaid from 'mermaid';
import { allow } from '../inline-styles.js';
import { colour, isDark } from '../scheme.js';

let count = 0;

export async function draw(figure, text) {
  allow();
  const font = getComputedStyle(figure).fontFamily;
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    theme: isDark() ? 'dark' : 'neutral',
    fontFamily: font,
    // A label of HTML is measured by the page's own type, and wraps as text does.
    themeVariables: {
      fontFamily: font, fontSize: '15px', lineColor: colour('--soft'), textColor: colour('--ink'),
      noteBkgColor: colour('--mark'), noteTextColor: colour('--ink'), noteBorderColor: colour('--rule'),
    },
    suppressErrorRendering: true,
  });
  const { svg, bindFunctions } = await mermaid.render(`mermaid-${count += 1}`, text);
  figure.innerHTML = svg;
  bindFunctions?.(figure);
}
