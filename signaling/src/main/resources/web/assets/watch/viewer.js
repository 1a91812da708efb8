import { createBackoff } from '../common/backoff.js';
import { guardConnection } from '../common/connection-guard.js';
import { IceServers } from '../common/ice-servers.js';
import { askForLayers, play } from '../common/whep.js';

/**
 * Media that stops for this long while the room is live means that the server no longer knows us; a new session is
 * cheaper than waiting.
 */
const STALL_MS = 6_000;

/**
 * Plays one room from `join` to `leave`, through as many peer connections as that takes. States: idle, waiting (for a
 * host), joining, playing, reconnecting, stopped, failed. `onStream` gets each new stream, `onChange` tells everything
 * else.
 */
export class Viewer {
  state = 'idle';
  problem = null;
  /** Quality wish: `layer` 'auto' or a rank, `maxTemporalLayer` undefined for all. Kept over reconnections. */
  choice = { layer: 'auto', maxTemporalLayer: undefined };

  #room;
  #token;
  #onStream;
  #onChange;
  #backoff = createBackoff({ firstMs: 250, maxMs: 5000 });
  #live = false;
  #publisher;
  #policy;
  #pc = null;
  #session = null;
  #unguard = () => {};
  #timer;
  #attempt = 0;
  #iceServers;
  #bytes = 0;
  #bytesGrewAtMs = 0;

  constructor({ room, token, publisher, policy, onStream, onChange }) {
    this.#room = room;
    this.#publisher = publisher;
    this.#policy = policy;
    this.#token = token;
    this.#iceServers = new IceServers({ room, token });
    this.#onStream = onStream;
    this.#onChange = onChange;
  }

  get pc() {
    return this.#pc;
  }

  get sessionId() {
    return this.#session?.id;
  }

  get wanted() {
    return this.state !== 'idle' && this.state !== 'stopped' && this.state !== 'failed';
  }

  /**
   * Joins now if a host is there, else as soon as `roomChanged` says so. `evenUnseen` does not wait to hear about the
   * room.
   */
  join({ evenUnseen = false } = {}) {
    if (this.#pc) {
      return;
    }
    this.#backoff.reset();
    if (this.#live || evenUnseen) {
      this.#connect('joining');
    } else {
      this.#to('waiting');
    }
  }

  leave() {
    this.#drop();
    this.#to('stopped');
  }

  /**
   * The server's view of the room: is there a host. A host that went may be back within seconds, so a running session
   * is left alone.
   */
  roomChanged({ live }) {
    this.#live = live;
    if (live && this.state === 'waiting') {
      this.#connect('joining');
    }
  }

  watchHost(publisher) {
    this.#publisher = publisher;
    if (this.wanted) {
      this.rejoin();
    }
  }

  /** Begins anew at once: the server said so. */
  rejoin() {
    if (this.wanted && this.state !== 'waiting') {
      this.#again(0);
    }
  }

  async choose(choice) {
    this.choice = { ...this.choice, ...choice };
    this.#onChange();
    await this.#session?.patch(this.#wish());
  }

  /** Called with each reading of the byte counter; a stalled session is replaced. */
  progress(bytes, nowMs) {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#bytesGrewAtMs = nowMs;
    }
    if (this.state === 'playing' && this.#live && nowMs - this.#bytesGrewAtMs > STALL_MS) {
      this.#again(0);
    } else if (this.state === 'playing' && !this.#live && nowMs - this.#bytesGrewAtMs > STALL_MS) {
      this.#drop();
      this.#to('waiting');
    }
  }

  /** Whether media flows: false once it has paused for longer than loss and retransmission explain; without a host they explain little. */
  flowing(nowMs) {
    return this.state === 'playing' && nowMs - this.#bytesGrewAtMs < (this.#live ? 2_500 : 900);
  }

  /** The page goes away: the server hears it at once instead of finding out by itself. */
  dispose() {
    this.#session?.close();
  }

  async #connect(state) {
    const attempt = ++this.#attempt;
    const stale = () => attempt !== this.#attempt;
    this.#to(state);
    const iceServers = await this.#iceServers.get();
    if (stale()) {
      return;
    }
    const pc = new RTCPeerConnection({ iceServers, bundlePolicy: 'max-bundle' });
    this.#pc = pc;
    const stream = new MediaStream();
    askForLayers(pc.addTransceiver('video', { direction: 'recvonly' }));
    pc.addTransceiver('audio', { direction: 'recvonly' });
    pc.addEventListener('track', ({ track }) => {
      stream.addTrack(track);
    });
    try {
      const session = await play({
        room: this.#room, publisher: this.#publisher, policy: this.#policy, pc, token: this.#token,
      });
      if (stale()) {
        session.close();
        pc.close();
        return;
      }
      this.#session = session;
      this.#onStream(stream);
      this.#guard(pc, session);
      this.#onChange();
      await this.#repeatChoice(session);
    } catch (problem) {
      if (stale()) {
        pc.close();
      } else {
        this.#refused(problem);
      }
    }
  }

  #guard(pc, session) {
    this.#unguard = guardConnection(pc, {
      connected: () => {
        this.#backoff.reset();
        this.#bytesGrewAtMs = Date.now();
        this.#to('playing');
      },
      restart: () => session.restartIce(pc),
      lost: () => this.#again(this.#backoff.nextMs()),
    });
  }

  #wish() {
    return { layer: this.choice.layer, maxTemporalLayer: this.choice.maxTemporalLayer ?? ALL_TEMPORAL_LAYERS };
  }

  /**
   * A new session begins with the defaults. If the wish cannot be repeated the picture is still worth more than the
   * wish.
   */
  async #repeatChoice(session) {
    if (this.choice.layer !== 'auto' || this.choice.maxTemporalLayer !== undefined) {
      await session.patch(this.#wish()).catch(() => {});
    }
  }

  #refused(problem) {
    const delayMs = Math.max(problem.retryAfterMs ?? 0, this.#backoff.nextMs());
    if (problem.status === 404) {
      this.#noHost(delayMs);
    } else if (problem.status !== undefined && !problem.passing) {
      this.#drop();
      this.#to('failed', problem);
    } else {
      this.#again(delayMs, problem);
    }
  }

  /**
   * The room socket says when a host comes; the timer is for the case that the socket is down or was a moment ahead of
   * the media plane.
   */
  #noHost(delayMs) {
    this.#drop();
    this.#publisher = undefined;
    this.#to('waiting');
    this.#timer = setTimeout(() => this.#live && this.state === 'waiting' && this.#connect('joining'), delayMs);
  }

  #again(delayMs, problem = null) {
    this.#drop();
    this.#to('reconnecting', problem);
    this.#timer = setTimeout(() => this.#connect('reconnecting'), delayMs);
  }

  #drop() {
    this.#attempt++;
    clearTimeout(this.#timer);
    this.#unguard();
    this.#unguard = () => {};
    this.#session?.close();
    this.#session = null;
    this.#pc?.close();
    this.#pc = null;
    this.#bytes = 0;
  }

  #to(state, problem = null) {
    this.state = state;
    this.problem = problem;
    this.#onChange();
  }
}

/** The highest that can be asked for means all. */
const ALL_TEMPORAL_LAYERS = 3;
