// A post's own rules (`_styles` in its front matter), as long as it is shown. `enhance()` is the entrance.
import { isDark, onScheme } from './scheme.js';
import { adopt, prune } from './sheets.js';

// The next page may have nothing that calls for any part.
new PerformanceObserver(prune).observe({ type: 'mark' });

// al-folio's `data-theme` says what is shown; the page's own says what the reader chose, if anything.
const say = () => {
  document.documentElement.dataset.shown = isDark() ? 'dark' : 'light';
};
say();
onScheme(say);

export async function enhance(main) {
  for (const styles of main.querySelectorAll('.post-styles')) {
    adopt(styles.value.replaceAll('[data-theme', '[data-shown'), styles);
  }
}
