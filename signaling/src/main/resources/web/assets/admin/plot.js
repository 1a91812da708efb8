import { html, nothing, svg } from '../common/lit.js';
import { t } from '../common/i18n.js';

const WIDTH = 600;
const HEIGHT = 100;

/** The span of a plot, seconds. */
export const SPAN_S = 60;

/**
 * The last minute of some figures of `history` (oldest first, each entry holds until the next one).
 *
 * @param lines `{ key, name, value(entry), text(entry) }`: `key` is the line's class, `value` may be null
 * @param most what the top stands for at least, so that small figures look small
 * @param at the entry whose figures are told; `pointed`: it is not simply the last one, and is marked
 */
export function plot({ title, history, lines, most, label, at, pointed }) {
  const top = Math.max(most, ...history.flatMap((entry) => lines.map((line) => line.value(entry) ?? 0)));
  return html`<figure class="plot">
    <figcaption>
      <span>${title}</span>
      ${lines.map(
        (line) => html`<span class="plot-key"><i class="swatch ${line.key}"></i>${line.name} <b>${at ? line.text(at) : '–'}</b></span>`,
      )}
    </figcaption>
    <div class="plot-area">
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${title}>
        <path class="plot-grid" d="M0 .5H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT - 0.5}H${WIDTH}"></path>
        ${lines.map((line) => svg`<path class="plot-line ${line.key}" d=${steps(history, line, top)}></path>`)}
        ${pointed ? svg`<path class="plot-cursor" d="M${xOf(at)} 0V${HEIGHT}"></path>` : nothing}
      </svg>
      <span class="plot-top">${label(top)}</span>
      <span class="plot-from">${t('admin.secondsAgo', { s: SPAN_S })}</span>
      <span class="plot-to">${t('admin.now')}</span>
    </div>
  </figure>`;
}

/** The entry that held `secondsAgo`. */
export function entryAt(history, secondsAgo) {
  return history.findLast((entry) => entry.secondsAgo >= secondsAgo) ?? history[0];
}

/** Steps, since a decision holds until the next one. A gap where there is no value. */
function steps(history, { value }, top) {
  let path = '';
  let drawing = false;
  history.forEach((entry, i) => {
    const y = value(entry);
    if (y == null) {
      drawing = false;
      return;
    }
    const to = i + 1 < history.length ? xOf(history[i + 1]) : WIDTH;
    const level = (HEIGHT - 1 - (y / top) * (HEIGHT - 2)).toFixed(1);
    path += drawing ? `V${level}H${to}` : `M${xOf(entry)} ${level}H${to}`;
    drawing = true;
  });
  return path;
}

function xOf({ secondsAgo }) {
  return Math.round(Math.max(0, 1 - secondsAgo / SPAN_S) * WIDTH * 10) / 10;
}
