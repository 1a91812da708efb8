import { t } from '../common/i18n.js';
import { copyText } from '../common/clipboard.js';
import { heading } from '../common/problem.js';
import { openRoomSocket } from '../common/room-socket.js';
import { query, watchUrl } from '../common/page-url.js';
import { inboundSampler } from './inbound-stats.js';
import { Player } from './player.js';
import { currentLayer, hasPicture, hostOf, layersOf } from './quality.js';
import { Viewer } from './viewer.js';

/** How long the room socket may take before a join is tried without it. */
const SOCKET_PATIENCE_MS = 1500;

/** What the watch page knows and can do; the views draw it. */
export class Watch {
  /** The server's last word about the room. */
  info = null;
  sample = null;
  serverStats = null;
  showStats = query.get('stats') === '1';
  menuOpen = false;
  nowMs = Date.now();
  room;
  watchUrl;
  player;
  viewer;

  #publisher = query.get('publisher') ?? undefined;
  #notices;
  #refresh;
  #socket;
  #sampler = null;
  #greeted;

  constructor({ room, token, notices, refresh }) {
    this.room = room;
    this.watchUrl = watchUrl(room);
    this.#notices = notices;
    this.#refresh = refresh;
    this.player = new Player({ onChange: refresh });
    this.viewer = new Viewer({
      room,
      token,
      publisher: this.#publisher,
      policy: query.get('policy') ?? undefined,
      onStream: (stream) => this.player.show(stream),
      onChange: () => this.#onViewer(),
    });
    this.#socket = openRoomSocket({
      room,
      role: 'view',
      token,
      session: () => this.viewer.sessionId,
      onMessage: (message) => this.#onMessage(message),
    });
  }

  get host() {
    return hostOf(this.info, this.#publisher);
  }

  get layers() {
    return layersOf(this.host);
  }

  get layer() {
    return currentLayer(this.layers, this.sample?.video, this.serverStats);
  }

  /** Connected, but the first picture is still on its way. */
  get awaitsPicture() {
    return this.viewer.state === 'playing' && !this.player.hasPicture && hasPicture(this.host);
  }

  join() {
    this.player.joinBegan();
    this.viewer.join();
    setTimeout(() => {
      if (this.viewer.state === 'waiting' && this.info === null) {
        this.viewer.join({ evenUnseen: true });
      }
    }, SOCKET_PATIENCE_MS);
  }

  leave() {
    this.player.hold();
    this.viewer.leave();
  }

  togglePlay() {
    if (this.viewer.wanted) {
      this.leave();
    } else {
      this.join();
    }
  }

  /** Asks for a layer or a limit of temporal layers; what it was refused with is shown. */
  async choose(choice) {
    try {
      await this.viewer.choose(choice);
    } catch (problem) {
      this.#notices.show(problem.status === undefined ? t('problem.refused') : heading(problem));
    }
  }

  watchHost(publisher) {
    this.#publisher = publisher;
    this.viewer.watchHost(publisher);
    this.#refresh();
  }

  toggleStats() {
    this.showStats = !this.showStats;
    this.#refresh();
  }

  toggleMenu(open = !this.menuOpen) {
    this.menuOpen = open;
    this.#refresh();
  }

  async togglePictureInPicture() {
    if (!(await this.player.togglePictureInPicture())) {
      this.#notices.show(t('watch.pip.failed'));
    }
  }

  async copyLink() {
    this.#notices.show(t((await copyText(this.watchUrl)) ? 'link.copied' : 'link.copyByHand'));
  }

  /** Once a second: reads what arrives. */
  async tick() {
    this.nowMs = Date.now();
    const taken = this.#sampler;
    if (taken) {
      const reading = await taken.take().catch(() => null);
      if (reading && taken === this.#sampler) {
        this.sample = reading;
        this.viewer.progress(reading.bytesReceived, this.nowMs);
      }
    }
    this.#refresh();
  }

  /** The last reading, or a fresh one before the first. */
  async stats() {
    const { pc } = this.viewer;
    const reading = pc ? (this.sample ?? (await inboundSampler(pc)())) : null;
    return reading && { ...reading, firstFrameMs: this.player.firstFrameMs, layer: this.layer };
  }

  #onViewer() {
    const { pc, sessionId } = this.viewer;
    if (pc !== (this.#sampler?.pc ?? null)) {
      if (!pc) {
        this.player.hold();
      }
      this.#sampler = pc ? { pc, take: inboundSampler(pc) } : null;
      this.sample = null;
      this.serverStats = null;
    }
    if (sessionId && sessionId !== this.#greeted) {
      this.#greeted = sessionId;
      this.#socket.greet();
    }
    this.#refresh();
  }

  #onMessage(message) {
    switch (message.type) {
      case 'room':
        this.info = message;
        this.viewer.roomChanged(message);
        break;
      case 'viewer-stats':
        this.serverStats = message;
        break;
      case 'rejoin':
        this.viewer.rejoin();
        break;
      case 'error':
        this.#notices.show(message.detail || t('problem.refused'));
        break;
    }
    this.#refresh();
  }
}
