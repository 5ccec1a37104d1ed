// Makefiles, by Rouge's rules.
import { OUT, reader, words } from './reader.js';
import { shell } from './shell.js';

const FUNCTIONS = words(`abspath addprefix addsuffix and basename call dir error eval file filter filter-out findstring firstword
  flavor foreach if join lastword notdir or origin patsubst realpath shell sort strip subst suffix value warning wildcard word
  wordlist words`);
function make() {
  let command = reader(shell);
  const go = (text) => command(text);
  const anew = (text) => { command = reader(shell); return text ? [[text, '']] : []; };
  const space = [[/\s+/, ''], [/#.*\n?/, 'c']];
  const condition = [/(ifn?def|ifn?eq|unexport)\b([\t ]+)([^#\n]+)/, ['k', '', 'nv']];
  const called = new RegExp(`(\\$[({])([\\t ]*)(${FUNCTIONS})([\\t ]+)`);
  const text = [[/\$\$?[({]/, 'p', 'variable'], [/\\[^]/, go], [/[^\n\\(){}$]+|\$+(?![({])/, go], [/[(){}\\]/, go]];
  return reader({
    root: [
      ...space, [/([-s]?include)((?:[\t ]+[^\t\n #]+)+)/, ['k', 'sx']], condition, [/(else[\t ]+)(ifn?def|ifn?eq)\b([\t ]+)([^#\n]+)/, ['k', 'k', '', 'nv']],
      [/(?:else|endif|endef|endfor)[\t ]*(?=[#\n])/, 'k'], [/(export)([\t ]+)(?=[\w${}()\t -]+\n)/, ['k', ''], 'export'], [/export[\t ]+/, 'k'],
      [/(override\b)?([\t ]*)([\w${}().-]{1,200})([\t ]*)([!?:+]?=)/, ['nb', '', 'nv', '', 'o'], 'line'],
      [/"(?:\\.|[^"\\])*"/, 's2'], [/'(?:\\.|[^'\\])*'/, 's1'], [/(override\b)?([\t ]*)(define)([\t ]+)([^#\n]+)/, ['nb', '', 'k', '', 'nv']],
      [/([^\n:]{1,500})(:+)([ \t]*)/, ['nl', 'o', ''], 'target'], [called, ['nf', '', 'nb', ''], 'expression'],
    ],
    variable: [[/[)}]/, 'p', 'pop'], [/\n/, '', 'pop'], ...text],
    export: [[/[\w${}()-]+/, 'nv'], [/\n/, '', 'pop'], [/[\t ]+/, ''], OUT],
    target: [[/[^,\\\n#]+/, 'nf'], [/,/, 'p'], [/#/, 'c'], [/\\[^]/, ''], [/\n/, '', '=body']],
    body: [condition, [/(else|endif)\b([\t ]*)/, ['k', '']], [/(\t[\t ]*)([@-]?)/, ['', 'p'], 'line'], [/(?:)/, anew, 'pop']],
    line: [[/\n/, '', 'pop'], ...text],
    expression: [[/[({]/, go, 'expression'], [/[)}]/, 'p', 'pop'], ...text],
  });
}

export const pieces = (text) => make()(text);
