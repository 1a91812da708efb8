import { createBackoff } from '../common/backoff.js';
import { guardConnection } from '../common/connection-guard.js';
import { IceServers } from '../common/ice-servers.js';
import { publish } from '../common/whip.js';
import { codecPreferences, sendEncodings, withoutScalability } from './encodings.js';

/**
 * Keeps one room on air from `start` to `stop`, through as many peer connections as that takes: whatever breaks is
 * replaced under the same publisher id, so the server hands the viewers over. States: idle, connecting, live,
 * reconnecting, failed.
 */
export class Publisher {
  state = 'idle';
  problem = null;
  /** When the room went on air, kept over reconnections. */
  liveSinceMs = null;

  #room;
  #publisher;
  #token;
  #onChange;
  #backoff = createBackoff();
  #tracks = { video: null, audio: null };
  #settings;
  #pc = null;
  #session = null;
  #senders = {};
  #held = new Set();
  #tuning = Promise.resolve();
  #unguard = () => {};
  #retryTimer;
  #attempt = 0;
  #iceServers;

  constructor({ room, publisher, token, onChange }) {
    this.#room = room;
    this.#publisher = publisher;
    this.#token = token;
    this.#iceServers = new IceServers({ room, token });
    this.#onChange = onChange;
  }

  get pc() {
    return this.#pc;
  }

  get sessionId() {
    return this.#session?.id;
  }

  get onAir() {
    return this.state === 'live' || this.state === 'reconnecting' || this.state === 'connecting';
  }

  start(tracks, settings) {
    this.#tracks = { ...tracks };
    this.#settings = settings;
    this.#backoff.reset();
    this.#to('connecting');
    return this.#connect();
  }

  stop() {
    this.#drop();
    this.liveSinceMs = null;
    this.#to('idle');
  }

  /** Puts another picture or sound on air without a new negotiation. */
  async replaceTrack(kind, track) {
    this.#tracks[kind] = track;
    const sender = this.#senders[kind];
    if (!sender) {
      // This session was negotiated without such a track: only a new offer can add it.
      this.reconnect();
      return;
    }
    await sender.replaceTrack(track);
    if (kind === 'video') {
      await this.retune(this.#settings);
    }
  }

  /**
   * Other sizes, rates or another codec. What the running session can take over it takes over; the rest begins a new
   * one.
   */
  async retune(settings) {
    const before = this.#settings;
    const sender = this.#senders.video;
    const track = this.#tracks.video;
    this.#settings = settings;
    if (!sender || !track) {
      return;
    }
    const wanted = sendEncodings({ ...settings, ...sizeOf(track, settings) });
    const parameters = sender.getParameters();
    const same = settings.codec === before.codec && settings.layered === before.layered;
    if (!same || wanted.length !== parameters.encodings.length) {
      this.reconnect();
      return;
    }
    await this.#tune((encoding, i) => {
      encoding.maxBitrate = wanted[i].maxBitrate;
      encoding.maxFramerate = wanted[i].maxFramerate;
    });
  }

  /**
   * Stops encoding the layers with these rids and sends all others: a simulcast layer comes and goes without a new
   * negotiation. Answers the rids that are not sent now.
   */
  async hold(rids) {
    this.#held = new Set(rids);
    const { video } = this.#senders;
    await this.#tune((encoding) => {
      encoding.active = !this.#held.has(encoding.rid);
    });
    const encodings = video?.getParameters().encodings ?? [];
    return encodings.filter((encoding) => encoding.active === false).map((encoding) => encoding.rid);
  }

  /** What each layer may take, by rid. */
  ceilings() {
    const encodings = this.#senders.video?.getParameters().encodings ?? [];
    return new Map(encodings.map((encoding) => [encoding.rid ?? '', encoding.maxBitrate ?? 0]));
  }

  /** One change after the other: a browser refuses parameters that are not the newest it gave. */
  #tune(change) {
    const sender = this.#senders.video;
    this.#tuning = this.#tuning.then(async () => {
      if (!sender || sender !== this.#senders.video) {
        return;
      }
      const parameters = sender.getParameters();
      parameters.encodings.forEach(change);
      // A wish: a browser that refuses goes on as it was.
      await sender.setParameters(parameters).catch(() => {});
    });
    return this.#tuning;
  }

  /** Begins anew at once: the server asked for it, or what is sent has to be negotiated again. */
  reconnect() {
    if (this.onAir) {
      this.#again(0);
    }
  }

  async #connect() {
    const attempt = ++this.#attempt;
    const stale = () => attempt !== this.#attempt;
    const iceServers = await this.#iceServers.get();
    if (stale()) {
      return;
    }
    const pc = new RTCPeerConnection({ iceServers, bundlePolicy: 'max-bundle' });
    this.#pc = pc;
    try {
      this.#senders = addSenders(pc, this.#tracks, this.#settings);
      const session = await publish({ room: this.#room, publisher: this.#publisher, pc, token: this.#token });
      if (stale()) {
        session.close();
        pc.close();
        return;
      }
      this.#session = session;
      this.#guard(pc, session);
      this.#onChange();
    } catch (problem) {
      pc.close();
      if (!stale()) {
        this.#refused(problem);
      }
    }
  }

  #guard(pc, session) {
    this.#unguard = guardConnection(pc, {
      connected: () => {
        this.#backoff.reset();
        this.liveSinceMs ??= Date.now();
        this.#to('live');
      },
      restart: () => session.restartIce(pc),
      lost: () => this.#again(this.#backoff.nextMs()),
    });
  }

  #refused(problem) {
    if (problem.status !== undefined && !problem.passing) {
      this.#drop();
      this.liveSinceMs = null;
      this.#to('failed', problem);
      return;
    }
    this.#again(Math.max(problem.retryAfterMs ?? 0, this.#backoff.nextMs()), problem);
  }

  #again(delayMs, problem = null) {
    this.#drop({ keepSession: true });
    this.#to('reconnecting', problem);
    this.#retryTimer = setTimeout(() => this.#connect(), delayMs);
  }

  /**
   * The old session is not deleted when another will follow: its replacement hands its viewers over, a DELETE would
   * send them away.
   */
  #drop({ keepSession = false } = {}) {
    this.#attempt++;
    clearTimeout(this.#retryTimer);
    this.#unguard();
    this.#unguard = () => {};
    if (!keepSession) {
      this.#session?.close();
    }
    this.#session = null;
    this.#senders = {};
    this.#held.clear();
    this.#pc?.close();
    this.#pc = null;
  }

  #to(state, problem = null) {
    this.state = state;
    this.problem = problem;
    this.#onChange();
  }
}

function addSenders(pc, { video, audio }, settings) {
  const stream = new MediaStream([video, audio].filter(Boolean));
  const senders = {};
  if (audio) {
    senders.audio = pc.addTransceiver(audio, { direction: 'sendonly', streams: [stream] }).sender;
  }
  if (video) {
    const transceiver = addVideo(pc, video, stream, sendEncodings({ ...settings, ...sizeOf(video, settings) }));
    const preferences = codecPreferences(settings.codec);
    if (preferences.length > 0) {
      transceiver.setCodecPreferences?.(preferences);
    }
    senders.video = transceiver.sender;
  }
  return senders;
}

/**
 * A browser that does not know a scalability mode for the codec it would pick first throws; temporal layers are a wish,
 * not a condition.
 */
function addVideo(pc, track, stream, encodings) {
  const init = { direction: 'sendonly', streams: [stream] };
  try {
    return pc.addTransceiver(track, { ...init, sendEncodings: encodings });
  } catch {
    return pc.addTransceiver(track, { ...init, sendEncodings: withoutScalability(encodings) });
  }
}

function sizeOf(track, settings) {
  const { width, height } = track.getSettings();
  return { width: width ?? settings.width, height: height ?? settings.height };
}
