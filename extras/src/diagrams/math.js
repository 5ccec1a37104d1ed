// TeX to MathML, by the page's own converter (src/modules/math.rs), for libraries that ask for KaTeX: what they
// get looks as the rest of the page's math. `load()` comes first.

const FILE = 'math.js';

/** Fetches the converter; one that the post's own math has brought is taken. */
export const load = () => globalThis.postil.load(FILE);

/** KaTeX's entrance. What cannot be typeset keeps its source, and says why. */
export function renderToString(tex, { displayMode = false } = {}) {
  // As `Converter::answer` has it.
  const answer = globalThis.postil.answer(FILE, (displayMode ? 'b' : 'i') + tex);
  if (answer.startsWith('=')) return answer.slice(1);
  const code = Object.assign(document.createElement('code'), { className: 'math-error', title: answer.slice(1), textContent: tex });
  return code.outerHTML;
}
