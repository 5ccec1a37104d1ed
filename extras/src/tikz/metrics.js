// The metrics of TeX's fonts: the TFM files of Computer Modern and of AMS's fonts, which are free. They come
// packed in dvi2html, of which nothing else is used.
import packed from '../../node_modules/@prinsss/dvi2html/lib/tfm/fonts.json';

/** The bytes of a font's TFM file; TeX reads them as they are. */
export function tfmData(name) {
  const text = packed[name];
  if (!text) throw new Error(`there is no font ${name}`);
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

const known = new Map();

/** The width of each character, in parts of the font's size. */
export function widths(name) {
  if (!known.has(name)) known.set(name, read(tfmData(name)));
  return known.get(name);
}

/** The part of a TFM file that says how wide characters are (D. E. Knuth, TFtoPL, sections 8 to 11). */
function read(bytes) {
  const view = new DataView(bytes.buffer);
  const [, headerWords, first, last, count] = Array.from({ length: 5 }, (_, at) => view.getUint16(2 * at));
  const characters = 24 + 4 * headerWords;
  const table = characters + 4 * (last - first + 1);
  const fix = (index) => (index < count ? view.getInt32(table + 4 * index) / 2 ** 20 : 0);
  const out = new Map();
  for (let code = first; code <= last; code++) out.set(code, fix(bytes[characters + 4 * (code - first)]));
  return out;
}
