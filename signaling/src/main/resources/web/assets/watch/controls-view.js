import { html, live, nothing } from '../common/lit.js';
import { icon } from '../common/icons.js';
import { t } from '../common/i18n.js';
import { rate, shortSize, size } from '../common/format.js';
import { SAVER_TEMPORAL_LAYER } from './quality.js';

/** The bar at the lower edge of the player. */
export function controlsView(watch) {
  const { viewer, player } = watch;
  const silent = player.muted || player.needsTap;
  return html`
    <div class="controls" role="toolbar" aria-label=${t('watch.controls')}>
      ${control(viewer.wanted ? 'stop' : 'play', viewer.wanted ? t('watch.stop') : t('watch.play'), () => watch.togglePlay())}
      ${control(silent ? 'volume-off' : 'volume', silent ? t('watch.unmute') : t('watch.mute'), () => player.setMuted(!silent))}
      <input
        class="volume"
        type="range"
        min="0"
        max="1"
        step="0.05"
        aria-label=${t('watch.volume')}
        .value=${live(String(silent ? 0 : player.volume))}
        @input=${(event) => player.setVolume(Number(event.target.value))}
      />
      <span class="spacer"></span>
      ${qualityMenu(watch)} ${control('info', t('watch.stats'), () => watch.toggleStats(), watch.showStats)}
      ${document.pictureInPictureEnabled ? control('pip', t('watch.pip'), () => watch.togglePictureInPicture(), undefined, 'hide-small') : nothing}
      ${control('expand', t('watch.fullscreen'), () => player.toggleFullscreen())}
    </div>
  `;
}

function control(symbol, label, act, pressed, extra = '') {
  return html`<button
    class="control ${extra}"
    data-action=${symbol}
    title=${label}
    aria-label=${label}
    aria-pressed=${pressed ?? nothing}
    @click=${act}
  >
    ${icon(symbol)}
  </button>`;
}

/** A layer that nobody watches at the moment is not sent, and has no rate. */
function sizeAndRate({ width, height, bps }) {
  return bps > 0 ? `${size(width, height)} · ${rate(bps)}` : size(width, height);
}

function qualityMenu(watch) {
  const { layers, layer: now, viewer, menuOpen } = watch;
  const { layer: chosen, maxTemporalLayer } = viewer.choice;
  const saver = maxTemporalLayer !== undefined;
  const choose = (layer) => {
    watch.choose({ layer });
    watch.toggleMenu(false);
  };
  return html`
    <div class="menu-anchor" @focusout=${(event) => leftMenu(event) && watch.toggleMenu(false)}>
      <button
        class="control control-text"
        data-action="quality"
        aria-haspopup="true"
        aria-expanded=${menuOpen}
        title=${t('quality.title')}
        @click=${() => watch.toggleMenu()}
      >
        ${icon('quality')}<span>${label(layers, chosen, now)}</span>${
          chosen === 'auto' && now ? html`<small class="hide-small">${nameOf(now)}</small>` : nothing
        }
      </button>
      ${
        menuOpen
          ? html`<div class="menu" role="menu" aria-label=${t('quality.title')}>
            <p class="menu-title" aria-hidden="true">${t('quality.title')}</p>
            ${item('auto', chosen === 'auto', t('quality.auto'), now ? nameOf(now) : '', () => choose('auto'))}
            ${layers.map((layer) =>
              item(
                layer.rank,
                chosen === layer.rank,
                nameOf(layer),
                sizeAndRate(layer),
                () => choose(layer.rank),
              ),
            )}
            <button
              class="menu-item menu-saver"
              role="menuitemcheckbox"
              data-layer="saver"
              aria-checked=${saver}
              @click=${() => watch.choose({ maxTemporalLayer: saver ? undefined : SAVER_TEMPORAL_LAYER })}
            >
              <span class="menu-check">${saver ? icon('check') : nothing}</span>
              <span>${t('quality.saver')}<small>${t('quality.saver.hint')}</small></span>
            </button>
          </div>`
          : nothing
      }
    </div>
  `;
}

function item(value, checked, title, detail, act) {
  return html`<button class="menu-item" role="menuitemradio" data-layer=${value} aria-checked=${checked} @click=${act}>
    <span class="menu-check">${checked ? icon('check') : nothing}</span>
    <span>${title}</span>
    <small>${detail}</small>
  </button>`;
}

function label(layers, chosen, now) {
  if (chosen === 'auto') {
    return t('quality.auto');
  }
  const layer = layers.find((one) => one.rank === chosen) ?? now;
  return layer ? nameOf(layer) : t('quality.auto');
}

/** A layer's size, or its place while the server does not know the size yet. */
function nameOf({ width, height, rid }) {
  return height ? shortSize(width, height) : t(`layers.${rid || 'only'}`);
}

/**
 * Safari gives buttons no focus on a click, so a null target may be a click inside; a click elsewhere closes by its own
 * focus change.
 */
function leftMenu(event) {
  return event.relatedTarget !== null && !event.currentTarget.contains(event.relatedTarget);
}
