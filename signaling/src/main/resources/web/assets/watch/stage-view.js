import { html, nothing } from '../common/lit.js';
import { icon } from '../common/icons.js';
import { t } from '../common/i18n.js';
import { milliseconds } from '../common/format.js';
import { explanation, heading } from '../common/problem.js';
import { controlsView } from './controls-view.js';
import { statsView } from './stats-view.js';

/** The player: picture, what lies over it, controls. The video element stays the same through all states. */
export function stageView(context) {
  const { model, viewer, player, actions, hider } = context;
  return html`
    <section class="stage ${hider.hidden ? 'stage-idle' : ''}" aria-label=${t('watch.player')}>
      <video playsinline autoplay aria-label=${t('watch.video', { room: model.room })} @dblclick=${actions.toggleFullscreen}></video>
      <canvas hidden aria-hidden="true"></canvas>
      <div class="stage-top">${badges(context)}</div>
      ${overlay(context)} ${model.showStats ? statsView(context) : nothing}
      ${player.needsTap && viewer.state === 'playing' ? tapForSound(player) : nothing} ${controlsView(context)}
    </section>
  `;
}

function badges({ model, viewer }) {
  const live = model.info?.live && viewer.state === 'playing';
  return html`
    ${live ? html`<span class="badge badge-live"><span class="dot"></span>${t('live')}</span>` : nothing}
    ${model.info ? html`<span class="badge">${icon('eye')} ${model.info.viewers}</span>` : nothing}
    ${live && model.sample?.latencyMs != null
      ? html`<span class="badge badge-latency" title=${t('watch.latency.hint')}>${t('watch.latency', { ms: milliseconds(model.sample.latencyMs) })}</span>`
      : nothing}
  `;
}

function overlay(context) {
  const { model, viewer, player, actions } = context;
  switch (viewer.state) {
    case 'idle':
    case 'joining':
      return message({ spin: true, title: t('watch.joining') });
    case 'waiting':
      return waiting(model, player);
    case 'reconnecting':
      return message({
        spin: true,
        title: t('watch.reconnecting'),
        text: viewer.problem ? heading(viewer.problem) : t('watch.reconnecting.hint'),
      });
    case 'stopped':
      return html`<button class="big-play" @click=${actions.join} aria-label=${t('watch.play')}>${icon('play')}</button>`;
    case 'failed':
      return message({
        symbol: 'alert',
        title: heading(viewer.problem),
        text: explanation(viewer.problem),
        action: html`<button class="button button-primary" @click=${actions.join}>${t('watch.again')}</button>`,
      });
    case 'playing':
      return viewer.flowing(model.nowMs) ? nothing : message({ spin: true, title: t('watch.interrupted'), quiet: true });
    default:
      return nothing;
  }
}

function waiting(model, player) {
  const again = player.hasPicture;
  return message({
    pulse: true,
    title: again ? t('watch.hostLeft') : t('watch.waiting'),
    text: again ? t('watch.hostLeft.hint') : t('watch.waiting.hint', { room: model.room }),
  });
}

function message({ spin, pulse, symbol, title, text, action, quiet }) {
  return html`<div class="stage-message ${quiet ? 'stage-message-quiet' : ''}" role="status">
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
