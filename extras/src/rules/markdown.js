// Markdown, by Rouge's rules. Fences, and what stands above the text, are read in their own languages.
import { OUT, reader } from './reader.js';

/** Signs within a line, not too many: a text is looked through once. */
const SOME = '(?:\\\\.|[^\\\\\\n]){0,500}?';
const line = (source, flags = 'm') => new RegExp(source, flags);
const TITLE = line(`"${SOME}"|'${SOME}'|[(]${SOME}[)]`);
const markdown = {
  root: [
    [/\\./, 'se'], [/^[\S ]+\n---*\n/m, 'gh'], [/^[\S ]+\n===*\n/m, 'gu'], [/^#(?=[^#]).*/m, 'gh'], [/^#+.*/m, 'gu'],
    [/\n\n(?:(?: {4}|\t).*\n|\n)+/, 'sb'], [line(`(?<!\`)(\`+)(?!\`)(?:\\\\.|[^\\\\]){1,2000}?\\1`), (text) => [[text, 'sb']]],
    [/^[^\S\n]*(?:(?:[*][^\S\n]*){3,}$|(?:-[^\S\n]*){3,}$|[*+-](?=\s)|\d+\.)/m, 'p'], [/^[^\S\n]*>.*/m, 'gt'],
    [line(`^([^\\S\\n]*)(\\[)(${SOME})(\\])([^\\S\\n]*)(:)`), ['', 'p', 'ss', 'p', '', 'p'], 'reference'],
    [line(`(!?\\[)(${SOME}|[^\\]]{0,500}?)(\\])(?=[[(])`), ['p', 'nv', 'p'], 'link'],
    [/[*]{2}[^* \n][^*\n]*[*]{2}/, 'gs'], [/[*]{3}[^* \n][^*\n]*[*]{3}/, 'ges'], [line(`__${SOME}__`), 'gs'],
    [line(`[*]${SOME}[*]|_${SOME}_`), 'ge'], [line(`<[^<>\\n]{1,200}@[^<>\\n]{1,200}[.][^<>\\n]{1,200}>|<(?:https?|mailto|ftp)://${SOME}>`), 'nv'],
    [/[^\\`[*\n&<]+/, ''], [/&\S{0,40}?;/, 'ni'], [/<!--.{0,500}?-->/, 'c'], [/<\/?[\w:-]+(?=[^<\n]{0,500}?>)/, 'nt', 'tag'], [/[&<[\n]/, ''],
  ],
  tag: [[/\s+/, ''], [/\/?>/, 'nt', 'pop'], [/["'][^"']*["']|(?<==\s*)[^\s>"']+/, 's'], [/[\w:-]+\s*=?|./, 'na']],
  reference: [[/[^\S\n]+/, ''], [line(`(<)(${SOME})(>)`), ['nt', 'sx', 'nt'], '=title'], [/\S+/, 'sx', '=title'], OUT],
  title: [[/\s*(?=["'(])/, ''], [TITLE, 'nn', 'pop'], OUT],
  link: [[line(`(\\[)(${SOME})(\\])`), ['p', 'ss', 'p'], 'pop'], [/[(]/, 'p', '=address'], [/[^\S\n]+/, ''], OUT],
  address: [
    [/\)/, 'p', 'pop'], [/\s+/, ''], [TITLE, 'nn'], [line(`(<)(${SOME})(>)`), ['nt', 'sx', 'nt']], [/[^<\s)]+/, 'sx'],
  ],
};

/**
 * The pieces of `text`, awaited; `other(code, language)` gives those of code in another language, or null if it has no
 * colours.
 */
export async function pieces(text, other) {
  const [, above, rest] = /^(---[^\S\n]*\n[^]*?^---[^\S\n]*$\n?)?([^]*)$/m.exec(text);
  const out = above ? await other(above, 'yaml') ?? [[above, '']] : [];
  const prose = reader(markdown);
  let at = 0;
  for (const fence of rest.matchAll(/^([ \t]*)(`{3,}(?!`)|~{3,}(?!~))([^\n]*\n)([^]*?)(?:(\n\1)(\2)|$(?![^]))/gm)) {
    const [whole, space, marks, name, code, end = '', close = ''] = fence;
    out.push(...prose(rest.slice(at, fence.index)), [space, ''], [marks, 'p'], [name, 'nl']);
    out.push(...await other(code, name.trim()) ?? [[code, 'sb']], [end, ''], [close, 'p']);
    at = fence.index + whole.length;
  }
  return [...out, ...prose(rest.slice(at))];
}
