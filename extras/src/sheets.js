// Style sheets of parts that are loaded later. The page's policy allows no <style> element, but sheets that
// a script constructs.

const adopted = new Map();

/**
 * Adds the rules of `css` to the document, as long as `owner` is in it (for ever without one); gives their sheet.
 * They are in a cascade layer, as the page's own are: a site's style sheet stands before them.
 */
export function adopt(css, owner = css) {
  if (adopted.has(owner)) return adopted.get(owner);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@layer extras{${css}}`);
  adopted.set(owner, sheet);
  document.adoptedStyleSheets.push(sheet);
  return sheet;
}

/** Removes the rules of elements that have gone. */
export function prune() {
  for (const [owner, sheet] of adopted) {
    if (typeof owner === 'string' || owner.isConnected) continue;
    adopted.delete(owner);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  }
}
