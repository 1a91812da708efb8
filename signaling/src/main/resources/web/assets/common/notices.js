import { html, repeat } from './lit.js';

const SHOWN_MS = 5000;
const AT_ONCE = 3;

/** Short messages at the edge of the page that go by themselves; a screen reader says each once. */
export function createNotices(refresh) {
  let shown = [];
  let next = 0;
  return {
    show(text) {
      const id = next++;
      shown = [...shown.filter((notice) => notice.text !== text), { id, text }].slice(-AT_ONCE);
      setTimeout(() => {
        shown = shown.filter((notice) => notice.id !== id);
        refresh();
      }, SHOWN_MS);
      refresh();
    },
    view() {
      return html`<div class="notices" role="status">
        ${repeat(
          shown,
          (notice) => notice.id,
          (notice) => html`<p class="notice">${notice.text}</p>`,
        )}
      </div>`;
    },
  };
}
