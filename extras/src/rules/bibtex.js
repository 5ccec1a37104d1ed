// BibTeX, by Rouge's rules.
import { OUT, reader } from './reader.js';

const NAME = /[a-z_@!$&.\\:;<>?[\]^`|~*/+-][\w@!$&.\\:;<>?[\]^`|~*/+-]*/i;
const SPACE = [/\s+/, ''];
const VALUE = [SPACE, [NAME, 'nv'], [/"/, 's', 'quoted'], [/\{/, 's', 'braced'], [/\d+/, 'm'], [/#/, 'p']];
const FIELD = [SPACE, [NAME, 'na', 'equals']];
const END = [/[})]/, 'p', 'pop'];
const bibtex = {
  root: [
    SPACE, [/@comment\b/i, 'c'], [/(@preamble)(\s*)([{(])/i, ['nc', '', 'p'], 'preamble'], [/(@string)(\s*)([{(])/i, ['nc', '', 'p'], 'string'],
    [/(@[a-z][\w-]*)(\s*)([{(])/i, ['nc', '', 'p'], 'entry'], [/.+/, 'c'],
  ],
  preamble: [...VALUE, END, OUT],
  string: [...FIELD, END, OUT],
  entry: [SPACE, [/[^\s,}]+/, 'nl', '=fields'], END, OUT],
  fields: [SPACE, [/,/, 'p', 'field'], END, OUT],
  field: [...FIELD, OUT],
  equals: [SPACE, [/=/, 'p', '=value'], OUT],
  value: [...VALUE, OUT],
  quoted: [[/\{/, 's', 'braced'], [/"/, 's', 'pop'], [/[^{"]+/, 's']],
  braced: [[/\{/, 's', 'braced'], [/\}/, 's', 'pop'], [/[^{}]+/, 's']],
};

export const pieces = (text) => reader(bibtex)(text);
