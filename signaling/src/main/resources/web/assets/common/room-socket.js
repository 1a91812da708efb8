import { createBackoff } from './backoff.js';

/**
 * A WebSocket that comes back by itself and says hello each time. `onMessage` gets every JSON message, `onOpen(open)`
 * every change of state.
 */
export class Socket {
  #path;
  #hello;
  #onMessage;
  #onOpen;
  #backoff = createBackoff();
  #ws;
  #timer;
  #closed = false;
  #refusal = null;

  constructor({ path, hello, onMessage, onOpen = () => {} }) {
    this.#path = path;
    this.#hello = hello;
    this.#onMessage = onMessage;
    this.#onOpen = onOpen;
    this.#connect();
  }

  get open() {
    return this.#ws?.readyState === WebSocket.OPEN;
  }

  /**
   * Sends now if the socket is open; a message is never kept for later, since it would speak of a state that has
   * passed.
   */
  send(message) {
    if (this.open) {
      this.#ws.send(JSON.stringify(message));
    }
  }

  /** Says hello again, after what it says has changed. */
  greet() {
    const hello = this.#hello();
    if (hello) {
      this.send({ type: 'hello', ...hello });
    }
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#ws?.close();
  }

  /** A refusal that ends in a closed socket must not be asked for again at once, nor be told each time. */
  #heard(message) {
    if (message.type !== 'error') {
      this.#backoff.reset();
      this.#refusal = null;
    } else if (message.detail === this.#refusal) {
      return;
    } else {
      this.#refusal = message.detail;
    }
    this.#onMessage(message);
  }

  #connect() {
    const ws = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${this.#path}`);
    this.#ws = ws;
    ws.onopen = () => {
      this.greet();
      this.#onOpen(true);
    };
    ws.onmessage = (event) => {
      const message = parse(event.data);
      if (message) {
        this.#heard(message);
      }
    };
    ws.onclose = () => {
      if (this.#closed) {
        return;
      }
      this.#onOpen(false);
      this.#timer = setTimeout(() => this.#connect(), this.#backoff.nextMs());
    };
  }
}

/** The lobby needs a hello only where rooms are shown to holders of a token. */
export function openLobbySocket({ token, onMessage, onOpen }) {
  const hello = () => (token ? { role: 'view', token } : null);
  return new Socket({ path: '/ws/lobby', hello, onMessage, onOpen });
}

/**
 * `session` is a function: the id of the media session, if there is one at the moment. `can` is what else this page
 * says hello with.
 */
export function openRoomSocket({ room, role, token, session, can = {}, onMessage, onOpen }) {
  const hello = () => ({ role, token, session: session(), ...can });
  return new Socket({ path: `/ws/room/${encodeURIComponent(room)}`, hello, onMessage, onOpen });
}

function parse(data) {
  try {
    const message = JSON.parse(data);
    return typeof message === 'object' ? message : null;
  } catch {
    return null;
  }
}
