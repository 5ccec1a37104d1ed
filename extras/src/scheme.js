// Light or dark: what the reader chose (src/page/boot.js keeps it), or else what the system says.

const system = matchMedia('(prefers-color-scheme: dark)');

/** Whether the page is dark now. */
export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : system.matches;
}

/** Calls `listener` whenever that changes. */
export function onScheme(listener) {
  let dark = isDark();
  const look = () => {
    if (isDark() === dark) return;
    dark = !dark;
    listener();
  };
  system.addEventListener('change', look);
  new MutationObserver(look).observe(document.documentElement, { attributeFilter: ['data-theme'] });
}

/** The value of one of the page's custom properties, such as `--ink`, as a colour that any library reads. */
export function colour(property) {
  const probe = document.createElement('i');
  probe.style.color = `var(${property})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
