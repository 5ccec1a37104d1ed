// Diagrams drawn with characters, as typograms has them (https://google.github.io/typograms), in code of our own:
// it is on no package registry. Each character is a cell; lines join where neighbours point at each other.
import { say } from '../say.js';

/** It has the text's own colour. */
export const themed = false;

/** Half a cell's width and height. */
const [X, Y] = [5, 9];

/** The eight directions, clockwise; the one opposite to `d` is `(d + 4) % 8`. */
const STEPS = [[0, -1], [1, -1], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1]];
const [N, NE, E, SE, S, SW, W, NW] = STEPS.keys();
const back = (direction) => (direction + 4) % 8;

/** Where lines lead. */
const LINES = { '-': [E, W], '─': [E, W], '|': [N, S], '│': [N, S], ':': [N, S], '/': [NE, SW], '\\': [NW, SE] };
/** What joins the lines that lead to it. */
const JOINTS = '+.\'`*o#┌┐└┘├┤┬┴┼';
/** Where an arrow points. */
const ARROWS = { '>': E, '►': E, '<': W, '◄': W, '^': N, v: S, V: S };

export async function draw(figure, text) {
  const rows = text.replace(/\s+$/, '').split('\n').map((row) => [...row.trimEnd()]);
  while (rows.length && !rows[0].length) rows.shift();
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (!width) throw new Error('it is empty');
  const svg = element('svg', { viewBox: `0 0 ${width * 2 * X} ${rows.length * 2 * Y}`, role: 'img', 'aria-label': say('Diagram drawn with characters') });
  svg.style.width = `${width * 2 * X}px`;
  svg.style.height = 'auto';
  const strokes = [];
  const filled = [];
  const grid = rows.map(words);
  rows.forEach((row, y) => row.forEach((character, x) => {
    if (character === ' ' || character === '"' && grid[y][x] === 'quote') return;
    const place = [(2 * x + 1) * X, (2 * y + 1) * Y];
    const drawn = grid[y][x] !== 'text' && glyph(grid, rows, x, y, place);
    if (!drawn) {
      const label = element('text', { x: place[0], y: place[1] });
      label.textContent = character;
      svg.append(label);
      return;
    }
    strokes.push(...drawn.strokes ?? []);
    filled.push(...drawn.filled ?? []);
    if (drawn.shape) svg.append(drawn.shape);
  }));
  svg.prepend(element('path', { d: strokes.join(''), class: 'strokes' }), element('path', { d: filled.join(''), class: 'filled' }));
  figure.replaceChildren(svg);
}

function element(name, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** What each character of a row is: part of a text, a quote around one, or of the drawing. */
function words(row) {
  const kinds = row.map(() => 'drawing');
  let from = -1;
  row.forEach((character, at) => {
    if (character !== '"') return;
    if (from < 0) {
      from = at;
      return;
    }
    kinds.fill('text', from + 1, at);
    kinds[from] = kinds[at] = 'quote';
    from = -1;
  });
  const letter = (at) => /[\p{L}\p{N}]/u.test(row[at] ?? '');
  const sign = (at) => 'ovV'.includes(row[at] ?? ' ');
  row.forEach((character, at) => {
    const beside = [at - 1, at + 1].map((next) => letter(next) && !sign(next));
    if (letter(at) && !sign(at) || sign(at) && (beside[0] || beside[1])) kinds[at] = 'text';
    // Within a word (`Sign-up`, `it's`) a sign is a sign.
    else if (beside[0] && beside[1] && !'|+'.includes(character)) kinds[at] = 'text';
  });
  return kinds;
}

/** Whether the character at a place has a line, or takes one, towards `direction`. */
function leads(grid, rows, x, y, direction) {
  const character = rows[y]?.[x] ?? ' ';
  if (grid[y]?.[x] !== 'drawing') return false;
  if (LINES[character]) return LINES[character].includes(direction);
  if (character in ARROWS) return back(ARROWS[character]) === direction || direction % 2 === 1 && character !== '>' && character !== '<';
  return JOINTS.includes(character);
}

/** How a character is drawn; null if it is text after all. */
function glyph(grid, rows, x, y, [cx, cy]) {
  const character = rows[y][x];
  const edge = (direction) => [cx + STEPS[direction][0] * X, cy + STEPS[direction][1] * Y];
  const line = (direction) => `M${cx} ${cy}L${edge(direction).join(' ')}`;
  const joined = () => STEPS.map((_, direction) => direction).filter((direction) => {
    const [dx, dy] = STEPS[direction];
    const next = rows[y + dy]?.[x + dx] ?? ' ';
    // Two joints at a slant belong to different lines; so do the lower corner of a box and the upper one of the next.
    if (direction % 2 && JOINTS.includes(next)) return false;
    const [upper, lower] = dy > 0 ? [character, next] : [next, character];
    if (dy && !dx && "'`".includes(upper) && lower === '.') return false;
    return leads(grid, rows, x + dx, y + dy, back(direction));
  });
  if (character === ':') {
    return { strokes: [-6, 0, 6].map((dy) => `M${cx} ${cy + dy - 1.5}v3`) };
  }
  if (LINES[character]) return { strokes: LINES[character].map(line) };
  if (character === '_') return { strokes: [`M${cx - X} ${cy + Y - 1}h${2 * X}`] };
  if (character === '=') return { strokes: [-2, 2].map((dy) => `M${cx - X} ${cy + dy}h${2 * X}`) };
  if (character === '~') return { strokes: [`M${cx - X} ${cy}q${X / 2} -4 ${X} 0t${X} 0`] };
  if (character in ARROWS) return arrow(ARROWS[character], joined(), cx, cy);
  const ends = joined();
  if ('*o#'.includes(character)) {
    if (!ends.length && character !== '*') return null;
    const shape = character === '#'
      ? element('rect', { x: cx - 4, y: cy - 4, width: 8, height: 8, class: 'node' })
      : element('circle', { cx, cy, r: 4, class: character === 'o' ? 'node open' : 'node' });
    return { strokes: ends.map(line), shape };
  }
  if (!JOINTS.includes(character) || !ends.length) return null;
  if (!".'`".includes(character)) return { strokes: ends.map(line) };
  // A round corner for each pair of a level and an upright line.
  const level = ends.filter((direction) => direction === E || direction === W);
  const upright = ends.filter((direction) => direction !== E && direction !== W);
  if (!level.length || !upright.length) return { strokes: ends.map(line) };
  return { strokes: level.flatMap((one) => upright.map((other) => `M${edge(one).join(' ')}Q${cx} ${cy} ${edge(other).join(' ')}`)) };
}

/** A head, and the line that leads to it. */
function arrow(direction, ends, cx, cy) {
  const [dx, dy] = STEPS[direction];
  const [half, long] = [4, 8];
  const tip = [cx + dx * X, cy + dy * Y];
  const base = [tip[0] - dx * long, tip[1] - dy * long];
  const side = [-dy * half, dx * half];
  const corners = [tip, [base[0] + side[0], base[1] + side[1]], [base[0] - side[0], base[1] - side[1]]];
  const tail = [cx - dx * X, cy - dy * Y];
  const strokes = dy || ends.includes(back(direction)) ? [`M${base.join(' ')}L${tail.join(' ')}`] : [];
  return { strokes, filled: [`M${corners.map((corner) => corner.join(' ')).join('L')}Z`] };
}
