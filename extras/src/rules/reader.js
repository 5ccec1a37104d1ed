// How Rouge reads a language with a few rules of its own, for languages of which Prism sees something quite different.
//
// A language is a set of states, a state a list of rules, tried in this order: a pattern, the class of what it finds
// (one for each group if there are several, or a reader), and the state that follows: `pop` ends one, `=name` puts
// another in its place. Patterns that may reach far have limits: a text is looked through once.

/** The rules of states, ready to be tried at a place of a text. */
const sticky = new WeakMap();
function prepared(states) {
  if (!sticky.has(states)) {
    sticky.set(states, Object.fromEntries(Object.entries(states).map(([name, list]) => {
      return [name, list.map(([pattern, ...rest]) => [new RegExp(pattern.source, `${pattern.flags}y`), ...rest])];
    })));
  }
  return sticky.get(states);
}

/** All rules of some states as one reader, which goes on where its last text has ended. */
export function reader(states) {
  const open = ['root'];
  const rules = prepared(states);
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

/** Words as the alternatives of a pattern. */
export const words = (text) => text.trim().split(/\s+/).join('|');
/** Leaves a state in which nothing else fits. */
export const OUT = [/(?:)/, '', 'pop'];

/** A reader of one word: its class is that of the list that has it, else `otherwise`. */
export function named(lists, otherwise = 'n') {
  const classes = new Map(Object.entries(lists).flatMap(([name, list]) => list.trim().split(/\s+/).map((word) => [word, name])));
  return (word) => [[word, classes.get(word) ?? otherwise]];
}
