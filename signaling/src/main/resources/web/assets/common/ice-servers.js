/** Logins are asked for anew long before they end: a session lives on by the one that it began with. */
const USED_UP = 0.5;

/**
 * STUN and TURN servers for a room, asked for ahead of the first connection so that it need not wait. Without an answer
 * there are none: most networks need none.
 */
export class IceServers {
  #url;
  #token;
  #answer;
  #goodUntilMs = 0;

  constructor({ room, token }) {
    this.#url = `/api/ice-servers/${encodeURIComponent(room)}`;
    this.#token = token;
    this.#answer = this.#ask();
  }

  /** A list of `RTCIceServer`. */
  async get() {
    await this.#answer;
    if (performance.now() >= this.#goodUntilMs) {
      this.#answer = this.#ask();
    }
    return this.#answer;
  }

  async #ask() {
    try {
      const response = await fetch(this.#url, {
        headers: this.#token ? { Authorization: `Bearer ${this.#token}` } : {},
      });
      if (!response.ok) {
        return [];
      }
      const { iceServers, lifetimeS } = await response.json();
      this.#goodUntilMs = performance.now() + USED_UP * lifetimeS * 1_000;
      return iceServers;
    } catch {
      return [];
    }
  }
}
