import { html, nothing } from '../common/lit.js';
import { has, number, t } from '../common/i18n.js';
import { milliseconds, percent, rate } from '../common/format.js';
import { entryAt, plot, SPAN_S } from './plot.js';
import { mood } from './peers.js';

const CHANGES = 8;

/** One viewer: why it sees what it sees, now or at the moment that is pointed at, and the last minute. */
export function viewerView({ viewer, layers, pointedS, onPoint, onClose }) {
  const { history } = viewer;
  const at = pointedS === null ? viewer.now : entryAt(history, pointedS);
  return html`<section class="card one" aria-labelledby="one-title" data-viewer=${viewer.id}>
    <div class="one-head">
      <h2 id="one-title">
        ${t('admin.viewer', { id: viewer.id })} · ${viewer.room} ${viewer.left ? html`<span class="badge badge-quiet">${t('admin.left')}</span>` : nothing}
      </h2>
      <button class="button" data-action="close" @click=${onClose}>${t('admin.close')}</button>
    </div>
    ${at ? decided(viewer, at, layers) : html`<p class="hint">${t('admin.unsteered')}</p>`}
    ${history.length > 0 ? plots(history, layers, { at, pointed: pointedS !== null }, onPoint) : nothing}
    ${history.length > 0 ? changes(history, layers) : nothing}
  </section>`;
}

function decided(viewer, at, layers) {
  const when = at === viewer.now ? t('admin.now') : t('admin.secondsAgo', { s: Math.round(at.secondsAgo) });
  return html`<div class="why why-${mood({ now: at })}" data-reason=${at.reason} aria-live="polite">
      <p class="why-head"><b>${quality(at, layers)}</b> <span class="hint">${when}</span></p>
      <p>${t(`admin.reason.${at.reason}`)}</p>
    </div>
    <dl class="figures">
      ${figure('admin.estimate', rate(at.estimateBps))} ${figure('admin.cost', rate(at.costBps))}
      ${figure('admin.next', at.nextBps > 0 ? rate(at.nextBps) : '–')} ${figure('stats.loss', percent(at.lossFraction))}
      ${figure('admin.burst', number(at.burstPackets, 1))} ${figure('stats.rtt', milliseconds(at.rttMs))}
      ${figure('admin.queue', milliseconds(at.queueMs))} ${figure('admin.playout', milliseconds(at.playoutDelayMs))}
      ${figure('admin.parity', percent(at.parityShare))} ${figure('admin.copies', number(at.copies))}
      ${figure('admin.resends', number(at.resends))} ${figure('stats.route', viewer.protocol === 'tcp' ? 'TCP' : 'UDP')}
    </dl>`;
}

function figure(key, value) {
  const hint = `${key}.hint`;
  return html`<div title=${has(hint) ? t(hint) : nothing}><dt>${t(key)}</dt><dd>${value}</dd></div>`;
}

/** What is shown: 540p, behind it the highest temporal layer where frames are left out, or sound only. */
export function quality({ layer, temporalLayer }, layers) {
  if (layer < 0) {
    return t('admin.soundOnly');
  }
  const height = layers.get(layer)?.height;
  const name = height ? `${height}p` : t('admin.layer', { n: layer + 1 });
  return temporalLayer < 2 ? `${name} · T${temporalLayer}` : name;
}

function plots(history, layers, moment, onPoint) {
  const point = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    onPoint(SPAN_S * (1 - Math.min(1, Math.max(0, (event.clientX - box.left) / box.width))));
  };
  const share = (text) => (entry) => percent(text(entry));
  const line = (key, name, value, text) => ({ key, name, value, text: (entry) => text(value(entry)) });
  return html`<div class="plots" @pointermove=${point} @pointerleave=${() => onPoint(null)}>
    ${plot({
      title: t('admin.plot.quality'),
      history,
      ...moment,
      most: 3,
      label: () => '',
      lines: [
        {
          key: 'line-a',
          name: t('admin.shown'),
          value: (entry) => (entry.layer < 0 ? 0 : entry.layer + Math.min(1, (entry.temporalLayer + 1) / 3)),
          text: (entry) => quality(entry, layers),
        },
      ],
    })}
    ${plot({
      title: t('admin.plot.rate'),
      history,
      ...moment,
      most: 200_000,
      label: rate,
      lines: [
        line('line-a', t('admin.estimate'), (entry) => entry.estimateBps, rate),
        line('line-b', t('admin.cost'), (entry) => entry.costBps, rate),
        line('line-c', t('admin.next'), (entry) => entry.nextBps || null, rate),
      ],
    })}
    ${plot({
      title: t('admin.plot.loss'),
      history,
      ...moment,
      most: 0.1,
      label: percent,
      lines: [
        { key: 'line-d', name: t('stats.loss'), value: (entry) => entry.lossFraction, text: share((entry) => entry.lossFraction) },
        { key: 'line-a', name: t('admin.parity'), value: (entry) => entry.parityShare, text: share((entry) => entry.parityShare) },
      ],
    })}
    ${plot({
      title: t('admin.plot.delay'),
      history,
      ...moment,
      most: 200,
      label: milliseconds,
      lines: [
        line('line-a', t('admin.playout'), (entry) => entry.playoutDelayMs, milliseconds),
        line('line-b', t('stats.rtt'), (entry) => entry.rttMs, milliseconds),
        line('line-d', t('admin.queue'), (entry) => entry.queueMs, milliseconds),
      ],
    })}
  </div>`;
}

/** Only where the picture or the reason became another: what else moved is in the plots. */
function changes(history, layers) {
  const changed = history.filter((entry, i) => {
    const before = history[i - 1];
    return !before || before.reason !== entry.reason || before.layer !== entry.layer || before.temporalLayer !== entry.temporalLayer;
  });
  return html`<h3>${t('admin.changes')}</h3>
    <ol class="changes">
      ${changed
        .slice(-CHANGES)
        .reverse()
        .map(
          (entry) => html`<li>
            <span class="hint">${t('admin.secondsAgo', { s: Math.round(entry.secondsAgo) })}</span>
            <b>${quality(entry, layers)}</b>
            <span>${t(`admin.reason.${entry.reason}`)}</span>
          </li>`,
        )}
    </ol>`;
}
