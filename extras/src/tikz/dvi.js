// From TeX's DVI to SVG. `toSvg()` is the entrance. The format is that of D. E. Knuth's DVItype, sections 13 to 18;
// drawings arrive as specials, `dvisvgm:raw` and markup, text as characters at their places.
import { widths } from './metrics.js';

/** What comes out: the markup of all that is drawn, and the names of its fonts. */
export function toSvg(bytes) {
  const machine = new Machine(bytes);
  machine.run();
  return { markup: machine.out.join(''), fonts: [...machine.used] };
}

const escape = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
const short = (number) => String(Math.round(number * 1000) / 1000);

/**
 * Where the TrueType form of TeX's fonts has a character: its control codes moved to where programs show them.
 */
function placeOf(code) {
  if (code === 10) return 0xac;
  if (code < 10) return 0xa1 + code;
  if (code < 20) return 0xad + code - 10;
  if (code === 20) return 0x2219;
  if (code <= 32) return 0xb8 + code - 21;
  return code === 127 ? 0xc4 : code;
}

class Machine {
  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = 0;
    this.out = [];
    this.used = new Set();
    this.fonts = new Map();
    this.font = null;
    this.colours = [];
    this.unit = 1 / 65536;
    this.reset();
  }

  reset() {
    [this.h, this.v, this.w, this.x, this.y, this.z] = [0, 0, 0, 0, 0, 0];
    this.stack = [];
    this.text = null;
  }

  unsigned(size) {
    let value = 0;
    for (let left = size; left > 0; left--) value = value * 256 + this.view.getUint8(this.at++);
    return value;
  }

  signed(size) {
    const value = this.unsigned(size);
    return value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value;
  }

  string(size) {
    const text = String.fromCharCode(...this.bytes.subarray(this.at, this.at + size));
    this.at += size;
    return text;
  }

  run() {
    while (this.at < this.bytes.length) {
      const code = this.unsigned(1);
      if (code === 248) break;
      this.step(code);
    }
    this.flush();
  }

  step(code) {
    if (code < 128) return this.character(code, true);
    if (code < 132) return this.character(this.unsigned(code - 127), true);
    if (code === 132 || code === 137) return this.rule(code === 132);
    if (code < 137) return this.character(this.unsigned(code - 132), false);
    if (code >= 171 && code < 235) return this.select(code - 171);
    if (code >= 235 && code < 239) return this.select(this.unsigned(code - 234));
    if (code >= 239 && code < 243) return this.special(this.string(this.unsigned(code - 238)));
    if (code >= 243 && code < 247) return this.define(this.unsigned(code - 242));
    switch (code) {
      case 138: return undefined;
      case 139: this.at += 44; return this.reset();
      case 140: return this.flush();
      case 141: this.stack.push([this.h, this.v, this.w, this.x, this.y, this.z]); return undefined;
      case 142: [this.h, this.v, this.w, this.x, this.y, this.z] = this.stack.pop() ?? [0, 0, 0, 0, 0, 0]; return undefined;
      case 247: return this.preamble();
      default: return this.move(code);
    }
  }

  move(code) {
    if (code <= 146) this.h += this.signed(code - 142);
    else if (code <= 151) this.h += this.w = code === 147 ? this.w : this.signed(code - 147);
    else if (code <= 156) this.h += this.x = code === 152 ? this.x : this.signed(code - 152);
    else if (code <= 160) this.v += this.signed(code - 156);
    else if (code <= 165) this.v += this.y = code === 161 ? this.y : this.signed(code - 161);
    else if (code <= 170) this.v += this.z = code === 166 ? this.z : this.signed(code - 166);
    else throw new Error(`the DVI file has an unknown operation ${code}`);
  }

  preamble() {
    this.at += 1;
    const [numerator, denominator, magnification] = [this.unsigned(4), this.unsigned(4), this.unsigned(4)];
    // Units of 10⁻⁷ m, in TeX's points.
    this.unit = ((numerator / denominator) * (magnification / 1000) * 72.27) / 254000;
    this.at += 1 + this.bytes[this.at];
  }

  define(number) {
    this.at += 4;
    const [size] = [this.unsigned(4), this.unsigned(4)];
    const length = this.unsigned(1) + this.unsigned(1);
    this.fonts.set(number, { name: this.string(length), size });
  }

  select(number) {
    this.flush();
    this.font = this.fonts.get(number) ?? null;
  }

  character(code, moves) {
    if (!this.font) throw new Error('the DVI file has text without a font');
    const text = this.text;
    if (!text || text.v !== this.v) {
      this.flush();
      this.text = { v: this.v, letters: '', places: [] };
    }
    this.text.letters += String.fromCodePoint(placeOf(code));
    this.text.places.push(short(this.h * this.unit));
    if (moves) this.h += (widths(this.font.name).get(code) ?? 0) * this.font.size;
  }

  /** Writes the text that has been collected. */
  flush() {
    const { text, font } = this;
    this.text = null;
    if (!text || !font) return;
    this.used.add(font.name);
    const [x, y, size] = [text.places.join(' '), short(text.v * this.unit), short(font.size * this.unit)];
    this.out.push(`<text x="${x}" y="${y}" font-family="${escape(font.name)}" font-size="${size}" fill="${this.colour()}">${escape(text.letters)}</text>`);
  }

  rule(moves) {
    this.flush();
    const [height, width] = [this.signed(4), this.signed(4)];
    if (height > 0 && width > 0) {
      const place = [this.h, this.v - height, width, height].map((value) => short(value * this.unit));
      this.out.push(`<rect x="${place[0]}" y="${place[1]}" width="${place[2]}" height="${place[3]}" fill="${this.colour()}"/>`);
    }
    if (moves) this.h += width;
  }

  special(text) {
    this.flush();
    const raw = /^dvisvgm:raw\s?([^]*)/.exec(text)?.[1];
    if (raw !== undefined) {
      // The picture's own svg element is the one around everything.
      const markup = raw.replace(/<svg beginpicture>|<\/svg endpicture>/g, '').replaceAll('{?nl}', '\n');
      this.out.push(markup.replaceAll('{?x}', short(this.h * this.unit)).replaceAll('{?y}', short(this.v * this.unit)));
      return;
    }
    const colour = /^color\s+(push|pop)\s*(.*)/.exec(text);
    if (colour?.[1] === 'push') this.colours.push(toCss(colour[2]));
    if (colour?.[1] === 'pop') this.colours.pop();
  }

  colour() {
    return escape(this.colours.at(-1) ?? 'black');
  }
}

/** A colour as dvips writes it: `rgb 1 0 0`, `gray 0.5`, `cmyk 0 0 0 1`, `Red`. */
function toCss(colour) {
  const [model, ...words] = colour.trim().split(/\s+/);
  const parts = words.map(Number);
  const byte = (value) => Math.round(255 * Math.min(1, Math.max(0, value)));
  const rgb = (...values) => `rgb(${values.map(byte).join(',')})`;
  if (model === 'rgb' && parts.length === 3) return rgb(...parts);
  if (model === 'gray' && parts.length === 1) return rgb(parts[0], parts[0], parts[0]);
  if (model === 'cmyk' && parts.length === 4) return rgb(...parts.slice(0, 3).map((part) => (1 - part) * (1 - parts[3])));
  return /^\w+$/.test(model) ? model.toLowerCase() : 'black';
}
