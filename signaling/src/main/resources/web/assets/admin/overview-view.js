import { html, nothing, repeat } from '../common/lit.js';
import { has, t } from '../common/i18n.js';
import { milliseconds, percent, rate, shortSize } from '../common/format.js';
import { layersOf, mood, worstFirst } from './peers.js';
import { quality } from './viewer-view.js';

/** Hosts with what arrives of them, and viewers, who needs a look first. */
export function overview({ viewers, publishers, more, selected, onSelect, onMore }) {
  return html`
    <section class="card" aria-labelledby="hosts">
      <h2 id="hosts">${t('admin.hosts')}</h2>
      ${publishers.length === 0 ? html`<p class="hint">${t('lobby.empty')}</p>` : hosts(publishers)}
    </section>
    <section class="card" aria-labelledby="viewers">
      <div class="section-head">
        <h2 id="viewers">${t('admin.viewers')}</h2>
        ${moods(viewers)}
      </div>
      ${viewers.length === 0
        ? html`<p class="hint">${t('admin.viewers.none')}</p>`
        : table(worstFirst(viewers), publishers, selected, onSelect)}
      ${more ? html`<button class="button" data-action="more" @click=${onMore}>${t('admin.more')}</button>` : nothing}
    </section>
  `;
}

function moods(viewers) {
  const counts = { bad: 0, weak: 0, good: 0, start: 0 };
  viewers.forEach((viewer) => counts[mood(viewer)]++);
  return html`<div class="moods">
    ${Object.entries(counts)
      .filter(([, n]) => n > 0)
      .map(([name, n]) => html`<span class="mood mood-${name}" data-mood=${name}><i></i>${t(`admin.mood.${name}`, { n })}</span>`)}
  </div>`;
}

function hosts(publishers) {
  return html`<ul class="hosts">
    ${repeat(
      publishers,
      (host) => host.id,
      (host) => html`<li data-publisher=${host.id}>
        <a href="/watch/${encodeURIComponent(host.room)}?publisher=${encodeURIComponent(host.publisher)}">${host.room}</a>
        <span class="hint">${t('stats.rtt')} ${milliseconds(host.rttMs)} · ${t('stats.loss')} ${percent(host.lossFraction)}</span>
        <span class="hosts-layers">${(host.layers ?? []).map(layer)}</span>
      </li>`,
    )}
  </ul>`;
}

function layer(one) {
  const held = one.hold !== 'none' && !one.active;
  const text = held ? t(`admin.held.${one.hold}`) : `${rate(one.bps)} · ${percent(one.lossFraction)}`;
  return html`<span class=${held ? 'chip chip-idle' : 'chip'} title=${held ? t(`layers.held.${one.hold}.hint`) : ''}>
    ${name(one)} <small>${text}</small>
  </span>`;
}

/** 540p; a layer that is not sent has no size, and sound has neither size nor rid. */
function name({ width, height, rid }) {
  if (height > 0) {
    return shortSize(width, height);
  }
  return has(`layers.${rid}`) ? t(`layers.${rid}`) : rid || t('stats.sound');
}

function table(viewers, publishers, selected, onSelect) {
  return html`<div class="scroll"><table class="viewers">
    <thead>
      <tr>
        <th scope="col">${t('admin.viewer.short')}</th>
        <th scope="col">${t('admin.shown')}</th>
        <th scope="col">${t('admin.why')}</th>
        <th scope="col">${t('admin.estimate')}</th>
        <th scope="col">${t('stats.sent')}</th>
        <th scope="col">${t('stats.loss')}</th>
        <th scope="col">${t('stats.rtt')}</th>
        <th scope="col">${t('admin.playout')}</th>
      </tr>
    </thead>
    <tbody>
      ${repeat(
        viewers,
        (viewer) => viewer.id,
        (viewer) => row(viewer, layersOf(publishers, viewer), viewer.id === selected, onSelect),
      )}
    </tbody>
  </table></div>`;
}

function row(viewer, layers, selected, onSelect) {
  const { now } = viewer;
  const label = t('admin.viewer', { id: viewer.id });
  return html`<tr class=${selected ? 'selected' : ''} data-row=${viewer.id} @click=${() => onSelect(viewer.id)}>
    <th scope="row">
      <button aria-label=${label} aria-pressed=${selected} class="mood mood-${mood(viewer)}"><i></i>${viewer.id}</button>
      <span class="hint">${viewer.room}</span>
    </th>
    <td>${now ? quality(now, layers) : '–'}</td>
    <td class="viewers-why">${now ? t(`admin.short.${now.reason}`) : t('admin.short.unsteered')}</td>
    <td>${rate(now?.estimateBps)}</td>
    <td>${rate(viewer.bps)}</td>
    <td>${percent(now?.lossFraction ?? viewer.lossFraction)}</td>
    <td>${milliseconds(now?.rttMs ?? viewer.rttMs)}</td>
    <td>${milliseconds(now?.playoutDelayMs)}</td>
  </tr>`;
}
