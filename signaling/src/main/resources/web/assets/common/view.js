import { onLanguageChange } from './i18n.js';
import { render } from './lit.js';

/**
 * Draws `template()` into `root` now, and again after every call of the returned function. Many calls in one turn of
 * the event loop draw once.
 */
export function mount(root, template) {
  let queued = false;
  const draw = () => {
    queued = false;
    render(template(), root);
  };
  const refresh = () => {
    if (!queued) {
      queued = true;
      queueMicrotask(draw);
    }
  };
  onLanguageChange(refresh);
  draw();
  return refresh;
}
