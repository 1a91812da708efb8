import { html, nothing } from '../common/lit.js';
import { icon } from '../common/icons.js';
import { t } from '../common/i18n.js';
import { codecLabel, fps, milliseconds, percent, rate, size } from '../common/format.js';

/** What a host wants to see on air: is it well with my line, what arrives, and the link to pass on. */
export function liveView(studio) {
  return html`${healthCard(studio)} ${layersCard(studio)} ${linkCard(studio)}`;
}

function healthCard({ health, sample, uplink }) {
  if (!health) {
    return nothing;
  }
  const { level, reason, loss, residual, rttMs } = health;
  return html`<section class="card health health-${level}" aria-live="polite">
    <div class="health-head">
      ${bars(level)}
      <div>
        <h2>${t(`health.${level}`)}</h2>
        <p>${t(reason, { loss: percent(loss), missing: percent(residual), rtt: milliseconds(rttMs) })}</p>
      </div>
    </div>
    <dl class="figures">
      <div><dt>${t('stats.rtt')}</dt><dd>${milliseconds(uplink?.rttMs ?? sample?.rttMs)}</dd></div>
      <div><dt>${t('stats.loss')}</dt><dd>${percent(uplink?.lossFraction ?? sample?.lossFraction)}</dd></div>
      <div><dt>${t('stats.sent')}</dt><dd>${rate(total(sample))}</dd></div>
      <div><dt>${t('stats.jitter')}</dt><dd>${milliseconds(jitter(uplink) ?? sample?.jitterMs)}</dd></div>
      <div title=${t('stats.resent.hint')}><dt>${t('stats.resent')}</dt><dd>${percent(sample?.resentFraction)}</dd></div>
      <div title=${t('stats.missing.hint')}><dt>${t('stats.missing')}</dt><dd>${percent(uplink?.residual)}</dd></div>
    </dl>
  </section>`;
}

function bars(level) {
  const lit = { bad: 1, weak: 2, good: 3 }[level];
  const bar = (n) => (n <= lit ? 'bar-on' : 'bar-off');
  return html`<svg class="health-bars" viewBox="0 0 28 24" aria-hidden="true">
    <rect class=${bar(1)} x="0" y="15" width="7" height="9" rx="2"></rect>
    <rect class=${bar(2)} x="10" y="8" width="7" height="16" rx="2"></rect>
    <rect class=${bar(3)} x="20" y="0" width="7" height="24" rx="2"></rect>
  </svg>`;
}

/** The worst of all layers, as the server measures it. */
function jitter(uplink) {
  const known = (uplink?.layers ?? []).filter((layer) => layer.active).map((layer) => layer.jitterMs);
  return known.length > 0 ? Math.max(...known) : null;
}

function layersCard({ sample, uplink, held }) {
  const layers = sample?.layers ?? [];
  return html`<section class="card">
    <h2>${t('layers.title')}</h2>
    <table class="layers">
      <thead>
        <tr>
          <th scope="col">${t('layers.layer')}</th>
          <th scope="col">${t('layers.size')}</th>
          <th scope="col">fps</th>
          <th scope="col">${t('layers.sent')}</th>
          <th scope="col" title=${t('layers.arrived.hint')}>${t('layers.arrived')}</th>
          <th scope="col" title=${t('layers.arrived.hint')}>${t('stats.loss')}</th>
        </tr>
      </thead>
      <tbody>
        ${layers.map((layer, i) => layerRow(layer, arrivedAt(uplink, layer, i), held.get(layer.rid)))}
        ${layers.length === 0 ? html`<tr><td colspan="6" class="hint">${t('layers.none')}</td></tr>` : nothing}
      </tbody>
    </table>
    ${layers.length > 0 ? html`<p class="hint">${codecLine(sample)}</p>` : nothing}
  </section>`;
}

function layerRow(layer, arrived, held) {
  const running = layer.active && layer.bps > 0;
  const head = html`<th scope="row"><span class="layer-dot"></span>${t(`layers.${layer.rid || 'only'}`)}</th>`;
  if (held && !running) {
    return html`<tr class="layer-idle" data-rid=${layer.rid} data-held=${held}>
      ${head}
      <td class="layer-held" colspan="5" title=${t(`layers.held.${held}.hint`)}>${t(`layers.held.${held}`)}</td>
    </tr>`;
  }
  return html`<tr class=${running ? '' : 'layer-idle'} data-rid=${layer.rid}>
    ${head}
    <td>${size(layer.width, layer.height)}</td>
    <td>${fps(layer.fps)}</td>
    <td>${rate(layer.bps)}${limitMark(layer)}</td>
    <td>${rate(arrived?.bps)}</td>
    <td>${percent(arrived?.lossFraction)}</td>
  </tr>`;
}

/** What keeps this layer from being better, in one sign with its explanation. */
function limitMark({ active, limit }) {
  return active && (limit === 'cpu' || limit === 'bandwidth')
    ? html`<abbr class="layer-limit" title=${t(`layers.limit.${limit}`)}>▾</abbr>`
    : nothing;
}

/** The server's row of the same layer: by rid, or by rank where there are no rids. */
function arrivedAt(uplink, layer, rank) {
  const layers = uplink?.layers ?? [];
  return (
    layers.find((one) => layer.rid && one.rid === layer.rid) ?? layers.find((one) => !layer.rid && one.rank === rank)
  );
}

function codecLine({ layers, audio }) {
  const video = [codecLabel(layers[0].codec), layers[0].scalabilityMode].filter(Boolean).join(' ');
  return [video, audio ? `${codecLabel(audio.codec)} ${rate(audio.bps)}` : t('layers.noAudio')]
    .filter(Boolean)
    .join(' · ');
}

function linkCard(studio) {
  return html`<section class="card">
    <h2>${t('link.title')}</h2>
    <div class="link">
      <input type="text" readonly .value=${studio.watchUrl} aria-label=${t('link.title')} @focus=${(event) => event.target.select()} />
      <button class="button" @click=${() => studio.copyLink()}>${icon('copy')} ${t('link.copy')}</button>
      <a class="button" href=${studio.watchUrl} target="_blank" rel="noopener">${t('link.open')}</a>
    </div>
  </section>`;
}

function total(sample) {
  return sample ? sample.layers.reduce((sum, layer) => sum + (layer.bps ?? 0), sample.audio?.bps ?? 0) : null;
}
