// The one place that names the template library. lit-html (not the `lit` package) because its modules import each other by relative paths
// only: the pages need no import map and so no inline script, and `script-src 'self'` is enough for them.
export { html, nothing, render, svg } from '/lib/lit-html/lit-html.js';
export { live } from '/lib/lit-html/directives/live.js';
export { repeat } from '/lib/lit-html/directives/repeat.js';
