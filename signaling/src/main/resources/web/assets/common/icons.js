import { html, svg } from './lit.js';

// Drawn on a 24×24 grid with strokes of one width, so that they sit well beside text.
const PATHS = {
  alert: svg`<path d="M12 3 2.5 19.5h19L12 3Z"></path><path d="M12 10v4"></path><path d="M12 17h.01"></path>`,
  camera: svg`<rect x="2.5" y="6" width="13" height="12" rx="3"></rect><path d="m15.5 10.5 6-3v9l-6-3"></path>`,
  'camera-off': svg`<path d="M8 6h4.5a3 3 0 0 1 3 3v1.5l6-3v9l-3-1.5M15 16.5a3 3 0 0 1-2.5 1.5h-7a3 3 0 0 1-3-3V9a3 3 0 0 1 1.5-2.6"></path><path d="m3 3 18 18"></path>`,
  check: svg`<path d="m5 12.5 4.5 4.5L19 7.5"></path>`,
  copy: svg`<rect x="8.5" y="8.5" width="12" height="12" rx="3"></rect><path d="M15.5 8.5v-2a3 3 0 0 0-3-3h-6a3 3 0 0 0-3 3v6a3 3 0 0 0 3 3h2"></path>`,
  expand: svg`<path d="M4 9V6a2 2 0 0 1 2-2h3M15 4h3a2 2 0 0 1 2 2v3M20 15v3a2 2 0 0 1-2 2h-3M9 20H6a2 2 0 0 1-2-2v-3"></path>`,
  eye: svg`<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z"></path><circle cx="12" cy="12" r="2.8"></circle>`,
  info: svg`<circle cx="12" cy="12" r="9"></circle><path d="M12 11v5"></path><path d="M12 7.8h.01"></path>`,
  mic: svg`<rect x="9" y="2.5" width="6" height="12" rx="3"></rect><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3.5"></path>`,
  'mic-off': svg`<path d="M9 9v2.5a3 3 0 0 0 5 2.2M15 10V5.5a3 3 0 0 0-5.8-1"></path><path d="M5.5 11.5a6.5 6.5 0 0 0 10.5 5.1M18.3 13.4c.1-.6.2-1.2.2-1.9M12 18v3.5"></path><path d="m3 3 18 18"></path>`,
  pip: svg`<path d="M21 11V7a2.5 2.5 0 0 0-2.5-2.5h-13A2.5 2.5 0 0 0 3 7v10a2.5 2.5 0 0 0 2.5 2.5H10"></path><rect x="13" y="13.5" width="8" height="6" rx="1.5"></rect>`,
  play: svg`<path d="M7 4.5v15l12.5-7.5L7 4.5Z" fill="currentColor"></path>`,
  quality: svg`<path d="M5 20v-5M12 20V10M19 20V4"></path>`,
  screen: svg`<rect x="2.5" y="4" width="19" height="13" rx="3"></rect><path d="M8.5 20.5h7M12 7.5v6M9.3 10 12 7.5l2.7 2.5"></path>`,
  stop: svg`<rect x="6" y="6" width="12" height="12" rx="2" fill="currentColor"></rect>`,
  volume: svg`<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4Z"></path><path d="M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11"></path>`,
  'volume-off': svg`<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4Z"></path><path d="m16 9.5 5 5M21 9.5l-5 5"></path>`,
};

/** An icon beside or instead of words; the words are the accessible name. */
export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${PATHS[name]}</svg>`;
}
