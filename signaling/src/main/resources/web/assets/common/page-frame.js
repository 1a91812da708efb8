import { html, nothing } from './lit.js';
import { LANGUAGES, language, setLanguage, t } from './i18n.js';

/** Header, `content`, footer: the frame of every page. `place` says where in the house this is. */
export function page(content, place) {
  return html`
    <a class="skip" href="#content">${t('page.skip')}</a>
    <header class="top">
      <a class="brand" href="/" aria-label=${t('page.home')}>${mark()}<span>Steadycast</span></a>
      ${place ? html`<span class="crumb">${place}</span>` : nothing}
    </header>
    <div id="content" class="content" tabindex="-1">${content}</div>
    <footer class="bottom">
      <span>${t('page.tagline')}</span>
      <div class="languages" role="group" aria-label=${t('page.language')}>
        ${LANGUAGES.map(
          ({ code, name }) => html`<button
            lang=${code}
            data-language=${code}
            aria-pressed=${code === language()}
            @click=${() => setLanguage(code)}
          >
            ${name}
          </button>`,
        )}
      </div>
    </footer>
  `;
}

/** Instead of a page whose address names no room. */
export function refusedRoom(name) {
  return html`<main class="message-page">
    <h1>${t('room.invalid')}</h1>
    <p>${name ? t('room.invalid.hint', { room: name }) : t('room.missing')}</p>
    <a class="button button-primary" href="/">${t('page.home')}</a>
  </main>`;
}

/** Three layers of one picture, the highest in the accent colour. */
function mark() {
  return html`<svg class="mark" viewBox="0 0 28 28" aria-hidden="true">
    <rect class="mark-low" x="3" y="15" width="5" height="8" rx="2.5"></rect>
    <rect class="mark-mid" x="11.5" y="10" width="5" height="13" rx="2.5"></rect>
    <rect class="mark-high" x="20" y="5" width="5" height="18" rx="2.5"></rect>
  </svg>`;
}
