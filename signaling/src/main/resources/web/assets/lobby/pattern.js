import { html, svg } from '../common/lit.js';

const BARS = 24;

/** A picture of the room's name: bars whose heights come from its letters, so that a room looks the same every time. */
export function pattern(name) {
  const next = generator(name);
  const shift = next() * 6;
  const bars = Array.from({ length: BARS }, (_, i) => {
    const wave = Math.sin((i + shift) * (0.25 + next() * 0.04)) * 0.5 + 0.5;
    const height = 14 + wave * 52 + next() * 22;
    return { x: i * 14 + 4, y: 90 - height / 2, height };
  });
  return html`<svg class="pattern" viewBox="0 0 340 180" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
    ${bars.map(
      (bar) => svg`<rect x=${bar.x} y=${bar.y.toFixed(1)} width="6" height=${bar.height.toFixed(1)} rx="3"></rect>`,
    )}
  </svg>`;
}

/** Numbers in [0, 1) that depend on the text alone: a hash of it (FNV-1a), then steps of mulberry32. */
function generator(text) {
  let state = 0x811c9dc5;
  for (const letter of text) {
    state = Math.imul(state ^ letter.codePointAt(0), 0x01000193);
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
