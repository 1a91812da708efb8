import { html } from '../common/lit.js';
import { mount } from '../common/view.js';
import { createNotices } from '../common/notices.js';
import { isRoomName, roomInPath, takeToken } from '../common/page-url.js';
import { page, refusedRoom } from '../common/page-frame.js';
import { createIdleHider } from './idle-hider.js';
import { infoView } from './info-view.js';
import { onKeys } from './keys.js';
import { SAVER_TEMPORAL_LAYER } from './quality.js';
import { stageView } from './stage-view.js';
import { statsView } from './stats-view.js';
import { Watch } from './watch.js';

const SAMPLE_EVERY_MS = 1000;
/** Where the figures find no room over the picture. As in watch.css. */
const NARROW = matchMedia('(max-width: 640px)');

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
  const watch = new Watch({ room: name, token: takeToken(), notices, refresh });
  const hider = createIdleHider(refresh);
  draw = mount(document.body, () => view(watch, hider, notices));
  document.title = `${name} · Steadycast`;

  const stage = document.querySelector('.stage');
  watch.player.attach({ stage, video: stage.querySelector('video'), still: stage.querySelector('canvas') });
  hider.attach(stage, () => watch.viewer.state === 'playing' && !watch.menuOpen && !watch.player.needsTap);
  onKeys(watch);
  NARROW.addEventListener('change', refresh);
  setInterval(() => watch.tick(), SAMPLE_EVERY_MS);
  addEventListener('pagehide', () => watch.viewer.dispose());
  addEventListener('pageshow', (event) => event.persisted && location.reload());
  watch.join();
  window.steadycast = handles(watch);
}

function view(watch, hider, notices) {
  const figures = watch.showStats ? statsView(watch) : null;
  return page(html`
    <main class="watch" data-state=${watch.viewer.state}>
      ${stageView(watch, { controlsHidden: hider.hidden, figures: NARROW.matches ? null : figures })}
      ${NARROW.matches ? figures : null} ${infoView(watch)}
    </main>
    ${notices.view()}
  `);
}

/** For tests and for curious viewers: the page's own handles. */
function handles(watch) {
  return {
    pc: () => watch.viewer.pc,
    stats: () => watch.stats(),
    join: () => watch.join(),
    leave: () => watch.leave(),
    selectLayer: (layer) => watch.choose({ layer }),
    saveData: (on) => watch.choose({ maxTemporalLayer: on ? SAVER_TEMPORAL_LAYER : undefined }),
    get state() {
      return watch.viewer.state;
    },
    get firstFrameMs() {
      return watch.player.firstFrameMs;
    },
  };
}
