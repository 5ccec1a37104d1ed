// The shell, by Rouge's rules: scripts, and what is in make's recipes, Dockerfiles and sessions.
import { reader, words } from './reader.js';

const RESERVED = words('if fi else while do done for then return function select continue until esac elif in');
const COMMANDS = words(`alias bg bind break builtin caller cd command compgen complete declare dirs disown enable eval exec exit
  export false fc fg getopts hash help history jobs let local logout mapfile popd pushd pwd read readonly set shift shopt
  source suspend test time times trap true type typeset ulimit umask unalias unset wait cat tac nl od base32 base64 fmt
  pr fold head tail split csplit wc sum cksum b2sum md5sum sha1sum sha224sum sha256sum sha384sum sha512sum sort shuf uniq
  comm ptx tsort cut paste join tr expand unexpand ls dir vdir dircolors cp dd install mv rm shred link ln mkdir mkfifo
  mknod readlink rmdir unlink chown chgrp chmod touch df du stat sync truncate echo printf yes expr tee basename dirname
  pathchk mktemp realpath stty printenv tty id logname whoami groups users who date arch nproc uname hostname hostid
  uptime chcon runcon chroot env nice nohup stdbuf timeout kill sleep factor numfmt seq tar grep sudo awk sed gzip gunzip`);
const WITHIN = [
  [/\\[^]/, 'se'], [/\$\(\(/, 'k', 'math'], [/\$\(/, 'si', 'paren'], [/\$\{#?/, 'k', 'curly'], [/`/, 'sb', 'ticks'], [/\$#?(?:\w+|.)/, 'nv'],
];
const LINE = [
  [/#.*/, 'c'], [new RegExp(`(?:${RESERVED})\\b`), 'k'], [/case\b/, 'k', 'case'], [new RegExp(`(?:${COMMANDS})\\b(?![.-])`), 'nb'], [/\.(?=\s)/, 'nb'],
  [/(\w+)(=)/, ['nv', 'o']], [/[[\]{}()!=>]|&&|\|\||<<</, 'o'], [/\s+/, ''],
  [/\$?"/, 's2', 'double'], [/\$'/, 's1', 'ansi'], [/'[^']*'?/, 's1'], [/\*/, 'k'], [/;/, 'p'], [/--?[\w-]+/, 'nt'],
  [/[^=*\s{}()$"'`;\\<]+|</, ''], ...WITHIN,
];
/** The states of a shell whose lines are read by these rules. */
const states = (line) => ({
  root: line,
  paren: [[/\)/, 'si', 'pop'], [/\(/, 'o', 'inner'], ...line],
  inner: [[/\)/, 'o', 'pop'], [/\(/, 'o', 'inner'], ...line],
  math: [[/\)\)/, 'k', 'pop'], [/[-+*/%^|&!]/, 'o'], [/\d+(?:#\w+)?/, 'm'], ...line],
  curly: [[/\}/, 'k', 'pop'], [/:-/, 'k'], [/\w+/, 'nv'], [/[^}:"`'$]+/, 'p'], ...line],
  case: [[/esac\b/, 'k', 'pop'], [/\|/, 'p'], [/\)/, 'p', 'stanza'], ...line],
  stanza: [[/;;/, 'p', 'pop'], ...line],
  ticks: [[/`/, 'sb', 'pop'], ...line],
  double: [[/(?:\$#?)?"/, 's2', 'pop'], ...WITHIN, [/[^"`\\$]+/, 's2']],
  ansi: [[/\\./, 'se'], [/'/, 's1', 'pop'], [/[^\\']+/, 's1']],
});

const HERE = [/<<(?!<)-?\s*(["']?)\\?(\w+)\1(?:[^]*?\n[^\S\n]*\2[^\S\n]*\n|[^]*)/, here];
export const shell = states([HERE, ...LINE]);
const DOCUMENT = { ...states(LINE), root: [...WITHIN, [/[^$`\\]+|\$/, 'sh']] };

/** A document in the script, up to the line that ends it; it holds no other. */
function here(text) {
  const [, operator, open, word, close, body, end] = /^(<<-?)(\s*["']?\\?)(\w+)(["']?)([^]*?)(\n[^\S\n]*\3[^\S\n]*\n)?$/.exec(text);
  const within = reader(DOCUMENT);
  return [[operator, 'o'], [open, 'sh'], [word, 'no'], [close, 'sh'], ...within(body), [end ?? '', 'no']].filter(([part]) => part);
}

export const pieces = (text) => reader(shell)(text);
