import { addTexts, language, t, time } from '../common/i18n.js';
import { html, nothing } from '../common/lit.js';
import { mount } from '../common/view.js';
import { change, get } from './control.js';
import { History } from './history.js';
import { Plots } from './plots.js';
import { texts } from './texts.js';
import * as views from './views.js';

const POLL_MS = 500;

addTexts(texts);
document.title = `${t('em.title')} · Steadycast`;

const history = new History();
const shown = {
  state: undefined,
  stateAt: 0,
  vocabulary: undefined,
  audit: [],
  target: 0,
  direction: 'down',
  filter: '',
  severity: 'p50',
  timerMin: 15,
  notice: '',
  failed: false,
  lost: false,
};
let plots;

const root = document.createElement('div');
root.className = 'emulator';
document.body.append(root);
const refresh = mount(root, page);

await poll();

function page() {
  if (!shown.state || !shown.vocabulary) {
    return html`${views.header()}<main class="content"><p class="hint">${shown.lost ? shown.notice : '…'}</p></main>`;
  }
  const { state, vocabulary } = shown;
  return html`${views.header()}
    <main class="content">
      ${shown.lost ? html`<p class="lost" role="alert">${t('em.lost', { time: time(shown.stateAt) })}</p>` : nothing}
      ${views.banner({
        state,
        timerMin: shown.timerMin,
        setTimer: (minutes) => update({ timerMin: minutes }),
        turn: (active, minutes) =>
          act(() => change('PUT', 0, 'impairment', minutes > 0 ? { active, autoOffS: minutes * 60 } : { active })),
      })}
      <p class="notice-line" role="status" data-failed=${shown.failed}>${shown.notice || nothing}</p>
      ${views.choice({
        state,
        target: shown.target,
        direction: shown.direction,
        choose: (target) => update({ target }),
        turn: (direction) => update({ direction }),
      })}
      <div class="plots" id="plots"></div>
      ${views.stamp(state)}
      ${views.events((body) => act(() => change('POST', shown.target, 'events', body)))}
      ${views.profiles({
        vocabulary,
        current: state.clients.find(({ id }) => id === shown.target)?.profile ?? state.profiles,
        filter: shown.filter,
        severity: shown.severity,
        find: (filter) => update({ filter }),
        pickSeverity: (severity) => update({ severity }),
        pick: (name) =>
          act(() =>
            change('PUT', shown.target, 'profile', {
              profile: vocabulary.severities.length > 0 ? `${name}:${shown.severity}` : name,
            }),
          ),
      })}
      ${views.parameters(vocabulary, (body) => act(() => change('PATCH', shown.target, 'parameters', body)))}
      ${views.clients(state, history)} ${views.audit(shown.audit)}
      <p class="hint">${t('em.notEmulated')}</p>
    </main>`;
}

function update(changes) {
  Object.assign(shown, changes);
  refresh();
  queueMicrotask(draw);
}

function draw() {
  const place = document.querySelector('#plots');
  if (place) {
    plots ??= new Plots(place);
    plots.show(history.of(shown.target, shown.direction), language());
  }
}

async function act(request) {
  try {
    take(await request());
    shown.audit = await get('/api/audit');
    update({ notice: t('em.done'), failed: false });
  } catch (refused) {
    update({ notice: t('em.failed', { detail: refused.message }), failed: true });
  }
}

function take(state) {
  shown.state = state;
  shown.stateAt = Date.now();
  if (shown.target !== 0 && !state.clients.some(({ id }) => id === shown.target)) {
    shown.target = 0;
  }
}

/** Asks, draws, and asks again: never two questions at once. */
async function poll() {
  try {
    shown.vocabulary ??= await get('/api/vocabulary');
    take(await get('/api/state'));
    history.add(shown.state, Date.now() / 1000);
    shown.audit = await get('/api/audit');
    shown.lost = false;
  } catch (silent) {
    shown.lost = true;
    shown.notice = shown.state ? shown.notice : String(silent.message);
  }
  refresh();
  queueMicrotask(draw);
  setTimeout(poll, POLL_MS);
}
