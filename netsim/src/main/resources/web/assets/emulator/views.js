import { language, LANGUAGES, number, setLanguage, t, time } from '../common/i18n.js';
import { html, live, nothing, repeat } from '../common/lit.js';

const TIMERS_MIN = [0, 5, 15, 60];

const EVENTS = [
  ['outage', { event: 'outage', durationMs: 3000 }],
  ['blackhole', { event: 'blackhole', durationMs: 3000 }],
  ['handover', { event: 'handover', holdMs: 300 }],
  ['rebind', { event: 'rebind' }],
  ['delay', { event: 'delay-step', deltaRttMs: 100, durationMs: 30000 }],
  ['loss', { event: 'loss', lossPercent: 20, durationMs: 10000 }],
  ['rate', { event: 'rate-factor', factor: 0.25, durationMs: 20000 }],
  ['blocked', { event: 'udp-blocked', durationMs: 10000 }],
];

export function header() {
  return html`<header class="top">
    <span class="brand">Steadycast</span><span class="crumb">${t('em.title')}</span>
    <div class="languages" role="group">
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
  </header>`;
}

/** Nobody shall forget that this is on. */
export function banner({ state, timerMin, setTimer, turn }) {
  const left = state.autoOffLeftMs;
  return state.active
    ? html`<section class="banner banner-active" role="alert">
        <div>
          <strong>${t('em.active')}</strong>
          <p>${t('em.active.profile', { profile: state.profiles })}</p>
          <p class="banner-left">
            ${left === undefined ? t('em.active.forever') : t('em.active.left', { time: clock(left) })}
          </p>
        </div>
        <div class="actions">
          ${timer(timerMin, (minutes) => {
            setTimer(minutes);
            turn(true, minutes);
          })}
          <button class="button" data-action="off" @click=${() => turn(false, 0)}>${t('em.turnOff')}</button>
        </div>
      </section>`
    : html`<section class="banner banner-off">
        <div>
          <strong>${t('em.off')}</strong>
          <p>${t('em.off.hint', { profile: state.profiles })}</p>
        </div>
        <div class="actions">
          ${timer(timerMin, setTimer)}
          <button class="button button-danger" data-action="on" @click=${() => turn(true, timerMin)}>
            ${t('em.turnOn')}
          </button>
        </div>
      </section>`;
}

function timer(chosen, choose) {
  return html`<label class="timer">
    ${t('em.timer')}
    <select .value=${live(String(chosen))} @change=${(event) => choose(Number(event.target.value))}>
      ${TIMERS_MIN.map(
        (minutes) => html`<option value=${minutes} ?selected=${minutes === chosen}>
          ${minutes === 0 ? t('em.timer.never') : t('em.minutes', { n: minutes })}
        </option>`,
      )}
    </select>
  </label>`;
}

export function stamp(state) {
  const late = state.harness.latenessMs;
  const valid = state.stamp === 'VALID';
  return html`<section class=${valid ? 'stamp' : 'stamp stamp-degraded'}>
    <strong>${t(valid ? 'em.valid' : 'em.degraded')}</strong>
    <span class="hint">
      ${t('em.lateness', { p50: number(late.p50, 2), p99: number(late.p99, 2), max: number(late.max, 1) })}
    </span>
    ${state.reasons.map((reason) => html`<p>${reason}</p>`)}
  </section>`;
}

/** Who is meant by buttons and plots, and which direction is plotted. */
export function choice({ state, target, direction, choose, turn }) {
  return html`<div class="choice">
    <label>
      ${t('em.who')}
      <select data-action="target" .value=${live(String(target))} @change=${(event) => choose(Number(event.target.value))}>
        <option value="0">${t('em.who.all')}</option>
        ${state.clients.map(
          (client) => html`<option value=${client.id} ?selected=${client.id === target}>
            ${t('em.who.client', { id: String(client.id), address: client.address, profile: client.profile })}
          </option>`,
        )}
      </select>
    </label>
    <div class="switch" role="group">
      ${['down', 'up'].map(
        (one) => html`<button aria-pressed=${one === direction} data-direction=${one} @click=${() => turn(one)}>
          ${t(`em.direction.${one}`)}
        </button>`,
      )}
    </div>
  </div>`;
}

export function events(happen) {
  return html`<section class="card">
    <h2>${t('em.events')}</h2>
    <div class="buttons">
      ${EVENTS.map(
        ([key, body]) => html`<button class="button" data-event=${key} @click=${() => happen(body)}>
          ${t(`em.event.${key}`)}
        </button>`,
      )}
    </div>
  </section>`;
}

export function profiles({ vocabulary, current, filter, severity, find, pickSeverity, pick }) {
  const shown = vocabulary.profiles.filter(
    ({ name, title }) => `${name} ${title}`.toLowerCase().includes(filter.toLowerCase()),
  );
  return html`<section class="card">
    <h2>${t('em.profiles')}</h2>
    <div class="choice">
      <input
        type="search"
        placeholder=${t('em.profiles.filter')}
        aria-label=${t('em.profiles.filter')}
        .value=${live(filter)}
        @input=${(event) => find(event.target.value)}
      />
      ${vocabulary.severities.length === 0
        ? nothing
        : html`<div class="switch" role="group" aria-label=${t('em.severity')}>
            ${vocabulary.severities.map(
              (one) => html`<button aria-pressed=${one === severity} data-severity=${one} @click=${() => pickSeverity(one)}>
                ${one}
              </button>`,
            )}
          </div>`}
    </div>
    <div class="buttons profiles">
      ${repeat(
        shown,
        ({ name }) => name,
        ({ name, title }) => html`<button
          class="button"
          title=${title}
          data-profile=${name}
          aria-pressed=${current.split(':')[0].replace('+', '') === name}
          @click=${() => pick(name)}
        >
          ${name}
        </button>`,
      )}
    </div>
  </section>`;
}

export function parameters(vocabulary, set) {
  return html`<details class="card">
    <summary><h2>${t('em.parameters')}</h2></summary>
    <div class="parameters">
      ${vocabulary.parameters.map(
        ({ key, meaning, min, max }) => html`<form
          data-parameter=${key}
          @submit=${(event) => {
            event.preventDefault();
            set({ [key]: Number(new FormData(event.target).get('value')) });
          }}
        >
          <label>
            <span>${key}</span>
            <span class="hint">${meaning} (${t('em.parameters.range', { min: String(min), max: String(max) })})</span>
            <input name="value" type="number" step="any" min=${min} max=${max} required inputmode="decimal" />
          </label>
          <button class="button">${t('em.parameters.set')}</button>
        </form>`,
      )}
    </div>
  </details>`;
}

export function clients(state, history) {
  return html`<section class="card">
    <h2>${t('em.clients')}</h2>
    ${state.clients.length === 0
      ? html`<p class="hint">${t('em.clients.none')}</p>`
      : html`<div class="table">
          <table>
            <thead>
              <tr>
                <th>${t('em.clients.client')}</th>
                <th>${t('em.clients.profile')}</th>
                <th>${t('em.clients.down')}</th>
                <th>${t('em.clients.up')}</th>
              </tr>
            </thead>
            <tbody>
              ${repeat(
                state.clients,
                ({ id }) => id,
                (client) => html`<tr data-client=${client.id}>
                  <td>${client.id} · ${client.address}</td>
                  <td>${client.profile}</td>
                  <td>${figures(history.of(client.id, 'down'))}</td>
                  <td>${figures(history.of(client.id, 'up'))}</td>
                </tr>`,
              )}
            </tbody>
          </table>
        </div>`}
  </section>`;
}

function figures({ delivered, loss, delay }) {
  return `${number(delivered.at(-1) ?? 0)} · ${number(loss.at(-1) ?? 0, 1)} % · ${number(delay.at(-1) ?? 0)} ms`;
}

export function audit(entries) {
  return html`<details class="card">
    <summary><h2>${t('em.audit')}</h2></summary>
    <ul class="audit">
      ${entries
        .slice(-50)
        .reverse()
        .map(({ at, who, what }) => html`<li><time>${time(Date.parse(at))}</time> ${who}: ${what}</li>`)}
    </ul>
  </details>`;
}

function clock(leftMs) {
  const seconds = Math.ceil(leftMs / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
