// Sessions in a shell, by Rouge's rules: what follows a prompt is a command, all else is what the machine said.
import { reader } from './reader.js';
import { shell } from './shell.js';

export function pieces(text) {
  let command = reader(shell);
  return text.split(/(?<=\n)/).flatMap((line) => {
    const left = /^\s*(?:<\.+>|\.+)\s*$/.test(line);
    const [, prompt, rest] = /^(.*?[$#>;])([^]*)$/.exec(line) ?? [];
    if (prompt && !left) return [[prompt, 'gp'], ...command(rest)];
    command = reader(shell);
    return [[line, left ? 'c' : 'go']];
  });
}
