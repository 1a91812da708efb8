import { html, nothing } from '../common/lit.js';
import { icon } from '../common/icons.js';
import { t, time } from '../common/i18n.js';
import { since } from '../common/format.js';
import { hostOf } from './quality.js';

/** Below the player: whose room, since when, which host, the link. */
export function infoView({ model, actions }) {
  const host = hostOf(model.info, model.publisher);
  return html`<section class="room-info">
    <div>
      <h1>${model.room}</h1>
      <p class="hint">${subtitle(model, host)}</p>
    </div>
    ${hostChoice(model, host, actions)}
    <button class="button" @click=${actions.copyLink}>${icon('copy')} ${t('link.copy')}</button>
  </section>`;
}

function subtitle(model, host) {
  if (!model.info?.live || !host) {
    return t('watch.notLive');
  }
  return t('watch.liveSince', { time: time(host.sinceEpochMs), ago: since(host.sinceEpochMs, model.nowMs) });
}

function hostChoice(model, host, actions) {
  const hosts = model.info?.hosts ?? [];
  if (hosts.length < 2) {
    return nothing;
  }
  return html`<div class="hosts" role="group" aria-label=${t('watch.hosts')}>
    ${hosts.map(
      (one, i) => html`<button
        class="chip"
        data-publisher=${one.publisher}
        aria-pressed=${one.publisher === host.publisher}
        @click=${() => actions.watchHost(one.publisher)}
      >
        ${t('watch.host', { n: i + 1 })}
      </button>`,
    )}
  </div>`;
}
