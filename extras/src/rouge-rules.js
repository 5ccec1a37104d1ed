// Languages that Rouge reads with a few rules of its own, which are not Prism's: TeX, make, Dockerfiles, Scala, and the
// shell in them. `RULED` gives for each the reader of a text; what it gives are pieces as in `rouge.js`.
//
// A language is a set of states, a state a list of rules, tried in this order: a pattern, the class of what it finds
// (one for each group if there are several, or a reader), and the state that follows: `pop` ends one, `=name` puts
// another in its place. Patterns that may reach far have limits: a text is looked through once.

/** All rules of some states as one reader, which goes on where its last text has ended. */
function reader(states) {
  const open = ['root'];
  const rules = Object.fromEntries(Object.entries(states).map(([name, list]) => {
    return [name, list.map(([pattern, ...rest]) => [new RegExp(pattern.source, `${pattern.flags}y`), ...rest])];
  }));
  return (text) => {
    const out = [];
    for (let at = 0; at < text.length;) {
      let end = 0;
      const found = rules[open.at(-1)].some(([pattern, classes, next = '']) => {
        pattern.lastIndex = at;
        const match = pattern.exec(text);
        if (!match || !match[0] && !next) return false;
        if (typeof classes === 'function') out.push(...classes(match[0]));
        else if (Array.isArray(classes)) classes.forEach((name, group) => match[group + 1] && out.push([match[group + 1], name]));
        else if (match[0]) out.push([match[0], classes]);
        if (next === 'pop' || next[0] === '=') open.pop();
        if (next !== 'pop' && next) open.push(next.replace('=', ''));
        if (!open.length || open.length > 99) open.splice(0, open.length, 'root');
        end = at + match[0].length;
        return true;
      });
      if (!found) out.push([text[at], '']);
      at = found ? end : at + 1;
    }
    return out;
  };
}

const words = (text) => text.trim().split(/\s+/).join('|');
/** Leaves a state in which nothing else fits. */
const OUT = [/(?:)/, '', 'pop'];

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

const RESERVED = words('if fi else while do done for then return function select continue until esac elif in case');
const COMMANDS = words(`alias bg bind break builtin caller cd command compgen complete declare dirs disown enable eval exec exit
  export false fc fg getopts hash help history jobs let local logout mapfile popd pushd pwd read readonly set shift shopt
  source suspend test time times trap true type typeset ulimit umask unalias unset wait cat tac nl od base32 base64 fmt
  pr fold head tail split csplit wc sum cksum b2sum md5sum sha1sum sha224sum sha256sum sha384sum sha512sum sort shuf uniq
  comm ptx tsort cut paste join tr expand unexpand ls dir vdir dircolors cp dd install mv rm shred link ln mkdir mkfifo
  mknod readlink rmdir unlink chown chgrp chmod touch df du stat sync truncate echo printf yes expr tee basename dirname
  pathchk mktemp realpath stty printenv tty id logname whoami groups users who date arch nproc uname hostname hostid
  uptime chcon runcon chroot env nice nohup stdbuf timeout kill sleep factor numfmt seq tar grep sudo awk sed gzip gunzip`);
const WITHIN = [[/\\[^]/, 'se'], [/\$\(/, 'si', 'paren'], [/\$\{#?/, 'k', 'curly'], [/`/, 'sb', 'ticks'], [/\$#?(?:\w+|.)/, 'nv']];
const LINE = [
  [/#.*/, 'c'], [new RegExp(`\\b(?:${RESERVED})\\b`), 'k'], [new RegExp(`\\b(?:${COMMANDS})\\b(?![.-])`), 'nb'],
  [/(\b\w+)(=)/, ['nv', 'o']], [/[[\]{}()!=>]|&&|\|\||<<</, 'o'], [/\s+/, ''], [/\$?"/, 's2', 'double'],
  [/'[^']*'?/, 's1'], [/\*/, 'k'], [/;/, 'p'], [/--?[\w-]+/, 'nt'], [/[^=*\s{}()$"'`;\\<]+|</, ''], ...WITHIN,
];
const shell = {
  root: LINE,
  paren: [[/\)/, 'si', 'pop'], [/\(/, 'o', 'inner'], ...LINE],
  inner: [[/\)/, 'o', 'pop'], [/\(/, 'o', 'inner'], ...LINE],
  curly: [[/\}/, 'k', 'pop'], [/:-/, 'k'], [/\w+/, 'nv'], [/[^}:"`'$]+/, 'p'], ...LINE],
  ticks: [[/`/, 'sb', 'pop'], ...LINE],
  double: [[/"/, 's2', 'pop'], ...WITHIN, [/[^"`\\$]+/, 's2']],
};

const INSTRUCTIONS = 'FROM|MAINTAINER|CMD|LABEL|EXPOSE|ENV|ADD|COPY|ENTRYPOINT|VOLUME|USER|WORKDIR|ARG|STOPSIGNAL|HEALTHCHECK|SHELL';
function docker() {
  let run;
  return reader({
    root: [
      [/\s+/, ''], [/^(FROM\b)(.*)(\sAS\s)(.*)/im, ['k', 's', 'k', 's']],
      [new RegExp(`^(ONBUILD\\s+)?(${INSTRUCTIONS})\\b(.*)`, 'im'), ['k', 'k', 's']], [/#.*/, 'c'],
      [/^(?:ONBUILD\s+)?RUN\s/im, (text) => { run = reader(shell); return [[text, 'k']]; }, 'run'], [/\w+|\W+/, ''],
    ],
    run: [[/\n/, '', 'pop'], [/\\[^]/, 'se'], [/(?:\\.|[^\n\\])+/, (text) => run(text)]],
  });
}

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

/** By Prism's name of the language: the pieces of a text. */
export const RULED = {
  latex: (text) => reader(tex)(text), docker: (text) => docker()(text), makefile: (text) => make()(text), scala: (text) => reader(scala)(text),
};
