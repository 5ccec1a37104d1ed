// Lets drawing libraries style their elements under a policy without `unsafe-inline`: what they write as a `style`
// attribute or a <style> element is applied by script, as the page does with an article's own (`dom::set_html`).
// `allow()` is the entrance.
//
// The policy is there so that no markup brings styles of its own. That stays so: only what passes through these
// functions, called by a script of the site, is changed. Markup that the parser meets is still refused.
import { adopt, prune } from './sheets.js';

let allowed = false;

/** From now on, until the page is left. */
export function allow() {
  if (allowed) return;
  allowed = true;
  attributes();
  markup();
  elements();
}

/** `setAttribute('style', …)` */
function attributes() {
  const { setAttribute, setAttributeNS } = Element.prototype;
  const isStyle = (name) => String(name).toLowerCase() === 'style';
  Element.prototype.setAttribute = function set(name, value) {
    if (isStyle(name) && this.style) this.style.cssText = value;
    else setAttribute.call(this, name, value);
  };
  Element.prototype.setAttributeNS = function set(namespace, name, value) {
    if (!namespace && isStyle(name) && this.style) this.style.cssText = value;
    else setAttributeNS.call(this, namespace, name, value);
  };
}

/** Markup as text, in any way that it becomes elements. */
function markup() {
  const inner = Object.getOwnPropertyDescriptor(Element.prototype, 'innerHTML');
  Object.defineProperty(Element.prototype, 'innerHTML', {
    ...inner,
    set(html) {
      inner.set.call(this, defuse(html));
      apply(this.content ?? this, html);
    },
  });
  const { insertAdjacentHTML } = Element.prototype;
  Element.prototype.insertAdjacentHTML = function insert(where, html) {
    insertAdjacentHTML.call(this, where, defuse(html));
    apply(this.parentNode ?? this, html);
  };
  const { parseFromString } = DOMParser.prototype;
  DOMParser.prototype.parseFromString = function parse(html, type) {
    const made = parseFromString.call(this, defuse(html), type);
    apply(made, html);
    return made;
  };
  const { createContextualFragment } = Range.prototype;
  Range.prototype.createContextualFragment = function create(html) {
    const made = createContextualFragment.call(this, defuse(html));
    apply(made, html);
    return made;
  };
}

/** `<style>` elements that are put into the document: another element takes their place, their rules are adopted. */
function elements() {
  for (const name of ['appendChild', 'insertBefore']) {
    const original = Node.prototype[name];
    Node.prototype[name] = function insert(node, ...before) {
      if (!(node instanceof Element && node.localName === 'style')) return original.call(this, node, ...before);
      const stand = document.createElementNS('http://www.w3.org/2000/svg', 'desc');
      stand.dataset.sheet = '';
      stand.id = node.id;
      stand.textContent = node.textContent;
      original.call(this, stand, ...before);
      const sheet = take(stand);
      // Some look for it again, and add rules.
      for (const one of [node, stand]) Object.defineProperty(one, 'sheet', { value: sheet, configurable: true });
      return node;
    };
  }
}

/** Adopts the rules that `stand` holds for as long as it is in the document. */
function take(stand) {
  if (!stand.isConnected || stand.ownerDocument !== document) return null;
  prune();
  return adopt(stand.textContent, stand);
}

/** The markup with its styles under names that do nothing. */
export function defuse(html) {
  const text = String(html);
  if (!/style/i.test(text)) return text;
  const renamed = text.replace(/<(\/?)style(?![\w-])[^>]*>/gi, (tag, end) => (end ? '</desc>' : '<desc data-sheet="" hidden="">'));
  return renamed.replace(/<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi, (tag) => {
    return tag.replace(/("[^"]*"|'[^']*')|([\s/])style(?=\s*=)/gi, (all, quoted, before) => quoted ?? `${before}data-style`);
  });
}

/** Applies what `defuse` has renamed. */
function apply(root, html) {
  if (!/style|data-sheet/i.test(html)) return;
  for (const element of root.querySelectorAll('[data-style]')) {
    element.style.cssText = element.dataset.style;
    element.removeAttribute('data-style');
  }
  for (const stand of root.querySelectorAll('desc[data-sheet]')) {
    // Nobody is to read it.
    if (take(stand)) stand.textContent = '';
  }
}
