import { request } from './problem.js';

/**
 * One WHIP or WHEP session: an HTTP resource that owns a peer connection on the server. The offer goes out before any
 * candidate is gathered: the server is ICE-lite and learns our addresses from our checks, so waiting for candidates
 * would only delay the first frame.
 */
export class MediaSession {
  #location;
  #token;

  constructor({ location, token }) {
    this.#location = location;
    this.#token = token;
  }

  /** Posts the local offer of `pc`, applies the answer. */
  static async open(url, pc, token, signal) {
    await pc.setLocalDescription();
    const response = await request(url, {
      method: 'POST',
      headers: headers(token, { 'Content-Type': 'application/sdp' }),
      body: pc.localDescription.sdp,
      signal,
    });
    const session = new MediaSession({
      location: new URL(response.headers.get('Location'), response.url),
      token,
    });
    try {
      await pc.setRemoteDescription({ type: 'answer', sdp: await response.text() });
    } catch (error) {
      session.close();
      throw error;
    }
    return session;
  }

  get id() {
    return decodeURIComponent(this.#location.pathname.split('/').pop());
  }

  /**
   * New ICE credentials on both sides, the media goes on: RFC 9725 section 4.3.3. The server answers with its half; the
   * rest of the answer stays as it was, so the old one is repeated with the new credentials in it. `*` is the tag of a
   * restart, whatever the session's tag is by now.
   */
  async restartIce(pc) {
    const remote = pc.currentRemoteDescription;
    await pc.setLocalDescription(await pc.createOffer({ iceRestart: true }));
    const response = await request(this.#location, {
      method: 'PATCH',
      headers: headers(this.#token, { 'Content-Type': 'application/trickle-ice-sdpfrag', 'If-Match': '*' }),
      body: iceFragment(pc.localDescription.sdp),
    });
    await pc.setRemoteDescription({ type: 'answer', sdp: withCredentialsOf(remote.sdp, await response.text()) });
  }

  /** Choice of a viewer: layer, highest temporal layer, pause. */
  async patch(choice) {
    await request(this.#location, {
      method: 'PATCH',
      headers: headers(this.#token, { 'Content-Type': 'application/json' }),
      body: JSON.stringify(choice),
    });
  }

  /**
   * Ends the session. `keepalive` lets the request outlive the page. Whether it arrives is not waited for: consent
   * expiry is behind it.
   */
  close() {
    fetch(this.#location, { method: 'DELETE', headers: headers(this.#token), keepalive: true }).catch(() => {});
  }
}

function headers(token, more = {}) {
  return token ? { ...more, Authorization: `Bearer ${token}` } : more;
}

/** The credentials of an offer as an RFC 8840 fragment: the BUNDLE group and its first section carry them for all. */
function iceFragment(sdp) {
  const lines = sdp.split(/\r?\n/);
  const first = (prefix) => lines.find((line) => line.startsWith(prefix));
  return [first('a=group:BUNDLE'), first('m='), first('a=mid:'), first('a=ice-ufrag:'), first('a=ice-pwd:'), ''].join(
    '\r\n',
  );
}

function withCredentialsOf(sdp, fragment) {
  let result = sdp;
  for (const prefix of ['a=ice-ufrag:', 'a=ice-pwd:']) {
    const line = fragment.split(/\r?\n/).find((l) => l.startsWith(prefix));
    if (line) {
      result = result.replace(new RegExp(`^${prefix}.*$`, 'gm'), () => line);
    }
  }
  return result;
}
