import { t } from '../common/i18n.js';
import { copyText } from '../common/clipboard.js';
import { openRoomSocket } from '../common/room-socket.js';
import { publisherId, query, stored, watchUrl } from '../common/page-url.js';
import { alreadyAllowed, canCapture } from './capture.js';
import { captureProblem } from './capture-problem.js';
import { ResidualLoss, uplinkHealth } from './health.js';
import { outboundSampler } from './outbound-stats.js';
import { Publisher } from './publisher.js';
import { initialSettings, withSetting } from './settings.js';
import { Sources } from './sources.js';
import { keepAwake } from './wake-lock.js';

const READINGS_PER_REPORT = 2;

/** What the studio page knows and can do; the views draw it. */
export class Studio {
  settings = initialSettings();
  /** closed, opening, open, or why it cannot be: insecure, denied, none, busy, failed. */
  capture = canCapture() ? 'closed' : 'insecure';
  viewers = null;
  sample = null;
  uplink = null;
  /** Why the server asked not to send a layer, by rid: `unused` or `uplink`. */
  held = new Map();
  health = null;
  nowMs = Date.now();
  room;
  watchUrl;
  publisher;
  sources;

  #notices;
  #refresh;
  #socket;
  #sampler = null;
  #residual = new ResidualLoss();
  #readings = 0;
  #greeted;
  #wake = keepAwake();
  #onAirKey;

  constructor({ room, token, notices, refresh }) {
    this.room = room;
    this.watchUrl = watchUrl(room);
    this.#notices = notices;
    this.#refresh = refresh;
    this.#onAirKey = `steadycast.onAir:${room}`;
    this.publisher = new Publisher({ room, publisher: publisherId(room), token, onChange: () => this.#onPublisher() });
    this.sources = new Sources({
      onOutgoing: (kind, track) => this.publisher.onAir && this.publisher.replaceTrack(kind, track),
      onNotice: (key) => notices.show(t(key)),
      onChange: refresh,
    });
    this.#socket = openRoomSocket({
      room,
      role: 'publish',
      token,
      session: () => this.publisher.sessionId,
      can: { holdsLayers: true },
      onOpen: () => this.#release(),
      onMessage: (message) => this.#onMessage(message),
    });
  }

  /** A host whose page reloads in the middle of a show is back on air without a click; so is a kiosk (`auto=1`). */
  async begin() {
    const resume = stored(() => sessionStorage.getItem(this.#onAirKey)) === '1';
    if (query.get('auto') === '1' || resume) {
      await this.goLive();
    } else if (this.capture === 'closed' && (await alreadyAllowed())) {
      await this.openDevices();
    }
  }

  async goLive() {
    if (!this.sources.open) {
      await this.openDevices();
    }
    if (this.sources.open && !this.publisher.onAir) {
      await this.publisher.start(this.sources.outgoing, this.settings);
    }
  }

  stop() {
    this.publisher.stop();
    this.uplink = null;
  }

  openDevices() {
    return this.#capturing(() => this.sources.openDevices(this.settings));
  }

  shareScreen() {
    return this.#capturing(() => this.sources.shareScreen(this.settings));
  }

  showCamera() {
    return this.#capturing(() => this.sources.showCamera(this.settings));
  }

  chooseCamera(id) {
    return this.#capturing(() => this.sources.chooseCamera(id, this.settings));
  }

  chooseMicrophone(id) {
    return this.#capturing(() => this.sources.chooseMicrophone(id));
  }

  async change(name, value) {
    this.settings = withSetting(this.settings, name, value);
    this.#refresh();
    if (name === 'quality' || name === 'fps') {
      // A camera that cannot do it stays as it is; the encodings follow what it really gives.
      await this.sources.applySize(this.settings).catch(() => {});
    }
    if (this.publisher.onAir) {
      await this.publisher.retune(this.settings);
    }
  }

  async copyLink() {
    this.#notices.show(t((await copyText(this.watchUrl)) ? 'link.copied' : 'link.copyByHand'));
  }

  /** Once a second: reads what is sent and judges the line. */
  async tick() {
    this.nowMs = Date.now();
    const taken = this.#sampler;
    if (taken) {
      const reading = await taken.take().catch(() => null);
      if (taken === this.#sampler) {
        this.sample = reading;
      }
    }
    this.#judge();
    this.#report();
    this.#refresh();
  }

  /** The last reading, or a fresh one before the first. */
  async stats() {
    const { pc } = this.publisher;
    return pc ? (this.sample ?? outboundSampler(pc)()) : null;
  }

  async #capturing(open) {
    this.capture = this.sources.open ? 'open' : 'opening';
    this.#refresh();
    try {
      await open();
      this.capture = 'open';
    } catch (error) {
      const problem = captureProblem(error);
      this.capture = this.sources.open ? 'open' : problem;
      if (this.sources.open && problem !== 'denied') {
        this.#notices.show(t(`capture.${problem}`));
      }
    }
    this.#refresh();
  }

  #onPublisher() {
    const { pc, sessionId, onAir } = this.publisher;
    if (pc !== (this.#sampler?.pc ?? null)) {
      this.#sampler = pc ? { pc, take: outboundSampler(pc) } : null;
      this.sample = null;
      this.uplink = null;
      this.held = new Map();
    }
    if (sessionId && sessionId !== this.#greeted) {
      this.#greeted = sessionId;
      this.#socket.greet();
    }
    this.#wake.hold(onAir);
    stored(() => (onAir ? sessionStorage.setItem(this.#onAirKey, '1') : sessionStorage.removeItem(this.#onAirKey)));
    this.#judge();
    this.#refresh();
  }

  #onMessage(message) {
    switch (message.type) {
      case 'room':
        this.viewers = message.viewers;
        break;
      case 'uplink':
        this.uplink = { ...message, residual: this.#residual.of(message) };
        break;
      case 'hold':
        this.#hold(message);
        break;
      case 'rejoin':
        this.publisher.reconnect();
        break;
      case 'error':
        this.#notices.show(message.detail || t('problem.refused'));
        break;
    }
    this.#refresh();
  }

  /** The server names the layers that are not to be sent; it wants to know which are not. */
  async #hold({ turn, layers }) {
    const session = this.publisher.sessionId;
    this.held = new Map(layers.map(({ rid, reason }) => [rid, reason]));
    const rids = await this.publisher.hold([...this.held.keys()]);
    if (session === this.publisher.sessionId) {
      const obeyed = layers.filter(({ rid }) => rids.includes(rid)).map(({ mid, rid }) => ({ mid, rid }));
      this.#socket.send({ type: 'held', session, turn, layers: obeyed });
    }
  }

  /** Without the server nobody would say when a layer is wanted again: all are sent. */
  #release() {
    if (this.held.size > 0) {
      this.held = new Map();
      this.publisher.hold([]);
    }
  }

  /** What the encoder says, for the server: it sees what arrives, not why there is no more. */
  #report() {
    const { state, sessionId } = this.publisher;
    const layers = (this.sample?.layers ?? []).filter((layer) => layer.rid);
    if (state !== 'live' || layers.length < 2 || ++this.#readings % READINGS_PER_REPORT !== 0) {
      return;
    }
    const ceilings = this.publisher.ceilings();
    this.#socket.send({
      type: 'encoder',
      session: sessionId,
      availableBps: Math.round(this.sample.availableBps ?? 0),
      layers: layers.map(({ rid, limit, bps }) => ({
        rid,
        limit,
        bps: Math.round(bps ?? 0),
        maxBps: ceilings.get(rid) ?? 0,
      })),
    });
  }

  #judge() {
    const { state, liveSinceMs } = this.publisher;
    const liveForMs = liveSinceMs ? Date.now() - liveSinceMs : 0;
    this.health = uplinkHealth({ state, sample: this.sample, uplink: this.uplink, held: this.held, liveForMs });
  }
}
