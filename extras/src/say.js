// The page's own words in the language of what it shows, from the table that `main` names (src/words.rs has the same
// for the program). Who speaks awaits `learn()` before; `say()` is the entrance. In English nothing is fetched.
const tables = { '': [] };
let here = '';

export async function learn() {
  const path = document.querySelector('main')?.dataset.words ?? '';
  if (!tables[path]) {
    const root = document.querySelector('meta[name="postil:root"]').content;
    const text = await fetch(new URL(path, root)).then((answer) => (answer.ok ? answer.text() : ''), () => '');
    tables[path] = text.split('\n');
  }
  here = path;
}

/** These words in the page's language, with `values` in the places of `%`. */
export function say(english, ...values) {
  const line = tables[here].find((line) => line.startsWith(`${english} = `));
  return (line?.slice(english.length + 3) ?? english).replace(/%/g, () => values.shift() ?? '%');
}
