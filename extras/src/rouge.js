// From Prism's tokens to Rouge's short class names, for which people have style sheets. `pieces()` is the entrance:
// it gives pairs of text and class, in order.
//
// Rouge says more than Prism: it also names identifiers, operators and kinds of keywords and numbers, so these are
// told apart here by what they are made of. https://rouge-ruby.github.io/docs/Rouge/Token/Tokens.html

/** Prism's types of tokens whose name decides. */
const CLASSES = {
  comment: 'c1', 'doc-comment': 'cm', prolog: 'cp', doctype: 'cp', cdata: 'cp', shebang: 'c1', hashbang: 'c1',
  string: 's', char: 'sc', character: 'sc', regex: 'sr', 'attr-value': 's', 'template-string': 'sb', 'triple-quoted-string': 's',
  'string-interpolation': 's', url: 'sx', escape: 'se', entity: 'ni', symbol: 'ss', atom: 'ss', heredoc: 'sh',
  'template-punctuation': 'sb', 'interpolation-punctuation': 'si', delimiter: 'si', interpolation: '', 'string-property': 'nl',
  keyword: 'k', boolean: 'kc', null: 'kc', nil: 'kc', constant: 'no', builtin: 'nb', important: 'k', rule: 'k', atrule: 'k',
  'control-flow': 'k', operator: 'o', punctuation: 'p', number: 'mi', unit: 'mi', hexcode: 'mh', color: 'mh',
  function: 'nf', 'function-definition': 'nf', 'function-name': 'nf', method: 'nf', 'class-name': 'nc', 'maybe-class-name': 'nc',
  'type-definition': 'nc', type: 'kt', 'builtin-type': 'kt', namespace: 'nn', module: 'nn', package: 'nn', property: 'na',
  'attr-name': 'na', 'attr-equals': 'o', key: 'na', tag: 'nt', selector: 'nt', class: 'nc', id: 'nf', 'pseudo-class': 'nd', 'pseudo-element': 'nd',
  variable: 'nv', parameter: 'n', label: 'nl', macro: 'cp', directive: 'cp', 'directive-hash': 'cp', preprocessor: 'cp',
  annotation: 'nd', decorator: 'nd', attribute: 'nd', lifetime: 'nl', 'lifetime-annotation': 'nl', 'closure-punctuation': 'p',
  environment: 'nv', 'assign-left': 'nv', 'for-or-select': 'nv', 'shell-symbol': 'gp', 'info': 'gp', output: 'go',
  'file-descriptor': 'mi', title: 'gh', 'title-punctuation': 'gh', bold: 'gs', italic: 'ge', blockquote: 'ge', 'code-snippet': 'sb', 'code-block': 'sb',
  list: 'p', hr: 'p', code: 'sb', inserted: 'gi', deleted: 'gd', coord: 'gu', datetime: 'ld', date: 'ld', scalar: 's', table: 'nn',
  equation: 's', headline: 'gh', anchor: 'nl', 'function-variable': 'nx', definition: 'nf', 'generic-function': 'nf', header: 'na',
  unchanged: '', diff: '', prefix: '',
};

const DECLARES = /^(?:class|def|function|fn|func|fun|let|var|val|const|struct|enum|interface|trait|impl|type|module|namespace|extends|implements|public|private|protected|static|final|abstract|void|data|newtype|instance|where|end)$/;
const IMPORTS = /^(?:import|from|package|use|using|require|include|extern|crate|open|export)$/;
const TYPES = /^(?:int|char|float|double|bool|boolean|byte|short|long|void|unsigned|signed|auto|string|str|usize|isize|[iuf](?:8|16|32|64|128)|size_t|rune|error|u?int(?:8|16|32|64)(?:_t)?|number|any|never|object|decimal)$/;
const WORDS = /^(?:and|or|not|in|is|instanceof|typeof|delete|as|mod|div|xor)$/;
const CONSTANTS = /^(?:true|false|null|nil|None|True|False|undefined|NaN|nullptr|NULL|Nothing|Inf)$/;

const GLOBALS = /^(?:Array|Boolean|Date|Error|Function|Math|Number|Object|RegExp|String|Promise|Set|Map|WeakSet|WeakMap|Symbol|Proxy|Reflect|document|window|navigator|self|global|(?:de|en)codeURI(?:Component)?|eval|isFinite|isNaN|parseFloat|parseInt)$/;

/** Families that Rouge treats alike. */
const of = (words) => new Set(words.split(' '));
const C_LIKE = of('c cpp objectivec cuda glsl hlsl arduino');
const SCRIPT = of('javascript typescript jsx tsx');
const SINGLE_STRING = of('c cpp java rust go csharp kotlin swift objectivec haskell ocaml dart glsl clojure lisp scheme fortran zig');
const DECLARING = of('javascript typescript jsx tsx java csharp kotlin rust go swift dart php');
const PROSE = of('markup html xml svg mathml diff yaml textile rest asciidoc wiki batch ini properties toml git http log csv css scss sass less json json5 none');
const imports = of('kotlin haskell csharp');
const QUOTES = of('python yaml javascript typescript jsx tsx');
/** Keywords of TypeScript that Rouge has otherwise than those of JavaScript. */
const TYPESCRIPT = { void: 'k', private: 'k', protected: 'k', public: 'k', implements: 'k', namespace: 'k', interface: 'kr', enum: 'kr', type: 'kd', get: 'kd', set: 'kd', boolean: 'nx', never: 'nx' };

/** Where Rouge's lexer of a language has a name of its own: `what it is here>what it is there`. */
const OWN = Object.fromEntries(`go c1>c mi>m mh>m mf>m kc>no nf>n kd>k kn>k nb>kt|java p>o|lua nf>n|haskell k>kr kc>kt no>kt nc>kt nb>n nf>nf
  css c1>c cm>c py>nl kc>k nc>nc na>nl k>k mi>m mf>m o>o|scss c1>c py>nl|less c1>c py>nl|toml c1>c na>n py>n nn>n s2>s s1>s|yaml p>pi mi>m mf>m
  python kc>bp|ruby kc>kp kd>k|rust nc>n nl>nv cp>nd mh>mi|cpp kc>nb|c kc>nb nc>n|typescript kt>kr|html c1>c|markup c1>c`
  .split(/\||\n/).map((line) => line.trim().split(' ')).map(([name, ...pairs]) => [name, Object.fromEntries(pairs.map((pair) => pair.split('>')))]));

/** The pieces of tokens that Prism made of text in `language`. */
export function pieces(tokens, language) {
  if (language === 'diff') return diff(flat(tokens));
  const out = [];
  const own = OWN[language] ?? {};
  walkAll(tokens, language, out);
  return (CALLS[language] ? calls(out, CALLS[language]) : out).map(([text, name]) => [text, own[name] ?? name]);
}

/** Names of these kinds before a parenthesis are called. */
const CALLS = { python: /^nb?$/ };

function calls(pieces, kinds) {
  return pieces.flatMap(([text, name], at) => {
    const [, rest, word] = kinds.test(name) && pieces[at + 1]?.[0][0] === '(' && /^([^]*?)([\p{L}_][\p{L}\p{N}_]*)$/u.exec(text) || [];
    return word ? [[rest, name], [word, called(word)]] : [[text, name]];
  }).filter(([text]) => text);
}

/** What the lines of a patch begin with, tried in this order. */
const LINES = [[/^ /, ''], [/^---$/, 'p'], [/^(?:\+|>+(?:[ \t]|$))/, 'gi'], [/^(?:-|<+(?:[ \t]|$))/, 'gd'], [/^!/, 'gs'], [/^(?:[Ii]ndex|diff|=)/, 'gh'], [/^\w/, 'p']];

/** A patch, line by line. */
function diff(text) {
  return text.split(/(?<=\n)/).flatMap((line) => {
    const [, place, rest] = /^(@@[^@]*@@)([^]*)$/.exec(line) ?? [];
    return place ? [[place, 'p'], [rest, '']] : [[line, LINES.find(([begins]) => begins.test(line.trimEnd()))?.[1] ?? '']];
  });
}

function walkAll(tokens, language, out) {
  const walk = (token, language, around) => {
    if (typeof token === 'string') return plain(token, language, around, out);
    if (Array.isArray(token)) return token.forEach((part) => walk(part, language, around));
    if (token.type === 'selector' && typeof token.content === 'string') return selector(token.content, out);
    if (language === 'python' && token.type === 'interpolation') {
      return token.content.forEach((part) => part.type === 'punctuation' ? push(out, flat(part), 'si') : walk(part, language, ''));
    }
    const inner = /^language-(\S+)/.exec(token.type)?.[1] ?? [token.alias ?? []].flat().map((alias) => /^language-(\S+)/.exec(alias)?.[1]).find(Boolean);
    const name = inner ? '' : classOf(token, language, around, out);
    if (QUOTES.has(language) && /^(?:string|string-property|triple-quoted-string|key)$/.test(token.type) && /["']/.test(flat(token))) return quoted(flat(token), language, out);
    if (typeof token.content === 'string') {
      if (inner) plain(token.content, inner, '', out);
      else push(out, token.content, name);
    } else {
      walk(token.content, inner ?? language, inner || token.type === 'interpolation' ? '' : name || around);
    }
  };
  walk(tokens, language, '');
  return out;
}

/** A text in quotes, which have a name of their own. Of a template it may be the first part or the last. */
function quoted(text, language, out) {
  const [, prefix, open, body, close] = /^([a-z]*(?=["']))?("""|'''|["'])?([^]*?)("""|'''|["'])?$/i.exec(text);
  const double = (open ?? close)?.includes('"');
  const mark = language === 'python' ? 'sh' : SCRIPT.has(language) ? 'dl' : double ? 's2' : 's1';
  const inside = SCRIPT.has(language) ? (double ? 's2' : 's1') : 's';
  if (prefix) push(out, prefix, 'sa');
  if (open) push(out, open, mark);
  if (body) push(out, body, inside);
  if (close) push(out, close, mark);
}

function push(out, text, name) {
  const last = out.at(-1);
  if (last && (last[1] === name || /^\s*$/.test(text) && name !== 'gi' && name !== 'gd')) last[0] += text;
  else out.push([text, name]);
}

/** Style sheets: what a selector is made of, and values. */
const SELECTOR = { '.': 'nc', '#': 'nf', ':': 'nd', '[': 'na' };
const SHEETS = of('css scss sass less');

function selector(text, out) {
  for (const [part] of text.matchAll(/\s+|[.#:]?:?[\w-]+(?:\([^)]*\))?|\[[^\]]*\]|[^\s\w]/g)) {
    push(out, part, /^\s/.test(part) ? '' : SELECTOR[part[0]] ?? (/^[\w-]/.test(part) ? 'nt' : 'o'));
  }
}

function value(text, out) {
  for (const [part] of text.matchAll(/\s+|#[\da-f]{3,8}\b|-?\.?\d[\w.%]*|[\w-]+|[^\s\w#-]+|[#-]/gi)) {
    push(out, part, /^\s/.test(part) ? '' : /^(?:#.|[-.]*\d)/.test(part) ? 'm' : /^[\w-]{2}/.test(part) ? 'no' : 'p');
  }
}

/** Text that Prism gives no name: inside a string it is the string, in a program it is identifiers and the like. */
function plain(text, language, around, out) {
  if (around) return push(out, text, around);
  if (language === 'yaml') return push(out, text, /\S/.test(text) ? 's' : '');
  if (SHEETS.has(language)) return value(text, out);
  if (PROSE.has(language)) return push(out, text, '');
  for (const [part] of text.matchAll(/[\p{L}_$][\p{L}\p{N}_$]*|\s+|[()[\]{};,.]+|\d[\w.]*|[^\s\w()[\]{};,.]+/gu)) {
    const last = before(out);
    let name = 'o';
    if (/^\s/.test(part)) name = '';
    else if (/^[()[\]{};,.]/.test(part)) name = 'p';
    else if (/^\d/.test(part)) name = number(part);
    else if (/^[\p{L}_$]/u.test(part)) name = identifier(part, language, last);
    push(out, part, name);
  }
}

function identifier(word, language, before) {
  if (CONSTANTS.test(word)) return 'kc';
  if (SCRIPT.has(language)) return scriptName(word, before);
  if (language === 'python') return 'n';
  if (language === 'java') return javaName(word, before);
  if (language === 'ruby' && /\.$/.test(before)) return 'nf';
  if (language === 'ruby' && /^[A-Z]/.test(word)) return 'no';
  // What is imported, up to the end of its line.
  return imports.has(language) && /\n?(?:import|from|package|use|using)\s[^\n;]*$/.test(before) ? 'nn' : 'n';
}

/** A name in JavaScript: of a class that is made or named, of what every program has, or any. */
function scriptName(name, before) {
  return /\b(?:new|class|extends)\s+$/.test(before) ? 'nc' : GLOBALS.test(name) ? 'nb' : 'nx';
}

/** A name that is called in Python: classes have capitals. */
function called(name) {
  return /^[A-Z]/.test(name) ? 'nc' : 'nf';
}

/** A name in Java, told by its letters and by what stands before it. */
function javaName(name, before) {
  if (/\bimport\s[^;\n]*$/.test(before)) return 'nn';
  if (/^[A-Z][A-Z\d_]*$/.test(name)) return 'no';
  if (/^[A-Z]/.test(name)) return 'nc';
  return /\.\s*$/.test(before) ? 'na' : 'n';
}

function number(text) {
  if (/^0x/i.test(text)) return 'mh';
  if (/^0b/i.test(text)) return 'mb';
  if (/^0o?[0-7_]+$/.test(text) && text.length > 1) return 'mo';
  return /[.]|\de[-+]?\d/i.test(text) ? 'mf' : 'mi';
}

function classOf(token, language, around, out) {
  const { type } = token;
  const text = flat(token);
  const aliases = [token.alias ?? []].flat();
  switch (type) {
    case 'operator':
      if (WORDS.test(text) && text !== 'as') return 'ow';
      if (text === '?' && SCRIPT.has(language) || text === ':') return 'p';
      return 'o';
    case 'number': return language === 'css' || language === 'scss' ? 'm' : number(text);
    case 'comment':
      if (/^<!--/.test(text)) return 'c';
      return /^(?:\/\*|\(\*|\{-|=begin|--\[\[)/.test(text) ? 'cm' : 'c1';
    case 'keyword': if (language === 'python' && text === 'print') return 'nb';
      return keyword(text, language);
    case 'boolean': case 'null': return 'kc';
    case 'string': case 'attr-value':
      if (aliases.includes('key') || aliases.includes('property')) return 'nl';
      if (around && /^(?:cp|nt)$/.test(around) && C_LIKE.has(language)) return 'cpf';
      if (type === 'attr-value') return 's';
      if (SINGLE_STRING.has(language)) return language === 'go' && text[0] === '`' ? 's' : /^'.*'$/.test(text) && text.length < 5 ? 'sc' : 's';
      return text[0] === "'" ? 's1' : text[0] === '"' ? 's2' : 's';
    case 'triple-quoted-string': return /[=(,]\s*$/.test(before(out)) ? 's' : 'sh';
    case 'punctuation':
      if (C_LIKE.has(language) && text === '::' || language === 'haskell' && text === '.' || language === 'go' && text === '.') return C_LIKE.has(language) ? 'o' : language === 'go' ? 'p' : 'nn';
      if (around === 'nt' || around === 's' || around === 's2' || around === 'nd' && language === 'python') return around;
      if (around === 'gi' || around === 'gd' || around === 'gh') return around;
      return 'p';
    case 'property': return language === 'json' || language === 'json5' ? 'nl' : 'py';
    case 'class-name': if (language === 'java' && !TYPES.test(text)) return javaName(text, before(out));
      if (SCRIPT.has(language) && !TYPES.test(text)) return scriptName(text, before(out));
      return text === 'self' ? 'n' : TYPES.test(text) ? 'kt' : /(?:^|\s)(?:class|struct|enum|interface|trait|impl|type|module)\s+$/.test(before(out)) ? 'nc' : language === 'ruby' ? 'no' : 'n';
    case 'parameter': return SCRIPT.has(language) ? 'nx' : 'n';
    case 'constant': return SCRIPT.has(language) ? 'nx' : C_LIKE.has(language) && CONSTANTS.test(text) ? 'kc' : 'no';
    case 'variable': return language === 'ruby' && text[0] === '@' ? 'vi' : CLASSES.variable;
    case 'builtin': return text === 'console' ? 'nx' : TYPES.test(text) && language !== 'python' ? 'kt' : 'nb';
    case 'function':
      if (language === 'python' || language === 'ruby' || C_LIKE.has(language)) return callOf(text, language, out);
      if (SCRIPT.has(language)) return aliases.includes('function-variable') ? 'nx' : 'nf';
      if (language === 'java') return /\.\s*$/.test(before(out)) ? 'na' : /[\w>\]]\s+$/.test(before(out)) && !/\b(?:return|new|throw|else)\s+$/.test(before(out)) ? 'nf' : 'n';
      return 'nf';
    case 'selector': return /^\s*\./.test(text) ? 'nc' : /^\s*#/.test(text) ? 'nf' : 'nt';
    case 'inserted-sign': case 'inserted': return 'gi';
    case 'deleted-sign': case 'deleted': return 'gd';
    case 'directive-hash': case 'directive': return 'cp';
    default:
  }
  return CLASSES[type] ?? aliases.map((alias) => CLASSES[alias]).find(Boolean) ?? around;
}

/** A name before a parenthesis: where it is declared it is a function, elsewhere Rouge has it as a name. */
function callOf(text, language, out) {
  const behind = before(out);
  if (language === 'python') return called(text);
  if (language === 'ruby' && /\.$/.test(behind)) return 'nf';
  if (/\b(?:def|sub)\s+(?:self\.)?$/.test(behind)) return 'nf';
  if (C_LIKE.has(language) && /[\w*&>]\s+\**$/.test(behind) && !/\b(?:return|else|new|case|throw)\s+$/.test(behind)) return 'nf';
  return 'n';
}

function before(out) {
  return out.slice(-4).map(([text]) => text.slice(-200)).join('');
}

function keyword(text, language) {
  if (CONSTANTS.test(text)) return 'kc';
  if (WORDS.test(text) && text !== 'as' && ['python', 'lua'].includes(language)) return 'ow';
  if (language === 'lua' && text === 'local') return 'kd';
  if (language === 'java' && /^(?:throws|volatile|super|synchronized|transient|native|strictfp)$/.test(text)) return 'kd';
  if (language === 'python') return IMPORTS.test(text) ? (text === 'from' || text === 'import' ? 'kn' : 'k') : 'k';
  if (language === 'typescript' && TYPESCRIPT[text]) return TYPESCRIPT[text];
  if (TYPES.test(text)) return 'kt';
  if (IMPORTS.test(text) && ['java', 'kotlin', 'go', 'csharp', 'javascript', 'typescript', 'jsx', 'tsx', 'haskell'].includes(language)) {
    return SCRIPT.has(language) ? 'k' : 'kn';
  }
  if (DECLARING.has(language) && DECLARES.test(text)) return text === 'let' && language === 'rust' || text === 'fn' || language === 'rust' && text !== 'static' ? 'k' : 'kd';
  return 'k';
}

function flat(token) {
  if (typeof token === 'string') return token;
  if (Array.isArray(token)) return token.map(flat).join('');
  return flat(token.content);
}
