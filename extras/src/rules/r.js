// R, by Rouge's rules.
import { named, reader, words } from './reader.js';

const PRIMITIVES = words(`abs acos acosh all any anyNA Arg as\\.call as\\.character as\\.complex as\\.double as\\.environment
  as\\.integer as\\.logical as\\.numeric as\\.raw asin asinh atan atanh attr attributes baseenv browser c call ceiling class
  Conj cos cosh cospi cummax cummin cumprod cumsum digamma dim dimnames emptyenv exp expression floor forceAndCall gamma
  globalenv Im interactive invisible is\\.(?:array|call|character|complex|double|environment|finite|function|infinite|integer|language|list|logical|matrix|na|name|nan|null|numeric|object|recursive|symbol)
  length lgamma list log max min missing Mod names nargs nzchar oldClass on\\.exit proc\\.time prod quote range Re rep return round
  seq_along seq_len seq\\.int sign signif sin sinh sinpi sqrt standardGeneric substitute sum switch tan tanh tanpi trigamma
  trunc unclass UseMethod xtfrm`);
const word = named({
  k: 'if else for while repeat in next break function', nb: 'LETTERS letters month.abb month.name pi T F',
  kc: 'NULL Inf TRUE FALSE NaN NA NA_integer_ NA_real_ NA_complex_ NA_character_',
});

const r = {
  root: [
    [/#'.*/, 'cd'], [/#.*/, 'c1'], [/\s+/, ''], [/`[^`]+`/, 'n'], [/'(?:\\[^]|[^'\\])*'/, 's1'], [/"(?:\\[^]|[^"\\])*"/, 's2'],
    [/%[^%]{0,200}%/, 'o'], [/0x[\da-f]+(?:p\d+)?[Li]?/i, 'mh'], [/[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?[Li]?/i, 'm'],
    [new RegExp(`(?:${PRIMITIVES})(?=\\()`), 'nf'], [/(?:\p{L}|\.[._\p{L}])[._\p{L}\p{N}]*|\./u, word],
    [/[[\]{}();,]/, 'p'], [/[-<>?*+^/!=~$@:%&|]/, 'o'],
  ],
};

export const pieces = (text) => reader(r)(text);
