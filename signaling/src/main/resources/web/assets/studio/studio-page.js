import { html, nothing } from '../common/lit.js';
import { mount } from '../common/view.js';
import { t } from '../common/i18n.js';
import { createNotices } from '../common/notices.js';
import { isRoomName, publisherId, roomInPath, takeToken } from '../common/page-url.js';
import { page, refusedRoom } from '../common/page-frame.js';
import { Studio } from './studio.js';
import { stageView } from './stage-view.js';
import { setupView } from './setup-view.js';
import { liveView } from './live-view.js';

const SAMPLE_EVERY_MS = 1000;

const room = roomInPath();
if (room && isRoomName(room)) {
  open(room);
} else {
  mount(document.body, () => page(refusedRoom(room)));
}

function open(name) {
  let draw = () => {};
  const refresh = () => draw();
  const notices = createNotices(refresh);
  const studio = new Studio({ room: name, token: takeToken(), notices, refresh });
  draw = mount(document.body, () => view(studio, notices));
  document.title = `${name} · Studio · Steadycast`;
  setInterval(() => studio.tick(), SAMPLE_EVERY_MS);
  addEventListener('beforeunload', (event) => {
    if (studio.publisher.onAir) {
      event.preventDefault();
    }
  });
  window.steadycast = handles(studio);
  studio.begin();
}

function view(studio, notices) {
  const { state, onAir } = studio.publisher;
  const place = t('studio.place', { room: studio.room });
  return page(
    html`
    <main class="studio" data-state=${state}>
      <h1 class="visually-hidden">${place}</h1>
      <div class="studio-stage">${stageView(studio)}</div>
      <div class="studio-side">${onAir ? liveView(studio) : nothing} ${setupView(studio)}</div>
    </main>
    ${notices.view()}
  `,
    place,
  );
}

/** For tests and for curious hosts: the page's own handles. */
function handles(studio) {
  return {
    pc: () => studio.publisher.pc,
    stats: () => studio.stats(),
    join: () => studio.goLive(),
    leave: () => studio.stop(),
    selectLayer: () => Promise.reject(new Error('a publisher sends every layer')),
    get state() {
      return studio.publisher.state;
    },
    get publisher() {
      return publisherId(studio.room);
    },
  };
}
