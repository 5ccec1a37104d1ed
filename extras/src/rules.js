// The languages that are read by Rouge's rules instead of Prism's, by Prism's name, and what reads each: `pieces(text)`
// gives what `pieces()` of `rouge.js` does.

export const RULES = new Map([
  ['bash', () => import('./rules/shell.js')],
  ['shell-session', () => import('./rules/console.js')],
  ['bibtex', () => import('./rules/bibtex.js')],
  ['docker', () => import('./rules/docker.js')],
  ['julia', () => import('./rules/julia.js')],
  ['latex', () => import('./rules/latex.js')],
  ['makefile', () => import('./rules/makefile.js')],
  ['markdown', () => import('./rules/markdown.js')],
  ['matlab', () => import('./rules/matlab.js')],
  ['r', () => import('./rules/r.js')],
  ['scala', () => import('./rules/scala.js')],
  ['sql', () => import('./rules/sql.js')],
  ['stan', () => import('./rules/stan.js')],
]);
