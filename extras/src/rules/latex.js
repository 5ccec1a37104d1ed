// LaTeX, by Rouge's rules.
import { OUT, reader } from './reader.js';

const COMMAND = /\\(?:[a-z]+|\s+|.)/i;
const TEX = [[/%.*/, 'c'], [/[{}&_^]/, 'p']];
const FORMULA = [[COMMAND, 'nv'], ...TEX, [/\d+/, 'm'], [/[-=!+*/()[\]]/, 'o'], [/[^-=!+*/()[\]\\$%&_^{}\d]+/, 'nb']];
const tex = {
  root: [
    [/\\\[|\$\$/, 'p', 'display'], [/\\\(|\$/, 'p', 'inline'], [/\\(?:begin|end)\{.{0,200}?\}/, 'nt'],
    [/(\\verb)\b(\S)(.{0,500}?)(\2)/, ['nb', 'kp', 'sx', 'kp']], [COMMAND, 'k', 'command'], ...TEX, [/[^\\$%&_^{}]+/, ''],
  ],
  command: [[/\[.{0,500}?\]/, 'na'], [/\*/, 'k'], OUT],
  inline: [[/\\\)|\$/, 'p', 'pop'], ...FORMULA],
  display: [[/\\\]|\$\$/, 'p', 'pop'], [/\$/, 'nb'], ...FORMULA],
};

export const pieces = (text) => reader(tex)(text);
