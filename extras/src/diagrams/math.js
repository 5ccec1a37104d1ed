// TeX to MathML for parts whose libraries ask for KaTeX: what they get looks as the rest of the page's math.
import temml from 'temml';

export function renderToString(tex, options = {}) {
  return temml.renderToString(tex, { throwOnError: false, ...options });
}

export default { renderToString };
