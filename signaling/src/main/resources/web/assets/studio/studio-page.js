import { html } from '../common/lit.js';
import { mount } from '../common/view.js';
import { openRoomSocket } from '../common/room-socket.js';
import { isRoomName, publisherId, roomInPath, stored, takeToken, watchUrl } from '../common/page-url.js';
import { page, refusedRoom } from '../common/page-frame.js';
import { createNotices } from '../common/notices.js';
import { t } from '../common/i18n.js';
import { alreadyAllowed, canCapture } from './capture.js';
import { initialSettings, query, withSetting } from './settings.js';
import { outboundSampler } from './outbound-stats.js';
import { Publisher } from './publisher.js';
import { Sources } from './sources.js';
import { uplinkHealth } from './health.js';
import { captureProblem } from './capture-problem.js';
import { keepAwake } from './wake-lock.js';
import { stageView } from './stage-view.js';
import { setupView } from './setup-view.js';
import { liveView } from './live-view.js';

const SAMPLE_EVERY_MS = 1000;

const room = roomInPath();
if (room && isRoomName(room)) {
  studio();
} else {
  mount(document.body, () => page(refusedRoom(room)));
}

function studio() {
  const token = takeToken();
  const resumeKey = `steadycast.onAir:${room}`;
  const notices = createNotices(() => refresh());
  const model = {
    room,
    watchUrl: watchUrl(room),
    settings: initialSettings(),
    capture: canCapture() ? 'closed' : 'insecure', // closed, opening, open, or the key of a problem
    viewers: null,
    sample: null,
    uplink: null,
    health: null,
    nowMs: Date.now(),
  };
  let sample = null;

  const publisher = new Publisher({ room, publisher: publisherId(room), token, onChange: onPublisher });
  const sources = new Sources({
    onOutgoing: (kind, track) => publisher.onAir && publisher.replaceTrack(kind, track),
    onNotice: (key) => notices.show(t(key)),
    onChange: () => refresh(),
  });
  const socket = openRoomSocket({ room, role: 'publish', token, session: () => publisher.sessionId, onMessage });
  const refresh = mount(document.body, () => view({ model, publisher, sources, actions, notices }));
  const wake = keepAwake();
  let greetedSession;

  const actions = {
    openDevices: () => guardCapture(() => sources.openDevices(model.settings)),
    shareScreen: () => guardCapture(() => sources.shareScreen(model.settings)),
    showCamera: () => guardCapture(() => sources.showCamera(model.settings)),
    chooseCamera: (id) => guardCapture(() => sources.chooseCamera(id, model.settings)),
    chooseMicrophone: (id) => guardCapture(() => sources.chooseMicrophone(id)),
    setMic: (on) => sources.setMic(on),
    setCamera: (on) => sources.setCamera(on),
    change: changeSetting,
    goLive,
    stop,
    copyLink,
  };

  async function goLive() {
    if (!sources.open) {
      await actions.openDevices();
    }
    if (sources.open && !publisher.onAir) {
      await publisher.start(sources.outgoing, model.settings);
    }
  }

  function stop() {
    publisher.stop();
    model.uplink = null;
  }

  async function changeSetting(name, value) {
    const before = model.settings;
    model.settings = withSetting(before, name, value);
    refresh();
    if (name === 'quality' || name === 'fps') {
      await sources.applySize(model.settings).catch(() => {});
    }
    publisher.reconnect(model.settings);
  }

  async function copyLink() {
    try {
      await navigator.clipboard.writeText(model.watchUrl);
      notices.show(t('link.copied'));
    } catch {
      notices.show(t('link.copyByHand'));
    }
  }

  async function guardCapture(open) {
    const before = sources.open;
    model.capture = before ? 'open' : 'opening';
    refresh();
    try {
      await open();
      model.capture = 'open';
    } catch (error) {
      const problem = captureProblem(error);
      if (sources.open) {
        model.capture = 'open';
        notices.show(t(`capture.${problem}`));
      } else {
        model.capture = problem;
      }
    }
    refresh();
  }

  function onPublisher() {
    if (publisher.pc !== sample?.pc) {
      sample = publisher.pc ? { pc: publisher.pc, take: outboundSampler(publisher.pc) } : null;
      model.sample = null;
    }
    if (publisher.sessionId && publisher.sessionId !== greetedSession) {
      greetedSession = publisher.sessionId;
      socket.greet();
    }
    wake.hold(publisher.onAir);
    stored(() => (publisher.onAir ? sessionStorage.setItem(resumeKey, '1') : sessionStorage.removeItem(resumeKey)));
    judge();
    refresh();
  }

  function onMessage(message) {
    switch (message.type) {
      case 'room':
        model.viewers = message.viewers;
        break;
      case 'uplink':
        model.uplink = message;
        break;
      case 'rejoin':
        publisher.reconnect();
        break;
      case 'error':
        notices.show(message.detail || t('problem.refused'));
        break;
    }
    refresh();
  }

  function judge() {
    const liveForMs = publisher.liveSinceMs ? Date.now() - publisher.liveSinceMs : 0;
    model.health = uplinkHealth({ state: publisher.state, sample: model.sample, uplink: model.uplink, liveForMs });
  }

  async function tick() {
    model.nowMs = Date.now();
    if (sample) {
      const taken = sample;
      const reading = await taken.take().catch(() => null);
      if (taken === sample) {
        model.sample = reading;
      }
    }
    judge();
    refresh();
  }

  setInterval(tick, SAMPLE_EVERY_MS);
  addEventListener('beforeunload', (event) => {
    if (publisher.onAir) {
      event.preventDefault();
    }
  });
  begin();

  // A host whose page reloads in the middle of a show is back on air without a click; so is a kiosk.
  async function begin() {
    const resume = stored(() => sessionStorage.getItem(resumeKey)) === '1';
    if (query.get('auto') === '1' || resume) {
      await goLive();
    } else if (model.capture === 'closed' && (await alreadyAllowed())) {
      await actions.openDevices();
    }
  }

  // For tests and for curious hosts: the page's own handles.
  window.steadycast = {
    pc: () => publisher.pc,
    stats: () => (publisher.pc ? (model.sample ?? outboundSampler(publisher.pc)()) : null),
    join: goLive,
    leave: stop,
    selectLayer: () => {
      throw new Error('a publisher sends every layer');
    },
    get state() {
      return publisher.state;
    },
    get publisher() {
      return publisherId(room);
    },
  };
}

function view({ model, publisher, sources, actions, notices }) {
  const context = { model, publisher, sources, actions };
  return page(html`
    <main class="studio" data-state=${publisher.state}>
      <section class="studio-stage">${stageView(context)}</section>
      <aside class="studio-side">${publisher.onAir ? liveView(context) : null} ${setupView(context)}</aside>
    </main>
    ${notices.view()}
  `);
}
