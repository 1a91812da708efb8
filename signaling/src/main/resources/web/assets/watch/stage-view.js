import { html, nothing } from '../common/lit.js';
import { icon } from '../common/icons.js';
import { t } from '../common/i18n.js';
import { count, milliseconds } from '../common/format.js';
import { explanation, heading } from '../common/problem.js';
import { controlsView } from './controls-view.js';

/** The player: picture, what lies over it, controls. The video element stays the same through all states. */
export function stageView(watch, { controlsHidden, figures }) {
  const { viewer, player } = watch;
  return html`
    <section class="stage ${controlsHidden ? 'stage-idle' : ''}" aria-label=${t('watch.player')}>
      <video playsinline autoplay aria-label=${t('watch.video', { room: watch.room })} @dblclick=${() => player.toggleFullscreen()}></video>
      <canvas hidden aria-hidden="true"></canvas>
      <div class="stage-top">${badges(watch)}</div>
      ${overlay(watch)} ${figures}
      ${player.needsTap && viewer.state === 'playing' && !watch.awaitsPicture ? tapForSound(player) : nothing} ${controlsView(watch)}
    </section>
  `;
}

function badges({ viewer, info, sample }) {
  const live = info?.live && viewer.state === 'playing';
  return html`
    ${live ? html`<span class="badge badge-live"><span class="dot"></span>${t('live')}</span>` : nothing}
    ${info ? html`<span class="badge" title=${t('studio.viewers')}>${icon('eye')} ${count(info.viewers)}</span>` : nothing}
    ${
      live && sample?.latencyMs != null
        ? html`<span class="badge badge-latency" title=${t('watch.latency.hint')}>${t('watch.latency', { ms: milliseconds(sample.latencyMs) })}</span>`
        : nothing
    }
  `;
}

function overlay(watch) {
  const { viewer } = watch;
  switch (viewer.state) {
    case 'idle':
    case 'joining':
      return message({ spin: true, title: t('watch.joining') });
    case 'waiting':
      return waiting(watch);
    case 'reconnecting':
      return message({
        spin: true,
        look: 'late',
        title: t('watch.reconnecting'),
        text: viewer.problem ? heading(viewer.problem) : t('watch.reconnecting.hint'),
      });
    case 'stopped':
      return html`<button class="big-play" @click=${() => watch.join()} aria-label=${t('watch.play')}>${icon('play')}</button>`;
    case 'failed':
      return message({
        symbol: 'alert',
        title: heading(viewer.problem),
        text: explanation(viewer.problem),
        action: html`<button class="button button-primary" @click=${() => watch.join()}>${t('watch.again')}</button>`,
      });
    case 'playing':
      if (watch.awaitsPicture) {
        return message({ spin: true, title: t('watch.joining') });
      }
      if (viewer.flowing(watch.nowMs)) {
        return nothing;
      }
      return watch.info?.live === false
        ? waiting(watch)
        : message({ spin: true, title: t('watch.interrupted'), look: 'quiet' });
    default:
      return nothing;
  }
}

function waiting({ player, room }) {
  const again = player.hasPicture;
  return message({
    pulse: true,
    title: again ? t('watch.hostLeft') : t('watch.waiting'),
    text: again ? t('watch.hostLeft.hint') : t('watch.waiting.hint', { room }),
  });
}

function message({ spin, pulse, symbol, title, text, action, look }) {
  return html`<div class="stage-message ${look ? `stage-message-${look}` : ''}" role="status">
    ${spin ? html`<span class="spinner"></span>` : nothing}
    ${pulse ? html`<span class="pulse" aria-hidden="true"><span></span><span></span><span></span></span>` : nothing}
    ${symbol ? icon(symbol) : nothing}
    <h2>${title}</h2>
    ${text ? html`<p>${text}</p>` : nothing} ${action ?? nothing}
  </div>`;
}

function tapForSound(player) {
  return html`<button class="tap-sound" data-action="unmute" @click=${() => player.unmuteByTap()}>
    <span>${icon('volume-off')} ${t('watch.tapForSound')}</span>
  </button>`;
}
