// Scala, by Rouge's rules.
import { OUT, reader, words } from './reader.js';

const LETTER = '[\\p{L}$_]';
const OP = '[-!#%&*/:?@\\\\^\\p{Sm}\\p{So}]';
const NAME = `(?:${LETTER}[\\p{L}$_\\d]*(?:(?<=_)${OP}+)?)`;
const SIGN = `(?:${NAME}|${OP}+|\`[^\`]+\`)`;
const s = (source, flags = 'u') => new RegExp(source, flags);
const COMMENTS = [[/\/\/.*/, 'c1'], [/\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/, 'cm']];
const scala = {
  root: [
    [/(class|trait|object)(\s+)/, ['k', ''], 'class'], [s(`'${NAME}(?!')`), 'ss'], [/[^\S\n]+/, ''], ...COMMENTS, [s(`@${NAME}`), 'nd'],
    [s(`(def)(\\s+)(${SIGN})`), ['k', '', 'nf']], [s(`(val)(\\s+)(${SIGN})`), ['k', '', 'nv']],
    [s(`(this)(\\n*)(\\.)(${NAME})`), ['k', '', 'o', 'py']], [s(`(${NAME})(\\n*)(\\.)(${NAME})`), ['nv', '', 'o', 'py']],
    [s(`[\\p{Lu}$_]${NAME}`), 'nc'], [s(`(${NAME})(\\s*)(\\()`), ['nf', '', 'o']], [s(`(\\.)(${NAME})`), ['o', 'py']],
    [s(`(?:${words(`abstract case catch def do else extends final finally for forSome if implicit lazy match new override private
      protected requires return sealed super this throw try val var while with yield`)})\\b`), 'k'],
    [/(?:<[%:-]|=>|>:|[#=@_\u21D2\u2190])(?:\b|(?=\s)|$)/m, 'k'], [s(`:(?!${OP})`), 'k', 'type'], [/(?:true|false|null)\b/, 'kc'],
    [/(import|package)(\s+)/, ['k', ''], 'import'], [/(type)(\s+)/, ['k', ''], 'type'],
    [/"""[^]*?"""(?!")/, 's'], [/"(?:\\["\\]|[^"])*"/, 's'], [/'(?:\\.|[^\\]|\\u[\da-f]{4})'/i, 'sc'], [s(`${NAME}|\`[^\`]+\``), 'n'],
    [/\[/, 'o', 'types'], [/[(){};,.#\]]/, 'o'], [s(`${OP}+`), 'o'], [/(?:\d+\.\d*|\.\d+)(?:e[+-]?\d+)?[fd]?|\d+[fd]/i, 'mf'],
    [/0x[\da-f]+/i, 'mh'], [/\d+L?/, 'mi'],
  ],
  class: [[s(`(${SIGN})(\\s*)(\\[)`), ['nc', '', 'o'], 'types'], [/\s+/, ''], [/[{(]/, 'o', 'pop'], [/\/\/.*/, 'c1', 'pop'], [s(SIGN), 'nc', 'pop'], OUT],
  type: [
    [/\s+/, ''], [/<[%:]|>:|[#_\u21D2]|forSome|type/, 'k'], [/([,);}]|=>|=)(\s*)/, ['o', ''], 'pop'], [/[({]/, 'o', 'type'],
    [s(`(${NAME}(?:\\.${NAME})*)(\\s*)(\\[)`), ['kt', '', 'o'], '=types'], [s(`(${NAME}(?:\\.${NAME})*)(\\s*)$`, 'um'), ['kt', ''], 'pop'],
    [/\/\/.*/, 'c1', 'pop'], [s(`\\.|${SIGN}`), 'kt'], OUT,
  ],
  types: [[/[\s,]+/, ''], [/<[%:]|=>|>:|[#_\u21D2]|forSome|type/, 'k'], [/[\])}]/, 'o', 'pop'], [/[([{]/, 'o', 'types'], [s(`\\.|${SIGN}`), 'kt'], OUT],
  import: [[s(`(?:${NAME}|\\.)+`), 'nn', 'pop'], OUT],
};

export const pieces = (text) => reader(scala)(text);
