import { html, nothing } from '../common/lit.js';
import { icon } from '../common/icons.js';
import { t, time } from '../common/i18n.js';
import { since } from '../common/format.js';
import { hostsOf } from './quality.js';

/** Below the player: whose room, since when, which host, the link. */
export function infoView(watch) {
  return html`<section class="room-info">
    <div>
      <h1>${watch.room}</h1>
      <p class="hint">${subtitle(watch)}</p>
    </div>
    ${hostChoice(watch)}
    <button class="button" @click=${() => watch.copyLink()}>${icon('copy')} ${t('link.copy')}</button>
  </section>`;
}

function subtitle({ info, host, nowMs }) {
  if (!info?.live || !host) {
    return t('watch.notLive');
  }
  return t('watch.liveSince', { time: time(host.sinceEpochMs), ago: since(host.sinceEpochMs, nowMs) });
}

function hostChoice(watch) {
  const hosts = hostsOf(watch.info);
  if (hosts.length < 2) {
    return nothing;
  }
  return html`<div class="hosts" role="group" aria-label=${t('watch.hosts')}>
    ${hosts.map(
      (one, i) => html`<button
        class="chip"
        data-publisher=${one.publisher}
        aria-pressed=${one.publisher === watch.host.publisher}
        @click=${() => watch.watchHost(one.publisher)}
      >
        ${t('watch.host', { n: i + 1 })}
      </button>`,
    )}
  </div>`;
}
