// A post's own rules (`_styles` in its front matter), as long as it is shown. `enhance()` is the entrance.
import { adopt, prune } from './sheets.js';

// The next page may have nothing that calls for any part.
new PerformanceObserver(prune).observe({ type: 'mark' });

export async function enhance(main) {
  for (const styles of main.querySelectorAll('.post-styles')) adopt(styles.value, styles);
}
