import { html, nothing } from '../common/lit.js';
import { icon } from '../common/icons.js';
import { t } from '../common/i18n.js';
import { clock, count } from '../common/format.js';
import { explanation, heading } from '../common/problem.js';
import { canShareScreen } from './capture.js';

/** The preview, what lies over it, and the bar of buttons below. */
export function stageView(studio) {
  const { publisher, sources } = studio;
  return html`
    <div class="stage ${sources.hasPicture ? '' : 'stage-empty'}">
      <video
        class=${sources.mirrored ? 'mirrored' : ''}
        aria-label=${t('studio.preview')}
        .srcObject=${sources.preview?.stream ?? null}
        ?hidden=${!sources.hasPicture}
        autoplay
        muted
        playsinline
      ></video>
      ${overlay(studio)}
      <div class="stage-top">${statusBadge(studio)}</div>
    </div>
    ${problemCard(publisher)} ${bar(studio)}
  `;
}

function statusBadge({ publisher, viewers, nowMs }) {
  switch (publisher.state) {
    case 'live':
      return html`<span class="badge badge-live"><span class="dot"></span>${t('live')}</span>
        <span class="badge" title=${t('studio.clock')}>${clock(nowMs - publisher.liveSinceMs)}</span>
        <span class="badge" title=${t('studio.viewers')}>${icon('eye')} ${count(viewers ?? 0)}</span>`;
    case 'connecting':
      return html`<span class="badge">${t('studio.connecting')}</span>`;
    case 'reconnecting':
      return html`<span class="badge badge-warn"><span class="dot"></span>${t('studio.reconnecting')}</span>`;
    default:
      return html`<span class="badge badge-quiet">${t('studio.offAir')}</span>`;
  }
}

function overlay(studio) {
  const { sources, capture } = studio;
  if (sources.open && !sources.hasPicture) {
    return html`<div class="stage-message"><p>${t('studio.soundOnly')}</p></div>`;
  }
  if (sources.open && sources.picture === 'camera' && !sources.cameraOn) {
    return html`<div class="stage-message stage-covered">${icon('camera-off')}<p>${t('studio.cameraHidden')}</p></div>`;
  }
  if (sources.open) {
    return nothing;
  }
  if (capture === 'opening') {
    return html`<div class="stage-message"><span class="spinner"></span><p>${t('studio.opening')}</p></div>`;
  }
  const refused = capture !== 'closed' && capture !== 'open';
  return html`
    <div class="stage-message">
      ${icon(refused ? 'alert' : 'camera')}
      <h2>${refused ? t(`capture.${capture}`) : t('studio.welcome')}</h2>
      <p>${refused ? t(`capture.${capture}.hint`) : t('studio.welcome.hint')}</p>
      ${
        capture === 'insecure'
          ? nothing
          : html`<div class="actions">
            <button class="button button-primary" @click=${() => studio.openDevices()}>${t('studio.openDevices')}</button>
            ${
              canShareScreen()
                ? html`<button class="button" @click=${() => studio.shareScreen()}>${icon('screen')} ${t('studio.shareScreen')}</button>`
                : nothing
            }
          </div>`
      }
    </div>
  `;
}

function problemCard({ state, problem }) {
  if (!problem || (state !== 'failed' && state !== 'reconnecting')) {
    return nothing;
  }
  return html`<div class="card card-problem" role="alert">
    ${icon('alert')}
    <div><strong>${heading(problem)}</strong><p>${explanation(problem)}</p></div>
  </div>`;
}

function bar(studio) {
  const { publisher, sources, capture } = studio;
  const sharing = sources.picture === 'screen';
  return html`
    <div class="bar" role="toolbar" aria-label=${t('studio.controls')}>
      <div class="bar-group">
        ${toggle({
          on: sources.micOn,
          icons: ['mic', 'mic-off'],
          label: sources.micOn ? t('studio.mic.mute') : t('studio.mic.unmute'),
          disabled: !sources.hasMicrophone,
          act: () => sources.setMic(!sources.micOn),
        })}
        ${toggle({
          on: sources.cameraOn,
          icons: ['camera', 'camera-off'],
          label: sources.cameraOn ? t('studio.camera.hide') : t('studio.camera.show'),
          disabled: !sources.open || sharing,
          act: () => sources.setCamera(!sources.cameraOn),
        })}
        ${
          canShareScreen()
            ? html`<button
              class="round ${sharing ? 'round-active' : ''}"
              title=${sharing ? t('studio.screen.stop') : t('studio.shareScreen')}
              aria-label=${sharing ? t('studio.screen.stop') : t('studio.shareScreen')}
              aria-pressed=${sharing}
              @click=${() => (sharing ? studio.showCamera() : studio.shareScreen())}
            >
              ${icon('screen')}
            </button>`
            : nothing
        }
      </div>
      ${
        publisher.onAir
          ? html`<button class="button button-danger button-large" data-action="stop" @click=${() => studio.stop()}>${t('studio.stop')}</button>`
          : html`<button
            class="button button-primary button-large"
            data-action="go-live"
            ?disabled=${capture === 'insecure' || capture === 'opening'}
            @click=${() => studio.goLive()}
          >
            ${t('studio.goLive')}
          </button>`
      }
    </div>
  `;
}

function toggle({ on, icons, label, disabled, act }) {
  return html`<button
    class="round ${on ? '' : 'round-off'}"
    title=${label}
    aria-label=${label}
    aria-pressed=${!on}
    ?disabled=${disabled}
    @click=${act}
  >
    ${icon(icons[on ? 0 : 1])}
  </button>`;
}
