// What webkit.mjs has done in the page: inPage() calls one of `calls`. The steps to an element are those of its Locator.
// `script` is the caller's own, which stands in the same text: the page's policy allows no eval().
const inPage = async (name, given, script) => {
  const matches = (text, wanted) => {
    const said = text.replace(/\s+/g, ' ').trim();
    if (wanted.source !== undefined) return new RegExp(wanted.source, wanted.flags).test(said);
    return wanted.exact ? said === wanted.text : said.toLowerCase().includes(wanted.text.toLowerCase());
  };
  const isVisible = (element) => element.checkVisibility({ visibilityProperty: true }) && [...element.getClientRects()].some(({ width, height }) => width && height);
  const ROLES = {
    alert: '[role=alert]', banner: 'body > header', button: 'button, [role=button]', checkbox: 'input[type=checkbox]', combobox: 'select, [role=combobox]', contentinfo: 'body > footer', dialog: 'dialog',
    heading: 'h1, h2, h3, h4, h5, h6', link: 'a[href]', main: 'main', navigation: 'nav', option: '[role=option]', searchbox: 'input[type=search]',
    slider: 'input[type=range]', status: '[role=status]', tab: '[role=tab]', tabpanel: '[role=tabpanel]',
  };
  const nameOf = (element) => {
    const by = element.getAttribute('aria-labelledby');
    return element.getAttribute('aria-label') ?? (by ? document.getElementById(by)?.textContent : element.labels?.[0]?.textContent ?? element.textContent) ?? '';
  };
  const within = (roots, css) => [...new Set(roots.flatMap((root) => [...root.querySelectorAll(css)]))];
  const find = (steps) => steps.reduce((found, step) => {
    if (step.css) {
      const seen = step.css.endsWith(':visible');
      const all = within(found, step.css.replace(/:visible$/, ''));
      return seen ? all.filter(isVisible) : all;
    }
    if (step.role) {
      const named = (element) => !step.name || matches(nameOf(element), step.name);
      return within(found, step.level ? `h${step.level}` : ROLES[step.role]).filter((element) => isVisible(element) && named(element));
    }
    if (step.label) return within(found, '*').filter((element) => element.hasAttribute('aria-label') && matches(nameOf(element), step.label));
    if (step.text) {
      // The innermost elements that have it.
      const having = within(found, 'body *:not(script, style, noscript)').filter((element) => matches(element.textContent, step.text));
      return having.filter((element) => ![...element.children].some((child) => matches(child.textContent, step.text)));
    }
    if (step.nth !== undefined) return found.slice(step.nth, step.nth === -1 ? undefined : step.nth + 1);
    return found.filter((element) => (step.visible === undefined || isVisible(element) === step.visible) && (!step.hasText || matches(element.textContent, step.hasText)));
  }, [document]);
  const calls = {
    nothing: () => null,
    // A function or the value of an expression.
    evaluate: (argument) => (typeof script === 'function' ? script(argument) : script),
    evaluateAll: (steps, argument) => script(find(steps), argument),
    isVisible: (steps) => find(steps).some(isVisible),
    // Where to point at; nothing as long as it moves.
    point: async (steps, position) => {
      const seen = () => find(steps).find(isVisible)?.getClientRects()[0];
      const first = seen();
      if (!first) return null;
      if (first.top < -1 || first.bottom > innerHeight + 1) find(steps).find(isVisible).scrollIntoView({ block: 'center', behavior: 'instant' });
      const before = seen();
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const now = seen();
      if (!now || now.x !== before.x || now.y !== before.y) return null;
      const { x, y, width, height } = now;
      return position ? { x: x + position.x, y: y + position.y } : { x: x + width / 2, y: y + height / 2 };
    },
  };
  const answer = { value: null, error: null };
  try {
    answer.value = await calls[name](...given) ?? null;
  } catch (error) {
    answer.error = String(error);
  }
  return { ...answer, url: location.href, problems: (globalThis.watched ?? []).splice(0) };
};
