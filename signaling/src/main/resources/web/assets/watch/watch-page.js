import { html } from '../common/lit.js';
import { mount } from '../common/view.js';
import { t } from '../common/i18n.js';
import { openRoomSocket } from '../common/room-socket.js';
import { isRoomName, query, roomInPath, takeToken, watchUrl } from '../common/page-url.js';
import { page, refusedRoom } from '../common/page-frame.js';
import { createNotices } from '../common/notices.js';
import { heading } from '../common/problem.js';
import { inboundSampler } from './inbound-stats.js';
import { Player } from './player.js';
import { Viewer } from './viewer.js';
import { currentLayer, hostOf, layersOf, SAVER_TEMPORAL_LAYER } from './quality.js';
import { createIdleHider } from './idle-hider.js';
import { onKeys } from './keys.js';
import { stageView } from './stage-view.js';
import { infoView } from './info-view.js';

const SAMPLE_EVERY_MS = 1000;
/** How long the room socket may take before a join is tried without it. */
const SOCKET_PATIENCE_MS = 1500;

const room = roomInPath();
if (room && isRoomName(room)) {
  watch();
} else {
  mount(document.body, () => page(refusedRoom(room)));
}

function watch() {
  const token = takeToken();
  const notices = createNotices(() => refresh());
  const model = {
    room,
    watchUrl: watchUrl(room),
    info: null, // the server's last word about the room
    publisher: query.get('publisher') ?? undefined,
    sample: null,
    serverStats: null,
    showStats: query.get('stats') === '1',
    menuOpen: false,
    nowMs: Date.now(),
  };
  let sampler = null;
  let greetedSession;

  const player = new Player({ onChange: () => refresh() });
  const viewer = new Viewer({ room, token, onStream: (stream) => player.show(stream), onChange: onViewer });
  const socket = openRoomSocket({ room, role: 'view', token, session: () => viewer.sessionId, onMessage });
  const hider = createIdleHider(() => refresh());

  const actions = {
    join,
    leave,
    choose,
    toggleStats: () => change({ showStats: !model.showStats }),
    toggleMenu: (open = !model.menuOpen) => change({ menuOpen: open }),
    togglePlay: () => (viewer.wanted ? leave() : join()),
    toggleFullscreen,
    togglePictureInPicture,
    watchHost,
    copyLink,
  };
  const context = { model, viewer, player, actions, hider };
  const refresh = mount(document.body, () => view(context, notices));
  player.attach(document.querySelector('.stage video'), document.querySelector('.stage canvas'));
  hider.attach(document.querySelector('.stage'), () => viewer.state === 'playing' && !model.menuOpen && !player.needsTap);
  onKeys({ model, player, actions });

  function change(values) {
    Object.assign(model, values);
    refresh();
  }

  function join() {
    player.joinBegan();
    viewer.join();
    setTimeout(() => viewer.state === 'waiting' && model.info === null && viewer.join({ evenUnseen: true }), SOCKET_PATIENCE_MS);
  }

  function leave() {
    player.hold();
    viewer.leave();
  }

  async function choose(choice) {
    try {
      await viewer.choose(choice);
    } catch (problem) {
      notices.show(problem.status === undefined ? t('problem.refused') : heading(problem));
    }
  }

  function watchHost(publisher) {
    model.publisher = publisher;
    viewer.watchHost(publisher);
    refresh();
  }

  async function toggleFullscreen() {
    const stage = document.querySelector('.stage');
    if (document.fullscreenElement) {
      await document.exitFullscreen();
    } else if (stage.requestFullscreen) {
      await stage.requestFullscreen().catch(() => {});
    } else {
      player.video.webkitEnterFullscreen?.(); // iPhone: only the video itself
    }
  }

  async function togglePictureInPicture() {
    if (document.pictureInPictureElement) {
      await document.exitPictureInPicture();
    } else {
      await player.video.requestPictureInPicture().catch(() => notices.show(t('watch.pip.failed')));
    }
  }

  async function copyLink() {
    try {
      await navigator.clipboard.writeText(model.watchUrl);
      notices.show(t('link.copied'));
    } catch {
      notices.show(t('link.copyByHand'));
    }
  }

  function onViewer() {
    if (viewer.pc !== sampler?.pc) {
      if (player.video && !viewer.pc) {
        player.hold();
      }
      sampler = viewer.pc ? { pc: viewer.pc, take: inboundSampler(viewer.pc) } : null;
      change({ sample: null, serverStats: null });
    }
    if (viewer.sessionId && viewer.sessionId !== greetedSession) {
      greetedSession = viewer.sessionId;
      socket.greet();
    }
    refresh();
  }

  function onMessage(message) {
    switch (message.type) {
      case 'room':
        change({ info: message });
        viewer.roomChanged(message);
        break;
      case 'viewer-stats':
        change({ serverStats: message });
        break;
      case 'rejoin':
        viewer.rejoin();
        break;
      case 'error':
        notices.show(message.detail || t('problem.refused'));
        break;
    }
  }

  async function tick() {
    model.nowMs = Date.now();
    const taken = sampler;
    if (taken) {
      const reading = await taken.take().catch(() => null);
      if (reading && taken === sampler) {
        model.sample = reading;
        viewer.progress(reading.bytesReceived, model.nowMs);
      }
    }
    refresh();
  }

  setInterval(tick, SAMPLE_EVERY_MS);
  addEventListener('pagehide', () => viewer.dispose());
  addEventListener('pageshow', (event) => event.persisted && location.reload());
  join();
  window.steadycast = testHandles({ model, viewer, player, join, leave, choose });
}

/** For tests and for curious viewers: the page's own handles. */
function testHandles({ model, viewer, player, join, leave, choose }) {
  return {
    pc: () => viewer.pc,
    stats: async () => {
      const reading = viewer.pc ? (model.sample ?? (await inboundSampler(viewer.pc)())) : null;
      const layers = layersOf(hostOf(model.info, model.publisher));
      return reading && { ...reading, firstFrameMs: player.firstFrameMs, layer: currentLayer(layers, reading.video, model.serverStats) };
    },
    join,
    leave,
    selectLayer: (layer) => choose({ layer }),
    saveData: (on) => choose({ maxTemporalLayer: on ? SAVER_TEMPORAL_LAYER : undefined }),
    get state() {
      return viewer.state;
    },
    get firstFrameMs() {
      return player.firstFrameMs;
    },
  };
}

function view(context, notices) {
  return page(html`
    <main class="watch" data-state=${context.viewer.state}>${stageView(context)} ${infoView(context)}</main>
    ${notices.view()}
  `);
}
