import { html, nothing } from '../common/lit.js';
import { mount } from '../common/view.js';
import { t } from '../common/i18n.js';
import { page } from '../common/page-frame.js';
import { query, takeToken } from '../common/page-url.js';
import { explanation, heading } from '../common/problem.js';
import { layersOf, Peers } from './peers.js';
import { overview } from './overview-view.js';
import { viewerView } from './viewer-view.js';

const READ_EVERY_MS = 1000;

const peers = new Peers(takeToken());
const model = {
  viewers: null,
  publishers: [],
  more: false,
  pages: 1,
  selected: Number.parseInt(query.get('viewer') ?? '', 10) || null,
  viewer: null,
  pointedS: null,
  problem: null,
};

const refresh = mount(document.body, view);
read();

/** One reading after the other, never two at once; a page that nobody sees asks nothing. */
async function read() {
  if (!document.hidden) {
    try {
      const [listed, publishers, viewer] = await Promise.all([peers.viewers(model.pages), peers.publishers(), readSelected()]);
      Object.assign(model, listed, { publishers, problem: null });
      if (viewer === null || viewer.id === model.selected) {
        model.viewer = viewer;
      }
    } catch (problem) {
      model.problem = problem;
    }
    refresh();
  }
  setTimeout(read, READ_EVERY_MS);
}

/** Null: none is selected, or it has left; what was last known of one who left stays on the page until it is closed. */
async function readSelected() {
  const id = model.selected;
  if (id === null) {
    return null;
  }
  try {
    return await peers.viewer(id);
  } catch (problem) {
    if (problem.status !== 404) {
      throw problem;
    }
    return model.viewer?.id === id ? { ...model.viewer, left: true } : null;
  }
}

function select(id) {
  model.selected = id;
  model.pointedS = null;
  if (model.viewer?.id !== id) {
    model.viewer = null;
  }
  history.replaceState(history.state, '', id === null ? location.pathname : `${location.pathname}?viewer=${id}`);
  refresh();
  show();
}

/** The selected one at once, without waiting for the next reading; what goes wrong then is told by that one. */
async function show() {
  const viewer = await readSelected().catch(() => null);
  if (viewer !== null && viewer.id === model.selected) {
    model.viewer = viewer;
    refresh();
  }
}

function view() {
  return page(html`<main class="admin" data-state=${model.problem ? 'failed' : model.viewers ? 'ready' : 'loading'}>
      <h1 class="visually-hidden">${t('admin.place')}</h1>
      ${model.problem ? html`<div role="alert" class="admin-problem">${denied(model.problem)}</div>` : nothing}
      ${model.viewers ? known() : model.problem ? nothing : html`<div class="spinner"></div>`}
    </main>`, t('admin.place'));
}

function denied(problem) {
  const locked = problem.status === 401 || problem.status === 403;
  return html`<b>${locked ? t('admin.denied') : heading(problem)}</b> ${locked ? t('admin.denied.hint') : explanation(problem)}`;
}

function known() {
  const { viewer, viewers, publishers, more, selected, pointedS } = model;
  return html`<div class=${viewer ? 'admin-columns' : ''}>
    <div class="admin-list">
      ${overview({
        viewers,
        publishers,
        more,
        selected,
        onSelect: select,
        onMore: () => {
          model.pages++;
          refresh();
        },
      })}
    </div>
    ${viewer
      ? viewerView({
          viewer,
          layers: layersOf(publishers, viewer),
          pointedS,
          onPoint: (secondsAgo) => {
            model.pointedS = secondsAgo;
            refresh();
          },
          onClose: () => select(null),
        })
      : nothing}
  </div>`;
}
