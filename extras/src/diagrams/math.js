// TeX to MathML, by the page's own converter (src/modules/math.rs), for libraries that ask for KaTeX: what they
// get looks as the rest of the page's math. `load()` comes first.

/** Fetches the converter, unless the post has math and so has it. */
export async function load() {
  const { postil } = globalThis;
  if (!postil.modules.math) await postil.load('math.js');
}

/** KaTeX's entrance. What cannot be typeset keeps its source, and says why. */
export function renderToString(tex, { displayMode = false } = {}) {
  const converter = new globalThis.postil.modules.math.MathConverter();
  try {
    return converter.convert(tex, displayMode);
  } catch (reason) {
    const code = Object.assign(document.createElement('code'), { className: 'math-error', title: String(reason), textContent: tex });
    return code.outerHTML;
  } finally {
    converter.free();
  }
}
