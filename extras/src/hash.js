// What the hash of an address stands for.

/** A hash without its sign; one that is not percent-encoded stands for itself. */
export function decode(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}
